package io.matriarch.agent.postgres;

import io.matriarch.agent.postgres.DataDirectory.Work;
import io.matriarch.agent.postgres.LostWal.Kept;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.ReplicaMethods;
import io.matriarch.core.view.StandbyCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A copy of the cluster for a standby, by the ways of `create_replica_methods`, one after another until one succeeds.
///
/// What a way makes is made in a side directory and takes the data directory's place when it is whole, so a failed way costs nothing that was there. Two
/// kinds of scripts work in the data directory itself: one that keeps the data (`keep_data`), and one that is told no place (`no_params`). There the marker
/// keeps from being started what they leave half done; and the data is not handed to a script that keeps it, before what only this node has is saved.
///
/// Longer than most: a copy with a source and one without differ in a word or two of each way.
final class Copying {
    private static final Logger LOG = LoggerFactory.getLogger(Copying.class);
    private final LocalServer server;
    private final ServerStop stop;
    private final BaseBackup backup;

    Copying(LocalServer server, ServerStop stop) {
        this.server = server;
        this.stop = stop;
        this.backup = new BaseBackup(server);
    }

    /// What is copied.
    private sealed interface Original {
        /// What a server has.
        record Of(Member source) implements Original {
            @Override
            public String toString() {
                return source.name().value();
            }
        }

        /// What a backup has, wherever that is.
        record Backup() implements Original {
            @Override
            public String toString() {
                return "a backup";
            }
        }
    }

    void cloneFrom(Step.CloneFrom clone) throws Trouble, IOException, InterruptedException {
        var source = clone.source();
        if (!source.endpoint().known()) throw new Trouble("member " + source.name() + " says no conn_url to clone from");
        var settings = server.adopt(clone.config());
        PgPass.write(server.config());
        copyBy(switch (clone.ways()) {
            case CONFIGURED -> methods(clone.config(), settings);
            case BASE_BACKUP -> List.of(ReplicaMethods.BASE_BACKUP);
        }, new Original.Of(source), settings);
    }

    /// By the methods that need no leader. What only this node has could not be saved, for nobody says what others have: so it is done where there is nothing to save.
    void restore(ClusterConfig cluster) throws Trouble, IOException, InterruptedException {
        if (!server.directory().empty() && server.directory().marker().isEmpty()) throw new Trouble(server.directory().path() + " is not empty: a backup is not put in its place");
        var settings = server.adopt(cluster);
        var methods = ReplicaMethods.withoutLeader(methods(cluster, settings), settings.section());
        if (methods.isEmpty()) throw new Trouble("no method of create_replica_methods has no_leader");
        copyBy(methods, new Original.Backup(), settings);
    }

    /// In a standby cluster its section has the word, as in Patroni: the ways to copy this cluster's own data are not those to copy the other's.
    private static List<String> methods(ClusterConfig cluster, ServerSettings settings) {
        return ReplicaMethods.named(cluster.standbyCluster() instanceof StandbyCluster.Following ? cluster.document().section("standby_cluster") : settings.section());
    }

    private void copyBy(List<String> methods, Original original, ServerSettings settings) throws Trouble, IOException, InterruptedException {
        endLeftOvers();
        var failures = new ArrayList<String>();
        for (var method : methods) {
            try {
                copyBy(method, original, settings);
                return;
            } catch (Spare.None full) {
                throw full;
            } catch (Trouble trouble) {
                if (server.programs().cancelled()) throw trouble;
                LOG.warn("a copy of {} could not be made by {}: {}", original, method, trouble.getMessage());
                failures.add(trouble.getMessage());
            }
        }
        throw new Trouble(String.join("; ", failures));
    }

    private void endLeftOvers() throws Trouble {
        server.programs().endWork();
        var directory = server.directory();
        var side = directory.sidePlace(Work.CLONE);
        for (var argument : List.of(Rewind.target(directory), "--pgdata=" + side, "--datadir=" + side, "--datadir=" + directory.path())) server.programs().endLeftOvers(argument);
    }

    private void copyBy(String method, Original original, ServerSettings settings) throws Trouble, IOException, InterruptedException {
        var own = new OwnMethod(method, settings.section().section(method));
        if (!method.equals(ReplicaMethods.BASE_BACKUP)) own.words(); // one that cannot be read is found before anything is touched
        if (method.equals(ReplicaMethods.BASE_BACKUP) && original instanceof Original.Of(var source)) takeIn(backup.copy(source, settings), original);
        else if (own.keepsData() || own.silent()) inPlace(own, original);
        else takeIn(beside(own, original), original);
    }

    private Path beside(OwnMethod method, Original original) throws Trouble, IOException, InterruptedException {
        var side = server.directory().side(Work.CLONE);
        // One that was written for Patroni may know the data directory from its own configuration, and begin there. What it leaves there must never start.
        var nothing = server.directory().empty() && server.directory().marker().isEmpty();
        if (nothing) server.directory().mark(Work.CLONE);
        try {
            run(method, original, side);
        } finally {
            if (nothing && server.directory().empty()) server.directory().unmark();
        }
        if (!Files.isRegularFile(side.resolve("PG_VERSION"))) throw new Trouble("%s succeeded, but %s is not a PostgreSQL data directory".formatted(method.name(), side));
        return side;
    }

    private void takeIn(Path side, Original original) throws Trouble, IOException, InterruptedException {
        SafeFiles.replace(side.resolve("standby.signal"), "");
        SafeFiles.delete(side.resolve("recovery.signal"));
        if (server.postmaster().running()) stop.stop(StopMode.IMMEDIATE);
        server.directory().swapIn(side, switch (kept(original)) {
            case Kept.Nothing _, Kept.Saved _ -> "";
            case Kept.Not(var reason) -> pinned(reason);
        });
        server.directory().closeToOthers();
        server.directory().unmark();
    }

    private Kept kept(Original original) {
        return switch (original) {
            case Original.Of(var source) -> new LostWal(server).keep(source, Work.CLONE);
            case Original.Backup _ -> Kept.NOTHING;
        };
    }

    /// The old directory itself is then the only place that has what only this node had.
    private static String pinned(String reason) {
        LOG.warn("the old data directory is set aside and never removed by the agent, for what only this node had could not be saved: {}", reason);
        return "Never removed by the agent: " + reason;
    }

    private void inPlace(OwnMethod method, Original original) throws Trouble, IOException, InterruptedException {
        var directory = server.directory();
        if (server.postmaster().running()) stop.stop(StopMode.IMMEDIATE);
        switch (kept(original)) {
            case Kept.Not(var reason) when method.keepsData() -> throw new Trouble(method.name() + " keeps the data, and what only this node has could not be saved: " + reason);
            case Kept.Not(var reason) -> directory.clear(pinned(reason));
            case Kept.Nothing _, Kept.Saved _ -> {
                if (!method.keepsData()) directory.clear("");
            }
        }
        directory.mark(Work.CLONE);
        run(method, original, directory.path());
        if (directory.version().isEmpty()) throw new Trouble("%s succeeded, but %s is not a PostgreSQL data directory".formatted(method.name(), directory.path()));
        directory.setStandby(true);
        directory.closeToOthers();
        directory.unmark();
    }

    private void run(OwnMethod method, Original original, Path into) throws Trouble, InterruptedException {
        var config = server.config();
        server.progress().set("copy of " + original + " by " + method.name());
        var told = new LinkedHashMap<String, String>(Map.of("scope", config.scope()));
        told.put("role", "replica");
        told.put("datadir", into.toString());
        told.put("connstring", switch (original) {
            case Original.Of(var source) -> Conninfo.to(source.endpoint(), server.settings().forLibpq(config.replication()), config.database(), config.pgpass(), config.name().value());
            case Original.Backup _ -> "";
        });
        OwnMethod.run(method.name(), method.copy(told), server.programs());
    }
}
