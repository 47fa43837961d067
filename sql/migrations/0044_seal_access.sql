-- 行の証印 (DESIGN §8): whoever has a password of the database is not thereby somebody of the staff. Rows that say who somebody is or what they may carry a
-- MAC under the hub's key ring; one without a true MAC is nobody and nothing. What stands already is sealed once, by atena migrate.
CREATE TABLE access.row_sealing (
    sealed_at timestamptz NOT NULL,
    is_only boolean NOT NULL DEFAULT true,
    CONSTRAINT row_sealing_pkey PRIMARY KEY (is_only),
    CONSTRAINT row_sealing_is_only CHECK (is_only)
);
COMMENT ON TABLE access.row_sealing IS '行の証印の開始. That what stood before rows were sealed has been sealed, once. Source: atena migrate. Retention: permanent. Class: none.';
COMMENT ON COLUMN access.row_sealing.sealed_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.row_sealing.is_only IS 'There is one row at most. Source: default. Retention: as the table. Class: none.';
GRANT SELECT, INSERT ON access.row_sealing TO atena_hub;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['token', 'credential', 'person', 'assignment', 'department_right', 'ledger', 'application', 'service_account', 'transfer_file', 'transfer'] LOOP
        EXECUTE format('ALTER TABLE access.%I ADD COLUMN mac bytea', name);
        EXECUTE format('COMMENT ON COLUMN access.%I.mac IS %L', name, '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.');
        EXECUTE format('GRANT UPDATE (mac) ON access.%I TO atena_hub', name);
    END LOOP;
END
$$;
-- Where nobody is there yet, nothing stands that could be sealed: from here on every row is.
INSERT INTO access.row_sealing (sealed_at)
SELECT clock_timestamp() WHERE NOT EXISTS (SELECT FROM access.person) AND NOT EXISTS (SELECT FROM access.service_account) AND NOT EXISTS (SELECT FROM access.department);
