package io.matriarch.rest;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The open connections, so many and no more, and the end of those that are quiet for too long.
///
/// Netty's own idle limit counts bytes: it would cut off a restart that takes minutes, and leave alone a client that drips its headers in
/// one by one. Here a connection is quiet while no request of its is being answered, whatever trickles in. All on one event loop.
final class Connections {
    private static final int MOST = 1024;
    private final Vertx vertx;
    private final long patience;
    private final long timer;
    /// Since when each is quiet, in nanoseconds; those at work for an operator have an entry that never comes due.
    private final Map<HttpConnection, Long> quietSince = new HashMap<>();

    Connections(Vertx vertx, Duration idle) {
        this.vertx = vertx;
        this.patience = idle.toNanos();
        this.timer = vertx.setPeriodic(Math.max(1, idle.toMillis() / 4), _ -> closeQuiet());
    }

    void opened(HttpConnection connection) {
        if (quietSince.size() >= MOST) {
            connection.close();
            return;
        }
        quietSince.put(connection, System.nanoTime());
        connection.closeHandler(_ -> quietSince.remove(connection));
    }

    void watchNoMore() {
        vertx.cancelTimer(timer);
    }

    /// A request has come in whole or been answered.
    void stirred(HttpConnection connection) {
        quietSince.replace(connection, System.nanoTime());
    }

    /// An operator's request is being carried out, however long it takes.
    void working(HttpConnection connection) {
        quietSince.replace(connection, System.nanoTime() + Duration.ofDays(1).toNanos());
    }

    private void closeQuiet() {
        var now = System.nanoTime();
        var quiet = quietSince.entrySet().stream().filter(e -> now - e.getValue() > patience).map(Map.Entry::getKey).toList();
        quiet.forEach(HttpConnection::close);
    }
}
