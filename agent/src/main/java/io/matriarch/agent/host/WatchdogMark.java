package io.matriarch.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/// The file that says "this agent has a watchdog counting", for the agent that comes after this one: a device that was left counting resets the machine.
///
/// It is written and taken away on a thread of its own, because a disk may hang, and who arms a watchdog must not wait for one. It holds the boot's id:
/// after a reset nothing counts any more.
public final class WatchdogMark implements AutoCloseable {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private final Path file;
    /// One thread, so that what is said last stands; it ends when idle.
    private final ThreadPoolExecutor disk = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Thread.ofPlatform().name("watchdog-mark").daemon().factory());

    public WatchdogMark(Path file) {
        this.file = file;
        disk.allowCoreThreadTimeOut(true);
    }

    /// What an earlier agent left.
    enum Left {
        NOTHING,
        /// It ended in this very boot, and the device counts.
        COUNTING,
        /// The machine has been started since. The watchdog may have been why.
        BEFORE_A_RESET
    }

    /// Reads it, here and now. What cannot be read is nothing.
    Left left() {
        try {
            if (!Files.exists(file)) return Left.NOTHING;
            return Files.readString(file).strip().equals(boot()) ? Left.COUNTING : Left.BEFORE_A_RESET;
        } catch (IOException trouble) {
            return Left.NOTHING;
        }
    }

    void set() {
        disk.execute(() -> {
            try {
                Files.writeString(file, boot() + "\n");
            } catch (IOException trouble) {
                told(trouble);
            }
        });
    }

    void clear() {
        disk.execute(() -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException trouble) {
                told(trouble);
            }
        });
    }

    /// Waits for what was said, at most a second.
    @Override
    public void close() {
        disk.shutdown();
        try {
            if (!disk.awaitTermination(1, TimeUnit.SECONDS)) told(new IOException("the disk does not answer"));
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private static String boot() throws IOException {
        return Files.readString(BOOT_ID).strip();
    }

    private static void told(IOException trouble) {
        LoggerFactory.getLogger(Watchdog.class).warn("watchdog: its mark cannot be kept: {}", trouble.toString());
    }
}
