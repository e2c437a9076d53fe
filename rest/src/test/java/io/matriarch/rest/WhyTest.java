package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import io.matriarch.core.view.WatchdogView;
import io.matriarch.json.JsonText;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `GET /decisions` and `GET /whatif` over HTTP. The wall clock stands at [Served#WALL_TIME].
class WhyTest {
    private Served served;

    @BeforeEach
    void serve() {
        served = new Served();
        served.decisions.add("2026-11-21T02:00:00.123+00:00", "others.follow", "Follow");
        served.decisions.add("2026-11-21T02:59:00Z", "free.last-leader-may-live", "Hold");
        served.decisions.add("2026-11-21T03:59:30+01:00", "free.furthest-races", "Race");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void decisions_come_oldest_first() throws IOException {
        assertThat(rules("/decisions")).containsExactly("others.follow", "free.last-leader-may-live", "free.furthest-races");
        var json = json("/decisions");
        assertThat(json.get("member").asText()).isEqualTo("a");
        assertThat(json.get("dropped").asInt()).isEqualTo(3);
        assertThat(served.get("/decisions").headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void decisions_are_filtered() throws IOException {
        assertThat(rules("/decisions?limit=1")).containsExactly("free.furthest-races");
        assertThat(rules("/decisions?rule=free")).containsExactly("free.last-leader-may-live", "free.furthest-races");
        assertThat(rules("/decisions?rule=others.follow")).containsExactly("others.follow");
        assertThat(rules("/decisions?stance=hold")).containsExactly("free.last-leader-may-live");
        assertThat(rules("/decisions?since=40s")).containsExactly("free.furthest-races");
        assertThat(rules("/decisions?since=10m&rule=free&limit=5")).hasSize(2);
        assertThat(rules("/decisions?since=2026-11-21T02:59:00%2B00:00")).hasSize(2);
        assertThat(rules("/decisions?since=2026-11-21T02:59:00+00:00")).as("a plus sign that a shell user did not escape").hasSize(2);
        assertThat(rules("/decisions?rule=fre")).isEmpty();
    }

    @Test
    void a_question_that_is_not_understood_is_400() {
        assertThat(served.get("/decisions?since=yesterday").statusCode()).isEqualTo(400);
        assertThat(served.get("/decisions?limit=many").statusCode()).isEqualTo(400);
        assertThat(served.get("/whatif").statusCode()).isEqualTo(400);
    }

    @Test
    void head_gives_gets_status() {
        for (var path : new String[] {"/decisions", "/whatif?dead=c"}) assertThat(served.send("HEAD", path, "").statusCode()).as(path).isEqualTo(200);
        assertThat(served.send("HEAD", "/whatif?dead=x", "").statusCode()).isEqualTo(404);
    }

    @Test
    void metrics_count_rules() {
        assertThat(served.get("/metrics").body()).contains("# TYPE matriarch_rule_fired_total counter\nmatriarch_rule_fired_total{scope=\"demo\",name=\"a\",rule=\"mine.lead\"} 7\n",
                "matriarch_journal_dropped_total{scope=\"demo\",name=\"a\"} 3\n");
    }

    @Test
    void metrics_say_what_fills_a_disk() {
        assertThat(served.get("/metrics").body()).contains("matriarch_disk_unfit{scope=\"demo\",name=\"a\"} 0\n", "matriarch_disk_free_bytes{scope=\"demo\",name=\"a\",fs=\"data\"} 90\n",
                "matriarch_disk_low{scope=\"demo\",name=\"a\",fs=\"data\"} 1\n", "matriarch_pg_wal_bytes{scope=\"demo\",name=\"a\"} 500\n", "matriarch_pg_wal_high{scope=\"demo\",name=\"a\"} 0\n",
                "# TYPE matriarch_slot_retained_bytes gauge\nmatriarch_slot_retained_bytes{scope=\"demo\",name=\"a\",slot=\"b\"} 77\n",
                "matriarch_slot_idle_seconds{scope=\"demo\",name=\"a\",slot=\"b\"} 9\n", "matriarch_slot_lost{scope=\"demo\",name=\"a\",slot=\"b\"} 1\n");
    }

    @Test
    void peers_hear_of_an_unfit_disk() {
        var standing = new Standing(Given.leader().snapshot(), Given.NOW);
        for (var unfit : new boolean[] {false, true}) {
            var said = PatroniJson.status(unfit ? Given.diskFull(standing) : standing, "4.1.4");
            assertThat(PeerJson.report(io.vertx.core.buffer.Buffer.buffer(io.matriarch.json.JsonText.dense(said))))
                    .isInstanceOfSatisfying(PeerReport.Answered.class, answered -> assertThat(answered.diskUnfit()).isEqualTo(unfit));
        }
    }

    @Test
    void peers_hear_of_a_watchdog_that_does_not_work() {
        var standing = new Standing(Given.leader().snapshot(), Given.NOW);
        assertThat(PatroniJson.status(standing, "4.1.4")).doesNotContainKey("watchdog_failed");
        var failed = Given.but(standing, new WatchdogView("there is no /dev/watchdog"), Promised.NOTHING);
        assertThat(PatroniJson.status(failed, "4.1.4")).containsEntry("watchdog_failed", true);
        assertThat(new MetricsResource("4.1.4", served.decisions, new Timings()).get(failed).body().toString()).contains("matriarch_watchdog_failed{scope=\"demo\",name=\"a\"} 1\n");
        assertThat(heard(standing).watchdogFailed()).isFalse();
        assertThat(heard(failed).watchdogFailed()).isTrue();
    }

    private static PeerReport.Answered heard(Standing one) {
        return (PeerReport.Answered) PeerJson.report(Buffer.buffer(JsonText.dense(PatroniJson.status(one, "4.1.4"))));
    }

    @Test
    void an_operator_sees_what_is_promised() {
        var standing = new Standing(Given.standby().sync("quorum", "b").snapshot(), Given.NOW);
        assertThat(promise(standing)).isNull();
        var promised = Given.but(standing, WatchdogView.FIT, new Promised.To(new Term(7), new MemberName("c")));
        assertThat(promise(promised)).isEqualTo(Map.of("term", 7L, "candidate", "c", "said", false, "may_receive", true));
        assertThat(new MetricsResource("4.1.4", served.decisions, new Timings()).get(promised).body().toString()).contains("matriarch_promised_term{scope=\"demo\",name=\"b\"} 7\n");
        assertThat(promise(Given.but(standing, WatchdogView.FIT, new Promised.Unreadable("wrong checksum")))).isEqualTo(Map.of("unreadable", "wrong checksum"));
    }

    /// Who holds the key says that it is a standby, so it stands for election: this voter has ended its receiver, and said how far it is.
    @Test
    void a_voter_that_has_said_how_far_it_is_receives_nothing() {
        var standing = new Standing(Given.voter(false).snapshot(), Given.NOW);
        var candidate = new Promised.To(new Term(7), new MemberName("c"));
        assertThat(promise(Given.but(standing, WatchdogView.FIT, candidate))).isEqualTo(Map.of("term", 7L, "candidate", "c", "said", false, "may_receive", false));
        assertThat(promise(Given.quiet(Given.but(new Standing(Given.voter(true).snapshot(), Given.NOW), WatchdogView.FIT, candidate), candidate)))
                .isEqualTo(Map.of("term", 7L, "candidate", "c", "said", true, "may_receive", false));
    }

    @Test
    void by_whom_a_synchronous_mode_rests_on_clocks_is_said() {
        var mixed = Given.leader().members(Given.member("a", "primary"), Given.patroni("b", "replica"), Given.patroni("c", "replica")).sync("quorum", "b");
        var standing = new Standing(mixed.snapshot(), Given.NOW);
        assertThat(own(standing, "sync_on_clocks")).isEqualTo(List.of("b"));
        assertThat(new MetricsResource("4.1.4", served.decisions, new Timings()).get(standing).body().toString()).contains("matriarch_sync_on_clocks{scope=\"demo\",name=\"a\"} 1\n");
        var ours = new Standing(Given.leader().sync("quorum", "b").snapshot(), Given.NOW);
        assertThat(own(ours, "sync_on_clocks")).isNull();
        assertThat(new MetricsResource("4.1.4", served.decisions, new Timings()).get(ours).body().toString()).contains("matriarch_sync_on_clocks{scope=\"demo\",name=\"a\"} 0\n");
    }

    private static Object promise(Standing standing) {
        return own(standing, "promise");
    }

    private static Object own(Standing standing, String field) {
        return ((Map<?, ?>) PatroniJson.status(standing, "4.1.4").get("matriarch")).get(field);
    }

    @Test
    void the_leader_dies() throws IOException {
        served.peers.put(new MemberName("c"), standbyAt(Given.WAL - 500));
        served.peers.put(new MemberName("b"), standbyAt(Given.WAL - 100));
        var json = json("/whatif?dead=a");
        assertThat(json.get("outcome").asText()).isEqualTo("succession");
        assertThat(json.get("leader").toString()).isEqualTo("[\"b\"]");
        assertThat(json.get("lost_bytes").asLong()).isEqualTo(100);
        assertThat(json.get("lost_seconds_when_cut_off").asDouble()).isEqualTo(5.5);
        assertThat(json.get("after_seconds").get("at_most").asDouble()).isEqualTo(10.0);
        assertThat(json.get("others").get(0).get("rule").asText()).isEqualTo("free.another-is-ahead");
        assertThat(json.get("says").asText()).contains("If a died now, b would lead: the lock is free after 10.0 s", "Lost: 100 bytes of WAL that a has and b has not received yet.",
                "Why not c: another member has more WAL (free.another-is-ahead).");
    }

    private static PeerReport standbyAt(long end) {
        return new PeerReport.Answered(false, true, new Timeline(4), new WalPosition(end), Tags.NONE);
    }

    @Test
    void a_standby_dies() throws IOException {
        assertThat(json("/whatif?dead=c").get("says").asText()).isEqualTo("If c died now, nothing would change: a leads, and goes on. Left to follow: b.");
    }

    @Test
    void nobody_leads() throws IOException {
        for (var name : new String[] {"b", "c"}) served.peers.put(new MemberName(name), Served.answered(true));
        assertThat(json("/whatif?dead=a").get("says").asText()).startsWith("If a died now, nobody would lead.\nWhy not b: the operator excludes this member by its tags (free.may-not-lead).");
    }

    @Test
    void what_cannot_be_said() {
        assertThat(served.get("/whatif?dead=x").statusCode()).isEqualTo(404);
        assertThat(served.get("/whatif?dead=x").body()).contains("There is no member x. Members: a, b, c.");
        served.operator.shows(Given.leader().dark());
        assertThat(served.get("/whatif?dead=a").statusCode()).isEqualTo(503);
        served.operator.shows(Given.leader().lock(LeaderLock.ABSENT));
        assertThat(served.get("/whatif?dead=a").statusCode()).isEqualTo(200);
    }

    private Iterable<String> rules(String path) throws IOException {
        return StreamSupport.stream(json(path).get("decisions").spliterator(), false).map(d -> d.get("rule").asText()).toList();
    }

    private JsonNode json(String path) throws IOException {
        var answer = served.get(path);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JsonMapper.builder().build().readTree(answer.body());
    }
}
