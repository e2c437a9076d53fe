package io.matriarch.agent.why;

import io.matriarch.agent.journal.Deeds;
import io.matriarch.agent.journal.Entry;
import io.matriarch.agent.journal.Facts;
import io.matriarch.agent.journal.FenceRecord;
import io.matriarch.agent.journal.TickRecord;
import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One record in words: a line, or all of it.
final class Telling {
    /// Where the rules of a book stand, by the first part of their ids.
    static final Map<String, String> SOURCES = Map.of("always", "Always", "leaving", "Leaving", "unreachable", "DcsUnreachable", "paused", "Paused", "mine", "LockMine", "standby", "StandbyMine", "others",
            "LockOthers", "lost", "LockLost", "free", "LockFree");

    private Telling() {}

    static String line(Entry entry) {
        return switch (entry) {
            case TickRecord t -> line(t, t.because(), Deeds.unusual(t.performed()).stream().map(Deeds::words).collect(Collectors.joining("; ")));
            case FenceRecord f -> line(f, f.because(), f.did());
        };
    }

    private static String line(Entry entry, String because, String did) {
        return "%s  %-8s  %-30s %-10s %s%s".formatted(clock(entry), entry.member(), entry.rule(), entry.stanceName(), because, did.isEmpty() ? "" : " -> " + did);
    }

    /// What another version wrote differently: one sentence each.
    static List<String> gaps(Entry entry) {
        var of = "(format %d)".formatted(entry.format());
        return Stream.concat(entry.gaps().missing().stream().map(path -> "no " + path + " " + of + ": shown as if it were nothing, and not decided again"),
                entry.gaps().ignored().stream().map(path -> path + " " + of + " is not known here and ignored")).toList();
    }

    /// `around` are the same member's records next to the fence: the last before it, and the first after it.
    static List<String> full(FenceRecord fence, List<TickRecord> before, List<TickRecord> after) {
        var lines = new ArrayList<>(List.of(head(fence, ""), "  because  " + fence.because(), "  did      " + fence.did()));
        before.forEach(tick -> lines.add("  before   " + line(tick)));
        after.forEach(tick -> lines.add("  after    " + line(tick)));
        gaps(fence).forEach(gap -> lines.add("  note     " + gap));
        lines.add("  source   " + switch (fence.deed()) {
            case FenceRecord.Deed.ByGuardian _ -> "agent/src/main/c/guardian.c";
            case FenceRecord.Deed.ByLeash _ -> "core/src/main/java/io/matriarch/core/runtime/Leash.java";
        });
        return lines;
    }

    private static String head(Entry entry, String tick) {
        return "%s  %s  %s%s".formatted(entry.at().replaceFirst("(\\.\\d{3})\\d+", "$1"), entry.member(), tick, entry.rule());
    }

    /// `lock` is the line of the record that brought the lock here, empty when it does not matter. `fences` are those since the record
    /// before. `later` are the same member's records after this one, in order.
    static List<String> full(TickRecord before, TickRecord t, String lock, List<FenceRecord> fences, List<TickRecord> later) {
        var lines = new ArrayList<String>();
        lines.add(head(t, "tick " + t.tick() + "   "));
        if (Happening.found(before, t) && fences.isEmpty()) lines.add("  found    its server is no primary any more, and this agent had not decided that: a crash, or a kill; see postgres.log"
                + (t.tick() <= before.tick() ? " (the agent was started again since)" : ""));
        fences.forEach(fence -> lines.add("  fenced   " + line(fence)));
        lines.add("  because  " + t.because());
        if (!lock.isEmpty()) lines.add("  lock     " + lock);
        lines.add("  world    " + String.join(" | ", Facts.of(t.world())));
        lines.add("  became   " + words(t.stance()));
        lines.add("  did      " + did(t, later));
        gaps(t).forEach(gap -> lines.add("  note     " + gap));
        lines.add("  source   core/src/main/java/io/matriarch/core/ha/rules/" + SOURCES.getOrDefault(t.rule().replaceFirst("\\..*", ""), "?") + ".java");
        return lines;
    }

    private static String did(TickRecord t, List<TickRecord> later) {
        var deeds = Deeds.ofWeight(t.performed()).stream().map(p -> deed(p, t, later)).toList();
        var left = t.plan().stream().skip(t.performed().size()).map(Deeds::name).collect(Collectors.joining(", "));
        return (deeds.isEmpty() ? "nothing" : String.join("; ", deeds)) + (left.isEmpty() ? "" : "; then not: " + left);
    }

    /// A job has only begun when it is recorded: how it ended stands in a later World.
    private static String deed(Performed p, TickRecord t, List<TickRecord> later) {
        if (!(p.action() instanceof Action.RunJob(var kind, _)) || !p.succeeded()) return Deeds.words(p);
        for (var next : later) {
            if (next.world().job() instanceof JobStatus.Ended(var ended, var at, var succeeded, var reason) && ends(kind, ended) && t.world().now().isBefore(at))
                return "job %s %s after %s%s".formatted(ended, succeeded ? "ok" : "failed", Facts.span(t.world().now().until(at)), reason.isEmpty() ? "" : ": " + reason);
            if (next.tick() <= t.tick()) return "job %s begun; the agent ended before it".formatted(kind);
        }
        return "job %s begun".formatted(kind);
    }

    /// A promotion that the operator's pre_promote refused ends as what it was until then.
    private static boolean ends(JobKind begun, JobKind ended) {
        return ended == begun || begun == JobKind.PROMOTE && ended == JobKind.PRE_PROMOTE;
    }

    private static String words(Stance stance) {
        return switch (stance) {
            case Stance.Lead _ -> "the leader";
            case Stance.LeadStandby _ -> "the leader of a standby cluster";
            case Stance.Race _ -> "a candidate: it takes the lock";
            case Stance.Follow _ -> "a standby";
            case Stance.StandDown(var mode, Stance.Then.HandTo(var successor)) -> "stopped (" + mode + "), the lock goes to " + successor;
            case Stance.StandDown(var mode, Stance.Then.LetGo _) -> "stopped (" + mode + "), the lock is let go";
            case Stance.StandDown(var mode, Stance.Then.Nothing _) -> "stopped (" + mode + ")";
            case Stance.Bootstrap _ -> "the maker of a new cluster";
            case Stance.Rebuild(var way, var source) -> "rebuilt (" + way + ") from " + source.name();
            case Stance.Restore _ -> "restored by a method that needs no leader";
            case Stance.Restart _ -> "restarted";
            case Stance.CopySlots(_, var slots) -> "restarted, with the slots " + slots;
            case Stance.Disown _ -> "rid of a leader key that may be an old one";
            case Stance.Hold _ -> "what it was: it holds";
            case Stance.Quit(var code) -> "gone: the agent ends with " + code;
        };
    }

    private static String clock(Entry t) {
        var time = java.time.OffsetDateTime.parse(t.at()).toLocalTime();
        return time.format(java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss.SSS"));
    }
}
