package io.matriarch.agent.postgres;

import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.PostgresState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;

/// What the files say while no server runs, or none that would answer.
final class StoppedLook {
    /// A disk may be slow: one that has no answer by then needs a person.
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private final DataDirectory directory;
    private final Programs programs;
    private FileTime readAt = FileTime.fromMillis(0);
    private ControlFile last = ControlFile.parse("");

    StoppedLook(DataDirectory directory, Programs programs) {
        this.directory = directory;
        this.programs = programs;
    }

    PostgresState look(boolean crashed) {
        try {
            if (directory.empty()) return PostgresState.NO_DATA;
            if (directory.version().isEmpty()) return new PostgresState.Unusable(directory.path() + " is not empty and has no PG_VERSION: it is not a PostgreSQL data directory");
            var control = control();
            return control.readable() ? new PostgresState.Stopped(control.view(directory.standby()), crashed)
                    : new PostgresState.Unusable(directory.path() + ": pg_controldata does not understand its control file");
        } catch (IOException | Trouble trouble) {
            return new PostgresState.Unusable(directory.path() + ": " + trouble.getMessage());
        }
    }

    /// What a server that is starting has written. It may be writing now: what cannot be read comes with the next look.
    ControlData starting() {
        try {
            var control = control();
            return control.readable() ? control.view(directory.standby()) : ControlData.UNKNOWN;
        } catch (IOException | Trouble trouble) {
            return ControlData.UNKNOWN;
        }
    }

    /// Read again only when it changed: a process costs more than a look may.
    ControlFile control() throws Trouble, IOException {
        var changed = Files.getLastModifiedTime(directory.file("global/pg_control"));
        if (!changed.equals(readAt) || !last.readable()) last = read();
        readAt = changed;
        return last;
    }

    private ControlFile read() throws Trouble {
        var result = programs.run(List.of(programs.path("pg_controldata"), directory.path().toString()), LONGEST);
        return ControlFile.parse(result.text());
    }
}
