-- Each decision on a reception, and each row of the ledger that waits, asks for its open tasks.
CREATE INDEX task_reception_open_idx ON pension.task (fiscal_year, number) WHERE closed_at IS NULL;
COMMENT ON INDEX pension.task_reception_open_idx IS 'Finds the open tasks of a reception.';
