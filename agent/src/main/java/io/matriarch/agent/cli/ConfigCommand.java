package io.matriarch.agent.cli;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.ConfigResult;
import io.matriarch.agent.config.ConfigSource;
import io.matriarch.agent.config.Explanation;
import io.matriarch.agent.config.Sample;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/// `matriarch config check`, `explain` and `sample`: what the configuration comes to. Starts nothing and writes nothing.
final class ConfigCommand {
    private final Map<String, String> environment;
    private final DynamicLookup lookup;
    private final PrintStream out;
    private final PrintStream err;

    ConfigCommand(Map<String, String> environment, DynamicLookup lookup, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.lookup = lookup;
        this.out = out;
        this.err = err;
    }

    /// Everything that is wrong with it, at once.
    int check(Path file) {
        return switch (read(file)) {
            case ConfigResult.Rejected(var problems, _) -> {
                out.println(counted(problems.size(), "problem") + ": the agent does not start with this");
                yield Commands.REFUSED;
            }
            case ConfigResult.Loaded(_, var warnings) -> {
                out.println("the configuration is good" + (warnings.isEmpty() ? "" : ", with " + counted(warnings.size(), "warning")));
                yield Commands.DONE;
            }
        };
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /// Of all keys when `key` is empty.
    int explain(Path file, String key) {
        return switch (read(file)) {
            case ConfigResult.Rejected _ -> Commands.REFUSED;
            case ConfigResult.Loaded(var config, _) -> explain(config, key);
        };
    }

    private int explain(AgentConfig config, String key) {
        var dynamic = lookup.dynamic(config);
        var all = Explanation.of(config, dynamic);
        var lines = key.isEmpty() ? all : Explanation.about(key, all);
        var meaning = Explanation.meaning(key).toList();
        if (lines.isEmpty() && meaning.isEmpty()) return unknown(key);
        if (!dynamic.remark().isEmpty()) err.println("note: " + dynamic.remark());
        if (lines.isEmpty()) out.println(key + " is not set");
        lines.forEach(out::println);
        meaning.forEach(says -> out.println("  " + says));
        return Commands.DONE;
    }

    private int unknown(String key) {
        var near = Explanation.nearest(key);
        err.println("error: no key " + key + " is known, and none is set" + (near.isEmpty() ? "" : "; did you mean " + near + "?"));
        return Commands.REFUSED;
    }

    int sample() {
        out.print(Sample.TEXT);
        return Commands.DONE;
    }

    private ConfigResult read(Path file) {
        var result = new ConfigSource(file, environment).read();
        result.warnings().forEach(warning -> err.println("warning: " + warning));
        if (result instanceof ConfigResult.Rejected(var problems, _)) problems.forEach(problem -> err.println("error: " + problem));
        return result;
    }
}
