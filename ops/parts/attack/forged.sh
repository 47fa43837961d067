# Sourced by ops/checks/attack: rows that somebody writes into the hub's tables with a password of the database, to be somebody or to have a right.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir is the check's

# forge LOGIN STATEMENT: with the password of a process of the hub, of the owner of the tables, or of the superuser.
forge() {
    case $1 in
        atena_owner) as "$1" atena --command "$2" ;;
        postgres) superuser_sql "$dir" atena --command "$2" ;;
        *) in_role "$1" atena_hub "$2" ;;
    esac >/dev/null
}
token_file() { find "$XDG_RUNTIME_DIR/atena" -name 'token-*'; }

try_to_forge_sessions() {
    local login account before token hour
    printf '試験のための照会\n' >"$dir/run/note"
    # Several people: a code counts once, and the next is half a minute away.
    while read -r login account; do
        before=$(told access.refused A0030)
        staff_sign_in "$dir" "$account"
        token=$(token_file)
        forge "$login" "UPDATE access.token SET used_at = used_at + interval '1 second' WHERE account = '$account' AND ended_at IS NULL"
        refused "a session kept alive by SQL, as $login" A0030 atena lookup 000000000000019 --reason inquiry --note-file "$dir/run/note"
        (umask 077 && printf 'forged %s\n' "$login" >"$token")
        hour="now(), now(), now() + interval '1 hour'"
        forge "$login" "INSERT INTO access.token (token_hash, issued_at, used_at, expires_at, account, terminal) SELECT sha256('forged $login'), $hour, 'administrator', terminal FROM access.token ORDER BY issued_at DESC LIMIT 1"
        refused "a session made by SQL, as $login" A0030 atena whoami
        rm -f "$token"
        recorded access.refused A0030 "$before"
    done <<<$'atena_staff deputy\natena_owner auditor\npostgres approver'
    staff_sign_in "$dir" administrator
    token=$(token_file)
    cp -p "$token" "$dir/attack/token"
    staff_sign_out "$dir"
    cp -p "$dir/attack/token" "$token"
    refused 'a token used after signing out' A0004 atena whoami
    before=$(told access.refused A0030)
    for login in atena_serve atena_work atena_owner; do
        forge "$login" "UPDATE access.token SET ended_at = NULL WHERE account = 'administrator'"
        cp -p "$dir/attack/token" "$token"
        refused "a session begun again by SQL, as $login" A0030 atena whoami
    done
    recorded access.refused A0030 "$before"
    rm -f "$token"
}

# As the clerk, who is signed in.
try_to_forge_rights() {
    local login before grant
    before=$(told access.refused A0001)
    for login in atena_service atena_owner postgres; do
        grant="current_date - 1, current_date, 'clerk', 'grant', 'initial'"
        forge "$login" "INSERT INTO access.ledger (recorded_at, from_day, recorded_on, account, act, basis, right_name, by_whom, reason) VALUES (now(), $grant, 'approve-policies', 'administrator', '理由')"
        refused "a right entered in the ledger by SQL, as $login" L0002 atena policy approve tax 0123456789ab --reason 試験のための承認
    done
    forge atena_service "INSERT INTO access.department_right (entered_at, from_day, department, task, right_name, by_whom) VALUES (now(), current_date - 1, '2010', '窓口', 'read-log', 'administrator')"
    refused 'a right given to a department by SQL' A0001 atena audit verify
    forge atena_service "INSERT INTO access.assignment (entered_at, from_day, account, department, by_whom) VALUES (now(), current_date - 1, 'clerk', '1010', 'administrator')"
    refused 'a department given to a person by SQL' A0001 atena access person list
    recorded access.refused A0001 "$before"
}

try_to_forge_accounts() {
    local login before name
    before=$(told access.refused A0030)
    forge atena_service "INSERT INTO access.service_account (account, added_at, added_on, added_by, rights, secret_hash) VALUES ('mine', now(), current_date, 'administrator', '{see-individual-number,read-log}', sha256('secret'))"
    (umask 077 && printf 'mine secret\n' >"$dir/attack/account")
    quietly "$dir/log/attack.log" atena pki issue mine --dir "$ATENA_PKI" --service
    for name in pem key; do cp "$ATENA_PKI/mine.$name" "$dir/attack/account.$name"; done
    refused 'a service account made by SQL, with a certificate of its name' A0030 env ATENA_ACCOUNT="$dir/attack/account" atena audit verify
    recorded access.refused A0030 "$before"
    before=$(told access.password-set A0007)
    (umask 077 && printf 'AAAA-BBBB-CCCC-DDDD\n' >"$dir/attack/code" && openssl rand -hex 24 >"$dir/attack/password")
    for login in atena_service atena_owner postgres; do
        forge "$login" "UPDATE access.credential SET set_up_hash = sha256('AAAABBBBCCCCDDDD'), set_up_until = now() + interval '1 day' WHERE account = 'approver'"
        refused "an approver of one's own making, as $login" A0007 atena access enrol approver --set-up-code-file "$dir/attack/code" --password-file "$dir/attack/password" --totp-secret-file "$dir/attack/totp"
    done
    recorded access.password-set A0007 "$before"
    status=$(ATENA_ACCOUNT=$operations atena status --json)
    [ "$(jq '.untrueRows | map(.count) | add' <<<"$status")" -ge 14 ] || fail 'atena status does not name the rows' "$(jq -c .untrueRows <<<"$status")"
    named 'the forged rows, by atena status' access "$(jq -r '.untrueRows | map("\(.table) \(.count)") | join(", ")' <<<"$status")"
    # The approver is needed again: as the row was, it is true.
    forge atena_owner "UPDATE access.credential SET set_up_hash = NULL, set_up_until = NULL WHERE account = 'approver'"
}

# Somebody proposes more than is in force, and the approval comes by SQL.
try_to_forge_approvals() {
    local login version approved full acts before in_force="UPDATE governance.in_force SET content_hash = '%s' WHERE system = 'education-board'"
    full=/v1/systems/education-board/datasets/addressee/full
    cp -r "$checkout/Policies" "$dir/attack/policies"
    sed -i '/^  - seibetsu$/a\  - zokugara' "$dir/attack/policies/systems/education-board.yaml"
    staff_sign_in "$dir" proposer
    quietly "$dir/log/attack.log" atena policy propose "$dir/attack/policies" --system education-board --reason 試験のための起案
    staff_sign_out "$dir"
    goes_on 'a full extract, as it was approved' with education-board --output /dev/null "$ATENA_URL$full"
    approved=$(as atena_owner atena --command "SELECT content_hash FROM governance.in_force WHERE system = 'education-board'")
    version=$(as atena_owner atena --command "SELECT policy_version FROM governance.act WHERE act = 'propose' ORDER BY act_id DESC LIMIT 1")
    acts="INSERT INTO governance.act (acted_on, step, after_step, policy_version, act, account, reason, after_act, after_account) VALUES
        (current_date, 2, 1, '$version', 'approve', 'approver', '自作', 'propose', 'proposer'), (current_date, 3, 2, '$version', 'enter', 'approver', '自作', 'approve', 'approver')"
    before=$(told provision.answered P0023)
    for login in atena_serve atena_owner; do
        # shellcheck disable=SC2059  # the form is the line above
        forge "$login" "$acts; $(printf "$in_force" "$version")"
        refused "a full extract by an approval of one's own making, as $login" P0023 with education-board "$ATENA_URL$full"
        named "the approval by SQL, as $login, by atena status" 'governance.act' "$(ATENA_ACCOUNT=$operations atena status --json | jq -r '.untrueRows[].table')"
        # shellcheck disable=SC2059
        forge atena_owner "DELETE FROM governance.act WHERE reason = '自作'; $(printf "$in_force" "$approved")"
    done
    # Of one kind within a minute one is an event, the others are counted in the next.
    recorded provision.answered P0023 "$before"
    goes_on 'a full extract, as it was approved, afterwards' with education-board --output /dev/null "$ATENA_URL$full"
}
