package io.matriarch.core.ha.sync;

/// What is known of the commits that were acknowledged before the names that are in force now.
public enum Past {
    /// Any set of voters that suffices has them.
    COVERED,
    /// Some may be on the leader alone: a hand edit let commits through that `/sync` knows nothing of. Only who has caught up since has them.
    OPEN;

    /// The past after one look at a primary that takes clients. It stays open until those who have caught up cover it, and then it is closed
    /// for good, whoever disconnects: what they flushed they have.
    public Past after(InForce now) {
        if (!now.safe()) return OPEN;
        return this == OPEN && !now.caughtUpCovers() ? OPEN : COVERED;
    }
}
