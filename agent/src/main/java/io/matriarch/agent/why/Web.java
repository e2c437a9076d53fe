package io.matriarch.agent.why;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import javax.net.ssl.HttpsURLConnection;

/// GET, and nothing else: nothing is changed, so no password is ever sent. Connecting and answering may take `patience` each.
public record Web(ClientTls tls, Duration patience) {
    /// What came back.
    public sealed interface Answer {
        record Said(int status, String body) implements Answer {}

        record Nothing(String reason) implements Answer {}
    }

    /// `base` is an agent's root, such as `http://10.0.0.11:8008`.
    public Answer get(String base, String path) {
        return asked(base, path, (_, body) -> body);
    }

    /// The header `name` of the answer in the place of its body; empty where there is none.
    public Answer header(String base, String path, String name) {
        return asked(base, path, (connection, _) -> Objects.requireNonNullElse(connection.getHeaderField(name), ""));
    }

    private Answer asked(String base, String path, BiFunction<HttpURLConnection, String, String> wanted) {
        try {
            var connection = (HttpURLConnection) new URI(base + path).toURL().openConnection();
            if (connection instanceof HttpsURLConnection https) tls.use(https);
            connection.setConnectTimeout((int) patience.toMillis());
            connection.setReadTimeout((int) patience.toMillis());
            var status = connection.getResponseCode();
            try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer.Said(status, wanted.apply(connection, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8)));
            }
        } catch (IOException | URISyntaxException | IllegalArgumentException | ClassCastException | GeneralSecurityException e) {
            return new Answer.Nothing(base + ": " + e.getMessage() + hint(base, e));
        }
    }

    /// A server that misses a certificate hangs up in TLS 1.3 when the client believes that it is connected, so what is heard varies.
    private String hint(String base, Exception e) {
        var perhaps = base.startsWith("https:") && tls.certificate().isEmpty() && e instanceof IOException && !(e instanceof ConnectException);
        return perhaps ? " (no client certificate was shown; the agent may ask for one: ctl.certfile, or --cert)" : "";
    }
}
