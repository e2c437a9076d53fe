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

/// Which changes on one stream wake the loop. What a key held before is remembered here, so that etcd need not send it with every change, until it is deleted. Of one that
/// changes for the first time it is not known: that wakes, unless it is a member that was there before and promises nothing.
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
        for (var event : events) matter |= news(event);
        if (matter) listener.changed();
    }

    private boolean news(Event event) {
        var matters = matters(event);
        if (gone(event)) before.remove(event.getKv().getKey());
        else if (compared(keys.relative(event.getKv().getKey()))) before.put(event.getKv().getKey(), event.getKv());
        return matters;
    }

    /// Everything decisions look at, but no heartbeat, no `status`, and of the members only who comes and goes, and what they promise.
    private boolean matters(Event event) {
        return switch (keys.relative(event.getKv().getKey())) {
            case "config", "failover", "initialize", "sync", "release" -> true;
            case String key when compared(key) -> gone(event) || !asBefore(key, event.getKv());
            case String _ -> false;
        };
    }

    private static boolean gone(Event event) {
        return event.getType() == Event.EventType.DELETE;
    }

    private boolean asBefore(String key, KeyValue now) {
        return before.containsKey(now.getKey()) ? same(key, before.get(now.getKey()), now) : plain(key, now);
    }

    private static boolean compared(String key) {
        return key.equals("leader") || ClusterReading.isMember(key);
    }

    private static boolean same(String key, KeyValue before, KeyValue now) {
        return key.equals("leader") ? sameTerm(before, now) : promise(before).equals(promise(now));
    }

    /// It came before, and says nothing now that anybody waits for.
    private static boolean plain(String key, KeyValue now) {
        return ClusterReading.isMember(key) && now.getVersion() > 1 && promise(now).equals(Document.EMPTY);
    }

    private static Document promise(KeyValue member) {
        return ClusterReading.memberData(ClusterReading.text(member)).section(Ballot.FIELD);
    }

    private static boolean sameTerm(KeyValue before, KeyValue now) {
        return before.getCreateRevision() == now.getCreateRevision() && before.getLease() == now.getLease() && before.getValue().equals(now.getValue());
    }

    /// How many keys are remembered: no more than there are.
    int remembered() {
        return before.size();
    }
}
