package io.matriarch.core.view;

/// The `failover` key: what an operator asked of the whole cluster.
public sealed interface OperatorRequest {
    record None() implements OperatorRequest {}

    /// Planned: `from` hands over, to `candidate` or to the best. `at` is when, as ISO text; empty means now.
    record Switchover(MemberName from, Candidate candidate, String at, long modRevision) implements OperatorRequest {}

    /// Unplanned: `candidate` shall lead whoever leads now.
    record Failover(MemberName candidate, long modRevision) implements OperatorRequest {}

    None NONE = new None();

    sealed interface Candidate {
        record Best() implements Candidate {}

        record Named(MemberName name) implements Candidate {}

        Best BEST = new Best();
    }

    /// Whether this request lets `name` lead.
    default boolean allows(MemberName name) {
        return switch (this) {
            case None() -> true;
            case Failover(var candidate, _) -> candidate.equals(name);
            case Switchover(var from, Candidate.Best(), _, _) -> !from.equals(name);
            case Switchover(_, Candidate.Named(var candidate), _, _) -> candidate.equals(name);
        };
    }
}
