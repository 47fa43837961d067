-- What is encrypted is bound to where it stands (decision 0052): a number to table, integrated number, ordinal and keyed hash, a held row to its entry. What stood
-- there before is encrypted again by `atena migrate`, once; where there is nothing, nothing is left to do.
CREATE TABLE register.number_binding (
    bound_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_only  boolean     NOT NULL DEFAULT true,
    CONSTRAINT number_binding_pkey PRIMARY KEY (is_only),
    CONSTRAINT number_binding_is_only CHECK (is_only)
);
COMMENT ON TABLE register.number_binding IS '暗号化の束縛の開始. That what was encrypted before it was bound to its place has been encrypted again, once. Source: atena migrate. Retention: permanent. Class: none.';
COMMENT ON COLUMN register.number_binding.bound_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.number_binding.is_only IS 'There is one row at most. Source: default. Retention: as the table. Class: none.';
GRANT SELECT, INSERT ON register.number_binding TO atena_hub;
INSERT INTO register.number_binding
SELECT WHERE NOT EXISTS (SELECT FROM vault.individual_number) AND NOT EXISTS (SELECT FROM intake.held);

COMMENT ON COLUMN vault.individual_number.sealed IS 'AES-256-GCM of the 12 digits: nonce, ciphertext, tag; bound to table, running_number, ordinal and keyed_hash. Source: vault. Retention: as the table. Class: individual number, encrypted.';

-- A number that moves to an integrated number of its own comes encrypted for that place.
DROP FUNCTION register.set_apart(bigint, smallint, bigint);
CREATE FUNCTION register.set_apart(from_running bigint, from_ordinal smallint, to_running bigint, under_key integer, sealed_there bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved integer;
BEGIN
    -- Whom the integrated number was established with is found by its first number, which may be the one that goes.
    INSERT INTO register.shared_number (running_number, addressee_id)
    SELECT from_running, n.established_by FROM vault.individual_number n WHERE n.running_number = from_running
    ON CONFLICT DO NOTHING;
    UPDATE vault.individual_number n SET running_number = to_running, ordinal = 1, key_id = under_key, sealed = sealed_there
    WHERE n.running_number = from_running AND n.ordinal = from_ordinal;
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved <> 1 THEN RAISE EXCEPTION 'no such number' USING ERRCODE = 'no_data_found'; END IF;
END
$$;
COMMENT ON FUNCTION register.set_apart(bigint, smallint, bigint, integer, bytea) IS 'Gives one of several individual numbers under an integrated number an integrated number of its own, encrypted for it.';
REVOKE EXECUTE ON FUNCTION register.set_apart(bigint, smallint, bigint, integer, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION register.set_apart(bigint, smallint, bigint, integer, bytea) TO atena_hub;
