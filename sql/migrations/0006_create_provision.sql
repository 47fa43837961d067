-- Provision: the record of every handing over and every refusal (CT-9).
CREATE SCHEMA provision;
COMMENT ON SCHEMA provision IS 'Records of provisions and refusals (提供・移転の記録).';
GRANT USAGE ON SCHEMA provision TO atena_hub;

CREATE TABLE provision.record (
    record_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT record_pkey PRIMARY KEY,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    items bigint NOT NULL,
    addressee_id bigint,
    started_by bigint,
    persons_count bigint NOT NULL,
    cut_xact xid8,
    calendar_day date,
    way "char" NOT NULL CONSTRAINT record_way_is_known CHECK (way IN ('p', 'd', 'f', 'o', 'n')),
    result "char" NOT NULL CONSTRAINT record_result_is_known CHECK (result IN ('s', 'p', 'i', 'r')),
    individual_number boolean NOT NULL,
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    by_whom text NOT NULL,
    policy_version text COLLATE "C",
    refusal text COLLATE "C",
    batch_key text COLLATE "C",
    atenabango text COLLATE "C",
    persons bytea,
    digest bytea,
    CONSTRAINT record_refusal_has_code CHECK ((result = 'r') = (refusal IS NOT NULL))
);
COMMENT ON TABLE provision.record IS 'One act of handing over, or its refusal; a batch is one record that names its persons in a compressed set. Source: provision. Retention: per policy, 7 years at least. Class: pseudonymous.';
COMMENT ON COLUMN provision.record.record_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.recorded_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.items IS 'Items provided, a bit each by the order of the national item list. Source: the policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.addressee_id IS 'The person of a single look-up. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN provision.record.started_by IS 'For a finished full extract: the record that opened it. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.persons_count IS 'Persons named. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.cut_xact IS 'Journal horizon the states were read at. Source: journal. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.calendar_day IS 'The hub''s day on which ages were counted. Source: journal.calendar. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.way IS 'p push, d delta pulled, f full pulled, o one person, n none (the request never reached a way). Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.result IS 's started (a full extract; a p record follows), p provided, i provided in part (the stream was broken off; persons names who had gone out), r refused. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.individual_number IS 'Whether individual numbers were included. Source: the policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.system IS 'Receiving system, as asked for. Source: the request. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.dataset IS 'Dataset asked for. Source: the request. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.by_whom IS 'Who asked: the authenticated system, or the worker or operator. Source: identity. Retention: as the table. Class: staff or system name.';
COMMENT ON COLUMN provision.record.policy_version IS 'Content hash of the policy applied; null where there was none. Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.refusal IS 'Refusal code (P0001 …). Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.batch_key IS 'Idempotency key of a pushed batch: the same key again is the same provision. Source: delivery. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.record.atenabango IS 'Addressee number of a single look-up; null where nobody has the number asked for, because then it may be anything. Source: the request. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN provision.record.persons IS 'Compressed set of addressee ids handed over. Source: provision. Retention: as the table. Class: pseudonymous.';
COMMENT ON COLUMN provision.record.digest IS 'Keyed digest of what was handed over, in order. Source: provision. Retention: as the table. Class: pseudonymous.';
GRANT SELECT, INSERT ON provision.record TO atena_hub;
