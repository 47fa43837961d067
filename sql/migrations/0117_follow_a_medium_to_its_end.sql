-- 日本年金機構への報告: a medium that did not arrive, and what a result leaves for a clerk. Amends 0110 and 0114.

ALTER TABLE pension.act DROP CONSTRAINT act_kind_known;
ALTER TABLE pension.act
    ADD CONSTRAINT act_kind_known CHECK (kind IN (
        'received', 'accepted', 'returned', 'cancelled', 'task-opened', 'task-closed', 'proposals-made', 'household-entered', 'income-asked', 'income-declared',
        'examined', 'paper-came', 'lack-told', 'claim-reminded', 'report-batch-made', 'report-batch-closed', 'report-batch-released',
        'report-batch-cancelled', 'report-batch-written', 'report-batch-handed', 'report-batch-received', 'report-batch-returned',
        'report-batch-destroyed', 'report-batch-failed', 'report-batch-recalled', 'report-character-decided', 'report-mended', 'results-taken',
        'result-matched'));

ALTER TABLE pension.task DROP CONSTRAINT task_kind_known;
ALTER TABLE pension.task
    ADD CONSTRAINT task_kind_known CHECK (kind IN ('held', 'second-number', 'number-of-another', 'report-returned', 'result-unclear'));
COMMENT ON COLUMN pension.task.kind IS 'Purpose: held 保留, second-number 二つ目の番号, number-of-another 別の人の番号, report-returned 返戻された報告, result-unclear 処理結果の確認. Source: the module. Retention: as the row. Class: none.';
-- What was opened for a report before it had kinds of its own.
UPDATE pension.task t
SET kind = CASE WHEN starts_with(t.words, '日本年金機構から返戻されました。') THEN 'report-returned' ELSE 'result-unclear' END
WHERE t.kind = 'held' AND t.closed_at IS NULL
  AND EXISTS (SELECT FROM pension.result_answer a WHERE a.fiscal_year = t.fiscal_year AND a.number = t.number);

ALTER TABLE pension.report_step
    DROP CONSTRAINT report_step_known,
    DROP CONSTRAINT report_step_released_by_another,
    DROP CONSTRAINT report_step_reason_of_cancelled;
ALTER TABLE pension.report_step
    ADD CONSTRAINT report_step_known CHECK (
        step IN ('closed', 'released', 'cancelled', 'written', 'handed', 'received', 'returned', 'destroyed', 'failed', 'recalled')),
    -- What is released was closed by that person, who is another (CT-13); what is recalled was told to have failed by another.
    ADD CONSTRAINT report_step_confirmed_by_another CHECK (
        CASE step
            WHEN 'released' THEN confirms_step IS NOT DISTINCT FROM 'closed' AND confirms_by IS NOT NULL AND confirms_by <> entered_by
            WHEN 'recalled' THEN confirms_step IS NOT DISTINCT FROM 'failed' AND confirms_by IS NOT NULL AND confirms_by <> entered_by
            ELSE confirms_step IS NULL AND confirms_by IS NULL END),
    ADD CONSTRAINT report_step_reason_is_told CHECK (step NOT IN ('cancelled', 'failed') OR reason <> '');
COMMENT ON TABLE pension.report_step IS 'Purpose: 束の経過, one row for each thing that was done with a batch or with the medium it is on; together they say how its reports stand, and where the medium is. Source: the staff. Retention: permanent. Class: none.';
COMMENT ON COLUMN pension.report_step.step IS 'Purpose: closed 締め, released 承認, cancelled 取消し, written 媒体の作成, handed 引渡し, received 受領, returned 返却, destroyed 廃棄, failed 不達, recalled 再報告. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_step.confirms_step IS 'Purpose: of released: closed, of recalled: failed; the step that another person took before. Source: constant. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.report_step.confirms_by IS 'Purpose: of released and recalled: who took that step, account. Source: report_step. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.report_step.reason IS 'Purpose: 理由 of a cancellation and of what failed, 備考 of others. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.result_answer.reason IS 'Purpose: 返戻の理由 as the list has it; otherwise, of a clerk''s match or dismissal, their reason. A clerk''s reason is in the act, too. Source: the row, the clerk. Retention: as the row. Class: personal data.';
COMMENT ON COLUMN pension.result_answer.section IS 'Purpose: 所属 of whoever matched it: took a list in, recorded a hand-over, tried again, or decided. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.result_answer.entered_by IS 'Purpose: who matched it, account; with whoever took the list in, of two people the first. Source: the staff service. Retention: as the row. Class: staff.';
CREATE INDEX result_answer_result_idx ON pension.result_answer (result_year, result_number) WHERE result_year IS NOT NULL;
COMMENT ON INDEX pension.result_answer_result_idx IS 'Finds the result that made a reception: who took it in and who matched it do not accept it.';
