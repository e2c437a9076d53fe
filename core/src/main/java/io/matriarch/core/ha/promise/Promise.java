package io.matriarch.core.ha.promise;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Term;

/// A voter's word to `candidate`: written to disk, its WAL receiver gone, its WAL reaches this far and will not grow before a leader of this term
/// or a later one feeds it.
public record Promise(MemberName voter, Term term, MemberName candidate, Reach reach) {}
