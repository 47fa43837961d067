-- The life of a policy: who proposed, approved, rejected and revoked which version, what came into force when, and which receiver has followed.
ALTER TABLE governance.policy
    ADD COLUMN closes text COLLATE "C" CONSTRAINT policy_closes_fkey REFERENCES governance.policy,
    ADD COLUMN closing_cause text COLLATE "C" CONSTRAINT policy_closing_cause_is_known CHECK (closing_cause IN ('revoked', 'expired')),
    ADD CONSTRAINT policy_closing_has_cause CHECK ((closes IS NULL) = (closing_cause IS NULL));
COMMENT ON COLUMN governance.policy.closes IS 'Set where this version only takes back what that one gave; it follows from it without a file. Source: revocation, calendar. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.policy.closing_cause IS 'Why that one gives nothing any more. Source: revocation, calendar. Retention: as the table. Class: none.';

-- Each act names the one before it: the database itself lets none follow where it can't, nobody approve what they proposed, and of two at one moment one.
CREATE TABLE governance.act (
    act_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT act_pkey PRIMARY KEY,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    acted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    acted_on date NOT NULL,
    step integer NOT NULL,
    after_step integer,
    policy_version text COLLATE "C" NOT NULL CONSTRAINT act_policy_fkey REFERENCES governance.policy,
    act text COLLATE "C" NOT NULL CONSTRAINT act_is_known CHECK (act IN ('propose', 'approve', 'reject', 'enter', 'supersede', 'expire', 'revoke')),
    account text COLLATE "C" NOT NULL,
    reason text NOT NULL CONSTRAINT act_reason_is_given CHECK (length(reason) BETWEEN 1 AND 1000),
    after_act text COLLATE "C",
    after_account text COLLATE "C",
    CONSTRAINT act_one_a_step UNIQUE (policy_version, step),
    CONSTRAINT act_step_as_done UNIQUE (policy_version, step, act, account),
    CONSTRAINT act_follows_fkey FOREIGN KEY (policy_version, after_step, after_act, after_account)
        REFERENCES governance.act (policy_version, step, act, account),
    CONSTRAINT act_follows_whole CHECK (
        (step = 1 AND after_step IS NULL AND after_act IS NULL AND after_account IS NULL)
        OR (step > 1 AND after_step = step - 1 AND after_act IS NOT NULL AND after_account IS NOT NULL)),
    CONSTRAINT act_may_follow CHECK (
        CASE act
            WHEN 'propose' THEN after_act IS NULL OR after_act IN ('reject', 'supersede', 'expire', 'revoke')
            WHEN 'approve' THEN after_act IS NOT DISTINCT FROM 'propose'
            WHEN 'reject' THEN after_act IS NOT DISTINCT FROM 'propose'
            WHEN 'enter' THEN after_act IS NOT DISTINCT FROM 'approve'
            ELSE coalesce(after_act IN ('approve', 'enter'), false)
        END),
    CONSTRAINT act_approved_by_another CHECK (act <> 'approve' OR account <> after_account)
);
COMMENT ON TABLE governance.act IS 'Ledger of what was done to each version of a policy; the last act says where it stands. Source: atena policy, calendar. Retention: permanent. Class: staff.';
COMMENT ON COLUMN governance.act.act_id IS 'Internal id, in order. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.act.xact IS 'Transaction: the place in the journal from which it counts. Source: PostgreSQL. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.act.acted_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.act.acted_on IS 'The day in Japan, for the rule that proposer and approver are made on different days. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.act.step IS 'Number of the act for this version, from 1. Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.act.after_step IS 'The act before it. Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.act.policy_version IS 'Content hash. Source: governance.policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.act.act IS 'What was done. Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.act.account IS 'Who did it: an account, or calendar. Source: sign-in. Retention: as the table. Class: staff.';
COMMENT ON COLUMN governance.act.reason IS 'Why, in the person''s words. Source: the person, calendar. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.act.after_act IS 'What was done before it. Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.act.after_account IS 'Who did that. Source: governance. Retention: as the table. Class: staff.';

CREATE TABLE governance.legal_basis (
    list_row integer NOT NULL,
    valid_from date,
    valid_to date,
    document text COLLATE "C" NOT NULL CONSTRAINT legal_basis_document_fkey REFERENCES governance.document,
    id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CONSTRAINT legal_basis_kind_is_known CHECK (kind IN ('transfer', 'provision', 'use')),
    law text NOT NULL,
    article text NOT NULL,
    affair text NOT NULL,
    department text NOT NULL,
    CONSTRAINT legal_basis_pkey PRIMARY KEY (document, id),
    CONSTRAINT legal_basis_days_in_order CHECK (valid_to > valid_from)
);
COMMENT ON TABLE governance.legal_basis IS 'Legal bases (法的根拠) as proposed together with policies; those of the document approved last count for all policies. Source: Policies/legal-bases.tsv. Retention: permanent. Class: none.';
COMMENT ON COLUMN governance.legal_basis.list_row IS '項番 in the source''s list. Source: the file. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.legal_basis.valid_from IS 'First day on which it holds; null: since before records. Source: the file. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.legal_basis.valid_to IS 'First day on which it no longer holds. Source: the file (repealed). Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.legal_basis.document IS 'The file it stood in. Source: governance.document. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.legal_basis.id IS 'Slug that policies cite. Source: the file. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.legal_basis.kind IS '移転 transfer, 提供 provision, 利用 use. Source: the file. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.legal_basis.law IS '法令. Source: the file. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.legal_basis.article IS '条項. Source: the file. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.legal_basis.affair IS '事務. Source: the file. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.legal_basis.department IS '担当課. Source: the file. Retention: as the table. Class: none.';

CREATE TABLE governance.warning (
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ends_on date NOT NULL,
    days integer NOT NULL CONSTRAINT warning_days_is_known CHECK (days IN (90, 30, 7)),
    policy_version text COLLATE "C" NOT NULL CONSTRAINT warning_policy_fkey REFERENCES governance.policy,
    reason text NOT NULL,
    CONSTRAINT warning_pkey PRIMARY KEY (policy_version, ends_on, days)
);
COMMENT ON TABLE governance.warning IS 'Warnings that a policy ends, each given once. Source: calendar. Retention: permanent. Class: none.';
COMMENT ON COLUMN governance.warning.recorded_at IS 'When it was given. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.warning.ends_on IS 'First day on which the policy no longer holds. Source: the policy, its legal bases. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.warning.days IS 'Which warning. Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.warning.policy_version IS 'Content hash. Source: governance.policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.warning.reason IS 'By what it ends. Source: governance. Retention: as the table. Class: none.';

CREATE TABLE governance.change (
    change_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT change_pkey PRIMARY KEY,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    decided_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at timestamptz NOT NULL,
    takes_back boolean NOT NULL,
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    from_version text COLLATE "C" CONSTRAINT change_from_fkey REFERENCES governance.policy,
    to_version text COLLATE "C" NOT NULL CONSTRAINT change_to_fkey REFERENCES governance.policy
);
COMMENT ON TABLE governance.change IS 'Each time that what is in force for a system and dataset changed. Source: approval, revocation, calendar. Retention: permanent. Class: none.';
COMMENT ON COLUMN governance.change.change_id IS 'Internal id, in order. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.change.xact IS 'Transaction: the place in the journal. Source: PostgreSQL. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.change.decided_at IS 'When it was approved or revoked; for an end by date, when the hub''s day came to it. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.change.changed_at IS 'When it came into force. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.change.due_at IS 'Until when each receiver must have confirmed. Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.change.takes_back IS 'Whether receivers may hold something they may keep no longer. Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.change.system IS 'Receiving system. Source: the policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.change.dataset IS 'Dataset. Source: the policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.change.from_version IS 'Version in force before; null where there was none. Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.change.to_version IS 'Version in force since. Source: governance. Retention: as the table. Class: none.';
CREATE INDEX change_by_receiver ON governance.change (system, dataset, to_version);

CREATE TABLE governance.receipt (
    change_id bigint NOT NULL CONSTRAINT receipt_change_fkey REFERENCES governance.change,
    acknowledged_at timestamptz,
    can_confirm boolean NOT NULL,
    way text COLLATE "C" NOT NULL CONSTRAINT receipt_way_is_known CHECK (way IN ('push', 'pull', 'medium')),
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    CONSTRAINT receipt_pkey PRIMARY KEY (change_id, way)
);
COMMENT ON TABLE governance.receipt IS 'Who has to follow a change, by way, and whether it has. A receiver that was never given anything has nothing to confirm. Source: governance. Retention: permanent. Class: none.';
COMMENT ON COLUMN governance.receipt.change_id IS 'The change. Source: governance.change. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.receipt.acknowledged_at IS 'When the receiver was known to hold nothing that the version takes back. Source: delivery, provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.receipt.can_confirm IS 'False for one that took whole extracts and never came for changes, and for what was handed over on a medium. Source: provision records. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.receipt.way IS 'push: the hub delivers; pull: the receiver asks; medium: somebody handed over a file. Source: governance. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.receipt.system IS 'Receiving system. Source: the change. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.receipt.dataset IS 'Dataset. Source: the change. Retention: as the table. Class: none.';
CREATE INDEX receipt_open ON governance.receipt (system, dataset) WHERE acknowledged_at IS NULL;

-- Who ever pulled, and what was provided on a day; look-ups of one person, which are the many, enter the second only a block at a time.
CREATE INDEX record_pulled ON provision.record (system, dataset, way) WHERE way IN ('d', 'f', 'm');
CREATE INDEX record_by_time ON provision.record USING brin (recorded_at);

GRANT SELECT, INSERT ON governance.act, governance.legal_basis, governance.warning, governance.change, governance.receipt TO atena_hub;
GRANT UPDATE (acknowledged_at) ON governance.receipt TO atena_hub;
