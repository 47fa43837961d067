# Sourced by ops/checks/attack: who has no certificate, one of their own making, or another's; and who wants to keep others out.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir is the check's

changes=/v1/systems/tax/datasets/addressee/changes
anybody() { curl --silent --show-error --fail-with-body --max-time 10 --cacert "$ATENA_PKI/ca.pem" "$@"; }
# with CERTIFICATE [CURL-OPTION…]
with() { anybody --cert "$(pki_file "$1" certificate)" --key "$(pki_file "$1" key)" "${@:2}"; }
# staff CERTIFICATE REQUEST [CURL-OPTION…]: a request to the staff service, below any command.
staff() { with "$1" --data '{}' --header 'atena-window: mine' "${@:3}" "$ATENA_STAFF_URL/v1/$2"; }
# talk CERTIFICATE HOST:PORT [OPTION…]: one connection; what is read from standard input goes through it.
talk() { openssl s_client -connect "$2" -quiet -ign_eof -tls1_3 -CAfile "$ATENA_AUTHORITY" -cert "$(pki_file "$1" certificate)" -key "$(pki_file "$1" key)" "${@:3}" 2>/dev/null || true; }

try_from_outside() {
    refused 'no certificate' 'certificate|SSL|TLS' anybody "$ATENA_URL$changes"
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/attack/key.pem" -out "$dir/attack/self.pem" -days 1 -subj /CN=tax -addext 'subjectAltName=URI:urn:atena:111007:system:tax' 2>/dev/null
    refused 'a certificate of one'\''s own making' 'certificate|SSL|TLS' anybody --cert "$dir/attack/self.pem" --key "$dir/attack/key.pem" "$ATENA_URL$changes"
    refused 'another system'\''s path' '403|P00|X00' with childcare "$ATENA_URL$changes"
    refused 'a cursor of one'\''s own making' '400|C00|cursor|カーソル' with tax "$ATENA_URL$changes?cursor=AAAA"
    refused 'no TLS' 'reset|empty|Received|closed|52' anybody "http://${ATENA_LISTEN}$changes"
    refused 'TLS 1.1' 'protocol|SSL|TLS|alert' with tax --tls-max 1.1 "$ATENA_URL$changes"
    refused 'no certificate, to the staff service' 'certificate|SSL|TLS' anybody --data '{}' "$ATENA_STAFF_URL/v1/whoami"
    refused 'a certificate of one'\''s own making, to the staff service' 'certificate|SSL|TLS' anybody --cert "$dir/attack/self.pem" --key "$dir/attack/key.pem" --data '{}' "$ATENA_STAFF_URL/v1/whoami"
    goes_on 'a probe asks how the staff service is' with watch "$ATENA_STAFF_URL/health/live"
    goes_on 'a probe asks whether the staff service can serve' with watch "$ATENA_STAFF_URL/health/ready"
    named 'the staff service, by its measures' 'atena_http_request_duration_seconds_count\{[^}]*service="staff"' "$(with watch "$ATENA_STAFF_URL/metrics")"
    refused 'health of the staff service, with a body' '400|W0' with watch --request GET --data '{}' "$ATENA_STAFF_URL/health/ready"
    refused 'health of the staff service, of a receiver' 'W0411' with tax "$ATENA_STAFF_URL/health/ready"
    refused 'no TLS, to the staff service' 'reset|empty|Received|closed|52' anybody "http://${ATENA_STAFF_URL#https://}/v1/whoami"
}

# drip NAME CERTIFICATE HOST:PORT BEGINNING: sends it, then a byte a second for two minutes; what came back, and after how long, is in attack/drip-NAME.
drip() {
    local began=$SECONDS
    # Where it is cut off, that is what was expected.
    trap - ERR
    { printf '%b' "$4"; for _ in $(seq 120); do sleep 1; printf x; done; } 2>/dev/null | talk "$2" "$3" >"$dir/attack/drip-$1" || true
    echo $((SECONDS - began)) >"$dir/attack/drip-$1.seconds"
}
# drip_handshake NAME HOST PORT: begins a handshake, a byte a second.
drip_handshake() {
    local began=$SECONDS
    trap - ERR
    {
        { printf '\x16\x03\x01\x02'; for _ in $(seq 120); do sleep 1; printf '\x00'; done; } >&5 &
        cat <&5 >/dev/null || true
        kill $! || true
    } 5<>"/dev/tcp/$2/$3" 2>/dev/null || true
    echo $((SECONDS - began)) >"$dir/attack/drip-$1.seconds"
}
# Begins in the background; try_drips looks at what became of them.
begin_drips() {
    local cursor receivers=${ATENA_URL#https://} staff=${ATENA_STAFF_URL#https://} body='Host: localhost\r\nContent-Type: text/plain\r\nContent-Length: 4000\r\n\r\n'
    cursor=$(with tax "$ATENA_URL$changes?limit=1" | jq -r .cursor)
    drip body-receivers tax "$receivers" "POST /v1/systems/tax/datasets/addressee/inventory?after=$cursor HTTP/1.1\r\nAtena-Digest-Key: $(openssl rand -hex 32)\r\n$body" &
    drip body-staff terminal-1 "$staff" "POST /v1/sign-in HTTP/1.1\r\n$body" &
    drip head-receivers tax "$receivers" 'GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: ' &
    drip head-staff terminal-1 "$staff" 'POST /v1/whoami HTTP/1.1\r\nHost: localhost\r\nX: ' &
    drip_handshake handshake-receivers "${ATENA_LISTEN%:*}" "${ATENA_LISTEN##*:}" &
    drip_handshake handshake-staff "${ATENA_STAFF_LISTEN%:*}" "${ATENA_STAFF_LISTEN##*:}" &
}
# dripped NAME SECONDS: it was ended by then.
dripped() {
    local seconds
    seconds=$(cat "$dir/attack/drip-$1.seconds" 2>/dev/null) || seconds=121
    [ "$seconds" -gt "$2" ] || { printf 'ended after %d s: %s\n' "$seconds" "$(head -n 1 "$dir/attack/drip-$1" 2>/dev/null)"; return 1; }
    echo "still there after $2 s"
}
try_drips() {
    local name
    # Each is ended by the hub within 30 s and a little, or still there.
    for _ in $(seq 45); do
        [ "$(find "$dir/attack" -name 'drip-*.seconds' | wc -l)" -lt 6 ] || break
        sleep 1
    done
    for name in receivers staff; do
        refused "a handshake of a byte a second, to $name" '^ended' dripped "handshake-$name" 10
        refused "a head of a byte a second, to $name" '^ended.*408' dripped "head-$name" 40
        refused "a body of a byte a second, to $name" '^ended.*408' dripped "body-$name" 40
    done
}

try_bare_connections() {
    local name address holder
    for name in receivers staff; do
        case $name in receivers) address=${ATENA_URL#https://} ;; *) address=${ATENA_STAFF_URL#https://} ;; esac
        python3 "$checkout/ops/parts/attack/bare-connections.py" "$address" 5000 >"$dir/attack/bare-$name" 2>&1 &
        holder=$!
        until_true 60 "the bare connections could not be opened (see: $dir/attack/bare-$name)" grep -q '^opened 5000' "$dir/attack/bare-$name"
        goes_on "health, behind 5,000 bare connections to $name" with watch --max-time 3 "$ATENA_URL/health/ready"
        goes_on "a receiver, behind 5,000 bare connections to $name" with tax --max-time 3 "$ATENA_URL$changes"
        goes_on "a handshake that begins a second after its connection, behind 5,000 bare connections to $name" \
            python3 "$checkout/ops/parts/attack/late-handshake.py" "$address" 1 "$ATENA_PKI/ca.pem" "$(pki_file watch certificate)" "$(pki_file watch key)"
        # Nobody is signed in: what is asked for is an answer.
        refused "nobody at a terminal, behind 5,000 bare connections to $name, is told so" A0004 staff terminal-1 whoami --max-time 3
        kill -TERM "$holder"
        wait "$holder" || true
        # The last ones may still be within their handshake's time.
        refused "5,000 bare connections to $name" 'ended by the other side: [1-9][0-9]{3}' sh -c 'tail -n 1 "$1"; exit 1' sh "$dir/attack/bare-$name"
    done
    named 'the connections that were crowded out, by /metrics' 'atena_connections_cut_off_total\{[^}]*reason="crowded"\} [1-9][0-9]{3}' "$(with watch "$ATENA_URL/metrics")"
    named 'handshakes and requests that took too long, by /metrics' 'reason="handshake"\} [1-9]' "$(with watch "$ATENA_URL/metrics")"
}
