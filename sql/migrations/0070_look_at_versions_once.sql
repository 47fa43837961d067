-- What a block's versions say is read from them once (decision 0005): of a first load of 300,000 residents a tenth of the processor time went into the triggers of
-- register.version and vault.individual_number, which read the wide rows of each block again and again for a few narrow items.

-- Parents are counted where those of a block lie close together, as they do in a first load: where as many are there as a range of ids is wide, none of it is missing.
-- The ids of one writer are whole ranges, seldom one: it begins with those that its session had left over, and others wrote what lies between. So they are grouped by
-- 1,024; a group reaches from its first id to its last. Where that settles nothing, each row is held against its parent as before. Without sequential scans, because the
-- plan stays with the session that made it when the table was empty.
CREATE OR REPLACE FUNCTION register.refuse_orphans() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_nestloop TO 'off'
    SET enable_seqscan TO 'off'
    AS $$
DECLARE
    least bigint;
    greatest bigint;
    count bigint;
    firsts bigint[];
    lasts bigint[];
    width bigint;
    orphans boolean;
BEGIN
    IF TG_ARGV[2] = 'addressee_id' THEN
        SELECT min(w.addressee_id), max(w.addressee_id), count(*) FROM written w INTO least, greatest, count;
    ELSE
        SELECT min(w.established_by), max(w.established_by), count(*) FROM written w INTO least, greatest, count;
    END IF;
    IF count >= 500 THEN
        IF greatest - least < count + count / 8 THEN
            firsts := ARRAY[least];
            lasts := ARRAY[greatest];
        ELSIF TG_ARGV[2] = 'addressee_id' THEN
            SELECT array_agg(g.first), array_agg(g.last) INTO firsts, lasts
            FROM (SELECT min(w.addressee_id) AS first, max(w.addressee_id) AS last FROM written w GROUP BY w.addressee_id / 1024) AS g;
        ELSE
            SELECT array_agg(g.first), array_agg(g.last) INTO firsts, lasts
            FROM (SELECT min(w.established_by) AS first, max(w.established_by) AS last FROM written w GROUP BY w.established_by / 1024) AS g;
        END IF;
        SELECT sum(r.last - r.first + 1) INTO width FROM unnest(firsts, lasts) AS r (first, last);
        -- Ranges much wider than what was written are not counted: most of what lies in them is of others.
        IF width <= count + count / 8 AND width = (
            SELECT sum((SELECT count(*) FROM register.addressee p WHERE p.addressee_id BETWEEN r.first AND r.last)) FROM unnest(firsts, lasts) AS r (first, last)
        ) THEN
            RETURN NULL;
        END IF;
    END IF;
    -- A scalar subquery is looked up by the parent's index, row by row; an anti-join would hash the whole parent. Many rows that lie close together,
    -- as those of new persons do, are held against that range of parents.
    IF TG_ARGV[2] = 'addressee_id' THEN
        IF count < 500 OR greatest - least >= 3 * count THEN
            orphans := EXISTS (SELECT FROM written w WHERE (SELECT true FROM register.addressee p WHERE p.addressee_id = w.addressee_id) IS NULL);
        ELSE
            orphans := EXISTS (SELECT FROM written w WHERE NOT EXISTS (
                SELECT FROM register.addressee p WHERE p.addressee_id = w.addressee_id AND p.addressee_id BETWEEN least AND greatest));
        END IF;
    ELSE
        IF count < 500 OR greatest - least >= 3 * count THEN
            orphans := EXISTS (SELECT FROM written w WHERE (SELECT true FROM register.addressee p WHERE p.addressee_id = w.established_by) IS NULL);
        ELSE
            orphans := EXISTS (SELECT FROM written w WHERE NOT EXISTS (
                SELECT FROM register.addressee p WHERE p.addressee_id = w.established_by AND p.addressee_id BETWEEN least AND greatest));
        END IF;
    END IF;
    IF orphans THEN
        RAISE EXCEPTION 'a row of % has no parent in register.addressee', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$$;

-- What versions state of protection and which resident record codes they have, from one look at them: note_protected_versions and note_record_codes in one.
-- Plans are made once: for each list of its own the planner would make one again, which costs a single row more than all the rest.
CREATE FUNCTION register.note_versions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
DECLARE
    block record;
    is_long boolean;
    changed bigint[];
    touched bigint[];
    given bigint;
    noted bigint;
    known record;
BEGIN
    -- One look at what was written decides all that follows. Codes stand beside persons, null where a version has none that counts.
    SELECT count(*) AS rows, min(w.addressee_id) AS first, max(w.addressee_id) AS last, array_agg(w.addressee_id) AS persons,
        array_agg(CASE WHEN w.juminjotai = '1' AND length(w.juminhyokodo) = 11 THEN w.juminhyokodo::bigint END) AS codes,
        array_agg(w.addressee_id) FILTER (
            WHERE (w.yokushifuragu = '1' OR w.kari_shiensochi = '1' OR w.shiensochi_kaishi IS NOT NULL) AND w.karitorokufuragu IS DISTINCT FROM '1') AS stating
    INTO block FROM written w;
    is_long := block.rows >= 500;

    -- What a version states goes on beside the versions: the next one does not end it. The version's own entry of the journal tells of it. Where none states
    -- anything, nothing is written, so that no trigger of that table runs. Whose versions are wanted is asked first, by their ids alone (OFFSET 0), and of a hash of
    -- them (IS TRUE: as a join it would go through one list for each row of the other).
    IF block.stating IS NOT NULL THEN
        INSERT INTO register.protection
            (addressee_id, journal_position, history_number, shiensochi_kaishi, shiensochi_shuryo, cause, yokushifuragu, kari_shiensochi)
        SELECT s.addressee_id, nextval('journal.position'), s.history, coalesce(s.f, e.first), coalesce(s.l, e.last), 'v',
            CASE WHEN s.y OR e.suppressed THEN '1' END, CASE WHEN s.k OR e.provisional THEN '1' END
        FROM (
            SELECT w.addressee_id, max(w.history_number) AS history, bool_or(w.yokushifuragu = '1') IS TRUE AS y, bool_or(w.kari_shiensochi = '1') IS TRUE AS k,
                (array_agg(w.shiensochi_kaishi ORDER BY w.history_number DESC))[1] AS f, (array_agg(w.shiensochi_shuryo ORDER BY w.history_number DESC))[1] AS l
            FROM (SELECT * FROM written i WHERE (i.addressee_id IN (SELECT unnest(block.stating))) IS TRUE OFFSET 0) AS w
            WHERE w.karitorokufuragu IS DISTINCT FROM '1' AND (w.yokushifuragu = '1' OR w.kari_shiensochi = '1' OR w.shiensochi_kaishi IS NOT NULL)
            GROUP BY w.addressee_id
        ) AS s CROSS JOIN LATERAL register.protection_now(s.addressee_id) AS e
        WHERE s.y AND NOT e.suppressed OR s.k AND NOT e.provisional OR s.f <> e.first OR s.f IS NOT NULL AND e.first IS NULL
            OR s.l <> e.last OR s.l IS NOT NULL AND e.last IS NULL;
    END IF;
    -- Most who are written neither are protected nor ever were. Of a long block, as a file has them, those who are or were among all between its first and last
    -- person are found at once; of a short one that costs each a look into two short indexes.
    IF is_long THEN
        SELECT array_agg(t.addressee_id) INTO touched
        FROM (
            SELECT p.addressee_id FROM register.protection p WHERE p.addressee_id BETWEEN block.first AND block.last
            UNION SELECT h.addressee_id FROM register.protected_household h WHERE h.addressee_id BETWEEN block.first AND block.last
        ) AS t;
    ELSE
        SELECT array_agg(t.id) INTO touched
        FROM unnest(block.persons) AS t (id)
        -- Scalar, because EXISTS under OR is answered from a hash of the whole table.
        WHERE t.id = ANY (block.stating) OR (SELECT true FROM register.protection p WHERE p.addressee_id = t.id LIMIT 1)
            OR (SELECT true FROM register.protected_household h WHERE h.addressee_id = t.id LIMIT 1);
    END IF;
    IF touched IS NOT NULL THEN
        SELECT array_agg(DISTINCT w.addressee_id) INTO changed
        FROM (
            SELECT i.addressee_id, i.history_number, i.setaibango,
                (i.yokushifuragu = '1' OR i.kari_shiensochi = '1' OR i.shiensochi_kaishi IS NOT NULL) IS TRUE AS protects, i.karitorokufuragu
            FROM written i WHERE (i.addressee_id IN (SELECT unnest(touched))) IS TRUE OFFSET 0
        ) AS w
        LEFT JOIN LATERAL (
            SELECT b.setaibango, (b.yokushifuragu = '1' OR b.kari_shiensochi = '1' OR b.shiensochi_kaishi IS NOT NULL) IS TRUE AS protects
            FROM register.version b
            WHERE b.addressee_id = w.addressee_id AND b.history_number < w.history_number AND b.karitorokufuragu IS DISTINCT FROM '1'
            ORDER BY b.history_number DESC LIMIT 1
        ) AS before ON true
        WHERE w.karitorokufuragu IS DISTINCT FROM '1' AND (before.setaibango, before.protects) IS DISTINCT FROM (w.setaibango, w.protects);
        IF changed IS NOT NULL THEN PERFORM register.tell_households(changed); END IF;
    END IF;

    -- A file's block: mostly of new persons when it is long. Where the first of its codes is known, little was tried in vain.
    IF is_long THEN
        BEGIN
            INSERT INTO register.record_code (code, addressee_id)
            SELECT c.code, c.person FROM (SELECT unnest(block.codes) AS code, unnest(block.persons) AS person) AS c WHERE c.code IS NOT NULL ORDER BY 1;
            RETURN NULL;
        EXCEPTION WHEN unique_violation THEN
            -- Some are known: which, is looked at below.
            NULL;
        END;
    END IF;
    WITH coded AS MATERIALIZED (
        SELECT c.code, c.person FROM (SELECT unnest(block.codes) AS code, unnest(block.persons) AS person) AS c WHERE c.code IS NOT NULL ORDER BY 1
    ), first AS (
        INSERT INTO register.record_code AS c (code, addressee_id) SELECT code, person FROM coded ON CONFLICT (code) DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM coded), (SELECT count(*) FROM first) INTO given, noted;
    IF given = noted THEN RETURN NULL; END IF;
    -- Some were known: of another resident who has it now, it is refused, and the writer asks anew; of somebody who has left it, it goes over.
    FOR known IN
        SELECT c.code, w.person AS claimant
        FROM (SELECT unnest(block.codes) AS code, unnest(block.persons) AS person) AS w JOIN register.record_code c ON c.code = w.code
        WHERE c.addressee_id <> w.person ORDER BY c.code
    LOOP
        PERFORM FROM register.record_code c WHERE c.code = known.code FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT FROM register.record_code c
            CROSS JOIN LATERAL (
                SELECT v.juminhyokodo, v.juminjotai FROM register.version v WHERE v.addressee_id = c.addressee_id ORDER BY v.history_number DESC LIMIT 1
            ) AS v
            WHERE c.code = known.code AND c.addressee_id <> known.claimant AND v.juminjotai = '1' AND v.juminhyokodo::bigint = c.code
        ) THEN
            RAISE EXCEPTION 'a resident record code is another resident''s' USING ERRCODE = 'unique_violation', CONSTRAINT = 'record_code_is_held';
        END IF;
        UPDATE register.record_code c SET addressee_id = known.claimant WHERE c.code = known.code;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION register.note_versions() IS 'Keeps beside the versions what they state of protection, follows protected persons from household to household, and tells those who live with them; notes the resident record codes of new versions, and refuses one that another current resident has.';
REVOKE ALL ON FUNCTION register.note_versions() FROM PUBLIC;
DROP TRIGGER version_protected_household ON register.version;
DROP TRIGGER version_record_code ON register.version;
CREATE TRIGGER version_noted AFTER INSERT ON register.version REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.note_versions();
DROP FUNCTION register.note_protected_versions();
DROP FUNCTION register.note_record_codes();
