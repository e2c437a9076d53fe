package io.matriarch.core.ha;

import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;

/// Whether the local copy can follow the leader: timelines compared as chains of (timeline, fork position), never as numbers.
public enum Lineage {
    /// Our WAL is a prefix of the leader's history: streaming catches up.
    FOLLOWS,
    /// We hold WAL that is not in the leader's history.
    DIVERGED,
    /// Another database system altogether.
    FOREIGN,
    /// The leader has not said enough yet.
    UNKNOWN;

    public static Lineage of(PostgresState local, UpstreamView upstream) {
        return switch (upstream) {
            case UpstreamView.NotAsked _, UpstreamView.Silent _ -> UNKNOWN;
            case UpstreamView.Answered leader when leader.recovering() -> UNKNOWN;
            case UpstreamView.Answered leader -> against(local, leader);
        };
    }

    private static Lineage against(PostgresState local, UpstreamView.Answered leader) {
        return switch (local) {
            case PostgresState.Running r -> compare(r.systemId(), r.timeline(), r.end(), false, leader);
            // A crashed primary may hold WAL past every position its control file names: only pg_rewind can tell.
            case PostgresState.Stopped(var c, _) when !c.standby() && !c.cleanly() ->
                    c.systemId().equals(leader.systemId()) ? DIVERGED : FOREIGN;
            case PostgresState.Stopped(var c, _) -> compare(c.systemId(), c.timeline(), c.end(), !c.standby(), leader);
            // What it needs to take connections: none of it comes if the leader's history has left it before.
            case PostgresState.Starting(var standby, _, var c) when standby && c.known() -> compare(c.systemId(), c.timeline(), c.end(), false, leader);
            case PostgresState.NoData _, PostgresState.Unusable _, PostgresState.HalfDone _, PostgresState.Starting _, PostgresState.Silent _ ->
                    UNKNOWN;
        };
    }

    /// `wasPrimary`: `end` is where its shutdown checkpoint record begins, so a fork exactly there does not contain the record.
    private static Lineage compare(SystemId systemId, Timeline timeline, WalPosition end, boolean wasPrimary, UpstreamView.Answered leader) {
        if (!systemId.equals(leader.systemId())) return FOREIGN;
        if (timeline.equals(leader.timeline())) return wasPrimary && !leader.end().isAfter(end) ? DIVERGED : FOLLOWS;
        return leader.forks().stream().filter(row -> row.ended().equals(timeline)).findFirst()
                .map(row -> beyond(end, row.fork(), wasPrimary) ? DIVERGED : FOLLOWS)
                .orElse(DIVERGED);
    }

    private static boolean beyond(WalPosition end, WalPosition fork, boolean wasPrimary) {
        return end.isAfter(fork) || wasPrimary && end.equals(fork);
    }
}
