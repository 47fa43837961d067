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
