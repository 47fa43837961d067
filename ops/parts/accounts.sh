# Sourced by the commands of ops/ that make, start or bring back a hub: Linux accounts of its processes, and what lies with each.
# shellcheck shell=bash
# shellcheck disable=SC2154  # checkout is of parts/shell.sh
#
#   atena-serve  atena-staff  atena-work   each a copy of the key ring, and its own password of the database; serve and staff their certificate's key, work
#                                          and staff the keys and passwords of the modules, which they reach
#   atena-seal   the log's signing key, which nobody else can read, and its password; no key ring
#   atena        the group of all four: it may read certificates and the sealed files, and come to the database's socket
#
# The certificate authority's key, the owner's password and all that people sign in with stay root's: no process that goes on for days can read them.
# Hubs of one machine share the accounts: hubs of two bodies belong on two machines.

hub_accounts=(serve staff work seal)

# is_separated DIR: whether the hub's processes have accounts of their own.
is_separated() { [ -d "$1/accounts" ]; }

# as_account NAME COMMAND…: runs the command as that process's account, with no way back. The id of the process stays.
as_account() {
    local account=atena-$1
    shift
    exec setpriv --reuid="$account" --regid="$account" --init-groups --inh-caps=-all --no-new-privs -- "$@"
}

# accounts_make: makes the accounts where they are not there. Hubs that come up side by side make the same ones: to who comes second it is said that there is one, or that
# somebody else has the lock, and the next look finds it.
accounts_make() {
    local tries
    for tries in {1..5}; do
        ! accounts_try || return 0
        [ "$tries" -eq 5 ] || sleep 1
    done
    return 1
}
accounts_try() {
    local name
    getent group atena >/dev/null || groupadd --system atena || return 1
    for name in "${hub_accounts[@]}"; do
        getent passwd "atena-$name" >/dev/null ||
            useradd --system --user-group --groups atena --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin --comment "Atena Hub $name" "atena-$name" || return 1
        id -nG "atena-$name" | tr ' ' '\n' | grep -qx atena || usermod --append --groups atena "atena-$name" || return 1
    done
}

# accounts_obstacle DIR PROGRAM-DIR: says why the processes can't have accounts of their own here; nothing where they can. As root.
accounts_obstacle() {
    local name file
    for name in useradd groupadd usermod setpriv; do
        command -v "$name" >/dev/null || { printf 'there is no %s\n' "$name"; return; }
    done
    accounts_make >/dev/null 2>&1 || { printf 'the accounts can'\''t be made on this machine\n'; return; }
    for name in "${hub_accounts[@]}"; do
        (as_account "$name" true) 2>/dev/null || { printf 'no program can be started as atena-%s here\n' "$name"; return; }
        (as_account "$name" test -x "$1") 2>/dev/null || { printf 'atena-%s may not enter %s\n' "$name" "$1"; return; }
        (as_account "$name" env -C / "$2/atena" --version) >/dev/null 2>&1 || { printf 'atena-%s can'\''t run %s/atena\n' "$name" "$2"; return; }
        for file in sql/migrations Policies/systems ops/endpoints; do
            (as_account "$name" test -r "$checkout/$file") 2>/dev/null || { printf 'atena-%s can'\''t read %s/%s\n' "$name" "$checkout" "$file"; return; }
        done
    done
}

# given NAME FILE PLACE: a copy of the file for that account, where it is not there as it is; the account may read it and put nothing in its place.
given() {
    cmp --silent "$2" "$3" || {
        install --mode=600 --owner="atena-$1" --group="atena-$1" "$2" "$3.new"
        mv "$3.new" "$3"
    }
}

# accounts_hand_out DIR [SECRETS STATE]: gives each account what it needs of what lies in DIR, and no more. Again at any time. Passwords lie in SECRETS (DIR/secrets),
# sealed files and what is left for a while in STATE (DIR).
accounts_hand_out() {
    local dir=$1 secrets=${2:-$1/secrets} state=${3:-$1} name place module file
    mkdir -p "$dir/accounts" "$dir/signing" "$state/resumption" "$state/seal" "$state/spool-of-staff"
    chmod 711 "$dir/accounts"
    # What verifies the log goes with every ring. The sealing account writes there: what is not a file of the form is not taken.
    if [ ! -f "$dir/keys/log.pub" ] && [ -f "$state/seal/log.pub" ] && [ ! -L "$state/seal/log.pub" ]; then
        install --mode=600 "$state/seal/log.pub" "$dir/keys/log.pub"
    fi
    for name in serve staff work; do
        place=$dir/accounts/$name
        mkdir -p "$place/keys/modules"
        # Work delivers to the modules; staff asks them whether they can be reached (endpoint load) and what they hold (reconcile).
        modules_of_it=()
        if [ "$name" != serve ]; then
            for module in "$dir"/keys/modules/*/; do [ -d "$module" ] && modules_of_it+=("$(basename "$module")"); done
        fi
        for module in '' "${modules_of_it[@]+"${modules_of_it[@]/#/modules/}"}"; do
            mkdir -p "$place/keys/$module"
            for file in key-ring.json key-encryption.key log.pub; do
                [ ! -f "$dir/keys/$module/$file" ] || given "$name" "$dir/keys/$module/$file" "$place/keys/$module/$file"
            done
        done
        for file in operations operations.pem operations.key; do
            # Staff's commands come with what they act as; the service itself acts as nobody.
            [ "$name" = staff ] || [ ! -f "$secrets/$file" ] || given "$name" "$secrets/$file" "$place/$file"
        done
        find "$place" -type d -exec chgrp "atena-$name" {} + -exec chmod 750 {} +
        [ ! -f "$secrets/pgpass.atena_$name" ] || chown "atena-$name:" "$secrets/pgpass.atena_$name"
    done
    # The lists by which a new key comes to the copies (atena keys rotate).
    for module in '' "$dir"/keys/modules/*/; do
        module=${module#"$dir/keys/"}
        [ -f "$dir/keys/$module/key-ring.json" ] || continue
        for name in serve staff work; do
            [ ! -f "$dir/accounts/$name/keys/$module/key-ring.json" ] || realpath "$dir/accounts/$name/keys/$module"
        done >"$dir/keys/$module/key-ring.copies"
    done
    # The modules' passwords lie with both; the owner's and the operator's are nobody's of these.
    for module in "$dir"/keys/modules/*/; do
        name=$(basename "$module")
        file=$secrets/pgpass.atena_${name//-/_}
        [ -f "$file" ] || continue
        chown atena-work: "$file"
        given staff "$file" "$dir/accounts/staff/$(basename "$file")"
    done
    file=$secrets/pgpass.atena_staff
    [ ! -f "$file" ] || given staff "$file" "$dir/accounts/staff/$(basename "$file")"
    [ ! -f "$secrets/pgpass.atena_seal" ] || chown atena-seal: "$secrets/pgpass.atena_seal"
    # The signing key leaves the key ring.
    [ ! -f "$dir/keys/checkpoint-signing.key" ] || mv "$dir/keys/checkpoint-signing.key" "$dir/signing/"
    chgrp atena-seal "$dir/signing"
    chmod 750 "$dir/signing"
    [ ! -f "$dir/signing/checkpoint-signing.key" ] || chown atena-seal: "$dir/signing/checkpoint-signing.key"
    chown -R atena-seal:atena "$state/seal"
    chmod 2750 "$state/seal"
    # As the account itself: a link that it puts there leads it to nothing that it could not reach anyway.
    (as_account seal env -C / find "$state/seal" -type f ! -name lock -exec chmod 640 {} +)
    (as_account seal env -C / find "$state/seal" -type f -name lock -exec chmod 600 {} +)
    chown -R atena-staff:atena "$state/resumption"
    chmod 2750 "$state/resumption"
    chown atena-staff: "$state/spool-of-staff"
    chmod 700 "$state/spool-of-staff"
    # Names in these are known to the group; what each may read there is its own, or public.
    chgrp atena "$secrets" "$dir/pki"
    chmod 750 "$secrets"
    chmod 750 "$dir/pki"
    # Certificates are public, keys are not, however they are named.
    find "$dir/pki" -maxdepth 1 -type f -name '*.pem' ! -exec grep -q 'PRIVATE KEY' {} \; -exec chmod 644 {} +
    [ ! -d "$dir/connectors" ] || chmod 755 "$dir/connectors"
    for name in serve staff; do
        file=$name
        [ "$name" != serve ] || file=server
        [ ! -f "$dir/pki/$file.key" ] || chown "atena-$name:" "$dir/pki/$file.key"
    done
}

# accounts_environment DIR: what each process is told otherwise than whoever operates the hub.
accounts_environment() {
    local dir=$1 name
    for name in serve work; do
        printf "export ATENA_KEYS='%s'\nexport ATENA_ACCOUNT='%s'\n" "$dir/accounts/$name/keys" "$dir/accounts/$name/operations" >"$dir/accounts/$name.env"
    done
    {
        printf "export ATENA_KEYS='%s'\nexport ATENA_SPOOL='%s'\nunset ATENA_ACCOUNT\n" "$dir/accounts/staff/keys" "$dir/spool-of-staff"
        # shellcheck disable=SC2016  # for the shell that reads it
        printf 'export %s="${%s/passfile=*/passfile=%s}"\n' ATENA_DATABASE ATENA_DATABASE "$dir/accounts/staff/pgpass" ATENA_MODULES ATENA_MODULES "$dir/accounts/staff/pgpass" ATENA_PENSION ATENA_PENSION "$dir/accounts/staff/pgpass"
    } >"$dir/accounts/staff.env"
    printf 'unset ATENA_KEYS ATENA_ACCOUNT ATENA_PKI ATENA_TERMINAL ATENA_PENSION\n' >"$dir/accounts/seal.env"
}

# accounts_give_back DIR: a hub that was separated, in the hands of one who can't: one account has all of it again.
accounts_give_back() {
    local dir=$1
    [ ! -f "$dir/signing/checkpoint-signing.key" ] || mv "$dir/signing/checkpoint-signing.key" "$dir/keys/"
    rm -rf "$dir/accounts" "$dir/signing" "$dir/resumption" "$dir/spool-of-staff" "$dir"/keys/key-ring.copies "$dir"/keys/modules/*/key-ring.copies
}

# account_may DIR NAME PATH…: lets the account of that process write there, for checks whose programs keep something of their own.
account_may() {
    local dir=$1 account=atena-$2
    shift 2
    ! is_separated "$dir" || chown -R "$account:" "$@"
}

# accounts_reach CLUSTER: the group, and nobody else, may come to the socket of a server that has just started.
accounts_reach() {
    local socket owner as_owner
    chgrp atena "$1"
    chmod 710 "$1"
    socket=$1/socket
    [ -d "$socket" ] || socket=$(cat "$1/socket.path")
    # As the server's account, whose they are: a link among them leads to nothing that it could not reach anyway.
    owner=$(stat --format=%U "$1")
    as_owner=(setpriv "--reuid=$owner" "--regid=$owner" --groups="$(id -g "$owner"),$(getent group atena | cut -d: -f3)" --)
    [ "$(id -u "$owner")" -ne 0 ] || as_owner=()
    "${as_owner[@]+"${as_owner[@]}"}" chgrp atena "$socket" "$socket"/.s.PGSQL.*[0-9]
    "${as_owner[@]+"${as_owner[@]}"}" chmod 710 "$socket"
    "${as_owner[@]+"${as_owner[@]}"}" chmod 770 "$socket"/.s.PGSQL.*[0-9]
}
