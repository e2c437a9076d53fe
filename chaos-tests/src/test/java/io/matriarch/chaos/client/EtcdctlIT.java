package io.matriarch.chaos.client;

import static io.matriarch.chaos.client.ClusterInUse.json;
import static io.matriarch.chaos.client.ClusterInUse.standbyNames;
import static io.matriarch.chaos.client.ClusterInUse.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Synchronous;
import io.matriarch.chaos.history.Outcome;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// What an operator sees of a cluster of ours with etcdctl, key by key in Patroni's forms, and what becomes of edits by hand: a request is carried out, a
/// damaged value is said in the log, obeyed by nobody and mended by the leader. One cluster. With the short selection of faults (`-Dchaos.short`).
@OneStory
class EtcdctlIT {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final String LATER = "2100-01-01T00:00:00+00:00";
    private static final ObjectMapper JSON = new ObjectMapper();

    @AutoClose private ClusterInUse use;
    private Etcdctl etcd;

    @BeforeAll
    void start() throws SQLException {
        use = ClusterInUse.small(TTL, Synchronous.ON);
        etcd = Etcdctl.of(use.cluster);
        use.wholeAndSynchronous();
        use.createTable();
    }

    @Test
    @Order(1)
    void the_keys_that_are_plain_text() {
        var leader = use.wholeAndSynchronous();
        assertThat(etcd.get("leader")).isEqualTo(leader.name());
        assertThat(etcd.get("initialize")).matches("\\d{10,20}").isEqualTo(json(leader, "/patroni").path("database_system_identifier").asText());
        assertThat(etcd.keys()).contains("config", "initialize", "leader", "members/n1", "members/n2", "members/n3", "status", "sync");
    }

    @Test
    @Order(2)
    void a_member_says_where_it_is_and_how_far() throws IOException {
        var leader = use.wholeAndSynchronous();
        for (var node : use.cluster.nodes()) {
            var text = etcd.get("members/" + node.name());
            var member = JSON.readTree(text);
            assertThat(text).as("compact").isEqualTo(member.toString());
            assertThat(member.path("conn_url").asText()).isEqualTo("postgres://" + node.postgres() + "/postgres");
            assertThat(member.path("api_url").asText()).isEqualTo("http://" + node.rest() + "/patroni");
            assertThat(member.path("state").asText()).isEqualTo("running");
            assertThat(member.path("role").asText()).isEqualTo(node.equals(leader) ? "primary" : "replica");
            assertThat(member.path("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(member.path("xlog_location").isIntegralNumber()).isTrue();
            assertThat(member.path("timeline").asInt()).isEqualTo(1);
            assertThat(member.has("replication_state")).isEqualTo(!node.equals(leader));
        }
    }

    @Test
    @Order(3)
    void the_keys_that_are_json() throws IOException {
        var leader = use.wholeAndSynchronous();
        assertThat(read("config").path("ttl").asInt()).isEqualTo(10);
        assertThat(read("status").path("optime").isIntegralNumber()).isTrue();
        assertThat(read("status").path("optime").asLong()).isPositive();
        assertThat(read("sync").path("leader").asText()).isEqualTo(leader.name());
        assertThat(read("sync").path("sync_standby").asText()).isEqualTo(standbyNames(leader));
        assertThat(read("sync").path("quorum").asInt(-1)).isZero();
        put("config", etcd.get("config").replaceFirst("\\{", "{\"failsafe_mode\":true,"));
        until("everybody is named in the failsafe key", () -> look("failsafe").size() == 3);
        use.cluster.nodes().forEach(node -> assertThat(look("failsafe").path(node.name()).asText()).isEqualTo("http://" + node.rest() + "/patroni"));
        put("config", etcd.get("config").replaceFirst("\"failsafe_mode\":true,", ""));
        until("the failsafe key is gone", () -> !etcd.keys().contains("failsafe"));
    }

    @Test
    @Order(4)
    void a_configuration_put_by_hand_is_obeyed() {
        use.wholeAndSynchronous();
        put("config", etcd.get("config").replaceFirst("\"maximum_lag_on_failover\":\\d+", "\"maximum_lag_on_failover\": 2097152,\n \"unknown_here\": [1]"));
        until("everybody goes by it", () -> use.cluster.nodes().stream().allMatch(node -> json(node, "/config").path("maximum_lag_on_failover").asInt() == 2097152));
        assertThat(json(use.primary(), "/config").path("unknown_here").path(0).asInt()).isEqualTo(1);
    }

    @Test
    @Order(5)
    void a_switchover_put_by_hand_is_carried_out_in_both_forms() throws IOException {
        var first = use.wholeAndSynchronous();
        var second = synchronous();
        put("failover", "{\"leader\":\"" + first.name() + "\",\"member\":\"" + second.name() + "\"}");
        until("it leads", () -> second.answers("/primary"));
        until("the request is answered", () -> etcd.get("failover").equals("{}"));
        use.wholeAndSynchronous();
        var rows = read("history");
        assertThat(rows.path(0)).hasSize(5);
        assertThat(rows.path(0).path(0).asInt()).isEqualTo(1);
        assertThat(rows.path(0).path(4).asText()).isEqualTo(second.name());

        var third = synchronous();
        put("failover", second.name() + ":" + third.name());
        until("it leads", () -> third.answers("/primary"));
        until("the request is answered", () -> etcd.get("failover").equals("{}"));
        use.wholeAndSynchronous();
    }

    @Test
    @Order(6)
    void a_scheduled_switchover_put_by_hand_waits_and_may_be_taken_back() {
        var leader = use.wholeAndSynchronous();
        put("failover", "{\"leader\":\"%s\",\"scheduled_at\":\"%s\"}".formatted(leader.name(), LATER));
        until("it is known", () -> json(leader, "/cluster").path("scheduled_switchover").path("at").asText().equals(LATER));
        put("failover", "{}");
        until("it is forgotten", () -> !json(leader, "/cluster").has("scheduled_switchover"));
        assertThat(use.wholeAndSynchronous()).isEqualTo(leader);
    }

    @Test
    @Order(7)
    void a_leader_key_deleted_by_hand_comes_back_and_the_leader_stays() throws SQLException {
        var leader = use.wholeAndSynchronous();
        try (var session = use.connected(leader)) {
            etcd.delete("leader");
            until("it is back", () -> etcd.get("leader").equals(leader.name()));
            assertThat(session.inRecovery()).isFalse();
        }
        untilConfirmed();
        assertThat(use.wholeAndSynchronous()).isEqualTo(leader);
    }

    /// Without a lease, which `etcdctl put` takes from the key, it would be there for ever.
    @Test
    @Order(8)
    void a_leader_key_overwritten_by_hand_comes_back_and_the_leader_stays() throws SQLException, IOException {
        var leader = use.wholeAndSynchronous();
        try (var session = use.connected(leader)) {
            for (var text : List.of("garbage", "{\"a\": ", use.others(leader).getFirst().name(), leader.name())) {
                var saidBefore = said("leader: hangs on no lease");
                etcd.put("leader", text);
                until("it is said", () -> said("leader: hangs on no lease") > saidBefore);
                until("it is back", () -> etcd.get("leader").equals(leader.name()) && etcd.leased("leader"));
                assertThat(session.inRecovery()).isFalse();
            }
            etcd.putLeased("leader", "garbage", Duration.ofMinutes(5));
            until("it is back", () -> etcd.get("leader").equals(leader.name()));
            assertThat(session.inRecovery()).isFalse();
        }
        untilConfirmed();
        assertThat(use.wholeAndSynchronous()).isEqualTo(leader);
        assertThat(read("history")).as("nobody else led").hasSize(2);
    }

    @Test
    @Order(9)
    void damaged_values_are_said_obeyed_by_nobody_and_mended() throws SQLException {
        var leader = use.wholeAndSynchronous();
        var others = use.others(leader);
        mended("config", "{\"ttl\": ", "is no JSON");
        mended("config", "[1, 2]", "is no JSON object");
        mended("initialize", "0815", "is no system identifier");
        mended("sync", "?", "is no JSON");
        mended("history", "[[1]]", "is no list of timelines");
        mended("history", "{}", "is no list of timelines");
        mended("members/" + leader.name(), "{{", "is no JSON");
        mended("members/" + others.getFirst().name(), "17", "is no JSON object");
        assertThat(use.wholeAndSynchronous()).isEqualTo(leader);
        use.assertNothingIsLost();
    }

    /// They are written anew at every renewal, whatever is in them: nobody may ever have seen the damage.
    @Test
    @Order(10)
    void what_every_renewal_writes_is_whole_again_at_once() throws IOException {
        var leader = use.wholeAndSynchronous();
        for (var key : List.of("status", "heartbeat")) {
            put(key, "\"?");
            until(key + " is whole again", () -> look(key).isObject());
        }
        assertThat(use.wholeAndSynchronous()).isEqualTo(leader);
        untilConfirmed();
    }

    @Test
    @Order(11)
    void a_damaged_request_is_said_and_nothing_happens() throws SQLException {
        var leader = use.wholeAndSynchronous();
        for (var damaged : List.of("{\"leader\": \"" + leader.name() + "\", ", "what now?", "{\"leader\":\"n9\",\"member\":\"n1\"}")) {
            var before = said("failover: is no JSON");
            put("failover", damaged);
            if (!damaged.contains("n9")) until("everybody says it", () -> said("failover: is no JSON") == before + use.cluster.nodes().size());
            untilConfirmed();
            assertThat(use.wholeAndSynchronous()).isEqualTo(leader);
        }
        put("failover", "{}");
        use.assertNothingIsLost();
        use.wentWell();
    }

    private void mended(String key, String damage, String words) {
        var before = etcd.get(key);
        var saidBefore = said(key + ": " + words);
        put(key, damage);
        until("it is said that " + key + " " + words, () -> said(key + ": " + words) > saidBefore);
        until(key + " is whole again", () -> form(etcd.get(key)).equals(form(before)));
        untilConfirmed();
        System.out.println("  " + key + " was " + damage + " and is again " + etcd.get(key));
    }

    /// Which fields an object has, or how many digits and rows: positions and times in them change.
    private static Set<String> form(String text) {
        var fields = new TreeSet<String>();
        var tree = parsed(text);
        if (tree.isObject()) tree.fieldNames().forEachRemaining(fields::add);
        else fields.add(tree.getNodeType() + " " + tree.size() + (tree.isNumber() ? text : ""));
        return fields;
    }

    private Node synchronous() {
        var name = standbyNames(use.primary());
        return use.cluster.nodes().stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
    }

    private void untilConfirmed() {
        until("a commit is confirmed", () -> use.written() instanceof Outcome.Acknowledged);
    }

    private void put(String key, String value) {
        etcd.put(key, value);
    }

    private JsonNode read(String key) throws IOException {
        var tree = JSON.readTree(etcd.get(key));
        assertThat(etcd.get(key)).as("compact").doesNotContain("\": ").doesNotContain(", ");
        return tree;
    }

    private JsonNode look(String key) {
        return parsed(etcd.get(key));
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException damaged) {
            return JSON.missingNode();
        }
    }

    /// How often, by any agent, as a warning.
    private long said(String words) {
        return use.cluster.nodes().stream().flatMap(node -> use.log(node).stream()).filter(line -> line.contains("WARN") && line.contains("/service/chaos/" + words)).count();
    }
}
