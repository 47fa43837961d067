-- The journal (DESIGN §4): the append-only, ordered list of what changed; the only thing that later stages read to learn about change.
CREATE SCHEMA journal;
COMMENT ON SCHEMA journal IS 'What changed, in an order that no late commit can break: (xact, position), read below the oldest running transaction.';
GRANT USAGE ON SCHEMA journal TO atena_hub;

CREATE SEQUENCE journal.position AS bigint;
COMMENT ON SEQUENCE journal.position IS 'Running id of journal entries; not commit order by itself.';

CREATE TABLE journal.entry (
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    position bigint NOT NULL,
    addressee_id bigint NOT NULL,
    changed bigint NOT NULL,
    history_number integer NOT NULL,
    kind "char" NOT NULL CONSTRAINT entry_kind_is_known CHECK (kind IN ('v', 'c')),
    CONSTRAINT entry_pkey PRIMARY KEY (xact, position)
);
COMMENT ON TABLE journal.entry IS 'One row per change of an addressee. Source: register and calendar. Retention: as the register''s versions. Class: pseudonymous.';
COMMENT ON COLUMN journal.entry.xact IS 'Transaction that wrote the entry: readers stop below pg_snapshot_xmin(pg_current_snapshot()). Source: PostgreSQL. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.entry.position IS 'Order inside the transaction. Source: journal.position. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.entry.addressee_id IS 'Who changed. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN journal.entry.changed IS 'Items that changed, a bit each by the order of the national item list. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.entry.history_number IS 'Version the entry tells of. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.entry.kind IS 'v a new version, c the calendar moved the person across an age. Source: writer. Retention: as the table. Class: none.';

CREATE TABLE journal.calendar (
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    day date NOT NULL CONSTRAINT calendar_day_key UNIQUE,
    CONSTRAINT calendar_pkey PRIMARY KEY (xact, position)
);
COMMENT ON TABLE journal.calendar IS 'The days the hub has moved to, at their place in the journal: ages are counted on the hub''s day, so that the same journal always gives the same answer. Source: atena work --calendar. Retention: as the journal. Class: none.';
COMMENT ON COLUMN journal.calendar.xact IS 'As in journal.entry. Source: PostgreSQL. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.calendar.position IS 'As in journal.entry. Source: journal.position. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.calendar.recorded_at IS 'When the day was set. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.calendar.day IS 'The hub''s day from here on (Japan time). Source: atena work. Retention: as the table. Class: none.';

GRANT SELECT, INSERT ON journal.entry, journal.calendar TO atena_hub;
GRANT USAGE ON SEQUENCE journal.position TO atena_hub;
