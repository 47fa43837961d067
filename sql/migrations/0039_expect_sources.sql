-- 届くべきファイル: each time that a file is taken, and the due moments that passed without one.
CREATE TABLE intake.taking (
    taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    file_id bigint NOT NULL CONSTRAINT taking_is_of_a_file REFERENCES intake.file,
    source text COLLATE "C" NOT NULL,
    layout text COLLATE "C" NOT NULL,
    CONSTRAINT taking_pkey PRIMARY KEY (source, layout, taken_at, file_id)
);
COMMENT ON TABLE intake.taking IS 'One row for each time that a file is taken, the same file again among them: tells whether what was due has come. Source: intake. Retention: 5 years. Class: none.';
COMMENT ON COLUMN intake.taking.taken_at IS 'When it was opened. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.taking.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.taking.source IS 'System that handed the file in. Source: command. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.taking.layout IS 'residents, nonresidents, or the dataset that was published. Source: command. Retention: as the table. Class: none.';
INSERT INTO intake.taking (taken_at, file_id, source, layout) SELECT started_at, file_id, source, layout FROM intake.file;
GRANT SELECT, INSERT ON intake.taking TO atena_hub;

CREATE TABLE intake.missed_due (
    due_at timestamptz NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    source text COLLATE "C" NOT NULL,
    layout text COLLATE "C" NOT NULL,
    state text NOT NULL,
    CONSTRAINT missed_due_pkey PRIMARY KEY (source, layout, due_at),
    CONSTRAINT missed_due_state_is_known CHECK (state IN ('absent', 'empty', 'rejected', 'short', 'same-content', 'stalled'))
);
COMMENT ON TABLE intake.missed_due IS '期限までに届かなかったファイル: a due moment of the schedule (ATENA_SOURCES) that passed without a file that could do, noted and told to the log once. Source: work. Retention: 5 years. Class: none.';
COMMENT ON COLUMN intake.missed_due.due_at IS 'When it was due. Source: schedule. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.missed_due.noted_at IS 'When that was noted. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.missed_due.source IS 'System that was to hand it in. Source: schedule. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.missed_due.layout IS 'residents, nonresidents, or the dataset. Source: schedule. Retention: as the table. Class: none.';
COMMENT ON COLUMN intake.missed_due.state IS 'What there was instead, when it was noted: absent nothing, empty a file without rows, rejected all rows were rejected, short fewer rows than expected, same-content a file taken before, stalled a file that was not taken to its end. Source: hub. Retention: as the table. Class: none.';
GRANT SELECT, INSERT ON intake.missed_due TO atena_hub;
