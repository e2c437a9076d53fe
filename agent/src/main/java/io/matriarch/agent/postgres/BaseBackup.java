package io.matriarch.agent.postgres;

import io.matriarch.agent.postgres.DataDirectory.Work;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.StandbyCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A copy of another member's server, taken beside the data directory and put in its place when it is whole.
///
/// Tablespaces come to the same absolute paths as on the source; pg_basebackup refuses when something is there already.
final class BaseBackup {
    private static final Logger LOG = LoggerFactory.getLogger(BaseBackup.class);
    private static final Set<String> NOT_ALLOWED = Set.of("pgdata", "format", "wal-method", "xlog-method", "gzip", "version", "dbname", "host", "port", "username",
            "password", "no-password", "slot", "create-slot", "no-slot", "write-recovery-conf", "progress", "verbose");
    private static final Pattern PROGRESS = Pattern.compile("(\\d+)/(\\d+) kB \\((\\d+)%\\), \\d+/(\\d+) tablespaces?.*");
    private final LocalServer server;
    private final ServerStop stop;

    BaseBackup(LocalServer server, ServerStop stop) {
        this.server = server;
        this.stop = stop;
    }

    void cloneFrom(Member source, ClusterConfig cluster) throws Trouble, IOException, InterruptedException {
        if (!source.endpoint().known()) throw new Trouble("member " + source.name() + " says no conn_url to clone from");
        var settings = server.adopt(cluster);
        PgPass.write(server.config());
        server.programs().endLeftOvers(Rewind.target(server.directory()));
        server.programs().endLeftOvers("--pgdata=" + server.directory().sidePlace(Work.CLONE));
        var side = server.directory().side(Work.CLONE);
        server.progress().set("base backup from " + source.name());
        var result = copy(command(source, side, slot(source, settings), settings), source, side);
        if (!result.succeeded()) throw new Trouble("pg_basebackup failed: " + result.last());
        SafeFiles.replace(side.resolve("standby.signal"), "");
        if (server.postmaster().running()) stop.stop(StopMode.IMMEDIATE, false);
        server.directory().swapIn(side, switch (new LostWal(server).keep(source, Work.CLONE)) {
            case LostWal.Kept.Nothing _, LostWal.Kept.Saved _ -> "";
            case LostWal.Kept.Not(var reason) -> pinned(reason);
        });
        server.directory().unmark();
    }

    /// The old directory itself is then the only place that has what only this node had.
    private static String pinned(String reason) {
        LOG.warn("the old data directory is set aside and never removed by the agent, for what only this node had could not be saved: {}", reason);
        return "Never removed by the agent: " + reason;
    }

    /// In another cluster nothing is made.
    private List<String> slot(Member source, ServerSettings settings) {
        return source.name().equals(StandbyCluster.REMOTE) ? List.of() : OwnSlot.ensure(server.config(), settings, source.endpoint());
    }

    private List<String> command(Member source, Path side, List<String> slot, ServerSettings settings) {
        var config = server.config();
        var command = new ArrayList<>(List.of(server.programs().path("pg_basebackup"), "--pgdata=" + side, "--wal-method=stream", "--progress", "--no-password",
                "--dbname=" + Conninfo.to(source.endpoint(), config.replication(), "replication", config.pgpass(), config.name().value())));
        slot.forEach(name -> command.add("--slot=" + name)); // without one pg_basebackup makes a temporary slot
        var options = Options.of(settings.section().fields().getOrDefault("basebackup", List.of())).stream().filter(option -> !NOT_ALLOWED.contains(option.split("=", 2)[0])).toList();
        if (options.stream().noneMatch(option -> option.startsWith("checkpoint="))) command.add("--checkpoint=fast");
        options.forEach(option -> command.add("--" + option));
        return command;
    }

    /// What its second process receives is progress only once the copy itself is whole: on a busy primary it never stands still.
    private Programs.Result copy(List<String> command, Member source, Path side) throws Trouble, IOException {
        var whole = new AtomicBoolean();
        try {
            return server.programs().supervised(command, server.config().rebuilding().patience(), line -> heard(line, source, side, whole), whole::get);
        } catch (Spare.None none) {
            SafeFiles.deleteAll(side); // a few files, on a disk that is full
            throw none;
        }
    }

    /// Looked at with each line: others write on this disk, too. Tablespaces may be on other ones, so then nobody knows what is needed here.
    private void heard(String line, Member source, Path side, AtomicBoolean whole) throws Trouble {
        var progress = PROGRESS.matcher(line.strip());
        if (!progress.matches()) return;
        server.progress().set("base backup from " + source.name() + " " + progress.group(3) + " %");
        whole.set(progress.group(3).equals("100"));
        var left = 1024 * (Long.parseLong(progress.group(2)) - Long.parseLong(progress.group(1)));
        if (progress.group(4).equals("1")) Spare.in(side.getParent(), server.config().rebuilding().keepFree()).require(left, "the rest of the copy of " + source.name());
    }
}
