-- 所得情報: what the national-pension module keeps of the incomes that the tax system publishes, a row for each person and 年度.
CREATE TABLE national_pension.tax_income (
    sequence          bigint  NOT NULL,
    waiting           bigint  NOT NULL DEFAULT 0,
    rirekibango       integer NOT NULL,
    kojinbango_key_id integer,
    removed           boolean NOT NULL,
    atenabango        text COLLATE "C" NOT NULL,
    record_key        text COLLATE "C" NOT NULL,
    kojinbango_sealed bytea,
    items             json,
    CONSTRAINT tax_income_pkey PRIMARY KEY (atenabango, record_key),
    CONSTRAINT tax_income_atenabango_length CHECK (octet_length(atenabango) BETWEEN 1 AND 15),
    CONSTRAINT tax_income_record_key_length CHECK (octet_length(record_key) BETWEEN 1 AND 40),
    CONSTRAINT tax_income_rirekibango_positive CHECK (rirekibango > 0),
    CONSTRAINT tax_income_removed_holds_nothing CHECK (removed = (items IS NULL) AND (NOT removed OR kojinbango_sealed IS NULL)),
    CONSTRAINT tax_income_sealed_has_key CHECK ((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL)),
    CONSTRAINT tax_income_sealed_length CHECK (octet_length(kojinbango_sealed) = 40)
)
WITH (fillfactor = 90);
COMMENT ON TABLE national_pension.tax_income IS 'Purpose: incomes the module was given, one row for each person and 年度, and tombstones of those it may hold no longer. Source: the hub''s deliveries of tax-income. Retention: while the hub provides it; a tombstone stays. Class: personal data, individual number sealed.';
COMMENT ON COLUMN national_pension.tax_income.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';
COMMENT ON COLUMN national_pension.tax_income.waiting IS 'Purpose: items that await a decision at the hub, a bit each of the dataset; their values here are those from before. Source: the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN national_pension.tax_income.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN national_pension.tax_income.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';
COMMENT ON COLUMN national_pension.tax_income.removed IS 'Purpose: tombstone; the record was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN national_pension.tax_income.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN national_pension.tax_income.record_key IS 'Purpose: 年度, names the record among the person''s. Source: the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN national_pension.tax_income.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';
COMMENT ON COLUMN national_pension.tax_income.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';
CREATE INDEX tax_income_kojinbango_key_id_idx ON national_pension.tax_income (kojinbango_key_id) WHERE kojinbango_key_id IS NOT NULL;
COMMENT ON INDEX national_pension.tax_income_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';
GRANT SELECT, INSERT, UPDATE ON national_pension.tax_income TO atena_national_pension;
