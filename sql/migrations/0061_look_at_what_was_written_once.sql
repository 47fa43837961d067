-- A long block is looked at once, not three times, before what its versions state of protection is kept.
CREATE OR REPLACE FUNCTION register.note_protected_versions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    AS $$
DECLARE
    changed bigint[];
    touched bigint[];
    block record;
    is_long boolean;
BEGIN
    -- One look at what was written decides all that follows.
    SELECT count(*) AS rows, min(w.addressee_id) AS first, max(w.addressee_id) AS last,
        coalesce(bool_or(w.karitorokufuragu IS DISTINCT FROM '1' AND (w.yokushifuragu = '1' OR w.kari_shiensochi = '1' OR w.shiensochi_kaishi IS NOT NULL)), false) AS states
    INTO block FROM written w;
    is_long := block.rows >= 500;
    -- What a version states goes on beside the versions: the next one does not end it. The version's own entry of the journal tells of it. Where none states
    -- anything, nothing is written, so that no trigger of that table runs.
    IF block.states THEN
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
    END IF;
    -- Most who are written neither are protected nor ever were. Of a long block, as a file has them, those who are or were among all between its first and last
    -- person are found at once; of a short one that costs each a look into two short indexes. Scalar, because EXISTS under OR is answered from a hash of the
    -- whole table.
    IF is_long THEN
        SELECT array_agg(t.addressee_id) INTO touched
        FROM (
            SELECT p.addressee_id FROM register.protection p WHERE p.addressee_id BETWEEN block.first AND block.last
            UNION SELECT h.addressee_id FROM register.protected_household h WHERE h.addressee_id BETWEEN block.first AND block.last
        ) AS t;
        IF touched IS NULL THEN RETURN NULL; END IF;
    END IF;
    SELECT array_agg(DISTINCT w.addressee_id) INTO changed
    FROM (
        SELECT w.addressee_id, w.history_number, w.setaibango, (w.yokushifuragu = '1' OR w.kari_shiensochi = '1' OR w.shiensochi_kaishi IS NOT NULL) IS TRUE AS protects
        FROM written w
        WHERE w.karitorokufuragu IS DISTINCT FROM '1' AND CASE WHEN is_long THEN w.addressee_id IN (SELECT unnest(touched)) ELSE
            w.yokushifuragu = '1' OR w.kari_shiensochi = '1' OR w.shiensochi_kaishi IS NOT NULL
            OR (SELECT true FROM register.protection p WHERE p.addressee_id = w.addressee_id LIMIT 1)
            OR (SELECT true FROM register.protected_household h WHERE h.addressee_id = w.addressee_id LIMIT 1) END
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
