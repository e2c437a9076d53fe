package io.matriarch.agent.config;

import java.nio.file.Path;
import java.time.Duration;

/// `watchdog`. A negative safety margin means half the ttl.
public record WatchdogSection(Mode mode, Path device, Duration safetyMargin) {
    public enum Mode { OFF, AUTOMATIC, REQUIRED }
}
