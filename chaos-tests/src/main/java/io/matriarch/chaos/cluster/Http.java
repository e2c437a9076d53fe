package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// HTTP with a hard time limit on connecting and on every read.
public final class Http {

    /// What came back.
    public sealed interface Answer {

        /// A status and a body.
        record Status(int code, String body) implements Answer {}

        /// Nothing, in time.
        record Silence(String why) implements Answer {}

        /// Whether the answer is 200.
        default boolean ok() {
            return this instanceof Status(int code, String _) && code == HttpURLConnection.HTTP_OK;
        }
    }

    private Http() {}

    /// GET.
    public static Answer get(Endpoint to, String path, Duration limit) {
        return send(to, path, limit, "");
    }

    /// POST of a JSON text.
    public static Answer post(Endpoint to, String path, Duration limit, String json) {
        return send(to, path, limit, json);
    }

    private static Answer send(Endpoint to, String path, Duration limit, String json) {
        try {
            var connection = (HttpURLConnection) URI.create("http://" + to + path).toURL().openConnection();
            connection.setConnectTimeout((int) limit.toMillis());
            connection.setReadTimeout((int) limit.toMillis());
            connection.setUseCaches(false);
            if (!json.isEmpty()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
            }
            int code = connection.getResponseCode();
            try (InputStream body = code < HttpURLConnection.HTTP_BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer.Status(code, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException | IllegalArgumentException silent) {
            return new Answer.Silence(silent.toString());
        }
    }
}
