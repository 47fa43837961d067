-- 裁定請求の記載事項 (decision 0098): what is told of a claimant and of medical certificates after a claim was received, or corrected. Each row is all that the claim says by
-- then, and the last counts; what was filed stays in reception.content. Rows are added, never changed, and sealed as those of 0111.
CREATE TABLE pension.claim_version (
    version_id        bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    entered_at        timestamptz NOT NULL DEFAULT now(),
    fiscal_year       integer     NOT NULL,
    number            integer     NOT NULL,
    atenabango        text COLLATE "C" NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    content           json        NOT NULL,
    mac               bytea       NOT NULL,
    CONSTRAINT claim_version_times_are_finite CHECK (isfinite(entered_at)),
    CONSTRAINT claim_version_pkey PRIMARY KEY (version_id),
    CONSTRAINT claim_version_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception (fiscal_year, number, atenabango),
    CONSTRAINT claim_version_words_are_bounded CHECK (
        pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> '' AND pension.is_entered(coalesce(entered_set_up_by, ''), 200)
        AND octet_length(content::text) <= 65536)
);
COMMENT ON TABLE pension.claim_version IS 'Purpose: 裁定請求の記載の版, all that a claim says once something of its claimant or its medical certificates was entered or corrected; the last counts. Source: the clerk. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.claim_version.version_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_version.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_version.fiscal_year IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_version.number IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_version.atenabango IS 'Purpose: 宛名番号 of the insured person, or of whoever died. Source: reception. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.claim_version.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_version.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.claim_version.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.claim_version.content IS 'Purpose: the claim: what is claimed, by whom (relation, name, address, telephone), what was asked for, and of each medical certificate its form, days and hospital. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.claim_version.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
CREATE INDEX claim_version_reception_idx ON pension.claim_version (fiscal_year, number, version_id);
COMMENT ON INDEX pension.claim_version_reception_idx IS 'Finds what a claim says now, and what it said before.';
GRANT SELECT, INSERT ON pension.claim_version TO atena_national_pension;
GRANT USAGE ON SEQUENCE pension.claim_version_version_id_seq TO atena_national_pension;

ALTER TABLE pension.act DROP CONSTRAINT act_kind_known;
ALTER TABLE pension.act
    ADD CONSTRAINT act_kind_known CHECK (kind IN (
        'received', 'accepted', 'returned', 'cancelled', 'handed-on', 'task-opened', 'task-closed', 'proposals-made', 'household-entered', 'income-asked',
        'income-declared', 'examined', 'paper-came', 'lack-told', 'claim-entered', 'claim-reminded', 'report-batch-made', 'report-batch-closed', 'report-batch-released',
        'report-batch-cancelled', 'report-batch-written', 'report-batch-handed', 'report-batch-received', 'report-batch-returned',
        'report-batch-destroyed', 'report-batch-failed', 'report-batch-recalled', 'report-character-decided', 'report-mended', 'results-taken',
        'result-matched', 'import-opened', 'import-released', 'import-withdrawn', 'take-back-asked', 'take-back-confirmed', 'take-back-dismissed',
        'handover-made', 'handover-confirmed', 'handover-withdrawn'));
