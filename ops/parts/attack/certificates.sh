# Sourced by ops/checks/attack: certificates that were blocked or have ended, on new and kept connections and in resumed sessions, of receivers and of terminals.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir and operations are the check's

# short_lived NAME URI SECONDS: a certificate of the hub's authority that ends so soon, which `atena pki` issues to nobody.
short_lived() {
    local own=$dir/attack/authority
    rm -rf "$own"
    mkdir -p "$own"
    : >"$own/index"
    openssl rand -hex 8 >"$own/serial"
    printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s/index\nserial=%s/serial\nnew_certs_dir=%s\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n' "$own" "$own" "$own" >"$own/cnf"
    printf 'extendedKeyUsage=clientAuth\nsubjectAltName=URI:%s\n' "$2" >"$own/ext"
    quietly "$dir/log/attack.log" openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$ATENA_PKI/$1.key" -out "$own/csr"
    quietly "$dir/log/attack.log" openssl ca -batch -notext -config "$own/cnf" -cert "$ATENA_PKI/ca.pem" -keyfile "$ATENA_PKI/ca.key" -in "$own/csr" -out "$ATENA_PKI/$1.pem" \
        -extfile "$own/ext" -startdate 20200101000000Z -enddate "$(date --utc --date "$3 seconds" +%Y%m%d%H%M%SZ)"
}
fingerprint_of() { openssl x509 -in "$(pki_file "$1" certificate)" -noout -fingerprint -sha256 | cut -d= -f2 | tr -d :; }

# question_of WHO [FIELD]: what is asked on a connection of one's own making.
question_of() {
    case $1 in
        terminal) printf 'POST /v1/whoami HTTP/1.1\r\nHost: localhost\r\n%bContent-Length: 2\r\n\r\n{}' "${2:-}" ;;
        *) printf 'GET /v1/systems/%s/datasets/addressee/changes?limit=1 HTTP/1.1\r\nHost: localhost\r\n%b\r\n' "$1" "${2:-}" ;;
    esac
}
last='Connection: close\r\n'
# kept NAME WHO HOST:PORT: asks, and once attack/asked-again is there asks again on the same connection; what comes back is in attack/kept-NAME, the session in session-NAME.
kept() {
    trap - ERR
    { question_of "$2"; until_true 60 'nobody said that it be asked again' test -e "$dir/attack/asked-again"; question_of "$2" "$last"; sleep 1; } 2>/dev/null |
        talk "$1" "$3" -sess_out "$dir/attack/session-$1" >"$dir/attack/kept-$1" || true
}
# answered NAME…: each has the first of its answers.
answered() {
    local name
    for name; do grep -q 'HTTP/1.1' "$dir/attack/kept-$name" || return 1; done
}
# ended NAME…: none of their certificates is good any longer.
ended() {
    local name
    for name; do ! openssl x509 -in "$(pki_file "$name" certificate)" -noout -checkend 0 >/dev/null || return 1; done
}
# once NAME PATTERN: of the two questions the first was answered as PATTERN says, and the second was not.
once() {
    [ "$(grep -cE "HTTP/1.1 $2" "$dir/attack/kept-$1")" -eq 1 ] || return 0
    if grep -qE 'HTTP/1.1 403' "$dir/attack/kept-$1"; then grep -oE '"code":"[A-Z0-9]+"' "$dir/attack/kept-$1" | tail -n 1; else echo 'the connection ended'; fi
    return 1
}
# resumed NAME WHO HOST:PORT: asks in the session that a connection of before was given.
resumed() {
    local said
    said=$({ question_of "$2" "$last"; sleep 1; } | openssl s_client -connect "$3" -ign_eof -tls1_3 -CAfile "$ATENA_AUTHORITY" -cert "$ATENA_PKI/$1.pem" -key "$ATENA_PKI/$1.key" -sess_in "$dir/attack/session-$1" 2>&1 || true)
    grep -qE 'HTTP/1.1 (200|401)' <<<"$said" && return 0
    printf '%s\n' "$said" | grep -E 'HTTP/1|"code"|Reused|alert' || echo ended
    return 1
}

try_certificates() {
    local before_receiver before_terminal receivers=${ATENA_URL#https://} staff=${ATENA_STAFF_URL#https://} running=()
    before_receiver=$(told provision.answered P0020) before_terminal=$(told access.refused W0413)
    before_over_receiver=$(told provision.answered P0019) before_over_terminal=$(told access.refused W0412)
    rm -f "$dir/attack/asked-again"
    short_lived tax-short urn:atena:111007:system:tax 15
    kept tax-short tax "$receivers" & running+=($!)
    short_lived terminal-short urn:atena:111007:terminal:terminal-short 15
    kept terminal-short terminal "$staff" & running+=($!)
    kept childcare childcare "$receivers" & running+=($!)
    kept terminal-2 terminal "$staff" & running+=($!)
    until_true 60 'the connections that are kept had no answer' answered tax-short terminal-short childcare terminal-2
    for name in childcare terminal-2; do
        quietly "$dir/log/attack.log" env ATENA_ACCOUNT="$operations" atena system certificate block "$(fingerprint_of "$name")" --reason-file "$(words_in "$dir/run/reason" '試験のための失効')"
    done
    until_true 60 'the certificates of fifteen seconds have not ended' ended tax-short terminal-short
    touch "$dir/attack/asked-again"
    wait "${running[@]}"
    refused 'a blocked receiver, on a connection kept open' 'the connection ended' once childcare 200
    refused 'a blocked receiver' P0020 with childcare "$ATENA_URL/v1/systems/childcare/datasets/addressee/changes"
    refused 'a blocked receiver, in a session resumed' 'P0020|403|alert|ended' resumed childcare childcare "$receivers"
    refused 'a blocked terminal, on a connection kept open' 'the connection ended' once terminal-2 401
    refused 'a blocked terminal' W0413 staff terminal-2 whoami
    refused 'a blocked terminal, in a session resumed' 'W0413|403|alert|ended' resumed terminal-2 terminal "$staff"
    refused 'a receiver whose certificate ended on a connection kept open' P0019 once tax-short 200
    refused 'a receiver whose certificate has ended' 'SSL|TLS|alert|P0019' with tax-short "$ATENA_URL/v1/systems/tax/datasets/addressee/changes"
    refused 'a receiver whose certificate has ended, in a session resumed' 'P0019|403|alert|ended' resumed tax-short tax "$receivers"
    refused 'a terminal whose certificate ended on a connection kept open' W0412 once terminal-short 401
    refused 'a terminal whose certificate has ended' 'SSL|TLS|alert|W0412' staff terminal-short whoami
    refused 'a terminal whose certificate has ended, in a session resumed' 'W0412|403|alert|ended' resumed terminal-short terminal "$staff"
    recorded provision.answered P0020 "$before_receiver"
    recorded access.refused W0413 "$before_terminal"
    recorded provision.answered P0019 "$before_over_receiver"
    recorded access.refused W0412 "$before_over_terminal"
}
