-- 所得の履歴 (decision 0099): a state of an income that another takes the place of stays beside it. It is moved first and changed after, by the database itself in the statement
-- that changes it: nobody who writes an income can leave it out. A first delivery inserts, and pays nothing. Amends 0109.
ALTER TABLE national_pension.tax_income
    ADD COLUMN history_number integer NOT NULL DEFAULT 1,
    ADD COLUMN given_at timestamptz;
-- Of a row from before nobody knows since when it stands.
ALTER TABLE national_pension.tax_income
    ALTER COLUMN given_at SET DEFAULT now(),
    ADD CONSTRAINT tax_income_history_number_positive CHECK (history_number > 0);
COMMENT ON TABLE national_pension.tax_income IS 'Purpose: incomes the module was given, one row for each person and 年度, and tombstones of those it may hold no longer; states of before are in pension.income_version. Source: the hub''s deliveries of tax-income. Retention: while the hub provides it; a tombstone stays. Class: personal data, individual number sealed.';
COMMENT ON COLUMN national_pension.tax_income.history_number IS 'Purpose: its place among the states of the record here, from 1; tombstones count. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN national_pension.tax_income.given_at IS 'Purpose: since when the state stands; none of one that was given before this was kept. Source: the database''s clock. Retention: as the row. Class: technical.';

CREATE TABLE pension.income_version (
    sequence       bigint      NOT NULL,
    waiting        bigint      NOT NULL,
    history_number integer     NOT NULL,
    rirekibango    integer     NOT NULL,
    given_at       timestamptz,
    superseded_at  timestamptz NOT NULL DEFAULT now(),
    taken_back     boolean     NOT NULL,
    atenabango     text COLLATE "C" NOT NULL,
    record_key     text COLLATE "C" NOT NULL,
    items          json        NOT NULL,
    CONSTRAINT income_version_pkey PRIMARY KEY (atenabango, record_key, history_number),
    CONSTRAINT income_version_history_number_positive CHECK (history_number > 0)
);
COMMENT ON TABLE pension.income_version IS 'Purpose: 所得の履歴, whole states of incomes as the module was given them, once another state took their place. Source: national_pension.tax_income. Retention: permanent of whom the department has received something, or whose income an application needs; of others until the hub takes the income back, and only items that it still gives. Class: personal data.';
COMMENT ON COLUMN pension.income_version.sequence IS 'Purpose: sequence of the batch that had given it. Source: tax_income. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_version.waiting IS 'Purpose: items that awaited a decision at the hub, a bit each of the dataset. Source: tax_income. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_version.history_number IS 'Purpose: its place among the states of the record here. Source: tax_income. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_version.rirekibango IS 'Purpose: 履歴番号, version of the record at the hub, by which an examination names it. Source: tax_income. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_version.given_at IS 'Purpose: since when it stood; none where that is not known. Source: tax_income. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_version.superseded_at IS 'Purpose: until when it stood. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_version.taken_back IS 'Purpose: whether the hub took it back, instead of giving another. Source: tax_income. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_version.atenabango IS 'Purpose: 宛名番号, whose it is. Source: tax_income. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.income_version.record_key IS 'Purpose: 年度. Source: tax_income. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.income_version.items IS 'Purpose: items by national name, without 個人番号. Source: tax_income. Retention: as the row. Class: personal data.';
-- Whoever writes incomes writes no history: the trigger does, as the owner.
GRANT SELECT ON pension.income_version TO atena_national_pension;

CREATE INDEX reception_carried_claimant_idx ON pension.reception ((content #>> '{carriedClaim,_0,claim,claimant,number}'))
    WHERE kind = 'carried-over' AND (content #>> '{carriedClaim,_0,claim,claimant,number}') IS NOT NULL;
COMMENT ON INDEX pension.reception_carried_claimant_idx IS 'Finds what a person claimed after another''s death, of the system before.';

CREATE FUNCTION pension.keep_income() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    -- Compared by the collation of the indexes, which is not that of the column.
    person CONSTANT text := OLD.atenabango;
    dropped text[];
    kept json := OLD.items;
BEGIN
    NEW.history_number := OLD.history_number + 1;
    NEW.given_at := now();
    IF OLD.removed THEN RETURN NEW; END IF;
    dropped := ARRAY(SELECT k FROM json_object_keys(OLD.items) k EXCEPT SELECT k FROM json_object_keys(NEW.items) k);
    -- Whom the department needs, by the rule by which an interest stands (PensionRecords.needs): whoever something was received of or by, or whom the household of an
    -- application names that was not returned, withdrawn or taken back, as it was entered last.
    IF (NEW.removed OR cardinality(dropped) > 0)
        AND NOT EXISTS (SELECT FROM pension.reception r WHERE r.atenabango = person)
        AND NOT EXISTS (SELECT FROM pension.reception r WHERE r.kind LIKE 'claim-%' AND r.content #>> '{claim,_0,claimant,number}' = person)
        AND NOT EXISTS (
            SELECT FROM pension.reception r WHERE r.kind = 'carried-over' AND r.content #>> '{carriedClaim,_0,claim,claimant,number}' = person)
        AND NOT EXISTS (
            SELECT FROM pension.household h
            WHERE (h.content #>> '{spouse,number}' = person OR h.content #>> '{householder,number}' = person)
                AND NOT EXISTS (
                    SELECT FROM pension.household l
                    WHERE l.fiscal_year = h.fiscal_year AND l.number = h.number AND l.household_version > h.household_version)
                AND NOT EXISTS (
                    SELECT FROM pension.decision d WHERE d.fiscal_year = h.fiscal_year AND d.number = h.number AND d.outcome <> 'accepted')
                AND NOT EXISTS (
                    SELECT FROM pension.take_back t WHERE t.fiscal_year = h.fiscal_year AND t.number = h.number AND t.step = 'confirmed'))
    THEN
        -- The department has nothing of the person: what the hub takes back is gone whole.
        IF NEW.removed THEN
            DELETE FROM pension.income_version v WHERE v.atenabango = person AND v.record_key = OLD.record_key;
            RETURN NEW;
        END IF;
        -- So are items that a narrower policy gives no more; where nothing else is another, it is no other state.
        UPDATE pension.income_version v SET items = (v.items::jsonb - dropped)::json WHERE v.atenabango = person AND v.record_key = OLD.record_key;
        kept := (OLD.items::jsonb - dropped)::json;
        IF (OLD.rirekibango, OLD.waiting) = (NEW.rirekibango, NEW.waiting) AND kept::jsonb = NEW.items::jsonb THEN
            NEW.history_number := OLD.history_number;
            NEW.given_at := OLD.given_at;
            RETURN NEW;
        END IF;
    END IF;
    INSERT INTO pension.income_version (sequence, waiting, history_number, rirekibango, given_at, taken_back, atenabango, record_key, items)
    VALUES (OLD.sequence, OLD.waiting, OLD.history_number, OLD.rirekibango, OLD.given_at, NEW.removed, OLD.atenabango, OLD.record_key, kept);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION pension.keep_income() IS 'Moves the state of an income that another takes the place of to the history, and counts the new one on.';
REVOKE ALL ON FUNCTION pension.keep_income() FROM PUBLIC;
-- An individual number that is sealed anew is no other state, nor is the same that comes once more.
CREATE TRIGGER tax_income_is_kept BEFORE UPDATE ON national_pension.tax_income FOR EACH ROW
WHEN ((OLD.rirekibango, OLD.waiting, OLD.removed, OLD.items::text) IS DISTINCT FROM (NEW.rirekibango, NEW.waiting, NEW.removed, NEW.items::text))
EXECUTE FUNCTION pension.keep_income();
