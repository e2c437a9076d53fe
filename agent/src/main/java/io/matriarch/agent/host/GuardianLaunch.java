package io.matriarch.agent.host;

import io.matriarch.agent.host.GuardedServer.Arming;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How to start a guardian: its program, its socket ([StateDirectory#guardianSocket()]), what to guard, whether armed from the
/// first instant, the file that the server's output is appended to, and where it says what it did.
public record GuardianLaunch(Path program, Path socket, Target target, Arming arming, Path output, Account account) {
    /// After a fence the guardian writes one line, which begins with `beginning`, to a new file: `file` with a number behind it.
    public record Account(Path file, String beginning) {}

    /// What the guardian guards.
    public sealed interface Target {
        /// A server it starts and is the parent of. `command` begins with an absolute path. `environment` is all of the server's
        /// environment, so that nothing secret of the agent's gets there by accident.
        record Start(List<String> command, Map<String, String> environment) implements Target {
            public Start {
                command = List.copyOf(command);
                environment = Map.copyOf(environment);
            }
        }

        /// A server that runs already and lost its guardian, as [LeftoverPostmaster] found it.
        record Adopt(long pid, long startTicks) implements Target {}
    }

    List<String> command() {
        var words = new ArrayList<>(List.of(program.toString(), "--socket", socket.toString()));
        switch (arming) {
            case Arming.Unarmed() -> {}
            case Arming.Armed(var soft, var hard) -> words.addAll(List.of("--arm", Long.toString(soft.nanos()), Long.toString(hard.nanos())));
        }
        words.addAll(List.of("--record", account.file().toString(), account.beginning()));
        switch (target) {
            case Target.Start(var command, _) -> {
                words.add("--");
                words.addAll(command);
            }
            case Target.Adopt(var pid, var startTicks) -> words.addAll(List.of("--adopt", Long.toString(pid), Long.toString(startTicks)));
        }
        return words;
    }

    Map<String, String> environment() {
        return switch (target) {
            case Target.Start(_, var environment) -> environment;
            case Target.Adopt _ -> Map.of();
        };
    }
}
