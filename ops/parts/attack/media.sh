# Sourced by ops/checks/attack: media that are to be handed to somebody else, by one person alone, or by rows written past the program.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir and operations are the check's

# receiver_certificate NAME SUBJECT [URI [USAGE]]: one to which a medium could be encrypted, signed by itself.
receiver_certificate() {
    local name=(${3:+-addext "subjectAltName=URI:urn:atena:$3"})
    quietly "$dir/log/attack.log" openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/attack/$1.key" -out "$dir/attack/$1.pem" -days 1 -subj "$2" \
        -addext basicConstraints=CA:FALSE -addext "keyUsage=critical,${4:-keyEncipherment}" "${name[@]}"
}

# stranger_certificate NAME SUBJECT: the same, of an authority that is nobody's here.
stranger_certificate() {
    local at=$dir/attack/$1
    quietly "$dir/log/attack.log" openssl req -x509 -newkey rsa:2048 -nodes -keyout "$at-ca.key" -out "$at-ca.pem" -days 1 -subj '/CN=Another CA' -addext basicConstraints=critical,CA:TRUE
    quietly "$dir/log/attack.log" openssl req -newkey rsa:2048 -nodes -keyout "$at.key" -out "$at.csr" -subj "$2" -addext 'keyUsage=critical,keyEncipherment'
    quietly "$dir/log/attack.log" openssl x509 -req -in "$at.csr" -CA "$at-ca.pem" -CAkey "$at-ca.key" -CAcreateserial -copy_extensions copy -days 1 -out "$at.pem"
}

# propose_to CERTIFICATE [SYSTEM]: a medium for it.
propose_to() { atena media propose "${2:-education-board}" --to "$1" --reason-file "$dir/run/media-reason"; }
export_of() { atena export "$1" --out "$dir/attack/medium"; }
release_of() { atena media release "$1" --reason-file "$dir/run/media-reason"; }
# step_of STEP NUMBER: that it was handed on, come back or destroyed.
step_of() { atena media "$1" "$2" --details "$dir/run/media-details"; }
# no_medium: whatever was tried, nothing was written.
no_medium() { [ ! -e "$dir/attack/medium" ] || fail "a medium was written: $1"; }

try_media() {
    local before ours=$ATENA_PKI/education-board-medium.pem
    printf '学事課　見本\n封印番号 12\n' >"$dir/run/media-details"
    printf '年次の突合のため\n' >"$dir/run/media-reason"
    for name in tax education-board; do quietly "$dir/log/attack.log" atena pki issue "$name" --dir "$ATENA_PKI" --medium; done
    media_staff "$dir"
    receiver_certificate another-body /CN=education-board 131016:system:education-board
    receiver_certificate another-system /CN=tax 111007:system:tax
    receiver_certificate no-encipherment /CN=education-board 111007:system:education-board digitalSignature
    receiver_certificate our-name '/CN=Atena Hub test CA' 111007:system:education-board
    receiver_certificate self-signed /CN=education-board 111007:system:education-board
    receiver_certificate self-signed-nobody /CN=education-board
    stranger_certificate stranger /CN=education-board
    staff_sign_in "$dir" operator
    before=$(told provision.answered M0009)
    refused 'a medium while the policy names no recipient' M0009 propose_to "$ours"
    recorded provision.answered M0009 "$before"
    staff_sign_out "$dir"
    media_recipient "$dir" education-board "$ours"

    staff_sign_in "$dir" operator
    before=$(told media.proposed M0009)
    refused 'a medium to a stranger'\''s certificate' M0009 propose_to "$dir/attack/stranger.pem"
    refused 'a medium to a self-signed certificate of the receiver'\''s name' M0009 propose_to "$dir/attack/self-signed.pem"
    refused 'a medium to a self-signed certificate that names nobody' M0009 propose_to "$dir/attack/self-signed-nobody.pem"
    recorded media.proposed M0009 "$before"
    before=$(told provision.answered M0004)
    refused 'a medium to another system' M0004 propose_to "$ATENA_PKI/tax-medium.pem"
    refused 'a medium to another system of a strange authority' M0004 propose_to "$dir/attack/another-system.pem"
    recorded provision.answered M0004 "$before"
    refused 'a medium to another body' M0007 propose_to "$dir/attack/another-body.pem"
    refused 'a medium to a certificate that cannot receive' M0003 propose_to "$dir/attack/no-encipherment.pem"
    refused 'a medium to a certificate that says it is of the hub'\''s authority' M0005 propose_to "$dir/attack/our-name.pem"
    refused 'a medium to a certificate that has ended' M0002 propose_to "$ATENA_PKI/tax-short.pem"
    refused 'a medium of what no policy gives by medium' P0005 propose_to "$ATENA_PKI/tax-medium.pem" tax
    try_a_medium_alone "$ours"
    staff_sign_out "$dir"
    before=$(told media.proposed A0001)
    staff_sign_in "$dir" clerk
    refused 'a medium, without the right' A0001 propose_to "$ours"
    refused 'the way of a medium, without the right' A0001 step_of hand 1
    staff_sign_out "$dir"
    recorded media.proposed A0001 "$before"
    no_medium 'to somebody else, by one person alone, or without the right'
}

# As the operator, who is signed in: proposes one, and goes on alone.
try_a_medium_alone() {
    local before
    alone=$(media_proposed "$dir" education-board "$1") || fail 'a medium for the receiver of the policy was not to be had'
    before=$(told export.written M0012)
    refused 'one person alone makes a medium' M0012 export_of "$alone"
    recorded export.written M0012 "$before"
    before=$(told media.decided M0013)
    refused 'one person alone releases a medium' M0013 release_of "$alone"
    recorded media.decided M0013 "$before"
    before=$(told media.moved M0020)
    refused 'one person alone hands over what was never made' M0020 step_of hand "$alone"
    recorded media.moved M0020 "$before"
    refused 'a medium that nobody proposed' M0010 export_of 4711
    staff_sign_out "$dir"
    # Both have their set-up code of the administrator.
    as_staff "$dir" administrator staff_add "$dir" colleague '見本　同僚' 1010 運用
    staff_sign_in "$dir" colleague
    before=$(told media.decided M0014)
    refused 'a medium released by somebody whose set-up is not apart' M0014 release_of "$alone"
    recorded media.decided M0014 "$before"
    staff_sign_out "$dir"
    staff_sign_in "$dir" operator
}

# A release, a medium and steps by SQL, as each login; with the number of the medium that one person proposed.
try_to_forge_media() {
    local login before second untrue ours=$ATENA_PKI/education-board-medium.pem theirs=$dir/attack/self-signed.pem print
    print=$(media_fingerprint "$theirs")
    before=$(told export.written M0017)
    staff_sign_in "$dir" operator
    for login in atena_staff atena_owner postgres; do
        forge "$login" "INSERT INTO provision.medium_decision (medium_id, decided_at, released, decided_by, reason) VALUES ($alone, now(), true, 'dispatcher', '自作')"
        refused "a medium released by SQL, as $login" M0017 export_of "$alone"
        forge atena_owner "DELETE FROM provision.medium_decision WHERE reason = '自作'"
        forge "$login" "INSERT INTO provision.custody (medium_id, recorded_at, day, step, recorded_by, record_id) VALUES ($alone, now(), current_date, 'made', 'operator', 1)"
        refused "a medium made by SQL and handed over, as $login" M0020 step_of hand "$alone"
        forge atena_owner "DELETE FROM provision.custody"
    done
    staff_sign_out "$dir"
    as_staff "$dir" dispatcher media_released "$dir" "$alone"
    staff_sign_in "$dir" operator
    refused 'another certificate put into a released medium by the login of the service' "$denied" forge atena_service "UPDATE provision.medium SET fingerprint = '$print' WHERE medium_id = $alone"
    forge atena_owner "UPDATE provision.medium SET fingerprint = '$print', certificate = '$(cat "$theirs")' WHERE medium_id = $alone"
    refused 'another certificate put into a released medium by the owner of the tables' M0017 export_of "$alone"
    no_medium 'by rows put in by SQL'
    second=$(media_proposed "$dir" education-board "$ours")
    staff_sign_out "$dir"
    as_staff "$dir" dispatcher media_released "$dir" "$second"
    staff_sign_in "$dir" operator
    goes_on 'a medium that two people agreed to' export_of "$second"
    quietly "$dir/log/attack.log" openssl cms -decrypt -binary -inform DER -in "$dir/attack/medium" -recip "$ours" -inkey "${ours%.pem}.key" -out "$dir/attack/clear"
    [ "$(wc -l <"$dir/attack/clear")" -gt 1 ] || fail 'the medium is empty'
    refused 'the same medium a second time' M0018 export_of "$second"
    for login in atena_staff atena_owner postgres; do
        forge "$login" "INSERT INTO provision.custody (medium_id, recorded_at, day, step, recorded_by) VALUES ($second, now(), current_date, 'destroyed', 'operator')"
        named "that a medium destroyed by SQL is there, as $login" '（作成）' "$(atena media show "$second")"
        [ "$login" = postgres ] || forge atena_owner "DELETE FROM provision.custody WHERE step = 'destroyed'"
    done
    for step in hand return; do goes_on "the chain of custody: $step" step_of "$step" "$second"; done
    untrue=$(ATENA_ACCOUNT=$operations atena status --json | jq -r '.untrueRows[].table' | tr '\n' ' ')
    named 'the forged rows of custody, by atena status' 'provision.medium .*provision.custody|provision.custody .*provision.medium ' "$untrue"
    staff_sign_out "$dir"
    recorded export.written M0017 "$before"
}
