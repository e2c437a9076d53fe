package io.matriarch.agent.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.journal.Entry;
import io.matriarch.agent.journal.FenceRecord;
import io.matriarch.agent.journal.Gaps;
import io.matriarch.core.ha.Decider;
import io.matriarch.core.view.MemberName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhyTest {
    private static String ask(String... words) {
        return String.join("\n", new Why(Story.all()).answer(Arrays.asList(words)));
    }

    @Test
    void why_did_it_demote() {
        var answer = ask("a", "demoted");
        assertThat(answer).startsWith("2026-11-21T00:00:25.123Z  a  tick 30   unreachable.permit-ended\n  because  another member may be promoted from now on\n")
                .contains("etcd unreachable, last seen", "then lock held by a", "primary tl=1 lsn=0/3E8", "permit ended")
                .contains("  became   stopped (FAST)\n  did      job STOP ok after 312 ms\n  source   core/src/main/java/io/matriarch/core/ha/rules/DcsUnreachable.java")
                .contains("  meanwhile\n", "\n  > 00:00:25.123  a ", "free.another-is-ahead");
        assertThat(ask("demoted")).isEqualTo(answer);
    }

    @Test
    void why_was_it_promoted_and_who_declined() {
        assertThat(ask("b", "promoted")).startsWith("2026-11-21T00:00:30.6Z  b  tick 42   mine.lead").contains("  lock     00:00:30.500  b         free.furthest-races            Race       nobody who answers has more WAL -> Acquire ok\n")
                .contains("did      job PROMOTE begun", "free.furthest-races", "c         free.another-is-ahead");
        assertThat(ask("not", "promoted")).startsWith("2026-11-21T00:00:30Z  c  tick 40   free.another-is-ahead").contains("b standby tl=1 lsn=0/3E8", "did      nothing");
        assertThat(ask("not-promoted")).isEqualTo(ask("c", "not", "promoted"));
    }

    @Test
    void why_a_promotion_was_refused() {
        var why = new Why(Story.refused());
        assertThat(String.join("\n", why.answer(List.of("b", "promoted")))).contains("did      job PRE_PROMOTE failed after 200 ms");
        assertThat(String.join("\n", why.answer(List.of("b", "mine.pre-promote-failed")))).startsWith("2026-11-21T00:00:31Z  b  tick 43   mine.pre-promote-failed").contains("did      LetGo ok", "pre_promote does not let this standby", "job PRE_PROMOTE failed");
    }

    /// What is left out as an answer still tells how a job ended.
    @Test
    void until_a_time() {
        var why = new Why(Story.all(), Instant.parse("2026-11-21T00:00:26Z"));
        assertThat(String.join("\n", why.answer(List.of("a", "demoted")))).contains("job STOP ok after 312 ms");
        assertThat(why.answer(List.of("promoted"))).isEmpty();
    }

    @Test
    void by_time_and_by_rule() {
        assertThat(ask("00:00:26")).startsWith("2026-11-21T00:00:25.123Z");
        assertThat(ask("00:00")).startsWith("2026-11-21T00:00:30.6Z");
        assertThat(ask("a", "2026-11-21T01:00:21+01:00")).startsWith("2026-11-21T00:00:20Z");
        assertThat(ask("free")).startsWith("2026-11-21T00:00:30.5Z  b");
        assertThat(ask("a", "unreachable.serve-reads")).startsWith("2026-11-21T00:00:27Z");
    }

    @Test
    void asked_for_nothing_it_tells_the_newest_change_and_the_latest_lines() {
        assertThat(ask()).startsWith("2026-11-21T00:00:30.6Z  b").contains("\nlatest\n00:00:01.000  a ");
        assertThat(ask("a")).startsWith("2026-11-21T00:00:25.123Z  a").doesNotContain("  b  ");
    }

    @Test
    void no_answer_is_no_lines() {
        assertThat(ask("c", "promoted")).isEmpty();
        assertThat(ask("x")).isEmpty();
        assertThat(new Why(List.of()).answer(List.of())).isEmpty();
        assertThat(new Why(Story.all()).vocabulary()).startsWith("members: a, b, c; what: promoted, demoted, not promoted,");
    }

    /// An agent that was killed decided nothing: the next record shows it.
    @Test
    void a_server_that_was_found_stopped_is_an_answer() {
        var leads = Story.all().getFirst();
        var later = Story.at("2026-11-21T00:10:00Z", Story.all().get(3));
        assertThat(String.join("\n", new Why(List.of(leads, later)).answer(List.of("a", "demoted")))).contains("found    its server is no primary any more, and this agent had not decided that");
    }

    /// The agent of `a` is killed while it leads. Its guardian and, as it had been frozen, its leash act; the next agent finds a stopped server.
    @Test
    void a_fence_is_the_answer_where_nobody_decided() {
        var fenced = fence("2026-11-21T00:05:00Z", new FenceRecord.Deed.ByGuardian(false, false, FenceRecord.Reach.HARD, 7, Duration.ofMillis(512), "signal 9"));
        var late = fence("2026-11-21T00:05:03Z", new FenceRecord.Deed.ByLeash(FenceRecord.Reach.HARD));
        var ordered = fence("2026-11-21T00:04:00Z", new FenceRecord.Deed.ByGuardian(true, true, FenceRecord.Reach.HARD, 1, Duration.ZERO, "signal 9"));
        var why = new Why(List.of(Story.all().getFirst(), ordered, fenced, late, Story.at("2026-11-21T00:10:00Z", Story.all().get(3))));
        for (var what : List.of("demoted", "stopped")) {
            assertThat(String.join("\n", why.answer(List.of("a", what)))).startsWith("""
                    2026-11-21T00:05:00Z  a  guardian.fence
                      because  guardian: permit ended at 00:04:59.997, agent silent since 00:04:53.900 (its connection was gone: it had been killed, or had ended), last permit at 00:04:52.500
                      did      SIGKILL to every process: killed 7 processes; no process left after 512 ms, postmaster: signal 9
                      before   00:00:01.000  a \s""").contains("  after    00:10:00.000  a  ");
        }
        assertThat(String.join("\n", why.answer(List.of("a", "00:10:00")))).contains("  fenced   00:05:00.000  a         guardian.fence", "  fenced   00:05:03.000").doesNotContain("  found    ");
        assertThat(String.join("\n", why.answer(List.of("leash")))).contains("leash: permit ended at 00:05:02.997", "told the guardian: SIGKILL to every process, 3 ms after the permit's end",
                "runtime/Leash.java");
    }

    /// The agent of `a` was frozen while it led. Its guardian ended the server, and what the agent decides when it goes on rests on a look from before that.
    @Test
    void a_fence_is_the_answer_though_its_agent_decides_the_same_when_it_wakes() {
        var fenced = fence("2026-11-21T00:05:00Z", new FenceRecord.Deed.ByGuardian(false, true, FenceRecord.Reach.SOFT, 0, Duration.ofMillis(163), "exit code 0"));
        var late = fence("2026-11-21T00:10:00Z", new FenceRecord.Deed.ByLeash(FenceRecord.Reach.HARD));
        var why = new Why(List.of(Story.all().getFirst(), fenced, late, Story.at("2026-11-21T00:10:01Z", Story.all().get(2))));
        for (var what : List.of("demoted", "stopped")) assertThat(String.join("\n", why.answer(List.of("a", what)))).startsWith("2026-11-21T00:05:00Z  a  guardian.fence");
    }

    private static FenceRecord fence(String at, FenceRecord.Deed deed) {
        return new FenceRecord(Entry.FORMAT, at, new MemberName("a"), Duration.ofMillis(3), Duration.ofMillis(7500), Duration.ofMillis(6100), deed, Gaps.NONE);
    }

    @Test
    void every_book_has_its_source() {
        var books = Decider.books().stream().map(b -> b.rules().getFirst().id().replaceFirst("\\..*", "")).toList();
        assertThat(Telling.SOURCES).containsOnlyKeys(books);
        var rules = Path.of(System.getProperty("matriarch.home", "..")).resolve("core/src/main/java/io/matriarch/core/ha/rules");
        assertThat(Telling.SOURCES.values()).allSatisfy(name -> assertThat(Files.exists(rules.resolve(name + ".java"))).as(name).isTrue());
    }
}
