-- 国民年金の移行 (decision 0066): what an existing city's system had on record comes by files. A row of a file becomes receptions like any others, which another person
-- releases; what is kept here says of which file and which row a reception is.
CREATE TABLE pension.import_file (
    import_id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    opened_at         timestamptz NOT NULL DEFAULT now(),
    lines             bigint      NOT NULL,
    kind              text COLLATE "C" NOT NULL,
    digest            bytea       NOT NULL,
    section           text        NOT NULL,
    entered_by        text COLLATE "C" NOT NULL,
    entered_set_up_by text COLLATE "C",
    mac               bytea       NOT NULL,
    CONSTRAINT import_file_pkey PRIMARY KEY (import_id),
    CONSTRAINT import_file_time_is_finite CHECK (isfinite(opened_at)),
    -- The same file again goes on where it was.
    CONSTRAINT import_file_digest_unique UNIQUE (digest, kind),
    CONSTRAINT import_file_digest_length CHECK (octet_length(digest) = 32),
    CONSTRAINT import_file_lines_not_negative CHECK (lines >= 0),
    CONSTRAINT import_file_kind_known CHECK (kind IN ('basic', 'qualification', 'exemption', 'additional')),
    CONSTRAINT import_file_words_are_bounded CHECK (
        pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND entered_by <> ''
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200))
);
COMMENT ON TABLE pension.import_file IS 'Purpose: 移行のファイル, files of an existing city''s records that were taken in; the same bytes once for each kind. Source: the staff. Retention: permanent. Class: none.';
COMMENT ON COLUMN pension.import_file.import_id IS 'Purpose: 移行の番号. Source: the database. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.import_file.opened_at IS 'Purpose: when it was first taken in. Source: the database''s clock. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.import_file.lines IS 'Purpose: rows of the file, without its heading. Source: the file. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.import_file.kind IS 'Purpose: basic 年金基本, qualification 資格, exemption 免除・猶予, additional 付加保険料. Source: the clerk. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.import_file.digest IS 'Purpose: SHA-256 of the file, unpacked. Source: the staff service. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.import_file.section IS 'Purpose: 所属 of whoever took it in first. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.import_file.entered_by IS 'Purpose: who took it in first, account. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.import_file.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';
COMMENT ON COLUMN pension.import_file.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.import_row (
    import_id   bigint  NOT NULL,
    line        bigint  NOT NULL,
    fiscal_year integer NOT NULL,
    number      integer NOT NULL,
    mac         bytea   NOT NULL,
    CONSTRAINT import_row_pkey PRIMARY KEY (fiscal_year, number),
    CONSTRAINT import_row_file_fkey FOREIGN KEY (import_id) REFERENCES pension.import_file (import_id),
    CONSTRAINT import_row_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception (fiscal_year, number),
    CONSTRAINT import_row_line_positive CHECK (line > 0)
);
COMMENT ON TABLE pension.import_row IS 'Purpose: 移行の行, of which row of which file a reception is. Rows that belong together, such as the periods of one person, have the line of the first. Source: the file. Retention: permanent. Class: none.';
COMMENT ON COLUMN pension.import_row.import_id IS 'Purpose: of the file. Source: import_file. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.import_row.line IS 'Purpose: line of the file, the heading being line 1. Source: the file. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.import_row.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.import_row.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';
COMMENT ON COLUMN pension.import_row.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
CREATE INDEX import_row_import_idx ON pension.import_row (import_id, line);
COMMENT ON INDEX pension.import_row_import_idx IS 'Finds the receptions of a file, in its order.';

ALTER TABLE pension.act DROP CONSTRAINT act_kind_known;
ALTER TABLE pension.act
    ADD CONSTRAINT act_kind_known CHECK (kind IN (
        'received', 'accepted', 'returned', 'cancelled', 'task-opened', 'task-closed', 'proposals-made', 'household-entered', 'income-asked', 'income-declared',
        'examined', 'paper-came', 'lack-told', 'claim-reminded', 'report-batch-made', 'report-batch-closed', 'report-batch-released',
        'report-batch-cancelled', 'report-batch-written', 'report-batch-handed', 'report-batch-received', 'report-batch-returned',
        'report-batch-destroyed', 'report-batch-failed', 'report-batch-recalled', 'report-character-decided', 'report-mended', 'results-taken',
        'result-matched', 'import-opened', 'import-released', 'import-withdrawn'));

GRANT SELECT, INSERT ON pension.import_file, pension.import_row TO atena_national_pension;
GRANT USAGE ON SEQUENCE pension.import_file_import_id_seq TO atena_national_pension;
