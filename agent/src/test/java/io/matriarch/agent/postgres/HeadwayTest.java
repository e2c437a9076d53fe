package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matriarch.core.view.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that gets nowhere is ended, with all that it started; one that is merely slow is not.
class HeadwayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private Programs programs;

    @BeforeEach
    void programs(@TempDir Path home) throws IOException {
        programs = new Programs(Node.config(home, "x", 1, Document.EMPTY));
    }

    private static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script);
    }

    @Test
    void one_that_waits_for_ever_is_ended_and_so_is_its_child_that_keeps_the_pipe() {
        var begun = new ArrayList<String>();
        assertThatThrownBy(() -> programs.supervised(shell("sleep 1000 & echo $!; sleep 1000"), Duration.ofMillis(500), begun::add, () -> true))
                .isInstanceOf(Trouble.class).hasMessage("sh made no progress for 0 s and was ended");
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> ProcessHandle.of(Long.parseLong(begun.getFirst())).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void one_that_writes_a_little_now_and_then_goes_on() throws Trouble {
        assertThat(programs.supervised(shell("for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.7; done"), PATIENCE).tail()).hasSize(8);
    }

    @Test
    void what_a_child_does_counts_only_where_it_may() throws Trouble {
        var busyChild = shell("(for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.7; done) & wait");
        assertThat(programs.supervised(busyChild, PATIENCE).tail()).hasSize(8);
        assertThatThrownBy(() -> programs.supervised(busyChild, Duration.ofMillis(500), _ -> {}, () -> false)).hasMessageContaining("made no progress");
    }

    @Test
    void one_that_has_little_to_do_gets_little_time_however_busy_it_is() {
        assertThatThrownBy(() -> programs.run(shell("while :; do echo x; done"), Duration.ofSeconds(1))).isInstanceOf(Trouble.class).hasMessage("sh took longer than 1 s and was ended");
    }

    @Test
    void trouble_with_a_line_ends_it() {
        assertThatThrownBy(() -> programs.supervised(shell("echo no; sleep 1000"), PATIENCE, line -> {
            throw new Trouble(line);
        }, () -> true)).hasMessage("no");
    }
}
