package io.matriarch.core.view;

import java.util.Map;

/// The section `standby_cluster` of the dynamic configuration: whether this cluster follows another one, and where that is.
public sealed interface StandbyCluster {
    /// An ordinary cluster.
    record Off() implements StandbyCluster {}

    /// Its leader follows the primary at `remote` by the slot of that name there (empty: by none). `remote` may name several hosts, separated by commas, on one
    /// port: the one that takes writes is meant. Nowhere (also where its host is none): WAL comes by `restore_command` alone.
    record Following(Endpoint remote, String slot) implements StandbyCluster {
        /// The remote as something to ask and to copy from.
        public Member member() {
            var host = remote.host().contains(":") ? "[" + remote.host() + "]" : remote.host();
            return new Member(REMOTE, LeaseId.NONE, new Document(Map.of("conn_url", "postgres://" + host + ":" + remote.port() + "/postgres")));
        }
    }

    Off OFF = new Off();

    /// What the remote is called where members are named. No member has a name with a space.
    MemberName REMOTE = new MemberName("the remote cluster");

    private static boolean says(Document section, String key) {
        return !section.text(key, "").isEmpty();
    }

    /// Active, as in Patroni, when it names a host, a port or a restore_command.
    static StandbyCluster of(Document config) {
        var section = config.section("standby_cluster");
        if (!says(section, "host") && !says(section, "port") && !says(section, "restore_command")) return OFF;
        return new Following(remote(section), section.text("primary_slot_name", ""));
    }

    private static Endpoint remote(Document section) {
        if (!says(section, "host") && !says(section, "port")) return Endpoint.NOWHERE;
        var host = says(section, "host") ? section.text("host", "") : "localhost";
        return Endpoint.hosts(host) ? new Endpoint(host, (int) section.number("port", 5432)) : Endpoint.NOWHERE;
    }
}
