package io.matriarch.agent.host;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/// The end of a process that is nobody's child here: pidfd_open(2), Linux 5.3 and later, and poll(2). `ProcessHandle.onExit` looks for such a one every few
/// seconds only.
public final class ProcessEnd {
    /// The same number on every 64-bit Linux.
    private static final long PIDFD_OPEN = 434;
    private static final short POLLIN = 1;
    private static final int ESRCH = 3;

    private ProcessEnd() {}

    /// Waits until the process `pid` has ended, at most about `patience`, in one system call of this thread. True when there is no such process any more. Where the kernel
    /// cannot tell (it is too old, or forbids it), false after that time.
    public static boolean within(long pid, int patienceMillis) {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(CLibrary.CALL_STATE);
            var descriptor = (int) (long) CLibrary.Ends.SYSCALL.invokeExact(state, PIDFD_OPEN, (int) pid, 0);
            if (descriptor < 0 && ESRCH == (int) CLibrary.ERRNO.get(state, 0L)) return true;
            // struct pollfd: int fd, short events, short revents. A negative descriptor only waits.
            var poll = arena.allocate(ValueLayout.JAVA_INT, 2);
            poll.set(ValueLayout.JAVA_INT, 0, descriptor);
            poll.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
            var ready = (int) CLibrary.Ends.POLL.invokeExact(state, poll, 1L, patienceMillis);
            if (descriptor >= 0 && (int) CLibrary.Descriptors.CLOSE.invokeExact(state, descriptor) != 0) throw new IllegalStateException("close failed");
            return ready > 0;
        } catch (RuntimeException known) {
            throw known;
        } catch (Throwable impossible) {
            throw new IllegalStateException("pidfd_open could not be called", impossible);
        }
    }
}
