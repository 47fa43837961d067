# Sourced by the commands of ops/ that run tests: a throw-away database server.
# shellcheck shell=bash
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"

# Where the throw-away server keeps its files. Databases come and go by the hundred, each of a thousand files: where nobody says otherwise by TMPDIR and the
# machine has the room, in memory.
test_server_folder() {
    local room available
    room=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
    available=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
    if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] && [ "${room:-0}" -ge 4000000 ] && [ "${available:-0}" -ge 8000000 ]; then
        printf '/dev/shm\n'
    else
        printf '%s\n' "${TMPDIR:-/tmp}"
    fi
}

# What a server that is gone after the run need not do: outlive a power cut, look after its tables, compile queries (as the hub's own server does not).
test_server_settings=(fsync=off full_page_writes=off autovacuum=off jit=off)

# A cluster of this run's own, for a machine without Debian's pg_virtualenv.
own_test_server() {
    local cluster port password
    cluster=$(as_server mktemp -d "$(test_server_folder)/atena-test-XXXXXXXX")
    password=$(openssl rand -hex 24)
    printf '%s\n' "$password" | cluster_create "$cluster"
    port=$(free_port)
    # shellcheck disable=SC2064  # the values of now
    trap "cluster_stop '$cluster' immediate || true; as_server rm -rf '$cluster'" EXIT
    cluster_start "$cluster" "$port" "$(cluster_socket "$cluster")" "${test_server_settings[@]/#/-c }"
    PGHOST=localhost PGPORT=$port PGUSER=postgres PGPASSWORD=$password PGDATABASE=postgres "$@"
}

# with_test_server COMMAND…: runs it where it finds a server by PGHOST, PGPORT, PGUSER and PGPASSWORD, which is gone afterwards.
with_test_server() {
    local temporary=${TMPDIR:-/tmp} folder setting options=()
    for setting in max_connections=200 "${test_server_settings[@]}"; do options+=(-o "$setting"); done
    folder=$(test_server_folder)
    if command -v pg_virtualenv >/dev/null && [ -z "${ATENA_TEST_OWN_SERVER:-}" ]; then
        # -t: a cluster in a temporary directory for root too, so that two runs do not meet. What the tests write themselves goes where it always goes.
        TMPDIR=$folder pg_virtualenv -t -c '--locale=C.UTF-8 --encoding=UTF8' "${options[@]}" env TMPDIR="$temporary" "$@"
    else
        (own_test_server "$@")
    fi
}
