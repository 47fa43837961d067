-- 自動応答不可と確認待ちの証印 (DESIGN §8): a password of the database lifts no flag, and releases nobody's answer. Every act on a flag and every question that waited
-- for a person carry a MAC under the hub's key ring; an act that is not true is a flag, a decision that is not true is none. What stands already is sealed once, by
-- atena migrate.
ALTER TABLE answer.flag_act ADD COLUMN mac bytea;
COMMENT ON COLUMN answer.flag_act.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; a row without a true one is a flag, whatever it says. Source: program. Retention: as the table. Class: none.';
ALTER TABLE answer.request ADD COLUMN mac bytea;
COMMENT ON COLUMN answer.request.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; a row without a true one releases nothing. Source: program. Retention: as the table. Class: none.';
GRANT UPDATE (mac) ON answer.flag_act, answer.request TO atena_hub;

-- Who is flagged follows from the acts, which nobody of the hub can remove: the table beside them could be emptied with the password of any process.
INSERT INTO answer.flag_act (addressee_id, recorded_at, act, by_whom, reason)
SELECT f.addressee_id, f.since, 's', 'migration', 'answer.flagged' FROM answer.flagged f
WHERE coalesce((
    SELECT a.act FROM answer.flag_act a WHERE a.addressee_id = f.addressee_id AND a.act IN ('s', 'l') ORDER BY a.flag_act_id DESC LIMIT 1), 'l') = 'l'
ORDER BY f.addressee_id;
DROP FUNCTION answer.standing(bigint, text, text);
DROP TABLE answer.flagged;
COMMENT ON TABLE answer.flag_act IS 'Every setting and lifting of the flag; a lifting is asked for by one person and confirmed by another (CT-13). Who is flagged follows from it: whose last true setting no true lifting follows, or of whom a row is not true. Source: the person who acts. Retention: as the register. Class: pseudonymous.';

COMMENT ON COLUMN access.row_sealing.generation IS 'Which tables: 1 those of access, 2 the acts on policies, 3 endpoints and certificates, 4 flags and what waits for a person. Source: program. Retention: as the table. Class: none.';
-- Where nothing stands, nothing is left to be sealed: from here on every row is.
INSERT INTO access.row_sealing (generation, sealed_at) SELECT 4, clock_timestamp()
WHERE NOT EXISTS (SELECT FROM answer.flag_act) AND NOT EXISTS (SELECT FROM answer.request);
