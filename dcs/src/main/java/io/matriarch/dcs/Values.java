package io.matriarch.dcs;

import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.TermClaim;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is written into the keys, in Patroni's form and order.
final class Values {
    private Values() {}

    static String release(Release.Clean record) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("leader", record.by().value());
        fields.put("timeline", record.timeline().id());
        fields.put("lsn", record.stoppedAt().bytes());
        return JsonText.dense(fields);
    }

    /// `ttl` in whole seconds, which is how etcd grants it. It begins with what orders the heartbeats of one lease as bytes, so that etcd can compare
    /// them: when they were sent.
    static String heartbeat(MemberName holder, Lease lease, boolean guarded, Moment sent) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("sent", "%016x".formatted(sent.nanos() ^ Long.MIN_VALUE));
        fields.put("leader", holder.value());
        fields.put("ttl", lease.ttl().toSeconds());
        fields.put("lease", Long.toHexString(lease.id().id()));
        if (!guarded) fields.put("guarded", false);
        return JsonText.dense(fields);
    }

    static String claim(TimelineClaim claim) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("leader", claim.by().value());
        fields.put("timeline", claim.number().id());
        return JsonText.dense(fields);
    }

    static String term(TermClaim claim) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("leader", claim.by().value());
        fields.put("term", claim.term().number());
        return JsonText.dense(fields);
    }

    /// `slots` and `retain_slots` are left out when there are none. `timeline` and `acknowledged` are ours: Patroni does not look at them.
    static String status(ClusterStatus status) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("optime", status.optime().bytes());
        var slots = new TreeMap<String, Long>();
        status.slots().forEach((name, at) -> slots.put(name, at.bytes()));
        if (!slots.isEmpty()) fields.put("slots", slots);
        if (!status.retained().isEmpty()) fields.put("retain_slots", status.retained());
        if (status.timeline().known()) fields.put("timeline", status.timeline().id());
        if (status.acknowledged().known()) fields.put("acknowledged", mark(status.acknowledged()));
        return JsonText.dense(fields);
    }

    private static Map<String, Object> mark(HighWater mark) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("timeline", mark.timeline().id());
        fields.put("end", mark.end().bytes());
        fields.put("term", mark.term().number());
        return fields;
    }

    static String history(TimelineHistory history) {
        return JsonText.dense(history.rows().stream().map(Values::row).toList());
    }

    /// As Patroni 4 writes it, with an empty text in place of its null: it reads both alike. The timeline is ours; it reads over it.
    static String sync(SyncState.On sync) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("leader", sync.leader());
        fields.put("quorum", sync.quorum());
        fields.put("sync_standby", String.join(",", sync.standbys().stream().sorted().toList()));
        if (sync.timeline().known()) fields.put("timeline", sync.timeline().id());
        return JsonText.dense(fields);
    }

    /// Rows stay as long as they were found: time and leader are left out when they are unknown.
    private static List<Object> row(TimelineHistory.Row row) {
        var items = new ArrayList<Object>(List.of(row.ended().id(), row.fork().bytes(), row.reason()));
        if (!row.at().isEmpty() || !row.leader().isEmpty()) items.add(row.at());
        if (!row.leader().isEmpty()) items.add(row.leader());
        return items;
    }
}
