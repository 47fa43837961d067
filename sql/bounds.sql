-- What each login may take of a hub's cluster (DESIGN §4). Run by a superuser in the hub's database, by ops/up each time it comes up; running it again changes nothing.
--
-- A module's vendor has a login of its own, in a database server that the hub needs, too: it can take no connection that another's service needs, no disk
-- without bound, and no place to keep anything but its own database (decision 0070).
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['atena_tax', 'atena_childcare', 'atena_care_insurance', 'atena_health_insurance', 'atena_national_pension'] LOOP
        EXECUTE format('ALTER ROLE %I CONNECTION LIMIT 20', name);
        -- Only a superuser can set it otherwise; beyond it a statement fails.
        EXECUTE format('ALTER ROLE %I SET temp_file_limit = %L', name, '2GB');
    END LOOP;
    ALTER ROLE atena_owner CONNECTION LIMIT 5;
    -- No process of the hub takes the connections of another; each keeps within its pool (ATENA_POOL), the sealer and the listeners beside it.
    ALTER ROLE atena_serve CONNECTION LIMIT 60;
    ALTER ROLE atena_work CONNECTION LIMIT 60;
    ALTER ROLE atena_staff CONNECTION LIMIT 40;
    ALTER ROLE atena_seal CONNECTION LIMIT 10;
    -- Nobody but who is named may connect: a role that somebody adds has nothing, and the databases of the cluster itself are for superusers.
    FOR name IN SELECT datname FROM pg_database WHERE datname IN ('postgres', 'template1') LOOP
        EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', name);
    END LOOP;
END
$$;
\ir database-bounds.sql
-- Advisory locks mean something to the hub: with the hub's day locked by somebody else nothing is taken in. Its own roles take them.
DO $$
DECLARE
    taking regprocedure;
BEGIN
    FOR taking IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_(try_)?advisory_' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO atena_owner, atena_reads', taking);
        -- Of a hub from before atena_reads: it takes them as that does.
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM atena_hub', taking);
    END LOOP;
END
$$;
-- How full the file systems are that the server writes to: it alone can tell. The command is fixed and runs as the server's user in its data directory; whoever may
-- read the view starts it, and can change nothing about it. Without file_fdw (postgresql-contrib) the hub knows of no disk, and everything else works.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'file_fdw') THEN
        RAISE NOTICE 'file_fdw is not installed: nobody is warned of a disk that fills';
        RETURN;
    END IF;
    CREATE SCHEMA IF NOT EXISTS machine;
    COMMENT ON SCHEMA machine IS 'What the hub is told of the machine of its database server.';
    CREATE EXTENSION IF NOT EXISTS file_fdw SCHEMA machine;
    CREATE SERVER IF NOT EXISTS machine FOREIGN DATA WRAPPER file_fdw;
    IF to_regclass('machine.disk') IS NULL THEN
        CREATE FOREIGN TABLE machine.disk (path text, kilobytes bigint, available bigint, mount text) SERVER machine OPTIONS (
            program 'for d in . ./pg_wal ./pg_tblspc/*/.; do if [ -d "$d" ]; then line=$(timeout 5 df -Pk "$d" | tail -n +2 | sed -nE "s/^.* ([0-9]+) +[0-9]+ +([0-9]+) +[0-9-]+%? +(.*)$/\1|\2|\3/p"); if [ -n "$line" ]; then printf "%s|%s\n" "$d" "$line"; fi; fi; done',
            format 'csv', delimiter '|', quote E'\x01');
    END IF;
    COMMENT ON FOREIGN TABLE machine.disk IS 'ファイルシステム. The file systems of data directory, write-ahead log and tablespaces, as df says when it is read. Source: the server. Retention: none. Class: none.';
    COMMENT ON COLUMN machine.disk.path IS 'Below the data directory. Source: the server. Retention: none. Class: none.';
    COMMENT ON COLUMN machine.disk.kilobytes IS 'Size. Source: df. Retention: none. Class: none.';
    COMMENT ON COLUMN machine.disk.available IS 'Free for the server, in kilobytes. Source: df. Retention: none. Class: none.';
    COMMENT ON COLUMN machine.disk.mount IS 'Where it is mounted. Source: df. Retention: none. Class: none.';
    CREATE OR REPLACE VIEW machine.place AS
    SELECT coalesce(t.spcname, CASE d.path WHEN './pg_wal' THEN 'pg_wal' ELSE 'pg_default' END)::text AS place,
        coalesce((SELECT string_agg(b.datname, ' ' ORDER BY b.datname) FROM pg_database b
            WHERE d.path <> './pg_wal' AND b.dattablespace = coalesce(t.oid, (SELECT oid FROM pg_tablespace WHERE spcname = 'pg_default')) AND NOT b.datistemplate), '') AS databases,
        d.mount, d.available::float8 / greatest(d.kilobytes, 1) AS free, d.available * 1024 AS bytes
    FROM machine.disk d LEFT JOIN pg_tablespace t ON d.path = './pg_tblspc/' || t.oid || '/.';
    COMMENT ON VIEW machine.place IS '空き容量. Each place the server writes to, with the databases in it and what is free there. Source: machine.disk. Retention: none. Class: none.';
    COMMENT ON COLUMN machine.place.place IS 'pg_default, pg_wal or a tablespace. Source: PostgreSQL. Retention: none. Class: none.';
    COMMENT ON COLUMN machine.place.databases IS 'Names of the databases that lie there. Source: PostgreSQL. Retention: none. Class: none.';
    COMMENT ON COLUMN machine.place.mount IS 'Where it is mounted. Source: df. Retention: none. Class: none.';
    COMMENT ON COLUMN machine.place.free IS 'Free part of the whole, 0 to 1. Source: df. Retention: none. Class: none.';
    COMMENT ON COLUMN machine.place.bytes IS 'Free bytes. Source: df. Retention: none. Class: none.';
    REVOKE ALL ON ALL TABLES IN SCHEMA machine FROM PUBLIC;
    GRANT USAGE ON SCHEMA machine TO atena_reads;
    GRANT SELECT ON machine.place TO atena_reads;
    -- Of a hub from before atena_reads, as above.
    REVOKE ALL ON SCHEMA machine FROM atena_hub;
    REVOKE ALL ON machine.place FROM atena_hub;
END
$$;
