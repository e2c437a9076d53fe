package io.matriarch.core.ha.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/// No acknowledged record is lost by an election: every state of small clusters is visited, with a primary that never stops and without any clock. That
/// this proves something is shown by the flaws: each of them loses a record in the same model.
///
/// `-Dpromise.whole=true` visits the clusters that take minutes, too; docs/safety.md has their figures.
class PromiseModelTest {
    @Test
    void no_acknowledged_record_is_lost() {
        for (var trial : Boolean.getBoolean("promise.whole") ? Trial.whole() : Trial.quick()) {
            var found = trial.with(Flaw.NONE);
            System.out.println(trial + ": " + found.told());
            assertThat(found.loss()).as("%s", trial).isEmpty();
            assertThat(found.elections()).as("new leaders in %s", trial).isPositive();
            assertThat(found.acknowledged()).as("acknowledged records in %s", trial).isPositive();
        }
    }

    @Test
    void every_flaw_loses_one() {
        var innocent = new ArrayList<Flaw>();
        for (var flaw : EnumSet.complementOf(EnumSet.of(Flaw.NONE))) {
            var found = flaw.caught.with(flaw);
            System.out.println(flaw.words + ", " + flaw.caught + ": " + found.told());
            if (!found.lost()) innocent.add(flaw);
        }
        assertThat(innocent).isEmpty();
    }

    /// Where all have to confirm, one promise is the candidate's own, and nobody else can lose what it has.
    @Test
    void the_four_flaws_of_the_design_lose_one_wherever_fewer_than_all_confirm() {
        for (var flaw : EnumSet.of(Flaw.READS_BEFORE_STOP, Flaw.ONE_PROMISE_FEWER, Flaw.FORGETS_OVER_CRASH, Flaw.STREAMS_AGAIN_AFTER_RESTART))
            for (var trial : Trial.quick())
                if (trial.third() < 0 && !trial.coarse() && trial.quorum() < trial.voters())
                    assertThat(trial.with(flaw).lost()).as("%s, %s", flaw.words, trial).isTrue();
    }
}
