-- A block is done by the digest of its own bytes. Blocks of files taken in before this are not trusted: they were marked under the digest of another
-- reading than the one that was taken in. They stay as they are, and such a file, when it comes again, is a new one whose rows are unchanged.
ALTER TABLE intake.file ADD COLUMN block_form smallint NOT NULL DEFAULT 1;
ALTER TABLE intake.file ADD COLUMN encoding text NOT NULL DEFAULT 'utf-8';
ALTER TABLE intake.file ALTER COLUMN block_form DROP DEFAULT, ALTER COLUMN encoding DROP DEFAULT;
ALTER TABLE intake.file DROP CONSTRAINT file_digest_key;
ALTER TABLE intake.file ADD CONSTRAINT file_digest_key UNIQUE (digest, layout, source, encoding, block_form);
ALTER TABLE intake.block ADD COLUMN digest bytea;
COMMENT ON TABLE intake.file IS 'One row per file taken in; the digest makes a second run of the same file go on where the first stopped. Source: intake. Retention: 5 years. Class: none.';
COMMENT ON COLUMN intake.file.digest IS 'SHA-256 of the file''s bytes, unpacked. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.file.block_form IS 'How its rows were cut into blocks: 1 named by lane and number alone, never looked at again; 2 named by digest, too. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.file.encoding IS 'How its characters are written: utf-8, shift_jis, cp932, utf-16, utf-16le, utf-16be. Source: command. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.block.digest IS 'SHA-256 of the block''s rows as they were taken in; null in files of block_form 1. Source: intake. Retention: as the table. Class: none.';

CREATE TABLE intake.decided_anew (
    file_id bigint NOT NULL CONSTRAINT decided_anew_file_fkey REFERENCES intake.file,
    line bigint NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    block integer NOT NULL,
    lane smallint NOT NULL,
    round smallint NOT NULL,
    ordinal smallint NOT NULL,
    outcome text NOT NULL CONSTRAINT decided_anew_outcome CHECK (outcome IN ('accepted', 'unchanged', 'held', 'rejected')),
    code text NOT NULL,
    item text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT decided_anew_pkey PRIMARY KEY (file_id, line, round, ordinal)
);
COMMENT ON TABLE intake.decided_anew IS 'What became of rows that were rejected for the state of the register, or held, when their file came again and something else became of them; the highest round of a line counts. Source: intake. Retention: 5 years. Class: none.';
COMMENT ON COLUMN intake.decided_anew.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.decided_anew.line IS 'Line in the file where the row begins. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.decided_anew.decided_at IS 'When it was decided. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.decided_anew.block IS 'Block in its lane. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.decided_anew.lane IS 'Lane of the block. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.decided_anew.round IS 'How often the row had been decided anew otherwise than before, from 1. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.decided_anew.ordinal IS 'Order among the faults of one decision. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.decided_anew.outcome IS 'accepted, unchanged, held or rejected. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.decided_anew.code IS 'Why it is held or rejected; empty otherwise. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.decided_anew.item IS 'Column at fault. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.decided_anew.reason IS 'Reason in Japanese, without the value. Source: intake. Retention: as the table. Class: none.';
-- Found for a whole block at once.
CREATE INDEX decided_anew_block ON intake.decided_anew (file_id, lane, block);

CREATE VIEW intake.rejected_now AS
    SELECT r.file_id, r.line, r.code, r.item, r.reason FROM intake.rejected r
    WHERE NOT EXISTS (SELECT FROM intake.decided_anew d WHERE d.file_id = r.file_id AND d.line = r.line)
    UNION ALL
    SELECT d.file_id, d.line, d.code, d.item, d.reason FROM intake.decided_anew d
    WHERE d.outcome = 'rejected'
        AND d.round = (SELECT max(l.round) FROM intake.decided_anew l WHERE l.file_id = d.file_id AND l.line = d.line);
COMMENT ON VIEW intake.rejected_now IS 'Faults of the rows that are rejected still: those of the last time each was decided. Source: intake.rejected, intake.decided_anew. Retention: as those. Class: none.';
COMMENT ON COLUMN intake.rejected_now.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.rejected_now.line IS 'Line in the file where the row begins. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.rejected_now.code IS 'Error code. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.rejected_now.item IS 'Column at fault. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.rejected_now.reason IS 'Reason in Japanese, without the value. Source: intake. Retention: as the table. Class: none.';

GRANT SELECT, INSERT ON intake.decided_anew TO atena_hub;
GRANT SELECT ON intake.rejected_now TO atena_hub;
