package io.matriarch.core.port;

/// How a write ended.
public sealed interface WriteOutcome {
    /// Committed at this etcd revision.
    record Done(long revision) implements WriteOutcome {}

    /// Certainly not carried out: the guard did not hold, or etcd said no.
    record Refused(String reason) implements WriteOutcome {}

    /// No answer that can be understood. It may have happened: read again, and keep the old deadline.
    record Unknown(String reason) implements WriteOutcome {}
}
