package io.matriarch.chaos.client;

import static io.matriarch.chaos.client.ClusterInUse.said;
import static io.matriarch.chaos.client.ClusterInUse.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.chaos.cluster.Harm;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Synchronous;
import io.matriarch.chaos.cluster.Target;
import io.matriarch.chaos.history.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Permanent slots and cascades on a real cluster: the consumer of a logical slot gets every row over a switchover and a failover, and a standby that receives
/// from another standby goes on behind the leader while that one is dead. With the short selection of faults (`-Dchaos.short`).
@OneStory
class SlotsIT {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Pattern ROW = Pattern.compile("chaos_rows: INSERT: id\\[bigint\\]:(\\d+)");
    private static final int BATCH = 20;
    private final TreeSet<Long> consumed = new TreeSet<>();
    @AutoClose private ClusterInUse use;

    @BeforeAll
    void start() throws SQLException {
        use = ClusterInUse.small(TTL, Synchronous.OFF);
        use.whole();
        use.createTable();
    }

    @Test
    @Order(1)
    void permanent_slots_come_to_every_member() throws Exception {
        patch("{\"postgresql\": {\"parameters\": {\"wal_level\": \"logical\"}}}");
        for (var node : use.cluster.nodes()) until(node.name() + " has it to restart for", () -> ClusterInUse.json(node, "/patroni").path("pending_restart").asBoolean());
        var leader = use.primary();
        for (var node : use.others(leader)) restart(node);
        restart(leader);
        until("WAL is logical everywhere", () -> use.cluster.nodes().stream().allMatch(node -> said(node, "SHOW wal_level").equals("logical")));
        patch("{\"slots\": {\"cdc\": {\"type\": \"logical\", \"database\": \"postgres\", \"plugin\": \"test_decoding\"}, \"backup\": {\"type\": \"physical\"}}}");
        until("everybody has both", () -> use.cluster.nodes().stream().allMatch(node -> permanent(node).equals("backup cdc")));
        until("rows that the slots need are kept", () -> use.others(use.primary()).stream().allMatch(node -> said(node, "SHOW hot_standby_feedback").equals("on")));
    }

    @Test
    @Order(2)
    void its_consumer_gets_every_row_over_a_switchover() throws Exception {
        write();
        consume();
        write();
        var before = use.primary();
        until("the slots of the standbys are where its consumer is", () -> use.others(before).stream().allMatch(node -> position(node) >= position(before)));
        post(before, "/switchover", "{\"leader\": \"" + before.name() + "\"}");
        until("another leads", () -> !use.primary().equals(before));
        write();
        consume();
        assertNothingIsMissed();
    }

    @Test
    @Order(3)
    void and_over_a_failover() throws Exception {
        until("everybody has both", () -> use.cluster.nodes().stream().allMatch(node -> permanent(node).equals("backup cdc")));
        use.whole();
        var dead = use.primary();
        var cure = use.killedUnderWrites(dead);
        write();
        consume();
        assertNothingIsMissed();
        cure.apply();
        until("the dead one follows, with the slot", () -> dead.answers("/replica") && permanent(dead).equals("backup cdc"));
    }

    /// Contract 3.3, `member_slots_ttl`: by default half an hour, here the shortest time in which nobody can be mistaken.
    @Test
    @Order(4)
    void the_slot_of_a_member_that_went_is_kept_for_member_slots_ttl_and_comes_back_with_it() throws Exception {
        until("a whole cluster", () -> Health.whole(use.cluster).isPresent());
        var leader = use.primary();
        var gone = use.others(leader).getFirst();
        var third = use.others(leader).getLast();
        until("both keep a slot for it", () -> hasSlotOf(gone, leader) && hasSlotOf(gone, third));
        var cure = Harm.kill(use.cluster, Target.NODE, gone);
        until("its key is gone", () -> !Etcdctl.of(use.cluster).keys().contains("members/" + gone.name()));
        assertThat(hasSlotOf(gone, leader) && hasSlotOf(gone, third)).as("kept").isTrue();
        until("who leads says that it is kept", () -> Etcdctl.of(use.cluster).get("status").contains("\"" + gone.name() + "\""));
        patch("{\"member_slots_ttl\": \"5s\"}");
        until("nobody keeps it", () -> !hasSlotOf(gone, leader) && !hasSlotOf(gone, third));
        assertThat(use.primary()).isEqualTo(leader);
        cure.apply();
        until("both keep one again", () -> hasSlotOf(gone, leader) && hasSlotOf(gone, third));
        patch("{\"member_slots_ttl\": null}");
        until("a whole cluster", () -> Health.whole(use.cluster).isPresent());
    }

    private static boolean hasSlotOf(Node member, Node at) {
        return said(at, "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + member.name() + "'").equals("1");
    }

    @Test
    @Order(5)
    void a_cascade_goes_on_behind_the_leader_while_its_upstream_is_dead() throws Exception {
        use.whole();
        var leader = use.primary();
        var upstream = use.others(leader).getFirst();
        var cascade = use.others(leader).getLast();
        var agent = Harm.kill(use.cluster, Target.AGENT, cascade);
        var text = Files.readString(cascade.configuration());
        Files.writeString(cascade.configuration(), text.replace("tags: {", "tags: {replicatefrom: " + upstream.name() + ", "));
        agent.apply();
        until("it receives from the other standby", () -> receivesFrom(cascade, upstream));
        until("which keeps its slot in use", () -> said(upstream, "SELECT active FROM pg_replication_slots WHERE slot_name = '" + cascade.name() + "'").equals("t"));
        write();
        until("what the leader writes arrives", () -> rows(cascade).equals(rows(leader)));

        var cure = Harm.kill(use.cluster, Target.NODE, upstream);
        until("it receives from the leader", () -> receivesFrom(cascade, leader));
        write();
        until("what the leader writes arrives", () -> rows(cascade).equals(rows(leader)));
        cure.apply();
        until("it is back behind the other standby", () -> receivesFrom(cascade, upstream));
        until("and still gets everything", () -> rows(cascade).equals(rows(leader)));
        assertThat(use.primary()).isEqualTo(leader);
        use.wentWell();
    }

    private static boolean receivesFrom(Node standby, Node from) {
        return said(standby, "SELECT sender_port FROM pg_stat_wal_receiver WHERE status = 'streaming'").equals(Integer.toString(from.postgres().port()));
    }

    private static String rows(Node node) {
        return said(node, "SELECT count(*) || ' ' || max(id) FROM chaos_rows");
    }

    private static String permanent(Node node) {
        return said(node, "SELECT string_agg(slot_name, ' ' ORDER BY slot_name) FROM pg_replication_slots WHERE slot_name IN ('cdc', 'backup') AND wal_status <> 'lost'");
    }

    private static long position(Node node) {
        var bytes = said(node, "SELECT pg_wal_lsn_diff(confirmed_flush_lsn, '0/0') FROM pg_replication_slots WHERE slot_name = 'cdc'");
        return bytes.isEmpty() ? 0 : Long.parseLong(bytes);
    }

    private void write() {
        for (var written = 0; written < BATCH; ) if (use.written() instanceof Outcome.Acknowledged) written++;
    }

    /// As a consumer does that confirms what it has read: over SQL, from whoever leads.
    private void consume() {
        until("the slot can be read", () -> {
            var read = said(use.primary(), "SELECT string_agg(data, ';') FROM pg_logical_slot_get_changes('cdc', NULL, NULL)");
            ROW.matcher(read).results().forEach(row -> consumed.add(Long.valueOf(row.group(1))));
            return !read.equals("?");
        });
    }

    /// Each row that is there was read; some may have been read that a failover lost.
    private void assertNothingIsMissed() throws SQLException {
        try (var session = use.connected(use.primary())) {
            assertThat(consumed).containsAll(session.rowsFrom(1)).isNotEmpty();
        }
    }

    private void restart(Node node) throws IOException, InterruptedException {
        post(node, "/restart", "{}");
        until(node.name() + " is back", () -> List.of("logical").contains(said(node, "SHOW wal_level")));
    }

    private void patch(String change) throws IOException, InterruptedException {
        ClusterInUse.send(use.primary(), "PATCH", "/config", change);
    }

    private void post(Node node, String path, String body) throws IOException, InterruptedException {
        ClusterInUse.send(node, "POST", path, body);
    }
}
