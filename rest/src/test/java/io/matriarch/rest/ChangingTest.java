package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.runtime.Operator;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.ScheduledRestart;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Configuration, restart, reload, reinitialize, failsafe over real HTTP.
class ChangingTest {
    private Served served;

    @BeforeEach
    void serve() {
        served = new Served();
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void patch_merges_checks_and_compares() {
        check(served.send("PATCH", "/config", "{\"ttl\":20,\"loop_wait\":null,\"postgresql\":{\"parameters\":{\"work_mem\":\"8MB\"}},\"mine\":[1]}"), 200,
                "{\"ttl\": 20, \"retry_timeout\": 3, \"postgresql\": {\"parameters\": {\"work_mem\": \"8MB\"}}, \"mine\": [1]}");
        assertThat(served.dcs.writes).hasSize(1);
        var write = (DcsWrite.PutConfig) served.dcs.writes.getFirst();
        assertThat(write.revision()).isEqualTo(90);
        assertThat(write.config().number("ttl", 0)).isEqualTo(20);
    }

    @Test
    void patch_that_changes_nothing_writes_nothing() {
        check(served.send("PATCH", "/config", "{\"ttl\":\"10\",\"none\":null}"), 200, "{\"ttl\": 10, \"loop_wait\": 2, \"retry_timeout\": 3}");
        assertThat(served.dcs.writes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"ttl\":5}                  | loop_wait + 2 * retry_timeout <= ttl does not hold: 2 + 2 * 3 = 8 > 5",
        "{\"ttl\":4}                  | ttl: 4 s is too short",
        "{\"ttl\":301}                | ttl: 301 s is too long: use at most 300",
        "{\"loop_wait\":0}            | loop_wait: use at least 1",
        "{\"ttl\":\"long\"}           | ttl: long is not a whole number",
        "{\"ttl\":10.5}               | ttl: 10.5 is not a whole number",
        "{\"ttl\":{\"a\":1}}          | ttl: {a=1} is not a whole number",
        "{\"pause\":\"maybe\"}        | pause: maybe is not true or false",
        "{\"postgresql\":[]}          | postgresql: [] is not an object",
        "{\"postgresql\":{\"parameters\":\"x\"}} | postgresql.parameters: must be an object",
        "{\"postgresql\":{\"parameters\":{\"work mem\":\"1MB\"}}} | postgresql.parameters: \"work mem\" is no name of a parameter",
        "{\"postgresql\":{\"recovery_conf\":{\"include\":\"x\"}}} | postgresql.recovery_conf: \"include\" is no name of a parameter",
        "{\"postgresql\":{\"pre_promote\":\"fence 'x\"}} | postgresql.pre_promote: has a quote (') that is never closed",
        "{\"postgresql\":{\"before_stop\":7}} | postgresql.before_stop: is no text and no list of words",
        "{\"postgresql\":{\"callbacks\":{\"on_start\":{\"a\":1}}}} | postgresql.callbacks.on_start: is no text",
        "{\"postgresql\":{\"delta\":{\"command\":\"x \\\\\"}}} | postgresql.delta.command: ends with a backslash",
        "{\"synchronous_mode\":\"most\"} | synchronous_mode: most is not true, false or quorum",
        "{\"synchronous_mode\":[\"on\"]} | synchronous_mode: [on] is not true, false or quorum",
        "{\"synchronous_mode_strict\":\"very\"} | synchronous_mode_strict: very is not true or false",
        "{\"synchronous_node_count\":\"two\"} | synchronous_node_count: two is not a whole number",
        "{\"synchronous_node_count\":-1} | synchronous_node_count: -1 is not a whole number of at least 0",
        "{\"maximum_lag_on_syncnode\":\"-2\"} | maximum_lag_on_syncnode: -2 is not a whole number of at least -1",
        "{\"standby_cluster\":{\"host\":[\"far\"]}} | standby_cluster.host: [far] is not a host name",
        "{\"standby_cluster\":{\"host\":\"far?sslmode=disable\"}} | standby_cluster.host: far?sslmode=disable is not a host name",
        "{\"standby_cluster\":{\"host\":\"far,further\",\"port\":\"5432,5433\"}} | standby_cluster.port: 5432,5433 is not a port, one for all hosts",
        "{\"standby_cluster\":{\"host\":\"far\",\"primary_slot_name\":\"Far\"}} | standby_cluster.primary_slot_name: Far is not the name of a slot",
        "{\"slots\":[]}               | slots: must be an object",
        "{\"slots\":{\"A-b\":{}}}      | slots.A-b: the name of a slot is 1 to 63 lower-case letters, digits and underscores",
        "{\"slots\":{\"x\":{\"type\":\"fast\"}}} | slots.x: type: fast is not physical or logical",
        "{\"slots\":{\"x\":{\"type\":\"logical\",\"plugin\":\"p\"}}} | slots.x: a logical slot needs a database and a plugin",
        "{\"slots\":{\"x\":{\"cluster_type\":\"odd\"}}} | slots.x: cluster_type: odd is not primary or standby",
        "{\"slots\":{\"b\":{\"type\":\"logical\",\"database\":\"d\",\"plugin\":\"p\"}}} | slots.b: is the slot of the member b",
        "{\"permanent_slots\":{\"x\":7}} | permanent_slots.x: must be an object with a type",
        "{\"ignore_slots\":{}}        | ignore_slots: must be a list",
        "{\"ignore_slots\":[{\"owner\":\"x\"}]} | ignore_slots: {owner=x} is not an object with some of name, type, database, plugin",
    })
    void what_cannot_be_safe_is_refused_with_the_arithmetic_and_nothing_is_written(String body, String text) {
        for (var method : new String[] {"PATCH", "PUT"}) {
            var whole = method.equals("PUT") && body.contains("ttl\":5") ? "{\"ttl\":5,\"loop_wait\":2,\"retry_timeout\":3}" : body;
            var answer = served.send(method, "/config", whole);
            assertThat(answer.statusCode()).as(method).isEqualTo(400);
            assertThat(answer.body()).as(method).contains(text);
        }
        assertThat(served.dcs.writes).isEmpty();
    }

    /// A document that came from a Patroni with times it takes and we do not: a pause can be asked for all the same, and the times can be put right.
    @Test
    void what_is_wrong_already_stands_in_the_way_of_no_other_change() {
        var before = new Document(java.util.Map.of("ttl", 30, "loop_wait", 10, "retry_timeout", 15));
        assertThat(ConfigCheck.problems(before, before.with("pause", true))).isEmpty();
        assertThat(ConfigCheck.problems(before, before.with("retry_timeout", 10))).isEmpty();
        assertThat(ConfigCheck.problems(before, before.with("retry_timeout", 20))).singleElement().asString().contains("10 + 2 * 20 = 50 > 30 (Patroni would silently go by ttl 30, loop_wait 1, retry_timeout 14)");
        assertThat(ConfigCheck.problems(before, before.with("pause", "maybe"))).containsExactly("pause: maybe is not true or false");
    }

    /// Or unsafe times would pass beside a slot that somebody wrote wrong long ago.
    @Test
    void a_change_of_the_times_leaves_them_safe_whatever_else_is_wrong() {
        var odd = new Document(java.util.Map.of("slots", "none", "pause", "maybe", "ttl", 10, "loop_wait", 2, "retry_timeout", 3));
        assertThat(ConfigCheck.problems(odd, odd.with("retry_timeout", 5))).singleElement().asString().startsWith("loop_wait + 2 * retry_timeout <= ttl does not hold: 2 + 2 * 5 = 12 > 10");
        assertThat(ConfigCheck.problems(odd, odd.with("ttl", 20))).isEmpty();
        assertThat(ConfigCheck.problems(odd, odd.with("ttl", "long"))).containsExactly("ttl: long is not a whole number");
        var tooShort = new Document(java.util.Map.of("ttl", 4, "loop_wait", 1, "retry_timeout", 1));
        assertThat(ConfigCheck.problems(tooShort, tooShort.with("pause", true))).isEmpty();
        assertThat(ConfigCheck.problems(tooShort, tooShort.with("loop_wait", 2))).singleElement().asString().startsWith("ttl: 4 s is too short");
        var unread = new Document(java.util.Map.of("ttl", "long", "loop_wait", 2, "retry_timeout", 3));
        assertThat(ConfigCheck.problems(unread, unread.with("pause", true))).isEmpty();
        assertThat(ConfigCheck.problems(unread, unread.with("loop_wait", 5))).as("every node goes by a ttl of 10").singleElement().asString().contains("5 + 2 * 3 = 11 > 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "\"on\"", "\"off\"", "\"quorum\"", "\"Quorum\"", "1"})
    void a_synchronous_mode_may_be_turned_on_and_off(String mode) {
        var body = "{\"synchronous_mode\":%s,\"synchronous_mode_strict\":true,\"synchronous_node_count\":2,\"maximum_lag_on_syncnode\":-1}".formatted(mode);
        assertThat(served.send("PATCH", "/config", body).statusCode()).isEqualTo(200);
        assertThat(served.send("PUT", "/config", body).statusCode()).isEqualTo(200);
        assertThat(served.dcs.writes).hasSize(2);
    }

    @Test
    void patch_lost_to_another_change() {
        served.dcs.outcome = new WriteOutcome.Refused("the config key has changed");
        assertThat(served.send("PATCH", "/config", "{\"ttl\":20}").statusCode()).isEqualTo(409);
        served.dcs.outcome = new WriteOutcome.Unknown("deadline");
        assertThat(served.send("PATCH", "/config", "{\"ttl\":20}").statusCode()).isEqualTo(502);
        served.dcs.cluster = Given.leader().config(Document.EMPTY).cluster();
        assertThat(served.send("PATCH", "/config", "{\"ttl\":20}").statusCode()).isEqualTo(503);
        served.dcs.dark = true;
        assertThat(served.send("PATCH", "/config", "{\"ttl\":20}").statusCode()).isEqualTo(503);
    }

    @Test
    void put_replaces() {
        check(served.send("PUT", "/config", "{\"ttl\": 30, \"loop_wait\": 10, \"retry_timeout\": 10}"), 200, "{\"ttl\": 30, \"loop_wait\": 10, \"retry_timeout\": 10}");
        assertThat(served.dcs.writes.getFirst()).isInstanceOf(DcsWrite.ReplaceConfig.class);
        served.dcs.outcome = new WriteOutcome.Refused("etcd said no");
        assertThat(served.send("PUT", "/config", "{\"ttl\":20}").statusCode()).isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "1", "\"x\"", "{}", "{\"ttl\":1}{\"ttl\":2}", "{\"ttl\":1,\"ttl\":2}", "{'ttl':1}", "{\"ttl\":NaN}", "\u0000"})
    void broken_bodies(String body) {
        for (var request : new String[] {"PATCH /config", "PUT /config", "POST /switchover", "POST /failover", "POST /failsafe"})
            assertThat(served.send(request.split(" ", 2)[0], request.split(" ", 2)[1], body).statusCode()).as(request).isIn(body.isEmpty() ? new Object[] {400, 411} : new Object[] {400});
        assertThat(served.dcs.writes).isEmpty();
    }

    @Test
    void restart_answers_when_it_is_done() {
        var answer = served.sending("POST", "/restart", "");
        await().until(() -> served.operator.requests.size() == 1);
        assertThat(served.operator.requests).containsExactly(new LocalRequest.Restart());
        assertThat(answer).isNotDone();
        served.operator.replies.getFirst().accept(new Operator.Answer(true, "restarted successfully"));
        check(answer.join(), 200, "restarted successfully");
    }

    @Test
    void restart_that_fails_or_is_refused() {
        var answer = served.sending("POST", "/restart", "{\"restart_pending\":null,\"role\":\"primary\",\"timeout\":\"30s\"}");
        await().until(() -> served.operator.requests.size() == 1);
        assertThat(served.operator.requests).containsExactly(new LocalRequest.Restart(Duration.ofSeconds(30)));
        served.operator.replies.getFirst().accept(new Operator.Answer(false, "restart already in progress"));
        check(answer.join(), 503, "restart already in progress");
    }

    /// What the check takes for a time is that time.
    @ParameterizedTest
    @CsvSource({"10  s,PT10S", "0010,PT10S", "' 10s ',PT10S", "010 min,PT10M", "999999999,PT277777H46M39S", "1D,PT24H"})
    void restart_within_the_time_that_was_said(String said, Duration within) {
        served.operator.refuses = true;
        check(served.send("POST", "/restart", "{\"timeout\":\"%s\"}".formatted(said)), 503, "refused");
        assertThat(served.operator.requests).containsExactly(new LocalRequest.Restart(within));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"role\":\"replica\"}              | 503 | restart conditions are not satisfied",
        "{\"restart_pending\":true}          | 503 | restart conditions are not satisfied",
        "{\"postgres_version\":\"15.18\"}    | 503 | restart conditions are not satisfied",
        "{\"role\":\"king\"}                 | 400 | PostgreSQL role should be either primary, standby_leader, or replica",
        "{\"timeout\":0}                     | 400 | Timeout should be a positive number of seconds",
        "{\"timeout\":\"soon\"}              | 400 | Timeout should be a positive number of seconds",
        "{\"timeout\":\"000 s\"}             | 400 | Timeout should be a positive number of seconds",
        "{\"timeout\":\"1234567890\"}        | 400 | Timeout should be a positive number of seconds",
        "{\"timeout\":\"1 minute\"}          | 400 | Timeout should be a positive number of seconds",
        "{\"postgres_version\":\"new\"}      | 400 | Invalid PostgreSQL version format: X.Y or X.Y.Z is accepted: new",
        "{\"when\":1}                        | 400 | Unknown filter for the scheduled restart: when",
    })
    void restart_conditions(String body, int status, String text) {
        check(served.send("POST", "/restart", body), status, text);
        assertThat(served.operator.requests).isEmpty();
    }

    @Test
    void a_restart_is_scheduled_once_and_taken_back() {
        var body = "{\"schedule\":\"2026-11-21T05:00:00+02:30\",\"role\":\"replica\",\"timeout\":\"1min\",\"restart_pending\":true}";
        check(served.send("DELETE", "/restart", ""), 404, "no restarts are scheduled");
        check(served.send("POST", "/restart", body.replace("05:00", "05:31")), 202, "Restart scheduled");
        assertThat(served.operator.scheduled.get()).isInstanceOfSatisfying(ScheduledRestart.At.class, at -> {
            assertThat(at.schedule()).isEqualTo("2026-11-21T05:31:00+02:30");
            assertThat(at.published()).containsExactlyEntriesOf(Given.ordered("schedule", at.schedule(), "role", "replica", "timeout", "1min", "restart_pending", true,
                    "postmaster_start_time", "2026-11-21 01:02:03.123456+00"));
            assertThat(at.within()).isEqualTo(Duration.ofMinutes(1));
        });
        check(served.send("POST", "/restart", "{\"schedule\":\"2030-01-01T00:00:00Z\"}"), 409, "Another restart is already scheduled");
        check(served.send("DELETE", "/restart", ""), 200, "scheduled restart deleted");
        assertThat(served.operator.requests).as("the conditions are asked when it is due").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"schedule\":\"2030-01-01T00:00:00\"} | 400 | Timezone information is mandatory for the scheduled restart",
        "{\"schedule\":\"soon\"} | 422 | Unable to parse scheduled timestamp. It should be in an unambiguous format, e.g. ISO 8601",
        "{\"schedule\":null} | 422 | Unable to parse scheduled timestamp. It should be in an unambiguous format, e.g. ISO 8601",
        "{\"schedule\":\"2026-11-21T02:59:59Z\"} | 422 | Cannot schedule restart in the past",
        "{\"schedule\":\"2026-11-21T02:59:59Z\",\"role\":\"king\"} | 422 | Cannot schedule restart in the past",
        "{\"role\":\"king\",\"schedule\":\"2026-11-21T02:59:59Z\"} | 400 | PostgreSQL role should be either primary, standby_leader, or replica",
        "{\"schedule\":\"2030-01-01T00:00:00Z\",\"when\":1} | 400 | Unknown filter for the scheduled restart: when",
    })
    void a_schedule_that_cannot_be_kept(String body, int status, String text) {
        check(served.send("POST", "/restart", body), status, text);
        assertThat(served.operator.scheduled).hasValue(ScheduledRestart.NONE);
    }

    @Test
    void restart_in_other_states() {
        served.operator.shows(Given.leader().configured("pause", true));
        check(served.send("POST", "/restart", "{\"schedule\":\"2030-01-01T00:00:00Z\"}"), 500, "Can't schedule restart in the paused state");
        served.operator.shows(Given.leader().postgres(new PostgresState.Starting(false, Given.NOW, ControlData.UNKNOWN)));
        check(served.send("POST", "/restart", ""), 503, "postgres is still starting");
        served.operator.shows(Given.leader().job(new JobStatus.Running(JobKind.RESTART, Given.NOW, "")));
        check(served.send("POST", "/restart", ""), 503, "restart already in progress");
        assertThat(served.operator.requests).isEmpty();
        assertThat(served.operator.scheduled).hasValue(ScheduledRestart.NONE);
    }

    @Test
    void reload() {
        check(served.send("POST", "/reload", ""), 202, "reload scheduled");
        await().until(() -> served.reloads.get() == 1);
    }

    @Test
    void reinitialize() {
        check(served.send("POST", "/reinitialize", ""), 503, "I am the leader, can not reinitialize");
        served.operator.shows(Given.standby().lock(LeaderLock.ABSENT));
        check(served.send("POST", "/reinitialize", ""), 503, "Cluster has no leader, can not reinitialize");
        served.operator.shows(Given.standby().job(new JobStatus.Running(JobKind.CLONE, Given.NOW, "41 %")));
        check(served.send("POST", "/reinitialize", "{}"), 503, "reinitialize already in progress");
        assertThat(served.operator.requests).isEmpty();
        var answer = served.sending("POST", "/reinitialize", "{\"force\":true,\"from_leader\":true}");
        await().until(() -> served.operator.requests.size() == 1);
        assertThat(served.operator.requests).containsExactly(new LocalRequest.Reinitialize(true, true));
        served.operator.replies.getFirst().accept(new Operator.Answer(true, ""));
        check(answer.join(), 200, "reinitialize started");
    }

    @Test
    void the_loop_decides_who_is_confirmed_and_patroni_understands_what_it_says() {
        served.operator.shows(Given.standby());
        var body = "{\"name\":\"a\",\"conn_url\":\"postgres://a\",\"api_url\":\"http://10.0.0.1:8008/patroni\",\"slots\":{}}";
        var accepted = served.send("POST", "/failsafe", body);
        check(accepted, 200, "Accepted");
        assertThat(accepted.headers().firstValue("lsn")).hasValue(Long.toString(Given.WAL));
        assertThat(served.operator.claims).containsExactly(new LeaderClaim(new MemberName("a"), LeaseId.NONE, Duration.ZERO, ClusterStatus.UNKNOWN, "postgres://a", "http://10.0.0.1:8008/patroni"));
        served.operator.word = new Confirmation.Refused(Confirmation.Ground.LEADS, "");
        check(served.send("POST", "/failsafe", body), 500, "Running as a leader");
        served.operator.word = new Confirmation.Refused(Confirmation.Ground.OFF, "");
        assertThat(served.send("POST", "/failsafe", body).statusCode()).isEqualTo(502);
        served.operator.word = new Confirmation.Refused(Confirmation.Ground.UNKNOWN, "it is another");
        check(served.send("POST", "/failsafe", body), 503, "it is another");
        assertThat(served.send("POST", "/failsafe", "{\"api_url\":\"x\"}").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /primary", "POST /config", "PUT /switchover", "DELETE /config", "PATCH /cluster", "POST /nonsense", "TRACE /primary", "DELETE /", "POST /sigterm", "FOO /primary"})
    void methods_without_a_handler(String request) {
        var answer = served.send(request.split(" ", 2)[0], request.split(" ", 2)[1], "");
        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body()).as("patronictl looks for this").contains("Server does not support this operation");
    }

    private static void check(HttpResponse<String> answer, int status, String text) {
        assertThat(answer.body()).isEqualTo(text);
        assertThat(answer.statusCode()).isEqualTo(status);
    }
}
