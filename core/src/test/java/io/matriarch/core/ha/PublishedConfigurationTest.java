package io.matriarch.core.ha;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.facet.ClusterKeys;
import io.matriarch.core.ha.facet.MemberKey;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.RestartReason;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.UpstreamView;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a member says in etcd of its configuration, what its leader does about a `config` key that nobody can read, and which rows of `history` it keeps.
class PublishedConfigurationTest {
    @Test
    void the_member_key_says_what_a_restart_is_pending_for_and_nothing_when_none_is() {
        var w = leads().world();
        assertThat(document(w, "pending_restart")).isEmpty();
        var r = (PostgresState.Running) w.postgres();
        var f = r.facts();
        var facts = new PostgresState.ServerFacts(f.version(), f.startedAt(), f.replayedAt(), f.replayPaused(), List.of(new RestartReason("max_connections", "100", "150")), f.configuredUpstream(), f.slots(),
                f.checkpointed(), f.commits());
        var pending = leads().postgres(new PostgresState.Running(r.primary(), r.systemId(), r.timeline(), r.end(), r.replication(), facts)).world();
        assertThat(document(pending, "pending_restart")).containsExactly(true);
        assertThat(document(pending, "pending_restart_reason")).containsExactly(Map.of("max_connections", Map.of("old_value", "100", "new_value", "150")));
    }

    @Test
    void a_config_key_that_is_missing_or_damaged_is_written_again_by_who_leads_and_nobody_else() {
        var known = leads().world().config().document();
        assertThat(written(leads().world(), Stance.LEAD)).isEmpty();
        assertThat(written(withConfig(leads().world(), Document.EMPTY, 77), Stance.LEAD)).containsExactly(new DcsWrite.PutConfig(known, 77));
        assertThat(written(withConfig(leads().world(), Document.EMPTY, 0), Stance.LEAD)).containsExactly(new DcsWrite.PutConfig(known, 0));
        assertThat(written(withConfig(cluster("b", "a").lockHeldBy("b").at("a").world(), Document.EMPTY, 77), Stance.FOLLOW)).isEmpty();
        assertThat(withConfig(leads().world(), Document.EMPTY, 77).config().document()).isEqualTo(known);
    }

    /// Patroni keeps the last `max_timelines_history` rows. Whose WAL counts in an election is told by them here, so all stay.
    @Test
    void every_row_of_the_history_is_kept_whatever_max_timelines_history_says() {
        var forks = List.of(fork(1, 100), fork(2, 200), fork(3, 300));
        for (var most : List.of(0, 1, 2))
            assertThat(history(leads().config("max_timelines_history", most), forks).rows()).as("most " + most).extracting(row -> row.ended().id()).containsExactly(1, 2, 3);
    }

    /// The server knows where a timeline ended; since when and who led then only the key does.
    @Test
    void what_a_row_said_before_is_kept_and_the_new_one_names_who_leads_now() {
        var known = new TimelineHistory.Row(new Timeline(1), GivenWorld.lsn(100), "no recovery target specified", "2026-01-01T00:00:00+00:00", "b");
        var other = new TimelineHistory.Row(new Timeline(2), GivenWorld.lsn(999), "of another history", "2026-01-02T00:00:00+00:00", "c");
        var rows = history(leads().history(known, other), List.of(fork(1, 100), fork(2, 200), fork(3, 300))).rows();
        assertThat(rows).containsExactly(known, fork(2, 200), fork(3, 300).ledBy(new MemberName("a"), "2026-11-21T00:00:00Z"));
    }

    /// Patroni empties the key then. Here a server of timeline 1 has no history to tell, and what the key says may be the only word of a later one.
    @Test
    void a_server_on_the_first_timeline_does_not_empty_the_history() {
        var w = leads().history(fork(1, 100)).world();
        assertThat(Asks.upstream(w)).isEmpty();
        assertThat(writes(ClusterKeys.actions(w, Stance.LEAD))).noneMatch(DcsWrite.PutHistory.class::isInstance);
    }

    private static TimelineHistory.Row fork(int ended, long at) {
        return new TimelineHistory.Row(new Timeline(ended), GivenWorld.lsn(at), "", "", "");
    }

    /// What the leader writes, whose server came to timeline 4 by `forks`.
    private static TimelineHistory history(GivenWorld world, List<TimelineHistory.Row> forks) {
        var self = new UpstreamView.Answered(new MemberName("a"), GivenWorld.SYSTEM, new Timeline(4), GivenWorld.lsn(1000), false, forks);
        return writes(ClusterKeys.actions(world.primaryOn(4, GivenWorld.lsn(1000)).leaderSaid(self).world(), Stance.LEAD))
                .flatMap(write -> write instanceof DcsWrite.PutHistory(_, var its) ? Stream.of(its) : Stream.empty()).findFirst().orElseThrow();
    }

    private static GivenWorld leads() {
        return cluster("a", "b").lockHeldBy("a").at("a").primary(GivenWorld.lsn(1000)).permitted();
    }

    /// The same world, at whose next look the key holds this.
    private static World withConfig(World w, Document config, long revision) {
        var c = w.cluster();
        var view = new ClusterView(c.revision() + 1, c.lock(), c.release(), c.initialize(), c.members(), config, revision, c.request(), c.history(), c.status(), c.sync(), c.failsafe(), c.heartbeat(), c.claim(), c.term());
        var dcs = new DcsView.Reachable(view, w.dcs() instanceof DcsView.Reachable(var _, var lease, var _) ? lease : Lease.NONE);
        return new World(w.node(), w.now(), w.wallTime(), dcs, w.local(), w.permit(), w.peers(), w.requestDue(), w.memory().recall(dcs, w.postgres(), w.memory().sign(), w.now()));
    }

    private static List<DcsWrite> written(World w, Stance stance) {
        return writes(ClusterKeys.actions(w, stance)).filter(DcsWrite.PutConfig.class::isInstance).toList();
    }

    private static List<Object> document(World w, String key) {
        return writes(MemberKey.actions(w, Stance.HOLD)).flatMap(write -> write instanceof DcsWrite.PutMember(_, var data, _) ? Stream.ofNullable(data.fields().get(key)) : Stream.empty()).toList();
    }

    private static Stream<DcsWrite> writes(List<Action> actions) {
        return actions.stream().flatMap(action -> action instanceof Action.Write(var write) ? Stream.of(write) : Stream.empty());
    }
}
