# Sourced by checks that try what must not be possible: each try is a numbered line with what came of it.
# shellcheck shell=bash

tries=0

# tried OUTCOME NAME: one more, and how it ended.
tried() {
    tries=$((tries + 1))
    printf '%4d  %-8s  %s\n' "$tries" "$1" "$2"
}

# refused NAME PATTERN COMMAND…: the command must fail, and say something that matches.
refused() {
    local name=$1 pattern=$2 said code=0
    shift 2
    said=$("$@" 2>&1 </dev/null) || code=$?
    [ "$code" -ne 0 ] || fail "not refused: $name" "$said"
    grep -qE "$pattern" <<<"$said" || fail "refused otherwise than expected: $name (ended with $code)" "$said"
    tried refused "$name"
}

# goes_on NAME COMMAND…: the command must succeed, whatever is tried beside it.
goes_on() {
    local name=$1 said code=0
    shift
    said=$("$@" 2>&1 </dev/null) || code=$?
    [ "$code" -eq 0 ] || fail "does not go on: $name (ended with $code)" "$said"
    tried 'goes on' "$name"
}

# named NAME PATTERN TEXT: what cannot be refused must be told.
named() {
    grep -qE "$2" <<<"$3" || fail "not named: $1" "$3"
    tried named "$1"
}
