-- Access: the common authentication base (共通認証基盤, LB-6): staff, departments, rights, their ledger, and how people sign in.
CREATE SCHEMA access;
COMMENT ON SCHEMA access IS 'Staff, departments, rights and their ledger, personnel transfers, credentials, tokens and service accounts (共通認証基盤).';
GRANT USAGE ON SCHEMA access TO atena_hub;

CREATE TABLE access.department (
    department text COLLATE "C" NOT NULL CONSTRAINT department_pkey PRIMARY KEY,
    entered_at timestamptz NOT NULL,
    name text NOT NULL,
    by_whom text COLLATE "C" NOT NULL,
    CONSTRAINT department_form CHECK (department ~ '^[0-9A-Za-z][0-9A-Za-z-]{0,19}$'),
    CONSTRAINT department_has_name CHECK (name <> '')
);
COMMENT ON TABLE access.department IS '課. Units of the body; rights belong to a department and a task, never to a rank. Source: administrator. Retention: permanent. Class: none.';
COMMENT ON COLUMN access.department.department IS '所属コード. Source: personnel office. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.department.entered_at IS 'When it was entered. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.department.name IS '所属名. Source: administrator. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.department.by_whom IS 'Who entered it. Source: identity. Retention: as the table. Class: staff name.';

CREATE TABLE access.post (
    post text NOT NULL CONSTRAINT post_pkey PRIMARY KEY,
    entered_at timestamptz NOT NULL
);
COMMENT ON TABLE access.post IS '職. What posts there are; a post gives no right. Source: administrator and transfer files. Retention: permanent. Class: none.';
COMMENT ON COLUMN access.post.post IS '職名. Source: transfer file. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.post.entered_at IS 'When it was first seen. Source: clock. Retention: as the table. Class: none.';

CREATE TABLE access.person (
    account text COLLATE "C" NOT NULL CONSTRAINT person_pkey PRIMARY KEY,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    name text NOT NULL,
    by_whom text COLLATE "C" NOT NULL,
    closed_because text COLLATE "C",
    atenabango text COLLATE "C",
    CONSTRAINT person_account_form CHECK (account ~ '^[0-9A-Za-z]{1,20}$'),
    CONSTRAINT person_has_name CHECK (name <> ''),
    CONSTRAINT person_closed_says_why CHECK ((closed_at IS NULL) = (closed_because IS NULL)),
    CONSTRAINT person_closed_because_known CHECK (closed_because IN ('dormant', 'left', 'administrator'))
);
COMMENT ON TABLE access.person IS '職員. Persons of the staff who may hold rights. A closed account can neither sign in nor use a token. Source: administrator and transfer files. Retention: 5 years after closing. Class: personal, staff.';
COMMENT ON COLUMN access.person.account IS '職員番号. Source: personnel office. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.person.opened_at IS 'When the account was opened, or last reopened. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.person.closed_at IS 'When it was closed; null while open. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.person.name IS '氏名 of the member of staff. Source: personnel office. Retention: as the table. Class: personal, staff.';
COMMENT ON COLUMN access.person.by_whom IS 'Who opened it. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.person.closed_because IS 'Why it was closed: dormant, left, administrator. Source: access. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.person.atenabango IS '宛名番号 of the member of staff, where told: look-ups of the own household are found by it. Source: administrator. Retention: as the table. Class: identifier.';

-- Numbers that differ in case only would be taken for one another.
CREATE UNIQUE INDEX person_account_any_case ON access.person (lower(account));

CREATE TABLE access.assignment (
    assignment_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT assignment_pkey PRIMARY KEY,
    entered_at timestamptz NOT NULL,
    from_day date NOT NULL,
    until_day date,
    account text COLLATE "C" NOT NULL CONSTRAINT assignment_person_fkey REFERENCES access.person,
    department text COLLATE "C" NOT NULL CONSTRAINT assignment_department_fkey REFERENCES access.department,
    task text,
    post text CONSTRAINT assignment_post_fkey REFERENCES access.post,
    by_whom text COLLATE "C" NOT NULL,
    taken_in_by text COLLATE "C",
    CONSTRAINT assignment_is_in_order CHECK (until_day >= from_day)
);
COMMENT ON TABLE access.assignment IS '所属の発令. Which department a person belongs to, from one day until before another; several at once are 兼務. Source: transfer files and administrators. Retention: permanent. Class: personal, staff.';
COMMENT ON COLUMN access.assignment.assignment_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.assignment.entered_at IS 'When it was entered. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.assignment.from_day IS 'First day. Source: 発令日. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.assignment.until_day IS 'First day that it holds no more; null while open. Source: 発令日. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.assignment.account IS 'Person. Source: transfer. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.assignment.department IS 'Department. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.assignment.task IS '担当事務: only this task''s rights of the department; null for all of them. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.assignment.post IS '職名; gives no right. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.assignment.by_whom IS 'Who entered it, or personnel-transfer. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.assignment.taken_in_by IS 'Who took the transfer file in; null where entered by hand. Source: identity. Retention: as the table. Class: staff name.';

-- One open assignment per person and department.
CREATE UNIQUE INDEX assignment_open ON access.assignment (account, department) WHERE until_day IS NULL;

CREATE TABLE access.department_right (
    department_right_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT department_right_pkey PRIMARY KEY,
    entered_at timestamptz NOT NULL,
    from_day date NOT NULL,
    until_day date,
    department text COLLATE "C" NOT NULL CONSTRAINT department_right_department_fkey REFERENCES access.department,
    task text NOT NULL,
    right_name text COLLATE "C" NOT NULL,
    by_whom text COLLATE "C" NOT NULL,
    ended_by text COLLATE "C",
    CONSTRAINT department_right_is_known CHECK (right_name IN ('see-person', 'see-individual-number', 'correct', 'lift-suppression', 'propose-policies', 'approve-policies', 'pension-work', 'read-log', 'operate-deliveries', 'administer-access')),
    CONSTRAINT department_right_has_task CHECK (task <> ''),
    CONSTRAINT department_right_is_in_order CHECK (until_day >= from_day),
    CONSTRAINT department_right_end_has_name CHECK ((until_day IS NULL) = (ended_by IS NULL))
);
COMMENT ON TABLE access.department_right IS '所属・事務別の権限. The default set of rights of a department''s task. Source: administrator. Retention: permanent. Class: none.';
COMMENT ON COLUMN access.department_right.department_right_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.department_right.entered_at IS 'When it was entered. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.department_right.from_day IS 'First day. Source: administrator. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.department_right.until_day IS 'First day that it holds no more; null while open. Source: administrator. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.department_right.department IS 'Department. Source: administrator. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.department_right.task IS '事務. Source: administrator. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.department_right.right_name IS 'Right. Source: administrator. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.department_right.by_whom IS 'Who entered it. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.department_right.ended_by IS 'Who ended it. Source: identity. Retention: as the table. Class: staff name.';

CREATE UNIQUE INDEX department_right_open ON access.department_right (department, task, right_name) WHERE until_day IS NULL;

CREATE TABLE access.application (
    application_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT application_pkey PRIMARY KEY,
    applied_at timestamptz NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    account text COLLATE "C" NOT NULL CONSTRAINT application_person_fkey REFERENCES access.person,
    applied_by text COLLATE "C" NOT NULL,
    right_name text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    CONSTRAINT application_right_is_known CHECK (right_name IN ('see-person', 'see-individual-number', 'correct', 'lift-suppression', 'propose-policies', 'approve-policies', 'pension-work', 'read-log', 'operate-deliveries', 'administer-access')),
    CONSTRAINT application_is_in_order CHECK (until_day > from_day),
    CONSTRAINT application_has_reason CHECK (reason <> ''),
    CONSTRAINT application_parties_key UNIQUE (application_id, account, applied_by)
);
COMMENT ON TABLE access.application IS '個別権限の申請. Applications for individual rights; decided in access.application_decision. Source: staff. Retention: 5 years. Class: personal, staff.';
COMMENT ON COLUMN access.application.application_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.application.applied_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.application.from_day IS 'First day asked for. Source: applicant. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.application.until_day IS 'First day after the time asked for; an individual right has an end. Source: applicant. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.application.account IS 'Who is to hold the right. Source: applicant. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.application.applied_by IS 'Who applied: the person, or an administrator on their behalf. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.application.right_name IS 'Right. Source: applicant. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.application.reason IS 'Why it is needed. Source: applicant. Retention: as the table. Class: none.';

CREATE TABLE access.application_decision (
    application_id bigint NOT NULL CONSTRAINT application_decision_pkey PRIMARY KEY,
    decided_at timestamptz NOT NULL,
    approved boolean NOT NULL,
    account text COLLATE "C" NOT NULL,
    applied_by text COLLATE "C" NOT NULL,
    decided_by text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    CONSTRAINT application_decision_parties_fkey FOREIGN KEY (application_id, account, applied_by) REFERENCES access.application (application_id, account, applied_by),
    CONSTRAINT application_decision_by_another CHECK (decided_by <> account AND decided_by <> applied_by),
    CONSTRAINT application_decision_rejection_says_why CHECK (approved OR reason <> '')
);
COMMENT ON TABLE access.application_decision IS '申請の決裁. One decision per application, by somebody who is neither its subject nor its author. Source: staff. Retention: 5 years. Class: personal, staff.';
COMMENT ON COLUMN access.application_decision.application_id IS 'Application; the key lets one decision through. Source: application. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.application_decision.decided_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.application_decision.approved IS 'Approved or rejected. Source: decision. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.application_decision.account IS 'As in the application. Source: application. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.application_decision.applied_by IS 'As in the application. Source: application. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.application_decision.decided_by IS 'Who decided. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.application_decision.reason IS 'Why, where rejected. Source: decision. Retention: as the table. Class: none.';

CREATE TABLE access.ledger (
    ledger_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ledger_pkey PRIMARY KEY,
    recorded_at timestamptz NOT NULL,
    application_id bigint CONSTRAINT ledger_application_fkey REFERENCES access.application,
    from_day date NOT NULL,
    until_day date,
    recorded_on date NOT NULL,
    account text COLLATE "C" NOT NULL CONSTRAINT ledger_person_fkey REFERENCES access.person,
    act text COLLATE "C" NOT NULL,
    basis text COLLATE "C" NOT NULL,
    right_name text COLLATE "C" NOT NULL,
    by_whom text COLLATE "C" NOT NULL,
    approved_by text COLLATE "C",
    department text COLLATE "C",
    reason text NOT NULL,
    CONSTRAINT ledger_right_is_known CHECK (right_name IN ('see-person', 'see-individual-number', 'correct', 'lift-suppression', 'propose-policies', 'approve-policies', 'pension-work', 'read-log', 'operate-deliveries', 'administer-access')),
    CONSTRAINT ledger_act_is_known CHECK (act IN ('grant', 'revoke', 'end')),
    CONSTRAINT ledger_basis_is_known CHECK (basis IN ('transfer', 'application', 'initial')),
    CONSTRAINT ledger_is_in_order CHECK (until_day > from_day),
    CONSTRAINT ledger_application_is_approved CHECK (act <> 'grant' OR basis <> 'application' OR (application_id IS NOT NULL AND approved_by IS NOT NULL AND approved_by <> account AND approved_by <> by_whom))
);
COMMENT ON TABLE access.ledger IS '権限付与・剥奪台帳. Every grant, revocation and end of a right of a person, never changed. Of the grant and revoke entries and the individual ends that cover a day the last one decides; rights that come and go with a department are entered for the record (basis transfer, department set). Source: access. Retention: permanent. Class: personal, staff.';
COMMENT ON COLUMN access.ledger.ledger_id IS 'Order of entry. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.ledger.recorded_at IS 'When it was entered. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.ledger.application_id IS 'Application it rests on. Source: application. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.ledger.from_day IS 'First day of its effect. Source: access. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.ledger.until_day IS 'First day after its effect; null where it stays. Source: access. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.ledger.recorded_on IS 'Day of recorded_at in Japan. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.ledger.account IS 'Whose right. Source: access. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.ledger.act IS 'grant: the person holds it. revoke: the person does not hold it, whatever the department has. end: the individual entry is over, the department decides. Source: access. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.ledger.basis IS 'transfer, application or initial. Source: access. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.ledger.right_name IS 'Right. Source: access. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.ledger.by_whom IS 'Who entered or applied. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.ledger.approved_by IS 'Who approved. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.ledger.department IS 'Department whose right begins or ends; null for individual rights. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.ledger.reason IS 'Why. Source: access. Retention: as the table. Class: none.';

CREATE INDEX ledger_account ON access.ledger (account, right_name, ledger_id);

CREATE TABLE access.credential (
    account text COLLATE "C" NOT NULL CONSTRAINT credential_pkey PRIMARY KEY CONSTRAINT credential_person_fkey REFERENCES access.person,
    password_set_at timestamptz,
    last_sign_in_at timestamptz,
    set_up_until timestamptz,
    set_up_on date NOT NULL,
    last_step bigint NOT NULL DEFAULT -1,
    scrypt_n integer,
    scrypt_r integer,
    scrypt_p integer,
    totp_key_id integer,
    set_up_by text COLLATE "C" NOT NULL,
    salt bytea,
    password_hash bytea,
    totp_sealed bytea,
    set_up_hash bytea,
    CONSTRAINT credential_is_whole CHECK (num_nulls(password_set_at, scrypt_n, scrypt_r, scrypt_p, totp_key_id, salt, password_hash, totp_sealed) IN (0, 8)),
    CONSTRAINT credential_set_up_ends CHECK ((set_up_hash IS NULL) = (set_up_until IS NULL))
);
COMMENT ON TABLE access.credential IS '本人確認. What a person proves to be themselves by: password (scrypt) and time-based code (RFC 6238), or a set-up code before there is either. Source: enrolment. Retention: until replaced. Class: secret, hashed or encrypted.';
COMMENT ON COLUMN access.credential.account IS 'Person. Source: access. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.credential.password_set_at IS 'When the password was set; null before. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.credential.last_sign_in_at IS 'Last successful sign-in. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.credential.set_up_until IS 'Until when the set-up code is taken. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.credential.set_up_on IS 'Day the last set-up code was issued on, in Japan. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.credential.last_step IS 'Time step of the last code that was taken: no code works twice. Source: sign-in. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.credential.scrypt_n IS 'scrypt: cost N. Source: enrolment. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.credential.scrypt_r IS 'scrypt: block size r. Source: enrolment. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.credential.scrypt_p IS 'scrypt: parallelism p. Source: enrolment. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.credential.totp_key_id IS 'Data key that sealed the secret. Source: key ring. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.credential.set_up_by IS 'Who issued it: an administrator, initial or personnel-transfer; has a part in every right that the person can use by it. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.credential.salt IS 'scrypt: salt. Source: random. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.credential.password_hash IS 'scrypt of the password, 32 bytes. Source: enrolment. Retention: as the table. Class: secret, hashed.';
COMMENT ON COLUMN access.credential.totp_sealed IS 'Secret of the time-based code, AES-256-GCM under the key ring. Source: random. Retention: as the table. Class: secret, encrypted.';
COMMENT ON COLUMN access.credential.set_up_hash IS 'SHA-256 of the set-up code; null once used. Source: random. Retention: as the table. Class: secret, hashed.';

CREATE TABLE access.attempt (
    account_hash bytea NOT NULL CONSTRAINT attempt_pkey PRIMARY KEY,
    last_at timestamptz NOT NULL,
    locked_until timestamptz,
    failed integer NOT NULL,
    CONSTRAINT attempt_counts CHECK (failed >= 0)
);
COMMENT ON TABLE access.attempt IS 'サインインの失敗. Failed sign-ins in a row for one entered account, known or not, so that both are answered alike. Source: sign-in. Retention: 1 day after the last. Class: pseudonymous.';
COMMENT ON COLUMN access.attempt.account_hash IS 'Keyed hash of the account as entered: what was entered may be anything. Source: sign-in. Retention: as the table. Class: pseudonymous.';
COMMENT ON COLUMN access.attempt.last_at IS 'Last attempt. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.attempt.locked_until IS 'Until when no attempt is taken. Source: sign-in. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.attempt.failed IS 'Attempts in a row without success. Source: sign-in. Retention: as the table. Class: none.';

CREATE TABLE access.token (
    token_hash bytea NOT NULL CONSTRAINT token_pkey PRIMARY KEY,
    issued_at timestamptz NOT NULL,
    used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    account text COLLATE "C" NOT NULL CONSTRAINT token_person_fkey REFERENCES access.person,
    terminal text NOT NULL
);
COMMENT ON TABLE access.token IS 'サインイン中のトークン. Who is signed in at which terminal. The token itself is with the terminal only. Source: sign-in. Retention: 90 days. Class: personal, staff.';
COMMENT ON COLUMN access.token.token_hash IS 'SHA-256 of the random token. Source: random. Retention: as the table. Class: secret, hashed.';
COMMENT ON COLUMN access.token.issued_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.token.used_at IS 'Last use, to the minute. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.token.expires_at IS 'When it ends however much it is used. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.token.ended_at IS 'When it was ended. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.token.account IS 'Person. Source: sign-in. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.token.terminal IS 'Terminal and session it is bound to. Source: terminal. Retention: as the table. Class: none.';

CREATE INDEX token_account ON access.token (account) WHERE ended_at IS NULL;

CREATE TABLE access.service_account (
    account text COLLATE "C" NOT NULL CONSTRAINT service_account_pkey PRIMARY KEY,
    added_at timestamptz NOT NULL,
    closed_at timestamptz,
    added_on date NOT NULL,
    added_by text COLLATE "C" NOT NULL,
    rights text[] NOT NULL,
    secret_hash bytea NOT NULL,
    CONSTRAINT service_account_form CHECK (account ~ '^[a-z][a-z0-9-]{0,39}$'),
    CONSTRAINT service_account_only_operates CHECK (rights <@ ARRAY['see-person', 'see-individual-number', 'operate-deliveries', 'pension-work', 'read-log'] AND rights <> '{}')
);
COMMENT ON TABLE access.service_account IS 'サービスアカウント. Programs of the hub that act without a person; they operate, and never propose, approve, correct or administer. Source: administrator. Retention: permanent. Class: none.';
COMMENT ON COLUMN access.service_account.account IS 'Name. Source: administrator. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.service_account.added_at IS 'When it was added. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.service_account.closed_at IS 'When it was closed. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.service_account.added_on IS 'Day of added_at in Japan. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.service_account.added_by IS 'Who added it. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.service_account.rights IS 'What it may do. Source: administrator. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.service_account.secret_hash IS 'SHA-256 of its secret, 32 random bytes. Source: random. Retention: as the table. Class: secret, hashed.';

CREATE TABLE access.transfer_file (
    file_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT transfer_file_pkey PRIMARY KEY,
    taken_at timestamptz NOT NULL,
    applied integer NOT NULL,
    waiting integer NOT NULL,
    unchanged integer NOT NULL,
    rejected integer NOT NULL,
    digest bytea NOT NULL,
    by_whom text COLLATE "C" NOT NULL
);
COMMENT ON TABLE access.transfer_file IS '人事異動ファイル. One row per transfer file taken in, with its four counts. Source: personnel office. Retention: 5 years. Class: none.';
COMMENT ON COLUMN access.transfer_file.file_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_file.taken_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_file.applied IS 'Rows applied at once. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_file.waiting IS 'Rows that wait for their day. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_file.unchanged IS 'Rows taken in earlier. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_file.rejected IS 'Rows refused with a reason. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_file.digest IS 'SHA-256 of the file. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_file.by_whom IS 'Who took it in. Source: identity. Retention: as the table. Class: staff name.';

CREATE TABLE access.transfer (
    transfer_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT transfer_pkey PRIMARY KEY,
    file_id bigint NOT NULL CONSTRAINT transfer_file_fkey REFERENCES access.transfer_file,
    line integer NOT NULL,
    day date NOT NULL,
    applied_at timestamptz,
    account text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    old_department text COLLATE "C" NOT NULL,
    new_department text COLLATE "C" NOT NULL,
    post text NOT NULL,
    task text NOT NULL,
    refused_because text COLLATE "C",
    CONSTRAINT transfer_kind_is_known CHECK (kind IN ('採用', '異動', '兼務', '兼務解除', '退職')),
    CONSTRAINT transfer_once_key UNIQUE (account, day, kind, old_department, new_department)
);
COMMENT ON TABLE access.transfer IS '人事異動. Rows of transfer files: what happens to a person''s department on a day. Source: transfer file. Retention: permanent. Class: personal, staff.';
COMMENT ON COLUMN access.transfer.transfer_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer.file_id IS 'File. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer.line IS 'Line in the file, the header being 1. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer.day IS '発令日. Source: transfer file. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer.applied_at IS 'When it took effect here, or was refused; null while it waits. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer.account IS '職員番号. Source: transfer file. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN access.transfer.kind IS '異動区分. Source: transfer file. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer.name IS '氏名. Source: transfer file. Retention: as the table. Class: personal, staff.';
COMMENT ON COLUMN access.transfer.old_department IS '旧所属コード; empty where there is none. Source: transfer file. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer.new_department IS '新所属コード; empty where there is none. Source: transfer file. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer.post IS '職名; may be empty. Source: transfer file. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer.task IS '担当事務; empty for all of the department. Source: transfer file. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer.refused_because IS 'Why it could not take effect on its day; T0012 while it waits for another administrator; null otherwise. Source: access. Retention: as the table. Class: none.';

CREATE INDEX transfer_waiting ON access.transfer (account, day) WHERE applied_at IS NULL;

CREATE TABLE access.transfer_rejected (
    file_id bigint NOT NULL CONSTRAINT transfer_rejected_file_fkey REFERENCES access.transfer_file,
    line integer NOT NULL,
    ordinal smallint NOT NULL,
    code text COLLATE "C" NOT NULL,
    item text NOT NULL,
    rule text NOT NULL,
    CONSTRAINT transfer_rejected_pkey PRIMARY KEY (file_id, line, ordinal)
);
COMMENT ON TABLE access.transfer_rejected IS 'Why a row of a transfer file was rejected. Source: transfer. Retention: 5 years. Class: none.';
COMMENT ON COLUMN access.transfer_rejected.file_id IS 'File. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_rejected.line IS 'Line in the file. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_rejected.ordinal IS 'Order among the faults of a row. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_rejected.code IS 'Stable code T0001 …. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_rejected.item IS '項目. Source: transfer. Retention: as the table. Class: none.';
COMMENT ON COLUMN access.transfer_rejected.rule IS 'Rule that the row breaks, in Japanese, without the value. Source: transfer. Retention: as the table. Class: none.';

GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA access TO atena_hub;
GRANT UPDATE (opened_at, closed_at, name, closed_because, atenabango) ON access.person TO atena_hub;
GRANT UPDATE (until_day) ON access.assignment TO atena_hub;
GRANT UPDATE (until_day, ended_by) ON access.department_right TO atena_hub;
GRANT UPDATE (password_set_at, last_sign_in_at, set_up_until, set_up_on, set_up_by, last_step, scrypt_n, scrypt_r, scrypt_p, totp_key_id, salt, password_hash, totp_sealed, set_up_hash)
    ON access.credential TO atena_hub;
GRANT UPDATE (last_at, locked_until, failed), DELETE ON access.attempt TO atena_hub;
GRANT UPDATE (used_at, ended_at), DELETE ON access.token TO atena_hub;
GRANT UPDATE (closed_at) ON access.service_account TO atena_hub;
GRANT UPDATE (applied_at, refused_because) ON access.transfer TO atena_hub;
