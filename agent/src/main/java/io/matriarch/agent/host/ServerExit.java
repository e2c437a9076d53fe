package io.matriarch.agent.host;

/// How a postmaster ended. Whichever it was, no process of the server is left.
public sealed interface ServerExit {
    /// 0 after a clean shutdown, 1 after an immediate one or a failed start, 127 when there was no such program.
    record Code(int code) implements ServerExit {}

    record BySignal(int signal) implements ServerExit {}

    /// An adopted server: only its parent learns.
    record Unknown() implements ServerExit {}
}
