package io.matriarch.core.view;

import java.time.Duration;

/// The `failover` key: what an operator asked of the whole cluster.
public sealed interface OperatorRequest {
    /// Whether this request lets `name` lead.
    boolean allows(MemberName name);

    /// Whether this asks `leader` to hand over. A switchover from somebody else is of another time: the leader has changed since it was asked for.
    boolean asks(MemberName leader);

    record None() implements OperatorRequest {
        @Override
        public boolean allows(MemberName name) {
            return true;
        }

        @Override
        public boolean asks(MemberName leader) {
            return false;
        }
    }

    /// Planned: `from` hands over, to `candidate` or to the best. `at` is when, as ISO text; empty means now.
    record Switchover(MemberName from, Candidate candidate, String at, long modRevision) implements OperatorRequest {
        @Override
        public boolean allows(MemberName name) {
            return switch (candidate) {
                case Candidate.Best _ -> !from.equals(name);
                case Candidate.Named(var named) -> named.equals(name);
            };
        }

        @Override
        public boolean asks(MemberName leader) {
            return from.equals(leader) && !allows(leader);
        }
    }

    /// Unplanned: `candidate` shall lead whoever leads now.
    record Failover(MemberName candidate, long modRevision) implements OperatorRequest {
        @Override
        public boolean allows(MemberName name) {
            return candidate.equals(name);
        }

        @Override
        public boolean asks(MemberName leader) {
            return !candidate.equals(leader);
        }
    }

    None NONE = new None();

    /// What was to be done at a time that passed longer ago than this is not wanted any more: its hour of maintenance is over. Patroni's, of its usual `loop_wait`.
    Duration LATE = Duration.ofSeconds(15);

    sealed interface Candidate {
        record Best() implements Candidate {}

        record Named(MemberName name) implements Candidate {}

        Best BEST = new Best();
    }
}
