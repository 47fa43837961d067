-- How a receiver is reached is told by a table that the delivery service follows, and no longer by the program. Whoever is pushed to today is reached by a module
-- of the hub's own process, as ever. A receiver may accept entries and say later what became of them.
CREATE SEQUENCE delivery.endpoint_version;
COMMENT ON SEQUENCE delivery.endpoint_version IS 'Numbers of the versions of endpoints. Source: delivery. Retention: current state. Class: none.';
GRANT USAGE ON SEQUENCE delivery.endpoint_version TO atena_hub;

CREATE TABLE delivery.endpoint (
    version bigint NOT NULL DEFAULT nextval('delivery.endpoint_version'),
    loaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at timestamptz NOT NULL DEFAULT '-infinity',
    began_at timestamptz,
    last_run_at timestamptz,
    paused_at timestamptz,
    batch_size integer,
    hours_to_answer integer NOT NULL DEFAULT 24,
    at_minute smallint,
    day_of_month smallint,
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    gyomuid text COLLATE "C",
    connector text COLLATE "C" NOT NULL,
    settings jsonb NOT NULL DEFAULT '{}',
    content text COLLATE "C" NOT NULL DEFAULT 'delta',
    schedule text COLLATE "C" NOT NULL DEFAULT 'as-it-happens',
    described text,
    CONSTRAINT endpoint_pkey PRIMARY KEY (system, dataset),
    CONSTRAINT endpoint_content_is_known CHECK (content IN ('delta', 'full')),
    CONSTRAINT endpoint_schedule_is_whole CHECK (
        CASE schedule WHEN 'as-it-happens' THEN at_minute IS NULL AND day_of_month IS NULL AND content = 'delta'
            WHEN 'on-demand' THEN at_minute IS NULL AND day_of_month IS NULL
            WHEN 'daily' THEN at_minute BETWEEN 0 AND 1439 AND day_of_month IS NULL
            WHEN 'monthly' THEN at_minute BETWEEN 0 AND 1439 AND day_of_month BETWEEN 1 AND 31
            ELSE false END),
    CONSTRAINT endpoint_batch_size_is_positive CHECK (batch_size > 0),
    CONSTRAINT endpoint_hours_to_answer_are_positive CHECK (hours_to_answer > 0)
);
COMMENT ON TABLE delivery.endpoint IS 'How a receiver is reached (接続): connector, settings, schedule; what it may know is the policy''s. No row: nothing is delivered to it. Source: endpoint files, loaded with an event. Retention: current state, until it is removed. Class: none.';
COMMENT ON COLUMN delivery.endpoint.version IS 'Another one with every change: whoever works by an older one gets no lease. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.loaded_at IS 'When it was loaded or changed last. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.due_at IS 'Delivered from then on; in the past: now; -infinity: always; infinity: once somebody says so. Source: schedule. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.began_at IS 'When the run under way began; null where none is. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.last_run_at IS 'When the last run of a schedule ended, with everything delivered. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.paused_at IS 'Since when somebody has it paused (停止); null where nobody has. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.batch_size IS 'Entries at once at most; null: as the connector says. Source: endpoint file. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.hours_to_answer IS 'Hours within which the receiver has to answer what it accepted. Source: endpoint file. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.at_minute IS 'Minute of the day in Japan at which a daily or monthly run is due. Source: endpoint file. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.day_of_month IS 'Day of a monthly run; the last of the month where it has no such day. Source: endpoint file. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.system IS 'Receiving system. Source: endpoint file. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.dataset IS 'Dataset. Source: endpoint file. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.gyomuid IS 'National business id (業務ID) of the receiver, held against the policy''s. Source: endpoint file. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.connector IS 'Kind of connector, such as module. Source: endpoint file. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.settings IS 'What the connector is told; secrets by the name of their file only. Source: endpoint file. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.content IS 'delta: what changed; full: everybody again. Source: endpoint file. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.schedule IS 'as-it-happens, daily, monthly or on-demand. Source: endpoint file. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.endpoint.described IS 'What the connector last said of itself: name, version, datasets with their schema versions. Source: connector. Retention: as the table. Class: none.';
GRANT SELECT, INSERT, UPDATE, DELETE ON delivery.endpoint TO atena_hub;

INSERT INTO delivery.endpoint (system, dataset, connector) SELECT system, dataset, 'module' FROM delivery.subscription;

CREATE TABLE delivery.awaited (
    record_id bigint NOT NULL,
    addressee_id bigint NOT NULL,
    sequence bigint NOT NULL,
    accepted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    history_number integer NOT NULL,
    is_removal boolean NOT NULL,
    is_overdue boolean NOT NULL DEFAULT false,
    is_superseded boolean NOT NULL DEFAULT false,
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    receipt text COLLATE "C" NOT NULL,
    record_key text COLLATE "C" NOT NULL DEFAULT '',
    CONSTRAINT awaited_pkey PRIMARY KEY (system, dataset, receipt, addressee_id, record_key, sequence)
);
CREATE INDEX awaited_addressee ON delivery.awaited (addressee_id, system, dataset);
COMMENT ON TABLE delivery.awaited IS 'Entries that a receiver accepted and has not answered (回答待ち). Source: delivery. Retention: until the answer, or until they are sent again. Class: pseudonymous.';
COMMENT ON COLUMN delivery.awaited.record_id IS 'The record of the offer (provision.record). Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.awaited.addressee_id IS 'Of whom. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN delivery.awaited.sequence IS 'Number of the batch. Source: delivery.subscription. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.awaited.accepted_at IS 'When the receiver accepted it. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.awaited.history_number IS 'Version of the record that was given. Source: register. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.awaited.is_removal IS 'Whether it was a removal. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.awaited.is_overdue IS 'Whether it is on record that no answer came in time. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.awaited.is_superseded IS 'Whether a newer state of the person was taken or accepted since: what becomes of this one is only recorded. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.awaited.system IS 'Receiving system. Source: policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.awaited.dataset IS 'Dataset. Source: policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.awaited.receipt IS 'The receiver''s receipt (受付番号). Source: receiver. Retention: as the table. Class: none.';
COMMENT ON COLUMN delivery.awaited.record_key IS 'Record key of the entry; empty where there is one a person. Source: publisher. Retention: as the table. Class: none.';
GRANT SELECT, INSERT, UPDATE, DELETE ON delivery.awaited TO atena_hub;

ALTER TABLE provision.record
    DROP CONSTRAINT record_result_is_known,
    ADD CONSTRAINT record_result_is_known CHECK (result IN ('s', 'p', 'i', 'r', 'o', 'a', 'x', 'u', 'n')) NOT VALID;
COMMENT ON COLUMN provision.record.result IS 's started (a full extract; a p or i record follows), p provided, i provided in part (the stream was broken off; persons names who had gone out), r refused, o offered (a pushed batch; some of a, p, x, u, n follow), a accepted (the receiver has it and says later what became of it; p or x follow), x rejected by the receiver as a whole, u unconfirmed (given up, and nobody knows whether it arrived), n never arrived (given up). Source: provision. Retention: as the table. Class: none.';
