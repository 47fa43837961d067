-- Intake: which files were taken in, how far, and what became of the rows that did not pass.
CREATE SCHEMA intake;
COMMENT ON SCHEMA intake IS 'Files taken in, their progress, rejected and held rows.';
GRANT USAGE ON SCHEMA intake TO atena_hub;

CREATE TABLE intake.file (
    file_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT file_pkey PRIMARY KEY,
    rows_read bigint NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    lanes smallint NOT NULL,
    block_rows integer NOT NULL,
    digest bytea NOT NULL,
    layout text NOT NULL,
    source text NOT NULL,
    CONSTRAINT file_digest_key UNIQUE (digest, layout, source)
);
COMMENT ON TABLE intake.file IS 'One row per file taken in; the digest makes a second run of the same file go on where the first stopped. Source: intake. Retention: 5 years. Class: none.';
COMMENT ON COLUMN intake.file.file_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.file.rows_read IS 'Data rows in the file. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.file.started_at IS 'When the file was first opened. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.file.finished_at IS 'When its last block was committed; null while unfinished. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.file.lanes IS 'Lanes the rows were dealt to, by addressee number. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.file.block_rows IS 'Rows per block of a lane. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.file.digest IS 'SHA-256 of the file''s bytes. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.file.layout IS 'Layout: residents or nonresidents. Source: command. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.file.source IS 'System that handed the file in. Source: command. Retention: as the table. Class: none.';

CREATE TABLE intake.block (
    file_id bigint NOT NULL CONSTRAINT block_file_fkey REFERENCES intake.file,
    lane smallint NOT NULL,
    number integer NOT NULL,
    accepted integer NOT NULL,
    unchanged integer NOT NULL,
    held integer NOT NULL,
    rejected integer NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT block_pkey PRIMARY KEY (file_id, lane, number)
);
COMMENT ON TABLE intake.block IS 'Blocks of a file that are durably done, written in the transaction that did them. Source: intake. Retention: 5 years. Class: none.';
COMMENT ON COLUMN intake.block.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.block.lane IS 'Lane. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.block.number IS 'Number of the block in its lane, from 0. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.block.accepted IS 'Rows that became versions. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.block.unchanged IS 'Rows already held as they are. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.block.held IS 'Rows that wait for a clerk. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.block.rejected IS 'Rows refused with a reason. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.block.recorded_at IS 'When it was committed. Source: clock. Retention: as the table. Class: none.';

CREATE TABLE intake.rejected (
    file_id bigint NOT NULL CONSTRAINT rejected_file_fkey REFERENCES intake.file,
    line bigint NOT NULL,
    lane smallint NOT NULL,
    block integer NOT NULL,
    ordinal smallint NOT NULL,
    code text NOT NULL,
    item text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT rejected_pkey PRIMARY KEY (file_id, line, ordinal)
);
COMMENT ON TABLE intake.rejected IS 'Why a row was rejected; the row itself is only in FILE.rejected.csv. Source: intake. Retention: 5 years. Class: none.';
COMMENT ON COLUMN intake.rejected.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.rejected.line IS 'Line in the file where the row begins, the header being 1. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.rejected.lane IS 'Lane of the block. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.rejected.block IS 'Block in its lane. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.rejected.ordinal IS 'Order among the faults of one row. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.rejected.code IS 'Error code: E0001 … E0004, E01xx, E02xx, E03xx. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.rejected.item IS 'Column at fault. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.rejected.reason IS 'Reason in Japanese, without the value. Source: intake. Retention: as the table. Class: none.';

CREATE TABLE intake.held (
    held_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT held_pkey PRIMARY KEY,
    file_id bigint NOT NULL CONSTRAINT held_file_fkey REFERENCES intake.file,
    line bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    key_id integer NOT NULL,
    lane smallint NOT NULL,
    block integer NOT NULL,
    code text NOT NULL,
    atenabango text COLLATE "C" NOT NULL,
    other_atenabango text COLLATE "C",
    reason text NOT NULL,
    sealed_row bytea NOT NULL,
    CONSTRAINT held_line_key UNIQUE (file_id, line)
);
COMMENT ON TABLE intake.held IS 'Conflict queue: rows that a clerk must decide, such as an individual number that is linked to someone else. Source: intake. Retention: until decided, then 5 years. Class: personal, encrypted.';
COMMENT ON COLUMN intake.held.held_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.line IS 'Line where the row begins. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.recorded_at IS 'When it was put here. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.key_id IS 'Data key under which the row was sealed. Source: key ring. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.lane IS 'Lane of the block. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.block IS 'Block in its lane. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.code IS 'Why it is held: H0001 number of another person, H0002 number changed without a reason that allows it. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.atenabango IS '宛名番号 of the row. Source: the row. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN intake.held.other_atenabango IS '宛名番号 of the record it conflicts with. Source: register. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN intake.held.reason IS 'Reason in Japanese, without values. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.held.sealed_row IS 'The row as read, encrypted under the key ring. Source: the row. Retention: as the table. Class: personal, encrypted.';

CREATE TABLE intake.assigned (
    file_id bigint NOT NULL CONSTRAINT assigned_file_fkey REFERENCES intake.file,
    line bigint NOT NULL,
    lane smallint NOT NULL,
    block integer NOT NULL,
    atenabango text COLLATE "C" NOT NULL,
    CONSTRAINT assigned_pkey PRIMARY KEY (file_id, line)
);
COMMENT ON TABLE intake.assigned IS 'Addressee numbers given to rows that came without one, so that the asking system learns them. Source: register. Retention: 5 years. Class: identifier.';
COMMENT ON COLUMN intake.assigned.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.assigned.line IS 'Line where the row begins. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.assigned.lane IS 'Lane of the block. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.assigned.block IS 'Block in its lane. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.assigned.atenabango IS '宛名番号 assigned. Source: register.assigned_addressee_number. Retention: as the table. Class: identifier.';

GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA intake TO atena_hub;
GRANT UPDATE (finished_at) ON intake.file TO atena_hub;
GRANT UPDATE (key_id, sealed_row) ON intake.held TO atena_hub;
