-- A look-up reads a person and the encrypted number beside in one statement, as a role that reads what the hub reads and opens numbers (decision 0100). The role is of
-- sql/roles.sql, which a superuser runs before: without it every look-up would fail, and nothing else would tell.
DO $$
BEGIN
    IF to_regrole('atena_answers') IS NULL THEN
        RAISE EXCEPTION 'there is no role atena_answers: run sql/roles.sql as superuser first';
    END IF;
    IF NOT (pg_has_role('atena_answers', 'atena_reads', 'USAGE') AND pg_has_role('atena_answers', 'atena_opens', 'USAGE') AND pg_has_role('atena_serve', 'atena_answers', 'MEMBER')) THEN
        RAISE EXCEPTION 'atena_answers lacks its roles, or atena_serve lacks it: run sql/roles.sql as superuser first';
    END IF;
END
$$;

-- What opens numbers at places that are known reads no register.
REVOKE SELECT (addressee_id, atenabango) ON register.addressee FROM atena_opens;
REVOKE SELECT (addressee_id, history_number, running_number, number_ordinal, karitorokufuragu) ON register.version FROM atena_opens;
