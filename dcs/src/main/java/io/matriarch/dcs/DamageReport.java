package io.matriarch.dcs;

import io.etcd.jetcd.api.KeyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log, once for each value, which keys are damaged, and when one is whole again. Touched by the thread `etcd` only.
final class DamageReport {
    private static final Logger LOG = LoggerFactory.getLogger(DamageReport.class);

    /// As it was last looked at.
    private record Seen(long revision, boolean damaged) {}

    private final Keyspace keyspace;
    private final Map<String, Seen> seen = new HashMap<>();

    DamageReport(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /// All keys of one read.
    void look(List<KeyValue> keys) {
        for (var kv : keys) {
            var key = keyspace.relative(kv.getKey());
            var before = seen.getOrDefault(key, new Seen(0, false));
            if (before.revision() != kv.getModRevision()) seen.put(key, new Seen(kv.getModRevision(), damaged(key, kv, before.damaged())));
        }
    }

    private boolean damaged(String key, KeyValue kv, boolean before) {
        var wrong = Damage.of(key, kv);
        if (!wrong.isEmpty()) LOG.warn("etcd key {}{}: {}", keyspace.prefix(), key, wrong);
        else if (before) LOG.info("etcd key {}{} is whole again", keyspace.prefix(), key);
        return !wrong.isEmpty();
    }
}
