package io.matriarch.agent.postgres;

import io.matriarch.agent.host.GuardedServer;
import io.matriarch.agent.host.GuardedServer.Arming;
import io.matriarch.agent.host.GuardianLaunch;
import io.matriarch.agent.host.GuardianLaunch.Target;
import io.matriarch.agent.host.GuardianListener;
import io.matriarch.agent.host.GuardianOutcome;
import io.matriarch.agent.host.GuardianProcess;
import io.matriarch.agent.host.GuardianProcess.Opening;
import io.matriarch.agent.host.GuardianProcess.Request;
import io.matriarch.agent.host.LeftoverPostmaster;
import io.matriarch.agent.host.ProcessFacts;
import io.matriarch.agent.host.ProcessSignals;
import io.matriarch.agent.host.ServerExit;
import io.matriarch.agent.host.StateDirectory;
import io.matriarch.agent.journal.FenceRecord;
import io.matriarch.agent.journal.JournalFiles;
import io.matriarch.core.port.Guardian;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// The one server process of this data directory and the guardian that is its parent: found, started, signalled, ended.
///
/// A server that already runs is found again: through its guardian's socket, or, when it has none, by adopting it.
/// The monitor guards `link` alone; threads that wait for the server's end wait on it. It is above the usual size because who
/// the server is, is known in this one place.
public final class Postmaster implements Guardian {
    private static final Duration POLL = Duration.ofMillis(10);

    private final Path program;
    private final Path dataDirectory;
    private final Path socket;
    private final Path output;
    private final GuardianLaunch.Account account;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Link link = new Link.Unknown(new Arming.Unarmed());

    /// What is known of the server process.
    sealed interface Link {
        /// Not known now: nobody looked yet, or the connection to the guardian was lost. `formerly`: what that guardian was armed with.
        record Unknown(Arming formerly) implements Link {}

        /// No process of it lives. `crashed`: it ended and nobody had asked it to.
        record Down(boolean crashed) implements Link {}

        record Up(GuardianProcess guardian, Watch watch) implements Link {}

        /// A single-user server is at work (crash recovery): it takes no connection, so there is nothing to guard, and it ends by itself or with the step
        /// that began it. `crashed`: of the server before it.
        record Recovering(boolean crashed) implements Link {}

        /// Something is there that cannot be understood, and so not touched.
        record Unclear(String reason) implements Link {}
    }

    public Postmaster(PostgresConfig config) {
        var state = new StateDirectory(config.dataDir());
        this.program = config.guardian();
        this.dataDirectory = state.dataDirectory();
        this.socket = state.guardianSocket();
        this.output = state.path().resolve("postgres.log");
        this.account = new GuardianLaunch.Account(JournalFiles.fence(state.journal()), FenceRecord.beginning(config.name()));
    }

    /// The file that the server's and the guardian's output goes to.
    Path output() {
        return output;
    }

    /// Calls `listener` when the server ends, begins to be fenced, or is out of sight. Any thread.
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// The server as it is: looks for one that runs when none is known.
    synchronized Link find() {
        link = switch (link) {
            case Link.Up up -> up;
            case Link.Down down -> leftover(down, new Arming.Unarmed());
            case Link.Recovering(var crashed) -> leftover(new Link.Down(crashed), new Arming.Unarmed());
            case Link.Unknown(var formerly) -> attached(formerly);
            case Link.Unclear _ -> attached(new Arming.Unarmed());
        };
        return link;
    }

    private Link attached(Arming formerly) {
        var watch = new Watch();
        if (Files.exists(socket) && GuardianProcess.attach(socket, watch) instanceof Opening.Opened(var guardian, _)) return new Link.Up(guardian, watch);
        return leftover(new Link.Down(false), formerly);
    }

    /// An adopted server outlives its guardian, which is nobody's parent: the next one gets the same deadlines before anything else is asked of it.
    private Link leftover(Link.Down down, Arming formerly) {
        return switch (LeftoverPostmaster.find(dataDirectory)) {
            case LeftoverPostmaster.None _, LeftoverPostmaster.Stale _ -> down;
            case LeftoverPostmaster.Unreadable(var because) -> new Link.Unclear(because);
            case LeftoverPostmaster.SingleUser _ -> new Link.Recovering(down.crashed());
            case LeftoverPostmaster.Running(var pid, var ticks) -> opened(new Target.Adopt(pid, ticks), formerly);
        };
    }

    private Link opened(Target target, Arming arming) {
        var watch = new Watch();
        return switch (GuardianProcess.launch(new GuardianLaunch(program, socket, target, arming, output, account), watch)) {
            case Opening.Opened(var guardian, _) -> new Link.Up(guardian, watch);
            case Opening.Failed(var reason) -> new Link.Unclear(reason);
        };
    }

    /// Starts a server under a new guardian. It is only starting when this returns.
    synchronized void start(List<String> command, Map<String, String> environment, Arming arming) throws Trouble {
        if (!(find() instanceof Link.Down)) throw new Trouble("a server of " + dataDirectory + " is running already");
        var started = opened(new Target.Start(command, environment), arming);
        link = started instanceof Link.Up(_, var watch) && watch.ended ? new Link.Down(true) : started;
        if (link instanceof Link.Unclear(var reason)) {
            link = new Link.Unknown(new Arming.Unarmed());
            throw new Trouble(reason);
        }
    }

    /// Asks the postmaster to end or to reload. Quiet when there is none.
    void signal(Request request) {
        if (find() instanceof Link.Up(var guardian, var watch)) {
            if (request != Request.HUP) watch.asked = true;
            if (!guardian.signal(request).accepted() && request != Request.HUP) notifyListeners();
        }
    }

    /// Waits until no process of the server is left, at most `patience`. Whether that came true.
    synchronized boolean awaitEnd(Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        while (!(find() instanceof Link.Down)) {
            if (System.nanoTime() >= end) return false;
            wait(POLL.toMillis());
        }
        return true;
    }

    /// Whether any process of it may live.
    public synchronized boolean running() {
        return !(find() instanceof Link.Down);
    }

    /// The postmaster's identity, of use only while it runs.
    synchronized long pid() {
        return link instanceof Link.Up(var guardian, _) ? guardian.server().pid() : 0;
    }

    @Override
    public boolean arm(Permit.Until permit) {
        return switch (find()) {
            case Link.Up(var guardian, _) -> guardian.arm(permit.soft(), permit.hard()).accepted();
            case Link.Down _, Link.Recovering _ -> true;
            case Link.Unknown _, Link.Unclear _ -> false;
        };
    }

    @Override
    public void disarm() {
        if (find() instanceof Link.Up(var guardian, _)) guardian.disarm();
    }

    @Override
    public Permit armed() {
        return find() instanceof Link.Up(var guardian, _) && guardian.server().arming() instanceof Arming.Armed(var soft, var hard)
                ? new Permit.Until(provenBefore(soft), soft, hard) : Permit.NONE;
    }

    /// The guardian does not know when the permit was proven: the earliest instant there is, so that every newer proof is newer.
    private static Moment provenBefore(Moment soft) {
        return new Moment(Math.min(0, soft.nanos()));
    }

    @Override
    public void stopNow() {
        signal(Request.INT);
    }

    @Override
    public void killNow() {
        if (find() instanceof Link.Up(var guardian, var watch)) {
            watch.asked = true;
            var outcome = guardian.kill();
            if (outcome.accepted() || watch.ended) return;
            killHere(guardian.server());
            if (outcome instanceof GuardianOutcome.Unanswered) killFrozen(guardian);
        }
    }

    /// The guardian does not answer: what it would have done, by this process's own hand.
    private static void killHere(GuardedServer server) {
        if (ProcessFacts.read(server.pid()).filter(facts -> facts.startTicks() == server.startTicks()).isEmpty()) return;
        ProcessHandle.of(server.pid()).ifPresent(postmaster -> {
            var children = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        });
    }

    /// A guardian that stands still never says that its server has ended, and holds the socket that the next one needs. Never one that
    /// has only left us: it may serve the agent that came after this one.
    private static void killFrozen(GuardianProcess guardian) {
        var pid = guardian.pid();
        if (ProcessFacts.read(pid).filter(facts -> facts.name().startsWith("matriarch-guard")).isPresent()) ProcessSignals.send(pid, ProcessSignals.Signal.KILL);
    }

    private void notifyListeners() {
        listeners.forEach(Runnable::run);
    }

    private synchronized void ended(Watch watch, Link after) {
        if (link instanceof Link.Up(_, var current) && current == watch) link = after;
        notifyAll();
    }

    private synchronized void lost(Watch watch) {
        if (link instanceof Link.Up(var guardian, var current) && current == watch) link = new Link.Unknown(guardian.server().arming());
        notifyAll();
    }

    /// Hears of one server's end on the thread `guardian-events`.
    final class Watch implements GuardianListener {
        private volatile boolean asked;
        private volatile boolean ended;

        /// Whether somebody is ending the server on purpose.
        boolean asked() {
            return asked;
        }

        @Override
        public void running(GuardedServer server) {}

        @Override
        public void fencing(Fence fence) {
            asked = true;
            notifyListeners();
        }

        @Override
        public void stuck(int processes) {
            notifyListeners();
        }

        @Override
        public void exited(ServerExit exit) {
            ended = true;
            Postmaster.this.ended(this, new Link.Down(!asked));
            notifyListeners();
        }

        @Override
        public void lost(String reason) {
            Postmaster.this.lost(this);
            notifyListeners();
        }
    }
}
