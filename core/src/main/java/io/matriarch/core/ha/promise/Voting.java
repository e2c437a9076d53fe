package io.matriarch.core.ha.promise;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Receiver;

/// A promise that is on disk, on its way to be said. `quiet` since a look found that nothing is received any more.
///
/// The position is taken from a later look than the one that found the receiver gone: within one look the server may read the position first, and the
/// receiver write more before it ends. In memory only: after a restart it begins anew.
public record Voting(Promised.To promise, boolean quiet) {
    /// What one look at the server saw. Receiver and position are not of one instant.
    public record Look(Receiver receiver, LocalWal wal) {}

    public sealed interface Step {
        /// Empty `primary_conninfo`, and let the server read it; then look.
        record EndReceiver(Voting next) implements Step {}

        record LookAgain(Voting next) implements Step {}

        record Report(Promise promise) implements Step {}

        /// Nothing can be said now; a later look may know more.
        record Abstain(Voting next, String because) implements Step {}

        /// Something else has been promised meanwhile: this one is never said.
        record Overtaken() implements Step {}
    }

    public static Voting begin(Promised.To written) {
        return new Voting(written, false);
    }

    /// `onDisk` is what the file says now.
    public Step after(Look look, MemberName me, Promised onDisk) {
        if (!onDisk.equals(promise)) return new Step.Overtaken();
        return switch (look.receiver()) {
            case RUNNING, ABSENT -> new Step.EndReceiver(begin(promise));
            case UNKNOWN -> new Step.Abstain(begin(promise), "whether the WAL receiver runs is not known");
            case GONE -> quiet ? report(look.wal(), me) : new Step.LookAgain(new Voting(promise, true));
        };
    }

    private Step report(LocalWal wal, MemberName me) {
        return switch (wal) {
            case LocalWal.Unknown(var because) -> new Step.Abstain(this, because);
            case LocalWal.Known(var reach) -> new Step.Report(new Promise(me, promise.term(), promise.candidate(), reach));
        };
    }
}
