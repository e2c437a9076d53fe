package io.matriarch.agent.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `decisions.jsonl`, one line of JSON a record, and `decisions.jsonl.1` and on for what was in it before. Never more than `files` of about
/// `bytes` each; files are 0600. `fence.N` are records that guardians left here for the agent to take over. One thread.
public final class JournalFiles {
    private static final String NAME = "decisions.jsonl";
    private static final String FENCE = "fence";
    private final Path directory;
    private final long bytes;
    private final int files;

    /// `bytes` is at least one line's worth; `files` at least 1.
    public JournalFiles(Path directory, long bytes, int files) {
        this.directory = directory;
        this.bytes = bytes;
        this.files = files;
    }

    /// Opened and closed each time: lines are few, and a file that somebody moved away is simply made anew.
    void append(String line) throws IOException {
        var text = line.getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (size() > 0 && size() + text.length + 1 > bytes) rotate();
        try (var channel = FileChannel.open(make(), StandardOpenOption.WRITE)) {
            var end = channel.size();
            channel.position(end);
            try {
                write(channel, torn(end) ? "\n" + line + "\n" : line + "\n");
            } catch (IOException e) {
                // A disk that is full takes half a line: the file is left as it was.
                channel.truncate(end);
                throw e;
            }
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        var buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (buffer.hasRemaining()) channel.write(buffer);
    }

    /// Whether the last line was not finished: its writer died.
    private boolean torn(long end) throws IOException {
        if (end == 0) return false;
        try (var file = new RandomAccessFile(file(0).toFile(), "r")) {
            file.seek(end - 1);
            return file.read() != '\n';
        }
    }

    private Path make() throws IOException {
        var file = file(0);
        if (!Files.exists(file)) Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return file;
    }

    private void rotate() throws IOException {
        for (int i = files - 1; i > 0; i--) if (Files.exists(file(i - 1))) Files.move(file(i - 1), file(i), StandardCopyOption.REPLACE_EXISTING);
        if (files == 1) Files.delete(file(0));
    }

    private long size() throws IOException {
        return Files.exists(file(0)) ? Files.size(file(0)) : 0;
    }

    /// Where a guardian leaves its record: at this path with a number of its own behind it, whole at once.
    public static Path fence(Path directory) {
        return directory.resolve(FENCE);
    }

    /// The records that guardians left, oldest first.
    List<Path> fences() throws IOException {
        return fences(directory);
    }

    private static List<Path> fences(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) return List.of();
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(FENCE + "\\.\\d+")).sorted().toList();
        }
    }

    private Path file(int age) {
        return directory.resolve(age == 0 ? NAME : NAME + "." + age);
    }

    /// The lines in the last `most` bytes of the present file, oldest first; none when it cannot be read.
    List<String> tail(int most) {
        try (var file = new RandomAccessFile(file(0).toFile(), "r")) {
            var start = Math.max(0, file.length() - most);
            file.seek(start);
            var text = new byte[(int) (file.length() - start)];
            file.readFully(text);
            var lines = new String(text, StandardCharsets.UTF_8).lines();
            return (start == 0 ? lines : lines.skip(1)).toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /// Hands over all lines of a file, or of all files of a journal's directory, oldest first.
    public static void read(Path path, Consumer<String> line) throws IOException {
        for (var file : Files.isDirectory(path) ? parts(path) : List.of(path)) {
            try (var lines = Files.lines(file)) {
                lines.filter(text -> !text.isBlank()).forEach(line);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    private static List<Path> parts(Path directory) throws IOException {
        var files = IntStream.rangeClosed(0, 1000).map(i -> 1000 - i).mapToObj(age -> directory.resolve(age == 0 ? NAME : NAME + "." + age));
        return Stream.concat(files.filter(Files::exists), fences(directory).stream()).toList();
    }
}
