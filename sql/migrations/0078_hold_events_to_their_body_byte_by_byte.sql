-- What holds an event to its body (0072) asked for the last 67 characters of a text, and the database counts the characters of the whole text for that, twice; and it built an
-- object of what the columns say, to compare it with the body. It reads the body's bytes and members instead: the same is refused, in four fifths of the time. Members are read
-- as text where a text alone can be what the column says: a kind begins with a letter, and is no word of JSON.
CREATE OR REPLACE FUNCTION audit.is_true_event(
    kind text, by_whom text, is_failure boolean, addressee_id bigint, recorded_at timestamptz, body text, salt bytea, personal text
) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    said pg_catalog.jsonb;
    bytes pg_catalog.bytea;
BEGIN
    IF pg_catalog.octet_length(body) > 65536 OR pg_catalog.octet_length(kind) > 256 OR pg_catalog.octet_length(by_whom) > 1024
        OR pg_catalog.octet_length(personal) > 33554432 THEN
        RAISE EXCEPTION 'an event is longer than may be'
            USING ERRCODE = 'check_violation', SCHEMA = 'audit', TABLE = 'event', CONSTRAINT = 'event_is_bounded';
    END IF;
    IF CURRENT_USER NOT IN ('atena_hub', 'atena_receivers', 'atena_delivers', 'atena_clerks', 'atena_begins') THEN
        RETURN true;
    END IF;
    IF (pg_catalog.starts_with(body, '{"at":"') AND pg_catalog.substr(body, 8, 27)::pg_catalog.timestamptz = recorded_at
        AND pg_catalog.ascii(kind) BETWEEN 97 AND 122 AND kind NOT IN ('true', 'false')) IS NOT TRUE THEN
        RETURN false;
    END IF;
    said := body;
    bytes := pg_catalog.convert_to(body, 'UTF8');
    RETURN (
        said -> 'by' = pg_catalog.to_jsonb(by_whom) AND said ->> 'event' = kind AND said ->> 'outcome' = CASE WHEN is_failure THEN 'failure' ELSE 'success' END
        AND CASE
            WHEN personal IS NULL THEN addressee_id IS NULL
                AND pg_catalog.substr(bytes, pg_catalog.length(bytes) - 9) IN ('"success"}'::pg_catalog.bytea, '"failure"}'::pg_catalog.bytea)
            ELSE pg_catalog.length(salt) = 32 AND pg_catalog.starts_with(personal, '{"')
                AND pg_catalog.substr(bytes, pg_catalog.length(bytes) - 66) = pg_catalog.convert_to(
                    '"' || pg_catalog.encode(pg_catalog.sha256(salt || pg_catalog.convert_to(personal, 'UTF8')), 'hex') || '"}', 'UTF8')
                AND (addressee_id IS NULL OR pg_catalog.starts_with(personal, '{"addressee_id":"' || addressee_id || '"'))
        END) IS TRUE;
END
$$;
