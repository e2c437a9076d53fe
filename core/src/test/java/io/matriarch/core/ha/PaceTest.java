package io.matriarch.core.ha;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static io.matriarch.core.ha.GivenWorld.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.PostgresState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How long a member waits after a look at which it had nothing to do, by what it is. The cluster is at ttl 10, loop_wait 2.
class PaceTest {
    @Test
    void a_standby_that_follows_spares_etcd() {
        assertThat(after(standby())).isBetween(Duration.ofMillis(4_700), Duration.ofMillis(4_800));
        assertThat(after(standby().config("ttl", 30).config("loop_wait", 10).config("retry_timeout", 10))).isEqualTo(Duration.ofMillis(23_250));
        assertThat(Pace.glance(standby().world())).as("its server is looked at all the same").isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void physical_slots_are_moved_up_by_the_way_and_logical_ones_in_good_time() {
        var moved = List.of(new Performed(new Action.AdvanceSlots(Map.of("a", lsn(5))), true, "done"));
        var failed = List.of(new Performed(new Action.AdvanceSlots(Map.of("a", lsn(5))), false, "no"));
        var logical = Map.of("app", Map.of("type", "logical", "database", "app", "plugin", "pgoutput"));
        assertThat(after(moved, standby().config("ttl", 30).config("loop_wait", 10).config("retry_timeout", 10))).isEqualTo(Duration.ofMillis(23_250));
        assertThat(after(failed, standby().config("ttl", 30).config("loop_wait", 10).config("retry_timeout", 10))).isEqualTo(Duration.ofSeconds(10));
        assertThat(after(moved, standby().config("ttl", 30).config("loop_wait", 10).config("retry_timeout", 10).config("slots", logical))).isEqualTo(Duration.ofSeconds(10));
    }

    private static Duration after(List<Performed> performed, GivenWorld given) {
        var world = given.world();
        return world.now().until(Pace.after(performed, world));
    }

    /// The lease of the member key must outlive two looks that come to nothing.
    @Test
    void it_never_waits_longer_than_leaves_time_for_three_tries_unless_loop_wait_does() {
        var world = standby().config("ttl", 20).config("loop_wait", 1).config("retry_timeout", 3).world();
        var attempt = world.config().timing().deadlines().attempt().plus(Duration.ofMillis(250));
        assertThat(world.now().until(Pace.afterNothing(world)).plus(attempt.multipliedBy(3))).isEqualTo(Duration.ofSeconds(20));
        assertThat(after(standby().config("loop_wait", 8).config("retry_timeout", 1))).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void a_watch_that_tells_of_no_heartbeat_is_not_trusted() {
        var world = standby().config("ttl", 30).config("loop_wait", 10).config("retry_timeout", 10).world();
        var heard = new Sign(7, world.now(), Duration.ofSeconds(30));
        assertThat(Pace.unheard(heard, world, world.now().plus(Duration.ofSeconds(12)))).isFalse();
        assertThat(Pace.unheard(heard, world, world.now().plus(Duration.ofMillis(12_001)))).isTrue();
        assertThat(Pace.unheard(heard, leader().world(), world.now().plus(Duration.ofHours(1)))).as("who leads hears nobody").isFalse();
    }

    @Test
    void whoever_waits_for_a_leader_for_etcd_or_for_its_stream_hurries() {
        var hurry = Duration.ofMillis(250);
        assertThat(after(standby().lockAbsent())).isLessThanOrEqualTo(hurry);
        assertThat(after(standby().dcsDark())).isEqualTo(hurry);
        assertThat(after(standby().notStreaming())).isEqualTo(hurry);
    }

    @Test
    void a_leader_looks_when_its_renewal_is_due_and_at_its_server_more_often() {
        var slow = leader().config("ttl", 30).config("loop_wait", 10).config("retry_timeout", 10).leaseFor(Duration.ofSeconds(30));
        assertThat(after(leader())).isLessThan(Duration.ofMillis(1_100));
        assertThat(after(slow)).isEqualTo(Duration.ofSeconds(10));
        assertThat(after(slow.config("loop_wait", 20).config("retry_timeout", 5))).as("three tries of 2 s before the stop at 22.97 s").isEqualTo(Duration.ofMillis(16_970));
        assertThat(Pace.glance(slow.world())).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_restart_that_is_scheduled_is_not_slept_through() {
        assertThat(after(standby().restartScheduled(new io.matriarch.core.view.Document(Map.of()), Duration.ofMillis(900), ""))).isEqualTo(Duration.ofMillis(900));
    }

    @Test
    void a_glance_makes_a_look_due_when_the_server_is_another_or_a_standby_has_something_to_tell() {
        var standby = running(false, 1, lsn(1000));
        assertThat(Pace.asBefore(standby, running(false, 1, lsn(1000)))).isTrue();
        assertThat(Pace.asBefore(standby, running(false, 1, lsn(1001)))).as("less than anybody shows").isTrue();
        assertThat(Pace.asBefore(standby, running(false, 1, lsn(1000 + (1 << 20))))).isFalse();
        assertThat(Pace.asBefore(standby, running(false, 2, lsn(1000)))).isFalse();
        assertThat(Pace.asBefore(standby, running(true, 1, lsn(1000)))).isFalse();
        assertThat(Pace.asBefore(standby, PostgresState.NO_DATA)).isFalse();
        assertThat(Pace.asBefore(running(true, 1, lsn(1000)), running(true, 1, lsn(9000)))).as("a leader's position is told with its renewals").isTrue();
    }

    private static GivenWorld standby() {
        return cluster("a", "b", "c").at("b");
    }

    private static GivenWorld leader() {
        return cluster("a", "b", "c").at("a").permitted();
    }

    private static Duration after(GivenWorld given) {
        var world = given.world();
        return world.now().until(Pace.afterNothing(world));
    }
}
