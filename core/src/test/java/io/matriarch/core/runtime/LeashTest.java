package io.matriarch.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Guardian;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeashTest {
    private static final Duration TTL = Duration.ofSeconds(10);
    private final Hand hand = new Hand();
    private final Leash leash = new Leash(hand, hand, hand);

    @Test
    void a_proof_that_the_guardian_does_not_confirm_is_no_permit() {
        hand.confirms = false;
        assertThat(leash.extend(Deadlines.of(TTL).permit(hand.now()))).isFalse();
        assertThat(leash.permit()).isEqualTo(Permit.NONE);
    }

    @Test
    void the_server_is_stopped_at_the_soft_deadline_and_killed_at_the_hard_one() {
        var permit = Deadlines.of(TTL).permit(hand.now());
        leash.extend(permit);
        hand.runUntil(permit.soft().minus(Duration.ofMillis(1)));
        assertThat(hand.deeds).isEmpty();
        hand.runUntil(permit.soft());
        assertThat(hand.deeds).containsExactly("stop");
        hand.runUntil(permit.hard());
        assertThat(hand.deeds).containsExactly("stop", "kill");
    }

    @Test
    void a_newer_proof_moves_both_deadlines() {
        leash.extend(Deadlines.of(TTL).permit(hand.now()));
        hand.runUntil(hand.now().plus(Duration.ofSeconds(5)));
        var newer = Deadlines.of(TTL).permit(hand.now());
        leash.extend(newer);
        hand.runUntil(newer.soft().minus(Duration.ofMillis(1)));
        assertThat(hand.deeds).isEmpty();
    }

    @Test
    void what_the_guardian_is_armed_with_is_the_permit_of_an_agent_that_comes_back() {
        hand.armed = Deadlines.of(TTL).permit(hand.now());
        assertThat(new Leash(hand, hand, hand).permit()).isEqualTo(hand.armed);
    }

    @Test
    void until_a_proof_is_in_the_first_deadlines_that_others_may_have_been_told_of_stand() {
        var first = Deadlines.of(TTL).permit(hand.now());
        assertThat(leash.guard(first)).isTrue();
        hand.runUntil(hand.now().plus(Duration.ofSeconds(2)));
        var later = Deadlines.of(TTL).permit(hand.now());
        assertThat(leash.guard(later)).isTrue();
        assertThat(hand.armed.over()).isEqualTo(first.hard());
        assertThat(leash.permit()).isEqualTo(Permit.NONE);
        leash.extend(later);
        assertThat(hand.armed).isEqualTo(later);
    }

    @Test
    void of_deadlines_that_were_only_announced_the_earliest_stand() {
        leash.guard(Deadlines.of(TTL).permit(hand.now()));
        var shorter = Deadlines.of(TTL.dividedBy(2)).permit(hand.now());
        leash.guard(shorter);
        assertThat(hand.armed.over()).isEqualTo(shorter.hard());
    }

    @Test
    void deadlines_that_were_only_announced_are_no_permit_of_an_agent_that_comes_back_and_are_enforced_all_the_same() {
        var announced = Deadlines.of(TTL).permit(hand.now());
        leash.guard(announced);
        hand.timers.clear(); // its former self is gone
        hand.runUntil(hand.now().plus(Duration.ofSeconds(1)));
        var back = new Leash(hand, hand, hand);
        assertThat(back.permit()).isEqualTo(Permit.NONE);
        assertThat(back.guard(Deadlines.of(TTL).permit(hand.now()))).isTrue();
        assertThat(hand.armed.over()).isEqualTo(announced.hard());
        hand.runUntil(announced.hard());
        assertThat(hand.deeds).containsExactly("kill");
    }

    @Test
    void deadlines_that_were_only_announced_are_enforced_here_too_for_the_guardian_may_be_frozen() {
        var announced = Deadlines.of(TTL).permit(hand.now());
        leash.guard(announced);
        assertThat(leash.permit()).isEqualTo(Permit.NONE);
        hand.runUntil(announced.hard());
        assertThat(hand.deeds).containsExactly("stop", "kill");
    }

    @Test
    void released_nothing_is_ended() {
        leash.extend(Deadlines.of(TTL).permit(hand.now()));
        leash.release();
        hand.runUntil(hand.now().plus(TTL));
        assertThat(hand.deeds).isEmpty();
        assertThat(hand.armed).isEqualTo(Permit.NONE);
    }

    /// Clock, scheduler and guardian by hand.
    static final class Hand implements Clock, Scheduler, Guardian {
        private record Timer(Moment at, Runnable task) {}

        private final List<Timer> timers = new ArrayList<>();
        private final List<String> deeds = new ArrayList<>();
        private Moment now = new Moment(Duration.ofHours(1).toNanos());
        private boolean confirms = true;
        private Permit armed = Permit.NONE;

        void runUntil(Moment end) {
            while (true) {
                var due = timers.stream().filter(t -> !end.isBefore(t.at)).min((a, b) -> a.at.compareTo(b.at));
                if (due.isEmpty()) break;
                timers.remove(due.orElseThrow());
                if (now.isBefore(due.orElseThrow().at)) now = due.orElseThrow().at;
                due.orElseThrow().task.run();
            }
            now = end;
        }

        @Override
        public Moment now() {
            return now;
        }

        @Override
        public String wallTime() {
            return "";
        }

        @Override
        public long epochSeconds() {
            return 0;
        }

        @Override
        public Moment due(String text) {
            return now;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            var timer = new Timer(now.plus(delay), task);
            timers.add(timer);
            return () -> timers.remove(timer);
        }

        @Override
        public boolean arm(Permit.Until permit) {
            if (confirms) armed = permit;
            return confirms;
        }

        @Override
        public void disarm() {
            armed = Permit.NONE;
        }

        @Override
        public Permit armed() {
            return armed;
        }

        @Override
        public void stopNow() {
            deeds.add("stop");
        }

        @Override
        public void killNow() {
            deeds.add("kill");
        }
    }
}
