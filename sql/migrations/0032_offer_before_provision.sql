-- A push is a provision once the receiver has it: it is offered first, on record and under its key, and what became of it follows. Who was given something and
-- who was taken back stand apart.
CREATE TABLE delivery.batch (
    sequence bigint NOT NULL,
    record_id bigint NOT NULL,
    offered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts integer NOT NULL DEFAULT 1,
    may_have_arrived boolean NOT NULL DEFAULT true,
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    next_position text COLLATE "C" NOT NULL,
    again bigint[] NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT batch_pkey PRIMARY KEY (system, dataset)
);
COMMENT ON TABLE delivery.batch IS 'The batch that is offered to a receiver and not settled yet (提示中), at most one each; without its content, which is read again. Source: delivery. Retention: until it is settled or given up, which is on record. Class: pseudonymous.';
COMMENT ON COLUMN delivery.batch.sequence IS 'Its number, of which its key is made. Source: delivery.subscription. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.batch.record_id IS 'The record of the offer (provision.record). Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.batch.offered_at IS 'When it was offered first. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.batch.attempts IS 'How often it was offered, always under the same key. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.batch.may_have_arrived IS 'Whether the receiver may have it: true from before each attempt until it is known that none brought it. Source: connector. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.batch.system IS 'Receiving system. Source: policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.batch.dataset IS 'Dataset. Source: policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.batch.next_position IS 'Where the receiver stands once it is settled. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.batch.again IS 'Who is in it because they were to be sent again. Source: delivery.waiting. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN delivery.batch.digest IS 'Keyed digest of its entries: what is not the same any more is not offered again. Source: provision. Retention: as the table. Class: pseudonymous.';
GRANT SELECT, INSERT, DELETE ON delivery.batch TO atena_hub;
GRANT UPDATE (attempts, may_have_arrived) ON delivery.batch TO atena_hub;

ALTER TABLE provision.record
    ADD COLUMN taken_back bytea,
    ADD COLUMN not_taken bytea,
    ADD COLUMN taken_back_count bigint NOT NULL DEFAULT 0,
    ADD COLUMN not_taken_count bigint NOT NULL DEFAULT 0,
    DROP CONSTRAINT record_result_is_known,
    ADD CONSTRAINT record_result_is_known CHECK (result IN ('s', 'p', 'i', 'r', 'o', 'x', 'u', 'n')) NOT VALID;
CREATE INDEX record_of_start ON provision.record (started_by) WHERE started_by IS NOT NULL;
COMMENT ON COLUMN provision.record.result IS 's started (a full extract; a p or i record follows), p provided, i provided in part (the stream was broken off; persons names who had gone out), r refused, o offered (a pushed batch; one of p, x, u, n follows), x rejected by the receiver as a whole, u unconfirmed (given up, and nobody knows whether it arrived), n never arrived (given up). Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.started_by IS 'Of what ends a full extract, a medium or an offer: the record that opened it. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.persons_count IS 'Persons given something of; of an offer, whom it would give something of. Until migration 0032 those taken back by a push or a delta were among them. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.persons IS 'Compressed set of addressee ids given something of, as persons_count. Source: provision. Retention: as the table. Class: pseudonymous.';
COMMENT ON COLUMN provision.record.taken_back IS 'Compressed set of addressee ids of whom only the removal was told (取戻し). Source: provision. Retention: as the table. Class: pseudonymous.';
COMMENT ON COLUMN provision.record.not_taken IS 'Compressed set of addressee ids of whom the receiver rejected or put off what it was given. Source: provision. Retention: as the table. Class: pseudonymous.';
COMMENT ON COLUMN provision.record.taken_back_count IS 'Persons in taken_back. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.not_taken_count IS 'Persons in not_taken. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.batch_key IS 'Idempotency key of a pushed batch: of the offer and of what became of it. Source: delivery. Retention: as the table. Class: none.';

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
        UPDATE provision.record r SET addressee_id = NULL, atenabango = NULL, persons = NULL, taken_back = NULL, not_taken = NULL FROM event
        WHERE r.event_id = event.event_id
            AND r.recorded_at BETWEEN (SELECT min(recorded_at) - interval '10 minutes' FROM old) AND (SELECT max(recorded_at) + interval '10 minutes' FROM old)
        RETURNING r.event_id
    )
    SELECT (SELECT count(*) FROM event), (SELECT max(event_id) FROM old), (SELECT count(*) FROM event WHERE event.kind = 'provision.answered'),
        (SELECT count(DISTINCT event_id) FROM record), (SELECT array_agg(event_id) FROM event WHERE event.kind = 'provision.answered')
    INTO erased, last, told, found, gone;
    -- Where the two clocks differed the record lies at another time: then all of them are looked through.
    IF found < told THEN
        UPDATE provision.record r SET addressee_id = NULL, atenabango = NULL, persons = NULL, taken_back = NULL, not_taken = NULL
        WHERE r.event_id = ANY (gone) AND num_nonnulls(r.addressee_id, r.atenabango, r.persons, r.taken_back, r.not_taken) > 0;
    END IF;
END
$$;
