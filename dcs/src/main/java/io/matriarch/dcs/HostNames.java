package io.matriarch.dcs;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.matriarch.core.view.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/// Where a host is whose name gRPC by itself refuses, for it reads names as [URI] does: one with an underscore, as containers have, or with a last part of digits.
/// The machine is asked as for every other name, anew for each connection.
final class HostNames extends NameResolverProvider {
    /// No host can be called that; gRPC would take `dns:2379` for such a word.
    private static final String SCHEME = "host+name";

    static {
        NameResolverRegistry.getDefaultRegistry().register(new HostNames());
    }

    /// Whether such a name is one for this class.
    static boolean takes(String host) {
        return host.matches("[A-Za-z0-9._-]+") && URI.create("//" + host).getHost() == null;
    }

    static String target(Endpoint at) {
        return SCHEME + ":///" + at;
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        var path = target.getPath();
        var colon = path.lastIndexOf(':');
        return new Asking(new Endpoint(path.substring(1, colon), Integer.parseInt(path.substring(colon + 1))), args);
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    /// The last, so that gRPC's own stays the one for everything else.
    @Override
    protected int priority() {
        return 0;
    }

    /// gRPC asks again where nothing came, and when a connection is lost. Used in its one order (its synchronization context) only.
    private static final class Asking extends NameResolver {
        private final Endpoint at;
        private final Args args;
        private Listener2 listener;
        private boolean underWay;

        Asking(Endpoint at, Args args) {
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
            underWay = true;
            args.getOffloadExecutor().execute(() -> {
                var found = ResolutionResult.newBuilder().setAddressesOrError(addresses()).build();
                args.getSynchronizationContext().execute(() -> told(found));
            });
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
}
