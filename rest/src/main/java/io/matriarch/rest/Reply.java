package io.matriarch.rest;

import io.matriarch.json.JsonText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;

/// One HTTP answer as data. Handlers return it, [Sending] puts it on the wire.
record Reply(int status, CharSequence type, Buffer body, Map<String, String> headers) {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    static Reply json(int status, Object tree) {
        return new Reply(status, JSON, Buffer.buffer(JsonText.spaced(tree)), Map.of());
    }

    /// JSON that is text already.
    static Reply jsonText(int status, String text) {
        return new Reply(status, JSON, Buffer.buffer(text), Map.of());
    }

    /// Patroni's plain answers: a short sentence as text/html. It may repeat what the caller sent, so it is escaped.
    static Reply text(int status, String sentence) {
        return new Reply(status, "text/html", Buffer.buffer(escaped(sentence)), Map.of());
    }

    static Reply plain(int status, String text) {
        return plain(status, Buffer.buffer(text));
    }

    static Reply plain(int status, Buffer text) {
        return new Reply(status, "text/plain;charset=utf-8", text, Map.of());
    }

    /// Patroni's error page, where patronictl looks for its texts.
    static Reply error(int status, String explanation) {
        var page = """
                <!DOCTYPE HTML>
                <html lang="en">
                    <head><meta charset="utf-8"><title>Error response</title></head>
                    <body>
                        <h1>Error response</h1>
                        <p>Error code: %d</p>
                        <p>Error code explanation: %d - %s.</p>
                    </body>
                </html>
                """.formatted(status, status, escaped(explanation));
        return new Reply(status, "text/html;charset=utf-8", Buffer.buffer(page), Map.of());
    }

    /// A status line alone.
    static Reply bare(int status) {
        return new Reply(status, "text/html", Buffer.buffer(), Map.of());
    }

    /// With one more sentence for people, where it succeeded.
    Reply noting(String sentence) {
        return ok() && !sentence.isEmpty() ? new Reply(status, type, Buffer.buffer(body.toString() + sentence), headers) : this;
    }

    Reply with(String header, String value) {
        return new Reply(status, type, body, Map.of(header, value));
    }

    boolean ok() {
        return status < 300;
    }

    /// Quotation marks stay as they are: Patroni's texts have them.
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
