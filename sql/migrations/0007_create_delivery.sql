-- Delivery: where each receiver stands, what waits for it, and what it would not take.
CREATE SCHEMA delivery;
COMMENT ON SCHEMA delivery IS 'Subscriptions of receiving systems, waiting and dead-lettered persons.';
GRANT USAGE ON SCHEMA delivery TO atena_hub;

CREATE TABLE delivery.subscription (
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    position text,
    sequence bigint NOT NULL DEFAULT 0,
    delivered bigint NOT NULL DEFAULT 0,
    lease_token bigint NOT NULL DEFAULT 0,
    leased_until timestamptz NOT NULL DEFAULT '-infinity',
    next_attempt_at timestamptz NOT NULL DEFAULT '-infinity',
    failures integer NOT NULL DEFAULT 0,
    last_failure text,
    CONSTRAINT subscription_pkey PRIMARY KEY (system, dataset)
);
COMMENT ON TABLE delivery.subscription IS 'One row per system and dataset that is pushed to: its position and who works on it. Source: delivery. Retention: current state. Class: none.';
COMMENT ON COLUMN delivery.subscription.system IS 'Receiving system. Source: policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.subscription.dataset IS 'Dataset. Source: policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.subscription.position IS 'Last position acknowledged; null before the first delivery. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.subscription.sequence IS 'Number of the last batch handed over; receivers apply only what is newer. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.subscription.delivered IS 'Entries acknowledged so far. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.subscription.lease_token IS 'Raised with each lease, so that a worker that lost it can no longer write. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.subscription.leased_until IS 'Until when the lease holds. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.subscription.next_attempt_at IS 'Not before: back-off after a failure. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.subscription.failures IS 'Failures in a row. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.subscription.last_failure IS 'What the last failure was, without personal data. Source: delivery. Retention: as the table. Class: none.';

CREATE TABLE delivery.waiting (
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    addressee_id bigint NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    attempts integer NOT NULL,
    reason text NOT NULL,
    CONSTRAINT waiting_pkey PRIMARY KEY (system, dataset, addressee_id)
);
COMMENT ON TABLE delivery.waiting IS 'Persons a receiver asked to be sent again later; their state is read anew each time, so a later state replaces a waiting one. Source: delivery. Retention: until applied or dead-lettered. Class: pseudonymous.';
COMMENT ON COLUMN delivery.waiting.system IS 'Receiving system. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.waiting.dataset IS 'Dataset. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.waiting.addressee_id IS 'Who. Source: delivery. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN delivery.waiting.next_attempt_at IS 'Not before. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.waiting.attempts IS 'Attempts so far. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.waiting.reason IS 'Reason the receiver gave. Source: connector. Retention: as the table. Class: none.';

CREATE TABLE delivery.dead_letter (
    dead_letter_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT dead_letter_pkey PRIMARY KEY,
    addressee_id bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    redelivered_at timestamptz,
    history_number integer NOT NULL,
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    reason text NOT NULL
);
COMMENT ON TABLE delivery.dead_letter IS 'Entries a receiver rejected, or that failed too often; stored before the position moves, sent again by command. Source: delivery. Retention: 5 years. Class: pseudonymous.';
COMMENT ON COLUMN delivery.dead_letter.dead_letter_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.dead_letter.addressee_id IS 'Who. Source: delivery. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN delivery.dead_letter.recorded_at IS 'When it was rejected. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.dead_letter.redelivered_at IS 'When it was queued again; null while it lies here. Source: command. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.dead_letter.history_number IS 'Version that was rejected. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.dead_letter.system IS 'Receiving system. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.dead_letter.dataset IS 'Dataset. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.dead_letter.reason IS 'Reason, without personal data. Source: connector. Retention: as the table. Class: none.';
CREATE INDEX dead_letter_open ON delivery.dead_letter (system, dataset) WHERE redelivered_at IS NULL;

GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA delivery TO atena_hub;
GRANT UPDATE, DELETE ON delivery.subscription, delivery.waiting TO atena_hub;
GRANT UPDATE (redelivered_at) ON delivery.dead_letter TO atena_hub;
