package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Asks;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Pace;
import io.matriarch.core.ha.sync.NameSet;
import io.matriarch.core.ha.sync.StandbyNames;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.PostgresState.CommitWait;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whom a leader's commits wait for, tick by tick.
class SynchronyTest {
    private static final Timeline ONE = new Timeline(1);
    private static final Timeline TWO = new Timeline(2);

    private static GivenWorld leader() {
        return cluster("a", "b", "c").at("a").primary(lsn(1000)).permitted();
    }

    private static GivenWorld synchronous(GivenWorld world) {
        return world.config("synchronous_mode", "quorum").term("a", 2).promised(2, "a").voted("b", 2, "a").voted("c", 2, "a");
    }

    private static Action key(SyncState state) {
        return new Action.Write(new DcsWrite.PutSync(GivenWorld.held("a"), state));
    }

    @Test
    void without_a_synchronous_mode_nothing_is_written() {
        given(leader()).decides().byRule("mine.lead").neverWriting(DcsWrite.PutSync.class).neverPlanning(Action.SetStandbyNames.class).neverPlanning(Action.StandbyNamesAsConfigured.class);
        given(leader().commits("b", false)).decides().neverPlanning(Action.StandbyNamesAsConfigured.class);
    }

    @Test
    void the_mode_begins_with_a_key_that_names_this_leader_alone() {
        given(synchronous(leader())).decides().byRule("mine.lead").planning(key(new SyncState.On("a", List.of(), 0, ONE, 0))).neverPlanning(Action.SetStandbyNames.class);
    }

    @Test
    void then_commits_wait_and_only_then_may_others_be_elected() {
        given(synchronous(leader()).sync("a", 0).followers("b", "c")).decides()
                .planning(new Action.SetStandbyNames(new StandbyNames.Quorum(1, NameSet.of("b", "c")))).neverWriting(DcsWrite.PutSync.class);
        given(synchronous(leader()).sync("a", 0).followers("b", "c").commits("ANY 1 (b,c)", true)).decides()
                .planning(key(new SyncState.On("a", List.of("b", "c"), 1, ONE, 9)));
    }

    /// Until all its processes have read it, a commit may still be acknowledged by the names before.
    @Test
    void names_that_the_server_has_read_a_moment_ago_are_not_relied_on() {
        var set = synchronous(leader()).sync("a", 0).followers("b", "c");
        given(set).commitsSince("ANY 1 (b,c)", Duration.ofMillis(1999)).decides().neverWriting(DcsWrite.PutSync.class).neverPlanning(Action.SetStandbyNames.class);
        given(set).commitsSince("ANY 1 (b,c)", Duration.ofSeconds(2)).decides().planning(key(new SyncState.On("a", List.of("b", "c"), 1, ONE, 9)));
    }

    @Test
    void a_standby_says_in_advance_what_it_needs_to_be_promoted() {
        given(synchronous(standby("b")).sync("a", 1, "b", "c")).decides().byRule("others.follow").planning(new Action.SetStandbyNames(new StandbyNames.Blocking()));
        given(synchronous(standby("b")).commits(StandbyNames.PLACEHOLDER, true)).decides().neverPlanning(Action.SetStandbyNames.class);
        given(standby("b").commits(StandbyNames.PLACEHOLDER, true)).decides().planning(Action.StandbyNamesAsConfigured.class);
        given(standby("b")).decides().neverPlanning(Action.StandbyNamesAsConfigured.class).neverPlanning(Action.SetStandbyNames.class);
    }

    private static GivenWorld standby(String name) {
        return cluster("a", "b", "c").at(name).standby(lsn(1000));
    }

    @Test
    void for_one_who_is_gone_no_client_waits_longer_than_another_needs_to_take_his_place() {
        var alone = synchronous(leader()).config("synchronous_mode", "on").sync("a", 0, "b").followers("c").departed("b").commits("b", true);
        given(alone).decides().planning(key(new SyncState.On("a", List.of(), 0, ONE, 9))).neverPlanning(Action.SetStandbyNames.class);
        given(alone.sync("a", 0)).decides().planning(new Action.SetStandbyNames(new StandbyNames.Priority(1, List.of("c")))).neverWriting(DcsWrite.PutSync.class);
    }

    @Test
    void while_clients_wait_the_leader_looks_again_soon() {
        var waiting = synchronous(leader()).sync("a", 1, "b", "c").commits("ANY 1 (b,c)", true);
        assertThat(Pace.next(waiting.world())).isEqualTo(soon(waiting));
        assertThat(Pace.next(waiting.followers("b").world())).isGreaterThan(soon(waiting));
        var blocked = synchronous(leader()).sync("a", 0).followers("b", "c").commits(StandbyNames.PLACEHOLDER, true);
        assertThat(Pace.next(blocked.world())).isEqualTo(soon(blocked));
        var asynchronous = leader().commits("b", false);
        assertThat(Pace.next(asynchronous.world())).isGreaterThan(soon(asynchronous));
    }

    private static Moment soon(GivenWorld world) {
        return world.world().now().plus(Duration.ofMillis(250));
    }

    @Test
    void who_has_not_promised_the_leaders_term_is_nobody_whom_commits_wait_for() {
        given(synchronous(leader()).voted("b", 1, "a").sync("a", 0).followers("b", "c")).decides()
                .planning(new Action.SetStandbyNames(new StandbyNames.Quorum(1, NameSet.of("c"))));
    }

    @Test
    void clients_are_let_in_on_a_timeline_that_the_history_names() {
        var promoted = synchronous(cluster("a", "b", "c").at("a").primaryOn(2, lsn(1000)).permitted()).syncOf("a", 2, 0).followers("b", "c").commits(StandbyNames.PLACEHOLDER, true);
        given(promoted).decides().byRule("mine.lead").neverPlanning(Action.SetStandbyNames.class);
        given(promoted.clusterOnTimeline(2)).decides().planning(Action.SetStandbyNames.class);
    }

    @Test
    void the_mode_ends_with_the_key_and_then_the_names() {
        given(leader().sync("a", 1, "b", "c").commits("ANY 1 (b,c)", true)).decides().planning(key(new SyncState.Off(9))).neverPlanning(Action.StandbyNamesAsConfigured.class);
        given(leader().commits("ANY 1 (b,c)", true)).decides().planning(Action.StandbyNamesAsConfigured.class);
    }

    @Test
    void one_that_leads_anew_says_so_before_a_commit_is_acknowledged() {
        given(synchronous(leader()).sync("c", 0, "a").followers("b", "c").commits(StandbyNames.PLACEHOLDER, true)).decides()
                .planning(key(new SyncState.On("a", List.of(), 0, ONE, 9))).neverPlanning(Action.SetStandbyNames.class);
        given(synchronous(leader()).sync("c", 1, "a", "b").followers("b", "c").commits(StandbyNames.PLACEHOLDER, true)).decides()
                .planning(key(new SyncState.On("a", List.of("b", "c"), 1, ONE, 9))).neverPlanning(Action.SetStandbyNames.class);
    }

    @Test
    void one_that_leads_again_on_a_later_timeline_says_so_too() {
        given(synchronous(leader()).syncOf("a", 9, 1, "b", "c").followers("b", "c").commits(StandbyNames.PLACEHOLDER, true)).decides()
                .planning(key(new SyncState.On("a", List.of("b", "c"), 1, ONE, 9))).neverPlanning(Action.SetStandbyNames.class);
    }

    private static GivenWorld down(GivenWorld world) {
        return synchronous(world).permitted().peerAt("b", lsn(1000)).peerAt("c", lsn(1000));
    }

    /// What it did not tell anybody of PostgreSQL shows all the same.
    @Test
    void a_primary_that_crashed_recovers_then_says_that_nobody_else_may_lead_and_then_opens() {
        var crashed = down(cluster("a", "b", "c").at("a").crashedPrimary()).sync("a", 1, "b", "c");
        given(crashed).decides().byRule("mine.lead").planning(new Action.RunJob(JobKind.START_PRIMARY, List.of(new Step.Recover(crashed.world().config())))).neverWriting(DcsWrite.PutSync.class);
        var recovered = crashed.stoppedPrimary(lsn(1100));
        given(recovered).decides().byRule("mine.lead").planning(key(new SyncState.On("a", List.of(), 0, ONE, 9))).neverPlanning(Action.RunJob.class);
        given(recovered.sync("a", 0)).decides().planning(starting(recovered)).neverWriting(DcsWrite.PutSync.class);
        given(crashed.crashedPrimary()).decides().planning(starting(crashed));
    }

    private static Action starting(GivenWorld world) {
        return new Action.RunJob(JobKind.START_PRIMARY, List.of(new Step.StartPrimary(world.world().permit(), world.world().config())));
    }

    @Test
    void a_key_that_may_still_be_written_is_overwritten_before_a_primary_opens() {
        given(down(cluster("a", "b", "c").at("a").stoppedPrimary(lsn(1000))).sync("a", 0).keySent()).decides()
                .planning(key(new SyncState.On("a", List.of(), 0, ONE, 9))).neverPlanning(Action.RunJob.class);
    }

    @Test
    void a_key_that_names_another_leader_says_nothing_of_what_is_shown_here() {
        given(down(cluster("a", "b", "c").at("a").stoppedPrimary(lsn(1000))).sync("c", 0)).decides()
                .planning(key(new SyncState.On("a", List.of(), 0, ONE, 9))).neverPlanning(Action.RunJob.class);
    }

    @Test
    void a_primary_whose_commits_wait_for_nobody_opens_at_once() {
        given(down(cluster("a", "b", "c").at("a").crashedPrimary()).config("synchronous_mode", "off").sync("a", 1, "b", "c")).decides().running(JobKind.START_PRIMARY);
        given(down(cluster("a", "b", "c").at("a").crashedPrimary())).decides().running(JobKind.START_PRIMARY).neverWriting(DcsWrite.PutSync.class);
    }

    @Test
    void a_restart_shows_what_waited_for_a_standby_too() {
        var asked = synchronous(leader()).followers("b", "c").commits("ANY 1 (b,c)", true).local(new LocalRequest.Restart());
        given(asked.sync("a", 1, "b", "c")).decides().byRule("mine.operator-restart").planning(key(new SyncState.On("a", List.of(), 0, ONE, 9))).neverPlanning(Action.RunJob.class);
        given(asked.sync("a", 0)).decides().byRule("mine.operator-restart").running(JobKind.RESTART).neverWriting(DcsWrite.PutSync.class);
    }

    /// It went down while the request waited, or hangs: the restart opens it like a start (seeds 149271, 158435).
    @Test
    void so_does_the_restart_of_a_primary_that_is_down_or_silent() {
        var crashed = down(cluster("a", "b", "c").at("a").crashedPrimary()).sync("a", 1, "b", "c").local(new LocalRequest.Restart());
        given(crashed).decides().byRule("mine.operator-restart").planning(new Action.RunJob(JobKind.START_PRIMARY, List.of(new Step.Recover(crashed.world().config())))).neverWriting(DcsWrite.PutSync.class);
        var recovered = crashed.stoppedPrimary(lsn(1100));
        given(recovered).decides().byRule("mine.operator-restart").planning(key(new SyncState.On("a", List.of(), 0, ONE, 9))).neverPlanning(Action.RunJob.class);
        given(recovered.sync("a", 0)).decides().byRule("mine.operator-restart").running(JobKind.RESTART).neverWriting(DcsWrite.PutSync.class);
        var silent = synchronous(leader()).silentFor(Duration.ofSeconds(1)).local(new LocalRequest.Restart());
        given(silent.sync("a", 1, "b", "c")).decides().byRule("mine.operator-restart").planning(key(new SyncState.On("a", List.of(), 0, Timeline.UNKNOWN, 9))).neverPlanning(Action.RunJob.class);
        given(silent.sync("a", 0)).decides().byRule("mine.operator-restart").running(JobKind.RESTART).neverWriting(DcsWrite.PutSync.class);
    }

    @Test
    void who_led_last_and_comes_back_as_a_standby_says_so_before_it_is_promoted() {
        var back = synchronous(cluster("a", "b", "c").at("a")).standby(lsn(1000)).permitted().claimed("a", 2).commits(StandbyNames.PLACEHOLDER, true);
        given(back.sync("a", 1, "b", "c")).decides().byRule("mine.lead").planning(key(new SyncState.On("a", List.of(), 0, TWO, 9))).neverPlanning(Action.RunJob.class);
        given(back.syncOf("a", 2, 0)).decides().byRule("mine.lead").running(JobKind.PROMOTE);
    }

    /// Until it leads the key says who may be elected in its place, should it fail (seeds 281, 5426, 19395); and until the key names it, it needs the operator's word.
    @Test
    void one_whom_an_operator_forces_leaves_the_key_as_it_is_until_it_is_promoted_and_keeps_the_request_until_the_key_names_it() {
        var request = new OperatorRequest.Failover(new MemberName("a"), 3);
        var forced = synchronous(cluster("a", "b", "c").at("a")).standby(lsn(1000)).permitted().claimed("a", 3).commits(StandbyNames.PLACEHOLDER, true).request(request).sync("c", 1, "b");
        given(forced).decides().byRule("mine.lead").running(JobKind.PROMOTE).neverWriting(DcsWrite.PutSync.class).neverWriting(DcsWrite.ClearRequest.class);
        var promoted = synchronous(cluster("a", "b", "c").at("a").primaryOn(3, lsn(1000)).permitted()).claimed("a", 3).clusterOnTimeline(3).commits(StandbyNames.PLACEHOLDER, true).request(request);
        given(promoted.sync("c", 1, "b")).decides().byRule("mine.lead").writing(DcsWrite.PutSync.class).neverWriting(DcsWrite.ClearRequest.class);
        given(promoted.syncOf("a", 3, 0)).decides().byRule("mine.lead").writing(DcsWrite.ClearRequest.class);
    }

    /// Who follows to the timeline that it opens on would be elected without promises, and lacks what was shown after.
    @Test
    void the_key_says_on_which_timeline_it_will_open() {
        var back = synchronous(cluster("a", "b", "c").at("a")).standby(lsn(1000)).permitted().commits(StandbyNames.PLACEHOLDER, true).sync("a", 0);
        given(back.claimed("a", 2)).decides().byRule("mine.lead").planning(key(new SyncState.On("a", List.of(), 0, TWO, 9))).neverPlanning(Action.RunJob.class);
        given(back.claimed("b", 1)).decides().byRule("mine.lead").planning(new Action.Write(new DcsWrite.ClaimTimeline(GivenWorld.held("a"), TWO, 0)));
    }

    @Test
    void who_had_caught_up_before_a_restart_has_to_catch_up_with_what_was_shown_since() {
        var before = synchronous(leader()).sync("a", 1, "b", "c").followers("b", "c").commits("ANY 1 (b,c)", true).world();
        assertThat(before.memory().acknowledging().caughtUp()).isEqualTo(NameSet.of("b", "c"));
        var down = before.memory().acknowledges(before.me(), new PostgresState.Stopped(ControlData.UNKNOWN, true), JobStatus.IDLE, before.now());
        assertThat(down.acknowledging().caughtUp()).isEqualTo(NameSet.NONE);
        var restarting = before.memory().acknowledges(before.me(), before.postgres(), new JobStatus.Running(JobKind.RESTART, before.now(), ""), before.now());
        assertThat(restarting.acknowledging().mark()).isEqualTo(WalPosition.ZERO);
        assertThat(down.acknowledges(before.me(), before.postgres(), JobStatus.IDLE, before.now()).acknowledging().mark()).isEqualTo(lsn(1000));
    }

    private static HighWater published(GivenWorld world) {
        return world.decides().decision().plan().stream().flatMap(a -> a instanceof Action.RenewLock(_, var proof, _) ? Stream.of(proof.status().acknowledged()) : Stream.of()).findFirst().orElseThrow();
    }

    private static HighWater upTo(long end) {
        return new HighWater(ONE, lsn(end), new Term(2));
    }

    /// With the position comes how far commits were acknowledged.
    @Test
    void a_leader_publishes_up_to_where_enough_standbys_confirmed() {
        var leads = synchronous(cluster("a", "b", "c").at("a").primary(lsn(2000))).sync("a", 1, "b", "c").commits("ANY 1 (b,c)", true);
        assertThat(published(leads.followers("b", "c"))).isEqualTo(upTo(2000));
        assertThat(published(leads.commits("ANY 2 (b,c)", true).followers("b"))).as("one of two").isEqualTo(HighWater.UNKNOWN);
        assertThat(published(leads.commits(StandbyNames.PLACEHOLDER, true).acknowledged(1, lsn(1500), false))).as("nothing more").isEqualTo(upTo(1500));
        assertThat(published(leads.acknowledged(1, lsn(1600), true))).as("etcd is told again").isEqualTo(upTo(1600));
        assertThat(published(leads.commits("", true).acknowledged(1, lsn(1500), false))).as("alone").isEqualTo(upTo(2000));
        assertThat(published(leads.config("synchronous_mode", "off"))).isEqualTo(HighWater.UNKNOWN);
    }

    @Test
    void members_that_are_away_are_not_asked_again_while_a_recovered_primary_opens() {
        var recovered = down(cluster("a", "b", "c").at("a").stoppedPrimary(lsn(1000))).sync("a", 0);
        assertThat(Asks.peers(recovered.world())).isNotEmpty();
        assertThat(Asks.peers(recovered.jobEnded(JobKind.START_PRIMARY, true, Duration.ofSeconds(1)).world())).isEmpty();
        assertThat(Asks.peers(recovered.jobEnded(JobKind.START_PRIMARY, false, Duration.ofSeconds(1)).world())).isNotEmpty();
    }

    @Test
    void nobody_is_promoted_before_its_commits_wait() {
        var elected = synchronous(cluster("a", "b", "c")).lockHeldBy("c").at("c").standby(lsn(1000)).permitted().claimed("c", 2).sync("a", 0, "b", "c").term("c", 3).promised(3, "c").quiet();
        given(elected).decides().byRule("mine.lead").planning(new Action.SetStandbyNames(new StandbyNames.Blocking())).neverPlanning(Action.RunJob.class);
        given(elected.commits(StandbyNames.PLACEHOLDER, true)).decides().byRule("mine.lead").running(JobKind.PROMOTE).neverWriting(DcsWrite.PutSync.class);
    }
}
