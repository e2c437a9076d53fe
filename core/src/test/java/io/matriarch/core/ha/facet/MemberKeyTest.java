package io.matriarch.core.ha.facet;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.PostgresState.Replication;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.PostgresState.ServerFacts;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a member says of itself under `members/<name>`: contract 1.3.1, and the words of 1.5.
class MemberKeyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    record Said(String what, GivenWorld world, String state, String role) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Said> words() {
        return Stream.of(
                new Said("leader", primary(), "running", "primary"),
                new Said("standby", standby(), "running", "replica"),
                new Said("leader of a standby cluster", cluster("a", "b").standbyCluster().at("a"), "running", "standby_leader"),
                new Said("standby in a standby cluster", cluster("a", "b").standbyCluster().at("b"), "running", "replica"),
                new Said("primary that takes no connections", primary().silentFor(SECOND), "running", "primary"),
                new Said("standby that takes no connections", standby().standbySilentFor(SECOND), "running", "replica"),
                new Said("primary that starts", primary().startingPrimary(SECOND), "starting", "primary"),
                new Said("standby that starts", standby().startingStandby(lsn(900)), "starting", "replica"),
                new Said("former primary", standby().stoppedPrimary(lsn(1000)), "stopped", "demoted"),
                new Said("former standby", standby().stoppedStandby(lsn(1000)), "stopped", "replica"),
                new Said("crashed primary", primary().crashedPrimary(), "crashed", "demoted"),
                new Said("standby that could not start", standby().stoppedStandby(lsn(1000)).jobEnded(JobKind.START_STANDBY, false, SECOND), "start failed", "replica"),
                new Said("nothing there", standby().postgres(PostgresState.NO_DATA), "stopped", "uninitialized"),
                new Said("half done", standby().postgres(new PostgresState.HalfDone("rewind")), "stopped", "uninitialized"),
                new Said("during initdb", standby().postgres(PostgresState.NO_DATA).job(JobKind.BOOTSTRAP), "initializing new cluster", "uninitialized"),
                new Said("during a copy", standby().postgres(PostgresState.NO_DATA).job(JobKind.CLONE), "creating replica", "uninitialized"),
                new Said("during a rewind", standby().stoppedPrimary(lsn(1000)).job(JobKind.REWIND), "starting", "demoted"),
                new Said("during a start", standby().stoppedStandby(lsn(1000)).job(JobKind.START_STANDBY), "starting", "replica"),
                new Said("during a stop", primary().job(JobKind.STOP), "stopping", "primary"),
                new Said("during a restart", primary().job(JobKind.RESTART), "restarting", "primary"),
                new Said("during a promotion", standby().job(JobKind.PROMOTE), "running", "replica"));
    }

    @ParameterizedTest
    @MethodSource("words")
    void the_words_for_what_it_does_and_what_it_is(Said said) {
        var document = document(said.world.world());
        assertThat(List.of(document.text("state", ""), document.text("role", ""))).containsExactly(said.state, said.role);
    }

    /// Patroni's rewind waits until a leader has no `checkpoint_after_promote` any more: its control file names the new timeline then.
    @Test
    void a_primary_says_that_its_checkpoint_after_the_promotion_is_not_done_and_nothing_once_it_is() {
        assertThat(document(primary().postgres(running(true, false, Replication.NONE)).world()).fields()).containsEntry("checkpoint_after_promote", false);
        assertThat(document(primary().postgres(running(true, true, Replication.NONE)).world()).fields()).doesNotContainKey("checkpoint_after_promote");
        assertThat(document(standby().postgres(running(false, false, Replication.NONE)).world()).fields()).as("of a standby").doesNotContainKey("checkpoint_after_promote");
    }

    @Test
    void a_standby_says_how_much_it_received_and_replayed_where_it_knows() {
        assertThat(positions(1000, 900)).containsExactlyInAnyOrderEntriesOf(Map.of("xlog_location", 2000L, "receive_lsn", 1000L, "replay_lsn", 900L));
        assertThat(positions(0, 900)).as("nothing was streamed since the start").containsExactlyInAnyOrderEntriesOf(Map.of("xlog_location", 2000L, "replay_lsn", 900L));
        assertThat(positions(0, 0)).containsOnlyKeys("xlog_location");
        assertThat(document(primary().world()).fields()).containsEntry("xlog_location", 1000L).doesNotContainKeys("receive_lsn", "replay_lsn");
        assertThat(document(standby().stoppedStandby(lsn(1000)).world()).fields()).as("a server that is down").doesNotContainKeys("xlog_location", "receive_lsn", "replay_lsn", "timeline");
    }

    private static Map<String, Object> positions(long received, long replayed) {
        var replication = new Replication(new Endpoint("a", 5432), true, new WalPosition(received), new WalPosition(replayed), List.of());
        var fields = new HashMap<>(document(standby().postgres(running(false, true, replication)).world()).fields());
        fields.keySet().removeIf(key -> !key.endsWith("_lsn") && !key.equals("xlog_location"));
        return fields;
    }

    @Test
    void what_the_file_says_of_the_member_is_in_it_as_it_is() {
        var w = primary().world();
        var fixed = new Document(Map.of("conn_url", "postgres://[fd00::1]:5432/postgres", "api_url", "http://[fd00::1]:8008/patroni", "proxy_url", "postgres://pool:6432/postgres",
                "version", "4.1.4", "tags", Map.of("zone", "fra")));
        var n = w.node();
        var node = new NodeConfig(n.name(), n.scope(), n.tags(), n.mayBootstrap(), n.bootstrap(), fixed, n.usePgRewind(), n.peerPatience());
        var said = document(new World(node, w.now(), w.wallTime(), w.dcs(), w.local(), w.permit(), w.peers(), w.requestDue(), w.memory()));
        assertThat(said.fields()).containsAllEntriesOf(fixed.fields());
        assertThat(document(w).fields()).doesNotContainKeys("proxy_url", "tags");
    }

    /// And then its key expires: the lease is not revoked.
    @Test
    void one_that_leaves_says_at_last_that_its_server_is_stopped() {
        var leaves = Decider.decide(standby().stoppedStandby(lsn(1000)).local(new LocalRequest.Shutdown()).world());
        assertThat(leaves.rule()).isEqualTo("leaving.gone");
        assertThat(leaves.plan()).anySatisfy(action -> assertThat(action).isInstanceOfSatisfying(Action.Write.class, write -> assertThat(write.write()).isInstanceOfSatisfying(DcsWrite.PutMember.class,
                put -> assertThat(put.data().text("state", "")).isEqualTo("stopped"))));
    }

    @Test
    void a_pause_that_it_sees_is_said() {
        assertThat(document(primary().config("pause", true).world()).fields()).containsEntry("pause", true);
        assertThat(document(primary().world()).fields()).doesNotContainKey("pause");
    }

    @Test
    void a_standby_says_where_its_wal_comes_from() {
        assertThat(replicationState(standby())).isEqualTo("streaming");
        assertThat(replicationState(standby().archive())).isEqualTo("streaming");
        assertThat(replicationState(standby().notStreaming())).isEqualTo("absent");
        assertThat(replicationState(standby().notStreaming().archive())).isEqualTo("in archive recovery");
    }

    @Test
    void a_primary_with_a_restore_command_says_nothing_of_it() {
        assertThat(replicationState(primary().archive())).isEqualTo("absent");
    }

    private static String replicationState(GivenWorld given) {
        return document(given.world()).text("replication_state", "absent");
    }

    private static GivenWorld primary() {
        return cluster("a", "b").at("a").primary(lsn(1000)).permitted();
    }

    private static GivenWorld standby() {
        return cluster("a", "b").at("b");
    }

    private static PostgresState running(boolean primary, boolean checkpointed, Replication replication) {
        var r = GivenWorld.running(primary, 1, lsn(2000));
        var f = r.facts();
        return new Running(primary, r.systemId(), r.timeline(), r.end(), replication, new ServerFacts(f.version(), f.startedAt(), f.replayedAt(), f.replayPaused(), f.restartFor(),
                f.configuredUpstream(), f.slots(), checkpointed, f.commits()));
    }

    private static Document document(World w) {
        return MemberKey.actions(w, Stance.HOLD).stream().map(action -> ((DcsWrite.PutMember) ((Action.Write) action).write()).data()).findFirst().orElseThrow();
    }
}
