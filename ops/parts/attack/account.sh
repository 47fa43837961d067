# Sourced by ops/checks/attack: a local account of the hub's machine that has no rights there.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir is the check's

# as_nobody COMMAND…
as_nobody() { (cd / && exec setpriv --reuid=nobody --regid=nogroup --clear-groups --no-new-privs -- "$@"); }

# Who reaches: nobody, or one of the hub's own accounts.
stranger=nobody
# as_stranger COMMAND…
as_stranger() {
    if [ "$stranger" = nobody ]; then as_nobody "$@"; else (cd / && exec setpriv "--reuid=$stranger" "--regid=$stranger" --init-groups --inh-caps=-all --no-new-privs -- "$@"); fi
}

# reaches COMMAND FILE…: as the stranger, with each of the files; says which it reached, and fails where none.
reaches() {
    local command=$1 file reached=()
    shift
    [ $# -gt 0 ] || return 0
    for file in "$@"; do
        [ -e "$file" ] || { echo "there is no $file"; return 0; }
        # shellcheck disable=SC2086  # a command with its options
        if as_stranger $command "$file" >/dev/null 2>&1; then reached+=("$file"); fi
    done
    if [ ${#reached[@]} -gt 0 ]; then printf 'reached %s\n' "${reached[@]}"; else
        printf 'permission denied, %d times\n' $#
        return 1
    fi
}

try_as_local_account() {
    local process pid cluster file name
    local -a found
    if [ "$(id -u)" -ne 0 ] || ! as_nobody true 2>/dev/null; then
        say '      not root: what another account of this machine may not is not tried'
        return 0
    fi
    cluster=$(realpath "$dir/cluster")
    for name in keys secrets pki seal log run; do
        mapfile -t found < <(find "$dir/$name" -type f)
        refused "nobody reads ${name} (${#found[@]} files)" "$denied" reaches cat "${found[@]}"
        refused "nobody writes ${name}" "$denied" reaches 'touch --no-create' "${found[@]}"
        refused "nobody lists ${name}, and makes files there" "$denied" reaches 'mktemp --tmpdir' "$dir/$name"
    done
    refused 'nobody reads the settings' "$denied" reaches cat "$dir/env"
    refused 'nobody takes a session of somebody signed in' "$denied" reaches cat "$(token_file)"
    refused 'nobody puts in a connector' "$denied" as_nobody cp /bin/true "$ATENA_CONNECTORS/mine"
    mapfile -t found < <(find "$cluster/data" -maxdepth 1 -type f)
    refused "nobody reads the database's files" "$denied" reaches cat "${found[@]}"
    refused "nobody comes to the database by its socket" 'Permission denied' as_nobody psql --no-psqlrc "${ATENA_DATABASE/passfile=*/} user=postgres" --command 'SELECT 1'
    refused 'nobody comes to the database by TCP without a password' 'no password|authentication failed' as_nobody env PGPASSFILE=/dev/null psql --no-psqlrc --no-password "host=127.0.0.1 port=$(cat "$dir/run/database-port") dbname=atena user=atena_service" --command 'SELECT 1'
    refused 'nobody comes to the database by TCP with a password of its own' 'authentication failed' as_nobody env PGPASSWORD=atena psql --no-psqlrc "host=127.0.0.1 port=$(cat "$dir/run/database-port") dbname=atena user=atena_owner" --command 'SELECT 1'
    for process in serve staff $([ ! -d "$dir/accounts" ] || echo seal); do
        pid=$(process_of "$dir" "$process") || fail "$process is not running"
        for file in environ mem maps; do refused "nobody reads $file of $process" "$denied|ended" reaches cat "/proc/$pid/$file"; done
        refused "nobody lists what $process has open" "$denied" reaches 'ls' "/proc/$pid/fd"
        refused "nobody ends $process" 'not permitted' as_nobody kill -KILL "$pid"
    done
    refused 'nobody asks the staff service' 'certificate|SSL|TLS' as_nobody curl --silent --show-error --insecure --data '{}' "$ATENA_STAFF_URL/v1/whoami"
    refused 'nobody asks it by the command line' 'ATENA_TERMINAL|読めません' as_nobody env ATENA_ACCOUNT= XDG_RUNTIME_DIR=/tmp atena whoami
    refused 'nobody opens the hub by the command line' 'X0|ATENA|読めません|権限' as_nobody env ATENA_ACCOUNT= XDG_RUNTIME_DIR=/tmp atena status
}

# seal_beside: another `atena seal`, as its account.
seal_beside() {
    (
        # shellcheck source=/dev/null
        . "$dir/accounts/seal.env"
        exec timeout 30 setpriv --reuid=atena-seal --regid=atena-seal --init-groups --inh-caps=-all --no-new-privs -- atena seal
    )
}

# try_as_each_account: each process's account, of which somebody has taken hold, against the files and the memory of the others.
try_as_each_account() {
    local name other pid file kept
    local -a found
    if [ ! -d "$dir/accounts" ]; then
        say '      the processes have no accounts of their own here: what each may not of the others is not tried'
        return 0
    fi
    process_start "$dir" work work
    # As whoever upgrades does: it gives nobody what was taken away. What each may is tried below.
    superuser_sql "$dir" postgres --file "$checkout/sql/roles.sql"
    for name in serve staff work seal; do
        stranger=atena-$name
        pid=$(process_of "$dir" "$name") || fail "$name is not running"
        [ "$(awk '/^Uid:/ { print $2, $3, $4 }' "/proc/$pid/status")" = "$(printf '%s %s %s' "$(id -u "$stranger")"{,,})" ] || fail "$name does not run as $stranger"
        tried 'goes on' "$name, under the account $stranger"
        for file in environ mem maps; do refused "$stranger reads $file of its own process" "$denied|ended" reaches cat "/proc/$pid/$file"; done
        goes_on "$stranger reads what the public half of the log's key is" as_stranger cat "$dir/seal/log.pub"
        # Of what the four have, and root: all that is not its own, nor public.
        mapfile -t found < <(find "$dir"/{accounts,keys,signing,secrets,pki,resumption,log,run,spool-of-staff} "$(realpath "$dir/cluster")/data/PG_VERSION" "$dir/env" -type f ! -name '*.pem' ! -user "$stranger")
        [ ${#found[@]} -ge 20 ] || fail "only ${#found[@]} files are not $stranger's: the try is broken"
        refused "$stranger reads a file of root or of another account (${#found[@]} files)" "$denied" reaches cat "${found[@]}"
        refused "$stranger writes one" "$denied" reaches 'touch --no-create' "${found[@]}"
        refused "$stranger reads the certificate authority's key" "$denied" reaches cat "$dir/pki/ca.key"
        refused "$stranger puts another key, certificate or password in the place of one" "$denied" \
            reaches 'mktemp --tmpdir' "$dir" "$dir"/{keys,secrets,pki,signing,accounts} "$dir"/accounts/*/ "$dir"/accounts/*/keys
        for other in serve staff work seal; do
            [ "$other" != "$name" ] || continue
            pid=$(process_of "$dir" "$other") || fail "$other is not running"
            for file in environ mem maps; do refused "$stranger reads $file of $other" "$denied|ended" reaches cat "/proc/$pid/$file"; done
            refused "$stranger ends $other" 'not permitted' as_stranger kill -KILL "$pid"
            refused "$stranger logs in to the database as atena_$other" 'no password|authentication failed|fe_sendauth' \
                as_stranger env PGPASSFILE="$dir/secrets/pgpass.atena_$other" psql --no-psqlrc --no-password "host=127.0.0.1 port=$(cat "$dir/run/database-port") dbname=atena user=atena_$other" --command 'SELECT 1'
        done
        if [ "$name" != seal ]; then
            refused "$stranger reads the key that signs the log" "$denied" reaches cat "$dir/signing/checkpoint-signing.key"
            refused "$stranger holds the sealer's lock" "$denied" reaches 'flock --nonblock --shared' "$dir/seal/lock"
            refused "$stranger writes into the sealed files" "$denied" reaches 'mktemp --tmpdir' "$dir/seal"
            kept=$(as_stranger sh -c "grep -l . '$dir'/seal/batches-*" | wc -l)
            [ "$kept" -ge 1 ] || fail "$stranger can't verify the log: it reads none of the sealed files"
            refused "$stranger seals with its own login of the database" 'permission denied' \
                as_stranger env PGPASSFILE="$dir/secrets/pgpass.atena_$name" psql --no-psqlrc "${ATENA_DATABASE/passfile=*/} user=atena_$name" --command 'SET ROLE atena_sealer'
        else
            refused "$stranger opens individual numbers with its own login" 'permission denied' \
                as_stranger env PGPASSFILE="$dir/secrets/pgpass.atena_$name" psql --no-psqlrc "${ATENA_DATABASE/passfile=*/} user=atena_$name" --command 'SET ROLE atena_vault'
        fi
        if [ "$name" != staff ]; then refused "$stranger asks for a signature under what two people would say" "$denied" reaches 'mktemp --tmpdir' "$dir/resumption"; fi
    done
    stranger=nobody
    superuser_sql "$dir" postgres --command 'GRANT atena_sealer TO atena_work'
    refused 'the process that seals starts where another login may seal' 'atena_work）にもあります' seal_beside
    superuser_sql "$dir" postgres --command 'REVOKE atena_sealer FROM atena_work'
    process_stop "$dir" work
}
