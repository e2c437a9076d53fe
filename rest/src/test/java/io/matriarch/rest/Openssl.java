package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Certificates as operators make them, and curl as a client of theirs.
final class Openssl {
    private Openssl() {}

    /// `name.crt` and `name.key` for 127.0.0.1. `more` are options of `openssl req`.
    static void certificate(Path directory, String name, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-days", "2", "-subj", "/CN=" + name, "-addext", "subjectAltName=IP:127.0.0.1",
                "-keyout", directory.resolve(name + ".key").toString(), "-out", directory.resolve(name + ".crt").toString()));
        command.addAll(more.length == 0 ? List.of("-nodes") : List.of(more));
        run(command.toArray(String[]::new));
    }

    /// The status code; 000 when there was no answer.
    static String curl(Path authority, int port, String path, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", authority.toString(), "https://127.0.0.1:" + port + path));
        command.addAll(List.of(more));
        return run(command.toArray(String[]::new));
    }

    static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
