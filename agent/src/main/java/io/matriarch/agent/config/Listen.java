package io.matriarch.agent.config;

import java.util.List;
import java.util.stream.Stream;

/// Where a server listens: one port on one or several local addresses (`*` is all of them).
public record Listen(List<String> hosts, int port) {
    public Listen {
        hosts = List.copyOf(hosts);
    }

    /// Reads Patroni's `h1,h2:port`. Only for text that [#fault] accepts.
    static Listen of(String text, int otherwise) {
        var last = HostPort.of(lastOf(text), otherwise);
        var others = text.substring(0, text.lastIndexOf(',') + 1);
        return new Listen(Stream.concat(Stream.of(others.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).map(h -> HostPort.of(h, 0).host()),
                Stream.of(last.host())).toList(), last.port());
    }

    static String fault(String text) {
        var fault = HostPort.fault(lastOf(text));
        if (!fault.isEmpty()) return fault;
        return Stream.of(text.split(",", -1)).map(String::strip).map(HostPort::fault).filter(f -> !f.isEmpty()).findFirst().orElse("");
    }

    private static String lastOf(String text) {
        return text.substring(text.lastIndexOf(',') + 1).strip();
    }

    /// What peers use when `connect_address` is not given.
    HostPort first() {
        return new HostPort(hosts.getFirst(), port);
    }
}
