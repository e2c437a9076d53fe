package io.matriarch.agent.postgres;

import io.matriarch.agent.host.GuardianProcess.Request;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.Step.StopMode;
import java.sql.SQLException;
import java.time.Duration;

/// Stopping the server, harder step by step; over only when no process of it is left.
final class ServerStop {
    /// A fast shutdown writes a checkpoint and waits for WAL senders: minutes on a busy disk. An armed guardian ends it earlier.
    private static final Duration FAST = Duration.ofSeconds(60);
    /// The postmaster itself kills children that outlive SIGQUIT for 5 s.
    private static final Duration IMMEDIATE = Duration.ofSeconds(6);
    private static final Duration KILL = Duration.ofSeconds(10);
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration SLICE = Duration.ofMillis(200);
    private final LocalServer server;
    private final Hooks hooks;

    ServerStop(LocalServer server, Hooks hooks) {
        this.server = server;
        this.hooks = hooks;
    }

    /// As a step of its own: the operator's script goes before one that is not in a hurry. All of it together takes no longer than the limit, where there is one: then
    /// the server is ended at once, and killed when it does not heed that either.
    void asAsked(Step.Stop asked) throws Trouble, InterruptedException {
        var begun = System.nanoTime();
        if (asked.checkpoint() && server.postmaster().running()) checkpoint(left(asked, begun, FAST));
        if (asked.mode() == StopMode.FAST && server.postmaster().running()) hooks.beforeStop(left(asked, begun, FOR_EVER));
        if (server.programs().cancelled()) throw new Trouble("cancelled before the server was told to stop");
        stop(asked.mode(), left(asked, begun, FAST));
    }

    private static Duration left(Step.Stop asked, long begun, Duration usual) {
        if (asked.limit().equals(Step.Stop.NO_LIMIT)) return usual;
        var left = asked.limit().minusNanos(System.nanoTime() - begun);
        return left.isPositive() ? left : Duration.ZERO;
    }

    void stop(StopMode mode) throws Trouble, InterruptedException {
        stop(mode, FAST);
    }

    private void stop(StopMode mode, Duration fast) throws Trouble, InterruptedException {
        if (mode == StopMode.FAST && fast.isPositive() && ended(Request.INT, fast)) return;
        if (mode != StopMode.KILL && ended(Request.QUIT, IMMEDIATE)) return;
        server.postmaster().killNow();
        if (!server.postmaster().awaitEnd(KILL)) throw new Trouble("processes of the server outlived SIGKILL: they wait for a disk or the kernel");
    }

    private boolean ended(Request request, Duration patience) throws Trouble, InterruptedException {
        server.postmaster().signal(request);
        for (var left = patience; left.isPositive(); left = left.minus(SLICE)) {
            if (server.postmaster().awaitEnd(SLICE)) return true;
            if (server.programs().cancelled()) throw new Trouble("cancelled; the server goes on stopping");
        }
        return false;
    }

    /// Makes the shutdown checkpoint short, while sessions still work. Best effort: the stop does not depend on it.
    private void checkpoint(Duration longest) {
        try (var connection = server.connect(CONNECT); var statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, longest.toMillis())); // zero would be for ever
            statement.execute("CHECKPOINT");
        } catch (SQLException _) {
            // a server that cannot checkpoint is stopped all the same
        }
    }
}
