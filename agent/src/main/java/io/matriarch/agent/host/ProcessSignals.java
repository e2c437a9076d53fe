package io.matriarch.agent.host;

import java.lang.foreign.Arena;

/// kill(2): `ProcessHandle` knows TERM and KILL only, and a server needs INT, QUIT, HUP, STOP and CONT.
///
/// A pid may be another process's by the time the signal arrives: compare [ProcessFacts#startTicks] right before.
public final class ProcessSignals {
    private static final int ESRCH = 3;
    private static final int EPERM = 1;

    private ProcessSignals() {}

    /// The signals in use, with Linux's numbers for x86 and ARM.
    public enum Signal {
        HUP(1), INT(2), QUIT(3), KILL(9), TERM(15), CONT(18), STOP(19);

        private final int number;

        Signal(int number) {
            this.number = number;
        }
    }

    /// What became of a signal.
    public sealed interface Delivery {
        record Delivered() implements Delivery {}

        record NoSuchProcess() implements Delivery {}

        record NotAllowed() implements Delivery {}
    }

    /// Sends `signal` to the process `pid`, which must be one process: 0 and negative numbers mean groups and everybody.
    public static Delivery send(long pid, Signal signal) {
        if (pid <= 1 || pid > Integer.MAX_VALUE) throw new IllegalArgumentException("not a process that may be signalled: " + pid);
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(CLibrary.CALL_STATE);
            if ((int) CLibrary.KILL.invokeExact(state, (int) pid, signal.number) == 0) return new Delivery.Delivered();
            return switch ((int) CLibrary.ERRNO.get(state, 0L)) {
                case ESRCH -> new Delivery.NoSuchProcess();
                case EPERM -> new Delivery.NotAllowed();
                default -> throw new IllegalStateException("kill(%d, %s) failed".formatted(pid, signal));
            };
        } catch (RuntimeException known) {
            throw known;
        } catch (Throwable impossible) {
            throw new IllegalStateException("kill could not be called", impossible);
        }
    }
}
