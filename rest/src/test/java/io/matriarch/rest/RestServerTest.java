package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.rest.RestConfig.Access;
import io.matriarch.rest.RestConfig.Clients;
import io.matriarch.rest.RestConfig.Limits;
import io.matriarch.rest.RestConfig.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Start, stop, a busy port, TLS as real clients see it.
class RestServerTest {
    @TempDir
    private Path directory;

    @Test
    void a_busy_port_is_told_with_its_address() {
        try (var first = new Served()) {
            var config = new RestConfig("127.0.0.1", first.port, "4.1.4", Access.OPEN, Tls.OFF, Limits.DEFAULT);
            assertThat(start(config)).isInstanceOfSatisfying(StartOutcome.Refused.class,
                    refused -> assertThat(refused.reason()).contains("restapi.listen: cannot listen on 127.0.0.1:" + first.port).contains("in use"));
        }
    }

    @Test
    void missing_certificate_files_are_told() {
        var config = new RestConfig("127.0.0.1", 0, "4.1.4", Access.OPEN, new Tls.Files(directory.resolve("none.crt"), directory.resolve("none.key"), Clients.UNCHECKED), Limits.DEFAULT);
        assertThat(start(config)).isInstanceOfSatisfying(StartOutcome.Refused.class, refused -> assertThat(refused.reason()).contains("none."));
    }

    @Test
    void after_a_stop_the_port_is_free() {
        int port;
        try (var first = new Served()) {
            port = first.port;
        }
        try (var again = new Served(new RestConfig("127.0.0.1", port, "4.1.4", Access.OPEN, Tls.OFF, Limits.DEFAULT))) {
            assertThat(again.get("/primary").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void tls_with_client_certificates_for_what_changes_something() throws Exception {
        certificate("server");
        certificate("client");
        try (var served = new Served(tls(new Clients.Optional(directory.resolve("client.crt"))))) {
            assertThat(curl(served.port, "/primary")).isEqualTo("200");
            assertThat(curl(served.port, "/reload", "-X", "POST")).isEqualTo("403");
            assertThat(curl(served.port, "/reload", "-X", "POST", "--cert", file("client.crt"), "--key", file("client.key"))).isEqualTo("202");
            assertThat(served.reloads).hasValue(1);
        }
        try (var served = new Served(tls(new Clients.Required(directory.resolve("client.crt"))))) {
            assertThat(curl(served.port, "/primary")).isEqualTo("000");
            assertThat(curl(served.port, "/primary", "--cert", file("client.crt"), "--key", file("client.key"))).isEqualTo("200");
        }
        try (var served = new Served(tls(Clients.UNCHECKED))) {
            assertThat(curl(served.port, "/reload", "-X", "POST")).isEqualTo("202");
        }
    }

    private RestConfig tls(Clients clients) {
        return new RestConfig("127.0.0.1", 0, "4.1.4", Access.OPEN, new Tls.Files(directory.resolve("server.crt"), directory.resolve("server.key"), clients), Limits.DEFAULT);
    }

    private StartOutcome start(RestConfig config) {
        var vertx = RestServer.eventLoop();
        try {
            var server = new RestServer(vertx, config, new RestPorts(new FakeOperator(), new FakeDcs(), (_, _, _) -> {}, FixedClock.INSTANCE, new FakeDecisions(), () -> {}));
            var outcome = server.start();
            server.stop();
            return outcome;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void certificate(String name) throws Exception {
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=" + name, "-addext", "subjectAltName=IP:127.0.0.1",
                "-keyout", file(name + ".key"), "-out", file(name + ".crt"));
    }

    private String curl(int port, String path, String... more) throws Exception {
        var command = new java.util.ArrayList<>(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", file("server.crt"), "https://127.0.0.1:" + port + path));
        command.addAll(List.of(more));
        return run(command.toArray(String[]::new));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
