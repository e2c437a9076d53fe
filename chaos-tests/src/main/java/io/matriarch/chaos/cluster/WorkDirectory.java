package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/// A fresh directory that belongs to the ordinary user: logs in it, and a private directory for each node.
record WorkDirectory(Path path, Account owner) {

    static WorkDirectory fresh(Account owner) throws IOException {
        var path = Files.createTempDirectory("chaos");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        owner.give(path);
        return new WorkDirectory(path, owner);
    }

    void makePrivate(Path directory) throws IOException {
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        owner.give(directory);
    }

    void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        owner.give(file);
    }

    void remove() {
        try (var all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException partly) {
            System.err.println("not all of " + path + " could be removed: " + partly.getMessage());
        }
    }
}
