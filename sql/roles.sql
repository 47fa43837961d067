-- Roles of a hub's cluster (DESIGN §4). Run once by a superuser, before the first migration; running it again changes nothing.
-- Passwords are set by ops/up, never here.
--
--   atena_owner    owns every schema and runs migrations; never used by the service
--   atena_hub      what the hub's stages may do; holds no right on the vault's table
--   atena_vault    only the vault's code, which switches to it for single statements
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
BEGIN
    FOREACH name IN ARRAY ARRAY['atena_owner', 'atena_service', 'atena_serve', 'atena_work', 'atena_staff', 'atena_seal', 'atena_tax', 'atena_childcare', 'atena_care_insurance', 'atena_health_insurance', 'atena_national_pension'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', name);
            made := made || name;
        END IF;
    END LOOP;
    FOREACH name IN ARRAY ARRAY['atena_hub', 'atena_vault', 'atena_sealer'] LOOP
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
    -- To name the transaction that holds readers of the journal back, whoever runs it.
    GRANT pg_read_all_stats TO atena_hub, atena_sealer;
    -- A transaction that waits for its client for long holds readers of the journal and the sealer back. A session may set this otherwise.
    FOREACH name IN ARRAY ARRAY['atena_service', 'atena_serve', 'atena_work', 'atena_staff', 'atena_seal', 'atena_tax', 'atena_childcare', 'atena_care_insurance', 'atena_health_insurance', 'atena_national_pension'] LOOP
        EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', name, '60s');
    END LOOP;
    GRANT atena_hub, atena_vault TO atena_service, atena_serve, atena_work, atena_staff;
    -- Once: where one process alone seals it was taken from them, and running this again gives it to nobody.
    FOREACH name IN ARRAY ARRAY['atena_service', 'atena_serve', 'atena_work'] LOOP
        IF name = ANY (made) THEN
            EXECUTE format('GRANT atena_sealer TO %I', name);
        END IF;
    END LOOP;
    -- As the hub: to begin an incarnation of the journal after a restore.
    GRANT atena_hub, atena_sealer TO atena_seal;
END
$$;
