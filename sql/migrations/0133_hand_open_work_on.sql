-- 国民年金の引継ぎ (decision 0082): whoever moves to another municipality keeps their number; what is open of them here is handed on by two people, whole, and stays in the
-- ledger as handed on. Rows are added, never changed, and sealed as those of 0111.
CREATE TABLE pension.handover (
    handover_id       bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    made_at           timestamptz NOT NULL DEFAULT now(),
    moved_on          date,
    atenabango        text COLLATE "C" NOT NULL,
    destination       text        NOT NULL,
    content           json        NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT handover_pkey PRIMARY KEY (handover_id),
    CONSTRAINT handover_time_is_finite CHECK (isfinite(made_at)),
    CONSTRAINT handover_entered_by_unique UNIQUE (handover_id, entered_by),
    CONSTRAINT handover_content_is_bounded CHECK (octet_length(content::text) <= 1048576),
    CONSTRAINT handover_words_are_bounded CHECK (
        pension.is_entered(destination, 1000) AND destination <> '' AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200)
        AND entered_by <> '' AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.handover IS 'Purpose: 引継ぎ, what was open of somebody who moved to another municipality, as it was when the list was made. Source: the module, at the clerk''s order. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.handover.handover_id IS 'Purpose: 引継ぎの番号. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.handover.made_at IS 'Purpose: when the list was made. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.handover.moved_on IS 'Purpose: 異動日, as the hub told it; none where it did not. Source: addressee_version. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.handover.atenabango IS 'Purpose: 宛名番号, of whom. Source: the clerk. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.handover.destination IS 'Purpose: 引継ぎ先, the municipality that goes on with it. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.handover.content IS 'Purpose: what was open (HandoverList). Source: reception, task, proposal, report_item. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.handover.section IS 'Purpose: 所属 of whoever made it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.handover.entered_by IS 'Purpose: who made it, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.handover.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.handover.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
CREATE INDEX handover_person_idx ON pension.handover (atenabango);
COMMENT ON INDEX pension.handover_person_idx IS 'Finds what was handed on of a person.';

CREATE TABLE pension.handover_end (
    handover_id       bigint      NOT NULL,
    ended_at          timestamptz NOT NULL DEFAULT now(),
    step              text COLLATE "C" NOT NULL,
    made_by           text COLLATE "C" NOT NULL,
    reason            text        NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT handover_end_pkey PRIMARY KEY (handover_id),
    CONSTRAINT handover_end_time_is_finite CHECK (isfinite(ended_at)),
    CONSTRAINT handover_end_handover_fkey FOREIGN KEY (handover_id, made_by) REFERENCES pension.handover (handover_id, entered_by),
    CONSTRAINT handover_end_step_known CHECK (step IN ('confirmed', 'withdrawn')),
    -- Whoever made it may take it out of the way, never let it count (CT-13).
    CONSTRAINT handover_end_by_another CHECK (step = 'withdrawn' OR made_by <> entered_by),
    CONSTRAINT handover_end_reason_is_told CHECK (step = 'confirmed' OR reason <> ''),
    CONSTRAINT handover_end_words_are_bounded CHECK (
        pension.is_entered(reason, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.handover_end IS 'Purpose: 引継ぎの確認・取下げ, that another person confirmed a list, or that it was withdrawn; once. Source: the clerk. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.handover_end.handover_id IS 'Purpose: of the list. Source: handover. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.handover_end.ended_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.handover_end.step IS 'Purpose: confirmed 確認, withdrawn 取下げ. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.handover_end.made_by IS 'Purpose: who made the list, account. Source: handover. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.handover_end.reason IS 'Purpose: why it was withdrawn; empty of confirmed. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.handover_end.section IS 'Purpose: 所属 of whoever did it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.handover_end.entered_by IS 'Purpose: who did it, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.handover_end.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.handover_end.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
GRANT SELECT, INSERT ON pension.handover, pension.handover_end TO atena_national_pension;
GRANT USAGE ON SEQUENCE pension.handover_handover_id_seq TO atena_national_pension;

ALTER TABLE pension.decision DROP CONSTRAINT decision_outcome_known;
ALTER TABLE pension.decision ADD CONSTRAINT decision_outcome_known CHECK (outcome IN ('accepted', 'returned', 'cancelled', 'handed-on'));
COMMENT ON COLUMN pension.decision.outcome IS 'Purpose: accepted 確定, returned 返戻 to whoever filed it, cancelled 取下げ of what was entered by mistake, or handed-on 引継ぎ to the municipality that somebody moved to. Source: the staff. Retention: as the row. Class: personal data.';
COMMENT ON VIEW pension.ledger IS 'Purpose: receptions with their state: received 確認待ち, held 保留, accepted 確定, returned 返戻, cancelled 取下げ, handed-on 引継ぎ, taken-back 確定取消し; of a claim that lacks papers the program says 不備. Source: reception, decision, take_back, task. Retention: as these. Class: personal data.';
COMMENT ON COLUMN pension.ledger.state IS 'received, held, accepted, returned, cancelled, handed-on or taken-back; by decision, what took it back, and open tasks.';

ALTER TABLE pension.act DROP CONSTRAINT act_kind_known;
ALTER TABLE pension.act
    ADD CONSTRAINT act_kind_known CHECK (kind IN (
        'received', 'accepted', 'returned', 'cancelled', 'handed-on', 'task-opened', 'task-closed', 'proposals-made', 'household-entered', 'income-asked',
        'income-declared', 'examined', 'paper-came', 'lack-told', 'claim-reminded', 'report-batch-made', 'report-batch-closed', 'report-batch-released',
        'report-batch-cancelled', 'report-batch-written', 'report-batch-handed', 'report-batch-received', 'report-batch-returned',
        'report-batch-destroyed', 'report-batch-failed', 'report-batch-recalled', 'report-character-decided', 'report-mended', 'results-taken',
        'result-matched', 'import-opened', 'import-released', 'import-withdrawn', 'take-back-asked', 'take-back-confirmed', 'take-back-dismissed',
        'handover-made', 'handover-confirmed', 'handover-withdrawn'));
