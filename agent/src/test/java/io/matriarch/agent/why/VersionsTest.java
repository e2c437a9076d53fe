package io.matriarch.agent.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.journal.Entry;
import io.matriarch.agent.journal.FenceRecord;
import io.matriarch.agent.journal.TickRecord;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lines that other versions wrote. `format1.jsonl` is the story as the first journal wrote it (2026-11-21, before a World remembered who
/// belongs to the cluster); `format2.jsonl` as format 2 began, with a fence by the guardian and one by the leash. They are never
/// generated again: when a World gains or loses something, these lines stay as they are, and stay readable.
class VersionsTest {
    private static final Path SAMPLES = Path.of("src/test/resources/journal");
    @TempDir Path directory;

    private static Entry read(String line) {
        return switch (Entry.parse(line)) {
            case Entry.Reading.Read(var entry) -> entry;
            case Entry.Reading.Unreadable(var reason) -> throw new AssertionError(reason + ": " + line);
        };
    }

    private static List<Entry> sample(String name) throws IOException {
        return Files.readAllLines(SAMPLES.resolve(name)).stream().map(VersionsTest::read).toList();
    }

    private static TickRecord tick(String line) {
        return (TickRecord) read(line);
    }

    private String replay(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        var replay = new Replay(new PrintStream(out, true, StandardCharsets.UTF_8));
        replay.read(Files.writeString(directory.resolve("lines"), text));
        return replay.same() + "\n" + out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_line_from_before_a_world_had_all_of_todays_facts_is_told_and_says_what_it_lacks() throws IOException {
        var entries = sample("format1.jsonl");
        assertThat(entries).hasSize(7).allSatisfy(entry -> {
            assertThat(entry.format()).isEqualTo(1);
            assertThat(entry.gaps().missing()).contains("world.memory.standing");
        });
        assertThat(String.join("\n", new Why(entries).answer(List.of("a", "demoted")))).startsWith("2026-11-21T00:00:25.123Z  a  tick 30   unreachable.permit-ended")
                .contains("then lock held by a", "primary tl=1 lsn=0/3E8", "did      job STOP ok after 312 ms",
                        "note     no world.memory.standing (format 1): shown as if it were nothing, and not decided again");
        assertThat(String.join("\n", new Why(entries).answer(List.of("b", "promoted")))).contains("job PROMOTE begun", "free.furthest-races");
    }

    @Test
    void the_lines_that_format_2_began_with_are_told() throws IOException {
        var entries = sample("format2.jsonl");
        assertThat(entries).hasSize(9).allSatisfy(entry -> assertThat(entry.format()).isEqualTo(2));
        assertThat(entries).filteredOn(FenceRecord.class::isInstance).extracting(Entry::rule).containsExactly("guardian.fence", "leash.fence");
        assertThat(String.join("\n", new Why(entries).answer(List.of("a", "demoted")))).contains("unreachable.permit-ended", "lsn=0/3E8", "job STOP ok after 312 ms");
        assertThat(String.join("\n", new Why(entries).answer(List.of("guardian")))).contains("guardian: permit ended at 00:00:24.990", "killed 7 processes");
    }

    @Test
    void replay_names_what_is_missing_and_goes_on_with_the_next_line() throws IOException {
        var old = Files.readAllLines(SAMPLES.resolve("format1.jsonl")).getFirst();
        var now = Story.all().getFirst().line();
        assertThat(replay(old + "\n" + now + "\n" + Files.readAllLines(SAMPLES.resolve("format2.jsonl")).getLast())).startsWith("false\n")
                .contains("2026-11-21T00:00:01Z  a  tick 1  mine.lead: cannot be decided again: the line (format 1) has no world.node.methods, no world.dcs.cluster.status.timeline, no ", ", no world.dcs.cluster.heartbeat.by, no ", ", no world.memory.standing",
                        "1 worlds decided again: 0 differ; 1 cannot be: a part is missing, another version wrote them; 1 fences were no decisions");
    }

    @Test
    void what_a_later_version_says_besides_is_ignored_and_named() throws IOException {
        var line = Story.all().getFirst().line();
        var later = line.replace("\"world\":{", "\"mood\":\"calm\",\"world\":{\"weather\":{\"wind\":3},").replace("\"format\":2", "\"format\":3")
                .replace("\"lock\":{\"is\":\"Held\",", "\"lock\":{\"is\":\"Held\",\"colour\":\"red\",");
        assertThat(tick(later).gaps().missing()).isEmpty();
        assertThat(tick(later).gaps().ignored()).contains("mood", "world.weather", "world.dcs.cluster.lock.colour");
        assertThat(tick(later).world()).isEqualTo(Story.all().getFirst().world());
        assertThat(replay(later)).startsWith("true\n").contains("not known here, and ignored: mood, world.weather");
        assertThat(String.join("\n", new Why(List.of(tick(later))).answer(List.of("mine")))).contains("note     world.weather (format 3) is not known here and ignored");
    }

    /// A word that this version does not know is no fact: what it stood in is shown as nothing, and named.
    @Test
    void what_cannot_be_understood_is_as_good_as_missing() {
        var line = Story.all().get(3).line();
        var strange = line.replace("\"job\":{\"is\":\"Ended\",\"kind\":\"STOP\"", "\"job\":{\"is\":\"Ended\",\"kind\":\"FREEZE\"");
        assertThat(strange).isNotEqualTo(line);
        assertThat(tick(strange).world().job()).isInstanceOf(JobStatus.Idle.class);
        assertThat(tick(strange).gaps().missing()).containsExactly("world.local.job (no JobKind is called FREEZE, at world.local.job.kind)");
        var unknownLock = Story.all().getFirst().line().replace("\"lock\":{\"is\":\"Held\"", "\"lock\":{\"is\":\"Shared\"");
        assertThat(tick(unknownLock).world().lock()).isEqualTo(LeaderLock.ABSENT);
        assertThat(tick(unknownLock).gaps().missing()).anyMatch(path -> path.startsWith("world.dcs.cluster.lock (no LeaderLock is called Shared"));
    }

    /// A server's state and etcd's answer have no "nothing": any would be a claim.
    @Test
    void without_its_core_a_line_is_not_readable() {
        var line = Story.all().getFirst().line();
        assertThat(Entry.parse(line.replace("\"postgres\":{\"is\":\"Running\"", "\"postgres\":{\"is\":\"Dreaming\""))).isInstanceOfSatisfying(Entry.Reading.Unreadable.class,
                no -> assertThat(no.reason()).contains("no PostgresState is called Dreaming, at world.local.postgres"));
        assertThat(Entry.parse(line.replace("\"rule\":", "\"ruler\":"))).isEqualTo(new Entry.Reading.Unreadable("there is no rule"));
        assertThat(Entry.parse(line.replace("\"is\":\"TickRecord\",\"format\":2", "\"is\":\"Dream\",\"format\":9"))).isInstanceOfSatisfying(Entry.Reading.Unreadable.class,
                no -> assertThat(no.reason()).isEqualTo("no Entry is called Dream (format 9; this program knows formats up to 2)"));
    }
}
