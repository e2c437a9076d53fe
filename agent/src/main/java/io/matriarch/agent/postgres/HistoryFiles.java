package io.matriarch.agent.postgres;

import io.matriarch.core.view.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The timeline history files in `pg_wal`, and the placeholders among them. A promotion takes the number after the last one of an unbroken row
/// of such files (PostgreSQL: timeline.c, findNewestTimeLine, which only looks whether a file is there), so placeholders make it skip numbers.
///
/// A placeholder is a comment: a history without entries. A running standby never takes it for its target (xlogrecovery.c,
/// rescanLatestTimeLine: "not a child"), but one that starts with it as the last would, and fail; so it is removed before each start.
/// Below a real history it stays for ever: followers ask their upstream for the file of every number up to its own (walreceiver.c,
/// WalRcvFetchTimeLineHistoryFiles) and end when one is missing.
final class HistoryFiles {
    private static final String PLACEHOLDER = "# written by Matriarch: no history of this server goes through this timeline\n";
    private final DataDirectory directory;

    HistoryFiles(DataDirectory directory) {
        this.directory = directory;
    }

    /// Makes a promotion take `number`, or says that it would not. `control` is the timeline in the control file, where PostgreSQL begins to look.
    void skipTo(Timeline number, Timeline control) throws Trouble, IOException {
        if (number.compareTo(control) <= 0) throw new Trouble("timeline " + number + " is not above " + control + ", which this server is on");
        if (Files.exists(file(number.id()))) throw new Trouble("timeline " + number + ", which this promotion may make, has a history here already");
        for (var skipped = control.id() + 1; skipped < number.id(); skipped++)
            if (!Files.exists(file(skipped))) SafeFiles.replace(file(skipped), PLACEHOLDER);
    }

    /// Before a start as standby: no placeholder is the last that PostgreSQL finds from `control` on.
    void tidy(Timeline control) throws IOException {
        var last = control.id();
        while (Files.exists(file(last + 1))) last++;
        for (; last > control.id() && SafeFiles.read(file(last)).equals(PLACEHOLDER); last--) SafeFiles.delete(file(last));
    }

    /// Before a start as standby of a server that died in its promotion: PostgreSQL wrote the history of the timeline that it was about to make,
    /// removed standby.signal, and never came to write on it. With that file it would take the timeline for its own, and could follow nobody
    /// who made another.
    void forgetUnfinished(Timeline control) throws IOException {
        var last = control.id();
        while (Files.exists(file(last + 1))) last++;
        if (last > control.id()) SafeFiles.move(file(last), file(last).resolveSibling(file(last).getFileName() + ".unfinished"));
    }

    private Path file(int timeline) {
        return file(directory, timeline);
    }

    static Path file(DataDirectory directory, int timeline) {
        return directory.file("pg_wal").resolve(String.format(Locale.ROOT, "%08X.history", timeline));
    }
}
