-- A look-up reads a person and the encrypted number beside in one statement, as a role that reads what the hub reads and opens numbers (decision 0100). The role is of
-- sql/roles.sql, which a superuser runs before: without it every look-up would fail, and nothing else would tell.
DO $$
BEGIN
    IF NOT (pg_has_role('atena_answers', 'atena_reads', 'USAGE') AND pg_has_role('atena_answers', 'atena_opens', 'USAGE')) THEN
        RAISE EXCEPTION 'atena_answers is no member of atena_reads and atena_opens: run sql/roles.sql as superuser first';
    END IF;
END
$$;
