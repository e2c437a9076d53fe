package io.matriarch.agent.postgres;

import io.matriarch.agent.hook.Script;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.ScriptCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A way of the operator's to make a cluster or a copy: the section of its name, with `command` and what its script is to be told (contract 3.7).
/// Its other keys become `--key=value`; truth values are written as Patroni writes them, `True` and `False`.
public record OwnMethod(String name, Document section) {
    private static final Set<String> NOT_FOR_A_BOOTSTRAP = Set.of("command", "no_params", "keep_existing_recovery_conf", "recovery_conf");
    private static final Set<String> NOT_FOR_A_COPY = Set.of("no_params", "no_leader", "no_master", "keep_data");
    private static final Duration LONGEST = Duration.ofDays(365);

    /// Whether the script is told nothing but its own keys.
    boolean silent() {
        return section.truth("no_params", false);
    }

    /// Whether the script works on what is in the data directory already.
    boolean keepsData() {
        return section.truth("keep_data", false);
    }

    boolean keepsRecovery() {
        return section.truth("keep_existing_recovery_conf", false);
    }

    Document recovery() {
        return section.section("recovery_conf");
    }

    List<String> bootstrap(Map<String, String> told) throws Trouble {
        var command = new ArrayList<>(words());
        if (!silent()) told.forEach((key, value) -> command.add("--" + key + "=" + value));
        section.fields().forEach((key, value) -> { if (!NOT_FOR_A_BOOTSTRAP.contains(key)) command.add(argument(key, value)); });
        return command;
    }

    List<String> copy(Map<String, String> told) throws Trouble {
        var command = new ArrayList<>(words());
        section.fields().forEach((key, value) -> { if (!key.equals("command") && !(silent() && NOT_FOR_A_COPY.contains(key))) command.add(argument(key, value)); });
        if (!silent()) told.forEach((key, value) -> command.add("--" + key + "=" + value));
        return command;
    }

    /// Without a command the method's own name is one.
    List<String> words() throws Trouble {
        return switch (ScriptCommand.of(section.fields().get("command"))) {
            case ScriptCommand.None() -> List.of(name);
            case ScriptCommand.Words(var words) -> words;
            case ScriptCommand.Unreadable(var fault) -> throw new Trouble("the command of " + name + " " + fault);
        };
    }

    private static String argument(String key, Object value) {
        var text = value instanceof Boolean truth ? truth ? "True" : "False" : String.valueOf(value);
        return "--" + key + "=" + text;
    }

    /// Runs until it ends, or the step is cancelled. Where it fails, nothing that it began goes on writing.
    static void run(String what, List<String> command, Programs programs) throws Trouble, InterruptedException {
        try {
            run(what, command, programs.workEnvironment(), programs);
        } catch (Trouble trouble) {
            programs.endWork();
            throw trouble;
        }
    }

    /// Runs until it ends, or the step is cancelled.
    static void run(String what, List<String> command, Map<String, String> environment, Programs programs) throws Trouble, InterruptedException {
        var end = new Script(what, command).run(environment, new Script.Bounds(LONGEST, () -> !programs.cancelled()));
        if (programs.cancelled()) throw new Trouble("cancelled");
        if (!end.succeeded()) throw new Trouble(what + " failed: " + end.text());
    }
}
