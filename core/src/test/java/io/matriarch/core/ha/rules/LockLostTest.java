package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.held;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Asks;
import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.DiskView.DiskTrouble;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `fast_failover`: `a` leads term 2, any 1 of b and c confirms its commits, and at `b` nothing of it is to be heard any more.
class LockLostTest {
    private static final MemberName A = new MemberName("a");

    private static GivenWorld lost() {
        return suspected().peerSilent("a").leaderSaid(new UpstreamView.Silent("connection refused")).peer("c", voter(lsn(1000), false));
    }

    private static GivenWorld suspected() {
        return cluster("a", "b", "c").at("b").config("synchronous_mode", "quorum").config("matriarch", Map.of("fast_failover", true)).term("a", 2).sync("a", 1, "b", "c")
                .standby(lsn(1000)).notStreaming().promised(2, "a");
    }

    private static PeerReport voter(WalPosition end, boolean receives) {
        return new PeerReport.Answered(false, true, new Timeline(1), end, Tags.NONE, false, new Timeline(1), false, false, receives);
    }

    @Test
    void the_key_is_taken_over_with_a_term_and_a_timeline_of_its_own_only_as_it_was_read() {
        var decided = given(lost()).decides().byRule("lost.takes-over").decision();
        assertThat(decided.plan()).filteredOn(Action.TakeLock.class::isInstance).singleElement().satisfies(action -> {
            var seize = (DcsWrite.Seize) ((Action.TakeLock) action).write();
            assertThat(seize.seen()).isEqualTo(held("a"));
            assertThat(seize.term()).isEqualTo(new Term(3));
            assertThat(seize.claim().number()).isEqualTo(new Timeline(2));
        });
    }

    @Test
    void whom_the_operator_refused_waits() {
        given(lost()).jobEnded(JobKind.PRE_PROMOTE, false, Duration.ofSeconds(5)).decides().byRule("lost.pre-promote-failed").holding();
    }

    @Test
    void whoever_receives_nothing_asks() {
        assertThat(Asks.peers(suspected().world())).extracting(m -> m.name().value()).containsExactly("a", "c");
        assertThat(Asks.upstream(suspected().world())).isPresent();
        assertThat(Asks.peers(suspected().standby(lsn(1000)).world())).isEmpty();
        assertThat(Asks.peers(suspected().config("matriarch", Map.of()).world())).isEmpty();
    }

    @Test
    void any_sign_of_the_leader_is_enough_to_wait_for_its_lease() {
        given(lost().peer("a", new PeerReport.Answered(true, true, new Timeline(1), lsn(1000), Tags.NONE))).decides().byRule("others.follow");
        given(lost().leaderForkedAt(lsn(1000))).decides().byRule("others.follow");
        given(lost().leaderSaid(UpstreamView.NOT_ASKED)).decides().byRule("others.follow");
        given(lost().standby(lsn(1000))).decides().byRule("others.follow");
    }

    @Test
    void as_long_as_enough_voters_may_confirm_a_commit_nobody_takes_over() {
        given(lost().peer("c", voter(lsn(1000), true))).decides().byRule("others.follow");
        given(lost().peerSilent("c")).decides().byRule("others.follow");
        given(lost().sync("a", 0, "b", "c").peer("c", voter(lsn(1000), true))).decides().byRule("lost.takes-over");
    }

    @Test
    void only_where_promises_are_asked_for() {
        given(lost().config("matriarch", Map.of())).decides().byRule("others.follow");
        given(lost().config("synchronous_mode", true)).decides().byRule("others.follow");
        given(lost().config("synchronous_mode", false)).decides().byRule("others.follow");
        given(lost().sync("c", 1, "b", "a")).decides().byRule("others.follow");
        given(lost().sync("a", 1, "c")).decides().byRule("others.follow");
        given(lost().lostTrack()).decides().byRule("others.follow");
        given(lost().config("pause", true)).decides().byRule("paused.hands-off");
    }

    @Test
    void the_best_of_them_goes() {
        given(lost().peer("c", voter(lsn(1001), false))).decides().byRule("lost.another-is-ahead").holding();
        given(lost().peer("c", new PeerReport.Answered(false, true, new Timeline(1), lsn(1000), Tags.of(new Document(Map.of("failover_priority", 2))), false, new Timeline(1), false, false, false)))
                .decides().byRule("lost.another-is-preferred").holding();
        given(lost().disk(DiskTrouble.FULL, Duration.ofMinutes(2))).decides().byRule("lost.disk-unfit").holding();
        given(lost().watchdog("there is no /dev/watchdog")).decides().byRule("lost.watchdog-unfit").holding();
        given(lost().peer("c", new PeerReport.Answered(false, true, new Timeline(1), lsn(1000), Tags.of(new Document(Map.of("failover_priority", 2))), false, new Timeline(1), false, false, false, true)))
                .decides().byRule("lost.takes-over");
        given(lost().request(new OperatorRequest.Failover(new MemberName("c"), 5))).decides().byRule("lost.another-was-chosen").holding();
        given(lost().clusterOnTimeline(2)).decides().byRule("lost.older-timeline").holding();
        given(lost().optime(lsn(64L << 20))).decides().byRule("lost.lags-too-much").holding();
        given(lost().peer("c", new PeerReport.Answered(true, true, new Timeline(1), lsn(1000), Tags.NONE))).decides().byRule("others.follow");
    }

    /// Its permit has no end: while its agent is frozen nobody would ever end its server (seed 3968 of the synchronous simulation).
    @Test
    void a_leader_that_a_pause_left_unguarded_is_waited_for_unless_an_operator_says_that_it_is_gone() {
        given(lost().ledUnguarded("a")).decides().byRule("lost.last-leader-unguarded").holding();
        given(lost().ledUnguarded("a").request(new OperatorRequest.Failover(new MemberName("b"), 49))).decides().byRule("lost.last-leader-unguarded");
        given(lost().ledUnguarded("a").request(new OperatorRequest.Failover(new MemberName("b"), 51))).decides().byRule("lost.takes-over");
    }

    @Test
    void others_that_hear_nothing_either_do_not_follow_a_leader_that_was_not_asked() {
        assertThat(Decider.decide(lost().peerSilent("c").world()).plan()).noneMatch(Action.TakeLock.class::isInstance);
        assertThat(lost().world().lock()).extracting("holder").isEqualTo(A);
    }

    @Test
    void nobody_takes_the_key_over_who_has_just_confirmed_its_holder_or_whom_that_need_not_ask() {
        given(lost().failsafe("a", "b", "c").vouchedFor(java.time.Duration.ofSeconds(3), lsn(1000))).decides().neverPlanning(Action.TakeLock.class);
        given(lost().failsafe("a", "c")).decides().neverPlanning(Action.TakeLock.class);
        var decided = given(lost().failsafe("a", "b", "c")).decides().byRule("lost.takes-over").decision();
        assertThat(decided.memory().vouching().asked()).as("it may be carried out, or be yet").isEqualTo(50);
    }
}
