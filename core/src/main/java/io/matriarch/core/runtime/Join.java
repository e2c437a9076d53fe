package io.matriarch.core.runtime;

import java.util.List;
import java.util.function.BiConsumer;

/// Waits for two answers on one scheduler and passes both on, once. A second answer of one side is ignored.
final class Join<L, R> {
    private final BiConsumer<L, R> both;
    private List<L> left = List.of();
    private List<R> right = List.of();
    private boolean done;

    Join(BiConsumer<L, R> both) {
        this.both = both;
    }

    void left(L answer) {
        if (left.isEmpty()) left = List.of(answer);
        tryDone();
    }

    void right(R answer) {
        if (right.isEmpty()) right = List.of(answer);
        tryDone();
    }

    private void tryDone() {
        if (done || left.isEmpty() || right.isEmpty()) return;
        done = true;
        both.accept(left.getFirst(), right.getFirst());
    }
}
