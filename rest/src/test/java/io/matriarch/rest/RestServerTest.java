package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.rest.RestConfig.Access;
import io.matriarch.rest.RestConfig.Clients;
import io.matriarch.rest.RestConfig.Limits;
import io.matriarch.rest.RestConfig.Tls;
import java.nio.file.Path;
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
        Openssl.certificate(directory, "server");
        Openssl.certificate(directory, "client");
        try (var served = new Served(tls(new Clients.Optional(directory.resolve("client.crt"))))) {
            assertThat(curl(served.port, "/primary")).isEqualTo("200");
            assertThat(curl(served.port, "/reload", "-X", "POST")).isEqualTo("403");
            assertThat(curl(served.port, "/reload", "-X", "POST", "--cert", file("client.crt"), "--key", file("client.key"))).isEqualTo("202");
            await().until(() -> served.reloads.get() == 1);
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

    private String curl(int port, String path, String... more) throws Exception {
        return Openssl.curl(directory.resolve("server.crt"), port, path, more);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }
}
