# Sourced by ops/checks/attack: what the owner of the tables does to encrypted values and to the log.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir, person and other are the check's

# running_number ADDRESSEE-NUMBER: under which the vault holds that person's individual number.
running_number() {
    as atena_owner atena --command "SELECT running_number FROM register.version JOIN register.addressee USING (addressee_id) WHERE atenabango = '$1' ORDER BY history_number DESC LIMIT 1"
}
shown_number() {
    printf '番号の確認のため\n' >"$dir/run/number-reason"
    atena lookup "$1" --reason inquiry --note-file - --individual-number-file "$dir/run/number-reason" <<<'試験のための照会'
}

# of_person NUMBER: what tax is told of a person.
of_person() { with tax "$ATENA_URL/v1/systems/tax/datasets/addressee/persons/$1"; }

# without_number NAME NUMBER: the person is told, and the individual number is named as waiting.
without_number() {
    local said
    said=$(of_person "$2") || fail "not told: $1" "$said"
    if grep -q '"kojinbango":"' <<<"$said"; then fail "the number is told: $1"; fi
    grep -q '"waiting":\["kojinbango"\]' <<<"$said" || fail "not named as waiting: $1" "$said"
    tried refused "$1"
}

# altered_vault NAME SQL: what the SQL did to the person's number goes out to nobody; done again, it undoes itself, and everything is as it was.
altered_vault() {
    local before
    before=$(of_person "$person")
    grep -q '"kojinbango":"' <<<"$before" || fail "tax is not told the number before: $1" "$before"
    as atena_owner atena --command "$2" >/dev/null
    refused "$1, at the counter" N0011 shown_number "$person"
    without_number "$1, to a receiver that asks" "$person"
    as atena_owner atena --command "$2" >/dev/null
    [ "$(of_person "$person")" = "$before" ] || fail "not as it was: $1"
    goes_on "an individual number, after $1" shown_number "$person"
}

# As the clerk, who is signed in.
try_to_swap_sealed_values() {
    local one two apart=99999999999999 vault=vault.individual_number
    one=$(running_number "$person") two=$(running_number "$other")
    goes_on 'an individual number, as it is' shown_number "$person"
    altered_vault 'encrypted individual numbers of two persons put in each other'\''s place' \
        "UPDATE $vault a SET sealed = b.sealed FROM $vault b WHERE (a.running_number, b.running_number) IN (($one, $two), ($two, $one))"
    altered_vault 'integrated numbers of two persons exchanged in the vault' \
        "UPDATE $vault SET running_number = $apart WHERE running_number = $one; UPDATE $vault SET running_number = $one WHERE running_number = $two; UPDATE $vault SET running_number = $two WHERE running_number = $apart"
    altered_vault 'an encrypted individual number with a bit turned' \
        "UPDATE $vault SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE running_number = $one"
    named 'the numbers that did not open, on record' '^[1-9]' \
        "$(as atena_owner atena --command "SELECT count(*) FROM audit.event WHERE kind = 'vault.number-altered' AND is_failure")"
}
