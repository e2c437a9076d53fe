package io.matriarch.core.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// Seeded chance. [#split()] gives a stream of its own, so that a draw more in one place does not reshuffle all others.
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this(new SplittableRandom(seed));
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    Dice split() {
        return new Dice(random.split());
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    Duration millis(long from, long to) {
        return Duration.ofNanos(random.nextLong(from * 1_000_000, to * 1_000_000));
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    double between(double from, double to) {
        return random.nextDouble(from, to);
    }
}
