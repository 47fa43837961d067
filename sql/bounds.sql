-- What each login may take of a hub's cluster (DESIGN §4). Run by a superuser in the hub's database, by ops/up each time it comes up; running it again changes nothing.
--
-- A module's vendor has a login of its own, in a database server that the hub needs, too: it can take no connection that another's service needs, no disk
-- without bound, and no place to keep anything but its own schema.
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
    -- Nobody but who is named may connect: a role that somebody adds has nothing, and the databases of the cluster itself are for superusers.
    FOR name IN SELECT datname FROM pg_database WHERE datname IN ('postgres', 'template1', current_database()) LOOP
        EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', name);
    END LOOP;
END
$$;
-- Large objects belong to no schema, and so to nobody's bounds.
REVOKE EXECUTE ON FUNCTION lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea), lo_open(oid, integer) FROM PUBLIC;
