package io.matriarch.agent.journal;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.view.MemberName;
import io.matriarch.rest.Decisions.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionJournalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final GivenWorld LEADS = cluster("a", "b").at("a").primary(lsn(1000)).permitted();
    @TempDir Path directory;

    private Path home() {
        return directory.resolve("journal");
    }

    private DecisionJournal journal(long bytes, int files) {
        return new DecisionJournal(new JournalFiles(home(), bytes, files));
    }

    private static GivenWorld free(long end) {
        return cluster("a", "b").at("b").lockAbsent().standby(lsn(end)).peerAt("a", lsn(1000));
    }

    private static void tick(DecisionJournal journal, GivenWorld given) {
        var decision = Decider.decide(given.world());
        journal.record(given.world(), decision, decision.plan().stream().map(a -> new Performed(a, true, "done")).toList());
    }

    private List<String> onDisk() throws IOException {
        var lines = new ArrayList<String>();
        JournalFiles.read(home(), lines::add);
        return lines;
    }

    private static List<String> rules(DecisionJournal journal) {
        return journal.recent().stream().map(Line::rule).toList();
    }

    @Test
    void a_line_only_when_something_changes_and_every_declined_promotion() throws IOException {
        try (var journal = journal(1 << 20, 4)) {
            for (var world : List.of(LEADS, LEADS, LEADS, free(900), free(900), free(1000))) tick(journal, world);
            await().atMost(PATIENCE).until(() -> rules(journal).equals(List.of("mine.lead", "free.another-is-ahead", "free.furthest-races")));
            var fired = new HashMap<String, Long>();
            journal.fired(fired::put);
            assertThat(fired).containsEntry("mine.lead", 3L).containsEntry("free.another-is-ahead", 2L).containsEntry("mine.older-timeline", 0L);
        }
        assertThat(onDisk()).hasSize(3).allSatisfy(line -> assertThat(Entry.parse(line)).isInstanceOf(Entry.Reading.Read.class));
    }

    /// State changes are logged, heartbeats are not.
    @Test
    void the_log_says_only_what_changed() throws IOException {
        var logger = (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("io.matriarch.decision");
        var lines = new ch.qos.logback.core.read.ListAppender<ch.qos.logback.classic.spi.ILoggingEvent>();
        var level = logger.getLevel();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
        try (var journal = journal(1 << 20, 4)) {
            for (var i = 0; i < 100; i++) tick(journal, LEADS);
            tick(journal, free(900));
            for (var i = 0; i < 100; i++) tick(journal, LEADS);
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(level);
        }
        assertThat(lines.list).extracting(event -> event.getFormattedMessage().replaceFirst(":.*", "")).containsExactly("mine.lead", "free.another-is-ahead", "mine.lead");
    }

    @Test
    void only_its_owner_reads_it() throws IOException {
        try (var journal = journal(1 << 20, 4)) {
            tick(journal, LEADS);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home()))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().resolve("decisions.jsonl")))).isEqualTo("rw-------");
    }

    @Test
    void the_next_agent_remembers_and_goes_on_after_a_torn_line() throws IOException {
        try (var journal = journal(1 << 20, 4)) {
            tick(journal, LEADS);
        }
        Files.writeString(home().resolve("decisions.jsonl"), Files.readString(home().resolve("decisions.jsonl")) + "{\"format\":1,\"at\":\"2026");
        try (var journal = journal(1 << 20, 4)) {
            tick(journal, free(900));
            await().atMost(PATIENCE).until(() -> rules(journal).equals(List.of("mine.lead", "free.another-is-ahead")));
        }
        assertThat(onDisk()).hasSize(3);
        assertThat(Entry.parse(onDisk().get(1))).isInstanceOf(Entry.Reading.Unreadable.class);
        assertThat(Entry.parse(onDisk().get(2))).isInstanceOf(Entry.Reading.Read.class);
    }

    /// Left by a guardian while no agent ran, and while one did.
    @Test
    void what_guardians_left_is_taken_in() throws IOException {
        Files.createDirectories(home());
        leave(1, "exit code 0");
        assertThat(onDisk()).as("whoever reads the directory finds it before").hasSize(1);
        try (var journal = journal(1 << 20, 4)) {
            await().atMost(PATIENCE).until(() -> rules(journal).equals(List.of("guardian.fence")));
            leave(2, "signal 9");
            Files.writeString(home().resolve("fence.3"), "half a li");
            Files.writeString(home().resolve("fence.4.new"), "not finished");
            tick(journal, LEADS);
            await().atMost(PATIENCE).until(() -> rules(journal).equals(List.of("guardian.fence", "mine.lead", "guardian.fence")));
        }
        assertThat(onDisk()).hasSize(3).allSatisfy(line -> assertThat(Entry.parse(line)).isInstanceOf(Entry.Reading.Read.class));
        assertThat(onDisk().getLast()).contains("signal 9");
        try (var left = Files.list(home())) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("decisions.jsonl", "fence.4.new");
        }
    }

    private void leave(int number, String exit) throws IOException {
        var line = FenceRecord.beginning(new MemberName("a")) + ("\"at\":\"2026-11-21T00:00:0%d.000Z\",\"overdue\":\"PT0.001S\",\"renewed\":\"PT7.500S\",\"silence\":\"PT6.100S\","
                + "\"deed\":{\"is\":\"ByGuardian\",\"ordered\":false,\"connected\":false,\"reach\":\"SOFT\",\"killed\":0,\"took\":\"PT0.2S\",\"exit\":\"%s\"}}\n").formatted(number, exit);
        Files.writeString(home().resolve("fence." + number), line);
    }

    @Test
    void it_is_bounded_on_disk_and_in_memory() throws IOException {
        var files = new JournalFiles(home(), 10_000, 3);
        for (int i = 0; i < 105; i++) files.append(i + "x".repeat(1000));
        try (var all = Files.list(home())) {
            assertThat(all.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder("decisions.jsonl", "decisions.jsonl.1", "decisions.jsonl.2");
        }
        assertThat(Files.size(home().resolve("decisions.jsonl.1"))).isBetween(8_000L, 10_000L);
        assertThat(onDisk().getLast()).startsWith("104x");
        assertThat(onDisk()).isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a.replace("x", "")), Integer.parseInt(b.replace("x", ""))));
        assertThat(files.tail(2500)).hasSize(2).last().asString().startsWith("104x");

        var ring = new Ring(3, 20);
        for (var text : List.of("1234567890", "2", "3", "4", "a longer text than all of it")) ring.add(new Line("", "", "", text));
        assertThat(ring.all()).extracting(Line::json).containsExactly("a longer text than all of it");
    }

    @Test
    void one_file_is_possible() throws IOException {
        var files = new JournalFiles(home(), 2_500, 1);
        for (int i = 0; i < 5; i++) files.append(i + "x".repeat(1000));
        assertThat(onDisk()).hasSize(1);
    }

    /// Nothing can be written below a file. The loop does not notice, and the ring has it all.
    @Test
    void a_disk_that_fails_breaks_nothing() throws IOException {
        Files.writeString(home(), "in the way");
        try (var journal = journal(1 << 20, 4)) {
            tick(journal, LEADS);
            tick(journal, free(900));
            await().atMost(PATIENCE).until(() -> rules(journal).size() == 2);
            Files.delete(home());
            tick(journal, free(1000));
            await().atMost(PATIENCE).until(() -> Files.exists(home().resolve("decisions.jsonl")));
        }
        assertThat(onDisk().getLast()).contains("free.furthest-races");
    }

    /// A named pipe that nobody reads: whoever opens it hangs, as on a dead disk.
    @Test
    void a_disk_that_hangs_is_not_waited_for_and_what_is_dropped_is_counted() throws IOException, InterruptedException {
        Files.createDirectory(home());
        var pipe = home().resolve("decisions.jsonl");
        try (var journal = journal(1 << 20, 4)) {
            tick(journal, LEADS);
            await().atMost(PATIENCE).until(() -> Files.exists(pipe));
            Files.delete(pipe);
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
            for (int i = 0; i < 200; i++) tick(journal, i % 2 == 0 ? free(900) : LEADS);
            await().atMost(PATIENCE).until(() -> journal.dropped() > 0);
            await("the ring goes on").atMost(PATIENCE).until(() -> journal.recent().size() > 64);
        } finally {
            // whoever hangs at the pipe may end
            try (var reader = Files.newInputStream(pipe)) {
                assertThat(reader).isNotNull();
            }
        }
    }
}
