package io.matriarch.rest;

import io.matriarch.core.port.Peers;
import io.matriarch.core.port.Scheduler;
import io.vertx.core.Vertx;

/// The one event loop on which this program serves HTTP and asks its peers. Closing it ends both.
public final class EventLoop implements AutoCloseable {
    private final Vertx vertx = RestServer.eventLoop();

    /// The port `Peers`; answers come on `loop`.
    public Peers peers(Scheduler loop, PeersHttp.Identity identity, RestConfig.Access access) {
        return new PeersHttp(vertx, loop, identity, access);
    }

    public RestServer server(RestConfig config, RestPorts ports) {
        return new RestServer(vertx, config, ports);
    }

    @Override
    public void close() {
        vertx.close();
    }
}
