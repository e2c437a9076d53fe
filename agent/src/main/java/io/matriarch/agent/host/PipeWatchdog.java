package io.matriarch.agent.host;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/// A named pipe (or a file) in a watchdog's place: its reader sees `Ctimeout=SECONDS` and a line feed, `1` for each ping, `V` for a disarming.
/// These are the words of Patroni's driver `testing`.
final class PipeWatchdog implements WatchdogDevice {
    private final DeviceFile file;

    PipeWatchdog(DeviceFile file) {
        this.file = file;
    }

    @Override
    public Duration setTimeout(Duration wanted) throws IOException {
        file.write("Ctimeout=" + wanted.toSeconds() + "\n");
        return wanted;
    }

    @Override
    public void ping() throws IOException {
        file.write("1");
    }

    @Override
    public boolean canBeStopped() {
        return true;
    }

    @Override
    public void disarm() throws IOException {
        try {
            file.write("V");
        } finally {
            file.close();
        }
    }

    @Override
    public void abandon() {
        close(file);
    }

    static void close(DeviceFile file) {
        try {
            file.close();
        } catch (IOException trouble) {
            LoggerFactory.getLogger(WatchdogDevice.class).warn("watchdog: {}", trouble.getMessage());
        }
    }

    @Override
    public String identity() {
        return "a pipe for tests";
    }
}
