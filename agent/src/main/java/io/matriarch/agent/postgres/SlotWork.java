package io.matriarch.agent.postgres;

import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.WalPosition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/// The thread `postgres-slots`: makes and moves slots ([SlotMoves]) while everything else goes on.
///
/// One request at a time: what comes while one is under way is asked for again after the next look.
final class SlotWork implements AutoCloseable {
    private final SlotMoves moves;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("postgres-slots").factory());

    SlotWork(LocalServer server) {
        this.moves = new SlotMoves(server);
    }

    /// Returns at once, as [#advance] does.
    void create(List<PermanentSlot.Logical> wanted) {
        meanwhile(() -> moves.create(wanted));
    }

    void advance(Map<String, WalPosition> to) {
        meanwhile(() -> moves.advance(to));
    }

    private void meanwhile(Runnable move) {
        if (busy.compareAndSet(false, true)) thread.execute(() -> {
            try {
                move.run();
            } finally {
                busy.set(false);
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
