-- Each process writes what is its own (issue 11, decision 0090). `serve`, `work` and `staff` logged in apart and took one role, atena_hub: whoever had taken over the process
-- that receivers reach wrote policies, rights and endpoints with it. Now atena_reads reads what the hub reads, and atena_receivers, atena_delivers, atena_clerks and
-- atena_begins write what their process writes and nothing else; atena_hub is what an operator's commands take. The roles are made by sql/roles.sql, which a superuser runs
-- before this; which process writes what is held against the program by ProcessRightsTests.

-- What atena_hub reads, atena_reads does, and asks of the functions that only read.
DO $$
DECLARE
    hub CONSTANT text[] := '{access,analysis,answer,audit,dataset,delivery,governance,intake,journal,migration,provision,register}';
    one record;
BEGIN
    FOR one IN SELECT oid, nspname FROM pg_namespace WHERE nspname = ANY (hub) AND has_schema_privilege('atena_hub', oid, 'USAGE') LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO atena_reads', one.nspname);
    END LOOP;
    FOR one IN
        SELECT c.oid::regclass AS name, CASE WHEN NOT has_table_privilege('atena_hub', c.oid, 'SELECT') THEN (
            SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege('atena_hub', c.oid, a.attnum, 'SELECT')) END AS columns
        FROM pg_class c WHERE c.relnamespace::regnamespace::text = ANY (hub) AND c.relkind IN ('r', 'p', 'v', 'm') AND has_any_column_privilege('atena_hub', c.oid, 'SELECT')
    LOOP
        EXECUTE format('GRANT SELECT%s ON %s TO atena_reads', ' (' || one.columns || ')', one.name);
    END LOOP;
    FOR one IN
        SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace::regnamespace::text = ANY (hub) AND NOT p.prosecdef AND p.provolatile <> 'v' AND has_function_privilege('atena_hub', p.oid, 'EXECUTE')
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO atena_reads', one.name);
    END LOOP;
END
$$;

-- 支援措置の復元. Protects again whose protection was taken out of the tables: what an extract does before it begins, in whichever process. A process that may call this
-- enters nothing else in the register, and protects nobody of whom the log has no set whose row is gone. The items that it tells of are yokushifuragu, shiensochi_kaishi,
-- shiensochi_shuryo and kari_shiensochi, bits 36 to 39.
CREATE FUNCTION register.protect_again(numbers text[]) RETURNS SETOF text
    LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
    WITH gone AS (
        SELECT array_agg(a.atenabango) AS known, ARRAY[count(*)::integer] AS size FROM register.addressee a
        WHERE a.atenabango = ANY ($1) AND EXISTS (
            SELECT FROM audit.event e
            WHERE e.kind = 'protection.noted' AND e.addressee_id = a.addressee_id AND NOT EXISTS (
                SELECT FROM register.protection p WHERE p.addressee_id = a.addressee_id AND p.ordinal = (e.body::jsonb #>> '{fields,ordinal}')::bigint))
        HAVING count(*) > 0
    )
    SELECT s.atenabango FROM gone CROSS JOIN LATERAL register.set_protection(
        array_fill('l'::text, gone.size), gone.known, array_fill(true, gone.size), array_fill(false, gone.size), array_fill(NULL::date, gone.size),
        array_fill(NULL::date, gone.size), '{}', 15::bigint << 36) AS s (atenabango)
$$;
COMMENT ON FUNCTION register.protect_again IS '支援措置の復元. Protects persons of these addressee numbers again, cause l, where the log has a set of their protection whose row is gone; who was protected already is left out of what it returns.';
REVOKE ALL ON FUNCTION register.protect_again(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION register.protect_again(text[]) TO atena_hub, atena_receivers, atena_delivers, atena_clerks;
GRANT EXECUTE ON FUNCTION register.tell_missing_households() TO atena_receivers, atena_delivers, atena_clerks;

-- Who writes what, by the columns that atena_hub may write of it; narrower ones below.
DO $$
DECLARE
    one record;
    columns text;
BEGIN
    FOR one IN
        SELECT w.role, w.verb, t.name
        FROM (VALUES
            -- What receivers ask: records of provisions, questions, lists of what they hold, how far they have followed, certificates at first sight.
            ('atena_receivers', 'INSERT', 'access.system_certificate answer.request audit.event delivery.followed delivery.inventory delivery.inventory_entry provision.record'),
            ('atena_receivers', 'UPDATE', 'access.system_certificate delivery.followed delivery.inventory governance.receipt register.addressee'),
            ('atena_receivers', 'DELETE', 'delivery.inventory delivery.inventory_entry'),
            -- What delivers, and the duties of each day: ends and beginnings of policies, transfers, dormant accounts, lapsed questions, files that were due, analysis.
            ('atena_delivers', 'INSERT', 'access.assignment access.credential access.ledger access.person access.post analysis.finding analysis.run answer.request audit.event
                delivery.awaited delivery.batch delivery.dead_letter delivery.protection_notice delivery.subscription delivery.waiting governance.act governance.change
                governance.in_force governance.policy governance.receipt governance.warning intake.missed_due journal.calendar journal.entry provision.record'),
            ('atena_delivers', 'UPDATE', 'access.assignment access.credential access.ledger access.person access.token access.transfer answer.request delivery.awaited
                delivery.batch delivery.dead_letter delivery.protection_noted delivery.protection_notice delivery.subscription delivery.waiting governance.act
                governance.in_force governance.receipt register.addressee'),
            ('atena_delivers', 'DELETE', 'access.attempt access.token delivery.awaited delivery.batch delivery.waiting'),
            -- What staff ask.
            ('atena_clerks', 'INSERT', 'access.application access.application_decision access.assignment access.attempt access.certificate_block access.certificate_enrolment
                access.credential access.department access.department_right access.ledger access.person access.post access.service_account access.system_certificate
                access.token access.transfer access.transfer_file access.transfer_rejected analysis.closing analysis.finding analysis.run answer.flag_act answer.request
                audit.event dataset.catalogue dataset.interest dataset.item dataset.record delivery.endpoint delivery.sent_again delivery.subscription delivery.waiting
                governance.act governance.change governance.document governance.in_force governance.legal_basis governance.policy governance.receipt governance.warning
                intake.assigned intake.block intake.decided_anew intake.file intake.held intake.held_act intake.rejected intake.taking journal.entry provision.custody
                provision.encrypted_bytes provision.encrypted_file provision.medium provision.medium_decision provision.record register.addressee register.awaiting
                register.end_decision register.end_proposal register.measure register.measure_person register.measure_term register.protection register.protection_end
                register.release_decision register.release_request register.search_key register.shared_number register.version'),
            ('atena_clerks', 'UPDATE', 'access.application access.assignment access.attempt access.certificate_block access.certificate_enrolment access.credential
                access.department_right access.ledger access.person access.service_account access.system_certificate access.token access.transfer access.transfer_file
                answer.flag_act answer.request dataset.catalogue dataset.interest delivery.dead_letter delivery.endpoint delivery.protection_notice
                delivery.subscription delivery.waiting governance.act governance.in_force intake.file intake.held intake.held_act provision.custody
                provision.encrypted_file provision.medium provision.medium_decision register.addressee register.end_decision register.end_proposal register.protection_end
                register.release_decision register.release_request'),
            ('atena_clerks', 'DELETE', 'access.attempt delivery.awaited delivery.endpoint provision.encrypted_bytes register.awaiting'),
            -- What begins another incarnation: receivers start over, and nobody's answer is awaited any more.
            ('atena_begins', 'INSERT', 'audit.event journal.incarnation provision.record'),
            ('atena_begins', 'DELETE', 'delivery.awaited')
        ) AS w (role, verb, names) CROSS JOIN LATERAL regexp_split_to_table(w.names, '\s+') AS t (name)
    LOOP
        columns := CASE WHEN NOT has_table_privilege('atena_hub', one.name, one.verb) THEN (
            SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = one.name::regclass AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege('atena_hub', one.name, a.attnum, one.verb)) END;
        IF columns IS NULL AND NOT has_table_privilege('atena_hub', one.name, one.verb) THEN RAISE EXCEPTION 'nobody may % %', one.verb, one.name; END IF;
        EXECUTE format('GRANT %s%s ON %s TO %I', one.verb, ' (' || columns || ')', one.name, one.role);
    END LOOP;
END
$$;
-- A question that waits is sealed by whoever asks it, and decided by others.
GRANT UPDATE (mac) ON answer.request TO atena_receivers;
-- What an endpoint says is its people's; how far its deliveries are, of what delivers.
GRANT UPDATE (due_at, began_at, last_run_at, described) ON delivery.endpoint TO atena_delivers;
GRANT UPDATE (sequence, starts_over, surplus_due, lease_token, leased_until, next_attempt_at) ON delivery.subscription TO atena_begins;
GRANT UPDATE (due_at) ON delivery.endpoint TO atena_begins;
GRANT UPDATE (may_have_arrived) ON delivery.batch TO atena_begins;

GRANT USAGE ON SEQUENCE journal.position TO atena_delivers, atena_clerks;
GRANT USAGE ON SEQUENCE register.addressee_id, register.running_number, register.assigned_addressee_number, register.protection_ordinal, intake.held_held_id_seq,
    delivery.endpoint_version TO atena_clerks;
-- What staff alone set off.
GRANT EXECUTE ON FUNCTION audit.erase_openings(text[], timestamptz, bigint, integer),
    register.decide_tie(bigint, bigint, "char", bigint, text, bigint, smallint, text, text), register.set_apart(bigint, smallint, bigint, integer, bytea),
    register.set_protection(text[], text[], boolean[], boolean[], date[], date[], bigint[], bigint) TO atena_clerks;

-- 個人番号を開くだけの役割. Opens numbers, and writes none: all that what is asked and delivered has to do with them.
GRANT USAGE ON SCHEMA vault, register TO atena_opens;
GRANT SELECT ON vault.individual_number, register.awaiting TO atena_opens;
GRANT SELECT (addressee_id, atenabango) ON register.addressee TO atena_opens;
GRANT SELECT (addressee_id, history_number, running_number, number_ordinal, karitorokufuragu) ON register.version TO atena_opens;

-- An event whose columns say otherwise than its body is refused to each role that writes events (0051).
ALTER TABLE audit.event DROP CONSTRAINT event_says_what_its_body_says, ADD CONSTRAINT event_says_what_its_body_says CHECK (
    CURRENT_USER NOT IN ('atena_hub', 'atena_receivers', 'atena_delivers', 'atena_clerks', 'atena_begins') OR (
        starts_with(body, '{"at":"') AND substr(body, 8, 27)::timestamptz = recorded_at
        AND body::jsonb @> jsonb_build_object('by', by_whom, 'event', kind, 'outcome', CASE WHEN is_failure THEN 'failure' ELSE 'success' END)
        AND CASE
            WHEN personal IS NULL THEN addressee_id IS NULL AND right(body, 10) IN ('"success"}', '"failure"}')
            ELSE length(salt) = 32 AND starts_with(personal, '{"') AND right(body, 67) = '"' || encode(sha256(salt || convert_to(personal, 'UTF8')), 'hex') || '"}'
                AND (addressee_id IS NULL OR starts_with(personal, '{"addressee_id":"' || addressee_id || '"'))
        END)
) NOT VALID;
