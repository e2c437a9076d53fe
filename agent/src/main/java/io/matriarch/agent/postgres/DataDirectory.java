package io.matriarch.agent.postgres;

import io.matriarch.agent.fork.SavedFork;
import io.matriarch.agent.host.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The data directory and what stands beside it: the marker of unfinished work, side directories, and what was put aside.
/// Nothing is ever deleted here but what this class made; what was put aside is [SetAside]'s.
final class DataDirectory {
    /// Work that leaves a directory which must not be started until it is finished.
    enum Work {
        BOOTSTRAP, CLONE, REWIND;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<String> MODES = Set.of("rwx------", "rwxr-x---");
    /// A rewind died in what was a server before.
    private static final Set<String> HALF_DONE_HERE = Set.of(Work.BOOTSTRAP.word(), Work.CLONE.word());
    private static final Set<String> NOT_DATA = Set.of("lost+found", ".snapshot");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS", Locale.ROOT);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
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

    /// A directory to work in before it takes the data directory's place; what an earlier attempt left there is put aside. One left-over of each
    /// kind is enough: it never was a server, and a clone that fails again and again would fill the disk.
    Path side(Work work) throws IOException {
        var side = sidePlace(work);
        if (!Files.exists(side)) return side;
        putHalfDoneAside(side, work.word());
        return side;
    }

    private void putHalfDoneAside(Path directory, String kind) throws IOException {
        for (var older : SetAside.directories(aside())) if (older.getFileName().toString().matches(kind + "\\.\\d{8}T\\d{6}\\.\\d{3}")) SetAside.remove(older);
        putAside(directory, kind + "." + now());
    }

    Path sidePlace(Work work) {
        return state.resolve(work.word());
    }

    /// Where the WAL of a lost fork is collected; what an attempt that died left there is deleted.
    Path newFork() throws IOException {
        var side = forksPlace().resolve("unfinished");
        if (Files.exists(side)) SafeFiles.deleteAll(side);
        return Files.createDirectories(side, OWNER_ONLY);
    }

    /// Gives a collected fork its name: from here on it is saved.
    Path takeIn(Path side, SavedFork fork) throws IOException {
        var name = now() + ".tl" + fork.first().timeline() + "-" + fork.first().from().toString().replace('/', '_');
        SafeFiles.move(side, forksPlace().resolve(name));
        return forksPlace().resolve(name);
    }

    /// Saved forks, oldest first.
    List<Path> forks() throws IOException {
        return SetAside.directories(forksPlace()).stream().filter(path -> Files.exists(path.resolve(SavedFork.FILE)) && !path.endsWith("unfinished")).toList();
    }

    /// What was put aside, of all kinds.
    SetAside setAside() {
        return new SetAside(List.of(aside(), forksPlace()));
    }

    private Path forksPlace() {
        return state.resolve("forks");
    }

    private Path aside() {
        return state.resolve("aside");
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

    /// Puts `side` in the data directory's place. What was there is renamed aside first, never deleted (safety.md I7). `keep` says why the budget
    /// must never remove it; empty when it may.
    void swapIn(Path side, String keep) throws Trouble {
        try {
            clear(keep);
            SafeFiles.move(side, data);
        } catch (IOException trouble) {
            throw new Trouble("%s could not take the place of %s (both must be on one file system, and the parent directory writable; a mount point cannot be renamed: let data_dir be a directory inside it)"
                    .formatted(side, data), trouble);
        }
    }

    /// Puts what is there aside, as [#swapIn], with nothing in its place. Of what an attempt in this very place left half done one is enough, as in [#side].
    void clear(String keep) throws Trouble {
        try {
            if (empty()) return;
            if (keep.isEmpty() && HALF_DONE_HERE.contains(marker())) {
                putHalfDoneAside(data, marker());
                return;
            }
            var name = asideName(data);
            if (!keep.isEmpty()) SafeFiles.replace(Files.createDirectories(aside()).resolve(name + SetAside.KEEP), keep + "\n");
            putAside(data, name);
        } catch (IOException trouble) {
            throw new Trouble("%s could not be put aside (the parent directory must be writable; a mount point cannot be renamed: let data_dir be a directory inside it)".formatted(data), trouble);
        }
    }

    /// PostgreSQL starts with no other mode than these, and scripts do not always know.
    void closeToOthers() throws IOException {
        var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(data));
        if (!MODES.contains(mode)) Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }

    /// The next start recovers to the target that its configuration names, and becomes a primary then.
    void recoverToTarget() throws IOException {
        SafeFiles.replace(file("recovery.signal"), "");
    }

    private void putAside(Path directory, String name) throws IOException {
        SafeFiles.move(directory, Files.createDirectories(aside()).resolve(name));
    }

    private static String asideName(Path directory) {
        return directory.getFileName() + "." + now();
    }

    private static String now() {
        return LocalDateTime.now(ZoneOffset.UTC).format(STAMP);
    }
}
