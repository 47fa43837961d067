-- 国民年金報告情報 (decision 0067): what is published of a person's reports is looked for by the person.
CREATE INDEX report_item_person_idx ON pension.report_item (atenabango, fiscal_year, number, attempt);
COMMENT ON INDEX pension.report_item_person_idx IS 'Finds the reports of a person.';
