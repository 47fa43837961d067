-- 団体: one database is one body's (decision 0036). Which, is said by whoever makes or upgrades the hub (atena migrate, from ATENA_BODY), once.
CREATE TABLE governance.body (
    set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    unnamed_until date,
    only_row boolean NOT NULL DEFAULT true,
    code text COLLATE "C" NOT NULL,
    CONSTRAINT body_pkey PRIMARY KEY (only_row),
    CONSTRAINT body_is_one_row CHECK (only_row),
    CONSTRAINT body_code_is_six_digits CHECK (code ~ '^[0-9]{6}$')
);
COMMENT ON TABLE governance.body IS 'The body (団体) whose hub this database is: one row, written once. Source: atena migrate, from ATENA_BODY. Retention: permanent. Class: none.';
COMMENT ON COLUMN governance.body.set_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.body.unnamed_until IS 'The last day in Japan on which certificates and cursors count that name no body; null where the hub knew its body before it gave any. Source: whoever upgraded. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.body.only_row IS 'Always true. Source: constant. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.body.code IS '全国地方公共団体コード, six digits with check digit. Source: ATENA_BODY. Retention: as the table. Class: none.';
-- Read by all, written by none of the service.
GRANT SELECT ON governance.body TO atena_hub;

CREATE FUNCTION governance.keep_body() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a database is one body''s for good' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'body_is_kept', TABLE = 'body', SCHEMA = 'governance';
END
$$;
COMMENT ON FUNCTION governance.keep_body() IS 'Refuses to change whose the database is, also to its owner.';
CREATE TRIGGER body_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON governance.body FOR EACH STATEMENT EXECUTE FUNCTION governance.keep_body();
