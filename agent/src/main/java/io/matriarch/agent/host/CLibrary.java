package io.matriarch.agent.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The two functions of the C library that Java does not offer, bound once.
///
/// Needs `--enable-native-access=ALL-UNNAMED` (the launcher gives it). A C library without them ends the start of the agent with
/// one clear error: a node without CLOCK_BOOTTIME or signals must not lead, and there is nothing safe to fall back to.
final class CLibrary {
    /// Where a call leaves `errno`; the first argument of every handle.
    static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    /// `struct timespec` of every 64-bit Linux.
    static final StructLayout TIMESPEC = MemoryLayout.structLayout(ValueLayout.JAVA_LONG.withName("tv_sec"), ValueLayout.JAVA_LONG.withName("tv_nsec"));
    /// `int clock_gettime(clockid_t, struct timespec *)`
    static final MethodHandle CLOCK_GETTIME = bind("clock_gettime", ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    /// `int kill(pid_t, int)`
    static final MethodHandle KILL = bind("kill", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

    private CLibrary() {}

    private static MethodHandle bind(String name, MemoryLayout... arguments) {
        var linker = Linker.nativeLinker();
        var symbol = linker.defaultLookup().find(name)
                .orElseThrow(() -> new IllegalStateException("the C library of this system has no %s(); Matriarch runs on 64-bit Linux".formatted(name)));
        return linker.downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments), Linker.Option.captureCallState("errno"));
    }
}
