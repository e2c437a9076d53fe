package io.matriarch.core.view;

/// Until when this node may be primary. Counted from before the proving transaction was sent, never from its reply.
public sealed interface Permit {
    /// Whether this node may be writable at `now`.
    boolean covers(Moment now);

    /// When nothing is left of it: every process of the server is dead by then, should it have come to that.
    Moment over();

    record None() implements Permit {
        @Override
        public boolean covers(Moment now) {
            return false;
        }

        @Override
        public Moment over() {
            return new Moment(0);
        }
    }

    /// From `soft` on the server is being stopped and health answers 503; at `hard` every process of it is killed;
    /// only after both may another node be promoted. See [Deadlines].
    record Until(Moment provenAt, Moment soft, Moment hard) implements Permit {
        @Override
        public boolean covers(Moment now) {
            return now.isBefore(soft);
        }

        @Override
        public Moment over() {
            return hard;
        }
    }

    /// While the cluster is paused: proven like any other, but nobody ends the server when it is over.
    record HandsOff(Moment provenAt, Moment soft) implements Permit {
        @Override
        public boolean covers(Moment now) {
            return now.isBefore(soft);
        }

        @Override
        public Moment over() {
            return soft;
        }
    }

    None NONE = new None();
}
