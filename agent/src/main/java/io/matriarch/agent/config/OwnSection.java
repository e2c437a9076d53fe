package io.matriarch.agent.config;

import io.matriarch.agent.disk.Watermarks;
import io.matriarch.agent.host.DiskShare;
import java.nio.file.Path;

/// `matriarch`: what Patroni has no word for. `journalSize` is in bytes. `setAsideLimit` is what old data directories and saved forks may take;
/// `rewindUnsaved` waives that the WAL of a lost fork is saved before a rewind; `watermarks` say when room is scarce.
public record OwnSection(Path stateDirectory, long journalSize, int journalFiles, DiskShare setAsideLimit, boolean rewindUnsaved, Watermarks watermarks) {}
