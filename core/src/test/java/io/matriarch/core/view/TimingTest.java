package io.matriarch.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Times that a `config` key may hold, and what holds instead where they are not safe (contract 3.2).
class TimingTest {
    @ParameterizedTest
    @CsvSource({
        "30,10,10, 30,10,10",
        "30,10,15, 30,1,14",
        "30,15,10, 30,10,10",
        "30,10,14, 30,2,14",
        "20,1,3, 20,1,3",
        "5,1,2, 5,1,2",
        "4,1,1, 20,1,1",
        "0,0,0, 20,1,1",
        "-7,-1,-1, 20,1,1",
        "900,10,10, 300,10,10",
        "999999999999999999,999999999999999999,999999999999999999, 300,1,149",
    })
    void unsafe_times_become_the_nearest_safe_ones_as_patroni_finds_them(long ttl, long loop, long retry, long ttlThen, long loopThen, long retryThen) {
        var timing = Timing.of(document(ttl, loop, retry));
        assertThat(timing.adjusted()).isEqualTo(Timing.of(document(ttlThen, loopThen, retryThen)));
        assertThat(new ClusterConfig(document(ttl, loop, retry)).timing()).isEqualTo(timing.adjusted());
    }

    @Test
    void whatever_is_adjusted_is_safe_and_what_is_safe_is_not_touched() {
        var random = new SplittableRandom(5);
        for (var i = 0; i < 20_000; i++) {
            var timing = Timing.of(document(random.nextLong(-3, 400), random.nextLong(-3, 200), random.nextLong(-3, 200)));
            assertThat(timing.adjusted().problems()).as(timing.toString()).isEmpty();
            if (timing.problems().isEmpty()) assertThat(timing.adjusted()).isEqualTo(timing);
        }
    }

    @Test
    void the_refusal_says_what_patroni_would_do() {
        assertThat(Timing.of(document(30, 10, 15)).problems()).containsExactly(
                "loop_wait + 2 * retry_timeout <= ttl does not hold: 10 + 2 * 15 = 40 > 30 (Patroni would silently go by ttl 30, loop_wait 1, retry_timeout 14)");
    }

    @Test
    void numbers_may_be_text_and_what_is_no_number_is_the_default() {
        assertThat(Timing.of(new Document(Map.of("ttl", "30", "loop_wait", "10", "retry_timeout", "10")))).isEqualTo(Timing.of(document(30, 10, 10)));
        assertThat(Timing.of(new Document(Map.of("ttl", "soon", "loop_wait", true)))).isEqualTo(Timing.DEFAULT);
    }

    private static Document document(long ttl, long loop, long retry) {
        return new Document(Map.of("ttl", ttl, "loop_wait", loop, "retry_timeout", retry));
    }
}
