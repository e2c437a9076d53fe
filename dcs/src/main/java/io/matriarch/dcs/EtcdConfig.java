package io.matriarch.dcs;

import io.matriarch.core.view.Endpoint;
import java.nio.file.Path;
import java.util.List;

/// Where etcd is and how to be let in (Patroni's section `etcd3`), and whose keys these are.
public record EtcdConfig(List<Endpoint> endpoints, String namespace, String scope, Credentials credentials, Tls tls) {
    public EtcdConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) throw new IllegalArgumentException("etcd3.hosts: name at least one endpoint");
        if (scope.isBlank()) throw new IllegalArgumentException("scope: must not be empty");
    }

    public sealed interface Credentials {
        record Anonymous() implements Credentials {}

        /// etcd's own user and password (`etcd3.username`, `etcd3.password`).
        record Password(String user, String password) implements Credentials {
            @Override
            public String toString() {
                return "Password[user=" + user + ", password=***]";
            }
        }

        Anonymous ANONYMOUS = new Anonymous();
    }

    public sealed interface Tls {
        record Off() implements Tls {}

        /// `etcd3.protocol: https`; files are PEM and are read once, when the connection is built.
        record On(Trust trust, Identity identity) implements Tls {}

        Off OFF = new Off();
    }

    /// Whose signature on the server's certificate counts.
    public sealed interface Trust {
        record Platform() implements Trust {}

        record Authority(Path cacert) implements Trust {}

        Platform PLATFORM = new Platform();
    }

    /// What this client shows of itself.
    public sealed interface Identity {
        record None() implements Identity {}

        record Certificate(Path cert, Path key) implements Identity {}

        None NONE = new None();
    }
}
