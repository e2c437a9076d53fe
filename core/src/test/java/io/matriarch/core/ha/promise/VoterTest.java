package io.matriarch.core.ha.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matriarch.core.ha.promise.Voter.Answer;
import io.matriarch.core.ha.promise.Voting.Look;
import io.matriarch.core.ha.promise.Voting.Step;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Receiver;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a voter may promise, and when it may say so.
class VoterTest {
    private static final MemberName ME = new MemberName("me");
    private static final MemberName A = new MemberName("a");
    private static final MemberName B = new MemberName("b");
    private static final Promised.To FIVE_TO_A = to(5, A);
    private static final LocalWal AT_90 = LocalWal.of(List.of(), new Timeline(1), lsn(90), lsn(80), false);

    private static Promised.To to(long term, MemberName candidate) {
        return new Promised.To(new Term(term), candidate);
    }

    private static WalPosition lsn(long bytes) {
        return new WalPosition(bytes);
    }

    private static Answer asked(Promised promised, boolean named, long term, MemberName candidate) {
        return new Voter(ME, promised, named).asked(new Term(term), candidate);
    }

    @Test
    void a_higher_term_is_promised_to_anybody() {
        assertThat(asked(FIVE_TO_A, true, 6, B)).isEqualTo(new Answer.WriteDown(to(6, B)));
        assertThat(asked(FIVE_TO_A, true, 6, A)).isEqualTo(new Answer.WriteDown(to(6, A)));
    }

    @Test
    void a_lower_term_is_refused_and_the_same_one_to_another() {
        assertThat(asked(FIVE_TO_A, true, 4, A)).isInstanceOf(Answer.Refuse.class);
        assertThat(asked(FIVE_TO_A, true, 5, B)).isInstanceOf(Answer.Refuse.class);
        assertThat(asked(FIVE_TO_A, true, 5, A)).isEqualTo(new Answer.Written(FIVE_TO_A));
    }

    @Test
    void it_follows_nobody_whose_term_is_below_the_promised_one() {
        assertThat(new Voter(ME, FIVE_TO_A, true).mayFollow(new Term(4), B)).isInstanceOf(Answer.Refuse.class);
        assertThat(new Voter(ME, FIVE_TO_A, true).mayFollow(new Term(5), A)).isInstanceOf(Answer.Written.class);
        assertThat(new Voter(ME, FIVE_TO_A, true).mayFollow(new Term(6), B)).isInstanceOf(Answer.WriteDown.class);
    }

    @Test
    void a_voter_that_does_not_know_what_it_promised_abstains() {
        var damaged = new Promised.Unreadable("torn");
        assertThat(asked(damaged, true, 9, A)).isInstanceOf(Answer.Abstain.class);
        assertThat(asked(Promised.NOTHING, true, 9, A)).isInstanceOf(Answer.Abstain.class);
        assertThat(new Voter(ME, damaged, true).mayFollow(new Term(9), A)).isInstanceOf(Answer.Abstain.class);
        assertThat(asked(damaged, false, 9, A)).isEqualTo(new Answer.WriteDown(to(9, A)));
        assertThat(asked(Promised.NOTHING, false, 9, A)).isEqualTo(new Answer.WriteDown(to(9, A)));
    }

    @Test
    void terms_come_one_after_the_other_whatever_etcd_forgot() {
        assertThat(Term.after(new Term(7), new Term(3))).isEqualTo(new Term(8));
        assertThat(Term.after(Term.NONE, new Term(7))).isEqualTo(new Term(8));
        assertThatThrownBy(() -> new Term(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Term.after(new Term(Long.MAX_VALUE), Term.NONE)).isInstanceOf(ArithmeticException.class);
    }

    // --- on the way to its report ---

    private static Step after(boolean quiet, Receiver receiver, LocalWal wal) {
        return new Voting(FIVE_TO_A, quiet).after(new Look(receiver, wal), ME, FIVE_TO_A);
    }

    @Test
    void a_receiver_that_runs_or_may_come_back_is_ended_first() {
        for (var quiet : new boolean[] {false, true})
            for (var receiver : new Receiver[] {Receiver.RUNNING, Receiver.ABSENT})
                assertThat(after(quiet, receiver, AT_90)).isEqualTo(new Step.EndReceiver(Voting.begin(FIVE_TO_A)));
    }

    @Test
    void the_position_is_of_a_later_look_than_the_receivers_end() {
        assertThat(after(false, Receiver.GONE, AT_90)).isEqualTo(new Step.LookAgain(new Voting(FIVE_TO_A, true)));
        assertThat(after(true, Receiver.GONE, AT_90)).isEqualTo(
                new Step.Report(new Promise(ME, new Term(5), A, new Reach(List.of(), new Timeline(1), lsn(90)))));
    }

    @Test
    void what_is_not_known_is_not_said() {
        assertThat(after(true, Receiver.UNKNOWN, AT_90)).isEqualTo(new Step.Abstain(Voting.begin(FIVE_TO_A), "whether the WAL receiver runs is not known"));
        assertThat(after(true, Receiver.GONE, new LocalWal.Unknown("?"))).isEqualTo(new Step.Abstain(new Voting(FIVE_TO_A, true), "?"));
    }

    @Test
    void what_was_overtaken_on_the_disk_is_never_said() {
        for (var onDisk : List.of(to(6, A), to(6, B), to(5, B), Promised.NOTHING, new Promised.Unreadable("?")))
            assertThat(new Voting(FIVE_TO_A, true).after(new Look(Receiver.GONE, AT_90), ME, onDisk)).isEqualTo(new Step.Overtaken());
    }

    @Test
    void the_end_of_the_valid_wal_is_not_the_raw_received_position() {
        assertThat(wal(90, 80, false)).isEqualTo(known(90));
        // fell back to the beginning of the segment where streaming began again
        assertThat(wal(64, 80, false)).isEqualTo(known(80));
        assertThat(wal(0, 80, true)).isEqualTo(known(80));
        assertThat(wal(0, 80, false)).isInstanceOf(LocalWal.Unknown.class);
        assertThat(wal(90, 0, false)).isInstanceOf(LocalWal.Unknown.class);
        assertThat(LocalWal.of(List.of(), Timeline.UNKNOWN, lsn(90), lsn(80), true)).isInstanceOf(LocalWal.Unknown.class);
    }

    private static LocalWal wal(long received, long replayed, boolean exhausted) {
        return LocalWal.of(List.of(), new Timeline(1), lsn(received), lsn(replayed), exhausted);
    }

    private static LocalWal known(long end) {
        return new LocalWal.Known(new Reach(List.of(), new Timeline(1), lsn(end)));
    }
}
