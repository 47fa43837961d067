-- A question that nobody decided within the configured days lapses (期限切れ), so that the queue is bounded; and a search by birth date has an index.
ALTER TABLE answer.request DROP CONSTRAINT request_outcome_is_known;
ALTER TABLE answer.request ADD CONSTRAINT request_outcome_is_known CHECK (outcome IN ('r', 'n', 'w', 'x'));
COMMENT ON COLUMN answer.request.outcome IS 'r released, n refused, w withdrawn because the flag was lifted, x lapsed because nobody decided in time; null while it waits. Source: the person who decides, the daily step. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.request.decided_by IS 'Who decided; of one that lapsed, the program. Source: identity. Retention: as the table. Class: staff name.';
CREATE INDEX request_waiting ON answer.request (request_id) WHERE outcome IS NULL;

-- Most versions share their birth date with others: the index stays small, and a first load hardly feels it.
CREATE INDEX version_birth ON register.version (seinengappi);

-- Whoever has signed in at a machine before is let through while it is slowed (LockOut).
CREATE INDEX token_account_issued ON access.token (account, issued_at);
