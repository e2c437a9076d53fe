package io.matriarch.chaos.client;

import static io.matriarch.chaos.client.ClusterInUse.json;
import static io.matriarch.chaos.client.ClusterInUse.until;
import static io.matriarch.chaos.client.Patronictl.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.matriarch.chaos.cluster.Harm;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Synchronous;
import io.matriarch.chaos.cluster.Target;
import io.matriarch.chaos.history.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Every command of Debian's patronictl, the real program, on a cluster of ours: what it prints, and what the cluster then is. One cluster, one command after
/// the other, `remove` last. With the short selection of faults (`-Dchaos.short`), where patronictl is installed.
///
/// Longer than most files here: patronictl has so many commands, and each test needs what the ones before it left.
@OneStory
class PatronictlIT {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final String ABSENT = "-";

    @AutoClose private ClusterInUse use;
    private Patronictl ctl;

    @BeforeAll
    void start() throws SQLException, IOException {
        Assumptions.assumeTrue(Patronictl.installed(), "no patronictl");
        use = ClusterInUse.small(TTL, Synchronous.OFF);
        ctl = Patronictl.of(use.cluster);
        use.whole();
        use.createTable();
    }

    @Test
    @Order(1)
    void list_and_topology_show_every_member_with_its_role() {
        var leader = use.primary();
        until("patronictl sees two replicas without lag", () -> ctl.list().stream().filter(row -> row.path("Role").asText().equals("Replica") && row.path("Lag in MB").asInt(-1) == 0).count() == 2);
        assertThat(ctl.list()).hasSize(3).allSatisfy(row -> assertThat(row.path("State").asText()).isEqualTo("running"));
        var shown = row(leader);
        assertThat(List.of(shown.path("Role").asText(), shown.path("Host").asText(), shown.path("TL").asText())).containsExactly("Leader", leader.postgres().toString(), "1");
        assertThat(ctl.run("list", "-e")).contains("Cluster: chaos", "Pending restart", "Scheduled restart", "Tags");

        var tree = ctl.run("topology");
        assertThat(tree.indexOf("| " + leader.name() + " ")).isPositive();
        use.others(leader).forEach(standby -> assertThat(tree.indexOf("| + " + standby.name())).as(tree).isGreaterThan(tree.indexOf("| " + leader.name() + " ")));
    }

    @Test
    @Order(2)
    void dsn_query_and_version_find_the_members() {
        var leader = use.primary();
        assertThat(ctl.run("dsn")).isEqualTo("host=127.0.0.1 port=%d%n".formatted(leader.postgres().port()));
        var standby = use.others(leader).getFirst();
        assertThat(ctl.run("dsn", "-m", standby.name())).contains("port=" + standby.postgres().port());
        assertThat(ctl.run("dsn", "-r", "primary")).contains("port=" + leader.postgres().port());

        var inRecovery = List.of("-U", Node.SUPERUSER, "-d", "postgres", "-c", "select pg_is_in_recovery()");
        assertThat(query(inRecovery)).endsWith("False\n");
        assertThat(query(inRecovery, "-r", "replica")).endsWith("True\n");
        assertThat(query(inRecovery, "-m", standby.name())).endsWith("True\n");

        var version = json(leader, "/patroni").path("patroni").path("version").asText();
        var said = ctl.run("version", CLUSTER);
        use.cluster.nodes().forEach(node -> assertThat(said).containsPattern(node.name() + ": Patroni " + version + " PostgreSQL \\d+\\.\\d+"));
    }

    private String query(List<String> sql, String... whom) {
        var words = new ArrayList<>(List.of("query"));
        words.addAll(List.of(whom));
        words.addAll(sql);
        return ctl.run(words.toArray(String[]::new));
    }

    @Test
    @Order(3)
    void edit_config_changes_what_show_config_and_every_member_say() throws IOException {
        assertThat(ctl.run("show-config")).contains("ttl: 10", "loop_wait: 2", "use_pg_rewind: true");
        assertThat(ctl.run("edit-config", "--force", "-s", "maximum_lag_on_failover=2097152", "-s", "max_timelines_history=50"))
                .contains("-maximum_lag_on_failover: 1048576", "+maximum_lag_on_failover: 2097152", "+max_timelines_history: 50", "Configuration changed");
        everywhere("maximum_lag_on_failover", "2097152");
        assertThat(ctl.run("edit-config", "--force", "-s", "max_timelines_history=null")).contains("Configuration changed");
        everywhere("max_timelines_history", ABSENT);
        assertThat(ctl.run("edit-config", "--force", "-s", "maximum_lag_on_failover=2097152")).contains("Not changed");

        assertThat(ctl.answering("master_start_timeout: 200\nttl: 11\n", "edit-config", "--force", "--apply", "-").text()).contains("Configuration changed");
        everywhere("ttl", "11");
        var editor = Files.createFile(use.cluster.work().resolve("editor"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(editor, "#!/bin/sh\nexec sed -i 's/^ttl: 11/ttl: 10/; /^master_start_timeout/d' \"$1\"\n");
        assertThat(ctl.with("EDITOR", editor.toString()).answering("n\n", "edit-config").text()).contains("+ttl: 10").doesNotContain("Configuration changed");
        assertThat(ctl.with("EDITOR", editor.toString()).answering("y\n", "edit-config").text()).contains("+ttl: 10", "Configuration changed");
        everywhere("ttl", "10");
    }

    /// A change of etcd itself, as patronictl makes it, that our own REST would refuse: the cluster goes by the nearest times that are safe.
    @Test
    @Order(4)
    void edit_config_with_unsafe_times_is_adjusted_and_said() {
        var leader = use.primary();
        assertThat(ctl.run("edit-config", "--force", "--quiet", "-s", "ttl=2")).contains("Configuration changed");
        until("it is said", () -> warned("config: ttl: 2 s is too short") && warned("go by ttl 20, loop_wait 2"));
        until("a commit is confirmed", () -> use.written() instanceof Outcome.Acknowledged);
        assertThat(leader.answers("/primary")).isTrue();
        assertThat(ctl.run("edit-config", "--force", "--quiet", "-s", "ttl=10")).contains("Configuration changed");
        everywhere("ttl", "10");
    }

    @Test
    @Order(5)
    void reload_reaches_every_member() {
        var said = ctl.run("reload", CLUSTER, "--force");
        use.cluster.nodes().forEach(node -> assertThat(said).contains("Reload request received for member " + node.name() + " and will be processed within 2 seconds"));
        assertThat(ctl.answering("n\n", "reload", CLUSTER, "n1").text()).contains("Aborted reload");
    }

    @Test
    @Order(6)
    void pause_and_resume_wait_until_every_member_says_so() {
        assertThat(ctl.run("pause", "--wait")).contains("Success: cluster management is paused");
        assertThat(use.cluster.nodes()).allMatch(node -> json(node, "/patroni").path("pause").asBoolean());
        assertThat(ctl.run("list")).contains("Maintenance mode: on");
        assertThat(ctl.answering("", "pause").text()).contains("Cluster is already paused");
        assertThat(ctl.answering("", "switchover", "--force", "--scheduled", "2100-01-01T00:00").text()).contains("Can't schedule switchover in the paused state");
        assertThat(ctl.run("resume", "--wait")).contains("Success: cluster management is resumed");
        assertThat(use.cluster.nodes()).noneMatch(node -> json(node, "/patroni").path("pause").asBoolean());
        assertThat(ctl.run("list")).doesNotContain("Maintenance mode");
    }

    @Test
    @Order(7)
    void switchover_goes_to_the_candidate_or_to_whom_the_cluster_chooses() {
        var first = use.whole();
        var chosen = use.others(first).getLast();
        assertThat(ctl.run("switchover", "--force", "--candidate", chosen.name())).contains("Successfully switched over to \"" + chosen.name() + "\"");
        assertThat(use.whole()).isEqualTo(chosen);

        var typed = chosen.name() + "\n\nnow\ny\n";
        assertThat(ctl.answering(typed, "switchover").text()).contains("Are you sure you want to switchover cluster chaos, demoting current leader " + chosen.name())
                .contains("Successfully switched over to \"" + use.primary().name() + "\"");
        assertThat(use.whole()).isNotEqualTo(chosen);

        var second = use.primary();
        assertThat(ctl.answering("", "switchover", "--force", "--candidate", "n9").text()).contains("Member n9 does not exist in cluster chaos");
        assertThat(ctl.answering("", "switchover", "--force", "--candidate", second.name()).text()).contains("Switchover target and source are the same");
        assertThat(use.primary()).isEqualTo(second);
    }

    @Test
    @Order(8)
    void a_scheduled_switchover_is_listed_can_be_flushed_and_happens_when_due() {
        var leader = use.whole();
        var candidate = use.others(leader).getFirst();
        assertThat(ctl.run("flush", CLUSTER, "switchover")).contains("No pending scheduled switchover");
        assertThat(ctl.run("switchover", "--force", "--candidate", candidate.name(), "--scheduled", "2100-01-01T00:00+00:00")).contains("Switchover scheduled");
        assertThat(ctl.run("list")).contains("Switchover scheduled at: 2100-01-01T00:00:00+00:00", "from: " + leader.name(), "to: " + candidate.name());
        assertThat(ctl.run("flush", CLUSTER, "switchover")).contains("Success: scheduled switchover deleted");
        assertThat(ctl.run("list")).doesNotContain("Switchover scheduled");

        var soon = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.SECONDS).toString();
        assertThat(ctl.run("switchover", "--force", "--candidate", candidate.name(), "--scheduled", soon)).contains("Switchover scheduled");
        until("it is done", () -> candidate.answers("/primary"));
        assertThat(Instant.now()).isAfter(soon);
        use.whole();
        assertThat(ctl.run("list")).doesNotContain("Switchover scheduled");
    }

    @Test
    @Order(9)
    void failover_goes_to_the_candidate_also_without_a_leader() {
        var leader = use.whole();
        var candidate = use.others(leader).getFirst();
        assertThat(ctl.answering("", "failover", "--force").text()).contains("Failover could be performed only to a specific candidate");
        assertThat(ctl.run("failover", "--force", "--candidate", candidate.name())).contains("over to \"" + candidate.name() + "\"", "Successfully");
        assertThat(use.whole()).isEqualTo(candidate);
        var rows = ctl.rows("history", "-f", "json");
        assertThat(rows).hasSizeGreaterThanOrEqualTo(4);
        assertThat(rows.getLast().path("New Leader").asText()).isEqualTo(candidate.name());
        assertThat(rows.getLast().path("Reason").asText()).contains("no recovery target specified");
        assertThat(rows.getLast().path("TL").asInt()).isEqualTo(row(candidate).path("TL").asInt() - 1);
    }

    @Test
    @Order(10)
    void restart_restarts_one_member_or_all() {
        use.whole();
        var before = started();
        assertThat(ctl.run("restart", CLUSTER, "n2", "--force")).contains("Success: restart on member n2");
        assertThat(restartedSince(before)).containsExactly("n2");
        use.whole();
        assertThat(ctl.answering("now\ny\n\n", "restart", CLUSTER).text()).contains("Success: restart on member n1", "Success: restart on member n2", "Success: restart on member n3");
        assertThat(restartedSince(before)).hasSize(3);
        use.whole();
        assertThat(ctl.answering("now\nn\n", "restart", CLUSTER).text()).contains("Aborted restart");
    }

    @Test
    @Order(11)
    void restart_pending_restarts_only_who_needs_it() {
        use.whole();
        assertThat(ctl.run("edit-config", "--force", "-p", "wal_buffers=8MB")).contains("+    wal_buffers: 8MB", "Configuration changed");
        until("all need a restart", () -> ctl.list().stream().filter(row -> row.path("Pending restart").asText().equals("*")).count() == 3);
        var before = started();
        assertThat(ctl.run("restart", CLUSTER, "--pending", "--force")).contains("Success: restart on member n1", "Success: restart on member n2", "Success: restart on member n3");
        assertThat(restartedSince(before)).hasSize(3);
        use.whole();
        until("nobody needs one", () -> ctl.list().stream().noneMatch(row -> row.path("Pending restart").asText().equals("*")));
        use.cluster.nodes().forEach(node -> assertThat(query(List.of("-U", Node.SUPERUSER, "-c", "show wal_buffers"), "-m", node.name())).endsWith("8MB\n"));

        var again = started();
        assertThat(ctl.run("restart", CLUSTER, "--pending", "--force")).contains("Failed: restart for member n1, status code=503, (restart conditions are not satisfied)");
        assertThat(restartedSince(again)).isEmpty();
    }

    @Test
    @Order(12)
    void a_scheduled_restart_is_listed_can_be_flushed_and_happens_when_due() {
        use.whole();
        var before = started();
        assertThat(ctl.run("restart", CLUSTER, "n2", "--force", "--scheduled", "2100-01-01T00:00+00:00", "--pg-version", "99.0")).contains("Success: restart scheduled on member n2");
        until("it is listed", () -> row("n2").path("Scheduled restart").asText().equals("2100-01-01T00:00:00+00:00 if version < 99.0"));
        assertThat(ctl.run("flush", CLUSTER, "restart", "--force")).contains("Success: flush scheduled restart for member n2", "No scheduled restart for member n1");
        until("it is gone", () -> row("n2").path("Scheduled restart").asText().isEmpty());

        var soon = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.SECONDS).toString();
        assertThat(ctl.run("restart", CLUSTER, "n2", "--force", "--scheduled", soon)).contains("Success: restart scheduled on member n2");
        until("it is done", () -> restartedSince(before).equals(List.of("n2")));
        assertThat(Instant.now()).isAfter(soon);
        use.whole();
        until("it is listed no more", () -> row("n2").path("Scheduled restart").asText().isEmpty());
    }

    @Test
    @Order(13)
    void reinit_makes_a_new_copy_and_waits_for_it() {
        var leader = use.whole();
        var standby = use.others(leader).getFirst();
        assertThat(ctl.answering("", "reinit", CLUSTER, leader.name(), "--force").text()).contains("No replica among provided members");
        var before = started();
        assertThat(ctl.run("reinit", CLUSTER, standby.name(), "--force", "--wait")).contains("Success: reinitialize for member " + standby.name(), "Reinitialize is completed on: " + standby.name());
        use.whole();
        assertThat(restartedSince(before)).containsExactly(standby.name());
    }

    @Test
    @Order(14)
    void remove_asks_three_times_and_a_cluster_that_lives_goes_on() throws SQLException {
        var leader = use.whole();
        assertThat(use.written()).isInstanceOf(Outcome.Acknowledged.class);
        assertThat(ctl.answering("other\n", "remove", CLUSTER).text()).contains("Cluster names specified do not match");
        assertThat(ctl.answering("chaos\nYes\n", "remove", CLUSTER).text()).contains("You did not exactly type \"Yes I am aware\"");
        assertThat(ctl.answering("chaos\nYes I am aware\nn9\n", "remove", CLUSTER).text()).contains("You did not specify the current leader of the cluster");
        assertThat(ctl.answering("chaos\nYes I am aware\n" + leader.name() + "\n", "remove", CLUSTER).ok()).isTrue();
        until("the leader has written the keys again", () -> ctl.list().size() == 3 && row(leader).path("Role").asText().equals("Leader"));
        assertThat(ctl.run("show-config")).contains("wal_buffers: 8MB");
        use.whole();
        use.assertNothingIsLost();
    }

    /// The commands again, by the patronictl of Patroni 4: it shows more, knows other words, and asks for more.
    @Test
    @Order(15)
    void patronictl_of_patroni_4_is_answered_as_by_its_own_agents() {
        Assumptions.assumeTrue(Patronictl.fourInstalled(), "no Patroni 4, see scripts/patroni4");
        var four = ctl.four();
        var leader = use.whole();
        var standby = use.others(leader).getFirst();
        until("both replicas are shown without lag", () -> four.list().stream().filter(row -> row.path("State").asText().equals("streaming") && row.path("Replay Lag").asText().equals("0") && row.path("Receive LSN").asText().contains("/")).count() == 2);
        assertThat(four.list()).anySatisfy(row -> assertThat(List.of(row.path("Member").asText(), row.path("Role").asText(), row.path("State").asText())).containsExactly(leader.name(), "Leader", "running"));
        assertThat(four.run("topology")).contains("+ " + standby.name());
        assertThat(four.run("version", CLUSTER)).contains(standby.name() + ": Patroni 4.1.4 PostgreSQL");
        assertThat(four.run("dsn", "-r", "primary")).contains("port=" + leader.postgres().port());

        assertThat(four.run("edit-config", "--force", "-s", "maximum_lag_on_failover=1048577")).contains("Configuration changed");
        assertThat(four.run("show-config")).contains("maximum_lag_on_failover: 1048577");
        assertThat(four.run("pause", "--wait")).contains("Success: cluster management is paused");
        assertThat(four.run("resume", "--wait")).contains("Success: cluster management is resumed");
        assertThat(four.run("reload", CLUSTER, "--force")).contains("Reload request received for member " + standby.name());
        assertThat(four.run("restart", CLUSTER, standby.name(), "--force")).contains("Success: restart on member " + standby.name());
        use.whole();
        assertThat(four.run("reinit", CLUSTER, standby.name(), "--force", "--from-leader", "--wait")).contains("Success: reinitialize for member " + standby.name(), "Reinitialize is completed on: " + standby.name());
        use.whole();
        assertThat(four.run("switchover", "--force", "--candidate", standby.name())).contains("Successfully switched over to \"" + standby.name() + "\"");
        assertThat(use.whole()).isEqualTo(standby);
        assertThat(four.run("failover", "--force", "--candidate", leader.name())).contains("Successfully failed over to \"" + leader.name() + "\"");
        assertThat(use.whole()).isEqualTo(leader);
        assertThat(four.rows("history", "-f", "json").getLast().path("New Leader").asText()).isEqualTo(leader.name());
    }

    /// Contract 2.1 and 2.7: every agent asks for certificates, so patronictl needs one, and the leader's agent to ask the candidate.
    @Test
    @Order(16)
    void with_certificates_asked_for_everywhere_patronictl_and_the_peers_show_theirs() throws IOException {
        use.whole();
        makeCertificate();
        for (var node : use.cluster.nodes()) {
            var started = Harm.kill(use.cluster, Target.AGENT, node);
            var text = Files.readString(node.configuration());
            Files.writeString(node.configuration(), text.replace("restapi:\n", "restapi:\n" + tls("cafile").indent(2) + "  verify_client: required\n"));
            started.apply();
        }
        var etcd = Etcdctl.of(use.cluster);
        until("all say https", () -> use.cluster.nodes().stream().allMatch(node -> etcd.get("members/" + node.name()).contains("\"api_url\":\"https://")));
        var secured = Patronictl.of(use.cluster, "ctl:\n" + tls("cacert").indent(2));
        until("one leads, and the others follow it", () -> secured.list().stream().filter(row -> row.path("Role").asText().equals("Leader")).count() == 1
                && secured.list().stream().filter(row -> row.path("State").asText().equals("streaming") || row.path("Role").asText().equals("Replica")).count() == 2);
        var leader = etcd.get("leader");
        var candidate = use.cluster.nodes().stream().map(Node::name).filter(name -> !name.equals(leader)).findFirst().orElseThrow();
        until("all are running", () -> secured.list().stream().allMatch(row -> row.path("State").asText().equals("running")));
        assertThat(secured.run("reload", CLUSTER, "--force")).contains("Reload request received for member n1", "Reload request received for member n2", "Reload request received for member n3");
        assertThat(secured.run("switchover", "--force", "--candidate", candidate)).contains("Successfully switched over to \"" + candidate + "\"");
    }

    /// One for everybody, and its own authority.
    private void makeCertificate() {
        var at = use.cluster.work();
        var made = Program.run("", Map.of(), List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=chaos", "-addext", "subjectAltName=IP:127.0.0.1",
                "-keyout", at.resolve("tls.key").toString(), "-out", at.resolve("tls.crt").toString()));
        assertThat(made.ok()).as(made.text()).isTrue();
    }

    private String tls(String authority) {
        var certificate = use.cluster.work().resolve("tls.crt");
        return "certfile: %s\nkeyfile: %s\n%s: %s\n".formatted(certificate, use.cluster.work().resolve("tls.key"), authority, certificate);
    }

    @Test
    @Order(17)
    void remove_of_a_cluster_that_is_down_leaves_nothing_in_etcd() {
        use.cluster.nodes().forEach(node -> Harm.kill(use.cluster, Target.NODE, node));
        until("nobody leads", () -> ctl.list().isEmpty());
        assertThat(ctl.answering("chaos\nYes I am aware\n", "remove", CLUSTER).ok()).isTrue();
        assertThat(Etcdctl.of(use.cluster).keys()).isEmpty();
        use.wentWell();
    }

    private JsonNode row(Node node) {
        return row(node.name());
    }

    private JsonNode row(String member) {
        return ctl.list().stream().filter(row -> row.path("Member").asText().equals(member)).findFirst().orElse(MissingNode.getInstance());
    }

    private void everywhere(String key, String value) {
        until(key + " is " + value + " for every member", () -> use.cluster.nodes().stream().allMatch(node -> json(node, "/config").path(key).asText(ABSENT).equals(value)));
    }

    private boolean warned(String word) {
        return use.cluster.nodes().stream().anyMatch(node -> use.log(node).stream().anyMatch(line -> line.contains("WARN") && line.contains(word)));
    }

    private Map<String, String> started() {
        return use.cluster.nodes().stream().collect(Collectors.toMap(Node::name, node -> json(node, "/patroni").path("postmaster_start_time").asText()));
    }

    private List<String> restartedSince(Map<String, String> before) {
        var now = started();
        return before.keySet().stream().filter(name -> !now.get(name).equals(before.get(name))).sorted().toList();
    }
}
