package io.matriarch.rest;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.ParameterName;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.ScriptCommand;
import io.matriarch.core.view.SlotRules;
import io.matriarch.core.view.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Whether a dynamic configuration may be written for the whole cluster. Pure. A value of the wrong type would be read as the default by
/// every node, silently; times that cannot be safe would take the cluster down: both are refused here, before etcd sees them.
final class ConfigCheck {
    private static final List<String> TIMES = List.of("ttl", "loop_wait", "retry_timeout");
    private static final List<String> NUMBERS = List.of("ttl", "loop_wait", "retry_timeout", "maximum_lag_on_failover", "maximum_lag_on_syncnode",
            "primary_start_timeout", "master_start_timeout", "primary_stop_timeout", "master_stop_timeout", "max_timelines_history",
            "synchronous_node_count");
    private static final List<String> TRUTHS = List.of("pause", "failsafe_mode", "check_timeline", "synchronous_mode_strict");
    /// The least that a number may be where that is not said by [Timing].
    private static final Map<String, Long> LEAST = Map.of("synchronous_node_count", 0L, "maximum_lag_on_syncnode", -1L);
    private static final List<String> OBJECTS = List.of("postgresql", "standby_cluster");

    private ConfigCheck() {}

    /// What this change would make wrong, a sentence each; empty when nothing is. What is wrong already does not stand in the way of other changes: the document
    /// may come from a Patroni, which takes any times.
    static List<String> problems(Document before, Document after) {
        var problems = new ArrayList<>(problems(after));
        problems.removeAll(problems(before));
        problems.addAll(times(before, after));
        return problems;
    }

    /// The times are judged together, whatever else is wrong: when a change touches one of them they have to be safe afterwards. One that is no number goes as the default, as it does
    /// at every node; when it is new that is said already.
    private static List<String> times(Document before, Document after) {
        var readable = TIMES.stream().allMatch(key -> !after.has(key) || wholeNumber(after.fields().get(key)) || after.fields().get(key).equals(before.fields().get(key)));
        return readable && !Timing.of(after).equals(Timing.of(before)) ? Timing.of(after).problems() : List.of();
    }

    private static List<String> problems(Document config) {
        var problems = new ArrayList<String>();
        for (var key : NUMBERS) if (config.has(key) && !wholeNumber(config.fields().get(key))) problems.add(wrong(config, key, "a whole number"));
        LEAST.forEach((key, least) -> {
            if (config.number(key, least) < least) problems.add(wrong(config, key, "a whole number of at least " + least));
        });
        for (var key : TRUTHS) if (config.has(key) && !truth(config.fields().get(key))) problems.add(wrong(config, key, "true or false"));
        for (var key : OBJECTS) if (config.has(key) && !(config.fields().get(key) instanceof Map)) problems.add(wrong(config, key, "an object"));
        if (!synchronous(config)) problems.add(wrong(config, "synchronous_mode", "true, false or quorum"));
        var parameters = config.section("postgresql").fields().get("parameters");
        if (parameters != null && !(parameters instanceof Map)) problems.add("postgresql.parameters: must be an object");
        for (var key : List.of("parameters", "recovery_conf")) for (var name : ParameterName.unwritable(config.section("postgresql").section(key)))
            problems.add("postgresql." + key + ": " + name + " is no name of a parameter: letters, digits and _, and one dot in the name of an extension's");
        problems.addAll(scripts(config.section("postgresql")));
        problems.addAll(standbyCluster(config.section("standby_cluster")));
        SlotRules.problems(config).forEach(problem -> problems.add(problem.toString()));
        return problems;
    }

    /// A `pre_promote` that cannot be read would let nobody be promoted.
    private static List<String> scripts(Document postgresql) {
        var problems = new ArrayList<String>();
        for (var key : List.of("pre_promote", "before_stop")) unreadable(postgresql, key).forEach(fault -> problems.add("postgresql." + fault));
        var callbacks = postgresql.section("callbacks");
        for (var event : callbacks.fields().keySet()) unreadable(callbacks, event).forEach(fault -> problems.add("postgresql.callbacks." + fault));
        for (var name : postgresql.fields().keySet()) unreadable(postgresql.section(name), "command").forEach(fault -> problems.add("postgresql." + name + "." + fault));
        return problems;
    }

    private static Stream<String> unreadable(Document section, String key) {
        return ScriptCommand.of(section.fields().get(key)) instanceof ScriptCommand.Unreadable(var fault) ? Stream.of(key + ": " + fault) : Stream.empty();
    }

    /// The remote's address is read by every member alone.
    private static List<String> standbyCluster(Document remote) {
        var problems = new ArrayList<String>();
        if (remote.has("host") && !(remote.fields().get("host") instanceof String host && (host.isEmpty() || Endpoint.hosts(host)))) problems.add("standby_cluster." + wrong(remote, "host", "a host name, or several with commas between them"));
        if (remote.has("port") && !(wholeNumber(remote.fields().get("port")) && remote.number("port", 0) > 0 && remote.number("port", 0) < 65_536))
            problems.add("standby_cluster." + wrong(remote, "port", "a port, one for all hosts"));
        if (remote.has("primary_slot_name") && !remote.text("primary_slot_name", "").matches("[a-z0-9_]{0,63}"))
            problems.add("standby_cluster." + wrong(remote, "primary_slot_name", "the name of a slot: lower case letters, digits and _"));
        return problems;
    }

    /// A logical slot under the name of a member's slot could not be made: that one is there, or comes first.
    static List<String> conflicts(Document config, List<Member> members) {
        return members.stream().flatMap(m -> SlotRules.permanent(config).stream().filter(slot -> slot instanceof PermanentSlot.Logical && slot.name().equals(m.name().slotName()))
                .map(slot -> "slots." + slot.name() + ": is the slot of the member " + m.name() + "; give the logical slot another name")).toList();
    }

    private static boolean synchronous(Document config) {
        var mode = config.fields().get("synchronous_mode");
        return mode == null || truth(mode) || mode.toString().equalsIgnoreCase("quorum");
    }

    private static boolean wholeNumber(Object value) {
        return switch (value) {
            case Integer _ -> true;
            case Long _ -> true;
            case String s -> s.matches("-?\\d{1,18}");
            case Object _ -> false;
        };
    }

    private static boolean truth(Object value) {
        return value instanceof Boolean || value.toString().matches("(?i)true|on|yes|1|false|off|no|0");
    }

    private static String wrong(Document config, String key, String wanted) {
        return "%s: %s is not %s".formatted(key, config.fields().get(key), wanted);
    }
}
