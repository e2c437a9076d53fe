package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Asks;
import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.MixedCluster;
import io.matriarch.core.ha.sync.NameSet;
import io.matriarch.core.ha.sync.StandbyNames;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.UpstreamView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Synchronous commits where some members run Patroni, which promises nothing: by its rule instead of ours, and it is said.
class MixedClusterTest {
    // ---- who runs Patroni

    @Test
    void every_member_of_ours_says_what_it_is_also_before_it_has_promised_anything() {
        assertThat(said(cluster("a", "b").at("b")).data().has(Member.OURS)).isTrue();
        assertThat(said(cluster("a", "b").at("a").primary(lsn(1000)).permitted()).patroni()).isFalse();
        assertThat(said(cluster("a", "b").at("b").config("synchronous_mode", "on")).patroni()).isFalse();
    }

    @Test
    void one_of_whom_nothing_is_known_counts_as_ours() {
        assertThat(new Member(new MemberName("a"), LeaseId.NONE, Document.EMPTY).patroni()).isFalse();
        assertThat(new Member(new MemberName("a"), LeaseId.NONE, Document.EMPTY.with("api_url", "http://a:8008/patroni")).patroni()).isTrue();
    }

    private static Member said(GivenWorld world) {
        var put = Decider.decide(world.world()).plan().stream().filter(a -> a instanceof Action.Write(DcsWrite.PutMember _)).findFirst().orElseThrow();
        return new Member(world.world().me(), LeaseId.NONE, put instanceof Action.Write(DcsWrite.PutMember(_, var data, _)) ? data.with("api_url", "http://x:8008/patroni") : Document.EMPTY);
    }

    // ---- a leader of ours

    private static GivenWorld leader() {
        return cluster("a", "b", "c").at("a").primary(lsn(1000)).permitted().config("synchronous_mode", "on").config("synchronous_node_count", 2).term("a", 2).promised(2, "a")
                .sync("a", 0).followers("b", "c");
    }

    private static Action names(String... names) {
        return new Action.SetStandbyNames(new StandbyNames.Priority(names.length, NameSet.of(names).names()));
    }

    @Test
    void commits_wait_for_a_member_that_runs_patroni_and_not_for_one_of_ours_that_has_not_promised() {
        given(leader().patroni("c")).decides().planning(names("c"));
        given(leader().patroni("c").voted("b", 2, "a")).decides().planning(names("b", "c"));
        given(leader().voted("b", 2, "a")).decides().planning(names("b"));
    }

    @Test
    void it_is_chosen_by_patronis_rule() {
        given(leader().patroni("b").patroni("c").memberState("c", "stopped")).decides().planning(names("b"));
        given(leader().patroni("b").patroni("c").followers("c")).decides().planning(names("c"));
        given(leader().patroni("b").patroni("c").streams("b", 1, Map.of("nosync", true))).decides().planning(names("c"));
    }

    // ---- a candidate of ours: any 1 of b, c and d had to confirm

    private static GivenWorld candidate() {
        return cluster("a", "b", "c", "d").config("synchronous_mode", "quorum").lockHeldBy("b").term("b", 3).sync("a", 2, "b", "c", "d")
                .at("b").standby(lsn(1000)).permitted().claimed("b", 2).promised(3, "b").quiet().voted("c", 3, "b", lsn(1000));
    }

    @Test
    void the_word_of_a_voter_that_runs_patroni_counts_when_it_has_no_more() {
        given(candidate()).decides().byRule("mine.waits-for-promises");
        given(candidate().patroni("d")).decides().byRule("mine.lead");
        given(candidate().patroni("d").peerAt("d", lsn(900))).decides().byRule("mine.lead");
        given(candidate().patroni("d").peerAt("d", lsn(1001))).decides().byRule("mine.waits-for-promises");
        given(candidate().patroni("d").peerSilent("d")).decides().byRule("mine.waits-for-promises");
        given(candidate().patroni("d").peer("d", new PeerReport.Answered(true, true, new Timeline(1), lsn(900), Tags.NONE))).decides().byRule("mine.waits-for-promises");
        given(candidate().patroni("d").peer("d", new PeerReport.Answered(false, true, Timeline.UNKNOWN, lsn(900), Tags.NONE))).decides().byRule("mine.waits-for-promises");
        given(candidate().patroni("a")).decides().byRule("mine.waits-for-promises");
    }

    @Test
    void its_own_promise_and_those_of_ours_are_needed_all_the_same() {
        given(candidate().patroni("d").promised(2, "a")).decides().byRule("mine.waits-for-promises");
        given(candidate().patroni("d").voted("c", 2, "a")).decides().byRule("mine.waits-for-promises");
        given(candidate().patroni("d").voted("c", 3, "b", lsn(1001))).decides().byRule("mine.fetches");
    }

    @Test
    void it_is_asked_once_nothing_else_is_missing() {
        assertThat(Asks.peers(candidate().patroni("a").patroni("d").peerSilent("d").world())).extracting(Member::name).containsExactly(new MemberName("d"));
        assertThat(Asks.peers(candidate().patroni("d").peerSilent("d").promised(2, "a").world())).isEmpty();
        assertThat(Asks.peers(candidate().peerSilent("d").world())).isEmpty();
        assertThat(Asks.peers(candidate().patroni("d").peerSilent("d").sync("a", 0, "b", "c", "d").world())).isEmpty();
    }

    // ---- what Patroni wrote in the sync key: no timeline

    @Test
    void one_that_patroni_named_promises_though_it_never_did_before() {
        var named = candidate().patroni("a").patroni("d").promised(Promised.NOTHING).peerSilent("d");
        given(named.syncOf("a", 0, 0, "b", "d")).decides().byRule("mine.waits-for-promises").planning(new Action.WritePromise(new Promised.To(new Term(3), new MemberName("b"))));
        given(named.promised(3, "b").quiet()).decides().byRule("mine.lead");
        given(named.promised(Promised.NOTHING).sync("a", 0, "b", "d")).decides().byRule("mine.yields").neverPlanning(Action.WritePromise.class);
    }

    @Test
    void a_former_leader_of_ours_does_not_lead_again_after_one_that_runs_patroni() {
        var awake = cluster("a", "b", "d").config("synchronous_mode", "on").at("a").primary(lsn(1000)).permitted().promised(2, "a").term("a", 2).lockAbsent();
        given(awake.syncOf("d", 0, 0, "b")).decides().byRule("free.another-was-elected").neverPlanning(Action.TakeLock.class);
        given(awake.syncOf("d", 1, 0, "b")).decides().byRule("free.my-key-vanished");
        given(awake.syncOf("a", 0, 0, "b")).decides().byRule("free.my-key-vanished");
    }

    // ---- what Patroni lets go

    /// a led last of ours and handed the lock over.
    private static GivenWorld letGoBy(String successor) {
        return cluster("a", "b", "c").lockAbsent().at("c").claimed(successor, 2).heartbeatSeen(Duration.ofMillis(1));
    }

    @Test
    void a_lock_that_patroni_let_go_is_not_waited_for() {
        given(letGoBy("b").patroni("b")).decides().byRule("free.furthest-races").planning(Action.TakeLock.class);
        given(letGoBy("b")).decides().byRule("free.last-leader-may-live").holding();
        given(letGoBy("a").patroni("b")).decides().byRule("free.last-leader-may-live").holding();
    }

    /// It proved to lead as one of ours; Patroni was started on its node since then.
    @Test
    void who_proved_to_lead_before_it_ran_patroni_is_waited_for() {
        given(letGoBy("a").patroni("a")).decides().byRule("free.last-leader-may-live").holding();
    }

    // ---- fast failover

    @Test
    void the_lease_is_waited_for_when_a_voter_runs_patroni() {
        var lost = cluster("a", "b", "c").at("b").config("synchronous_mode", "quorum").config("matriarch", Map.of("fast_failover", true)).term("a", 2).sync("a", 1, "b", "c")
                .promised(2, "a").standby(lsn(1000)).notStreaming().peerSilent("a").leaderSaid(new UpstreamView.Silent("refused"))
                .peer("c", new PeerReport.Answered(false, true, new Timeline(1), lsn(1000), Tags.NONE, false, new Timeline(1), false, false, false));
        given(lost).decides().planning(Action.TakeLock.class);
        given(lost.patroni("c")).decides().byRule("others.follow").neverPlanning(Action.TakeLock.class);
        assertThat(Asks.peers(lost.world())).isEmpty();
    }

    // ---- it is said

    private static GivenWorld mixed() {
        return cluster("a", "b", "c", "d").at("a").patroni("c").patroni("d");
    }

    private static List<String> onClocks(GivenWorld world) {
        return MixedCluster.onClocks(world.world()).stream().map(MemberName::value).toList();
    }

    @Test
    void on_clocks_rests_what_those_say_who_run_patroni_and_may_lead() {
        assertThat(onClocks(mixed().lockHeldBy("d"))).isEmpty();
        assertThat(onClocks(mixed().config("synchronous_mode", "on"))).isEmpty();
        assertThat(onClocks(mixed().config("synchronous_mode", "on").lockHeldBy("d"))).containsExactly("d");
        assertThat(onClocks(mixed().sync("a", 0, "b"))).isEmpty();
        assertThat(onClocks(mixed().sync("a", 0, "b", "d"))).containsExactly("d");
        assertThat(onClocks(mixed().sync("c", 0, "b", "d"))).containsExactly("c", "d");
    }

    @Test
    void below_4_0_patroni_knows_no_quorum_and_may_lead_whoever_is_named() {
        var old = mixed().sync("a", 1, "b").config("synchronous_mode", "quorum").memberVersion("c", "3.0.2").memberVersion("d", "4.0.1");
        assertThat(onClocks(old)).containsExactly("c");
        assertThat(onClocks(old.streams("c", 1, Map.of("nofailover", true)))).isEmpty();
        assertThat(onClocks(mixed().sync("a", 1, "b").config("synchronous_mode", "on").memberVersion("c", "3.0.2"))).isEmpty();
    }
}
