package io.matriarch.chaos.cluster;

import java.nio.file.Path;
import java.util.stream.Collectors;

/// The Patroni-style configuration of one node, the same for every agent that takes it.
final class NodeYaml {

    private NodeYaml() {}

    /// `standbyCluster` are the fields of that section, which says whom this cluster follows; empty, when it follows nobody.
    static String of(int node, Path home, Addresses at, Timing timing, Synchronous synchronous, Path postgresBin, String standbyCluster) {
        var network = at.network();
        var ports = at.node(node);
        var etcd = at.etcdClients().stream().map(e -> "'" + e + "'").collect(Collectors.joining(", "));
        return """
                scope: chaos
                namespace: /service/
                name: n%d
                restapi:
                  listen: %s:%d
                  connect_address: %s:%d
                etcd3:
                  hosts: [%s]
                bootstrap:
                  dcs:
                    ttl: %d
                    loop_wait: %d
                    retry_timeout: %d
                    maximum_lag_on_failover: 1048576
                    synchronous_mode: '%s'
                    standby_cluster: {%s}
                    postgresql:
                      use_pg_rewind: true
                      use_slots: true
                      parameters:
                        wal_level: replica
                        hot_standby: 'on'
                        wal_log_hints: 'on'
                        max_connections: 100
                        max_wal_senders: 10
                        max_replication_slots: 10
                        wal_keep_size: 128MB
                  initdb:
                  - encoding: UTF8
                  - locale: C
                  - data-checksums
                """.formatted(node, network.listenHost(), ports.rest(), network.nodeHost(node), ports.rest(), etcd,
                timing.ttl().toSeconds(), timing.loopWait().toSeconds(), timing.retryTimeout().toSeconds(), synchronous.word(), standbyCluster)
                + postgresql(node, home, at, postgresBin);
    }

    /// Its dynamic shared memory is in files of the data directory: a server that is killed and not started again leaves none in `/dev/shm`.
    private static String postgresql(int node, Path home, Addresses at, Path postgresBin) {
        var network = at.network();
        int port = at.node(node).postgres();
        return """
                postgresql:
                  listen: %s:%d
                  connect_address: %s:%d
                  data_dir: %s
                  bin_dir: %s
                  pgpass: %s
                  authentication:
                    superuser: {username: %s, password: %s}
                    replication: {username: replicator, password: chaos-repl}
                    rewind: {username: rewind_user, password: chaos-rewind}
                  pg_hba:
                  - local all all trust
                  - host all all 127.0.0.1/32 md5
                  - host replication all 127.0.0.1/32 md5
                  - host all all 10.76.0.0/15 md5
                  - host replication all 10.76.0.0/15 md5
                  parameters:
                    unix_socket_directories: %s
                    shared_buffers: 64MB
                    dynamic_shared_memory_type: mmap
                    log_min_messages: log
                    logging_collector: 'off'
                watchdog: {mode: 'off'}
                tags: {nofailover: false, noloadbalance: false, clonefrom: false, nosync: false}
                log: {level: INFO}
                """.formatted(network.listenHost(), port, network.nodeHost(node), port, Node.data(home), postgresBin,
                home.resolve("pgpass"), Node.SUPERUSER, Node.PASSWORD, Node.sockets(home));
    }
}
