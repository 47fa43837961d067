-- Provisions count the protected who were given where they are all the same; and every receiver that was told of a person has to have followed when that person
-- is protected, within a day (INCIDENTS 5).
ALTER TABLE provision.record ADD COLUMN protected_count bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN provision.record.protected_count IS 'Protected persons (支援措置) among those given something of whom something of place was given; of an offer, whom it would give. Source: provision. Retention: as the table. Class: none.';
ALTER TABLE delivery.awaited ADD COLUMN place_of_protected boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN delivery.awaited.place_of_protected IS 'Whether the person is protected, and something of place is among what was accepted. Source: provision. Retention: as the table. Class: none.';

CREATE TABLE delivery.followed (
    xact xid8 NOT NULL,
    position bigint NOT NULL,
    followed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    CONSTRAINT followed_pkey PRIMARY KEY (system, dataset)
);
COMMENT ON TABLE delivery.followed IS '取得の受領. How far a pulling receiver has applied what it was told, as the cursor says by which it asked for what follows; kept where the way there passes protection that was set. Source: provision. Retention: current state. Class: none.';
COMMENT ON COLUMN delivery.followed.xact IS 'Transaction of that place of the journal. Source: the cursor. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.followed.position IS 'Position of that place of the journal. Source: the cursor. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.followed.followed_at IS 'When it asked. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.followed.system IS 'Receiving system. Source: the request. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.followed.dataset IS 'Dataset. Source: the request. Retention: as the table. Class: none.';

CREATE TABLE delivery.protection_notice (
    addressee_id bigint NOT NULL,
    xact xid8 NOT NULL,
    position bigint NOT NULL,
    set_at timestamptz NOT NULL,
    acknowledged_at timestamptz,
    alarmed_at timestamptz,
    was_told boolean,
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    acknowledged_by text,
    reason text,
    CONSTRAINT protection_notice_pkey PRIMARY KEY (addressee_id, xact, position, system, dataset)
);
COMMENT ON TABLE delivery.protection_notice IS '支援措置の通知. For each set of protection and each receiver that may hold the person: whether it has followed. Source: delivery. Retention: 5 years. Class: pseudonymous.';
COMMENT ON COLUMN delivery.protection_notice.addressee_id IS 'Who was protected. Source: register.protection. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN delivery.protection_notice.xact IS 'Transaction that set it. Source: register.protection. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.protection_notice.position IS 'Its place. Source: register.protection. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.protection_notice.set_at IS 'When it was set. Source: register.protection. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.protection_notice.acknowledged_at IS 'When the receiver had followed; null before. Source: delivery, cursor, staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.protection_notice.alarmed_at IS 'When the log was told that it has not followed within a day; null where it was not. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.protection_notice.was_told IS 'Whether the receiver was told of the person before; null where nobody had to know. Source: provision records. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.protection_notice.system IS 'Receiving system. Source: policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.protection_notice.dataset IS 'Dataset. Source: policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.protection_notice.acknowledged_by IS 'Who of the staff confirmed it with the receiver; null where the receiver said so itself. Source: sign-in. Retention: as the table. Class: staff.';
COMMENT ON COLUMN delivery.protection_notice.reason IS 'How it was confirmed, in words. Source: staff. Retention: as the table. Class: none.';
CREATE INDEX protection_notice_open ON delivery.protection_notice (system, dataset) WHERE acknowledged_at IS NULL AND was_told IS NOT FALSE;
COMMENT ON INDEX delivery.protection_notice_open IS 'Finds what a receiver has yet to follow.';

CREATE TABLE delivery.protection_noted (
    xact xid8 NOT NULL,
    position bigint NOT NULL,
    is_only boolean NOT NULL DEFAULT true,
    CONSTRAINT protection_noted_pkey PRIMARY KEY (is_only),
    CONSTRAINT protection_noted_is_only CHECK (is_only)
);
COMMENT ON TABLE delivery.protection_noted IS 'Up to which place of the journal sets of protection have notices. Source: delivery. Retention: current state. Class: none.';
COMMENT ON COLUMN delivery.protection_noted.xact IS 'Transaction of that place. Source: register.protection. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.protection_noted.position IS 'Position of that place. Source: register.protection. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.protection_noted.is_only IS 'There is one row at most. Source: default. Retention: as the table. Class: none.';
-- What was set before counts as followed: nobody kept when.
INSERT INTO delivery.protection_noted (xact, position) SELECT pg_current_xact_id(), 9223372036854775807;

GRANT SELECT, INSERT ON delivery.followed, delivery.protection_notice TO atena_hub;
GRANT UPDATE (xact, position, followed_at) ON delivery.followed TO atena_hub;
GRANT UPDATE (acknowledged_at, alarmed_at, was_told, acknowledged_by, reason) ON delivery.protection_notice TO atena_hub;
GRANT SELECT, UPDATE (xact, position) ON delivery.protection_noted TO atena_hub;

-- Who came upon where a protected person is without a release is a finding (INCIDENTS 1).
ALTER TABLE analysis.finding DROP CONSTRAINT finding_rule_is_known,
    ADD CONSTRAINT finding_rule_is_known CHECK (rule IN ('night-use', 'holiday-use', 'mass-look-ups', 'own-household', 'protected-persons', 'protected-place', 'repeated-refusals', 'failed-sign-ins', 'looked-up-by-many'));
