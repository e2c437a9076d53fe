package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.fork.ForkReport;
import io.matriarch.agent.fork.SavedFork;
import io.matriarch.agent.fork.Tally;
import io.matriarch.agent.fork.WalDump;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What only this node had is saved before it is thrown away, can be read, and is never mixed up with what was not lost.
class LostForkTest {
    private static final Map<String, Object> QUIET = Map.of("parameters", Map.of("autovacuum", "off"));

    /// Two primaries: `a`, whose history is about to be left, and `b`, which was promoted. Each has written rows of its own into `t`.
    private static void diverge(Node a, Node b) {
        a.bootstrap().primary();
        a.sql("CREATE TABLE t (x int PRIMARY KEY, y text)");
        b.cloneOf(a).untilStreaming();
        b.step(Node.promotion(2));
        Node.<StepOutcome>answer(b.port::checkpoint);
        b.sql("INSERT INTO t VALUES (0, 'kept')");
        for (var x = 1; x <= 7; x++) a.sql("INSERT INTO t VALUES (" + x + ", 'lost')");
        a.sql("UPDATE t SET y = 'lost, too' WHERE x < 4");
        a.sql("DELETE FROM t WHERE x = 7");
        a.sql("CREATE TABLE made_on_the_fork AS SELECT 1 AS z");
    }

    private static void crash(Node node) {
        node.postmaster.killNow();
        node.until(state -> state instanceof PostgresState.Stopped);
    }

    private static Step rewind(Node leader) {
        return new Step.RewindTo(leader.member(), ClusterConfig.DEFAULT);
    }

    private static Step cloning(Node source) {
        return new Step.CloneFrom(source.member(), ClusterConfig.DEFAULT);
    }

    private static List<Path> in(Node node, String place) throws IOException {
        return SetAside.directories(node.state().resolve(place));
    }

    private static ForkReport report(Node node, Path fork) throws IOException, InterruptedException {
        var saved = SavedFork.in(fork);
        var tally = WalDump.read(Path.of(saved.waldump()), fork, saved);
        return new ForkReport(fork, saved, tally, new RelationNames(node.config).of(tally.relations().keySet()));
    }

    private static Document relation(ForkReport report, String name) {
        return report.document().get("relations") instanceof List<?> rows
                ? rows.stream().map(io.matriarch.json.Json::document).filter(row -> row.text("name", "").equals(name)).findFirst().orElse(Document.EMPTY) : Document.EMPTY;
    }

    @Test
    void what_a_killed_primary_wrote_alone_is_saved_before_the_rewind_and_the_report_names_it() throws Exception {
        try (var a = new Node("a", QUIET); var b = new Node("b", QUIET)) {
            diverge(a, b);
            var end = WalPosition.parse(a.sql("SELECT pg_current_wal_flush_lsn()"));
            var fork = ((UpstreamView.Answered) a.inspect(b)).forks().getFirst().fork();
            crash(a);
            a.step(rewind(b)).standbyOf(b).untilStreaming();
            assertThat(in(a, "forks")).hasSize(1);
            var directory = in(a, "forks").getFirst();
            var saved = SavedFork.in(directory);
            assertThat(saved.systemId()).isEqualTo(b.running().systemId().value());
            assertThat(saved.first().timeline()).isEqualTo(new Timeline(1));
            assertThat(saved.first().from()).isEqualTo(fork);
            assertThat(saved.end()).isEqualTo(end);
            assertThat(saved.why()).isEqualTo("rewind");
            assertThat(saved.origin()).isEqualTo(new SavedFork.Origin("herd", "a", "b"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
            a.until(_ -> a.sql("SELECT string_agg(x::text, ',') FROM t").equals("0"));
            tells(a, directory);
        }
    }

    private static void tells(Node node, Path directory) throws Exception {
        var report = report(node, directory);
        assertThat(report.tally().complaints()).isEmpty();
        assertThat(report.tally().committed()).isEqualTo(10);
        assertThat(report.tally().commits()).hasSize(10).extracting(Tally.Commit::at).isSorted();
        var t = relation(report, "postgres: public.t");
        assertThat(t.number("inserted", 0)).isEqualTo(7);
        assertThat(t.number("updated", 0)).isEqualTo(3);
        assertThat(t.number("deleted", 0)).isEqualTo(1);
        assertThat(report.lines()).anyMatch(line -> line.contains("transactions 10 committed (20")).anyMatch(line -> line.contains("postgres: public.t "))
                .anyMatch(line -> line.contains("(made on the fork)")).noneMatch(line -> line.contains("made_on_the_fork"));
    }

    @Test
    void a_clean_shutdown_is_part_of_the_fork_and_a_clone_saves_it_too() throws Exception {
        try (var a = new Node("a", QUIET); var b = new Node("b", QUIET)) {
            diverge(a, b);
            a.stop().cloneOf(b).untilStreaming();
            assertThat(in(a, "aside")).hasSize(1);
            assertThat(in(a, "forks")).hasSize(1);
            assertThat(SavedFork.in(in(a, "forks").getFirst()).why()).isEqualTo("clone");
            tells(a, in(a, "forks").getFirst());
            try (var files = Files.list(a.state().resolve("aside"))) {
                assertThat(files).as("saved, so nothing keeps the old directory").noneMatch(file -> file.toString().endsWith(SetAside.KEEP));
            }
        }
    }

    @Test
    void a_copy_that_lost_nothing_leaves_no_fork() throws Exception {
        try (var a = new Node("a", QUIET); var b = new Node("b", QUIET)) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            b.stop().cloneOf(a).untilStreaming();
            a.stop();
            b.step(Node.promotion(2));
            Node.<StepOutcome>answer(b.port::checkpoint);
            assertThat(in(b, "aside")).hasSize(1);
            assertThat(in(b, "forks")).isEmpty();
            b.sql("CREATE TABLE t AS SELECT 1 AS x");
            a.standbyOf(b).untilStreaming();
            a.stop().cloneOf(b).untilStreaming();
            assertThat(in(a, "forks")).isEmpty();
        }
    }

    /// The standby `c` has replayed what `a` wrote after `b` was promoted; it follows nobody's history but `a`'s.
    @Test
    void a_standby_that_diverged_is_rewound_too_and_its_own_end_is_the_end() throws Exception {
        try (var a = new Node("a", QUIET); var b = new Node("b", QUIET); var c = new Node("c", QUIET)) {
            a.bootstrap().primary();
            a.sql("CREATE TABLE t (x int PRIMARY KEY, y text)");
            b.cloneOf(a).untilStreaming();
            c.cloneOf(a).untilStreaming();
            b.step(Node.promotion(2));
            Node.<StepOutcome>answer(b.port::checkpoint);
            for (var x = 1; x <= 3; x++) a.sql("INSERT INTO t VALUES (" + x + ", 'lost')");
            c.until(_ -> c.sql("SELECT count(*) FROM t").equals("3"));
            crash(a);
            c.stop().step(rewind(b)).standbyOf(b).untilStreaming();
            var report = report(c, in(c, "forks").getFirst());
            assertThat(report.tally().committed()).isEqualTo(3);
            assertThat(relation(report, "postgres: public.t").number("inserted", 0)).isEqualTo(3);
        }
    }

    @Test
    void two_timelines_are_left_at_once() throws Exception {
        try (var a = new Node("a", QUIET); var b = new Node("b", QUIET); var c = new Node("c", QUIET)) {
            a.bootstrap().primary();
            a.sql("CREATE TABLE t (x int PRIMARY KEY, y text)");
            b.cloneOf(a).untilStreaming();
            c.cloneOf(a).untilStreaming();
            c.step(Node.promotion(2));
            Node.<StepOutcome>answer(c.port::checkpoint);
            a.sql("INSERT INTO t VALUES (1, 'on timeline 1')");
            b.until(_ -> b.sql("SELECT count(*) FROM t").equals("1"));
            a.stop();
            b.step(Node.promotion(3));
            b.sql("INSERT INTO t VALUES (2, 'on timeline 3')");
            b.sql("INSERT INTO t VALUES (3, 'on timeline 3')");
            b.stop().step(rewind(c)).standbyOf(c).untilStreaming();
            var directory = in(b, "forks").getFirst();
            assertThat(SavedFork.in(directory).stretches()).extracting(stretch -> stretch.timeline().id()).containsExactly(1, 3);
            assertThat(report(b, directory).tally().committed()).isEqualTo(3);
            assertThat(report(b, directory).tally().complaints()).isEmpty();
        }
    }

    @Test
    void what_cannot_be_saved_is_not_rewound_but_cloned_and_the_old_directory_is_kept() throws Exception {
        try (var a = new Node("a", QUIET); var b = new Node("b", QUIET)) {
            diverge(a, b);
            a.stop();
            Files.writeString(a.state().resolve("forks"), "no directory can be made here");
            assertThat(a.attempt(rewind(b))).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("not rewound", "rewind_unsaved", "forks"));
            assertThat(a.look()).as("untouched").isInstanceOf(PostgresState.Stopped.class);
            a.cloneOf(b).untilStreaming();
            var old = in(a, "aside").getFirst();
            assertThat(Files.readString(old.resolveSibling(old.getFileName() + SetAside.KEEP))).contains("Never removed by the agent");
            new SetAside(List.of(a.state().resolve("aside"))).trim(new io.matriarch.agent.host.DiskShare.Bytes(0));
            assertThat(old.resolve("PG_VERSION")).exists();
        }
    }

    @Test
    void an_operator_may_waive_it() throws Exception {
        var waived = Node.rebuilding(Node.REBUILDING.limit(), true);
        try (var a = new Node("a", QUIET, List.of(), Map.of(), waived); var b = new Node("b", QUIET)) {
            diverge(a, b);
            a.stop();
            Files.writeString(a.state().resolve("forks"), "no directory can be made here");
            a.step(rewind(b)).standbyOf(b).untilStreaming();
        }
    }

    @Test
    void wal_that_was_recycled_cannot_be_saved() throws Exception {
        try (var a = new Node("a", QUIET); var b = new Node("b", QUIET)) {
            diverge(a, b);
            var fork = ((UpstreamView.Answered) a.inspect(b)).forks().getFirst().fork();
            a.sql("SELECT pg_switch_wal()");
            a.sql("INSERT INTO t VALUES (8, 'lost')");
            a.stop();
            Files.delete(a.config.dataDir().resolve("pg_wal").resolve("%08X%08X%08X".formatted(1, fork.bytes() >> 32, (fork.bytes() & 0xFFFF_FFFFL) >> 24)));
            assertThat(a.attempt(rewind(b))).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("was recycled already"));
            a.cloneOf(b).untilStreaming();
            assertThat(in(a, "forks")).isEmpty();
            assertThat(in(a, "aside")).hasSize(1);
        }
    }

    /// The file size limit ends pg_rewind by a signal when it is in the middle of the first WAL segment that it copies.
    @Test
    void a_rewind_that_was_killed_half_way_never_starts_and_is_cloned_and_its_fork_is_there() throws Exception {
        var home = Files.createTempDirectory("mtw");
        var script = Files.writeString(home.resolve("pg_rewind"), "#!/bin/sh\nulimit -c 0\nulimit -f 8192\nexec " + Node.binaries().resolve("pg_rewind") + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        try (var a = new Node("a", QUIET, List.of(), Map.of("pg_rewind", script.toString()), Node.REBUILDING); var b = new Node("b", QUIET)) {
            diverge(a, b);
            a.stop(); // cleanly: no crash recovery changes anything before the rewind does
            var before = bytes(a);
            var outcome = a.attempt(rewind(b));
            assertThat(outcome).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("pg_rewind failed").contains("exit code 153"));
            assertThat(bytes(a)).as("it is neither what it was nor what it was to become").isNotEqualTo(before);
            a.closeAgent();
            a.open();
            assertThat(a.look()).isEqualTo(new PostgresState.HalfDone("rewind"));
            for (var step : List.of(new Step.StartPrimary(Node.permit(), ClusterConfig.DEFAULT), new Step.StartStandby(b.upstream(), ClusterConfig.DEFAULT), rewind(b)))
                assertThat(a.attempt(step)).as(step.toString()).isInstanceOf(StepOutcome.Failed.class);
            assertThat(a.postmaster.running()).isFalse();
            a.cloneOf(b).untilStreaming();
            assertThat(in(a, "forks")).as("of before the rewind, and no other").hasSize(1);
            tells(a, in(a, "forks").getFirst());
            assertThat(in(a, "aside")).singleElement().satisfies(old -> assertThat(old.getFileName().toString()).startsWith("data."));
        } finally {
            Files.delete(script);
            Files.delete(home);
        }
    }

    private static Map<String, Integer> bytes(Node node) throws IOException {
        var sums = new HashMap<String, Integer>();
        try (var files = Files.walk(node.config.dataDir().resolve("base"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) sums.put(file.toString(), java.util.Arrays.hashCode(Files.readAllBytes(file)));
        }
        return sums;
    }

    @Test
    void a_clone_whose_source_dies_half_way_leaves_the_old_directory_in_its_place() throws Exception {
        try (var a = new Node("a", QUIET); var b = new Node("b", Map.of("parameters", Map.of("autovacuum", "off"), "basebackup", List.of(Map.of("max-rate", "6M"))))) {
            a.bootstrap().primary();
            a.sql("CREATE TABLE t AS SELECT 1 AS x");
            b.cloneOf(a).untilStreaming();
            b.until(_ -> b.sql("SELECT count(*) FROM pg_class WHERE relname = 't'").equals("1"));
            b.stop();
            var outcome = new java.util.concurrent.CompletableFuture<StepOutcome>();
            b.port.perform(cloning(a), outcome::complete);
            org.awaitility.Awaitility.await().atMost(Node.WITHIN.multipliedBy(6)).until(() -> b.port.progress().matches("base backup from a [1-9]\\d* %"));
            a.postmaster.killNow();
            assertThat(outcome.get(60, java.util.concurrent.TimeUnit.SECONDS)).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("pg_basebackup failed"));
            assertThat(b.look()).isInstanceOf(PostgresState.Stopped.class);
            assertThat(in(b, "aside")).isEmpty();
            b.step(new Step.StartStandby(Step.Upstream.NOBODY, ClusterConfig.DEFAULT));
            assertThat(b.sql("SELECT x FROM t")).isEqualTo("1");
            a.until(state -> state instanceof PostgresState.Stopped);
            b.stop();
            a.primary();
            b.cloneOf(a).untilStreaming();
        }
    }

    /// Both would write by path: into the copy under way, and into the data directory that it becomes.
    @Test
    void programs_that_an_agent_left_behind_when_it_died_are_ended_before_a_copy_is_taken() throws Exception {
        try (var a = new Node("a", QUIET); var b = new Node("b", QUIET)) {
            a.bootstrap().primary();
            var orphans = new ArrayList<Process>();
            for (var argument : List.of("--target-pgdata=" + b.config.dataDir(), "--pgdata=" + b.state().resolve("clone")))
                orphans.add(new ProcessBuilder("sh", "-c", "while :; do read -r line; done", "orphan", argument).start());
            try {
                b.cloneOf(a).untilStreaming();
                assertThat(orphans).noneMatch(Process::isAlive);
                assertThat(a.postmaster.running()).isTrue();
            } finally {
                orphans.forEach(Process::destroyForcibly);
            }
        }
    }

    @Test
    void left_overs_of_copies_that_died_do_not_pile_up() throws Exception {
        try (var a = new Node("a", QUIET); var b = new Node("b", QUIET)) {
            a.bootstrap().primary();
            for (var attempt = 0; attempt < 3; attempt++) {
                Files.createDirectories(b.state().resolve("clone"));
                Files.writeString(b.state().resolve("clone/half"), Integer.toString(attempt));
                b.step(cloning(a));
            }
            var left = in(b, "aside").stream().filter(path -> path.getFileName().toString().startsWith("clone.")).toList();
            assertThat(left).hasSize(1);
            assertThat(left.getFirst().resolve("half")).hasContent("2");
            assertThat(in(b, "aside").stream().filter(path -> path.getFileName().toString().startsWith("data."))).hasSize(2);
        }
    }

    @Test
    void old_directories_go_only_when_the_new_one_streams() throws Exception {
        var nothing = Node.rebuilding(new io.matriarch.agent.host.DiskShare.Bytes(1), false);
        try (var a = new Node("a", QUIET); var b = new Node("b", QUIET, List.of(), Map.of(), nothing)) {
            a.bootstrap().primary();
            for (var copy = 0; copy < 3; copy++) b.step(cloning(a));
            b.step(new Step.StartStandby(Step.Upstream.NOBODY, ClusterConfig.DEFAULT));
            org.awaitility.Awaitility.await().during(java.time.Duration.ofSeconds(1)).atMost(Node.WITHIN.multipliedBy(3)).until(() -> {
                assertThat(b.running().replication().streaming()).isFalse();
                return in(b, "aside").size() == 2;
            });
            Node.<StepOutcome>answer(reply -> b.port.follow(a.upstream(), reply));
            b.untilStreaming();
            org.awaitility.Awaitility.await().atMost(Node.WITHIN.multipliedBy(3)).until(() -> {
                b.look();
                return in(b, "aside").size() == 1;
            });
            assertThat(in(b, "aside").getFirst().resolve("PG_VERSION")).exists();
            assertThat(b.running().replication().streaming()).isTrue();
        }
    }

    @Test
    void a_torn_end_is_found() throws Exception {
        try (var a = new Node("a", QUIET); var b = new Node("b", QUIET)) {
            diverge(a, b);
            crash(a);
            var wal = a.config.dataDir().resolve("pg_wal");
            var files = io.matriarch.agent.fork.WalFiles.in(wal);
            var end = files.end(new Timeline(1), WalPosition.ZERO);
            var name = files.names(new io.matriarch.agent.fork.WalStretch(new Timeline(1), new WalPosition(end.bytes() - 1), end)).getFirst();
            var page = end.bytes() % files.segmentSize() / 8192 * 8192;
            try (var file = FileChannel.open(wal.resolve(name), StandardOpenOption.WRITE)) {
                file.write(java.nio.ByteBuffer.allocate(8192), page);
            }
            var torn = io.matriarch.agent.fork.WalFiles.in(wal).end(new Timeline(1), WalPosition.ZERO);
            assertThat(torn).isLessThanOrEqualTo(new WalPosition(end.bytes() - end.bytes() % 8192)).isGreaterThan(new WalPosition(end.bytes() - 3 * 8192));
        }
    }
}
