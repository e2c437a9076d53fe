package io.matriarch.core.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the dynamic configuration says of slots: `slots` (and its aliases) and `ignore_slots`. Whatever cannot be understood is left out of the answers and
/// named by [#problems].
public final class SlotRules {
    private static final Set<String> TYPES = Set.of("physical", "logical");
    /// A slot of the other type is for the cluster that this one is a standby of, or would be.
    private static final Set<String> CLUSTERS = Set.of("primary", "standby");
    private static final Set<String> MATCHED = Set.of("name", "type", "database", "plugin");
    private static final List<String> NAMES = List.of("slots", "permanent_slots", "permanent_replication_slots");

    private SlotRules() {}

    /// The first of Patroni's names for it that is there.
    private static String key(Document config) {
        return NAMES.stream().filter(config::has).findFirst().orElse(NAMES.getFirst());
    }

    /// In the order of their names.
    public static List<PermanentSlot> permanent(Document config) {
        var slots = config.section(key(config));
        return slots.fields().keySet().stream().filter(name -> problem(name, slots).isEmpty() && here(slots.section(name))).sorted().map(name -> permanent(name, slots.section(name))).toList();
    }

    /// Whether it says for certain that there is to be no permanent slot of this name here. What cannot be understood says nothing.
    public static boolean without(String name, Document config) {
        var slots = config.section(key(config));
        return wellFormed(config) && (!slots.fields().containsKey(name) || problem(name, slots).isEmpty() && !here(slots.section(name)));
    }

    private static boolean wellFormed(Document config) {
        return !config.has(key(config)) || config.fields().get(key(config)) instanceof Map;
    }

    private static boolean here(Document slot) {
        return slot.text("cluster_type", "primary").equals("primary");
    }

    private static PermanentSlot permanent(String name, Document slot) {
        return slot.text("type", "physical").equals("physical") ? new PermanentSlot.Physical(name)
                : new PermanentSlot.Logical(name, slot.text("database", ""), slot.text("plugin", ""));
    }

    /// Whether the operator said that this slot is nobody's business.
    public static boolean ignored(Slot slot, Document config) {
        return config.list("ignore_slots").stream().anyMatch(matcher -> matcher instanceof Map<?, ?> map && !map.isEmpty() && map.entrySet().stream().allMatch(e -> said(slot, e.getKey().toString()).equals(String.valueOf(e.getValue()))));
    }

    private static String said(Slot slot, String field) {
        return switch (slot.kind()) {
            case Slot.Kind.Physical _ -> Map.of("name", slot.name(), "type", "physical").getOrDefault(field, "");
            case Slot.Kind.Logical(var database, var plugin) -> Map.of("name", slot.name(), "type", "logical", "database", database, "plugin", plugin).getOrDefault(field, "");
        };
    }

    /// What is wrong with the key at `path`; `words` are for people.
    public record Problem(String path, String words) {
        @Override
        public String toString() {
            return path + ": " + words;
        }
    }

    /// What is wrong; empty when nothing is.
    public static List<Problem> problems(Document config) {
        var problems = new ArrayList<Problem>();
        var key = key(config);
        if (!wellFormed(config)) problems.add(new Problem(key, "must be an object, with the name of each slot as a key"));
        var slots = config.section(key);
        for (var name : slots.fields().keySet()) if (!problem(name, slots).isEmpty()) problems.add(new Problem(key + "." + name, problem(name, slots)));
        if (config.has("ignore_slots") && !(config.fields().get("ignore_slots") instanceof List)) problems.add(new Problem("ignore_slots", "must be a list of objects with name, type, database, plugin"));
        for (var matcher : config.list("ignore_slots")) if (!understood(matcher)) problems.add(new Problem("ignore_slots", matcher + " is not an object with some of name, type, database, plugin"));
        return problems;
    }

    private static boolean understood(Object matcher) {
        return matcher instanceof Map<?, ?> map && !map.isEmpty() && map.keySet().stream().allMatch(MATCHED::contains);
    }

    /// Patroni takes any empty or false value for a physical slot.
    private static String problem(String name, Document slots) {
        if (!name.matches("[a-z0-9_]{1,63}")) return "the name of a slot is 1 to 63 lower-case letters, digits and underscores";
        var value = slots.fields().get(name);
        if (!(value instanceof Map)) return value == null || value.equals(false) || value.equals("") || value.equals(0) || value.equals(0L) ? "" : "must be an object with a type: physical or logical";
        var slot = slots.section(name);
        var type = slot.text("type", "physical");
        if (!TYPES.contains(type)) return "type: " + type + " is not physical or logical";
        if (!CLUSTERS.contains(slot.text("cluster_type", "primary"))) return "cluster_type: " + slot.text("cluster_type", "") + " is not primary or standby";
        if (type.equals("physical")) return "";
        return slot.text("database", "").isEmpty() || slot.text("plugin", "").isEmpty() ? "a logical slot needs a database and a plugin" : "";
    }
}
