package io.matriarch.rest;

import java.net.InetAddress;
import java.util.Optional;

/// Addresses that begin alike: `10.0.0.0/8`, `fd00::/8`, or one alone. Pure: no name is looked up.
public record Network(InetAddress first, int bits) {

    /// Empty when the text is neither an address nor a network: a host's name, perhaps. Bits behind the prefix do not matter, as in Patroni.
    public static Optional<Network> of(String text) {
        var slash = text.indexOf('/');
        var literal = slash < 0 ? text : text.substring(0, slash);
        // Java also takes `10.1` for 10.0.0.1.
        if (!literal.contains(":") && !literal.matches("\\d+\\.\\d+\\.\\d+\\.\\d+")) return Optional.empty();
        try {
            var address = InetAddress.ofLiteral(literal);
            var all = address.getAddress().length * 8;
            var bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > all ? Optional.empty() : Optional.of(new Network(address, bits));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean has(InetAddress other) {
        byte[] mine = first.getAddress();
        byte[] its = other.getAddress();
        if (mine.length != its.length) return false;
        for (int bit = 0; bit < bits; bit++) if (((mine[bit / 8] ^ its[bit / 8]) & 0x80 >> bit % 8) != 0) return false;
        return true;
    }
}
