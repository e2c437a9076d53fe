package io.matriarch.agent.postgres;

import io.matriarch.agent.host.DiskShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is free of a file system beyond what is to stay free of it.
record Spare(Path place, long bytes, DiskShare keepFree) {
    /// There is not enough of it. Nothing was written for it.
    static final class None extends Trouble {
        private static final long serialVersionUID = 1;

        None(String message) {
            super(message);
        }
    }

    static Spare in(Path place, DiskShare keepFree) throws Trouble {
        try {
            return new Spare(place, Files.getFileStore(place).getUsableSpace() - keepFree.on(place), keepFree);
        } catch (IOException trouble) {
            throw new Trouble("nobody knows how much space there is in " + place, trouble);
        }
    }

    void require(long needed, String what) throws None {
        if (bytes < needed)
            throw new None("no space for %s: it takes %d bytes, and %d are free in %s beyond %s that stay free (matriarch.rebuild_keep_free)".formatted(what, needed, Math.max(0, bytes), place, keepFree.text()));
    }
}
