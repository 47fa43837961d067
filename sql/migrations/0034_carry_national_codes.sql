-- 全国共通のコード (decision 0035). The register holds the codes of the national data items; what it held in the codes of the legacy edition is rewritten, once,
-- and everybody whose code changed is told of. 消除_再製 (B8), which has no national code, stays as it is in the history. Logs and provisions stay as they were.
-- Nobody writes meanwhile: ages and journal stand still as for whatever moves them.
SELECT pg_advisory_xact_lock(hashtext('journal.calendar'));
LOCK TABLE register.version, journal.entry, intake.file, intake.held IN ACCESS EXCLUSIVE MODE;

CREATE TABLE register.code_rewriting (
    is_only boolean NOT NULL DEFAULT true CONSTRAINT code_rewriting_pkey PRIMARY KEY CONSTRAINT code_rewriting_is_one CHECK (is_only),
    rewritten_at timestamptz NOT NULL DEFAULT now(),
    event_id bigint,
    versions bigint NOT NULL,
    persons bigint NOT NULL,
    kept bigint NOT NULL
);
COMMENT ON TABLE register.code_rewriting IS 'That the codes of this register were rewritten to national ones, once; no row where nothing was there to rewrite. Source: migration. Retention: permanent. Class: none.';
COMMENT ON COLUMN register.code_rewriting.is_only IS 'True: there is one row at most. Source: migration. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.code_rewriting.rewritten_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.code_rewriting.event_id IS 'Event of the log that tells of it; null until atena migrate has written it. Source: atena migrate. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.code_rewriting.versions IS 'Versions of which a code was rewritten. Source: migration. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.code_rewriting.persons IS 'Persons whose current codes changed, each told of by an entry of the journal. Source: migration. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.code_rewriting.kept IS 'Versions whose movement reason has no national code and was kept. Source: migration. Retention: as the table. Class: none.';
GRANT SELECT ON register.code_rewriting TO atena_hub;
GRANT UPDATE (event_id) ON register.code_rewriting TO atena_hub;

CREATE FUNCTION pg_temp.national_reason(legacy text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce('{
        "A1": "01", "A2": "02", "A3": "03", "A4": "04", "A5": "05", "A6": "06", "A7": "07", "A8": "08", "A9": "09",
        "B1": "21", "B2": "22", "B3": "23", "B4": "24", "B5": "25", "B6": "26", "B7": "27", "B9": "28",
        "C1": "41", "C2": "42", "C3": "43", "C4": "44", "C5": "45", "C6": "46", "C7": "47", "C8": "48", "C9": "49",
        "D1": "50", "D2": "51", "D3": "52", "D4": "53", "D5": "54", "D6": "55", "D7": "56", "D8": "57", "D9": "58", "DA": "59"
    }'::jsonb ->> legacy, legacy)
$$;

INSERT INTO register.code_rewriting (versions, persons, kept)
SELECT count(*) FILTER (WHERE v.juminjotai IN ('2', '3', '4') OR v.idojiyu <> pg_temp.national_reason(v.idojiyu)), 0, count(*) FILTER (WHERE v.idojiyu = 'B8')
FROM register.version v HAVING count(*) > 0;

ALTER TABLE journal.entry DROP CONSTRAINT entry_kind_is_known;
ALTER TABLE journal.entry ADD CONSTRAINT entry_kind_is_known CHECK (kind IN ('v', 'c', 'r', 'n', 'u'));
COMMENT ON COLUMN journal.entry.kind IS 'v a new version, or protection set beside it, c the calendar moved the person across an age, r told again: a withheld answer was released, for those it was withheld from, or what a receiver holds was found to differ (delivery.sent_again), for that one, n a number waits or was decided on, u codes were rewritten by an upgrade. Source: writer. Retention: as the table. Class: none.';

-- Of current versions, as they are shown: the bits of juminjotai (27), idojiyu (28) and jutogaijotai (56), where they change.
WITH told AS (
    INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
    SELECT nextval('journal.position'), c.addressee_id, c.changed, c.history_number, 'u'
    FROM (
        SELECT v.addressee_id, v.history_number,
            CASE WHEN v.juminjotai IN ('2', '3', '4') THEN 1::bigint << 27 ELSE 0 END | CASE WHEN v.juminjotai = '2' THEN 1::bigint << 56 ELSE 0 END
                | CASE WHEN v.idojiyu <> pg_temp.national_reason(v.idojiyu) THEN 1::bigint << 28 ELSE 0 END AS changed
        FROM (
            SELECT DISTINCT ON (addressee_id) addressee_id, history_number, juminjotai, idojiyu FROM register.version
            WHERE karitorokufuragu IS DISTINCT FROM '1' ORDER BY addressee_id, history_number DESC
        ) AS v
        ORDER BY v.addressee_id
    ) AS c
    WHERE c.changed <> 0
    RETURNING 1
)
UPDATE register.code_rewriting SET persons = (SELECT count(*) FROM told);

-- The state of 住登外者 is an item of its own, and corrections within one 履歴番号 of a source have a 枝番号.
ALTER TABLE register.version ADD COLUMN jutogaijotai text, ADD COLUMN rireki_edabango text,
    ADD COLUMN source_history_number integer CONSTRAINT version_source_history_number_is_positive CHECK (source_history_number > 0);
ALTER TABLE register.version DROP CONSTRAINT version_juminjotai_is_a_code, ALTER COLUMN juminjotai DROP NOT NULL;
-- The whole table is written anew once, which takes less than updating each of its rows.
ALTER TABLE register.version
    ALTER COLUMN jutogaijotai TYPE text USING CASE WHEN juminjotai = '2' THEN '4' END,
    ALTER COLUMN juminjotai TYPE text USING CASE juminjotai WHEN '2' THEN NULL WHEN '3' THEN '2' WHEN '4' THEN '3' ELSE juminjotai END,
    ALTER COLUMN idojiyu TYPE text USING pg_temp.national_reason(idojiyu);
ALTER TABLE register.version
    ADD CONSTRAINT version_juminjotai_is_a_code CHECK (juminjotai IN ('1', '2', '3', '9')),
    ADD CONSTRAINT version_jutogaijotai_is_a_code CHECK (jutogaijotai IN ('4', '5', '9')),
    ADD CONSTRAINT version_has_one_state CHECK ((juminjotai IS NULL) <> (jutogaijotai IS NULL)),
    ADD CONSTRAINT version_rireki_edabango_is_a_number CHECK (rireki_edabango ~ '^[0-9]{1,5}$'),
    -- National codes are digits; 消除_再製 has none.
    ADD CONSTRAINT version_idojiyu_is_national CHECK (idojiyu COLLATE "C" < ':' OR idojiyu = 'B8');
COMMENT ON COLUMN register.version.juminjotai IS '住民状態, by its national code: 1 住登者, 2 転出者, 3 死亡者, 9 その他消除者; null of 住登外者. Source: the row as taken in (住民記録の項目), in national codes. Retention: 150 years (CT-15). Class: personal.';
COMMENT ON COLUMN register.version.jutogaijotai IS '住登外者の状態, by its national code: 4 住登外者, 5 住登外死亡者, 9 その他消除者; null of residents. Source: the row as taken in (住登外者の項目). Retention: 150 years (CT-15). Class: personal.';
COMMENT ON COLUMN register.version.idojiyu IS '異動事由, by its national code; B8 (消除_再製) has none. Source: the row as taken in (住民記録の項目), in national codes. Retention: 150 years (CT-15). Class: personal.';
COMMENT ON COLUMN register.version.rireki_edabango IS '履歴番号の枝番号: which correction within one history number of its source; null where the source has none. Source: the row as taken in (住民記録の項目). Retention: 150 years (CT-15). Class: none.';
COMMENT ON COLUMN register.version.source_history_number IS '履歴番号 of the source, where it is not history_number: since a row with a branch number came, the register counts on by itself. Source: the row as taken in. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.version.history_number IS '履歴番号, rising by itself: the source''s as long as it has no branch numbers; for non-residents assigned here. Source: the row as taken in, register. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.version.row_digest IS 'Keyed digest of the row, individual number included, to tell an unchanged row; of its legacy form, whatever the edition. Source: intake. Retention: as the table. Class: pseudonymous.';

-- 様式の版: what was taken in, or is held, before there were editions came in the legacy one.
ALTER TABLE intake.file ADD COLUMN edition text NOT NULL DEFAULT 'legacy' CONSTRAINT file_edition_is_known CHECK (edition IN ('2024', 'legacy'));
ALTER TABLE intake.file ALTER COLUMN edition DROP DEFAULT, DROP CONSTRAINT file_digest_key;
ALTER TABLE intake.file ADD CONSTRAINT file_digest_key UNIQUE (digest, layout, edition, source, encoding, block_form);
COMMENT ON COLUMN intake.file.edition IS '様式の版 of its codes: 2024 or legacy. The same bytes say something else in another. Source: command or ATENA_LAYOUT. Retention: as the table. Class: none.';
ALTER TABLE intake.held ADD COLUMN edition text NOT NULL DEFAULT 'legacy' CONSTRAINT held_edition_is_known CHECK (edition IN ('2024', 'legacy'));
ALTER TABLE intake.held ALTER COLUMN edition DROP DEFAULT;
COMMENT ON COLUMN intake.held.edition IS '様式の版 of the codes of the row, which is kept as it was read: 2024 or legacy. Source: intake. Retention: as the table. Class: none.';

-- Modules whose tables are in this database: what they keep of persons comes anew by the journal, but of those who left they are told nothing any more.
DO $$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT t.name, t.reason FROM (VALUES ('tax.residence', 'end_reason'), ('childcare.child', 'loss_reason'), ('care_insurance.insured', 'loss_reason'),
            ('health_insurance.insurable', 'loss_reason'), ('national_pension.class1_candidate', 'loss_reason')) AS t (name, reason)
        WHERE to_regclass(t.name) IS NOT NULL
    LOOP
        EXECUTE format('UPDATE %s SET %2$I = pg_temp.national_reason(%2$I) WHERE %2$I <> pg_temp.national_reason(%2$I)', held.name, held.reason);
    END LOOP;
END
$$;
DROP FUNCTION pg_temp.national_reason(text);
