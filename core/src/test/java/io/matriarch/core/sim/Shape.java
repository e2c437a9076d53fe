package io.matriarch.core.sim;

import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.StandbyCluster;
import io.matriarch.core.view.Tags;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a cluster is made of: its nodes with their tags, and its dynamic configuration. As text two lines:
/// `cluster a b(failover_priority=2) c(nofailover=1) d(replicatefrom=b)` and `config loop_wait=2 retry_timeout=1 ttl=10`.
record Shape(List<Node> nodes, Map<String, Long> config) {
    private static final Map<String, Long> USUAL = Map.of("ttl", 10L, "loop_wait", 2L, "retry_timeout", 1L);
    /// What `synchronous_mode` is as a number.
    static final long ON = 1;
    static final long QUORUM = 2;
    /// The section `standby_cluster` of a cluster that follows the [SimRemote]; `config remote=1` says so from the beginning.
    static final String REMOTE_HOST = "remote";
    static final Map<String, Object> REMOTE = Map.of("host", REMOTE_HOST);
    private static final Pattern NODE = Pattern.compile("(\\w+)(?:\\(([^)]*)\\))?");

    /// `upstream` is the tag `replicatefrom`; empty without it.
    record Node(String name, Map<String, Long> tags, String upstream) {
        private static final String UPSTREAM = "replicatefrom";

        Node {
            tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        }

        Node(String name, Map<String, Long> tags) {
            this(name, tags, "");
        }

        private TreeMap<String, Object> all() {
            var all = new TreeMap<String, Object>(tags);
            if (!upstream.isEmpty()) all.put(UPSTREAM, upstream);
            return all;
        }

        Tags asTags() {
            return all().isEmpty() ? Tags.NONE : Tags.of(new Document(Map.copyOf(all())));
        }

        String text() {
            return name + (all().isEmpty() ? "" : "(" + pairs(all(), ",") + ")");
        }

        private static Node read(String name, String tags) {
            var rest = Stream.of(tags.split(",", -1)).filter(tag -> !tag.startsWith(UPSTREAM + "=")).collect(Collectors.joining(","));
            var upstream = Stream.of(tags.split(",", -1)).filter(tag -> tag.startsWith(UPSTREAM + "=")).map(tag -> tag.substring(UPSTREAM.length() + 1)).findFirst().orElse("");
            return new Node(name, rest.isEmpty() ? Map.of() : map(rest, ","), upstream);
        }
    }

    Shape {
        nodes = List.copyOf(nodes);
        config = Collections.unmodifiableMap(new TreeMap<>(config));
    }

    static Shape of(int ttl, String... names) {
        return new Shape(Stream.of(names).map(name -> new Node(name, Map.of())).toList(), USUAL).with("ttl", ttl);
    }

    Shape with(String key, long value) {
        var newer = new TreeMap<>(config);
        newer.put(key, value);
        return new Shape(nodes, newer);
    }

    /// As the cluster is told.
    Document document() {
        var fields = new TreeMap<String, Object>(config);
        fields.computeIfPresent("synchronous_mode", (_, mode) -> mode.equals(QUORUM) ? "quorum" : mode.equals(ON));
        fields.computeIfPresent("synchronous_mode_strict", (_, strict) -> strict.equals(1L));
        fields.computeIfPresent("failsafe_mode", (_, on) -> on.equals(1L));
        if (fields.remove("remote") instanceof Long follows && follows.equals(1L)) fields.put("standby_cluster", REMOTE);
        if (fields.remove("fast_failover") instanceof Long on) fields.put("matriarch", Map.of("fast_failover", on.equals(1L)));
        return new Document(Map.copyOf(fields));
    }

    boolean follows() {
        return clusterConfig().standbyCluster() instanceof StandbyCluster.Following;
    }

    ClusterConfig clusterConfig() {
        return new ClusterConfig(document());
    }

    String text() {
        return "cluster " + nodes.stream().map(Node::text).collect(Collectors.joining(" ")) + "\nconfig " + pairs(config, " ");
    }

    /// From the words after `cluster`, with the usual configuration.
    static Shape read(String nodes) {
        return new Shape(Stream.of(nodes.strip().split("\\s+", -1)).map(Shape::node).toList(), USUAL);
    }

    /// With the words after `config` on top.
    Shape configured(String pairs) {
        var newer = new TreeMap<>(config);
        newer.putAll(map(pairs, "\\s+"));
        return new Shape(nodes, newer);
    }

    private static Node node(String word) {
        var found = NODE.matcher(word);
        if (!found.matches()) throw new IllegalArgumentException("not a node: " + word);
        return Node.read(found.group(1), found.start(2) < 0 ? "" : found.group(2));
    }

    private static Map<String, Long> map(String pairs, String between) {
        return Stream.of(pairs.strip().split(between, -1)).map(pair -> pair.split("=", 2)).collect(Collectors.toMap(p -> p[0], p -> Long.valueOf(p[1])));
    }

    private static String pairs(Map<String, ?> map, String between) {
        return map.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(between));
    }
}
