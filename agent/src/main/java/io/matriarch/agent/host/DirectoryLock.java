package io.matriarch.agent.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One agent per data directory (safety.md I12): a lock on `agent.lock` beside the directory, held as long as the process lives.
///
/// It is a POSIX record lock: the kernel drops it when the process dies, however it dies, and a guardian started by this
/// process does not inherit it. The file holds the owner's pid for people; only the lock counts. The file is never deleted,
/// because two agents could then hold locks on two files of one name.
public final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /// What asking for the lock came to.
    public sealed interface Attempt {
        record Locked(DirectoryLock lock) implements Attempt {}

        /// Another agent has it. `owner` is what the file says of it: a pid, when it could be read.
        record InUse(Path file, String owner) implements Attempt {}

        record Failed(String reason) implements Attempt {}
    }

    /// Tries once, never waits. The directory must be there ([StateDirectory#create()]).
    @SuppressWarnings("resource") // closing any channel on the file would release a lock that this very process holds on it
    public static Attempt acquire(Path file) {
        try {
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                var lock = channel.tryLock();
                return lock == null ? new Attempt.InUse(file, owner(channel)) : locked(channel, lock);
            } catch (OverlappingFileLockException here) {
                return new Attempt.InUse(file, owner(channel));
            }
        } catch (IOException trouble) {
            return new Attempt.Failed(file + ": " + trouble);
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        var text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        return StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
    }

    private static Attempt locked(FileChannel channel, FileLock lock) throws IOException {
        channel.truncate(0).write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        return new Attempt.Locked(new DirectoryLock(channel, lock));
    }

    /// Lets another agent have it.
    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
