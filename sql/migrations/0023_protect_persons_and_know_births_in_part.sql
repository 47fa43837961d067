-- Birth dates known in part (DESIGN §4, Dates): every day that the date can mean counts, and none is invented.
ALTER TABLE register.version ADD COLUMN birth_last_day date
    CONSTRAINT version_birth_days_in_order CHECK (birth_last_day > birth_sort_day);
COMMENT ON COLUMN register.version.birth_sort_day IS 'First day that the birth date can mean, for age and order; the day itself where it is known; null where not even the year is; never shown. Source: seinengappi, seinengappi_fushohyoki. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.version.birth_last_day IS 'Last day that the birth date can mean; null where it is known to the day, or not at all. Source: seinengappi, seinengappi_fushohyoki. Retention: as the table. Class: personal.';

-- As Addressee.BirthDate reads them: digits of zero are unknown; digits that a notation calls unknown are known as far as it names them.
UPDATE register.version v SET birth_sort_day = f.first, birth_last_day = nullif(f.last, f.first)
FROM (
    SELECT p.addressee_id, p.history_number,
        CASE p.known WHEN 'y' THEN make_date(p.year, 1, 1) WHEN 'm' THEN make_date(p.year, p.month, 1) END AS first,
        CASE p.known WHEN 'y' THEN make_date(p.year, 12, 31) WHEN 'm' THEN (make_date(p.year, p.month, 1) + interval '1 month - 1 day')::date END AS last
    FROM (
        SELECT w.addressee_id, w.history_number, left(w.seinengappi, 4)::integer AS year, substr(w.seinengappi, 6, 2)::integer AS month,
            CASE
                WHEN w.seinengappi LIKE '0000-%' THEN 'n'
                WHEN substr(w.seinengappi, 6, 2) = '00' THEN 'y'
                WHEN substr(w.seinengappi, 9, 2) = '00' THEN 'm'
                WHEN w.seinengappi_fushohyoki ~ 'から|より|まで|～|〜|間|又は|または' THEN 'n'
                WHEN w.seinengappi_fushohyoki ~ '[0-9０-９〇一二三四五六七八九十元]年.*[0-9０-９〇一二三四五六七八九十元]月' THEN 'm'
                WHEN w.seinengappi_fushohyoki ~ '[0-9０-９〇一二三四五六七八九十元]年' THEN 'y'
                ELSE 'n'
            END AS known
        FROM register.version w
        WHERE w.seinengappi ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
            AND (w.seinengappi_fushofuragu = '1' OR w.seinengappi_fushohyoki <> '' OR w.seinengappi ~ '^0000-|-00')
    ) AS p
) AS f
WHERE v.addressee_id = f.addressee_id AND v.history_number = f.history_number;

-- Whom an age rule may not decide: few, and looked for by atena status.
CREATE INDEX version_birth_uncertain ON register.version (addressee_id) WHERE birth_last_day IS NOT NULL OR birth_sort_day IS NULL;
COMMENT ON INDEX register.version_birth_uncertain IS 'Finds persons whose birth date is not known to the day.';

-- 抑止・支援措置 (CT-22): what of a person's protection no settled version says: it was stated by a row that was rejected or held, by a provisional version,
-- or for another addressee number with the same individual number. Set at once, never ended by a file.
CREATE TABLE register.protection (
    addressee_id bigint NOT NULL,
    journal_position bigint NOT NULL,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    history_number integer NOT NULL,
    shiensochi_kaishi date,
    shiensochi_shuryo date,
    cause "char" NOT NULL CONSTRAINT protection_cause_is_known CHECK (cause IN ('r', 'p', 'n')),
    yokushifuragu text CONSTRAINT protection_yokushifuragu_is_set CHECK (yokushifuragu = '1'),
    kari_shiensochi text CONSTRAINT protection_kari_shiensochi_is_set CHECK (kari_shiensochi = '1'),
    CONSTRAINT protection_pkey PRIMARY KEY (addressee_id, xact, journal_position),
    CONSTRAINT protection_says_something CHECK (yokushifuragu IS NOT NULL OR kari_shiensochi IS NOT NULL OR shiensochi_kaishi IS NOT NULL)
);
COMMENT ON TABLE register.protection IS '抑止・支援措置 beside the versions: of each person the latest row counts, and says all of it. Source: intake. Retention: as register.version. Class: personal.';
COMMENT ON COLUMN register.protection.addressee_id IS 'Who is protected. Source: register.addressee. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.protection.journal_position IS 'Position of the journal entry that tells of it. Source: journal.position. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection.xact IS 'Transaction that wrote it; with journal_position the order in which readers see it. Source: PostgreSQL. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection.recorded_at IS 'When it was set. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection.history_number IS 'Newest version of the person then: days that a later version states count before these. Source: register.version. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection.shiensochi_kaishi IS '支援措置開始年月日. Source: the row that stated it. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.protection.shiensochi_shuryo IS '支援措置終了年月日; the protection goes on after it. Source: the row that stated it. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.protection.cause IS 'r a row that was rejected or held, p a provisional version, n another addressee number with the same individual number. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.protection.yokushifuragu IS '抑止フラグ, 1 or null. Source: the row that stated it. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.protection.kari_shiensochi IS '仮支援措置フラグ, 1 or null. Source: the row that stated it. Retention: as the table. Class: personal.';
CREATE TRIGGER protection_addressee_fkey AFTER INSERT ON register.protection REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'addressee_id');
GRANT SELECT, INSERT ON register.protection TO atena_hub;

CREATE TABLE register.shared_number (
    running_number bigint NOT NULL,
    addressee_id bigint NOT NULL,
    CONSTRAINT shared_number_pkey PRIMARY KEY (running_number, addressee_id)
);
COMMENT ON TABLE register.shared_number IS 'Addressees that were ever linked to an integrated addressee number beside the one who established it, to find who shares a number; the versions say who does now. Source: numbering. Retention: as register.version. Class: identifier.';
COMMENT ON COLUMN register.shared_number.running_number IS 'Integrated addressee number without check digit. Source: numbering. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN register.shared_number.addressee_id IS 'Who was linked to it. Source: register.addressee. Retention: as the table. Class: internal identifier.';
GRANT SELECT, INSERT ON register.shared_number TO atena_hub;
INSERT INTO register.shared_number (running_number, addressee_id)
SELECT DISTINCT v.running_number, v.addressee_id
FROM register.version v JOIN register.integrated_number n ON n.running_number = v.running_number WHERE n.established_by <> v.addressee_id;

CREATE FUNCTION register.sharing_number(addressee bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH own AS (SELECT running_number FROM register.version WHERE addressee_id = addressee ORDER BY history_number DESC LIMIT 1)
    SELECT other.id FROM own CROSS JOIN LATERAL (
        SELECT n.established_by FROM register.integrated_number n WHERE n.running_number = own.running_number
        UNION SELECT s.addressee_id FROM register.shared_number s WHERE s.running_number = own.running_number
    ) AS other (id)
    WHERE other.id <> addressee
        AND (SELECT running_number FROM register.version WHERE addressee_id = other.id ORDER BY history_number DESC LIMIT 1) = own.running_number
$$;
COMMENT ON FUNCTION register.sharing_number(bigint) IS 'The other addressees that are under the same integrated addressee number now.';

CREATE FUNCTION register.protection_now(addressee bigint)
RETURNS TABLE (suppressed boolean, provisional boolean, first date, last date) LANGUAGE sql STABLE AS $$
    SELECT (v.yokushifuragu = '1' OR p.yokushifuragu = '1') IS TRUE, (v.kari_shiensochi = '1' OR p.kari_shiensochi = '1') IS TRUE,
        CASE WHEN p.history_number >= v.history_number THEN coalesce(p.shiensochi_kaishi, v.shiensochi_kaishi)
            ELSE coalesce(v.shiensochi_kaishi, p.shiensochi_kaishi) END,
        CASE WHEN p.history_number >= v.history_number THEN coalesce(p.shiensochi_shuryo, v.shiensochi_shuryo)
            ELSE coalesce(v.shiensochi_shuryo, p.shiensochi_shuryo) END
    FROM (SELECT addressee) AS a (id)
    LEFT JOIN LATERAL (
        SELECT * FROM register.version WHERE addressee_id = a.id AND karitorokufuragu IS DISTINCT FROM '1' ORDER BY history_number DESC LIMIT 1
    ) AS v ON true
    LEFT JOIN LATERAL (
        SELECT * FROM register.protection WHERE addressee_id = a.id ORDER BY xact DESC, journal_position DESC LIMIT 1
    ) AS p ON true
$$;
COMMENT ON FUNCTION register.protection_now(bigint) IS 'What protects a person now, by the settled version and beside it.';

-- Sets what rows newly state, for their persons and for everybody under the same integrated addressee number; and for persons who were newly linked to a
-- number, what protects the others under it. Never narrows what is held: a start or an end before the one that is held is none.
CREATE FUNCTION register.set_protection(
    causes text[], numbers text[], suppressions boolean[], provisionals boolean[], firsts date[], lasts date[], newcomers bigint[], mask bigint
) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    -- Two writers of one person take turns, as writers of versions do; what is held is read after the wait.
    PERFORM FROM register.addressee a
    WHERE a.addressee_id = ANY(newcomers || ARRAY(
        SELECT o.addressee_id FROM register.addressee o WHERE o.atenabango = ANY(numbers)
        UNION SELECT register.sharing_number(o.addressee_id) FROM register.addressee o WHERE o.atenabango = ANY(numbers)))
    ORDER BY a.atenabango FOR NO KEY UPDATE;
    RETURN QUERY
    WITH own AS (
        SELECT a.addressee_id, s.* FROM unnest(causes, numbers, suppressions, provisionals, firsts, lasts) AS s (cause, number, y, k, f, l)
        JOIN register.addressee a ON a.atenabango = s.number
    ), stated AS (
        SELECT addressee_id, cause, y, k, f, l FROM own
        UNION ALL
        SELECT register.sharing_number(addressee_id), 'n', y, k, f, l FROM own
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
COMMENT ON FUNCTION register.set_protection(text[], text[], boolean[], boolean[], date[], date[], bigint[], bigint) IS 'Sets protection that rows newly state, journals it, and returns the addressee numbers of whom it was set.';
GRANT EXECUTE ON FUNCTION register.sharing_number(bigint), register.protection_now(bigint),
    register.set_protection(text[], text[], boolean[], boolean[], date[], date[], bigint[], bigint) TO atena_hub;
COMMENT ON COLUMN journal.entry.kind IS 'v a new version, or protection set beside it, c the calendar moved the person across an age, r a withheld answer was released: for those it was withheld from. Source: writer. Retention: as the table. Class: none.';

-- What is held already: provisional versions that state protection, and everybody under the same number. And whoever is protected is told once more, so that
-- receivers whose policy has no suppression item erase the address that they hold.
DO $$
DECLARE
    protection CONSTANT bigint := 1030792151040;
BEGIN
    PERFORM register.set_protection(
        array_agg('p'::text), array_agg(a.atenabango), array_agg((v.yokushifuragu = '1') IS TRUE), array_agg((v.kari_shiensochi = '1') IS TRUE),
        array_agg(v.shiensochi_kaishi), array_agg(v.shiensochi_shuryo), '{}', protection)
    FROM (SELECT DISTINCT ON (addressee_id) * FROM register.version ORDER BY addressee_id, history_number DESC) AS v
    JOIN register.addressee a ON a.addressee_id = v.addressee_id
    WHERE v.yokushifuragu = '1' OR v.kari_shiensochi = '1' OR v.shiensochi_kaishi IS NOT NULL
    HAVING count(*) > 0;
    INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
    SELECT nextval('journal.position'), v.addressee_id, protection, v.history_number, 'v'
    FROM (SELECT DISTINCT ON (addressee_id) * FROM register.version WHERE karitorokufuragu IS DISTINCT FROM '1' ORDER BY addressee_id, history_number DESC) AS v
    WHERE v.yokushifuragu = '1' OR v.kari_shiensochi = '1' OR v.shiensochi_kaishi IS NOT NULL;
END
$$;
