package io.matriarch.agent.config;

import io.matriarch.agent.disk.Watermarks;
import io.matriarch.agent.host.DiskShare;
import java.nio.file.Path;
import java.time.Duration;

/// `matriarch`: what Patroni has no word for. `journalSize` is in bytes. `setAsideLimit` is what old data directories and saved forks may take;
/// `rewindUnsaved` waives that the WAL of a lost fork is saved before a rewind.
/// `rebuildKeepFree` of the disk stays free of a clone or of saved WAL; after `rebuildPatience` without progress a rewind or a clone is ended.
/// `watermarks` say when room is scarce.
public record OwnSection(Path stateDirectory, long journalSize, int journalFiles, DiskShare setAsideLimit, boolean rewindUnsaved,
        DiskShare rebuildKeepFree, Duration rebuildPatience, Watermarks watermarks, Scripts scripts) {
    /// How long the operator's scripts may take.
    public record Scripts(Duration callback, Duration prePromote, Duration beforeStop) {}
}
