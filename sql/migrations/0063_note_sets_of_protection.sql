-- 支援措置の控え (DESIGN §8): a set of protection whose row is taken out is seen. The log keeps an event of every row that protects somebody (protection.noted); one of
-- which neither the row nor a true end is there is set again, at once, and told. Rows that protect are neither changed nor taken out by any statement.
CREATE INDEX event_protection_noted ON audit.event (addressee_id, ((body::jsonb #>> '{fields,ordinal}')::bigint)) WHERE kind = 'protection.noted';
COMMENT ON INDEX audit.event_protection_noted IS 'Finds which sets of protection the log knows.';

ALTER TABLE register.protection DROP CONSTRAINT protection_cause_is_known,
    ADD CONSTRAINT protection_cause_is_known CHECK (cause IN ('r', 'p', 'n', 'v', 'c', 'l'));
COMMENT ON COLUMN register.protection.cause IS 'r a row that was rejected or held, p a provisional version, n another addressee number with the same individual number, v a version, c a clerk, l the log, which knows of a row that is gone. Source: intake, staff, log. Retention: as the table. Class: none.';

CREATE FUNCTION register.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are neither changed nor taken out', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
COMMENT ON FUNCTION register.refuse_change() IS 'Refuses a statement that changes rows, or takes them out, whoever asks.';
CREATE TRIGGER protection_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON register.protection FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_change();
CREATE TRIGGER protected_household_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON register.protected_household
    FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_change();

CREATE FUNCTION register.missing_households() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT p.addressee_id
    FROM (SELECT DISTINCT addressee_id FROM register.protection) AS p CROSS JOIN LATERAL register.settled(p.addressee_id) AS s
    WHERE s.setaibango IS NOT NULL AND NOT EXISTS (
        SELECT FROM register.protected_household h WHERE h.setaibango = s.setaibango AND h.addressee_id = p.addressee_id)
$$;
COMMENT ON FUNCTION register.missing_households() IS 'Protected persons, or who were once, whose household should be known and is not.';
REVOKE ALL ON FUNCTION register.missing_households() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION register.missing_households() TO atena_hub;

CREATE FUNCTION register.tell_missing_households() RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    persons CONSTANT bigint[] := ARRAY(SELECT register.missing_households());
BEGIN
    IF cardinality(persons) > 0 THEN PERFORM register.tell_households(persons); END IF;
    RETURN cardinality(persons);
END
$$;
COMMENT ON FUNCTION register.tell_missing_households() IS 'Notes the households of register.missing_households(), and journals everybody else in them; gives of how many persons.';
REVOKE ALL ON FUNCTION register.tell_missing_households() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION register.tell_missing_households() TO atena_hub;
