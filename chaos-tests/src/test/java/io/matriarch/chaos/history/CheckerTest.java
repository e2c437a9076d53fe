package io.matriarch.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A checker that passes everything proves nothing: histories made by hand, good and bad, must be told apart.
class CheckerTest {

    record Case(String name, Story story) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case story(String name, Story story) {
        return new Case(name, story);
    }

    private static Story failover() {
        return new Story().kept("a", 1, 0, 1000).kept("b", 2, 3000, 5000);
    }

    static Stream<Case> good() {
        return Stream.of(
                story("nothing happened", new Story()),
                story("one primary all the time", new Story().kept("a", 1, 0, 9000)),
                story("restarted in place", new Story().kept("a", 1, 0, 1000).kept("a", 1, 2500, 4000)),
                story("crash recovery on a new timeline in place", new Story().kept("a", 1, 0, 1000).kept("a", 2, 2500, 4000)),
                story("failover", failover()),
                story("there and back again", failover().kept("a", 3, 6000, 7000)),
                story("all three nodes in turn", failover().kept("c", 3, 6000, 7000)),
                story("the last rows of the old primary are lost", new Story().kept("a", 1, 0, 900).lost("a", 1, 910, 1000).kept("b", 2, 3000, 5000)),
                story("lost just within the bound", new Story().lost("a", 1, 1000, 1000).kept("a", 1, 1010, 6000).kept("b", 2, 7000, 8000)),
                story("a lost connection, committed", failover().unknown("a", 1010, true)),
                story("a lost connection, not committed", failover().unknown("a", 1010, false)),
                story("an unknown one on the old primary, after the new one began", failover().unknown("a", 3500, true)),
                story("a refused write", failover().refused("a", 3500, false)),
                story("next commit in the same millisecond", new Story().kept("a", 1, 0, 1000).kept("b", 2, 1001, 2000)),
                story("slow last answer: its commit may lie before the successor's", failover().probed("a", 1, 990, 3500)),
                story("slow first answer: its commit may lie after the old one's end", new Story().kept("a", 1, 0, 1000).probed("b", 2, 500, 1500)),
                story("only one write each, crossing", new Story().probed("a", 1, 0, 100).probed("b", 2, 50, 150)));
    }

    static Stream<Case> bad() {
        return Stream.of(
                story("old primary acknowledges 1 ms too long", new Story().kept("a", 1, 0, 1000).kept("b", 2, 998, 2000)),
                story("one late probe on the old primary", failover().probed("a", 1, 3002, 3003)),
                story("one early probe on the new primary", failover().probed("b", 2, 500, 501)),
                story("both all the time", new Story().kept("a", 1, 0, 5000).kept("b", 2, 0, 5000)),
                story("both from the same instant", new Story().probed("a", 1, 0, 1).probed("b", 2, 0, 1).probed("a", 1, 5, 6).probed("b", 2, 5, 6)),
                story("both on the same new timeline", new Story().kept("a", 1, 0, 1000).kept("b", 2, 3000, 5000).kept("c", 2, 4000, 6000)),
                story("in turns", new Story().probed("a", 1, 0, 1).probed("b", 2, 100, 101).probed("a", 1, 200, 201).probed("b", 2, 300, 301)),
                story("three at once", new Story().kept("a", 1, 0, 5000).kept("b", 2, 3000, 5000).kept("c", 3, 4000, 5000)),
                story("the returned primary acknowledges on its old timeline", failover().kept("a", 1, 6000, 6100)),
                story("a first row is lost", new Story().lost("a", 1, 0, 0).kept("a", 1, 10, 9000)),
                story("a row is lost without any failover", new Story().kept("a", 1, 0, 4000).lost("a", 1, 4010, 4010).kept("a", 1, 4020, 5000)),
                story("the last row is lost without any failover", new Story().kept("a", 1, 0, 4000).lost("a", 1, 4010, 4010)),
                story("lost over a restart in place", new Story().kept("a", 1, 0, 990).lost("a", 1, 1000, 1000).kept("a", 1, 2500, 4000)),
                story("lost over a recovery in place on a new timeline", new Story().kept("a", 1, 0, 990).lost("a", 1, 1000, 1000).kept("a", 2, 2500, 4000)),
                story("lost 10 ms outside the bound", new Story().lost("a", 1, 990, 990).kept("a", 1, 1000, 6000).kept("b", 2, 7000, 8000)),
                story("the new primary loses its own", failover().lost("b", 2, 5010, 5010)),
                story("lost by the old primary after the new one began", failover().lost("a", 1, 3500, 3500)),
                story("a refused row is there", failover().refused("a", 3500, true)));
    }

    @ParameterizedTest
    @MethodSource("good")
    void good_histories_pass(Case good) {
        assertThat(good.story().violations()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void bad_histories_do_not(Case bad) {
        assertThat(bad.story().violations()).isNotEmpty();
    }

    @Test
    void a_row_found_twice_is_flagged() {
        var history = failover().history();
        var twice = new ArrayList<>(history.finalRows());
        twice.add(twice.getFirst());
        assertThat(violations(history, twice)).containsExactly("1 rows there more than once");
    }

    @Test
    void a_row_that_nobody_wrote_is_flagged() {
        var history = failover().history();
        var more = new ArrayList<>(history.finalRows());
        more.add(1_000_000L);
        assertThat(violations(history, more)).containsExactly("1 rows there though nobody wrote them");
    }

    @RepeatedTest(50)
    void dropping_any_row_that_was_replicated_long_before_the_end_is_flagged(RepetitionInfo repetition) {
        var history = new Story().kept("a", 1, 0, 9000).kept("b", 2, 12_000, 13_000).history();
        var random = new SplittableRandom(repetition.getCurrentRepetition());
        var rows = new ArrayList<>(history.finalRows());
        rows.remove(random.nextInt(300));
        assertThat(violations(history, rows)).hasSize(1);
    }

    @RepeatedTest(50)
    void moving_any_acknowledgement_but_the_first_and_last_to_another_node_is_flagged(RepetitionInfo repetition) {
        var history = new Story().kept("a", 1, 0, 9000).history();
        var random = new SplittableRandom(repetition.getCurrentRepetition());
        int victim = random.nextInt(1, history.writes().size() - 1);
        var writes = history.writes().stream().map(w -> w.id() == victim + 1L
                ? new Write(w.id(), w.client(), "b", w.sent(), w.received(), new Outcome.Acknowledged(2)) : w).toList();
        assertThat(Judgement.violations(Checker.check(new History(writes, history.finalRows(), List.of(), history.faultAt(), history.endedAt()),
                Story.BOUND), false, false)).hasSize(1);
    }

    private static List<String> violations(History history, List<Long> rows) {
        return Judgement.violations(Checker.check(new History(history.writes(), rows, List.of(), history.faultAt(), history.endedAt()), Story.BOUND), false, false);
    }

    @Test
    void an_overlap_is_measured_between_its_bounds() {
        var overlap = new Story().kept("a", 1, 0, 1000).probed("b", 2, 390, 400).probed("a", 1, 1020, 1030).probed("b", 2, 1100, 1101)
                .verdict().overlap();
        assertThat(overlap).isEqualTo(new Overlap("a", "b", Duration.ofMillis(620), Duration.ofMillis(640)));
    }

    @Test
    void a_synchronous_cluster_may_lose_nothing_young_either() {
        var young = new Story().kept("a", 1, 0, 900).lost("a", 1, 950, 950).kept("b", 2, 5000, 9000).verdict();
        assertThat(young.lost(Loss.INSIDE_BOUND)).isEqualTo(1);
        assertThat(Judgement.violations(young, false, false)).isEmpty();
        assertThat(Judgement.violations(young, false, true)).hasSize(1);
        assertThat(Judgement.violations(failover().lost("a", 1, 3500, 3500).verdict(), true, true)).isNotEmpty();
    }

    @Test
    void a_frozen_host_may_answer_after_its_thaw_but_loses_nothing_old() {
        var thawed = failover().lost("a", 1, 3500, 3500).verdict();
        assertThat(Judgement.violations(thawed, true, false)).isEmpty();
        assertThat(thawed.overlap().atLeast()).isEqualTo(Duration.ofMillis(499));
        assertThat(thawed.lost(Loss.AFTER_SUCCESSOR)).isEqualTo(1);
        var tooLong = failover().still("a", 1001, 9000).probed("a", 1, 10_002, 10_003).kept("b", 2, 9000, 9500);
        assertThat(Judgement.violations(tooLong.verdict(), true, false)).hasSize(1);
        var old = new Story().lost("a", 1, 0, 0).kept("a", 1, 10, 9000).kept("b", 2, 12_000, 13_000).verdict();
        assertThat(Judgement.violations(old, true, false)).hasSize(1);
    }

    @Test
    void the_overlap_with_a_frozen_host_counts_from_its_thaw() {
        var answered = failover().still("a", 1001, 9000).probed("a", 1, 9003, 9004).probed("a", 1, 1000, 9012).kept("b", 2, 9000, 9500);
        assertThat(answered.verdict().overlap()).isEqualTo(new Overlap("a", "b", Duration.ofMillis(3), Duration.ofMillis(12)));
        assertThat(answered.violations()).isNotEmpty();
        assertThat(Judgement.violations(answered.verdict(), true, false)).isEmpty();
        var patientOnly = failover().still("a", 1001, 9000).probed("a", 1, 1000, 9012).kept("b", 2, 9000, 9500);
        assertThat(patientOnly.verdict().overlap()).isEqualTo(new Overlap("a", "b", Duration.ZERO, Duration.ofMillis(12)));
        var other = failover().still("c", 1001, 9000).probed("a", 1, 4000, 4001);
        assertThat(other.verdict().overlap().atLeast()).isEqualTo(Duration.ofMillis(999));
    }

    @Test
    void the_outage_is_the_longest_silence_for_the_recorder_after_the_fault() {
        assertThat(failover().probed("b", 2, 2000, 2001).verdict().outage()).isEqualTo(Duration.ofMillis(20_000 - 5_001));
        assertThat(failover().kept("b", 2, 5010, 19_990).verdict().outage()).isEqualTo(Duration.ofSeconds(2));
        assertThat(new Story().kept("a", 1, 0, 10).verdict().outage()).isEqualTo(Duration.ofMillis(19_989));
    }

    @Test
    void lost_rows_are_counted_by_client_and_reason() {
        var verdict = new Story().lost("a", 1, 0, 10).kept("a", 1, 20, 8000).lost("a", 1, 8010, 8020).kept("b", 2, 9000, 9500)
                .lost("a", 1, 9600, 9620).verdict();
        assertThat(verdict.lost(Loss.OUTSIDE_BOUND)).isEqualTo(2);
        assertThat(verdict.lost(Loss.INSIDE_BOUND)).isEqualTo(2);
        assertThat(verdict.lost(Loss.AFTER_SUCCESSOR)).isEqualTo(3);
        assertThat(verdict.lostOfRecorder()).isEqualTo(7);
    }

    @Test
    void an_answer_before_the_question_is_a_fault_of_the_recording() {
        assertThatThrownBy(() -> new Write(1, Client.PROBE, "a", Duration.ofMillis(2), Duration.ofMillis(1), new Outcome.Acknowledged(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
