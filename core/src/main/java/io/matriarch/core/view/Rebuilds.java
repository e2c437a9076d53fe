package io.matriarch.core.view;

import java.util.ArrayList;
import java.util.List;

/// The attempts to rebuild this copy (a rewind, a clone) that failed since a server last started from it, oldest first: what is tried next, from
/// whom and how soon depends on them. Known to one process of the agent; the next one begins anew.
public record Rebuilds(List<Failure> failures) {
    public static final Rebuilds NONE = new Rebuilds(List.of());
    /// Whom a copy is taken from that needs nobody.
    public static final MemberName NO_SOURCE = new MemberName("");
    /// Of one kind from one source: beyond these nothing changes any more.
    private static final int KEPT = 8;

    public Rebuilds {
        failures = List.copyOf(failures);
    }

    /// `reason` is for people.
    public record Failure(JobKind kind, MemberName source, Moment at, String reason) {}

    /// The oldest of a kind from a source make room, never the last of another.
    public Rebuilds with(Failure failure) {
        var alike = of(failure.kind(), failure.source());
        var kept = new ArrayList<>(failures);
        if (alike.size() >= KEPT) kept.remove(alike.getFirst());
        kept.add(failure);
        return new Rebuilds(kept);
    }

    /// Those of one kind from one source, oldest first.
    public List<Failure> of(JobKind kind, MemberName source) {
        return failures.stream().filter(failure -> failure.kind() == kind && failure.source().equals(source)).toList();
    }
}
