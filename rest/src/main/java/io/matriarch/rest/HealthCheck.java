package io.matriarch.rest;

/// The health checks by name, and Patroni's reading of a path: by substring and in this order, so `/x/primary` is `/primary`.
enum HealthCheck {
    PRIMARY, LEADER, STANDBY_LEADER, REPLICA, READ_ONLY, HEALTH, SYNC, QUORUM, ASYNC, READ_ONLY_SYNC, READ_ONLY_QUORUM, LIVENESS, READINESS,
    /// Nothing known: answered 503 with the status, never 404.
    UNKNOWN;

    /// Of a path without its query.
    static HealthCheck of(String path) {
        return switch (path) {
            case "/", "/primary", "/master", "/read-write" -> PRIMARY;
            case "/replica" -> REPLICA;
            case "/liveness" -> LIVENESS;
            case "/readiness" -> READINESS;
            default -> byPart(path);
        };
    }

    private static HealthCheck byPart(String path) {
        if (path.startsWith("/liveness/")) return LIVENESS;
        if (path.startsWith("/readiness/")) return READINESS;
        if (path.contains("standby_leader") || path.contains("standby-leader")) return STANDBY_LEADER;
        if (path.contains("leader")) return LEADER;
        if (path.contains("master") || path.contains("primary") || path.contains("read-write")) return PRIMARY;
        if (path.contains("replica")) return REPLICA;
        if (path.contains("read-only") && !path.contains("sync") && !path.contains("quorum")) return READ_ONLY;
        if (path.contains("health")) return HEALTH;
        return exactly(path);
    }

    private static HealthCheck exactly(String path) {
        return switch (path) {
            case "/sync", "/synchronous" -> SYNC;
            case "/quorum" -> QUORUM;
            case "/async", "/asynchronous" -> ASYNC;
            case "/read-only-sync", "/read-only-synchronous" -> READ_ONLY_SYNC;
            case "/read-only-quorum" -> READ_ONLY_QUORUM;
            default -> UNKNOWN;
        };
    }

    /// Kubernetes' two probes: the status line says it all.
    boolean bodiless() {
        return this == LIVENESS || this == READINESS;
    }

    /// The checks of who leads do not look at tags.
    boolean ignoresTags() {
        return this == PRIMARY || this == LEADER || this == STANDBY_LEADER;
    }
}
