-- What several statements ask of versions and of flagged persons, once. Each is one SELECT in SQL and STABLE, and none is SECURITY DEFINER or has settings: so
-- the planner puts it in the place of its call, and plans the statement as if it had been written there.
CREATE FUNCTION register.newest(addressee bigint) RETURNS SETOF register.version LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT v.* FROM register.version v WHERE v.addressee_id = addressee ORDER BY v.history_number DESC LIMIT 1
$$;
COMMENT ON FUNCTION register.newest(bigint) IS 'A person''s newest version, be it provisional (仮登録) or not: what a row that comes is compared with.';

CREATE FUNCTION register.settled(addressee bigint) RETURNS SETOF register.version LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT v.* FROM register.version v
    WHERE v.addressee_id = addressee AND v.karitorokufuragu IS DISTINCT FROM '1' ORDER BY v.history_number DESC LIMIT 1
$$;
COMMENT ON FUNCTION register.settled(bigint) IS 'A person''s current version as it is shown: the newest that is not provisional (仮登録).';

GRANT EXECUTE ON FUNCTION register.newest(bigint), register.settled(bigint) TO atena_hub;

-- As before, and in these words.
CREATE OR REPLACE FUNCTION register.tied_to(running bigint[])
RETURNS TABLE (running_number bigint, addressee_id bigint, history_number integer) LANGUAGE sql STABLE AS $$
    SELECT c.running_number, c.addressee_id, v.history_number
    FROM (
        SELECT n.running_number, n.established_by AS addressee_id FROM register.integrated_number n WHERE n.running_number = ANY (running)
        UNION SELECT l.running_number, l.addressee_id FROM register.shared_number l WHERE l.running_number = ANY (running)
    ) AS c
    CROSS JOIN LATERAL register.newest(c.addressee_id) AS v
    WHERE v.running_number = c.running_number
$$;

CREATE OR REPLACE FUNCTION register.protection_now(addressee bigint)
RETURNS TABLE (suppressed boolean, provisional boolean, first date, last date) LANGUAGE sql STABLE AS $$
    SELECT (v.yokushifuragu = '1' OR p.yokushifuragu = '1') IS TRUE, (v.kari_shiensochi = '1' OR p.kari_shiensochi = '1') IS TRUE,
        CASE WHEN p.history_number >= v.history_number THEN coalesce(p.shiensochi_kaishi, v.shiensochi_kaishi)
            ELSE coalesce(v.shiensochi_kaishi, p.shiensochi_kaishi) END,
        CASE WHEN p.history_number >= v.history_number THEN coalesce(p.shiensochi_shuryo, v.shiensochi_shuryo)
            ELSE coalesce(v.shiensochi_shuryo, p.shiensochi_shuryo) END
    FROM (SELECT addressee) AS a (id)
    LEFT JOIN LATERAL register.settled(a.id) AS v ON true
    LEFT JOIN LATERAL (
        SELECT * FROM register.protection WHERE addressee_id = a.id ORDER BY xact DESC, journal_position DESC LIMIT 1
    ) AS p ON true
$$;

CREATE FUNCTION answer.standing(flagged bigint, asking_system text, asked_dataset text) RETURNS TABLE (outcome text) LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT coalesce((
        SELECT q.outcome::text FROM answer.request q
        WHERE q.addressee_id = f.addressee_id AND q.system = asking_system AND q.dataset = asked_dataset AND q.items = 0 AND q.stands_until > now()
        ORDER BY q.request_id DESC LIMIT 1
    ), 'a') FROM answer.flagged f WHERE f.addressee_id = flagged
$$;
COMMENT ON FUNCTION answer.standing(bigint, text, text) IS 'What stands for a flagged person and one who asks: r released, n refused, x not decided in time, a nothing yet; no row where the person is not flagged (自動応答不可).';
GRANT EXECUTE ON FUNCTION answer.standing(bigint, text, text) TO atena_hub;
