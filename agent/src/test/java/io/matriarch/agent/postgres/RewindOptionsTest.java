package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.PostgresState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `postgresql.rewind`: what of it reaches the real pg_rewind. `dry-run` would leave a diverged directory that passes for rewound.
class RewindOptionsTest {
    @TempDir Path directory;

    @BeforeAll
    static void not_as_root() {
        Node.notAsRoot();
    }

    @Test
    void options_of_the_operator_are_passed_on_but_none_that_makes_it_do_nothing() throws Exception {
        var said = directory.resolve("said");
        var wrapper = Files.writeString(directory.resolve("pg_rewind"), "#!/bin/sh\necho \"$@\" > " + said + "\nexec " + Node.binaries().resolve("pg_rewind") + " \"$@\"\n");
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, Object> section = Map.of("rewind", List.of("no-sync", "dry-run", "--debug", Map.of("source-pgdata", "/elsewhere")));
        try (var a = new Node("a", section, List.of(), Map.of("pg_rewind", wrapper.toString()), Node.REBUILDING); var b = new Node("b")) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            b.step(Node.promotion(2));
            a.sql("CREATE TABLE only_here (x int)");
            b.sql("CREATE TABLE t (x int)");
            a.postmaster.killNow();
            a.until(state -> state instanceof PostgresState.Stopped);
            Node.<StepOutcome>answer(b.port::checkpoint);
            a.step(new Step.RewindTo(b.member(), ClusterConfig.DEFAULT)).standbyOf(b).untilStreaming();
            assertThat(Files.readString(said)).contains(" --no-sync", " --debug").doesNotContain("dry-run").doesNotContain("elsewhere");
            a.until(_ -> a.sql("SELECT count(*) FROM pg_class WHERE relname IN ('t', 'only_here')").equals("1"));
        }
    }
}
