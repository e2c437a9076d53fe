package io.matriarch.chaos.cluster;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Collection;

/// The signals of the faults, sent by `kill(2)` itself: a shell command for each would spread one instant over milliseconds.
/// Numbers are Linux's.
enum Signal {
    KILL(9), TERMINATE(15), CONTINUE(18), STOP(19);

    private static final MethodHandle KILL_2 = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().find("kill").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /// Those that are gone meanwhile are passed over.
    void send(Collection<Pid> pids) {
        pids.stream().filter(Pid::alive).forEach(this::send);
    }

    void send(Pid pid) {
        try {
            int _ = (int) KILL_2.invokeExact((int) pid.number(), number);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
