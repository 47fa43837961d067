# Sourced by ops/checks/attack: at a clerk's terminal, with programs of one's own.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir, person, operations and changes are the check's

# code_of ACCOUNT [STEPS]: the next code of one of the invented staff, as their authenticator app would show it (RFC 6238), or one of so many steps ago.
code_of() {
    local secret now step mac at
    secret=$(staff_secret "$dir" "$1" totp)
    now=$(($(date +%s) / 30))
    if [ -n "${2:-}" ]; then step=$((now - $2)); else
        step=$(($(cat "$secret.step" 2>/dev/null || echo 0) + 1))
        [ "$step" -ge "$now" ] || step=$now
        while [ "$step" -gt $(($(date +%s) / 30 + 1)) ]; do sleep 0.5; done
    fi
    mac=$(printf '%b' "$(printf '%016x' "$step" | sed 's/../\\x&/g')" |
        openssl dgst -sha1 -mac HMAC -macopt "hexkey:$(base32 -d <"$secret" | od -An -v -tx1 | tr -d ' \n')" -r | cut -c1-40)
    at=$((2 * 16#${mac:39:1}))
    printf '%06d' $(((16#${mac:$at:8} & 0x7fffffff) % 1000000))
    [ -n "${2:-}" ] || (umask 077 && printf '%s\n' "$step" >"$secret.step")
}
# sign_in_with ACCOUNT CODE: the question, in attack/sign-in.
sign_in_with() {
    (umask 077 && jq -n --arg a "$1" --arg p "$(cat "$(staff_secret "$dir" "$1" password)")" --arg c "$2" '{account: $a, password: $p, code: $c}' >"$dir/attack/sign-in")
}

# take_session ACCOUNT: signs in, and keeps what the command line would send in $session, and its window in $window.
take_session() {
    staff_sign_in "$dir" "$1"
    token=$(cat "$(token_file)")
    window=$(as atena_owner atena --command "SELECT split_part(terminal, '/', 3) FROM access.token WHERE account = '$1' ORDER BY issued_at DESC LIMIT 1")
    session=(--header "authorization: Bearer $token" --header "atena-window: $window")
}
# look CERTIFICATE REQUEST: asks for a person as whoever is signed in.
look() { with "$1" --data "{\"number\":\"$person\",\"reason\":{\"kind\":\"audit\",\"text\":\"試験のための照会\"}}" "${session[@]}" "$ATENA_STAFF_URL/v1/persons/$2"; }

try_at_a_terminal() {
    local before account secret
    before=$(told access.refused W0411)
    refused 'TLS 1.2, to the staff service' 'protocol|SSL|TLS|alert' staff terminal-1 whoami --tls-max 1.2
    refused 'a receiver asks the staff service' W0411 staff tax whoami
    refused 'a probe asks the staff service' W0411 staff watch whoami
    refused 'another body'\''s terminal' W0411 staff elsewhere whoami
    recorded access.refused W0411 "$before"
    refused 'a terminal asks for provisions' '403' with terminal-1 "$ATENA_URL$changes"
    before=$(told access.refused A0004)
    refused 'a person asked for by nobody' A0004 with terminal-1 "$ATENA_STAFF_URL/v1/persons/look-up" --data "{\"number\":\"$person\",\"reason\":{\"kind\":\"inquiry\",\"text\":\"試験のための照会\"}}"
    refused 'a token that nobody was given' A0004 staff terminal-1 whoami --header 'authorization: Bearer AAAA'
    recorded access.refused A0004 "$before"
    take_session auditor
    # The session's own terminal and window, and a program of one's own: no more than the person may.
    refused 'a person, without the right' A0001 look terminal-1 look-up
    refused 'an individual number, without the right' A0001 look terminal-1 individual-number
    refused 'a policy revoked, without the right' 'A0001|L0006' with terminal-1 --data '{"version":"tax","reason":"試験"}' "${session[@]}" "$ATENA_STAFF_URL/v1/policies/revoke"
    refused 'a question of no known form' W0417 with terminal-1 --data '{"number":1}' "${session[@]}" "$ATENA_STAFF_URL/v1/persons/look-up"
    refused 'a reason with a character that no database takes' W0420 with terminal-1 --data '{"version":"tax","reason":"試験\u0000"}' "${session[@]}" "$ATENA_STAFF_URL/v1/policies/revoke"
    refused 'a question that nobody asks' '404' with terminal-1 --data '{}' "${session[@]}" "$ATENA_STAFF_URL/v1/persons/everybody"
    head -c 10000000 /dev/zero >"$dir/attack/large"
    refused 'a question of ten megabytes' '413' with terminal-1 --data-binary "@$dir/attack/large" "${session[@]}" "$ATENA_STAFF_URL/v1/policies/propose"
    # What is packed is not unpacked.
    gzip --stdout "$dir/attack/large" >"$dir/attack/packed"
    refused 'a packed question of ten megabytes' W0417 with terminal-1 --data-binary "@$dir/attack/packed" --header 'content-encoding: gzip' "${session[@]}" "$ATENA_STAFF_URL/v1/policies/propose"
    before=$(told access.refused A0005)
    refused 'the session taken to another window' A0005 with terminal-1 --data '{}' --header "authorization: Bearer $token" --header 'atena-window: other' "$ATENA_STAFF_URL/v1/whoami"
    refused 'the session, which that has ended' A0004 with terminal-1 --data '{}' "${session[@]}" "$ATENA_STAFF_URL/v1/whoami"
    take_session auditor
    refused 'the session taken to another terminal' A0005 with terminal-2 --data '{}' "${session[@]}" "$ATENA_STAFF_URL/v1/whoami"
    recorded access.refused A0005 "$before"
    before=$(told access.signed-in A0002)
    sign_in_with clerk "$(code_of clerk)"
    quietly "$dir/log/attack.log" with terminal-2 --data "@$dir/attack/sign-in" "$ATENA_STAFF_URL/v1/sign-in" --output "$dir/attack/answer"
    refused 'a code used again' A0002 with terminal-2 --data "@$dir/attack/sign-in" "$ATENA_STAFF_URL/v1/sign-in"
    recorded access.signed-in code-used "$(($(told access.signed-in code-used) - 1))"
    recorded access.signed-in A0002 "$before"
    before=$(told access.refused W0415)
    read -r account secret <"$operations"
    refused 'a service account with a terminal'\''s certificate' W0415 with terminal-1 --data '{}' --user "$account:$secret" "$ATENA_STAFF_URL/v1/whoami"
    recorded access.refused W0415 "$before"
    before=$(told access.refused A0006)
    refused 'a service account with its certificate, and a wrong secret' A0006 anybody --cert "$operations.pem" --key "$operations.key" --data '{}' --user "$account:wrong" "$ATENA_STAFF_URL/v1/whoami"
    recorded access.refused A0006 "$before"
}

try_a_flood_of_refusals() {
    local before after
    before=$(told access.refused W0411)
    refused '400 questions of a receiver to the staff service' '429' with health-insurance --data '{}' --output "$dir/attack/flood" --parallel --parallel-max 8 "$ATENA_STAFF_URL/v1/whoami?[1-400]"
    after=$(told access.refused W0411)
    refused 'an event for each of them' 'no more than 300' sh -c '[ "$1" -gt 300 ] || { echo no more than 300; exit 1; }' sh "$((after - before))"
    refused '800 questions of a receiver on another'\''s path' '429' with health-insurance --output "$dir/attack/flood" --parallel --parallel-max 8 "$ATENA_URL$changes?n=[1-800]"
    before=$(told provision.answered P0006)
    [ "$before" -ge 1 ] || fail 'not on record: provision.answered P0006'
    refused 'an event for each of those' 'no more than 100' sh -c '[ "$1" -gt 100 ] || { echo no more than 100; exit 1; }' sh "$before"
}
