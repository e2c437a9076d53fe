# A Matriarch cluster on this machine, for the demo and for tests: etcd, some nodes, HAProxy. Sourced, not run.
#
# Everything lives in $work and listens on loopback. A node is a directory $work/nodeN: its configuration, its data directory
# and its log.
#
# Set before: $home (the checkout), $work (an empty directory), $nodes (how many), $postgres_bin (where its programs are, or empty).
# AGENT_CMD is what a node runs; {config} in it is the path of its YAML file.

: "${AGENT_CMD:=$home/bin/matriarch agent {config\}}"

# shellcheck source=scripts/lib/processes.sh
. "$home/scripts/lib/processes.sh"

names() { seq -f 'node%g' 1 "$nodes"; }

postgres_port() { echo $((port_base + 10 + ${1#node})); }
rest_port()     { echo $((port_base + 20 + ${1#node})); }
rest_url()      { echo "http://127.0.0.1:$(rest_port "$1")"; }

# A block of free ports below the range that outgoing connections take theirs from.
choose_ports() {
    local attempt port
    for attempt in {1..50}; do
        port_base=$((20000 + RANDOM % 120 * 100))
        for ((port = port_base; port < port_base + 30; port++)); do
            (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue 2
        done
        read_write_port=$port_base read_only_port=$((port_base + 1)) stats_port=$((port_base + 2)) etcd_port=$((port_base + 3))
        return
    done
    fail "no free block of ports on 127.0.0.1 between 20000 and 32000"
}

# The newest release that is installed as a server, unless the caller named one.
find_postgres() {
    local initdb
    [ -z "$postgres_bin" ] || return 0
    initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)
    [ -x "$initdb" ] || fail "no PostgreSQL server in /usr/lib/postgresql: apt-get install postgresql"
    postgres_bin=${initdb%/initdb}
}

start_etcd() {
    local url=http://127.0.0.1:$etcd_port peer=http://127.0.0.1:$((etcd_port + 1))
    start_process "$work/etcd.log" etcd --name etcd1 --data-dir "$work/etcd" \
        --listen-client-urls "$url" --advertise-client-urls "$url" \
        --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" --initial-cluster "etcd1=$peer"
    etcd_pid=$started
    wait_until 30 "etcd to answer" curl -sf "$url/health"
}

start_haproxy() {
    local name servers=()
    for name in $(names); do
        servers+=("$name=127.0.0.1:$(postgres_port "$name"),127.0.0.1:$(rest_port "$name")")
    done
    "$home/haproxy/configure" --read-write "127.0.0.1:$read_write_port" --read-only "127.0.0.1:$read_only_port" \
        --stats "127.0.0.1:$stats_port" "${servers[@]}" >"$work/haproxy.cfg"
    start_process "$work/haproxy.log" haproxy -db -f "$work/haproxy.cfg"
    haproxy_pid=$started
}

configure_node() {
    local name=$1 dir=$work/$1
    mkdir -p -m 700 "$dir" "$dir/socket"
    cat >"$dir/node.yml" <<YAML
scope: demo
name: $name
restapi:
  listen: 127.0.0.1:$(rest_port "$name")
  connect_address: 127.0.0.1:$(rest_port "$name")
etcd3:
  hosts: [127.0.0.1:$etcd_port]
bootstrap:
  dcs:
    ttl: ${TTL:-10}
    loop_wait: 2
    retry_timeout: 3
    maximum_lag_on_failover: 1048576
    postgresql:
      use_pg_rewind: true
      use_slots: true
  initdb:
    - encoding: UTF8
    - locale: C.UTF-8
    - data-checksums
postgresql:
  listen: 127.0.0.1:$(postgres_port "$name")
  connect_address: 127.0.0.1:$(postgres_port "$name")
  data_dir: $dir/data
  bin_dir: $postgres_bin
  pgpass: $dir/pgpass
  authentication:
    superuser: {username: postgres, password: $superuser_password}
    replication: {username: replicator, password: $replication_password}
    rewind: {username: rewinder, password: $rewind_password}
  pg_hba:
    - local all all scram-sha-256
    - host all all 127.0.0.1/32 scram-sha-256
    - host replication replicator 127.0.0.1/32 scram-sha-256
  parameters:
    password_encryption: scram-sha-256
    unix_socket_directories: $dir/socket
    shared_buffers: 32MB
YAML
}

random_password() { head -c 15 /dev/urandom | base64 | tr '+/' 'xy'; }

start_cluster() {
    local name
    choose_ports
    find_postgres
    superuser_password=$(random_password) replication_password=$(random_password) rewind_password=$(random_password)
    # For psql on the command line: PGPASSFILE=$work/pgpass
    (umask 077 && echo "127.0.0.1:*:*:postgres:$superuser_password" >"$work/pgpass")
    export PGPASSFILE=$work/pgpass PGCONNECT_TIMEOUT=2
    start_etcd
    for name in $(names); do configure_node "$name"; done
    for name in $(names); do start_node "$name"; done
    start_haproxy
}

# Agents first and together, so that each stops its PostgreSQL; what is left after that is ended the hard way.
stop_cluster() {
    local name pid deadline=$((SECONDS + 15))
    for name in "${!agent_pid[@]}"; do kill -TERM "${agent_pid[$name]}" 2>/dev/null; done
    for name in "${!agent_pid[@]}"; do
        while [ $SECONDS -lt $deadline ] && node_pids "$name" >/dev/null; do sleep 0.1; done
        kill_node "$name"
    done
    for pid in ${haproxy_pid:-} ${etcd_pid:-}; do
        kill -TERM "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
}
