package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.promise.Ballot;
import io.matriarch.core.ha.promise.Poll.Promotion;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Receiver;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.Term;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An election where commits are synchronous, tick by tick: `a` led term 2 and is cut off, any 1 of b, c and d had to confirm; `b` holds the key for term 3.
class PromisingTest {
    private static final Action NOBODY = new Action.Follow(Step.Upstream.NOBODY);
    private static final Duration TTL = GivenWorld.TTL;

    private static GivenWorld election() {
        return cluster("a", "b", "c", "d").config("synchronous_mode", "quorum").lockHeldBy("b").term("b", 3).sync("a", 2, "b", "c", "d");
    }

    private static GivenWorld voter() {
        return election().at("c").standby(lsn(1000)).promised(2, "a");
    }

    private static GivenWorld candidate() {
        return election().at("b").standby(lsn(1000)).permitted().claimed("b", 2).promised(3, "b").quiet();
    }

    private static Action write(long term, String candidate) {
        return new Action.WritePromise(new Promised.To(new Term(term), new MemberName(candidate)));
    }

    /// What it would say of itself in its member key.
    private static Member said(GivenWorld world) {
        var put = Decider.decide(world.world()).plan().stream().filter(a -> a instanceof Action.Write(DcsWrite.PutMember _)).findFirst().orElseThrow();
        return new Member(world.world().me(), LeaseId.NONE, put instanceof Action.Write(DcsWrite.PutMember(_, var data, _)) ? data : Document.EMPTY);
    }

    // ---- a voter

    @Test
    void a_promise_is_written_down_before_anything_else_is_done() {
        given(voter()).decides().planning(write(3, "b")).neverPlanning(Action.Follow.class);
        assertThat(Ballot.promises(said(voter()))).isEmpty();
    }

    @Test
    void then_the_receiver_ends_and_only_a_later_look_than_the_one_that_found_it_gone_is_told() {
        var written = voter().promised(3, "b");
        given(written).decides().planning(NOBODY);
        assertThat(Ballot.promises(said(voter().promised(3, "b")))).isEmpty();
        given(voter().promised(3, "b").receiver(Receiver.ABSENT)).decides().planning(NOBODY);
        var gone = voter().promised(3, "b").receiver(Receiver.GONE);
        given(gone).decides().neverPlanning(Action.Follow.class);
        assertThat(Ballot.promises(said(gone))).isEmpty();
        assertThat(Ballot.promises(said(gone.quiet()))).singleElement().satisfies(p -> {
            assertThat(p.term()).isEqualTo(new Term(3));
            assertThat(p.candidate()).isEqualTo(new MemberName("b"));
            assertThat(p.reach().end()).isEqualTo(lsn(1000));
        });
    }

    @Test
    void what_was_found_gone_under_another_promise_is_not_quiet() {
        var decision = Decider.decide(voter().promised(3, "b").receiver(Receiver.GONE).world());
        assertThat(decision.memory().poll().quiet()).isEqualTo(new Promised.To(new Term(3), new MemberName("b")));
        assertThat(Decider.decide(voter().promised(3, "b").world()).memory().poll().quiet()).isEqualTo(Promised.NOTHING);
    }

    @Test
    void a_term_below_the_promised_one_is_not_followed() {
        given(voter().promised(4, "d")).decides().neverPlanning(Action.WritePromise.class).planning(NOBODY);
        given(voter().promised(3, "d").memberRole("b", "primary")).decides().neverPlanning(Action.WritePromise.class).planning(NOBODY);
    }

    @Test
    void a_leader_that_is_a_primary_is_followed_once_that_is_promised_and_not_before() {
        given(voter().memberRole("b", "primary")).decides().byRule("others.follow").planning(write(3, "b")).neverPlanning(Action.Follow.class);
        given(voter().memberRole("b", "primary").promised(3, "b")).decides().byRule("others.follow")
                .planning(new Action.Follow(new Step.Upstream.Of(new MemberName("b"), new Endpoint("b", 5432))));
    }

    @Test
    void nothing_starts_to_receive_before_the_promise_is_written() {
        given(voter().stoppedStandby(lsn(1000)).memberRole("b", "primary")).decides().planning(write(3, "b")).neverPlanning(Action.RunJob.class);
        given(voter().stoppedStandby(lsn(1000)).promised(3, "b")).decides()
                .planning(new Action.RunJob(JobKind.START_STANDBY, java.util.List.of(new Step.StartStandby(Step.Upstream.NOBODY, voter().world().config()))));
    }

    @Test
    void a_voter_whose_file_is_gone_follows_nobody_until_the_key_names_it_no_more() {
        given(voter().promised(Promised.NOTHING).memberRole("b", "primary")).decides().neverPlanning(Action.WritePromise.class).planning(NOBODY);
        given(voter().promised(new Promised.Unreadable("damaged")).memberRole("b", "primary")).decides().neverPlanning(Action.WritePromise.class).planning(NOBODY);
        given(voter().promised(Promised.NOTHING).memberRole("b", "primary").sync("b", 0, "d")).decides().planning(write(3, "b"));
    }

    @Test
    void where_commits_are_not_synchronous_nothing_is_promised() {
        given(cluster("a", "b", "c").lockHeldBy("b").term("b", 3).at("c").standby(lsn(1000))).decides().byRule("others.follow").neverPlanning(Action.WritePromise.class)
                .planning(new Action.Follow(new Step.Upstream.Of(new MemberName("b"), new Endpoint("b", 5432))));
    }

    @Test
    void a_leader_without_a_term_is_followed_as_ever() {
        given(voter().term("a", 2)).decides().byRule("others.follow").neverPlanning(Action.WritePromise.class)
                .planning(new Action.Follow(new Step.Upstream.Of(new MemberName("b"), new Endpoint("b", 5432))));
    }

    // ---- a candidate

    @Test
    void a_candidate_promises_itself_first_and_ends_its_own_receiver() {
        given(candidate().promised(2, "a")).decides().byRule("mine.waits-for-promises").holding().planning(write(3, "b"));
        given(election().at("b").standby(lsn(1000)).permitted().claimed("b", 2).promised(3, "b")).decides().byRule("mine.waits-for-promises").holding().planning(NOBODY);
    }

    @Test
    void it_waits_until_so_many_have_promised_that_the_former_leader_finds_nobody_more() {
        given(candidate()).decides().byRule("mine.waits-for-promises").holding().neverPlanning(Action.RunJob.class);
        given(candidate().voted("c", 3, "b", lsn(1000))).decides().byRule("mine.waits-for-promises");
        given(candidate().voted("c", 3, "b", lsn(1000)).voted("d", 3, "b")).decides().byRule("mine.waits-for-promises");
        given(candidate().voted("c", 3, "b", lsn(1000)).voted("d", 2, "b", lsn(900))).decides().byRule("mine.waits-for-promises");
        given(candidate().voted("c", 3, "b", lsn(1000)).voted("d", 3, "b", lsn(900))).decides().byRule("mine.lead").planning(Action.SetStandbyNames.class);
        given(candidate().sync("a", 0, "b", "c", "d")).decides().byRule("mine.lead");
    }

    @Test
    void what_a_voter_has_more_is_fetched_from_it() {
        var behind = candidate().voted("c", 3, "b", lsn(1001)).voted("d", 3, "b", lsn(900));
        given(behind).decides().byRule("mine.fetches").holding().neverPlanning(Action.RunJob.class)
                .planning(new Action.Follow(new Step.Upstream.Standby(new MemberName("c"), new Endpoint("c", 5432))));
        given(behind.standby(lsn(1001)).receiver(Receiver.RUNNING)).decides().byRule("mine.lead");
    }

    @Test
    void it_gives_up_after_a_ttl_and_lets_others_try() {
        given(candidate().standingFor(TTL.minusMillis(1))).decides().byRule("mine.waits-for-promises");
        given(candidate().standingFor(TTL)).decides().byRule("mine.yields").taking(Stance.FOLLOW).planning(Action.GiveLock.class);
        var after = election().at("b").standby(lsn(1000)).promised(3, "b").lockAbsent().release(new Release.Clean(new MemberName("b"), new io.matriarch.core.view.Timeline(1), lsn(1000)));
        given(after.standingFor(TTL).heartbeatSeen(Duration.ofSeconds(1))).decides().byRule("free.came-to-nothing").holding();
        given(after.heartbeatSeen(TTL.plusMillis(1))).decides().byRule("free.furthest-races");
    }

    /// Whoever took the key was killed, and may have asked this server to be promoted: given away, the key would be another's when it is (seed 64343).
    @Test
    void an_agent_that_came_back_ends_the_server_that_may_be_promoted_yet_before_the_key_goes() {
        given(candidate().standingFor(TTL).foundItsKey()).decides().byRule("mine.yields").taking(Stance.standDown(StopMode.FAST, Stance.Then.LET_GO)).neverPlanning(Action.GiveLock.class);
        given(candidate().standingFor(TTL).foundItsKey().config("pause", true)).decides().byRule("paused.promotion-may-go-on").holding();
        given(candidate().standingFor(TTL).config("pause", true)).decides().byRule("paused.lock-on-standby");
    }

    /// Whoever holds the key by now, in whatever term, and whether or not the server answers just now.
    @Test
    void a_promotion_that_may_come_is_remembered_until_the_server_was_down_or_leads() {
        for (var asked : List.of(candidate().lockOnAnotherLease(), candidate().foundItsKey(), candidate().foundItsKey().lockHeldBy("b"), candidate().foundItsKey().lockAbsent(),
                candidate().foundItsKey().silentFor(Duration.ofSeconds(1)), candidate().foundItsKey().term("a", 7), candidate().jobEnded(JobKind.PROMOTE, false, Duration.ZERO),
                candidate().foundItsKey().jobEnded(JobKind.PRE_PROMOTE, false, Duration.ZERO))) {
            assertThat(Decider.decide(asked.world()).memory().poll().promotion()).isEqualTo(Promotion.MAY_COME);
            assertThat(Decider.decide(asked.world()).plan()).noneMatch(action -> action instanceof Action.Disarm || action instanceof Action.GiveLock);
        }
        for (var over : List.of(candidate(), candidate().foundItsKey().stoppedStandby(lsn(1000)), candidate().foundItsKey().primary(lsn(1000)),
                candidate().foundItsKey().jobEnded(JobKind.START_STANDBY, true, Duration.ZERO)))
            assertThat(Decider.decide(over.world()).memory().poll().promotion()).isEqualTo(Promotion.NOT_ASKED);
    }

    @Test
    void an_operator_who_forces_a_failover_takes_the_loss() {
        given(candidate().request(new OperatorRequest.Failover(new MemberName("b"), 3))).decides().byRule("mine.lead");
    }

    @Test
    void who_acknowledged_everything_itself_needs_nobodys_promise() {
        given(candidate().sync("b", 2, "c", "d", "a")).decides().byRule("mine.lead");
    }

    @Test
    void a_timeline_later_than_the_keys_was_made_from_all_that_counts_and_needs_nobodys_promise() {
        var alone = candidate().standbyOn(3).clusterOnTimeline(3).claimed("b", 4);
        given(alone.syncOf("a", 2, 0)).decides().byRule("mine.lead");
        given(alone.syncOf("a", 2, 1, "c", "d")).decides().byRule("mine.lead");
        given(alone.syncOf("a", 3, 1, "c", "d")).decides().byRule("mine.yields");
        given(alone.syncOf("a", 0, 1, "c", "d")).decides().byRule("mine.yields");
    }

    /// `a` acknowledged everything itself and died before it made the timeline that it wrote in the key. `c` had been elected on timeline 3 before that, and is kept out
    /// by the key: should `a` wait for it, nobody could ever lead (seed 9366).
    @Test
    void who_announced_a_timeline_in_the_key_is_not_behind_those_that_it_keeps_out() {
        var back = cluster("a", "b", "c").at("a").standby(lsn(1000)).lockAbsent().config("synchronous_mode", "quorum").clusterOnTimeline(3);
        given(back.syncOf("a", 4, 0)).decides().byRule("free.furthest-races");
        given(back.peerAt("b", lsn(2000)).request(new OperatorRequest.Failover(new MemberName("b"), 3))).decides().byRule("free.furthest-races");
        given(back.syncOf("a", 3, 0)).decides().byRule("free.older-timeline");
        given(back.syncOf("c", 4, 0)).decides().byRule("free.older-timeline");
    }

    /// Its WAL may have ended anywhere when that was done: a number that was given to nobody, and that no leader told of, counts for nothing.
    @Test
    void a_server_that_was_promoted_by_hand_is_not_elected_for_its_timeline() {
        var back = cluster("a", "b", "c").at("b").standbyOn(3).lockAbsent().config("synchronous_mode", "quorum").clusterOnTimeline(2).syncOf("a", 2, 1, "b", "c").peerAt("c", lsn(1000));
        given(back.claimed("a", 2)).decides().byRule("free.not-synchronous");
        given(back.claimed("b", 3)).decides().byRule("free.furthest-races");
        given(back.claimed("a", 2).clusterOnTimeline(3)).decides().byRule("free.furthest-races");
        given(back.claimed("a", 2).request(new OperatorRequest.Failover(new MemberName("b"), 3))).decides().byRule("free.furthest-races");
    }

    /// `a` led last and needs nobody; `c`, whom the operator chose, needs the promises of all three voters (seed 29848).
    @Test
    void one_whom_the_operator_chose_and_whom_too_few_voters_elect_is_not_waited_for() {
        var back = cluster("a", "b", "c", "d").at("a").standby(lsn(1000)).lockAbsent().config("synchronous_mode", "quorum").sync("a", 2, "b", "c", "d")
                .peerAt("b", lsn(1000)).peerAt("c", lsn(1000)).request(toC());
        given(back.peerSilent("d")).decides().byRule("free.furthest-races");
        given(back.peerAt("d", lsn(1000))).decides().byRule("free.another-was-chosen");
        given(back.peerSilent("d").sync("b", 1, "a", "c", "d")).decides().byRule("free.another-was-chosen");
    }

    private static OperatorRequest toC() {
        return new OperatorRequest.Switchover(new MemberName("a"), new OperatorRequest.Candidate.Named(new MemberName("c")), "", 3);
    }

    @Test
    void nor_is_the_key_handed_to_it() {
        var holds = cluster("a", "b", "c", "d").at("a").standby(lsn(1000)).permitted().config("synchronous_mode", "quorum").term("a", 2).promised(2, "a").sync("a", 1, "b", "c", "d")
                .peerAt("b", lsn(1000)).peerAt("c", lsn(1000)).request(toC());
        given(holds.peerAt("d", lsn(1000))).decides().byRule("mine.operator-wants-another");
        given(holds.peerSilent("d").sync("a", 2, "b", "c", "d")).decides().byRule("mine.lead");
    }

    /// `a` announced timeline 4 in the key and was not promoted yet; the others are on 1, which is older than the cluster's 3 and may not lead: they would
    /// give the key back, over and over (seed 58399).
    @Test
    void nor_to_one_on_an_older_timeline_than_the_clusters() {
        var holds = cluster("a", "b", "c").at("a").standby(lsn(1000)).permitted().config("synchronous_mode", "quorum").term("a", 2).promised(2, "a").syncOf("a", 4, 1, "b", "c")
                .peerAt("b", lsn(1000)).peerAt("c", lsn(1000)).request(toC());
        given(holds).decides().byRule("mine.operator-wants-another");
        given(holds.clusterOnTimeline(3)).decides().byRule("mine.lead");
    }

    // ---- a former leader whose clock did not show that it stood still

    @Test
    void a_primary_that_another_was_elected_after_does_not_lead_again() {
        var awake = election().at("a").primary(lsn(1000)).permitted().promised(2, "a").lockAbsent();
        given(awake.sync("b", 1, "c", "d")).decides().byRule("free.another-was-elected").neverPlanning(Action.TakeLock.class);
        given(awake.sync("a", 2, "b", "c", "d")).decides().byRule("free.my-key-vanished");
        given(awake.sync("b", 1, "c", "d").term("a", 2)).decides().byRule("free.my-key-vanished");
    }

    /// `b` took the key over, may have been promoted with the promises of c and d, and died before it told anybody: its timeline lacks nothing and
    /// will lead again, so nothing may be acknowledged beside it.
    @Test
    void nor_does_one_after_which_another_may_have_made_a_timeline() {
        var awake = election().at("a").primary(lsn(1000)).permitted().promised(2, "a").lockAbsent().sync("a", 2, "b", "c", "d");
        given(awake.claimed("b", 2)).decides().byRule("free.another-was-elected").neverPlanning(Action.TakeLock.class);
        given(awake.claimed("b", 1)).decides().byRule("free.my-key-vanished");
        given(awake.claimed("a", 2)).decides().byRule("free.my-key-vanished");
        given(awake.claimed("", 2)).decides().byRule("free.my-key-vanished");
    }
}
