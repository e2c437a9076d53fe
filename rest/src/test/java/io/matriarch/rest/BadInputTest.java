package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.WriteOutcome;
import io.matriarch.rest.RestConfig.Access;
import io.matriarch.rest.RestConfig.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients send that should not: a clear refusal, nothing asked of the loop, nothing written, and the next request is answered as ever.
class BadInputTest {
    private static final List<String> WITH_BODY = List.of("PATCH /config", "PUT /config", "POST /switchover", "POST /failover", "POST /failsafe");
    private static final List<String> BODY_OPTIONAL = List.of("POST /restart", "POST /reinitialize");
    private static final long SEED = 20261122;
    private static final int REQUESTS = 1500;
    private Served served;

    @BeforeEach
    void serve() {
        served = new Served(Access.OPEN, new Limits(Duration.ofSeconds(60), Duration.ofSeconds(2), 64 * 1024));
        served.dcs.outcome = new WriteOutcome.Refused("no");
        served.operator.refuses = true;
    }

    /// Whatever was sent: nothing has come of it, and who asks next is answered.
    @AfterEach
    void unharmed() {
        assertThat(served.operator.requests).isEmpty();
        assertThat(served.dcs.writes).isEmpty();
        assertThat(served.get("/primary").statusCode()).isEqualTo(200);
        served.close();
    }

    static Stream<String> broken() {
        return Stream.of("{", "[]", "null", "1", "\"x\"", "true", "{\"a\":1}{\"b\":2}", "{\"a\":1,\"a\":2}", "{'a':1}", "{\"a\":NaN}", "{\"a\":01}", "{\"a\":1,}", "\u0000", "{\"a\":\"\u0000", "[".repeat(60_000),
                "{\"a\":".repeat(5000), "<xml/>", "a=b", "{\"a\":" + "9".repeat(5000) + "}", "{\"a\":1e999999999}");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_body_that_is_no_object(String body) {
        for (var request : Stream.concat(WITH_BODY.stream(), BODY_OPTIONAL.stream()).toList()) {
            var answer = served.send(method(request), path(request), body);
            assertThat(answer.statusCode()).as(request).isEqualTo(400);
            assertThat(answer.body()).as(request).isNotEmpty();
        }
    }

    @Test
    void no_body_where_there_must_be_one() throws IOException {
        for (var request : WITH_BODY) {
            assertThat(raw(request, "", "")).as(request).startsWith("HTTP/1.1 411 ");
            assertThat(raw(request, "Content-Length: 0\r\n", "")).as(request).startsWith("HTTP/1.1 400 ");
            assertThat(raw(request, "Content-Length: 2\r\n", "{}")).as(request).startsWith("HTTP/1.1 400 ");
            assertThat(raw(request, "Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n")).as(request).startsWith("HTTP/1.1 411 ");
        }
    }

    @Test
    void a_body_larger_than_any_that_makes_sense() {
        var huge = "{\"a\":\"" + "x".repeat(64 * 1024) + "\"}";
        for (var request : Stream.concat(WITH_BODY.stream(), BODY_OPTIONAL.stream()).toList())
            assertThat(served.send(method(request), path(request), huge).statusCode()).as(request).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /restart", "POST /reinitialize", "DELETE /restart", "POST /reload"})
    void pieces_without_end(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((request + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(answerTo(socket)).satisfiesAnyOf(head -> assertThat(head).startsWith("HTTP/1.1 413 "), head -> assertThat(head).as("closed").isEmpty());
        }
    }

    /// Sends on until there is an answer, or nobody who hears.
    private static String answerTo(Socket socket) throws IOException {
        var piece = ("400\r\n" + " ".repeat(1024) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try {
            while (socket.getInputStream().available() == 0) socket.getOutputStream().write(piece);
            return new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
        } catch (SocketException closed) {
            return "";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /primary", "POST /config", "PUT /switchover", "DELETE /config", "PATCH /cluster", "DELETE /patroni", "FOO /primary", "PROPFIND /", "POST /", "POST /sigterm", "POST /mpp", "POST /citus"})
    void a_method_that_a_path_does_not_have(String request) throws IOException {
        assertThat(raw(request, "Content-Length: 2\r\n", "{}")).startsWith("HTTP/1.1 501 ").contains("text/html").contains("Server does not support this operation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nonsense", "/patronix", "/config.json", "//", "/%2e%2e/etc/passwd", "/../../etc/passwd", "/a'b\"c;--", "/%00", "/primar%79x", "/*"})
    void a_path_that_is_not_there_shows_the_status(String path) throws IOException {
        assertThat(raw("GET " + path.replace("\"", "%22"), "", "")).startsWith("HTTP/1.1 503 ").contains("application/json").contains("\"patroni\": {\"version\": \"4.1.4\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/primary?lag=%", "/replica?%1MB", "/config/%g0", "/decisions?since=%2"})
    void an_address_that_cannot_be_decoded(String path) throws IOException {
        assertThat(raw("GET " + path, "", "")).startsWith("HTTP/1.1 400 ");
    }

    static Stream<String> hostile() {
        return Stream.of("a'b\\\"c;--", "*", "x".repeat(64), "x".repeat(5000), "../b", "b\\nINFO forged", "b\\u0000", "<script>alert(1)</script>", "${jndi:ldap://x}", " ", "b/", "\ud83d\ude00");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_hostile_name(String name) {
        for (var action : List.of("switchover", "failover")) {
            var candidate = served.send("POST", "/" + action, "{\"leader\":\"a\",\"candidate\":\"" + name + "\"}");
            assertThat(candidate.statusCode()).isEqualTo(412);
            assertThat(candidate.body()).isEqualTo("candidate does not exists");
            var leader = served.send("POST", "/" + action, "{\"leader\":\"" + name + "\",\"candidate\":\"b\"}");
            assertThat(leader.statusCode()).isEqualTo(412);
            assertThat(leader.body()).isEqualTo("leader name does not match");
        }
        assertThat(served.send("POST", "/restart", "{\"" + name + "\":1}").statusCode()).isEqualTo(400);
        assertThat(served.send("POST", "/restart", "{\"role\":\"" + name + "\"}").statusCode()).isEqualTo(400);
        assertThat(served.send("POST", "/restart", "{\"schedule\":\"" + name + "\"}").statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "POST /restart | {\"role\":5} | 400", "POST /restart | {\"role\":{}} | 400", "POST /restart | {\"timeout\":-1} | 400", "POST /restart | {\"timeout\":[5]} | 400", "POST /restart | {\"timeout\":99999999999999999999} | 400",
        "POST /restart | {\"postgres_version\":15} | 503", "POST /restart | {\"postgres_version\":\"15.\"} | 400", "POST /restart | {\"postgres_version\":\"99999999999\"} | 400", "POST /restart | {\"schedule\":5} | 422",
        "POST /restart | {\"schedule\":{}} | 422", "POST /switchover | {\"leader\":{}} | 412", "POST /switchover | {\"leader\":5} | 412", "POST /switchover | {\"leader\":\"a\",\"scheduled_at\":[]} | 422",
        "POST /switchover | {\"leader\":\"a\",\"candidate\":[\"b\"]} | 412", "POST /failsafe | {\"name\":5,\"api_url\":[]} | 200", "POST /failsafe | {\"api_url\":1} | 400"})
    void a_value_of_another_type(String request, String body, int status) {
        assertThat(served.send(method(request), path(request), body).statusCode()).isEqualTo(status);
    }

    /// Queries and bodies made of what the parsers look for, in any order, broken anywhere. The same each time; a failure names its number.
    @Test
    void whatever_comes_is_understood_or_refused() throws IOException {
        var random = new Random(SEED);
        for (int number = 0; number < REQUESTS; number++) {
            var request = random.nextInt(3) > 0 ? read(random) : "";
            var body = request.isEmpty() ? body(random) : "";
            var sent = request.isEmpty() ? pick(random, "PATCH /config", "PUT /config", "POST /switchover", "POST /failover", "POST /failsafe", "POST /restart", "POST /reinitialize", "DELETE /switchover") : request;
            var answer = raw(sent, body.isEmpty() ? "" : "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n", body);
            assertThat(answer).as("request %d: %s %s", number, sent, body).startsWith("HTTP/1.1 ").doesNotContain("Internal error");
            assertThat(answer.substring(9, 12)).as("request %d: %s %s", number, sent, body).isIn("200", "202", "400", "404", "409", "411", "412", "413", "422", "502", "503");
        }
        served.operator.requests.clear();
        served.operator.unschedule();
        served.dcs.writes.clear();
    }

    private static String read(Random random) {
        var parameters = IntStream.range(0, random.nextInt(4)).mapToObj(_ -> pick(random, "lag", "replication_state", "mode", "tag_a", "tag_", "since", "rule", "limit", "dead", "%", "a%zz", "") + pick(random, "=", "", "==")
                + pick(random, "1MB", "-1", "99999999999999999999TB", "1.5", "%00", "%zz", "%f0%9f", "+", "streaming", "write", "2026-11-21T00:00:00+00:00", "15m", "9999999d", "a'b\"c;--".replace("\"", "%22"), "x".repeat(2000))).toList();
        var path = pick(random, "/", "/primary", "/replica", "/readiness", "/liveness", "/health", "/sync", "/read-only", "/patroni", "/cluster", "/decisions", "/whatif", "/metrics", "/config", "/leader/x", "/%" + random.nextInt(100));
        return pick(random, "GET ", "HEAD ", "OPTIONS ") + path + (parameters.isEmpty() ? "" : "?" + String.join(pick(random, "&", "&&", ";"), parameters));
    }

    private static String body(Random random) {
        var fields = IntStream.range(0, random.nextInt(5)).mapToObj(_ -> "\"" + pick(random, "leader", "candidate", "member", "scheduled_at", "schedule", "role", "postgres_version", "timeout", "restart_pending", "force", "from_leader",
                "ttl", "loop_wait", "retry_timeout", "pause", "postgresql", "slots", "name", "api_url", "conn_url", "matriarch", "synchronous_mode", "") + "\":" + value(random, 3)).toList();
        var text = new StringBuilder("{" + String.join(",", fields) + "}");
        for (int wrong = random.nextInt(3); wrong > 0; wrong--) {
            var at = random.nextInt(text.length());
            if (random.nextBoolean()) text.deleteCharAt(at);
            else text.insert(at, pick(random, "{", "}", "[", "\"", ",", ":", "\\", "\u0000", "e", "-", "\ud83d\ude00"));
            if (text.isEmpty()) text.append(' ');
        }
        return text.toString();
    }

    private static String value(Random random, int depth) {
        if (depth > 0 && random.nextInt(4) == 0) return random.nextBoolean() ? "[" + value(random, depth - 1) + "]" : "{\"a\":" + value(random, depth - 1) + "}";
        return pick(random, "null", "true", "1", "-1", "10", "1e400", "99999999999999999999", "0.1", "\"\"", "\"a\"", "\"x\"", "\"2030-01-01T00:00:00Z\"", "\"2030-01-01T00:00:00\"", "\"2030-13-01T00:00:00Z\"", "\"+999999999-01-01T00:00:00Z\"",
                "\"primary\"", "\"15.1\"", "\"99.99.99\"", "\"1min\"", "\"quorum\"", "\"\\u0000\"", "\"\\ud800\"", "\"" + "y".repeat(500) + "\"");
    }

    private static String pick(Random random, String... all) {
        return all[random.nextInt(all.length)];
    }

    private static String method(String request) {
        return request.split(" ", 2)[0];
    }

    private static String path(String request) {
        return request.split(" ", 2)[1];
    }

    private String raw(String request, String headers, String body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
