-- Journal: its incarnations (世代). A database that was restored to an earlier state gives its transaction ids out again: a place in the journal says
-- something only together with the incarnation that it belongs to, and what a receiver was told by a future that is lost is no place at all.
CREATE TABLE journal.incarnation (
    began_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    fork xid8 NOT NULL,
    first_sequence bigint NOT NULL,
    system_identifier bigint NOT NULL,
    timeline integer NOT NULL,
    number integer NOT NULL CONSTRAINT incarnation_number_is_positive CHECK (number >= 1),
    incarnation uuid NOT NULL DEFAULT gen_random_uuid(),
    acceptance bytea,
    CONSTRAINT incarnation_pkey PRIMARY KEY (number),
    CONSTRAINT incarnation_incarnation_key UNIQUE (incarnation)
);
COMMENT ON TABLE journal.incarnation IS 'Incarnations of the journal: one row when the hub was made, and one for each time that its database was found to be a restored one. Source: the sealer, before it goes on. Retention: as the journal. Class: none.';
COMMENT ON COLUMN journal.incarnation.began_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.incarnation.fork IS 'Every transaction below it had ended before the restored moment, so that a cursor of an earlier incarnation that saw nothing above holds on; 0 in the first. Source: audit.seal_state and audit.checkpoint as restored. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.incarnation.first_sequence IS 'Batches of this incarnation have greater sequences, and so greater ones than any that a lost future gave. Source: clock (microseconds since 1970), deliveries. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.incarnation.system_identifier IS 'The database cluster that it began in. Source: pg_control_system(). Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.incarnation.timeline IS 'The timeline of that cluster''s WAL: archive recovery and a promoted standby begin another. Source: PostgreSQL. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.incarnation.number IS 'Their order; two restores of one backup may give the same. Source: the number before. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.incarnation.incarnation IS 'Its name, never given twice. Source: random. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.incarnation.acceptance IS 'Digest of the confirmation by which two people accepted that sealed events are lost (resumptions.jsonl); null where none was. Source: the sealer. Retention: as the table. Class: none.';
GRANT SELECT, INSERT ON journal.incarnation TO atena_hub;
GRANT USAGE ON SCHEMA journal TO atena_sealer;
GRANT SELECT ON journal.incarnation TO atena_sealer;
INSERT INTO journal.incarnation (fork, first_sequence, system_identifier, timeline, number)
SELECT '0'::xid8, 0, system_identifier, ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::integer, 1 FROM pg_control_system();

ALTER TABLE audit.seal_state
    ADD COLUMN horizon xid8 NOT NULL DEFAULT pg_snapshot_xmin(pg_current_snapshot()),
    ADD COLUMN server_started_at timestamptz NOT NULL DEFAULT pg_postmaster_start_time();
COMMENT ON COLUMN audit.seal_state.horizon IS 'Every transaction below it had ended when the row was written: of a restored database, where it and the lost future part at the earliest. Source: the sealer. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.seal_state.server_started_at IS 'Start of the database server that the sealer last held against the files outside: after another start nothing is provided before it has looked again. Source: the sealer. Retention: as the table. Class: none.';
GRANT UPDATE (horizon, server_started_at) ON audit.seal_state TO atena_sealer;

ALTER TABLE delivery.subscription ADD COLUMN surplus_due boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN delivery.subscription.surplus_due IS 'The receiver may hold what only a lost future gave: once everything was delivered again, it is asked what it holds, and what it should not is taken back. Source: the beginning of an incarnation. Retention: as the table. Class: none.';
