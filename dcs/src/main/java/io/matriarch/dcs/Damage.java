package io.matriarch.dcs;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeResponse;
import io.matriarch.core.view.Timing;
import io.matriarch.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says which values cannot be what their keys should hold, and what is gone by instead: somebody wrote them by hand, and should hear of it. [ClusterReading]
/// decides what is gone by; nothing here changes it. A value is told once, not at every look. Used by the thread `etcd` alone.
final class Damage {
    private static final Logger LOG = LoggerFactory.getLogger(Damage.class);
    private static final int SHOWN = 320;
    private static final Pattern POSITION = Pattern.compile("\\d{1,18}");
    private final Keyspace keyspace;
    private final Map<ByteString, Long> looked = new HashMap<>();

    Damage(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /// Looks at the values that are new since the last time.
    void look(RangeResponse response) {
        for (var kv : response.getKvsList()) {
            var before = looked.put(kv.getKey(), kv.getModRevision());
            if (before != null && before == kv.getModRevision()) continue;
            var key = keyspace.relative(kv.getKey());
            var fault = of(key, kv);
            if (!fault.isEmpty()) LOG.warn("etcd: {}: {}", printable(kv.getKey().toStringUtf8()), printable(fault));
        }
        if (looked.size() > response.getKvsCount()) looked.keySet().retainAll(response.getKvsList().stream().map(KeyValue::getKey).toList());
    }

    /// What is wrong with the value of a key, and what follows; empty when nothing is, and of keys that nobody here reads. Pure. Never shows the value.
    static String of(String key, KeyValue kv) {
        if (!kv.getValue().isValidUtf8()) return "is no UTF-8 text; it is read as if it were garbled JSON";
        var text = kv.getValue().toStringUtf8();
        return switch (key) {
            case "config" -> config(text);
            case "leader" -> kv.getLease() == 0 ? "hangs on no lease, so somebody put it by hand; it is deleted, and whoever led goes on" : text.isBlank() ? "names nobody; it is held all the same, until its lease ends" : "";
            case "initialize" -> text.isEmpty() || text.matches("\\d{10,20}") ? "" : "is no system identifier; nobody begins a new cluster, and a leader writes the right one";
            case "status" -> POSITION.matcher(text).matches() ? "" : object(text, "no position of the leader is known by it");
            case "history" -> KeyReadings.readableHistory(text) ? "" : "is no list of timelines; none of it is used, and the leader of a new timeline writes it anew";
            case "failover" -> KeyReadings.legacyRequest(text) ? "" : object(text, "nothing is asked for by it");
            case "sync" -> object(text, "it names no synchronous member; the leader writes it anew");
            case "failsafe" -> object(text, "nobody is asked to confirm a leader without etcd; the leader writes it anew");
            case "heartbeat" -> object(text, "it counts as a sign of life with the longest ttl there may be");
            case "release" -> object(text, "nobody let the lock go by it");
            case "timeline", "term" -> object(text, "nothing is claimed by it");
            case String member when ClusterReading.isMember(member) -> text.startsWith("postgres") ? "" : object(text, "nothing is known of this member until it writes its key again");
            case String _ -> "";
        };
    }

    private static String config(String text) {
        var fault = object(text, "the configuration known last holds, and the leader writes it again");
        if (!fault.isEmpty()) return fault;
        var timing = Timing.of(Json.document(text));
        return timing.problems().isEmpty() ? "" : String.join("; ", timing.problems()) + "; the cluster goes by " + timing.adjusted();
    }

    private static String object(String text, String then) {
        return switch (Json.read(text)) {
            case Json.Reading.Tree(var tree) -> tree instanceof Map ? "" : "is no JSON object; " + then;
            case Json.Reading.Nothing _ -> "is JSON's null; " + then;
            case Json.Reading.Broken _ -> "is no JSON; " + then;
        };
    }

    private static String printable(String text) {
        var line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
