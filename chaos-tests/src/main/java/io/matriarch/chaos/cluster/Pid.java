package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A process, told apart from a later one with the same number by its start time (in clock ticks since boot).
record Pid(long number, long started) {

    private static final int PARENT = 1;
    private static final int STATE = 0;
    private static final int START_TIME = 19;

    /// What `/proc/N/stat` says; empty when there is no such process, or only its zombie.
    static Optional<Stat> stat(long number) {
        try {
            var text = Files.readString(Path.of("/proc/" + number + "/stat"));
            int afterName = text.lastIndexOf(')');
            var name = text.substring(text.indexOf('(') + 1, afterName);
            var fields = text.substring(afterName + 2).split(" ", -1);
            return "ZX".contains(fields[STATE]) ? Optional.empty()
                    : Optional.of(new Stat(new Pid(number, Long.parseLong(fields[START_TIME])), name,
                            Long.parseLong(fields[PARENT]), fields[STATE]));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// A living process: its name, its parent, its state letter.
    record Stat(Pid pid, String name, long parent, String state) {

        boolean stopped() {
            return state.equals("T");
        }
    }

    boolean alive() {
        return stat(number).filter(stat -> stat.pid().equals(this)).isPresent();
    }
}
