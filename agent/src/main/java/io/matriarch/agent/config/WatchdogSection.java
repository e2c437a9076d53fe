package io.matriarch.agent.config;

import java.nio.file.Path;
import java.time.Duration;

/// `watchdog`. A negative safety margin means half the ttl.
public record WatchdogSection(Mode mode, Path device, Driver driver, Duration safetyMargin) {
    public enum Mode { OFF, AUTOMATIC, REQUIRED }

    /// `testing`: the device is a named pipe or a file that records what is written.
    public enum Driver { DEFAULT, TESTING }
}
