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

GRANT SELECT, INSERT ON audit.event TO atena_hub;
