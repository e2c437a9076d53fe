package io.matriarch.dcs;

import static io.matriarch.dcs.ClusterReading.present;
import static io.matriarch.dcs.ClusterReading.text;

import io.etcd.jetcd.api.KeyValue;
import io.matriarch.core.view.Timing;
import io.matriarch.json.Json;
import java.util.List;
import java.util.Map;

/// What is wrong with the value of a key, in words for an operator who edited it by hand. Pure and total. The value itself is not repeated: it may hold secrets.
/// What such a value reads as is said in [ClusterReading] and [KeyReadings].
final class Damage {
    private static final String NONE = "";

    private Damage() {}

    /// The key is named as below the prefix. Empty when nothing is wrong, and for keys that nobody here knows.
    static String of(String key, KeyValue kv) {
        if (!present(kv)) return NONE;
        if (ClusterReading.isMember(key)) return member(text(kv));
        return switch (key) {
            case "leader" -> text(kv).isBlank() ? "names no member" : NONE;
            case "initialize" -> text(kv).isEmpty() || text(kv).matches("\\d{10,20}") ? NONE : "is no system identifier; the leader writes it again";
            case "config" -> config(text(kv));
            case "failover" -> failover(kv);
            case "history" -> history(text(kv));
            case "status" -> text(kv).matches("\\d{1,18}") ? NONE : object(text(kv));
            case "sync", "failsafe", "heartbeat", "release", "timeline", "term" -> object(text(kv));
            case String _ -> NONE;
        };
    }

    private static String object(String text) {
        return switch (Json.read(text)) {
            case Json.Reading.Tree(Map<?, ?> _) -> NONE;
            case Json.Reading.Tree _, Json.Reading.Nothing _ -> "is no JSON object";
            case Json.Reading.Broken(var reason) -> "is no JSON: " + reason;
        };
    }

    private static String member(String text) {
        return text.startsWith("postgres") ? NONE : object(text);
    }

    private static String config(String text) {
        var form = object(text);
        if (!form.isEmpty()) return form + "; the last good configuration stays in force";
        var problems = Timing.of(Json.document(text)).problems();
        return problems.isEmpty() ? NONE : String.join("; ", problems) + "; the last good times stay in force";
    }

    private static String failover(KeyValue kv) {
        return KeyReadings.legacyRequest(text(kv)) || text(kv).isEmpty() ? NONE : object(text(kv));
    }

    private static String history(String text) {
        if (Json.read(text) instanceof Json.Reading.Tree(List<?> rows)) return rows.isEmpty() || !KeyReadings.history(text).rows().isEmpty() ? NONE : "has a row that is none";
        return "is no JSON array";
    }
}
