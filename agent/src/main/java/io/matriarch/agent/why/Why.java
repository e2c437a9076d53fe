package io.matriarch.agent.why;

import io.matriarch.agent.journal.Entry;
import io.matriarch.agent.journal.FenceRecord;
import io.matriarch.agent.journal.TickRecord;
import io.matriarch.core.ha.Action;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.MemberName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds the record that answers, and tells it: in full, with what happened around it on all members.
///
/// Longer than most: finding and placing a record among its neighbours is one thought.
public final class Why {
    private static final Duration BEFORE = Duration.ofSeconds(20);
    private static final Duration AFTER = Duration.ofSeconds(10);
    private static final int AROUND = 24;
    private static final int LATEST = 25;
    private final List<Entry> entries;
    private final Instant until;

    public Why(List<? extends Entry> entries) {
        this(entries, Instant.MAX);
    }

    /// Answers with records up to `until`; how their jobs ended may stand in later ones.
    public Why(List<? extends Entry> entries, Instant until) {
        this.entries = List.copyOf(entries);
        this.until = until;
    }

    /// The lines to print, or none when nothing answers. `words` are `[MEMBER] [WHAT]` as they were typed.
    public List<String> answer(List<String> words) {
        var member = !words.isEmpty() && members().contains(words.getFirst()) ? words.getFirst() : "";
        var what = String.join(" ", member.isEmpty() ? words : words.subList(1, words.size())).strip();
        var mine = entries.stream().filter(t -> member.isEmpty() || t.member().value().equals(member)).filter(t -> !t.time().isAfter(until)).toList();
        return what.isEmpty() ? latest(mine) : about(what, mine);
    }

    /// What may be asked about, for whoever asked for something else.
    public String vocabulary() {
        return "members: %s; what: %s, a time such as 14:02 or 2026-11-21T14:02:11Z, a rule or a book such as free, guardian or leash".formatted(
                members().isEmpty() ? "none is known" : String.join(", ", members()), Happening.all());
    }

    private List<String> members() {
        return entries.stream().map(t -> t.member().value()).distinct().sorted().toList();
    }

    /// The newest change of role in full, and the newest lines.
    private List<String> latest(List<Entry> of) {
        var lines = new ArrayList<String>();
        newest(of, List.of(Happening.PROMOTED, Happening.DEMOTED)).forEach(t -> lines.addAll(full(t)));
        if (!of.isEmpty()) lines.add(lines.isEmpty() ? "latest" : "\nlatest");
        of.stream().skip(Math.max(0, of.size() - LATEST)).forEach(t -> lines.add(Telling.line(t)));
        return lines;
    }

    private List<String> about(String what, List<Entry> of) {
        var happening = Happening.called(what);
        var found = !happening.isEmpty() ? newest(of, happening) : byRule(what, of).isEmpty() ? Times.at(what, of) : byRule(what, of);
        return found.stream().flatMap(t -> Stream.concat(full(t).stream(), around(t).stream())).toList();
    }

    private static List<Entry> byRule(String rule, List<Entry> of) {
        return of.stream().filter(t -> t.rule().equals(rule) || t.rule().startsWith(rule + ".")).reduce((_, later) -> later).stream().toList();
    }

    /// The newest record that is one of these, at most one.
    private List<Entry> newest(List<Entry> of, List<Happening> happenings) {
        return of.stream().filter(t -> happenings.stream().anyMatch(h -> answers(h, t))).reduce((_, later) -> later).stream().toList();
    }

    /// Who decided to end a server that a fence had ended before did not do it (its look was older), nor who found it stopped; and of several fences the first did it.
    private boolean answers(Happening happening, Entry entry) {
        return switch (entry) {
            case TickRecord tick -> happening.answers(before(tick), tick) && !(happening.ends() && !fences(tick).isEmpty());
            case FenceRecord fence -> happening.answers(last(beforeIt(fence)), fence) && fences(fence).isEmpty();
        };
    }

    /// All records before this one, oldest first.
    private Stream<Entry> beforeIt(Entry entry) {
        var index = IntStream.range(0, entries.size()).filter(i -> entries.get(i).equals(entry)).findFirst().orElse(0);
        return entries.subList(0, index).stream().filter(t -> t.member().equals(entry.member()));
    }

    private static List<TickRecord> last(Stream<Entry> of) {
        return ticks(of).reduce((_, later) -> later).stream().toList();
    }

    private static Stream<TickRecord> ticks(Stream<Entry> of) {
        return of.flatMap(t -> t instanceof TickRecord tick ? Stream.of(tick) : Stream.of());
    }

    /// The tick before of the same member; the first one stands for its own.
    private TickRecord before(TickRecord tick) {
        return last(beforeIt(tick)).stream().findFirst().orElse(tick);
    }

    /// What ended the server by itself since the tick before.
    private List<FenceRecord> fences(Entry entry) {
        var before = last(beforeIt(entry));
        return beforeIt(entry).filter(t -> before.stream().allMatch(tick -> t.time().isAfter(tick.time())))
                .flatMap(t -> t instanceof FenceRecord fence && fence.byDeadline() ? Stream.of(fence) : Stream.of()).toList();
    }

    private List<String> full(Entry entry) {
        return switch (entry) {
            case TickRecord tick -> Telling.full(before(tick), tick, Happening.PROMOTED.answers(before(tick), tick) ? lock(tick) : "", fences(tick), later(tick));
            case FenceRecord fence -> Telling.full(fence, last(beforeIt(fence)), later(fence).stream().limit(1).toList());
        };
    }

    private List<TickRecord> later(Entry entry) {
        return ticks(entries.stream().filter(t -> t.member().equals(entry.member()) && !t.time().isBefore(entry.time()) && !t.equals(entry))).toList();
    }

    /// How this member came to the lock that it was promoted with: it took it, or was given it. Empty when no record tells.
    private String lock(TickRecord tick) {
        return ticks(entries.stream()).filter(t -> !t.time().isAfter(tick.time()) && t.performed().stream().anyMatch(p -> p.succeeded() && gives(p.action(), t, tick.member())))
                .reduce((_, newer) -> newer).map(Telling::line).orElse("");
    }

    private static boolean gives(Action action, TickRecord by, MemberName to) {
        return action instanceof Action.TakeLock && by.member().equals(to)
                || action instanceof Action.GiveLock(var write) && write instanceof DcsWrite.HandOver handOver && handOver.successor().equals(to);
    }

    private List<String> around(Entry entry) {
        var near = entries.stream().filter(t -> t.equals(entry) || says(t) && !t.time().isBefore(entry.time().minus(BEFORE)) && !t.time().isAfter(entry.time().plus(AFTER))).toList();
        if (near.size() <= 1) return List.of();
        var lines = new ArrayList<>(List.of("  meanwhile"));
        var from = Math.max(0, Math.min(near.indexOf(entry) - AROUND / 2, near.size() - AROUND));
        near.stream().skip(from).limit(AROUND).forEach(t -> lines.add((t.equals(entry) ? "  > " : "    ") + Telling.line(t)));
        return lines;
    }

    /// To wait for a job is no news: its end is.
    private static boolean says(Entry entry) {
        return !entry.rule().equals("always.job-runs");
    }
}
