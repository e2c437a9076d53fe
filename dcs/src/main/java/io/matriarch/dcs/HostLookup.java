package io.matriarch.dcs;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.matriarch.core.view.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/// Asks the machine for the addresses of one host, off gRPC's threads. gRPC wants it again where nothing came, and when a connection is lost. Used in the one order that gRPC
/// keeps for a channel (its synchronization context) only.
final class HostLookup extends NameResolver {
    private final Endpoint at;
    private final Args args;
    private Listener2 listener;
    private boolean underWay;

    HostLookup(Endpoint at, Args args) {
        this.at = at;
        this.args = args;
    }

    @Override
    public String getServiceAuthority() {
        return at.toString();
    }

    @Override
    public void start(Listener2 whom) {
        listener = whom;
        refresh();
    }

    @Override
    public void refresh() {
        if (underWay) return;
        args.getOffloadExecutor().execute(() -> {
            var found = ResolutionResult.newBuilder().setAddressesOrError(addresses()).build();
            args.getSynchronizationContext().execute(() -> told(found));
        });
        underWay = true;
    }

    private void told(ResolutionResult found) {
        underWay = false;
        var _ = listener.onResult2(found);
    }

    private StatusOr<List<EquivalentAddressGroup>> addresses() {
        try {
            return StatusOr.fromValue(Stream.of(InetAddress.getAllByName(at.host())).map(address -> new EquivalentAddressGroup(new InetSocketAddress(address, at.port()))).toList());
        } catch (UnknownHostException unknown) {
            return StatusOr.fromStatus(Status.UNAVAILABLE.withDescription("unknown host: " + unknown.getMessage()));
        }
    }

    @Override
    public void shutdown() {}
}
