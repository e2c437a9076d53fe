package io.matriarch.core.ha.promise;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Term;

/// A standby that holds the leader key for `term`. `promised` is what its own disk says: it promises itself before it asks anybody.
public record Candidate(MemberName name, Term term, Promised promised, LocalWal wal) {
    boolean promisedToItself() {
        return promised.equals(new Promised.To(term, name));
    }
}
