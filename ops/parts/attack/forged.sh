# Sourced by ops/checks/attack: rows that somebody writes into the hub's tables with a password of the database, to be somebody or to have a right.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir is the check's

# forge LOGIN STATEMENT: with the password of a process of the hub, of the owner of the tables, or of the superuser.
forge() {
    case $1 in
        atena_owner) as "$1" atena --command "$2" ;;
        postgres) superuser_sql "$dir" atena --command "$2" ;;
        *) in_role "$1" "$(own_role "$1")" "$2" ;;
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
    for login in atena_staff atena_work atena_owner; do
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
        refused "a right entered in the ledger by SQL, as $login" L0002 atena policy approve tax 0123456789ab --reason-file "$(words_in "$dir/run/reason" '試験のための承認')"
    done
    forge atena_service "INSERT INTO access.department_right (entered_at, from_day, department, task, right_name, by_whom) VALUES (now(), current_date - 1, '2010', '窓口', 'read-log', 'administrator')"
    refused 'a right given to a department by SQL' A0001 atena audit verify
    forge atena_service "INSERT INTO access.assignment (entered_at, from_day, account, department, by_whom) VALUES (now(), current_date - 1, 'clerk', '1010', 'administrator')"
    refused 'a department given to a person by SQL' A0001 atena access person list
    forge atena_staff "INSERT INTO access.transfer_file (taken_at, applied, waiting, unchanged, rejected, digest, by_whom) VALUES (now(), 0, 1, 0, 0, '', 'administrator');
        INSERT INTO access.transfer (file_id, line, day, account, kind, name, old_department, new_department, post, task)
        SELECT max(file_id), 2, current_date - 1, 'clerk', '退職', '自作', '2010', '', '', '' FROM access.transfer_file"
    refused 'what a clerk asks whose transfer somebody put in ahead of the true one' A0001 atena lookup 000000000000019 --reason inquiry --note-file "$dir/run/note"
    forge atena_owner "DELETE FROM access.transfer WHERE mac IS NULL; DELETE FROM access.transfer_file WHERE mac IS NULL"
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

# with_operations COMMAND…: as the service account, whoever is signed in at this window.
with_operations() { XDG_RUNTIME_DIR=$dir/attack ATENA_ACCOUNT=$operations "$@"; }

# As the clerk, who is signed in: what it takes another person to decide.
try_to_forge_decisions() {
    local login flagged held before untrue
    flagged=$(sed -n '5s/,.*//p' "$dir/data/residents.csv")
    printf '届書と突き合わせたため\n' >"$dir/run/reason"
    quietly "$dir/log/attack.log" atena answers flag "$flagged" --reason-file "$dir/run/reason"
    refused 'what tax asks about a flagged person' P0011 of_person "$flagged"
    for login in atena_staff atena_owner postgres; do
        forge "$login" "INSERT INTO answer.flag_act (addressee_id, act, by_whom, reason) SELECT addressee_id, w.act::\"char\", w.by_whom, '本人の申し出による'
            FROM register.addressee, (VALUES ('a', 'staff clerk'), ('l', 'staff supervisor')) AS w (act, by_whom) WHERE atenabango = '$flagged'"
        refused "an answer about a person whose flag was lifted by SQL, as $login" P0011 of_person "$flagged"
        forge "$login" "UPDATE answer.request SET outcome = 'r', decided_at = now(), decided_by = 'staff deputy', reason = '本人の申し出による', stands_until = now() + interval '7 days' WHERE outcome IS NULL"
        refused "an answer released by SQL, as $login" P0011 of_person "$flagged"
        forge "$login" "INSERT INTO answer.request (addressee_id, way, system, dataset, asked_by, outcome, decided_at, decided_by, reason, stands_until)
            SELECT addressee_id, 'o', 'tax', 'addressee', 'system tax', 'r', now(), 'staff deputy', '本人の申し出による', now() + interval '7 days' FROM register.addressee WHERE atenabango = '$flagged'"
        refused "an answer released by a row of its own, as $login" P0011 of_person "$flagged"
    done
    forge atena_service "UPDATE answer.request SET mac = (SELECT mac FROM answer.request WHERE outcome IS NULL LIMIT 1)"
    refused 'an answer whose release bears the MAC of a question' P0011 of_person "$flagged"
    forge atena_service "UPDATE answer.flag_act SET mac = (SELECT mac FROM answer.flag_act WHERE act = 's' AND mac IS NOT NULL LIMIT 1)"
    refused 'an answer about a person whose lifting bears the MAC of the flag' P0011 of_person "$flagged"
    forge atena_owner "UPDATE answer.flag_act SET act = 'l' WHERE act = 's'"
    refused 'an answer about a person whose flag was turned into a lifting' P0011 of_person "$flagged"
    refused 'a flag lifted beside acts that were forged' K0014 atena answers lift "$flagged" --reason-file "$dir/run/reason"
    sed -n '1p; 2s/^[^,]*/999999999999999/p' "$dir/data/residents.csv" >"$dir/attack/twin.csv"
    quietly "$dir/log/attack.log" with_operations intake_of_some residents "$dir/attack/twin.csv"
    held=$(atena held list | awk 'NR == 2 { print $1 }')
    [ -n "$held" ] || fail 'no row is held that somebody would have to decide'
    before=$(told held.decided H0022)
    for login in atena_staff atena_owner; do
        forge "$login" "INSERT INTO intake.held_act (held_id, act, decision, by_whom, reason) VALUES ($held, 'p', 'reject', 'staff supervisor', '届書と突き合わせたため'); UPDATE intake.held SET state = 'p' WHERE held_id = $held"
        refused "a decision on a held row proposed by SQL, as $login" H0022 atena held confirm "$held" --reason-file "$dir/run/reason"
        forge atena_owner "DELETE FROM intake.held_act; UPDATE intake.held SET state = 'w' WHERE held_id = $held"
    done
    quietly "$dir/log/attack.log" atena held decide "$held" --as reject --reason-file "$dir/run/reason"
    refused 'a decision on a held row by whoever proposed it' H0014 atena held confirm "$held" --reason-file "$dir/run/reason"
    forge atena_service "INSERT INTO intake.held_act (held_id, act, decision, by_whom, reason, mac) SELECT held_id, act, decision, 'staff supervisor', reason, mac FROM intake.held_act"
    refused 'the same, by a step that bears the MAC of the own one' H0022 atena held confirm "$held" --reason-file "$dir/run/reason"
    forge atena_owner "DELETE FROM intake.held_act WHERE by_whom = 'staff supervisor'; UPDATE intake.held_act SET by_whom = 'staff supervisor'"
    refused 'the same, where the own step was given another name' H0022 atena held confirm "$held" --reason-file "$dir/run/reason"
    forge atena_service "UPDATE intake.held SET state = 'd' WHERE held_id = $held"
    recorded held.decided H0022 "$before"
    untrue=$(with_operations atena status --json | jq -r '[.untrueRows[].table] | join(" ")')
    for login in answer.flag_act answer.request intake.held intake.held_act; do named "rows of $login, by atena status" "(^| )$login( |$)" "$untrue"; done
    # The entry and the answers are what they were.
    forge atena_owner "DELETE FROM intake.held_act; UPDATE intake.held SET state = 'w' WHERE held_id = $held; DELETE FROM answer.flag_act; DELETE FROM answer.request"
    goes_on 'an answer about a person, afterwards' of_person "$flagged"
}

# Somebody proposes more than is in force, and the approval comes by SQL.
try_to_forge_approvals() {
    local login version approved full acts before in_force="UPDATE governance.in_force SET content_hash = '%s' WHERE system = 'education-board'"
    full=/v1/systems/education-board/datasets/addressee/full
    cp -r "$checkout/Policies" "$dir/attack/policies"
    sed -i '/^  - seibetsu$/a\  - zokugara' "$dir/attack/policies/systems/education-board.yaml"
    staff_sign_in "$dir" proposer
    quietly "$dir/log/attack.log" atena policy propose "$dir/attack/policies" --system education-board --reason-file "$(words_in "$dir/run/reason" '試験のための起案')"
    staff_sign_out "$dir"
    goes_on 'a full extract, as it was approved' with education-board --output /dev/null "$ATENA_URL$full"
    approved=$(as atena_owner atena --command "SELECT content_hash FROM governance.in_force WHERE system = 'education-board'")
    version=$(as atena_owner atena --command "SELECT policy_version FROM governance.act WHERE act = 'propose' ORDER BY act_id DESC LIMIT 1")
    acts="INSERT INTO governance.act (acted_on, step, after_step, policy_version, act, account, reason, after_act, after_account) VALUES
        (current_date, 2, 1, '$version', 'approve', 'approver', '自作', 'propose', 'proposer'), (current_date, 3, 2, '$version', 'enter', 'approver', '自作', 'approve', 'approver')"
    before=$(told provision.answered P0023)
    for login in atena_work atena_owner; do
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
    try_to_forge_closings "$approved" "$full"
    try_to_forge_bases "$full"
}

# try_to_forge_closings VERSION PATH: what would take everything back from a receiver.
try_to_forge_closings() {
    local login closing in_force="UPDATE governance.in_force SET content_hash = '%s' WHERE system = 'education-board'"
    # As the hub writes what closes a version whose text it can't read.
    closing="format=atena-policy/1\nsystem=education-board\ngyomuid=\nlabel=\ndepartment=\ndataset=addressee\nitems=\nconsultation=\nscope=any()\npurpose=\nlegal-bases=\napproved-by=\nvalid-from=2000-01-01\nvalid-until=\nways=push,pull,medium\ncloses=$1 revoked\n"
    forge atena_work "INSERT INTO governance.policy (content_hash, system, dataset, documents, body, closes, closing_cause)
        SELECT encode(sha256(convert_to(body, 'UTF8')), 'hex'), 'education-board', 'addressee', '{}', body, '$1', 'revoked' FROM (SELECT E'$closing' AS body) AS c"
    closing=$(as atena_owner atena --command "SELECT content_hash FROM governance.policy WHERE closes = '$1'")
    for login in atena_work atena_owner; do
        # shellcheck disable=SC2059  # the form is the line above
        forge "$login" "$(printf "$in_force" "$closing")"
        refused "what a closing put in force by SQL would take back, as $login" P0023 with education-board "$ATENA_URL${2%/full}/changes"
        named "that closing, as $login, by atena status" "education-board $closing" "$(with_operations atena status --json | jq -r '.policiesUnproven[] | "\(.system) \(.version)"')"
        # shellcheck disable=SC2059
        forge atena_owner "$(printf "$in_force" "$1")"
    done
    forge atena_owner "DELETE FROM governance.policy WHERE content_hash = '$closing'"
    goes_on 'a full extract, after closings by SQL' with education-board --output /dev/null "$ATENA_URL$2"
}

# try_to_forge_bases PATH: a list by which every basis ended yesterday, and the acts that would have it count.
try_to_forge_bases() {
    local login
    for login in atena_service atena_owner; do
        forge "$login" "INSERT INTO governance.document (content_hash, name, body) VALUES ('mine', 'legal-bases.tsv', '自作');
            INSERT INTO governance.legal_basis (list_row, valid_to, document, id, kind, law, article, affair, department)
            SELECT list_row, current_date - 1, 'mine', id, kind, law, article, affair, department FROM governance.legal_basis ON CONFLICT DO NOTHING;
            INSERT INTO governance.policy (content_hash, system, dataset, documents, body) VALUES ('mine', 'education-board', 'addressee', '{mine}', '自作');
            INSERT INTO governance.act (acted_on, step, after_step, policy_version, act, account, reason, after_act, after_account) VALUES
            (current_date, 1, NULL, 'mine', 'propose', 'proposer', '自作', NULL, NULL), (current_date, 2, 1, 'mine', 'approve', 'approver', '自作', 'propose', 'proposer')"
        # What ends is read once a second.
        sleep 1.5
        goes_on "a full extract, beside a list of ended legal bases by SQL, as $login" with education-board --output /dev/null "$ATENA_URL$1"
        named "the version that would have it count, as $login, by atena status" 'education-board approved' "$(with_operations atena status --json | jq -r '.policiesUnproven[] | "\(.system) \(.state)"')"
        forge atena_owner "DELETE FROM governance.act WHERE reason = '自作'; DELETE FROM governance.policy WHERE content_hash = 'mine'; DELETE FROM governance.legal_basis WHERE document = 'mine'; DELETE FROM governance.document WHERE content_hash = 'mine'"
    done
    refused 'the seal of an approval, taken off' 'neither changed nor taken out' forge_said atena_work "UPDATE governance.act SET mac = NULL WHERE act = 'approve'"
}

# What system counts as one that registered a person: interests that nobody registered.
try_to_forge_interests() {
    local login base full adult known said
    base=/v1/systems/education-board/datasets/addressee full=$base/full
    with education-board --header 'Accept: application/x-ndjson' "$ATENA_URL$full" >"$dir/attack/full"
    # Somebody who is no pupil.
    known=$(grep -oE '"atenabango":"[^"]+"' "$dir/attack/full" | cut -d '"' -f 4 | sort -u)
    for adult in $(sed '1d; s/,.*//' "$dir/data/residents.csv" | sort -u | grep -vxF -e "$known" | head -n 20); do
        # Not of those whom nobody is told of.
        said=$(with education-board "$ATENA_URL$base/persons/$adult" 2>&1 || true)
        if grep -q P0003 <<<"$said"; then break; fi
    done
    refused 'a person whom the education board did not register' P0003 with education-board "$ATENA_URL$base/persons/$adult"
    for login in atena_staff atena_owner postgres; do
        forge "$login" "INSERT INTO dataset.interest (addressee_id, journal_position, holds, cause, system, by_whom, reason)
            SELECT a.addressee_id, nextval('journal.position'), true, w.cause::\"char\", 'education-board', 'staff clerk', '就学援助の受給者のため'
            FROM register.addressee a, (VALUES ('r'), ('p')) AS w (cause) WHERE a.atenabango = '$adult'"
        refused "the same, by an interest that was registered by SQL, as $login" P0003 with education-board "$ATENA_URL$base/persons/$adult"
    done
    forge atena_service "UPDATE dataset.interest SET mac = sha256('mine') WHERE system = 'education-board'"
    refused 'the same, with a MAC of one'\''s own' P0003 with education-board "$ATENA_URL$base/persons/$adult"
    refused 'a MAC that stands, taken out' 'neither changed nor taken out' forge_said atena_service "UPDATE dataset.interest SET mac = NULL WHERE system = 'education-board'"
    refused 'an interest with a transaction of one'\''s own' "$denied" forge_said atena_service "INSERT INTO dataset.interest (addressee_id, journal_position, xact, holds, cause, system, by_whom, reason)
        SELECT addressee_id, nextval('journal.position'), '3', true, 'r', 'education-board', 'staff clerk', '就学援助の受給者のため' FROM register.addressee WHERE atenabango = '$adult'"
    with education-board --header 'Accept: application/x-ndjson' "$ATENA_URL$full" >"$dir/attack/full"
    if grep -qF "\"$adult\"" "$dir/attack/full"; then fail 'a full extract tells whom only SQL registered'; fi
    tried refused 'a full extract of whom only SQL registered'
    named 'the forged interests, by atena status' 'dataset.interest 6' "$(with_operations atena status --json | jq -r '.untrueRows[] | "\(.table) \(.count)"')"
    forge atena_owner "DELETE FROM dataset.interest WHERE system = 'education-board'"
}

# forge_said LOGIN STATEMENT: with what the database said.
forge_said() { in_role "$1" "$(own_role "$1")" "$2"; }

# As the clerk, who is signed in: protection that the owner of the tables takes out.
try_to_take_protection_out() {
    local login base full pupil before said
    base=/v1/systems/education-board/datasets/addressee full=$base/full
    with education-board --header 'Accept: application/x-ndjson' "$ATENA_URL$full" >"$dir/attack/full"
    pupil=$(grep -oE '"atenabango":"[^"]+"' "$dir/attack/full" | cut -d '"' -f 4 | sort -u | head -n 1)
    printf '根拠: 配偶者暴力防止法による支援措置の申出\n機関: 警察署\n終了年月日: %s\n' "$(date -d '1 year' +%F)" >"$dir/run/details"
    quietly "$dir/log/attack.log" atena protection set --addressee-numbers "$pupil" --details "$dir/run/details"
    for login in atena_serve atena_owner postgres; do
        refused "a row of protection deleted, as $login" "$denied|neither changed nor taken out" deleted_as "$login" register.protection
        refused "the household of somebody protected deleted, as $login" "$denied|neither changed nor taken out" deleted_as "$login" register.protected_household
    done
    for login in atena_owner postgres; do
        before=$(told protection.missing ordinal)
        forge "$login" 'ALTER TABLE register.protection DISABLE TRIGGER protection_stays; DELETE FROM register.protection; ALTER TABLE register.protection ENABLE TRIGGER protection_stays'
        with education-board --header 'Accept: application/x-ndjson' "$ATENA_URL$full" >"$dir/attack/full"
        said=$(grep -F "\"$pupil\"" "$dir/attack/full")
        grep -q '"withheld":\[[^]]*jusho_choaza' <<<"$said" || fail "told where somebody protected is, whose protection was taken out as $login" "$said"
        tried refused "where a pupil is whose protection was taken out, as $login"
        recorded protection.missing ordinal "$before"
    done
    named 'the protection that was taken out, by atena status' '[1-9]' "$(with_operations atena status --json | jq -r .protectionMissing)"
}

# Days of the hub that nobody moved it to.
try_to_forge_days() {
    local login day untrue
    day=$(with_operations atena status --json | jq -r .day)
    for login in atena_work atena_owner postgres; do
        forge "$login" "INSERT INTO journal.calendar (position, day) SELECT nextval('journal.position'), greatest(max(day), '2046-01-01') + 1 FROM journal.calendar"
        [ "$(with_operations atena status --json | jq -r .day)" = "$day" ] || fail "a day that was put in as $login is the hub's"
        tried refused "a day of the hub put in by SQL, as $login"
    done
    untrue=$(with_operations atena status --json | jq -r '.untrueRows[] | "\(.table) \(.count)"')
    named 'the days that were put in, by atena status' 'journal.calendar 3' "$untrue"
    forge atena_owner 'DELETE FROM journal.calendar WHERE mac IS NULL'
}

# deleted_as LOGIN TABLE
deleted_as() {
    case $1 in
        atena_owner) as "$1" atena --command "DELETE FROM $2" ;;
        postgres) superuser_sql "$dir" atena --command "DELETE FROM $2" ;;
        *) in_role "$1" "$(own_role "$1")" "DELETE FROM $2" ;;
    esac
}
