-- Audit: what opens an event's commitment to persons is erased once its retention is over (CT-15). The sealed text stays, and every proof with it.
-- No role may change the log's tables for that: this is the only way, and it lets nothing go that is younger than seven years, whoever calls it.
CREATE FUNCTION audit.erase_openings(kinds text[], before timestamptz, after bigint, most integer, OUT erased bigint, OUT last bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF before IS NULL OR before > clock_timestamp() - interval '7 years' THEN
        RAISE EXCEPTION 'openings younger than seven years are kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'event_opening_is_kept';
    END IF;
    WITH old AS (
        SELECT event_id, recorded_at FROM audit.event
        WHERE event_id > after AND personal IS NOT NULL AND recorded_at < before AND kind = ANY (kinds) ORDER BY event_id LIMIT most
    ), event AS (
        UPDATE audit.event e SET salt = NULL, personal = NULL, addressee_id = NULL FROM old
        WHERE e.event_id = old.event_id AND e.personal IS NOT NULL RETURNING e.event_id
    ), record AS (
        -- A provision record repeats its event, and was written with it: records have an index by time, and none by event.
        UPDATE provision.record r SET addressee_id = NULL, atenabango = NULL, persons = NULL FROM event
        WHERE r.event_id = event.event_id
            AND r.recorded_at BETWEEN (SELECT min(recorded_at) - interval '10 minutes' FROM old) AND (SELECT max(recorded_at) + interval '10 minutes' FROM old)
    )
    SELECT (SELECT count(*) FROM event), (SELECT max(event_id) FROM old) INTO erased, last;
END
$$;
COMMENT ON FUNCTION audit.erase_openings(text[], timestamptz, bigint, integer) IS 'Erases salt and personal fields of events of these kinds recorded before and numbered after, at most so many, and what provision records repeat of them; gives how many events, and the last one looked at, null where none was left. Nothing younger than seven years.';
REVOKE ALL ON FUNCTION audit.erase_openings(text[], timestamptz, bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.erase_openings(text[], timestamptz, bigint, integer) TO atena_hub;
