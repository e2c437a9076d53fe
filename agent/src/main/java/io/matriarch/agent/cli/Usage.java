package io.matriarch.agent.cli;

import io.matriarch.agent.config.ConfigSource;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// The commands in picocli's words: options, help, and what to say of a mistake. Nothing is found by annotations, which would cost time.
final class Usage {
    private Usage() {}

    static int run(Commands commands, List<String> args) {
        var line = new CommandLine(root());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setOut(new PrintWriter(commands.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(commands.err, true, StandardCharsets.UTF_8));
        line.setExecutionStrategy(parsed -> execute(commands, line, parsed));
        return line.execute(args.toArray(String[]::new));
    }

    private static CommandSpec root() {
        var root = command("High availability for PostgreSQL.").name("matriarch");
        root.addSubcommand("agent", command("Run the agent of one node.")
                .addPositional(PositionalParamSpec.builder().index("0").arity("0..1").paramLabel("CONFIG").type(Path.class)
                        .description("Patroni's YAML: a file, or a directory of *.yml. Without it PATRONI_CONFIGURATION holds the YAML itself.").build())
                .addOption(OptionSpec.builder("--check").description("Only read the configuration and say what is wrong with it.").build()));
        root.addSubcommand("version", command("Say which version this is."));
        return root;
    }

    private static CommandSpec command(String says) {
        var spec = CommandSpec.create();
        spec.usageMessage().description(says);
        return spec.mixinStandardHelpOptions(false).addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Say this.").build());
    }

    private static int execute(Commands commands, CommandLine line, ParseResult parsed) {
        var help = CommandLine.executeHelpRequest(parsed);
        if (help != null) return Commands.DONE;
        if (!parsed.hasSubcommand()) {
            line.usage(commands.err);
            return Commands.USAGE;
        }
        var sub = parsed.subcommand();
        return switch (sub.commandSpec().name()) {
            case "agent" -> commands.agent(sub.matchedPositionalValue(0, ConfigSource.NO_FILE), sub.hasMatchedOption("--check"));
            case "version" -> commands.version();
            case String name -> throw new IllegalStateException("no command " + name);
        };
    }
}
