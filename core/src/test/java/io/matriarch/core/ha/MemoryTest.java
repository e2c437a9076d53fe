package io.matriarch.core.ha;

import static io.matriarch.core.ha.GivenWorld.lsn;
import static io.matriarch.core.ha.GivenWorld.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is made of one look at etcd after another.
class MemoryTest {
    private static final MemberName A = new MemberName("a");
    private static final Moment START = new Moment(1_000_000_000_000L);

    private static Moment at(int second) {
        return START.plus(Duration.ofSeconds(second));
    }

    private static Document config(long ttl) {
        return new Document(Map.of("ttl", ttl, "loop_wait", 2L, "retry_timeout", 1L));
    }

    /// As etcd was at that revision, when the leader's heartbeat was its newest key.
    private static ClusterView seen(long revision, long ttl, long position) {
        return seen(revision, ttl, position, config(ttl));
    }

    private static ClusterView seen(long revision, long ttl, long position, Document config) {
        var member = new Member(A, LeaseId.NONE, new Document(Map.of("timeline", 3L)));
        return new ClusterView(revision, LeaderLock.ABSENT, Release.NONE, new Initialize.Done(new SystemId("1")), List.of(member), config, 3,
                OperatorRequest.NONE, TimelineHistory.UNKNOWN, new ClusterStatus(lsn(position), Map.of()), SyncState.OFF, Failsafe.NONE,
                new Heartbeat(revision, Duration.ofSeconds(ttl), A, true, LeaseId.NONE), new TimelineClaim(A, new Timeline(2)));
    }

    private static Memory follow(Memory before, ClusterView seen, Moment now) {
        return before.recall(new DcsView.Reachable(seen, Lease.NONE), running(false, 1, lsn(0)), before.sign(), now);
    }

    private static Memory over(long connection, Memory before, ClusterView seen, Moment now) {
        return before.recall(new DcsView.Reachable(seen, Lease.NONE, connection), running(false, 1, lsn(0)), before.sign(), now);
    }

    private static Memory started() {
        return Memory.atStart(new ClusterConfig(config(5)), START);
    }

    /// A cluster that Patroni made may have had such times for years, and a synchronous mode.
    @Test
    void a_timeline_that_a_members_key_names_is_known() {
        assertEquals(new Timeline(3), follow(started(), seen(100, 5, 10), at(0)).timeline());
    }

    /// Seed 5489: it was asked while its server came up, and etcd did not answer it.
    @Test
    void the_timeline_of_a_copy_that_is_down_is_known_whether_or_not_etcd_answers() {
        var down = new PostgresState.Stopped(new ControlData(new SystemId("1"), new Timeline(4), lsn(10), true, true, "shut down in recovery"), false);
        var dark = started().recall(new DcsView.Unreachable("dark"), down, started().sign(), at(0));
        assertEquals(new Timeline(4), dark.timeline());
        assertEquals(new Timeline(4), started().recall(new DcsView.Reachable(seen(100, 5, 10), Lease.NONE), down, started().sign(), at(0)).timeline());
    }

    /// A key that a Patroni wrote with times it takes and we do not: what else it says counts all the same.
    @Test
    void unsafe_times_do_not_keep_the_rest_of_the_configuration_from_anybody() {
        var written = new Document(Map.of("ttl", 30, "loop_wait", 10, "retry_timeout", 15, "pause", true));
        var view = new ClusterView(100, LeaderLock.ABSENT, Release.NONE, Initialize.MISSING, List.of(), written, 3, OperatorRequest.NONE,
                TimelineHistory.UNKNOWN, ClusterStatus.UNKNOWN, SyncState.OFF, Failsafe.NONE,
                Heartbeat.NEVER, TimelineClaim.NONE);
        var config = follow(started(), view, at(0)).config();
        assertTrue(config.paused());
        assertEquals(new Timing(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(14)), config.timing());
        assertEquals(written, config.document());
    }

    @Test
    void a_snapshot_restored_after_a_wipe_is_no_new_leader() {
        var wiped = follow(follow(started(), seen(100, 30, 1000), at(0)), ClusterView.EMPTY, at(1));
        assertTrue(wiped.doubt().setBack());
        var restored = follow(wiped, seen(80, 5, 900), at(2));
        assertTrue(restored.doubt().setBack());
        assertFalse(restored.doubt().until().isBefore(at(31)), "the longest permit of before may run");
        assertEquals(lsn(1000), restored.standing().status().optime());
    }

    @Test
    void after_somebody_led_again_the_others_may_lift_the_doubt() {
        var wiped = follow(follow(started(), seen(100, 30, 1000), at(0)), ClusterView.EMPTY, at(1));
        var led = follow(wiped, seen(5, 30, 1001), at(2));
        assertFalse(led.doubt().setBack());
        assertEquals(wiped.doubt().until(), led.doubt().until());
    }

    /// Seeds 354, 1666: the lock was free, somebody took it, and etcd was set back to the very revision that was read before.
    @Test
    void the_same_keys_over_another_connection_may_hide_that_somebody_led() {
        var look = over(1, started(), seen(100, 10, 1000), at(0));
        for (var second = 1; second < 20; second++) look = over(1, look, seen(100, 10, 1000), at(second));
        assertTrue(look.doubt().until().isBefore(at(19)));
        assertFalse(over(2, look, seen(100, 10, 1000), at(20)).doubt().until().isBefore(at(30)));
    }

    /// A quiet standby looks seldom, and has to believe what it reads when its leader dies.
    @ParameterizedTest
    @CsvSource({"30,10,10", "20,1,3", "10,2,2", "30,28,1", "300,60,60", "5,1,1"})
    void to_look_as_seldom_as_is_meant_raises_no_doubt_and_more_seldom_does(long ttl, long loopWait, long retryTimeout) {
        var times = new Document(Map.of("ttl", ttl, "loop_wait", loopWait, "retry_timeout", retryTimeout));
        var quiet = GivenWorld.cluster("a", "b").at("b").config("ttl", ttl).config("loop_wait", loopWait).config("retry_timeout", retryTimeout).world();
        var pause = quiet.now().until(Pace.afterNothing(quiet));
        var look = follow(Memory.atStart(new ClusterConfig(times), START), seen(100, ttl, 1000, times), START);
        var doubt = look.doubt().until();
        var next = follow(look, seen(101, ttl, 1000, times), START.plus(pause).plus(Timing.of(times).deadlines().attempt()));
        assertEquals(doubt, next.doubt().until());
        var late = START.plus(pause).plus(Timing.of(times).deadlines().attempt().multipliedBy(4));
        assertTrue(late.isBefore(follow(look, seen(101, ttl, 1000, times), late).doubt().until()));
    }

    /// Seed 1863: what was known to be set back was set back once more.
    @Test
    void a_doubt_begins_again_when_somebody_may_have_led_since() {
        var look = over(2, over(1, started(), seen(100, 10, 1000), at(0)), seen(80, 10, 900), at(1));
        for (var second = 2; second < 20; second++) look = over(2, look, seen(80, 10, 900), at(second));
        assertTrue(look.doubt().until().isBefore(at(19)));
        var again = over(3, look, seen(80, 10, 900), at(20)).doubt();
        assertTrue(again.setBack());
        assertFalse(again.until().isBefore(at(30)));
    }

    @Test
    void positions_that_stay_lower_are_a_new_leaders_in_the_end() {
        var wiped = follow(follow(started(), seen(100, 30, 1000), at(0)), ClusterView.EMPTY, at(1));
        var look = follow(wiped, seen(5, 30, 900), at(2));
        for (var second = 3; second < 60; second++) look = follow(look, seen(second + 5, 30, 900), at(second));
        assertFalse(look.doubt().setBack());
    }
}
