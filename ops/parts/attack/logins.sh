# Sourced by ops/checks/attack: what each login of the database server tries, in every role that it may take.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir and denied are the check's

# roles_of LOGIN: itself, and what it may become.
roles_of() { superuser_sql "$dir" atena --command "SELECT rolname FROM pg_roles WHERE pg_has_role('$1', oid, 'MEMBER') AND rolname !~ '^pg_' ORDER BY rolname <> '$1', rolname"; }

# home_of LOGIN: the database that it works in, a module's own or the hub's.
home_of() { if [[ " ${module_logins[*]} " == *" $1 "* ]]; then echo "$1"; else echo atena; fi; }

# in_role LOGIN ROLE STATEMENT
in_role() { as "$1" "$(home_of "$1")" --command "SET ROLE $2" --command "$3"; }

# own_role LOGIN: the role that its process takes.
own_role() {
    case $1 in
        atena_serve) echo atena_receivers ;;
        atena_work) echo atena_delivers ;;
        atena_staff) echo atena_clerks ;;
        *) echo atena_hub ;;
    esac
}

# all_refused LOGIN ROLE: each of the statements of standard input (NAME|STATEMENT) is a try of its own; they go through one connection.
all_refused() {
    local name='' line heard='' said
    # Each statement is announced by its name where errors are told, too.
    said=$(awk -F '|' -v role="$2" 'BEGIN { print "SET ROLE " role ";" } { print "\\warn @" $1 "\n" $2 ";" } END { print "\\warn @" }' | as "$1" "$(home_of "$1")" --set ON_ERROR_STOP=0 2>&1 || true)
    while IFS= read -r line; do
        if [[ $line != @* ]]; then
            heard+=$line$'\n'
            continue
        fi
        if [ -n "$name" ]; then
            grep -qE "$denied" <<<"$heard" || fail "not refused: $1 as $2 $name" "$heard"
            tried refused "$1 as $2 $name"
        fi
        name=${line#@} heard=''
    done <<<"$said"
    if [ -n "$name" ] || [ -z "$said" ]; then fail "$1 as $2 did not come to the end" "$said"; fi
}

# What is asked of each table of a schema, by database and schema.
declare -A asked=()

# closed LOGIN ROLE SCHEMA: fails where not one table of the schema, in the database that the login works in, can be read, added to or emptied; says which statements
# were permitted otherwise.
closed() {
    local home statements said
    home=$(home_of "$1")
    statements=${asked[$home $3]:-}
    [ -n "$statements" ] || fail "nothing is known of the schema $3 in $home"
    said=$(printf 'BEGIN;\nSET LOCAL ROLE %s;\n%s\nROLLBACK;\n' "$2" "$statements" | as "$1" "$home" --set ON_ERROR_STOP=0 --set ON_ERROR_ROLLBACK=on --echo-errors 2>&1 || true)
    if [ "$(grep -c 'ERROR:  permission denied' <<<"$said")" -ne "$(wc -l <<<"$statements")" ]; then
        printf 'of %d statements %d were denied\n' "$(wc -l <<<"$statements")" "$(grep -c 'ERROR:  permission denied' <<<"$said")"
        return 0
    fi
    printf 'permission denied, %d times\n' "$(wc -l <<<"$statements")"
    return 1
}

# becomes LOGIN: fails where it may take no role but those that it is a member of.
becomes() {
    local statements said
    statements=$(superuser_sql "$dir" atena --command "SELECT format('SET ROLE %I;', rolname) FROM pg_roles WHERE NOT pg_has_role('$1', oid, 'MEMBER')")
    said=$(as "$1" "$(home_of "$1")" --set ON_ERROR_STOP=0 --echo-errors 2>&1 <<<"$statements" || true)
    if [ "$(grep -c 'ERROR:  permission denied' <<<"$said")" -ne "$(wc -l <<<"$statements")" ]; then
        printf '%s\n' "$said"
        return 0
    fi
    printf 'permission denied, for %d roles\n' "$(wc -l <<<"$statements")"
    return 1
}

# takes_advisory LOGIN KEY: it takes the lock that the hub means by that name.
takes_advisory() { as "$1" "$(home_of "$1")" --command "SELECT pg_advisory_lock(hashtext('$2'))"; }

# Asked once: of a schema nothing is added while this runs.
ask_what_is_asked() {
    local name schema statements
    for name in $(hub_databases "$dir"); do
        while IFS='|' read -r schema statements; do asked[$name $schema]=${statements//@/$'\n'}; done < <(superuser_sql "$dir" "$name" --command "SELECT relnamespace::regnamespace,
        string_agg(format('%s %s%s;', verb, c.oid::regclass, rest), '@') FROM pg_class c, (VALUES ('SELECT FROM', ' LIMIT 0'), ('INSERT INTO', ' DEFAULT VALUES'), ('DELETE FROM', ' WHERE false')) AS v (verb, rest)
        WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND (relkind IN ('r', 'p') OR relkind IN ('v', 'm') AND verb LIKE 'SELECT%') GROUP BY 1")
    done
}

try_as_each_login() {
    local login role schema name
    local -a modules logins databases
    mapfile -t logins < <(superuser_sql "$dir" atena --command 'SELECT rolname FROM pg_roles WHERE rolcanlogin AND NOT rolsuper ORDER BY 1')
    mapfile -t modules < <(superuser_sql "$dir" atena --command "SELECT rolname FROM pg_roles JOIN pg_database ON datname = rolname WHERE rolcanlogin AND rolname LIKE 'atena\\_%' ORDER BY 1")
    [ ${#modules[@]} -ge 5 ] || fail "only ${#modules[@]} modules have a login: the way they are looked for is wrong"
    mapfile -t databases < <(superuser_sql "$dir" atena --command "SELECT datname FROM pg_database WHERE datallowconn ORDER BY 1")
    for login in "${logins[@]}"; do
        refused "$login takes a role that is not its own" "$denied" becomes "$login"
        # Whoever migrates comes to all of the hub's.
        for name in "${databases[@]}"; do
            [ "$name" != "$(home_of "$login")" ] || continue
            [[ $login != atena_owner || $name != atena* ]] || continue
            refused "$login connects to the database $name" 'permission denied for database' as "$login" "$name" --command 'SELECT 1'
        done
        while read -r role; do
            all_refused "$login" "$role" <<'TRIES'
makes itself superuser|ALTER ROLE SESSION_USER SUPERUSER
makes a role|CREATE ROLE mine
makes a database|CREATE DATABASE mine
lifts its bound of connections|ALTER ROLE SESSION_USER CONNECTION LIMIT -1
lifts its bound of temporary files|SET temp_file_limit = -1
reads the passwords of others|TABLE pg_authid
reads a file of the server|SELECT pg_read_file('/etc/passwd')
writes a file of the server|COPY (SELECT 1) TO '/dev/null'
runs a program of the server|COPY (SELECT 1) TO PROGRAM 'true'
has the server log statements|SET log_statement = 'all'
sets the server otherwise|ALTER SYSTEM SET fsync = off
keeps a large object|SELECT lo_from_bytea(0, 'x')
TRIES
            # The owner of the tables can alter them, and is named for it (ops/checks/tamper).
            [ "$role" != atena_owner ] || continue
            all_refused "$login" "$role" <<'TRIES'
makes a schema|CREATE SCHEMA mine
makes a table|CREATE TABLE public.mine (x int)
TRIES
            # A module has no table of the hub's where it is.
            [ "$(home_of "$login")" = atena ] || continue
            all_refused "$login" "$role" <<'TRIES'
alters an event|UPDATE audit.event SET body = ''
removes an event|DELETE FROM audit.event
empties the log|TRUNCATE audit.event
alters a checkpoint|UPDATE audit.checkpoint SET note = ''
removes a checkpoint|DELETE FROM audit.checkpoint
alters a tile|UPDATE audit.tile SET root = ''
alters a provision record|UPDATE provision.record SET refusal = NULL
removes a provision record|DELETE FROM provision.record
alters a version of a person|UPDATE register.version SET shimei = ''
moves an individual number to another person|UPDATE vault.individual_number SET running_number = 1
alters the text of a policy|UPDATE governance.policy SET body = ''
alters the ledger of rights|UPDATE access.ledger SET act = 'end'
removes an act on a flag|DELETE FROM answer.flag_act
says otherwise what was asked|UPDATE answer.request SET asked_by = ''
removes a question that waits for somebody|DELETE FROM answer.request
removes a row that is held|DELETE FROM intake.held
removes a step of a decision on a held row|DELETE FROM intake.held_act
turns a trigger off|ALTER TABLE audit.event DISABLE TRIGGER ALL
takes tables for its own|ALTER TABLE vault.individual_number OWNER TO CURRENT_USER
TRIES
        done < <(roles_of "$login")
    done
    ask_what_is_asked
    # Whose schema is whose: of the others in its database nothing can be read, added to or emptied.
    for login in "${modules[@]}"; do
        for name in "${!asked[@]}"; do
            [ "${name% *}" = "$login" ] || continue
            schema=${name#* }
            # The pension department keeps records of its own beside what its module was given.
            [ "$login $schema" != 'atena_national_pension pension' ] || continue
            [ "$schema" = "${login#atena_}" ] || refused "$login reads or writes $schema" "$denied" closed "$login" "$login" "$schema"
        done
        all_refused "$login" "$login" <<TRIES
makes a table of its own|CREATE TABLE ${login#atena_}.mine (x int)
takes a table for its own|ALTER TABLE ${login#atena_}.person OWNER TO CURRENT_USER
empties what it was given|TRUNCATE ${login#atena_}.person
keeps its database to itself|ALTER DATABASE $login CONNECTION LIMIT 0
TRIES
        if [ "$login" = atena_national_pension ]; then
            all_refused "$login" "$login" <<'TRIES'
alters what was received in the pension ledger|UPDATE pension.reception SET kind = 'died'
takes the MAC from an act of the pension department|UPDATE pension.act SET mac = ''
removes an event of a pension record|DELETE FROM pension.event
empties the decisions on pension receptions|TRUNCATE pension.decision
alters an examination of an application|UPDATE pension.examination SET state = 'decided'
removes a question for an income|DELETE FROM pension.income_question
TRIES
        fi
        refused "$login locks the hub's day" "$denied" takes_advisory "$login" journal.calendar
        refused "$login locks the turn of the sealer" "$denied" as "$login" atena --command 'BEGIN; LOCK TABLE audit.sealing_turn IN ACCESS SHARE MODE'
        refused "$login makes a temporary table" "$denied" as "$login" "$login" --command 'CREATE TEMPORARY TABLE mine (x int)'
    done
    refused 'the sealer reads the register' "$denied" closed atena_seal atena_sealer register
    refused 'the sealer reads the vault' "$denied" closed atena_seal atena_sealer vault
    refused 'the sealer reads who may do what' "$denied" closed atena_seal atena_sealer access
    refused 'the vault reads who may do what' "$denied" closed atena_service atena_vault access
    refused 'the vault reads what was given' "$denied" closed atena_service atena_vault provision
    refused 'the hub reads the vault' "$denied" closed atena_service atena_hub vault
    refused 'what receivers reach reads the vault, but to open what is asked' "$denied" closed atena_serve atena_receivers vault
}

# What only another process may write: above all that which receivers reach, and whoever takes it over with it, may write what they ask, and nothing else.
try_to_write_as_another_process() {
    all_refused atena_serve atena_receivers <<'TRIES'
proposes a policy|INSERT INTO governance.policy (content_hash, system, dataset, documents, body, source) SELECT 'mine', system, dataset, documents, body, source FROM governance.policy LIMIT 1
approves one|INSERT INTO governance.act (acted_on, step, policy_version, act, account, reason) VALUES (current_date, 1, 'mine', 'approve', 'approver', '自作')
puts another version in force|UPDATE governance.in_force SET content_hash = 'mine'
takes a policy out of force|DELETE FROM governance.in_force
asks nobody to follow a change|INSERT INTO governance.receipt (change_id, can_confirm, way, system, dataset) VALUES (1, true, 'pull', 'tax', 'addressee')
adds a person of the staff|INSERT INTO access.person (account, opened_at, name, by_whom) VALUES ('mine', now(), '自作', 'administrator')
gives a right|INSERT INTO access.ledger (recorded_at, from_day, recorded_on, account, act, basis, right_name, by_whom, reason) VALUES (now(), current_date, current_date, 'clerk', 'grant', 'initial', 'approve-policies', 'administrator', '理由')
gives a department a right|INSERT INTO access.department_right (entered_at, from_day, department, task, right_name, by_whom) VALUES (now(), current_date, '2010', '窓口', 'read-log', 'administrator')
makes a session|INSERT INTO access.token (token_hash, issued_at, used_at, expires_at, account, terminal) VALUES (sha256('mine'), now(), now(), now(), 'clerk', 'mine')
begins a session again|UPDATE access.token SET ended_at = NULL
sets the code of somebody|UPDATE access.credential SET set_up_hash = sha256('mine')
makes a service account|INSERT INTO access.service_account (account, added_at, added_on, added_by, rights, secret_hash) VALUES ('mine', now(), current_date, 'administrator', '{read-log}', sha256('mine'))
unlocks an account|UPDATE access.attempt SET failed = 0, locked_until = NULL
opens the list for any certificate|INSERT INTO access.certificate_enrolment (until_day, set_by) VALUES (current_date + 90, 'administrator')
delivers elsewhere|UPDATE delivery.endpoint SET settings = '{}'
delivers no more|DELETE FROM delivery.endpoint
tells receivers nothing more|UPDATE delivery.subscription SET position = NULL
sends a dead letter again|UPDATE delivery.dead_letter SET redelivered_at = now()
takes a file in|INSERT INTO intake.file DEFAULT VALUES
rejects a row|INSERT INTO intake.rejected DEFAULT VALUES
decides a held row|UPDATE intake.held SET state = 'd'
registers a person|INSERT INTO register.addressee DEFAULT VALUES
writes a version of a person|INSERT INTO register.version DEFAULT VALUES
protects a person|INSERT INTO register.protection DEFAULT VALUES
ends the protection of a person|INSERT INTO register.protection_end DEFAULT VALUES
ties a number to another person|SELECT register.set_apart(1, 1::smallint, 2, 1, 'mine')
decides whose a number is|SELECT register.decide_tie(1, 1, 'a', 1, '1', 1, 1::smallint, '1', 'clerk')
tells receivers of a change that was none|INSERT INTO journal.entry DEFAULT VALUES
moves the day of the hub|INSERT INTO journal.calendar (position, day) VALUES (1, current_date + 365)
begins another incarnation|INSERT INTO journal.incarnation DEFAULT VALUES
publishes a record|INSERT INTO dataset.record DEFAULT VALUES
registers an interest|INSERT INTO dataset.interest (addressee_id, journal_position, holds, cause, system, by_whom, reason) SELECT addressee_id, 1, true, 'r', 'tax', 'staff clerk', '理由' FROM register.addressee LIMIT 1
releases an answer|UPDATE answer.request SET outcome = 'r', decided_at = now(), decided_by = 'staff deputy'
lifts a flag|INSERT INTO answer.flag_act (addressee_id, act, by_whom, reason) SELECT addressee_id, 'l', 'staff supervisor', '理由' FROM register.addressee LIMIT 1
releases a medium|INSERT INTO provision.medium_decision (medium_id, decided_at, released, decided_by, reason) VALUES (1, now(), true, 'dispatcher', '自作')
closes a finding|INSERT INTO analysis.closing DEFAULT VALUES
erases what events told|SELECT audit.erase_openings('{provision.answered}', now() - interval '8 years', 0, 1)
lays an individual number down|INSERT INTO vault.individual_number DEFAULT VALUES
TRIES
    refused 'atena_serve becomes an operator' "$denied" as atena_serve atena --command 'SET ROLE atena_hub'
    all_refused atena_serve atena_opens <<'TRIES'
lays an individual number down|INSERT INTO vault.individual_number DEFAULT VALUES
takes a number away from everybody|UPDATE vault.individual_number SET sealed = ''
writes over a number|UPDATE vault.individual_number SET key_id = 99
TRIES
    all_refused atena_serve atena_answers <<'TRIES'
lays an individual number down beside what it reads|INSERT INTO vault.individual_number DEFAULT VALUES
takes a number away from everybody beside what it reads|UPDATE vault.individual_number SET sealed = ''
records a provision as what reads persons|INSERT INTO provision.record DEFAULT VALUES
releases an answer as what reads persons|UPDATE answer.request SET outcome = 'r', decided_at = now(), decided_by = 'staff deputy'
TRIES
    all_refused atena_work atena_delivers <<'TRIES'
proposes the text of a policy|INSERT INTO governance.document (content_hash, name, body) VALUES ('mine', 'mine', 'mine')
delivers elsewhere|UPDATE delivery.endpoint SET settings = '{}'
adds an endpoint|INSERT INTO delivery.endpoint DEFAULT VALUES
gives a department a right|INSERT INTO access.department_right (entered_at, from_day, department, task, right_name, by_whom) VALUES (now(), current_date, '2010', '窓口', 'read-log', 'administrator')
makes a session|INSERT INTO access.token (token_hash, issued_at, used_at, expires_at, account, terminal) VALUES (sha256('mine'), now(), now(), now(), 'clerk', 'mine')
makes a service account|INSERT INTO access.service_account (account, added_at, added_on, added_by, rights, secret_hash) VALUES ('mine', now(), current_date, 'administrator', '{read-log}', sha256('mine'))
opens the list for any certificate|INSERT INTO access.certificate_enrolment (until_day, set_by) VALUES (current_date + 90, 'administrator')
takes a file in|INSERT INTO intake.file DEFAULT VALUES
decides a held row|UPDATE intake.held SET state = 'd'
writes a version of a person|INSERT INTO register.version DEFAULT VALUES
ends the protection of a person|INSERT INTO register.protection_end DEFAULT VALUES
registers an interest|INSERT INTO dataset.interest (addressee_id, journal_position, holds, cause, system, by_whom, reason) SELECT addressee_id, 1, true, 'r', 'tax', 'staff clerk', '理由' FROM register.addressee LIMIT 1
lifts a flag|INSERT INTO answer.flag_act (addressee_id, act, by_whom, reason) SELECT addressee_id, 'l', 'staff supervisor', '理由' FROM register.addressee LIMIT 1
says for a receiver what it holds|INSERT INTO delivery.inventory DEFAULT VALUES
says for a receiver that it has followed|INSERT INTO delivery.followed (system, dataset, xact, position) VALUES ('tax', 'addressee', '3', 1)
TRIES
    all_refused atena_staff atena_clerks <<'TRIES'
moves the day of the hub|INSERT INTO journal.calendar (position, day) VALUES (1, current_date + 365)
begins another incarnation|INSERT INTO journal.incarnation DEFAULT VALUES
offers a batch|INSERT INTO delivery.batch DEFAULT VALUES
stores a dead letter|INSERT INTO delivery.dead_letter DEFAULT VALUES
says for a receiver what it holds|INSERT INTO delivery.inventory DEFAULT VALUES
says for a receiver that it has followed|INSERT INTO delivery.followed (system, dataset, xact, position) VALUES ('tax', 'addressee', '3', 1)
forgets sessions|DELETE FROM access.token
says that rows were sealed|INSERT INTO access.row_sealing (generation, sealed_at) VALUES (99, now())
TRIES
}

# take_one: takes a connection of tax and keeps it. Of its twenty the hub itself has some for a while: what it gives up is taken as well.
take_one() {
    until as atena_tax atena_tax --command 'SELECT pg_sleep(600)' >/dev/null 2>&1 || [ -e "$dir/attack/enough" ]; do sleep 0.5; done
}
# given_up PROCESS…: each taker's connection is ended, also one that was taken a moment ago, and none of them goes on.
given_up() {
    superuser_sql "$dir" atena --command "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'atena_tax' AND query LIKE '%pg_sleep%'" >/dev/null
    local taker
    for taker; do ! kill -0 "$taker" 2>/dev/null || return 1; done
}
# taken_of_tax COUNT: so many of its connections are taken.
taken_of_tax() { [ "$(superuser_sql "$dir" atena --command "SELECT count(*) FROM pg_stat_activity WHERE usename = 'atena_tax'")" -eq "$1" ]; }
# What is bounded for each: connections, so that none is taken that another's service needs.
try_to_take_every_connection() {
    local taken=()
    rm -f "$dir/attack/enough"
    for _ in $(seq 20); do
        take_one &
        taken+=("$!")
    done
    until_true 120 'atena_tax did not take its 20 connections' taken_of_tax 20
    refused 'atena_tax takes a 21st connection' 'too many connections' as atena_tax atena_tax --command 'SELECT 1'
    goes_on 'the hub, beside a module that has taken all of its connections' env ATENA_ACCOUNT="$operations" atena status
    touch "$dir/attack/enough"
    until_true 60 'the connections of atena_tax were not given up' given_up "${taken[@]}"
    wait "${taken[@]}" 2>/dev/null || true
}

# What whoever has all of the database's passwords reads: everything but individual numbers.
try_to_read_numbers() {
    local numbers=$dir/attack/numbers
    sed 1d "$dir/data/residents.csv" | cut -d, -f3 | grep -xE '[0-9]{12}' >"$numbers"
    sed 's/./3&/g' "$numbers" >"$numbers.hex"
    [ "$(wc -l <"$numbers")" -ge 100 ] || fail 'there are no individual numbers to look for'
    # found: which of them stand in what comes, as digits or as bytes.
    # shellcheck disable=SC2317  # called by refused
    found() {
        "$@" 2>/dev/null | grep -oFf "$numbers" -f "$numbers.hex" && return 0
        echo 'none of them'
        return 1
    }
    refused 'individual numbers, with the password of the service, from the vault' 'none of them' found in_role atena_service atena_vault 'TABLE vault.individual_number'
    refused 'individual numbers, with the password of the owner, from the vault' 'none of them' found as atena_owner atena --command 'TABLE vault.individual_number'
    refused 'individual numbers, with the password of tax, from its own tables' 'none of them' found as atena_tax atena_tax --command 'TABLE tax.person'
    local name
    for name in $(hub_databases "$dir"); do
        refused "individual numbers, with the password of the superuser, from all of $name" 'none of them' found env PGPASSFILE="$dir/secrets/superuser.pgpass" "$(cluster_binaries)/pg_dump" "$(as_superuser_of "$name")"
    done
    printf '%s\n' "$(head -n 1 "$numbers")" | grep -qFf "$numbers" || fail 'the search does not find a planted number: the check is broken'
}
