package io.matriarch.agent.postgres;

import io.matriarch.core.view.ParameterName;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The text of the generated configuration files. Pure, so that a golden test says what a server gets.
final class ConfigText {
    /// First line of every file that is ours to overwrite.
    static final String HEADER = "# Written by Matriarch. Changes made here are lost:";
    private static final String CURE = "# change postgresql.parameters in the agent's YAML file, or the dynamic configuration.";
    private static final Map<String, String> RECOVERY_TARGETS_BLANKED = Map.of("recovery_target", "", "recovery_target_lsn", "", "recovery_target_name", "",
            "recovery_target_time", "", "recovery_target_xid", "");

    /// What holds where nobody says otherwise. A crash of one backend ends the server, so that the agent decides what happens next
    /// and not the postmaster behind its back (safety.md I2f). A standby that finds the new leader not ready yet, its slot still
    /// missing say, tries again after 0.5 s and not PostgreSQL's 5 s.
    static final Map<String, String> DEFAULTS = Map.of("restart_after_crash", "off", "wal_retrieve_retry_interval", "500ms");

    /// What synchronous replication waits for is in a file of its own beside postgresql.conf, so that only who means to changes it.
    static final String STANDBY_NAMES_FILE = "matriarch.standby-names.conf";
    static final String STANDBY_NAMES = "synchronous_standby_names";

    private ConfigText() {}

    /// What recovery reads. A primary has none.
    sealed interface Recovery {
        record None() implements Recovery {}

        /// `conninfo` and `slot` are empty when it receives from nobody.
        record Standby(String conninfo, String slot, SortedMap<String, String> settings) implements Recovery {}

        /// Recovery of a backup, to the target in `settings`.
        record ToTarget(SortedMap<String, String> settings) implements Recovery {}

        /// As somebody else has written it, in postgresql.auto.conf say.
        record Existing() implements Recovery {}

        None NONE = new None();
        Existing EXISTING = new Existing();
    }

    static String postgresqlConf(String included, SortedMap<String, String> parameters, Recovery recovery) {
        var text = new StringBuilder(HEADER).append('\n').append(CURE).append("\ninclude ").append(quoted(included)).append("\n\n");
        appendAll(text, parameters);
        switch (recovery) {
            case Recovery.None(), Recovery.Existing() -> {}
            case Recovery.ToTarget(var settings) -> appendAll(text.append("\n# recovery\n"), settings);
            case Recovery.Standby standby -> appendAll(text.append("\n# recovery\n"), recoveryLines(standby));
        }
        return text.append("\ninclude_if_exists ").append(quoted(STANDBY_NAMES_FILE)).append('\n').toString();
    }

    /// Whom commits wait for, whatever other files say.
    static String standbyNames(String names) {
        return HEADER + "\n# change synchronous_mode in the dynamic configuration.\n" + STANDBY_NAMES + " = " + quoted(names) + "\n";
    }

    private static SortedMap<String, String> recoveryLines(Recovery.Standby standby) {
        var lines = new TreeMap<>(RECOVERY_TARGETS_BLANKED);
        lines.putAll(standby.settings());
        lines.put("recovery_target_timeline", "latest");
        lines.put("primary_conninfo", standby.conninfo());
        lines.put("primary_slot_name", standby.slot());
        return lines;
    }

    /// pg_hba.conf or pg_ident.conf.
    static String lines(Collection<String> lines) {
        return HEADER + "\n" + CURE.replace("parameters", "pg_hba, postgresql.pg_ident") + "\n" + String.join("\n", lines) + "\n";
    }

    private static void appendAll(StringBuilder text, SortedMap<String, String> parameters) {
        text.append(parameterLines(parameters));
    }

    /// A name that cannot stand there is left out, whoever gave it: with it the server would read none of the lines.
    static String parameterLines(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream().filter(entry -> ParameterName.writable(entry.getKey())).map(entry -> entry.getKey() + " = " + quoted(entry.getValue()) + "\n").collect(Collectors.joining());
    }

    /// A value as guc-file.l reads it back: quotes doubled, backslash escapes.
    static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n").replace("\r", "\\r") + "'";
    }

    /// The value of `name` in a generated file; empty when it is not there.
    static String value(String text, String name) {
        return text.lines().filter(line -> line.startsWith(name + " = '") && line.endsWith("'")).reduce((_, last) -> last)
                .map(line -> line.substring(name.length() + 4, line.length() - 1).replace("''", "'").replace("\\\\", "\\")).orElse("");
    }

    /// The same file of a standby, following somebody else.
    static String following(String text, Recovery.Standby upstream) {
        return text.lines().map(line -> line.startsWith("primary_conninfo = ") ? "primary_conninfo = " + quoted(upstream.conninfo())
                : line.startsWith("primary_slot_name = ") ? "primary_slot_name = " + quoted(upstream.slot()) : line).map(line -> line + "\n").reduce("", String::concat);
    }

    /// postgresql.auto.conf without what only recovery reads: ALTER SYSTEM must not decide whom a standby follows.
    static String withoutRecovery(String autoConf) {
        return without(autoConf, ServerSettings::isRecovery);
    }

    static String without(String autoConf, Predicate<String> name) {
        return autoConf.lines().filter(line -> !name.test(line.split("[ =]", 2)[0].strip())).map(line -> line + "\n").reduce("", String::concat);
    }
}
