package io.matriarch.agent.config;

import java.util.List;
import java.util.Map;

/// `restapi`. Basic authentication is off when `username` is empty; TLS is on when `tls` has a certificate.
public record RestSection(Listen listen, HostPort connectAddress, String username, Secret password, TlsFiles tls, VerifyClient verifyClient,
        String ciphers, List<String> allowlist, boolean allowlistIncludesMembers, Map<String, String> headers, Map<String, String> tlsHeaders,
        ServerTokens serverTokens) {
    public enum VerifyClient { NONE, OPTIONAL, REQUIRED }

    public enum ServerTokens { ORIGINAL, PRODUCTONLY, MINIMAL }

    public RestSection {
        allowlist = List.copyOf(allowlist);
        headers = Map.copyOf(headers);
        tlsHeaders = Map.copyOf(tlsHeaders);
    }

    /// What the member key says: `http://host:port/patroni`.
    public String apiUrl() {
        return (tls.certified() ? "https://" : "http://") + connectAddress + "/patroni";
    }
}
