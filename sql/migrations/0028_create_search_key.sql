-- 検索キー (DESIGN §4 Characters): what a name or an address is compared by in a search, beside the text, which is never normalised. A table of its own,
-- because versions are written once and never changed, and because a person goes by several names. The keys are computed by the program (SearchKey);
-- those of versions that were there before are written by `atena migrate` after this file (decision 0023).
CREATE TABLE register.search_key (
    addressee_id bigint NOT NULL,
    history_number integer NOT NULL,
    ordinal smallint NOT NULL,
    written text COLLATE "C" NOT NULL,
    reading text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL,
    CONSTRAINT search_key_pkey PRIMARY KEY (addressee_id, history_number, ordinal)
);
COMMENT ON TABLE register.search_key IS 'Keys that a search finds a version by, one row for each name that it goes by (氏名, 通称, 外国人氏名, 旧氏). Source: register.version, folded by SearchKey. Retention: as register.version. Class: personal.';
COMMENT ON COLUMN register.search_key.addressee_id IS 'Whose version. Source: register.version. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.search_key.history_number IS 'Which version. Source: register.version. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.search_key.ordinal IS 'Which of its names, from 0. Source: SearchKey. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.search_key.written IS 'Key of the name as written. Source: names of the version. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.search_key.reading IS 'Key of the name as read, or in Roman letters; empty where there is none. Source: names of the version. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.search_key.address IS 'Keys of prefecture, municipality, ward, town with number, and 方書, divided by commas. Source: address of the version. Retention: as the table. Class: personal.';
CREATE INDEX search_key_written ON register.search_key (written);
CREATE INDEX search_key_reading ON register.search_key (reading) WHERE reading <> '';

CREATE TABLE register.search_keying (
    is_only boolean NOT NULL DEFAULT true CONSTRAINT search_keying_pkey PRIMARY KEY CONSTRAINT search_keying_is_one CHECK (is_only),
    rules integer NOT NULL,
    completed_at timestamptz
);
COMMENT ON TABLE register.search_keying IS 'Whether every version has its search keys, by which rules; one row. Source: migration, atena migrate. Retention: permanent. Class: none.';
COMMENT ON COLUMN register.search_keying.is_only IS 'True: there is one row. Source: migration. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.search_keying.rules IS 'SearchKey.rules that the keys were made by; where the program has others, they are made anew. Source: atena migrate. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.search_keying.completed_at IS 'When the last version that lacked keys got them; null while some may lack them, and searches are refused. Source: clock. Retention: as the table. Class: none.';
INSERT INTO register.search_keying (rules, completed_at)
SELECT 1, CASE WHEN NOT EXISTS (SELECT FROM register.version) THEN now() END;

GRANT SELECT, INSERT ON register.search_key TO atena_hub;
GRANT SELECT ON register.search_keying TO atena_hub;
