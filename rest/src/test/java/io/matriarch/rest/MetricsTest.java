package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.matriarch.core.ha.Stance;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.rest.Timings.Phase;
import io.matriarch.rest.Timings.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `/metrics` as Prometheus reads it, in every state that a node may be in.
class MetricsTest {
    private final Served served = new Served();

    @AfterEach
    void stop() {
        served.close();
    }

    private Map<String, PrometheusText.Family> metrics() {
        return PrometheusText.parse(served.get("/metrics").body());
    }

    private double value(String name, String... labels) {
        return metrics().get(name).samples().entrySet().stream().filter(sample -> Stream.of(labels).allMatch(sample.getKey()::containsValue)).findFirst().orElseThrow().getValue();
    }

    @ParameterizedTest
    @CsvSource({"patroni_version,gauge", "patroni_postgres_running,gauge", "patroni_postmaster_start_time,gauge", "patroni_primary,gauge", "patroni_xlog_location,counter", "patroni_standby_leader,gauge",
        "patroni_replica,gauge", "patroni_sync_standby,gauge", "patroni_quorum_standby,gauge", "patroni_xlog_received_location,counter", "patroni_xlog_replayed_location,counter",
        "patroni_xlog_replayed_timestamp,gauge", "patroni_xlog_paused,gauge", "patroni_postgres_streaming,gauge", "patroni_postgres_in_archive_recovery,gauge", "patroni_postgres_server_version,gauge",
        "patroni_cluster_unlocked,gauge", "patroni_failsafe_mode_is_active,gauge", "patroni_failsafe_mode_enabled,gauge", "patroni_failsafe_member,gauge", "patroni_postgres_timeline,gauge",
        "patroni_dcs_last_seen,gauge", "patroni_pending_restart,gauge", "patroni_is_paused,gauge", "patroni_postgres_state,gauge", "patroni_failover_priority,gauge",
        "matriarch_rule_fired_total,counter", "matriarch_permit_seconds,gauge", "matriarch_failover_phase_seconds,histogram", "matriarch_etcd_request_seconds,histogram",
        "matriarch_etcd_unanswered_total,counter"})
    void every_name_with_its_type_and_the_labels_of_the_node(String name, String type) {
        var family = metrics().get(name);
        assertThat(family.type()).isEqualTo(type);
        assertThat(family.samples()).isNotEmpty().allSatisfy((labels, _) -> assertThat(labels).containsEntry("scope", "demo").containsEntry("name", "a"));
    }

    @Test
    void well_formed_in_every_state() {
        var states = List.of(Given.leader(), Given.standby(), Given.leader().dark(), Given.leader().postgres(Given.stopped(false, true)), Given.standby().lock(LeaderLock.ABSENT),
                Given.leader().configured("pause", true), Given.standby().sync("quorum", "b"), Given.standby().tags("nofailover", true, "odd", "a\"b\\c\nd"),
                Given.leader().job(new JobStatus.Running(io.matriarch.core.view.JobKind.STOP, Given.NOW, "x\ny")));
        for (var state : states) {
            served.operator.shows(state);
            assertThat(metrics()).as(state.toString()).hasSizeGreaterThan(40);
        }
    }

    @Test
    void a_hostile_name_stays_a_label() {
        assertThat(PrometheusText.parse(scraped(new MetricsResource("4.1.4", served.decisions, new Timings()), "a'b\"c\\;--\n{x=\"y\"} 1"))).isNotEmpty();
    }

    @Test
    void labels_are_the_nodes_of_now() {
        var metrics = new MetricsResource("4.1.4", served.decisions, served.timings);
        assertThat(scraped(metrics, "a")).isEqualTo(scraped(metrics, "a")).contains("patroni_version{scope=\"demo\",name=\"a\"} 040104\n");
        assertThat(scraped(metrics, "ä")).contains("patroni_version{scope=\"demo\",name=\"ä\"} 040104\n").doesNotContain("name=\"a\"");
    }

    /// Slots come and go under ever new names.
    @Test
    void what_is_kept_for_the_next_scrape_has_an_end() {
        var known = new Exposition.Known("scope=\"demo\"");
        for (int slot = 0; slot < 5000; slot++) assertThat(line(known, slot)).isEqualTo("m{scope=\"demo\",slot=\"%d\"} 1\n".formatted(slot));
        assertThat(known.size()).isBetween(1, 1000);
        assertThat(line(known, 4999)).isEqualTo("m{scope=\"demo\",slot=\"4999\"} 1\n");
    }

    private static String line(Exposition.Known known, int slot) {
        var text = new Exposition(known);
        text.line("m", "slot", Integer.toString(slot), "1");
        return text.text().toString();
    }

    private static String scraped(MetricsResource metrics, String name) {
        return metrics.get(new Standing(named(name).snapshot(), Given.NOW)).body().toString();
    }

    private static Given named(String name) {
        var given = Given.standby();
        return new Given(name, given.postgres(), given.job(), given.cluster(), given.reachable(), given.permit(), given.stance(), given.tags());
    }

    @Test
    void failsafe_and_priority() {
        served.operator.shows(Given.leader().tags("failover_priority", 7).configured("failsafe_mode", true).failsafe(new Document(Given.ordered("a", "http://10.0.0.1:8008/patroni"))));
        assertThat(value("patroni_failsafe_mode_enabled")).isEqualTo(1);
        assertThat(value("patroni_failsafe_member")).isEqualTo(1);
        assertThat(value("patroni_failover_priority")).isEqualTo(7);
        served.operator.shows(Given.standby().tags("nofailover", true));
        assertThat(value("patroni_failsafe_mode_enabled")).isZero();
        assertThat(value("patroni_failsafe_member")).isZero();
        assertThat(value("patroni_failover_priority")).isZero();
    }

    @Test
    void the_permit_runs_down_between_ticks() {
        served.operator.shows(Given.leader());
        var whole = value("matriarch_permit_seconds");
        served.now = Given.NOW.plus(Duration.ofSeconds(2));
        assertThat(value("matriarch_permit_seconds")).isEqualTo(whole - 2);
        served.now = Given.NOW.plus(Duration.ofMinutes(1));
        assertThat(value("matriarch_permit_seconds")).isZero();
    }

    @Test
    void etcds_answers() {
        served.timings.etcd(Request.READ, Duration.ofMillis(2), true);
        served.timings.etcd(Request.READ, Duration.ofNanos(2_000_001), true);
        served.timings.etcd(Request.RENEWAL, Duration.ofSeconds(10), false);
        assertThat(value("matriarch_etcd_request_seconds", "read", "0.001")).isZero();
        assertThat(value("matriarch_etcd_request_seconds", "read", "0.002")).isEqualTo(1);
        assertThat(value("matriarch_etcd_request_seconds", "read", "0.005")).isEqualTo(2);
        assertThat(value("matriarch_etcd_request_seconds", "read", "matriarch_etcd_request_seconds_sum")).isEqualTo(0.004000001);
        assertThat(value("matriarch_etcd_request_seconds", "renewal", "2")).isZero();
        assertThat(value("matriarch_etcd_request_seconds", "renewal", "+Inf")).isEqualTo(1);
        assertThat(value("matriarch_etcd_unanswered_total", "renewal")).isEqualTo(1);
        assertThat(value("matriarch_etcd_unanswered_total", "read")).isZero();
    }

    @Test
    void the_phases_of_a_change_of_the_leader() {
        var shown = new AtomicReference<>(Given.standby().snapshot());
        var phases = new Phases(shown::get, served.timings);
        for (var seen : List.of(at(0, Given.standby().lock(LeaderLock.ABSENT)), at(200, Given.standby().dark()), at(300, Given.standby().lock(LeaderLock.ABSENT)), at(400, Given.standby().lock(Given.held("b"))),
                at(1400, Given.leader().lock(Given.held("a"))), at(2000, Given.leader().stance(Stance.standDown(StopMode.FAST, new Stance.Then.HandTo(new MemberName("c"))))), at(2050, Given.leader().lock(Given.held("c"))),
                at(3000, Given.standby().lock(Given.held("b"))), at(4000, Given.standby()))) {
            shown.set(seen);
            phases.run();
        }
        assertThat(value("matriarch_failover_phase_seconds", "without_leader", "matriarch_failover_phase_seconds_sum")).isEqualTo(0.4);
        assertThat(value("matriarch_failover_phase_seconds", "taking_over", "matriarch_failover_phase_seconds_sum")).isEqualTo(1);
        assertThat(value("matriarch_failover_phase_seconds", "taking_over", "+Inf")).as("one that was given up is none").isEqualTo(1);
        assertThat(value("matriarch_failover_phase_seconds", "giving_away", "matriarch_failover_phase_seconds_sum")).isEqualTo(0.05);
    }

    private static io.matriarch.core.runtime.Snapshot at(long milliseconds, Given given) {
        var s = given.snapshot();
        var w = s.world();
        var world = new io.matriarch.core.ha.World(w.node(), Given.NOW.plus(Duration.ofMillis(milliseconds)), "", w.dcs(), w.local(), w.permit(), Map.of(), w.now(), w.memory());
        assertThat(w.dcs()).isInstanceOf(DcsView.class);
        return new io.matriarch.core.runtime.Snapshot(world, s.decision(), s.permit(), s.epochSeconds(), s.nextTick());
    }

    /// The parser is as strict as it says: each of these breaks one rule.
    @ParameterizedTest
    @ValueSource(strings = {"a 1\n", "# HELP a x\n# TYPE a gauge\na 1", "# HELP a x\n# TYPE a gauge\na 1\na 2\n", "# HELP a x\n# TYPE a gauge\na{b=\"c\"} 1\na{b=\"c\"} 1\n", "# TYPE a gauge\n# HELP a x\na 1\n",
        "# HELP a x\n# TYPE a gouge\na 1\n", "# HELP a x\n# TYPE a gauge\na{b=c} 1\n", "# HELP a x\n# TYPE a gauge\na{b=\"c\"d\"} 1\n", "# HELP a x\n# TYPE a gauge\na one\n", "# HELP a x\n# TYPE a counter\na -1\n",
        "# HELP a x\n# TYPE a gauge\na 1\n# HELP b x\n# TYPE b gauge\nb 1\na{c=\"d\"} 2\n", "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n", "# HELP a x\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n"})
    void what_is_not_well_formed(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PrometheusText.parse(text));
    }
}
