package io.matriarch.core.ha.sync;

import io.matriarch.core.ha.sync.SyncStep.Await;
import io.matriarch.core.ha.sync.SyncStep.DropKey;
import io.matriarch.core.ha.sync.SyncStep.SetNames;
import io.matriarch.core.ha.sync.SyncStep.Settled;
import io.matriarch.core.ha.sync.SyncStep.WriteVotes;
import io.matriarch.core.view.SyncState;

/// The next one step from what is in force to what is wished, such that no acknowledged commit can be missed by an election: before the step,
/// after it, and while nobody knows whether it happened. Order, as in Patroni's quorum.py: what asks for more comes first, what asks for less
/// comes second (more acknowledgements, then fewer promises; more promises, then fewer acknowledgements). `[Overlap]` has the arithmetic.
public final class QuorumResolver {
    private QuorumResolver() {}

    /// While a write of one register may still happen, only that register is written: the other was checked against both of its values. Writing
    /// it anew also ends the doubt: the guard of a late write of the key no longer holds then.
    public static SyncStep next(InForce now, Wish wish) {
        var step = wished(now, wish);
        return switch (now.doubt()) {
            case NOTHING -> step;
            case KEY -> safeWithAnyKey(now, step) ? step : new WriteVotes(now.votes());
            case NAMES -> safeWithAnyNames(step) ? step : new SetNames(now.names());
        };
    }

    private static boolean safeWithAnyKey(InForce now, SyncStep step) {
        return switch (step) {
            case WriteVotes _, DropKey _ -> true;
            case SetNames(var names) -> names.equals(new StandbyNames.Blocking()) || now.key() instanceof SyncState.Off; // nothing is written on no key but nobody's
            case Await _, Settled _ -> now.key() instanceof SyncState.Off;
        };
    }

    private static boolean safeWithAnyNames(SyncStep step) {
        return switch (step) {
            case SetNames _, DropKey _ -> true;
            case WriteVotes(var votes) -> !votes.electable();
            case Await _, Settled _ -> false;
        };
    }

    private static SyncStep wished(InForce now, Wish wish) {
        return switch (wish) {
            case Wish.Asynchronous(var configured) -> asynchronous(now, configured);
            case Wish.Nobody _ -> alone(now);
            case Wish.Block _, Wish.All _, Wish.AnyOf _ -> now.key() instanceof SyncState.Off ? new WriteVotes(Votes.NOBODYS) : claim(now, Passage.step(now, wish));
        };
    }

    /// Everybody must know that elections promise nothing more before the first commit goes unpromised.
    private static SyncStep asynchronous(InForce now, StandbyNames configured) {
        if (now.key() instanceof SyncState.On) return SyncStep.DROP_KEY;
        return now.names().equals(configured) ? SyncStep.SETTLED : new SetNames(configured);
    }

    /// Only this leader may be promoted: that first, and then commits need nobody else.
    private static SyncStep alone(InForce now) {
        if (!now.claimed() || !now.votes().equals(Votes.NOBODYS)) return new WriteVotes(Votes.NOBODYS);
        return now.names().equals(new StandbyNames.None()) ? SyncStep.SETTLED : new SetNames(new StandbyNames.None());
    }

    /// One just elected has no rest before the key names it: until then the voters elect by the leader before.
    private static SyncStep claim(InForce now, SyncStep step) {
        return switch (step) {
            case WriteVotes _, SetNames _, DropKey _ -> step;
            case Await _, Settled _ -> now.claimed() ? step : new WriteVotes(now.votes());
        };
    }
}
