-- 検索キー of the first file of a city are made when it is in, and not with each of its blocks: the staff service makes them, and searches wait (decision 0092).
ALTER TABLE register.search_keying ADD COLUMN is_postponed boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN register.search_keying.is_postponed IS 'Whether blocks of files are written without keys just now, as those of the first file of a city; nobody makes keys meanwhile. Source: Intake. Retention: as the table. Class: none.';
GRANT UPDATE (completed_at, is_postponed) ON register.search_keying TO atena_hub, atena_clerks;
