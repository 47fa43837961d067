# Sourced by the commands of ops/ that make, start or stop a hub: a private PostgreSQL cluster in a directory of its own.
# shellcheck shell=bash
. "$(dirname "${BASH_SOURCE[0]}")/accounts.sh"
# A cluster's directory holds data/, socket/ and server.log, and belongs to the user that the server runs as.

# Directory of initdb, pg_ctl and postgres, of the newest PostgreSQL installed; empty when there is none.
cluster_binaries() {
    local candidate
    {
        printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5,5nr
        pg_config --bindir 2>/dev/null || true
    } | while read -r candidate; do
        if [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ]; then
            printf '%s\n' "$candidate"
            break
        fi
    done
}

# The server refuses to run as root, so root lends it another user.
cluster_user() {
    if [ "$(id -u)" -ne 0 ]; then
        id -un
    elif id -u postgres >/dev/null 2>&1; then
        printf 'postgres\n'
    else
        fail "run as root, the database server needs an unprivileged user 'postgres'" "ops/install installs it with the package postgresql"
    fi
}

# as_server COMMAND…: runs it as the server's user, from a directory that user can be in.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && exec runuser -u "$(cluster_user)" -- "$@")
    else
        (cd / && exec "$@")
    fi
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A TCP port of 127.0.0.1 that nothing listens on, below the range that outgoing connections take.
free_port() {
    local tries port
    for tries in {1..200}; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if port_is_free "$port"; then
            printf '%s\n' "$port"
            return
        fi
    done
    fail "no free TCP port found on 127.0.0.1 in $tries tries"
}

# cluster_place DIR: makes DIR for the server's user and prints where it really is.
# Under a directory that the server's user may not enter (a home of root, say), DIR becomes a link to one that it may.
cluster_place() {
    local place=$1 user
    user=$(cluster_user)
    if [ ! -e "$place" ]; then
        mkdir -p "$place"
        if [ "$(id -u)" -eq 0 ]; then
            chown "$user" "$place"
            if ! as_server test -x "$place"; then
                rmdir "$place"
                ln -s "$(as_server mktemp -d "$(getent passwd "$user" | cut -d: -f6)/atena-XXXXXXXX")" "$place"
            fi
        fi
        as_server chmod 700 "$(realpath "$place")"
    fi
    realpath "$place"
}

# cluster_socket CLUSTER: directory of the Unix socket; a path that is too long for a socket gets a short one.
cluster_socket() {
    if [ "${#1}" -le 80 ]; then
        as_server mkdir -p -m 700 "$1/socket"
        printf '%s\n' "$1/socket"
    else
        if ! as_server sh -c 'test -d "$(cat "$1/socket.path")"' sh "$1" 2>/dev/null; then
            as_server mktemp -d "${TMPDIR:-/tmp}/atena-XXXXXXXX" | as_server tee "$1/socket.path" >/dev/null
        fi
        as_server cat "$1/socket.path"
    fi
}

# cluster_create CLUSTER: reads the superuser's password from standard input.
cluster_create() {
    local binaries compression=on
    binaries=$(cluster_binaries)
    # initdb reads passwords from files only.
    as_server sh -c 'umask 077; cat >"$1/superuser"' sh "$1"
    as_server "$binaries/initdb" --pgdata="$1/data" --username=postgres --pwfile="$1/superuser" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 --data-checksums >/dev/null
    as_server rm "$1/superuser"
    "$binaries/pg_config" --configure 2>/dev/null | grep -q -- --with-lz4 && compression=lz4
    as_server tee "$1/data/pg_hba.conf" >/dev/null <<'HBA'
# A private hub: this machine only, every role with its password.
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
HBA
    as_server tee "$1/data/atena.conf" >/dev/null <<CONF
# Written by ops/up when the cluster was made.
listen_addresses = '127.0.0.1'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 200
timezone = 'Asia/Tokyo'
log_timezone = 'Asia/Tokyo'
lc_messages = 'C'

# What is acknowledged is on disk.
fsync = on
synchronous_commit = on
full_page_writes = on

shared_buffers = '$(cluster_memory 4 4096)MB'
effective_cache_size = '$(cluster_memory 2 8192)MB'
work_mem = '32MB'
maintenance_work_mem = '$(cluster_memory 16 512)MB'
max_wal_size = '8GB'
min_wal_size = '1GB'
wal_buffers = '64MB'
wal_compression = $compression
checkpoint_timeout = '15min'
checkpoint_completion_target = 0.9
random_page_cost = 1.1
effective_io_concurrency = 200
jit = off

# Personal data never reaches the log: no statement, no parameter, no DETAIL. An error goes to the client that caused it
# and not into the log, because its first line can repeat a value ("invalid input syntax for …").
log_destination = 'stderr'
logging_collector = off
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = 'none'
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_line_prefix = '%m [%p] %q%u '
CONF
    as_server sh -c 'printf "%s\n" "include '\''atena.conf'\''" >>"$1/data/postgresql.conf"' sh "$1"
}

# cluster_memory PART CAP: a part of the machine's memory in MB, no more than the cap.
cluster_memory() {
    awk -v part="$1" -v cap="$2" '/^MemTotal:/ { m = int($2 / 1024 / part); print (m > cap ? cap : m) }' /proc/meminfo
}

cluster_runs() { as_server "$(cluster_binaries)/pg_ctl" status --pgdata="$1/data" >/dev/null 2>&1; }

# cluster_start CLUSTER PORT SOCKETDIR [OPTION…]: returns when the server takes connections.
cluster_start() {
    local cluster=$1 port=$2 socket=$3
    shift 3
    # The lock that this command may hold must not go on to the server.
    as_server "$(cluster_binaries)/pg_ctl" start --wait --timeout=120 --silent --pgdata="$cluster/data" --log="$cluster/server.log" \
        --options="-c port=$port -c unix_socket_directories=$socket $*" >/dev/null 9>&- || {
        as_server tail -n 15 "$cluster/server.log" >&2
        fail "the database server did not start" "its log: $cluster/server.log"
    }
    # Where the hub's processes have accounts of their own, they come to its socket.
    [ ! -e "$cluster/reach" ] || accounts_reach "$cluster"
}

# cluster_stop CLUSTER [MODE]: fast unless told immediate, which is as hard as a power cut.
cluster_stop() {
    as_server "$(cluster_binaries)/pg_ctl" stop --wait --timeout=120 --silent --pgdata="$1/data" --mode="${2:-fast}"
}
