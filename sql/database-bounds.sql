-- What nobody may do in a database of the hub's cluster, the hub's own (sql/bounds.sql) or a module's. Run by a superuser in that database; running it again changes
-- nothing.
DO $$
DECLARE
    owner name := (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database());
    taking regprocedure;
BEGIN
    -- Who may connect is named.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    -- Large objects belong to no schema, and so to nobody's bounds.
    REVOKE EXECUTE ON FUNCTION lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea), lo_open(oid, integer) FROM PUBLIC;
    -- An advisory lock is anybody's to take, also one that means something to somebody else: only whoever migrates the database takes any.
    FOR taking IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_(try_)?advisory_' LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', taking);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', taking, owner);
    END LOOP;
END
$$;
