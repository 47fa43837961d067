-- An individual number that stood among others of one person, and never was that person's, gets an integrated number of its own: 1:1 again, and nobody is renumbered.
CREATE FUNCTION register.set_apart(from_running bigint, from_ordinal smallint, to_running bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved integer;
BEGIN
    -- Whom the integrated number was established with is found by its first number, which may be the one that goes.
    INSERT INTO register.shared_number (running_number, addressee_id)
    SELECT from_running, n.established_by FROM vault.individual_number n WHERE n.running_number = from_running
    ON CONFLICT DO NOTHING;
    UPDATE vault.individual_number n SET running_number = to_running, ordinal = 1 WHERE n.running_number = from_running AND n.ordinal = from_ordinal;
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved <> 1 THEN RAISE EXCEPTION 'no such number' USING ERRCODE = 'no_data_found'; END IF;
END
$$;
COMMENT ON FUNCTION register.set_apart(bigint, smallint, bigint) IS 'Gives one of several individual numbers under an integrated number an integrated number of its own.';
REVOKE EXECUTE ON FUNCTION register.set_apart(bigint, smallint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION register.set_apart(bigint, smallint, bigint) TO atena_hub;
