package io.matriarch.core.ha.promise;

import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Term;

/// What outlives a tick of an election. `heard` is the highest term that this member knows of. `quiet` is the promise under which the last look found the
/// WAL receiver gone ([Voting]). `standing` is the term in which this member last stood as a candidate, and `since` when that began. `found` is the term
/// whose key an earlier process of this agent took, with a server that has run since: what that one asked of it may still come.
public record Poll(Term heard, Promised quiet, Term standing, Moment since, Term found) {
    public static final Poll NONE = new Poll(Term.NONE, Promised.NOTHING, Term.NONE, new Moment(0), Term.NONE);

    public Poll hearing(Term other) {
        return other.isAfter(heard) ? new Poll(other, quiet, standing, since, found) : this;
    }

    public Poll quietUnder(Promised promise) {
        return promise.equals(quiet) ? this : new Poll(heard, promise, standing, since, found);
    }

    public Poll standingIn(Term term, Moment now) {
        return term.equals(standing) ? this : new Poll(heard, quiet, term, now, found);
    }

    public Poll finding(Term term) {
        return term.equals(found) ? this : new Poll(heard, quiet, standing, since, term);
    }

    public Poll done() {
        return new Poll(heard, quiet, Term.NONE, since, Term.NONE);
    }
}
