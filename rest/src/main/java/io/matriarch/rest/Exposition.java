package io.matriarch.rest;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// One scrape in Prometheus' text form. What comes before a number (HELP and TYPE, the name, the labels) stays the same while an agent runs: [Known] puts it together
/// once, and a scrape copies bytes.
final class Exposition {
    /// What lines begin with, of one node. One thread.
    static final class Known {
        /// Labels may come and go (slots do): beyond this many beginnings all are made anew.
        private static final int MOST = 1000;

        /// `key` is empty where `labels` are labels already.
        private record Beginning(String name, String key, String labels) {}

        private final String node;
        private final Map<String, byte[]> heads = new HashMap<>();
        private final Map<Beginning, byte[]> lines = new HashMap<>();
        private int length;

        /// `node`: the labels that every line has, see [#label].
        Known(String node) {
            this.node = node;
        }

        /// The same, unless the node's labels are others.
        Known of(String node) {
            return node.equals(this.node) ? this : new Known(node);
        }

        int size() {
            return lines.size();
        }

        private byte[] head(String name, String type, String help) {
            return heads.computeIfAbsent(name, _ -> bytes("# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n"));
        }

        private byte[] line(String name, String key, String value) {
            var known = lines.get(new Beginning(name, key, value));
            return known == null ? made(new Beginning(name, key, value)) : known;
        }

        private byte[] made(Beginning b) {
            if (lines.size() >= MOST) lines.clear();
            var labels = b.key.isEmpty() ? b.labels : label(b.key, b.labels);
            var line = bytes(b.name + "{" + node + (labels.isEmpty() ? "" : ",") + labels + "} ");
            lines.put(b, line);
            return line;
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static final byte END = '\n';
    /// By how much one scrape may be longer than the one before it without a second buffer.
    private static final int SPARE = 1024;
    private final Known known;
    private final Buffer text;

    Exposition(Known known) {
        this.known = known;
        this.text = Buffer.buffer(known.length + SPARE);
    }

    /// Above the lines of one metric; its `type` is `gauge`, `counter` or `histogram`.
    void head(String name, String type, String help) {
        text.appendBytes(known.head(name, type, help));
    }

    void comment(String words) {
        text.appendString("# ").appendString(words).appendByte(END);
    }

    /// One line, with labels of its own ([#label], separated by commas) or none.
    void line(String name, String labels, String value) {
        line(name, "", labels, value);
    }

    /// One line with one label of its own.
    void line(String name, String key, String label, String value) {
        text.appendBytes(known.line(name, key, label)).appendString(value).appendByte(END);
    }

    static String label(String key, String value) {
        return key + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    Buffer text() {
        known.length = text.length();
        return text;
    }
}
