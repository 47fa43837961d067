-- 接続と証明書の証印 (DESIGN §8): a password of the database suffices neither to send a department's data elsewhere nor to put a certificate on a system's list.
-- What an endpoint reaches and how, and which certificates open something and until when first use lists them, carry a MAC under the hub's key ring; a row without a
-- true one is no endpoint and lists nothing. What stands already is sealed once, by atena migrate.
ALTER TABLE delivery.endpoint ADD COLUMN mac bytea;
COMMENT ON COLUMN delivery.endpoint.mac IS '行の証印. HMAC-SHA-256 over the other columns, but for those that delivery itself moves (due_at, began_at, last_run_at, described), under the hub''s key ring. Source: program. Retention: as the table. Class: none.';
ALTER TABLE access.system_certificate ADD COLUMN mac bytea;
COMMENT ON COLUMN access.system_certificate.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';
ALTER TABLE access.certificate_block ADD COLUMN mac bytea;
COMMENT ON COLUMN access.certificate_block.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; a row without a true one blocks all the same. Source: program. Retention: as the table. Class: none.';
ALTER TABLE access.certificate_enrolment ADD COLUMN mac bytea;
COMMENT ON COLUMN access.certificate_enrolment.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';
GRANT UPDATE (mac) ON access.system_certificate, access.certificate_block, access.certificate_enrolment TO atena_hub;

COMMENT ON COLUMN access.row_sealing.generation IS 'Which tables: 1 those of access, 2 the acts on policies, 3 endpoints and certificates. Source: program. Retention: as the table. Class: none.';
-- Where nothing stands, nothing is left to be sealed: from here on every row is.
INSERT INTO access.row_sealing (generation, sealed_at) SELECT 3, clock_timestamp()
WHERE NOT EXISTS (SELECT FROM delivery.endpoint) AND NOT EXISTS (SELECT FROM access.system_certificate)
    AND NOT EXISTS (SELECT FROM access.certificate_block) AND NOT EXISTS (SELECT FROM access.certificate_enrolment);
