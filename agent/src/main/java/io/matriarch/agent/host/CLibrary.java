package io.matriarch.agent.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.stream.Stream;

/// The few functions of the C library that Java does not offer, bound once, each on its first use.
///
/// Needs `--enable-native-access=ALL-UNNAMED` (the launcher gives it). A C library without them ends the start of the agent with
/// one clear error: a node without CLOCK_BOOTTIME or signals must not lead, and there is nothing safe to fall back to.
final class CLibrary {
    /// Where a call leaves `errno`; the first argument of every handle.
    static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    /// Of a function that takes just these arguments.
    private static final Linker.Option EXACT = Linker.Option.captureCallState("errno");
    static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    /// `struct timespec` of every 64-bit Linux.
    static final StructLayout TIMESPEC = MemoryLayout.structLayout(ValueLayout.JAVA_LONG.withName("tv_sec"), ValueLayout.JAVA_LONG.withName("tv_nsec"));
    /// `int clock_gettime(clockid_t, struct timespec *)`
    static final MethodHandle CLOCK_GETTIME = bind("clock_gettime", ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    /// `int kill(pid_t, int)`
    static final MethodHandle KILL = bind("kill", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

    /// Files and sockets; apart, because few nodes have a use for them.
    static final class Descriptors {
        /// `int open(const char *, int, ...)`, never with O_CREAT and so without a mode.
        static final MethodHandle OPEN = bind("open", ValueLayout.JAVA_INT, Linker.Option.firstVariadicArg(2), ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        /// `int ioctl(int, unsigned long, ...)` with a pointer.
        static final MethodHandle IOCTL = bind("ioctl", ValueLayout.JAVA_INT, Linker.Option.firstVariadicArg(2), ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
        /// `ssize_t write(int, const void *, size_t)`
        static final MethodHandle WRITE = bind("write", ValueLayout.JAVA_LONG, EXACT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
        /// `int close(int)`
        static final MethodHandle CLOSE = bind("close", ValueLayout.JAVA_INT, EXACT, ValueLayout.JAVA_INT);
        /// `int socket(int, int, int)`
        static final MethodHandle SOCKET = bind("socket", ValueLayout.JAVA_INT, EXACT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        /// `ssize_t sendto(int, const void *, size_t, int, const struct sockaddr *, socklen_t)`
        static final MethodHandle SENDTO = bind("sendto", ValueLayout.JAVA_LONG, EXACT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);

        private Descriptors() {}
    }

    /// To wait for the end of a process that is not a child.
    static final class Ends {
        /// `long syscall(long, ...)` with two ints.
        static final MethodHandle SYSCALL = bind("syscall", ValueLayout.JAVA_LONG, Linker.Option.firstVariadicArg(1), ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        /// `int poll(struct pollfd *, nfds_t, int)`
        static final MethodHandle POLL = bind("poll", ValueLayout.JAVA_INT, EXACT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);

        private Ends() {}
    }

    private CLibrary() {}

    private static MethodHandle bind(String name, MemoryLayout... arguments) {
        return bind(name, ValueLayout.JAVA_INT, EXACT, arguments);
    }

    private static MethodHandle bind(String name, MemoryLayout result, Linker.Option variadic, MemoryLayout... arguments) {
        var linker = Linker.nativeLinker();
        var symbol = linker.defaultLookup().find(name)
                .orElseThrow(() -> new IllegalStateException("the C library of this system has no %s(); Matriarch runs on 64-bit Linux".formatted(name)));
        return linker.downcallHandle(symbol, FunctionDescriptor.of(result, arguments),
                Stream.of(EXACT, variadic).distinct().toArray(Linker.Option[]::new));
    }
}
