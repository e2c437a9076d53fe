package io.matriarch.core.sim;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What `scripts/sim` was asked for. A mistake is an [IllegalArgumentException] whose message says what is wrong.
record SimOptions(Mode mode, long from, long seeds, Duration atMost, int threads, Duration harm, Set<FaultKind> without) {
    enum Mode { MANY, ONE, TRACE, HASHES, HELP }

    static final Duration HARM = Duration.ofMinutes(9);
    private static final long ALL = Long.MAX_VALUE / 2;
    private static final Duration FOR_EVER = Duration.ofDays(3650);
    static final String USAGE = """
            scripts/sim [--seeds N] [--from SEED] [--minutes M]   runs seeds on all cores (2000, when neither a number nor a time is given)
            scripts/sim --seed S [--trace]                        runs one; --trace prints it as a timeline, a column for each node

              --threads N      instead of all cores
              --harm SECONDS   how long faults strike in each run, in simulated time (540; one more minute goes into coming up and healing)
              --without A,B    without these faults
              --hashes         prints every seed's hash: the same on every machine

            exit code: 0 all promises were kept, 1 safety was broken, 2 a cluster did not come back (liveness), 3 our own code threw, 64 usage""";

    static SimOptions parse(String... arguments) {
        var options = new SimOptions(Mode.MANY, 1, 0, Duration.ZERO, Runtime.getRuntime().availableProcessors(), HARM, Set.of());
        for (var words = List.of(arguments).iterator(); words.hasNext();) options = options.with(words.next(), words);
        return options.complete();
    }

    private SimOptions with(String option, Iterator<String> words) {
        return switch (option) {
            case "--seeds" -> new SimOptions(mode, from, number(option, words, 1, ALL), atMost, threads, harm, without);
            case "--from" -> new SimOptions(mode, number(option, words, 0, ALL), seeds, atMost, threads, harm, without);
            case "--minutes" -> new SimOptions(mode, from, seeds, Duration.ofMinutes(number(option, words, 1, 100_000)), threads, harm, without);
            case "--seed" -> new SimOptions(mode == Mode.TRACE ? mode : Mode.ONE, number(option, words, 0, ALL), 1, atMost, threads, harm, without);
            case "--trace" -> new SimOptions(Mode.TRACE, from, seeds, atMost, threads, harm, without);
            case "--hashes" -> new SimOptions(Mode.HASHES, from, seeds, atMost, threads, harm, without);
            case "--threads" -> new SimOptions(mode, from, seeds, atMost, (int) number(option, words, 1, 1024), harm, without);
            case "--harm" -> new SimOptions(mode, from, seeds, atMost, threads, Duration.ofSeconds(number(option, words, 1, 1_000_000)), without);
            case "--without" -> new SimOptions(mode, from, seeds, atMost, threads, harm, faults(value(option, words)));
            case "--help", "-h" -> new SimOptions(Mode.HELP, from, seeds, atMost, threads, harm, without);
            default -> throw new IllegalArgumentException("unknown option: " + option);
        };
    }

    private SimOptions complete() {
        if (mode == Mode.TRACE && seeds != 1) throw new IllegalArgumentException("--trace is of one seed: say --seed S --trace");
        var many = seeds > 0 ? seeds : atMost.isPositive() ? ALL : 2000;
        return new SimOptions(mode, from, many, atMost.isPositive() ? atMost : FOR_EVER, threads, harm, without);
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) throw new IllegalArgumentException(option + " needs a value");
        return words.next();
    }

    private static long number(String option, Iterator<String> words, long least, long most) {
        var text = value(option, words);
        var number = text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
        if (number < least || number > most) throw new IllegalArgumentException(option + ": a whole number from " + least + " on, not " + text);
        return number;
    }

    private static Set<FaultKind> faults(String list) {
        var faults = EnumSet.noneOf(FaultKind.class);
        for (var word : list.split(",", -1)) {
            var name = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            faults.add(Arrays.stream(FaultKind.values()).filter(f -> f.name().equals(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("--without: no such fault: " + word + "; there are " + Arrays.toString(FaultKind.values()))));
        }
        return faults;
    }

    Campaign campaign() {
        return new Campaign(from, seeds, atMost, threads, harm, without);
    }
}
