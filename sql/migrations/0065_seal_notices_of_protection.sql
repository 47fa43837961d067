-- 支援措置の受領の証印 (DESIGN §8): a password of the database makes no alarm of a protection that a receiver has not followed disappear. Notices, and how far a receiver
-- that pulls has applied what it was told, carry a MAC under the hub's key ring. What stands already is sealed once, by atena migrate.
ALTER TABLE delivery.protection_notice ADD COLUMN mac bytea;
COMMENT ON COLUMN delivery.protection_notice.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; what a row without a true one says of a receiver is not believed. Source: program. Retention: as the table. Class: none.';
ALTER TABLE delivery.followed ADD COLUMN mac bytea;
COMMENT ON COLUMN delivery.followed.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; by a row without a true one nobody has followed. Source: program. Retention: as the table. Class: none.';
GRANT UPDATE (mac) ON delivery.protection_notice, delivery.followed TO atena_hub;

COMMENT ON COLUMN access.row_sealing.generation IS 'Which tables: 1 those of access, 2 the acts on policies, 3 endpoints and certificates, 4 flags and what waits for a person, 5 rows that are held and the decisions on them, 6 interests, 7 notices of protection. Source: program. Retention: as the table. Class: none.';
-- Where nothing stands, nothing is left to be sealed: from here on every row is.
INSERT INTO access.row_sealing (generation, sealed_at) SELECT 7, clock_timestamp()
WHERE NOT EXISTS (SELECT FROM delivery.protection_notice) AND NOT EXISTS (SELECT FROM delivery.followed);
