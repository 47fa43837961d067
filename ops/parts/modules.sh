# Sourced by the commands of ops/ that make, keep or look into the databases of the departments' modules (decision 0070).
# shellcheck shell=bash
# shellcheck disable=SC2034  # used by the commands that source this file
# shellcheck disable=SC2154  # checkout is of parts/shell.sh
# Each module has a database: its name is that of the module's login, its owner a role that nobody logs in as.

module_schemas=(tax childcare care_insurance health_insurance national_pension)
module_logins=("${module_schemas[@]/#/atena_}")
# shellcheck source=ops/parts/backup.sh
. "$(dirname "${BASH_SOURCE[0]}")/backup.sh"

# module_databases DIR: those that are there, by name; of a hub from before they had any, none.
module_databases() { superuser_sql "$1" postgres --command "SELECT datname FROM pg_database WHERE datname = ANY ('{$(IFS=,; printf '%s' "${module_logins[*]}")}') ORDER BY 1"; }

# hub_databases DIR: that of the hub, and those of the modules.
hub_databases() {
    echo atena
    module_databases "$1"
}

# as_superuser_of DATABASE: the connection string of the hub's superuser to a database of an opened hub, whose password PGPASSFILE has.
as_superuser_of() { sed -E "s/dbname=[^ ]*/dbname=$1/; s/passfile=.*/user=postgres/" <<<"$ATENA_DATABASE"; }

# database_of DIR SCHEMA: the name of the database in which the schema is.
database_of() {
    local schema=$2
    [ "$schema" != pension ] || schema=national_pension
    if [ -n "$(superuser_sql "$1" postgres --command "SELECT 1 FROM pg_database WHERE datname = 'atena_$schema'")" ]; then echo "atena_$schema"; else echo atena; fi
}

# modules_in_hub DIR: whether the modules' tables are in the hub's database, as of a hub from before.
modules_in_hub() { [ "$(superuser_sql "$1" atena --command "SELECT to_regclass('tax.person') IS NOT NULL")" = t ]; }

# modules_make DIR [PLACE]: makes the databases that are not there, for the modules' logins and whoever migrates them, and for nobody else; each in a tablespace
# of its own below PLACE, where that is given or was.
modules_make() {
    local dir=$1 place=${2:-} login
    [ -n "$place" ] || place=$(cat "$dir/run/module-tablespaces" 2>/dev/null || true)
    for login in "${module_logins[@]}"; do
        [ -z "$place" ] || module_tablespace "$dir" "$place" "$login" "${2:-}"
        if [ -z "$(superuser_sql "$dir" postgres --command "SELECT 1 FROM pg_database WHERE datname = '$login'")" ]; then
            superuser_sql "$dir" postgres --command "CREATE DATABASE $login OWNER ${login}_owner ${place:+TABLESPACE $login}"
        elif [ -n "$place" ] && [ "$(superuser_sql "$dir" postgres --command "SELECT spcname FROM pg_database d JOIN pg_tablespace t ON t.oid = dattablespace WHERE datname = '$login'")" != "$login" ]; then
            # Nobody is connected while it is moved; whoever was comes again.
            superuser_sql "$dir" postgres --command "ALTER DATABASE $login CONNECTION LIMIT 0" --command "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = '$login'" >/dev/null
            superuser_sql "$dir" postgres --command "ALTER DATABASE $login SET TABLESPACE $login"
        fi
        # Also of one whose move was broken off before.
        superuser_sql "$dir" postgres --command "ALTER DATABASE $login CONNECTION LIMIT -1"
        superuser_sql "$dir" "$login" --file "$checkout/sql/database-bounds.sql" --command "GRANT CONNECT ON DATABASE $login TO atena_owner, $login"
    done
    [ -z "$place" ] || printf '%s\n' "$place" >"$dir/run/module-tablespaces"
}

# module_tablespace DIR PLACE NAME: makes the tablespace NAME in PLACE/NAME, which is the server's.
module_tablespace() {
    local lies
    lies=$(superuser_sql "$1" postgres --command "SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = '$3'")
    if [ -n "$lies" ]; then
        [ "$lies" = "$2/$3" ] || [ -z "${4:-}" ] || fail "the tablespace $3 lies in $lies, not in $2" "leave --module-tablespaces out, or move it with the server's own means first"
        return 0
    fi
    [[ $2 != *\'* ]] || fail "the path '$2' has a quote in it" 'choose another --module-tablespaces'
    (umask 022 && mkdir -p "$2")
    (umask 077 && mkdir -p "$2/$3")
    [ "$(id -u)" -ne 0 ] || chown "$(cluster_user):" "$2/$3"
    as_server test -w "$2/$3" || fail "the database server may not write to $2/$3" 'choose another --module-tablespaces, which its account can reach'
    superuser_sql "$1" postgres --command "CREATE TABLESPACE $3 LOCATION '$2/$3'"
}
