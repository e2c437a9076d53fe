package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.Rule;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is counted, and what is told of it.
class TallyTest {
    private static final Set<String> ALL = Decider.books().stream().flatMap(book -> book.rules().stream()).map(Rule::id).collect(Collectors.toSet());
    private static final Verdict NOT_WHOLE = new Verdict.Liveness("not whole");

    private static Run run(long seed, Verdict verdict, Set<String> rules) {
        return new Run(seed, verdict, Set.of(), new Run.Figures(1, Duration.ofMinutes(10), 1000, 1, 0, 0), 0, rules, List.of());
    }

    private static Tally tally(Run... runs) {
        var tally = new Tally();
        for (var run : runs) tally.add(run);
        return tally;
    }

    @Test
    void a_cluster_that_waits_for_a_person_is_counted_and_is_no_failure() {
        var tally = tally(run(1, new Verdict.Waits("free.starting"), ALL), run(2, new Verdict.Waits("free.starting"), ALL), run(3, new Verdict.Held(), ALL));
        assertThat(tally.status(1)).contains("3 seeds").contains("0 violations, 2 wait for a person");
        assertThat(tally.summary()).containsExactly("     2 x waits for a person: free.starting", ALL.size() + " of " + ALL.size() + " rules fired");
        assertThat(tally.exitCode()).isZero();
    }

    @Test
    void a_promise_that_nobody_could_have_kept_is_told_apart_from_one_that_was_kept() {
        var tally = tally(run(7, new Verdict.NobodyKnew("timeline 2 made a second time, by b"), ALL), run(8, new Verdict.Held(), ALL));
        assertThat(tally.status(1)).contains("0 violations, 0 wait for a person, 1 unknowable");
        assertThat(tally.unknowable()).containsExactly(7L);
        assertThat(tally.waiting()).isZero();
        assertThat(tally.summary()).startsWith("     1 x nobody could know: timeline _ made _ second time, by _, seeds [7]");
        assertThat(tally.exitCode()).isZero();
    }

    @Test
    void a_cluster_that_is_not_whole_is_a_failure_beside_those_that_wait() {
        var tally = tally(run(1, new Verdict.Waits("free.starting"), ALL), run(2, NOT_WHOLE, ALL));
        assertThat(tally.exitCode()).isEqualTo(2);
        assertThat(tally.failed()).extracting(Run::seed).containsExactly(2L);
    }

    @Test
    void rules_that_never_fired_are_named() {
        var tally = tally(run(1, new Verdict.Held(), without("mine.lead", "others.follow")), run(2, new Verdict.Held(), without("mine.lead")));
        assertThat(tally.silentRules()).containsExactly("mine.lead");
        assertThat(tally.summary()).containsExactly(ALL.size() - 1 + " of " + ALL.size() + " rules fired; never: mine.lead");
    }

    private static Set<String> without(String... rules) {
        var silent = Set.of(rules);
        return ALL.stream().filter(rule -> !silent.contains(rule)).collect(Collectors.toSet());
    }

    @Test
    void only_rules_by_which_a_person_decides_make_a_cluster_wait() {
        assertThat(ALL).containsAll(WaitsForAPerson.AFTER_A_WIPE).containsAll(WaitsForAPerson.AFTER_A_LOSS).containsAll(WaitsForAPerson.AFTER_THE_VOTERS);
        assertThat(WaitsForAPerson.of(NOT_WHOLE, Set.of("free.wait-for-a-leader", "free.another-is-ahead"), WaitsForAPerson.AFTER_A_WIPE)).isEqualTo(NOT_WHOLE);
        assertThat(WaitsForAPerson.of(NOT_WHOLE, Set.of("free.no-cluster-by-standby"), WaitsForAPerson.AFTER_A_LOSS)).isEqualTo(NOT_WHOLE);
        assertThat(WaitsForAPerson.of(NOT_WHOLE, Set.of("free.wait-for-a-leader", "free.no-cluster-by-standby"), WaitsForAPerson.AFTER_A_WIPE))
                .isEqualTo(new Verdict.Waits("free.no-cluster-by-standby"));
    }

    @Test
    void a_cluster_waits_only_where_etcd_forgot_and_its_members_hold_steadily() {
        var sim = new ClusterSim(10, "a", "b");
        sim.untilWhole(Duration.ofMinutes(1));
        var standby = sim.primary().orElseThrow().equals("a") ? "b" : "a";
        for (var name : List.of("a", "b")) sim.killNode(name);
        assertThat(WaitsForAPerson.or(NOT_WHOLE, sim)).isEqualTo(NOT_WHOLE);
        sim.etcd.wipe();
        sim.start(standby);
        sim.queue.runFor(Duration.ofSeconds(20));
        assertThat(WaitsForAPerson.or(NOT_WHOLE, sim)).isEqualTo(NOT_WHOLE);
        sim.queue.runFor(Duration.ofSeconds(30));
        assertThat(WaitsForAPerson.or(NOT_WHOLE, sim)).isEqualTo(new Verdict.Waits("free.no-cluster-by-standby"));
    }

    @Test
    void a_cluster_waits_where_the_only_copy_on_the_newest_timeline_is_gone_for_good() {
        var sim = new ClusterSim(10, "a", "b");
        sim.untilWhole(Duration.ofMinutes(1));
        var former = sim.primary().orElseThrow();
        var next = former.equals("a") ? "b" : "a";
        sim.killNode(former);
        sim.until(() -> sim.etcd.view().status().timeline().equals(new Timeline(2)), Duration.ofMinutes(1));
        sim.killNode(next);
        sim.start(former);
        sim.queue.runFor(Duration.ofMinutes(2));
        assertThat(WaitsForAPerson.or(NOT_WHOLE, sim)).as("it may come back").isEqualTo(NOT_WHOLE);
        sim.lose(next);
        assertThat(WaitsForAPerson.or(NOT_WHOLE, sim)).isEqualTo(new Verdict.Waits("free.older-timeline"));
    }

    @Test
    void a_cluster_waits_where_the_only_one_that_has_every_acknowledged_commit_is_gone_for_good() {
        var sim = new ClusterSim(10, "a", "b");
        sim.untilWhole(Duration.ofMinutes(1));
        var former = sim.primary().orElseThrow();
        var behind = former.equals("a") ? "b" : "a";
        sim.etcd.patch(new Document(Map.of("synchronous_mode", true)));
        sim.killNode(behind);
        sim.until(() -> sim.etcd.view().sync() instanceof SyncState.On key && key.standbys().isEmpty(), Duration.ofMinutes(1));
        sim.killNode(former);
        sim.start(behind);
        sim.queue.runFor(Duration.ofMinutes(2));
        assertThat(WaitsForAPerson.or(NOT_WHOLE, sim)).as("it may come back").isEqualTo(NOT_WHOLE);
        sim.lose(former);
        assertThat(WaitsForAPerson.or(NOT_WHOLE, sim)).isEqualTo(new Verdict.Waits("free.not-synchronous"));
    }
}
