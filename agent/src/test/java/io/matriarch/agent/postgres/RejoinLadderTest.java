package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.DiskShare;
import io.matriarch.agent.host.ProcessSignals;
import io.matriarch.agent.host.ProcessSignals.Signal;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.SystemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every step of the ladder by which a member comes back (docs/safety.md, "The rejoin ladder"), with real PostgreSQL and the whole loop of its agent: what is
/// decided, what is done, and that it ends as a standby that streams. One test a step, so it is long.
class RejoinLadderTest {
    private static final Map<String, Object> QUIET = Map.of("parameters", Map.of("autovacuum", "off"));
    private static final long IN_THE_MIDST = 1 << 20;
    /// What does not get on is ended after 5 s. Once that was seen it is given more time: a busy machine, too, can stand still for so long.
    private static final PostgresConfig.Rebuilding IMPATIENT = new PostgresConfig.Rebuilding(new DiskShare.Percent(100), false, new DiskShare.Bytes(1 << 20), Duration.ofSeconds(5));
    private static Node template;
    private static SystemId system;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void initOnce() throws IOException {
        Node.notAsRoot();
        template = new Node("template", QUIET);
        template.bootstrap().primary();
        template.sql("CREATE TABLE t (x int PRIMARY KEY)");
        system = template.running().systemId();
        template.stop();
    }

    @AfterAll
    static void end() throws IOException {
        if (template != null) template.close();
    }

    @AfterEach
    void endAll() throws Exception {
        var trouble = new ArrayList<Exception>();
        for (var one : open.reversed()) {
            try {
                one.close();
            } catch (Exception late) {
                trouble.add(late);
            }
        }
        assertThat(trouble).isEmpty();
    }

    // ---- what a test is made of

    private Node empty(String name, PostgresConfig.Rebuilding rebuilding) throws IOException {
        var node = new Node(name, QUIET, List.of(), Map.of(), rebuilding);
        open.add(node);
        return node;
    }

    /// A server that is down, with the template's data.
    private Node made(String name, PostgresConfig.Rebuilding rebuilding) throws IOException {
        var node = empty(name, rebuilding);
        try (var files = Files.walk(template.config.dataDir())) {
            for (var file : files.toList()) Files.copy(file, node.config.dataDir().resolve(template.config.dataDir().relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return node;
    }

    private Node made(String name) throws IOException {
        return made(name, Node.REBUILDING);
    }

    private Node primary(String name) throws IOException {
        return made(name).primary();
    }

    private Node standby(String name, Node leader) throws IOException {
        var node = made(name).standbyOf(leader);
        node.untilStreaming();
        return node;
    }

    private static void promote(Node node, int timeline) {
        node.step(Node.promotion(timeline));
        Node.<StepOutcome>answer(node.port::checkpoint);
        node.until(state -> state instanceof PostgresState.Running r && r.facts().checkpointed());
    }

    /// `a`, a primary that has crashed, and `b`, which was promoted: each has a row that the other has not.
    private static void diverged(Node a, Node b) {
        diverged(a, b, ClusterConfig.DEFAULT);
    }

    private static void diverged(Node a, Node b, ClusterConfig config) {
        a.step(new Step.StartPrimary(Node.permit(), config));
        b.step(new Step.StartStandby(a.upstream(), config)).untilStreaming();
        promote(b, 2);
        a.sql("INSERT INTO t VALUES (1)");
        b.sql("INSERT INTO t VALUES (2)");
        a.postmaster.killNow();
        a.until(state -> state instanceof PostgresState.Stopped);
    }

    private Rejoining agent(Node node, Member leader, Member... others) {
        var agent = new Rejoining(node, system, leader, others);
        open.add(agent);
        return agent;
    }

    private Gate gate(Node server, Gate.Beyond beyond) throws IOException {
        var gate = new Gate(server, IN_THE_MIDST, beyond);
        open.add(gate);
        return gate;
    }

    private static Member leads(Node node, int timeline) {
        return Rejoining.leader(node, node.config.connectAddress(), timeline);
    }

    private static Member leads(Node node, Gate gate, int timeline) {
        return Rejoining.leader(node, gate.endpoint(), timeline);
    }

    /// It streams from `leader`, has its row, and not the one of its own that was lost.
    private static void joined(Rejoining agent, Node node, Node leader) {
        agent.untilStreamingFrom(leader);
        agent.eventually("the leader's row", () -> node.sql("SELECT string_agg(x::text, ',' ORDER BY x) FROM t").equals("2"));
        assertThat(node.port.progress()).isEmpty();
        assertThat(node.state().resolve("unfinished")).doesNotExist();
    }

    private static List<Path> in(Node node, String place) throws IOException {
        return SetAside.directories(node.state().resolve(place));
    }

    /// The program that works on this directory, as whoever looks at a list of processes sees it; its children have the same words.
    private static ProcessHandle program(Rejoining agent, String argument) {
        agent.eventually("a program with " + argument, () -> programs(argument).size() > 0);
        return programs(argument).getFirst();
    }

    private static List<ProcessHandle> programs(String argument) {
        return ProcessHandle.allProcesses().filter(one -> one.info().arguments().map(words -> List.of(words).contains(argument)).orElse(false))
                .filter(one -> one.parent().map(parent -> !parent.info().arguments().map(words -> List.of(words).contains(argument)).orElse(false)).orElse(true)).toList();
    }

    private static String rewindOf(Node node) {
        return "--target-pgdata=" + node.config.dataDir();
    }

    private static String cloneOf(Node node) {
        return "--pgdata=" + node.state().resolve("clone");
    }

    // ---- follow

    @Test
    void a_former_primary_that_was_shut_down_waits_for_the_promotion_and_follows() throws Exception {
        var a = primary("a");
        var b = standby("b", a);
        a.stop();
        var agent = agent(a, leads(b, 1));
        agent.untilTold("others.leader-not-asked");
        promote(b, 2);
        b.sql("INSERT INTO t VALUES (2)");
        joined(agent, a, b);
        assertThat(agent.toldOnce()).containsExactly("others.leader-not-asked", "others.follow", "START_STANDBY");
    }

    @Test
    void a_running_standby_follows_the_next_leader_without_a_restart() throws Exception {
        var a = primary("a");
        var b = standby("b", a);
        var c = standby("c", a);
        var server = c.postmaster.pid();
        var agent = agent(c, leads(a, 1));
        a.stop();
        promote(b, 2);
        b.sql("INSERT INTO t VALUES (2)");
        agent.leads(system, leads(b, 2));
        joined(agent, c, b);
        assertThat(c.postmaster.pid()).isEqualTo(server);
        assertThat(agent.told()).containsOnly("others.follow");
    }

    // ---- rewind

    @Test
    void a_former_primary_with_rows_of_its_own_is_rewound_and_they_are_saved() throws Exception {
        var a = made("a");
        var b = made("b");
        diverged(a, b);
        var agent = agent(a, leads(b, 2));
        joined(agent, a, b);
        assertThat(agent.told()).startsWith("others.diverged", "REWIND to b").doesNotContain("CLONE from b");
        assertThat(in(a, "forks")).hasSize(1);
        assertThat(in(a, "aside")).isEmpty();
    }

    /// Neither data checksums nor wal_log_hints: pg_rewind itself says no, after the mark.
    @Test
    void a_rewind_that_is_refused_becomes_a_clone() throws Exception {
        var hintless = new Document(Map.of("postgresql", Map.of("parameters", Map.of("wal_log_hints", "off"))));
        var a = made("a");
        var b = made("b");
        for (var node : List.of(a, b)) assertThat(new Programs(node.config).run(List.of(Node.binaries().resolve("pg_checksums").toString(), "--disable", "-D", node.config.dataDir().toString()), Duration.ofMinutes(1)).succeeded()).isTrue();
        diverged(a, b, new ClusterConfig(hintless));
        var agent = agent(a, leads(b, 2));
        joined(agent, a, b);
        assertThat(agent.told()).startsWith("others.diverged", "REWIND to b").containsSubsequence("others.clone", "CLONE from b")
                .anyMatch(line -> line.matches("REWIND failed: RewindTo: pg_rewind failed: .*data checksums or .wal_log_hints.*"));
        assertThat(in(a, "forks")).hasSize(1);
    }

    @Test
    void a_rewind_whose_wal_is_gone_becomes_a_clone_and_the_old_directory_stays() throws Exception {
        var a = made("a");
        var b = made("b");
        diverged(a, b);
        try (var segments = Files.newDirectoryStream(a.config.dataDir().resolve("pg_wal"), "0000000100*")) {
            for (var segment : segments) Files.delete(segment);
        }
        var agent = agent(a, leads(b, 2));
        joined(agent, a, b);
        assertThat(agent.told()).startsWith("others.diverged", "REWIND to b").containsSubsequence("others.rewind-failed", "CLONE from b");
        assertThat(agent.times("REWIND to")).isEqualTo(1);
        assertThat(in(a, "aside")).hasSize(1);
        assertThat(in(a, "aside").getFirst().resolveSibling(in(a, "aside").getFirst().getFileName() + SetAside.KEEP)).exists();
    }

    @Test
    void a_rewind_that_is_killed_half_way_is_never_started_and_cloned_anew() throws Exception {
        var a = made("a");
        var b = made("b");
        diverged(a, b);
        var gate = gate(b, Gate.Beyond.HOLD);
        var agent = agent(a, leads(b, gate, 2));
        agent.eventually("the rewind is in the midst of it", gate::reached);
        assertThat(a.look()).isEqualTo(new PostgresState.HalfDone("rewind"));
        ProcessSignals.send(program(agent, rewindOf(a)).pid(), Signal.KILL);
        agent.untilTold("REWIND failed");
        gate.open();
        agent.leads(system, leads(b, 2));
        joined(agent, a, b);
        assertThat(agent.told()).startsWith("others.diverged", "REWIND to b").containsSubsequence("others.clone", "CLONE from b").noneMatch(line -> line.startsWith("START"));
        assertThat(in(a, "forks")).as("saved before").hasSize(1);
        assertThat(in(a, "aside")).as("the garbage").hasSize(1);
    }

    @Test
    void a_rewind_whose_agent_is_killed_is_ended_and_cloned_anew_by_the_next_agent() throws Exception {
        var a = made("a");
        var b = made("b");
        diverged(a, b);
        a.closeAgent();
        var gate = gate(b, Gate.Beyond.HOLD);
        var died = StepProgram.begin(a, "rewind", leads(b, gate, 2));
        try {
            org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(180)).until(gate::reached);
        } finally {
            died.destroyForcibly().waitFor();
        }
        var orphan = programs(rewindOf(a)).getFirst();
        a.open();
        assertThat(a.look()).isEqualTo(new PostgresState.HalfDone("rewind"));
        var agent = agent(a, leads(b, 2));
        joined(agent, a, b);
        assertThat(agent.told()).startsWith("others.clone", "CLONE from b").noneMatch(line -> line.startsWith("START"));
        agent.eventually("it is gone: it would have written on, into the new directory", () -> !orphan.isAlive());
    }

    @Test
    void a_rewind_that_hangs_is_ended_and_becomes_a_clone() throws Exception {
        var a = made("a", IMPATIENT);
        var b = made("b");
        diverged(a, b);
        var gate = gate(b, Gate.Beyond.HOLD);
        var agent = agent(a, leads(b, gate, 2));
        agent.eventually("the rewind is in the midst of it", gate::reached);
        ProcessSignals.send(program(agent, rewindOf(a)).pid(), Signal.STOP);
        gate.open();
        agent.untilTold("REWIND failed: RewindTo: pg_rewind made no progress for 5 s and was ended");
        a.port.reconfigure(a.config.with(Node.REBUILDING));
        agent.leads(system, leads(b, 2));
        joined(agent, a, b);
        assertThat(agent.told()).containsSubsequence("REWIND to b", "others.clone", "CLONE from b");
    }

    // ---- clone

    @Test
    void an_empty_member_is_cloned() throws Exception {
        var a = primary("a");
        a.sql("INSERT INTO t VALUES (2)");
        var d = empty("d", Node.REBUILDING);
        var agent = agent(d, leads(a, 1));
        joined(agent, d, a);
        agent.untilTold("others.follow");
        assertThat(agent.toldOnce()).containsExactly("others.clone", "CLONE from a", "others.follow");
    }

    @Test
    void a_clone_whose_source_dies_is_taken_from_the_next_leader() throws Exception {
        var a = primary("a");
        var b = standby("b", a);
        var d = empty("d", Node.REBUILDING);
        var gate = gate(a, Gate.Beyond.HOLD);
        var agent = agent(d, leads(a, gate, 1));
        agent.eventually("the clone is in the midst of it", gate::reached);
        a.postmaster.killNow();
        gate.close();
        promote(b, 2);
        b.sql("INSERT INTO t VALUES (2)");
        agent.leads(system, leads(b, 2));
        joined(agent, d, b);
        assertThat(agent.told()).containsSubsequence("CLONE from a", "CLONE from b").anyMatch(line -> line.startsWith("CLONE failed: CloneFrom: pg_basebackup failed"));
    }

    @Test
    void a_leader_that_cannot_be_copied_is_stood_in_for_by_a_standby() throws Exception {
        var a = primary("a");
        var b = standby("b", a);
        a.sql("INSERT INTO t VALUES (2)");
        var d = empty("d", Node.REBUILDING);
        var gate = gate(a, Gate.Beyond.CUT);
        var agent = agent(d, leads(a, gate, 1), Rejoining.streaming(b, 1));
        agent.untilTold("CLONE from b");
        agent.leads(system, leads(a, 1), Rejoining.streaming(b, 1));
        joined(agent, d, a);
        assertThat(agent.told()).containsSubsequence("CLONE from a", "others.clone-elsewhere", "CLONE from b");
        assertThat(agent.times("CLONE from")).isEqualTo(2);
    }

    @Test
    void a_clone_whose_agent_is_killed_is_ended_and_taken_anew_by_the_next_agent() throws Exception {
        var a = primary("a");
        a.sql("INSERT INTO t VALUES (2)");
        var d = empty("d", Node.REBUILDING);
        d.closeAgent();
        var gate = gate(a, Gate.Beyond.HOLD);
        var died = StepProgram.begin(d, "clone", leads(a, gate, 1));
        try {
            org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(180)).until(gate::reached);
        } finally {
            died.destroyForcibly().waitFor();
        }
        var orphans = programs(cloneOf(d));
        assertThat(orphans).isNotEmpty();
        d.open();
        assertThat(d.look()).isEqualTo(PostgresState.NO_DATA);
        var agent = agent(d, leads(a, 1));
        joined(agent, d, a);
        agent.eventually("they are gone", () -> orphans.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void a_clone_that_hangs_is_ended_and_taken_again() throws Exception {
        var a = primary("a");
        a.sql("INSERT INTO t VALUES (2)");
        var d = empty("d", IMPATIENT);
        var gate = gate(a, Gate.Beyond.HOLD);
        var agent = agent(d, leads(a, gate, 1));
        agent.eventually("the clone is in the midst of it", gate::reached);
        var hung = program(agent, cloneOf(d));
        ProcessSignals.send(hung.pid(), Signal.STOP);
        gate.open();
        agent.untilTold("CLONE failed: CloneFrom: pg_basebackup made no progress for 5 s and was ended");
        d.port.reconfigure(d.config.with(Node.REBUILDING));
        agent.leads(system, leads(a, 1));
        joined(agent, d, a);
        hung.onExit().get(60, TimeUnit.SECONDS);
        assertThat(agent.times("CLONE from a")).isGreaterThan(1);
    }

    // ---- what no step can help

    @Test
    void without_room_neither_way_is_tried_over_and_over_and_with_room_it_comes_back() throws Exception {
        var full = new PostgresConfig.Rebuilding(new DiskShare.Percent(100), false, new DiskShare.Percent(100), Duration.ofMinutes(2));
        var a = made("a", full);
        var b = made("b");
        diverged(a, b);
        var agent = agent(a, leads(b, 2));
        agent.untilTold("others.rebuild-pauses");
        assertThat(agent.told()).anyMatch(line -> line.startsWith("REWIND failed: RewindTo: not rewound, for what only this node had could not be saved") && line.contains("no space for the WAL of the lost fork"))
                .anyMatch(line -> line.startsWith("CLONE failed: CloneFrom: no space for the rest of the copy of b: it takes "));
        assertThat(agent.times("REWIND to")).isEqualTo(1);
        assertThat(agent.times("CLONE from")).isEqualTo(2);
        assertThat(a.look()).as("untouched").isInstanceOf(PostgresState.Stopped.class);
        assertThat(a.state().resolve("clone")).doesNotExist();
        a.port.reconfigure(a.config.with(Node.REBUILDING));
        joined(agent, a, b);
        assertThat(agent.times("REWIND to")).isEqualTo(1);
        assertThat(in(a, "aside")).hasSize(1);
    }

    @Test
    void another_database_system_is_not_touched() throws Exception {
        var a = made("a");
        var x = empty("x", Node.REBUILDING).bootstrap().primary();
        var agent = agent(a, leads(x, 1));
        agent.untilTold("others.foreign-history");
        assertThat(agent.told()).containsExactly("others.foreign-history");
        agent.leads(x.running().systemId(), leads(x, 1));
        agent.untilTold("always.foreign-system-id");
        agent.eventually("the agent ends", () -> agent.exitCode() == 1);
        assertThat(a.look()).isInstanceOf(PostgresState.Stopped.class);
        assertThat(in(a, "aside")).isEmpty();
    }
}
