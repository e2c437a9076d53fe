package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Stance;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every check against every kind of node: which of them answer 200, all others must answer 503.
class HealthTest {
    private static final List<String> ALL = List.of("/", "/primary", "/master", "/read-write", "/leader", "/standby-leader", "/standby_leader", "/replica", "/read-only",
            "/health", "/liveness", "/readiness", "/sync", "/synchronous", "/quorum", "/async", "/asynchronous", "/read-only-sync", "/read-only-synchronous",
            "/read-only-quorum", "/nonsense");
    private static final String LEADS = "/ /primary /master /read-write /leader /read-only /health /liveness /readiness /read-only-sync /read-only-synchronous /read-only-quorum";
    private static final String FOLLOWS = "/replica /read-only /health /liveness /readiness /async /asynchronous";
    private static final String ALIVE = "/health /liveness";

    record Case(String name, Given given, String yes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> nodes() {
        var leader = Given.leader();
        var standby = Given.standby();
        var standbyCluster = Map.of("host", "10.1.1.1");
        return Stream.of(
                new Case("leader", leader, LEADS),
                new Case("standby", standby, FOLLOWS),
                new Case("leader that tags keep from load balancing", leader.tags("noloadbalance", true), LEADS),
                new Case("primary without a permit", leader.permit(Permit.NONE), ALIVE),
                new Case("primary whose lock is another's", leader.lock(Given.held("b")), ALIVE),
                new Case("primary with no lock anywhere", leader.lock(LeaderLock.ABSENT), ALIVE),
                new Case("leader that is being stopped", leader.job(new JobStatus.Running(io.matriarch.core.view.JobKind.STOP, Given.NOW, "")), ALIVE),
                new Case("leader that stands down", leader.stance(new Stance.StandDown(StopMode.FAST, Stance.Then.LET_GO)), ALIVE),
                new Case("lock holder, not promoted yet", leader.postgres(Given.replica(0)), "/replica /read-only /health /liveness /readiness /async /asynchronous"),
                new Case("lock holder, server crashed", leader.postgres(Given.stopped(false, true)), "/liveness"),
                new Case("lock holder, server starting", leader.postgres(new PostgresState.Starting(false, Given.NOW, ControlData.UNKNOWN)), "/liveness"),
                new Case("lock holder, data directory gone", leader.postgres(PostgresState.NO_DATA), "/liveness"),
                new Case("leader whose server has just gone silent", leader.postgres(new PostgresState.Silent(true, Given.NOW, "timeout")),
                        LEADS.replace("/health ", "")),
                new Case("leader whose server is silent for long", leader.postgres(new PostgresState.Silent(true, Given.NOW.minus(Duration.ofSeconds(8)), "timeout")), "/liveness"),
                new Case("leader, etcd dark since a moment", leader.dark(), LEADS),
                new Case("standby, etcd dark since a moment", standby.dark(), FOLLOWS),
                new Case("standby, stopped", standby.postgres(Given.stopped(true, false)), "/liveness"),
                new Case("standby, silent", standby.postgres(new PostgresState.Silent(false, Given.NOW, "timeout")), "/liveness"),
                new Case("standby being cloned", standby.postgres(PostgresState.NO_DATA).job(new JobStatus.Running(io.matriarch.core.view.JobKind.CLONE, Given.NOW, "41 %")), "/liveness"),
                new Case("standby kept from load balancing", standby.tags("noloadbalance", true), "/health /liveness /readiness"),
                new Case("synchronous standby", standby.sync("true", "B"), "/replica /read-only /health /liveness /readiness /sync /synchronous /read-only-sync /read-only-synchronous"),
                new Case("quorum standby", standby.sync("quorum", "b", "c"), "/replica /read-only /health /liveness /readiness /quorum /read-only-quorum"),
                new Case("standby left out of the synchronous ones", standby.sync("true", "c"), FOLLOWS),
                new Case("named in a sync key, mode off", standby.sync("off", "b"), FOLLOWS),
                new Case("leader of a standby cluster", leader.postgres(Given.replica(0)).configured("standby_cluster", standbyCluster),
                        "/leader /standby-leader /standby_leader /read-only /health /liveness /readiness /read-only-sync /read-only-synchronous /read-only-quorum"),
                new Case("standby in a standby cluster", standby.configured("standby_cluster", standbyCluster), FOLLOWS),
                new Case("primary in a standby cluster", leader.configured("standby_cluster", standbyCluster), ALIVE),
                new Case("paused leader", leader.configured("pause", true), LEADS),
                new Case("paused primary without the lock", leader.configured("pause", true).lock(LeaderLock.ABSENT), ALIVE),
                new Case("paused leader with hands off", leader.configured("pause", true).permit(new Permit.HandsOff(Given.NOW, Given.NOW.plus(Duration.ofSeconds(5)))), LEADS));
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void every_check_of_every_kind_of_node(Case c) {
        var answered = new TreeSet<String>();
        for (var path : ALL) if (status(path, c.given, Duration.ZERO) == 200) answered.add(path);
        assertThat(answered).isEqualTo(new TreeSet<>(List.of(c.yes.split(" "))));
    }

    @Test
    void primary_ends_with_the_permit_to_the_nanosecond() {
        var soft = Given.permit(Given.NOW.minus(Duration.ofSeconds(4))).soft();
        var given = Given.leader().permit(Given.permit(Given.NOW.minus(Duration.ofSeconds(4))));
        for (var path : List.of("/primary", "/", "/leader", "/read-only", "/readiness")) {
            assertThat(status(path, given, Given.NOW.until(soft).minusNanos(1))).as(path).isEqualTo(200);
            assertThat(status(path, given, Given.NOW.until(soft))).as(path).isEqualTo(503);
        }
    }

    /// The permit is renewed by itself, but the loop has hung: nobody has seen the server since.
    @Test
    void primary_ends_when_the_server_was_not_seen_for_two_renewals_and_an_attempt() {
        var given = Given.leader().permit(Given.permit(Given.NOW.plus(Duration.ofSeconds(60))));
        var deadlines = given.snapshot().world().config().timing().deadlines();
        var longest = deadlines.renewal().multipliedBy(2).plus(deadlines.attempt());
        assertThat(status("/primary", given, longest)).isEqualTo(200);
        assertThat(status("/primary", given, longest.plusNanos(1))).isEqualTo(503);
    }

    /// Patroni: with etcd dark for a ttl and the cluster paused, the role decides, for nobody will be promoted.
    @ParameterizedTest
    @CsvSource({"true,11,200", "true,9,503", "false,11,503"})
    void paused_and_dark_for_a_ttl_the_role_decides(boolean paused, int seconds, int expected) {
        var old = Given.leader().configured("pause", paused).permit(Permit.NONE).dark().snapshot();
        var looked = Given.NOW.plus(Duration.ofSeconds(seconds));
        var world = old.world();
        var fresh = new io.matriarch.core.runtime.Snapshot(new io.matriarch.core.ha.World(world.node(), looked, "", world.dcs(), world.local(), Permit.NONE, Map.of(), looked,
                world.memory()), old.decision(), Permit.NONE, 0, looked);
        for (var check : List.of(HealthCheck.PRIMARY, HealthCheck.LEADER))
            assertThat(Health.status(check, HealthQuery.NONE, fresh, looked)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0,0,200", "1000,999,503", "1000,1000,200", "1024,1kB,200", "1025,1kB,503", "1572864,1.5MB,200", "1572865,1.5MB,503", "20000000,1GB,200", "20000000,1TB,200",
        "20000000,rubbish,200", "20000000,-1,200", "20000000,1mb,200", "20000000,'',200", "5,5B,200", "20000000,99999999999999999TB,200"})
    void lag_of_a_replica(long behind, String lag, int expected) {
        for (var path : List.of("/replica", "/read-only", "/async"))
            assertThat(status(path + "?lag=" + lag, Given.standby().postgres(Given.replica(behind)), Duration.ZERO)).as(path).isEqualTo(expected);
    }

    /// `status` is as old as a loop; a standby that streams knows more.
    @Test
    void lag_counts_from_what_was_received_where_that_is_later_than_the_last_status() {
        var replication = new PostgresState.Replication(new Endpoint("127.0.0.1", 5432), true, new WalPosition(Given.WAL + 5000), new WalPosition(Given.WAL), List.of());
        var ahead = Given.standby().postgres(new PostgresState.Running(false, Given.SYSTEM, new Timeline(4), new WalPosition(Given.WAL + 5000), replication, Given.facts("")));
        assertThat(status("/replica?lag=4999", ahead, Duration.ZERO)).isEqualTo(503);
        assertThat(status("/replica?lag=5000", ahead, Duration.ZERO)).isEqualTo(200);
        assertThat(status("/readiness?lag=4999", ahead, Duration.ZERO)).isEqualTo(503);
        assertThat(status("/readiness?lag=0&mode=write", ahead, Duration.ZERO)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"1048576,'',200", "1048577,'',503", "1048577,lag=2MB,200", "1048577,mode=write,200", "1048577,mode=apply,503", "1048577,lag=0&mode=write,200", "1,lag=0,503"})
    void readiness_of_a_replica(long behind, String query, int expected) {
        assertThat(status("/readiness?" + query, Given.standby().postgres(Given.replica(behind)), Duration.ZERO)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/replica?replication_state=streaming,200", "/replica?replication_state=in%20archive%20recovery,503", "/replica?tag_zone=a,200", "/replica?tag_zone=b,503",
        "/replica?tag_none=a,503", "/replica?tag_ssd=true,200", "/replica?tag_ssd=True,503", "/replica?tag_weight=5,200", "/replica?tag_zone=a&tag_ssd=false,503", "/health?tag_zone=b,503",
        "/primary?tag_zone=a,503", "/replica?tag_zone=a&tag_zone=b,200"})
    void parameters(String request, int expected) {
        assertThat(status(request, Given.standby().tags("zone", "a", "ssd", true, "weight", 5), Duration.ZERO)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"streaming,true,200", "streaming,false,503", "in%20archive%20recovery,true,503", "in%20archive%20recovery,false,200", "stopped,false,503"})
    void replication_state_of_a_replica_with_an_archive(String asked, boolean streaming, int expected) {
        for (var path : List.of("/replica", "/read-only", "/async"))
            assertThat(status(path + "?replication_state=" + asked, Given.standby().postgres(Given.archiving(streaming)), Duration.ZERO)).as(path).isEqualTo(expected);
    }

    @Test
    void the_checks_of_who_leads_ignore_tags() {
        for (var path : List.of("/", "/primary", "/leader")) assertThat(status(path + "?tag_zone=b", Given.leader(), Duration.ZERO)).as(path).isEqualTo(200);
        assertThat(status("/read-only?tag_zone=b", Given.leader(), Duration.ZERO)).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({"true,10.9,200", "true,11.1,503", "false,20.9,200", "false,21.1,503"})
    void liveness_is_the_loop_that_turns(boolean primary, double seconds, int expected) {
        var given = primary ? Given.leader() : Given.standby();
        var later = Duration.ofMillis((long) (seconds * 1000));
        assertThat(status("/liveness", given, later)).isEqualTo(expected);
        assertThat(status("/liveness", given.configured("pause", true), later)).isEqualTo(200);
    }

    @Test
    void a_replica_that_nobody_looked_at_for_a_ttl_is_no_replica() {
        assertThat(status("/replica", Given.standby(), Duration.ofSeconds(10))).isEqualTo(200);
        for (var path : List.of("/replica", "/health", "/read-only", "/readiness"))
            assertThat(status(path, Given.standby(), Duration.ofSeconds(10).plusNanos(1))).as(path).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({"/x/primary,PRIMARY", "/primary/x,PRIMARY", "/a-master-b,PRIMARY", "/standby-leader/x,STANDBY_LEADER", "/the-leader,LEADER", "/replicas,REPLICA", "/read-only/,READ_ONLY",
        "/read-only-sync,READ_ONLY_SYNC", "/read-only-sync/,UNKNOWN", "/sync/,UNKNOWN", "/healthz,HEALTH", "/liveness/x,LIVENESS", "/livenessx,UNKNOWN", "/patroni,UNKNOWN"})
    void paths_are_read_as_patroni_reads_them(String path, HealthCheck expected) {
        assertThat(HealthCheck.of(path)).isEqualTo(expected);
    }

    private static int status(String request, Given given, Duration later) {
        var parts = request.split("\\?", 2);
        var query = MultiMap.caseInsensitiveMultiMap();
        if (parts.length > 1) for (var pair : parts[1].split("&", -1)) if (!pair.isEmpty()) query.add(pair.split("=", 2)[0], pair.split("=", 2)[1].replace("%20", " "));
        return Health.status(HealthCheck.of(parts[0]), HealthQuery.of(query), given.snapshot(), Given.NOW.plus(later));
    }
}
