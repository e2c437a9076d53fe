package io.matriarch.agent.config;

import java.nio.file.Path;

/// `matriarch`: what Patroni has no word for. `journalSize` is in bytes.
public record OwnSection(Path stateDirectory, long journalSize, int journalFiles) {}
