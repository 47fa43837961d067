# Sourced by ops/checks/attack: locks that a login of the database takes and does not give back.
# shellcheck shell=bash
# shellcheck disable=SC2154  # dir, person, operations and changes are the check's

# hold LOGIN STATEMENT: begins a transaction with it and stays in it, in the background; release ends it.
hold() {
    as "$1" "$(home_of "$1")" --command 'SET application_name = attack' --command "BEGIN; $2; SELECT pg_sleep(600)" >/dev/null 2>"$dir/attack/held" &
    holder=$!
    until_true 60 "the lock was not taken: $1 $2 (see: $dir/attack/held)" held_by_attack
}
held_by_attack() { [ "$(superuser_sql "$dir" atena --command "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'attack' AND wait_event = 'PgSleep'")" -gt 0 ]; }
release() {
    superuser_sql "$dir" atena --command "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'attack'" >/dev/null
    wait "$holder" || true
}
not_ready() { ! with watch --output /dev/null --max-time 3 "$ATENA_URL/health/ready" 2>/dev/null; }
# lockable LOGIN SCHEMA-PATTERN: the tables of which it may take a lock that leaves nothing to others.
lockable() {
    superuser_sql "$dir" "$(home_of "$1")" --command "SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_class c WHERE relkind = 'r' AND relnamespace::regnamespace::text ~ '$2' AND has_table_privilege('$1', oid, 'UPDATE, DELETE, TRUNCATE')"
}

try_locks() {
    local row=$dir/attack/row.csv
    { head -n 1 "$dir/data/residents.csv"; sed -n 2p "$dir/data/residents.csv"; } >"$row"
    hold atena_tax "LOCK TABLE $(lockable atena_tax '^tax$') IN ACCESS EXCLUSIVE MODE; SELECT pg_current_xact_id()"
    goes_on 'one person for tax, beside a lock of tax on all of its own tables' with tax --max-time 5 "$ATENA_URL/v1/systems/tax/datasets/addressee/persons/$person"
    goes_on 'intake, beside it' env ATENA_ACCOUNT="$operations" timeout 20 atena intake residents "$row"
    goes_on 'changes for care insurance, beside it' with care-insurance --max-time 5 "$ATENA_URL/v1/systems/care-insurance/datasets/addressee/changes"
    named 'whose transaction holds readers back, by atena status' '最も古い取引: [0-9]+ atena_tax attack' "$(ATENA_ACCOUNT=$operations atena status)"
    release
    # Whoever owns the tables can lock them, and the hub waits; it says so, and goes on afterwards.
    hold atena_owner 'LOCK TABLE journal.calendar IN ACCESS EXCLUSIVE MODE'
    goes_on '/health/live, beside a lock of the owner on the hub'\''s day' with watch --max-time 3 "$ATENA_URL/health/live"
    until_true 60 'the hub is ready beside a lock on its day' not_ready
    refused '/health/ready, beside it: it is not' '503|ready":false' with watch --max-time 3 "$ATENA_URL/health/ready"
    refused 'atena status, beside it: it says whose lock it is' 'journal.calendar（プロセス [0-9]+ atena_owner attack.*X0036' env ATENA_ACCOUNT="$operations" timeout 20 atena status
    release
    until_true 60 'the hub is not ready again after the lock' with watch --output /dev/null "$ATENA_URL/health/ready"
    goes_on 'the hub, after it' with tax --max-time 5 "$ATENA_URL/v1/systems/tax/datasets/addressee/persons/$person"
}
