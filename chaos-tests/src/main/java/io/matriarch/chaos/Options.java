package io.matriarch.chaos;

import io.matriarch.chaos.cluster.Synchronous;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The command line.
record Options(List<Fault> faults, int rounds, long seed, Duration ttl, Synchronous synchronous, List<Path> out, boolean keep) {

    static final String USAGE = """
            usage: scripts/chaos [--faults all|WORD,...] [--rounds N] [--seed N] [--ttl 5|10|20] [--sync on|quorum] [--out FILE.jsonl] [--no-cuts] [--keep]
            faults: %s
            When none are named: all but freeze-agent-tree, which only a hardware watchdog could fence.
            --sync is the synchronous_mode: then no acknowledged row may be lost at all.
            --no-cuts leaves out the faults that need network namespaces; --keep keeps the logs of passed rounds, too.
            Round r of every fault runs with seed N + r: `--seed S --faults WORD` repeats the round printed with seed S.
            -Dchaos.agent='WORDS {config}' -Dchaos.user=NAME -Dchaos.pgbin=DIR -Dchaos.etcd=MEMBERS choose what is tested, and as whom.
            """.formatted(String.join(" ", Fault.all().stream().map(Fault::word).toList()));

    private static final List<String> SWITCHES = List.of("--no-cuts", "--keep");
    private static final int SMALL = 1_000_000;

    static Options parse(String... args) {
        var faults = Fault.gate();
        int rounds = 1;
        long seed = RandomGenerator.getDefault().nextLong(SMALL);
        var ttl = Duration.ofSeconds(10);
        var synchronous = Synchronous.OFF;
        Optional<Path> out = Optional.empty();
        boolean cuts = true;
        boolean keep = false;
        var rest = new ArrayDeque<>(List.of(args));
        while (!rest.isEmpty()) {
            var word = rest.pop();
            if (!SWITCHES.contains(word) && rest.isEmpty()) {
                throw new IllegalArgumentException(word + " is unknown, or needs a value\n" + USAGE);
            }
            switch (word) {
                case "--faults" -> faults = Fault.parse(rest.pop());
                case "--rounds" -> rounds = Integer.parseInt(rest.pop());
                case "--seed" -> seed = Long.parseLong(rest.pop());
                case "--ttl" -> ttl = Duration.ofSeconds(Long.parseLong(rest.pop()));
                case "--sync" -> synchronous = Synchronous.parse(rest.pop());
                case "--out" -> out = Optional.of(Path.of(rest.pop()));
                case "--no-cuts" -> cuts = false;
                case "--keep" -> keep = true;
                default -> throw new IllegalArgumentException(word + " is unknown\n" + USAGE);
            }
        }
        return new Options(cuts ? faults : faults.stream().filter(fault -> !(fault instanceof Fault.Cut)).toList(),
                rounds, seed, ttl, synchronous, out.stream().toList(), keep);
    }

    /// Whether network namespaces are needed.
    boolean cuts() {
        return faults.stream().anyMatch(Fault.Cut.class::isInstance);
    }
}
