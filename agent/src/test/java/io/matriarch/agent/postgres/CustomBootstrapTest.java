package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.ProcessSignals;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clusters that begin with a backup of another one, whose WAL archive goes on beyond it: row 1 before the restore point, row 2 after it.
class CustomBootstrapTest {
    @TempDir static Path here;
    private static Node origin;
    private static String last = "";

    @BeforeAll
    static void archive() throws Exception {
        Node.notAsRoot();
        for (var place : List.of("archive", "second")) Files.createDirectory(here.resolve(place));
        origin = new Node("origin", Map.of("parameters", Map.of("archive_mode", "on", "archive_command", "cp %p " + here + "/archive/%f", "max_connections", "37")));
        origin.step(new Step.InitDatabase(WIDE)).step(new Step.CreateUsers(WIDE)).step(new Step.StartPrimary(Node.permit(), WIDE));
        origin.sql("CREATE TABLE t (x int)");
        var backup = new ProcessBuilder(Node.binaries().resolve("pg_basebackup").toString(), "-D", here.resolve("backup").toString(), "-X", "none", "-c", "fast", "-d",
                "host=127.0.0.1 port=" + origin.config.listenPort() + " user=replicator passfile=" + origin.config.pgpass()).inheritIO().start();
        assertThat(backup.waitFor()).isZero();
        origin.sql("INSERT INTO t VALUES (1)");
        origin.sql("SELECT pg_create_restore_point('here')");
        origin.sql("INSERT INTO t VALUES (2)");
        last = origin.sql("SELECT pg_walfile_name(pg_switch_wal())");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(here.resolve("archive").resolve(last)));
        origin.stop();
    }

    /// More than the default: who recovers its WAL needs as much.
    private static final ClusterConfig WIDE = new ClusterConfig(new Document(Map.of("postgresql", Map.of("parameters", Map.of("max_connections", 150)))));

    @AfterAll
    static void end() throws IOException {
        if (origin != null) origin.close();
    }

    private static String script(String name, String body) throws IOException {
        var file = Files.writeString(here.resolve(name), "#!/bin/sh\necho \"$@\" >> " + here + "/" + name + ".args\nfor a in \"$@\"; do case $a in --datadir=*) d=${a#*=};; esac; done\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x")).toString();
    }

    private static Node begunBy(Map<String, Object> method) throws IOException {
        return begunBy(method, List.of());
    }

    private static Node begunBy(Map<String, Object> method, List<String> hba) throws IOException {
        var section = Map.<String, Object>of("parameters", Map.of("archive_mode", "on", "archive_command", "cp %p " + here + "/second/%f", "recovery_prefetch", "off"));
        return new Node("again", section, new PostgresConfig.Bootstrap(List.of(), hba, List.of(), new PostgresConfig.Way.Own(new OwnMethod("restore", new Document(method)))));
    }

    private static Map<String, Object> toHere() {
        var recovery = new HashMap<String, Object>(Map.of("restore_command", "cp " + here + "/archive/%f %p", "Recovery_Target_Name", "here", "recovery_target_inclusive", true));
        recovery.put("recovery_min_apply_delay", null);
        return recovery;
    }

    @Test
    void a_cluster_begins_at_a_point_in_time_of_an_archive() throws Exception {
        var method = new HashMap<String, Object>(Map.of("command", script("restore", "cp -a " + here + "/backup $d && chmod 755 $d"), "speed", 3, "verify", true));
        method.put("recovery_conf", toHere());
        try (var again = begunBy(method, List.of("# ours", "host all all 192.0.2.0/24 scram-sha-256"))) {
            again.bootstrap();
            assertThat(again.file("pg_hba.conf").lines()).as("after the backup's own lines").endsWith("# ours", "host all all 192.0.2.0/24 scram-sha-256").hasSizeGreaterThan(4);
            assertThat(Files.readString(here.resolve("restore.args"))).contains("--scope=herd --datadir=" + again.config.dataDir()).contains("--speed=3").contains("--verify=True").doesNotContain("recovery_conf", "command");
            var stopped = (PostgresState.Stopped) again.look();
            assertThat(stopped.control().standby()).isFalse();
            assertThat(stopped.control().cleanly()).isTrue();
            again.primary();
            assertThat(again.sql("SELECT string_agg(x::text, ',') FROM t")).isEqualTo("1");
            assertThat(again.running().timeline()).isEqualTo(new Timeline(2));
            assertThat(again.file("postgresql.conf")).doesNotContain("recovery_target", "restore_command");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(here.resolve("second/00000002.history")));
        }
    }

    @Test
    void what_the_script_says_of_the_recovery_may_be_kept_and_is_not_told_the_place_when_it_wants_no_parameters() throws Exception {
        var method = new HashMap<String, Object>(Map.of("no_params", true, "keep_existing_recovery_conf", true));
        try (var again = begunBy(method)) {
            var d = again.config.dataDir();
            var command = script("keep", "cp -a " + here + "/backup " + d + " && chmod 700 " + d + " && touch " + d + "/recovery.signal && cat >> " + d + "/postgresql.auto.conf <<E\nrestore_command = 'cp "
                    + here + "/archive/%f %p'\nrecovery_target_action = 'promote'\nE\n");
            again.port.reconfigure(with(again.config, command, method));
            again.bootstrap().primary();
            assertThat(Files.readString(here.resolve("keep.args"))).isEqualTo("\n");
            assertThat(again.sql("SELECT string_agg(x::text, ',' ORDER BY x) FROM t")).isEqualTo("1,2");
        }
    }

    /// Left out, the recovery would go on to the end of the archive; found late, the script has worked for hours.
    @Test
    void a_recovery_that_postgresql_does_not_take_is_refused_before_the_script_runs() throws Exception {
        for (var odd : List.<Map.Entry<String, Object>>of(Map.entry("recovery_target_tme", "2026-11-22"), Map.entry("recovery_target_time", "yesteryear"), Map.entry("recovery_target_inclusive", "perhaps"), Map.entry("recovery target", "x"),
                Map.entry("restore_command", Map.of("a", "b")), Map.entry("recovery_target_xid", "5"))) {
            var recovery = new HashMap<String, Object>(toHere());
            recovery.put(odd.getKey(), odd.getValue());
            try (var again = begunBy(Map.of("command", script("never", "exit 7"), "recovery_conf", recovery))) {
                assertThat(again.attempt(new Step.InitDatabase(ClusterConfig.DEFAULT))).as(odd.getKey()).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains(odd.getKey().equals("recovery_target_xid") ? "recovery_target_name" : odd.getKey()));
            }
        }
        assertThat(Files.exists(here.resolve("never.args"))).isFalse();
    }

    /// As on a busy disk: the server stands still for longer than one question may take, in the middle of its recovery.
    @Test
    void a_server_that_answers_slowly_costs_no_restore() throws Exception {
        var recovery = new HashMap<>(toHere());
        recovery.put("restore_command", "case %f in " + last + ") while ! test -e " + here + "/gate; do sleep 0.1; done;; esac; cp " + here + "/archive/%f %p");
        try (var again = begunBy(Map.of("command", script("slow", "cp -a " + here + "/backup $d"), "recovery_conf", recovery))) {
            again.step(new Step.InitDatabase(ClusterConfig.DEFAULT));
            var made = new CompletableFuture<StepOutcome>();
            again.port.perform(new Step.CreateUsers(ClusterConfig.DEFAULT), made::complete);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> made.isDone() || again.port.progress().startsWith("waiting for end of recovery"));
            ProcessSignals.send(again.postmaster.pid(), ProcessSignals.Signal.STOP);
            Awaitility.await().during(Duration.ofSeconds(7)).atMost(Duration.ofSeconds(60)).until(() -> !made.isDone());
            ProcessSignals.send(again.postmaster.pid(), ProcessSignals.Signal.CONT);
            Files.createFile(here.resolve("gate"));
            assertThat(made.get(120, TimeUnit.SECONDS)).isEqualTo(StepOutcome.DONE);
            again.primary();
            assertThat(again.sql("SELECT string_agg(x::text, ',') FROM t")).isEqualTo("1");
        }
    }

    private static PostgresConfig with(PostgresConfig config, String command, Map<String, Object> method) {
        var section = new HashMap<>(method);
        section.put("command", command);
        return config.with(new PostgresConfig.Bootstrap(List.of(), List.of(), List.of(), new PostgresConfig.Way.Own(new OwnMethod("restore", new Document(section)))));
    }

    @Test
    void a_script_that_fails_leaves_nothing_that_starts_and_may_try_again() throws Exception {
        var method = new HashMap<String, Object>(Map.of("command", script("once", "test -e " + here + "/tried && exec cp -a " + here + "/backup $d; mkdir $d; echo half > $d/half; echo no space; exit 3")));
        method.put("recovery_conf", toHere());
        try (var again = begunBy(method)) {
            assertThat(again.attempt(new Step.InitDatabase(ClusterConfig.DEFAULT))).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("bootstrap.restore failed", "exit code 3", "no space"));
            assertThat(again.look()).isEqualTo(new PostgresState.HalfDone("bootstrap"));
            assertThat(again.attempt(new Step.StartPrimary(Node.permit(), ClusterConfig.DEFAULT))).isInstanceOf(StepOutcome.Failed.class);
            for (var i = 0; i < 3; i++) assertThat(again.attempt(new Step.InitDatabase(ClusterConfig.DEFAULT))).isInstanceOf(StepOutcome.Failed.class);
            Files.createFile(here.resolve("tried"));
            again.bootstrap().primary();
            assertThat(again.sql("SELECT string_agg(x::text, ',') FROM t")).isEqualTo("1");
            try (var aside = Files.list(again.state().resolve("aside"))) {
                assertThat(aside.filter(place -> Files.exists(place.resolve("half")))).as("attempts that fail again and again do not fill the disk").hasSize(1);
            }
        }
    }
}
