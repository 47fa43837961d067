-- Roles of a hub's cluster (DESIGN §4). Run once by a superuser, before the first migration; running it again changes nothing.
-- Passwords are set by ops/up, never here.
--
--   atena_owner    owns every schema and runs migrations; never used by the service
--   atena_reads    reads what the hub's stages read, and writes nothing (decision 0090). The four below read as it does, and write what their process writes:
--   atena_receivers  what receivers ask (atena serve)
--   atena_delivers   what delivers, moves the day and analyses (atena work)
--   atena_clerks     what staff ask (atena staff)
--   atena_begins     what begins another incarnation of the journal, beside the sealer
--   atena_hub      what an operator's commands may do: all that the hub's stages do; holds no right on the vault's table
--   atena_opens    only the vault's code, which switches to it for single statements that open numbers
--   atena_answers  the same, for the one statement that reads of persons who are asked about what the hub reads and opens their numbers (decision 0100)
--   atena_vault    the same, for statements that write them
--   atena_sealer   only the sealer of the log: reads events, adds checkpoints; can write no event
--   atena_serve, atena_work, atena_staff
--                  the logins of the processes that go on for days: each may take the roles it needs, and has none by itself (NOINHERIT).
--                  The staff service can't seal
--   atena_seal     the login of the process that seals where one alone does (ops/up then takes atena_sealer from the others); it opens no number
--   atena_service  the login of what an operator runs where the hub is: keys, access init, restore, bench
--   atena_<module> one login per department module, with rights in its own schema only
--   atena_<module>_owner
--                  owns the module's database and what is in it (decision 0070); nobody but atena_owner takes it, to migrate
DO $$
DECLARE
    name text;
    made text[] := '{}';
    one record;
BEGIN
    FOREACH name IN ARRAY ARRAY['atena_owner', 'atena_service', 'atena_serve', 'atena_work', 'atena_staff', 'atena_seal', 'atena_tax', 'atena_childcare', 'atena_care_insurance', 'atena_health_insurance', 'atena_national_pension'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', name);
            made := made || name;
        END IF;
    END LOOP;
    FOREACH name IN ARRAY ARRAY['atena_hub', 'atena_reads', 'atena_receivers', 'atena_delivers', 'atena_clerks', 'atena_begins', 'atena_opens', 'atena_answers', 'atena_vault', 'atena_sealer'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        END IF;
    END LOOP;
    FOREACH name IN ARRAY ARRAY['atena_tax_owner', 'atena_childcare_owner', 'atena_care_insurance_owner', 'atena_health_insurance_owner', 'atena_national_pension_owner'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        END IF;
        EXECUTE format('GRANT %I TO atena_owner', name);
    END LOOP;
    GRANT atena_reads TO atena_hub, atena_receivers, atena_delivers, atena_clerks, atena_begins, atena_answers;
    GRANT atena_opens TO atena_answers;
    -- To name the transaction that holds readers of the journal back, whoever runs it.
    GRANT pg_read_all_stats TO atena_reads, atena_hub, atena_sealer;
    -- A transaction that waits for its client for long holds readers of the journal and the sealer back. A session may set this otherwise.
    FOREACH name IN ARRAY ARRAY['atena_service', 'atena_serve', 'atena_work', 'atena_staff', 'atena_seal', 'atena_tax', 'atena_childcare', 'atena_care_insurance', 'atena_health_insurance', 'atena_national_pension'] LOOP
        EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', name, '60s');
    END LOOP;
    -- Each process writes what is its own. From before there were such roles, three of them had the operator's.
    FOR one IN
        SELECT h.role, h.login
        FROM (VALUES ('atena_hub', 'atena_serve'), ('atena_hub', 'atena_work'), ('atena_hub', 'atena_staff'), ('atena_hub', 'atena_seal'), ('atena_vault', 'atena_serve'),
            ('atena_vault', 'atena_work')) AS h (role, login)
        WHERE pg_has_role(h.login, h.role, 'MEMBER')
    LOOP
        EXECUTE format('REVOKE %I FROM %I', one.role, one.login);
    END LOOP;
    GRANT atena_hub, atena_opens, atena_answers, atena_vault TO atena_service;
    GRANT atena_receivers, atena_opens, atena_answers TO atena_serve;
    GRANT atena_delivers, atena_opens TO atena_work;
    GRANT atena_clerks, atena_opens, atena_vault TO atena_staff;
    -- Once: where one process alone seals it was taken from them, and running this again gives it to nobody.
    FOREACH name IN ARRAY ARRAY['atena_service', 'atena_serve', 'atena_work'] LOOP
        IF name = ANY (made) THEN
            EXECUTE format('GRANT atena_sealer TO %I', name);
        END IF;
        -- Whoever seals begins an incarnation after a restore, and nobody else.
        IF pg_has_role(name, 'atena_sealer', 'MEMBER') THEN
            EXECUTE format('GRANT atena_begins TO %I', name);
        ELSIF pg_has_role(name, 'atena_begins', 'MEMBER') THEN
            EXECUTE format('REVOKE atena_begins FROM %I', name);
        END IF;
    END LOOP;
    GRANT atena_begins, atena_sealer TO atena_seal;
END
$$;
