package io.matriarch.core.ha.promise;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Term;

/// What a member may promise, and whom it may follow.
///
/// `named`: the `sync` key names it as a voter, by the same linearizable read that the request or the leader comes from. A voter followed a leader before it
/// was named, and wrote that down; so one that finds no file has lost it, and abstains. It can begin anew when the key names it no longer: then no
/// promise of it counts any more.
public record Voter(MemberName me, Promised promised, boolean named) {
    /// What becomes of a request to promise a term.
    public sealed interface Answer {
        /// Write it down, durably; until that is done nothing is said.
        record WriteDown(Promised.To promise) implements Answer {}

        /// It is on disk already: go on from there.
        record Written(Promised.To promise) implements Answer {}

        record Refuse(String because) implements Answer {}

        /// Say nothing that anybody could count.
        record Abstain(String because) implements Answer {}
    }

    /// Whether this member may promise `term` to `candidate`: never one below a promised one, and no term to two.
    public Answer asked(Term term, MemberName candidate) {
        var wanted = new Promised.To(term, candidate);
        return switch (promised) {
            case Promised.Unreadable(var reason) when named -> new Answer.Abstain("what was promised before cannot be read: " + reason);
            case Promised.Nothing _ when named -> new Answer.Abstain("it is a voter, so it has promised something, and the file is gone");
            case Promised.Unreadable _, Promised.Nothing _ -> new Answer.WriteDown(wanted);
            case Promised.To given when given.equals(wanted) -> new Answer.Written(given);
            case Promised.To(var given, var to) when given.equals(term) -> new Answer.Refuse("term " + given + " is promised to " + to);
            case Promised.To(var given, var to) when given.isAfter(term) -> new Answer.Refuse("term " + given + " is promised, to " + to);
            case Promised.To _ -> new Answer.WriteDown(wanted);
        };
    }

    /// Whether this member may stream from the leader of `term`: the same question, for its WAL must not confirm commits of two at once. After a
    /// restart, too: `primary_conninfo` is written only when this has been [Answer.Written].
    public Answer mayFollow(Term term, MemberName leader) {
        return asked(term, leader);
    }
}
