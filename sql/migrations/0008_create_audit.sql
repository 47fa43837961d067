-- Audit: every event of the catalogue (ops/event-catalogue.md), written in the transaction of what it describes, then sealed.
CREATE SCHEMA audit;
COMMENT ON SCHEMA audit IS 'Tamper-evident log of events (証跡), and how far it is sealed.';
GRANT USAGE ON SCHEMA audit TO atena_hub;

CREATE TABLE audit.event (
    event_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT event_pkey PRIMARY KEY,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    recorded_at timestamptz NOT NULL,
    addressee_id bigint,
    is_failure boolean NOT NULL,
    kind text COLLATE "C" NOT NULL,
    by_whom text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL,
    salt bytea,
    personal text COLLATE "C",
    CONSTRAINT event_personal_is_salted CHECK ((salt IS NULL) = (personal IS NULL))
);
COMMENT ON TABLE audit.event IS 'One row per event of the catalogue, never changed. Body is the leaf of the Merkle tree; the other columns repeat parts of it for search. Source: every stage. Retention: per policy, 7 years at least; salt and personal may be erased earlier. Class: pseudonymous.';
COMMENT ON COLUMN audit.event.event_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.event.xact IS 'Transaction that wrote it; with event_id the order in which events are sealed. Source: PostgreSQL. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.event.recorded_at IS 'When, as in the body. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.event.addressee_id IS 'The one person it concerns. Source: the stage. Retention: as personal. Class: internal identifier.';
COMMENT ON COLUMN audit.event.is_failure IS 'Refused or failed, as in the body. Source: the stage. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.event.kind IS 'Name of the event, as in the body. Source: the catalogue. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.event.by_whom IS 'Who acted, as in the body. Source: identity. Retention: as the table. Class: staff or system name.';
COMMENT ON COLUMN audit.event.body IS 'What is sealed: JSON with sorted keys; personal fields stand in it as a salted commitment only. Source: the stage. Retention: as the table. Class: staff or system name.';
COMMENT ON COLUMN audit.event.salt IS 'Opens the commitment together with personal. Source: random. Retention: erased with personal. Class: none.';
COMMENT ON COLUMN audit.event.personal IS 'The committed fields, JSON with sorted keys: addressee numbers and ids. Source: the stage. Retention: per policy; erasable. Class: pseudonymous.';
CREATE INDEX event_order ON audit.event (xact, event_id);
CREATE INDEX event_recorded_at ON audit.event USING brin (recorded_at);
CREATE INDEX event_addressee ON audit.event (addressee_id) WHERE addressee_id IS NOT NULL;

ALTER TABLE provision.record ADD COLUMN event_id bigint;
COMMENT ON COLUMN provision.record.event_id IS 'The sealed event that says the same. Source: audit. Retention: as the table. Class: none.';

-- The order of sealing is the database's to give: whoever writes an event can't choose its transaction.
GRANT SELECT, INSERT (recorded_at, addressee_id, is_failure, kind, by_whom, body, salt, personal) ON audit.event TO atena_hub;

CREATE TABLE audit.checkpoint (
    batch bigint CONSTRAINT checkpoint_pkey PRIMARY KEY,
    first_index bigint NOT NULL,
    tree_size bigint NOT NULL CONSTRAINT checkpoint_tree_size_key UNIQUE,
    last_xact xid8 NOT NULL,
    last_event_id bigint NOT NULL,
    leaves bytea NOT NULL,
    note text COLLATE "C" NOT NULL,
    CONSTRAINT checkpoint_has_leaves CHECK (length(leaves) = 32 * (tree_size - first_index) AND tree_size > first_index)
);
COMMENT ON TABLE audit.checkpoint IS 'One row per sealed batch of events, written after the file outside the database. Source: the sealer. Retention: as audit.event. Class: none.';
COMMENT ON COLUMN audit.checkpoint.batch IS 'Running number of the batch, as in the note. Source: the sealer. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.checkpoint.first_index IS 'Leaf of its first event, 0 first: the place in the order of (xact, event_id). Source: the sealer. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.checkpoint.tree_size IS 'Leaves in the tree with this batch, as in the note. Source: the sealer. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.checkpoint.last_xact IS 'Transaction of its last event. Source: audit.event. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.checkpoint.last_event_id IS 'Its last event. Source: audit.event. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.checkpoint.leaves IS 'Leaf hashes of its events in order, 32 bytes each. Source: the sealer. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.checkpoint.note IS 'The signed checkpoint (C2SP signed note). Source: the sealer. Retention: as the table. Class: none.';
CREATE INDEX checkpoint_last ON audit.checkpoint (last_xact, last_event_id);

CREATE TABLE audit.tile (
    tile bigint NOT NULL,
    level smallint NOT NULL,
    root bytea NOT NULL,
    hashes bytea NOT NULL,
    CONSTRAINT tile_pkey PRIMARY KEY (level, tile),
    CONSTRAINT tile_is_whole CHECK (length(root) = 32 AND length(hashes) = 8192)
);
COMMENT ON TABLE audit.tile IS 'Whole tiles of 256 hashes of the tree, so that a proof reads few rows. Source: the sealer; can be computed again from the leaves. Retention: as audit.event. Class: none.';
COMMENT ON COLUMN audit.tile.tile IS 'Place from the left among the tiles of its level, 0 first. Source: the sealer. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.tile.level IS 'Its hashes are roots of subtrees of 256^level leaves. Source: the sealer. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.tile.root IS 'The root above the hashes. Source: the sealer. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.tile.hashes IS '256 hashes, 32 bytes each. Source: the sealer. Retention: as the table. Class: none.';

CREATE TABLE audit.seal_state (
    caught_up_at timestamptz NOT NULL,
    only_row boolean DEFAULT true CONSTRAINT seal_state_pkey PRIMARY KEY CONSTRAINT seal_state_is_one_row CHECK (only_row),
    halted text
);
COMMENT ON TABLE audit.seal_state IS 'How far sealing has come; provisions stop where it is more than 5 minutes behind, or halted. Source: the sealer. Retention: current value. Class: none.';
COMMENT ON COLUMN audit.seal_state.caught_up_at IS 'Every event recorded before is sealed. Source: the sealer. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.seal_state.only_row IS 'Always true. Source: constant. Retention: as the table. Class: none.';
COMMENT ON COLUMN audit.seal_state.halted IS 'Why the sealer refuses to go on: the database and the file outside it tell different histories; null where it works. Source: the sealer. Retention: as the table. Class: none.';
-- A new hub may provide before its first batch is sealed.
INSERT INTO audit.seal_state (caught_up_at) VALUES (now());

GRANT SELECT ON audit.checkpoint, audit.tile, audit.seal_state TO atena_hub;
GRANT USAGE ON SCHEMA audit TO atena_sealer;
GRANT SELECT ON audit.event, audit.checkpoint, audit.tile, audit.seal_state TO atena_sealer;
GRANT INSERT ON audit.checkpoint, audit.tile TO atena_sealer;
GRANT UPDATE (caught_up_at, halted) ON audit.seal_state TO atena_sealer;
