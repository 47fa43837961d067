-- What follows from a row follows from its MAC (issue 11, decision 0094): rows that were put in by SQL stand in no true row's way.

-- 人事異動. A row that somebody put in keeps nobody's transfer out: the program alone says whether a row was taken in before, by the true ones.
ALTER TABLE access.transfer DROP CONSTRAINT transfer_once_key;
-- Each look at a person's rights asks for their transfers.
CREATE INDEX transfer_account ON access.transfer (account, day);

-- 基準日. The hub's day carries a MAC; what stands is sealed once, by atena migrate, and the first day of a new hub, which is there before its keys are, by atena keys init.
-- A day that was put in ahead keeps the hub from moving there no more.
ALTER TABLE journal.calendar ADD COLUMN mac bytea;
COMMENT ON COLUMN journal.calendar.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; a row without a true one is no day of the hub. Source: program. Retention: as the table. Class: none.';
GRANT UPDATE (mac) ON journal.calendar TO atena_hub, atena_delivers;
-- When, and in which transaction, is the database's to say.
REVOKE INSERT ON journal.calendar FROM atena_hub, atena_delivers;
GRANT INSERT (position, day) ON journal.calendar TO atena_hub, atena_delivers;
ALTER TABLE journal.calendar DROP CONSTRAINT calendar_day_key;
CREATE INDEX calendar_day ON journal.calendar (day);

-- 証明書. One that was put on a list by SQL is listed by an administrator all the same: the true row takes its place.
GRANT UPDATE (added_at, ends_at, is_first_sight, system, added_by) ON access.system_certificate TO atena_hub, atena_clerks;

COMMENT ON COLUMN access.row_sealing.generation IS 'Which tables: 1 those of access, 2 the acts on policies, 3 endpoints and certificates, 4 flags and what waits for a person, 5 rows that are held and the decisions on them, 6 interests, 7 notices of protection, 8 the hub''s days. Source: program. Retention: as the table. Class: none.';
