-- 関心の登録の証印 (DESIGN §8): a password of the database makes no system one that registered a person. Every beginning and end of an interest carries a MAC under the
-- hub's key ring; a row without a true one is none, whoever reads it. What stands already is sealed once, by atena migrate.
ALTER TABLE dataset.interest ADD COLUMN mac bytea;
COMMENT ON COLUMN dataset.interest.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; a row without a true one says nothing. Source: program. Retention: as the table. Class: none.';
-- The transaction and the moment are the database's.
REVOKE INSERT ON dataset.interest FROM atena_hub;
GRANT INSERT (addressee_id, journal_position, holds, cause, system, by_whom, reason) ON dataset.interest TO atena_hub;
GRANT UPDATE (mac) ON dataset.interest TO atena_hub;
-- What is sealed stays as it is: an end whose MAC could be broken would be none, and what it ended would hold again.
CREATE TRIGGER interest_stays BEFORE UPDATE ON dataset.interest FOR EACH ROW WHEN (OLD.mac IS NOT NULL) EXECUTE FUNCTION register.refuse_change();
-- Who reads looks at the MAC, which SQL can't.
DROP FUNCTION dataset.interested(bigint, text, xid8, bigint);

COMMENT ON COLUMN access.row_sealing.generation IS 'Which tables: 1 those of access, 2 the acts on policies, 3 endpoints and certificates, 4 flags and what waits for a person, 5 rows that are held and the decisions on them, 6 interests. Source: program. Retention: as the table. Class: none.';
-- Where nothing stands, nothing is left to be sealed: from here on every row is.
INSERT INTO access.row_sealing (generation, sealed_at) SELECT 6, clock_timestamp() WHERE NOT EXISTS (SELECT FROM dataset.interest);
