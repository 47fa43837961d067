-- データセット: what systems publish about persons, and who counts as knowing a person. The register's own record is a dataset, too, and stands where it stood.
CREATE SCHEMA dataset;
COMMENT ON SCHEMA dataset IS 'What systems publish about persons (公開された記録), keyed by the addressee number; no individual number.';
REVOKE ALL ON SCHEMA dataset FROM PUBLIC;
GRANT USAGE ON SCHEMA dataset TO atena_hub;

CREATE TABLE dataset.catalogue (
    registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    schema_version integer NOT NULL,
    dataset text COLLATE "C" NOT NULL CONSTRAINT catalogue_pkey PRIMARY KEY,
    publisher text COLLATE "C" NOT NULL,
    record_key text COLLATE "C",
    label text NOT NULL,
    CONSTRAINT catalogue_schema_version_is_positive CHECK (schema_version >= 1)
);
COMMENT ON TABLE dataset.catalogue IS 'Datasets that systems publish, as the hub took them first, and their newest schema version. Source: Policies/datasets. Retention: for good. Class: none.';
COMMENT ON COLUMN dataset.catalogue.registered_at IS 'When it was taken first. Source: hub. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.catalogue.schema_version IS 'Newest schema version. Source: the dataset''s text. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.catalogue.dataset IS 'データセット名. Source: the dataset''s text. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.catalogue.publisher IS '提供元: the only system that may publish it. Source: the dataset''s text. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.catalogue.record_key IS 'レコードキー: the item that tells several records of a person apart; NULL where there is one. Source: the dataset''s text. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.catalogue.label IS 'Japanese name. Source: the dataset''s text. Retention: as the table. Class: none.';

CREATE TABLE dataset.item (
    bit smallint NOT NULL,
    length integer NOT NULL,
    since integer NOT NULL,
    dataset text COLLATE "C" NOT NULL CONSTRAINT item_is_of_a_dataset REFERENCES dataset.catalogue,
    name text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    CONSTRAINT item_pkey PRIMARY KEY (dataset, bit),
    CONSTRAINT item_name_is_its_own UNIQUE (dataset, name),
    CONSTRAINT item_bit_is_one CHECK (bit BETWEEN 0 AND 62)
);
COMMENT ON TABLE dataset.item IS 'Items of published datasets with their bits, which are for ever: journal and records keep them. Source: Policies/datasets. Retention: for good. Class: none.';
COMMENT ON COLUMN dataset.item.bit IS 'Bit in masks of the dataset. Source: place in the text. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.item.length IS 'Greatest length in characters. Source: the text. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.item.since IS 'Schema version that added it. Source: the text. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.item.dataset IS 'データセット名. Source: the text. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.item.name IS '項目名 in romaji. Source: the text. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.item.kind IS 'データ型. Source: the text. Retention: as the table. Class: none.';

CREATE TABLE dataset.record (
    addressee_id bigint NOT NULL CONSTRAINT record_is_of_an_addressee REFERENCES register.addressee,
    journal_position bigint NOT NULL,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    history_number integer NOT NULL,
    schema_version integer NOT NULL,
    dataset text COLLATE "C" NOT NULL CONSTRAINT record_is_of_a_dataset REFERENCES dataset.catalogue,
    record_key text COLLATE "C" NOT NULL,
    system text COLLATE "C" NOT NULL,
    items jsonb,
    CONSTRAINT published_record_pkey PRIMARY KEY (addressee_id, dataset, record_key, history_number),
    CONSTRAINT record_history_number_is_positive CHECK (history_number > 0),
    CONSTRAINT record_holds_no_individual_number CHECK (NOT items ? 'kojinbango')
);
COMMENT ON TABLE dataset.record IS '公開された記録: a row for each version, whole; nothing is altered. Source: the publishing system. Retention: as the register''s versions. Class: personal data.';
COMMENT ON COLUMN dataset.record.addressee_id IS 'Whose record it is. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN dataset.record.journal_position IS 'Position of the journal entry that tells of this version. Source: journal.position. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.record.xact IS 'As in journal.entry. Source: PostgreSQL. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.record.recorded_at IS 'When it was taken in. Source: hub. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.record.history_number IS 'Version of the record, from 1. Source: hub. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.record.schema_version IS 'Schema version of the dataset under which it came. Source: the dataset''s text. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.record.dataset IS 'データセット名. Source: the publishing system. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.record.record_key IS 'レコードキー, such as 年度; empty where there is one record a person. Source: the publishing system. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.record.system IS 'The publishing system. Source: the file. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.record.items IS 'Items that are set, by name in romaji; NULL where the record was withdrawn (取消し). Source: the publishing system. Retention: as the table. Class: personal data.';

CREATE TABLE dataset.interest (
    addressee_id bigint NOT NULL CONSTRAINT interest_is_in_an_addressee REFERENCES register.addressee,
    journal_position bigint NOT NULL,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    holds boolean NOT NULL,
    cause "char" NOT NULL,
    system text COLLATE "C" NOT NULL,
    by_whom text COLLATE "C" NOT NULL,
    reason text,
    CONSTRAINT interest_pkey PRIMARY KEY (addressee_id, system, journal_position),
    CONSTRAINT interest_cause_is_known CHECK (cause IN ('p', 'r')),
    CONSTRAINT interest_is_given_a_reason CHECK (cause = 'p' OR length(reason) >= 5)
);
CREATE INDEX interest_of_a_system ON dataset.interest (system, addressee_id);
COMMENT ON TABLE dataset.interest IS '登録: a system that publishes about a person, or registered an interest, counts as one that registered the person; a row for each beginning and end. Source: publication, and whoever registers. Retention: as the register''s versions. Class: pseudonymous.';
COMMENT ON COLUMN dataset.interest.addressee_id IS 'In whom. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN dataset.interest.journal_position IS 'Position of the journal entry that tells of it. Source: journal.position. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.interest.xact IS 'As in journal.entry. Source: PostgreSQL. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.interest.recorded_at IS 'When. Source: hub. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.interest.holds IS 'Whether it begins. Source: hub. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.interest.cause IS 'p the system publishes a record about the person, r it registered an interest. Source: hub. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.interest.system IS 'Whose. Source: hub. Retention: as the table. Class: none.';
COMMENT ON COLUMN dataset.interest.by_whom IS 'Who registered or ended it. Source: hub. Retention: as the table. Class: staff identifier.';
COMMENT ON COLUMN dataset.interest.reason IS 'Why, in words. Source: whoever registers. Retention: as the table. Class: none.';
COMMENT ON INDEX dataset.interest_of_a_system IS 'Who counts as registered by a system, for its extracts.';
GRANT SELECT, INSERT ON dataset.record, dataset.interest, dataset.item TO atena_hub;
GRANT SELECT, INSERT, UPDATE ON dataset.catalogue TO atena_hub;

-- What several statements ask of records, once.
CREATE FUNCTION dataset.newest(addressee bigint, of_dataset text, of_key text) RETURNS SETOF dataset.record LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT r.* FROM dataset.record r
    WHERE r.addressee_id = addressee AND r.dataset = of_dataset AND r.record_key = of_key ORDER BY r.history_number DESC LIMIT 1
$$;
COMMENT ON FUNCTION dataset.newest(bigint, text, text) IS 'The newest version of a record, be it withdrawn or not.';
CREATE FUNCTION dataset.records_at(addressee bigint, of_dataset text, upto_xact xid8, upto_position bigint) RETURNS SETOF dataset.record LANGUAGE sql STABLE ROWS 3 AS $$
    SELECT DISTINCT ON (r.record_key) r.* FROM dataset.record r
    WHERE r.addressee_id = addressee AND r.dataset = of_dataset AND (r.xact, r.journal_position) <= (upto_xact, upto_position)
    ORDER BY r.record_key, r.history_number DESC
$$;
COMMENT ON FUNCTION dataset.records_at(bigint, text, xid8, bigint) IS 'A person''s records in a dataset, each in its version at a place of the journal, those that were withdrawn among them.';
GRANT EXECUTE ON FUNCTION dataset.newest(bigint, text, text), dataset.records_at(bigint, text, xid8, bigint) TO atena_hub;

CREATE FUNCTION dataset.interested(addressee bigint, asking_system text, upto_xact xid8, upto_position bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM (
            SELECT DISTINCT ON (i.cause) i.holds FROM dataset.interest i
            WHERE i.addressee_id = addressee AND i.system = asking_system AND (i.xact, i.journal_position) <= (upto_xact, upto_position)
            ORDER BY i.cause, i.journal_position DESC
        ) AS last WHERE last.holds)
$$;
COMMENT ON FUNCTION dataset.interested(bigint, text, xid8, bigint) IS 'Whether a system counts as having registered a person, by publishing or by registering an interest, at a place of the journal.';
GRANT EXECUTE ON FUNCTION dataset.interested(bigint, text, xid8, bigint) TO atena_hub;

ALTER TABLE journal.entry ADD COLUMN dataset text COLLATE "C";
ALTER TABLE journal.entry ADD COLUMN record_key text COLLATE "C";
ALTER TABLE journal.entry DROP CONSTRAINT entry_kind_is_known;
ALTER TABLE journal.entry ADD CONSTRAINT entry_kind_is_known CHECK (kind IN ('v', 'c', 'r', 'n', 'u', 'd', 'i')) NOT VALID;
ALTER TABLE journal.entry VALIDATE CONSTRAINT entry_kind_is_known;
ALTER TABLE journal.entry ADD CONSTRAINT entry_of_a_record_is_whole CHECK ((kind = 'd') = (dataset IS NOT NULL) AND (kind = 'd') = (record_key IS NOT NULL)) NOT VALID;
ALTER TABLE journal.entry VALIDATE CONSTRAINT entry_of_a_record_is_whole;
COMMENT ON TABLE journal.entry IS 'One row per change of an addressee, or of a record that a system published about one. Source: register, publications and calendar. Retention: as the register''s versions. Class: pseudonymous.';
COMMENT ON COLUMN journal.entry.changed IS 'Items that changed, a bit each: of a published record by its dataset''s bits (dataset.item), else by the order of the national item list. Source: register, publications. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.entry.dataset IS 'データセット of a published record; NULL for what is told of the person''s own record. Source: publications. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.entry.record_key IS 'レコードキー of a published record. Source: publications. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.entry.kind IS 'v a new version, or protection set beside it, c the calendar moved the person across an age, r told again: a withheld answer was released, for those it was withheld from, or what a receiver holds was found to differ (delivery.sent_again), for that one, n a number waits or was decided on, u codes were rewritten by an upgrade, d a published record changed, i a system began or ceased to count as having registered the person (dataset.interest). Source: writer. Retention: as the table. Class: none.';

-- A published file that was taken to its end and comes again is another run of it: its rows have no number by which an older state is told from a newer one.
ALTER TABLE intake.file ADD COLUMN run integer NOT NULL DEFAULT 1 CONSTRAINT file_run_is_positive CHECK (run >= 1);
ALTER TABLE intake.file ALTER COLUMN run DROP DEFAULT, DROP CONSTRAINT file_digest_key;
ALTER TABLE intake.file ADD CONSTRAINT file_digest_key UNIQUE (digest, layout, edition, source, encoding, block_form, run);
COMMENT ON COLUMN intake.file.run IS 'Which time it is taken from its beginning; 1 but for published files. Source: hub. Retention: as the table. Class: none.';

-- What a receiver holds of a dataset with several records a person, record by record.
ALTER TABLE delivery.inventory_entry ADD COLUMN record_key text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE delivery.inventory_entry DROP CONSTRAINT inventory_entry_pkey;
ALTER TABLE delivery.inventory_entry ADD CONSTRAINT inventory_entry_pkey PRIMARY KEY (inventory_id, atenabango, record_key);
COMMENT ON COLUMN delivery.inventory_entry.record_key IS 'レコードキー; empty where there is one record a person. Source: receiver. Retention: as the table. Class: none.';
