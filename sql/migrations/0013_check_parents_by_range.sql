-- Parents are checked over the range of their ids where a block's parents lie close together, as those of a first load do: one walk along the
-- index instead of a search from its root for every row. The check itself is the same: no row without its parent (decision 0005).
-- Without nested loops, because the newest ids lie beyond what the planner's statistics know: it would expect one parent and walk the range
-- once per row.
CREATE OR REPLACE FUNCTION register.refuse_orphans() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    least bigint;
    greatest bigint;
    count bigint;
    orphans boolean;
BEGIN
    EXECUTE format('SELECT min(w.%1$I), max(w.%1$I), count(*) FROM written w', TG_ARGV[2]) INTO least, greatest, count;
    IF greatest - least < 3 * count THEN
        EXECUTE format(
            'SELECT EXISTS (SELECT FROM written w WHERE NOT EXISTS (SELECT FROM %s p WHERE p.%I = w.%I AND p.%2$I BETWEEN $1 AND $2))',
            TG_ARGV[0], TG_ARGV[1], TG_ARGV[2])
            INTO orphans USING least, greatest;
    ELSE
        -- A scalar subquery is looked up by the parent's index, row by row; an anti-join would hash the whole parent for every block.
        EXECUTE format(
            'SELECT EXISTS (SELECT FROM written w WHERE (SELECT true FROM %s p WHERE p.%I = w.%I) IS NULL)', TG_ARGV[0], TG_ARGV[1], TG_ARGV[2])
            INTO orphans;
    END IF;
    IF orphans THEN
        RAISE EXCEPTION 'a row of % has no parent in %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$$;
