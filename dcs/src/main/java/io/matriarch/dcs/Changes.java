package io.matriarch.dcs;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeResponse;
import java.util.Collection;
import java.util.LinkedHashMap;

/// A range that was read whole before, and what etcd sends of it since: the keys with a later modification revision, and the number of all (`count`, which the
/// revision does not filter). Pure.
///
/// Every key that is there now was either there before and not modified, or is sent. So the two together are all that is there, and
/// perhaps deleted ones: none, exactly if they are as many as etcd counts.
final class Changes {
    private Changes() {}

    /// The first modification revision that is not in `before`. For an empty answer every key is.
    static long after(RangeResponse before) {
        return before.getHeader().getRevision() + 1;
    }

    static boolean tellAll(RangeResponse before, RangeResponse changes) {
        return changes.getHeader().getRevision() >= before.getHeader().getRevision() && together(before, changes).size() == changes.getCount();
    }

    static RangeResponse applied(RangeResponse before, RangeResponse changes) {
        return changes.toBuilder().clearKvs().addAllKvs(together(before, changes)).build();
    }

    private static Collection<KeyValue> together(RangeResponse before, RangeResponse changes) {
        var all = new LinkedHashMap<ByteString, KeyValue>();
        before.getKvsList().forEach(kv -> all.put(kv.getKey(), kv));
        changes.getKvsList().forEach(kv -> all.put(kv.getKey(), kv));
        return all.values();
    }
}
