package io.matriarch.agent.host;

import java.io.IOException;

/// What the kernel says when a call on a device or a socket fails: its name and what it means to an operator.
///
/// The numbers are Linux's for x86 and ARM.
enum Errno {
    EPERM(1, "not permitted"),
    ENOENT(2, "there is no such file"),
    EIO(5, "the device failed"),
    ENXIO(6, "nobody is at the other end"),
    EAGAIN(11, "nobody reads at the other end"),
    EACCES(13, "permission denied: it must be writable for the agent's user"),
    EBUSY(16, "in use by another process"),
    ENODEV(19, "the device is gone"),
    ENOTDIR(20, "a part of the path is no directory"),
    EISDIR(21, "it is a directory"),
    EINVAL(22, "the device does not take this value"),
    ENOTTY(25, "it is no such device"),
    ETXTBSY(26, "in use by another process"),
    EPIPE(32, "the other end is closed"),
    EOPNOTSUPP(95, "the device cannot do this"),
    ECONNREFUSED(111, "nobody listens");

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /// The trouble that `call` on `what` met.
    static IOException trouble(String call, String what, int errno) {
        for (var known : values())
            if (known.number == errno) return new IOException("%s %s: %s (%s)".formatted(call, what, known.meaning, known));
        return new IOException("%s %s: errno %d".formatted(call, what, errno));
    }
}
