package io.matriarch.core.ha.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The judgement of the candidate `c`, of term 7. Copies are written as `1@100 2@150 3` and an end: timeline 1 to 100, 2 to 150, now on 3.
class ElectionTest {
    private static final MemberName C = new MemberName("c");
    private static final Term TERM = new Term(7);
    private final List<Promise> heard = new ArrayList<>();
    private PublishedLine published = line("1");

    private static Reach reach(String line, long end) {
        var words = line.split(" ", -1);
        return new Reach(rows(words), timeline(words[words.length - 1]), new WalPosition(end));
    }

    private static List<TimelineHistory.Row> rows(String... words) {
        return Stream.of(words).filter(w -> w.contains("@")).map(w -> w.split("@", -1))
                .map(w -> new TimelineHistory.Row(timeline(w[0]), new WalPosition(Long.parseLong(w[1])), "", "", "")).toList();
    }

    private static Timeline timeline(String number) {
        return new Timeline(Integer.parseInt(number));
    }

    private static PublishedLine line(String line) {
        var words = line.split(" ", -1);
        return new PublishedLine.Known(rows(words), timeline(words[words.length - 1]));
    }

    private static Electorate of(int quorum, String... voters) {
        return new Electorate(Stream.of(voters).map(MemberName::new).collect(Collectors.toSet()), quorum);
    }

    private ElectionTest promised(String voter, String line, long end) {
        heard.add(new Promise(new MemberName(voter), TERM, C, reach(line, end)));
        return this;
    }

    private Verdict judged(Electorate electorate, String line, long end) {
        return Election.judge(new Candidate(C, TERM, new Promised.To(TERM, C), new LocalWal.Known(reach(line, end))), electorate, heard, published);
    }

    // --- how many ---

    @Test
    void as_many_promises_as_leave_no_quorum() {
        for (var quorum = 1; quorum <= 4; quorum++) {
            heard.clear();
            var electorate = of(quorum, "a", "b", "c", "d");
            for (var voter : List.of("c", "a", "b", "d")) {
                var missing = 4 - quorum + 1 - heard.size();
                if (missing > 0) assertThat(judged(electorate, "1", 100)).isInstanceOfSatisfying(Verdict.Wait.class, w -> assertThat(w.missing()).isEqualTo(missing));
                else assertThat(judged(electorate, "1", 100)).isInstanceOf(Verdict.Lead.class);
                promised(voter, "1", 100);
            }
            assertThat(judged(electorate, "1", 100)).isInstanceOf(Verdict.Lead.class);
        }
    }

    /// Voters that run Patroni, and say that they have no more: each counts once, and only if it is a voter. The candidate's own promise is none of them.
    @Test
    void words_count_where_no_promises_come() {
        var words = new Electorate(of(1, "a", "b", "c").voters(), 1, Set.of(new MemberName("a"), new MemberName("b"), new MemberName("stranger")));
        assertThat(judged(words, "1", 100)).isInstanceOfSatisfying(Verdict.Wait.class, w -> assertThat(w.missing()).isEqualTo(1));
        promised("a", "1", 100);
        assertThat(judged(words, "1", 100)).isInstanceOfSatisfying(Verdict.Wait.class, w -> assertThat(w.missing()).isEqualTo(1));
        promised("c", "1", 100);
        assertThat(judged(words, "1", 100)).isInstanceOfSatisfying(Verdict.Lead.class, lead -> assertThat(lead.because()).contains("rests on clocks"));
        promised("b", "1", 100);
        assertThat(judged(words, "1", 100)).isInstanceOfSatisfying(Verdict.Lead.class, lead -> assertThat(lead.because()).doesNotContain("clocks"));
    }

    @Test
    void only_promises_of_this_term_to_this_candidate_by_voters_count_and_each_once() {
        promised("a", "1", 100).promised("a", "1", 100).promised("stranger", "1", 900);
        heard.add(new Promise(new MemberName("b"), new Term(6), C, reach("1", 900)));
        heard.add(new Promise(new MemberName("b"), TERM, new MemberName("b"), reach("1", 900)));
        assertThat(judged(of(2, "a", "b", "c"), "1", 100)).isInstanceOfSatisfying(Verdict.Wait.class, w -> assertThat(w.missing()).isEqualTo(1));
        assertThat(judged(of(3, "a", "b", "c"), "1", 100)).isInstanceOf(Verdict.Lead.class);
    }

    @Test
    void of_two_reports_of_one_voter_the_further_counts() {
        promised("a", "1", 120).promised("a", "1", 100).promised("c", "1", 100);
        assertThat(judged(of(1, "a", "c"), "1", 100)).isInstanceOf(Verdict.FetchFrom.class);
    }

    @Test
    void a_quorum_of_nobody_or_of_more_than_there_are_is_none() {
        assertThatThrownBy(() -> of(0, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(2, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Electorate(Set.of(), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    // --- the candidate itself ---

    @Test
    void one_that_did_not_promise_itself_withdraws() {
        promised("a", "1", 100);
        for (var promised : List.of(Promised.NOTHING, new Promised.Unreadable("?"), new Promised.To(new Term(8), C), new Promised.To(TERM, new MemberName("a"))))
            assertThat(Election.judge(new Candidate(C, TERM, promised, new LocalWal.Known(reach("1", 100))), of(1, "a"), heard, published))
                    .isInstanceOf(Verdict.Withdraw.class);
        assertThat(judged(of(1, "a"), "1", 100)).isInstanceOf(Verdict.Lead.class);
    }

    @Test
    void one_that_does_not_know_its_end_withdraws() {
        promised("a", "1", 100);
        assertThat(Election.judge(new Candidate(C, TERM, new Promised.To(TERM, C), new LocalWal.Unknown("?")), of(1, "a"), heard, published))
                .isInstanceOf(Verdict.Withdraw.class);
    }

    // --- who is ahead ---

    @Test
    void it_fetches_from_the_furthest_of_its_history() {
        promised("a", "1", 110).promised("b", "1", 120).promised("d", "1", 120);
        assertThat(judged(of(1, "a", "b", "d"), "1", 100)).isInstanceOfSatisfying(Verdict.FetchFrom.class, f -> assertThat(f.voter()).hasToString("b"));
        assertThat(judged(of(1, "a", "b", "d"), "1", 120)).isInstanceOf(Verdict.Lead.class);
    }

    @Test
    void it_fetches_across_a_fork() {
        published = line("1@100 2");
        promised("a", "1@100 2", 130);
        assertThat(judged(of(1, "a"), "1", 90)).isInstanceOf(Verdict.FetchFrom.class);
        assertThat(judged(of(1, "a"), "1", 100)).isInstanceOf(Verdict.FetchFrom.class);
    }

    @Test
    void a_longer_copy_of_a_timeline_that_was_left_does_not_lead() {
        published = line("1@100 2");
        promised("a", "1@100 2", 130);
        assertThat(judged(of(1, "a"), "1", 500)).isInstanceOf(Verdict.Withdraw.class);
        heard.clear();
        promised("a", "1", 90);
        assertThat(judged(of(1, "a"), "1", 500)).isInstanceOf(Verdict.Withdraw.class);
    }

    @Test
    void nobody_waits_for_what_was_never_acknowledged() {
        published = line("1@100 2");
        promised("a", "1", 500);
        assertThat(judged(of(1, "a"), "1@100 2", 110)).isInstanceOf(Verdict.Lead.class);
        assertThat(judged(of(1, "a"), "1", 100)).isInstanceOf(Verdict.Lead.class);
    }

    @Test
    void one_that_ends_before_the_present_timeline_began_does_not_lead() {
        published = line("1@100 2");
        promised("a", "1", 90);
        assertThat(judged(of(1, "a"), "1", 90)).isInstanceOf(Verdict.Withdraw.class);
    }

    @Test
    void a_copy_that_went_another_way_steps_aside_for_what_may_have_been_acknowledged() {
        // c was promoted at 105 and never published it; a has more of what is published
        published = line("1@100 2");
        promised("a", "1@100 2", 130);
        assertThat(judged(of(1, "a"), "1@100 2@105 3", 400)).isInstanceOfSatisfying(Verdict.StepAsideFor.class, s -> assertThat(s.voter()).hasToString("a"));
        assertThat(judged(of(1, "a"), "1@100 2@130 3", 131)).isInstanceOf(Verdict.Lead.class);
    }

    @Test
    void the_same_number_from_another_place_is_another_timeline() {
        published = line("1@100 2");
        promised("a", "1@100 2", 130);
        assertThat(judged(of(1, "a"), "1@80 2", 500)).isInstanceOf(Verdict.Withdraw.class);
        published = PublishedLine.UNKNOWN;
        assertThat(judged(of(1, "a"), "1@80 2", 500)).isInstanceOf(Verdict.Withdraw.class);
    }

    @Test
    void without_a_published_line_all_that_anybody_has_counts() {
        published = PublishedLine.UNKNOWN;
        promised("a", "1", 120);
        assertThat(judged(of(1, "a"), "1", 120)).isInstanceOf(Verdict.Lead.class);
        assertThat(judged(of(1, "a"), "1", 110)).isInstanceOf(Verdict.FetchFrom.class);
        assertThat(judged(of(1, "a"), "1@100 2", 500)).isInstanceOf(Verdict.Withdraw.class);
        assertThat(judged(of(1, "a"), "1@120 2", 121)).isInstanceOf(Verdict.Lead.class);
    }

    // --- lines ---

    @Test
    void numbers_that_were_skipped_and_timelines_without_a_record_change_nothing() {
        assertThat(reach("1@100 5", 130).shared(reach("1@100 2@100 3@100 4@100 5", 140))).isEqualTo(new WalPosition(130));
        assertThat(reach("1@100 2@100 3", 130).isPartOf(reach("1@100 3", 130))).isTrue();
        assertThat(reach("1@100 2", 100).isPartOf(reach("1", 100))).isTrue();
        assertThat(reach("1@100 2", 101).isPartOf(reach("1", 200))).isFalse();
    }

    @Test
    void two_copies_share_what_they_wrote_before_they_parted() {
        assertThat(reach("1@100 2@200 3", 300).shared(reach("1@100 2@150 4", 300))).isEqualTo(new WalPosition(150));
        assertThat(reach("1@100 2@200 3", 120).shared(reach("1@100 2@150 4", 300))).isEqualTo(new WalPosition(120));
        assertThat(reach("1@100 2", 300).shared(reach("7", 300))).isEqualTo(WalPosition.ZERO);
    }

    @Test
    void a_cluster_that_never_changed_its_timeline_is_on_the_first() {
        assertThat(PublishedLine.of(TimelineHistory.UNKNOWN, new Timeline(1))).isEqualTo(line("1"));
        assertThat(PublishedLine.of(TimelineHistory.UNKNOWN, new Timeline(4))).isEqualTo(PublishedLine.UNKNOWN);
        assertThat(PublishedLine.of(TimelineHistory.UNKNOWN, Timeline.UNKNOWN)).isEqualTo(PublishedLine.UNKNOWN);
        assertThat(PublishedLine.of(new TimelineHistory(rows("1@100")), Timeline.UNKNOWN)).isEqualTo(line("1@100 2"));
    }
}
