package io.matriarch.agent.postgres;

import io.matriarch.agent.host.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/// The data directory and what stands beside it: the marker of unfinished work, side directories, and what was put aside.
/// Nothing is ever deleted here but what this class made.
final class DataDirectory {
    /// Work that leaves a directory which must not be started until it is finished.
    enum Work {
        BOOTSTRAP, CLONE, REWIND;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<String> NOT_DATA = Set.of("lost+found", ".snapshot");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS", Locale.ROOT);
    private final Path data;
    private final Path state;

    DataDirectory(StateDirectory state) {
        this.data = state.dataDirectory();
        this.state = state.path();
    }

    Path path() {
        return data;
    }

    Path file(String name) {
        return data.resolve(name);
    }

    /// A directory to work in before it takes the data directory's place; what an earlier attempt left there is put aside.
    Path side(Work work) throws IOException {
        var side = state.resolve(work.word());
        if (Files.exists(side)) putAside(side);
        return side;
    }

    boolean empty() throws IOException {
        try (var files = Files.newDirectoryStream(data)) {
            for (var file : files) if (!NOT_DATA.contains(file.getFileName().toString())) return false;
            return true;
        } catch (NoSuchFileException missing) {
            return true;
        } catch (NotDirectoryException file) {
            return false;
        }
    }

    /// The major version that made the directory; empty when it is none of PostgreSQL's.
    String version() throws IOException {
        return SafeFiles.read(file("PG_VERSION")).strip();
    }

    boolean standby() {
        return Files.exists(file("standby.signal"));
    }

    /// The role is in this file alone. `recovery.signal` is never ours.
    void setStandby(boolean standby) throws IOException {
        if (standby) SafeFiles.replace(file("standby.signal"), "");
        else SafeFiles.delete(file("standby.signal"));
        SafeFiles.delete(file("recovery.signal"));
    }

    /// What was begun and not finished; empty when nothing was.
    String marker() throws IOException {
        return SafeFiles.read(markerFile()).strip();
    }

    void mark(Work work) throws IOException {
        SafeFiles.replace(markerFile(), work.word() + "\n");
    }

    void unmark() throws IOException {
        SafeFiles.delete(markerFile());
    }

    private Path markerFile() {
        return state.resolve("unfinished");
    }

    /// Puts `side` in the data directory's place. What was there is renamed aside first, never deleted (safety.md I7).
    void swapIn(Path side) throws Trouble {
        try {
            if (!empty()) putAside(data);
            SafeFiles.move(side, data);
        } catch (IOException trouble) {
            throw new Trouble("%s could not take the place of %s (both must be on one file system, and the parent directory writable; a mount point cannot be renamed: let data_dir be a directory inside it)"
                    .formatted(side, data), trouble);
        }
    }

    private void putAside(Path directory) throws IOException {
        var aside = Files.createDirectories(state.resolve("aside"));
        SafeFiles.move(directory, aside.resolve(directory.getFileName() + "." + LocalDateTime.now(ZoneOffset.UTC).format(STAMP)));
    }
}
