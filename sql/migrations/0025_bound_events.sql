-- The log: times of an event and of what repeats it may differ by any amount in what the first hubs wrote (their records took the database's clock, their
-- events the program's), and nobody with the service's login may write an event of any size. What is there already stays as it is.
ALTER TABLE audit.event
    ADD CONSTRAINT event_is_bounded
        CHECK (octet_length(body) <= 65536 AND octet_length(kind) <= 256 AND octet_length(by_whom) <= 1024 AND coalesce(octet_length(personal), 0) <= 33554432)
        NOT VALID;
COMMENT ON COLUMN audit.event.recorded_at IS 'When, as in the body, by the database''s clock as the program reads it; of events without "clock" in the body, by the program''s own. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.recorded_at IS 'When: the time of the event that says the same; of the first hubs'' records, the database''s own clock beside it. Source: clock. Retention: as the table. Class: none.';

CREATE OR REPLACE FUNCTION audit.erase_openings(kinds text[], before timestamptz, after bigint, most integer, OUT erased bigint, OUT last bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone bigint[];
    told bigint;
    found bigint;
BEGIN
    IF before IS NULL OR before > clock_timestamp() - interval '7 years' THEN
        RAISE EXCEPTION 'openings younger than seven years are kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'event_opening_is_kept';
    END IF;
    WITH old AS (
        SELECT event_id, recorded_at, kind FROM audit.event
        WHERE event_id > after AND personal IS NOT NULL AND recorded_at < before AND kind = ANY (kinds) ORDER BY event_id LIMIT most
    ), event AS (
        UPDATE audit.event e SET salt = NULL, personal = NULL, addressee_id = NULL FROM old
        WHERE e.event_id = old.event_id AND e.personal IS NOT NULL RETURNING e.event_id, e.kind
    ), record AS (
        -- A provision record repeats its event, and was written with it: records have an index by time, and none by event.
        UPDATE provision.record r SET addressee_id = NULL, atenabango = NULL, persons = NULL FROM event
        WHERE r.event_id = event.event_id
            AND r.recorded_at BETWEEN (SELECT min(recorded_at) - interval '10 minutes' FROM old) AND (SELECT max(recorded_at) + interval '10 minutes' FROM old)
        RETURNING r.event_id
    )
    SELECT (SELECT count(*) FROM event), (SELECT max(event_id) FROM old), (SELECT count(*) FROM event WHERE event.kind = 'provision.answered'),
        (SELECT count(DISTINCT event_id) FROM record), (SELECT array_agg(event_id) FROM event WHERE event.kind = 'provision.answered')
    INTO erased, last, told, found, gone;
    -- Where the two clocks differed the record lies at another time: then all of them are looked through.
    IF found < told THEN
        UPDATE provision.record r SET addressee_id = NULL, atenabango = NULL, persons = NULL
        WHERE r.event_id = ANY (gone) AND num_nonnulls(r.addressee_id, r.atenabango, r.persons) > 0;
    END IF;
END
$$;
