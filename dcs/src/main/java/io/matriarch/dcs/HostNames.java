package io.matriarch.dcs;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.matriarch.core.view.Endpoint;
import java.net.URI;

/// Where a host is whose name gRPC by itself refuses, for it reads names as [URI] does: one with an underscore, as containers have, or with a last part of digits.
/// The machine is asked ([HostLookup]), as for every other name.
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
        return new HostLookup(new Endpoint(path.substring(1, colon), Integer.parseInt(path.substring(colon + 1))), args);
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
}
