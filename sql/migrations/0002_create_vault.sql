-- The vault (DESIGN §4): individual numbers, sealed; the only table that holds them, readable by one role alone.
CREATE SCHEMA vault;
COMMENT ON SCHEMA vault IS 'Individual numbers (個人番号), encrypted. Only atena_vault may look inside.';
GRANT USAGE ON SCHEMA vault TO atena_vault;

CREATE TABLE vault.individual_number (
    running_number bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    key_id integer NOT NULL,
    ordinal smallint NOT NULL CONSTRAINT individual_number_ordinal_is_positive CHECK (ordinal > 0),
    keyed_hash bytea NOT NULL CONSTRAINT individual_number_keyed_hash_key UNIQUE
        CONSTRAINT individual_number_keyed_hash_is_32_bytes CHECK (length(keyed_hash) = 32),
    sealed bytea NOT NULL,
    CONSTRAINT individual_number_pkey PRIMARY KEY (running_number, ordinal)
);
COMMENT ON TABLE vault.individual_number IS 'Individual numbers ever held under an integrated addressee number (a changed number gets the next ordinal; the old one is never given to another). Source: numbering (NL-2). Retention: 150 years, the dead included (CT-21). Class: individual number, encrypted.';
COMMENT ON COLUMN vault.individual_number.running_number IS 'Integrated addressee number without check digit. Source: numbering. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN vault.individual_number.recorded_at IS 'When it was first seen. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN vault.individual_number.key_id IS 'Data key of the key ring under which sealed was made. Source: key ring. Retention: as the table. Class: none.';
COMMENT ON COLUMN vault.individual_number.ordinal IS '1 for the first number, then 2, 3 … Source: numbering. Retention: as the table. Class: none.';
COMMENT ON COLUMN vault.individual_number.keyed_hash IS 'HMAC-SHA-256 of the 12 digits under the hash key: equality without opening. Its unique index decides who gets a new number. Source: vault. Retention: as the table. Class: pseudonymous.';
COMMENT ON COLUMN vault.individual_number.sealed IS 'AES-256-GCM of the 12 digits: nonce, ciphertext, tag; bound to keyed_hash. Source: vault. Retention: as the table. Class: individual number, encrypted.';
GRANT SELECT, INSERT ON vault.individual_number TO atena_vault;
GRANT UPDATE (key_id, sealed) ON vault.individual_number TO atena_vault;
-- The vault finds a person's number by itself, so that number and record come in one round trip.
GRANT SELECT (addressee_id, atenabango) ON register.addressee TO atena_vault;
GRANT SELECT (addressee_id, history_number, running_number, number_ordinal) ON register.version TO atena_vault;
GRANT SELECT (running_number) ON register.integrated_number TO atena_vault;
CREATE TRIGGER individual_number_running_number_fkey AFTER INSERT ON vault.individual_number REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.integrated_number', 'running_number', 'running_number');
