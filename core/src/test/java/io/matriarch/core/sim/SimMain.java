package io.matriarch.core.sim;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// The simulator as a program of its own: `scripts/sim`.
final class SimMain {
    private static final int USAGE_EXIT = 64;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private SimMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(exitCode(arguments));
    }

    private static int exitCode(String... arguments) throws InterruptedException {
        try {
            var options = SimOptions.parse(arguments);
            return switch (options.mode()) {
                case MANY -> many(options);
                case HASHES -> hashes(options);
                case ONE -> one(options, false);
                case TRACE -> one(options, true);
                case HELP -> help();
            };
        } catch (IllegalArgumentException mistake) {
            System.err.println("sim: " + mistake.getMessage() + "\n\n" + SimOptions.USAGE);
            return USAGE_EXIT;
        }
    }

    private static int help() {
        System.out.println(SimOptions.USAGE);
        return 0;
    }

    private static int one(SimOptions options, boolean trace) {
        var run = Swarm.run(options.from(), options.harm(), options.without(), false,
                sim -> trace ? new SwimLanes(sim, System.out::println) : Spectator.NOBODY);
        System.out.printf("seed %d: %s, %s of simulated time, %d events, %d faults, hash %016x, drawn: %s%n", run.seed(),
                run.verdict().held() ? "every promise was kept" : run.verdict().text(), run.figures().virtual(), run.figures().events(),
                run.figures().strikes(), run.hash(), run.faults());
        return run.verdict().exitCode();
    }

    /// Threads bring them in another order each time: they are sorted where two lists are compared.
    private static int hashes(SimOptions options) throws InterruptedException {
        options.campaign().run(run -> System.out.printf("%d %016x%n", run.seed(), run.hash()));
        return 0;
    }

    private static int many(SimOptions options) throws InterruptedException {
        var tally = new Tally();
        var began = System.nanoTime();
        var over = new AtomicBoolean();
        var screen = new StatusLine(onTerminal());
        var status = Thread.ofPlatform().daemon().start(() -> {
            while (!over.get()) screen.show(tally.status(System.nanoTime() - began), BETWEEN_LINES);
        });
        options.campaign().run(run -> {
            if (tally.add(run)) screen.print("seed " + run.seed() + ": " + run.verdict().text() + "\n  replay: " + replay(run, options));
        });
        over.set(true);
        status.interrupt();
        status.join();
        screen.print(tally.status(System.nanoTime() - began));
        tally.kinds().forEach(screen::print);
        return tally.exitCode();
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 does answer null, unless it is told to use another console
    private static boolean onTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    private static String replay(Run run, SimOptions options) {
        var harm = options.harm().equals(SimOptions.HARM) ? "" : " --harm " + options.harm().toSeconds();
        var without = options.without().isEmpty() ? "" : " --without " + String.join(",", options.without().stream().map(FaultKind::name).toList());
        return "scripts/sim --seed " + run.seed() + harm + without + " --trace";
    }
}
