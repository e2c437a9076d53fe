package io.matriarch.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.chaos.cluster.Settings;
import io.matriarch.chaos.cluster.Timing;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The short selection: one round each of the commonest faults, on loopback, as any user, in a few minutes. `-Dchaos.short` switches it on,
/// `-Dchaos.ttl`, `-Dchaos.seed`, `-Dchaos.agent` and `-Dchaos.user` change it. All faults: `scripts/chaos`.
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "chaos.short", matches = "true|")
class ChaosIT {

    private Campaign campaign;

    @BeforeAll
    void start() {
        var ttl = Duration.ofSeconds(Integer.getInteger("chaos.ttl", 5));
        campaign = new Campaign(Settings.fromProperties(Timing.ofTtl(ttl), false), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill-postmaster", "kill-agent", "kill-node"})
    void the_cluster_keeps_its_promises(String word) {
        assertThat(campaign.round(Fault.parse(word).getFirst(), Long.getLong("chaos.seed", 1))).isEmpty();
    }

    @AfterAll
    void end() {
        campaign.close();
    }
}
