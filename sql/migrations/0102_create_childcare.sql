-- 児童手当: what the module in this process keeps. No role but atena_childcare may enter the schema, least of all that of the hub.

CREATE SCHEMA childcare;
COMMENT ON SCHEMA childcare IS 'Purpose: tables of the childcare module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';
REVOKE ALL ON SCHEMA childcare FROM PUBLIC;

-- Columns of fixed width first, so that no space is lost between them.
CREATE TABLE childcare.person (
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
COMMENT ON TABLE childcare.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';
COMMENT ON COLUMN childcare.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';
COMMENT ON COLUMN childcare.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN childcare.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';
COMMENT ON COLUMN childcare.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN childcare.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN childcare.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';
COMMENT ON COLUMN childcare.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';
CREATE INDEX person_kojinbango_key_id_idx ON childcare.person (kojinbango_key_id) WHERE kojinbango_key_id IS NOT NULL;
COMMENT ON INDEX childcare.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

CREATE TABLE childcare.applied_batch (
    sequence        bigint      NOT NULL,
    applied_at      timestamptz NOT NULL DEFAULT now(),
    entry_count     integer     NOT NULL,
    calendar_day    date        NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key),
    CONSTRAINT applied_batch_key_length CHECK (octet_length(idempotency_key) BETWEEN 1 AND 200),
    CONSTRAINT applied_batch_entry_count_positive CHECK (entry_count > 0)
);
COMMENT ON TABLE childcare.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';
COMMENT ON COLUMN childcare.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';
COMMENT ON COLUMN childcare.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN childcare.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';
COMMENT ON COLUMN childcare.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';
COMMENT ON COLUMN childcare.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

-- No foreign key to person: both are written in one transaction, and what was lost outlives the data of the person.
CREATE TABLE childcare.child (
    qualified_from date,
    ages_out_on date,
    lost_on date,
    atenabango text COLLATE "C" NOT NULL,
    setaibango text COLLATE "C",
    loss_reason text,
    confirm text,
    CONSTRAINT child_pkey PRIMARY KEY (atenabango),
    CONSTRAINT child_days_together CHECK ((qualified_from IS NULL) = (ages_out_on IS NULL)),
    CONSTRAINT child_day_or_confirm CHECK ((qualified_from IS NULL) = (confirm IS NOT NULL)),
    CONSTRAINT child_loss_has_reason CHECK ((lost_on IS NULL) = (loss_reason IS NULL)),
    CONSTRAINT child_confirm_known CHECK (confirm IN ('birth-date-unknown', 'birth-date-missing', 'non-resident'))
);
COMMENT ON TABLE childcare.child IS 'Purpose: children up to the first 31 March after they attain 18 (児童手当法3条). Source: derived from person. Retention: until the qualification has ended and been dealt with. Class: personal data.';
COMMENT ON COLUMN childcare.child.qualified_from IS 'Purpose: first day in range by age and resident here; none while a clerk must confirm. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN childcare.child.ages_out_on IS 'Purpose: 1 April after the first 31 March on or after attaining 18, first day no longer a child. Source: seinengappi. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN childcare.child.lost_on IS 'Purpose: 資格喪失日: first day without the qualification. Source: idojiyu and idonengappi, or the age. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN childcare.child.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN childcare.child.setaibango IS 'Purpose: 世帯番号, to find the householder. Source: the hub. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN childcare.child.loss_reason IS 'Purpose: 異動事由 of the loss, or age. Source: idojiyu. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN childcare.child.confirm IS 'Purpose: what a clerk must find out: birth-date-unknown, birth-date-missing, non-resident. Source: seinengappi and juminjotai. Retention: as the row. Class: personal data.';
CREATE INDEX child_setaibango_idx ON childcare.child (setaibango);
COMMENT ON INDEX childcare.child_setaibango_idx IS 'Finds the children of a household.';

CREATE TABLE childcare.householder (
    atenabango text COLLATE "C" NOT NULL,
    setaibango text COLLATE "C" NOT NULL,
    CONSTRAINT householder_pkey PRIMARY KEY (atenabango)
);
COMMENT ON TABLE childcare.householder IS 'Purpose: householders (世帯主) among whom the recipient of the allowance is looked for. Source: derived from person. Retention: while the hub provides the person as a householder. Class: personal data.';
COMMENT ON COLUMN childcare.householder.atenabango IS 'Purpose: 宛名番号 of the householder. Source: the hub. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN childcare.householder.setaibango IS 'Purpose: 世帯番号. Source: the hub. Retention: as the row. Class: personal data.';
CREATE INDEX householder_setaibango_idx ON childcare.householder (setaibango);
COMMENT ON INDEX childcare.householder_setaibango_idx IS 'Finds the householder of a child.';

-- While a householder changes, a household may have two or none for a moment; the child is shown once all the same.
CREATE VIEW childcare.child_with_householder AS
SELECT child.*, head.atenabango AS householder
FROM childcare.child AS child
LEFT JOIN LATERAL (
    SELECT householder.atenabango FROM childcare.householder AS householder
    JOIN childcare.person AS person USING (atenabango)
    WHERE householder.setaibango = child.setaibango
    ORDER BY person.sequence DESC, householder.atenabango LIMIT 1
) AS head ON true;
COMMENT ON VIEW childcare.child_with_householder IS 'Purpose: each child with the householder of its household. Source: child and householder. Retention: as these. Class: personal data.';
COMMENT ON COLUMN childcare.child_with_householder.qualified_from IS 'Purpose: qualified_from of the child. Source: child. Retention: as there. Class: personal data.';
COMMENT ON COLUMN childcare.child_with_householder.ages_out_on IS 'Purpose: ages_out_on of the child. Source: child. Retention: as there. Class: personal data.';
COMMENT ON COLUMN childcare.child_with_householder.lost_on IS 'Purpose: lost_on of the child. Source: child. Retention: as there. Class: personal data.';
COMMENT ON COLUMN childcare.child_with_householder.atenabango IS 'Purpose: atenabango of the child. Source: child. Retention: as there. Class: personal identifier.';
COMMENT ON COLUMN childcare.child_with_householder.setaibango IS 'Purpose: setaibango of the child. Source: child. Retention: as there. Class: personal data.';
COMMENT ON COLUMN childcare.child_with_householder.loss_reason IS 'Purpose: loss_reason of the child. Source: child. Retention: as there. Class: personal data.';
COMMENT ON COLUMN childcare.child_with_householder.confirm IS 'Purpose: confirm of the child. Source: child. Retention: as there. Class: personal data.';
COMMENT ON COLUMN childcare.child_with_householder.householder IS 'Purpose: 宛名番号 of the householder; none where none is held. Source: householder. Retention: as there. Class: personal identifier.';

GRANT USAGE ON SCHEMA childcare TO atena_childcare;
-- Tombstones are never deleted, so the role can't.
GRANT SELECT, INSERT, UPDATE ON childcare.person TO atena_childcare;
GRANT SELECT, INSERT, DELETE ON childcare.applied_batch TO atena_childcare;
GRANT SELECT, INSERT, UPDATE, DELETE ON childcare.child TO atena_childcare;
GRANT SELECT, INSERT, UPDATE, DELETE ON childcare.householder TO atena_childcare;
GRANT SELECT ON childcare.child_with_householder TO atena_childcare;
