package io.matriarch.agent.host;

import io.matriarch.core.view.Moment;

/// The server a guardian guards: its postmaster's identity, and when it will be ended.
public record GuardedServer(long pid, long startTicks, Arming arming) {
    /// Whether the guardian ends the server by itself.
    public sealed interface Arming {
        /// Never: a standby cannot hurt anybody.
        record Unarmed() implements Arming {}

        /// Fast shutdown from `soft`, immediate shutdown at 80 % of the way, SIGKILL for every process at `hard`.
        record Armed(Moment soft, Moment hard) implements Arming {}
    }

    GuardedServer with(Arming now) {
        return new GuardedServer(pid, startTicks, now);
    }
}
