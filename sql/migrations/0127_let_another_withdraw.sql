-- 取下げ (decision 0075): what ends a person's filing is decided by another than entered it, as a return is. What one person withdrew before this stays as it was, and says so;
-- the module's login writes no more of these. Amends 0110.
ALTER TABLE pension.decision ADD COLUMN alone boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN pension.decision.alone IS 'Purpose: of a withdrawal from before another had to decide it: that whoever entered the reception withdrew it; false of all others, and of all since. Source: migration 0127. Retention: as the row. Class: none.';
UPDATE pension.decision SET alone = true WHERE decided_by = entered_by;
ALTER TABLE pension.decision DROP CONSTRAINT decision_by_another;
ALTER TABLE pension.decision
    ADD CONSTRAINT decision_by_another CHECK ((decided_by <> entered_by OR (alone AND outcome = 'cancelled')) AND decided_by <> '');
REVOKE INSERT ON pension.decision FROM atena_national_pension;
GRANT INSERT (fiscal_year, number, decided_at, outcome, entered_by, decided_by, reason, mac) ON pension.decision TO atena_national_pension;
