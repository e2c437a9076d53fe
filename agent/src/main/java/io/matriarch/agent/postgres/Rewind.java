package io.matriarch.agent.postgres;

import io.matriarch.agent.postgres.DataDirectory.Work;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// pg_rewind: takes back what this server wrote and the leader does not have.
///
/// A directory in which pg_rewind died half-way is garbage that may look whole, so it is marked before the first byte changes and
/// the marker goes only after success (safety.md I7; CloudNativePG#1836).
final class Rewind {
    private static final Logger LOG = LoggerFactory.getLogger(Rewind.class);
    private static final Pattern PERCENT = Pattern.compile("\\((\\d+)%\\)");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    /// A leader with much memory to write takes minutes; copying all of it would take longer.
    private static final Duration CHECKPOINT = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final String PROMOTED = """
            SELECT pg_is_in_recovery(), NOT pg_is_in_recovery() AND CASE WHEN NOT pg_is_in_recovery() THEN
                ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END = (SELECT timeline_id FROM pg_control_checkpoint())""";
    private final LocalServer server;
    private final ConfigFiles files;
    private final ServerStop stop;

    Rewind(LocalServer server, ConfigFiles files, ServerStop stop) {
        this.server = server;
        this.files = files;
        this.stop = stop;
    }

    void rewindTo(Member leader, ClusterConfig cluster) throws Trouble, IOException, InterruptedException {
        var marker = server.directory().marker();
        if (!marker.isEmpty()) throw new Trouble("the data directory is half done (" + marker + "): it can only be cloned again");
        if (!leader.endpoint().known()) throw new Trouble("the leader " + leader.name() + " says no conn_url to rewind from");
        awaitPromoted(leader);
        var settings = server.adopt(cluster);
        files.write(settings, files.unchanged(settings));
        if (server.postmaster().running()) stop.stop(StopMode.FAST);
        keepLostWal(leader);
        server.directory().mark(Work.REWIND);
        recover();
        rewind(leader);
        dropSlots();
        server.directory().setStandby(true);
        server.directory().unmark();
    }

    /// Before crash recovery, whose checkpoint removes old WAL. Without it nothing is touched: the decisions then clone anew, and the old directory
    /// is set aside with all its WAL.
    private void keepLostWal(Member leader) throws Trouble {
        switch (new LostWal(server).keep(leader, Work.REWIND)) {
            case LostWal.Kept.Nothing _, LostWal.Kept.Saved _ -> {}
            case LostWal.Kept.Not(var reason) when server.config().rebuilding().waived() ->
                    LOG.warn("what only this node had could not be saved, and is thrown away (matriarch.rewind_unsaved): {}", reason);
            case LostWal.Kept.Not(var reason) -> throw new Trouble("not rewound, for what only this node had could not be saved (matriarch.rewind_unsaved: true waives that): " + reason);
        }
    }

    /// Until it is out of recovery and has written a checkpoint, the leader's control file still names the old timeline, and pg_rewind
    /// would find nothing to do. The leader's agent asks for that checkpoint right after the promotion.
    private void awaitPromoted(Member leader) throws Trouble, InterruptedException {
        server.progress().set("waiting for the checkpoint of " + leader.name());
        try (var connection = Connections.remote(leader.endpoint(), server.config().rewinder(), "postgres", PATIENCE); var query = connection.prepareStatement(PROMOTED)) {
            for (var waited = Duration.ZERO; waited.compareTo(CHECKPOINT) < 0; waited = waited.plus(POLL)) {
                try (var row = query.executeQuery()) {
                    if (row.next() && row.getBoolean(2)) return;
                    if (row.getBoolean(1) && waited.compareTo(RECOVERY) >= 0) throw new Trouble("the leader " + leader.name() + " is still recovering");
                }
                if (server.programs().cancelled()) throw new Trouble("cancelled");
                Thread.sleep(POLL);
            }
        } catch (SQLException trouble) {
            throw new Trouble("the leader " + leader.name() + " did not let us in", trouble);
        }
        throw new Trouble("the leader " + leader.name() + " has not written a checkpoint since its promotion");
    }

    /// pg_rewind wants a target that was shut down cleanly. Single-user mode replays the WAL that is here; it takes no connections.
    private void recover() throws Trouble, IOException {
        var control = new StoppedLook(server.directory(), server.programs()).control();
        if (control.cleanly()) return;
        server.progress().set("crash recovery before rewind");
        server.directory().setStandby(false); // single-user mode refuses a standby
        // As it was when the pages changed: recovery would write down what is configured now, and pg_rewind take it for what held then.
        new CrashRecovery(server, files).run(ControlledParameters.held(ControlledParameters.wanted(server.settings().controlled()), control.settings()),
                List.of("-c", "wal_log_hints=" + (control.hintsLogged() ? "on" : "off"), "-c", "archive_mode=off"), server.config().rebuilding().patience());
    }

    private void rewind(Member leader) throws Trouble {
        server.progress().set("rewind to " + leader.name());
        var config = server.config();
        var command = new ArrayList<>(List.of(server.programs().path("pg_rewind"), target(server.directory()), "--progress", "--no-ensure-shutdown",
                "--source-server=" + Conninfo.to(leader.endpoint(), server.settings().forLibpq(config.rewinder()), "postgres", config.pgpass(), config.name().value())));
        Options.of(server.settings().section().fields().get("rewind")).forEach(option -> {
            if (Options.mayRewind(option)) command.add("--" + option);
            else LOG.warn("postgresql.rewind: {} is no option that may be given to pg_rewind here: it is left out", option.split("=", 2)[0]);
        });
        var result = server.programs().supervised(command,
                config.rebuilding().patience(), line -> heard(line, leader), () -> true);
        if (!result.succeeded()) throw new Trouble("pg_rewind failed: " + result.last());
    }

    /// The argument by which a pg_rewind of this directory is known.
    static String target(DataDirectory directory) {
        return "--target-pgdata=" + directory.path();
    }

    private void heard(String line, Member leader) {
        var percent = PERCENT.matcher(line);
        if (percent.find()) server.progress().set("rewind to " + leader.name() + " " + percent.group(1) + " %");
    }

    /// Slots of the time as a primary would keep WAL from positions that are gone.
    private void dropSlots() throws IOException {
        var slots = server.directory().file("pg_replslot");
        if (!Files.isDirectory(slots)) return;
        try (var all = Files.walk(slots)) {
            for (var file : all.sorted(Comparator.reverseOrder()).filter(file -> !file.equals(slots)).toList()) Files.delete(file);
        }
    }
}
