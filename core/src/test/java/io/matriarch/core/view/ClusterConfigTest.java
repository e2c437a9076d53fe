package io.matriarch.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How the dynamic configuration is read (contract 3.3): Patroni's words for yes, numbers as text, old names, defaults.
class ClusterConfigTest {
    @ParameterizedTest
    @CsvSource({"on,true", "ON,true", "true,true", "yes,true", "1,true", "off,false", "no,false", "0,false", "maybe,false", "'',false"})
    void words_for_yes(String word, boolean yes) {
        for (var key : new String[] {"pause", "failsafe_mode"}) {
            var config = config(Map.of(key, word));
            assertThat(key.equals("pause") ? config.paused() : config.failsafeMode()).as(key).isEqualTo(yes);
        }
    }

    @ParameterizedTest
    @CsvSource({"7,7", "0,0", "many,1048576", "'',1048576"})
    void a_number_may_be_text_and_what_is_none_is_the_default(String written, long read) {
        assertThat(config(Map.of("maximum_lag_on_failover", written)).maximumLagOnFailover()).isEqualTo(read);
    }

    @Test
    void the_old_name_counts_where_the_new_one_is_missing() {
        assertThat(config(Map.of("master_start_timeout", 7)).primaryStartTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config(Map.of("master_start_timeout", 7, "primary_start_timeout", 9)).primaryStartTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(ClusterConfig.DEFAULT.primaryStartTimeout()).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void defaults_are_patronis_but_for_the_times() {
        assertThat(ClusterConfig.DEFAULT.paused()).isFalse();
        assertThat(ClusterConfig.DEFAULT.maximumLagOnFailover()).isEqualTo(1048576);
        assertThat(ClusterConfig.DEFAULT.useSlots()).isTrue();
        assertThat(ClusterConfig.DEFAULT.failsafeMode()).isFalse();
        assertThat(ClusterConfig.DEFAULT.memberSlotsTtl()).isEqualTo(Duration.ofMinutes(30));
        assertThat(ClusterConfig.DEFAULT.timing()).isEqualTo(new Timing(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(3)));
    }

    private static ClusterConfig config(Map<String, Object> fields) {
        return new ClusterConfig(new Document(fields));
    }
}
