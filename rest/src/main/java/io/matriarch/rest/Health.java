package io.matriarch.rest;

import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.WalPosition;
import java.util.Locale;

/// Health as a pure function: (check, parameters, snapshot, now) to 200 or 503, by Patroni's rules. Computed anew for every request.
final class Health {
    private Health() {}

    static int status(HealthCheck check, HealthQuery query, Snapshot snapshot, Moment now) {
        var standing = new Standing(snapshot, now);
        return holds(check, query, standing) && (check.ignoresTags() || tagged(query, standing)) ? 200 : 503;
    }

    private static boolean holds(HealthCheck check, HealthQuery query, Standing s) {
        return switch (check) {
            case PRIMARY -> s.primary();
            case LEADER -> s.leader();
            case STANDBY_LEADER -> s.standbyLeader();
            case REPLICA -> replica(query, s);
            case READ_ONLY -> s.leader() || replica(query, s);
            case HEALTH -> s.running();
            case SYNC -> in(SyncMode.Kind.ON, s) && replica(query, s);
            case QUORUM -> in(SyncMode.Kind.QUORUM, s) && replica(query, s);
            case ASYNC -> !in(SyncMode.Kind.ON, s) && !in(SyncMode.Kind.QUORUM, s) && replica(query, s);
            case READ_ONLY_SYNC -> s.leader() || in(SyncMode.Kind.ON, s) && replica(query, s);
            case READ_ONLY_QUORUM -> s.leader() || in(SyncMode.Kind.QUORUM, s) && replica(query, s);
            case LIVENESS -> alive(s);
            case READINESS -> s.leader() || ready(query, s);
            case UNKNOWN -> false;
        };
    }

    /// A standby that may be given read-only clients.
    private static boolean replica(HealthQuery query, Standing s) {
        return s.replica() && !s.standbyLeader() && !s.snapshot().world().node().tags().noLoadBalance()
                && query.lag().allows(behind(s, false))
                && (query.replicationState().isEmpty() || query.replicationState().equals(PatroniWords.replicationState(s.postgres())));
    }

    /// A standby that keeps up, for a rolling update that waits for it. By what it receives itself where etcd does not say how far the leader is.
    private static boolean ready(HealthQuery query, Standing s) {
        return s.replica() && s.postgres() instanceof Running r && r.replication().streaming() && (!s.dark() || s.failsafe() || r.replication().received().known())
                && query.lag().or(s.config().maximumLagOnFailover()).allows(behind(s, query.modeWrite()));
    }

    /// Whether the loop still turns: it is not overdue by more than a ttl (two where no deadline of a primary presses).
    private static boolean alive(Standing s) {
        var ttl = s.config().timing().ttl();
        var patience = s.postgres() instanceof Running r && r.primary() ? ttl : ttl.multipliedBy(2);
        return s.config().paused() || s.now().isBefore(s.snapshot().nextTick().plus(patience));
    }

    private static boolean in(SyncMode.Kind mode, Standing s) {
        return SyncMode.of(s.config().document()).kind() == mode && SyncMode.names(s.cluster().sync(), s.snapshot().world().me());
    }

    /// Bytes between the newest position known of the leader and what is replayed (or `received`) here.
    private static long behind(Standing s, boolean received) {
        if (!(s.postgres() instanceof Running r)) return Long.MAX_VALUE;
        var replication = r.replication();
        var newest = WalPosition.later(s.cluster().status().optime(), replication.received());
        return newest.ahead(received ? replication.received() : replication.replayed());
    }

    private static boolean tagged(HealthQuery query, Standing s) {
        var own = s.snapshot().world().node().tags().all();
        return query.tags().entrySet().stream().allMatch(asked -> matches(own.fields().get(asked.getKey()), asked.getValue()));
    }

    /// Text compares as it is, anything else as lower-case text; a missing tag never matches.
    private static boolean matches(Object tag, String asked) {
        return switch (tag) {
            case null -> false;
            case String text -> text.equals(asked);
            case Object value -> value.toString().toLowerCase(Locale.ROOT).equals(asked);
        };
    }
}
