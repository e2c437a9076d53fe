package io.matriarch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.Datagrams;
import io.matriarch.agent.host.ServiceNotifier;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.runtime.Operator;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.LocalRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over a loop and a timer that do what they are told, and a real socket.
class ServiceProgressTest implements Scheduler, Operator {
    private final List<Runnable> listeners = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private int woken;
    @TempDir
    Path directory;
    private Datagrams manager;

    @BeforeEach
    void begin() {
        var address = directory.resolve("notify").toString();
        manager = new Datagrams(address);
        new ServiceProgress(ServiceNotifier.of(Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "30000000")), () -> "mine.lead", this, this).begin();
    }

    @AfterEach
    void end() {
        manager.close();
    }

    private void tick() {
        listeners.forEach(Runnable::run);
    }

    private void timer() {
        timers.removeFirst().run();
    }

    @Test
    void the_first_tick_makes_it_ready_and_each_is_a_sign_of_life() {
        assertThat(manager.received()).isEmpty();
        tick();
        tick();
        assertThat(manager.received()).containsExactly("READY=1", "WATCHDOG=1\nSTATUS=mine.lead", "WATCHDOG=1\nSTATUS=mine.lead");
    }

    @Test
    void a_loop_that_hangs_gives_no_sign_of_life_whatever_the_timer_does() {
        tick();
        manager.received();
        for (var i = 0; i < 5; i++) timer();
        assertThat(manager.received()).isEmpty();
        assertThat(woken).as("it was asked").isGreaterThan(0);
    }

    @Test
    void a_loop_that_only_waits_is_woken_in_time() {
        tick();
        timer();
        assertThat(woken).as("there was a tick").isZero();
        timer();
        assertThat(woken).isEqualTo(1);
        assertThat(delays).allSatisfy(delay -> assertThat(delay).isEqualTo(Duration.ofSeconds(10)));
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        delays.add(delay);
        timers.add(task);
        return () -> timers.remove(task);
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Snapshot snapshot() {
        throw new AssertionError("not asked for here");
    }

    @Override
    public void request(LocalRequest request, Consumer<Answer> reply) {
        throw new AssertionError("not asked for here");
    }

    @Override
    public void refresh(Runnable reply) {
        throw new AssertionError("not asked for here");
    }

    @Override
    public void wake() {
        woken++;
    }

    @Override
    public Runnable onTick(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
