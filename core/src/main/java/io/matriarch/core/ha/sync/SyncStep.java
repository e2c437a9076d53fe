package io.matriarch.core.ha.sync;

/// One step towards a [Wish]. After it everything is looked at again.
public sealed interface SyncStep {
    /// Writes `/sync` in this leader's name, if it is still as it was read and the leader key is still held.
    record WriteVotes(Votes votes) implements SyncStep {}

    /// Deletes `/sync`, under the same guard: from then on elections are asynchronous.
    record DropKey() implements SyncStep {}

    /// Sets synchronous_standby_names, reloads, and waits until every WAL sender acts by it.
    record SetNames(StandbyNames names) implements SyncStep {}

    /// The next step must wait until one of these has caught up.
    record Await(NameSet standbys) implements SyncStep {}

    /// All is as wished.
    record Settled() implements SyncStep {}

    SyncStep DROP_KEY = new DropKey();
    SyncStep SETTLED = new Settled();
}
