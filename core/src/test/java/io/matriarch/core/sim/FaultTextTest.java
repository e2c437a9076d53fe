package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is printed is what is read back, so a failing seed can become a text and the text a test.
class FaultTextTest {
    @Test
    void a_strike_reads_like_a_sentence() {
        var strike = new Strike(Duration.ofMillis(12_350), new Fault.FreezeAgent(new Whom.Leader(), Duration.ofSeconds(8)));
        assertThat(strike.text()).isEqualTo("at 12.35s freeze agent of leader for 8s");
        assertThat(Strike.read(strike.text())).isEqualTo(strike);
    }

    @Test
    void a_thousand_drawn_schedules_of_every_kind_are_read_back_exactly() {
        var kinds = EnumSet.noneOf(FaultKind.class);
        for (var seed = 1L; seed <= 1000; seed++) {
            var schedule = Drawing.draw(seed, Duration.ofMinutes(2), Set.of());
            assertThat(Schedule.read(schedule.text())).isEqualTo(schedule);
            kinds.addAll(schedule.kinds());
        }
        assertThat(kinds).isEqualTo(FaultKind.drawn());
    }

    @Test
    void what_only_authors_write_is_read_too() {
        for (var line : List.of("at 1s heal", "at 0s resume", "at 2s start agent of standbys", "at 3s cut everybody from everyone for ever"))
            assertThat(Strike.read(line).text()).isEqualTo(line);
    }

    @Test
    void what_is_no_fault_is_refused_by_name() {
        assertThatThrownBy(() -> Strike.read("at 1s tickle leader")).hasMessageContaining("tickle leader");
        assertThatThrownBy(() -> Strike.read("at soon heal")).hasMessageContaining("soon");
    }
}
