package io.matriarch.dcs;

import io.matriarch.core.view.Endpoint;
import java.nio.file.Path;
import java.util.List;

/// Where etcd is and how to be let in (Patroni's section `etcd3`), and whose keys these are. `endpoints`, and how they are spoken to (`tls`), hold until DNS
/// names others, where it is asked (`srv`).
public record EtcdConfig(List<Endpoint> endpoints, Srv srv, String namespace, String scope, Credentials credentials, Tls tls) {
    public EtcdConfig(List<Endpoint> endpoints, String namespace, String scope, Credentials credentials, Tls tls) {
        this(endpoints, Srv.NOT_ASKED, namespace, scope, credentials, tls);
    }

    public EtcdConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty() && srv instanceof Srv.NotAsked) throw new IllegalArgumentException("etcd3.hosts: name at least one endpoint");
        if (scope.isBlank()) throw new IllegalArgumentException("scope: must not be empty");
    }

    /// Whether DNS is asked for the members.
    public sealed interface Srv {
        record NotAsked() implements Srv {}

        /// `etcd3.srv`, and `etcd3.srv_suffix`, which tells the etcd clusters of one domain apart (empty: there is one). `tls` is for members that DNS says to
        /// speak it; `clear`: whether others count.
        record Domain(String name, String suffix, Tls.On tls, Clear clear) implements Srv {}

        /// Refused where the operator asked for TLS: DNS, which anybody may answer, must not decide that the password goes in clear.
        enum Clear {
            PERMITTED, REFUSED
        }

        NotAsked NOT_ASKED = new NotAsked();
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
