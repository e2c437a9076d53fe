package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.StandbyCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies by the operator's own scripts, of a real primary.
class ReplicaMethodsTest {
    private static Node a;
    @TempDir Path here;
    private String copying;

    @BeforeAll
    static void primary() throws IOException {
        Node.notAsRoot();
        a = new Node("a");
        a.bootstrap().primary();
    }

    @AfterAll
    static void end() throws IOException {
        if (a != null) a.close();
    }

    @BeforeEach
    void scripts() throws IOException {
        copying = "exec " + Node.binaries().resolve("pg_basebackup") + " -D \"$d\" -X stream -c fast -w -d \"$c\"";
    }

    /// It knows its arguments as `$d` and `$c`, and tells them all.
    private String script(String name, String body) throws IOException {
        var file = Files.writeString(here.resolve(name), """
                #!/bin/sh
                for a in "$@"; do
                    printf '%%s\\n' "$a" >> %1$s/%2$s.args
                    case $a in --datadir=*) d=${a#*=};; --connstring=*) c=${a#*=};; esac
                done
                env | sed -n 's/^PGPASSFILE=/passfile /p' >> %1$s/%2$s.args
                %3$s
                """.formatted(here, name, body));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x")).toString();
    }

    private List<String> told(String name) throws IOException {
        return Files.readAllLines(here.resolve(name + ".args"));
    }

    @Test
    void they_are_tried_in_their_order_until_one_succeeds() throws Exception {
        var section = Map.<String, Object>of("create_replica_methods", List.of("first", "second", "basebackup"), "first", Map.of("command", script("first", "mkdir $d; echo x > $d/half; echo no backup; exit 1")),
                "second", Map.of("command", script("second", copying), "speed", 3, "verify", true));
        try (var b = new Node("b", section)) {
            b.cloneOf(a).untilStreaming();
            var side = b.state().resolve("clone");
            assertThat(told("first")).contains("--scope=herd", "--role=replica", "--datadir=" + side).anyMatch(line -> line.startsWith("--connstring=") && line.contains("user=replicator") && line.contains("port=" + a.config.listenPort()));
            assertThat(told("second")).contains("--speed=3", "--verify=True", "passfile " + b.config.pgpass()).noneMatch(line -> line.contains(Node.CANARY));
            assertThat(Files.exists(b.config.dataDir().resolve("half"))).isFalse();
        }
    }

    @Test
    void a_way_that_fails_touches_nothing_of_what_was_there() throws Exception {
        var broken = Map.<String, Object>of("create_replica_methods", "broken", "broken", Map.of("command", script("broken", "mkdir $d; echo x > $d/half; echo no backup; exit 1")),
                "empty", Map.of("command", "true"));
        try (var b = new Node("b", Map.of())) {
            b.cloneOf(a).untilStreaming();
            b.stop();
            var before = Files.getLastModifiedTime(b.config.dataDir().resolve("PG_VERSION"));
            b.port.reconfigure(b.config.with(new Document(broken)));
            assertThat(b.attempt(new Step.CloneFrom(a.member(), ClusterConfig.DEFAULT))).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("broken failed", "exit code 1", "no backup"));
            b.port.reconfigure(b.config.with(new Document(broken).with("create_replica_methods", List.of("empty"))));
            assertThat(b.attempt(new Step.CloneFrom(a.member(), ClusterConfig.DEFAULT))).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("not a PostgreSQL data directory"));
            assertThat(b.look()).isInstanceOf(PostgresState.Stopped.class);
            assertThat(Files.getLastModifiedTime(b.config.dataDir().resolve("PG_VERSION"))).isEqualTo(before);
            assertThat(b.attempt(new Step.CloneFrom(a.member(), ClusterConfig.DEFAULT, Step.CloneFrom.Ways.BASE_BACKUP))).as("which asks none of them").isEqualTo(StepOutcome.DONE);
            b.standbyOf(a).untilStreaming();
        }
    }

    @Test
    void a_command_that_cannot_be_read_is_not_taken_for_the_methods_name_and_touches_nothing() throws Exception {
        var section = Map.<String, Object>of("create_replica_methods", List.of("delta"), "delta", Map.of("command", "fetch 'x", "no_params", true));
        try (var b = new Node("b", section)) {
            Files.createDirectories(b.config.dataDir());
            Files.writeString(b.config.dataDir().resolve("mine"), "x");
            assertThat(b.attempt(new Step.CloneFrom(a.member(), ClusterConfig.DEFAULT))).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("the command of delta has a quote (') that is never closed"));
            assertThat(b.file("mine")).isEqualTo("x");
        }
    }

    /// Begins a process that nobody waits for and that no argument gives away, as rsync does, and leaves its number in the file `left`.
    private String leaving() {
        return "setsid sh -c 'trap : TERM; echo $$ > " + here + "/left; while :; do sleep 0.1; done' < /dev/null > /dev/null 2>&1 & while ! test -s " + here + "/left; do sleep 0.01; done; ";
    }

    private ProcessHandle left() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(here.resolve("left")).strip())).orElseThrow();
    }

    @Test
    void what_a_script_that_failed_left_running_writes_no_more_when_the_next_one_begins() throws Exception {
        var begin = script("begin", leaving() + "exit 1");
        var next = script("next", "p=$(cat " + here + "/left); ! kill -0 $p || grep zombie /proc/$p/status || exit 5; " + copying);
        try (var b = new Node("b", Map.of("create_replica_methods", List.of("begin", "next"), "begin", Map.of("command", begin), "next", Map.of("command", next)))) {
            b.cloneOf(a).untilStreaming();
        }
    }

    /// As after an agent that was killed: its script, and what that began, are known by their environment alone.
    @Test
    void what_an_earlier_script_left_running_is_ended_before_the_next_copy_also_when_it_was_told_nothing() throws Exception {
        try (var b = new Node("b", Map.of())) {
            var body = leaving() + "d=" + b.config.dataDir() + "; c='host=127.0.0.1 user=replicator port=" + a.config.listenPort() + "'; " + copying;
            b.port.reconfigure(b.config.with(new io.matriarch.core.view.Document(Map.of("create_replica_methods", List.of("quiet"), "quiet", Map.of("command", script("quiet", body), "no_params", true)))));
            b.cloneOf(a).untilStreaming();
            var left = left();
            assertThat(left.isAlive()).as("a script that succeeded may leave what it likes").isTrue();
            b.stop();
            b.port.reconfigure(b.config.with(new io.matriarch.core.view.Document(Map.of("create_replica_methods", List.of("basebackup")))));
            b.cloneOf(a).untilStreaming();
            await().alias("it has ended, and whoever inherited it has taken notice").atMost(Duration.ofMinutes(1)).until(() -> !left.isAlive());
        }
    }

    /// It knows the place from its own configuration, as a script for Patroni may.
    @Test
    void what_a_script_leaves_in_the_data_directory_though_it_was_told_another_place_never_starts() throws Exception {
        try (var b = new Node("b", Map.of())) {
            var body = "d=" + b.config.dataDir() + "; " + copying.replace("exec ", "") + " && rm -r $d/global";
            b.port.reconfigure(b.config.with(new io.matriarch.core.view.Document(Map.of("create_replica_methods", List.of("own"), "own", Map.of("command", script("own", body))))));
            assertThat(b.attempt(new Step.CloneFrom(a.member(), ClusterConfig.DEFAULT))).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("not a PostgreSQL data directory"));
            assertThat(b.look()).isEqualTo(new PostgresState.HalfDone("clone"));
            b.port.reconfigure(b.config);
            b.cloneOf(a).untilStreaming();
        }
        try (var c = new Node("c", Map.of("create_replica_methods", List.of("no"), "no", Map.of("command", "false")))) {
            assertThat(c.attempt(new Step.CloneFrom(a.member(), ClusterConfig.DEFAULT))).isInstanceOf(StepOutcome.Failed.class);
            assertThat(c.look()).as("nothing is there, and nothing is half done").isEqualTo(PostgresState.NO_DATA);
        }
    }

    @Test
    void a_script_that_keeps_the_data_works_on_it_in_place_and_what_it_leaves_half_done_never_starts() throws Exception {
        try (var b = new Node("b", Map.of())) {
            b.cloneOf(a).untilStreaming();
            b.stop();
            var again = "test -e $d/PG_VERSION || exit 9; test -e " + here + "/tried || { touch " + here + "/tried; rm -r $d/global; exit 4; }; rm -r $d; " + copying;
            b.port.reconfigure(b.config.with(new Document(Map.of("create_replica_methods", List.of("delta"), "delta", Map.of("command", script("delta", again), "keep_data", true)))));
            assertThat(b.attempt(new Step.CloneFrom(a.member(), ClusterConfig.DEFAULT))).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("exit code 4"));
            assertThat(b.look()).isEqualTo(new PostgresState.HalfDone("clone"));
            assertThat(told("delta")).contains("--keep_data=True", "--datadir=" + b.config.dataDir());
            b.cloneOf(a).untilStreaming();
        }
    }

    @Test
    void a_script_without_parameters_finds_an_empty_place_and_knows_the_rest_itself() throws Exception {
        try (var b = new Node("b", Map.of())) {
            b.cloneOf(a).untilStreaming();
            b.stop();
            var body = "d=" + b.config.dataDir() + "; test ! -e $d || exit 9; c='host=127.0.0.1 user=replicator port=" + a.config.listenPort() + "'; " + copying;
            b.port.reconfigure(b.config.with(new Document(Map.of("create_replica_methods", List.of("quiet"), "quiet", Map.of("command", script("quiet", body), "no_params", true, "speed", 3)))));
            b.cloneOf(a).untilStreaming();
            assertThat(told("quiet")).containsExactly("--speed=3", "passfile " + b.config.pgpass());
        }
    }

    /// One that was backed up, wrote another row, archived everything and is gone.
    private void archived(Path backup, Path archive) throws Exception {
        Files.createDirectory(archive);
        try (var gone = new Node("gone", Map.of("parameters", Map.of("archive_mode", "on", "archive_command", "cp %p " + archive + "/%f")))) {
            gone.bootstrap().primary().sql("CREATE TABLE t AS SELECT 1 AS x");
            gone.backUp(backup);
            gone.sql("INSERT INTO t VALUES (2)");
            gone.stop();
        }
    }

    private Map<String, Object> restoring(Path backup) throws IOException {
        return Map.of("create_replica_methods", List.of("first", "basebackup", "second"), "first", Map.of("command", script("first", "exit 1")),
                "second", Map.of("command", script("second", "exec cp -a " + backup + " \"$d\""), "no_leader", true));
    }

    private static void untilItHasBothRows(Node b) {
        b.until(state -> state instanceof PostgresState.Running);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> b.sql("SELECT count(*) FROM t").equals("2"));
    }

    @Test
    void without_a_leader_those_alone_are_run_that_need_none_and_the_archive_brings_the_rest() throws Exception {
        archived(here.resolve("base"), here.resolve("archive"));
        try (var b = new Node("b", new Document(restoring(here.resolve("base"))).with("recovery_conf", Map.of("restore_command", "cp " + here + "/archive/%f %p")).fields())) {
            b.step(new Step.Restore(ClusterConfig.DEFAULT)).step(new Step.StartStandby(Step.Upstream.NOBODY, ClusterConfig.DEFAULT));
            assertThat(here.resolve("first.args")).doesNotExist();
            assertThat(told("second")).contains("--scope=herd", "--role=replica", "--datadir=" + b.state().resolve("clone"), "--connstring=", "--no_leader=True");
            untilItHasBothRows(b);
            b.step(Node.promotion(2));
            assertThat(b.sql("SELECT count(*) FROM t")).isEqualTo("2");
        }
    }

    @Test
    void a_standby_cluster_that_has_an_archive_alone_is_made_by_the_methods_of_its_section_that_need_no_leader() throws Exception {
        archived(here.resolve("base"), here.resolve("archive"));
        var config = new ClusterConfig(new Document(Map.of("standby_cluster", Map.of("restore_command", "cp " + here + "/archive/%f %p", "create_replica_methods", List.of("second")))));
        var section = new Document(restoring(here.resolve("base"))).with("create_replica_methods", List.of("basebackup"));
        try (var b = new Node("b", section.fields())) {
            b.step(new Step.Restore(config)).step(new Step.StartStandby(Step.Upstream.NOBODY, config));
            untilItHasBothRows(b);
            assertThat(b.running().primary()).isFalse();
        }
    }

    @Test
    void a_standby_cluster_copies_the_remote_by_the_methods_of_its_section_and_by_no_others() throws Exception {
        var methods = new Document(Map.of("create_replica_methods", List.of("near"), "near", Map.of("command", script("near", copying)), "far", Map.of("command", script("far", copying))));
        var remote = Map.<String, Object>of("host", "127.0.0.1", "port", a.config.listenPort());
        try (var b = new Node("b", methods.fields()); var c = new Node("c", methods.fields())) {
            copyTheRemote(b, new Document(remote).with("create_replica_methods", List.of("far")));
            assertThat(told("far")).contains("--role=replica").anyMatch(line -> line.startsWith("--connstring=") && line.contains("port=" + a.config.listenPort()));
            copyTheRemote(c, new Document(remote));
            assertThat(here.resolve("near.args")).as("those of the cluster's own data").doesNotExist();
            assertThat(told("far").stream().filter(line -> line.startsWith("--connstring="))).as("the other by basebackup").hasSize(1);
        }
    }

    private static void copyTheRemote(Node node, Document section) {
        var config = new ClusterConfig(new Document(Map.of("standby_cluster", section.fields())));
        var remote = (StandbyCluster.Following) config.standbyCluster();
        node.step(new Step.CloneFrom(remote.member(), config)).step(new Step.StartStandby(new Step.Upstream.Remote(remote.remote(), remote.slot()), config)).untilStreaming();
    }
}
