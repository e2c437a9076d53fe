package io.matriarch.agent.postgres;

import io.matriarch.agent.postgres.ConfigText.Recovery;
import io.matriarch.core.view.ClusterConfig;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// A new cluster that the operator's own script makes (`bootstrap.method`): from a backup, recovered up to a point in time when its `recovery_conf` says so.
///
/// The script works in the data directory itself, which is empty then: it may have been told the place in its own configuration only. The marker
/// keeps what it leaves half done from being started; the next attempt puts that aside.
final class CustomBootstrap {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_MILLISECONDS = 100;
    private final LocalServer server;
    private final ConfigFiles files;

    CustomBootstrap(LocalServer server, ConfigFiles files) {
        this.server = server;
        this.files = files;
    }

    /// A wrong target is found before the script has worked for hours, and never left out: the recovery would go on to the end of the archive.
    void restore(OwnMethod method, ClusterConfig cluster) throws Trouble, IOException, InterruptedException {
        var directory = server.directory();
        var recovery = recovery(method);
        if (recovery instanceof Recovery.ToTarget(var settings)) server.require(settings);
        var told = new LinkedHashMap<String, String>();
        told.put("scope", server.config().scope());
        told.put("datadir", directory.path().toString());
        server.programs().endWork();
        server.programs().endLeftOvers("--datadir=" + directory.path());
        directory.clear("");
        server.progress().set("bootstrap by " + method.name());
        OwnMethod.run("bootstrap." + method.name(), method.bootstrap(told), server.programs());
        if (directory.version().isEmpty()) throw new Trouble("bootstrap.%s succeeded, but %s is not a PostgreSQL data directory".formatted(method.name(), directory.path()));
        directory.closeToOthers();
        if (!(recovery instanceof Recovery.Existing)) directory.setStandby(false);
        if (recovery instanceof Recovery.ToTarget) directory.recoverToTarget();
        var settings = server.adopt(cluster);
        Bootstrap.allow(server, server.config().bootstrap().pgHba());
        files.write(settings, recovery);
    }

    private static Recovery recovery(OwnMethod method) throws Trouble {
        if (method.keepsRecovery()) return Recovery.EXISTING;
        for (var said : method.recovery().fields().entrySet())
            if (said.getValue() instanceof Map) throw new Trouble("bootstrap.%s.recovery_conf.%s must be a single value".formatted(method.name(), said.getKey()));
        var settings = ServerSettings.texts(method.recovery());
        if (settings.isEmpty()) return Recovery.NONE;
        settings.putIfAbsent("recovery_target_action", "promote");
        settings.remove("standby_mode");
        return new Recovery.ToTarget(settings);
    }

    /// What the server that wrote the backup had, at least: with less it would refuse to recover.
    Map<String, Integer> leastSettings() throws Trouble, IOException {
        return new StoppedLook(server.directory(), server.programs()).control().settings();
    }

    /// However long that takes: it ends with the recovery, with the server, or when the step is cancelled.
    void awaitEndOfRecovery(LocalAddress.Socket socket, String superuser) throws Trouble, InterruptedException {
        server.progress().set("waiting for end of recovery after bootstrap");
        while (recovering(socket, new Credentials(superuser, Password.NONE, Map.of()))) {
            if (server.programs().cancelled()) throw new Trouble("cancelled during recovery");
            if (!server.postmaster().running()) throw new Trouble("the server ended during recovery (see " + server.postmaster().output() + ")");
            Thread.sleep(LOOK_MILLISECONDS);
        }
    }

    /// A slow answer says nothing: a restore that took hours is thrown away only when the server itself refuses us.
    private static boolean recovering(LocalAddress.Socket socket, Credentials superuser) throws Trouble {
        try (var connection = Connections.local(socket, superuser, "postgres", PATIENCE); var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException trouble) {
            if (Connections.refused(trouble)) throw new Trouble("nobody can connect as " + superuser.username() + " to ask whether the recovery is over", trouble);
            return true;
        }
    }
}
