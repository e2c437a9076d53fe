package io.matriarch.agent.postgres;

import io.matriarch.agent.postgres.LocalServer.Status;
import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.view.DiskView.SlotUse;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.PostgresState.Silent;
import io.matriarch.core.view.PostgresState.Starting;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Looks at the local server on the thread `postgres-observer`, and answers within the bound even when that thread hangs.
///
/// Looks asked for while one is under way share the next one. What the last answered look saw is what a silent server is taken for.
final class Observer {
    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(1);
    private final LocalServer server;
    private final StoppedLook files;
    private final LocalSession session;
    private final StandbyTimeline timelines;
    private final Quiet quiet;
    private final Clock clock;
    private final Scheduler scheduler;
    private final Executor thread;
    private final ConcurrentLinkedQueue<Ask> asks = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Seen> seen;
    private Moment probed;
    private boolean deaf;
    private Running last = new Running(false, new SystemId(""), Timeline.UNKNOWN, WalPosition.ZERO, PostgresState.Replication.NONE,
            new PostgresState.ServerFacts(0, "", "", false, List.of(), Endpoint.NOWHERE, List.of(), true, PostgresState.CommitWait.NOBODY));

    /// `since`: when the present state began to be seen. `ready`: whether this server process ever took a connection.
    private record Seen(boolean primary, boolean ready, Moment since, boolean silent) {}

    private record Ask(Duration within, Consumer<PostgresState> reply, AtomicBoolean answered) {
        void answer(PostgresState state) {
            if (answered.compareAndSet(false, true)) reply.accept(state);
        }
    }

    Observer(LocalServer server, ReceiverWatch receiver, Clock clock, Scheduler scheduler, Executor thread) {
        this.server = server;
        this.files = new StoppedLook(server.directory(), new Programs(server.config()));
        this.session = new LocalSession(server, receiver, clock);
        this.timelines = new StandbyTimeline(server);
        this.quiet = new Quiet(server);
        this.clock = clock;
        this.scheduler = scheduler;
        this.thread = thread;
        this.probed = clock.now();
        this.seen = new AtomicReference<>(new Seen(false, false, clock.now(), false));
    }

    /// What the last look that was answered said of the slots. Any thread.
    List<SlotUse> slots() {
        return session.slots();
    }

    void observe(Duration within, Consumer<PostgresState> reply) {
        var ask = new Ask(within, reply, new AtomicBoolean());
        var late = scheduler.after(within, () -> ask.answer(silent("no answer within " + within.toMillis() + " ms")));
        asks.add(new Ask(within, state -> scheduler.execute(() -> {
            late.cancel();
            ask.answer(state);
        }), new AtomicBoolean()));
        thread.execute(this::answerAll);
    }

    private void answerAll() {
        var waiting = new java.util.ArrayList<Ask>();
        for (var ask = asks.poll(); ask != null; ask = asks.poll()) waiting.add(ask);
        if (waiting.isEmpty()) return;
        var state = look(waiting.getFirst().within());
        waiting.forEach(ask -> ask.answer(state));
    }

    private PostgresState look(Duration within) {
        try {
            var marker = server.directory().marker();
            if (!marker.isEmpty()) return halfDone(marker);
        } catch (IOException trouble) {
            return new PostgresState.Unusable(trouble.toString());
        }
        return switch (server.postmaster().find()) {
            case Postmaster.Link.Up up -> running(up, within);
            case Postmaster.Link.Down(var crashed) -> stopped(crashed);
            case Postmaster.Link.Recovering(var crashed) when server.busy() -> stopped(crashed);
            case Postmaster.Link.Recovering _ -> new PostgresState.Unusable("a single-user server that this agent has not begun is at work in " + server.directory().path());
            case Postmaster.Link.Unclear(var reason) -> new PostgresState.Unusable(reason);
            case Postmaster.Link.Unknown _ -> silent("the guardian's connection was lost");
        };
    }

    /// A server of an unfinished directory that nobody works on is a left-over of an agent that died: nothing may come of it.
    private PostgresState halfDone(String marker) {
        // In this order: a step is at work from before its server starts until after it ended.
        if (server.postmaster().find() instanceof Postmaster.Link.Up && !server.busy()) server.postmaster().killNow();
        return new PostgresState.HalfDone(marker);
    }

    private PostgresState stopped(boolean crashed) {
        session.close();
        deaf = false;
        seen.set(new Seen(false, false, clock.now(), false));
        return files.look(crashed);
    }

    private PostgresState running(Postmaster.Link.Up up, Duration within) {
        var standby = server.directory().standby();
        var before = seen.updateAndGet(s -> s.ready() ? s : new Seen(!standby, false, s.since(), s.silent()));
        if (!before.ready() && server.status() == Status.STARTING) return starting(standby, before);
        try {
            last = grown(quiet.complete(timelines.complete(session.look(within), within), within));
            if (deaf(within)) return silent("it takes no new connections", last.primary());
            seen.set(new Seen(last.primary(), true, clock.now(), false));
            return last;
        } catch (SQLException trouble) {
            return server.postmaster().find() instanceof Postmaster.Link.Down(var crashed) ? stopped(crashed) : unanswered(up, standby, trouble);
        }
    }

    /// Replay writes the settings of who wrote the WAL into the control file, and pauses when its own are smaller.
    private Running grown(Running look) {
        if (look.primary() || !look.facts().replayPaused()) return look;
        try {
            var outgrown = ControlledParameters.outgrown(session.controlled(), files.control().settings());
            return outgrown ? new Running(false, look.systemId(), look.timeline(), look.end(), look.replication(), look.facts().whichIsOutgrown()) : look;
        } catch (IOException | Trouble unreadable) {
            return look;
        }
    }

    /// Whether new connections go unanswered. Once they do, every look asks again: only an answer makes the server heard again.
    private boolean deaf(Duration within) {
        var now = clock.now();
        if (!deaf && now.isBefore(probed.plus(BETWEEN_PROBES))) return false;
        probed = now;
        deaf = server.ways().stream().noneMatch(way -> Probe.answers(way, within.dividedBy(2)));
        return deaf;
    }

    /// What an error says about the server. A full one (53300) is alive, and what it was a moment ago.
    private PostgresState unanswered(Postmaster.Link.Up up, boolean standby, SQLException trouble) {
        var before = seen.get();
        var state = trouble.getSQLState() == null ? "" : trouble.getSQLState();
        if (up.watch().asked()) return silent("it is shutting down");
        if (state.equals("53300") && before.ready()) return last;
        // One that was full already when this agent came is alive, too, and must not be killed for silence.
        if (state.equals("53300") || state.equals("57P03") || !before.ready() && state.startsWith("08")) return starting(standby, before);
        return silent(trouble.getMessage().lines().findFirst().orElse(""));
    }

    private Starting starting(boolean standby, Seen before) {
        return new Starting(standby, before.since(), files.starting());
    }

    private Silent silent(String reason) {
        return silent(reason, seen.get().primary());
    }

    /// Silence lasts from the first look that met it.
    private Silent silent(String reason, boolean primary) {
        var now = seen.updateAndGet(before -> new Seen(primary, before.ready(), before.silent() ? before.since() : clock.now(), true));
        return new Silent(primary, now.since(), reason);
    }
}
