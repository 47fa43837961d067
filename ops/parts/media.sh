# Sourced by checks that hand media out: who decides on them, and a policy that names their recipient.
# shellcheck shell=bash
# shellcheck disable=SC2154  # checkout is the check's

# media_staff DIR: `operator`, whom the administrator sets up, and `dispatcher`, whom the deputy does: two who may decide together.
media_staff() {
    as_staff "$1" administrator staff_add "$1" operator '見本　運用' 1010 運用
    as_staff "$1" deputy staff_add "$1" dispatcher '見本　発送' 1010 運用
}

# media_fingerprint CERTIFICATE: as a policy writes it.
media_fingerprint() { openssl x509 -in "$1" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f; }

# media_recipient DIR SYSTEM CERTIFICATE: a version of the delivered policy that names the certificate comes into force, by two people.
media_recipient() {
    local dir=$1 system=$2 policies=$1/media-policies why said version
    why=$(words_in "$dir/run/media-why" '媒体の受取人を加えるため')
    rm -rf "$policies"
    cp -r "$checkout/Policies" "$policies"
    printf '\nmedia: { recipients: [%s] }\n' "$(media_fingerprint "$3")" >>"$policies/systems/$system.yaml"
    # Another version of the same policy may be waiting too: it is the one just proposed that is approved.
    said=$(as_staff "$dir" proposer atena policy propose "$policies" --system "$system" --reason-file "$why" 2>&1) || fail "no policy for $system was proposed" "$said"
    version=$(sed -nE "s|^起案しました: $system/addressee ([0-9a-f]+) .*|\\1|p" <<<"$said")
    as_staff "$dir" approver quietly "$dir/log/media.log" atena policy approve "$system" "$version" --reason-file "$why"
}

# media_proposed DIR SYSTEM CERTIFICATE: as whoever is signed in; its number.
media_proposed() {
    local said
    printf '年次の突合のため\n' >"$1/run/media-reason"
    said=$(atena media propose "$2" --to "$3" --reason-file "$1/run/media-reason") || return 1
    sed -nE 's/^媒体 ([0-9]+)番.*/\1/p' <<<"$said"
}

# media_released DIR NUMBER: as whoever is signed in.
media_released() { quietly "$1/log/media.log" atena media release "$2" --reason-file "$1/run/media-reason"; }

# media_written DIR SYSTEM CERTIFICATE FILE: two people agree to it, and it is written.
media_written() {
    local medium
    medium=$(as_staff "$1" operator media_proposed "$1" "$2" "$3") || fail "no medium for $2 was proposed"
    as_staff "$1" dispatcher media_released "$1" "$medium"
    as_staff "$1" operator quietly "$1/log/media.log" atena export "$medium" --out "$4"
}
