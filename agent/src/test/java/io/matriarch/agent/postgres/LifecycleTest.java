package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import org.junit.jupiter.api.Test;

/// A server from an empty directory to a primary with a standby, through the port alone.
class LifecycleTest {
    @Test
    void a_cluster_begins_is_cloned_and_replicates() throws Exception {
        try (var a = new Node("a"); var b = new Node("b-1")) {
            assertThat(a.look()).isEqualTo(PostgresState.NO_DATA);
            a.bootstrap();
            assertThat(a.look()).isInstanceOf(PostgresState.Stopped.class);
            a.primary();
            assertThat(a.running().primary()).isTrue();
            b.cloneOf(a).untilStreaming();
            a.sql("CREATE TABLE t AS SELECT 1 AS x");
            b.until(state -> state instanceof PostgresState.Running r && !r.primary() && a.running().end().equals(r.end()));
            assertThat(b.sql("SELECT count(*) FROM t")).isEqualTo("1");
            assertThat(a.running().replication().followers()).singleElement().satisfies(f -> assertThat(f.application()).isEqualTo("b-1"));
            var standby = b.running();
            assertThat(standby.systemId()).isEqualTo(a.running().systemId());
            assertThat(standby.replication().upstream()).isEqualTo(a.config.connectAddress());
            assertThat(standby.facts().configuredUpstream()).isEqualTo(a.config.connectAddress());
            assertThat(a.running().facts().physicalSlots()).containsExactly("b_1");
        }
    }

    @Test
    void a_primary_is_not_started_without_a_permit() throws Exception {
        try (var a = new Node("a")) {
            a.bootstrap();
            assertThat(a.attempt(new Step.StartPrimary(Permit.NONE, ClusterConfig.DEFAULT))).isInstanceOf(StepOutcome.Failed.class);
            assertThat(a.look().alive()).isFalse();
        }
    }
}
