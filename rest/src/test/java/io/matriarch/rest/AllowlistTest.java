package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.rest.RestConfig.Access;
import io.matriarch.rest.RestConfig.Allowed;
import io.matriarch.rest.RestConfig.Limits;
import io.matriarch.rest.RestConfig.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// From where something may be changed, and what is asked first of whom. The client is 127.0.0.9.
class AllowlistTest {
    private static final String CLAIM = "{\"name\":\"a\",\"conn_url\":\"postgres://a\",\"api_url\":\"http://10.0.0.1:8008/patroni\",\"slots\":{}}";

    private static Served serving(Access access, boolean members, String... entries) {
        return new Served(new RestConfig("127.0.0.1", 0, "4.1.4", access, Tls.OFF, Limits.DEFAULT, new Allowed(List.of(entries), members), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.9,202", "127.0.0.8,403", "127.0.0.8/31,202", "127.1.2.3/8,202", "127.0.0.8/32,403", "0.0.0.0/0,202", "::/0,403", "::1,403", "no.such.host.invalid,403", "127.0.0.9.nip.invalid,403"})
    void addresses_and_networks(String entry, int status) throws IOException {
        try (var served = serving(Access.OPEN, false, "192.0.2.1", entry)) {
            assertThat(ask(served, "POST /reload", "")).startsWith("HTTP/1.1 " + status);
            assertThat(ask(served, "GET /primary", "")).as("reading is open").startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_host_by_name() throws IOException {
        try (var served = serving(Access.OPEN, false, "localhost")) {
            assertThat(served.send("POST", "/reload", "").statusCode()).isEqualTo(202);
            assertThat(ask(served, "POST /reload", "")).startsWith("HTTP/1.1 403").endsWith("Access is denied");
        }
    }

    @Test
    void many_requests_at_once_while_names_are_looked_up() {
        try (var served = serving(Access.OPEN, false, "no.such.host.invalid", "localhost")) {
            var answers = IntStream.range(0, 50).mapToObj(_ -> served.sending("POST", "/reload", "")).toList();
            assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(202));
        }
    }

    @Test
    void the_members_by_their_api_url() throws IOException {
        try (var served = serving(Access.OPEN, true)) {
            assertThat(ask(served, "POST /reload", "")).startsWith("HTTP/1.1 403");
            var elsewhere = Given.member("c", "replica");
            served.operator.shows(Given.leader().members(Given.member("a", "primary"),
                    new io.matriarch.core.view.Member(elsewhere.name(), elsewhere.lease(), elsewhere.data().with("api_url", "http://127.0.0.9:8008/patroni"))));
            assertThat(ask(served, "POST /reload", "")).startsWith("HTTP/1.1 202");
            served.operator.shows(Given.leader().dark().members(new io.matriarch.core.view.Member(elsewhere.name(), elsewhere.lease(), elsewhere.data().with("api_url", "no url at all"))));
            assertThat(ask(served, "POST /reload", "")).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void a_leader_without_etcd_is_heard_unless_the_operator_named_addresses() throws IOException {
        try (var served = serving(Access.OPEN, true)) {
            assertThat(ask(served, "POST /failsafe", CLAIM)).startsWith("HTTP/1.1 200");
        }
        try (var served = serving(Access.OPEN, false, "192.0.2.0/24")) {
            assertThat(ask(served, "POST /failsafe", CLAIM)).startsWith("HTTP/1.1 403");
        }
    }

    /// The router takes them for `/reload`, and so does the list.
    @ParameterizedTest
    @ValueSource(strings = {"/failsafe/../reload", "//reload", "/failsafe/%2e%2e/reload", "/failsafe/./../reload", "/failsafe/..//reload", "/./reload", "/failsafe/../../reload"})
    void no_path_is_a_way_around_it(String path) throws IOException {
        try (var served = serving(Access.OPEN, true)) {
            assertThat(ask(served, "POST " + path, "")).startsWith("HTTP/1.1 403").endsWith("Access is denied");
            assertThat(ask(served, "POST /reload/../failsafe", CLAIM)).startsWith("HTTP/1.1 200");
            assertThat(served.reloads).hasValue(0);
        }
    }

    @Test
    void the_address_is_asked_before_the_password() throws IOException {
        try (var served = serving(new Access.Basic("admin", "s"), false, "192.0.2.1")) {
            assertThat(ask(served, "POST /reload", "")).startsWith("HTTP/1.1 403");
        }
        try (var served = serving(new Access.Basic("admin", "s"), false, "127.0.0.9")) {
            assertThat(ask(served, "POST /reload", "")).startsWith("HTTP/1.1 401").contains("Basic realm=\"Patroni\"").endsWith("no auth header received");
        }
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "fd00::/129", "a/8", "10.0.0.1/x", "''", "/", "10.0.0.256"})
    void no_network(String text) {
        assertThat(Network.of(text)).isEmpty();
    }

    /// With a body in pieces: it must not be lost while a name is looked up.
    private static String ask(Served served, String request, String body) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), served.port, InetAddress.ofLiteral("127.0.0.9"), 0)) {
            socket.setSoTimeout(20_000);
            var head = "%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n".formatted(request, body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n");
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
