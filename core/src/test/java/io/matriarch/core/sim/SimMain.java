package io.matriarch.core.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

/// The simulator as a program of its own: `scripts/sim`.
final class SimMain {
    private static final int USAGE_EXIT = 64;
    private static final Duration PATIENCE_FOR_ONE = Duration.ofMinutes(10);

    private SimMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(exitCode(arguments));
    }

    private static int exitCode(String... arguments) throws InterruptedException {
        try {
            var options = SimOptions.parse(arguments);
            var campaign = options.campaign();
            return switch (options.mode()) {
                case MANY -> new ManySeeds(options, new StatusLine(onTerminal())).run();
                case HASHES -> hashes(campaign);
                case SEED -> one(Drawing.draw(campaign.from(), campaign.harm(), campaign.without()), options);
                case FILE -> one(Schedule.read(Files.readString(options.file())), options);
                case HELP -> help();
            };
        } catch (IllegalArgumentException mistake) {
            return usage(mistake.getMessage());
        } catch (IOException unreadable) {
            return usage("cannot be read: " + unreadable.getMessage());
        }
    }

    private static int usage(String mistake) {
        System.err.println("sim: " + mistake + "\n\n" + SimOptions.USAGE);
        return USAGE_EXIT;
    }

    private static int help() {
        System.out.println(SimOptions.USAGE);
        return 0;
    }

    private static int one(Schedule schedule, SimOptions options) {
        var run = Swarm.run(schedule, false, sim -> options.trace() ? new SwimLanes(sim, System.out::println) : Spectator.NOBODY);
        System.out.printf("seed %d: %s, %s of simulated time, %d events, %d faults, hash %016x, drawn: %s%n", run.seed(),
                words(run.verdict()), run.figures().virtual(), run.figures().events(),
                run.figures().strikes(), run.hash(), run.faults());
        if (options.shrink() && !run.verdict().held()) System.out.println(Shrinker.told(schedule, PATIENCE_FOR_ONE));
        return run.verdict().exitCode();
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Held _ -> "every promise was kept";
            case Verdict.Waits _ -> "every promise was kept, " + verdict.text();
            case Verdict.NobodyKnew _, Verdict.Safety _, Verdict.Liveness _, Verdict.Crash _ -> verdict.text();
        };
    }

    /// Threads bring them in another order each time: they are sorted where two lists are compared.
    private static int hashes(Campaign campaign) throws InterruptedException {
        campaign.run(run -> System.out.printf("%d %016x%n", run.seed(), run.hash()));
        return 0;
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 does answer null, unless it is told to use another console
    private static boolean onTerminal() {
        return System.console() != null && System.console().isTerminal();
    }
}
