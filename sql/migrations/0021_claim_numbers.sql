-- Two persons under one number: who is registered without it while a person decides, what goes out for nobody until then, and the acts of those who decide.

-- register.shared_number, which the functions below read, comes with 0023.
SET LOCAL check_function_bodies = off;

CREATE FUNCTION register.tied_to(running bigint[])
RETURNS TABLE (running_number bigint, addressee_id bigint, history_number integer) LANGUAGE sql STABLE AS $$
    SELECT c.running_number, c.addressee_id, v.history_number
    FROM (
        SELECT n.running_number, n.established_by AS addressee_id FROM register.integrated_number n WHERE n.running_number = ANY (running)
        UNION SELECT l.running_number, l.addressee_id FROM register.shared_number l WHERE l.running_number = ANY (running)
    ) AS c
    CROSS JOIN LATERAL (
        SELECT w.history_number, w.running_number FROM register.version w WHERE w.addressee_id = c.addressee_id ORDER BY w.history_number DESC LIMIT 1
    ) AS v
    WHERE v.running_number = c.running_number
$$;
COMMENT ON FUNCTION register.tied_to(bigint[]) IS 'The persons whose current version is tied to one of these integrated numbers, and that version.';
GRANT EXECUTE ON FUNCTION register.tied_to(bigint[]) TO atena_hub;

-- 住民票コード: the resident who has it. Its key decides between two writers, as that of the vault does for individual numbers.
CREATE TABLE register.record_code (
    code bigint NOT NULL CONSTRAINT record_code_pkey PRIMARY KEY,
    addressee_id bigint NOT NULL
);
COMMENT ON TABLE register.record_code IS 'The resident with whom a resident record code (住民票コード) was last seen; whether it is theirs now says the current version. Source: register. Retention: as register.version. Class: personal, restricted: resident record code.';
COMMENT ON COLUMN register.record_code.code IS '住民票コード as a number. Source: register.version. Retention: as the table. Class: personal, restricted: resident record code.';
COMMENT ON COLUMN register.record_code.addressee_id IS 'Whose it is. Source: register.version. Retention: as the table. Class: internal identifier.';
GRANT SELECT ON register.record_code TO atena_hub;
INSERT INTO register.record_code (code, addressee_id)
SELECT v.juminhyokodo::bigint, v.addressee_id
FROM (
    SELECT DISTINCT ON (addressee_id) addressee_id, juminhyokodo, juminjotai FROM register.version ORDER BY addressee_id, history_number DESC
) AS v
WHERE v.juminjotai = '1' AND v.juminhyokodo ~ '^[0-9]{11}$'
ON CONFLICT DO NOTHING;

CREATE FUNCTION register.note_record_codes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    given bigint;
    noted bigint;
    known record;
BEGIN
    WITH coded AS MATERIALIZED (
        SELECT w.juminhyokodo::bigint AS code, w.addressee_id FROM written w WHERE w.juminjotai = '1' AND length(w.juminhyokodo) = 11
    ), first AS (
        INSERT INTO register.record_code AS c (code, addressee_id) SELECT code, addressee_id FROM coded ON CONFLICT (code) DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM coded), (SELECT count(*) FROM first) INTO given, noted;
    IF given = noted THEN RETURN NULL; END IF;
    -- Some were known: of another resident who has it now, it is refused, and the writer asks anew; of somebody who has left it, it goes over.
    FOR known IN
        SELECT c.code, c.addressee_id AS holder, w.addressee_id AS claimant
        FROM written w JOIN register.record_code c ON c.code = w.juminhyokodo::bigint
        WHERE w.juminjotai = '1' AND length(w.juminhyokodo) = 11 AND c.addressee_id <> w.addressee_id ORDER BY c.code
    LOOP
        PERFORM FROM register.record_code c WHERE c.code = known.code FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT FROM register.record_code c
            CROSS JOIN LATERAL (
                SELECT v.juminhyokodo, v.juminjotai FROM register.version v WHERE v.addressee_id = c.addressee_id ORDER BY v.history_number DESC LIMIT 1
            ) AS v
            WHERE c.code = known.code AND c.addressee_id <> known.claimant AND v.juminjotai = '1' AND v.juminhyokodo::bigint = c.code
        ) THEN
            RAISE EXCEPTION 'a resident record code is another resident''s' USING ERRCODE = 'unique_violation', CONSTRAINT = 'record_code_is_held';
        END IF;
        UPDATE register.record_code c SET addressee_id = known.claimant WHERE c.code = known.code;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION register.note_record_codes() IS 'Notes the resident record codes of new versions; refuses one that another current resident has.';
CREATE TRIGGER version_record_code AFTER INSERT ON register.version REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.note_record_codes();

-- An addressee number that lost its leading zeros is no further person's; the few that are shorter are found by what is left of them.
CREATE INDEX addressee_short_digits ON register.addressee (ltrim(atenabango, '0')) WHERE length(atenabango) < 15 AND atenabango !~ '[^0-9]';

-- The queue: rows that wait and claims that wait, from files and from single rows alike.
ALTER TABLE intake.held ALTER COLUMN file_id DROP NOT NULL, ALTER COLUMN line DROP NOT NULL, ALTER COLUMN lane DROP NOT NULL, ALTER COLUMN block DROP NOT NULL;
ALTER TABLE intake.held DROP CONSTRAINT held_line_key;
ALTER TABLE intake.held
    ADD COLUMN kind "char" NOT NULL DEFAULT 'r' CONSTRAINT held_kind_is_known CHECK (kind IN ('r', 'c')),
    ADD COLUMN state "char" NOT NULL DEFAULT 'w' CONSTRAINT held_state_is_known CHECK (state IN ('w', 'p', 'd', 'q', 's')),
    ADD COLUMN items bigint NOT NULL DEFAULT 0,
    ADD COLUMN addressee_id bigint,
    ADD COLUMN other_addressee_id bigint,
    ADD COLUMN running_number bigint,
    ADD COLUMN source text COLLATE "C",
    ADD COLUMN layout text COLLATE "C",
    ADD COLUMN columns text[],
    ADD COLUMN row_digest bytea;
UPDATE intake.held h SET source = f.source, layout = f.layout FROM intake.file f WHERE f.file_id = h.file_id;
ALTER TABLE intake.held ADD CONSTRAINT held_row_is_readable CHECK (source IS NOT NULL AND layout IS NOT NULL);
CREATE INDEX held_open ON intake.held (atenabango) WHERE state IN ('w', 'p');
CREATE INDEX held_line ON intake.held (file_id, line);
COMMENT ON TABLE intake.held IS 'Conflict queue: rows that a clerk must decide, and claims of registered persons on a number that another has. Source: intake. Retention: until decided, then 5 years. Class: personal, encrypted.';
COMMENT ON COLUMN intake.held.file_id IS 'File; null for a row that came by itself. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.code IS 'Why it waits: H0001 … H0009 of ops/error-catalogue.md. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.kind IS 'r the row waits and is not in the register, c the row is registered without the number, which is claimed. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.state IS 'w waits, p one person proposed a decision, d decided, q one person asked to take the decision back, s settled by a later row or decision. Source: intake.held_act. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.items IS 'Items claimed, a bit each by the order of the national item list; 0 where none is. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.addressee_id IS 'The registered person of the row; null where there is none yet. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN intake.held.other_addressee_id IS 'The person it conflicts with. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN intake.held.running_number IS 'The integrated number under which the row''s individual number is kept. Source: register. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN intake.held.source IS 'System that handed the row in. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.layout IS 'Layout of the row: residents or nonresidents. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.columns IS 'Names of the row''s columns in their order; null in rows from before this was kept, which stand in the layout''s. Source: the file''s header. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.row_digest IS 'Keyed digest of the row: the same row that comes again is the same entry. Source: intake. Retention: as the table. Class: pseudonymous.';
GRANT UPDATE (kind, state) ON intake.held TO atena_hub;

CREATE TABLE intake.held_act (
    held_act_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT held_act_pkey PRIMARY KEY,
    held_id bigint NOT NULL CONSTRAINT held_act_held_fkey REFERENCES intake.held,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    act "char" NOT NULL CONSTRAINT held_act_is_known CHECK (act IN ('p', 'w', 'c', 'a', 'b', 's')),
    decision text COLLATE "C" CONSTRAINT held_act_decision_is_known CHECK (decision IN ('new', 'link', 'correct', 'reject', 'changed', 'never-hers')),
    by_whom text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    CONSTRAINT held_act_proposal_decides CHECK (act NOT IN ('p', 'c') OR decision IS NOT NULL)
);
COMMENT ON TABLE intake.held_act IS 'Every step of deciding on an entry of the queue: two people each time (CT-13). Source: the person who acts, or the intake that settled it. Retention: as intake.held. Class: may be personal.';
COMMENT ON COLUMN intake.held_act.held_act_id IS 'Internal id; gives the order. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held_act.held_id IS 'Entry of the queue. Source: intake.held. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held_act.recorded_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held_act.act IS 'p proposed, w the proposal withdrawn, c confirmed, a taking back asked for, b taken back, s settled. Source: the person who acts. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held_act.decision IS 'new another person, link the same person, correct back to the source, reject not applied, changed the number changed, never-hers the number never was the person''s. Source: the person who acts. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held_act.by_whom IS 'Who acted. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN intake.held_act.reason IS 'Why, in words. Source: the person who acts. Retention: as the table. Class: may be personal.';
CREATE INDEX held_act_held ON intake.held_act (held_id, held_act_id);
GRANT SELECT, INSERT ON intake.held_act TO atena_hub;
GRANT USAGE ON SEQUENCE intake.held_held_id_seq TO atena_hub;

-- What goes out for nobody until a person decides. Both ends of every way out ask here: the vault for numbers, the projection for codes.
CREATE TABLE register.awaiting (
    held_id bigint NOT NULL,
    addressee_id bigint,
    running_number bigint,
    items bigint NOT NULL,
    CONSTRAINT awaiting_names_one CHECK ((addressee_id IS NULL) <> (running_number IS NULL))
);
COMMENT ON TABLE register.awaiting IS '確認待ち: items that go out for nobody concerned until a person has decided on an entry of the queue; of a person, or of everybody tied to an integrated number. Source: register. Retention: current state. Class: pseudonymous.';
COMMENT ON COLUMN register.awaiting.held_id IS 'Entry of the queue. Source: intake.held. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.awaiting.addressee_id IS 'Whose items wait; null where everybody''s tied to the number do. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.awaiting.running_number IS 'The integrated number whose individual number waits. Source: register. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN register.awaiting.items IS 'What waits, a bit each by the order of the national item list. Source: register. Retention: as the table. Class: none.';
CREATE INDEX awaiting_addressee ON register.awaiting (addressee_id) WHERE addressee_id IS NOT NULL;
CREATE INDEX awaiting_running_number ON register.awaiting (running_number) WHERE running_number IS NOT NULL;
CREATE INDEX awaiting_held ON register.awaiting (held_id);
GRANT SELECT, INSERT, DELETE ON register.awaiting TO atena_hub;
GRANT SELECT ON register.awaiting TO atena_vault;

-- 紐付けの決定: the tie of the current version is the register's, not the record's; it alone is set by a decision, and every setting stands here for ever.
CREATE TABLE register.tie_act (
    tie_act_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT tie_act_pkey PRIMARY KEY,
    held_id bigint NOT NULL,
    addressee_id bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    running_number bigint,
    before_running_number bigint,
    after_running_number bigint,
    history_number integer NOT NULL,
    before_ordinal smallint,
    after_ordinal smallint,
    act "char" NOT NULL CONSTRAINT tie_act_is_known CHECK (act IN ('t', 'e', 'd', 'b')),
    record_code text COLLATE "C",
    before_record_code text COLLATE "C",
    after_record_code text COLLATE "C",
    by_whom text COLLATE "C" NOT NULL
);
COMMENT ON TABLE register.tie_act IS 'Decisions on whose a number is, each with the tie before and after. Source: two people. Retention: as register.version. Class: personal, restricted: resident record code.';
COMMENT ON COLUMN register.tie_act.tie_act_id IS 'Internal id; gives the order. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.tie_act.held_id IS 'Entry of the queue that was decided. Source: intake.held. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.tie_act.addressee_id IS 'About whom. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.tie_act.recorded_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.tie_act.running_number IS 'The integrated number decided on; null where none was. Source: register. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN register.tie_act.before_running_number IS 'Tie of the current version before. Source: register. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN register.tie_act.after_running_number IS 'Tie of the current version after. Source: register. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN register.tie_act.history_number IS 'The version. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.tie_act.before_ordinal IS 'Which of the individual numbers before. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.tie_act.after_ordinal IS 'Which of the individual numbers after. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.tie_act.act IS 't tied, e ended because it never was the person''s, d a claim denied, b taken back. Source: the decision. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.tie_act.record_code IS 'The resident record code decided on; null where none was. Source: the row. Retention: as the table. Class: personal, restricted: resident record code.';
COMMENT ON COLUMN register.tie_act.before_record_code IS 'Code of the current version before. Source: register. Retention: as the table. Class: personal, restricted: resident record code.';
COMMENT ON COLUMN register.tie_act.after_record_code IS 'Code of the current version after. Source: register. Retention: as the table. Class: personal, restricted: resident record code.';
COMMENT ON COLUMN register.tie_act.by_whom IS 'Who confirmed. Source: identity. Retention: as the table. Class: staff name.';
CREATE INDEX tie_act_running_number ON register.tie_act (running_number, addressee_id, tie_act_id DESC);
CREATE INDEX tie_act_addressee ON register.tie_act (addressee_id, tie_act_id DESC);
CREATE INDEX tie_act_held ON register.tie_act (held_id);
GRANT SELECT ON register.tie_act TO atena_hub;

-- The one way a tie of a written version changes; no role may update a version otherwise, and none without its act.
CREATE FUNCTION register.decide_tie(
    held bigint, person bigint, what "char", about bigint, about_code text, new_running bigint, new_ordinal smallint, new_code text, whom text
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    current record;
BEGIN
    SELECT v.history_number, v.running_number, v.number_ordinal, v.juminhyokodo, v.juminjotai INTO STRICT current
    FROM register.version v WHERE v.addressee_id = person ORDER BY v.history_number DESC LIMIT 1;
    INSERT INTO register.tie_act (
        held_id, addressee_id, running_number, before_running_number, after_running_number, history_number, before_ordinal, after_ordinal, act,
        record_code, before_record_code, after_record_code, by_whom)
    VALUES (held, person, about, current.running_number, new_running, current.history_number, current.number_ordinal, new_ordinal, what,
        about_code, current.juminhyokodo, new_code, whom);
    IF (new_running, new_ordinal, new_code) IS DISTINCT FROM (current.running_number, current.number_ordinal, current.juminhyokodo) THEN
        UPDATE register.version v SET running_number = new_running, number_ordinal = new_ordinal, juminhyokodo = new_code
        WHERE v.addressee_id = person AND v.history_number = current.history_number;
        IF new_running IS NOT NULL THEN
            INSERT INTO register.shared_number (running_number, addressee_id) VALUES (new_running, person) ON CONFLICT DO NOTHING;
        END IF;
        IF new_code IS NOT NULL AND current.juminjotai = '1' THEN
            INSERT INTO register.record_code AS c (code, addressee_id) VALUES (new_code::bigint, person)
            ON CONFLICT (code) DO UPDATE SET addressee_id = excluded.addressee_id;
        END IF;
    END IF;
    RETURN current.history_number;
END
$$;
COMMENT ON FUNCTION register.decide_tie(bigint, bigint, "char", bigint, text, bigint, smallint, text, text) IS 'Sets number and code of a person''s current version as decided, and writes the act that says so.';
REVOKE EXECUTE ON FUNCTION register.decide_tie(bigint, bigint, "char", bigint, text, bigint, smallint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION register.decide_tie(bigint, bigint, "char", bigint, text, bigint, smallint, text, text) TO atena_hub;

-- A number that moves from one owner to the other is told like a version.
ALTER TABLE journal.entry DROP CONSTRAINT entry_kind_is_known;
ALTER TABLE journal.entry ADD CONSTRAINT entry_kind_is_known CHECK (kind IN ('v', 'c', 'r', 'n'));
COMMENT ON COLUMN journal.entry.kind IS 'v a new version, c the calendar moved the person across an age, r a withheld answer was released: for those it was withheld from, n a number of the person waits for a decision or was decided on. Source: writer. Retention: as the table. Class: none.';

ALTER TABLE intake.block ADD COLUMN claimed integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN intake.block.claimed IS 'Of the rows that became versions: those registered without a number that another person has. Source: intake. Retention: as the table. Class: none.';
