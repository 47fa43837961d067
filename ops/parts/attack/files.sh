# Sourced by ops/checks/attack: files that are handed in.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir and operations are the check's

# within MEGABYTES SECONDS COMMAND…: it ends by itself within so much memory and time.
within() {
    local megabytes=$1 seconds=$2 code=0 most
    shift 2
    timeout "$seconds" /usr/bin/time --format %M --output "$dir/attack/memory" "$@" || code=$?
    most=$(tail -n 1 "$dir/attack/memory")
    [ "$code" -ne 124 ] || { echo "still at it after $seconds s"; return 0; }
    [ "$most" -lt $((megabytes * 1024)) ] || { echo "took $most KB"; return 0; }
    return "$code"
}

try_files() {
    local row=$dir/attack/row.csv before
    before=$(told intake.file F00)
    sed -n 2p "$dir/data/residents.csv" >"$row"
    { head -n 1 "$dir/data/residents.csv"; yes "$(cat "$row")" | head -c 300000000 || true; } | gzip >"$dir/attack/bomb.csv.gz"
    refused 'a gzip of one row a million times' F0026 within 300 60 env ATENA_ACCOUNT="$operations" atena intake residents "$dir/attack/bomb.csv.gz"
    head -c 300000000 /dev/zero | gzip >"$dir/attack/zeros.csv.gz"
    refused 'a gzip of zeros' 'F00(05|22|26)' within 300 60 env ATENA_ACCOUNT="$operations" atena intake residents "$dir/attack/zeros.csv.gz"
    refused 'the same, through a pipe' 'F00' within 300 60 env ATENA_ACCOUNT="$operations" bash -c 'atena intake residents - <"$1"' bash "$dir/attack/zeros.csv.gz"
    { head -n 1 "$dir/data/residents.csv"; head -c 20000000 /dev/zero | tr '\0' ,; } >"$dir/attack/long.csv"
    refused 'a row of twenty megabytes' 'F0005|却下 1' within 300 60 env ATENA_ACCOUNT="$operations" atena intake residents "$dir/attack/long.csv"
    { head -n 1 "$dir/data/residents.csv"; head -c 50000000 /dev/zero | tr '\0' '\n'; } >"$dir/attack/empty.csv"
    goes_on 'intake, with fifty million empty rows' within_ended 300 60 env ATENA_ACCOUNT="$operations" atena intake residents "$dir/attack/empty.csv"
    named 'each file that was refused, on record' '^[3-9]' "$(($(told intake.file F00) - before))"
    rm -f "$dir"/attack/*.gz "$dir"/attack/{long,empty}.csv*
}
# within_ended …: as within, and a command that ended well did so within it.
within_ended() {
    local said
    said=$(within "$@" 2>&1) || return 1
    ! grep -qE '^(still at it|took)' <<<"$said" || { printf '%s\n' "$said"; return 1; }
}
