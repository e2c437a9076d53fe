package io.matriarch.agent.postgres;

import io.matriarch.core.view.Endpoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// libpq's `key=value` connection strings, written and read. Never with a password: that is in the pgpass file, which `passfile` names.
final class Conninfo {
    private static final List<String> PREFERRED = List.of("sslmode", "gssencmode", "channel_binding");

    private Conninfo() {}

    /// For pg_basebackup, pg_rewind and scripts.
    static String to(Endpoint endpoint, Credentials who, String database, Path pgpass, String application) {
        return write(fields(Map.of("dbname", database), endpoint, who, pgpass, application));
    }

    /// What a standby's WAL receiver uses (`primary_conninfo`).
    static String upstream(Endpoint endpoint, Credentials who, Path pgpass, String application) {
        return write(fields(Map.of(), endpoint, who, pgpass, application));
    }

    private static Map<String, String> fields(Map<String, String> first, Endpoint endpoint, Credentials who, Path pgpass, String application) {
        var fields = new LinkedHashMap<>(first);
        fields.put("user", who.username());
        if (who.password().given()) fields.put("passfile", pgpass.toString());
        fields.put("host", endpoint.host());
        fields.put("port", Integer.toString(endpoint.port()));
        if (endpoint.host().contains(",")) fields.put("target_session_attrs", "read-write"); // of several hosts the primary is meant
        fields.putAll(who.options());
        fields.remove("sslpassword"); // a secret; libpq asks for none when the key file has none
        fields.put("application_name", application);
        PREFERRED.forEach(option -> fields.putIfAbsent(option, "prefer"));
        return fields;
    }

    static String write(Map<String, String> fields) {
        var text = new StringBuilder();
        fields.forEach((key, value) -> text.append(text.isEmpty() ? "" : " ").append(key).append('=').append(quoted(value)));
        return text.toString();
    }

    private static String quoted(String value) {
        return value.matches("[\\w./:@%+,-]+") ? value : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /// The fields; empty when it is not a connection string of this form.
    static Map<String, String> read(String text) {
        var fields = new LinkedHashMap<String, String>();
        var matcher = java.util.regex.Pattern.compile("\\s*(\\w+)\\s*=\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|((?:[^\\s'\\\\]|\\\\.)*))").matcher(text);
        while (matcher.lookingAt()) {
            var value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            fields.put(matcher.group(1), value.replaceAll("\\\\(.)", "$1"));
            matcher.region(matcher.end(), text.length());
        }
        return fields;
    }

    /// The host and port that it names; nowhere when it names none.
    static Endpoint endpoint(String text) {
        var fields = read(text);
        var port = fields.getOrDefault("port", "5432");
        return fields.containsKey("host") && port.matches("\\d{1,5}") ? new Endpoint(fields.get("host"), Integer.parseInt(port)) : Endpoint.NOWHERE;
    }
}
