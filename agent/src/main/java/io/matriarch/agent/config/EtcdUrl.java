package io.matriarch.agent.config;

import java.net.URI;

/// One etcd endpoint as Patroni writes it: `host`, `host:port` or a URL.
final class EtcdUrl {
    static final int DEFAULT_PORT = 2379;

    private EtcdUrl() {}

    static String fault(String text) {
        if (text.contains("@")) return "must not hold a user; use etcd3.username and etcd3.password";
        if (text.contains("://") && !text.matches("https?://.*")) return "must begin with http:// or https://";
        var address = address(text);
        if (address.contains("/")) return "must end after the port";
        var fault = HostPort.fault(address);
        return fault.isEmpty() && HostPort.of(address, DEFAULT_PORT).wildcard() ? "must be an address that can be connected to" : fault;
    }

    /// Only for text that [#fault] accepts.
    static URI of(String text, String protocol, int port) {
        var scheme = text.contains("://") ? text.substring(0, text.indexOf(':')) : protocol;
        return URI.create(scheme + "://" + HostPort.of(address(text), port == 0 ? DEFAULT_PORT : port));
    }

    private static String address(String text) {
        return text.replaceFirst("^[a-z]+://", "").replaceFirst("/$", "");
    }
}
