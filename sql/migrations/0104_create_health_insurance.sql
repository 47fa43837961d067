-- 国民健康保険: what the module in this process keeps. No role but atena_health_insurance may enter the schema, least of all that of the hub.

CREATE SCHEMA health_insurance;
COMMENT ON SCHEMA health_insurance IS 'Purpose: tables of the health-insurance module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';
REVOKE ALL ON SCHEMA health_insurance FROM PUBLIC;

-- Columns of fixed width first, so that no space is lost between them.
CREATE TABLE health_insurance.person (
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
COMMENT ON TABLE health_insurance.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';
COMMENT ON COLUMN health_insurance.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';
COMMENT ON COLUMN health_insurance.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN health_insurance.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';
COMMENT ON COLUMN health_insurance.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN health_insurance.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN health_insurance.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';
COMMENT ON COLUMN health_insurance.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';
CREATE INDEX person_kojinbango_key_id_idx ON health_insurance.person (kojinbango_key_id) WHERE kojinbango_key_id IS NOT NULL;
COMMENT ON INDEX health_insurance.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

CREATE TABLE health_insurance.applied_batch (
    sequence        bigint      NOT NULL,
    applied_at      timestamptz NOT NULL DEFAULT now(),
    entry_count     integer     NOT NULL,
    calendar_day    date        NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key),
    CONSTRAINT applied_batch_key_length CHECK (octet_length(idempotency_key) BETWEEN 1 AND 200),
    CONSTRAINT applied_batch_entry_count_positive CHECK (entry_count > 0)
);
COMMENT ON TABLE health_insurance.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';
COMMENT ON COLUMN health_insurance.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';
COMMENT ON COLUMN health_insurance.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN health_insurance.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN health_insurance.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';
COMMENT ON COLUMN health_insurance.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

-- No foreign key to person: both are written in one transaction, and what was lost outlives the data of the person.
CREATE TABLE health_insurance.insurable (
    qualified_from date,
    ages_out_on date,
    lost_on date,
    atenabango text COLLATE "C" NOT NULL,
    loss_reason text,
    confirm text,
    CONSTRAINT insurable_pkey PRIMARY KEY (atenabango),
    CONSTRAINT insurable_days_together CHECK ((qualified_from IS NULL) = (ages_out_on IS NULL)),
    CONSTRAINT insurable_day_or_confirm CHECK ((qualified_from IS NULL) = (confirm IS NOT NULL)),
    CONSTRAINT insurable_loss_has_reason CHECK ((lost_on IS NULL) = (loss_reason IS NULL)),
    CONSTRAINT insurable_confirm_known CHECK (confirm IN ('birth-date-unknown', 'birth-date-missing', 'non-resident'))
);
COMMENT ON TABLE health_insurance.insurable IS 'Purpose: residents who may be insured, until the 75th birthday (国民健康保険法5条, 6条, 8条). Source: derived from person. Retention: until the qualification has ended and been dealt with. Class: personal data.';
COMMENT ON COLUMN health_insurance.insurable.qualified_from IS 'Purpose: first day in range by age and resident here; none while a clerk must confirm. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN health_insurance.insurable.ages_out_on IS 'Purpose: 75th birthday, first day in the late-stage elderly''s insurance. Source: seinengappi. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN health_insurance.insurable.lost_on IS 'Purpose: 資格喪失日: first day without the qualification. Source: idojiyu and idonengappi, or the age. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN health_insurance.insurable.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN health_insurance.insurable.loss_reason IS 'Purpose: 異動事由 of the loss, or age. Source: idojiyu. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN health_insurance.insurable.confirm IS 'Purpose: what a clerk must find out: birth-date-unknown, birth-date-missing, non-resident. Source: seinengappi and juminjotai. Retention: as the row. Class: personal data.';

GRANT USAGE ON SCHEMA health_insurance TO atena_health_insurance;
-- Tombstones are never deleted, so the role can't.
GRANT SELECT, INSERT, UPDATE ON health_insurance.person TO atena_health_insurance;
GRANT SELECT, INSERT, DELETE ON health_insurance.applied_batch TO atena_health_insurance;
GRANT SELECT, INSERT, UPDATE, DELETE ON health_insurance.insurable TO atena_health_insurance;
