package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.agent.host.ProcessSignals;
import io.matriarch.agent.host.ProcessSignals.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Any process will do for a WAL receiver, and then a real one.
class ReceiverWatchTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void each_receiver_that_ends_wakes_the_loop_once() throws IOException {
        var woken = new AtomicInteger();
        try (var watch = new ReceiverWatch().start()) {
            watch.onEnd(woken::incrementAndGet);
            for (var times : List.of(1, 2)) {
                var receiver = new ProcessBuilder("sleep", "600").start();
                await().atMost(LONG).until(() -> watch.seen(receiver.pid()));
                assertThat(watch.seen(receiver.pid())).as("watched already").isFalse();
                assertThat(woken).hasValue(times - 1);
                receiver.destroyForcibly();
                await().atMost(LONG).until(() -> woken.get() == times);
            }
            assertThat(watch.seen(0)).as("none").isFalse();
        }
    }

    /// Nobody looks at the standby again: only the end of its receiver can wake its loop.
    @Test
    void a_standby_whose_primary_is_killed_is_woken() throws IOException {
        Node.notAsRoot();
        try (var a = new Node("a"); var b = new Node("b")) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            var woken = new AtomicInteger();
            b.port.onChange(woken::incrementAndGet);
            assertThat(woken).hasValue(0);
            ProcessSignals.send(a.postmaster.pid(), Signal.KILL);
            await().atMost(LONG).until(() -> woken.get() > 0);
        }
    }
}
