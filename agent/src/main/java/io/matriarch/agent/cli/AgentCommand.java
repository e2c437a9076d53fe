package io.matriarch.agent.cli;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.ConfigResult;
import io.matriarch.agent.config.ConfigSource;
import io.matriarch.agent.config.Problem;
import io.matriarch.agent.config.StartChecks;
import io.matriarch.agent.log.Logging;
import java.io.PrintStream;
import java.util.List;
import org.slf4j.LoggerFactory;

/// `matriarch agent CONFIG`: reads the configuration, looks at the machine, and runs the agent; or says everything that is in the way.
final class AgentCommand {
    private final ConfigSource source;
    private final Program program;
    private final PrintStream out;
    private final PrintStream err;

    AgentCommand(ConfigSource source, Program program, PrintStream out, PrintStream err) {
        this.source = source;
        this.program = program;
        this.out = out;
        this.err = err;
    }

    int run(boolean checkOnly) {
        return switch (source.read()) {
            case ConfigResult.Rejected(var problems, var warnings) -> {
                warnings.forEach(warning -> err.println("warning: " + warning));
                yield refused("the configuration", problems);
            }
            case ConfigResult.Loaded(var config, var warnings) -> checkOnly ? checked(warnings) : start(config, warnings);
        };
    }

    private int checked(List<Problem> warnings) {
        warnings.forEach(warning -> err.println("warning: " + warning));
        out.println("the configuration is good");
        return Commands.DONE;
    }

    private int start(AgentConfig config, List<Problem> warnings) {
        var problems = StartChecks.problems(config);
        if (!problems.isEmpty()) return refused("this machine", problems);
        Logging.start(config.log());
        var log = LoggerFactory.getLogger(AgentCommand.class);
        warnings.forEach(warning -> log.warn("{}", warning));
        return program.run(config, source);
    }

    private int refused(String what, List<Problem> problems) {
        problems.forEach(problem -> err.println("error: " + problem));
        err.printf("matriarch: not started, nothing was touched: %s has %s%n", what, problems.size() == 1 ? "1 problem" : problems.size() + " problems");
        return Commands.REFUSED;
    }
}
