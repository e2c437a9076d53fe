package io.matriarch.dcs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/// The machine of these tests knows every name that ends with `.loopback` as 127.0.0.1, and others as it always does.
public final class LoopbackNames extends InetAddressResolverProvider {
    private static final String ENDING = ".loopback";

    @Override
    public InetAddressResolver get(Configuration configuration) {
        var machine = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                return host.endsWith(ENDING) ? Stream.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})) : machine.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return machine.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "loopback";
    }
}
