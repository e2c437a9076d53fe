package io.matriarch.agent.postgres;

import io.matriarch.agent.postgres.DataDirectory.Work;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.StandbyCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/// pg_basebackup: a copy of another member's server, in a side directory.
///
/// Tablespaces come to the same absolute paths as on the source; pg_basebackup refuses when something is there already.
final class BaseBackup {
    private static final Set<String> NOT_ALLOWED = Set.of("pgdata", "format", "wal-method", "xlog-method", "gzip", "version", "dbname", "host", "port", "username",
            "password", "no-password", "slot", "create-slot", "no-slot", "write-recovery-conf", "progress", "verbose");
    private static final Pattern PROGRESS = Pattern.compile("(\\d+)/(\\d+) kB \\((\\d+)%\\), \\d+/(\\d+) tablespaces?.*");
    private final LocalServer server;

    BaseBackup(LocalServer server) {
        this.server = server;
    }

    /// The copy, in a side directory.
    Path copy(Member source, ServerSettings settings) throws Trouble, IOException {
        var side = server.directory().side(Work.CLONE);
        server.progress().set("base backup from " + source.name());
        var result = copy(command(source, side, slot(source, settings), settings), source, side);
        if (!result.succeeded()) throw new Trouble("pg_basebackup failed: " + result.last());
        return side;
    }

    /// In another cluster nothing is made.
    private List<String> slot(Member source, ServerSettings settings) {
        return source.name().equals(StandbyCluster.REMOTE) ? List.of() : OwnSlot.ensure(server.config(), settings, source.endpoint());
    }

    private List<String> command(Member source, Path side, List<String> slot, ServerSettings settings) {
        var config = server.config();
        var command = new ArrayList<>(List.of(server.programs().path("pg_basebackup"), "--pgdata=" + side, "--wal-method=stream", "--progress", "--no-password",
                "--dbname=" + Conninfo.to(source.endpoint(), settings.forLibpq(config.replication()), "replication", config.pgpass(), config.name().value())));
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
