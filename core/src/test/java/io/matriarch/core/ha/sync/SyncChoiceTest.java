package io.matriarch.core.ha.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.sync.SyncMode.Kind;
import io.matriarch.core.ha.sync.SyncMode.LagBound;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PostgresState.Follower;
import io.matriarch.core.view.WalPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who is fit, and who of them is chosen. The leader is `m`, its WAL ends at 1000.
class SyncChoiceTest {
    private static final SyncMode ON = new SyncMode(Kind.ON, false, 1, LagBound.NONE);
    private static final SyncMode QUORUM = new SyncMode(Kind.QUORUM, false, 2, LagBound.NONE);
    private final List<Follower> followers = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();

    @Test
    void theFurthestIsChosenAndKeptWhenAnotherGoesAhead() {
        follower("a", 900).follower("b", 950);
        assertThat(wish(ON)).isEqualTo(all("b"));
        assertThat(wish(ON, "a")).isEqualTo(all("a"));
    }

    @Test
    void syncPriorityComesBeforeWhoIsInAlready() {
        follower("a", 900).follower("b", 950, Map.of("sync_priority", 2));
        assertThat(wish(ON, "a")).isEqualTo(all("b"));
    }

    @Test
    void whoAsksNotToBeIsNot() {
        follower("a", 900, Map.of("nosync", true)).follower("b", 900, Map.of("sync_priority", 0)).follower("c", 900, Map.of("nosync", false, "sync_priority", 0));
        assertThat(wish(ON)).isEqualTo(all("c"));
    }

    @Test
    void whoMayNotLeadComesLastAndIsNoVoterWithoutNeed() {
        follower("a", 1000, Map.of("nofailover", true)).follower("b", 900).follower("c", 800);
        assertThat(wish(ON, "a")).isEqualTo(all("b"));
        assertThat(wish(QUORUM)).isEqualTo(new Wish.AnyOf(2, NameSet.of("b", "c")));
        followers.removeLast();
        assertThat(wish(QUORUM)).isEqualTo(new Wish.AnyOf(2, NameSet.of("a", "b")));
    }

    @Test
    void whoIsTooFarBehindTheFurthestIsNotChosen() {
        follower("a", 400).follower("b", 900);
        assertThat(wish(new SyncMode(Kind.ON, false, 2, new LagBound(499)), "a")).isEqualTo(all("b"));
        assertThat(wish(new SyncMode(Kind.ON, false, 2, new LagBound(500)), "a")).isEqualTo(all("a", "b"));
    }

    @Test
    void theOnlyOneIsComparedWithTheLeader() {
        follower("a", 400);
        assertThat(wish(new SyncMode(Kind.ON, false, 1, new LagBound(500)))).isEqualTo(new Wish.Nobody());
        assertThat(wish(new SyncMode(Kind.ON, false, 1, new LagBound(0)))).isEqualTo(all("a"));
    }

    @Test
    void onlyStreamingMembersThatBelongHereAreFit() {
        follower("a", 900).follower("b", 900, Map.of("replicatefrom", "a")).follower("c", 0).follower("m", 900);
        followers.add(row("pg_receivewal", "streaming", 900));
        member("d", Map.of());
        followers.add(row("d", "catchup", 900));
        assertThat(wish(QUORUM)).isEqualTo(new Wish.AnyOf(1, NameSet.of("a")));
    }

    /// They follow the leader for good: were none of them fit, nobody would be (seed 180).
    @Test
    void whoeverIsInACircleOfTagsStaysAndIsFit() {
        follower("a", 900, Map.of("replicatefrom", "b")).follower("b", 900, Map.of("replicatefrom", "a")).follower("c", 900, Map.of("replicatefrom", "a"));
        assertThat(wish(QUORUM)).isEqualTo(new Wish.AnyOf(2, NameSet.of("a", "b")));
    }

    /// A commit that waits for `a` would wait for one that receives from `b`.
    @Test
    void aCircleThroughTheLeaderIsNone() {
        follower("a", 900, Map.of("replicatefrom", "b")).follower("b", 900, Map.of("replicatefrom", "m"));
        members.add(new Member(new MemberName("m"), LeaseId.NONE, new Document(Map.of("state", "running", "tags", Map.of("replicatefrom", "a")))));
        assertThat(wish(QUORUM)).isEqualTo(new Wish.AnyOf(1, NameSet.of("b")));
    }

    @Test
    void aNameThatTwoConnectionsHaveIsNotFit() {
        follower("a", 900).follower("b", 900);
        followers.add(row("A", "streaming", 900));
        assertThat(wish(QUORUM)).isEqualTo(new Wish.AnyOf(1, NameSet.of("b")));
    }

    @Test
    void withNobodyStrictBlocks() {
        assertThat(wish(new SyncMode(Kind.ON, true, 1, LagBound.NONE))).isEqualTo(new Wish.Block());
        assertThat(wish(new SyncMode(Kind.QUORUM, false, 1, LagBound.NONE))).isEqualTo(new Wish.Nobody());
        assertThat(wish(new SyncMode(Kind.OFF, true, 1, LagBound.NONE))).isEqualTo(new Wish.Asynchronous(new StandbyNames.None()));
    }

    @Test
    void aCountOfZeroIsNobody() {
        follower("a", 900);
        assertThat(wish(new SyncMode(Kind.QUORUM, false, 0, LagBound.NONE))).isEqualTo(new Wish.Nobody());
    }

    @Test
    void whoHasFlushedTheMarkHasCaughtUp() {
        follower("a", 900).follower("b", 899).follower("c", 0);
        assertThat(SyncChoice.caughtUp(followers, new WalPosition(900))).isEqualTo(NameSet.of("a"));
        assertThat(SyncChoice.caughtUp(followers, WalPosition.ZERO)).isEqualTo(NameSet.of("a", "b"));
    }

    @Test
    void theModeIsReadWithPatronisDefaults() {
        assertThat(SyncMode.of(Document.EMPTY)).isEqualTo(new SyncMode(Kind.OFF, false, 1, LagBound.NONE));
        assertThat(SyncMode.of(config("synchronous_mode", "on")).kind()).isEqualTo(Kind.ON);
        assertThat(SyncMode.of(config("synchronous_mode", "Quorum")).kind()).isEqualTo(Kind.QUORUM);
        assertThat(SyncMode.of(config("synchronous_mode", "quorum").with("standby_cluster", Map.of("host", "h"))).kind()).isEqualTo(Kind.OFF);
        assertThat(SyncMode.of(config("synchronous_node_count", 0)).nodes()).isZero();
        assertThat(SyncMode.of(config("synchronous_node_count", 0).with("synchronous_mode_strict", true)).nodes()).isEqualTo(1);
    }

    private static Document config(String key, Object value) {
        return Document.EMPTY.with(key, value);
    }

    private static Wish all(String... names) {
        return new Wish.All(NameSet.of(names));
    }

    private Wish wish(SyncMode mode, String... already) {
        return new SyncChoice(new MemberName("m"), new WalPosition(1000), followers, members, NameSet.of(already)).wish(mode, new StandbyNames.None());
    }

    private SyncChoiceTest follower(String name, long flushed) {
        return follower(name, flushed, Map.of());
    }

    private SyncChoiceTest follower(String name, long flushed, Map<String, Object> tags) {
        member(name, tags);
        followers.add(row(name, "streaming", flushed));
        return this;
    }

    private void member(String name, Map<String, Object> tags) {
        members.add(new Member(new MemberName(name), LeaseId.NONE, new Document(Map.of("state", "running", "tags", tags))));
    }

    private static Follower row(String name, String state, long flushed) {
        return new Follower("replicator", name, "127.0.0.1", state, "async", 0, new WalPosition(flushed));
    }
}
