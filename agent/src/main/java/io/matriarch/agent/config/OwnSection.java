package io.matriarch.agent.config;

import io.matriarch.agent.host.DiskShare;
import java.nio.file.Path;
import java.time.Duration;

/// `matriarch`: what Patroni has no word for. `journalSize` is in bytes. `setAsideLimit` is what old data directories and saved forks may take;
/// `rewindUnsaved` waives that the WAL of a lost fork is saved before a rewind.
/// `rebuildKeepFree` of the disk stays free of a clone or of saved WAL; after `rebuildPatience` without progress a rewind or a clone is ended.
public record OwnSection(Path stateDirectory, long journalSize, int journalFiles, DiskShare setAsideLimit, boolean rewindUnsaved,
        DiskShare rebuildKeepFree, Duration rebuildPatience) {}
