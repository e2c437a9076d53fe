package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.PostgresState.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How the replication role comes to a real server: what stands in `primary_conninfo`, and by which way the agent asks its own standby.
class ReplicationLoginTest {
    private static void configure(Node node, Map<String, Object> postgresql) {
        var dynamic = new ClusterConfig(new Document(Map.of("postgresql", postgresql)));
        assertThat(Node.<StepOutcome>answer(reply -> node.port.configure(dynamic, reply))).isEqualTo(StepOutcome.DONE);
    }

    private static Map<String, String> conninfo(Node node) {
        return Conninfo.read(node.sql("SHOW primary_conninfo"));
    }

    private static void untilReceivingWith(Node node, String text) {
        node.until(_ -> node.sql("SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming' AND conninfo LIKE '%" + text + "%'").equals("1"));
    }

    /// pg_basebackup is given it, too: it would refuse an option that it does not know.
    @Test
    void the_kerberos_name_of_the_servers_is_in_what_the_receiver_connects_by() throws IOException {
        try (var a = new Node("a"); var b = new Node("b", Map.of("krbsrvname", "pg herd"))) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            assertThat(conninfo(b)).containsEntry("krbsrvname", "pg herd").containsEntry("user", "replicator").containsEntry("application_name", "b");
            assertThat(b.file("postgresql.conf")).contains("krbsrvname=''pg herd''");
            untilReceivingWith(b, "krbsrvname");
        }
    }

    @Test
    void it_may_come_and_go_while_a_standby_streams() throws IOException {
        try (var a = new Node("a"); var b = new Node("b")) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            var started = b.running().facts().startedAt();
            assertThat(conninfo(b)).doesNotContainKey("krbsrvname");
            configure(b, Map.of("krbsrvname", "herd"));
            untilReceivingWith(b, "krbsrvname=herd");
            configure(b, Map.of());
            b.until(_ -> !conninfo(b).containsKey("krbsrvname"));
            b.untilStreaming();
            assertThat(b.running().replication().upstream()).isEqualTo(a.config.connectAddress());
            assertThat(b.running().facts().startedAt()).isEqualTo(started);
        }
    }

    /// The one replication connection that the agent makes to its own server: it asks a standby that receives from nobody for its timeline.
    @ParameterizedTest
    @CsvSource({"true,[local]", "false,127.0.0.1"})
    void a_standby_is_asked_for_its_timeline_by_the_way_that_use_unix_socket_repl_says(boolean socket, String from) throws IOException {
        var lines = List.of("local all all scram-sha-256", "host all all 127.0.0.1/32 scram-sha-256", "local replication replicator " + (socket ? "scram-sha-256" : "reject"),
                "host replication replicator 127.0.0.1/32 " + (socket ? "reject" : "scram-sha-256"));
        try (var a = new Node("a"); var b = new Node("b", Map.of("use_unix_socket_repl", socket, "pg_hba", lines, "parameters", Map.of("log_line_prefix", "%h %u ")))) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            assertThat(walsenders(b)).isEmpty();
            assertThat(Node.<StepOutcome>answer(reply -> b.port.follow(Step.Upstream.NOBODY, reply))).isEqualTo(StepOutcome.DONE);
            b.until(state -> state instanceof Running r && !r.replication().streaming());
            assertThat(walsenders(b)).isNotEmpty().allSatisfy(line -> assertThat(line).startsWith(from + " replicator "));
            assertThat(Files.readString(b.postmaster.output())).as("the other way is not tried").doesNotContain("pg_hba.conf rejects");
        }
    }

    /// A place that is not there costs nothing: the next way is taken.
    @Test
    void where_no_socket_is_it_is_asked_by_tcp() throws IOException {
        try (var a = new Node("a"); var b = new Node("b", Map.of("use_unix_socket_repl", true, "parameters", Map.of("log_line_prefix", "%h %u ")))) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            Files.delete(new LocalAddress.Socket(b.home, b.config.listenPort()).file());
            assertThat(Node.<StepOutcome>answer(reply -> b.port.follow(Step.Upstream.NOBODY, reply))).isEqualTo(StepOutcome.DONE);
            b.until(state -> state instanceof Running r && !r.replication().streaming());
            assertThat(walsenders(b)).isNotEmpty().allSatisfy(line -> assertThat(line).startsWith("127.0.0.1 replicator "));
        }
    }

    private static List<String> walsenders(Node node) throws IOException {
        return Files.readAllLines(node.postmaster.output()).stream().filter(line -> line.contains("replication connection authorized")).toList();
    }
}
