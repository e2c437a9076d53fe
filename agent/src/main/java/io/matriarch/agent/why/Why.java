package io.matriarch.agent.why;

import io.matriarch.agent.journal.TickRecord;
import io.matriarch.core.ha.Action;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.MemberName;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Finds the record that answers, and tells it: in full, with what happened around it on all members.
public final class Why {
    private static final Duration BEFORE = Duration.ofSeconds(20);
    private static final Duration AFTER = Duration.ofSeconds(10);
    private static final int AROUND = 24;
    private static final int LATEST = 25;
    private final List<TickRecord> ticks;

    private final Instant until;

    public Why(List<TickRecord> ticks) {
        this(ticks, Instant.MAX);
    }

    /// Answers with records up to `until`; how their jobs ended may stand in later ones.
    public Why(List<TickRecord> ticks, Instant until) {
        this.ticks = List.copyOf(ticks);
        this.until = until;
    }

    /// The lines to print, or none when nothing answers. `words` are `[MEMBER] [WHAT]` as they were typed.
    public List<String> answer(List<String> words) {
        var member = !words.isEmpty() && members().contains(words.getFirst()) ? words.getFirst() : "";
        var what = String.join(" ", member.isEmpty() ? words : words.subList(1, words.size())).strip();
        var mine = ticks.stream().filter(t -> member.isEmpty() || t.member().value().equals(member)).filter(t -> !time(t).isAfter(until)).toList();
        return what.isEmpty() ? latest(mine) : about(what, mine);
    }

    /// What may be asked about, for whoever asked for something else.
    public String vocabulary() {
        return "members: %s; what: %s, a time such as 14:02 or 2026-11-21T14:02:11Z, a rule or a book such as free".formatted(
                members().isEmpty() ? "none is known" : String.join(", ", members()), Happening.all());
    }

    private List<String> members() {
        return ticks.stream().map(t -> t.member().value()).distinct().sorted().toList();
    }

    /// The newest change of role in full, and the newest lines.
    private List<String> latest(List<TickRecord> of) {
        var lines = new ArrayList<String>();
        newest(of, List.of(Happening.PROMOTED, Happening.DEMOTED)).forEach(t -> lines.addAll(full(t)));
        if (!of.isEmpty()) lines.add(lines.isEmpty() ? "latest" : "\nlatest");
        of.stream().skip(Math.max(0, of.size() - LATEST)).forEach(t -> lines.add(Telling.line(t)));
        return lines;
    }

    private List<String> about(String what, List<TickRecord> of) {
        var happening = Happening.called(what);
        var found = !happening.isEmpty() ? newest(of, happening) : byRule(what, of).isEmpty() ? Times.at(what, of) : byRule(what, of);
        return found.stream().flatMap(t -> {
            var lines = new ArrayList<>(full(t));
            lines.addAll(around(t));
            return lines.stream();
        }).toList();
    }

    private static List<TickRecord> byRule(String rule, List<TickRecord> of) {
        return of.stream().filter(t -> t.rule().equals(rule) || t.rule().startsWith(rule + ".")).reduce((_, later) -> later).stream().toList();
    }

    /// The newest record that is one of these, at most one.
    private List<TickRecord> newest(List<TickRecord> of, List<Happening> happenings) {
        return of.stream().filter(t -> happenings.stream().anyMatch(h -> h.answers(before(t), t))).reduce((_, later) -> later).stream().toList();
    }

    /// The record before of the same member; the first one stands for its own.
    private TickRecord before(TickRecord tick) {
        var index = IntStream.range(0, ticks.size()).filter(i -> ticks.get(i).equals(tick)).findFirst().orElse(0);
        return IntStream.iterate(index - 1, i -> i >= 0, i -> i - 1).mapToObj(ticks::get).filter(t -> t.member().equals(tick.member())).findFirst().orElse(tick);
    }

    private List<String> full(TickRecord tick) {
        var later = ticks.stream().filter(t -> t.member().equals(tick.member()) && !time(t).isBefore(time(tick)) && !t.equals(tick)).toList();
        return Telling.full(before(tick), tick, Happening.PROMOTED.answers(before(tick), tick) ? lock(tick) : "", later);
    }

    /// How this member came to the lock that it was promoted with: it took it, or was given it. Empty when no record tells.
    private String lock(TickRecord tick) {
        return ticks.stream().filter(t -> !time(t).isAfter(time(tick)) && t.performed().stream().anyMatch(p -> p.succeeded() && gives(p.action(), t, tick.member())))
                .reduce((_, newer) -> newer).map(Telling::line).orElse("");
    }

    private static boolean gives(Action action, TickRecord by, MemberName to) {
        return action instanceof Action.TakeLock && by.member().equals(to)
                || action instanceof Action.GiveLock(var write) && write instanceof DcsWrite.HandOver handOver && handOver.successor().equals(to);
    }

    private List<String> around(TickRecord tick) {
        var near = ticks.stream().filter(t -> t.equals(tick) || says(t) && !time(t).isBefore(time(tick).minus(BEFORE)) && !time(t).isAfter(time(tick).plus(AFTER))).toList();
        var lines = new ArrayList<String>();
        if (near.size() > 1) lines.add("  meanwhile");
        var from = Math.max(0, Math.min(near.indexOf(tick) - AROUND / 2, near.size() - AROUND));
        if (near.size() > 1) near.stream().skip(from).limit(AROUND).forEach(t -> lines.add((t.equals(tick) ? "  > " : "    ") + Telling.line(t)));
        return lines;
    }

    /// To wait for a job is no news: its end is.
    private static boolean says(TickRecord tick) {
        return !tick.rule().equals("always.job-runs");
    }

    private static Instant time(TickRecord tick) {
        return OffsetDateTime.parse(tick.at()).toInstant();
    }
}
