# scripts/demo --once: the cluster's life without a hand: load, a node dies, failover, rejoin, switchover, and the count of what
# was promised and what is there. Sourced, not run; every step that fails ends the script with a non-zero code.

# How long before the kill an acknowledged row may have been written and still be lost: asynchronous replication promises
# nothing for what the standbys did not have yet, and on one machine they have it after a few milliseconds.
asynchronous_window=0.2
loaded_rows=20000

say() { printf '\n== %s\n' "$*"; }

load() {
    sql_rw <<SQL
create table loaded (id bigint primary key, payload text not null);
create table written (id bigint primary key, at timestamptz not null default clock_timestamp());
insert into loaded select i, md5(i::text) from generate_series(1, $loaded_rows) i;
SQL
}

# Endless inserts, one transaction each, about 5 ms apart. The ids are the client's own and never repeat, so that a lost row
# cannot hide behind one that got its number again. Ends when its reader does.
inserts() {
    local id=$1 never
    exec {never}<> <(:)
    while echo "insert into written (id) values ($((id++))) returning id;"; do read -r -t 0.005 -u "$never"; done
}

# psql prints the id after the server has said COMMIT: $work/acknowledged is "time id" of every acknowledged row. A broken
# session is followed by the next, with ids of its own.
write_forever() {
    local session=0 id
    exec 2>>"$work/writer.log"
    trap 'exit 0' TERM
    while :; do
        session=$((session + 1))
        inserts $((session * 1000000)) | sql_rw |
            while read -r id; do echo "$EPOCHREALTIME $id"; done
        sleep 0.05
    done >"$work/acknowledged"
}

start_writer() {
    start_function write_forever
    writer_pid=$started
    # Not a job any more: the shell would report its end.
    disown "$writer_pid"
    wait_until 60 "some hundred acknowledged rows" acknowledged_so_far 300
}

acknowledged_so_far() { [ "$(wc -l <"$work/acknowledged")" -ge "$1" ]; }

# The first row acknowledged after this time: succeeds and leaves its time in $resumed once there is one.
acknowledged_after() { resumed=$(awk -v t="$1" '$1 > t { print $1; exit }' "$work/acknowledged"); [ -n "$resumed" ]; }

# The longest time without an acknowledgement between two moments.
write_outage() {
    awk -v from="$1" -v to="$2" '$1 >= from - 1 && $1 <= to { if (last && $1 - last > most) most = $1 - last; last = $1 }
                                 END { printf "%.2f", most }' "$work/acknowledged"
}

fail_over() {
    local before=$old
    say "killing $old, the primary: SIGKILL to its agent, its guardian and every process of PostgreSQL"
    killed_at=$(now)
    kill_node "$old"
    gone_at=$(now)
    wait_until 90 "another primary" another_primary "$before"
    new=$(primary)
    elected_at=$(now)
    wait_until 60 "a row acknowledged by the new primary" acknowledged_after "$elected_at"
    failover_seconds=$(seconds_between "$killed_at" "$elected_at")
    failover_outage=$(write_outage "$killed_at" "$resumed")
    echo "   $new is primary $failover_seconds s after the kill; the longest time without an acknowledged write: $failover_outage s"
    table
}

another_primary() { local leader; leader=$(primary) && [ "$leader" != "$1" ]; }

rejoin() {
    say "starting the agent of $old again"
    local from; from=$(now)
    start_node "$old"
    wait_until 120 "$old to stream from $new" healthy
    rejoin_seconds=$(seconds_between "$from" "$(now)")
    echo "   $old streams from $new, $rejoin_seconds s after its agent was started"
    table
}

switch_over() {
    local url command from answered
    url=$(rest_url "$new")/switchover
    say "switching over from $new to $old"
    echo "   curl -X POST $url -d '{\"leader\":\"$new\",\"candidate\":\"$old\"}'"
    from=$(now)
    curl -sS --fail-with-body --max-time 60 -X POST "$url" -d "{\"leader\":\"$new\",\"candidate\":\"$old\"}" || fail "the switchover was refused"
    answered=$(now)
    wait_until 60 "$old to be primary" rest "$old" primary
    wait_until 60 "a row acknowledged by $old" acknowledged_after "$answered"
    switchover_seconds=$(seconds_between "$from" "$answered")
    switchover_outage=$(write_outage "$from" "$resumed")
    wait_until 60 "all members to stream" healthy
    printf '\n   answered after %s s; the longest time without an acknowledged write: %s s\n' "$switchover_seconds" "$switchover_outage"
    table
}

# $work/changes gets "time node promoted|demoted" whenever an agent says another role than before and one of the two is primary.
# An agent that does not answer says nothing.
watch_roles() {
    local name role
    declare -A was=()
    exec 2>>"$work/writer.log"
    trap 'exit 0' TERM
    while :; do
        for name in $(names); do
            role=$(rest "$name" patroni | grep -o '"role": "[a-z_]*"') || continue
            case "${was[$name]:-}>$role" in
                *primary*">"*primary*) ;;
                *">"*primary*) echo "$(now) $name promoted" ;;
                *primary*">"*) echo "$(now) $name demoted" ;;
            esac
            was[$name]=$role
        done
        sleep 0.3
    done >"$work/changes"
}

start_watcher() {
    start_function watch_roles
    watcher_pid=$started
    disown "$watcher_pid"
}

# Every change of role that was seen is asked of the journals; each must have an answer.
explain() {
    local at name what
    end_tree "$watcher_pid"
    # Another agent than ours keeps no journal.
    case $AGENT_CMD in *bin/matriarch\ *) ;; *) return ;; esac
    explained=0
    [ "$(wc -l <"$work/changes")" -ge 4 ] || fail "fewer changes of role were seen than were made: $(cat "$work/changes")"
    while read -r at name what; do
        say "bin/matriarch why $name $what"
        "$home/bin/matriarch" why --url "$(rest_url "$name")" --until "$(date -u -d "@$(awk -v t="$at" 'BEGIN { printf "%.3f", t + 1 }')" +%FT%T.%3NZ)" "$name" "$what" </dev/null ||
            fail "the journals do not say why $name was $what"
        explained=$((explained + 1))
    done <"$work/changes"
    ! grep -rqF -e "$superuser_password" -e "$replication_password" -e "$rewind_password" "$work"/node*/data.matriarch/journal || fail "a password stands in a journal"
}

stop_writer() {
    end_tree "$writer_pid"
}

# Acknowledged rows that the primary does not have: "id time" each.
missing_rows() {
    join -v 1 -1 2 -2 1 <(sort -k 2,2 "$work/acknowledged") <(sql_rw -c "select id from written" | sort)
}

contents() { sql_node "$1" -c "select md5(string_agg(id::text, ',' order by id)) from written" -c "select count(*), md5(string_agg(payload, '' order by id)) from loaded"; }

same_everywhere() {
    local name
    for name in $(names); do [ "$(contents "$name")" = "$(contents "$old")" ] || return; done
}

count() {
    local late
    stop_writer
    say "counting"
    [ "$(sql_rw -c "select count(*) from loaded where payload = md5(id::text)")" = $loaded_rows ] || fail "loaded rows are missing"
    missing_rows >"$work/missing"
    acknowledged=$(wc -l <"$work/acknowledged")
    lost=$(wc -l <"$work/missing")
    echo "   $loaded_rows loaded rows: all there. $acknowledged rows written one by one and acknowledged: $lost lost"
    late=$(awk -v killed="$killed_at" -v gone="$gone_at" -v window=$asynchronous_window '
        $2 < killed - window || $2 > gone' "$work/missing" | wc -l)
    if [ "$lost" != 0 ]; then
        echo "   asynchronous replication: $((lost - late)) of them were acknowledged in the last $asynchronous_window s before the kill"
    fi
    [ "$late" = 0 ] || { head -5 "$work/missing"; fail "$late acknowledged rows are lost beyond the asynchronous window"; }
    wait_until 30 "all members to hold the same rows" same_everywhere
    echo "   all $nodes members hold the same rows"
}

once() {
    say "loading $loaded_rows rows through HAProxy, 127.0.0.1:$read_write_port"
    load
    start_writer
    start_watcher
    old=$(primary)
    table
    fail_over
    rejoin
    switch_over
    count
    explain
    cat <<REPORT

== passed
   failover    $failover_seconds s to the new primary, $failover_outage s without an acknowledged write
   rejoin      $rejoin_seconds s
   switchover  $switchover_seconds s to the answer, $switchover_outage s without an acknowledged write
   lost        $lost of $acknowledged acknowledged rows, none beyond the asynchronous window, none by the switchover
   why         ${explained:-no} changes of role, each explained by the journals
REPORT
}
