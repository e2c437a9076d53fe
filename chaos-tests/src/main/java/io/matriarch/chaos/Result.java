package io.matriarch.chaos;

import io.matriarch.chaos.history.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// How a round ended.
sealed interface Result {

    long seed();

    Fault fault();

    List<String> violations();

    default boolean passed() {
        return violations().isEmpty();
    }

    /// The cluster became whole, and its history was judged.
    ///
    /// @param hold     how long the fault lasted
    /// @param whole    from the end of the fault until the cluster was whole
    /// @param restarts agents that ended by themselves and were started again by the init system
    record Whole(long seed, Fault fault, String before, String after, Duration hold, Duration whole, int restarts, Verdict verdict,
            List<String> violations) implements Result {}

    /// It did not become whole in time; what was seen until then was judged, but for lost rows.
    record Broken(long seed, Fault fault, Duration bound, Verdict verdict, List<String> others) implements Result {

        @Override
        public List<String> violations() {
            return Stream.concat(Stream.of("not whole again within " + bound.toSeconds() + " s"), others.stream()).toList();
        }
    }

    /// The round could not be carried out.
    record Impossible(long seed, Fault fault, String why) implements Result {

        @Override
        public List<String> violations() {
            return List.of(why);
        }
    }
}
