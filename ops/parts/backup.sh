# Sourced by ops/backup, ops/restore, and checks that ask as the superuser: where a hub's backups lie, and how pgBackRest is called.
# shellcheck shell=bash
# Three places, none inside another: the database (a pgBackRest repository, and dumps), the keys with all other secrets, and the sealed files.
# The repository and the dumps are encrypted; their passphrase goes with the keys. Whoever has one of the places alone can read no person's record.

# apart PLACE…: fails where one is inside another, or is another.
apart() {
    local one other
    for one in "$@"; do
        for other in "$@"; do
            [[ $one = "$other" || $other/ != "$one"/* ]] || fail "$other lies inside $one" 'keys, sealed files and the database are kept apart: each is useless to a thief without the others'
        done
    done
    [ "$(printf '%s\n' "$@" | sort -u | wc -l)" -eq $# ] || fail 'two of the places are the same' 'keys, sealed files and the database are kept apart'
}

# body_of_keys PLACE: whose hub the keys of a backup are of; nothing where they were kept before backups said so.
body_of_keys() { if [ -f "$1/current/body" ]; then cat "$1/current/body"; fi; }

# body_of_seal PLACE: whose log the sealed files are of; nothing where there are none, or it began before hubs knew their body.
body_of_seal() { if [ -f "$1/log.pub" ]; then sed -nE '1s#^atena-hub/([0-9]{6})/.*#\1#p' "$1/log.pub"; fi; }

# backup_passphrase DIR: the file with it; made once.
backup_passphrase() {
    local file=$1/secrets/backup.passphrase
    [ -s "$file" ] || (umask 077 && openssl rand -base64 48 >"$file")
    printf '%s\n' "$file"
}

# backup_configure DIR CLUSTER REPOSITORY: what the server's user needs to archive, and to fetch what was archived.
backup_configure() {
    {
        printf '[global]\nrepo1-path=%s\nrepo1-cipher-type=aes-256-cbc\nrepo1-cipher-pass=%s\n' "$3" "$(tr -d '\n' <"$(backup_passphrase "$1")")"
        printf 'repo1-retention-full=4\nstart-fast=y\ncompress-type=lz4\nlock-path=%s/backup-lock\nlog-level-file=off\nlog-level-console=warn\n' "$2"
        printf '[hub]\npg1-path=%s/data\npg1-user=postgres\n' "$2"
    } | as_server sh -c 'umask 077; cat >"$1/pgbackrest.conf"' sh "$2"
    # The server's user has the data already; this lets it ask the server when a backup begins.
    as_server sh -c 'umask 077; cat >"$1/superuser.pgpass"' sh "$2" <"$1/secrets/superuser.pgpass"
}

# backrest CLUSTER ARGUMENT…: pgBackRest as the server's user.
backrest() {
    local cluster=$1
    shift
    as_server env PGPASSFILE="$cluster/superuser.pgpass" pgbackrest --config="$cluster/pgbackrest.conf" --stanza=hub "$@"
}

# superuser_sql DIR DATABASE [OPTION…]: asks the hub's server as its superuser.
superuser_sql() {
    PGPASSFILE=$1/secrets/superuser.pgpass "$(cluster_binaries)/psql" --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \
        "host=$(cluster_socket "$(realpath "$1/cluster")") port=$(cat "$1/run/database-port") user=postgres dbname=$2" "${@:3}"
}
