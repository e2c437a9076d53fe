package io.matriarch.agent.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What systemd (or whoever set NOTIFY_SOCKET) hears of this service: sd_notify(3), a datagram to a Unix socket, which Java's own sockets cannot send.
///
/// Says nothing where nobody asked to be told. A message that cannot be delivered is dropped, never waited for, and said of once in the log. Any thread.
public final class ServiceNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceNotifier.class);
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
    /// `struct sockaddr_un`: the family, and 108 bytes of path.
    private static final int PATH = 2;
    private static final int LONGEST_PATH = 107;

    private final String address;
    private final Duration watchdog;
    private volatile boolean told;

    private ServiceNotifier(String address, Duration watchdog) {
        this.address = address;
        this.watchdog = watchdog;
    }

    /// By the environment that systemd gives a service: NOTIFY_SOCKET (a path, or `@` and an abstract name), WATCHDOG_USEC, WATCHDOG_PID.
    public static ServiceNotifier of(Map<String, String> environment) {
        var address = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (address.isEmpty()) return new ServiceNotifier("", Duration.ZERO);
        if (!address.startsWith("/") && !address.startsWith("@") || address.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            LOG.warn("NOTIFY_SOCKET: {} is no Unix socket that can be written to; the service manager hears nothing", address);
            return new ServiceNotifier("", Duration.ZERO);
        }
        return new ServiceNotifier(address, watchdog(environment));
    }

    private static Duration watchdog(Map<String, String> environment) {
        var meant = environment.getOrDefault("WATCHDOG_PID", "");
        var interval = environment.getOrDefault("WATCHDOG_USEC", "");
        var ours = meant.isEmpty() || meant.equals(Long.toString(ProcessHandle.current().pid()));
        return ours && interval.matches("\\d{1,15}") ? Duration.ofNanos(Long.parseLong(interval) * 1000) : Duration.ZERO;
    }

    /// The longest time between two signs of life before the service manager ends this process; zero when it does not watch.
    public Duration watchdog() {
        return watchdog;
    }

    /// Whether anybody listens.
    public boolean wanted() {
        return !address.isEmpty();
    }

    /// It works: what was ordered to start after it may.
    public void ready() {
        send("READY=1");
    }

    public void stopping() {
        send("STOPPING=1");
    }

    /// The configuration is being read again; [#ready()] follows. The time is CLOCK_MONOTONIC's, which `System.nanoTime()` is on Linux.
    public void reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
    }

    /// A sign of life, and in a few words what this service does.
    public void alive(String status) {
        send((watchdog.isZero() ? "" : "WATCHDOG=1\n") + "STATUS=" + status.replace('\n', ' '));
    }

    private void send(String message) {
        if (address.isEmpty()) return;
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(CLibrary.CALL_STATE);
            var descriptor = (int) CLibrary.Descriptors.SOCKET.invokeExact(state, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            if (descriptor < 0) throw Errno.trouble("socket for", address, (int) CLibrary.ERRNO.get(state, 0L));
            var errno = sent(arena, state, descriptor, message);
            var _ = (int) CLibrary.Descriptors.CLOSE.invokeExact(state, descriptor);
            if (errno != 0) throw Errno.trouble("send to", address, errno);
        } catch (IOException trouble) {
            if (!told) LOG.warn("the service manager hears nothing: {}", trouble.getMessage());
            told = true;
        } catch (RuntimeException bug) {
            throw bug;
        } catch (Throwable impossible) {
            throw new IllegalStateException("the service manager could not be told", impossible);
        }
    }

    private int sent(Arena arena, MemorySegment state, int descriptor, String message) throws Throwable {
        var to = socketAddress(arena);
        var text = arena.allocateFrom(ValueLayout.JAVA_BYTE, message.getBytes(StandardCharsets.UTF_8));
        var count = (long) CLibrary.Descriptors.SENDTO.invokeExact(state, descriptor, text, text.byteSize(), MSG_DONTWAIT_NOSIGNAL, to, (int) to.byteSize());
        return count < 0 ? (int) CLibrary.ERRNO.get(state, 0L) : 0;
    }

    /// An abstract name begins with a zero byte and has no end but the address's length.
    private MemorySegment socketAddress(Arena arena) {
        var name = address.getBytes(StandardCharsets.UTF_8);
        var abstractName = name[0] == '@';
        if (abstractName) name[0] = 0;
        var segment = arena.allocate(PATH + name.length + (abstractName ? 0 : 1));
        segment.set(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.nativeOrder()), 0, (short) AF_UNIX);
        MemorySegment.copy(name, 0, segment, ValueLayout.JAVA_BYTE, PATH, name.length);
        return segment;
    }
}
