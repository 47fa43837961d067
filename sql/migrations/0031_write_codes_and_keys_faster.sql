-- What taking a row in costs the database: resident record codes of many persons are laid down in the order of their index, all or none; what protects
-- persons is set by plans that are kept; and names that many bear are written into the search's indexes one by one, which is faster.

CREATE OR REPLACE FUNCTION register.note_record_codes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    given bigint;
    noted bigint;
    known record;
BEGIN
    -- A file's block: mostly of new persons when it is long. Where the first of its codes is known, little was tried in vain.
    IF (SELECT count(*) FROM (SELECT FROM written LIMIT 500) AS w) = 500 THEN
        BEGIN
            INSERT INTO register.record_code (code, addressee_id)
            SELECT w.juminhyokodo::bigint, w.addressee_id FROM written w WHERE w.juminjotai = '1' AND length(w.juminhyokodo) = 11 ORDER BY 1;
            RETURN NULL;
        EXCEPTION WHEN unique_violation THEN
            -- Some are known: which, is looked at below.
            NULL;
        END;
    END IF;
    WITH coded AS MATERIALIZED (
        SELECT w.juminhyokodo::bigint AS code, w.addressee_id FROM written w WHERE w.juminjotai = '1' AND length(w.juminhyokodo) = 11 ORDER BY 1
    ), first AS (
        INSERT INTO register.record_code AS c (code, addressee_id) SELECT code, addressee_id FROM coded ON CONFLICT (code) DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM coded), (SELECT count(*) FROM first) INTO given, noted;
    IF given = noted THEN RETURN NULL; END IF;
    -- Some were known: of another resident who has it now, it is refused, and the writer asks anew; of somebody who has left it, it goes over.
    FOR known IN
        SELECT c.code, c.addressee_id AS holder, w.addressee_id AS claimant
        FROM written w JOIN register.record_code c ON c.code = w.juminhyokodo::bigint
        WHERE w.juminjotai = '1' AND length(w.juminhyokodo) = 11 AND c.addressee_id <> w.addressee_id ORDER BY c.code
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

CREATE OR REPLACE FUNCTION register.set_protection(
    causes text[], numbers text[], suppressions boolean[], provisionals boolean[], firsts date[], lasts date[], newcomers bigint[], mask bigint
) RETURNS SETOF text LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    -- Two writers of one person take turns, as writers of versions do; what is held is read after the wait.
    PERFORM FROM register.addressee a
    WHERE a.addressee_id = ANY(newcomers || ARRAY(
        SELECT o.addressee_id FROM register.addressee o WHERE o.atenabango = ANY(numbers)
        UNION SELECT other.id FROM register.addressee o CROSS JOIN LATERAL register.sharing_number(o.addressee_id) AS other (id)
        WHERE o.atenabango = ANY(numbers)))
    ORDER BY a.atenabango FOR NO KEY UPDATE;
    RETURN QUERY
    WITH own AS (
        SELECT a.addressee_id, s.* FROM unnest(causes, numbers, suppressions, provisionals, firsts, lasts) AS s (cause, number, y, k, f, l)
        JOIN register.addressee a ON a.atenabango = s.number
    ), stated AS (
        SELECT addressee_id, cause, y, k, f, l FROM own
        UNION ALL
        SELECT other.id, 'n', y, k, f, l FROM own CROSS JOIN LATERAL register.sharing_number(own.addressee_id) AS other (id)
        UNION ALL
        SELECT n.id, 'n', e.suppressed, e.provisional, e.first, e.last FROM unnest(newcomers) AS n (id)
        CROSS JOIN LATERAL register.sharing_number(n.id) AS other (id) CROSS JOIN LATERAL register.protection_now(other.id) AS e
    ), wanted AS (
        SELECT addressee_id, max(cause) AS cause, bool_or(y) AS y, bool_or(k) AS k, max(f) AS f, (array_agg(l ORDER BY f DESC NULLS LAST, l DESC NULLS LAST))[1] AS l
        FROM stated GROUP BY addressee_id
    ), compared AS (
        SELECT w.*, e.suppressed, e.provisional, e.first, e.last, coalesce(w.f > e.first, w.f IS NOT NULL) AS starts, coalesce(w.l > e.last, false) AS extends
        FROM wanted w CROSS JOIN LATERAL register.protection_now(w.addressee_id) AS e
    ), placed AS (
        SELECT nextval('journal.position') AS place, c.*, (SELECT a.atenabango FROM register.addressee a WHERE a.addressee_id = c.addressee_id) AS atenabango, (
                SELECT history_number FROM register.version WHERE addressee_id = c.addressee_id ORDER BY history_number DESC LIMIT 1
            ) AS history
        FROM compared c
        WHERE c.y AND NOT c.suppressed OR c.k AND NOT c.provisional OR c.starts OR c.extends AND c.first IS NOT NULL
    ), kept AS (
        INSERT INTO register.protection
            (addressee_id, journal_position, history_number, shiensochi_kaishi, shiensochi_shuryo, cause, yokushifuragu, kari_shiensochi)
        SELECT addressee_id, place, history, CASE WHEN starts THEN f ELSE first END, CASE WHEN starts OR extends THEN l ELSE last END, cause::"char",
            CASE WHEN y OR suppressed THEN '1' END, CASE WHEN k OR provisional THEN '1' END
        FROM placed
    ), told AS (
        INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind) SELECT place, addressee_id, mask, history, 'v' FROM placed
    )
    SELECT atenabango FROM placed ORDER BY atenabango;
END
$$;

ALTER INDEX register.search_key_written SET (deduplicate_items = off);
ALTER INDEX register.search_key_reading SET (deduplicate_items = off);

-- The foreign keys by statement, which are all to addressees, without statements that are planned anew for each group of rows.
CREATE OR REPLACE FUNCTION register.refuse_orphans() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    least bigint;
    greatest bigint;
    count bigint;
    orphans boolean;
BEGIN
    -- A scalar subquery is looked up by the parent's index, row by row; an anti-join would hash the whole parent. Many rows that lie close together,
    -- as those of new persons do, are held against that range of parents.
    IF TG_ARGV[2] = 'addressee_id' THEN
        SELECT min(w.addressee_id), max(w.addressee_id), count(*) FROM written w INTO least, greatest, count;
        IF count < 500 OR greatest - least >= 3 * count THEN
            orphans := EXISTS (SELECT FROM written w WHERE (SELECT true FROM register.addressee p WHERE p.addressee_id = w.addressee_id) IS NULL);
        ELSE
            orphans := EXISTS (SELECT FROM written w WHERE NOT EXISTS (
                SELECT FROM register.addressee p WHERE p.addressee_id = w.addressee_id AND p.addressee_id BETWEEN least AND greatest));
        END IF;
    ELSE
        SELECT min(w.established_by), max(w.established_by), count(*) FROM written w INTO least, greatest, count;
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
COMMENT ON FUNCTION register.refuse_orphans() IS 'Foreign key to register.addressee by statement. The third argument is the child''s column: addressee_id or established_by.';

-- A file takes thousands of each at once. Nothing hangs on their order between sessions: places in the journal count within a transaction.
ALTER SEQUENCE journal.position CACHE 100;
ALTER SEQUENCE register.addressee_id CACHE 100;
