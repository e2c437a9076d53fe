package io.matriarch.dcs;

import static io.matriarch.dcs.ClusterReading.present;
import static io.matriarch.dcs.ClusterReading.text;

import io.etcd.jetcd.api.KeyValue;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.TermClaim;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import io.matriarch.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The values of single keys, with the older forms that Patroni still accepts. Pure and total.
/// Longer than most: one short function for each key, and nothing is gained by parting them.
final class KeyReadings {
    private static final Pattern LEGACY_REQUEST = Pattern.compile("([^:{}\\[\\]\"\\s]*):([^:{}\\[\\]\"\\s]*)");

    private static final Duration LONGEST_TTL = Duration.ofSeconds(300);

    private KeyReadings() {}

    /// A `status` written after it means that somebody led since then who knows nothing of `release` (a Patroni agent): it is void.
    static Release release(KeyValue release, KeyValue status) {
        var record = Json.document(text(release));
        var leader = record.text("leader", "");
        var whole = !leader.isEmpty() && record.has("timeline") && record.has("lsn");
        if (!whole || status.getModRevision() > release.getModRevision()) return Release.NONE;
        return new Release.Clean(new MemberName(leader), new Timeline((int) record.number("timeline", 0)), new WalPosition(record.number("lsn", 0)));
    }

    /// One whose ttl is garbled was written all the same: it counts with the longest ttl there may be.
    static Heartbeat heartbeat(KeyValue kv) {
        if (!present(kv)) return Heartbeat.NEVER;
        var record = Json.document(text(kv));
        var ttl = record.number("ttl", 0);
        return new Heartbeat(kv.getModRevision(), ttl > 0 ? Duration.ofSeconds(ttl) : LONGEST_TTL, new MemberName(record.text("leader", "")), record.truth("guarded", true),
                lease(record.text("lease", "")));
    }

    private static LeaseId lease(String text) {
        return text.matches("[0-9a-f]{1,16}") ? new LeaseId(Long.parseUnsignedLong(text, 16)) : LeaseId.NONE;
    }

    /// A garbled one claims nothing: whoever reads it claims anew, above what it knows of besides.
    static TimelineClaim claim(KeyValue kv) {
        var data = Json.document(text(kv));
        var number = data.number("timeline", 0);
        return number > 0 && number < Integer.MAX_VALUE
                ? new TimelineClaim(new MemberName(data.text("leader", "")), new Timeline((int) number), kv.getModRevision())
                : new TimelineClaim(TimelineClaim.NONE.by(), Timeline.UNKNOWN, kv.getModRevision());
    }

    /// A garbled one gives nobody a term: whoever takes the lock next asks for one above what it has heard of.
    static TermClaim term(String text) {
        var data = Json.document(text);
        var number = data.number("term", 0);
        return number > 0 && number < Long.MAX_VALUE ? new TermClaim(new MemberName(data.text("leader", "")), new Term(number)) : TermClaim.NONE;
    }

    /// Empty is: neither leader nor member. Text that is neither JSON nor `leader:candidate` is no request.
    static OperatorRequest request(KeyValue kv) {
        var legacy = LEGACY_REQUEST.matcher(text(kv));
        if (legacy.matches()) return request(legacy.group(1), legacy.group(2), "", kv.getModRevision());
        var data = Json.document(text(kv));
        return request(data.text("leader", ""), data.text("member", ""), data.text("scheduled_at", ""), kv.getModRevision());
    }

    /// `leader:candidate`, as old Patronis wrote it.
    static boolean legacyRequest(String text) {
        return LEGACY_REQUEST.matcher(text).matches();
    }

    private static OperatorRequest request(String leader, String candidate, String at, long revision) {
        if (leader.isEmpty() && candidate.isEmpty()) return OperatorRequest.NONE;
        if (leader.isEmpty()) return new OperatorRequest.Failover(new MemberName(candidate), revision);
        var to = candidate.isEmpty() ? OperatorRequest.Candidate.BEST : new OperatorRequest.Candidate.Named(new MemberName(candidate));
        return new OperatorRequest.Switchover(new MemberName(leader), to, at, revision);
    }

    /// An empty one is: a cluster that never changed its timeline.
    static boolean readableHistory(String text) {
        return Json.read(text) instanceof Json.Reading.Tree(List<?> list) && history(text).rows().size() == list.size();
    }

    /// A history with one broken row is unknown as a whole: a gap would read as another history.
    static TimelineHistory history(String text) {
        if (!(Json.read(text) instanceof Json.Reading.Tree(List<?> list))) return TimelineHistory.UNKNOWN;
        var rows = new ArrayList<TimelineHistory.Row>();
        for (var item : list) {
            if (!(item instanceof List<?> row && row.size() >= 2 && row.get(0) instanceof Number timeline && row.get(1) instanceof Number fork))
                return TimelineHistory.UNKNOWN;
            rows.add(new TimelineHistory.Row(new Timeline(timeline.intValue()), new WalPosition(fork.longValue()), item(row, 2), item(row, 3), item(row, 4)));
        }
        return new TimelineHistory(rows);
    }

    private static String item(List<?> row, int index) {
        return row.size() > index && row.get(index) != null ? row.get(index).toString() : "";
    }

    /// `status`, or a bare number in it, or else the `optime/leader` of old Patronis.
    static ClusterStatus status(String status, String optime) {
        if (!(Json.read(status) instanceof Json.Reading.Tree(var tree))) return new ClusterStatus(position(optime), Map.of());
        if (tree instanceof Number bare) return new ClusterStatus(new WalPosition(bare.longValue()), Map.of());
        var data = Json.document(tree);
        return new ClusterStatus(new WalPosition(data.number("optime", 0)), slots(data), new Timeline((int) data.number("timeline", 0)), mark(data.section("acknowledged")), retained(data));
    }

    private static HighWater mark(Document section) {
        var mark = new HighWater(new Timeline((int) section.number("timeline", 0)), new WalPosition(section.number("end", 0)), new Term(Math.max(0, section.number("term", 0))));
        return mark.known() ? mark : HighWater.UNKNOWN;
    }

    private static Map<String, WalPosition> slots(Document status) {
        var section = status.fields().get("slots") instanceof String text ? Json.document(text) : status.section("slots");
        var slots = new HashMap<String, WalPosition>();
        section.fields().keySet().forEach(name -> slots.put(name, new WalPosition(section.number(name, 0))));
        return slots;
    }

    private static List<String> retained(Document status) {
        var names = status.fields().get("retain_slots") instanceof String text && Json.read(text) instanceof Json.Reading.Tree(List<?> list) ? list : status.list("retain_slots");
        return names.stream().filter(String.class::isInstance).map(String.class::cast).filter(name -> name.matches("[a-z0-9_]{1,63}")).sorted().distinct().toList();
    }

    private static WalPosition position(String digits) {
        return digits.matches("\\d{1,18}") ? new WalPosition(Long.parseLong(digits)) : WalPosition.ZERO;
    }

    static SyncState sync(KeyValue kv) {
        var data = Json.document(text(kv));
        var leader = data.text("leader", "");
        if (!present(kv)) return SyncState.OFF;
        if (leader.isEmpty()) return new SyncState.Off(kv.getModRevision());
        var standbys = List.of(data.text("sync_standby", "").split(",")).stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
        return new SyncState.On(leader, standbys, (int) data.number("quorum", 0), new Timeline((int) data.number("timeline", 0)), kv.getModRevision());
    }

    /// Gives `conn_url` to a member that wrote `conn_kwargs` instead.
    static Document withUrl(Document member) {
        var parts = member.section("conn_kwargs");
        if (member.has("conn_url") || !parts.has("host")) return member;
        var host = parts.text("host", "");
        return member.with("conn_url", "postgres://%s:%d/%s".formatted(host.contains(":") ? "[" + host + "]" : host, parts.number("port", 5432),
                parts.text("dbname", "postgres")));
    }
}
