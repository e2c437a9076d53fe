package io.matriarch.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line on disk, in a [SealedFile] behind one that names what it is and of which version. A file that is damaged says nothing.
///
/// Written by a thread of its own, the newest only: a disk that hangs delays the line, not the loop.
final class NewestLine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NewestLine.class);
    private static final String NOTHING = "";
    private final Path file;
    private final String version;
    private final AtomicReference<String> pending = new AtomicReference<>(NOTHING);
    private final ExecutorService thread;

    /// The thread is named after the file.
    NewestLine(Path file, String version) {
        this.file = file;
        this.version = version;
        this.thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name(file.getFileName().toString()).daemon().factory());
    }

    /// Empty where there is none that can be trusted: it has to be, byte for byte, what was once written.
    String read() {
        try {
            return line(SealedFile.bytes(file));
        } catch (NoSuchFileException _) {
            return NOTHING;
        } catch (IOException trouble) {
            LOG.warn("{} cannot be read, and counts for nothing: {}", file, trouble.toString());
            return NOTHING;
        }
    }

    private String line(byte[] bytes) {
        var lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length > 1 && Arrays.equals(bytes, sealed(lines[1]))) return lines[1];
        LOG.warn("{} is damaged, or of another version, and counts for nothing", file);
        return NOTHING;
    }

    /// As soon as the disk can.
    void keep(String line) {
        if (pending.getAndSet(line).isEmpty()) thread.execute(this::write);
    }

    private void write() {
        try {
            SealedFile.replace(file, sealed(pending.getAndSet(NOTHING)));
            SealedFile.syncDirectory(file);
        } catch (IOException trouble) {
            LOG.warn("{} could not be written: {}", file, trouble.toString());
        }
    }

    private byte[] sealed(String line) {
        return SealedFile.sealed(version + "\n" + line + "\n");
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
