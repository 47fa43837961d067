-- What receivers that pull report to hold, so that it can be compared with what they may; and whom of that they are told again.
CREATE TABLE delivery.inventory (
    inventory_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT inventory_pkey PRIMARY KEY,
    begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    completed_at timestamptz,
    persons bigint NOT NULL DEFAULT 0 CONSTRAINT inventory_persons_are_counted CHECK (persons >= 0),
    key_id integer NOT NULL,
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    by_whom text NOT NULL,
    position text NOT NULL,
    key_sealed bytea NOT NULL
);
COMMENT ON TABLE delivery.inventory IS 'One list of what a receiver that pulls says it holds (棚卸し). Source: the receiver. Retention: until the receiver''s next whole list; a list that broke off until the next begins. Class: none.';
COMMENT ON COLUMN delivery.inventory.inventory_id IS 'Number that it is called by. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.inventory.begun_at IS 'When its first line came. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.inventory.completed_at IS 'When it was whole; null while lines come, and of one that broke off. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.inventory.persons IS 'Persons in it. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.inventory.key_id IS 'Data key under which key_sealed is sealed. Source: key ring. Retention: as the table. Class: technical.';
COMMENT ON COLUMN delivery.inventory.system IS 'Receiving system. Source: the request. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.inventory.dataset IS 'Dataset. Source: the request. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.inventory.by_whom IS 'Who reported: the authenticated system. Source: identity. Retention: as the table. Class: system name.';
COMMENT ON COLUMN delivery.inventory.position IS 'The cursor that the receiver had applied. Source: the request. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.inventory.key_sealed IS 'The key of the list''s digests, which the receiver chose; sealed, because digests under a known key would give individual numbers away. Source: the request. Retention: as the table. Class: secret.';
CREATE INDEX inventory_of_receiver ON delivery.inventory (system, dataset, inventory_id);

-- No parent is checked row by row (decision 0005): a list's rows are written and taken away by its number only.
CREATE TABLE delivery.inventory_entry (
    inventory_id bigint NOT NULL,
    atenabango text COLLATE "C" NOT NULL,
    digest bytea NOT NULL CONSTRAINT inventory_entry_digest_is_whole CHECK (octet_length(digest) = 32),
    CONSTRAINT inventory_entry_pkey PRIMARY KEY (inventory_id, atenabango)
);
COMMENT ON TABLE delivery.inventory_entry IS 'What a receiver says it holds of one person. Source: the receiver. Retention: as its list. Class: pseudonymous.';
COMMENT ON COLUMN delivery.inventory_entry.inventory_id IS 'The list (delivery.inventory). Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.inventory_entry.atenabango IS 'Addressee number as reported; the register may not know it. Source: the request. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN delivery.inventory_entry.digest IS 'HMAC-SHA-256 of the canonical form of what is held, under the list''s key. Source: the request. Retention: as the table. Class: pseudonymous.';

CREATE TABLE delivery.sent_again (
    position bigint NOT NULL,
    addressee_id bigint NOT NULL,
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    CONSTRAINT sent_again_pkey PRIMARY KEY (position)
);
COMMENT ON TABLE delivery.sent_again IS 'For whom an entry of the journal (kind r) was written so that one receiver is told the person''s state again. Source: atena reconcile --send-again. Retention: as the journal. Class: pseudonymous.';
COMMENT ON COLUMN delivery.sent_again.position IS 'Position of that entry. Source: journal.position. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.sent_again.addressee_id IS 'Who. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN delivery.sent_again.system IS 'The receiver that is told. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.sent_again.dataset IS 'Dataset. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN journal.entry.kind IS 'v a new version, or protection set beside it, c the calendar moved the person across an age, r told again: a withheld answer was released, for those it was withheld from, or what a receiver holds was found to differ (delivery.sent_again), for that one. Source: writer. Retention: as the table. Class: none.';

GRANT SELECT, INSERT, DELETE ON delivery.inventory, delivery.inventory_entry TO atena_hub;
GRANT UPDATE (completed_at, persons) ON delivery.inventory TO atena_hub;
GRANT SELECT, INSERT ON delivery.sent_again TO atena_hub;
