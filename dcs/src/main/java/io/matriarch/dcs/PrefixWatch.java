package io.matriarch.dcs;

import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import io.matriarch.core.port.Dcs;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One watch of the prefix, kept going: after every end it is made anew, on the next endpoint, with growing pauses.
///
/// It starts at "now" each time and says `changed` once when it is there again, because what happened in between was missed: a watch
/// is a wake-up, the truth is always the next read. Used on the adapter's one thread only.
final class PrefixWatch {
    private static final Logger LOG = LoggerFactory.getLogger(PrefixWatch.class);
    private static final long CREATION_SECONDS = 3;

    private final Connection connection;
    private final Keyspace keys;
    private final Dcs.WatchListener listener;
    private int attempts;

    PrefixWatch(Connection connection, Keyspace keys, Dcs.WatchListener listener) {
        this.connection = connection;
        this.keys = keys;
        this.listener = listener;
    }

    void start() {
        var order = connection.endpoints().ordered(Endpoints.Care.ALL);
        attempts++;
        if (order.isEmpty()) {
            later(); // DNS has named nobody yet
            return;
        }
        var endpoint = order.get((attempts - 1) % order.size());
        var _ = endpoint.token(Deadline.after(CREATION_SECONDS, TimeUnit.SECONDS)).thenAccept(token -> {
            if (token instanceof Answer.Given<String>) new Stream(endpoint).open();
            else again("authentication: " + token.why());
        });
    }

    private void again(String reason) {
        if (!connection.thread().isShutdown()) LOG.info("etcd watch ended, it is made anew: {}", reason);
        later();
    }

    private void later() {
        if (connection.thread().isShutdown()) return;
        var _ = connection.thread().schedule(this::start, Connection.PAUSES.apply(Math.clamp(attempts, 1, 10)), TimeUnit.MILLISECONDS);
    }

    /// One stream to one endpoint.
    private final class Stream extends ClientCall.Listener<WatchResponse> {
        private final EtcdEndpoint endpoint;
        private final ClientCall<WatchRequest, WatchResponse> call;
        private final WatchEvents events = new WatchEvents(keys, listener);
        private boolean created;

        Stream(EtcdEndpoint endpoint) {
            this.endpoint = endpoint;
            this.call = endpoint.channel().newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
        }

        void open() {
            call.start(this, new Metadata());
            call.request(1);
            call.sendMessage(WatchRequest.newBuilder().setCreateRequest(WatchCreateRequest.newBuilder()
                    .setKey(keys.first()).setRangeEnd(keys.end())).build());
            var _ = connection.thread().schedule(() -> {
                if (!created) call.cancel("not created within " + CREATION_SECONDS + " s", null);
            }, CREATION_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void onMessage(WatchResponse response) {
            if (!connection.endpoints().ours(endpoint, response.getHeader())) call.cancel("belongs to another etcd cluster", null);
            else if (response.getCanceled()) ended(response);
            else report(response);
            call.request(1);
        }

        private void ended(WatchResponse response) {
            endpoint.forgetToken();
            call.cancel("ended by etcd: " + response.getCancelReason() + ", compacted at " + response.getCompactRevision(), null);
        }

        private void report(WatchResponse response) {
            if (response.getCreated()) {
                created = true;
                attempts = 0;
                listener.changed();
            }
            events.report(response.getEventsList());
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            again(endpoint + ": " + status.getCode() + " " + status.getDescription());
        }
    }
}
