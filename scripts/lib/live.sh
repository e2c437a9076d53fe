# scripts/demo: the cluster on the screen, redrawn every second, with keys to break and mend it. Sourced, not run.

screen() {
    local leader other
    leader=$(primary) || leader=
    other=$(names | grep -vx "${leader:-none}" | head -1)
    echo "Matriarch: $nodes nodes, etcd and HAProxy in $work        $(date +%T)"
    echo
    table
    cat <<SCREEN

  writes  PGPASSFILE=$work/pgpass psql -h 127.0.0.1 -p $read_write_port -U postgres
  reads   PGPASSFILE=$work/pgpass psql -h 127.0.0.1 -p $read_only_port -U postgres
  HAProxy http://127.0.0.1:$stats_port/        etcd 127.0.0.1:$etcd_port        logs $work/node*/agent.log

  Try in another terminal:
    curl -s $(rest_url "${leader:-node1}")/cluster
    curl -X POST $(rest_url "${leader:-node1}")/switchover -d '{"leader":"$leader","candidate":"$other"}'
    kill -9 ${agent_pid[${leader:-node1}]}        the agent of ${leader:-node1}: its guardian ends PostgreSQL in time, another leads

  Keys: k kill the primary's whole node   r start dead agents again   s switch over   q quit      ${message:-}
SCREEN
}

kill_primary() {
    local leader
    leader=$(primary) || { message='no primary to kill'; return; }
    kill_node "$leader"
    message="killed $leader at $(date +%T)"
}

restart_dead() {
    local name
    for name in $(names); do
        kill -0 "${agent_pid[$name]}" 2>/dev/null || { start_node "$name"; message="started $name at $(date +%T)"; }
    done
}

switch_over_once() {
    local leader
    leader=$(primary) || { message='no primary to switch over from'; return; }
    message=$(curl -s --max-time 30 -X POST "$(rest_url "$leader")/switchover" -d "{\"leader\":\"$leader\"}")
}

live() {
    local key drawn
    while :; do
        drawn=$(screen)
        printf '\e[H\e[J%s\n' "$drawn"
        key=
        if [ -t 0 ]; then read -rsn1 -t 1 key || true; else sleep 1; fi
        case $key in
            k) kill_primary ;;
            r) restart_dead ;;
            s) switch_over_once ;;
            q) return ;;
        esac
    done
}
