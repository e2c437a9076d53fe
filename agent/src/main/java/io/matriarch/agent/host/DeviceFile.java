package io.matriarch.agent.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A device opened for writing, by system calls: Java's channels know no `ioctl`, and would wait for a reader of a named pipe for ever.
///
/// No call waits where the kernel knows how not to (O_NONBLOCK). Not inherited by other programs. Each failure is an [IOException] for people.
final class DeviceFile {
    private static final int O_WRONLY = 1;
    private static final int O_APPEND = 0x400;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private final int descriptor;
    private final String path;

    private DeviceFile(int descriptor, String path) {
        this.descriptor = descriptor;
        this.path = path;
    }

    static DeviceFile open(Path path) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(CLibrary.CALL_STATE);
            var name = arena.allocateFrom(path.toString());
            var descriptor = (int) CLibrary.Descriptors.OPEN.invokeExact(state, name, O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC);
            if (descriptor < 0) throw Errno.trouble("open", path.toString(), (int) CLibrary.ERRNO.get(state, 0L));
            return new DeviceFile(descriptor, path.toString());
        } catch (Throwable trouble) {
            throw known("open", trouble);
        }
    }

    /// Writes all of `text`, or throws.
    void write(String text) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(CLibrary.CALL_STATE);
            var bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes(StandardCharsets.US_ASCII));
            var written = (long) CLibrary.Descriptors.WRITE.invokeExact(state, descriptor, bytes, bytes.byteSize());
            if (written < 0) throw Errno.trouble("write to", path, (int) CLibrary.ERRNO.get(state, 0L));
            if (written < bytes.byteSize()) throw new IOException("write to %s: it took %d of %d bytes".formatted(path, written, bytes.byteSize()));
        } catch (Throwable trouble) {
            throw known("write", trouble);
        }
    }

    /// `ioctl(request, argument)`; the answer is in `argument`. `what` names the request for people.
    void control(String what, long request, MemorySegment argument) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(CLibrary.CALL_STATE);
            var result = (int) CLibrary.Descriptors.IOCTL.invokeExact(state, descriptor, request, argument);
            if (result < 0) throw Errno.trouble(what + " of", path, (int) CLibrary.ERRNO.get(state, 0L));
        } catch (Throwable trouble) {
            throw known("ioctl", trouble);
        }
    }

    /// The descriptor is free after this, whatever it throws.
    void close() throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(CLibrary.CALL_STATE);
            if ((int) CLibrary.Descriptors.CLOSE.invokeExact(state, descriptor) < 0) throw Errno.trouble("close", path, (int) CLibrary.ERRNO.get(state, 0L));
        } catch (Throwable trouble) {
            throw known("close", trouble);
        }
    }

    private static IOException known(String call, Throwable trouble) throws IOException {
        return switch (trouble) {
            case IOException expected -> expected;
            case RuntimeException bug -> throw bug;
            case Throwable impossible -> throw new IllegalStateException(call + " could not be called", impossible);
        };
    }
}
