package io.matriarch.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tables of deadlines that people plan by are those of the program; and what they promise holds for every ttl that is accepted.
class DeadlinesPageTest {
    private static final Path HOME = Path.of(System.getProperty("matriarch.home", ".."));

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 20, 30})
    void the_pages_say_what_is_computed(int ttl) throws IOException {
        var d = Deadlines.of(Duration.ofSeconds(ttl));
        assertThat(Files.readString(HOME.resolve("ARCHITECTURE.md"))).contains(String.format(Locale.ROOT, "| %d | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f |", ttl,
                s(d.renewal()), s(d.attempt()), s(d.soft()), s(d.hard()), s(d.validity()), s(d.quarantine())));
        assertThat(Files.readString(HOME.resolve("README.md"))).contains(String.format(Locale.ROOT, "| %d | %.1f s | %.3f s | %.3f s | %.3f s |", ttl,
                s(d.renewal()), s(d.soft()), s(d.hard()), s(d.quarantine())));
    }

    /// Whatever an operator finds a convenient loop.
    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 10, 15, 20, 30, 60, 300})
    void a_longer_loop_makes_the_renewal_as_long_while_three_tries_are_left(int ttl) {
        var d = Deadlines.of(Duration.ofSeconds(ttl));
        for (int loop = 1; loop < ttl; loop++) {
            var renewal = d.renewal(Duration.ofSeconds(loop));
            assertThat(renewal).isBetween(d.renewal(), d.soft().minus(d.attempt().multipliedBy(3)));
            assertThat(renewal).isLessThanOrEqualTo(Duration.ofSeconds(loop).compareTo(d.renewal()) > 0 ? Duration.ofSeconds(loop) : d.renewal());
        }
    }

    private static double s(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 10, 15, 20, 30, 60, 300})
    void everything_of_ours_ends_before_others_may_begin(int ttl) {
        var d = Deadlines.of(Duration.ofSeconds(ttl));
        assertThat(d.renewal().plus(d.attempt().multipliedBy(3))).isLessThanOrEqualTo(d.soft());
        assertThat(d.soft()).isLessThan(d.hard());
        assertThat(d.hard().plus(Deadlines.KILL_BUDGET)).isLessThan(d.validity());
        assertThat(d.validity()).isLessThan(d.quarantine());
    }
}
