package io.matriarch.core.ha.promise;

import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Term;

/// What outlives a tick of an election. `heard` is the highest term that this member knows of. `quiet` is the promise under which the last look found the
/// WAL receiver gone ([Voting]). `standing` is the term in which this member last stood as a candidate, and `since` when that began.
public record Poll(Term heard, Promised quiet, Term standing, Moment since) {
    public static final Poll NONE = new Poll(Term.NONE, Promised.NOTHING, Term.NONE, new Moment(0));

    public Poll hearing(Term other) {
        return other.isAfter(heard) ? new Poll(other, quiet, standing, since) : this;
    }

    public Poll quietUnder(Promised promise) {
        return promise.equals(quiet) ? this : new Poll(heard, promise, standing, since);
    }

    public Poll standingIn(Term term, Moment now) {
        return term.equals(standing) ? this : new Poll(heard, quiet, term, now);
    }

    public Poll done() {
        return new Poll(heard, quiet, Term.NONE, since);
    }
}
