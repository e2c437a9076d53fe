package io.matriarch.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Who is harmed when a node is.
class ProcessTableTest {

    private static final int POSTMASTER_AND_SOME_OF_ITS_CHILDREN = 4;

    @Test
    void a_server_is_found_with_its_children_but_not_with_this_process_that_started_it() throws Exception {
        try (var postgres = new BarePostgres()) {
            assertThat(Waiting.until(Duration.ofSeconds(30), Duration.ofMillis(50),
                    () -> postgres.pids().size() >= POSTMASTER_AND_SOME_OF_ITS_CHILDREN)).isTrue();
            assertThat(postgres.pids()).extracting(Pid::number).doesNotContain(ProcessHandle.current().pid());
        }
    }
}
