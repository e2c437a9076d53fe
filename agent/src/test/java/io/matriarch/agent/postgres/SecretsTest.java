package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Step;
import io.matriarch.core.view.ClusterConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Canary passwords go through a whole life (with every statement logged), and are looked for everywhere afterwards.
class SecretsTest {
    @Test
    void passwords_are_in_the_pgpass_file_and_nowhere_else() throws Exception {
        try (var a = new Node("a"); var b = new Node("b")) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            b.step(Node.promotion(2));
            a.stop();
            a.step(new Step.RewindTo(b.member(), ClusterConfig.DEFAULT)).standbyOf(b).untilStreaming();
            assertThat(arguments()).isNotEmpty().noneMatch(line -> line.contains(Node.CANARY));
            for (var node : List.of(a, b)) {
                assertThat(filesWithCanary(node.home)).containsExactly(node.config.pgpass());
                assertThat(Files.readString(node.postmaster.output())).contains("statement").doesNotContain("SCRAM-SHA-256$");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.config.pgpass()))).isEqualTo("rw-------");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.config.dataDir().resolve("postgresql.conf")))).isEqualTo("rw-------");
            }
            assertThat(a.sql("SELECT bool_and(rolpassword LIKE 'SCRAM-SHA-256$%') FROM pg_authid WHERE rolcanlogin")).isEqualTo("t");
            assertThat(a.sql("SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = 'rewind_user'")).isEqualTo("f");
            assertThat(a.sql("SELECT rolsuper FROM pg_roles WHERE rolname = 'replicator'")).isEqualTo("f");
        }
    }

    private static List<String> arguments() throws IOException {
        var found = new ArrayList<String>();
        for (var process : ProcessHandle.allProcesses().toList()) {
            try {
                found.add(Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1));
            } catch (IOException _) {
                // it ended meanwhile
            }
        }
        return found;
    }

    private static List<Path> filesWithCanary(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            var found = new ArrayList<Path>();
            for (var file : files.filter(Files::isRegularFile).toList())
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(Node.CANARY)) found.add(file);
            return found;
        }
    }
}
