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
    private static final int FIRST_WITH_HISTORY = 2;
    private final DataDirectory directory;

    HistoryFiles(DataDirectory directory) {
        this.directory = directory;
    }

    /// Makes a promotion take `number`, or says that it would not.
    void skipTo(Timeline number) throws Trouble, IOException {
        if (Files.exists(file(number.id()))) throw new Trouble("timeline " + number + ", which this promotion may make, has a history here already");
        fill(number);
    }

    /// Before a start as standby whose control file names `timeline`: no placeholder is the last, and none is missing below.
    void tidy(Timeline timeline) throws IOException {
        var last = timeline.id();
        while (Files.exists(file(last + 1))) last++;
        for (; last > timeline.id() && SafeFiles.read(file(last)).equals(PLACEHOLDER); last--) SafeFiles.delete(file(last));
        fill(timeline);
    }

    private void fill(Timeline to) throws IOException {
        for (var number = FIRST_WITH_HISTORY; number < to.id(); number++)
            if (!Files.exists(file(number))) SafeFiles.replace(file(number), PLACEHOLDER);
    }

    private Path file(int timeline) {
        return directory.file("pg_wal").resolve(String.format(Locale.ROOT, "%08X.history", timeline));
    }
}
