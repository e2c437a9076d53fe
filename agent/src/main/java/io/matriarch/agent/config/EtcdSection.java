package io.matriarch.agent.config;

import java.net.URI;
import java.util.List;

/// `etcd3`. Endpoints are URLs (`http://host:port`) in the order written; no user is used when `username` is empty.
public record EtcdSection(List<URI> endpoints, String username, Secret password, TlsFiles tls) {
    public EtcdSection {
        endpoints = List.copyOf(endpoints);
    }

    /// Where an endpoint is. (`URI.getHost()` knows no host with an underscore, such as containers have.)
    public static HostPort address(URI endpoint) {
        return HostPort.of(endpoint.getRawAuthority(), EtcdUrl.DEFAULT_PORT);
    }
}
