package io.matriarch.agent.disk;

import io.matriarch.core.view.DiskView.DiskTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// Writes a small file anew and syncs it, in a directory of the server's.
///
/// PostgreSQL's own programs leave files of this name alone: pg_basebackup skips what begins with `pgsql_tmp`, and pg_rewind may remove it or
/// copy it, which is all one. It is never deleted here: pg_rewind fails when a file that it wants to remove has gone meanwhile.
public record SmallFile(Path directory, Path sign) implements Attempt {
    public static final String NAME = "pgsql_tmp_matriarch_probe";
    private static final int BYTES = 16 * 1024;

    /// Only while `sign` is there: before initdb or a copy is done the directory has to stay as it is.
    @Override
    public Result run() {
        try {
            if (!Files.exists(sign)) return new Result.Skipped();
            write();
            return new Result.Written();
        } catch (IOException trouble) {
            return new Result.Refused(kind(trouble), directory + ": " + trouble.getMessage());
        }
    }

    /// Emptied first, so that room has to be found again.
    private void write() throws IOException {
        try (var channel = FileChannel.open(directory.resolve(NAME), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
            var bytes = ByteBuffer.allocate(BYTES);
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
    }

    /// The text of an error is in the system's language, so the file system is asked as well.
    private DiskTrouble kind(IOException trouble) {
        var text = String.valueOf(trouble.getMessage());
        if (trouble instanceof AccessDeniedException || text.contains("Read-only") || readOnly()) return DiskTrouble.READ_ONLY;
        return text.contains("No space") || text.contains("quota") || text.contains("too large") || full() ? DiskTrouble.FULL : DiskTrouble.FAILED;
    }

    private boolean readOnly() {
        try {
            return Files.getFileStore(directory).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }

    private boolean full() {
        try {
            return Files.getFileStore(directory).getUsableSpace() < BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }
}
