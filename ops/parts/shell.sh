# Sourced by the commands of ops/: words to the person who runs them.
# shellcheck shell=bash
# shellcheck disable=SC2034  # used by the commands that source this file

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
command_name=$(basename "$0")
# A locale that every Debian has; messages and sort order are the same everywhere.
export LC_ALL=C.UTF-8
# Where runuser is, also for a root whose PATH is that of an ordinary user.
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*" >&2; }

# One line per step, with the seconds since the command began.
step() { printf '\033[1m%4ds  %s\033[0m\n' "$SECONDS" "$*" >&2; }
[ -t 2 ] || step() { printf '%4ds  %s\n' "$SECONDS" "$*" >&2; }

# fail WHAT [WHAT-TO-DO …]: ends the command with 2.
fail() {
    printf '%s: %s\n' "$command_name" "$1" >&2
    shift
    local line
    for line in "$@"; do printf '    %s\n' "$line" >&2; done
    exit 2
}

# No command ends without a word: what nobody expected to fail names its line.
set -E
trap 'code=$?; [ "$code" -eq 2 ] || printf "%s: line %s ended with %s\n" "$command_name" "$LINENO" "$code" >&2' ERR

# The comment at the head of a command is its help.
help() {
    sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"
    exit 0
}

# value_of OPTION [VALUE]: the value an option must have.
value_of() {
    [ -n "${2:-}" ] || fail "$1 needs a value" "see: ops/$command_name --help"
    printf '%s' "$2"
}

count_of() {
    local value
    value=$(value_of "$@") || exit 2
    [[ $value =~ ^[1-9][0-9]{0,8}$ ]] || fail "$1 needs a whole number greater than 0, not '$value'"
    printf '%s' "$value"
}

unknown_option() { fail "unknown option '$1'" "see: ops/$command_name --help"; }

# Absolute path of a directory that need not exist yet.
absolute() { realpath -m -- "$1"; }

# words_in FILE TEXT: puts somebody's words into a file, from which a command takes them: none takes them among its arguments. Prints where.
words_in() { printf '%s\n' "$2" >"$1" && printf '%s' "$1"; }

# program_built: builds this checkout's `atena` and prints where it is. ATENA_BUILD has more options of `swift build`: a build that was made with them is found there.
program_built() {
    local options
    read -ra options <<<"${ATENA_BUILD:-}"
    (cd "$checkout" && swift build -c release --product atena "${options[@]+"${options[@]}"}" >&2 </dev/null) || fail 'the build failed' 'its messages are above'
    (cd "$checkout" && swift build -c release --product atena "${options[@]+"${options[@]}"}" --show-bin-path </dev/null)
}

# until_true SECONDS WHAT COMMAND…: waits until the command succeeds, so long at most. What was not reached ends the whole: nothing goes on as if it had been.
until_true() {
    local until=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        [ "$SECONDS" -lt "$until" ] || fail "$what"
        sleep 0.1
    done
}

# quietly LOG COMMAND…: output goes to LOG; shown only when the command fails.
quietly() {
    local log=$1 code=0
    shift
    "$@" >>"$log" 2>&1 </dev/null || code=$?
    [ "$code" -eq 0 ] && return 0
    say "--- last lines of $log"
    tail -n 25 "$log" >&2
    fail "'$(basename "$1") ${*:2:3}' ended with $code"
}
