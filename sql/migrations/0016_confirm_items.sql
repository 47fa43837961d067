-- Items that need a person's confirmation (自動応答不可の項目, CT-18): a question may wait for some items of the answer only.
ALTER TABLE answer.request ADD COLUMN items bigint NOT NULL DEFAULT 0;
COMMENT ON TABLE answer.request IS 'What was withheld until a person decides: once for a system, a person and what of the answer waits; and what was decided. Source: provision. Retention: 7 years. Class: pseudonymous.';
COMMENT ON COLUMN answer.request.items IS 'Which items of the answer wait, as provision.record.items; 0: all of it, because the person is flagged. Source: provision. Retention: as the table. Class: none.';
DROP INDEX answer.request_waits_once;
CREATE UNIQUE INDEX request_waits_once ON answer.request (system, dataset, addressee_id, items) WHERE outcome IS NULL;

-- Failures are counted for a terminal, too.
COMMENT ON TABLE access.attempt IS 'サインインの失敗. Failed sign-ins in a row for one entered account, known or not, so that both are answered alike; and those at one terminal, whatever the account. Source: sign-in. Retention: 1 day after the last. Class: pseudonymous.';
COMMENT ON COLUMN access.attempt.account_hash IS 'Keyed hash of the account as entered, which may be anything, or of the terminal. Source: sign-in. Retention: as the table. Class: pseudonymous.';
COMMENT ON COLUMN access.attempt.last_at IS 'Last attempt; of a terminal, until when failures are forgotten. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.attempt.failed IS 'Attempts in a row without success; of a terminal, those not forgotten yet. Source: sign-in. Retention: as the table. Class: none.';
