-- 期限を過ぎたもの (decision 0075): what the Service gave back and nobody has mended is looked for every few minutes, among all that it ever answered.
CREATE INDEX result_answer_returned_idx ON pension.result_answer (fiscal_year, number, attempt) WHERE outcome = 'returned';
COMMENT ON INDEX pension.result_answer_returned_idx IS 'Finds the reports that came back.';
