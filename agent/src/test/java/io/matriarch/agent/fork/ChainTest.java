package io.matriarch.agent.fork;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// What of one history is not in another. `chain(3, 1, 100, 2, 200)`: timeline 3, which left 1 at 100 and 2 at 200.
class ChainTest {
    private static Chain chain(int timeline, long... forks) {
        var rows = new ArrayList<TimelineHistory.Row>();
        for (var i = 0; i < forks.length; i += 2) rows.add(new TimelineHistory.Row(new Timeline((int) forks[i]), new WalPosition(forks[i + 1]), "", "", ""));
        return new Chain(new Timeline(timeline), rows);
    }

    private static String lost(Chain own, long end, Chain leader) {
        return own.beyond(leader, new WalPosition(end)).stream().map(s -> s.timeline() + ":" + s.from().bytes() + "-" + s.to().bytes()).toList().toString();
    }

    @Test
    void behind_the_fork_is_lost_and_no_more() {
        assertThat(lost(chain(1), 150, chain(2, 1, 100))).isEqualTo("[1:100-150]");
        assertThat(lost(chain(1), 100, chain(2, 1, 100))).isEqualTo("[]");
        assertThat(lost(chain(1), 90, chain(2, 1, 100))).isEqualTo("[]");
        assertThat(lost(chain(1), 150, chain(3, 1, 100, 2, 200))).isEqualTo("[1:100-150]");
    }

    @Test
    void the_same_timeline_has_no_fork() {
        assertThat(lost(chain(1), 150, chain(1))).isEqualTo("[]");
        assertThat(lost(chain(2, 1, 100), 150, chain(2, 1, 100))).isEqualTo("[]");
    }

    @Test
    void a_timeline_that_left_later_takes_the_end_of_the_one_before_along() {
        assertThat(lost(chain(3, 1, 120), 150, chain(2, 1, 100))).isEqualTo("[1:100-120, 3:120-150]");
        assertThat(lost(chain(4, 1, 120, 3, 130), 150, chain(2, 1, 100))).isEqualTo("[1:100-120, 3:120-130, 4:130-150]");
    }

    @Test
    void a_timeline_that_left_earlier_is_lost_from_its_beginning() {
        assertThat(lost(chain(3, 1, 80), 150, chain(2, 1, 100))).isEqualTo("[3:80-150]");
    }

    @Test
    void the_same_number_at_another_place_is_another_timeline() {
        assertThat(lost(chain(2, 1, 120), 150, chain(2, 1, 100))).isEqualTo("[1:100-120, 2:120-150]");
        assertThat(lost(chain(3, 1, 100, 2, 140), 150, chain(3, 1, 100, 2, 130))).isEqualTo("[2:130-140, 3:140-150]");
    }
}
