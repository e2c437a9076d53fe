package io.matriarch.core.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that a run depends on: which cluster, what is done to it and when, for how long before everything heals, and the seed of all
/// the little chances (delays of messages, rates of clocks). As text it is written and read back exactly.
record Schedule(long seed, Shape shape, Duration harm, List<Strike> strikes) {
    Schedule {
        strikes = List.copyOf(strikes);
    }

    /// The same with other strikes: what a shrinker tries.
    Schedule with(List<Strike> other) {
        return new Schedule(seed, shape, harm, other);
    }

    Set<FaultKind> kinds() {
        var kinds = EnumSet.noneOf(FaultKind.class);
        for (var strike : strikes) kinds.add(FaultKind.of(strike.fault()));
        return kinds;
    }

    String text() {
        return Stream.concat(Stream.of("seed " + seed, shape.text(), "harm " + FaultText.seconds(harm)), strikes.stream().map(Strike::text))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /// Empty lines and what follows a `#` are left out. An [IllegalArgumentException] says what is wrong.
    static Schedule read(String text) {
        var schedule = new Schedule(1, Shape.of(10, "a", "b", "c"), Duration.ofMinutes(2), List.of());
        for (var line : text.lines().map(l -> l.replaceFirst("#.*", "").strip()).filter(l -> !l.isEmpty()).toList()) schedule = schedule.and(line);
        return schedule;
    }

    /// With one more line of its text.
    Schedule and(String line) {
        var words = line.split(" ", 2);
        if (words.length < 2) throw new IllegalArgumentException("not a line of a schedule: " + line);
        return switch (words[0]) {
            case "seed" -> new Schedule(Long.parseLong(words[1]), shape, harm, strikes);
            case "cluster" -> new Schedule(seed, Shape.read(words[1]), harm, strikes);
            case "config" -> new Schedule(seed, shape.configured(words[1]), harm, strikes);
            case "harm" -> new Schedule(seed, shape, FaultText.duration(words[1]), strikes);
            case "at" -> with(added(Strike.read(line)));
            default -> throw new IllegalArgumentException("not a line of a schedule: " + line);
        };
    }

    private List<Strike> added(Strike strike) {
        var more = new ArrayList<>(strikes);
        more.add(strike);
        return more;
    }
}
