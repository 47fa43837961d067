# Sourced by the commands of ops/ that use a hub's directory: its certificates, and `atena` running in its background.
# shellcheck shell=bash
# run/NAME.pid names the process, log/NAME.log has what it said.

# open_hub DIR: the environment of a hub that ops/up made.
open_hub() {
    [ -f "$1/env" ] || fail "there is no hub in $1" "make one: ops/up --dir $1"
    # shellcheck source=/dev/null
    . "$1/env"
}

# pki_file NAME certificate|key: where `atena pki` put it.
pki_file() {
    local name=$1 suffix
    local -A suffixes=([certificate]='pem crt' [key]='key key.pem')
    for suffix in ${suffixes[$2]}; do
        if [ -f "$ATENA_PKI/$name.$suffix" ]; then
            printf '%s\n' "$ATENA_PKI/$name.$suffix"
            return 0
        fi
    done
    return 1
}

# ask SYSTEM PATH [CURL-OPTION…]: one request to the server, as that system, over mutual TLS.
ask() {
    local system=$1 path=$2
    shift 2
    curl --silent --show-error --fail --max-time 60 --cacert "$(pki_file ca certificate)" \
        --cert "$(pki_file "$system" certificate)" --key "$(pki_file "$system" key)" "$@" "$ATENA_URL$path"
}

# process_of DIR NAME: its id while it runs; nothing, and failure, otherwise. The id must still be an `atena`.
process_of() {
    local pid
    pid=$(cat "$1/run/$2.pid" 2>/dev/null) || return 1
    [[ $pid =~ ^[0-9]+$ ]] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = atena ] || return 1
    # A killed child that nobody waited for yet is gone as well.
    ! grep -q '^State:[[:space:]]*Z' "/proc/$pid/status" 2>/dev/null || return 1
    printf '%s\n' "$pid"
}

# process_start DIR NAME ARGUMENT…: starts `atena ARGUMENT…` unless it runs already, under the account of what it runs where there are accounts.
process_start() {
    local dir=$1 name=$2
    shift 2
    process_of "$dir" "$name" >/dev/null && return 0
    mkdir -p "$dir/run" "$dir/log"
    local as=()
    if [ -f "$dir/accounts/$1.env" ] && [ "$(id -u)" -eq 0 ]; then as=(setpriv "--reuid=atena-$1" "--regid=atena-$1" --init-groups --inh-caps=-all --no-new-privs --); fi
    # A session of its own, so that the end of this command or its terminal is not the end of it; exec keeps the id.
    (
        # shellcheck source=/dev/null
        [ ${#as[@]} -eq 0 ] || . "$dir/accounts/$1.env"
        exec setsid --fork sh -c 'echo $$ >"$0"; exec "$@"' "$dir/run/$name.pid" "${as[@]+"${as[@]}"}" atena "$@" >>"$dir/log/$name.log" 2>&1 </dev/null 9>&-
    )
    local tries
    for tries in {1..50}; do
        process_of "$dir" "$name" >/dev/null && return 0
        sleep 0.1
    done
    tail -n 15 "$dir/log/$name.log" >&2
    fail "atena $1 did not start (looked $tries times)" "its log: $dir/log/$name.log"
}

# process_kill DIR NAME SIGNAL: sends it and returns when the process is gone; failure when it is still there after 30 seconds.
process_kill() {
    local pid tries
    pid=$(process_of "$1" "$2") || return 0
    kill "-$3" "$pid" 2>/dev/null || true
    for tries in {1..300}; do
        process_of "$1" "$2" >/dev/null || return 0
        sleep 0.1
    done
    say "$2 still runs after SIG$3 and $((tries / 10)) s"
    return 1
}

# process_stop DIR NAME: asks it to drain and end; one that does not is killed.
process_stop() {
    process_kill "$1" "$2" TERM || process_kill "$1" "$2" KILL || fail "$2 cannot be ended"
    rm -f "$1/run/$2.pid"
}

# server_ready DIR: waits until the server says so, 60 seconds at most.
server_ready() {
    local system tries
    system=$(known_systems | head -n 1)
    for tries in {1..300}; do
        ask "$system" /health/ready --output /dev/null 2>/dev/null && return 0
        process_of "$1" serve >/dev/null || break
        sleep 0.2
    done
    tail -n 15 "$1/log/serve.log" >&2
    fail "atena serve is not ready (asked $tries times)" "its log: $1/log/serve.log"
}

# staff_ready DIR: waits until the staff service answers this terminal, 30 seconds at most.
staff_ready() {
    local tries
    for tries in {1..150}; do
        curl --silent --output /dev/null --max-time 5 --cacert "$ATENA_AUTHORITY" --cert "$ATENA_TERMINAL.pem" --key "$ATENA_TERMINAL.key" \
            "$ATENA_STAFF_URL/" && return 0
        process_of "$1" staff >/dev/null || break
        sleep 0.2
    done
    tail -n 15 "$1/log/staff.log" >&2
    fail "atena staff does not answer (asked $tries times)" "its log: $1/log/staff.log"
}

# login_as LOGIN: the connection string by which psql logs in as LOGIN, whose password lies in a passfile of its own or in the operator's.
login_as() {
    local passfile
    passfile=$(sed -E 's/.*passfile=([^ ]*).*/\1/' <<<"$ATENA_DATABASE")
    if [ -f "$passfile.$1" ]; then printf '%s user=%s\n' "${ATENA_DATABASE/passfile=$passfile/passfile=$passfile.$1}" "$1"; else printf '%s user=%s\n' "$ATENA_DATABASE" "$1"; fi
}

# The systems that have a policy: one client certificate each.
known_systems() { sed -nE 's/^system:[[:space:]]*([a-z][a-z0-9-]*).*/\1/p' "$ATENA_POLICIES"/systems/*.yaml | sort -u; }

# intake_of_some LAYOUT FILE…: takes a file in of which some rows may be rejected, held or claim a number of another (status 3).
intake_of_some() {
    local code=0
    atena intake "$@" || code=$?
    [ "$code" -eq 3 ] || return "$code"
}
