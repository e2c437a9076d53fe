package io.matriarch.agent.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// A watchdog that is open, and so counts: it resets the machine unless it is pinged within its timeout.
///
/// Closing it plainly, or the death of this process, does not stop it; only [#disarm()] does. Trouble is an [IOException] for people.
sealed interface WatchdogDevice permits KernelWatchdog, PipeWatchdog {
    /// Opens it: from here on it counts.
    static WatchdogDevice open(Watchdog.Driver driver, Path path) throws IOException {
        return switch (driver) {
            case DEFAULT -> KernelWatchdog.open(path);
            case TESTING -> new PipeWatchdog(DeviceFile.open(path));
        };
    }

    /// Asks for a timeout of whole seconds, and answers the one that the device has now.
    Duration setTimeout(Duration wanted) throws IOException;

    /// The timeout counts from now.
    void ping() throws IOException;

    /// Whether [#disarm()] stops it. A device that cannot be stopped resets the machine after the last ping, whatever became of the server.
    boolean canBeStopped();

    /// Stops and closes it. The descriptor is free after this, whatever it throws.
    void disarm() throws IOException;

    /// Closes it and lets it count on: what is to be done with a device that failed.
    void abandon();

    /// What it calls itself.
    String identity();
}
