package io.matriarch.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.disk.Attempt.Result;
import io.matriarch.core.view.DiskView.DiskState;
import io.matriarch.core.view.DiskView.DiskState.Unfit;
import io.matriarch.core.view.DiskView.DiskTrouble;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a row of attempts means.
class HealthTest {
    private static final Result WRITTEN = new Result.Written();
    private static final Result FULL = new Result.Refused(DiskTrouble.FULL, "no room");
    private Health health = Health.unknown(at(0));

    private static Moment at(int second) {
        return new Moment(Duration.ofHours(1).toNanos()).plus(Duration.ofSeconds(second));
    }

    private void attempt(Result result, int began, int ended) {
        health = health.after(result, at(began), at(ended));
    }

    private static Unfit full(int since, int last) {
        return new Unfit(DiskTrouble.FULL, at(since), at(last), "no room");
    }

    @Test
    void a_disk_that_takes_writes_is_fit() {
        attempt(WRITTEN, 0, 1);
        assertThat(health.state()).isEqualTo(new DiskState.Fit());
        attempt(new Result.Skipped(), 5, 5);
        assertThat(health.state()).isEqualTo(new DiskState.Unknown());
    }

    @Test
    void trouble_lasts_from_its_first_attempt_to_its_last() {
        attempt(WRITTEN, 0, 0);
        attempt(FULL, 5, 6);
        attempt(FULL, 11, 11);
        attempt(FULL, 70, 71);
        assertThat(health.state()).isEqualTo(full(5, 71));
        assertThat(full(5, 71).forAsLongAs(Duration.ofSeconds(66))).isTrue();
        assertThat(full(5, 71).forAsLongAs(Duration.ofSeconds(67))).isFalse();
    }

    @Test
    void one_success_in_between_begins_anew() {
        attempt(FULL, 0, 0);
        attempt(WRITTEN, 5, 5);
        attempt(FULL, 10, 10);
        assertThat(health.state()).isEqualTo(full(10, 10));
    }

    @Test
    void a_disk_is_well_again_only_after_a_while() {
        attempt(FULL, 0, 0);
        attempt(FULL, 60, 60);
        attempt(WRITTEN, 65, 66);
        attempt(WRITTEN, 94, 94);
        assertThat(health.state()).isEqualTo(full(0, 60));
        attempt(WRITTEN, 95, 95);
        assertThat(health.state()).isEqualTo(new DiskState.Fit());
    }

    @Test
    void a_write_that_does_not_come_back_hangs_from_its_beginning() {
        attempt(WRITTEN, 0, 0);
        assertThat(health.during(at(5), at(14)).state()).isEqualTo(new DiskState.Fit());
        assertThat(health.during(at(5), at(90)).state()).isEqualTo(new Unfit(DiskTrouble.HUNG, at(5), at(90), "a write has not come back"));
    }

    @Test
    void a_disk_that_is_full_and_then_hangs_is_unfit_since_it_was_full() {
        attempt(FULL, 0, 0);
        assertThat(health.during(at(5), at(50)).state()).isEqualTo(new Unfit(DiskTrouble.HUNG, at(0), at(50), "a write has not come back"));
    }

    /// However slow: each of these writes came back.
    @Test
    void a_slow_disk_is_never_unfit_for_longer_than_one_write() {
        for (int i = 0; i < 100; i++) {
            attempt(WRITTEN, i * 50, i * 50 + 45);
            assertThat(health.state()).isInstanceOfSatisfying(Unfit.class, unfit -> assertThat(unfit.forAsLongAs(Duration.ofSeconds(46))).isFalse());
        }
        assertThat(health.during(at(5001), at(5046)).state()).isInstanceOfSatisfying(Unfit.class, unfit -> assertThat(unfit.forAsLongAs(Duration.ofSeconds(46))).isFalse());
    }

    @Test
    void one_that_hung_for_long_and_came_back_is_not_trusted_at_once() {
        attempt(WRITTEN, 0, 100);
        assertThat(health.state()).isEqualTo(new Unfit(DiskTrouble.HUNG, at(0), at(100), "a write has not come back"));
        attempt(WRITTEN, 105, 105);
        assertThat(health.state()).isInstanceOf(Unfit.class);
        attempt(WRITTEN, 130, 130);
        assertThat(health.state()).isEqualTo(new DiskState.Fit());
    }

    @Test
    void alerts_do_not_flap() {
        assertThat(Watermarks.low(false, 100, 100)).isFalse();
        assertThat(Watermarks.low(false, 99, 100)).isTrue();
        assertThat(Watermarks.low(true, 149, 100)).isTrue();
        assertThat(Watermarks.low(true, 150, 100)).isFalse();
        assertThat(Watermarks.high(false, 100, 100)).isFalse();
        assertThat(Watermarks.high(false, 101, 100)).isTrue();
        assertThat(Watermarks.high(true, 81, 100)).isTrue();
        assertThat(Watermarks.high(true, 80, 100)).isFalse();
    }
}
