-- The vault (DESIGN §4): individual numbers, sealed; the only table that holds them, readable by one role alone.
CREATE SCHEMA vault;
COMMENT ON SCHEMA vault IS 'Individual numbers (個人番号), encrypted. Only atena_vault may look inside.';
GRANT USAGE ON SCHEMA vault TO atena_vault;

CREATE TABLE vault.individual_number (
    running_number bigint NOT NULL CONSTRAINT individual_number_running_number_is_14_digits CHECK (running_number BETWEEN 1 AND 99999999999999),
    established_by bigint NOT NULL,
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
COMMENT ON COLUMN vault.individual_number.established_by IS 'Addressee with whom the number was first seen; a later holder is compared with this record. Source: numbering. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN vault.individual_number.recorded_at IS 'When it was first seen. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN vault.individual_number.key_id IS 'Data key of the key ring under which sealed was made. Source: key ring. Retention: as the table. Class: none.';
COMMENT ON COLUMN vault.individual_number.ordinal IS '1 for the first number, then 2, 3 … Source: numbering. Retention: as the table. Class: none.';
COMMENT ON COLUMN vault.individual_number.keyed_hash IS 'HMAC-SHA-256 of the 12 digits under the hash key: equality without opening. Its unique index decides who gets a new number. Source: vault. Retention: as the table. Class: pseudonymous.';
COMMENT ON COLUMN vault.individual_number.sealed IS 'AES-256-GCM of the 12 digits: nonce, ciphertext, tag; bound to keyed_hash. Source: vault. Retention: as the table. Class: individual number, encrypted.';
GRANT SELECT, INSERT ON vault.individual_number TO atena_vault;
GRANT UPDATE (key_id, sealed) ON vault.individual_number TO atena_vault;
-- The vault finds a person's number by itself, so that number and record come in one round trip.
GRANT SELECT (addressee_id, atenabango) ON register.addressee TO atena_vault;
GRANT SELECT (addressee_id, history_number, running_number, number_ordinal, karitorokufuragu) ON register.version TO atena_vault;
CREATE TRIGGER individual_number_established_by_fkey AFTER INSERT ON vault.individual_number REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'established_by');

-- 1:1 by construction: an integrated addressee number exists with the first individual number under it, and shows nothing of it.
CREATE VIEW register.integrated_number AS
    SELECT running_number, established_by, recorded_at AS assigned_at FROM vault.individual_number WHERE ordinal = 1;
COMMENT ON VIEW register.integrated_number IS '団体内統合宛名番号 assigned (NL-2): one per individual number, 1:1, never renumbered; departments never hold it. Printed form: register.with_check_digit(running_number). Source: numbering. Retention: 150 years. Class: identifier.';
COMMENT ON COLUMN register.integrated_number.running_number IS 'The number without its check digit. Source: register.running_number. Retention: as the view. Class: identifier.';
COMMENT ON COLUMN register.integrated_number.established_by IS 'Addressee with whom the individual number was first seen. Source: numbering. Retention: as the view. Class: internal identifier.';
COMMENT ON COLUMN register.integrated_number.assigned_at IS 'When it was assigned. Source: clock. Retention: as the view. Class: none.';
GRANT SELECT ON register.integrated_number TO atena_hub;
