# Looking at a cluster (scripts/lib/cluster.sh) from outside: HTTP, SQL, processes. Sourced, not run.

# What one node's REST answers; fails when there is none.
rest() { curl -sf --max-time 1 "$(rest_url "$1")/$2"; }

# The node whose agent says that it is primary.
primary() {
    local name
    for name in $(names); do
        rest "$name" primary >/dev/null && echo "$name" && return
    done
    return 1
}

sql()      { psql -XqAt -v ON_ERROR_STOP=1 -h 127.0.0.1 -U postgres -d postgres -p "$@"; }
sql_rw()   { sql "$read_write_port" "$@"; }
sql_node() { local name=$1; shift; sql "$(postgres_port "$name")" "$@"; }

# One primary, all the others stream from it and say so, and etcd knows.
healthy() {
    local leader name
    leader=$(primary) || return
    [ "$(members | cut -f 3 | grep -cE '^(running|streaming)$')" = "$nodes" ] || return
    [ "$(sql_node "$leader" -c "select count(distinct application_name) from pg_stat_replication where state = 'streaming'
                                and application_name like 'node%'")" = $((nodes - 1)) ] || return
    for name in $(names); do
        [ "$name" = "$leader" ] || rest "$name" replica >/dev/null || return
    done
}

# Until the cluster that was just started is healthy; an agent that ends meanwhile has said why in its log.
await_members() {
    local name deadline=$((SECONDS + 120))
    until healthy 2>/dev/null; do
        for name in $(names); do
            node_pids "$name" >/dev/null || { tail -n 30 "$work/$name/agent.log" >&2; fail "the agent of $name has ended, see above"; }
        done
        [ $SECONDS -lt $deadline ] || { tail -n 10 "$work"/node*/agent.log >&2; fail "not healthy after 120 s, see above"; }
        sleep 0.2
    done
}

# Rows of the table, tab-separated, from the first agent that answers: name, role, state, timeline, lag.
members() {
    local name
    for name in $(names); do
        rest "$name" cluster && return
    done | jq -r '.members[] | [.name, .role, .state, (.timeline // "-"), (.lag // "-")] | @tsv'
}

table() {
    local seen name role state timeline lag
    seen=$(members)
    printf '  %-8s %-9s %-20s %8s %10s   %-17s %s\n' member role state timeline lag PostgreSQL REST
    for name in $(names); do
        IFS=$'\t' read -r _ role state timeline lag < <(grep "^$name"$'\t' <<<"$seen") ||
            { role=- state='not in etcd' timeline=- lag=-; }
        node_pids "$name" >/dev/null || state='no process'
        printf '  %-8s %-9s %-20s %8s %10s   %-17s %s\n' "$name" "$role" "$state" "$timeline" "$lag" \
            "127.0.0.1:$(postgres_port "$name")" "127.0.0.1:$(rest_port "$name")"
    done
}
