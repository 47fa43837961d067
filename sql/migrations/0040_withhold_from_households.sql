-- 支援措置と世帯: who lives with a protected person lives where that person does, so what tells it is withheld of them, too, where it is withheld of the
-- protected (decision 0040).
CREATE TABLE register.protected_household (
    addressee_id bigint NOT NULL,
    setaibango text COLLATE "C" NOT NULL,
    CONSTRAINT protected_household_pkey PRIMARY KEY (setaibango, addressee_id)
);
COMMENT ON TABLE register.protected_household IS '支援措置の対象者の世帯: households in which a person was while protected. Whether they still are, the versions say. Source: intake. Retention: as register.version. Class: personal.';
COMMENT ON COLUMN register.protected_household.addressee_id IS 'Who is or was protected. Source: register.addressee. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.protected_household.setaibango IS '世帯番号. Source: register.version. Retention: as the table. Class: personal.';
CREATE INDEX protected_household_of ON register.protected_household (addressee_id);
COMMENT ON INDEX register.protected_household_of IS 'Finds the households of a person.';
CREATE TRIGGER protected_household_addressee_fkey AFTER INSERT ON register.protected_household REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'addressee_id');
GRANT SELECT ON register.protected_household TO atena_hub;
CREATE INDEX version_household ON register.version (setaibango) WHERE setaibango IS NOT NULL;
COMMENT ON INDEX register.version_household IS 'Finds who is or was in a household.';

CREATE FUNCTION register.is_protected_in(addressee bigint, household text, at_xact xid8, at_position bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT v.setaibango = household AND (
            v.yokushifuragu = '1' OR v.kari_shiensochi = '1' OR v.shiensochi_kaishi IS NOT NULL
            OR EXISTS (
                SELECT FROM register.protection p WHERE p.addressee_id = addressee AND (p.xact, p.journal_position) <= (at_xact, at_position)))
        FROM register.version v
        WHERE v.addressee_id = addressee AND v.karitorokufuragu IS DISTINCT FROM '1' AND (v.xact, v.journal_position) <= (at_xact, at_position)
        ORDER BY v.history_number DESC LIMIT 1), false)
$$;
COMMENT ON FUNCTION register.is_protected_in(bigint, text, xid8, bigint) IS 'Whether a person is in a household and protected, at a place of the journal.';

-- By indexes always: these tables are short and their statistics old when rows come one by one, and a look through all versions for each is what must not be.
CREATE FUNCTION register.tell_households(persons bigint[]) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    protection CONSTANT bigint := 1030792151040;
BEGIN
    INSERT INTO register.protected_household (addressee_id, setaibango)
    SELECT s.addressee_id, s.setaibango FROM unnest(persons) AS x (id) CROSS JOIN LATERAL register.settled(x.id) AS s
    WHERE s.setaibango IS NOT NULL AND register.is_protected_in(s.addressee_id, s.setaibango, '18446744073709551615'::xid8, 9223372036854775807)
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
COMMENT ON FUNCTION register.tell_households(bigint[]) IS 'Notes the households of persons whose protection or household changed, and journals everybody else in them: what is withheld of those may be otherwise now.';

CREATE FUNCTION register.note_protected_versions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    changed bigint[];
BEGIN
    -- Most who are written neither are protected nor ever were: that costs each a look into two short indexes.
    SELECT array_agg(DISTINCT w.addressee_id) INTO changed
    FROM (
        SELECT w.addressee_id, w.history_number, w.setaibango, (w.yokushifuragu = '1' OR w.kari_shiensochi = '1' OR w.shiensochi_kaishi IS NOT NULL) IS TRUE AS protects
        FROM written w
        WHERE w.karitorokufuragu IS DISTINCT FROM '1' AND (
            w.yokushifuragu = '1' OR w.kari_shiensochi = '1' OR w.shiensochi_kaishi IS NOT NULL
            OR EXISTS (SELECT FROM register.protection p WHERE p.addressee_id = w.addressee_id)
            OR EXISTS (SELECT FROM register.protected_household h WHERE h.addressee_id = w.addressee_id))
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
COMMENT ON FUNCTION register.note_protected_versions() IS 'Follows protected persons from household to household, and tells those who live with them.';
CREATE TRIGGER version_protected_household AFTER INSERT ON register.version REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.note_protected_versions();

CREATE FUNCTION register.note_protection() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    persons bigint[];
BEGIN
    SELECT array_agg(DISTINCT w.addressee_id) INTO persons FROM written w;
    IF persons IS NOT NULL THEN PERFORM register.tell_households(persons); END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION register.note_protection() IS 'The same for protection that is set beside the versions.';
CREATE TRIGGER protection_household AFTER INSERT ON register.protection REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.note_protection();
REVOKE ALL ON FUNCTION register.tell_households(bigint[]), register.note_protected_versions(), register.note_protection() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION register.is_protected_in(bigint, text, xid8, bigint) TO atena_hub;

-- What is held already: who holds where somebody is who lives with a protected person is told anew, once.
DO $$
DECLARE
    persons bigint[];
BEGIN
    SELECT array_agg(v.addressee_id) INTO persons
    FROM (
        SELECT DISTINCT ON (addressee_id) addressee_id, yokushifuragu, kari_shiensochi, shiensochi_kaishi FROM register.version
        WHERE karitorokufuragu IS DISTINCT FROM '1' ORDER BY addressee_id, history_number DESC
    ) AS v
    WHERE v.yokushifuragu = '1' OR v.kari_shiensochi = '1' OR v.shiensochi_kaishi IS NOT NULL
        OR v.addressee_id IN (SELECT p.addressee_id FROM register.protection p);
    IF persons IS NOT NULL THEN PERFORM register.tell_households(persons); END IF;
END
$$;
