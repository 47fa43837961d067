-- 保留とその決定の証印 (DESIGN §8): a password of the database makes no second clerk. Every entry of the conflict queue and every step of deciding on it carry a MAC under the
-- hub's key ring; nothing is decided on an entry of which one is not true. What stands already is sealed once, by atena migrate.
ALTER TABLE intake.held ADD COLUMN mac bytea;
COMMENT ON COLUMN intake.held.mac IS '行の証印. HMAC-SHA-256 over the other columns, but for the encrypted row and its key (key_id, sealed_row), which open for their entry alone, under the hub''s key ring; on a row without a true one nothing is decided. Source: program. Retention: as the table. Class: none.';
ALTER TABLE intake.held_act ADD COLUMN mac bytea;
COMMENT ON COLUMN intake.held_act.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; beside a row without a true one nothing is decided. Source: program. Retention: as the table. Class: none.';
GRANT UPDATE (mac) ON intake.held, intake.held_act TO atena_hub;

COMMENT ON COLUMN access.row_sealing.generation IS 'Which tables: 1 those of access, 2 the acts on policies, 3 endpoints and certificates, 4 flags and what waits for a person, 5 rows that are held and the decisions on them. Source: program. Retention: as the table. Class: none.';
-- Where nothing stands, nothing is left to be sealed: from here on every row is.
INSERT INTO access.row_sealing (generation, sealed_at) SELECT 5, clock_timestamp()
WHERE NOT EXISTS (SELECT FROM intake.held) AND NOT EXISTS (SELECT FROM intake.held_act);
