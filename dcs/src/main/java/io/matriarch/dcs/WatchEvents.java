package io.matriarch.dcs;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.matriarch.core.ha.promise.Ballot;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.MemberName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which changes on one stream wake the loop. What a key held before is remembered here, so that etcd need not send it with every change; of a key that changes for
/// the first time it is not known, and that wakes.
final class WatchEvents {
    private final Keyspace keys;
    private final Dcs.WatchListener listener;
    private final Map<ByteString, KeyValue> before = new HashMap<>();

    WatchEvents(Keyspace keys, Dcs.WatchListener listener) {
        this.keys = keys;
        this.listener = listener;
    }

    /// One `changed` for the whole batch, after the heartbeats.
    void report(List<Event> events) {
        events.stream().filter(e -> e.getType() == Event.EventType.PUT && keys.leader().equals(e.getKv().getKey())).map(Event::getKv)
                .forEach(kv -> listener.heartbeat(new MemberName(kv.getValue().toStringUtf8()), kv.getModRevision()));
        var matter = false;
        for (var event : events) matter |= matters(keys.relative(event.getKv().getKey()), event, remembered(event));
        if (matter) listener.changed();
    }

    /// What the key held before this change, as far as the stream has told; a deletion is remembered, too.
    private KeyValue remembered(Event event) {
        var known = before.getOrDefault(event.getKv().getKey(), KeyValue.getDefaultInstance());
        before.put(event.getKv().getKey(), event.getKv());
        return known;
    }

    /// Everything decisions look at, but no heartbeat, no `status`, and of the members only who comes and goes, and what they promise.
    private static boolean matters(String key, Event event, KeyValue before) {
        return switch (key) {
            case "leader" -> !sameTerm(before, event.getKv());
            case "config", "failover", "initialize", "sync", "release" -> true;
            case String member when ClusterReading.isMember(member) -> event.getType() == Event.EventType.DELETE || event.getKv().getVersion() == 1
                    || !promise(before).equals(promise(event.getKv()));
            case String _ -> false;
        };
    }

    private static Document promise(KeyValue member) {
        return ClusterReading.memberData(ClusterReading.text(member)).section(Ballot.FIELD);
    }

    /// A deletion carries no create revision, and a put of which nothing is known before cannot be compared: both matter.
    private static boolean sameTerm(KeyValue before, KeyValue now) {
        return before.getCreateRevision() > 0 && before.getCreateRevision() == now.getCreateRevision() && before.getLease() == now.getLease()
                && before.getValue().equals(now.getValue());
    }
}
