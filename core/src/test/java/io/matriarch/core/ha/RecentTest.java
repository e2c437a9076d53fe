package io.matriarch.core.ha;

import static io.matriarch.core.ha.GivenWorld.lsn;
import static io.matriarch.core.ha.GivenWorld.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.Slot;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What one look after another leaves in mind of crashes, leaders and members.
class RecentTest {
    private static final PostgresState UP = running(true, 1, lsn(0));
    private static final PostgresState CRASHED = new PostgresState.Stopped(new ControlData(new SystemId("1"), new Timeline(1), lsn(0), false, false, "in production"), true);
    private static final PostgresState STOPPED = new PostgresState.Stopped(new ControlData(new SystemId("1"), new Timeline(1), lsn(0), true, false, "shut down"), false);
    private static final DcsView DARK = new DcsView.Unreachable("");
    private Memory memory = Memory.atStart(ClusterConfig.DEFAULT, at(0));
    private int second;

    private static Moment at(int second) {
        return new Moment(1_000_000_000_000L).plus(Duration.ofSeconds(second));
    }

    private void look(DcsView dcs, PostgresState postgres, JobStatus job) {
        var now = at(++second);
        memory = memory.with(memory.lately(dcs, postgres, job, now)).recall(dcs, postgres, memory.sign(), now);
    }

    private void server(PostgresState... states) {
        for (var state : states) look(DARK, state, JobStatus.IDLE);
    }

    private void cluster(String leader, OperatorRequest request, String... members) {
        cluster(leader, request, Document.EMPTY, ClusterStatus.UNKNOWN, members);
    }

    private void cluster(String leader, OperatorRequest request, Document config, ClusterStatus status, String... members) {
        var rows = Arrays.stream(members).map(m -> new Member(new MemberName(m), LeaseId.NONE, Document.EMPTY)).toList();
        var beat = leader.isEmpty() ? Heartbeat.NEVER : new Heartbeat(second + 10, Duration.ofSeconds(10), new MemberName(leader), true, LeaseId.NONE);
        look(new DcsView.Reachable(new ClusterView(second + 10, LeaderLock.ABSENT, Release.NONE, new Initialize.Done(new SystemId("1")), rows, config, 3, request,
                TimelineHistory.UNKNOWN, status, SyncState.OFF, Failsafe.NONE, beat, TimelineClaim.NONE), Lease.NONE), with("x", "y", "cdc"), JobStatus.IDLE);
    }

    @Test
    void a_crash_counts_once_however_often_it_is_looked_at() {
        server(UP, CRASHED, CRASHED, CRASHED);
        assertThat(memory.recent().crashes()).containsExactly(at(2));
        server(UP, CRASHED);
        assertThat(memory.recent().crashes()).containsExactly(at(2), at(6));
    }

    @Test
    void a_server_that_was_stopped_has_not_crashed() {
        server(UP, STOPPED, UP, STOPPED);
        assertThat(memory.recent().crashes()).isEmpty();
    }

    /// It is up and down again between two looks: each start that succeeded is followed by a crash of its own.
    @Test
    void a_crash_before_anybody_saw_it_run_counts_too() {
        server(UP, CRASHED);
        var started = new JobStatus.Ended(JobKind.START_PRIMARY, at(3), true, "");
        look(DARK, CRASHED, new JobStatus.Running(JobKind.START_PRIMARY, at(2), ""));
        look(DARK, CRASHED, started);
        look(DARK, CRASHED, started);
        assertThat(memory.recent().crashes()).containsExactly(at(2), at(4));
        look(DARK, CRASHED, new JobStatus.Ended(JobKind.START_PRIMARY, at(5), false, ""));
        look(DARK, CRASHED, new JobStatus.Ended(JobKind.STOP, at(6), true, ""));
        assertThat(memory.recent().crashes()).hasSize(2);
    }

    @Test
    void only_the_latest_crashes_are_remembered() {
        for (int i = 0; i < 50; i++) server(UP, CRASHED);
        assertThat(memory.recent().crashes()).hasSize(20).endsWith(at(100));
    }

    @Test
    void another_leader_than_before_is_a_change() {
        cluster("a", OperatorRequest.NONE, "a", "b");
        cluster("a", OperatorRequest.NONE, "a", "b");
        assertThat(memory.recent().changes()).isEmpty();
        cluster("b", OperatorRequest.NONE, "a", "b");
        look(DARK, UP, JobStatus.IDLE);
        cluster("a", OperatorRequest.NONE, "a", "b");
        assertThat(memory.recent().changes()).containsExactly(at(3), at(5));
    }

    @Test
    void a_change_that_the_operator_asked_for_does_not_count() {
        var request = new OperatorRequest.Failover(new MemberName("b"), 3);
        cluster("a", request, "a", "b");
        cluster("b", OperatorRequest.NONE, "a", "b");
        cluster("b", OperatorRequest.NONE, "a", "b");
        cluster("a", request, "a", "b");
        assertThat(memory.recent().changes()).isEmpty();
    }

    @Test
    void nobody_is_followed_by_nobody() {
        cluster("", OperatorRequest.NONE, "a");
        cluster("a", OperatorRequest.NONE, "a");
        cluster("", OperatorRequest.NONE, "a");
        cluster("b", OperatorRequest.NONE, "a");
        assertThat(memory.recent().changes()).containsExactly(at(4));
    }

    @Test
    void members_that_go_are_remembered_until_they_are_back() {
        cluster("a", OperatorRequest.NONE, "a", "b", "c");
        assertThat(memory.recent().gone()).isEmpty();
        cluster("a", OperatorRequest.NONE, "a", "b");
        cluster("a", OperatorRequest.NONE, "a");
        look(DARK, UP, JobStatus.IDLE);
        assertThat(memory.recent().gone()).isEqualTo(Map.of(new MemberName("c"), at(2), new MemberName("b"), at(3)));
        cluster("a", OperatorRequest.NONE, "a", "c");
        assertThat(memory.recent().gone().keySet()).isEqualTo(new java.util.HashSet<>(List.of(new MemberName("b"))));
    }

    @Test
    void only_those_who_went_last_are_remembered() {
        var all = IntStream.rangeClosed(1, 22).mapToObj(i -> "m%02d".formatted(23 - i)).toList();
        for (var left = all.size(); left >= 0; left--) cluster("a", OperatorRequest.NONE, Stream.concat(Stream.of("a"), all.stream().limit(left)).toArray(String[]::new));
        assertThat(memory.recent().gone().keySet()).as("m01 and m02 went first").hasSize(20).doesNotContain(new MemberName("m01"), new MemberName("m02"));
        cluster("a", OperatorRequest.NONE, "a", "z");
        cluster("a", OperatorRequest.NONE, "a");
        assertThat(memory.recent().gone().keySet()).as("m03 is the oldest").contains(new MemberName("z")).doesNotContain(new MemberName("m03"));
        cluster("a", OperatorRequest.NONE, "a", "0");
        cluster("a", OperatorRequest.NONE, "a");
        assertThat(memory.recent().gone().keySet()).as("what went last stays, whatever its name").contains(new MemberName("0")).doesNotContain(new MemberName("m04"));
    }

    @Test
    void an_etcd_that_was_wiped_says_nothing_of_who_is_gone() {
        cluster("a", OperatorRequest.NONE, "a", "b", "c");
        cluster("", OperatorRequest.NONE);
        assertThat(memory.recent().gone()).isEmpty();
    }

    @Test
    void a_slot_that_is_kept_for_nobody_whom_this_agent_has_seen_counts_from_when_it_read_of_it() {
        var status = new ClusterStatus(lsn(1), Map.of(), Timeline.UNKNOWN, HighWater.UNKNOWN, List.of("b", "old_one"));
        cluster("a", OperatorRequest.NONE, Document.EMPTY, status, "a", "b");
        cluster("a", OperatorRequest.NONE, Document.EMPTY, status, "a", "b");
        assertThat(memory.recent().gone()).isEqualTo(Map.of(new MemberName("old_one"), at(1)));
        cluster("a", OperatorRequest.NONE, Document.EMPTY, status, "a", "b", "Old-One");
        assertThat(memory.recent().gone()).isEmpty();
    }

    @Test
    void a_permanent_slot_that_is_taken_out_of_the_configuration_is_retired_until_it_is_back() {
        var with = new Document(Map.of("slots", Map.of("x", Map.of(), "y", Map.of())));
        var without = new Document(Map.of("slots", Map.of("y", Map.of())));
        cluster("a", OperatorRequest.NONE, without, ClusterStatus.UNKNOWN, "a");
        cluster("a", OperatorRequest.NONE, with, ClusterStatus.UNKNOWN, "a");
        assertThat(memory.recent().retired()).isEmpty();
        cluster("a", OperatorRequest.NONE, Document.EMPTY, ClusterStatus.UNKNOWN, "a");
        assertThat(memory.recent().retired()).as("the key was wiped").isEmpty();
        cluster("a", OperatorRequest.NONE, with, ClusterStatus.UNKNOWN, "a");
        cluster("a", OperatorRequest.NONE, without, ClusterStatus.UNKNOWN, "a");
        cluster("a", OperatorRequest.NONE, without, ClusterStatus.UNKNOWN, "a");
        assertThat(memory.recent().retired()).containsExactly("x");
        cluster("a", OperatorRequest.NONE, with, ClusterStatus.UNKNOWN, "a");
        assertThat(memory.recent().retired()).isEmpty();
    }

    @Test
    void it_is_forgotten_once_there_is_no_such_slot_for_one_that_is_made_later_is_somebody_elses() {
        cluster("a", OperatorRequest.NONE, new Document(Map.of("slots", Map.of("x", Map.of(), "y", Map.of()))), ClusterStatus.UNKNOWN, "a");
        cluster("a", OperatorRequest.NONE, new Document(Map.of("ttl", 10)), ClusterStatus.UNKNOWN, "a");
        look(DARK, STOPPED, JobStatus.IDLE);
        assertThat(memory.recent().retired()).as("a server that is down tells nothing of slots").containsExactly("x", "y");
        look(DARK, with("y"), JobStatus.IDLE);
        look(DARK, with("x", "y"), JobStatus.IDLE);
        assertThat(memory.recent().retired()).containsExactly("y");
    }

    /// The server runs and has these slots.
    private static PostgresState with(String... slots) {
        return GivenWorld.cluster("a").at("a").primary(lsn(0)).slots(Arrays.stream(slots).map(name -> new Slot(name, new Slot.Kind.Physical(false), false, lsn(1), false)).toArray(Slot[]::new)).world().postgres();
    }

    /// A hand edit; a value that nobody understands is reported, never obeyed.
    @Test
    void a_slot_that_is_not_understood_any_more_is_not_taken_out() {
        var logical = Map.of("type", "logical", "database", "shop", "plugin", "pgoutput");
        for (var damaged : List.of(List.of("cdc"), "cdc", Map.of("cdc", Map.of("type", "logical", "plugin", "pgoutput")), Map.of("cdc", "logical"), Map.of("cdc", Map.of("cluster_type", "?")))) {
            cluster("a", OperatorRequest.NONE, new Document(Map.of("slots", Map.of("cdc", logical))), ClusterStatus.UNKNOWN, "a");
            cluster("a", OperatorRequest.NONE, new Document(Map.of("slots", damaged)), ClusterStatus.UNKNOWN, "a");
            assertThat(memory.recent().retired()).as("%s", damaged).isEmpty();
        }
    }

    @Test
    void one_that_is_for_the_other_cluster_now_is_taken_out_of_this_one() {
        cluster("a", OperatorRequest.NONE, new Document(Map.of("permanent_slots", Map.of("x", Map.of(), "y", Map.of()))), ClusterStatus.UNKNOWN, "a");
        cluster("a", OperatorRequest.NONE, new Document(Map.of("permanent_slots", Map.of("x", Map.of("cluster_type", "standby"), "y", Map.of()))), ClusterStatus.UNKNOWN, "a");
        assertThat(memory.recent().retired()).containsExactly("x");
        cluster("a", OperatorRequest.NONE, new Document(Map.of("ttl", 10)), ClusterStatus.UNKNOWN, "a");
        assertThat(memory.recent().retired()).containsExactly("x", "y");
    }
}
