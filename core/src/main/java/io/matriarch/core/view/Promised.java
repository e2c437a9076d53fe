package io.matriarch.core.view;


/// What this member's own disk says that it has promised. To follow a leader is a promise to him, too.
public sealed interface Promised {
    /// There is no file: this member never promised anything, or somebody deleted the file. `core.ha.promise.Voter` tells the two apart.
    record Nothing() implements Promised {}

    /// The highest term promised, and to whom. It never streams from a leader of a lower one again.
    record To(Term term, MemberName candidate) implements Promised {}

    /// There is a file, and nobody knows what it said.
    record Unreadable(String reason) implements Promised {}

    Nothing NOTHING = new Nothing();
}
