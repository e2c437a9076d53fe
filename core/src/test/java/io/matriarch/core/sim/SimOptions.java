package io.matriarch.core.sim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What `scripts/sim` was asked for. A mistake is an [IllegalArgumentException] whose message says what is wrong.
record SimOptions(Mode mode, Campaign campaign, Path file, boolean trace, boolean shrink) {
    enum Mode { MANY, SEED, FILE, HASHES, HELP }

    static final Duration HARM = Duration.ofMinutes(9);
    private static final long ALL = Long.MAX_VALUE / 2;
    private static final long DECADE = 5_256_000;
    private static final Set<String> FLAGS = Set.of("--trace", "--shrink", "--no-shrink", "--hashes", "--help", "--synchronous");
    private static final Set<String> VALUED = Set.of("--seeds", "--from", "--minutes", "--seed", "--file", "--threads", "--harm", "--without");
    static final String USAGE = """
            scripts/sim [--seeds N] [--from SEED] [--minutes M]   runs seeds on all cores (2000, when neither a number nor a time is given)
            scripts/sim --seed S [--trace] [--shrink]             runs one; --trace prints it as a timeline, a column for each node;
                                                                  --shrink prints the smallest schedule that fails in the same way
            scripts/sim --file FILE [--trace] [--shrink]          runs a schedule that was written or shrunk

              --threads N      instead of all cores
              --harm SECONDS   how long faults strike in each run, in simulated time (540; one more minute goes into coming up and healing)
              --without A,B    without these faults
              --synchronous    with synchronous_mode on or quorum, by the seed
              --no-shrink      many seeds: do not shrink the first failure of each kind
              --hashes         many seeds: prints the hash of each, the same on every machine

            exit code: 0 all promises were kept, 1 safety was broken, 2 a cluster did not come back (liveness), 3 our own code threw, 64 usage""";

    static SimOptions parse(String... arguments) {
        var given = new TreeMap<String, String>();
        for (var words = List.of(arguments).iterator(); words.hasNext();) {
            var option = words.next();
            if (!FLAGS.contains(option) && !VALUED.contains(option)) throw new IllegalArgumentException("unknown option: " + option);
            if (VALUED.contains(option) && !words.hasNext()) throw new IllegalArgumentException(option + " needs a value");
            given.put(option, VALUED.contains(option) ? words.next() : "");
        }
        return of(given);
    }

    private static SimOptions of(Map<String, String> given) {
        var mode = mode(given.keySet());
        if (mode == Mode.MANY && (given.containsKey("--trace") || given.containsKey("--shrink")))
            throw new IllegalArgumentException("--trace and --shrink are for one run: add --seed S or --file FILE");
        var timed = given.containsKey("--minutes");
        var seeds = mode == Mode.SEED ? 1 : number(given, "--seeds", 1, ALL, timed ? ALL : 2000);
        var from = mode == Mode.SEED ? number(given, "--seed", 0, ALL, 1) : number(given, "--from", 0, ALL, 1);
        var threads = (int) number(given, "--threads", 1, 1024, Runtime.getRuntime().availableProcessors());
        var campaign = new Campaign(from, seeds, Duration.ofMinutes(number(given, "--minutes", 1, DECADE, DECADE)), threads,
                Duration.ofSeconds(number(given, "--harm", 1, 1_000_000, HARM.toSeconds())), faults(given.getOrDefault("--without", "")), given.containsKey("--synchronous"));
        var shrink = mode == Mode.MANY ? !given.containsKey("--no-shrink") : given.containsKey("--shrink");
        return new SimOptions(mode, campaign, Path.of(given.getOrDefault("--file", "")), given.containsKey("--trace"), shrink);
    }

    private static Mode mode(Set<String> given) {
        if (given.contains("--help")) return Mode.HELP;
        if (given.contains("--hashes")) return Mode.HASHES;
        if (given.contains("--file")) return Mode.FILE;
        return given.contains("--seed") ? Mode.SEED : Mode.MANY;
    }

    private static long number(Map<String, String> given, String option, long least, long most, long otherwise) {
        if (!given.containsKey(option)) return otherwise;
        var text = given.get(option);
        var number = text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
        if (number < least || number > most) throw new IllegalArgumentException(option + ": a whole number from " + least + " on, not " + text);
        return number;
    }

    private static Set<FaultKind> faults(String list) {
        var faults = EnumSet.noneOf(FaultKind.class);
        for (var word : list.isEmpty() ? List.<String>of() : List.of(list.split(",", -1))) {
            var name = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            faults.add(Arrays.stream(FaultKind.values()).filter(f -> f.name().equals(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("--without: no such fault: " + word + "; there are " + Arrays.toString(FaultKind.values()))));
        }
        return faults;
    }

    /// How to run this one of many again.
    String replay(long seed) {
        return "scripts/sim --seed " + seed + what() + " --trace";
    }

    /// How to run what is left from `seed` on.
    String rest(long seed) {
        var left = campaign.from() + campaign.seeds() - seed;
        return "scripts/sim --from " + seed + (campaign.seeds() == ALL ? "" : " --seeds " + left) + what();
    }

    private String what() {
        var harm = campaign.harm().equals(HARM) ? "" : " --harm " + campaign.harm().toSeconds();
        var without = campaign.without().isEmpty() ? "" : " --without " + String.join(",", campaign.without().stream().map(FaultKind::name).toList());
        return harm + without + (campaign.synchronous() ? " --synchronous" : "");
    }
}
