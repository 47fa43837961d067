-- Governance: the policies loaded from Policies/, by content hash; what every provision cites.
CREATE SCHEMA governance;
COMMENT ON SCHEMA governance IS 'Policies (提供ポリシー) as loaded, immutable, and which of them is in force for each system and dataset.';
GRANT USAGE ON SCHEMA governance TO atena_hub;

CREATE TABLE governance.document (
    content_hash text COLLATE "C" NOT NULL CONSTRAINT document_pkey PRIMARY KEY,
    loaded_at timestamptz NOT NULL DEFAULT now(),
    name text NOT NULL,
    body text NOT NULL
);
COMMENT ON TABLE governance.document IS 'Text of datasets and legal bases as loaded. Source: Policies/. Retention: permanent. Class: none.';
COMMENT ON COLUMN governance.document.content_hash IS 'SHA-256 of name and body. Source: load. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.document.loaded_at IS 'When it was loaded. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.document.name IS 'Path below Policies/. Source: load. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.document.body IS 'The text. Source: load. Retention: as the table. Class: none.';

CREATE TABLE governance.policy (
    content_hash text COLLATE "C" NOT NULL CONSTRAINT policy_pkey PRIMARY KEY,
    loaded_at timestamptz NOT NULL DEFAULT now(),
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    documents text[] NOT NULL,
    body text NOT NULL
);
COMMENT ON TABLE governance.policy IS 'Every version of every policy ever loaded. Source: Policies/systems. Retention: permanent. Class: none.';
COMMENT ON COLUMN governance.policy.content_hash IS 'Hash of the policy''s meaning; the version that provisions cite. Source: load. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.policy.loaded_at IS 'When it was loaded. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.policy.system IS 'Receiving system. Source: the policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.policy.dataset IS 'Dataset. Source: the policy. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.policy.documents IS 'Hashes of the datasets and legal bases it was checked against. Source: load. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.policy.body IS 'The YAML text. Source: load. Retention: as the table. Class: none.';

CREATE TABLE governance.in_force (
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    content_hash text COLLATE "C" NOT NULL CONSTRAINT in_force_policy_fkey REFERENCES governance.policy,
    since timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT in_force_pkey PRIMARY KEY (system, dataset)
);
COMMENT ON TABLE governance.in_force IS 'The one policy in force for a system and dataset; no row, no data. Source: atena policy load. Retention: current state. Class: none.';
COMMENT ON COLUMN governance.in_force.system IS 'Receiving system. Source: load. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.in_force.dataset IS 'Dataset. Source: load. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.in_force.content_hash IS 'The policy''s version. Source: load. Retention: as the table. Class: none.';
COMMENT ON COLUMN governance.in_force.since IS 'Since when. Source: clock. Retention: as the table. Class: none.';

GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA governance TO atena_hub;
GRANT UPDATE (content_hash, since), DELETE ON governance.in_force TO atena_hub;
