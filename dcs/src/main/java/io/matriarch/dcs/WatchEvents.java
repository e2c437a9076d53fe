package io.matriarch.dcs;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.matriarch.core.ha.promise.Ballot;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.MemberName;
import java.util.List;

/// Which changes wake the loop. Pure but for the listener.
final class WatchEvents {
    private WatchEvents() {}

    /// One `changed` for the whole batch, after the heartbeats.
    static void report(Keyspace keys, List<Event> events, Dcs.WatchListener listener) {
        events.stream().filter(e -> e.getType() == Event.EventType.PUT && keys.leader().equals(e.getKv().getKey())).map(Event::getKv)
                .forEach(kv -> listener.heartbeat(new MemberName(kv.getValue().toStringUtf8()), kv.getModRevision()));
        if (events.stream().anyMatch(e -> matters(keys.relative(e.getKv().getKey()), e))) listener.changed();
    }

    /// Everything decisions look at, but no heartbeat, no `status`, and of the members only who comes and goes, and what they promise.
    private static boolean matters(String key, Event event) {
        return switch (key) {
            case "leader" -> !sameTerm(event.getPrevKv(), event.getKv());
            case "config", "failover", "initialize", "sync", "release" -> true;
            case String member when ClusterReading.isMember(member) -> event.getType() == Event.EventType.DELETE || event.getKv().getVersion() == 1
                    || !promise(event.getPrevKv()).equals(promise(event.getKv()));
            case String _ -> false;
        };
    }

    private static Document promise(KeyValue member) {
        return ClusterReading.memberData(ClusterReading.text(member)).section(Ballot.FIELD);
    }

    /// A deletion carries no create revision, and a put without the previous value cannot be compared: both matter.
    private static boolean sameTerm(KeyValue before, KeyValue now) {
        return before.getCreateRevision() > 0 && before.getCreateRevision() == now.getCreateRevision() && before.getLease() == now.getLease()
                && before.getValue().equals(now.getValue());
    }
}
