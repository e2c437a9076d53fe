package io.matriarch.agent.postgres;

import io.matriarch.agent.host.ProcessEnd;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;

/// Wakes the loop when the WAL receiver that the last look saw has ended: a leader that is gone is noticed at once and not with the next look.
///
/// A thread of its own, `receiver-watch`, a daemon, waits for one process after another. A wake-up carries no data.
final class ReceiverWatch implements AutoCloseable {
    private static final int LOOK_AGAIN_MILLIS = 1000;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Long> next = new SynchronousQueue<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("receiver-watch").unstarted(this::watch);

    ReceiverWatch start() {
        thread.start();
        return this;
    }

    void onEnd(Runnable listener) {
        listeners.add(listener);
    }

    /// The process of the WAL receiver now, 0 when there is none. Any thread. Whether it is watched from now on: not while one is watched already.
    boolean seen(long pid) {
        return pid > 1 && next.offer(pid);
    }

    private void watch() {
        try {
            while (true) {
                var pid = next.take();
                while (!ProcessEnd.within(pid, LOOK_AGAIN_MILLIS)) if (Thread.interrupted()) return;
                listeners.forEach(Runnable::run);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
