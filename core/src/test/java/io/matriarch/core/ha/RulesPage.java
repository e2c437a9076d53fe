package io.matriarch.core.ha;

import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.StandbyCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `docs/rules.md`, made from the rule books. [RulesPageTest] holds the page against them.
final class RulesPage {
    private static final Map<RuleBook, String> TITLES = titles();
    /// A rule may choose its stance by the World: what it chooses is looked up in a leader with a fit successor, in one without,
    /// in a standby, in one that may be promoted yet, and in a member without data that could not copy the leader.
    private static final List<World> SAMPLES = Stream.<Supplier<GivenWorld>>of(
            () -> GivenWorld.cluster("a", "b").at("a").stoppedPrimary(GivenWorld.lsn(1000)).peerAt("b", GivenWorld.lsn(1000)),
            () -> GivenWorld.cluster("a", "b").at("a").stoppedPrimary(GivenWorld.lsn(1000)).peerSilent("b"),
            () -> GivenWorld.cluster("a", "b").at("b"),
            () -> GivenWorld.cluster("a", "b").at("a").standby(GivenWorld.lsn(1000)).term("a", 2).foundItsKey(),
            () -> GivenWorld.cluster("a", "b", "c").at("b").postgres(PostgresState.NO_DATA).leaderOnTimeline(2).streams("c", 2, Map.of())
                    .rebuildFailed(JobKind.CLONE, "a", 1, Duration.ofMinutes(1)),
            () -> GivenWorld.cluster("a", "b").at("a").standbyCluster()).map(sample -> sample.get().world()).toList();

    private RulesPage() {}

    private static Map<RuleBook, String> titles() {
        var titles = new LinkedHashMap<RuleBook, String>();
        Decider.books().forEach(book -> titles.put(book, prefix(book)));
        for (var situation : Situation.values()) titles.computeIfPresent(Decider.book(situation), (book, _) -> "Situation " + situation + ": " + prefix(book));
        return titles;
    }

    static String text() {
        return """
                # The rules

                Made from the rule books in `core/src/main/java/io/matriarch/core/ha/rules`; RulesPageTest says how to renew it.

                In each tick exactly one rule decides: the first of `always` that holds, else the first that holds in the book of the
                situation. The log names it with its `because`, and `GET /patroni` shows it under `matriarch`. The stance is what this
                node should be; ARCHITECTURE.md says what becomes of it.
                """ + TITLES.entrySet().stream().map(e -> book(e.getKey(), e.getValue())).collect(Collectors.joining());
    }

    private static String prefix(RuleBook book) {
        var id = book.rules().getFirst().id();
        return "`" + id.substring(0, id.indexOf('.')) + "`";
    }

    private static String book(RuleBook book, String title) {
        return "\n## %s\n| rule | because | stance |\n|---|---|---|\n".formatted(title) + book.rules().stream().map(RulesPage::row).collect(Collectors.joining());
    }

    private static String row(Rule rule) {
        var id = rule.unconditional() ? "`" + rule.id() + "` (otherwise)" : "`" + rule.id() + "`";
        return "| %s | %s | %s |\n".formatted(id, rule.because(), String.join("; or ", stances(rule)));
    }

    private static List<String> stances(Rule rule) {
        var found = new ArrayList<String>();
        for (var world : SAMPLES) {
            try {
                found.add(words(rule.then().apply(world)));
            } catch (NoSuchElementException notThere) {
                // this rule does not hold in this sample
            }
        }
        if (found.isEmpty()) throw new IllegalStateException("no sample World shows what " + rule.id() + " does: add one");
        return found.stream().distinct().toList();
    }

    private static String words(Stance stance) {
        return switch (stance) {
            case Stance.Lead _ -> "lead";
            case Stance.LeadStandby _ -> "lead as a standby of the remote";
            case Stance.Race _ -> "race: take the leader lock";
            case Stance.Follow _ -> "follow";
            case Stance.StandDown(var mode, var then) -> "stand down: " + mode.name().toLowerCase(Locale.ROOT) + " stop" + words(then);
            case Stance.Bootstrap _ -> "bootstrap: initdb, or in a standby cluster a copy of the remote or of its backup";
            case Stance.Rebuild(var way, var source) -> "rebuild: " + (way == Stance.Way.CLONE ? "clone from " : "rewind to ") + whom(source.name());
            case Stance.Restore _ -> "restore: a copy by the methods that need no leader";
            case Stance.Restart _ -> "restart the server";
            case Stance.CopySlots _ -> "copy the leader's logical slots and restart the server";
            case Stance.Disown _ -> "disown: delete the leader key";
            case Stance.Hold _ -> "hold";
            case Stance.Quit(var code) -> "quit with exit code " + code;
        };
    }

    private static String whom(MemberName source) {
        if (source.equals(StandbyCluster.REMOTE)) return "the remote";
        return source.value().equals("a") ? "the leader" : "another standby";
    }

    private static String words(Stance.Then then) {
        return switch (then) {
            case Stance.Then.Nothing _ -> "";
            case Stance.Then.LetGo _ -> ", then let the lock go";
            case Stance.Then.HandTo _ -> ", then hand the lock to the best member";
        };
    }
}
