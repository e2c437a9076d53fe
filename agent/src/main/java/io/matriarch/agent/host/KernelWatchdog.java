package io.matriarch.agent.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/// A watchdog of the kernel (Documentation/watchdog/watchdog-api.rst, linux/watchdog.h): hardware, a hypervisor's, or softdog.
final class KernelWatchdog implements WatchdogDevice {
    static final long WDIOC_GETSUPPORT = 0x80285700L;
    static final long WDIOC_SETTIMEOUT = 0xC0045706L;
    static final long WDIOC_GETTIMEOUT = 0x80045707L;
    static final int WDIOF_SETTIMEOUT = 0x0080;
    static final int WDIOF_MAGICCLOSE = 0x0100;
    /// `struct watchdog_info`: options, firmware version, 32 bytes of identity.
    static final int INFO_SIZE = 40;
    private static final int IDENTITY = 8;

    private final DeviceFile file;
    private final int options;
    private final String identity;

    private KernelWatchdog(DeviceFile file, int options, String identity) {
        this.file = file;
        this.options = options;
        this.identity = identity;
    }

    static KernelWatchdog open(Path path) throws IOException {
        var file = DeviceFile.open(path);
        try (var arena = Arena.ofConfined()) {
            var info = arena.allocate(INFO_SIZE, ValueLayout.JAVA_INT.byteSize());
            file.control("WDIOC_GETSUPPORT", WDIOC_GETSUPPORT, info);
            var name = info.asSlice(IDENTITY, INFO_SIZE - IDENTITY).toArray(ValueLayout.JAVA_BYTE);
            return new KernelWatchdog(file, info.get(ValueLayout.JAVA_INT, 0), new String(name, StandardCharsets.ISO_8859_1).replaceFirst("\\x00.*", "").strip());
        } catch (IOException noWatchdog) {
            stop(file);
            throw noWatchdog;
        }
    }

    /// It may have begun to count when it was opened, though it understands us badly: nobody is to be reset for that.
    private static void stop(DeviceFile file) {
        try {
            file.write("V");
            file.close();
        } catch (IOException worse) {
            LoggerFactory.getLogger(KernelWatchdog.class).warn("a device that is no watchdog could not be closed: {}", worse.getMessage());
        }
    }

    @Override
    public Duration setTimeout(Duration wanted) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var seconds = arena.allocate(ValueLayout.JAVA_INT);
            if ((options & WDIOF_SETTIMEOUT) != 0) {
                seconds.set(ValueLayout.JAVA_INT, 0, Math.toIntExact(wanted.toSeconds()));
                file.control("WDIOC_SETTIMEOUT", WDIOC_SETTIMEOUT, seconds);
            }
            file.control("WDIOC_GETTIMEOUT", WDIOC_GETTIMEOUT, seconds);
            return Duration.ofSeconds(seconds.get(ValueLayout.JAVA_INT, 0));
        }
    }

    @Override
    public void ping() throws IOException {
        file.write("1");
    }

    @Override
    public boolean canBeStopped() {
        return (options & WDIOF_MAGICCLOSE) != 0;
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
        PipeWatchdog.close(file);
    }

    @Override
    public String identity() {
        return identity;
    }
}
