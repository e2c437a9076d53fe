package io.matriarch.core.ha.sync;

/// Whose acknowledgement the server awaits before a client hears that its commit is done: any `count` of `names`, besides its own disk.
/// A count above the number of names is never reached.
public record Acks(NameSet names, int count) {
    /// Every commit waits for ever.
    public static final Acks NEVER = new Acks(NameSet.NONE, 1);
    /// No commit waits: what is acknowledged may be on the leader alone.
    public static final Acks NOBODYS = new Acks(NameSet.NONE, 0);

    /// A count above the names is read as all of them: PostgreSQL counts connections, not servers, and two under one name would reach it.
    /// `*` in the list lets a receiver acknowledge that is no member, so nothing is known of those who did.
    static Acks atLeast(int count, NameSet names) {
        return names.has(StandbyNames.EVERYBODY) ? NOBODYS : new Acks(names, Math.min(count, names.size()));
    }

    public boolean reachable() {
        return count <= names.size();
    }
}
