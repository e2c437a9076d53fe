package io.matriarch.core.ha.sync;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.SyncState;

/// What is in force now, as the leader `me` sees it. `names` is what its server acts by: every WAL sender has reloaded.
/// `caughtUp` have flushed all WAL up to the server's end at a moment after that; so they have every commit that was acknowledged by older
/// names. May leave out, must not add. `doubt` is which of the two was last written without a known outcome.
public record InForce(MemberName me, SyncState key, StandbyNames names, NameSet caughtUp, Past past, Doubt doubt) {
    /// A register whose last write may or may not have happened, and may still happen.
    public enum Doubt {
        NOTHING, KEY, NAMES
    }

    /// The votes as they count now that `me` leads; nobody's where there is no key, as no election promises anything then.
    public Votes votes() {
        return switch (key) {
            case SyncState.Off _ -> Votes.NOBODYS;
            case SyncState.On on -> Votes.under(me, on);
        };
    }

    /// Whether the key is written by `me`. Before that, and before it is [#safe], no client may be let in.
    public boolean claimed() {
        return key instanceof SyncState.On on && on.leader().equalsIgnoreCase(me.value());
    }

    /// Whether no commit that is acknowledged now can be missed by an election.
    public boolean safe() {
        return Overlap.holds(names.acks(), votes());
    }

    /// Whether those who have caught up are among any set of voters that suffices.
    boolean caughtUpCovers() {
        return votes().promises() > votes().voters().minus(caughtUp).size();
    }
}
