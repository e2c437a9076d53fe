# Starting and ending the processes of a cluster (scripts/lib/cluster.sh). Each gets a session of its own, so that Ctrl-C in a
# terminal reaches only the script, which then stops all of it in order. Ended is only what was started here, by pid.

fail() { why=$*; echo "${0##*/}: $why" >&2; exit 1; }

# Seconds since 1970 with microseconds, and the difference of two of them, without a process for either.
now() { echo "${EPOCHREALTIME/,/.}"; }
seconds_between() { awk -v from="$1" -v to="$2" 'BEGIN { printf "%.2f", to - from }'; }

# wait_until SECONDS WHAT COMMAND...: until the command succeeds
wait_until() {
    local deadline=$((SECONDS + $1)) seconds=$1 what=$2; shift 2
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $deadline ] || fail "waited $seconds s for $what, in vain"
        sleep 0.05
    done
}

# start_process LOG COMMAND...: leaves its pid in $started
start_process() {
    local log=$1; shift
    setsid "$@" </dev/null >>"$log" 2>&1 &
    started=$!
}

declare -A agent_pid=()

# The agent's directory and this variable are inherited by all that it starts: that is how `node_pids` finds them.
start_node() {
    local name=$1 dir=$work/$1 word command=()
    read -ra command <<<"$AGENT_CMD"
    for word in "${!command[@]}"; do command[word]=${command[word]//'{config}'/$dir/node.yml}; done
    start_process "$dir/agent.log" env -C "$dir" "MATRIARCH_DEMO_NODE=$dir" "${command[@]}"
    agent_pid[$name]=$started
    # Not a job any more: the shell would report its end.
    disown "$started"
}

# Every living process of a node: agent, guardian, PostgreSQL, and whatever they started.
# PostgreSQL's processes work in the data directory; the others were started in the node's directory or inherited its name.
node_pids() {
    local dir=$work/$1
    {
        find /proc/[0-9]*/cwd -maxdepth 0 \( -lname "$dir" -o -lname "$dir/*" \) -printf '%h\n' 2>/dev/null
        grep -lzxsF "MATRIARCH_DEMO_NODE=$dir" /proc/[0-9]*/environ
        true
    } | grep -o '[0-9]\+' | sort -un | grep .
}

# As if the machine were gone: nothing of the node is asked, everything is ended at once.
kill_node() {
    local pids
    while pids=$(node_pids "$1"); do
        # shellcheck disable=SC2086  # one pid a word
        kill -KILL $pids 2>/dev/null
    done
    return 0
}


# start_function NAME: a function of this script in the background, in its own process; its pid is left in $started
start_function() {
    "$@" </dev/null &
    started=$!
}

# A process and all that it started and still lives.
end_tree() {
    local child
    for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do end_tree "$child"; done
    kill -TERM "$1" 2>/dev/null
    return 0
}
