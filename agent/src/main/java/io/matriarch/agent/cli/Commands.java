package io.matriarch.agent.cli;

import io.matriarch.agent.config.ConfigSource;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Finds the command that was asked for and runs it. The one that starts an agent is recognized by hand, for loading picocli costs more
/// than reading the configuration does; everything else, and every mistake, is picocli's.
public final class Commands {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;

    private final Program program;
    private final Lookups lookups;
    private final Map<String, String> environment;
    final PrintStream out;
    final PrintStream err;

    public Commands(Program program, Lookups lookups, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.program = program;
        this.lookups = lookups;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /// The exit code.
    public int run(List<String> args) {
        if (args.size() == 2 && args.getFirst().equals("agent") && !args.getLast().startsWith("-")) return agent(Path.of(args.getLast()), false);
        return Usage.run(this, args);
    }

    int agent(Path file, boolean checkOnly) {
        return new AgentCommand(new ConfigSource(file, environment), program, out, err).run(checkOnly);
    }

    WhyCommand why() {
        return new WhyCommand(environment, lookups.members(), out, err);
    }

    ForkCommand forks() {
        return new ForkCommand(environment, lookups.relations(), out, err);
    }

    ConfigCommand config() {
        return new ConfigCommand(environment, lookups.dynamic(), out, err);
    }

    int version() {
        out.println("matriarch " + Version.own() + " (speaks Patroni's contract as of " + io.matriarch.agent.config.AgentConfig.CONTRACT_VERSION + ")");
        return DONE;
    }
}
