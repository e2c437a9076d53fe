package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A run of many seeds as whoever started it sees it: without a terminal, and ended by TERM.
class ManySeedsTest {
    @Test
    void one_that_is_ended_by_term_says_what_it_came_to_and_what_is_left_and_exits_by_it() throws IOException, InterruptedException {
        var program = start("--harm", "5", "--without", "wipe-etcd,restore-etcd");
        try (var lines = new BufferedReader(program.inputReader(StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("seeds from 1 on, 1 at once");
            program.toHandle().destroy(); // unlike its own, this one leaves the streams open
            assertThat(lines.lines().toList()).anyMatch(line -> line.matches("[\\d,]+ seeds, .* violations, .*"))
                    .anyMatch(line -> line.matches("ended early; what is left: scripts/sim --from \\d+ --seeds \\d+ --harm 5 --without .*"));
            assertThat(program.waitFor()).isIn(0, 1, 2, 3);
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    @Test
    void every_failure_is_told_at_once_and_the_first_of_each_kind_with_its_replay() {
        var told = new StringBuilder();
        var many = new ManySeeds(SimOptions.parse("--seeds", "3"), new StatusLine(false, told::append));
        List.of(failed(1), failed(2)).forEach(many::ran);
        assertThat(told).hasToString("seed 1: liveness: never made\n  replay: scripts/sim --seed 1 --trace\nseed 2: liveness: never made\n".replace("\n", System.lineSeparator()));
    }

    private static Run failed(long seed) {
        return new Run(seed, new Verdict.Liveness("never made"), Set.of(), new Run.Figures(1, Duration.ofMinutes(1), 1000, 1, 0, 0), 0, Set.of(), List.of());
    }

    private static Process start(String... options) throws IOException {
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                SimMain.class.getName(), "--threads", "1", "--seeds", "1000000"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
