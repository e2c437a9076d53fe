package io.matriarch.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The arithmetic, over every ttl that a configuration may have.
class WatchdogTimeoutTest {
    private static final Moment SENT = new Moment(7_000_000_000_000L);
    private static final List<Integer> MARGINS = List.of(-1, 0, 1, 2, 3, 5, 10, 29, 300);

    private static Deadlines ttl(int seconds) {
        return Deadlines.of(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        // ttl, safety_margin, timeout: Patroni's where it is possible
        "30, 5, 25", "30, 4, 26", "20, 5, 15", "60, 5, 55", "300, 150, 294",
        // raised: the server has a second to stop in good order (soft deadline 22.97 s at ttl 30, 5.49 s at ttl 10)
        "30, -1, 24", "30, 10, 24", "10, 5, 7", "10, -1, 7", "5, 5, 3",
        // cut: another node may lead from 29.47 s on at ttl 30
        "30, 0, 28", "30, 1, 28", "10, 0, 8"})
    void it_is_patronis_within_what_the_permit_allows(int ttl, int margin, int timeout) {
        assertThat(WatchdogTimeout.of(ttl(ttl).permit(SENT), Duration.ofSeconds(margin), SENT.plus(Duration.ofMillis(3))).wanted()).isEqualTo(Duration.ofSeconds(timeout));
    }

    @Test
    void whenever_a_proof_is_pinged_the_machine_is_reset_before_another_node_may_lead() {
        for (var ttl = 5; ttl <= 300; ttl++)
            for (var margin : MARGINS)
                for (var delay = Duration.ZERO; delay.compareTo(ttl(ttl).hard()) < 0; delay = delay.plusMillis(97)) {
                    var pinged = SENT.plus(delay);
                    var timeout = WatchdogTimeout.of(ttl(ttl).permit(SENT), Duration.ofSeconds(margin), pinged);
                    if (timeout.tooLate()) continue;
                    var horizon = SENT.plus(ttl(ttl).validity());
                    assertThat(pinged.plus(timeout.wanted()).plus(Deadlines.JITTER).isBefore(horizon.plus(Duration.ofNanos(1)))).as("ttl %d, margin %d, pinged after %s: %s", ttl, margin, delay, timeout).isTrue();
                    assertThat(timeout.unfit(timeout.wanted())).as("what it asks for is fit").isEmpty();
                }
    }

    @Test
    void a_prompt_ping_never_resets_a_machine_whose_server_is_still_stopping_in_good_order() {
        for (var ttl = 5; ttl <= 300; ttl++)
            for (var margin : MARGINS) {
                var permit = ttl(ttl).permit(SENT);
                var pinged = SENT.plus(Duration.ofMillis(20));
                assertThat(pinged.plus(WatchdogTimeout.of(permit, Duration.ofSeconds(margin), pinged).wanted()).isBefore(permit.soft().plus(WatchdogTimeout.STOP_ROOM))).isFalse();
            }
    }

    @Test
    void the_ttl_is_read_from_the_permit() {
        for (var ttl = 5; ttl <= 300; ttl++) assertThat(WatchdogTimeout.ttl(ttl(ttl).permit(SENT))).isEqualTo(Duration.ofSeconds(ttl));
    }

    /// Announced before a pause ends: only the hard deadline stands. A permit found armed has no time of its proof.
    @Test
    void deadlines_of_other_kinds_are_kept_too() {
        var hard = SENT.plus(ttl(30).hard());
        assertThat(WatchdogTimeout.of(new Permit.Until(SENT, hard, hard), Duration.ofSeconds(5), SENT).wanted()).isEqualTo(Duration.ofSeconds(28));
        assertThat(WatchdogTimeout.of(new Permit.Until(new Moment(0), SENT.plus(ttl(30).soft()), hard), Duration.ofSeconds(5), SENT).wanted()).isEqualTo(Duration.ofSeconds(28));
    }

    @Test
    void a_device_that_rounds_is_told_what_is_wrong_with_it() {
        var timeout = WatchdogTimeout.of(ttl(30).permit(SENT), Duration.ofSeconds(5), SENT);
        assertThat(timeout.unfit(Duration.ofSeconds(25))).isEmpty();
        assertThat(timeout.unfit(Duration.ofSeconds(28))).isEmpty();
        assertThat(timeout.unfit(Duration.ofSeconds(60))).isEqualTo("its timeout is 60 s, and another node may lead after 28 s");
        assertThat(timeout.unfit(Duration.ofSeconds(16))).startsWith("its timeout is 16 s, and it would reset the machine before the server is even asked to stop, after 22 s");
    }

    @Test
    void after_the_hard_deadline_there_is_nothing_left_to_count() {
        var late = SENT.plus(ttl(10).hard()).plus(Duration.ofMillis(1));
        assertThat(WatchdogTimeout.of(ttl(10).permit(SENT), Duration.ofSeconds(5), late).tooLate()).isTrue();
        assertThat(WatchdogTimeout.of(ttl(10).permit(SENT), Duration.ofSeconds(5), SENT.plus(ttl(10).soft())).tooLate()).isFalse();
    }
}
