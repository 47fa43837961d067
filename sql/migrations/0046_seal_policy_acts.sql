-- 提供ポリシーの起案・承認の証印 (DESIGN §8): whoever has a password of the database brings no policy into force. Each act on a version carries a MAC under the hub's key
-- ring, as rows of access do; a version counts only with a true chain of them. What stands already is sealed once, by atena migrate.
ALTER TABLE governance.act ADD COLUMN mac bytea;
COMMENT ON COLUMN governance.act.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';
GRANT UPDATE (mac) ON governance.act TO atena_hub;

-- Tables are sealed in generations: those of access were the first. Of a generation that has begun nothing is sealed afterwards.
ALTER TABLE access.row_sealing DROP CONSTRAINT row_sealing_pkey, DROP CONSTRAINT row_sealing_is_only, DROP COLUMN is_only;
ALTER TABLE access.row_sealing ADD COLUMN generation integer NOT NULL DEFAULT 1;
ALTER TABLE access.row_sealing ALTER COLUMN generation DROP DEFAULT;
ALTER TABLE access.row_sealing ADD CONSTRAINT row_sealing_pkey PRIMARY KEY (generation);
COMMENT ON COLUMN access.row_sealing.generation IS 'Which tables: 1 those of access, 2 the acts on policies. Source: program. Retention: as the table. Class: none.';
-- Where nothing stands, nothing is left to be sealed: from here on every act is.
INSERT INTO access.row_sealing (generation, sealed_at) SELECT 2, clock_timestamp() WHERE NOT EXISTS (SELECT FROM governance.act);
