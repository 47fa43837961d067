-- Answers by a person (自動応答不可, CT-18), and provisions on a medium (CT-16).
ALTER TABLE provision.record DROP CONSTRAINT record_way_is_known;
ALTER TABLE provision.record ADD CONSTRAINT record_way_is_known CHECK (way IN ('p', 'd', 'f', 'o', 'm', 'n'));
COMMENT ON COLUMN provision.record.way IS 'p push, d delta pulled, f full pulled, o one person, m on a medium, n none (the request never reached a way). Source: provision. Retention: as the table. Class: none.';

ALTER TABLE journal.entry DROP CONSTRAINT entry_kind_is_known;
ALTER TABLE journal.entry ADD CONSTRAINT entry_kind_is_known CHECK (kind IN ('v', 'c', 'r'));
COMMENT ON COLUMN journal.entry.kind IS 'v a new version, c the calendar moved the person across an age, r a withheld answer was released: for those it was withheld from. Source: writer. Retention: as the table. Class: none.';

CREATE SCHEMA answer;
COMMENT ON SCHEMA answer IS 'Persons about whom nothing is answered automatically (自動応答不可), and what waits for a person''s confirmation.';
GRANT USAGE ON SCHEMA answer TO atena_hub;

CREATE TABLE answer.flagged (
    addressee_id bigint NOT NULL CONSTRAINT flagged_pkey PRIMARY KEY,
    since timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE answer.flagged IS 'Who is flagged now; what answer.flag_act comes to. Source: answer.flag_act. Retention: current state. Class: pseudonymous.';
COMMENT ON COLUMN answer.flagged.addressee_id IS 'Who. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN answer.flagged.since IS 'Since when. Source: clock. Retention: as the table. Class: none.';

CREATE TABLE answer.flag_act (
    flag_act_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT flag_act_pkey PRIMARY KEY,
    addressee_id bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    act "char" NOT NULL CONSTRAINT flag_act_is_known CHECK (act IN ('s', 'a', 'l')),
    by_whom text COLLATE "C" NOT NULL,
    reason text NOT NULL CONSTRAINT flag_act_has_a_reason CHECK (length(reason) >= 5)
);
COMMENT ON TABLE answer.flag_act IS 'Every setting and lifting of the flag; a lifting is asked for by one person and confirmed by another (CT-13). Source: the person who acts. Retention: as the register. Class: pseudonymous.';
COMMENT ON COLUMN answer.flag_act.flag_act_id IS 'Internal id; gives the order. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.flag_act.addressee_id IS 'Whose flag. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN answer.flag_act.recorded_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.flag_act.act IS 's set, a lifting asked for, l lifted. Source: the person who acts. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.flag_act.by_whom IS 'Who acted. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN answer.flag_act.reason IS 'Why, in words. Source: the person who acts. Retention: as the table. Class: may be personal.';
CREATE INDEX flag_act_addressee ON answer.flag_act (addressee_id, flag_act_id);

CREATE TABLE answer.request (
    request_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT request_pkey PRIMARY KEY,
    addressee_id bigint NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    decided_at timestamptz,
    stands_until timestamptz,
    way "char" NOT NULL CONSTRAINT request_way_is_known CHECK (way IN ('p', 'd', 'f', 'o', 'm')),
    outcome "char" CONSTRAINT request_outcome_is_known CHECK (outcome IN ('r', 'n', 'w')),
    system text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    asked_by text COLLATE "C" NOT NULL,
    decided_by text COLLATE "C",
    reason text,
    CONSTRAINT request_decision_is_whole CHECK (
        (outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (reason IS NULL)
        AND (stands_until IS NOT NULL) = (outcome IS NOT NULL AND outcome <> 'w'))
);
COMMENT ON TABLE answer.request IS 'What was withheld until a person decides: once for a system and a person; and what was decided. Source: provision. Retention: 7 years. Class: pseudonymous.';
COMMENT ON COLUMN answer.request.request_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.request.addressee_id IS 'About whom. Source: register. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN answer.request.asked_at IS 'When it was first asked or withheld. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.request.decided_at IS 'When it was decided; null while it waits. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.request.stands_until IS 'Until when the decision holds for the same question. Source: the person who decides. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.request.way IS 'On which way it was withheld first: as provision.record.way. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.request.outcome IS 'r released, n refused, w withdrawn because the flag was lifted; null while it waits. Source: the person who decides. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.request.system IS 'Receiving system. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.request.dataset IS 'Dataset. Source: provision. Retention: as the table. Class: none.';
COMMENT ON COLUMN answer.request.asked_by IS 'Who asked, as provision.record.by_whom. Source: identity. Retention: as the table. Class: staff or system name.';
COMMENT ON COLUMN answer.request.decided_by IS 'Who decided. Source: identity. Retention: as the table. Class: staff name.';
COMMENT ON COLUMN answer.request.reason IS 'Why it was decided so. Source: the person who decides. Retention: as the table. Class: may be personal.';
CREATE UNIQUE INDEX request_waits_once ON answer.request (system, dataset, addressee_id) WHERE outcome IS NULL;
CREATE INDEX request_addressee ON answer.request (addressee_id, system, dataset);

GRANT SELECT, INSERT ON answer.flagged, answer.flag_act, answer.request TO atena_hub;
GRANT DELETE ON answer.flagged TO atena_hub;
GRANT UPDATE (outcome, decided_at, decided_by, reason, stands_until) ON answer.request TO atena_hub;
