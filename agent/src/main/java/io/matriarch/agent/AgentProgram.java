package io.matriarch.agent;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.ConfigReload;
import io.matriarch.agent.config.ConfigSource;
import io.matriarch.agent.host.BootClock;
import io.matriarch.agent.host.DirectoryLock;
import io.matriarch.agent.host.DurablePromises;
import io.matriarch.agent.host.HighWaterFile;
import io.matriarch.agent.host.LeaseFile;
import io.matriarch.agent.host.PromiseFile;
import io.matriarch.agent.host.ServiceNotifier;
import io.matriarch.agent.host.Signals;
import io.matriarch.agent.host.StateDirectory;
import io.matriarch.agent.host.Watchdog;
import io.matriarch.agent.host.WatchdogMark;
import io.matriarch.agent.journal.DecisionJournal;
import io.matriarch.agent.journal.JournalFiles;
import io.matriarch.agent.log.Logging;
import io.matriarch.agent.postgres.DynamicCopy;
import io.matriarch.agent.postgres.LocalPostgresServer;
import io.matriarch.agent.postgres.Postmaster;
import io.matriarch.core.runtime.Agent;
import io.matriarch.core.runtime.Leash;
import io.matriarch.core.runtime.Ports;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.dcs.EtcdDcs;
import io.matriarch.rest.EventLoop;
import io.matriarch.rest.Phases;
import io.matriarch.rest.RestPorts;
import io.matriarch.rest.StartOutcome;
import io.matriarch.rest.Timings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent as a process: adapters from the configuration, threads for the loop and the leash, signals, until a decision ends it.
final class AgentProgram {
    private static final Logger LOG = LoggerFactory.getLogger(AgentProgram.class);

    private final AgentConfig config;
    private final ConfigSource source;
    private final AtomicReference<AgentConfig> current;
    private final ServiceNotifier service;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private AgentProgram(AgentConfig config, ConfigSource source) {
        this.config = config;
        this.source = source;
        this.current = new AtomicReference<>(config);
        this.service = ServiceNotifier.of(source.environment());
    }

    /// Runs until the agent is told to stop; the result is the process's exit code.
    static int run(AgentConfig config, ConfigSource source) {
        try {
            var state = new StateDirectory(config.postgres().dataDirectory()).create();
            return switch (DirectoryLock.acquire(state.lockFile())) {
                case DirectoryLock.Attempt.Locked(var lock) -> new AgentProgram(config, source).guarded(lock);
                case DirectoryLock.Attempt.InUse(var file, var owner) -> refused(
                        "postgresql.data_dir: %s is looked after by another agent already (pid %s holds %s); stop that one first"
                                .formatted(config.postgres().dataDirectory(), owner, file));
                case DirectoryLock.Attempt.Failed(var reason) -> refused("the agent's lock cannot be taken: " + reason);
            };
        } catch (IOException trouble) {
            return refused("the agent's own directory beside postgresql.data_dir cannot be used: " + trouble.getMessage());
        }
    }

    private static int refused(String reason) {
        LOG.error("not started: {}", reason);
        return 1;
    }

    private int guarded(DirectoryLock lock) throws IOException {
        try (lock; var loop = new LoopThread("loop"); var leashThread = new LoopThread("leash"); var mark = new WatchdogMark(state().watchdogMark())) {
            return serve(loop, leashThread, mark);
        }
    }

    private int serve(LoopThread loop, LoopThread leashThread, WatchdogMark mark) {
        var clock = BootClock.open();
        var postgres = AdapterConfigs.postgres(config, guardian(), source.environment());
        var postmaster = new Postmaster(postgres);
        try (var journal = new DecisionJournal(files()); var http = new EventLoop(); var server = new LocalPostgresServer(postgres, postmaster, clock, loop); var dcs = new EtcdDcs(AdapterConfigs.etcd(config), loop);
                var promises = new DurablePromises(new PromiseFile(state()), loop); var marks = new HighWaterFile(state()); var leases = new LeaseFile(state())) {
            var name = new SameName(config, UUID.randomUUID().toString());
            var known = name.inUse(dcs);
            if (known instanceof SameName.Verdict.Taken(var reason)) return refused(reason);
            var watchdog = new Watchdog(AdapterConfigs.watchdog(config), clock, mark);
            watchdog.start(!postmaster.running());
            var timings = new Timings();
            var store = new NameFirst(new MeasuredDcs(dcs, clock, timings), clock, loop, name::inUse, known);
            var peers = http.peers(loop, AdapterConfigs.identity(config), AdapterConfigs.accessToPeers(config));
            var agent = new Agent(config.node(), lastKnown(), new Ports(clock, loop, store, server, peers, journal, promises, new RequiredWatchdog(watchdog), marks, leases, server.callbacks()), new Leash(clock, leashed(postmaster, watchdog, clock, journal), leashThread), exit::complete);
            Runnable reload = () -> reload(agent, server);
            agent.operator().onTick(new Phases(agent.operator()::snapshot, timings));
            var rest = http.server(AdapterConfigs.rest(config).with(SameName.HEADER, name.process()), new RestPorts(agent.operator(), store, peers, clock, journal, timings, reload));
            if (rest.start() instanceof StartOutcome.Refused(var reason)) return refused(reason);
            Signals.on("TERM", () -> leave(agent));
            Signals.on("INT", () -> leave(agent));
            Signals.on("HUP", () -> {
                reload.run();
                rest.reload();
            });
            LOG.info("agent {} of cluster {} starts", config.node().name(), config.node().scope());
            new ServiceProgress(service, () -> agent.operator().snapshot().decision().rule(), agent.operator(), loop).begin();
            agent.start();
            var code = exit.join();
            rest.stop();
            if (!postmaster.running()) watchdog.disarm();
            return code;
        }
    }

    /// What this node had when it last ran, else what a new cluster would begin with. A pause is not taken over: it holds while etcd says so, and one that has
    /// ended meanwhile would leave a former primary alone.
    private ClusterConfig lastKnown() {
        var copy = new LinkedHashMap<>(new DynamicCopy(config.postgres().dataDirectory()).read().fields());
        copy.remove("pause");
        return new ClusterConfig(copy.isEmpty() ? config.node().bootstrap() : new Document(copy));
    }

    private JournaledGuardian leashed(Postmaster postmaster, Watchdog watchdog, BootClock clock, DecisionJournal journal) {
        return new JournaledGuardian(new WatchedGuardian(postmaster, watchdog), clock, config.node().name(), journal::fenced);
    }

    private StateDirectory state() {
        return new StateDirectory(config.postgres().dataDirectory());
    }

    private JournalFiles files() {
        return new JournalFiles(state().journal(), config.own().journalSize(), config.own().journalFiles());
    }

    /// Beside the jars when installed, where the build put it in the source tree.
    private static Path guardian() {
        var home = Path.of(System.getProperty("matriarch.home", ".")).toAbsolutePath();
        var installed = home.resolve("lib/matriarch-guardian");
        return Files.isExecutable(installed) ? installed : home.resolve("agent/target/matriarch-guardian");
    }

    private void leave(Agent agent) {
        service.stopping();
        LOG.info("asked to end: the server is stopped first and the leader lock handed over, unless the cluster is paused");
        agent.operator().request(new LocalRequest.Shutdown(), _ -> {});
    }

    private void reload(Agent agent, LocalPostgresServer server) {
        service.reloading();
        try {
            reread(agent, server);
        } finally {
            service.ready();
        }
    }

    private void reread(Agent agent, LocalPostgresServer server) {
        var reload = ConfigReload.of(current.get(), source);
        reload.warnings().forEach(w -> LOG.warn("{}", w));
        if (reload.rejected()) {
            reload.problems().forEach(p -> LOG.error("reload: {}; everything stays as it is", p));
            return;
        }
        current.set(reload.config());
        Logging.start(reload.config().log());
        server.reconfigure(AdapterConfigs.postgres(reload.config(), guardian(), source.environment()));
        agent.reload(reload.config().node());
        LOG.info("reloaded: changed {}; waiting for a restart of the agent: {}", reload.applied(), reload.waiting());
    }
}
