package io.matriarch.dcs;

import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeResponse;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.SystemId;
import io.matriarch.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One range read of the prefix as a [ClusterView]. Pure and total: what is garbled in one key never hides another, and never reads as
/// "there is none" where that would let somebody start afresh.
final class ClusterReading {
    private static final String MEMBERS = "members/";
    private static final KeyValue MISSING = KeyValue.getDefaultInstance();
    private final Map<String, KeyValue> keys = new TreeMap<>();

    private ClusterReading(Keyspace keyspace, RangeResponse response) {
        response.getKvsList().forEach(kv -> keys.put(keyspace.relative(kv.getKey()), kv));
    }

    static ClusterView of(Keyspace keyspace, RangeResponse response) {
        return new ClusterReading(keyspace, response).view(response.getHeader().getRevision());
    }

    private ClusterView view(long revision) {
        var config = key("config");
        return new ClusterView(revision, lock(key("leader")), KeyReadings.release(key("release"), key("status")), initialize(key("initialize")),
                members(), Json.document(text(config)), config.getModRevision(), KeyReadings.request(key("failover")),
                KeyReadings.history(text(key("history"))), KeyReadings.status(text(key("status")), text(key("optime/leader"))),
                KeyReadings.sync(key("sync")), new Failsafe(Json.document(text(key("failsafe"))), key("failsafe").getModRevision()), KeyReadings.heartbeat(key("heartbeat")),
                KeyReadings.claim(key("timeline")), KeyReadings.term(text(key("term"))));
    }

    /// A key is there when it has a revision; an empty value is a value.
    static boolean present(KeyValue kv) {
        return kv.getModRevision() > 0;
    }

    static String text(KeyValue kv) {
        return kv.getValue().toStringUtf8();
    }

    static LeaderLock lock(KeyValue kv) {
        return present(kv) ? new LeaderLock.Held(new MemberName(text(kv)), new LeaseId(kv.getLease()), kv.getCreateRevision(), kv.getModRevision())
                : LeaderLock.ABSENT;
    }

    /// A value that is no system identifier (Patroni: fewer than 10 digits) still says that this cluster is not a fresh one: it reads
    /// as in progress, so nobody runs initdb, and a leader may write the identifier.
    static Initialize initialize(KeyValue kv) {
        if (!present(kv)) return Initialize.MISSING;
        return text(kv).matches("\\d{10,20}") ? new Initialize.Done(new SystemId(text(kv))) : new Initialize.InProgress(kv.getModRevision());
    }

    private List<Member> members() {
        return keys.entrySet().stream().filter(e -> isMember(e.getKey())).map(e -> member(e.getKey(), e.getValue())).toList();
    }

    static boolean isMember(String key) {
        return key.startsWith(MEMBERS) && key.length() > MEMBERS.length() && key.indexOf('/', MEMBERS.length()) < 0;
    }

    private static Member member(String key, KeyValue kv) {
        return new Member(new MemberName(key.substring(MEMBERS.length())), new LeaseId(kv.getLease()), memberData(text(kv)));
    }

    /// Old Patronis wrote the connection URL alone, with the REST URL as its application_name.
    static Document memberData(String text) {
        if (!text.startsWith("postgres")) return KeyReadings.withUrl(Json.document(text));
        var question = text.indexOf("?application_name=");
        return question < 0 ? Document.EMPTY.with("conn_url", text)
                : Document.EMPTY.with("conn_url", text.substring(0, question)).with("api_url", text.substring(question + 18));
    }

    private KeyValue key(String name) {
        return keys.getOrDefault(name, MISSING);
    }
}
