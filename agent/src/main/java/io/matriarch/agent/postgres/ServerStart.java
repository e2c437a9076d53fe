package io.matriarch.agent.postgres;

import io.matriarch.agent.host.GuardedServer.Arming;
import io.matriarch.agent.host.LeftoverPostmaster;
import io.matriarch.agent.host.ProcessFacts;
import io.matriarch.agent.postgres.ConfigText.Recovery;
import io.matriarch.agent.postgres.LocalServer.Status;
import io.matriarch.core.port.Step.Upstream;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Permit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starting the server in one of its roles, and waiting until it takes connections.
final class ServerStart {
    private static final long POLL_MILLISECONDS = 5;
    /// Crash recovery takes as long as it takes; who is tired of it cancels.
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final Duration REAPED = Duration.ofSeconds(2);
    private static final long LARGEST_LOG = 16 << 20;
    private final LocalServer server;
    private final ConfigFiles files;
    private final StoppedLook look;

    ServerStart(LocalServer server, ConfigFiles files) {
        this.server = server;
        this.files = files;
        this.look = new StoppedLook(server.directory(), server.programs());
    }

    void standby(Upstream upstream, ClusterConfig cluster) throws Trouble, IOException, InterruptedException {
        startable();
        var settings = server.adopt(cluster);
        if (upstream instanceof Upstream.Of(_, var endpoint)) OwnSlot.ensure(server.config(), settings, endpoint);
        files.write(settings, files.standby(settings, upstream));
        var control = look.control();
        var histories = new HistoryFiles(server.directory());
        if (!server.directory().standby() && control.inRecovery()) histories.forgetUnfinished(control.timeline());
        server.directory().setStandby(true);
        histories.tidy(control.timeline());
        var values = ControlledParameters.held(ControlledParameters.wanted(settings.controlled()), control.settings());
        start(command(ControlledParameters.commandLine(server.config(), values)), new Arming.Unarmed(), server.config().startPatience());
        files.worked();
    }

    void primary(Permit permit, ClusterConfig cluster) throws Trouble, IOException, InterruptedException {
        var arming = switch (permit) {
            case Permit.None() -> throw new Trouble("no permit: another node may be primary");
            case Permit.Until(_, var soft, var hard) -> new Arming.Armed(soft, hard);
            case Permit.HandsOff _ -> new Arming.Unarmed();
        };
        startable();
        if (look.control().view(server.directory().standby()).standby()) throw new Trouble("this is a standby: it becomes a primary by its promotion alone, or there would be two of one timeline");
        var settings = server.adopt(cluster);
        files.write(settings, Recovery.NONE);
        server.directory().setStandby(false);
        start(command(ControlledParameters.commandLine(server.config(), ControlledParameters.wanted(settings.controlled()))), arming, FOR_EVER);
        files.worked();
    }

    /// Reached by nobody but this user: no TCP, and a socket in the agent's own directory. Recovery needs `least` of what is held.
    void onPrivateSocket(Map<String, String> overrides, Map<String, Integer> least) throws Trouble, IOException, InterruptedException {
        var options = ControlledParameters.commandLine(server.config(), ControlledParameters.held(ControlledParameters.wanted(server.settings().controlled()), least));
        options.putAll(overrides);
        start(command(options), new Arming.Unarmed(), FOR_EVER);
    }

    private void startable() throws Trouble, IOException {
        var marker = server.directory().marker();
        if (!marker.isEmpty()) throw new Trouble("the data directory is half done (" + marker + " did not finish) and must not be started");
        if (server.directory().version().isEmpty()) throw new Trouble(server.directory().path() + " is not a PostgreSQL data directory");
    }

    private List<String> command(Map<String, String> options) {
        var command = new ArrayList<>(List.of(server.programs().path("postgres"), "-D", server.directory().path().toString(), "--config-file=" + files.main()));
        options.forEach((name, value) -> command.add("--" + name + "=" + value));
        return command;
    }

    /// A standby that lacks WAL to be consistent may wait for an upstream for ever: after `patience` it is left to start by itself.
    private void start(List<String> command, Arming arming, Duration patience) throws Trouble, IOException, InterruptedException {
        rotate();
        awaitReaped();
        var before = Files.exists(log()) ? Files.size(log()) : 0;
        server.postmaster().start(command, server.programs().environment(), arming);
        var end = System.nanoTime() + patience.toNanos();
        while (server.status() != Status.READY && System.nanoTime() < end) {
            if (server.programs().cancelled()) throw new Trouble("cancelled while it was starting");
            if (!server.postmaster().running()) throw new Trouble("the server ended while it was starting: " + complaint(before));
            Thread.sleep(POLL_MILLISECONDS);
        }
        if (!server.postmaster().running()) throw new Trouble("the server ended as soon as it was up: " + complaint(before));
    }

    /// PostgreSQL takes a dead postmaster that nobody has reaped yet for a living one, and would refuse to start.
    private void awaitReaped() throws InterruptedException {
        var end = System.nanoTime() + REAPED.toNanos();
        while (LeftoverPostmaster.find(server.directory().path()) instanceof LeftoverPostmaster.Stale(var pid, _)
                && ProcessFacts.read(pid).filter(facts -> !facts.alive()).isPresent() && System.nanoTime() < end) Thread.sleep(POLL_MILLISECONDS);
    }

    private java.nio.file.Path log() {
        return server.postmaster().output();
    }

    private void rotate() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LARGEST_LOG)
            Files.move(log(), log().resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }

    /// The last two things that it said about why: the general one follows the particular one.
    private String complaint(long from) throws IOException {
        try (var log = Files.newByteChannel(log())) {
            log.position(Math.max(from, log.size() - 8192));
            var bytes = java.nio.ByteBuffer.allocate(8192);
            while (log.read(bytes) > 0) {} // to its end
            var lines = new String(bytes.array(), 0, bytes.position(), java.nio.charset.StandardCharsets.UTF_8).lines().toList();
            var told = lines.stream().filter(line -> line.matches(".*(FATAL|PANIC|cannot|could not|invalid|unrecognized).*")).toList();
            return String.join("; ", told.subList(Math.max(0, told.size() - 2), told.size())) + " (see " + log() + ")";
        }
    }
}
