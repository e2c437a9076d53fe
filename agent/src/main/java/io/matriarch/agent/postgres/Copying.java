package io.matriarch.agent.postgres;

import io.matriarch.agent.postgres.DataDirectory.Work;
import io.matriarch.agent.postgres.LostWal.Kept;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Member;
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
final class Copying {
    private static final Logger LOG = LoggerFactory.getLogger(Copying.class);
    private static final String BASE_BACKUP = "basebackup";
    private final LocalServer server;
    private final ServerStop stop;
    private final BaseBackup backup;

    Copying(LocalServer server, ServerStop stop) {
        this.server = server;
        this.stop = stop;
        this.backup = new BaseBackup(server);
    }

    void cloneFrom(Member source, ClusterConfig cluster) throws Trouble, IOException, InterruptedException {
        if (!source.endpoint().known()) throw new Trouble("member " + source.name() + " says no conn_url to clone from");
        var settings = server.adopt(cluster);
        PgPass.write(server.config());
        endLeftOvers();
        var failures = new ArrayList<String>();
        for (var method : methods(settings)) {
            try {
                copyBy(method, source, settings);
                return;
            } catch (Spare.None full) {
                throw full;
            } catch (Trouble trouble) {
                if (server.programs().cancelled()) throw trouble;
                LOG.warn("a copy of {} could not be made by {}: {}", source.name(), method, trouble.getMessage());
                failures.add(trouble.getMessage());
            }
        }
        throw new Trouble(String.join("; ", failures));
    }

    private void endLeftOvers() throws Trouble {
        var directory = server.directory();
        var side = directory.sidePlace(Work.CLONE);
        for (var argument : List.of(Rewind.target(directory), "--pgdata=" + side, "--datadir=" + side, "--datadir=" + directory.path())) server.programs().endLeftOvers(argument);
    }

    /// Patroni's older word is read, too.
    private static List<String> methods(ServerSettings settings) {
        var section = settings.section();
        var written = section.fields().getOrDefault("create_replica_methods", section.fields().getOrDefault("create_replica_method", List.of()));
        var names = written instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of(String.valueOf(written).strip().split("\\s*,\\s*"));
        return names.stream().noneMatch(name -> !name.isBlank()) ? List.of(BASE_BACKUP) : names.stream().filter(name -> !name.isBlank()).toList();
    }

    private void copyBy(String method, Member source, ServerSettings settings) throws Trouble, IOException, InterruptedException {
        var own = new OwnMethod(method, settings.section().section(method));
        if (method.equals(BASE_BACKUP)) takeIn(backup.copy(source, settings), source);
        else if (own.keepsData() || own.silent()) inPlace(own, source);
        else takeIn(beside(own, source), source);
    }

    private Path beside(OwnMethod method, Member source) throws Trouble, IOException, InterruptedException {
        var side = server.directory().side(Work.CLONE);
        run(method, source, side);
        if (!Files.isRegularFile(side.resolve("PG_VERSION"))) throw new Trouble("%s succeeded, but %s is not a PostgreSQL data directory".formatted(method.name(), side));
        return side;
    }

    private void takeIn(Path side, Member source) throws Trouble, IOException, InterruptedException {
        SafeFiles.replace(side.resolve("standby.signal"), "");
        SafeFiles.delete(side.resolve("recovery.signal"));
        if (server.postmaster().running()) stop.stop(StopMode.IMMEDIATE);
        server.directory().swapIn(side, switch (new LostWal(server).keep(source, Work.CLONE)) {
            case Kept.Nothing _, Kept.Saved _ -> "";
            case Kept.Not(var reason) -> pinned(reason);
        });
        server.directory().closeToOthers();
        server.directory().unmark();
    }

    /// The old directory itself is then the only place that has what only this node had.
    private static String pinned(String reason) {
        LOG.warn("the old data directory is set aside and never removed by the agent, for what only this node had could not be saved: {}", reason);
        return "Never removed by the agent: " + reason;
    }

    private void inPlace(OwnMethod method, Member source) throws Trouble, IOException, InterruptedException {
        var directory = server.directory();
        if (server.postmaster().running()) stop.stop(StopMode.IMMEDIATE);
        switch (new LostWal(server).keep(source, Work.CLONE)) {
            case Kept.Not(var reason) when method.keepsData() -> throw new Trouble(method.name() + " keeps the data, and what only this node has could not be saved: " + reason);
            case Kept.Not(var reason) -> directory.clear(pinned(reason));
            case Kept.Nothing _, Kept.Saved _ -> {
                if (!method.keepsData()) directory.clear("");
            }
        }
        directory.mark(Work.CLONE);
        run(method, source, directory.path());
        if (directory.version().isEmpty()) throw new Trouble("%s succeeded, but %s is not a PostgreSQL data directory".formatted(method.name(), directory.path()));
        directory.setStandby(true);
        directory.closeToOthers();
        directory.unmark();
    }

    private void run(OwnMethod method, Member source, Path into) throws Trouble, InterruptedException {
        var config = server.config();
        server.progress().set("copy of " + source.name() + " by " + method.name());
        var told = new LinkedHashMap<String, String>(Map.of("scope", config.scope()));
        told.put("role", "replica");
        told.put("datadir", into.toString());
        told.put("connstring", Conninfo.to(source.endpoint(), server.settings().forLibpq(config.replication()), config.database(), config.pgpass(), config.name().value()));
        OwnMethod.run(method.name(), method.copy(told), server.programs());
    }
}
