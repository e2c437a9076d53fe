package io.matriarch.agent.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;

/// Files that are whole or not there at all, whenever the machine goes down: written beside, synced, renamed, the directory synced.
final class SafeFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private SafeFiles() {}

    /// The text; empty when there is no such file.
    static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            return "";
        }
    }

    /// Whether the file had to change. Mode 0600 either way.
    static boolean replace(Path file, String text) throws IOException {
        if (Files.exists(file) && read(file).equals(text)) return false;
        var beside = file.resolveSibling(file.getFileName() + ".matriarch");
        Files.deleteIfExists(beside);
        try (var channel = FileChannel.open(beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
        move(beside, file);
        return true;
    }

    /// Renames, over a file or an empty directory, within one file system. Both directories are synced.
    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException full) {
            throw new IOException(to + " is not empty", full);
        }
        sync(to.toAbsolutePath().getParent());
        sync(from.toAbsolutePath().getParent());
    }

    /// The copy is on disk when this returns; mode 0600. The caller syncs the directory, with its last file.
    static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        Files.setPosixFilePermissions(to, OWNER_ONLY);
        try (var channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// A directory with everything in it. Links are deleted, never followed.
    static void deleteAll(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (UncheckedIOException trouble) {
            throw trouble.getCause();
        }
        sync(directory.toAbsolutePath().getParent());
    }

    static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) sync(file.toAbsolutePath().getParent());
    }

    static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory)) {
            channel.force(true);
        }
    }
}
