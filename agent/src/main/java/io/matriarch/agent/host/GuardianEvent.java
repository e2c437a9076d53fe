package io.matriarch.agent.host;

import io.matriarch.agent.host.GuardedServer.Arming;
import io.matriarch.core.view.Moment;

/// One line that the guardian says. The words are fixed in `guardian.c`.
sealed interface GuardianEvent {
    /// The first line after connecting.
    record Greeting(int protocol, long pid) implements GuardianEvent {}

    record Running(GuardedServer server) implements GuardianEvent {}

    record Fencing(GuardianListener.Fence fence) implements GuardianEvent {}

    record Stuck(int processes) implements GuardianEvent {}

    record Exited(ServerExit exit) implements GuardianEvent {}

    /// The answer to the oldest command that has none yet.
    record Answer(GuardianOutcome outcome) implements GuardianEvent {}

    /// A line of another version: never acted on.
    record NotUnderstood(String line) implements GuardianEvent {}

    static GuardianEvent parse(String line) {
        var words = line.split(" ", -1);
        try {
            return switch (words[0]) {
                case "OK" -> new Answer(new GuardianOutcome.Accepted());
                case "ERR" -> new Answer(new GuardianOutcome.Refused(line.substring(4)));
                case "GUARDIAN" -> new Greeting(Integer.parseInt(words[1]), Long.parseLong(words[2]));
                case "RUNNING" -> new Running(new GuardedServer(Long.parseLong(words[1]), Long.parseLong(words[2]), arming(words)));
                case "FENCING" -> new Fencing(GuardianListener.Fence.valueOf(words[1]));
                case "STUCK" -> new Stuck(Integer.parseInt(words[1]));
                case "EXITED" -> new Exited(exit(words));
                default -> new NotUnderstood(line);
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException garbled) {
            return new NotUnderstood(line);
        }
    }

    private static Arming arming(String[] words) {
        return switch (words[3]) {
            case "ARMED" -> new Arming.Armed(new Moment(Long.parseLong(words[4])), new Moment(Long.parseLong(words[5])));
            case "UNARMED" -> new Arming.Unarmed();
            default -> throw new IllegalArgumentException(words[3]);
        };
    }

    private static ServerExit exit(String[] words) {
        return switch (words[1]) {
            case "signal" -> new ServerExit.BySignal(Integer.parseInt(words[2]));
            case "unknown" -> new ServerExit.Unknown();
            default -> new ServerExit.Code(Integer.parseInt(words[1]));
        };
    }
}
