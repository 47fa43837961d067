-- 個人番号を加えた媒体: what a publisher's file became when the hub added individual numbers and encrypted it. The file can be opened by its receiver only, and is kept
-- till it is known what became of the medium, so that the same medium is the same bytes (decision 0069).
CREATE TABLE provision.encrypted_file (
    record_id bigint NOT NULL CONSTRAINT encrypted_file_pkey PRIMARY KEY,
    made_at timestamptz NOT NULL,
    made_by text NOT NULL,
    digest text COLLATE "C" NOT NULL CONSTRAINT encrypted_file_digest_form CHECK (digest ~ '^[0-9a-f]{64}$'),
    source_digest text COLLATE "C" NOT NULL CONSTRAINT encrypted_file_source_digest_form CHECK (source_digest ~ '^[0-9a-f]{64}$'),
    recipients text[] NOT NULL CONSTRAINT encrypted_file_has_recipients CHECK (cardinality(recipients) > 0),
    mac bytea
);
COMMENT ON TABLE provision.encrypted_file IS '暗号化した媒体のファイル. What was made of a publisher''s file with individual numbers, for one offer once. Source: provision. Retention: 7 years. Class: none.';
COMMENT ON COLUMN provision.encrypted_file.record_id IS 'The record of the offer. Source: provision.record. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.encrypted_file.made_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.encrypted_file.made_by IS 'Account of who had it made. Source: sign-in. Retention: as the table. Class: staff.';
COMMENT ON COLUMN provision.encrypted_file.digest IS 'SHA-256 of the encrypted file: what is handed over. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.encrypted_file.source_digest IS 'SHA-256 of the publisher''s file, which has no individual number. Source: publisher. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.encrypted_file.recipients IS 'SHA-256 of each certificate that opens it. Source: certificates. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.encrypted_file.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE provision.encrypted_bytes (
    record_id bigint NOT NULL CONSTRAINT encrypted_bytes_pkey PRIMARY KEY CONSTRAINT encrypted_bytes_file_fkey REFERENCES provision.encrypted_file,
    file bytea NOT NULL
);
COMMENT ON TABLE provision.encrypted_bytes IS 'Bytes of such a file, which nobody here can open. Source: provision. Retention: till the medium is handed over, or never will be. Class: personal data, encrypted for the receiver.';
COMMENT ON COLUMN provision.encrypted_bytes.record_id IS 'Which file. Source: provision.encrypted_file. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.encrypted_bytes.file IS 'CMS message (RFC 5083) for the receivers'' certificates; its sum is the file''s digest. Source: provision. Retention: as the table. Class: personal data, encrypted for the receiver.';

GRANT SELECT, INSERT ON provision.encrypted_file, provision.encrypted_bytes TO atena_hub;
GRANT UPDATE (mac) ON provision.encrypted_file TO atena_hub;
GRANT DELETE ON provision.encrypted_bytes TO atena_hub;
