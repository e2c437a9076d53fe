package io.matriarch.core.ha;

import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;

/// Which rule book applies. Exactly one does.
public enum Situation {
    LEAVING, UNREACHABLE, PAUSED, LOCK_MINE, STANDBY_MINE, LOCK_OTHERS, LOCK_LOST, LOCK_FREE;

    public static Situation of(World world) {
        if (world.local().request() instanceof LocalRequest.Shutdown) return LEAVING;
        return switch (world.dcs()) {
            case DcsView.Unreachable _ -> UNREACHABLE;
            case DcsView.Reachable _ when world.config().paused() -> PAUSED;
            case DcsView.Reachable(var cluster, _, _) -> byLock(cluster.lock(), world);
        };
    }

    private static Situation byLock(LeaderLock lock, World world) {
        return switch (lock) {
            case LeaderLock.Absent _ -> LOCK_FREE;
            case LeaderLock.Held _ when world.nameTaken() -> LOCK_OTHERS;
            case LeaderLock.Held held -> held.holder().equals(world.me()) ? StandbyLeader.inForce(world) ? STANDBY_MINE : LOCK_MINE : FastFailover.lost(world) ? LOCK_LOST : LOCK_OTHERS;
        };
    }
}
