package io.matriarch.agent.postgres;

import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.StandbyCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The `postgresql` section that holds: the dynamic one, with the local one laid over it (contract 3.1). Pure.
///
/// `controlled` are the dynamic values of the parameters that must be equal everywhere ([ControlledParameters]); `parameters` all
/// others; `recovery` those that only a standby reads, wherever they were written. In a `standbyCluster` its section has the last word on those of every member.
public record ServerSettings(Document section, Map<String, String> controlled, SortedMap<String, String> parameters, SortedMap<String, String> recovery, StandbyCluster standbyCluster) {
    private static final Set<String> LOCAL_ONLY = Set.of("connect_address", "proxy_address", "listen", "config_dir", "data_dir", "pgpass", "authentication");
    private static final Set<String> MERGED_APART = Set.of("use_slots", "parameters");
    static final Set<String> RECOVERY = Set.of("restore_command", "recovery_end_command", "archive_cleanup_command", "recovery_min_apply_delay", "promote_trigger_file");
    private static final Set<String> OF_THE_REMOTE = Set.of("restore_command", "archive_cleanup_command", "recovery_min_apply_delay");

    public static ServerSettings of(Document local, ClusterConfig cluster) {
        var own = of(local, cluster.postgresql());
        return cluster.standbyCluster() instanceof StandbyCluster.Following ? own.following(cluster.document().section("standby_cluster"), cluster.standbyCluster()) : own;
    }

    private ServerSettings following(Document remote, StandbyCluster standbyCluster) {
        var both = new TreeMap<>(recovery);
        texts(remote).forEach((name, value) -> { if (OF_THE_REMOTE.contains(name) && !value.isEmpty()) both.put(name, value); });
        return new ServerSettings(section, controlled, parameters, both, standbyCluster);
    }

    public static ServerSettings of(Document local, Document dynamic) {
        var section = new LinkedHashMap<String, Object>();
        dynamic.fields().forEach((key, value) -> { if (!LOCAL_ONLY.contains(key)) section.put(key, value); });
        local.fields().forEach((key, value) -> { if (!MERGED_APART.contains(key)) section.put(key, value); });
        var shared = texts(dynamic.section("parameters"));
        var parameters = new TreeMap<>(shared);
        parameters.putAll(texts(local.section("parameters")));
        parameters.keySet().removeAll(ControlledParameters.NAMES);
        var controlled = new TreeMap<>(shared);
        controlled.keySet().retainAll(ControlledParameters.NAMES);
        var whole = new Document(section);
        return new ServerSettings(whole, Map.copyOf(controlled), withoutRecovery(parameters), recovery(parameters, whole), StandbyCluster.OFF);
    }

    /// Whether each node says this key of `postgresql` for itself, whatever the dynamic configuration holds.
    public static boolean localOnly(String key) {
        return LOCAL_ONLY.contains(key);
    }

    private static SortedMap<String, String> recovery(Map<String, String> parameters, Document section) {
        var all = new TreeMap<>(parameters);
        all.putAll(texts(section.section("recovery_conf")));
        all.keySet().removeIf(name -> !isRecovery(name) || name.startsWith("recovery_target") || name.startsWith("primary_"));
        return all;
    }

    private static SortedMap<String, String> withoutRecovery(SortedMap<String, String> parameters) {
        var rest = new TreeMap<>(parameters);
        rest.keySet().removeIf(ServerSettings::isRecovery);
        return rest;
    }

    /// Whether only recovery reads it: such a line belongs to the recovery section alone, and is taken out of postgresql.auto.conf.
    static boolean isRecovery(String name) {
        return RECOVERY.contains(name) || name.startsWith("recovery_target") || name.equals("primary_conninfo") || name.equals("primary_slot_name")
                || name.equals("trigger_file") || name.equals("standby_mode");
    }

    /// The same with what `check` takes of its parameters, those of recovery among them.
    ServerSettings accepted(Check check) throws Trouble {
        var all = new TreeMap<>(parameters);
        all.putAll(recovery);
        var taken = check.accepted(all);
        return new ServerSettings(section, controlled, only(taken, parameters), only(taken, recovery), standbyCluster);
    }

    /// What is taken of these.
    interface Check {
        SortedMap<String, String> accepted(SortedMap<String, String> wanted) throws Trouble;
    }

    private static SortedMap<String, String> only(SortedMap<String, String> taken, SortedMap<String, String> of) {
        var rest = new TreeMap<>(taken);
        rest.keySet().retainAll(of.keySet());
        return rest;
    }

    /// The names of what is said otherwise than in `before`, for people; values may be secrets. Empty when only the text around them is new.
    List<String> changedSince(ServerSettings before) {
        var names = Stream.concat(differing(parameters, before.parameters), differing(recovery, before.recovery));
        return Stream.concat(names, Stream.of("pg_hba", "pg_ident").filter(key -> !lines(key).equals(before.lines(key)))).distinct().toList();
    }

    private static Stream<String> differing(Map<String, String> now, Map<String, String> before) {
        return Stream.concat(now.keySet().stream(), before.keySet().stream()).distinct().filter(name -> !Objects.equals(now.get(name), before.get(name))).sorted();
    }

    ServerSettings with(String parameter, String value) {
        var more = new TreeMap<>(parameters);
        more.put(parameter, value);
        return new ServerSettings(section, controlled, more, recovery, standbyCluster);
    }

    public boolean useSlots() {
        return section.truth("use_slots", true);
    }

    public boolean useUnixSocket() {
        return section.truth("use_unix_socket", false);
    }

    public boolean useUnixSocketForReplication() {
        return section.truth("use_unix_socket_repl", false);
    }

    /// These credentials for whoever connects by libpq: with the Kerberos name of the servers where one is said.
    Credentials forLibpq(Credentials who) {
        var service = section.text("krbsrvname", "");
        return service.isEmpty() ? who : who.with("krbsrvname", service);
    }

    /// Lines of pg_hba.conf or pg_ident.conf; empty when the file is not ours to write.
    List<String> lines(String key) {
        return section.list(key).stream().filter(Objects::nonNull).map(Object::toString).toList();
    }

    /// The first directory of unix_socket_directories; empty when nothing is said.
    String socketDirectory() {
        return parameters.getOrDefault("unix_socket_directories", "").split(",", 2)[0].strip();
    }

    /// As a configuration file says them.
    static SortedMap<String, String> texts(Document document) {
        var texts = new TreeMap<String, String>();
        document.fields().forEach((name, value) -> { if (value != null) texts.put(name.toLowerCase(Locale.ROOT), text(value)); });
        return texts;
    }

    private static String text(Object value) {
        return switch (value) {
            case Boolean on -> on ? "on" : "off";
            case List<?> list -> String.join(",", list.stream().filter(Objects::nonNull).map(Object::toString).toList());
            case Object other -> other.toString();
        };
    }
}
