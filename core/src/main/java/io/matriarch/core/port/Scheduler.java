package io.matriarch.core.port;

import java.time.Duration;

/// One thread's worth of order: tasks run one after another, never at once.
public interface Scheduler {
    void execute(Runnable task);

    /// Runs `task` after `delay` unless cancelled before.
    Cancellable after(Duration delay, Runnable task);

    interface Cancellable {
        void cancel();
    }
}
