# scripts/demo --serve: the cluster for a program that breaks it. Sourced, not run.

# Where everything listens, for a program to read.
describe() {
    local name
    echo "work=$work"
    echo "passfile=$work/pgpass"
    echo "read_write_port=$read_write_port"
    echo "read_only_port=$read_only_port"
    echo "stats_port=$stats_port"
    for name in $(names); do
        echo "$name.postgres_port=$(postgres_port "$name")"
        echo "$name.rest_port=$(rest_port "$name")"
    done
}

serve() {
    local verb name
    describe >"$work/cluster.properties"
    echo "ready: $work/cluster.properties"
    while read -r verb name; do
        case $verb in
            kill)  kill_node "$name" ;;
            start) start_node "$name" ;;
            *)     fail "not understood: $verb" ;;
        esac
        echo "done: $verb $name"
    done
}
