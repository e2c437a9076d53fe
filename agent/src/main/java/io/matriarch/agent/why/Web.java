package io.matriarch.agent.why;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// GET, and nothing else. `authority` is a PEM file with the certificates to trust; the platform's when it is empty.
/// Connecting and answering may take `patience` each.
public record Web(String authority, Duration patience) {
    /// What came back.
    public sealed interface Answer {
        record Said(int status, String body) implements Answer {}

        record Nothing(String reason) implements Answer {}
    }

    /// `base` is an agent's root, such as `http://10.0.0.11:8008`.
    public Answer get(String base, String path) {
        try {
            var connection = (HttpURLConnection) new URI(base + path).toURL().openConnection();
            if (connection instanceof HttpsURLConnection https && !authority.isEmpty()) https.setSSLSocketFactory(trusting());
            connection.setConnectTimeout((int) patience.toMillis());
            connection.setReadTimeout((int) patience.toMillis());
            var status = connection.getResponseCode();
            try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer.Said(status, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException | URISyntaxException | IllegalArgumentException | ClassCastException | GeneralSecurityException e) {
            return new Answer.Nothing(base + ": " + e.getMessage());
        }
    }

    private SSLSocketFactory trusting() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(Path.of(authority))) {
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) store.setCertificateEntry("ca" + number++, certificate);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls.getSocketFactory();
    }
}
