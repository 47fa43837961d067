-- 国民年金の操作の証印 (decision 0054): the module's login writes its rows, and its password does not suffice to write them in a colleague's name. Rows that say who
-- entered, checked or did something carry a MAC that the staff service makes under the hub's key ring; the login can add rows and change none, so it takes no MAC away.
-- 0110 and this migration are of one release: a database that has receptions without MACs is not upgraded in silence, it is refused here.
ALTER TABLE pension.act ADD COLUMN mac bytea NOT NULL;
ALTER TABLE pension.reception ADD COLUMN mac bytea NOT NULL;
ALTER TABLE pension.decision ADD COLUMN mac bytea NOT NULL;
ALTER TABLE pension.event ADD COLUMN mac bytea NOT NULL;
ALTER TABLE pension.basic_version ADD COLUMN mac bytea NOT NULL;
COMMENT ON COLUMN pension.act.mac IS '行の証印. HMAC-SHA-256 over the other columns but told_at, under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.reception.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.decision.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.event.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
COMMENT ON COLUMN pension.basic_version.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';
-- Their numbers are in the MAC: they are known before the row is written.
GRANT USAGE ON SEQUENCE pension.act_act_id_seq, pension.event_event_id_seq TO atena_national_pension;

-- What people write and what names them is bounded here, too: no control characters, no turning of the direction of text, one line.
CREATE FUNCTION pension.is_entered(words text, most integer) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
    RETURN char_length(words) <= most AND words !~ '[\u0001-\u001F\u007F-\u009F\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]';
COMMENT ON FUNCTION pension.is_entered IS 'Whether words can stand in a row: one line of at most so many characters, without control characters. The same rule as EnteredText of the program.';
REVOKE ALL ON FUNCTION pension.is_entered FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pension.is_entered TO atena_national_pension;
ALTER TABLE pension.act
    ADD CONSTRAINT act_words_are_bounded CHECK (
        pension.is_entered(reason, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(by_whom, 200) AND pension.is_entered(terminal, 1000)
        AND octet_length(atenabango) <= 15);
ALTER TABLE pension.reception
    ADD CONSTRAINT reception_words_are_bounded CHECK (
        pension.is_entered(remarks, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200)
        AND pension.is_entered(coalesce(entered_set_up_by, ''), 200) AND pension.is_entered(kind, 100) AND octet_length(content::text) <= 65536);
ALTER TABLE pension.decision
    ADD CONSTRAINT decision_words_are_bounded CHECK (pension.is_entered(reason, 1000) AND pension.is_entered(decided_by, 200));
ALTER TABLE pension.event ADD CONSTRAINT event_content_is_bounded CHECK (octet_length(content::text) <= 65536);
ALTER TABLE pension.basic_version ADD CONSTRAINT basic_version_remarks_are_words CHECK (pension.is_entered(remarks, 1000));
ALTER TABLE pension.task
    ADD CONSTRAINT task_words_are_bounded CHECK (
        pension.is_entered(words, 4000) AND pension.is_entered(coalesce(outcome, ''), 1000) AND pension.is_entered(opened_by, 200)
        AND pension.is_entered(coalesce(closed_by, ''), 200));
ALTER TABLE pension.run ADD CONSTRAINT run_by_whom_is_bounded CHECK (pension.is_entered(by_whom, 200));

COMMENT ON COLUMN pension.proposal.cause IS 'Purpose: age- and the birth date that the age was counted from, or version- and the history number of the addressee_version that it came by. Source: the module. Retention: as the row. Class: technical.';
