package io.matriarch.core.ha.promise;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One cluster to explore: how many standbys, how many of them confirm a commit, how many records, which standby asks for a third term (-1: nobody does), and
/// how finely the looks are cut.
record Trial(int voters, int quorum, int records, int third, boolean coarse) {
    /// Seconds on an idle machine: what every build proves.
    static List<Trial> quick() {
        return Stream.of(elections(3, -1, false), of(4, -1, true), elections(2, 1, false), elections(2, 0, false)).flatMap(s -> s).toList();
    }

    /// Minutes: what docs/safety.md tells.
    static List<Trial> whole() {
        return Stream.of(quick().stream(), of(3, 1, true), of(3, 0, true)).flatMap(s -> s).toList();
    }

    /// Up to so many standbys.
    private static Stream<Trial> elections(int voters, int third, boolean coarse) {
        return IntStream.rangeClosed(1, voters).filter(n -> third < n).boxed().flatMap(n -> of(n, third, coarse));
    }

    private static Stream<Trial> of(int voters, int third, boolean coarse) {
        return IntStream.rangeClosed(1, voters).mapToObj(k -> new Trial(voters, k, 1, third, coarse));
    }

    Exploration with(Flaw flaw) {
        return Exploration.of(new PromiseModel(voters, quorum, records, third, coarse, flaw));
    }

    /// Explores all of them, or with `quick` the quick ones, with each flaw: `java -cp core/target/classes:core/target/test-classes
    /// io.matriarch.core.ha.promise.Trial [quick]`.
    public static void main(String[] arguments) {
        for (var trial : arguments.length > 0 ? quick() : whole()) {
            var found = trial.with(Flaw.NONE);
            System.out.println(trial + ": " + found.told());
        }
        for (var flaw : Flaw.values()) if (flaw != Flaw.NONE) System.out.println(flaw.words + ": " + flaw.caught.with(flaw).told());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "N=%d k=%d, %d record%s, %s%s", voters, quorum, records, records == 1 ? "" : "s",
                third < 0 ? "one election" : third == 0 ? "the same candidate twice" : "two candidates", coarse ? ", coarse" : "");
    }
}
