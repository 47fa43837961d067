# Sourced by the commands of ops/ that act as staff of a private hub: invented people, whose passwords and secrets lie under DIR/secrets/staff.
# shellcheck shell=bash
# Real staff have no such files: they type their password, and their authenticator app shows the code.

# staff_secret DIR ACCOUNT password|totp|set-up: where it lies.
staff_secret() { printf '%s/secrets/staff/%s.%s\n' "$1" "$2" "$3"; }

# staff_password DIR ACCOUNT: a new one, readable to the owner alone whatever the caller's umask.
staff_password() { (umask 077 && openssl rand -hex 24 >"$(staff_secret "$1" "$2" password)"); }

# staff_sign_in DIR ACCOUNT: signs in at this terminal, until staff_sign_out.
staff_sign_in() {
    quietly "$1/log/people.log" atena sign-in "$2" --password-file "$(staff_secret "$1" "$2" password)" --totp-secret-file "$(staff_secret "$1" "$2" totp)"
}

staff_sign_out() { quietly "$1/log/people.log" atena sign-out; }

# as_staff DIR ACCOUNT COMMAND…: runs the command as that person, and signs out again whatever comes of it.
as_staff() {
    local dir=$1 account=$2 code=0
    shift 2
    staff_sign_in "$dir" "$account"
    # In a shell of its own: a command that ends the script must not leave the person signed in.
    ("$@") || code=$?
    staff_sign_out "$dir"
    return "$code"
}

# staff_add DIR ACCOUNT NAME DEPARTMENT [TASK]: registers one, as whoever is signed in, and sets password and code.
staff_add() {
    local dir=$1 account=$2 name=$3 department=$4 task=${5:-} log=$1/log/people.log
    [ -f "$(staff_secret "$dir" "$account" totp)" ] && return 0
    staff_password "$dir" "$account"
    # What an interrupted first try registered gets a fresh set-up code.
    atena access person add "$account" --name-file - --department "$department" ${task:+--task "$task"} \
        --set-up-code-file "$(staff_secret "$dir" "$account" set-up)" >>"$log" 2>&1 <<<"$name" ||
        quietly "$log" atena access recover "$account" --set-up-code-file "$(staff_secret "$dir" "$account" set-up)"
    quietly "$log" atena access enrol "$account" --set-up-code-file "$(staff_secret "$dir" "$account" set-up)" \
        --password-file "$(staff_secret "$dir" "$account" password)" --totp-secret-file "$(staff_secret "$dir" "$account" totp)"
    rm -f "$(staff_secret "$dir" "$account" set-up)"
}

# staff_once LOG COMMAND…: as quietly; that it is there already (A0017, after an interrupted first try) is no failure.
staff_once() {
    local log=$1 said
    shift
    said=$("$@" 2>&1 </dev/null) || [[ $said == *A0017* ]] || {
        say "$said"
        fail "'$(basename "$1") ${*:2:3}' failed"
    }
    printf '%s\n' "$said" >>"$log"
}

# staff_make DIR: departments with their rights, the people, and the service account `operations` in DIR/secrets/operations.
staff_make() {
    local dir=$1 log=$1/log/people.log
    mkdir -p "$dir/secrets/staff"
    if [ ! -f "$(staff_secret "$dir" administrator totp)" ]; then
        staff_password "$dir" administrator
        quietly "$log" atena access init administrator --name-file "$(words_in "$dir/secrets/name" '見本　管理')" --password-file "$(staff_secret "$dir" administrator password)" \
            --totp-secret-file "$(staff_secret "$dir" administrator totp)"
        rm -f "$dir/secrets/name"
    fi
    staff_sign_in "$dir" administrator
    local department name task right
    while IFS='|' read -r department name; do staff_once "$log" atena access department add "$department" "$name"; done <<'DEPARTMENTS'
1010|情報管理課
1020|情報政策課
1030|監査室
2010|市民課
3020|国保年金課
DEPARTMENTS
    while read -r department task right; do staff_once "$log" atena access department allow "$department" "$task" "$right"; done <<'RIGHTS'
1010 権限管理 administer-access
1010 運用 operate-deliveries
1020 起案 propose-policies
1020 承認 approve-policies
1030 監査 read-log
2010 窓口 see-person
2010 窓口 see-individual-number
2010 窓口 correct
2010 支援措置 protect-persons
2010 抑止 lift-suppression
2010 抑止 correct
3020 年金 pension-work
3020 年金 see-person
RIGHTS
    staff_add "$dir" deputy '見本　副' 1010
    staff_add "$dir" proposer '見本　起案' 1020 起案
    staff_add "$dir" auditor '見本　監査' 1030
    staff_add "$dir" clerk '見本　窓口' 2010
    staff_add "$dir" pension '見本　年金' 3020 年金
    [ -f "$dir/secrets/operations" ] || quietly "$log" atena access service add operations --right operate-deliveries --secret-file "$dir/secrets/operations"
    staff_sign_out "$dir"
    as_staff "$dir" deputy staff_make_seconds "$dir"
}

# staff_make_seconds DIR: those who decide with another, as the second administrator: whoever handed out both set-up codes could be both. One sign-in, for a
# code counts once and the next is shown half a minute later.
staff_make_seconds() {
    staff_add "$1" approver '見本　承認' 1020 承認
    # Who ends or releases protection, beside who sets it.
    staff_add "$1" supervisor '見本　係長' 2010 抑止
    # Who checks a pension notice, beside who enters it.
    staff_add "$1" pensionlead '見本　年金係長' 3020 年金
}
