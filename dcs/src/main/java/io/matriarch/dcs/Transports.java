package io.matriarch.dcs;

import io.grpc.Attributes;
import io.grpc.ClientTransportFilter;
import java.util.concurrent.atomic.AtomicReference;

/// Since when the connection to one endpoint has been there. gRPC tells it on threads of its own.
final class Transports extends ClientTransportFilter {
    private record Live(int count, long since) {}

    private final AtomicReference<Live> live = new AtomicReference<>(new Live(0, 0));

    @Override
    public Attributes transportReady(Attributes transport) {
        live.updateAndGet(l -> new Live(l.count + 1, System.nanoTime()));
        return transport;
    }

    @Override
    public void transportTerminated(Attributes transport) {
        live.updateAndGet(l -> new Live(Math.max(0, l.count - 1), l.since));
    }

    /// Whether every connection that there is was there at `instant` already ([System#nanoTime]), and one is.
    boolean since(long instant) {
        var now = live.get();
        return now.count > 0 && now.since - instant <= 0;
    }
}
