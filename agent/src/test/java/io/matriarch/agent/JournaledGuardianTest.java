package io.matriarch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.SetClock;
import io.matriarch.agent.journal.FenceRecord;
import io.matriarch.agent.journal.FenceRecord.Reach;
import io.matriarch.core.port.Guardian;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Over a guardian that only remembers, and a clock that is set.
class JournaledGuardianTest {
    private final List<FenceRecord> told = new ArrayList<>();
    private final Remembering real = new Remembering();
    private final SetClock clock = new SetClock();
    private final JournaledGuardian guardian = new JournaledGuardian(real, clock, new MemberName("a"), told::add);

    private static Moment at(long seconds) {
        return new Moment(seconds * 1_000_000_000L);
    }

    @Test
    void what_the_leash_does_at_a_deadline_is_told_after_it_is_done() {
        clock.set(at(10));
        assertThat(guardian.arm(new Permit.Until(at(10), at(16), at(18)))).isTrue();
        clock.set(at(16));
        guardian.stopNow();
        clock.set(at(18));
        guardian.killNow();
        assertThat(real.did).containsExactly("arm", "stop", "kill");
        assertThat(told).extracting(FenceRecord::rule).containsExactly("leash.fence", "leash.fence");
        assertThat(told).extracting(FenceRecord::deed).containsExactly(new FenceRecord.Deed.ByLeash(Reach.SOFT), new FenceRecord.Deed.ByLeash(Reach.HARD));
        assertThat(told.getLast().overdue()).isEqualTo(Duration.ofSeconds(2));
        assertThat(told.getLast().renewed()).isEqualTo(Duration.ofSeconds(8));
    }

    /// A kill that a decision asked for is in that decision's record; where nothing runs nothing was ended.
    @Test
    void no_more_than_that_is_told() {
        clock.set(at(10));
        guardian.arm(new Permit.Until(at(10), at(16), at(18)));
        guardian.killNow();
        guardian.disarm();
        clock.set(at(20));
        guardian.stopNow();
        guardian.killNow();
        assertThat(real.did).containsExactly("arm", "kill", "disarm", "stop", "kill");
        assertThat(told).isEmpty();
    }

    private static final class Remembering implements Guardian {
        private final List<String> did = new ArrayList<>();
        private Permit armed = Permit.NONE;

        @Override
        public boolean arm(Permit.Until permit) {
            did.add("arm");
            armed = permit;
            return true;
        }

        @Override
        public void disarm() {
            did.add("disarm");
            armed = Permit.NONE;
        }

        @Override
        public Permit armed() {
            return armed;
        }

        @Override
        public void stopNow() {
            did.add("stop");
        }

        @Override
        public void killNow() {
            did.add("kill");
        }
    }
}
