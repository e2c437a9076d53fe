package io.matriarch.core.ha.promise;

import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Term;

/// What outlives a tick of an election. `heard` is the highest term that this member knows of. `quiet` is the promise under which the last look found the
/// WAL receiver gone ([Voting]). `standing` is the term in which this member last stood as a candidate, and `since` when that began. `promotion` is what may
/// still come of the running server.
public record Poll(Term heard, Promised quiet, Term standing, Moment since, Promotion promotion) {
    public static final Poll NONE = new Poll(Term.NONE, Promised.NOTHING, Term.NONE, new Moment(0), Promotion.NOT_ASKED);

    /// Whether a server that is no primary may become one without being asked any more: PostgreSQL takes no request for a promotion back.
    public sealed interface Promotion {
        NotAsked NOT_ASKED = new NotAsked();
        MayCome MAY_COME = new MayCome();

        record NotAsked() implements Promotion {}

        record MayCome() implements Promotion {}
    }

    public Poll hearing(Term other) {
        return other.isAfter(heard) ? new Poll(other, quiet, standing, since, promotion) : this;
    }

    public Poll quietUnder(Promised promise) {
        return promise.equals(quiet) ? this : new Poll(heard, promise, standing, since, promotion);
    }

    public Poll standingIn(Term term, Moment now) {
        return term.equals(standing) ? this : new Poll(heard, quiet, term, now, promotion);
    }

    public Poll expecting(Promotion other) {
        return other.equals(promotion) ? this : new Poll(heard, quiet, standing, since, other);
    }

    public Poll done() {
        return new Poll(heard, quiet, Term.NONE, since, Promotion.NOT_ASKED);
    }
}
