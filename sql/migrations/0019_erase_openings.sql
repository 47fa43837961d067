-- Audit: what opens an event's commitment to persons is erased once its retention is over (CT-15). The sealed text stays, and every proof with it.
-- No role may change the log's tables for that: this is the only way, and it lets nothing go that is younger than seven years, whoever calls it.
CREATE FUNCTION audit.erase_openings(kinds text[], before timestamptz, most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    erased bigint;
BEGIN
    IF before IS NULL OR before > clock_timestamp() - interval '7 years' THEN
        RAISE EXCEPTION 'openings younger than seven years are kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'event_opening_is_kept';
    END IF;
    WITH old AS (
        SELECT event_id FROM audit.event WHERE personal IS NOT NULL AND recorded_at < before AND kind = ANY (kinds) ORDER BY event_id LIMIT most
    ), event AS (
        UPDATE audit.event e SET salt = NULL, personal = NULL, addressee_id = NULL FROM old WHERE e.event_id = old.event_id RETURNING e.event_id
    ), record AS (
        -- A provision record repeats its event.
        UPDATE provision.record r SET addressee_id = NULL, atenabango = NULL, persons = NULL FROM event WHERE r.event_id = event.event_id
    )
    SELECT count(*) INTO erased FROM event;
    RETURN erased;
END
$$;
COMMENT ON FUNCTION audit.erase_openings(text[], timestamptz, integer) IS 'Erases salt and personal fields of events of these kinds recorded before, at most so many, and what provision records repeat of them; gives how many events. Nothing younger than seven years.';
REVOKE ALL ON FUNCTION audit.erase_openings(text[], timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.erase_openings(text[], timestamptz, integer) TO atena_hub;
