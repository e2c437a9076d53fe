package io.matriarch.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// One line of `/proc/PID/stat` (man proc_pid_stat). `startTicks` counts clock ticks from boot; pid and startTicks together are a
/// process's identity, for pids come again. `state` is `Z` for a process that is dead and not yet reaped.
public record ProcessFacts(long pid, String name, char state, long parent, long startTicks) {
    /// The process as it is now; empty when there is none.
    public static Optional<ProcessFacts> read(long pid) {
        try {
            return Optional.of(parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat"))));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    public boolean alive() {
        return state != 'Z' && state != 'X';
    }

    /// The name may hold spaces and parentheses, so the fields are counted from its closing one.
    static ProcessFacts parse(String stat) {
        var open = stat.indexOf('(');
        var close = stat.lastIndexOf(')');
        var fields = stat.substring(close + 2).split(" ", -1);
        return new ProcessFacts(Long.parseLong(stat.substring(0, open).strip()), stat.substring(open + 1, close), fields[0].charAt(0),
                Long.parseLong(fields[1]), Long.parseLong(fields[19]));
    }
}
