package io.matriarch.agent.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A named pipe in a watchdog's place, and its reader, as Patroni's own tests have them.
public final class NamedPipe implements AutoCloseable {
    public final Path path;
    private final RandomAccessFile end;
    private final FileInputStream reader;

    private NamedPipe(Path path) throws IOException {
        this.path = path;
        this.end = new RandomAccessFile(path.toFile(), "rw"); // both ends at once: a reader alone would wait for a writer
        this.reader = new FileInputStream(end.getFD());
    }

    public static NamedPipe make(Path path) throws IOException, InterruptedException {
        if (new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor() != 0) throw new IOException("mkfifo " + path);
        return new NamedPipe(path);
    }

    /// The reader of a pipe that is there already.
    static NamedPipe again(Path path) throws IOException {
        return new NamedPipe(path);
    }

    /// What has been written since the last time.
    public String written() throws IOException {
        return new String(reader.readNBytes(reader.available()), StandardCharsets.US_ASCII);
    }

    /// Until not a byte more goes in.
    void fill() throws IOException {
        var device = DeviceFile.open(path);
        try {
            for (var rest = "x".repeat(4096);; ) device.write(rest);
        } catch (IOException full) {
            device.close();
        }
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
