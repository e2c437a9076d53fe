package io.matriarch.agent.cli;

import io.matriarch.agent.config.ConfigSource;
import io.matriarch.agent.why.ClientTls;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
        root.addSubcommand("why", asking("Say why a member did what it did, by the journals of all members.").addPositional(
                        PositionalParamSpec.builder().index("0..*").arity("0..*").paramLabel("[MEMBER] [WHAT]").type(List.class).auxiliaryTypes(String.class)
                                .description("Whom, and what: promoted, demoted, not promoted, restarted, stopped, rebuilt, bootstrapped, a time, a rule.").build())
                .addOption(OptionSpec.builder("--file").arity("1").paramLabel("PATH").type(List.class).auxiliaryTypes(Path.class)
                        .description("Read this journal (a file, or <data_dir>.matriarch/journal) and ask nobody; may be said more than once.").build())
                .addOption(OptionSpec.builder("--until").arity("1").paramLabel("TIME").type(String.class)
                        .description("Leave out what came after this ISO time with offset.").build())
                .addOption(OptionSpec.builder("--rules").description("Say how often each rule decided since the agents started, and which never did.").build()));
        root.addSubcommand("whatif", asking("Say who would lead if a member died now, after how long, and what would be lost.")
                .addOption(OptionSpec.builder("--dead").required(true).arity("1").paramLabel("MEMBER").type(String.class).description("Who dies.").build()));
        root.addSubcommand("replay", command("Decide recorded worlds again, and say what is decided differently now.").addPositional(
                PositionalParamSpec.builder().index("0..*").arity("1..*").required(true).paramLabel("PATH").type(List.class).auxiliaryTypes(Path.class)
                        .description("A file of a journal, or <data_dir>.matriarch/journal.").build()));
        root.addSubcommand("fork-report", command("Say what was in the WAL that only a node of this machine had, and that was saved before it was rewound or cloned anew.")
                .addPositional(PositionalParamSpec.builder().index("0").arity("0..1").paramLabel("CONFIG").type(Path.class)
                        .description("The YAML of a node (its server is asked for names), or its data directory, or a saved fork. Without it PATRONI_CONFIGURATION holds the YAML.").build())
                .addOption(OptionSpec.builder("--json").description("As JSON, with every commit and every relation.").build()));
        root.addSubcommand("config", config());
        root.addSubcommand("version", command("Say which version this is."));
        return root;
    }

    private static CommandSpec config() {
        var config = command("Check and explain a node's configuration, or print one to begin with.");
        config.addSubcommand("check", command("Say everything that is wrong with a configuration, each with its file and line. Nothing else is read or touched.")
                .addPositional(PositionalParamSpec.builder().index("0").arity("0..1").paramLabel("CONFIG").type(Path.class)
                        .description("A file, or a directory of *.yml. Without it PATRONI_CONFIGURATION holds the YAML itself.").build()));
        config.addSubcommand("explain", command("Say which values hold, and where each came from: default, etcd, a file and line, an environment variable. Secrets are masked.")
                .addPositional(PositionalParamSpec.builder().index("0").arity("0..1").paramLabel("KEY").type(String.class)
                        .description("Only this key, or what is below it: ttl, postgresql.parameters.work_mem, restapi.").build())
                .addOption(OptionSpec.builder("-c", "--config").arity("1").paramLabel("CONFIG").type(Path.class)
                        .description("The YAML of the node; without it PATRONI_CONFIGURATION holds it.").build()));
        config.addSubcommand("sample", command("Print a commented file to begin with."));
        return config;
    }

    private static CommandSpec asking(String says) {
        return command(says)
                .addOption(OptionSpec.builder("--url").arity("1").paramLabel("URL").type(String.class).description("Any agent of the cluster: http://HOST:8008").build())
                .addOption(OptionSpec.builder("-c", "--config").arity("1").paramLabel("CONFIG").type(Path.class)
                        .description("The YAML of a node here; without it and --url PATRONI_CONFIGURATION holds it.").build())
                .addOption(OptionSpec.builder("--timeout").arity("1").paramLabel("SECONDS").type(Integer.class).description("How long one agent may take to answer (5).").build())
                .addOption(OptionSpec.builder("--cacert").arity("1").paramLabel("FILE").type(String.class)
                        .description("Certificates to trust in https; ctl.cacert or restapi.cafile when there is a configuration.").build())
                .addOption(OptionSpec.builder("--cert").arity("1").paramLabel("FILE").type(String.class)
                        .description("The client certificate to show in https; ctl.certfile or restapi.certfile when there is a configuration.").build())
                .addOption(OptionSpec.builder("--key").arity("1").paramLabel("FILE").type(String.class).description("Its key; the certificate's own file when it is not named.").build())
                .addOption(OptionSpec.builder("--insecure").description("Take any certificate in https.").build());
    }

    private static WhyCommand.Where where(ParseResult sub) {
        return new WhyCommand.Where(sub.matchedOptionValue("--url", ""), sub.matchedOptionValue("--config", ConfigSource.NO_FILE), tls(sub),
                Duration.ofSeconds(sub.matchedOptionValue("--timeout", 5)), sub.matchedOptionValue("--file", List.of()), sub.matchedOptionValue("--until", ""));
    }

    private static ClientTls tls(ParseResult sub) {
        return new ClientTls(sub.matchedOptionValue("--cacert", ""), sub.matchedOptionValue("--cert", ""), sub.matchedOptionValue("--key", ""), sub.hasMatchedOption("--insecure"));
    }

    private static int why(Commands commands, ParseResult sub) {
        return sub.hasMatchedOption("--rules") ? commands.why().rules(where(sub)) : commands.why().why(where(sub), sub.matchedPositionalValue(0, List.of()));
    }

    private static CommandSpec command(String says) {
        var spec = CommandSpec.create();
        spec.usageMessage().description(says);
        return spec.mixinStandardHelpOptions(false).addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Say this.").build());
    }

    private static int config(Commands commands, CommandLine line, ParseResult parsed) {
        if (!parsed.hasSubcommand()) {
            line.getSubcommands().get("config").usage(commands.err);
            return Commands.USAGE;
        }
        var sub = parsed.subcommand();
        return switch (sub.commandSpec().name()) {
            case "check" -> commands.config().check(sub.matchedPositionalValue(0, ConfigSource.NO_FILE));
            case "explain" -> commands.config().explain(sub.matchedOptionValue("--config", ConfigSource.NO_FILE), sub.matchedPositionalValue(0, ""));
            case "sample" -> commands.config().sample();
            case String name -> throw new IllegalStateException("no command config " + name);
        };
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
            case "why" -> why(commands, sub);
            case "whatif" -> commands.why().whatIf(where(sub), sub.matchedOptionValue("--dead", ""));
            case "replay" -> commands.why().replay(sub.matchedPositionalValue(0, List.of()));
            case "fork-report" -> commands.forks().run(sub.matchedPositionalValue(0, ConfigSource.NO_FILE), sub.hasMatchedOption("--json"));
            case "config" -> config(commands, line, sub);
            case "version" -> commands.version();
            case String name -> throw new IllegalStateException("no command " + name);
        };
    }
}
