-- 裁定請求等の受付: which papers came to a claim, why it goes to the Service without the rest, and when somebody was reminded. The claim itself is a reception
-- like any other (0110), and says what was asked for. Rows are added, never changed, and sealed as those of 0111.
ALTER TABLE pension.act DROP CONSTRAINT act_kind_known;
ALTER TABLE pension.act
    ADD CONSTRAINT act_kind_known CHECK (kind IN (
        'received', 'accepted', 'returned', 'cancelled', 'task-opened', 'task-closed', 'proposals-made', 'household-entered', 'income-asked', 'income-declared',
        'examined', 'paper-came', 'lack-told', 'claim-reminded'));

CREATE TABLE pension.claim_arrival (
    arrival_id        bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    entered_at        timestamptz NOT NULL DEFAULT now(),
    fiscal_year       integer     NOT NULL,
    number            integer     NOT NULL,
    came_on           date        NOT NULL,
    has_come          boolean     NOT NULL,
    atenabango        text COLLATE "C" NOT NULL,
    paper             text COLLATE "C" NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT claim_arrival_times_are_finite CHECK (isfinite(entered_at) AND isfinite(came_on)),
    CONSTRAINT claim_arrival_pkey PRIMARY KEY (arrival_id),
    CONSTRAINT claim_arrival_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception (fiscal_year, number, atenabango),
    CONSTRAINT claim_arrival_words_are_bounded CHECK (
        pension.is_entered(paper, 100) AND paper <> '' AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.claim_arrival IS 'Purpose: 届いた添付書類, one row each time that a paper of a claim came, or was recorded by mistake; the last of a paper counts. Source: the clerk. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.claim_arrival.arrival_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_arrival.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_arrival.fiscal_year IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_arrival.number IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_arrival.came_on IS 'Purpose: the day on which it came. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_arrival.has_come IS 'Purpose: whether it came; otherwise the row before was a mistake. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_arrival.atenabango IS 'Purpose: 宛名番号 of the insured person, or of whoever died. Source: reception. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.claim_arrival.paper IS 'Purpose: which paper, by its key in claim-attachments. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.claim_arrival.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_arrival.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.claim_arrival.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.claim_arrival.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
CREATE INDEX claim_arrival_reception_idx ON pension.claim_arrival (fiscal_year, number, paper, arrival_id);
COMMENT ON INDEX pension.claim_arrival_reception_idx IS 'Finds what came to a claim, and whether a paper is there.';

CREATE TABLE pension.claim_lack (
    lack_id           bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    entered_at        timestamptz NOT NULL DEFAULT now(),
    fiscal_year       integer     NOT NULL,
    number            integer     NOT NULL,
    atenabango        text COLLATE "C" NOT NULL,
    keys              text[]      NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    reason            text        NOT NULL,
    mac               bytea       NOT NULL,
    CONSTRAINT claim_lack_times_are_finite CHECK (isfinite(entered_at)),
    CONSTRAINT claim_lack_pkey PRIMARY KEY (lack_id),
    CONSTRAINT claim_lack_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception (fiscal_year, number, atenabango),
    CONSTRAINT claim_lack_words_are_bounded CHECK (
        cardinality(keys) BETWEEN 1 AND 100 AND octet_length(keys::text) <= 10000 AND pension.is_entered(reason, 1000) AND reason <> ''
        AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.claim_lack IS 'Purpose: 不備のまま進達する理由, what a claim lacks and why it goes to the Japan Pension Service all the same; the Service is told. Source: the clerk. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.claim_lack.lack_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_lack.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_lack.fiscal_year IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_lack.number IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_lack.atenabango IS 'Purpose: 宛名番号 of the insured person, or of whoever died. Source: reception. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.claim_lack.keys IS 'Purpose: what lacked: papers by their keys in claim-attachments, limit, or hold- with the kind of the gap. Source: the rules. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.claim_lack.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_lack.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.claim_lack.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.claim_lack.reason IS 'Purpose: why it goes. Source: the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.claim_lack.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
CREATE INDEX claim_lack_reception_idx ON pension.claim_lack (fiscal_year, number);
COMMENT ON INDEX pension.claim_lack_reception_idx IS 'Finds what was told of a claim''s lacks.';

CREATE TABLE pension.claim_reminder (
    reminder_id bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    entered_at  timestamptz NOT NULL DEFAULT now(),
    fiscal_year integer     NOT NULL,
    number      integer     NOT NULL,
    reminded_on date        NOT NULL,
    reminded    text COLLATE "C" NOT NULL,
    means       text COLLATE "C" NOT NULL,
    keys        text[]      NOT NULL,
    section     text        NOT NULL,
    entered_by  text COLLATE "C" NOT NULL,
    mac         bytea       NOT NULL,
    CONSTRAINT claim_reminder_times_are_finite CHECK (isfinite(entered_at) AND isfinite(reminded_on)),
    CONSTRAINT claim_reminder_pkey PRIMARY KEY (reminder_id),
    CONSTRAINT claim_reminder_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception (fiscal_year, number),
    CONSTRAINT claim_reminder_means_known CHECK (means IN ('letter', 'telephone', 'counter', 'visit')),
    CONSTRAINT claim_reminder_words_are_bounded CHECK (
        cardinality(keys) BETWEEN 1 AND 100 AND octet_length(keys::text) <= 10000 AND pension.is_entered(section, 200)
        AND pension.is_entered(entered_by, 200) AND entered_by <> '' AND octet_length(reminded) <= 15)
);
COMMENT ON TABLE pension.claim_reminder IS 'Purpose: 催促, that a claimant was reminded of what a claim lacks; of one claimant once a day. Source: the clerk. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.claim_reminder.reminder_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_reminder.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_reminder.fiscal_year IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_reminder.number IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.claim_reminder.reminded_on IS 'Purpose: the day. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_reminder.reminded IS 'Purpose: 宛名番号 of the claimant; of a claimant without any, that of whoever died. Source: the claim. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.claim_reminder.means IS 'Purpose: letter 郵便, telephone 電話, counter 窓口, visit 訪問. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_reminder.keys IS 'Purpose: what lacked, as claim_lack.keys. Source: the rules. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.claim_reminder.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.claim_reminder.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.claim_reminder.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
CREATE INDEX claim_reminder_reception_idx ON pension.claim_reminder (fiscal_year, number);
COMMENT ON INDEX pension.claim_reminder_reception_idx IS 'Finds the reminders of a claim.';
CREATE INDEX claim_reminder_reminded_idx ON pension.claim_reminder (reminded, reminded_on);
COMMENT ON INDEX pension.claim_reminder_reminded_idx IS 'Finds when a claimant was reminded, of whatever claim.';

CREATE INDEX reception_claimant_idx ON pension.reception ((content #>> '{claim,_0,claimant,number}')) WHERE kind LIKE 'claim-%';
COMMENT ON INDEX pension.reception_claimant_idx IS 'Finds what a person claims after another''s death.';

CREATE OR REPLACE VIEW pension.ledger AS
SELECT r.fiscal_year, r.number, r.received_on, r.happened_on, r.due_on, r.entered_at, r.atenabango, r.kind, r.section, r.entered_by, r.entered_set_up_by,
    r.remarks, r.proposal_id, d.decided_by, d.decided_at, d.reason AS decision_reason,
    coalesce(d.outcome, CASE
        WHEN r.kind LIKE 'claim-%' AND EXISTS (
            -- Whatever somebody put there: the ledger is shown all the same.
            SELECT FROM json_array_elements(
                CASE WHEN json_typeof(r.content #> '{claim,_0,asked}') = 'array' THEN r.content #> '{claim,_0,asked}' ELSE '[]' END) AS asked (paper)
            WHERE NOT coalesce((
                SELECT a.has_come FROM pension.claim_arrival a
                WHERE a.fiscal_year = r.fiscal_year AND a.number = r.number AND a.paper = asked.paper ->> 'key' ORDER BY a.arrival_id DESC LIMIT 1), false)
              AND NOT EXISTS (
                SELECT FROM pension.claim_lack l
                WHERE l.fiscal_year = r.fiscal_year AND l.number = r.number AND asked.paper ->> 'key' = ANY (l.keys))) THEN 'incomplete'
        WHEN EXISTS (
            SELECT FROM pension.task t WHERE t.fiscal_year = r.fiscal_year AND t.number = r.number AND t.closed_at IS NULL) THEN 'held'
        ELSE 'received' END) AS state
FROM pension.reception r LEFT JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number;
COMMENT ON VIEW pension.ledger IS 'Purpose: receptions with their state: received 確認待ち, incomplete 不備, held 保留, accepted 確定, returned 返戻, cancelled 取下げ. Source: reception, decision, task, claim_arrival, claim_lack. Retention: as these. Class: personal data.';
COMMENT ON COLUMN pension.ledger.state IS 'received, incomplete, held, accepted, returned or cancelled; by decision, the papers that a claim asks for, and open tasks.';

GRANT SELECT, INSERT ON pension.claim_arrival, pension.claim_lack, pension.claim_reminder TO atena_national_pension;
-- Their numbers are in the MAC: they are known before the row is written.
GRANT USAGE ON SEQUENCE pension.claim_arrival_arrival_id_seq, pension.claim_lack_lack_id_seq, pension.claim_reminder_reminder_id_seq
    TO atena_national_pension;
