package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.core.runtime.Operator;
import io.matriarch.rest.RestConfig.Access;
import io.matriarch.rest.RestConfig.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may change something, and what a hostile client gets.
class GuardTest {
    private static final List<String> UNSAFE = List.of("PATCH /config", "PUT /config", "POST /switchover", "POST /failover", "DELETE /switchover", "POST /restart",
            "DELETE /restart", "POST /reload", "POST /reinitialize", "POST /failsafe");
    private Served served;

    @BeforeEach
    void serve() {
        served = new Served(new Access.Basic("admin", "sécret:x"), new Limits(Duration.ofMillis(1500), Duration.ofMillis(700), 64 * 1024));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void unsafe_verbs_need_credentials_and_reading_does_not() {
        for (var request : UNSAFE) {
            var answer = served.send(request.split(" ", 2)[0], request.split(" ", 2)[1], "{\"ttl\":20}");
            assertThat(answer.statusCode()).as(request).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("no auth header received");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"Patroni\"");
        }
        for (var path : List.of("/primary", "/patroni", "/config", "/cluster", "/metrics")) assertThat(served.get(path).statusCode()).as(path).isEqualTo(200);
        assertThat(served.dcs.writes).isEmpty();
        assertThat(served.operator.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin:wrong", "admin:", "admin", ":sécret:x", "Admin:sécret:x", "admin:sécret:x ", "admin:sécret:xx"})
    void wrong_credentials(String credentials) {
        var answer = served.send("POST", "/reload", "", "Authorization", basic(credentials));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("not authenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "Basic", "Basic !!!", "Basic =", "basic"})
    void other_headers(String header) {
        assertThat(served.send("POST", "/reload", "", "Authorization", header).statusCode()).isEqualTo(401);
    }

    @Test
    void right_credentials() {
        assertThat(served.send("POST", "/reload", "", "Authorization", basic("admin:sécret:x")).statusCode()).isEqualTo(202);
        assertThat(served.send("PATCH", "/config", "{\"ttl\":20}", "Authorization", basic("admin:sécret:x").replace("Basic", "bASIC")).statusCode()).isEqualTo(200);
    }

    @Test
    void the_password_is_in_no_text() {
        assertThat(new Access.Basic("admin", "secret").toString()).doesNotContain("secret");
    }

    @Test
    void a_body_too_large() {
        var answer = served.send("PATCH", "/config", "{\"a\":\"" + "x".repeat(64 * 1024) + "\"}", "Authorization", basic("admin:sécret:x"));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(served.dcs.writes).isEmpty();
    }

    @Test
    void a_body_without_a_length() throws IOException {
        assertThat(served.raw("PATCH /config HTTP/1.1\r\nHost: x\r\n" + authorized() + "\r\n")).startsWith("HTTP/1.1 411 ");
        assertThat(served.raw("PATCH /config HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + authorized() + "\r\n2\r\n{}\r\n0\r\n\r\n")).startsWith("HTTP/1.1 411 ");
    }

    @Test
    void a_body_that_never_comes_ends_with_its_connection() throws IOException {
        assertThat(served.raw("PATCH /config HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n" + authorized() + "\r\n{")).isEmpty();
        assertThat(served.get("/primary").statusCode()).isEqualTo(200);
    }

    @Test
    void a_request_that_never_comes_ends_with_its_connection() throws IOException {
        assertThat(served.raw("GET /prim")).isEmpty();
        assertThat(served.raw("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /primary\r\n\r\n", "rubbish\r\n\r\n", "GET /primary HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /reload HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"})
    void broken_requests_are_refused(String request) throws IOException {
        assertThat(served.raw(request)).doesNotContain(" 200 ").doesNotContain(" 202 ");
        assertThat(served.reloads).hasValue(0);
        assertThat(served.get("/primary").statusCode()).isEqualTo(200);
    }

    @Test
    void headers_without_end() throws IOException {
        assertThat(served.raw("GET /primary HTTP/1.1\r\n" + "X: y\r\n".repeat(10_000) + "\r\n")).doesNotContain(" 200 ");
        assertThat(served.raw("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n")).doesNotContain(" 200 ");
        assertThat(served.get("/primary").statusCode()).isEqualTo(200);
    }

    /// The connection idles while the server restarts: that is not what the idle limit is for.
    @Test
    void a_long_restart_outlives_the_idle_limit() throws IOException {
        var answer = served.sending("POST", "/restart", "", "Authorization", basic("admin:sécret:x"));
        await().until(() -> served.operator.requests.size() == 1);
        for (int limit = 0; limit < 2; limit++) assertThat(served.raw("")).as("an idle connection ends").isEmpty();
        assertThat(answer).isNotDone();
        served.operator.replies.getFirst().accept(new Operator.Answer(true, ""));
        assertThat(answer.join().body()).isEqualTo("restarted successfully");
    }

    private static String authorized() {
        return "Authorization: " + basic("admin:sécret:x") + "\r\n";
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
