package io.matriarch.rest;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// One scrape in Prometheus' text form. What comes before a number (HELP and TYPE, the name, the labels) stays the same while an agent runs: [Known] puts it together
/// once, and a scrape copies bytes.
final class Exposition {
    private static final int SPARE = 4096;

    /// What lines begin with, of one node. One thread.
    static final class Known {
        /// Labels may come and go (slots do): beyond this many beginnings of one metric they are made anew.
        private static final int MOST = 1000;

        private final String node;
        private final Map<String, byte[]> heads = new HashMap<>();
        private final Map<String, Map<String, byte[]>> lines = new HashMap<>();
        private String metric = "";
        private Map<String, byte[]> ofMetric = new HashMap<>();
        /// Of the last scrape.
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
            return lines.values().stream().mapToInt(Map::size).sum();
        }

        private byte[] head(String name, String type, String help) {
            return heads.computeIfAbsent(name, _ -> bytes("# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n"));
        }

        /// `key` is empty where `value` is labels already.
        private byte[] line(String name, String key, String value) {
            if (!name.equals(metric)) turn(name);
            var known = ofMetric.get(value);
            return known == null ? made(ofMetric, name, key, value) : known;
        }

        /// The lines of one metric come one after the other.
        private void turn(String name) {
            metric = name;
            ofMetric = lines.computeIfAbsent(name, _ -> new HashMap<>());
        }

        private byte[] made(Map<String, byte[]> all, String name, String key, String value) {
            if (all.size() >= MOST) all.clear();
            var labels = key.isEmpty() ? value : label(key, value);
            var line = bytes(name + "{" + node + (labels.isEmpty() ? "" : ",") + labels + "} ");
            all.put(value, line);
            return line;
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private final Known known;
    private byte[] text;
    private int length;

    Exposition(Known known) {
        this.known = known;
        this.text = new byte[known.length + SPARE];
    }

    /// Above the lines of one metric; its `type` is `gauge`, `counter` or `histogram`.
    void head(String name, String type, String help) {
        add(known.head(name, type, help));
    }

    void comment(String words) {
        add("# " + words + "\n");
    }

    /// One line, with labels of its own ([#label], separated by commas) or none.
    void line(String name, String labels, String number) {
        line(name, "", labels, number);
    }

    /// One line with one label of its own.
    void line(String name, String key, String label, String number) {
        add(known.line(name, key, label));
        add(number);
        add("\n");
    }

    static String label(String key, String value) {
        return key + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    Buffer text() {
        known.length = length;
        return Buffer.buffer(length).appendBytes(text, 0, length);
    }

    private void add(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, text, length, bytes.length);
        length += bytes.length;
    }

    private void add(String ascii) {
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) text[length++] = (byte) ascii.charAt(i);
    }

    /// The next scrape is hardly longer than this one ([Known#length]): it has its room from the start.
    private void room(int more) {
        if (length + more > text.length) text = Arrays.copyOf(text, length + more + SPARE);
    }
}
