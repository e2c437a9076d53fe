package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.PostgresState;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What can be read over real HTTP: paths, methods, codes, shapes.
class ReadingTest {
    private Served served;

    @BeforeEach
    void serve() {
        served = new Served();
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @ParameterizedTest
    @CsvSource({"/,200", "/primary,200", "/master,200", "/read-write,200", "/leader,200", "/standby-leader,503", "/replica,503", "/read-only,200", "/health,200", "/liveness,200",
        "/readiness,200", "/sync,503", "/synchronous,503", "/quorum,503", "/async,503", "/asynchronous,503", "/read-only-sync,200", "/read-only-quorum,200", "/patroni,200",
        "/patroni/x,200", "/cluster,200", "/history,200", "/config,200", "/metrics,200", "/failsafe,502", "/nonsense,503", "/primary?lag=1MB,200", "/switchover,503", "/restart,503"})
    void get_head_and_options_agree(String path, int status) {
        assertThat(served.get(path).statusCode()).isEqualTo(status);
        for (var method : List.of("HEAD", "OPTIONS")) {
            var answer = served.send(method, path, "");
            assertThat(answer.statusCode()).as(method).isEqualTo(status);
            assertThat(answer.body()).as(method).isEmpty();
            assertThat(answer.headers().firstValue("content-type")).as(method).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/primary", "/replica", "/", "/health", "/nonsense", "/sync"})
    void health_checks_carry_the_status(String path) {
        assertThat(served.get(path).body()).isEqualTo(served.get("/patroni").body());
        assertThat(served.get(path).headers().firstValue("content-type")).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/liveness", "/readiness"})
    void probes_have_no_body(String path) {
        assertThat(served.get(path).body()).isEmpty();
    }

    @Test
    void primary_turns_503_the_moment_the_permit_ends_though_no_tick_comes() {
        served.operator.shows(Given.leader().permit(Given.permit(Given.NOW.minus(Duration.ofSeconds(4)))));
        assertThat(served.get("/primary").statusCode()).isEqualTo(200);
        served.now = Given.NOW.plus(Duration.ofSeconds(2));
        assertThat(served.get("/primary").statusCode()).isEqualTo(503);
        assertThat(served.send("OPTIONS", "/primary", "").statusCode()).isEqualTo(503);
        assertThat(served.get("/health").statusCode()).isEqualTo(200);
    }

    /// Peers decide by the position there: it must not be from before they asked.
    @ParameterizedTest
    @ValueSource(strings = {"/patroni", "/patroni?fresh"})
    void status_is_of_a_tick_that_began_after_the_question(String path) throws IOException {
        served.operator.loop = reply -> {
            served.operator.shows(Given.standby().postgres(Given.replica(512)));
            reply.run();
        };
        assertThat(json(path).get("xlog").get("replayed_location").asLong()).isEqualTo(Given.WAL - 512);
    }

    @Test
    void status_of_a_loop_that_hangs_is_the_newest_there_is_and_says_so_after_a_ttl() throws IOException {
        served.operator.loop = _ -> {};
        assertThat(json("/patroni").get("state").asText()).isEqualTo("running");
        served.now = Given.NOW.plus(Duration.ofSeconds(11));
        assertThat(json("/patroni").get("state").asText()).isEqualTo("unknown");
        assertThat(json("/patroni").has("xlog")).isFalse();
    }

    @Test
    void a_flood_of_questions_shares_ticks() {
        var answers = java.util.stream.IntStream.range(0, 200).mapToObj(_ -> served.sending("GET", "/patroni", "")).toList();
        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(served.operator.refreshed.get()).isPositive().isLessThan(100);
    }

    @Test
    void status_of_a_primary() throws IOException {
        var json = json("/patroni");
        assertThat(names(json)).containsExactly("state", "postmaster_start_time", "role", "server_version", "xlog", "timeline", "replication", "dcs_last_seen",
                "database_system_identifier", "patroni", "matriarch");
        assertThat(json.get("state").asText()).isEqualTo("running");
        assertThat(json.get("role").asText()).isEqualTo("primary");
        assertThat(json.get("server_version").asInt()).isEqualTo(150018);
        assertThat(json.get("xlog").toString()).isEqualTo("{\"location\":" + Given.WAL + "}");
        assertThat(names(json.get("replication").get(0))).containsExactly("usename", "application_name", "client_addr", "state", "sync_state", "sync_priority");
        assertThat(json.get("patroni").toString()).isEqualTo("{\"version\":\"4.1.4\",\"scope\":\"demo\",\"name\":\"a\"}");
        assertThat(json.get("matriarch").toString())
                .isEqualTo("{\"rule\":\"mine.lead\",\"because\":\"the lock is mine\",\"stance\":\"Lead\",\"permit_ms\":5490,\"permit_over_ms\":7990,\"promotion_under_way\":false,\"known_timeline\":0,\"copyless\":false,\"disk_unfit\":false,\"receives\":false}");
        assertThat(served.get("/patroni").body()).as("scripts grep for this").contains("{\"state\": \"running\", \"postmaster_start_time\": ");
    }

    /// Nobody permitted it, for it began in a pause; it makes a primary all the same.
    @Test
    void peers_hear_of_a_standby_that_is_being_promoted() throws IOException {
        served.operator.shows(Given.standby());
        assertThat(PeerJson.report(Buffer.buffer(served.get("/patroni").body()))).isInstanceOfSatisfying(PeerReport.Answered.class, a -> assertThat(a.permitted()).isFalse());
        served.operator.shows(Given.standby().job(new JobStatus.Running(JobKind.PROMOTE, Given.NOW, "")));
        assertThat(PeerJson.report(Buffer.buffer(served.get("/patroni").body()))).isInstanceOfSatisfying(PeerReport.Answered.class, a -> assertThat(a.permitted()).isTrue());
    }

    @Test
    void status_of_a_standby_with_everything_there_is_to_say() throws IOException {
        served.operator.shows(Given.standby().sync("true", "b").configured("pause", true).lock(LeaderLock.ABSENT).tags("nofailover", true));
        var json = json("/patroni");
        assertThat(names(json)).containsExactly("state", "postmaster_start_time", "role", "server_version", "xlog", "sync_standby", "timeline", "replication_state", "pause",
                "cluster_unlocked", "dcs_last_seen", "tags", "database_system_identifier", "patroni", "matriarch");
        assertThat(json.get("xlog").toString()).isEqualTo("{\"received_location\":%d,\"replayed_location\":%d,\"replayed_timestamp\":\"2026-11-21 01:02:04.5+00\",\"paused\":false}"
                .formatted(Given.WAL, Given.WAL));
        assertThat(json.get("replication_state").asText()).isEqualTo("streaming");
    }

    @Test
    void a_standby_that_gets_its_wal_from_an_archive_says_so() throws IOException {
        served.operator.shows(Given.standby().postgres(Given.archiving(false)));
        assertThat(json("/patroni").get("replication_state").asText()).isEqualTo("in archive recovery");
        assertThat(served.get("/metrics").body()).contains("patroni_postgres_in_archive_recovery{scope=\"demo\",name=\"b\"} 1\n", "patroni_postgres_streaming{scope=\"demo\",name=\"b\"} 0\n");
        served.operator.shows(Given.standby().postgres(Given.archiving(true)));
        assertThat(json("/patroni").get("replication_state").asText()).isEqualTo("streaming");
        assertThat(served.get("/metrics").body()).contains("patroni_postgres_in_archive_recovery{scope=\"demo\",name=\"b\"} 0\n");
    }

    @Test
    void status_while_the_server_does_not_answer() throws IOException {
        served.operator.shows(Given.leader().postgres(new PostgresState.Silent(true, Given.NOW, "timeout")).permit(Permit.NONE));
        var json = json("/patroni");
        assertThat(json.get("state").asText()).isEqualTo("unknown");
        assertThat(json.get("role").asText()).isEqualTo("primary");
        assertThat(json.has("xlog")).as("peers take it as unreachable").isFalse();
    }

    @Test
    void cluster() throws IOException {
        var json = json("/cluster");
        assertThat(json.get("scope").asText()).isEqualTo("demo");
        assertThat(json.get("members").get(0).toString()).isEqualTo("{\"name\":\"a\",\"role\":\"leader\",\"state\":\"running\",\"api_url\":\"http://10.0.0.1:8008/patroni\","
                + "\"host\":\"10.0.0.1\",\"port\":5432,\"timeline\":4}");
        assertThat(json.get("members").get(1).toString()).isEqualTo("{\"name\":\"b\",\"role\":\"replica\",\"state\":\"streaming\",\"api_url\":\"http://10.0.0.1:8008/patroni\","
                + "\"host\":\"10.0.0.1\",\"port\":5432,\"timeline\":4,\"receive_lsn\":\"0/5000000\",\"receive_lag\":0,\"replay_lsn\":\"0/4FFFC18\",\"replay_lag\":1000,"
                + "\"lsn\":\"0/4FFFC18\",\"lag\":1000}");
    }

    @Test
    void cluster_in_pause_with_a_scheduled_switchover_and_a_member_of_which_little_is_known() throws IOException {
        var scheduled = new OperatorRequest.Switchover(new MemberName("a"), new OperatorRequest.Candidate.Named(new MemberName("b")), "2026-11-21T05:00:00+00:00", 95);
        served.operator.shows(Given.leader().sync("quorum", "b").configured("pause", true).request(scheduled, 100)
                .members(Given.member("b", "replica"), new io.matriarch.core.view.Member(new MemberName("0"), new io.matriarch.core.view.LeaseId(1), Document.EMPTY)));
        var json = json("/cluster");
        assertThat(names(json)).containsExactly("members", "pause", "scheduled_switchover", "scope");
        assertThat(json.get("scheduled_switchover").toString()).isEqualTo("{\"at\":\"2026-11-21T05:00:00+00:00\",\"from\":\"a\",\"to\":\"b\"}");
        assertThat(json.get("members").get(0).get("lag").asText()).isEqualTo("unknown");
        assertThat(json.get("members").get(0).has("host")).isFalse();
        assertThat(json.get("members").get(1).get("role").asText()).isEqualTo("quorum_standby");
    }

    @Test
    void whether_a_leader_counts_on_its_members_instead_of_etcd() {
        served.operator.shows(Given.leader().confirmedFor(Duration.ofSeconds(1)));
        assertThat(served.get("/patroni").body()).contains("\"failsafe_mode_is_active\": true");
        assertThat(served.get("/metrics").body()).containsPattern("patroni_failsafe_mode_is_active\\{[^}]*} 1");
        served.operator.shows(Given.leader().confirmedFor(Duration.ZERO));
        assertThat(served.get("/patroni").body()).doesNotContain("failsafe_mode_is_active");
        assertThat(served.get("/metrics").body()).containsPattern("patroni_failsafe_mode_is_active\\{[^}]*} 0");
    }

    @Test
    void the_cluster_is_shown_as_it_was_last_known_while_etcd_does_not_answer() {
        var before = served.get("/cluster").body();
        served.operator.shows(Given.leader().dark());
        assertThat(served.get("/cluster").statusCode()).isEqualTo(200);
        assertThat(served.get("/cluster").body()).isEqualTo(before).contains("\"role\": \"leader\"");
    }

    @Test
    void history_config_and_failsafe() {
        assertThat(served.get("/history").body()).isEqualTo("[[3, 4096, \"no recovery target specified\", \"2026-11-20T10:00:00+00:00\", \"a\"]]");
        assertThat(served.get("/config").body()).isEqualTo("{\"ttl\": 10, \"loop_wait\": 2, \"retry_timeout\": 3}");
        served.operator.shows(Given.leader().config(Document.EMPTY).failsafe(new Document(Given.ordered("a", "http://10.0.0.1:8008/patroni"))));
        assertThat(served.get("/config").statusCode()).isEqualTo(502);
        assertThat(served.get("/failsafe").body()).isEqualTo("{\"a\": \"http://10.0.0.1:8008/patroni\"}");
    }

    @Test
    void metrics() {
        var lines = List.of(served.get("/metrics").body().split("\n"));
        assertThat(lines).contains("# TYPE patroni_primary gauge", "# TYPE patroni_xlog_location counter", "patroni_primary{scope=\"demo\",name=\"a\"} 1",
                "patroni_version{scope=\"demo\",name=\"a\"} 040104", "patroni_postmaster_start_time{scope=\"demo\",name=\"a\"} 1795222923.123456", "patroni_postgres_timeline{scope=\"demo\",name=\"a\"} 4",
                "patroni_xlog_location{scope=\"demo\",name=\"a\"} " + Given.WAL, "patroni_postgres_state{scope=\"demo\",name=\"a\"} 5", "patroni_cluster_unlocked{scope=\"demo\",name=\"a\"} 0",
                "matriarch_rebuild_failures{scope=\"demo\",name=\"a\"} 0");
        served.operator.shows(Given.standby());
        assertThat(served.get("/metrics").body()).contains("patroni_replica{scope=\"demo\",name=\"b\"} 1\n", "patroni_postgres_streaming{scope=\"demo\",name=\"b\"} 1\n",
                "patroni_xlog_received_location{scope=\"demo\",name=\"b\"} " + Given.WAL + "\n");
        served.operator.shows(Given.standby().job(new JobStatus.Ended(JobKind.CLONE, Given.NOW, false, "no space")));
        assertThat(served.get("/metrics").body()).contains("matriarch_rebuild_failures{scope=\"demo\",name=\"b\"} 1\n");
    }

    @Test
    void nothing_to_show_before_the_first_tick() {
        served.operator.notReady();
        for (var path : List.of("/primary", "/patroni", "/liveness", "/cluster")) assertThat(served.get(path).statusCode()).as(path).isEqualTo(503);
        assertThat(served.send("POST", "/restart", "").statusCode()).isEqualTo(503);
    }

    @Test
    void http_1_0_as_haproxy_speaks_it() throws IOException {
        assertThat(served.raw("OPTIONS /primary HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200 OK\r\n");
        served.operator.shows(Given.standby());
        assertThat(served.raw("OPTIONS /primary HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 503 Service Unavailable\r\n");
        assertThat(served.raw("HEAD /replica HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200 OK\r\n");
    }

    @Test
    void one_connection_many_checks() throws IOException {
        var three = "OPTIONS /primary HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2) + "HEAD /replica HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        assertThat(served.raw(three).split("HTTP/1.1 ", -1)).hasSize(4);
    }

    private JsonNode json(String path) throws IOException {
        return JsonMapper.builder().build().readTree(served.get(path).body());
    }

    private static List<String> names(JsonNode json) {
        var names = new ArrayList<String>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
