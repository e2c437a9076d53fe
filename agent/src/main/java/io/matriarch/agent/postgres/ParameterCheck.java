package io.matriarch.agent.postgres;

import io.matriarch.core.view.ParameterName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows parameters to the server's own program before they are written, so that a wrong one neither stops a start nor keeps a reload from the others.
///
/// `postgres -C` reads a configuration file as a starting server does, and ends: it judges names, types, units and ranges by its own version, also what
/// `--describe-config` does not list (developer options, the words of an enumeration). A program that cannot be asked, or does not answer in time, passes
/// everything whose name a file can say. Any thread.
final class ParameterCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ParameterCheck.class);
    /// One round finds the unknown names, the next the wrong values; what is left out shows others in none.
    private static final int ROUNDS = 8;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private final Path candidate;
    private final AtomicReference<Judged> last = new AtomicReference<>(new Judged(new TreeMap<>(), new TreeMap<>()));

    private record Judged(SortedMap<String, String> wanted, SortedMap<String, String> accepted) {}

    private record Shown(SortedMap<String, String> left, boolean taken) {}

    /// `state` holds the file that is shown. It also stands for the data directory, so that the file is all that is read.
    ParameterCheck(Path state) {
        this.candidate = state.resolve("parameters.conf");
    }

    /// What PostgreSQL takes of `wanted`. What it does not take is said in the log, once for each change. Trouble when `programs` were cancelled.
    SortedMap<String, String> accepted(SortedMap<String, String> wanted, Programs programs) throws Trouble {
        var known = last.get();
        if (known.wanted().equals(wanted)) return known.accepted();
        var fit = new TreeMap<>(wanted);
        fit.keySet().removeIf(ParameterCheck::unfit);
        try {
            var shown = shown(fit, programs);
            var accepted = shown.taken() ? shown.left() : oneByOne(shown.left(), programs);
            last.set(new Judged(new TreeMap<>(wanted), accepted));
            return accepted;
        } catch (Trouble | IOException unasked) {
            if (programs.cancelled()) throw new Trouble("cancelled");
            LOG.warn("postgresql.parameters could not be checked: {}", unasked.getMessage());
            return fit;
        }
    }

    /// Trouble when PostgreSQL does not take all of `wanted` as they are, for none of them may be left out. Where it cannot be asked, their names alone count.
    void require(SortedMap<String, String> wanted, Programs programs) throws Trouble {
        for (var name : wanted.keySet()) if (!ParameterName.writable(name)) throw new Trouble(ParameterName.shown(name) + " is no name of a parameter");
        var refused = refused(wanted, programs);
        if (!refused.isEmpty()) throw new Trouble("PostgreSQL does not take " + refused);
    }

    private String refused(SortedMap<String, String> wanted, Programs programs) throws Trouble {
        try {
            var said = complaints(wanted, programs);
            if (said.isEmpty() || !complaints(new TreeMap<>(), programs).isEmpty()) return "";
            var named = ParameterVerdict.of(wanted, said).complaints();
            return named.isEmpty() ? wanted.keySet().toString() : String.join("; ", named.stream().map(words -> words.replaceFirst(": it is .*", "")).toList());
        } catch (Trouble | IOException unasked) {
            if (programs.cancelled()) throw new Trouble("cancelled");
            LOG.warn("{} could not be checked: {}", wanted.keySet(), unasked.getMessage());
            return "";
        }
    }

    /// A name that cannot stand in a file makes the whole file unreadable, and says so in words that name nothing.
    private static boolean unfit(String name) {
        var ours = name.equals("data_directory") || name.equals("config_file");
        if (ours) LOG.warn("postgresql.parameters: {} is the agent's own: it is left out", name);
        else if (!ParameterName.writable(name)) LOG.warn("postgresql.parameters: {} is no name of a parameter: it is left out", ParameterName.shown(name));
        return ours || !ParameterName.writable(name);
    }

    /// Shown again and again without what PostgreSQL named, until it takes the rest or names nothing more.
    private Shown shown(SortedMap<String, String> wanted, Programs programs) throws Trouble, IOException {
        var left = wanted;
        for (var round = 0; round < ROUNDS; round++) {
            var said = complaints(left, programs);
            if (said.isEmpty()) return new Shown(left, true);
            var verdict = ParameterVerdict.of(left, said);
            if (verdict.complaints().isEmpty()) return new Shown(left, false);
            verdict.complaints().forEach(complaint -> LOG.warn("postgresql.parameters: {}", complaint));
            left = verdict.accepted();
        }
        return new Shown(left, false);
    }

    /// What PostgreSQL said is about none of them by name. Where it takes a file without any, something in them is what it does not take, and the next reload
    /// would be refused as a whole: each is shown with those that it takes.
    private SortedMap<String, String> oneByOne(SortedMap<String, String> unclear, Programs programs) throws Trouble, IOException {
        var without = complaints(new TreeMap<>(), programs);
        if (!without.isEmpty()) throw new Trouble(without.lines().reduce((_, line) -> line).orElse(""));
        SortedMap<String, String> taken = new TreeMap<>();
        for (var one : unclear.entrySet()) {
            var more = new TreeMap<>(taken);
            more.put(one.getKey(), one.getValue());
            var shown = shown(more, programs);
            if (shown.taken()) taken = shown.left();
            else LOG.warn("postgresql.parameters: {} is not taken by this PostgreSQL: it is left out", one.getKey());
        }
        return taken;
    }

    /// What the program says of a file with these; empty when it takes it.
    private String complaints(SortedMap<String, String> parameters, Programs programs) throws Trouble, IOException {
        SafeFiles.replace(candidate, ConfigText.parameterLines(parameters));
        var result = programs.run(List.of(programs.path("postgres"), "-C", "config_file", "-D", candidate.getParent().toString(), "--config-file=" + candidate), LONGEST);
        return result.succeeded() ? "" : result.text().isEmpty() ? result.last() : result.text();
    }
}
