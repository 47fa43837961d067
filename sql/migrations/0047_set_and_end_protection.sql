-- 支援措置 (DESIGN §8): set at once by a clerk, for one person or for a group; ended by two people, never by a file and never by the calendar. What a settled
-- version states is kept beside the versions, too, so that the next one, which states it no more, does not end it.
ALTER TABLE access.department_right DROP CONSTRAINT department_right_is_known,
    ADD CONSTRAINT department_right_is_known CHECK (right_name IN ('see-person', 'see-individual-number', 'correct', 'protect-persons', 'lift-suppression', 'propose-policies', 'approve-policies', 'pension-work', 'read-log', 'operate-deliveries', 'administer-access'));
ALTER TABLE access.application DROP CONSTRAINT application_right_is_known,
    ADD CONSTRAINT application_right_is_known CHECK (right_name IN ('see-person', 'see-individual-number', 'correct', 'protect-persons', 'lift-suppression', 'propose-policies', 'approve-policies', 'pension-work', 'read-log', 'operate-deliveries', 'administer-access'));
ALTER TABLE access.ledger DROP CONSTRAINT ledger_right_is_known,
    ADD CONSTRAINT ledger_right_is_known CHECK (right_name IN ('see-person', 'see-individual-number', 'correct', 'protect-persons', 'lift-suppression', 'propose-policies', 'approve-policies', 'pension-work', 'read-log', 'operate-deliveries', 'administer-access'));

-- Sessions draw positions of the journal many at a time, so they say nothing of what came first. This does: it is drawn one by one, while the person is locked.
CREATE SEQUENCE register.protection_ordinal AS bigint CACHE 1;
COMMENT ON SEQUENCE register.protection_ordinal IS 'Order of sets and ends of protection.';
GRANT USAGE ON SEQUENCE register.protection_ordinal TO atena_hub;
ALTER TABLE register.protection ADD COLUMN ordinal bigint;
UPDATE register.protection p SET ordinal = o.ordinal
FROM (
    SELECT addressee_id, xact, journal_position, row_number() OVER (ORDER BY xact, journal_position) AS ordinal FROM register.protection
) AS o
WHERE p.addressee_id = o.addressee_id AND p.xact = o.xact AND p.journal_position = o.journal_position;
SELECT setval('register.protection_ordinal', (SELECT count(*) + 1 FROM register.protection));
ALTER TABLE register.protection ALTER COLUMN ordinal SET DEFAULT nextval('register.protection_ordinal'), ALTER COLUMN ordinal SET NOT NULL;
COMMENT ON COLUMN register.protection.ordinal IS 'Its order among sets and ends of the person. Source: register.protection_ordinal. Retention: as the table. Class: none.';

ALTER TABLE register.protection DROP CONSTRAINT protection_cause_is_known,
    ADD CONSTRAINT protection_cause_is_known CHECK (cause IN ('r', 'p', 'n', 'v', 'c'));
COMMENT ON TABLE register.protection IS '抑止・支援措置 beside the versions: of each person the row with the greatest ordinal that no true end follows counts, and says all of it. Source: intake, staff. Retention: as register.version. Class: personal.';
COMMENT ON COLUMN register.protection.journal_position IS 'Position of the journal entry that tells of it; of cause v, where the version''s own entry does, one that no entry has. Source: journal.position. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection.xact IS 'Transaction that wrote it; receivers whose place is past it were told. Source: PostgreSQL. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection.cause IS 'r a row that was rejected or held, p a provisional version, n another addressee number with the same individual number, v a version, c a clerk. Source: intake, staff. Retention: as the table. Class: none.';
CREATE INDEX protection_by_place ON register.protection (xact, journal_position);
COMMENT ON INDEX register.protection_by_place IS 'Finds what was set since a place of the journal.';

CREATE TABLE register.measure (
    measure_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT measure_pkey PRIMARY KEY,
    opened_at timestamptz NOT NULL
);
COMMENT ON TABLE register.measure IS '支援措置. One measure, for one person or for a group protected together. Source: staff. Retention: as register.version. Class: none.';
COMMENT ON COLUMN register.measure.measure_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.measure.opened_at IS 'When it was set first. Source: clock. Retention: as the table. Class: none.';

CREATE TABLE register.measure_term (
    term_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT measure_term_pkey PRIMARY KEY,
    measure_id bigint NOT NULL CONSTRAINT measure_term_measure_fkey REFERENCES register.measure,
    set_at timestamptz NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    is_provisional boolean NOT NULL,
    ground text NOT NULL,
    source_office text NOT NULL,
    set_by text NOT NULL,
    note text,
    CONSTRAINT measure_term_in_order CHECK (until_day > from_day)
);
COMMENT ON TABLE register.measure_term IS '支援措置の期間. What a measure was set for, or extended to; the latest counts. Source: staff. Retention: as register.version. Class: personal.';
COMMENT ON COLUMN register.measure_term.term_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.measure_term.measure_id IS 'Of which measure. Source: register.measure. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.measure_term.set_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.measure_term.from_day IS '支援措置開始年月日. Source: staff. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.measure_term.until_day IS '支援措置終了年月日; what is protected goes on being so. Source: staff. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.measure_term.is_provisional IS '仮支援措置. Source: staff. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.measure_term.ground IS '根拠 in words. Source: staff. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.measure_term.source_office IS '申出を受けた機関. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.measure_term.set_by IS 'Who set it. Source: sign-in. Retention: as the table. Class: staff.';
COMMENT ON COLUMN register.measure_term.note IS '備考. Source: staff. Retention: as the table. Class: personal.';
CREATE INDEX measure_term_of ON register.measure_term (measure_id);
COMMENT ON INDEX register.measure_term_of IS 'Finds the terms of a measure.';

CREATE TABLE register.measure_person (
    measure_id bigint NOT NULL CONSTRAINT measure_person_measure_fkey REFERENCES register.measure,
    addressee_id bigint NOT NULL,
    is_together boolean NOT NULL,
    CONSTRAINT measure_person_pkey PRIMARY KEY (measure_id, addressee_id)
);
COMMENT ON TABLE register.measure_person IS '支援措置の対象者. Whom a measure protects, each under one addressee number; every other under the same integrated number is protected with it. Source: staff. Retention: as register.version. Class: personal.';
COMMENT ON COLUMN register.measure_person.measure_id IS 'Which measure. Source: register.measure. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.measure_person.addressee_id IS 'Who. Source: register.addressee. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.measure_person.is_together IS '併せて支援を求める者, not the applicant. Source: staff. Retention: as the table. Class: personal.';
CREATE INDEX measure_person_of ON register.measure_person (addressee_id);
COMMENT ON INDEX register.measure_person_of IS 'Finds the measures of a person.';
CREATE TRIGGER measure_person_addressee_fkey AFTER INSERT ON register.measure_person REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'addressee_id');

CREATE TABLE register.end_proposal (
    proposal_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT end_proposal_pkey PRIMARY KEY,
    proposed_at timestamptz NOT NULL,
    measure_id bigint CONSTRAINT end_proposal_measure_fkey REFERENCES register.measure,
    proposed_by text NOT NULL,
    set_up_by text,
    reason text NOT NULL,
    addressee_ids bigint[] NOT NULL CONSTRAINT end_proposal_names_somebody CHECK (cardinality(addressee_ids) > 0),
    mac bytea
);
COMMENT ON TABLE register.end_proposal IS '支援措置の終了の申し出. One person of the staff proposes that protection ends; another decides. Source: staff. Retention: as register.version. Class: personal.';
COMMENT ON COLUMN register.end_proposal.proposal_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.end_proposal.proposed_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.end_proposal.measure_id IS 'Of which measure; null of what rows stated. Source: register.measure. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.end_proposal.proposed_by IS 'Account of who proposed. Source: sign-in. Retention: as the table. Class: staff.';
COMMENT ON COLUMN register.end_proposal.set_up_by IS 'Who had handed that account its set-up code then; null where nobody did. Source: access.credential. Retention: as the table. Class: staff.';
COMMENT ON COLUMN register.end_proposal.reason IS 'Why. Source: staff. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.end_proposal.addressee_ids IS 'Of whom. Source: register.addressee. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.end_proposal.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';
CREATE INDEX end_proposal_of_measure ON register.end_proposal (measure_id) WHERE measure_id IS NOT NULL;
COMMENT ON INDEX register.end_proposal_of_measure IS 'Finds what was proposed of a measure.';

CREATE TABLE register.end_decision (
    proposal_id bigint NOT NULL CONSTRAINT end_decision_pkey PRIMARY KEY CONSTRAINT end_decision_proposal_fkey REFERENCES register.end_proposal,
    decided_at timestamptz NOT NULL,
    approved boolean NOT NULL,
    decided_by text NOT NULL,
    reason text NOT NULL,
    mac bytea
);
COMMENT ON TABLE register.end_decision IS '終了の申し出の決定, by another person. Source: staff. Retention: as register.version. Class: personal.';
COMMENT ON COLUMN register.end_decision.proposal_id IS 'Of which proposal. Source: register.end_proposal. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.end_decision.decided_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.end_decision.approved IS 'Whether it ends; otherwise the proposal was rejected or withdrawn. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.end_decision.decided_by IS 'Account of who decided. Source: sign-in. Retention: as the table. Class: staff.';
COMMENT ON COLUMN register.end_decision.reason IS 'Why. Source: staff. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.end_decision.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE register.protection_end (
    end_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT protection_end_pkey PRIMARY KEY,
    addressee_id bigint NOT NULL,
    journal_position bigint NOT NULL,
    ordinal bigint NOT NULL DEFAULT nextval('register.protection_ordinal'),
    ended_at timestamptz NOT NULL,
    proposal_id bigint NOT NULL CONSTRAINT protection_end_proposal_fkey REFERENCES register.end_proposal,
    mac bytea
);
COMMENT ON TABLE register.protection_end IS '支援措置の終了: what is beside the versions of a person with a lower ordinal protects no more. Only rows with a true MAC count, which readers are told by the program. Source: two of the staff. Retention: as register.version. Class: personal.';
COMMENT ON COLUMN register.protection_end.end_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection_end.addressee_id IS 'Of whom. Source: register.addressee. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.protection_end.journal_position IS 'Position of the journal entry that tells of it. Source: journal.position. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection_end.ordinal IS 'Its order among sets and ends of the person. Source: register.protection_ordinal. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection_end.ended_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection_end.proposal_id IS 'By which decision. Source: register.end_decision. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection_end.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';
CREATE INDEX protection_end_of ON register.protection_end (addressee_id);
COMMENT ON INDEX register.protection_end_of IS 'Finds the ends of a person.';
CREATE TRIGGER protection_end_addressee_fkey AFTER INSERT ON register.protection_end REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'addressee_id');

CREATE TABLE register.release_request (
    request_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT release_request_pkey PRIMARY KEY,
    asked_at timestamptz NOT NULL,
    addressee_id bigint NOT NULL,
    minutes integer NOT NULL CONSTRAINT release_request_is_bounded CHECK (minutes BETWEEN 1 AND 1440),
    account text NOT NULL,
    set_up_by text,
    reason text NOT NULL,
    mac bytea
);
COMMENT ON TABLE register.release_request IS '一時解除の申し出. A person of the staff asks to read where one protected person is, for some minutes. Source: staff. Retention: as register.version. Class: personal.';
COMMENT ON COLUMN register.release_request.request_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.release_request.asked_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.release_request.addressee_id IS 'Of whom. Source: register.addressee. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.release_request.minutes IS 'For how long. Source: staff. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.release_request.account IS 'Account of who asks, and is to read. Source: sign-in. Retention: as the table. Class: staff.';
COMMENT ON COLUMN register.release_request.set_up_by IS 'Who had handed that account its set-up code then; null where nobody did. Source: access.credential. Retention: as the table. Class: staff.';
COMMENT ON COLUMN register.release_request.reason IS 'Why. Source: staff. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.release_request.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE register.release_decision (
    request_id bigint NOT NULL CONSTRAINT release_decision_pkey PRIMARY KEY CONSTRAINT release_decision_request_fkey REFERENCES register.release_request,
    decided_at timestamptz NOT NULL,
    until_at timestamptz,
    addressee_id bigint NOT NULL,
    account text NOT NULL,
    decided_by text NOT NULL,
    reason text NOT NULL,
    mac bytea
);
COMMENT ON TABLE register.release_decision IS '一時解除, or its refusal, by another person. It returns by itself, and holds only with a true MAC. Source: staff. Retention: as register.version. Class: personal.';
COMMENT ON COLUMN register.release_decision.request_id IS 'Which request. Source: register.release_request. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.release_decision.decided_at IS 'When. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.release_decision.until_at IS 'Until when the account may read; null where it was refused. Source: the request. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.release_decision.addressee_id IS 'Of whom. Source: the request. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.release_decision.account IS 'Who may read. Source: the request. Retention: as the table. Class: staff.';
COMMENT ON COLUMN register.release_decision.decided_by IS 'Account of who decided. Source: sign-in. Retention: as the table. Class: staff.';
COMMENT ON COLUMN register.release_decision.reason IS 'Why. Source: staff. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.release_decision.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';
CREATE INDEX release_decision_of ON register.release_decision (account, until_at) WHERE until_at IS NOT NULL;
COMMENT ON INDEX register.release_decision_of IS 'Finds what an account may read now.';

GRANT SELECT, INSERT ON register.measure, register.measure_term, register.measure_person, register.end_proposal, register.end_decision, register.protection_end,
    register.release_request, register.release_decision TO atena_hub;
GRANT UPDATE (mac) ON register.end_proposal, register.end_decision, register.protection_end, register.release_request, register.release_decision TO atena_hub;

-- Whoever sets asks this, and takes every end for true: setting once more than need be is no harm.
CREATE OR REPLACE FUNCTION register.protection_now(addressee bigint)
RETURNS TABLE (suppressed boolean, provisional boolean, first date, last date) LANGUAGE sql STABLE AS $$
    SELECT (p.yokushifuragu = '1') IS TRUE, (p.kari_shiensochi = '1') IS TRUE, p.shiensochi_kaishi, p.shiensochi_shuryo
    FROM (SELECT addressee) AS a (id)
    LEFT JOIN LATERAL (
        SELECT * FROM register.protection s
        WHERE s.addressee_id = a.id AND NOT EXISTS (
            SELECT FROM register.protection_end e WHERE e.addressee_id = s.addressee_id AND e.ordinal > s.ordinal)
        ORDER BY s.ordinal DESC LIMIT 1
    ) AS p ON true
$$;
COMMENT ON FUNCTION register.protection_now(bigint) IS 'What protects a person now, where every end is true.';

-- Whoever reads is told which ends are true; no end is, where it is null.
CREATE FUNCTION register.is_protected_in(addressee bigint, household text, at_xact xid8, at_position bigint, ends bigint[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT v.setaibango = household AND EXISTS (
            SELECT FROM register.protection p WHERE p.addressee_id = addressee AND NOT EXISTS (
                SELECT FROM register.protection_end e
                WHERE e.addressee_id = addressee AND e.ordinal > p.ordinal AND e.end_id = ANY (ends)))
        FROM register.version v
        WHERE v.addressee_id = addressee AND v.karitorokufuragu IS DISTINCT FROM '1' AND (v.xact, v.journal_position) <= (at_xact, at_position)
        ORDER BY v.history_number DESC LIMIT 1), false)
$$;
COMMENT ON FUNCTION register.is_protected_in(bigint, text, xid8, bigint, bigint[]) IS 'Whether a person is in a household at a place of the journal, and protected now, where only these ends are true.';
GRANT EXECUTE ON FUNCTION register.is_protected_in(bigint, text, xid8, bigint, bigint[]) TO atena_hub;

CREATE OR REPLACE FUNCTION register.tell_households(persons bigint[]) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    protection CONSTANT bigint := 1030792151040;
BEGIN
    INSERT INTO register.protected_household (addressee_id, setaibango)
    SELECT s.addressee_id, s.setaibango FROM unnest(persons) AS x (id) CROSS JOIN LATERAL register.settled(x.id) AS s
    WHERE s.setaibango IS NOT NULL AND register.is_protected_in(s.addressee_id, s.setaibango, '18446744073709551615'::xid8, 9223372036854775807, NULL)
    ON CONFLICT DO NOTHING;
    INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
    SELECT nextval('journal.position'), s.addressee_id, protection, s.history_number, 'v'
    FROM (
        SELECT DISTINCT v.addressee_id AS id
        FROM register.protected_household h JOIN register.version v ON v.setaibango = h.setaibango
        WHERE h.addressee_id = ANY (persons) AND v.addressee_id <> ALL (persons)
    ) AS member CROSS JOIN LATERAL register.settled(member.id) AS s
    WHERE EXISTS (SELECT FROM register.protected_household h WHERE h.addressee_id = ANY (persons) AND h.setaibango = s.setaibango);
END
$$;
DROP FUNCTION register.is_protected_in(bigint, text, xid8, bigint);

CREATE OR REPLACE FUNCTION register.note_protected_versions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    changed bigint[];
BEGIN
    -- What a version states goes on beside the versions: the next one does not end it. The version's own entry of the journal tells of it.
    INSERT INTO register.protection
        (addressee_id, journal_position, history_number, shiensochi_kaishi, shiensochi_shuryo, cause, yokushifuragu, kari_shiensochi)
    SELECT s.addressee_id, nextval('journal.position'), s.history, coalesce(s.f, e.first), coalesce(s.l, e.last), 'v',
        CASE WHEN s.y OR e.suppressed THEN '1' END, CASE WHEN s.k OR e.provisional THEN '1' END
    FROM (
        SELECT w.addressee_id, max(w.history_number) AS history, bool_or(w.yokushifuragu = '1') IS TRUE AS y, bool_or(w.kari_shiensochi = '1') IS TRUE AS k,
            (array_agg(w.shiensochi_kaishi ORDER BY w.history_number DESC))[1] AS f, (array_agg(w.shiensochi_shuryo ORDER BY w.history_number DESC))[1] AS l
        FROM written w
        WHERE w.karitorokufuragu IS DISTINCT FROM '1' AND (w.yokushifuragu = '1' OR w.kari_shiensochi = '1' OR w.shiensochi_kaishi IS NOT NULL)
        GROUP BY w.addressee_id
    ) AS s CROSS JOIN LATERAL register.protection_now(s.addressee_id) AS e
    WHERE s.y AND NOT e.suppressed OR s.k AND NOT e.provisional OR s.f <> e.first OR s.f IS NOT NULL AND e.first IS NULL
        OR s.l <> e.last OR s.l IS NOT NULL AND e.last IS NULL;
    -- Most who are written neither are protected nor ever were: that costs each a look into two short indexes. Scalar, because EXISTS under OR is answered
    -- from a hash of the whole table.
    SELECT array_agg(DISTINCT w.addressee_id) INTO changed
    FROM (
        SELECT w.addressee_id, w.history_number, w.setaibango, (w.yokushifuragu = '1' OR w.kari_shiensochi = '1' OR w.shiensochi_kaishi IS NOT NULL) IS TRUE AS protects
        FROM written w
        WHERE w.karitorokufuragu IS DISTINCT FROM '1' AND (
            w.yokushifuragu = '1' OR w.kari_shiensochi = '1' OR w.shiensochi_kaishi IS NOT NULL
            OR (SELECT true FROM register.protection p WHERE p.addressee_id = w.addressee_id LIMIT 1)
            OR (SELECT true FROM register.protected_household h WHERE h.addressee_id = w.addressee_id LIMIT 1))
    ) AS w
    LEFT JOIN LATERAL (
        SELECT b.setaibango, (b.yokushifuragu = '1' OR b.kari_shiensochi = '1' OR b.shiensochi_kaishi IS NOT NULL) IS TRUE AS protects
        FROM register.version b
        WHERE b.addressee_id = w.addressee_id AND b.history_number < w.history_number AND b.karitorokufuragu IS DISTINCT FROM '1'
        ORDER BY b.history_number DESC LIMIT 1
    ) AS before ON true
    WHERE (before.setaibango, before.protects) IS DISTINCT FROM (w.setaibango, w.protects);
    IF changed IS NOT NULL THEN PERFORM register.tell_households(changed); END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION register.note_protected_versions() IS 'Keeps beside the versions what they state of protection, follows protected persons from household to household, and tells those who live with them.';

CREATE OR REPLACE FUNCTION register.note_protection() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    persons bigint[];
BEGIN
    -- What a version states is told by the trigger of the versions.
    SELECT array_agg(DISTINCT w.addressee_id) INTO persons FROM written w WHERE w.cause <> 'v';
    IF persons IS NOT NULL THEN PERFORM register.tell_households(persons); END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION register.note_end_of_protection() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    persons bigint[];
BEGIN
    SELECT array_agg(DISTINCT w.addressee_id) INTO persons FROM written w;
    IF persons IS NOT NULL THEN PERFORM register.tell_households(persons); END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION register.note_end_of_protection() IS 'Tells those who live with persons whose protection ended.';
CREATE TRIGGER protection_end_household AFTER INSERT ON register.protection_end REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.note_end_of_protection();
REVOKE ALL ON FUNCTION register.note_end_of_protection() FROM PUBLIC;

-- What current versions state is kept from now on. Receivers were told of it with the version.
INSERT INTO register.protection (addressee_id, journal_position, history_number, shiensochi_kaishi, shiensochi_shuryo, cause, yokushifuragu, kari_shiensochi)
SELECT v.addressee_id, nextval('journal.position'), v.history_number,
    CASE WHEN p.history_number >= v.history_number THEN coalesce(p.shiensochi_kaishi, v.shiensochi_kaishi) ELSE coalesce(v.shiensochi_kaishi, p.shiensochi_kaishi) END,
    CASE WHEN p.history_number >= v.history_number THEN coalesce(p.shiensochi_shuryo, v.shiensochi_shuryo) ELSE coalesce(v.shiensochi_shuryo, p.shiensochi_shuryo) END,
    'v', CASE WHEN v.yokushifuragu = '1' OR p.yokushifuragu = '1' THEN '1' END, CASE WHEN v.kari_shiensochi = '1' OR p.kari_shiensochi = '1' THEN '1' END
FROM (
    SELECT DISTINCT ON (addressee_id) addressee_id, history_number, yokushifuragu, kari_shiensochi, shiensochi_kaishi, shiensochi_shuryo FROM register.version
    WHERE karitorokufuragu IS DISTINCT FROM '1' ORDER BY addressee_id, history_number DESC
) AS v
LEFT JOIN LATERAL (
    SELECT * FROM register.protection b WHERE b.addressee_id = v.addressee_id ORDER BY b.xact DESC, b.journal_position DESC LIMIT 1
) AS p ON true
WHERE v.yokushifuragu = '1' OR v.kari_shiensochi = '1' OR v.shiensochi_kaishi IS NOT NULL;
