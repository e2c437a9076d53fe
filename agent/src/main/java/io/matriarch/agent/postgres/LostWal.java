package io.matriarch.agent.postgres;

import io.matriarch.agent.fork.Chain;
import io.matriarch.agent.fork.SavedFork;
import io.matriarch.agent.fork.WalFiles;
import io.matriarch.agent.fork.WalStretch;
import io.matriarch.agent.postgres.DataDirectory.Work;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Before this server's history is thrown away, the WAL that the leader does not have is saved, from the fork to its end (safety.md I7).
/// The server is down: nobody writes to `pg_wal` while this reads it.
///
/// The segments are copied, never linked. pg_rewind opens a segment that the leader has, too, with O_TRUNC and writes over it in place, and
/// a server that runs on this directory later recycles old segments by renaming them and writing over them: a link would show
/// all that. The kernel does the copy (copy_file_range), so that file systems which can share blocks (XFS, btrfs) do.
final class LostWal {
    private static final Logger LOG = LoggerFactory.getLogger(LostWal.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final LocalServer server;

    /// What became of it.
    sealed interface Kept {
        record Nothing() implements Kept {}

        record Saved(Path directory) implements Kept {}

        /// Some of it, or all, was not saved.
        record Not(String reason) implements Kept {}

        Nothing NOTHING = new Nothing();
    }

    LostWal(LocalServer server) {
        this.server = server;
    }

    /// A second attempt finds what the first one saved. A directory in which a rewind died was looked at before that rewind began,
    /// and one in which a bootstrap died never held anything.
    Kept keep(Member leader, Work why) {
        try {
            if (server.directory().empty() || !server.directory().marker().isEmpty()) return Kept.NOTHING;
            return switch (new Inspection(server::config).inspect(leader, PATIENCE)) {
                case UpstreamView.Answered history when !history.recovering() -> keep(leader, history, why);
                case UpstreamView.Answered _ -> new Kept.Not("the leader " + leader.name() + " is still recovering, so nobody knows where its history leaves ours");
                case UpstreamView.Silent(var reason) -> new Kept.Not("the leader did not say its history: " + reason);
                case UpstreamView.NotAsked _ -> throw new IllegalStateException("it was asked");
            };
        } catch (Trouble trouble) {
            return new Kept.Not(trouble.getMessage());
        } catch (IOException trouble) {
            return new Kept.Not(trouble.toString());
        }
    }

    private Kept keep(Member leader, UpstreamView.Answered history, Work why) throws Trouble, IOException {
        var control = new StoppedLook(server.directory(), server.programs()).control();
        var files = WalFiles.in(server.directory().file("pg_wal"));
        var systemId = history.systemId().value();
        if (!files.systemId().equals(systemId)) return new Kept.Not("this data is of another database system than the leader's (" + files.systemId() + ", not " + systemId + ")");
        var own = newest(files, control.timeline());
        var lost = own.beyond(new Chain(history.timeline(), history.forks()), files.end(own.timeline(), WalPosition.ZERO));
        if (lost.isEmpty()) return Kept.NOTHING;
        var missing = lost.stream().flatMap(stretch -> files.missing(stretch).stream()).toList();
        if (!missing.isEmpty()) return new Kept.Not("WAL of the lost fork (" + text(lost) + ") was recycled already: " + missing.getFirst() + " is not in pg_wal");
        var origin = new SavedFork.Origin(server.config().scope(), server.config().name().value(), leader.name().value());
        return save(files, own, new SavedFork(systemId, lost, Instant.now(), why.word(), origin, server.programs().path("pg_waldump")));
    }

    /// The control file knows a timeline no sooner than at its first checkpoint, the WAL from its first record.
    private Chain newest(WalFiles files, Timeline control) throws IOException {
        for (var timeline : files.timelines()) {
            if (timeline.compareTo(control) <= 0) break;
            var chain = chain(timeline);
            if (chain.forks().stream().anyMatch(row -> row.ended().equals(control))) return chain;
        }
        return chain(control);
    }

    private Chain chain(Timeline timeline) throws IOException {
        return new Chain(timeline, Walsender.parse(SafeFiles.read(HistoryFiles.file(server.directory(), timeline.id()))));
    }

    private Kept save(WalFiles files, Chain own, SavedFork fork) throws Trouble, IOException {
        for (var saved : server.directory().forks()) if (known(saved, fork)) return new Kept.Saved(saved);
        var names = fork.stretches().stream().flatMap(stretch -> files.names(stretch).stream()).toList();
        var side = server.directory().newFork();
        Spare.in(side, server.config().rebuilding().keepFree()).require((long) names.size() * files.segmentSize(), "the WAL of the lost fork (" + text(fork.stretches()) + ")");
        copy(files, names, side);
        for (var row : own.forks()) history(row.ended(), side);
        history(own.timeline(), side);
        SafeFiles.replace(side.resolve(SavedFork.FILE), fork.text());
        var place = server.directory().takeIn(side, fork);
        LOG.warn("what only this node had is saved in {}: {}, {} bytes; bin/matriarch fork-report says what is in it", place, text(fork.stretches()), fork.bytes());
        return new Kept.Saved(place);
    }

    private static boolean known(Path saved, SavedFork fork) {
        try {
            return SavedFork.in(saved).sameWal(fork);
        } catch (IOException broken) {
            return false;
        }
    }

    private void copy(WalFiles files, List<String> names, Path side) throws Trouble, IOException {
        for (var done = 0; done < names.size(); done++) {
            server.progress().set("saving the WAL of the lost fork " + 100 * done / names.size() + " %");
            if (server.programs().cancelled()) throw new Trouble("cancelled");
            SafeFiles.copy(files.file(names.get(done)), side.resolve(names.get(done)));
        }
    }

    private void history(Timeline timeline, Path side) throws IOException {
        var file = HistoryFiles.file(server.directory(), timeline.id());
        if (Files.exists(file)) SafeFiles.copy(file, side.resolve(file.getFileName()));
    }

    private static String text(List<WalStretch> stretches) {
        return stretches.stream().map(WalStretch::toString).collect(Collectors.joining(", "));
    }
}
