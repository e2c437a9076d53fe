package io.matriarch.agent.config;

import java.net.URI;
import java.util.List;

/// `etcd3`. Endpoints are URLs (`http://host:port`) in the order written; no user is used when `username` is empty, and DNS is not asked when the domain is.
public record EtcdSection(List<URI> endpoints, Srv srv, String username, Secret password, TlsFiles tls) {
    public EtcdSection {
        endpoints = List.copyOf(endpoints);
    }

    /// `srv` and `srv_suffix`; `protocol` as it is written for hosts.
    public record Srv(String domain, String suffix, String protocol) {
        public boolean given() {
            return !domain.isEmpty();
        }
    }

    /// Whether the members that are listed are spoken to by TLS.
    public boolean secured() {
        return endpoints.stream().anyMatch(endpoint -> endpoint.getScheme().equals("https"));
    }

    /// Whether anything here is for TLS, so that nothing goes in clear because DNS says so.
    public boolean asksForTls() {
        return secured() || srv.protocol().equals("https") || !tls.authorities().isEmpty() || tls.certified();
    }

    /// Where an endpoint is. (`URI.getHost()` knows no host with an underscore, such as containers have.)
    public static HostPort address(URI endpoint) {
        return HostPort.of(endpoint.getRawAuthority(), EtcdUrl.DEFAULT_PORT);
    }
}
