package io.matriarch.core.runtime;

import java.util.Optional;
import java.util.function.BiConsumer;

/// Waits for two answers on one scheduler and passes both on, once. A second answer of one side is ignored.
final class Join<L, R> {
    private final BiConsumer<L, R> both;
    private Optional<L> left = Optional.empty();
    private Optional<R> right = Optional.empty();
    private boolean done;

    Join(BiConsumer<L, R> both) {
        this.both = both;
    }

    void left(L answer) {
        if (left.isEmpty()) left = Optional.of(answer);
        tryDone();
    }

    void right(R answer) {
        if (right.isEmpty()) right = Optional.of(answer);
        tryDone();
    }

    private void tryDone() {
        if (done || left.isEmpty() || right.isEmpty()) return;
        done = true;
        both.accept(left.orElseThrow(), right.orElseThrow());
    }
}
