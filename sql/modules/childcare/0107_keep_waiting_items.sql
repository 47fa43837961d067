-- 確認待ちの項目: what a module holds of an item that awaits a decision at the hub is what it had before.
ALTER TABLE childcare.person ADD COLUMN waiting bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN childcare.person.waiting IS 'Purpose: items that await a decision at the hub, a bit each by the order of the national item list; their values here are those from before. Source: the hub. Retention: as the row. Class: technical.';
