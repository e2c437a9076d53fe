package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Switchover and failover as Patroni's contract 2.6 has them: checks in order, texts, codes, and what is written.
class HandoverTest {
    private static final OperatorRequest ASKED = new OperatorRequest.Switchover(new MemberName("a"), OperatorRequest.Candidate.BEST, "", 101);
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
    @CsvSource(delimiter = '|', value = {
        "failover   | {\"leader\":\"a\"}                    | 400 | Failover could be performed only to a specific candidate",
        "failover   | {\"candidate\":\"b\",\"scheduled_at\":\"2030-01-01T00:00:00Z\"} | 400 | Failover can't be scheduled",
        "switchover | {\"candidate\":\"b\"}                 | 400 | Switchover could be performed only from a specific leader",
        "switchover | {\"leader\":null,\"candidate\":\"b\"} | 400 | Switchover could be performed only from a specific leader",
        "switchover | {\"leader\":\"a\",\"candidate\":\"a\"} | 400 | Switchover target and source are the same",
        "switchover | {\"leader\":\"a\",\"scheduled_at\":\"2030-01-01T00:00:00\"} | 400 | Timezone information is mandatory for the scheduled switchover",
        "switchover | {\"leader\":\"a\",\"scheduled_at\":\"2026-11-21T02:59:59Z\"} | 422 | Cannot schedule switchover in the past",
        "switchover | {\"leader\":\"a\",\"scheduled_at\":\"tomorrow\"} | 422 | Unable to parse scheduled timestamp. It should be in an unambiguous format, e.g. ISO 8601",
        "switchover | {\"leader\":\"b\"}                    | 412 | leader name does not match",
        "failover   | {\"leader\":\"b\",\"candidate\":\"c\"} | 412 | leader name does not match",
        "switchover | {\"leader\":\"a\",\"candidate\":\"\",\"member\":\"x\"} | 412 | candidate does not exists",
        "switchover | {\"leader\":\"a\",\"candidate\":\"x\"} | 412 | candidate does not exists",
        "failover   | {\"member\":\"x\"}                    | 412 | candidate does not exists",
        "failover   | {\"candidate\":\"x\"}                 | 412 | candidate does not exists",
    })
    void refused(String action, String body, int status, String text) {
        check(served.send("POST", "/" + action, body), status, text);
        assertThat(served.dcs.writes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "switchover | {\"leader\":\"a\",\"scheduled_at\":\"2030-01-01T00:00:00Z\"} | 400 | Can't schedule switchover in the paused state",
        "switchover | {\"leader\":\"a\"}                    | 400 | Switchover is possible only to a specific candidate in a paused state",
    })
    void refused_in_pause(String action, String body, int status, String text) {
        served.dcs.cluster = Given.leader().configured("pause", true).cluster();
        check(served.send("POST", "/" + action, body), status, text);
        assertThat(served.dcs.writes).isEmpty();
    }

    @Test
    void refused_by_the_synchronous_standbys() {
        served.dcs.cluster = Given.leader().sync("true", "b").cluster();
        check(served.send("POST", "/switchover", "{\"leader\":\"a\",\"candidate\":\"c\"}"), 412, "candidate name does not match with sync_standby");
        served.dcs.cluster = Given.leader().sync("true").cluster();
        check(served.send("POST", "/switchover", "{\"leader\":\"a\"}"), 412, "switchover is not possible: can not find sync_standby");
        assertThat(served.dcs.writes).isEmpty();
    }

    @Test
    void refused_without_anybody_to_hand_over_to() {
        served.dcs.cluster = Given.leader().members(Given.member("a", "primary")).cluster();
        check(served.send("POST", "/switchover", "{\"leader\":\"a\"}"), 412, "switchover is not possible: cluster does not have members except leader");
    }

    @Test
    void refused_when_no_candidate_is_fit() {
        served.peers.put(new MemberName("b"), new PeerReport.Silent("no answer"));
        served.peers.put(new MemberName("c"), Served.answered(true));
        check(served.send("POST", "/switchover", "{\"leader\":\"a\"}"), 412, "switchover is not possible: no good candidates have been found");
        check(served.send("POST", "/failover", "{\"candidate\":\"c\"}"), 412, "failover is not possible: no good candidates have been found");
        served.peers.put(new MemberName("c"), new PeerReport.Answered(false, true, new Timeline(4), new WalPosition(Given.WAL), Tags.NONE, false, new Timeline(4), false, false, true, true));
        check(served.send("POST", "/switchover", "{\"leader\":\"a\"}"), 412, "switchover is not possible: no good candidates have been found");
        check(served.send("POST", "/failover", "{\"candidate\":\"c\"}"), 412, "failover is not possible: no good candidates have been found");
        assertThat(served.dcs.writes).as("a watchdog that is required and does not work").isEmpty();
    }

    @Test
    void etcd_does_not_answer() {
        served.dcs.dark = true;
        assertThat(served.send("POST", "/switchover", "{\"leader\":\"a\"}").statusCode()).isEqualTo(503);
        assertThat(served.send("DELETE", "/switchover", "").statusCode()).isEqualTo(503);
    }

    @Test
    void the_request_cannot_be_written() {
        served.dcs.outcome = new WriteOutcome.Refused("no");
        check(served.send("POST", "/switchover", "{\"leader\":\"a\"}"), 503, "failed to write switchover key into DCS");
        check(served.send("POST", "/failover", "{\"candidate\":\"b\"}"), 503, "failed to write failover key into DCS");
    }

    @Test
    void answered_by_the_very_tick_that_sees_the_new_leader() {
        var answer = begun("/switchover", "{\"leader\":\"a\",\"candidate\":\"b\"}");
        assertThat(written().fields()).isEqualTo(Given.ordered("leader", "a", "member", "b"));
        served.operator.shows(Given.leader().request(ASKED, 101));
        served.operator.shows(Given.leader().request(ASKED, 102).lock(LeaderLock.ABSENT));
        assertThat(answer).isNotDone();
        served.operator.shows(Given.leader().request(ASKED, 103).lock(Given.held("b")));
        check(answer.join(), 200, "Successfully switched over to \"b\"");
        assertThat(served.operator.listeners).isEmpty();
    }

    /// A view read before the request was written shows an empty key: that is not a failure.
    @Test
    void an_older_view_proves_nothing() {
        var answer = begun("/switchover", "{\"leader\":\"a\"}");
        assertThat(written().fields()).isEqualTo(Given.ordered("leader", "a"));
        served.operator.shows(Given.leader().request(OperatorRequest.NONE, 100));
        served.operator.shows(Given.leader().dark());
        assertThat(answer).isNotDone();
        served.operator.shows(Given.leader().request(OperatorRequest.NONE, 104));
        check(answer.join(), 503, "Switchover failed");
    }

    @Test
    void another_one_than_asked_for() {
        var answer = begun("/switchover", "{\"leader\":\"a\",\"candidate\":\"b\"}");
        served.operator.shows(Given.leader().request(ASKED, 103).lock(Given.held("c")));
        check(answer.join(), 200, "Switched over to \"c\" instead of \"b\"");
    }

    @Test
    void failover_where_nobody_leads() {
        served.dcs.cluster = Given.leader().lock(LeaderLock.ABSENT).cluster();
        var answer = begun("/failover", "{\"candidate\":\"b\"}");
        assertThat(written().fields()).isEqualTo(Given.ordered("member", "b"));
        served.operator.shows(Given.leader().request(OperatorRequest.NONE, 102).lock(LeaderLock.ABSENT));
        served.operator.shows(Given.leader().request(OperatorRequest.NONE, 103).lock(Given.held("b")));
        check(answer.join(), 200, "Successfully failed over to \"b\"");
    }

    /// Who forces a failover is told what that costs.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 | Successfully failed over to \"b\"", "1234 | Successfully failed over to \"b\"; about 1234 bytes of acknowledged commits were missing there"})
    void failover_says_how_much_of_what_was_acknowledged_is_lost(long missing, String said) {
        var world = Given.leader().lock(LeaderLock.ABSENT).acknowledged(Given.WAL + missing);
        served.dcs.cluster = world.cluster();
        served.operator.shows(world);
        var answer = begun("/failover", "{\"candidate\":\"b\"}");
        served.operator.shows(world.request(OperatorRequest.NONE, 103).lock(Given.held("b")));
        check(answer.join(), 200, said);
    }

    @ParameterizedTest
    @CsvSource({"a,true,100,pending", "a,true,101,failed", "a,true,102,failed", "a,false,102,pending", "'',true,102,pending", "'',false,102,pending", "b,true,102,over", "b,false,102,over",
        "b,true,100,pending"})
    void the_end_by_one_view(String holder, boolean withdrawn, long revision, String expected) {
        var view = Given.leader().request(withdrawn ? OperatorRequest.NONE : ASKED, revision).lock(holder.isEmpty() ? LeaderLock.ABSENT : Given.held(holder)).cluster();
        var verdict = new HandoverEnd(new Handover("switchover", "a", "", ""), "a", 101).judge(view);
        assertThat(switch (verdict) {
            case HandoverEnd.Verdict.Pending() -> "pending";
            case HandoverEnd.Verdict.Over(var reply) -> reply.ok() ? "over" : "failed";
        }).isEqualTo(expected);
    }

    /// Patroni says that it does not know, after twenty seconds of a switchover that goes on.
    @Test
    void a_switchover_that_takes_long_is_waited_for_while_it_is_seen_to_go_on() {
        served.operator.shows(Given.leader().request(ASKED, 101));
        var vertx = RestServer.eventLoop();
        try {
            var answer = waiting(vertx, new HandoverEnd.Patience(Duration.ofMillis(500), Duration.ofMinutes(1)));
            for (int look = 0; look < 60; look++) {
                var seen = new CompletableFuture<Void>();
                vertx.setTimer(10, _ -> seen.complete(null));
                seen.join();
                served.operator.shows(Given.leader().request(ASKED, 102).lock(LeaderLock.ABSENT));
            }
            assertThat(answer).isNotDone();
            served.operator.shows(Given.leader().request(ASKED, 103).lock(Given.held("b")));
            assertThat(answer.join().body()).hasToString("Successfully switched over to \"b\"");
            served.operator.shows(Given.leader().dark());
            assertThat(waiting(vertx, new HandoverEnd.Patience(Duration.ofMillis(20), Duration.ofMinutes(1))).join().body()).hasToString("Switchover status unknown: DCS is not accessible");
            served.operator.shows(Given.leader().request(ASKED, 101));
            var limited = waiting(vertx, new HandoverEnd.Patience(Duration.ofMinutes(1), Duration.ofMillis(20))).join();
            assertThat(limited.body()).hasToString("Switchover status unknown: it was still going on after 0 s");
            assertThat(limited.status()).isEqualTo(503);
            assertThat(served.operator.listeners).isEmpty();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private CompletableFuture<Reply> waiting(io.vertx.core.Vertx vertx, HandoverEnd.Patience patience) {
        var answer = new CompletableFuture<Reply>();
        new HandoverEnd(new Handover("switchover", "a", "b", ""), "a", 101).await(vertx, served.operator, patience, answer::complete);
        return answer;
    }

    /// Patroni 3.0.2's patronictl always names the leader: that makes it a switchover.
    @Test
    void failover_that_names_the_leader_is_a_switchover() {
        var answer = begun("/failover", "{\"leader\":\"a\",\"candidate\":\"b\",\"scheduled_at\":null}");
        assertThat(written().fields()).isEqualTo(Given.ordered("leader", "a", "member", "b"));
        served.operator.shows(Given.leader().request(OperatorRequest.NONE, 103).lock(Given.held("b")));
        check(answer.join(), 200, "Successfully switched over to \"b\"");
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21T05:00:00+02:00,2026-11-21T05:00:00+02:00", "2026-11-21T05:00:00Z,2026-11-21T05:00:00+00:00", "2026-11-21 05:00+00,2026-11-21T05:00:00+00:00",
        "2026-11-21T05:00:00.123456+0000,2026-11-21T05:00:00+00:00"})
    void scheduled(String given, String stored) {
        served.dcs.cluster = Given.leader().members(Given.member("a", "primary")).cluster();
        check(served.send("POST", "/switchover", "{\"leader\":\"a\",\"scheduled_at\":\"" + given + "\"}"), 202, "Switchover scheduled");
        assertThat(written().fields()).isEqualTo(Given.ordered("leader", "a", "scheduled_at", stored));
    }

    @Test
    void taking_a_scheduled_switchover_back() {
        check(served.send("DELETE", "/switchover", ""), 404, "no switchover is scheduled");
        served.dcs.cluster = Given.leader().request(ASKED, 101).cluster();
        check(served.send("DELETE", "/switchover", ""), 404, "no switchover is scheduled");
        served.dcs.cluster = Given.leader().request(new OperatorRequest.Switchover(new MemberName("a"), OperatorRequest.Candidate.BEST, "2030-01-01T00:00:00+00:00", 95), 101).cluster();
        check(served.send("DELETE", "/switchover", ""), 200, "scheduled switchover deleted");
        assertThat(served.dcs.writes).containsExactly(new DcsWrite.ClearRequest(95));
        served.dcs.outcome = new WriteOutcome.Refused("changed");
        assertThat(served.send("DELETE", "/switchover", "").statusCode()).isEqualTo(409);
    }

    private CompletableFuture<HttpResponse<String>> begun(String path, String body) {
        var answer = served.sending("POST", path, body);
        await().until(() -> !served.operator.listeners.isEmpty());
        return answer;
    }

    private io.matriarch.core.view.Document written() {
        assertThat(served.dcs.writes).hasSize(1);
        return ((DcsWrite.PutRequest) served.dcs.writes.getFirst()).request();
    }

    private static void check(HttpResponse<String> answer, int status, String text) {
        assertThat(answer.body()).isEqualTo(text);
        assertThat(answer.statusCode()).isEqualTo(status);
    }
}
