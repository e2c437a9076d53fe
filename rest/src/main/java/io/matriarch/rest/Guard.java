package io.matriarch.rest;

import io.matriarch.rest.RestConfig.Access;
import io.matriarch.rest.RestConfig.Clients;
import io.matriarch.rest.RestConfig.Tls;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Who may change something, after [Allowlist]: first the client certificate where TLS asks for one, then Basic authentication. Reading is never guarded.
final class Guard {
    private final Tls tls;
    private final Access access;

    Guard(RestConfig config) {
        this.tls = config.tls();
        this.access = config.access();
    }

    /// A bare 200, or why not.
    Reply check(HttpServerRequest request) {
        if (wantsCertificate() && !hasCertificate(request)) return Reply.text(403, "client certificate required");
        var header = request.getHeader("Authorization");
        return authenticate(header == null ? "" : header);
    }

    Reply authenticate(String header) {
        return switch (access) {
            case Access.Open() -> Reply.bare(200);
            case Access.Basic _ when header.isEmpty() -> refused("no auth header received");
            case Access.Basic(var user, var password) -> same(user + ":" + password, credentials(header)) ? Reply.bare(200) : refused("not authenticated");
        };
    }

    private boolean wantsCertificate() {
        return tls instanceof Tls.Files files && !(files.clients() instanceof Clients.Unchecked);
    }

    private static boolean hasCertificate(HttpServerRequest request) {
        try {
            return request.sslSession().getPeerCertificates().length > 0;
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            return false;
        }
    }

    /// The decoded `user:password`; empty when the header is something else.
    private static String credentials(String header) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) return "";
        try {
            return new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /// Digests first, so that the time taken tells neither content nor length.
    private static boolean same(String wanted, String given) {
        return MessageDigest.isEqual(digest(wanted), digest(given));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Reply refused(String text) {
        return Reply.text(401, text).with("WWW-Authenticate", "Basic realm=\"Patroni\"");
    }
}
