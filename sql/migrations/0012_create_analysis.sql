-- Analysis of the log (CT-8): what looked like misuse, and what people found out about it.
CREATE SCHEMA analysis;
COMMENT ON SCHEMA analysis IS 'Findings of the scheduled checks of the log (証跡の分析), and their closing.';
GRANT USAGE ON SCHEMA analysis TO atena_hub;

CREATE TABLE analysis.run (
    run_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT run_pkey PRIMARY KEY,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    analysed_from date NOT NULL,
    analysed_until date NOT NULL CONSTRAINT run_is_in_order CHECK (analysed_until >= analysed_from),
    found bigint NOT NULL,
    rules text COLLATE "C" NOT NULL,
    by_whom text COLLATE "C" NOT NULL
);
COMMENT ON TABLE analysis.run IS 'One row per run of the checks. Source: atena audit analyse, atena work. Retention: 7 years. Class: none.';
COMMENT ON COLUMN analysis.run.run_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.run.recorded_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.run.analysed_from IS 'First day looked at (Japan time). Source: the run before. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.run.analysed_until IS 'Last day looked at; it may not have been over yet. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.run.found IS 'Findings that were new. Source: the run. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.run.rules IS 'SHA-256 of the rules it used. Source: ops/analysis.yaml. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.run.by_whom IS 'Who ran it. Source: identity. Retention: as the table. Class: staff name.';

CREATE TABLE analysis.finding (
    finding_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT finding_pkey PRIMARY KEY,
    addressee_id bigint,
    count bigint NOT NULL,
    threshold bigint NOT NULL,
    found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    day date NOT NULL,
    rule text COLLATE "C" NOT NULL CONSTRAINT finding_rule_is_known CHECK (rule IN ('night-use', 'holiday-use', 'mass-look-ups', 'own-household', 'protected-persons', 'repeated-refusals', 'failed-sign-ins', 'looked-up-by-many')),
    subject text COLLATE "C" NOT NULL,
    CONSTRAINT finding_once UNIQUE NULLS NOT DISTINCT (rule, subject, day, addressee_id)
);
COMMENT ON TABLE analysis.finding IS 'Something a check found: once for a rule, a subject and a day; never changed. Source: analysis. Retention: 7 years. Class: pseudonymous.';
COMMENT ON COLUMN analysis.finding.finding_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.finding.addressee_id IS 'The person who was looked up, where the rule is about one. Source: the log. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN analysis.finding.count IS 'What was counted when it was found. Source: the log. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.finding.threshold IS 'From which count on it is a finding. Source: ops/analysis.yaml. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.finding.found_at IS 'When it was found. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.finding.day IS 'Day of the acts (Japan time). Source: the log. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.finding.rule IS 'Which check. Source: analysis. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.finding.subject IS 'Who acted, as the log names them; empty where the rule is about who was looked up. Source: the log. Retention: as the table. Class: staff or system name.';

CREATE TABLE analysis.closing (
    finding_id bigint NOT NULL CONSTRAINT closing_pkey PRIMARY KEY CONSTRAINT closing_finding_fkey REFERENCES analysis.finding,
    closed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_by text COLLATE "C" NOT NULL,
    reason text NOT NULL CONSTRAINT closing_has_a_reason CHECK (length(reason) >= 5)
);
COMMENT ON TABLE analysis.closing IS 'That somebody looked into a finding, and what came of it; never undone. Source: the person who closes. Retention: as analysis.finding. Class: may be personal.';
COMMENT ON COLUMN analysis.closing.finding_id IS 'Which. Source: analysis.finding. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.closing.closed_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN analysis.closing.closed_by IS 'Who closed it. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN analysis.closing.reason IS 'What came of it, in words. Source: the person who closes. Retention: as the table. Class: may be personal.';

GRANT SELECT, INSERT ON analysis.run, analysis.finding, analysis.closing TO atena_hub;
