package io.matriarch.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.config.Dynamic;
import io.matriarch.agent.cli.WhyCommandTest.Served;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import io.matriarch.rest.EventLoop;
import io.matriarch.rest.PeersHttp;
import io.matriarch.rest.RestConfig.Clients;
import io.matriarch.rest.RestConfig.Tls;
import io.matriarch.rest.RestConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands, and an agent that asks its peers, against a real REST server that wants TLS and a client certificate. Keys are openssl's, in
/// every form that it writes.
class TlsWhyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    @TempDir Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void certificates() throws Exception {
        certificate("server", "rsa:2048");
        certificate("rsa", "rsa:2048");
        certificate("ec", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        openssl("rsa", "-traditional", "-in", file("rsa.key"), "-out", file("pkcs1.key"));
        openssl("ec", "-in", file("ec.key"), "-out", file("sec1.key"));
        Files.writeString(directory.resolve("clients.crt"), text("rsa.crt") + text("ec.crt"));
        Files.writeString(directory.resolve("both.pem"), text("rsa.key") + text("rsa.crt"));
    }

    private void certificate(String name, String... kind) throws Exception {
        openssl(Stream.of(Stream.of("req", "-x509", "-newkey"), Arrays.stream(kind), Stream.of("-nodes", "-days", "2", "-subj", "/CN=" + name, "-addext", "subjectAltName=IP:127.0.0.1",
                "-keyout", file(name + ".key"), "-out", file(name + ".crt"))).flatMap(words -> words).toArray(String[]::new));
    }

    private void openssl(String... words) throws Exception {
        var command = Stream.concat(Stream.of("openssl"), Arrays.stream(words)).toList();
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(directory.resolve("openssl.log").toFile()).start().waitFor()).as(command.toString()).isZero();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private Served served() {
        return new Served(new Tls.Files(directory.resolve("server.crt"), directory.resolve("server.key"), new Clients.Required(directory.resolve("clients.crt"))));
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        return new Commands((_, _) -> 0, new Lookups(_ -> List.of(), (_, _) -> Map.of(), _ -> new Dynamic.Unwritten("nobody asked")), Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8)).run(List.of(args));
    }

    @Test
    void every_form_of_a_key_opens_the_door() throws IOException {
        assertThat(text("pkcs1.key")).contains("BEGIN RSA PRIVATE KEY");
        assertThat(text("sec1.key")).contains("BEGIN EC PRIVATE KEY");
        try (var served = served()) {
            for (var pair : List.of("rsa.crt rsa.key", "rsa.crt pkcs1.key", "ec.crt ec.key", "ec.crt sec1.key", "both.pem both.pem")) {
                var words = pair.split(" ", -1);
                assertThat(run("why", "--timeout", "60", "--url", served.url, "--cacert", file("server.crt"), "--cert", file(words[0]), "--key", file(words[1]), "c", "not", "promoted"))
                        .as(pair + err).isZero();
            }
            assertThat(run("whatif", "--timeout", "60", "--url", served.url, "--insecure", "--cert", file("both.pem"), "--dead", "a")).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("If a died now, c would lead");
        }
    }

    @Test
    void without_what_is_needed_the_reason_is_said() {
        try (var served = served()) {
            assertThat(run("why", "--timeout", "60", "--url", served.url, "--cacert", file("server.crt"))).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("note: " + served.url, "no agent answers").containsIgnoringCase("certificate");
            assertThat(run("why", "--timeout", "60", "--url", served.url, "--cert", file("both.pem"))).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("note: " + served.url).containsIgnoringCase("certification path");
            assertThat(run("why", "--timeout", "60", "--url", served.url, "--cacert", file("server.crt"), "--cert", file("rsa.crt"))).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("rsa.crt holds no PEM key");
            assertThat(run("why", "--timeout", "60", "--url", served.url, "--cacert", file("server.crt"), "--cert", file("rsa.crt"), "--key", file("sec1.key"))).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("sec1.key is not the key of").contains("rsa.crt");
        }
    }

    @Test
    void the_ctl_section_says_who_this_node_is() throws IOException {
        try (var served = served()) {
            for (var ctl : List.of("certfile: '%s', keyfile: '%s', cacert: '%s'".formatted(file("ec.crt"), file("sec1.key"), file("server.crt")),
                    "certfile: '%s', insecure: true".formatted(file("both.pem")))) {
                var config = config(served, ctl);
                assertThat(run("why", "--timeout", "60", "--config", config, "not", "promoted")).as(ctl + err).isZero();
                assertThat(run("why", "--timeout", "60", "--config", config, "--rules")).as(ctl + err).isZero();
                assertThat(run("whatif", "--timeout", "60", "--config", config, "--dead", "a")).as(ctl + err).isZero();
            }
            assertThat(run("why", "--timeout", "60", "--config", config(served, "insecure: true"), "not", "promoted")).as("its certificate alone is restapi's, which nobody knows").isEqualTo(1);
        }
    }

    private String config(Served served, String ctl) throws IOException {
        return Files.writeString(directory.resolve("node.yml"), """
                scope: demo
                name: c
                restapi: {listen: '%s', certfile: '%s', keyfile: '%s'}
                ctl: {%s}
                etcd3: {host: 127.0.0.1}
                postgresql: {listen: 127.0.0.1, data_dir: %s, bin_dir: /no/bin, authentication: {replication: {username: r}}}
                """.formatted(served.url.replace("https://", ""), file("server.crt"), file("server.key"), ctl, directory.resolve("data"))).toString();
    }

    @Test
    void peers_are_asked_with_the_certificate() {
        try (var served = served(); var http = new EventLoop()) {
            var member = new Member(new MemberName("c"), LeaseId.NONE, Document.EMPTY.with("api_url", served.url + "/patroni"));
            assertThat(ask(http, PeersHttp.Identity.ANONYMOUS, member)).isInstanceOf(PeerReport.Silent.class);
            assertThat(ask(http, new PeersHttp.Identity.Certificate(directory.resolve("ec.crt"), directory.resolve("ec.key")), member)).isInstanceOf(PeerReport.Answered.class);
        }
    }

    private static PeerReport ask(EventLoop http, PeersHttp.Identity identity, Member member) {
        var reports = new CompletableFuture<Map<MemberName, PeerReport>>();
        http.peers(new AtOnce(), identity, RestConfig.Access.OPEN).ask(List.of(member), PATIENCE, reports::complete);
        return reports.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join().get(member.name());
    }

    /// Replies are taken where they come.
    private static final class AtOnce implements Scheduler {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException("nobody waits here");
        }
    }
}
