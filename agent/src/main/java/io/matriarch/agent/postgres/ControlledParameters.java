package io.matriarch.agent.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The parameters that must be equal on every member, and so come from the dynamic configuration alone and stand on the postmaster's
/// command line, where no file can override them (contract 3.5). Pure.
public final class ControlledParameters {
    private sealed interface Rule {
        String otherwise();

        record AtLeast(int least, String otherwise) implements Rule {}

        record Truth(String otherwise) implements Rule {}

        record OneOf(Set<String> values, String otherwise) implements Rule {}
    }

    private static final SortedMap<String, Rule> RULES = new TreeMap<>(Map.ofEntries(
            Map.entry("hot_standby", new Rule.OneOf(Set.of("on"), "on")),
            Map.entry("max_connections", new Rule.AtLeast(25, "100")),
            Map.entry("max_locks_per_transaction", new Rule.AtLeast(32, "64")),
            Map.entry("max_prepared_transactions", new Rule.AtLeast(0, "0")),
            Map.entry("max_replication_slots", new Rule.AtLeast(4, "10")),
            Map.entry("max_wal_senders", new Rule.AtLeast(3, "10")),
            Map.entry("max_worker_processes", new Rule.AtLeast(2, "8")),
            Map.entry("track_commit_timestamp", new Rule.Truth("off")),
            Map.entry("wal_level", new Rule.OneOf(Set.of("replica", "logical"), "replica")),
            Map.entry("wal_log_hints", new Rule.Truth("on"))));

    /// Which PostgreSQL itself still reads as `replica`.
    private static final Map<String, String> OLD_WORDS = Map.of("hot_standby", "replica");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) *(kB|MB|GB|TB|)");
    private static final long LEAST_KEPT = 16 << 10;

    /// On a standby these may not be lower than where its WAL was written: it would stop replaying (PostgreSQL, "Hot Standby: Administrator's Overview").
    private static final Set<String> HELD = Set.of("max_connections", "max_prepared_transactions", "max_locks_per_transaction", "max_worker_processes", "max_wal_senders");

    /// Everything that a local `parameters` section cannot set.
    static final Set<String> NAMES = names();

    private ControlledParameters() {}

    private static Set<String> names() {
        var names = new java.util.HashSet<>(RULES.keySet());
        names.addAll(Set.of("listen_addresses", "port", "cluster_name", "restart_after_crash", "wal_keep_size", "wal_keep_segments"));
        return Set.copyOf(names);
    }

    /// Whether a local `parameters` section cannot set it.
    public static boolean clusterWide(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /// The values wanted. A value that is not acceptable is replaced by the default.
    public static SortedMap<String, String> wanted(Map<String, String> dynamic) {
        var wanted = new TreeMap<String, String>();
        RULES.forEach((name, rule) -> wanted.put(name, value(rule, dynamic.getOrDefault(name, ""))));
        return wanted;
    }

    /// The values to start a standby with: never below `inControlFile`, what the control file says of the server that wrote its WAL.
    public static SortedMap<String, String> held(SortedMap<String, String> wanted, Map<String, Integer> inControlFile) {
        var held = new TreeMap<>(wanted);
        HELD.forEach(name -> held.compute(name, (_, value) -> Integer.toString(Math.max(Integer.parseInt(value), inControlFile.getOrDefault(name, 0)))));
        return held;
    }

    /// Whether one of `running` (`name=value`, parted by blanks) is below what the control file says of the server that wrote the WAL.
    static boolean outgrown(String running, Map<String, Integer> inControlFile) {
        return Stream.of(running.split(" ", -1)).map(text -> text.split("=", 2))
                .anyMatch(pair -> HELD.contains(pair[0]) && pair[1].matches("\\d{1,7}") && Integer.parseInt(pair[1]) < inControlFile.getOrDefault(pair[0], 0));
    }

    /// What of `dynamic` cannot be taken, for people.
    static List<String> complaints(Map<String, String> dynamic) {
        var complaints = new ArrayList<String>();
        wanted(dynamic).forEach((name, taken) -> {
            if (dynamic.containsKey(name) && taken(RULES.get(name), dynamic.get(name)).isEmpty()) complaints.add(name + " must be " + label(RULES.get(name)) + ": it is " + taken + " instead");
        });
        Stream.of("wal_keep_size", "wal_keep_segments").filter(name -> dynamic.containsKey(name) && walKept(name, dynamic.get(name)).isEmpty()).forEach(name ->
                complaints.add(name + " must be at least one segment of 16MB: it is not taken"));
        return complaints;
    }

    private static String label(Rule rule) {
        return switch (rule) {
            case Rule.AtLeast(var least, var _) -> "a whole number of at least " + least;
            case Rule.Truth _ -> "on or off";
            case Rule.OneOf(var values, var _) -> String.join(" or ", new TreeSet<>(values));
        };
    }

    /// `wal_keep_size`: it may change while the server runs, so it stands in the file. Old configurations say `wal_keep_segments` (16 MB each).
    public static Map<String, String> walKeep(Map<String, String> dynamic) {
        return Map.of("wal_keep_size", Stream.of("wal_keep_size", "wal_keep_segments").map(name -> walKept(name, dynamic.getOrDefault(name, ""))).filter(size -> !size.isEmpty())
                .findFirst().orElse("128MB"));
    }

    /// Empty when it is not understood or too little. A number alone is megabytes.
    private static String walKept(String name, String said) {
        var text = said.strip();
        if (name.equals("wal_keep_segments")) return text.matches("[1-9]\\d{0,6}") ? Long.parseLong(text) * 16 + "MB" : "";
        var size = SIZE.matcher(text);
        if (!size.matches()) return "";
        var kilobytes = Long.parseLong(size.group(1)) * switch (size.group(2)) {
            case "kB" -> 1L;
            case "GB" -> 1L << 20;
            case "TB" -> 1L << 30;
            case String _ -> 1L << 10;
        };
        return kilobytes >= LEAST_KEPT ? text : "";
    }

    private static String value(Rule rule, String given) {
        var taken = taken(rule, given);
        return taken.isEmpty() ? rule.otherwise() : taken;
    }

    /// Empty when it cannot be taken.
    private static String taken(Rule rule, String given) {
        var text = given.strip().toLowerCase(Locale.ROOT);
        return switch (rule) {
            case Rule.AtLeast(var least, var _) -> text.matches("\\d{1,7}") && Integer.parseInt(text) >= least ? Integer.toString(Integer.parseInt(text)) : "";
            case Rule.Truth _ -> text.matches("on|true|yes|1") ? "on" : text.matches("off|false|no|0") ? "off" : "";
            case Rule.OneOf(var values, var _) -> values.contains(text) ? text : OLD_WORDS.getOrDefault(text, "");
        };
    }

    /// As options of the postmaster, in a fixed order.
    static Map<String, String> commandLine(PostgresConfig config, SortedMap<String, String> values) {
        var options = new LinkedHashMap<String, String>();
        options.put("listen_addresses", String.join(",", config.listenHosts()));
        options.put("port", Integer.toString(config.listenPort()));
        options.put("cluster_name", config.scope());
        options.put("restart_after_crash", "off");
        options.putAll(values);
        return options;
    }
}
