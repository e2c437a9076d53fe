package io.matriarch.agent.cli;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.ConfigResult;
import io.matriarch.agent.config.ConfigSource;
import io.matriarch.agent.fork.ForkReport;
import io.matriarch.agent.fork.Relation;
import io.matriarch.agent.fork.SavedFork;
import io.matriarch.agent.fork.WalDump;
import io.matriarch.agent.host.StateDirectory;
import io.matriarch.json.JsonText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `matriarch fork-report`: what the saved forks of a node held. It only reads.
final class ForkCommand {
    private final Map<String, String> environment;
    private final RelationLookup lookup;
    private final PrintStream out;
    private final PrintStream err;

    /// Where forks are, which pg_waldump reads them (empty: the one that each fork names), and who knows names.
    private record Source(Path place, String waldump, Names names) {}

    private interface Names {
        Map<Relation, String> of(Collection<Relation> relations);
    }

    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    ForkCommand(Map<String, String> environment, RelationLookup lookup, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.lookup = lookup;
        this.out = out;
        this.err = err;
    }

    int run(Path what, boolean json) {
        try {
            var source = source(what);
            var forks = forks(source.place());
            var reports = new ArrayList<ForkReport>();
            for (var fork : forks) reports.add(report(fork, source));
            if (json) out.println(JsonText.dense(reports.stream().map(ForkReport::document).toList()));
            else if (reports.isEmpty()) out.println("no lost fork is saved in " + source.place());
            else reports.forEach(report -> report.lines().forEach(out::println));
            return reports.stream().anyMatch(report -> report.tally().records() == 0) ? Commands.REFUSED : Commands.DONE;
        } catch (Unusable | IOException trouble) {
            err.println("error: " + trouble.getMessage());
            return Commands.REFUSED;
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return Commands.REFUSED;
        }
    }

    private ForkReport report(Path directory, Source source) throws IOException, InterruptedException {
        var fork = SavedFork.in(directory);
        var tally = WalDump.read(Path.of(source.waldump().isEmpty() ? fork.waldump() : source.waldump()), directory, fork);
        var known = tally.relations().keySet().stream().filter(relation -> !tally.made(relation)).toList();
        return new ForkReport(directory, fork, tally, source.names().of(known));
    }

    /// A saved fork, a directory of them, a state directory, a data directory; else a configuration.
    private Source source(Path what) throws Unusable {
        if (!what.equals(ConfigSource.NO_FILE) && Files.isDirectory(what))
            for (var place : List.of(what, what.resolve("forks"), new StateDirectory(what).path().resolve("forks")))
                if (Files.exists(place.resolve(SavedFork.FILE)) || place.endsWith("forks") && Files.isDirectory(place)) return new Source(place, "", _ -> Map.of());
        return switch (new ConfigSource(what, environment).read()) {
            case ConfigResult.Loaded(var config, _) -> configured(config);
            case ConfigResult.Rejected(var problems, _) -> throw new Unusable(
                    "%s is no directory with saved forks, no data directory with a %s beside it, and no configuration: %s".formatted(what, "<data_dir>.matriarch/forks", problems.getFirst()));
        };
    }

    private Source configured(AgentConfig config) {
        return new Source(new StateDirectory(config.postgres().dataDirectory()).path().resolve("forks"), config.postgres().programs().program("pg_waldump").toString(),
                relations -> lookup.names(config, relations));
    }

    /// Oldest first.
    private static List<Path> forks(Path place) throws IOException {
        if (Files.exists(place.resolve(SavedFork.FILE))) return List.of(place);
        if (!Files.exists(place)) return List.of();
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(path -> Files.exists(path.resolve(SavedFork.FILE)) && !path.endsWith("unfinished") && !path.toString().endsWith(".removed")).sorted().toList();
        }
    }
}
