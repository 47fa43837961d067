-- 税務: what the module in this process keeps. No role but atena_tax may enter the schema, least of all that of the hub.

CREATE SCHEMA tax;
COMMENT ON SCHEMA tax IS 'Purpose: tables of the tax module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';
REVOKE ALL ON SCHEMA tax FROM PUBLIC;

-- Columns of fixed width first, so that no space is lost between them.
CREATE TABLE tax.person (
    sequence          bigint  NOT NULL,
    rirekibango       integer NOT NULL,
    kojinbango_key_id integer,
    removed           boolean NOT NULL,
    atenabango        text COLLATE "C" NOT NULL,
    kojinbango_sealed bytea,
    items             json,
    CONSTRAINT person_pkey PRIMARY KEY (atenabango),
    CONSTRAINT person_atenabango_length CHECK (octet_length(atenabango) BETWEEN 1 AND 15),
    CONSTRAINT person_rirekibango_positive CHECK (rirekibango > 0),
    -- A removal leaves a number, a version and a sequence, and nothing about the person.
    CONSTRAINT person_removed_holds_nothing CHECK (removed = (items IS NULL) AND (NOT removed OR kojinbango_sealed IS NULL)),
    CONSTRAINT person_sealed_has_key CHECK ((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL)),
    -- Nonce 12, twelve digits, tag 16: nothing but a sealed individual number fits.
    CONSTRAINT person_sealed_length CHECK (octet_length(kojinbango_sealed) = 40)
)
-- Room on each page for the next version of a row, so that most changes touch no index.
WITH (fillfactor = 90);
COMMENT ON TABLE tax.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';
COMMENT ON COLUMN tax.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';
COMMENT ON COLUMN tax.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN tax.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';
COMMENT ON COLUMN tax.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN tax.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN tax.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';
COMMENT ON COLUMN tax.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';
CREATE INDEX person_kojinbango_key_id_idx ON tax.person (kojinbango_key_id) WHERE kojinbango_key_id IS NOT NULL;
COMMENT ON INDEX tax.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

CREATE TABLE tax.applied_batch (
    sequence        bigint      NOT NULL,
    applied_at      timestamptz NOT NULL DEFAULT now(),
    entry_count     integer     NOT NULL,
    calendar_day    date        NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key),
    CONSTRAINT applied_batch_key_length CHECK (octet_length(idempotency_key) BETWEEN 1 AND 200),
    CONSTRAINT applied_batch_entry_count_positive CHECK (entry_count > 0)
);
COMMENT ON TABLE tax.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';
COMMENT ON COLUMN tax.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';
COMMENT ON COLUMN tax.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN tax.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN tax.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';
COMMENT ON COLUMN tax.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE tax.assessment_date (
    tax_year      integer NOT NULL,
    reference_day date    NOT NULL,
    CONSTRAINT assessment_date_pkey PRIMARY KEY (tax_year),
    CONSTRAINT assessment_date_is_1_january CHECK (reference_day = make_date(tax_year, 1, 1))
);
COMMENT ON TABLE tax.assessment_date IS 'Purpose: 賦課期日 that have come, as the hub''s calendar goes. Source: the module. Retention: permanent. Class: none.';
COMMENT ON COLUMN tax.assessment_date.tax_year IS 'Purpose: year of assessment. Source: Batch.calendarDay. Retention: as the row. Class: none.';
COMMENT ON COLUMN tax.assessment_date.reference_day IS 'Purpose: 1 January of the year (地方税法39条, 318条). Source: the year. Retention: as the row. Class: none.';

-- Periods and not a row for each year: a 1 January to come needs no rewriting, and who left stays on the rolls of the years before.
CREATE TABLE tax.residence (
    resident_from  date    NOT NULL,
    resident_until date,
    start_known    boolean NOT NULL DEFAULT true,
    end_known      boolean NOT NULL DEFAULT true,
    atenabango     text COLLATE "C" NOT NULL,
    end_reason     text,
    CONSTRAINT residence_pkey PRIMARY KEY (atenabango, resident_from),
    CONSTRAINT residence_order CHECK (resident_until > resident_from),
    CONSTRAINT residence_reason_of_end CHECK (end_reason IS NULL OR resident_until IS NOT NULL)
);
COMMENT ON TABLE tax.residence IS 'Purpose: periods of residence, of which the roll of each 賦課期日 is made. Source: derived from person. Retention: until no assessment of the years can be decided any more (地方税法17条の5). Class: personal data.';
COMMENT ON COLUMN tax.residence.resident_from IS 'Purpose: first day of residence. Source: juminnengappi; where it is not given, jushoteinengappi or the day of delivery. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN tax.residence.resident_until IS 'Purpose: first day without residence; none while it lasts. Source: idonengappi of the movement that ended it. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN tax.residence.start_known IS 'Purpose: whether the first day was given; otherwise it may be earlier. Source: the module. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN tax.residence.end_known IS 'Purpose: whether the day of the end was given; otherwise it may be earlier. Source: the module. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN tax.residence.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN tax.residence.end_reason IS 'Purpose: 異動事由 that ended residence. Source: idojiyu. Retention: as the row. Class: personal data.';

CREATE VIEW tax.assessment_roll AS
SELECT date.tax_year, held.atenabango, held.start_known AND held.end_known AS is_certain
FROM tax.assessment_date AS date
JOIN tax.residence AS held
  ON held.resident_from <= date.reference_day AND (held.resident_until IS NULL OR held.resident_until > date.reference_day);
COMMENT ON VIEW tax.assessment_roll IS 'Purpose: who was resident on each 賦課期日. Source: assessment_date and residence. Retention: as these. Class: personal data.';
COMMENT ON COLUMN tax.assessment_roll.tax_year IS 'Purpose: year of assessment. Source: assessment_date. Retention: as there. Class: none.';
COMMENT ON COLUMN tax.assessment_roll.atenabango IS 'Purpose: 宛名番号. Source: residence. Retention: as there. Class: personal identifier.';
COMMENT ON COLUMN tax.assessment_roll.is_certain IS 'Purpose: whether both days of the period were given; otherwise a clerk confirms. Source: residence. Retention: as there. Class: personal data.';

GRANT USAGE ON SCHEMA tax TO atena_tax;
-- Tombstones are never deleted, so the role can't.
GRANT SELECT, INSERT, UPDATE ON tax.person TO atena_tax;
GRANT SELECT, INSERT, DELETE ON tax.applied_batch TO atena_tax;
GRANT SELECT, INSERT ON tax.assessment_date TO atena_tax;
GRANT SELECT, INSERT, UPDATE, DELETE ON tax.residence TO atena_tax;
GRANT SELECT ON tax.assessment_roll TO atena_tax;
