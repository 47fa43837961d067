-- A receiver is who its certificate says only as long as the certificate stands on the list of its system and is not blocked (decision 0041).
CREATE TABLE access.system_certificate (
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ends_at timestamptz NOT NULL,
    is_first_sight boolean NOT NULL DEFAULT false,
    fingerprint text COLLATE "C" NOT NULL CONSTRAINT system_certificate_pkey PRIMARY KEY,
    system text COLLATE "C" NOT NULL,
    added_by text COLLATE "C" NOT NULL,
    CONSTRAINT system_certificate_fingerprint_form CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    CONSTRAINT system_certificate_system_form CHECK (system ~ '^[a-z][a-z0-9-]{0,39}$')
);
CREATE INDEX system_certificate_system ON access.system_certificate (system, added_at);
COMMENT ON TABLE access.system_certificate IS '業務システムの証明書. Certificates by which systems may ask; nothing is altered or removed. Source: administrator, or the certificate''s first use while that is open. Retention: 5 years after their end. Class: none.';
COMMENT ON COLUMN access.system_certificate.added_at IS 'When it came on the list. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.system_certificate.ends_at IS 'End of its validity (notAfter). Source: certificate. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.system_certificate.is_first_sight IS 'Whether its first use put it there, and nobody. Source: access. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.system_certificate.fingerprint IS 'SHA-256 of its DER, in hexadecimal. Source: certificate. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.system_certificate.system IS 'System that it names. Source: certificate. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.system_certificate.added_by IS 'Who added it; of a first use, the certificate itself. Source: identity. Retention: as the table. Class: staff name.';
GRANT SELECT, INSERT ON access.system_certificate TO atena_hub;

CREATE TABLE access.certificate_block (
    blocked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    fingerprint text COLLATE "C" NOT NULL CONSTRAINT certificate_block_pkey PRIMARY KEY,
    blocked_by text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    CONSTRAINT certificate_block_fingerprint_form CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    CONSTRAINT certificate_block_says_why CHECK (reason <> '')
);
COMMENT ON TABLE access.certificate_block IS '証明書の失効. Certificates that open nothing any more, on the list or not; for good: whoever is to ask again gets another one. Source: staff. Retention: permanent. Class: none.';
COMMENT ON COLUMN access.certificate_block.blocked_at IS 'When it was blocked. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.certificate_block.fingerprint IS 'SHA-256 of its DER, in hexadecimal. Source: certificate. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.certificate_block.blocked_by IS 'Who blocked it. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.certificate_block.reason IS 'Why, in the words of whoever did. Source: staff. Retention: as the table. Class: none.';
GRANT SELECT, INSERT ON access.certificate_block TO atena_hub;

CREATE TABLE access.certificate_enrolment (
    enrolment_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT certificate_enrolment_pkey PRIMARY KEY,
    set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    until_day date NOT NULL,
    set_by text COLLATE "C" NOT NULL
);
COMMENT ON TABLE access.certificate_enrolment IS '初回使用による登録の期限. Until which day a certificate of the hub''s authority comes on the list by its first use; the last row counts. Source: upgrade, then administrator. Retention: permanent. Class: none.';
COMMENT ON COLUMN access.certificate_enrolment.enrolment_id IS 'In the order in which they were set. Source: sequence. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.certificate_enrolment.set_at IS 'When it was set. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.certificate_enrolment.until_day IS 'Last day, in Japan. Source: upgrade, then administrator. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.certificate_enrolment.set_by IS 'Who set it. Source: identity. Retention: as the table. Class: staff name.';
GRANT SELECT, INSERT ON access.certificate_enrolment TO atena_hub;
-- Whoever asks today goes on asking; nobody has to be ready on the day of the upgrade.
INSERT INTO access.certificate_enrolment (until_day, set_by) VALUES ((now() AT TIME ZONE 'Asia/Tokyo')::date + 90, 'migration 0042');

ALTER TABLE delivery.endpoint ADD COLUMN tls text COLLATE "C" NOT NULL DEFAULT '1.3', ADD CONSTRAINT endpoint_tls_is_known CHECK (tls IN ('1.2', '1.3'));
COMMENT ON COLUMN delivery.endpoint.tls IS 'Oldest TLS with which the system may ask: 1.3, or 1.2 where it can''t yet. Source: endpoint file. Retention: as the table. Class: none.';
