package io.matriarch.agent.config;

/// The file that `matriarch config sample` prints. It loads as it is, and with every setting in it that is commented out (`#key: value`, without a blank).
public final class Sample {
    public static final String TEXT = """
            # A node of a cluster. What is commented out shows what else may be said, not what holds otherwise; all keys are in docs/configuration.md.
            # Try it with: matriarch config check FILE

            # The cluster's name: the same on every member. Its keys in etcd are under /NAMESPACE/SCOPE/.
            scope: demo
            #namespace: /service/
            # This member's name: no other member has it.
            name: node1

            # Where the agent answers: health checks of load balancers, patronictl, other members.
            restapi:
              listen: 0.0.0.0:8008
              # How the others reach it.
              connect_address: 10.0.0.1:8008
              # Who may ask for what changes something (switchover, restart, PATCH /config).
              authentication:
                username: operator
                password: change-me
              # TLS: PEM files.
              #certfile: /etc/matriarch/node.pem
              #keyfile: /etc/matriarch/node.key

            # Three or five etcd members, named alike on every node.
            etcd3:
              hosts: [10.0.0.11:2379, 10.0.0.12:2379, 10.0.0.13:2379]
              #protocol: https
              #cacert: /etc/matriarch/etcd-ca.pem
              #username: demo
              #password: change-me-too

            # How a new cluster begins. A member without this section never begins one.
            bootstrap:
              # Goes into etcd once; from then on PATCH /config or patronictl edit-config changes it, for all members.
              dcs:
                # Seconds after which a primary that died is replaced; loop_wait + 2 * retry_timeout must not be more.
                ttl: 30
                loop_wait: 10
                retry_timeout: 10
                # Bytes of WAL that a standby may be behind and still be promoted.
                maximum_lag_on_failover: 1048576
                # on: a commit waits for a standby, and no acknowledged commit is lost in a failover.
                #synchronous_mode: "on"
                # While etcd is away the primary goes on, as long as all members confirm it.
                #failsafe_mode: true
                postgresql:
                  use_pg_rewind: true
                  parameters:
                    # These must be equal on all members, and count only here: max_connections, max_worker_processes, max_prepared_transactions,
                    # max_locks_per_transaction, max_wal_senders, max_replication_slots, track_commit_timestamp, wal_level, wal_log_hints.
                    max_connections: 100
                    #archive_mode: "on"
                    #archive_command: cp %p /backup/wal/%f
              initdb:
                - encoding: UTF8
                - locale: C.UTF-8
                - data-checksums

            # The server of this node. What is said here wins over bootstrap.dcs.postgresql, but for the parameters above.
            postgresql:
              listen: 0.0.0.0:5432
              connect_address: 10.0.0.1:5432
              data_dir: /var/lib/postgresql/17/demo
              bin_dir: /usr/lib/postgresql/17/bin
              # The roles that the agent makes in a new cluster, and uses.
              authentication:
                superuser:
                  username: postgres
                  password: change-me-3
                replication:
                  username: replicator
                  password: change-me-4
                # Who reads files for pg_rewind; the superuser when nobody is named.
                #rewind: {username: rewinder, password: change-me-5}
              # All lines of pg_hba.conf.
              pg_hba:
                - local all all peer
                - host all all 127.0.0.1/32 scram-sha-256
                - host all all 10.0.0.0/24 scram-sha-256
                - host replication replicator 10.0.0.0/24 scram-sha-256
              parameters:
                unix_socket_directories: /var/run/postgresql
                #shared_buffers: 4GB
                #log_min_duration_statement: 1s

            # What is special about this member.
            #tags:
            #  nofailover: true
            #  noloadbalance: true

            # Lines go to standard error, or into files of this directory.
            #log:
            #  dir: /var/log/matriarch
            #  level: INFO

            # The machine's watchdog ends a node that hangs as a whole.
            #watchdog:
            #  mode: required
            #  device: /dev/watchdog
            """;

    private Sample() {}
}
