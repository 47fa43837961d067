-- What 0040 asks of each group of rows went through the whole register: the index of households had another collation than the table it is asked with, and the
-- planner read all households of protected persons to look up a handful. One movement then cost as much as the city has versions.
DROP INDEX register.version_household;
CREATE INDEX version_household ON register.version (setaibango COLLATE "C") WHERE setaibango IS NOT NULL;
COMMENT ON INDEX register.version_household IS 'Finds who is or was in a household; compared as protected_household compares.';

CREATE OR REPLACE FUNCTION register.note_protected_versions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    changed bigint[];
BEGIN
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
