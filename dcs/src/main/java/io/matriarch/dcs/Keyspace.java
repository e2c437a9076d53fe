package io.matriarch.dcs;

import com.google.protobuf.ByteString;
import io.matriarch.core.view.MemberName;

/// The names of the keys: Patroni's, under `/{namespace}/{scope}/`, and four of our own, `release`, `heartbeat`, `timeline` and `term`.
record Keyspace(String prefix) {
    /// Repeated slashes are squeezed: `service`, `/service` and `/service/` are the same namespace.
    static Keyspace of(String namespace, String scope) {
        return new Keyspace(("/" + namespace + "/" + scope + "/").replaceAll("/+", "/"));
    }

    ByteString first() {
        return ByteString.copyFromUtf8(prefix);
    }

    /// The first key after every key with the prefix: etcd's range end (`/` + 1 is `0`).
    ByteString end() {
        return ByteString.copyFromUtf8(prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1));
    }

    ByteString leader() {
        return key("leader");
    }

    ByteString member(MemberName name) {
        return key("members/" + name.value());
    }

    ByteString release() {
        return key("release");
    }

    ByteString heartbeat() {
        return key("heartbeat");
    }

    ByteString timeline() {
        return key("timeline");
    }

    ByteString term() {
        return key("term");
    }

    ByteString initialize() {
        return key("initialize");
    }

    ByteString config() {
        return key("config");
    }

    ByteString failover() {
        return key("failover");
    }

    ByteString status() {
        return key("status");
    }

    ByteString sync() {
        return key("sync");
    }

    ByteString failsafe() {
        return key("failsafe");
    }

    ByteString history() {
        return key("history");
    }

    /// What follows the prefix: `leader`, `members/a`.
    String relative(ByteString key) {
        return key.toStringUtf8().substring(prefix.length());
    }

    private ByteString key(String name) {
        return ByteString.copyFromUtf8(prefix + name);
    }
}
