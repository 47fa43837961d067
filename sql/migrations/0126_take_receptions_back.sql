-- 確定取消し (decision 0075): a reception from which nothing of the record followed, and that was accepted by mistake, is taken back by two people. What was decided stays;
-- beside it stands what was said since. Rows are added, never changed, and sealed as those of 0111. Amends 0110, 0115 and 0117.
CREATE TABLE pension.take_back (
    fiscal_year       integer     NOT NULL,
    number            integer     NOT NULL,
    ordinal           integer     NOT NULL,
    confirms_ordinal  integer,
    batch_year        integer,
    batch_number      integer,
    entered_at        timestamptz NOT NULL DEFAULT now(),
    outcome           text COLLATE "C" NOT NULL DEFAULT 'accepted',
    step              text COLLATE "C" NOT NULL,
    confirms_step     text COLLATE "C",
    confirms_by       text COLLATE "C",
    reason            text        NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT take_back_pkey PRIMARY KEY (fiscal_year, number, ordinal),
    CONSTRAINT take_back_time_is_finite CHECK (isfinite(entered_at)),
    CONSTRAINT take_back_ordinal_bounded CHECK (ordinal BETWEEN 1 AND 100),
    CONSTRAINT take_back_outcome_is_accepted CHECK (outcome = 'accepted'),
    CONSTRAINT take_back_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision (fiscal_year, number, outcome),
    CONSTRAINT take_back_step_known CHECK (step IN ('asked', 'confirmed', 'dismissed')),
    -- What is confirmed was asked for by that person, who is another (CT-13).
    CONSTRAINT take_back_entered_by_unique UNIQUE (fiscal_year, number, ordinal, step, entered_by),
    CONSTRAINT take_back_confirms_step_fkey FOREIGN KEY (fiscal_year, number, confirms_ordinal, confirms_step, confirms_by)
        REFERENCES pension.take_back (fiscal_year, number, ordinal, step, entered_by),
    CONSTRAINT take_back_confirmed_by_another CHECK (
        CASE step WHEN 'asked' THEN confirms_ordinal IS NULL AND confirms_step IS NULL AND confirms_by IS NULL
        ELSE confirms_ordinal IS NOT NULL AND confirms_step IS NOT DISTINCT FROM 'asked' AND confirms_by IS NOT NULL
            AND (step = 'dismissed' OR confirms_by <> entered_by) END),
    CONSTRAINT take_back_reason_is_told CHECK (step = 'confirmed' OR reason <> ''),
    -- The batch that its report leaves, which was only made.
    CONSTRAINT take_back_batch_whole CHECK ((batch_year IS NULL) = (batch_number IS NULL) AND (batch_year IS NULL OR step = 'confirmed')),
    CONSTRAINT take_back_item_fkey FOREIGN KEY (batch_year, batch_number, fiscal_year, number)
        REFERENCES pension.report_item (batch_year, batch_number, fiscal_year, number),
    CONSTRAINT take_back_words_are_bounded CHECK (
        pension.is_entered(reason, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.take_back IS 'Purpose: 確定取消し, that an accepted reception is to be taken back: one asks for it, another confirms it, or it is dismissed; the last row counts. Source: the clerk. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.take_back.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.take_back.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.take_back.ordinal IS 'Purpose: its place among the rows of the reception, from 1: of two that come at once one is refused. Source: the module. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.take_back.confirms_ordinal IS 'Purpose: of confirmed and dismissed: the row that asked. Source: take_back. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.take_back.batch_year IS 'Purpose: of the batch, only made by then, that its report leaves by the confirmation; none where it was in none. Source: report_item. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.take_back.batch_number IS 'Purpose: of that batch. Source: report_item. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.take_back.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.take_back.outcome IS 'Purpose: always accepted: what was never accepted is returned or withdrawn. Source: constant. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.take_back.step IS 'Purpose: asked 確定取消しの求め, confirmed 確定取消し, dismissed 求めの却下. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.take_back.confirms_step IS 'Purpose: of confirmed and dismissed: asked. Source: constant. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.take_back.confirms_by IS 'Purpose: of confirmed and dismissed: who asked, account. Source: take_back. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.take_back.reason IS 'Purpose: why it is to be taken back, or why not; empty of confirmed. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.take_back.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.take_back.entered_by IS 'Purpose: who entered it, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.take_back.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.take_back.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
CREATE UNIQUE INDEX take_back_once ON pension.take_back (fiscal_year, number) WHERE step = 'confirmed';
COMMENT ON INDEX pension.take_back_once IS 'A reception is taken back once, and for good.';
CREATE INDEX take_back_batch_idx ON pension.take_back (batch_year, batch_number) WHERE batch_year IS NOT NULL;
COMMENT ON INDEX pension.take_back_batch_idx IS 'Finds the reports that left a batch.';
GRANT SELECT, INSERT ON pension.take_back TO atena_national_pension;

ALTER TABLE pension.act DROP CONSTRAINT act_kind_known;
ALTER TABLE pension.act
    ADD CONSTRAINT act_kind_known CHECK (kind IN (
        'received', 'accepted', 'returned', 'cancelled', 'task-opened', 'task-closed', 'proposals-made', 'household-entered', 'income-asked', 'income-declared',
        'examined', 'paper-came', 'lack-told', 'claim-reminded', 'report-batch-made', 'report-batch-closed', 'report-batch-released',
        'report-batch-cancelled', 'report-batch-written', 'report-batch-handed', 'report-batch-received', 'report-batch-returned',
        'report-batch-destroyed', 'report-batch-failed', 'report-batch-recalled', 'report-character-decided', 'report-mended', 'results-taken',
        'result-matched', 'import-opened', 'import-released', 'import-withdrawn', 'take-back-asked', 'take-back-confirmed', 'take-back-dismissed'));

ALTER TABLE pension.task DROP CONSTRAINT task_kind_known;
ALTER TABLE pension.task
    ADD CONSTRAINT task_kind_known CHECK (kind IN (
        'held', 'second-number', 'number-of-another', 'report-returned', 'result-unclear', 'take-back'));

-- Whether a row that takes back is true, the program says, as it says it of a decision.
CREATE OR REPLACE VIEW pension.ledger AS
SELECT r.fiscal_year, r.number, r.received_on, r.happened_on, r.due_on, r.entered_at, r.atenabango, r.kind, r.section, r.entered_by, r.entered_set_up_by,
    r.remarks, r.proposal_id, d.decided_by, d.decided_at, d.reason AS decision_reason,
    coalesce(CASE WHEN b.number IS NOT NULL THEN 'taken-back' END, d.outcome, CASE WHEN EXISTS (
        SELECT FROM pension.task t WHERE t.fiscal_year = r.fiscal_year AND t.number = r.number AND t.closed_at IS NULL) THEN 'held' ELSE 'received' END) AS state
FROM pension.reception r
LEFT JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number
LEFT JOIN pension.take_back b ON b.fiscal_year = r.fiscal_year AND b.number = r.number AND b.step = 'confirmed';
COMMENT ON VIEW pension.ledger IS 'Purpose: receptions with their state: received 確認待ち, held 保留, accepted 確定, returned 返戻, cancelled 取下げ, taken-back 確定取消し; of a claim that lacks papers the program says 不備. Source: reception, decision, take_back, task. Retention: as these. Class: personal data.';

-- What was declared for an application that was taken back counts no more: whoever it is about is examined anew.
CREATE OR REPLACE VIEW pension.waiting_application AS
SELECT r.fiscal_year, r.number, sha256(convert_to(concat_ws('|',
    (SELECT count(*) || ' ' || coalesce(max(h.household_version), 0) FROM pension.household h WHERE h.fiscal_year = r.fiscal_year AND h.number = r.number),
    (SELECT string_agg(concat_ws(' ', t.atenabango, t.record_key, t.sequence, t.waiting, t.rirekibango, t.removed), ';' ORDER BY t.atenabango, t.record_key)
     FROM national_pension.tax_income t WHERE t.atenabango = ANY (p.persons)),
    (SELECT count(*) || ' ' || coalesce(max(e.event_id), 0) FROM pension.event e WHERE e.atenabango = r.atenabango),
    (SELECT n.sequence || ' ' || n.removed FROM national_pension.person n WHERE n.atenabango = r.atenabango),
    (SELECT count(*) || ' ' || coalesce(max(i.declaration_id), 0) || ' ' || count(d.decided_at) || ' ' || count(b.number)
     FROM pension.declared_income i LEFT JOIN pension.decision d ON d.fiscal_year = i.fiscal_year AND d.number = i.number
     LEFT JOIN pension.take_back b ON b.fiscal_year = i.fiscal_year AND b.number = i.number AND b.step = 'confirmed'
     WHERE i.atenabango = ANY (p.persons)),
    (SELECT count(*) FROM pension.declared_income i WHERE i.fiscal_year = r.fiscal_year AND i.number = r.number),
    (SELECT count(*) FROM pension.income_question q WHERE q.atenabango = ANY (p.persons)),
    (SELECT count(*) FROM pension.income_question q WHERE q.fiscal_year = r.fiscal_year AND q.number = r.number)), 'UTF8')) AS mark
FROM pension.reception r
CROSS JOIN LATERAL (
    -- Whoever was ever named, by whatever row: an application too many is looked at, and none too few.
    SELECT array_agg(DISTINCT named.number) AS persons FROM (
        SELECT r.atenabango
        UNION SELECT h.content #>> '{spouse,number}' FROM pension.household h WHERE h.fiscal_year = r.fiscal_year AND h.number = r.number
        UNION SELECT h.content #>> '{householder,number}' FROM pension.household h WHERE h.fiscal_year = r.fiscal_year AND h.number = r.number
    ) AS named (number) WHERE named.number IS NOT NULL
) AS p
WHERE r.kind IN ('exemption-applied', 'student-applied')
  AND NOT EXISTS (SELECT FROM pension.decision d WHERE d.fiscal_year = r.fiscal_year AND d.number = r.number);
COMMENT ON VIEW pension.waiting_application IS 'Purpose: applications on which nothing was decided, and the state of what they are examined by: households, incomes, events, birth, declarations and questions. Source: reception, household, tax_income, event, person, declared_income, income_question, decision, take_back. Retention: as these. Class: technical.';
