package io.matriarch.agent.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a service manager listens on: a Unix datagram socket at a path, or at an abstract name that begins with `@`.
public final class Datagrams implements AutoCloseable {
    private static final int MSG_DONTWAIT = 0x40;
    private final int descriptor;

    public Datagrams(String address) {
        try (var arena = Arena.ofConfined()) {
            descriptor = (int) function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT).invokeExact(1, 2 | 0x80000, 0);
            var name = address.getBytes(StandardCharsets.UTF_8);
            var at = arena.allocate(2 + name.length);
            if (name[0] == '@') name[0] = 0;
            at.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) 1);
            MemorySegment.copy(name, 0, at, ValueLayout.JAVA_BYTE, 2, name.length);
            var bound = (int) function("bind", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT).invokeExact(descriptor, at, (int) at.byteSize());
            if (bound != 0) throw new IllegalStateException("bind " + address);
        } catch (Throwable trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    /// What has come in, in order.
    public List<String> received() {
        var all = new ArrayList<String>();
        try (var arena = Arena.ofConfined()) {
            var receive = function("recv", ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
            var buffer = arena.allocate(4096);
            for (;;) {
                var count = (long) receive.invokeExact(descriptor, buffer, buffer.byteSize(), MSG_DONTWAIT);
                if (count < 0) return all;
                all.add(new String(buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
            }
        } catch (Throwable trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), FunctionDescriptor.of(result, arguments));
    }

    @Override
    public void close() {
        try {
            var _ = (int) function("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT).invokeExact(descriptor);
        } catch (Throwable trouble) {
            throw new IllegalStateException(trouble);
        }
    }
}
