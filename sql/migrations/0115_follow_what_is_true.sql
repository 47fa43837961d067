-- 国民年金の記録: what follows from rows follows from those that the program wrote, and is found without looking at everything again. Amends 0110 to 0113.

-- What lacks papers, the program says: only it knows which of the rows that came are true. A day that no calendar has keeps no page from being shown.
CREATE OR REPLACE VIEW pension.ledger AS
SELECT r.fiscal_year, r.number, r.received_on, r.happened_on, r.due_on, r.entered_at, r.atenabango, r.kind, r.section, r.entered_by, r.entered_set_up_by,
    r.remarks, r.proposal_id, d.decided_by, d.decided_at, d.reason AS decision_reason,
    coalesce(d.outcome, CASE WHEN EXISTS (
        SELECT FROM pension.task t WHERE t.fiscal_year = r.fiscal_year AND t.number = r.number AND t.closed_at IS NULL) THEN 'held' ELSE 'received' END) AS state
FROM pension.reception r LEFT JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number;
COMMENT ON VIEW pension.ledger IS 'Purpose: receptions with their state: received 確認待ち, held 保留, accepted 確定, returned 返戻, cancelled 取下げ; of a claim that lacks papers the program says 不備. Source: reception, decision, task. Retention: as these. Class: personal data.';
COMMENT ON COLUMN pension.ledger.state IS 'received, held, accepted, returned or cancelled; by decision and open tasks, whoever wrote them.';

ALTER TABLE pension.reception
    ADD CONSTRAINT reception_days_are_in_the_calendar CHECK (
        received_on BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' AND happened_on BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'
        AND due_on BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' AND isfinite(entered_at));
ALTER TABLE pension.decision ADD CONSTRAINT decision_time_is_finite CHECK (isfinite(decided_at));
ALTER TABLE pension.event
    ADD CONSTRAINT event_days_are_in_the_calendar CHECK (
        received_on BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' AND isfinite(recorded_at));

-- 審査の続行: what an application that waits is examined by, as one mark, so that only those are examined again of which something has changed.
CREATE TABLE pension.examined_until (
    looked_at   timestamptz NOT NULL DEFAULT now(),
    fiscal_year integer     NOT NULL,
    number      integer     NOT NULL,
    mark        bytea       NOT NULL,
    program     text        NOT NULL,
    CONSTRAINT examined_until_pkey PRIMARY KEY (fiscal_year, number),
    CONSTRAINT examined_until_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception (fiscal_year, number),
    CONSTRAINT examined_until_words_are_bounded CHECK (pension.is_entered(program, 200) AND octet_length(mark) <= 64)
);
COMMENT ON TABLE pension.examined_until IS 'Purpose: up to which state of what it stands on an application that waits was examined last; whatever stands here, nobody accepts what was not examined by the state of now. Source: the module. Retention: as the application. Class: technical.';
COMMENT ON COLUMN pension.examined_until.looked_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.examined_until.fiscal_year IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.examined_until.number IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.examined_until.mark IS 'Purpose: the state, as waiting_application.mark told it. Source: waiting_application. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.examined_until.program IS 'Purpose: version of the program that looked: another may know other rules. Source: the program. Retention: as the row. Class: technical.';

CREATE VIEW pension.waiting_application AS
SELECT r.fiscal_year, r.number, sha256(convert_to(concat_ws('|',
    (SELECT count(*) || ' ' || coalesce(max(h.household_version), 0) FROM pension.household h WHERE h.fiscal_year = r.fiscal_year AND h.number = r.number),
    (SELECT string_agg(concat_ws(' ', t.atenabango, t.record_key, t.sequence, t.waiting, t.rirekibango, t.removed), ';' ORDER BY t.atenabango, t.record_key)
     FROM national_pension.tax_income t WHERE t.atenabango = ANY (p.persons)),
    (SELECT count(*) || ' ' || coalesce(max(e.event_id), 0) FROM pension.event e WHERE e.atenabango = r.atenabango),
    (SELECT n.sequence || ' ' || n.removed FROM national_pension.person n WHERE n.atenabango = r.atenabango),
    (SELECT count(*) || ' ' || coalesce(max(i.declaration_id), 0) || ' ' || count(d.decided_at)
     FROM pension.declared_income i LEFT JOIN pension.decision d ON d.fiscal_year = i.fiscal_year AND d.number = i.number
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
COMMENT ON VIEW pension.waiting_application IS 'Purpose: applications on which nothing was decided, and the state of what they are examined by: households, incomes, events, birth, declarations and questions. Source: reception, household, tax_income, event, person, declared_income, income_question, decision. Retention: as these. Class: technical.';
COMMENT ON COLUMN pension.waiting_application.fiscal_year IS 'As reception.fiscal_year.';
COMMENT ON COLUMN pension.waiting_application.number IS 'As reception.number.';
COMMENT ON COLUMN pension.waiting_application.mark IS 'Another one after whatever change of what the application is examined by.';
CREATE INDEX reception_application_idx ON pension.reception (fiscal_year, number) WHERE kind IN ('exemption-applied', 'student-applied');
COMMENT ON INDEX pension.reception_application_idx IS 'Finds the applications.';
GRANT SELECT ON pension.waiting_application TO atena_national_pension;
GRANT SELECT, INSERT, UPDATE (looked_at, mark, program) ON pension.examined_until TO atena_national_pension;

-- 関心の登録の控え: in whom the hub was told an interest because an application needs their income, and that it was ended; so that nobody else's interest is.
CREATE TABLE pension.told_interest (
    interest_id bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    told_at     timestamptz NOT NULL DEFAULT now(),
    fiscal_year integer     NOT NULL,
    number      integer     NOT NULL,
    holds       boolean     NOT NULL,
    atenabango  text COLLATE "C" NOT NULL,
    section     text        NOT NULL,
    told_by     text COLLATE "C" NOT NULL,
    mac         bytea       NOT NULL,
    CONSTRAINT told_interest_time_is_finite CHECK (isfinite(told_at)),
    CONSTRAINT told_interest_pkey PRIMARY KEY (interest_id),
    CONSTRAINT told_interest_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception (fiscal_year, number),
    CONSTRAINT told_interest_words_are_bounded CHECK (
        pension.is_entered(section, 200) AND pension.is_entered(told_by, 200) AND told_by <> '' AND octet_length(atenabango) <= 15)
);
COMMENT ON TABLE pension.told_interest IS 'Purpose: 関心の登録の控え, in whom the hub is told an interest for an application, and that it was ended; the last row of a person counts. Source: the staff service. Retention: permanent. Class: personal data.';
COMMENT ON COLUMN pension.told_interest.interest_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.told_interest.told_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.told_interest.fiscal_year IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.told_interest.number IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.told_interest.holds IS 'Purpose: whether it begins. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.told_interest.atenabango IS 'Purpose: 宛名番号 of whom it is in. Source: household. Retention: as the row. Class: personal identifier.';
COMMENT ON COLUMN pension.told_interest.section IS 'Purpose: 所属 of whoever told it. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.told_interest.told_by IS 'Purpose: who told it, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.told_interest.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
CREATE INDEX told_interest_atenabango_idx ON pension.told_interest (atenabango, interest_id);
COMMENT ON INDEX pension.told_interest_atenabango_idx IS 'Finds whether an interest was told in a person.';
CREATE INDEX household_spouse_idx ON pension.household ((content #>> '{spouse,number}'));
COMMENT ON INDEX pension.household_spouse_idx IS 'Finds the applications that need a spouse''s income.';
CREATE INDEX household_householder_idx ON pension.household ((content #>> '{householder,number}'));
COMMENT ON INDEX pension.household_householder_idx IS 'Finds the applications that need a householder''s income.';
GRANT SELECT, INSERT ON pension.told_interest TO atena_national_pension;
GRANT USAGE ON SEQUENCE pension.told_interest_interest_id_seq TO atena_national_pension;

COMMENT ON COLUMN pension.claim_reminder.reminded IS 'Purpose: 宛名番号 of the claimant; of a claimant without any, 受付番号 of their first claim after that death. Source: the claim. Retention: as the row. Class: personal identifier.';
