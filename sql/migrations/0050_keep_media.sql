-- 電子記録媒体 (CT-16): proposed by one person, released by another before a byte leaves, and then followed from hand to hand until it is destroyed (INCIDENTS 2).
CREATE TABLE provision.medium (
    medium_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT medium_pkey PRIMARY KEY,
    proposed_at timestamptz NOT NULL,
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    format text NOT NULL CONSTRAINT medium_format_is_known CHECK (format IN ('csv', 'ndjson')),
    policy_version text COLLATE "C" NOT NULL,
    fingerprint text COLLATE "C" NOT NULL CONSTRAINT medium_fingerprint_form CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    certificate text NOT NULL,
    proposed_by text NOT NULL,
    set_up_by text,
    reason text NOT NULL,
    mac bytea
);
COMMENT ON TABLE provision.medium IS '媒体の申し出. A medium that one person proposes for one receiver''s certificate. Source: staff. Retention: 7 years. Class: none.';
COMMENT ON COLUMN provision.medium.medium_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium.proposed_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium.system IS 'Receiving system. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium.dataset IS 'Dataset. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium.format IS 'Form inside the envelope. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium.policy_version IS 'Content hash of the policy that names the certificate; under another one nothing is written. Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium.fingerprint IS 'SHA-256 of the receiver''s certificate. Source: certificate. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium.certificate IS 'The receiver''s certificate, PEM. Source: receiver. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium.proposed_by IS 'Account of who proposed. Source: sign-in. Retention: as the table. Class: staff.';
COMMENT ON COLUMN provision.medium.set_up_by IS 'Who had handed that account its set-up code then; null where nobody did. Source: access.credential. Retention: as the table. Class: staff.';
COMMENT ON COLUMN provision.medium.reason IS 'Why. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE provision.medium_decision (
    medium_id bigint NOT NULL CONSTRAINT medium_decision_pkey PRIMARY KEY CONSTRAINT medium_decision_medium_fkey REFERENCES provision.medium,
    decided_at timestamptz NOT NULL,
    released boolean NOT NULL,
    decided_by text NOT NULL,
    reason text NOT NULL,
    mac bytea
);
COMMENT ON TABLE provision.medium_decision IS '媒体の承認, or its refusal, by another person. Source: staff. Retention: 7 years. Class: none.';
COMMENT ON COLUMN provision.medium_decision.medium_id IS 'Which medium. Source: provision.medium. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium_decision.decided_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium_decision.released IS 'Whether it may be written. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium_decision.decided_by IS 'Account of who decided. Source: sign-in. Retention: as the table. Class: staff.';
COMMENT ON COLUMN provision.medium_decision.reason IS 'Why. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.medium_decision.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE provision.custody (
    custody_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT custody_pkey PRIMARY KEY,
    medium_id bigint NOT NULL CONSTRAINT custody_medium_fkey REFERENCES provision.medium,
    recorded_at timestamptz NOT NULL,
    day date NOT NULL,
    step text NOT NULL CONSTRAINT custody_step_is_known CHECK (step IN ('made', 'handed', 'received', 'returned', 'destroyed')),
    recorded_by text NOT NULL,
    counterpart text,
    note text,
    record_id bigint,
    mac bytea,
    CONSTRAINT custody_once UNIQUE (medium_id, step),
    CONSTRAINT custody_made_by_a_provision CHECK ((step = 'made') = (record_id IS NOT NULL))
);
COMMENT ON TABLE provision.custody IS '媒体の受渡しの記録 (chain of custody): each step of a medium once, never changed. Source: staff. Retention: 7 years. Class: none.';
COMMENT ON COLUMN provision.custody.custody_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.custody.medium_id IS 'Which medium. Source: provision.medium. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.custody.recorded_at IS 'When it was recorded. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.custody.day IS 'On which day it happened. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.custody.step IS 'made 作成, handed 引渡し, received 受領, returned 返却, destroyed 廃棄. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.custody.recorded_by IS 'Account of who recorded it, and answers for it. Source: sign-in. Retention: as the table. Class: staff.';
COMMENT ON COLUMN provision.custody.counterpart IS '相手: who took or gave it, office and name. Source: staff. Retention: as the table. Class: staff of others.';
COMMENT ON COLUMN provision.custody.note IS '備考. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.custody.record_id IS 'The record of the provision, where it was made. Source: provision.record. Retention: as the table. Class: none.';
COMMENT ON COLUMN provision.custody.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

GRANT SELECT, INSERT ON provision.medium, provision.medium_decision, provision.custody TO atena_hub;
GRANT UPDATE (mac) ON provision.medium, provision.medium_decision, provision.custody TO atena_hub;
