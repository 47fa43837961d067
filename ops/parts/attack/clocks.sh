# Sourced by ops/checks/attack: clocks that are set back, of a terminal, of a receiver's machine, and of a process of the hub's own.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir and operations are the check's

# earlier OFFSET COMMAND…: under a clock that is so far behind (libfaketime), its steady clock as it is.
earlier() { LD_PRELOAD=$fake FAKETIME=$1 FAKETIME_DONT_FAKE_MONOTONIC=1 env "${@:2}"; }

# set_back PROCESS PORT: a second one of the hub's services, whose machine's clock is what attack/clock says.
set_back() {
    env LD_PRELOAD="$fake" FAKETIME_TIMESTAMP_FILE="$dir/attack/clock" FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 ATENA_ACCOUNT="$operations" ATENA_LISTEN="127.0.0.1:$2" \
        ATENA_STAFF_LISTEN="127.0.0.1:$2" env atena "$1" >"$dir/log/$1-set-back.log" 2>&1 &
    running+=("$!")
    until_true 60 "atena $1 did not come up beside the other (see: $dir/log/$1-set-back.log)" \
        curl --silent --output /dev/null --cacert "$ATENA_AUTHORITY" --cert "$ATENA_PKI/terminal-1.pem" --key "$ATENA_PKI/terminal-1.key" "https://localhost:$2/"
}

# A service that goes on while its machine's clock is set back goes by the database's: what has ended stays over.
try_clocks_set_back() {
    local running=() receivers staff before_receiver before_terminal
    printf '+0s\n' >"$dir/attack/clock"
    receivers=$(free_port) staff=$(free_port)
    set_back serve "$receivers"
    set_back staff "$staff"
    before_receiver=$(told provision.answered P0019) before_terminal=$(told access.refused W0412)
    printf -- '-10m\n' >"$dir/attack/clock"
    refused 'a receiver whose certificate has ended, at a service whose clock is set back' P0019 with tax-short "https://localhost:$receivers/v1/systems/tax/datasets/addressee/changes"
    refused 'a terminal whose certificate has ended, at a service whose clock is set back' W0412 with terminal-short --data '{}' "https://localhost:$staff/v1/whoami"
    recorded provision.answered P0019 "$before_receiver"
    recorded access.refused W0412 "$before_terminal"
    kill "${running[@]}"
    wait "${running[@]}" || true
}

try_clocks() {
    local before fake
    fake=$(find /usr/lib -name libfaketime.so.1 2>/dev/null | head -n 1)
    [ -n "$fake" ] || fail 'libfaketime is not here' 'ops/install brings it (Debian: faketime)'
    before=$(told access.signed-in A0002)
    sign_in_with auditor "$(code_of auditor 20)"
    refused 'a code of ten minutes ago, from a terminal whose clock is set back' A0002 earlier -10m curl --silent --fail-with-body --cacert "$ATENA_AUTHORITY" \
        --cert "$ATENA_PKI/terminal-1.pem" --key "$ATENA_PKI/terminal-1.key" --data "@$dir/attack/sign-in" "$ATENA_STAFF_URL/v1/sign-in"
    sign_in_with auditor "$(code_of auditor -20)"
    refused 'a code of ten minutes to come' A0002 with terminal-1 --data "@$dir/attack/sign-in" "$ATENA_STAFF_URL/v1/sign-in"
    recorded access.signed-in A0002 "$before"
    # The certificates that ended a moment ago (ops/parts/attack/certificates.sh) were good ten minutes ago.
    refused 'a certificate that has ended, from a receiver whose clock is set back' 'SSL|TLS|alert|P0019' earlier -10m curl --silent --show-error --fail-with-body --cacert "$ATENA_AUTHORITY" \
        --cert "$ATENA_PKI/tax-short.pem" --key "$ATENA_PKI/tax-short.key" "$ATENA_URL/v1/systems/tax/datasets/addressee/changes"
    refused 'a certificate that has ended, from a terminal whose clock is set back' 'SSL|TLS|alert|W0412' earlier -10m curl --silent --show-error --fail-with-body --cacert "$ATENA_AUTHORITY" \
        --cert "$ATENA_PKI/terminal-short.pem" --key "$ATENA_PKI/terminal-short.key" --data '{}' "$ATENA_STAFF_URL/v1/whoami"
    refused 'the staff service begins under a clock that is set back' X0030 env ATENA_STAFF_LISTEN=127.0.0.1:0 bash -c "$(declare -f earlier); fake='$fake'; earlier -10m timeout 20 atena staff"
    refused 'the receivers'\'' service begins under a clock that is set back' X0030 env ATENA_ACCOUNT="$operations" ATENA_LISTEN=127.0.0.1:0 bash -c "$(declare -f earlier); fake='$fake'; earlier -10m timeout 20 atena serve"
    refused 'deliveries under a clock that is set back' X0030 env ATENA_ACCOUNT="$operations" bash -c "$(declare -f earlier); fake='$fake'; earlier -10m timeout 20 atena work --until-idle"
    try_clocks_set_back
}
