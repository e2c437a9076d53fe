package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.rest.RestConfig.Access;
import io.matriarch.rest.RestConfig.Allowed;
import io.matriarch.rest.RestConfig.Clients;
import io.matriarch.rest.RestConfig.KeyPassword;
import io.matriarch.rest.RestConfig.Limits;
import io.matriarch.rest.RestConfig.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Certificates that are renewed under a running server, encrypted keys, a choice of ciphers, headers.
class TlsTest {
    private static final Duration GENEROUS = Duration.ofSeconds(60);
    @TempDir
    private Path directory;

    private Served serving(String name, String password, String ciphers) {
        var files = new Tls.Files(directory.resolve(name + ".crt"), directory.resolve(name + ".key"), new KeyPassword(password), ciphers, Clients.UNCHECKED);
        return new Served(new RestConfig("127.0.0.1", 0, "4.1.4", Access.OPEN, files, Limits.DEFAULT, Allowed.EVERYBODY, Map.of("X-Frame-Options", "deny", "Server", "Patroni/4.1.4")));
    }

    @Test
    void a_renewed_certificate_is_used_without_a_restart_and_no_connection_is_dropped() throws Exception {
        Openssl.certificate(directory, "server");
        Openssl.certificate(directory, "newer");
        try (var served = serving("server", "", ""); var old = connected(served)) {
            assertThat(get(old)).contains(" 200 ");
            assertThat(name(old)).isEqualTo("CN=server");
            replace("newer.crt", "server.crt");
            looked(served);
            try (var still = connected(served)) {
                assertThat(name(still)).as("a certificate without its key is no pair").isEqualTo("CN=server");
            }
            replace("newer.key", "server.key");
            await().atMost(GENEROUS).until(() -> {
                try (var now = connected(served)) {
                    return name(now).equals("CN=newer") && get(now).contains(" 200 ");
                }
            });
            assertThat(get(old)).as("the connection of before").contains(" 200 ");
        }
    }

    /// A file that is being written, or was cut short by a full disk. A key's bytes are the beginning of one, or claim to be longer than they are.
    static Stream<Arguments> torn() {
        return Stream.of(Arguments.of("crt", ""), Arguments.of("crt", "rubbish"), Arguments.of("crt", pem("CERTIFICATE", "A")), Arguments.of("crt", pem("CERTIFICATE", "MIIC")),
                Arguments.of("crt", pem("CERTIFICATE", "=")), Arguments.of("crt", "\u00ff\u0000\u0001"), Arguments.of("key", ""), Arguments.of("key", "-----BEGIN PRIVATE KEY-----\nMIIEvQ"),
                Arguments.of("key", pem("PRIVATE KEY", "A")), Arguments.of("key", pem("PRIVATE KEY", "MIIE")), Arguments.of("key", pem("RSA PRIVATE KEY", "MIIE")), Arguments.of("key", pem("RSA PRIVATE KEY", "=")),
                Arguments.of("key", pem("EC PRIVATE KEY", "MA==")), Arguments.of("key", pem("EC PRIVATE KEY", "MHcCf///")), Arguments.of("key", pem("EC PRIVATE KEY", "MHcChP////8=")),
                Arguments.of("key", pem("EC PRIVATE KEY", "MHcCAASggIR/////")), Arguments.of("key", pem("EC PRIVATE KEY", "MAACAAQAoIR/////")), Arguments.of("key", pem("EC PRIVATE KEY", "MAACAAQAoIT/////")),
                Arguments.of("key", pem("ENCRYPTED PRIVATE KEY", "MIIE")), Arguments.of("key", pem("ENCRYPTED PRIVATE KEY", "A")), Arguments.of("key", "\u00ff\u0000\u0001"));
    }

    @ParameterizedTest
    @MethodSource("torn")
    void a_torn_file_is_trouble_at_the_start_and_waited_out_later(String which, String content) throws Exception {
        for (var name : List.of("server", "newer")) Openssl.certificate(directory, name, "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        Files.copy(directory.resolve("server.crt"), directory.resolve("torn.crt"));
        Files.copy(directory.resolve("server.key"), directory.resolve("torn.key"));
        Files.writeString(directory.resolve("torn." + which), content, StandardCharsets.ISO_8859_1);
        assertThat(refused("torn", "x", "")).startsWith("restapi.certfile: ").contains("torn." + which);
        try (var served = serving("server", "x", "")) {
            replace("torn." + which, "server." + which);
            looked(served);
            try (var now = connected(served)) {
                assertThat(name(now)).isEqualTo("CN=server");
            }
            replace("newer.crt", "server.crt");
            replace("newer.key", "server.key");
            looked(served);
            await().atMost(GENEROUS).until(() -> {
                try (var now = connected(served)) {
                    return name(now).equals("CN=newer");
                }
            });
        }
    }

    /// What changes after they were read and before the first look is new.
    @Test
    void files_are_known_as_they_were_before_they_were_read() throws Exception {
        var file = Files.writeString(directory.resolve("a.crt"), "1");
        var seen = new AtomicInteger();
        var vertx = RestServer.eventLoop();
        try {
            var watch = new FileWatch(vertx, List.of(file), seen::incrementAndGet);
            watch.look().toCompletionStage().toCompletableFuture().join();
            assertThat(seen).hasValue(0);
            Files.writeString(file, "longer");
            var looks = Stream.generate(watch::look).limit(20).map(look -> look.toCompletionStage().toCompletableFuture()).toList();
            looks.forEach(CompletableFuture::join);
            assertThat(seen).as("once, whoever looked").hasValue(1);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static String pem(String name, String base64) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(name, base64, name);
    }

    private static void looked(Served served) {
        served.server.looked().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-aes256", "-v2 aes-128-cbc -v2prf hmacWithSHA1"})
    void an_encrypted_key(String how) throws Exception {
        Openssl.certificate(directory, "plain");
        Files.copy(directory.resolve("plain.crt"), directory.resolve("locked.crt"));
        var convert = how.startsWith("-v2") ? "openssl pkcs8 -topk8 " + how : "openssl rsa " + how;
        Openssl.run((convert + " -passout pass:gehe1m -in " + directory.resolve("plain.key") + " -out " + directory.resolve("locked.key")).split(" "));
        assumeThat(Files.readString(directory.resolve("locked.key"))).as("openssl 3 does not write the old form any more").doesNotContain("Proc-Type");
        try (var served = serving("locked", "gehe1m", ""); var socket = connected(served)) {
            assertThat(get(socket)).contains(" 200 ");
        }
        assertThat(refused("locked", "wrong", "")).contains("cannot be decrypted with the password");
        assertThat(refused("locked", "", "")).contains("is encrypted, and no password is given").doesNotContain("gehe1m");
    }

    @Test
    void a_key_encrypted_in_the_old_way_is_named_with_its_cure() throws Exception {
        Openssl.certificate(directory, "old");
        Openssl.run("openssl", "rsa", "-traditional", "-aes128", "-passout", "pass:x", "-in", directory.resolve("old.key").toString(), "-out", directory.resolve("old.tmp").toString());
        replace("old.tmp", "old.key");
        assertThat(refused("old", "x", "")).contains("openssl pkcs8 -topk8");
        Openssl.run("openssl", "pkcs8", "-topk8", "-v2", "des3", "-passout", "pass:x", "-passin", "pass:x", "-in", directory.resolve("old.key").toString(), "-out", directory.resolve("old.tmp").toString());
        replace("old.tmp", "old.key");
        assertThat(refused("old", "x", "")).contains("openssl pkcs8 -topk8 -v2 aes-256-cbc");
    }

    @Test
    void a_key_of_another_certificate_is_refused() throws Exception {
        Openssl.certificate(directory, "one");
        Openssl.certificate(directory, "two");
        replace("two.key", "one.key");
        assertThat(refused("one", "", "")).contains("one.key is not the key of");
    }

    @Test
    void only_the_ciphers_of_the_operator() throws Exception {
        Openssl.certificate(directory, "server");
        try (var served = serving("server", "", "ECDHE-RSA-AES128-GCM-SHA256")) {
            try (var socket = connected(served)) {
                assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
            }
            try (var other = connect(served)) {
                other.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"});
                org.assertj.core.api.Assertions.assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(other::startHandshake);
            }
        }
        assertThat(refused("server", "", "HIGH:!aNULL")).contains("restapi.ciphers: HIGH is no cipher suite that Java knows");
    }

    @ParameterizedTest
    @CsvSource({"ECDHE-RSA-AES256-GCM-SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_AES_256_GCM_SHA384,TLS_AES_256_GCM_SHA384", "DHE-RSA-AES128-SHA256,TLS_DHE_RSA_WITH_AES_128_CBC_SHA256", "AES128-SHA,TLS_RSA_WITH_AES_128_CBC_SHA"})
    void openssls_names(String openssl, String standard) {
        assertThat(Ciphers.suites(openssl + ":" + openssl)).containsExactly(standard, standard);
    }

    @Test
    void headers_of_the_operator_on_every_answer_with_headers() throws Exception {
        Openssl.certificate(directory, "server");
        try (var served = serving("server", "", "")) {
            for (var path : new String[] {"/primary", "/patroni", "/nonsense", "/metrics"}) try (var socket = connected(served)) {
                assertThat(get(socket, "GET " + path)).contains("X-Frame-Options: deny\r\n").contains("Server: Patroni/4.1.4\r\n");
            }
            for (var request : new String[] {"POST /nonsense", "PATCH /config", "DELETE /restart"}) try (var socket = connected(served)) {
                assertThat(get(socket, request)).contains("X-Frame-Options: deny\r\n");
            }
            try (var socket = connected(served)) {
                assertThat(get(socket, "HEAD /primary")).doesNotContain("X-Frame-Options");
            }
        }
    }

    private String refused(String name, String password, String ciphers) {
        try {
            serving(name, password, ciphers).close();
            return "";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    private void replace(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private static SSLSocket connected(Served served) throws Exception {
        var socket = connect(served);
        socket.startHandshake();
        return socket;
    }

    private static SSLSocket connect(Served served) throws Exception {
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new TrustAnybody()}, null);
        var socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", served.port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String name(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
    }

    private static String get(SSLSocket socket) throws IOException {
        return get(socket, "HEAD /primary");
    }

    /// Reads what comes first: the head of the answer.
    private static String get(SSLSocket socket, String request) throws IOException {
        socket.getOutputStream().write((request + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) head.append((char) socket.getInputStream().read());
        return head.toString();
    }
}
