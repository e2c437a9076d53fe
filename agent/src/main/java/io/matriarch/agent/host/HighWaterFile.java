package io.matriarch.agent.host;

import io.matriarch.core.port.Marks;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The `Marks` port on `<data_dir>.matriarch/high-water`: name and version, `TIMELINE END TERM` in decimal, the SHA-256 of both lines. A file that is damaged says
/// nothing: then this member alone does not know the mark.
///
/// Written by a thread of its own, the newest only: a disk that hangs delays the mark, not the loop.
public final class HighWaterFile implements Marks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HighWaterFile.class);
    private static final String VERSION = "matriarch high-water 1";
    private final Path file;
    private final AtomicReference<HighWater> pending = new AtomicReference<>(HighWater.UNKNOWN);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("high-water").daemon().factory());

    public HighWaterFile(StateDirectory directory) {
        this(directory.highWater());
    }

    HighWaterFile(Path file) {
        this.file = file;
    }

    @Override
    public HighWater read() {
        try {
            return parse(SealedFile.bytes(file));
        } catch (IOException _) {
            return HighWater.UNKNOWN;
        }
    }

    @Override
    public void keep(HighWater mark) {
        if (!pending.getAndSet(mark).known()) thread.execute(this::write);
    }

    private void write() {
        try {
            SealedFile.replace(file, text(pending.getAndSet(HighWater.UNKNOWN)));
            SealedFile.syncDirectory(file);
        } catch (IOException trouble) {
            LOG.warn("the high-water mark could not be written: {}", trouble.toString());
        }
    }

    /// Strict: it has to be, byte for byte, what [#text] makes of its content.
    private static HighWater parse(byte[] bytes) {
        try {
            var words = new String(bytes, StandardCharsets.UTF_8).split("[\n ]", -1);
            var mark = new HighWater(new Timeline(Integer.parseInt(words[3])), new WalPosition(Long.parseLong(words[4])), new Term(Long.parseLong(words[5])));
            if (Arrays.equals(bytes, text(mark))) return mark;
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            // what it is not is said below
        }
        LOG.warn("the high-water mark on disk is damaged, or of another version, and counts for nothing");
        return HighWater.UNKNOWN;
    }

    private static byte[] text(HighWater mark) {
        return SealedFile.sealed(VERSION + "\n" + mark.timeline().id() + " " + mark.end().bytes() + " " + mark.term() + "\n");
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
