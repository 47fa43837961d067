-- What sql/migrations make, for reading and comparing; written by ops/checks/schema --write with PostgreSQL 15. Never run it.

-- The database atena.

CREATE SCHEMA access;

ALTER SCHEMA access OWNER TO atena_owner;

COMMENT ON SCHEMA access IS 'Staff, departments, rights and their ledger, personnel transfers, credentials, tokens and service accounts (共通認証基盤).';

CREATE SCHEMA analysis;

ALTER SCHEMA analysis OWNER TO atena_owner;

COMMENT ON SCHEMA analysis IS 'Findings of the scheduled checks of the log (証跡の分析), and their closing.';

CREATE SCHEMA answer;

ALTER SCHEMA answer OWNER TO atena_owner;

COMMENT ON SCHEMA answer IS 'Persons about whom nothing is answered automatically (自動応答不可), and what waits for a person''s confirmation.';

CREATE SCHEMA audit;

ALTER SCHEMA audit OWNER TO atena_owner;

COMMENT ON SCHEMA audit IS 'Tamper-evident log of events (証跡), and how far it is sealed.';

CREATE SCHEMA dataset;

ALTER SCHEMA dataset OWNER TO atena_owner;

COMMENT ON SCHEMA dataset IS 'What systems publish about persons (公開された記録), keyed by the addressee number; no individual number.';

CREATE SCHEMA delivery;

ALTER SCHEMA delivery OWNER TO atena_owner;

COMMENT ON SCHEMA delivery IS 'Subscriptions of receiving systems, waiting and dead-lettered persons.';

CREATE SCHEMA governance;

ALTER SCHEMA governance OWNER TO atena_owner;

COMMENT ON SCHEMA governance IS 'Policies (提供ポリシー) as loaded, immutable, and which of them is in force for each system and dataset.';

CREATE SCHEMA intake;

ALTER SCHEMA intake OWNER TO atena_owner;

COMMENT ON SCHEMA intake IS 'Files taken in, their progress, rejected and held rows.';

CREATE SCHEMA journal;

ALTER SCHEMA journal OWNER TO atena_owner;

COMMENT ON SCHEMA journal IS 'What changed, in an order that no late commit can break: (xact, position), read below the oldest running transaction.';

CREATE SCHEMA machine;

ALTER SCHEMA machine OWNER TO postgres;

COMMENT ON SCHEMA machine IS 'What the hub is told of the machine of its database server.';

CREATE SCHEMA migration;

ALTER SCHEMA migration OWNER TO atena_owner;

COMMENT ON SCHEMA migration IS 'Which migrations were applied.';

CREATE SCHEMA provision;

ALTER SCHEMA provision OWNER TO atena_owner;

COMMENT ON SCHEMA provision IS 'Records of provisions and refusals (提供・移転の記録).';

CREATE SCHEMA register;

ALTER SCHEMA register OWNER TO atena_owner;

COMMENT ON SCHEMA register IS 'Addressees, their integrated addressee numbers, and the versions of their records. Nothing is updated in place, nothing renumbered.';

CREATE SCHEMA vault;

ALTER SCHEMA vault OWNER TO atena_owner;

COMMENT ON SCHEMA vault IS 'Individual numbers (個人番号), encrypted. Only atena_vault may look inside.';

CREATE EXTENSION IF NOT EXISTS file_fdw WITH SCHEMA machine;

COMMENT ON EXTENSION file_fdw IS 'foreign-data wrapper for flat file access';

CREATE FUNCTION audit.erase_openings(kinds text[], before timestamp with time zone, after bigint, most integer, OUT erased bigint, OUT last bigint) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    gone bigint[];
    told bigint;
    found bigint;
BEGIN
    IF before IS NULL OR before > clock_timestamp() - interval '7 years' THEN
        RAISE EXCEPTION 'openings younger than seven years are kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'event_opening_is_kept';
    END IF;
    WITH old AS (
        SELECT event_id, recorded_at, kind FROM audit.event
        WHERE event_id > after AND personal IS NOT NULL AND recorded_at < before AND kind = ANY (kinds) ORDER BY event_id LIMIT most
    ), event AS (
        UPDATE audit.event e SET salt = NULL, personal = NULL, addressee_id = NULL FROM old
        WHERE e.event_id = old.event_id AND e.personal IS NOT NULL RETURNING e.event_id, e.kind
    ), record AS (
        -- A provision record repeats its event, and was written with it: records have an index by time, and none by event.
        UPDATE provision.record r SET addressee_id = NULL, atenabango = NULL, persons = NULL, taken_back = NULL, not_taken = NULL FROM event
        WHERE r.event_id = event.event_id
            AND r.recorded_at BETWEEN (SELECT min(recorded_at) - interval '10 minutes' FROM old) AND (SELECT max(recorded_at) + interval '10 minutes' FROM old)
        RETURNING r.event_id
    )
    SELECT (SELECT count(*) FROM event), (SELECT max(event_id) FROM old), (SELECT count(*) FROM event WHERE event.kind = 'provision.answered'),
        (SELECT count(DISTINCT event_id) FROM record), (SELECT array_agg(event_id) FROM event WHERE event.kind = 'provision.answered')
    INTO erased, last, told, found, gone;
    -- Where the two clocks differed the record lies at another time: then all of them are looked through.
    IF found < told THEN
        UPDATE provision.record r SET addressee_id = NULL, atenabango = NULL, persons = NULL, taken_back = NULL, not_taken = NULL
        WHERE r.event_id = ANY (gone) AND num_nonnulls(r.addressee_id, r.atenabango, r.persons, r.taken_back, r.not_taken) > 0;
    END IF;
END
$$;

ALTER FUNCTION audit.erase_openings(kinds text[], before timestamp with time zone, after bigint, most integer, OUT erased bigint, OUT last bigint) OWNER TO atena_owner;

COMMENT ON FUNCTION audit.erase_openings(kinds text[], before timestamp with time zone, after bigint, most integer, OUT erased bigint, OUT last bigint) IS 'Erases salt and personal fields of events of these kinds recorded before and numbered after, at most so many, and what provision records repeat of them; gives how many events, and the last one looked at, null where none was left. Nothing younger than seven years.';

CREATE FUNCTION audit.is_true_event(kind text, by_whom text, is_failure boolean, addressee_id bigint, recorded_at timestamp with time zone, body text, salt bytea, personal text) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    said pg_catalog.jsonb;
    bytes pg_catalog.bytea;
BEGIN
    IF pg_catalog.octet_length(body) > 65536 OR pg_catalog.octet_length(kind) > 256 OR pg_catalog.octet_length(by_whom) > 1024
        OR pg_catalog.octet_length(personal) > 33554432 THEN
        RAISE EXCEPTION 'an event is longer than may be'
            USING ERRCODE = 'check_violation', SCHEMA = 'audit', TABLE = 'event', CONSTRAINT = 'event_is_bounded';
    END IF;
    IF CURRENT_USER NOT IN ('atena_hub', 'atena_receivers', 'atena_delivers', 'atena_clerks', 'atena_begins') THEN
        RETURN true;
    END IF;
    IF (pg_catalog.starts_with(body, '{"at":"') AND pg_catalog.substr(body, 8, 27)::pg_catalog.timestamptz = recorded_at
        AND pg_catalog.ascii(kind) BETWEEN 97 AND 122 AND kind NOT IN ('true', 'false')) IS NOT TRUE THEN
        RETURN false;
    END IF;
    said := body;
    bytes := pg_catalog.convert_to(body, 'UTF8');
    RETURN (
        said -> 'by' = pg_catalog.to_jsonb(by_whom) AND said ->> 'event' = kind AND said ->> 'outcome' = CASE WHEN is_failure THEN 'failure' ELSE 'success' END
        AND CASE
            WHEN personal IS NULL THEN addressee_id IS NULL
                AND pg_catalog.substr(bytes, pg_catalog.length(bytes) - 9) IN ('"success"}'::pg_catalog.bytea, '"failure"}'::pg_catalog.bytea)
            ELSE pg_catalog.length(salt) = 32 AND pg_catalog.starts_with(personal, '{"')
                AND pg_catalog.substr(bytes, pg_catalog.length(bytes) - 66) = pg_catalog.convert_to(
                    '"' || pg_catalog.encode(pg_catalog.sha256(salt || pg_catalog.convert_to(personal, 'UTF8')), 'hex') || '"}', 'UTF8')
                AND (addressee_id IS NULL OR pg_catalog.starts_with(personal, '{"addressee_id":"' || addressee_id || '"'))
        END) IS TRUE;
END
$$;

ALTER FUNCTION audit.is_true_event(kind text, by_whom text, is_failure boolean, addressee_id bigint, recorded_at timestamp with time zone, body text, salt bytea, personal text) OWNER TO atena_owner;

CREATE TABLE dataset.record (
    addressee_id bigint NOT NULL,
    journal_position bigint NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    history_number integer NOT NULL,
    schema_version integer NOT NULL,
    dataset text NOT NULL COLLATE pg_catalog."C",
    record_key text NOT NULL COLLATE pg_catalog."C",
    system text NOT NULL COLLATE pg_catalog."C",
    items jsonb,
    CONSTRAINT record_history_number_is_positive CHECK ((history_number > 0)),
    CONSTRAINT record_holds_no_individual_number CHECK ((NOT (items ? 'kojinbango'::text)))
);

ALTER TABLE dataset.record OWNER TO atena_owner;

COMMENT ON TABLE dataset.record IS '公開された記録: a row for each version, whole; nothing is altered. Source: the publishing system. Retention: as the register''s versions. Class: personal data.';

COMMENT ON COLUMN dataset.record.addressee_id IS 'Whose record it is. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN dataset.record.journal_position IS 'Position of the journal entry that tells of this version. Source: journal.position. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.record.xact IS 'As in journal.entry. Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.record.recorded_at IS 'When it was taken in. Source: hub. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.record.history_number IS 'Version of the record, from 1. Source: hub. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.record.schema_version IS 'Schema version of the dataset under which it came. Source: the dataset''s text. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.record.dataset IS 'データセット名. Source: the publishing system. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.record.record_key IS 'レコードキー, such as 年度; empty where there is one record a person. Source: the publishing system. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.record.system IS 'The publishing system. Source: the file. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.record.items IS 'Items that are set, by name in romaji; NULL where the record was withdrawn (取消し). Source: the publishing system. Retention: as the table. Class: personal data.';

CREATE FUNCTION dataset.newest(addressee bigint, of_dataset text, of_key text) RETURNS SETOF dataset.record
    LANGUAGE sql STABLE ROWS 1
    AS $$
    SELECT r.* FROM dataset.record r
    WHERE r.addressee_id = addressee AND r.dataset = of_dataset AND r.record_key = of_key ORDER BY r.history_number DESC LIMIT 1
$$;

ALTER FUNCTION dataset.newest(addressee bigint, of_dataset text, of_key text) OWNER TO atena_owner;

COMMENT ON FUNCTION dataset.newest(addressee bigint, of_dataset text, of_key text) IS 'The newest version of a record, be it withdrawn or not.';

CREATE FUNCTION dataset.records_at(addressee bigint, of_dataset text, upto_xact xid8, upto_position bigint) RETURNS SETOF dataset.record
    LANGUAGE sql STABLE ROWS 3
    AS $$
    SELECT DISTINCT ON (r.record_key) r.* FROM dataset.record r
    WHERE r.addressee_id = addressee AND r.dataset = of_dataset AND (r.xact, r.journal_position) <= (upto_xact, upto_position)
    ORDER BY r.record_key, r.history_number DESC
$$;

ALTER FUNCTION dataset.records_at(addressee bigint, of_dataset text, upto_xact xid8, upto_position bigint) OWNER TO atena_owner;

COMMENT ON FUNCTION dataset.records_at(addressee bigint, of_dataset text, upto_xact xid8, upto_position bigint) IS 'A person''s records in a dataset, each in its version at a place of the journal, those that were withdrawn among them.';

CREATE FUNCTION dataset.stand_behind_the_last() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.recorded_at := GREATEST(NEW.recorded_at, (
        SELECT i.recorded_at + interval '1 microsecond' FROM dataset.interest i
        WHERE i.system = NEW.system AND i.addressee_id = NEW.addressee_id AND i.recorded_at < 'infinity'
        ORDER BY i.recorded_at DESC LIMIT 1));
    RETURN NEW;
END
$$;

ALTER FUNCTION dataset.stand_behind_the_last() OWNER TO atena_owner;

COMMENT ON FUNCTION dataset.stand_behind_the_last() IS 'An interest stands behind what was written of the person before, also where the clock was set back since.';

CREATE FUNCTION delivery.note_start_over() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    NEW.starts_over_since := clock_timestamp();
    RETURN NEW;
END
$$;

ALTER FUNCTION delivery.note_start_over() OWNER TO atena_owner;

COMMENT ON FUNCTION delivery.note_start_over() IS 'Keeps since when everything is to be delivered again.';

CREATE FUNCTION governance.keep_body() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION 'a database is one body''s for good' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'body_is_kept', TABLE = 'body', SCHEMA = 'governance';
END
$$;

ALTER FUNCTION governance.keep_body() OWNER TO atena_owner;

COMMENT ON FUNCTION governance.keep_body() IS 'Refuses to change whose the database is, also to its owner.';

CREATE FUNCTION register.decide_tie(held bigint, person bigint, what "char", about bigint, about_code text, new_running bigint, new_ordinal smallint, new_code text, whom text) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    current record;
BEGIN
    SELECT v.history_number, v.running_number, v.number_ordinal, v.juminhyokodo, v.juminjotai INTO STRICT current
    FROM register.version v WHERE v.addressee_id = person ORDER BY v.history_number DESC LIMIT 1;
    INSERT INTO register.tie_act (
        held_id, addressee_id, running_number, before_running_number, after_running_number, history_number, before_ordinal, after_ordinal, act,
        record_code, before_record_code, after_record_code, by_whom)
    VALUES (held, person, about, current.running_number, new_running, current.history_number, current.number_ordinal, new_ordinal, what,
        about_code, current.juminhyokodo, new_code, whom);
    IF (new_running, new_ordinal, new_code) IS DISTINCT FROM (current.running_number, current.number_ordinal, current.juminhyokodo) THEN
        UPDATE register.version v SET running_number = new_running, number_ordinal = new_ordinal, juminhyokodo = new_code
        WHERE v.addressee_id = person AND v.history_number = current.history_number;
        IF new_running IS NOT NULL THEN
            INSERT INTO register.shared_number (running_number, addressee_id) VALUES (new_running, person) ON CONFLICT DO NOTHING;
        END IF;
        IF new_code IS NOT NULL AND current.juminjotai = '1' THEN
            INSERT INTO register.record_code AS c (code, addressee_id) VALUES (new_code::bigint, person)
            ON CONFLICT (code) DO UPDATE SET addressee_id = excluded.addressee_id;
        END IF;
    END IF;
    RETURN current.history_number;
END
$$;

ALTER FUNCTION register.decide_tie(held bigint, person bigint, what "char", about bigint, about_code text, new_running bigint, new_ordinal smallint, new_code text, whom text) OWNER TO atena_owner;

COMMENT ON FUNCTION register.decide_tie(held bigint, person bigint, what "char", about bigint, about_code text, new_running bigint, new_ordinal smallint, new_code text, whom text) IS 'Sets number and code of a person''s current version as decided, and writes the act that says so.';

CREATE FUNCTION register.is_protected_in(addressee bigint, household text, at_xact xid8, at_position bigint, ends bigint[]) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce((
        SELECT v.setaibango = household AND EXISTS (
            SELECT FROM register.protection p WHERE p.addressee_id = addressee AND NOT EXISTS (
                SELECT FROM register.protection_end e
                WHERE e.addressee_id = addressee AND e.ordinal > p.ordinal AND e.end_id = ANY (ends)))
        FROM register.version v
        WHERE v.addressee_id = addressee AND v.karitorokufuragu IS DISTINCT FROM '1' AND (v.xact, v.journal_position) <= (at_xact, at_position)
        ORDER BY v.history_number DESC LIMIT 1), false)
$$;

ALTER FUNCTION register.is_protected_in(addressee bigint, household text, at_xact xid8, at_position bigint, ends bigint[]) OWNER TO atena_owner;

COMMENT ON FUNCTION register.is_protected_in(addressee bigint, household text, at_xact xid8, at_position bigint, ends bigint[]) IS 'Whether a person is in a household at a place of the journal, and protected now, where only these ends are true.';

CREATE FUNCTION register.missing_households() RETURNS SETOF bigint
    LANGUAGE sql STABLE
    AS $$
    SELECT p.addressee_id
    FROM (SELECT DISTINCT addressee_id FROM register.protection) AS p CROSS JOIN LATERAL register.settled(p.addressee_id) AS s
    WHERE s.setaibango IS NOT NULL AND NOT EXISTS (
        SELECT FROM register.protected_household h WHERE h.setaibango = s.setaibango AND h.addressee_id = p.addressee_id)
$$;

ALTER FUNCTION register.missing_households() OWNER TO atena_owner;

COMMENT ON FUNCTION register.missing_households() IS 'Protected persons, or who were once, whose household should be known and is not.';

CREATE TABLE register.version (
    addressee_id bigint NOT NULL,
    journal_position bigint NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    running_number bigint,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    history_number integer NOT NULL,
    birth_sort_day date,
    number_ordinal smallint,
    registered_by text[] NOT NULL,
    row_digest bytea NOT NULL,
    juminhyokodo text,
    setaibango text,
    zokugara text,
    shimei text,
    shimei_furigana text,
    kyuuji text,
    kyuuji_furigana text,
    tsusho text,
    tsusho_furigana text,
    shimei_gaikokujinromaji text,
    shimei_gaikokujinkanji text,
    seibetsu text,
    seinengappi text,
    seinengappi_fushofuragu text,
    seinengappi_fushohyoki text,
    jusho_shikuchosonkodo text,
    jusho_choazakodo text,
    jusho_todofuken text,
    jusho_shikugunchosonmei text,
    jusho_choaza text,
    jusho_banchigohyoki text,
    jusho_katagaki text,
    jusho_yubinbango text,
    juminshubetsu text,
    juminjotai text,
    idojiyu text,
    idonengappi date,
    todokedenengappi date,
    juminnengappi date,
    jushoteinengappi date,
    tennyumae_jusho text,
    tenshutsusaki_jusho text,
    kokuseki text,
    yokushifuragu text,
    shiensochi_kaishi date,
    shiensochi_shuryo date,
    kari_shiensochi text,
    karitorokufuragu text,
    uji_nihonjin text,
    na_nihonjin text,
    uji_nihonjin_furigana text,
    na_nihonjin_furigana text,
    tsusho_furiganakakuninjokyo text,
    shiteitoshi_gyoseikutokodo text,
    jusho_katagaki_furigana text,
    jusho_kokumeikodo text,
    jusho_kokumeito text,
    jusho_kokugaijusho text,
    gyomuid text,
    dokujishisakushisutemutoid text,
    nayosemotofuragu text,
    nayosesakiatenabango text,
    tagyomusanshofukafuragu text,
    birth_last_day date,
    jutogaijotai text,
    rireki_edabango text,
    source_history_number integer,
    CONSTRAINT version_birth_days_in_order CHECK ((birth_last_day > birth_sort_day)),
    CONSTRAINT version_has_one_state CHECK (((juminjotai IS NULL) <> (jutogaijotai IS NULL))),
    CONSTRAINT version_history_number_is_positive CHECK ((history_number > 0)),
    CONSTRAINT version_idojiyu_is_national CHECK ((((idojiyu COLLATE "C") < ':'::text) OR (idojiyu = 'B8'::text))),
    CONSTRAINT version_juminjotai_is_a_code CHECK ((juminjotai = ANY (ARRAY['1'::text, '2'::text, '3'::text, '9'::text]))),
    CONSTRAINT version_juminshubetsu_is_a_code CHECK ((juminshubetsu = ANY (ARRAY['1'::text, '2'::text, '3'::text, '4'::text]))),
    CONSTRAINT version_jutogaijotai_is_a_code CHECK ((jutogaijotai = ANY (ARRAY['4'::text, '5'::text, '9'::text]))),
    CONSTRAINT version_number_is_whole CHECK (((running_number IS NULL) = (number_ordinal IS NULL))),
    CONSTRAINT version_rireki_edabango_is_a_number CHECK ((rireki_edabango ~ '^[0-9]{1,5}$'::text)),
    CONSTRAINT version_seibetsu_is_a_code CHECK ((seibetsu = ANY (ARRAY['0'::text, '1'::text, '2'::text]))),
    CONSTRAINT version_source_history_number_is_positive CHECK ((source_history_number > 0))
);

ALTER TABLE register.version OWNER TO atena_owner;

COMMENT ON TABLE register.version IS 'Every state of an addressee''s record, whole row per version (履歴), the greatest history number being the current one. Valid date: idonengappi; recorded time: recorded_at. Source: intake. Retention: 150 years, access restricted after 5 (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.addressee_id IS 'Whose record. Source: register.addressee. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.version.journal_position IS 'Position of the journal entry that tells of this version. Source: journal.position. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.xact IS 'Transaction that wrote it; with journal_position the order in which readers see versions. Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.running_number IS 'Integrated addressee number the addressee is linked to, without check digit; null while no individual number is known. Source: numbering. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN register.version.recorded_at IS 'When the version was recorded. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.history_number IS '履歴番号, rising by itself: the source''s as long as it has no branch numbers; for non-residents assigned here. Source: the row as taken in, register. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.birth_sort_day IS 'First day that the birth date can mean, for age and order; the day itself where it is known; null where not even the year is; never shown. Source: seinengappi, seinengappi_fushohyoki. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.version.number_ordinal IS 'Which of the individual numbers held in the vault under running_number applied in this version. Source: numbering. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.registered_by IS 'Systems that registered this addressee up to this version. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.version.row_digest IS 'Keyed digest of the row, individual number included, to tell an unchanged row; of its legacy form, whatever the edition. Source: intake. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN register.version.juminhyokodo IS '住民票コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal, restricted: resident record code.';

COMMENT ON COLUMN register.version.setaibango IS '世帯番号. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.zokugara IS '続柄. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shimei IS '氏名. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shimei_furigana IS '氏名フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.kyuuji IS '旧氏. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.kyuuji_furigana IS '旧氏フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tsusho IS '通称. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tsusho_furigana IS '通称フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shimei_gaikokujinromaji IS '氏名_外国人ローマ字. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shimei_gaikokujinkanji IS '氏名_外国人漢字. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.seibetsu IS '性別. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.seinengappi IS '生年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.seinengappi_fushofuragu IS '生年月日_不詳フラグ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.seinengappi_fushohyoki IS '生年月日_不詳表記. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_shikuchosonkodo IS '住所_市区町村コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_choazakodo IS '住所_町字コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_todofuken IS '住所_都道府県. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_shikugunchosonmei IS '住所_市区郡町村名. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_choaza IS '住所_町字. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_banchigohyoki IS '住所_番地号表記. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_katagaki IS '住所_方書. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_yubinbango IS '住所_郵便番号. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.juminshubetsu IS '住民種別. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.juminjotai IS '住民状態, by its national code: 1 住登者, 2 転出者, 3 死亡者, 9 その他消除者; null of 住登外者. Source: the row as taken in (住民記録の項目), in national codes. Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.idojiyu IS '異動事由, by its national code; B8 (消除_再製) has none. Source: the row as taken in (住民記録の項目), in national codes. Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.idonengappi IS '異動年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.todokedenengappi IS '届出年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.juminnengappi IS '住民となった年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jushoteinengappi IS '住所を定めた年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tennyumae_jusho IS '転入前住所. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tenshutsusaki_jusho IS '転出先住所. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.kokuseki IS '国籍・地域コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.yokushifuragu IS '抑止フラグ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shiensochi_kaishi IS '支援措置開始年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shiensochi_shuryo IS '支援措置終了年月日. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.kari_shiensochi IS '仮支援措置フラグ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.karitorokufuragu IS '仮登録フラグ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.uji_nihonjin IS '氏_日本人. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.na_nihonjin IS '名_日本人. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.uji_nihonjin_furigana IS '氏_日本人_フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.na_nihonjin_furigana IS '名_日本人_フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tsusho_furiganakakuninjokyo IS '通称_フリガナ確認状況. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.shiteitoshi_gyoseikutokodo IS '指定都市_行政区等コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_katagaki_furigana IS '住所_方書_フリガナ. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_kokumeikodo IS '住所_国名コード. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_kokumeito IS '住所_国名等. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.jusho_kokugaijusho IS '住所_国外住所. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.gyomuid IS '業務ID. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.dokujishisakushisutemutoid IS '独自施策システム等ID. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.nayosemotofuragu IS '名寄せ元フラグ. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.nayosesakiatenabango IS '名寄せ先宛名番号. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.tagyomusanshofukafuragu IS '他業務参照不可フラグ. Source: the row as taken in (住登外者データ項目定義). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.birth_last_day IS 'Last day that the birth date can mean; null where it is known to the day, or not at all. Source: seinengappi, seinengappi_fushohyoki. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.version.jutogaijotai IS '住登外者の状態, by its national code: 4 住登外者, 5 住登外死亡者, 9 その他消除者; null of residents. Source: the row as taken in (住登外者の項目). Retention: 150 years (CT-15). Class: personal.';

COMMENT ON COLUMN register.version.rireki_edabango IS '履歴番号の枝番号: which correction within one history number of its source; null where the source has none. Source: the row as taken in (住民記録の項目). Retention: 150 years (CT-15). Class: none.';

COMMENT ON COLUMN register.version.source_history_number IS '履歴番号 of the source, where it is not history_number: since a row with a branch number came, the register counts on by itself. Source: the row as taken in. Retention: as the table. Class: none.';

CREATE FUNCTION register.newest(addressee bigint) RETURNS SETOF register.version
    LANGUAGE sql STABLE ROWS 1
    AS $$
    SELECT v.* FROM register.version v WHERE v.addressee_id = addressee ORDER BY v.history_number DESC LIMIT 1
$$;

ALTER FUNCTION register.newest(addressee bigint) OWNER TO atena_owner;

COMMENT ON FUNCTION register.newest(addressee bigint) IS 'A person''s newest version, be it provisional (仮登録) or not: what a row that comes is compared with.';

CREATE FUNCTION register.note_end_of_protection() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    persons bigint[];
BEGIN
    SELECT array_agg(DISTINCT w.addressee_id) INTO persons FROM written w;
    IF persons IS NOT NULL THEN PERFORM register.tell_households(persons); END IF;
    RETURN NULL;
END
$$;

ALTER FUNCTION register.note_end_of_protection() OWNER TO atena_owner;

COMMENT ON FUNCTION register.note_end_of_protection() IS 'Tells those who live with persons whose protection ended.';

CREATE FUNCTION register.note_protection() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    persons bigint[];
BEGIN
    -- What a version states is told by the trigger of the versions.
    SELECT array_agg(DISTINCT w.addressee_id) INTO persons FROM written w WHERE w.cause <> 'v';
    IF persons IS NOT NULL THEN PERFORM register.tell_households(persons); END IF;
    RETURN NULL;
END
$$;

ALTER FUNCTION register.note_protection() OWNER TO atena_owner;

COMMENT ON FUNCTION register.note_protection() IS 'The same for protection that is set beside the versions.';

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

ALTER FUNCTION register.note_versions() OWNER TO atena_owner;

COMMENT ON FUNCTION register.note_versions() IS 'Keeps beside the versions what they state of protection, follows protected persons from household to household, and tells those who live with them; notes the resident record codes of new versions, and refuses one that another current resident has.';

CREATE FUNCTION register.protect_again(numbers text[]) RETURNS SETOF text
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    WITH gone AS (
        SELECT array_agg(a.atenabango) AS known, ARRAY[count(*)::integer] AS size FROM register.addressee a
        WHERE a.atenabango = ANY ($1) AND EXISTS (
            SELECT FROM audit.event e
            WHERE e.kind = 'protection.noted' AND e.addressee_id = a.addressee_id AND NOT EXISTS (
                SELECT FROM register.protection p WHERE p.addressee_id = a.addressee_id AND p.ordinal = (e.body::jsonb #>> '{fields,ordinal}')::bigint))
        HAVING count(*) > 0
    )
    SELECT s.atenabango FROM gone CROSS JOIN LATERAL register.set_protection(
        array_fill('l'::text, gone.size), gone.known, array_fill(true, gone.size), array_fill(false, gone.size), array_fill(NULL::date, gone.size),
        array_fill(NULL::date, gone.size), '{}', 15::bigint << 36) AS s (atenabango)
$_$;

ALTER FUNCTION register.protect_again(numbers text[]) OWNER TO atena_owner;

COMMENT ON FUNCTION register.protect_again(numbers text[]) IS '支援措置の復元. Protects persons of these addressee numbers again, cause l, where the log has a set of their protection whose row is gone; who was protected already is left out of what it returns.';

CREATE FUNCTION register.protection_now(addressee bigint) RETURNS TABLE(suppressed boolean, provisional boolean, first date, last date)
    LANGUAGE sql STABLE
    AS $$
    SELECT (p.yokushifuragu = '1') IS TRUE, (p.kari_shiensochi = '1') IS TRUE, p.shiensochi_kaishi, p.shiensochi_shuryo
    FROM (SELECT addressee) AS a (id)
    LEFT JOIN LATERAL (
        SELECT * FROM register.protection s
        WHERE s.addressee_id = a.id AND NOT EXISTS (
            SELECT FROM register.protection_end e WHERE e.addressee_id = s.addressee_id AND e.ordinal > s.ordinal)
        ORDER BY s.ordinal DESC LIMIT 1
    ) AS p ON true
$$;

ALTER FUNCTION register.protection_now(addressee bigint) OWNER TO atena_owner;

COMMENT ON FUNCTION register.protection_now(addressee bigint) IS 'What protects a person now, where every end is true.';

CREATE FUNCTION register.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are neither changed nor taken out', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

ALTER FUNCTION register.refuse_change() OWNER TO atena_owner;

COMMENT ON FUNCTION register.refuse_change() IS 'Refuses a statement that changes rows, or takes them out, whoever asks.';

CREATE FUNCTION register.refuse_orphans() RETURNS trigger
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

ALTER FUNCTION register.refuse_orphans() OWNER TO atena_owner;

COMMENT ON FUNCTION register.refuse_orphans() IS 'Foreign key to register.addressee by statement. The third argument is the child''s column: addressee_id or established_by.';

CREATE FUNCTION register.set_apart(from_running bigint, from_ordinal smallint, to_running bigint, under_key integer, sealed_there bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    moved integer;
BEGIN
    -- Whom the integrated number was established with is found by its first number, which may be the one that goes.
    INSERT INTO register.shared_number (running_number, addressee_id)
    SELECT from_running, n.established_by FROM vault.individual_number n WHERE n.running_number = from_running
    ON CONFLICT DO NOTHING;
    UPDATE vault.individual_number n SET running_number = to_running, ordinal = 1, key_id = under_key, sealed = sealed_there
    WHERE n.running_number = from_running AND n.ordinal = from_ordinal;
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved <> 1 THEN RAISE EXCEPTION 'no such number' USING ERRCODE = 'no_data_found'; END IF;
END
$$;

ALTER FUNCTION register.set_apart(from_running bigint, from_ordinal smallint, to_running bigint, under_key integer, sealed_there bytea) OWNER TO atena_owner;

COMMENT ON FUNCTION register.set_apart(from_running bigint, from_ordinal smallint, to_running bigint, under_key integer, sealed_there bytea) IS 'Gives one of several individual numbers under an integrated number an integrated number of its own, encrypted for it.';

CREATE FUNCTION register.set_protection(causes text[], numbers text[], suppressions boolean[], provisionals boolean[], firsts date[], lasts date[], newcomers bigint[], mask bigint) RETURNS SETOF text
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
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

ALTER FUNCTION register.set_protection(causes text[], numbers text[], suppressions boolean[], provisionals boolean[], firsts date[], lasts date[], newcomers bigint[], mask bigint) OWNER TO atena_owner;

COMMENT ON FUNCTION register.set_protection(causes text[], numbers text[], suppressions boolean[], provisionals boolean[], firsts date[], lasts date[], newcomers bigint[], mask bigint) IS 'Sets protection that rows newly state, journals it, and returns the addressee numbers of whom it was set.';

CREATE FUNCTION register.settled(addressee bigint) RETURNS SETOF register.version
    LANGUAGE sql STABLE ROWS 1
    AS $$
    SELECT v.* FROM register.version v
    WHERE v.addressee_id = addressee AND v.karitorokufuragu IS DISTINCT FROM '1' ORDER BY v.history_number DESC LIMIT 1
$$;

ALTER FUNCTION register.settled(addressee bigint) OWNER TO atena_owner;

COMMENT ON FUNCTION register.settled(addressee bigint) IS 'A person''s current version as it is shown: the newest that is not provisional (仮登録).';

CREATE FUNCTION register.sharing_number(addressee bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    AS $$
    WITH own AS (SELECT running_number FROM register.version WHERE addressee_id = addressee ORDER BY history_number DESC LIMIT 1)
    SELECT other.id FROM own CROSS JOIN LATERAL (
        SELECT n.established_by FROM register.integrated_number n WHERE n.running_number = own.running_number
        UNION SELECT s.addressee_id FROM register.shared_number s WHERE s.running_number = own.running_number
    ) AS other (id)
    WHERE other.id <> addressee
        AND (SELECT running_number FROM register.version WHERE addressee_id = other.id ORDER BY history_number DESC LIMIT 1) = own.running_number
$$;

ALTER FUNCTION register.sharing_number(addressee bigint) OWNER TO atena_owner;

COMMENT ON FUNCTION register.sharing_number(addressee bigint) IS 'The other addressees that are under the same integrated addressee number now.';

CREATE FUNCTION register.tell_households(persons bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    AS $$
DECLARE
    protection CONSTANT bigint := 1030792151040;
BEGIN
    INSERT INTO register.protected_household (addressee_id, setaibango)
    SELECT s.addressee_id, s.setaibango FROM unnest(persons) AS x (id) CROSS JOIN LATERAL register.settled(x.id) AS s
    WHERE s.setaibango IS NOT NULL AND EXISTS (SELECT FROM register.protection p WHERE p.addressee_id = s.addressee_id)
    ON CONFLICT DO NOTHING;
    INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
    SELECT nextval('journal.position'), s.addressee_id, protection, s.history_number, 'v'
    FROM (
        SELECT DISTINCT v.addressee_id AS id
        FROM register.protected_household h JOIN register.version v ON v.setaibango = h.setaibango
        WHERE h.addressee_id = ANY (persons) AND v.addressee_id <> ALL (persons)
    ) AS member CROSS JOIN LATERAL register.settled(member.id) AS s
    WHERE EXISTS (SELECT FROM register.protected_household h WHERE h.addressee_id = ANY (persons) AND h.setaibango = s.setaibango);
END
$$;

ALTER FUNCTION register.tell_households(persons bigint[]) OWNER TO atena_owner;

COMMENT ON FUNCTION register.tell_households(persons bigint[]) IS 'Notes the households of persons whose protection or household changed, and journals everybody else in them: what is withheld of those may be otherwise now.';

CREATE FUNCTION register.tell_missing_households() RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    persons CONSTANT bigint[] := ARRAY(SELECT register.missing_households());
BEGIN
    IF cardinality(persons) > 0 THEN PERFORM register.tell_households(persons); END IF;
    RETURN cardinality(persons);
END
$$;

ALTER FUNCTION register.tell_missing_households() OWNER TO atena_owner;

COMMENT ON FUNCTION register.tell_missing_households() IS 'Notes the households of register.missing_households(), and journals everybody else in them; gives of how many persons.';

CREATE FUNCTION register.tied_to(running bigint[]) RETURNS TABLE(running_number bigint, addressee_id bigint, history_number integer)
    LANGUAGE sql STABLE
    AS $$
    SELECT c.running_number, c.addressee_id, v.history_number
    FROM (
        SELECT n.running_number, n.established_by AS addressee_id FROM register.integrated_number n WHERE n.running_number = ANY (running)
        UNION SELECT l.running_number, l.addressee_id FROM register.shared_number l WHERE l.running_number = ANY (running)
    ) AS c
    CROSS JOIN LATERAL register.newest(c.addressee_id) AS v
    WHERE v.running_number = c.running_number
$$;

ALTER FUNCTION register.tied_to(running bigint[]) OWNER TO atena_owner;

COMMENT ON FUNCTION register.tied_to(running bigint[]) IS 'The persons whose current version is tied to one of these integrated numbers, and that version.';

CREATE FUNCTION register.with_check_digit(running bigint) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (lpad((running)::text, 14, '0'::text) || (CASE ((((((((((((((((running % (10)::bigint) * 2) + (((running / 10) % (10)::bigint) * 3)) + (((running / 100) % (10)::bigint) * 4)) + (((running / 1000) % (10)::bigint) * 5)) + (((running / 10000) % (10)::bigint) * 6)) + (((running / 100000) % (10)::bigint) * 7)) + (((running / 1000000) % (10)::bigint) * 2)) + (((running / 10000000) % (10)::bigint) * 3)) + (((running / 100000000) % (10)::bigint) * 4)) + (((running / 1000000000) % (10)::bigint) * 5)) + (((running / '10000000000'::bigint) % (10)::bigint) * 6)) + (((running / '100000000000'::bigint) % (10)::bigint) * 7)) + (((running / '1000000000000'::bigint) % (10)::bigint) * 2)) + (((running / '10000000000000'::bigint) % (10)::bigint) * 3)) % (11)::bigint) WHEN 0 THEN (0)::bigint WHEN 1 THEN (0)::bigint ELSE (11 - ((((((((((((((((running % (10)::bigint) * 2) + (((running / 10) % (10)::bigint) * 3)) + (((running / 100) % (10)::bigint) * 4)) + (((running / 1000) % (10)::bigint) * 5)) + (((running / 10000) % (10)::bigint) * 6)) + (((running / 100000) % (10)::bigint) * 7)) + (((running / 1000000) % (10)::bigint) * 2)) + (((running / 10000000) % (10)::bigint) * 3)) + (((running / 100000000) % (10)::bigint) * 4)) + (((running / 1000000000) % (10)::bigint) * 5)) + (((running / '10000000000'::bigint) % (10)::bigint) * 6)) + (((running / '100000000000'::bigint) % (10)::bigint) * 7)) + (((running / '1000000000000'::bigint) % (10)::bigint) * 2)) + (((running / '10000000000000'::bigint) % (10)::bigint) * 3)) % (11)::bigint)) END)::text);

ALTER FUNCTION register.with_check_digit(running bigint) OWNER TO atena_owner;

COMMENT ON FUNCTION register.with_check_digit(running bigint) IS '15 digits: a running number of up to 14 digits and its check digit (M11W2-7).';

CREATE SERVER machine FOREIGN DATA WRAPPER file_fdw;

ALTER SERVER machine OWNER TO postgres;

CREATE TABLE access.application (
    application_id bigint NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    account text NOT NULL COLLATE pg_catalog."C",
    applied_by text NOT NULL COLLATE pg_catalog."C",
    right_name text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    set_up_by text COLLATE pg_catalog."C",
    mac bytea,
    CONSTRAINT application_has_reason CHECK ((reason <> ''::text)),
    CONSTRAINT application_is_in_order CHECK ((until_day > from_day)),
    CONSTRAINT application_right_is_known CHECK ((right_name = ANY (ARRAY['see-person'::text, 'see-individual-number'::text, 'correct'::text, 'protect-persons'::text, 'lift-suppression'::text, 'propose-policies'::text, 'approve-policies'::text, 'pension-work'::text, 'read-log'::text, 'operate-deliveries'::text, 'administer-access'::text])))
);

ALTER TABLE access.application OWNER TO atena_owner;

COMMENT ON TABLE access.application IS '個別権限の申請. Applications for individual rights; decided in access.application_decision. Source: staff. Retention: 5 years. Class: personal, staff.';

COMMENT ON COLUMN access.application.application_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.application.applied_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.application.from_day IS 'First day asked for. Source: applicant. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.application.until_day IS 'First day after the time asked for; an individual right has an end. Source: applicant. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.application.account IS 'Who is to hold the right. Source: applicant. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.application.applied_by IS 'Who applied: the person, or an administrator on their behalf. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.application.right_name IS 'Right. Source: applicant. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.application.reason IS 'Why it is needed. Source: applicant. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.application.set_up_by IS 'Who had handed the applicant the last set-up code when they applied; null where nobody did, and for applications from before this was kept. Source: access.credential. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.application.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE access.application ALTER COLUMN application_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.application_application_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE access.application_decision (
    application_id bigint NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    approved boolean NOT NULL,
    account text NOT NULL COLLATE pg_catalog."C",
    applied_by text NOT NULL COLLATE pg_catalog."C",
    decided_by text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    CONSTRAINT application_decision_by_another CHECK (((decided_by <> account) AND (decided_by <> applied_by))),
    CONSTRAINT application_decision_rejection_says_why CHECK ((approved OR (reason <> ''::text)))
);

ALTER TABLE access.application_decision OWNER TO atena_owner;

COMMENT ON TABLE access.application_decision IS '申請の決裁. One decision per application, by somebody who is neither its subject nor its author. Source: staff. Retention: 5 years. Class: personal, staff.';

COMMENT ON COLUMN access.application_decision.application_id IS 'Application; the key lets one decision through. Source: application. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.application_decision.decided_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.application_decision.approved IS 'Approved or rejected. Source: decision. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.application_decision.account IS 'As in the application. Source: application. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.application_decision.applied_by IS 'As in the application. Source: application. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.application_decision.decided_by IS 'Who decided. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.application_decision.reason IS 'Why, where rejected. Source: decision. Retention: as the table. Class: none.';

CREATE TABLE access.assignment (
    assignment_id bigint NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    from_day date NOT NULL,
    until_day date,
    account text NOT NULL COLLATE pg_catalog."C",
    department text NOT NULL COLLATE pg_catalog."C",
    task text,
    post text,
    by_whom text NOT NULL COLLATE pg_catalog."C",
    taken_in_by text COLLATE pg_catalog."C",
    mac bytea,
    CONSTRAINT assignment_is_in_order CHECK ((until_day >= from_day))
);

ALTER TABLE access.assignment OWNER TO atena_owner;

COMMENT ON TABLE access.assignment IS '所属の発令. Which department a person belongs to, from one day until before another; several at once are 兼務. Source: transfer files and administrators. Retention: permanent. Class: personal, staff.';

COMMENT ON COLUMN access.assignment.assignment_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.assignment.entered_at IS 'When it was entered. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.assignment.from_day IS 'First day. Source: 発令日. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.assignment.until_day IS 'First day that it holds no more; null while open. Source: 発令日. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.assignment.account IS 'Person. Source: transfer. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.assignment.department IS 'Department. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.assignment.task IS '担当事務: only this task''s rights of the department; null for all of them. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.assignment.post IS '職名; gives no right. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.assignment.by_whom IS 'Who entered it, or personnel-transfer. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.assignment.taken_in_by IS 'Who took the transfer file in; null where entered by hand. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.assignment.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE access.assignment ALTER COLUMN assignment_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.assignment_assignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE access.attempt (
    account_hash bytea NOT NULL,
    last_at timestamp with time zone NOT NULL,
    locked_until timestamp with time zone,
    failed integer NOT NULL,
    CONSTRAINT attempt_counts CHECK ((failed >= 0))
);

ALTER TABLE access.attempt OWNER TO atena_owner;

COMMENT ON TABLE access.attempt IS 'サインインの失敗. Failed sign-ins in a row for one entered account, known or not, so that both are answered alike; and those at one terminal, whatever the account. Source: sign-in. Retention: 1 day after the last. Class: pseudonymous.';

COMMENT ON COLUMN access.attempt.account_hash IS 'Keyed hash of the account as entered, which may be anything, or of the terminal. Source: sign-in. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN access.attempt.last_at IS 'Last attempt; of a terminal, until when failures are forgotten. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.attempt.locked_until IS 'Until when no attempt is taken. Source: sign-in. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.attempt.failed IS 'Attempts in a row without success; of a terminal, those not forgotten yet. Source: sign-in. Retention: as the table. Class: none.';

CREATE TABLE access.certificate_block (
    blocked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    fingerprint text NOT NULL COLLATE pg_catalog."C",
    blocked_by text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    mac bytea,
    CONSTRAINT certificate_block_fingerprint_form CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT certificate_block_says_why CHECK ((reason <> ''::text))
);

ALTER TABLE access.certificate_block OWNER TO atena_owner;

COMMENT ON TABLE access.certificate_block IS '証明書の失効. Certificates that open nothing any more, on the list or not; for good: whoever is to ask again gets another one. Source: staff. Retention: permanent. Class: none.';

COMMENT ON COLUMN access.certificate_block.blocked_at IS 'When it was blocked. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.certificate_block.fingerprint IS 'SHA-256 of its DER, in hexadecimal. Source: certificate. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.certificate_block.blocked_by IS 'Who blocked it. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.certificate_block.reason IS 'Why, in the words of whoever did. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.certificate_block.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; a row without a true one blocks all the same. Source: program. Retention: as the table. Class: none.';

CREATE TABLE access.certificate_enrolment (
    enrolment_id bigint NOT NULL,
    set_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    until_day date NOT NULL,
    set_by text NOT NULL COLLATE pg_catalog."C",
    mac bytea
);

ALTER TABLE access.certificate_enrolment OWNER TO atena_owner;

COMMENT ON TABLE access.certificate_enrolment IS '初回使用による登録の期限. Until which day a certificate of the hub''s authority comes on the list by its first use; the last row counts. Source: upgrade, then administrator. Retention: permanent. Class: none.';

COMMENT ON COLUMN access.certificate_enrolment.enrolment_id IS 'In the order in which they were set. Source: sequence. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.certificate_enrolment.set_at IS 'When it was set. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.certificate_enrolment.until_day IS 'Last day, in Japan. Source: upgrade, then administrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.certificate_enrolment.set_by IS 'Who set it. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.certificate_enrolment.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE access.certificate_enrolment ALTER COLUMN enrolment_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.certificate_enrolment_enrolment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE access.credential (
    account text NOT NULL COLLATE pg_catalog."C",
    password_set_at timestamp with time zone,
    last_sign_in_at timestamp with time zone,
    set_up_until timestamp with time zone,
    set_up_on date NOT NULL,
    last_step bigint DEFAULT '-1'::integer NOT NULL,
    scrypt_n integer,
    scrypt_r integer,
    scrypt_p integer,
    totp_key_id integer,
    set_up_by text NOT NULL COLLATE pg_catalog."C",
    salt bytea,
    password_hash bytea,
    totp_sealed bytea,
    set_up_hash bytea,
    set_up_alone boolean DEFAULT false NOT NULL,
    mac bytea,
    CONSTRAINT credential_is_whole CHECK ((num_nulls(password_set_at, scrypt_n, scrypt_r, scrypt_p, totp_key_id, salt, password_hash, totp_sealed) = ANY (ARRAY[0, 8]))),
    CONSTRAINT credential_set_up_ends CHECK (((set_up_hash IS NULL) = (set_up_until IS NULL)))
);

ALTER TABLE access.credential OWNER TO atena_owner;

COMMENT ON TABLE access.credential IS '本人確認. What a person proves to be themselves by: password (scrypt) and time-based code (RFC 6238), or a set-up code before there is either. Source: enrolment. Retention: until replaced. Class: secret, hashed or encrypted.';

COMMENT ON COLUMN access.credential.account IS 'Person. Source: access. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.credential.password_set_at IS 'When the password was set; null before. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.credential.last_sign_in_at IS 'Last successful sign-in. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.credential.set_up_until IS 'Until when the set-up code is taken. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.credential.set_up_on IS 'Day the last set-up code was issued on, in Japan. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.credential.last_step IS 'Time step of the last code that was taken: no code works twice. Source: sign-in. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.credential.scrypt_n IS 'scrypt: cost N. Source: enrolment. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.credential.scrypt_r IS 'scrypt: block size r. Source: enrolment. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.credential.scrypt_p IS 'scrypt: parallelism p. Source: enrolment. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.credential.totp_key_id IS 'Data key that sealed the secret. Source: key ring. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.credential.set_up_by IS 'Who issued it: an administrator, initial or personnel-transfer; has a part in every right that the person can use by it. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.credential.salt IS 'scrypt: salt. Source: random. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.credential.password_hash IS 'scrypt of the password, 32 bytes. Source: enrolment. Retention: as the table. Class: secret, hashed.';

COMMENT ON COLUMN access.credential.totp_sealed IS 'Secret of the time-based code, AES-256-GCM under the key ring. Source: random. Retention: as the table. Class: secret, encrypted.';

COMMENT ON COLUMN access.credential.set_up_hash IS 'SHA-256 of the set-up code; null once used. Source: random. Retention: as the table. Class: secret, hashed.';

COMMENT ON COLUMN access.credential.set_up_alone IS 'The code was handed out at registration by the first administrator while nobody else administered access: nobody else could have. Counts for the second administrator only; false once recovered. Source: access. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.credential.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE access.department (
    department text NOT NULL COLLATE pg_catalog."C",
    entered_at timestamp with time zone NOT NULL,
    name text NOT NULL,
    by_whom text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT department_form CHECK ((department ~ '^[0-9A-Za-z][0-9A-Za-z-]{0,19}$'::text)),
    CONSTRAINT department_has_name CHECK ((name <> ''::text))
);

ALTER TABLE access.department OWNER TO atena_owner;

COMMENT ON TABLE access.department IS '課. Units of the body; rights belong to a department and a task, never to a rank. Source: administrator. Retention: permanent. Class: none.';

COMMENT ON COLUMN access.department.department IS '所属コード. Source: personnel office. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.department.entered_at IS 'When it was entered. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.department.name IS '所属名. Source: administrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.department.by_whom IS 'Who entered it. Source: identity. Retention: as the table. Class: staff name.';

CREATE TABLE access.department_right (
    department_right_id bigint NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    from_day date NOT NULL,
    until_day date,
    department text NOT NULL COLLATE pg_catalog."C",
    task text NOT NULL,
    right_name text NOT NULL COLLATE pg_catalog."C",
    by_whom text NOT NULL COLLATE pg_catalog."C",
    ended_by text COLLATE pg_catalog."C",
    mac bytea,
    CONSTRAINT department_right_end_has_name CHECK (((until_day IS NULL) = (ended_by IS NULL))),
    CONSTRAINT department_right_has_task CHECK ((task <> ''::text)),
    CONSTRAINT department_right_is_in_order CHECK ((until_day >= from_day)),
    CONSTRAINT department_right_is_known CHECK ((right_name = ANY (ARRAY['see-person'::text, 'see-individual-number'::text, 'correct'::text, 'protect-persons'::text, 'lift-suppression'::text, 'propose-policies'::text, 'approve-policies'::text, 'pension-work'::text, 'read-log'::text, 'operate-deliveries'::text, 'administer-access'::text])))
);

ALTER TABLE access.department_right OWNER TO atena_owner;

COMMENT ON TABLE access.department_right IS '所属・事務別の権限. The default set of rights of a department''s task. Source: administrator. Retention: permanent. Class: none.';

COMMENT ON COLUMN access.department_right.department_right_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.department_right.entered_at IS 'When it was entered. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.department_right.from_day IS 'First day. Source: administrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.department_right.until_day IS 'First day that it holds no more; null while open. Source: administrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.department_right.department IS 'Department. Source: administrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.department_right.task IS '事務. Source: administrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.department_right.right_name IS 'Right. Source: administrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.department_right.by_whom IS 'Who entered it. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.department_right.ended_by IS 'Who ended it. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.department_right.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE access.department_right ALTER COLUMN department_right_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.department_right_department_right_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE access.ledger (
    ledger_id bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    application_id bigint,
    from_day date NOT NULL,
    until_day date,
    recorded_on date NOT NULL,
    account text NOT NULL COLLATE pg_catalog."C",
    act text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    right_name text NOT NULL COLLATE pg_catalog."C",
    by_whom text NOT NULL COLLATE pg_catalog."C",
    approved_by text COLLATE pg_catalog."C",
    department text COLLATE pg_catalog."C",
    reason text NOT NULL,
    mac bytea,
    CONSTRAINT ledger_act_is_known CHECK ((act = ANY (ARRAY['grant'::text, 'revoke'::text, 'end'::text]))),
    CONSTRAINT ledger_application_is_approved CHECK (((act <> 'grant'::text) OR (basis <> 'application'::text) OR ((application_id IS NOT NULL) AND (approved_by IS NOT NULL) AND (approved_by <> account) AND (approved_by <> by_whom)))),
    CONSTRAINT ledger_basis_is_known CHECK ((basis = ANY (ARRAY['transfer'::text, 'application'::text, 'initial'::text]))),
    CONSTRAINT ledger_is_in_order CHECK ((until_day > from_day)),
    CONSTRAINT ledger_right_is_known CHECK ((right_name = ANY (ARRAY['see-person'::text, 'see-individual-number'::text, 'correct'::text, 'protect-persons'::text, 'lift-suppression'::text, 'propose-policies'::text, 'approve-policies'::text, 'pension-work'::text, 'read-log'::text, 'operate-deliveries'::text, 'administer-access'::text])))
);

ALTER TABLE access.ledger OWNER TO atena_owner;

COMMENT ON TABLE access.ledger IS '権限付与・剥奪台帳. Every grant, revocation and end of a right of a person, never changed. Of the grant and revoke entries and the individual ends that cover a day the last one decides; rights that come and go with a department are entered for the record (basis transfer, department set). Source: access. Retention: permanent. Class: personal, staff.';

COMMENT ON COLUMN access.ledger.ledger_id IS 'Order of entry. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.ledger.recorded_at IS 'When it was entered. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.ledger.application_id IS 'Application it rests on. Source: application. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.ledger.from_day IS 'First day of its effect. Source: access. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.ledger.until_day IS 'First day after its effect; null where it stays. Source: access. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.ledger.recorded_on IS 'Day of recorded_at in Japan. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.ledger.account IS 'Whose right. Source: access. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.ledger.act IS 'grant: the person holds it. revoke: the person does not hold it, whatever the department has. end: the individual entry is over, the department decides. Source: access. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.ledger.basis IS 'transfer, application or initial. Source: access. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.ledger.right_name IS 'Right. Source: access. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.ledger.by_whom IS 'Who entered or applied. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.ledger.approved_by IS 'Who approved. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.ledger.department IS 'Department whose right begins or ends; null for individual rights. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.ledger.reason IS 'Why. Source: access. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.ledger.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE access.ledger ALTER COLUMN ledger_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.ledger_ledger_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE access.person (
    account text NOT NULL COLLATE pg_catalog."C",
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    name text NOT NULL,
    by_whom text NOT NULL COLLATE pg_catalog."C",
    closed_because text COLLATE pg_catalog."C",
    atenabango text COLLATE pg_catalog."C",
    mac bytea,
    CONSTRAINT person_account_form CHECK ((account ~ '^[0-9A-Za-z]{1,20}$'::text)),
    CONSTRAINT person_closed_because_known CHECK ((closed_because = ANY (ARRAY['dormant'::text, 'left'::text, 'administrator'::text]))),
    CONSTRAINT person_closed_says_why CHECK (((closed_at IS NULL) = (closed_because IS NULL))),
    CONSTRAINT person_has_name CHECK ((name <> ''::text))
);

ALTER TABLE access.person OWNER TO atena_owner;

COMMENT ON TABLE access.person IS '職員. Persons of the staff who may hold rights. A closed account can neither sign in nor use a token. Source: administrator and transfer files. Retention: 5 years after closing. Class: personal, staff.';

COMMENT ON COLUMN access.person.account IS '職員番号. Source: personnel office. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.person.opened_at IS 'When the account was opened, or last reopened. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.person.closed_at IS 'When it was closed; null while open. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.person.name IS '氏名 of the member of staff. Source: personnel office. Retention: as the table. Class: personal, staff.';

COMMENT ON COLUMN access.person.by_whom IS 'Who opened it. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.person.closed_because IS 'Why it was closed: dormant, left, administrator. Source: access. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.person.atenabango IS '宛名番号 of the member of staff, where told: look-ups of the own household are found by it. Source: administrator. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN access.person.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE access.post (
    post text NOT NULL,
    entered_at timestamp with time zone NOT NULL
);

ALTER TABLE access.post OWNER TO atena_owner;

COMMENT ON TABLE access.post IS '職. What posts there are; a post gives no right. Source: administrator and transfer files. Retention: permanent. Class: none.';

COMMENT ON COLUMN access.post.post IS '職名. Source: transfer file. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.post.entered_at IS 'When it was first seen. Source: clock. Retention: as the table. Class: none.';

CREATE TABLE access.row_sealing (
    sealed_at timestamp with time zone NOT NULL,
    generation integer NOT NULL
);

ALTER TABLE access.row_sealing OWNER TO atena_owner;

COMMENT ON TABLE access.row_sealing IS '行の証印の開始. That what stood before rows were sealed has been sealed, once. Source: atena migrate. Retention: permanent. Class: none.';

COMMENT ON COLUMN access.row_sealing.sealed_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.row_sealing.generation IS 'Which tables: 1 those of access, 2 the acts on policies, 3 endpoints and certificates, 4 flags and what waits for a person, 5 rows that are held and the decisions on them, 6 interests, 7 notices of protection, 8 the hub''s days. Source: program. Retention: as the table. Class: none.';

CREATE TABLE access.service_account (
    account text NOT NULL COLLATE pg_catalog."C",
    added_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    added_on date NOT NULL,
    added_by text NOT NULL COLLATE pg_catalog."C",
    rights text[] NOT NULL,
    secret_hash bytea NOT NULL,
    mac bytea,
    CONSTRAINT service_account_form CHECK ((account ~ '^[a-z][a-z0-9-]{0,39}$'::text)),
    CONSTRAINT service_account_only_operates CHECK (((rights <@ ARRAY['see-person'::text, 'see-individual-number'::text, 'operate-deliveries'::text, 'pension-work'::text, 'read-log'::text]) AND (rights <> '{}'::text[])))
);

ALTER TABLE access.service_account OWNER TO atena_owner;

COMMENT ON TABLE access.service_account IS 'サービスアカウント. Programs of the hub that act without a person; they operate, and never propose, approve, correct or administer. Source: administrator. Retention: permanent. Class: none.';

COMMENT ON COLUMN access.service_account.account IS 'Name. Source: administrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.service_account.added_at IS 'When it was added. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.service_account.closed_at IS 'When it was closed. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.service_account.added_on IS 'Day of added_at in Japan. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.service_account.added_by IS 'Who added it. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.service_account.rights IS 'What it may do. Source: administrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.service_account.secret_hash IS 'SHA-256 of its secret, 32 random bytes. Source: random. Retention: as the table. Class: secret, hashed.';

COMMENT ON COLUMN access.service_account.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE access.system_certificate (
    added_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    is_first_sight boolean DEFAULT false NOT NULL,
    fingerprint text NOT NULL COLLATE pg_catalog."C",
    system text NOT NULL COLLATE pg_catalog."C",
    added_by text NOT NULL COLLATE pg_catalog."C",
    mac bytea,
    CONSTRAINT system_certificate_fingerprint_form CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT system_certificate_system_form CHECK ((system ~ '^[a-z][a-z0-9-]{0,39}$'::text))
);

ALTER TABLE access.system_certificate OWNER TO atena_owner;

COMMENT ON TABLE access.system_certificate IS '業務システムの証明書. Certificates by which systems may ask; nothing is altered or removed. Source: administrator, or the certificate''s first use while that is open. Retention: 5 years after their end. Class: none.';

COMMENT ON COLUMN access.system_certificate.added_at IS 'When it came on the list. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.system_certificate.ends_at IS 'End of its validity (notAfter). Source: certificate. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.system_certificate.is_first_sight IS 'Whether its first use put it there, and nobody. Source: access. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.system_certificate.fingerprint IS 'SHA-256 of its DER, in hexadecimal. Source: certificate. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.system_certificate.system IS 'System that it names. Source: certificate. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.system_certificate.added_by IS 'Who added it; of a first use, the certificate itself. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.system_certificate.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE access.token (
    token_hash bytea NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    account text NOT NULL COLLATE pg_catalog."C",
    terminal text NOT NULL,
    mac bytea
);

ALTER TABLE access.token OWNER TO atena_owner;

COMMENT ON TABLE access.token IS 'サインイン中のトークン. Who is signed in at which terminal. The token itself is with the terminal only. Source: sign-in. Retention: 90 days. Class: personal, staff.';

COMMENT ON COLUMN access.token.token_hash IS 'SHA-256 of the random token. Source: random. Retention: as the table. Class: secret, hashed.';

COMMENT ON COLUMN access.token.issued_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.token.used_at IS 'Last use, to the minute. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.token.expires_at IS 'When it ends however much it is used. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.token.ended_at IS 'When it was ended. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.token.account IS 'Person. Source: sign-in. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.token.terminal IS 'Terminal and session it is bound to. Source: terminal. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.token.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE access.transfer (
    transfer_id bigint NOT NULL,
    file_id bigint NOT NULL,
    line integer NOT NULL,
    day date NOT NULL,
    applied_at timestamp with time zone,
    account text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    name text NOT NULL,
    old_department text NOT NULL COLLATE pg_catalog."C",
    new_department text NOT NULL COLLATE pg_catalog."C",
    post text NOT NULL,
    task text NOT NULL,
    refused_because text COLLATE pg_catalog."C",
    mac bytea,
    CONSTRAINT transfer_kind_is_known CHECK ((kind = ANY (ARRAY['採用'::text, '異動'::text, '兼務'::text, '兼務解除'::text, '退職'::text])))
);

ALTER TABLE access.transfer OWNER TO atena_owner;

COMMENT ON TABLE access.transfer IS '人事異動. Rows of transfer files: what happens to a person''s department on a day. Source: transfer file. Retention: permanent. Class: personal, staff.';

COMMENT ON COLUMN access.transfer.transfer_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer.file_id IS 'File. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer.line IS 'Line in the file, the header being 1. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer.day IS '発令日. Source: transfer file. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer.applied_at IS 'When it took effect here, or was refused; null while it waits. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer.account IS '職員番号. Source: transfer file. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.transfer.kind IS '異動区分. Source: transfer file. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer.name IS '氏名. Source: transfer file. Retention: as the table. Class: personal, staff.';

COMMENT ON COLUMN access.transfer.old_department IS '旧所属コード; empty where there is none. Source: transfer file. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer.new_department IS '新所属コード; empty where there is none. Source: transfer file. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer.post IS '職名; may be empty. Source: transfer file. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer.task IS '担当事務; empty for all of the department. Source: transfer file. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer.refused_because IS 'Why it could not take effect on its day; T0012 while it waits for another administrator; null otherwise. Source: access. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE access.transfer_file (
    file_id bigint NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    applied integer NOT NULL,
    waiting integer NOT NULL,
    unchanged integer NOT NULL,
    rejected integer NOT NULL,
    digest bytea NOT NULL,
    by_whom text NOT NULL COLLATE pg_catalog."C",
    mac bytea
);

ALTER TABLE access.transfer_file OWNER TO atena_owner;

COMMENT ON TABLE access.transfer_file IS '人事異動ファイル. One row per transfer file taken in, with its four counts. Source: personnel office. Retention: 5 years. Class: none.';

COMMENT ON COLUMN access.transfer_file.file_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_file.taken_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_file.applied IS 'Rows applied at once. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_file.waiting IS 'Rows that wait for their day. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_file.unchanged IS 'Rows taken in earlier. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_file.rejected IS 'Rows refused with a reason. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_file.digest IS 'SHA-256 of the file. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_file.by_whom IS 'Who took it in. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN access.transfer_file.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE access.transfer_file ALTER COLUMN file_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.transfer_file_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE access.transfer_rejected (
    file_id bigint NOT NULL,
    line integer NOT NULL,
    ordinal smallint NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    item text NOT NULL,
    rule text NOT NULL
);

ALTER TABLE access.transfer_rejected OWNER TO atena_owner;

COMMENT ON TABLE access.transfer_rejected IS 'Why a row of a transfer file was rejected. Source: transfer. Retention: 5 years. Class: none.';

COMMENT ON COLUMN access.transfer_rejected.file_id IS 'File. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_rejected.line IS 'Line in the file. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_rejected.ordinal IS 'Order among the faults of a row. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_rejected.code IS 'Stable code T0001 …. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_rejected.item IS '項目. Source: transfer. Retention: as the table. Class: none.';

COMMENT ON COLUMN access.transfer_rejected.rule IS 'Rule that the row breaks, in Japanese, without the value. Source: transfer. Retention: as the table. Class: none.';

ALTER TABLE access.transfer ALTER COLUMN transfer_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.transfer_transfer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE analysis.closing (
    finding_id bigint NOT NULL,
    closed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    closed_by text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    CONSTRAINT closing_has_a_reason CHECK ((length(reason) >= 5))
);

ALTER TABLE analysis.closing OWNER TO atena_owner;

COMMENT ON TABLE analysis.closing IS 'That somebody looked into a finding, and what came of it; never undone. Source: the person who closes. Retention: as analysis.finding. Class: may be personal.';

COMMENT ON COLUMN analysis.closing.finding_id IS 'Which. Source: analysis.finding. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.closing.closed_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.closing.closed_by IS 'Who closed it. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN analysis.closing.reason IS 'What came of it, in words. Source: the person who closes. Retention: as the table. Class: may be personal.';

CREATE TABLE analysis.finding (
    finding_id bigint NOT NULL,
    addressee_id bigint,
    count bigint NOT NULL,
    threshold bigint NOT NULL,
    found_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    day date NOT NULL,
    rule text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT finding_rule_is_known CHECK ((rule = ANY (ARRAY['night-use'::text, 'holiday-use'::text, 'mass-look-ups'::text, 'own-household'::text, 'protected-persons'::text, 'protected-place'::text, 'repeated-refusals'::text, 'failed-sign-ins'::text, 'looked-up-by-many'::text])))
);

ALTER TABLE analysis.finding OWNER TO atena_owner;

COMMENT ON TABLE analysis.finding IS 'Something a check found: once for a rule, a subject and a day; never changed. Source: analysis. Retention: 7 years. Class: pseudonymous.';

COMMENT ON COLUMN analysis.finding.finding_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.finding.addressee_id IS 'The person who was looked up, where the rule is about one. Source: the log. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN analysis.finding.count IS 'What was counted when it was found. Source: the log. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.finding.threshold IS 'From which count on it is a finding. Source: ops/analysis.yaml. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.finding.found_at IS 'When it was found. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.finding.day IS 'Day of the acts (Japan time). Source: the log. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.finding.rule IS 'Which check. Source: analysis. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.finding.subject IS 'Who acted, as the log names them; empty where the rule is about who was looked up. Source: the log. Retention: as the table. Class: staff or system name.';

ALTER TABLE analysis.finding ALTER COLUMN finding_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME analysis.finding_finding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE analysis.run (
    run_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    analysed_from date NOT NULL,
    analysed_until date NOT NULL,
    found bigint NOT NULL,
    rules text NOT NULL COLLATE pg_catalog."C",
    by_whom text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT run_is_in_order CHECK ((analysed_until >= analysed_from))
);

ALTER TABLE analysis.run OWNER TO atena_owner;

COMMENT ON TABLE analysis.run IS 'One row per run of the checks. Source: atena audit analyse, atena work. Retention: 7 years. Class: none.';

COMMENT ON COLUMN analysis.run.run_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.run.recorded_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.run.analysed_from IS 'First day looked at (Japan time). Source: the run before. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.run.analysed_until IS 'Last day looked at; it may not have been over yet. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.run.found IS 'Findings that were new. Source: the run. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.run.rules IS 'SHA-256 of the rules it used. Source: ops/analysis.yaml. Retention: as the table. Class: none.';

COMMENT ON COLUMN analysis.run.by_whom IS 'Who ran it. Source: identity. Retention: as the table. Class: staff name.';

ALTER TABLE analysis.run ALTER COLUMN run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME analysis.run_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE answer.flag_act (
    flag_act_id bigint NOT NULL,
    addressee_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    act "char" NOT NULL,
    by_whom text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    mac bytea,
    CONSTRAINT flag_act_has_a_reason CHECK ((length(reason) >= 5)),
    CONSTRAINT flag_act_is_known CHECK ((act = ANY (ARRAY['s'::"char", 'a'::"char", 'l'::"char"])))
);

ALTER TABLE answer.flag_act OWNER TO atena_owner;

COMMENT ON TABLE answer.flag_act IS 'Every setting and lifting of the flag; a lifting is asked for by one person and confirmed by another (CT-13). Who is flagged follows from it: whose last true setting no true lifting follows, or of whom a row is not true. Source: the person who acts. Retention: as the register. Class: pseudonymous.';

COMMENT ON COLUMN answer.flag_act.flag_act_id IS 'Internal id; gives the order. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.flag_act.addressee_id IS 'Whose flag. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN answer.flag_act.recorded_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.flag_act.act IS 's set, a lifting asked for, l lifted. Source: the person who acts. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.flag_act.by_whom IS 'Who acted. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN answer.flag_act.reason IS 'Why, in words. Source: the person who acts. Retention: as the table. Class: may be personal.';

COMMENT ON COLUMN answer.flag_act.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; a row without a true one is a flag, whatever it says. Source: program. Retention: as the table. Class: none.';

ALTER TABLE answer.flag_act ALTER COLUMN flag_act_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME answer.flag_act_flag_act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE answer.request (
    request_id bigint NOT NULL,
    addressee_id bigint NOT NULL,
    asked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    decided_at timestamp with time zone,
    stands_until timestamp with time zone,
    way "char" NOT NULL,
    outcome "char",
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    asked_by text NOT NULL COLLATE pg_catalog."C",
    decided_by text COLLATE pg_catalog."C",
    reason text,
    items bigint DEFAULT 0 NOT NULL,
    mac bytea,
    CONSTRAINT request_decision_is_whole CHECK ((((outcome IS NULL) = (decided_at IS NULL)) AND ((outcome IS NULL) = (decided_by IS NULL)) AND ((outcome IS NULL) = (reason IS NULL)) AND ((stands_until IS NOT NULL) = ((outcome IS NOT NULL) AND (outcome <> 'w'::"char"))))),
    CONSTRAINT request_outcome_is_known CHECK ((outcome = ANY (ARRAY['r'::"char", 'n'::"char", 'w'::"char", 'x'::"char"]))),
    CONSTRAINT request_way_is_known CHECK ((way = ANY (ARRAY['p'::"char", 'd'::"char", 'f'::"char", 'o'::"char", 'm'::"char"])))
);

ALTER TABLE answer.request OWNER TO atena_owner;

COMMENT ON TABLE answer.request IS 'What was withheld until a person decides: once for a system, a person and what of the answer waits; and what was decided. Source: provision. Retention: 7 years. Class: pseudonymous.';

COMMENT ON COLUMN answer.request.request_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.request.addressee_id IS 'About whom. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN answer.request.asked_at IS 'When it was first asked or withheld. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.request.decided_at IS 'When it was decided; null while it waits. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.request.stands_until IS 'Until when the decision holds for the same question. Source: the person who decides. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.request.way IS 'On which way it was withheld first: as provision.record.way. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.request.outcome IS 'r released, n refused, w withdrawn because the flag was lifted, x lapsed because nobody decided in time; null while it waits. Source: the person who decides, the daily step. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.request.system IS 'Receiving system. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.request.dataset IS 'Dataset. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.request.asked_by IS 'Who asked, as provision.record.by_whom. Source: identity. Retention: as the table. Class: staff or system name.';

COMMENT ON COLUMN answer.request.decided_by IS 'Who decided; of one that lapsed, the program. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN answer.request.reason IS 'Why it was decided so. Source: the person who decides. Retention: as the table. Class: may be personal.';

COMMENT ON COLUMN answer.request.items IS 'Which items of the answer wait, as provision.record.items; 0: all of it, because the person is flagged. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN answer.request.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; a row without a true one releases nothing. Source: program. Retention: as the table. Class: none.';

ALTER TABLE answer.request ALTER COLUMN request_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME answer.request_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE audit.checkpoint (
    batch bigint NOT NULL,
    first_index bigint NOT NULL,
    tree_size bigint NOT NULL,
    last_xact xid8 NOT NULL,
    last_event_id bigint NOT NULL,
    leaves bytea NOT NULL,
    note text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT checkpoint_has_leaves CHECK (((length(leaves) = (32 * (tree_size - first_index))) AND (tree_size > first_index)))
);

ALTER TABLE audit.checkpoint OWNER TO atena_owner;

COMMENT ON TABLE audit.checkpoint IS 'One row per sealed batch of events, written after the file outside the database. Source: the sealer. Retention: as audit.event. Class: none.';

COMMENT ON COLUMN audit.checkpoint.batch IS 'Running number of the batch, as in the note. Source: the sealer. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.checkpoint.first_index IS 'Leaf of its first event, 0 first: the place in the order of (xact, event_id). Source: the sealer. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.checkpoint.tree_size IS 'Leaves in the tree with this batch, as in the note. Source: the sealer. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.checkpoint.last_xact IS 'Transaction of its last event. Source: audit.event. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.checkpoint.last_event_id IS 'Its last event. Source: audit.event. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.checkpoint.leaves IS 'Leaf hashes of its events in order, 32 bytes each. Source: the sealer. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.checkpoint.note IS 'The signed checkpoint (C2SP signed note). Source: the sealer. Retention: as the table. Class: none.';

CREATE TABLE audit.event (
    event_id bigint NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    addressee_id bigint,
    is_failure boolean NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    by_whom text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    salt bytea,
    personal text COLLATE pg_catalog."C",
    CONSTRAINT event_personal_is_salted CHECK (((salt IS NULL) = (personal IS NULL)))
);

ALTER TABLE audit.event OWNER TO atena_owner;

COMMENT ON TABLE audit.event IS 'One row per event of the catalogue, never changed. Body is the leaf of the Merkle tree; the other columns repeat parts of it for search. Source: every stage. Retention: per policy, 7 years at least; salt and personal may be erased earlier. Class: pseudonymous.';

COMMENT ON COLUMN audit.event.event_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.event.xact IS 'Transaction that wrote it; with event_id the order in which events are sealed. Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.event.recorded_at IS 'When, as in the body, by the database''s clock as the program reads it; of events without "clock" in the body, by the program''s own. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.event.addressee_id IS 'The one person it concerns. Source: the stage. Retention: as personal. Class: internal identifier.';

COMMENT ON COLUMN audit.event.is_failure IS 'Refused or failed, as in the body. Source: the stage. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.event.kind IS 'Name of the event, as in the body. Source: the catalogue. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.event.by_whom IS 'Who acted, as in the body. Source: identity. Retention: as the table. Class: staff or system name.';

COMMENT ON COLUMN audit.event.body IS 'What is sealed: JSON with sorted keys; personal fields stand in it as a salted commitment only. Source: the stage. Retention: as the table. Class: staff or system name.';

COMMENT ON COLUMN audit.event.salt IS 'Opens the commitment together with personal. Source: random. Retention: erased with personal. Class: none.';

COMMENT ON COLUMN audit.event.personal IS 'The committed fields, JSON with sorted keys: addressee numbers and ids. Source: the stage. Retention: per policy; erasable. Class: pseudonymous.';

ALTER TABLE audit.event ALTER COLUMN event_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME audit.event_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE audit.seal_state (
    caught_up_at timestamp with time zone NOT NULL,
    only_row boolean DEFAULT true NOT NULL,
    halted text,
    horizon xid8 DEFAULT pg_snapshot_xmin(pg_current_snapshot()) NOT NULL,
    server_started_at timestamp with time zone DEFAULT pg_postmaster_start_time() NOT NULL,
    CONSTRAINT seal_state_is_one_row CHECK (only_row)
);

ALTER TABLE audit.seal_state OWNER TO atena_owner;

COMMENT ON TABLE audit.seal_state IS 'How far sealing has come; provisions stop where it is more than 5 minutes behind, or halted. Source: the sealer. Retention: current value. Class: none.';

COMMENT ON COLUMN audit.seal_state.caught_up_at IS 'Every event recorded before is sealed. Source: the sealer. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.seal_state.only_row IS 'Always true. Source: constant. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.seal_state.halted IS 'Why the sealer refuses to go on: the database and the file outside it tell different histories; null where it works. Source: the sealer. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.seal_state.horizon IS 'Every transaction below it had ended when the row was written: of a restored database, where it and the lost future part at the earliest. Source: the sealer. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.seal_state.server_started_at IS 'Start of the database server that the sealer last held against the files outside: after another start nothing is provided before it has looked again. Source: the sealer. Retention: as the table. Class: none.';

CREATE TABLE audit.sealing_turn (
    only_row boolean DEFAULT true NOT NULL,
    CONSTRAINT sealing_turn_is_one_row CHECK (only_row)
);

ALTER TABLE audit.sealing_turn OWNER TO atena_owner;

COMMENT ON TABLE audit.sealing_turn IS 'Never holds a row: the one sealer at work holds a lock on it (SHARE UPDATE EXCLUSIVE), for as long as it works. Source: constant. Retention: none. Class: none.';

COMMENT ON COLUMN audit.sealing_turn.only_row IS 'Always true. Source: constant. Retention: as the table. Class: none.';

CREATE TABLE audit.tile (
    tile bigint NOT NULL,
    level smallint NOT NULL,
    root bytea NOT NULL,
    hashes bytea NOT NULL,
    CONSTRAINT tile_is_whole CHECK (((length(root) = 32) AND (length(hashes) = 8192)))
);

ALTER TABLE audit.tile OWNER TO atena_owner;

COMMENT ON TABLE audit.tile IS 'Whole tiles of 256 hashes of the tree, so that a proof reads few rows. Source: the sealer; can be computed again from the leaves. Retention: as audit.event. Class: none.';

COMMENT ON COLUMN audit.tile.tile IS 'Place from the left among the tiles of its level, 0 first. Source: the sealer. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.tile.level IS 'Its hashes are roots of subtrees of 256^level leaves. Source: the sealer. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.tile.root IS 'The root above the hashes. Source: the sealer. Retention: as the table. Class: none.';

COMMENT ON COLUMN audit.tile.hashes IS '256 hashes, 32 bytes each. Source: the sealer. Retention: as the table. Class: none.';

CREATE TABLE dataset.catalogue (
    registered_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    schema_version integer NOT NULL,
    dataset text NOT NULL COLLATE pg_catalog."C",
    publisher text NOT NULL COLLATE pg_catalog."C",
    record_key text COLLATE pg_catalog."C",
    label text NOT NULL,
    CONSTRAINT catalogue_schema_version_is_positive CHECK ((schema_version >= 1))
);

ALTER TABLE dataset.catalogue OWNER TO atena_owner;

COMMENT ON TABLE dataset.catalogue IS 'Datasets that systems publish, as the hub took them first, and their newest schema version. Source: Policies/datasets. Retention: for good. Class: none.';

COMMENT ON COLUMN dataset.catalogue.registered_at IS 'When it was taken first. Source: hub. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.catalogue.schema_version IS 'Newest schema version. Source: the dataset''s text. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.catalogue.dataset IS 'データセット名. Source: the dataset''s text. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.catalogue.publisher IS '提供元: the only system that may publish it. Source: the dataset''s text. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.catalogue.record_key IS 'レコードキー: the item that tells several records of a person apart; NULL where there is one. Source: the dataset''s text. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.catalogue.label IS 'Japanese name. Source: the dataset''s text. Retention: as the table. Class: none.';

CREATE TABLE dataset.interest (
    addressee_id bigint NOT NULL,
    journal_position bigint NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    holds boolean NOT NULL,
    cause "char" NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    by_whom text NOT NULL COLLATE pg_catalog."C",
    reason text,
    mac bytea,
    CONSTRAINT interest_cause_is_known CHECK ((cause = ANY (ARRAY['p'::"char", 'r'::"char"]))),
    CONSTRAINT interest_is_given_a_reason CHECK (((cause = 'p'::"char") OR (length(reason) >= 5)))
);

ALTER TABLE dataset.interest OWNER TO atena_owner;

COMMENT ON TABLE dataset.interest IS '登録: a system that publishes about a person, or registered an interest, counts as one that registered the person; a row for each beginning and end. Source: publication, and whoever registers. Retention: as the register''s versions. Class: pseudonymous.';

COMMENT ON COLUMN dataset.interest.addressee_id IS 'In whom. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN dataset.interest.journal_position IS 'Position of the journal entry that tells of it. Source: journal.position. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.interest.xact IS 'As in journal.entry. Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.interest.recorded_at IS 'When; behind the moment of what was written of the person before, also where the clock was set back since. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.interest.holds IS 'Whether it begins. Source: hub. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.interest.cause IS 'p the system publishes a record about the person, r it registered an interest. Source: hub. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.interest.system IS 'Whose. Source: hub. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.interest.by_whom IS 'Who registered or ended it. Source: hub. Retention: as the table. Class: staff identifier.';

COMMENT ON COLUMN dataset.interest.reason IS 'Why, in words. Source: whoever registers. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.interest.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; a row without a true one says nothing. Source: program. Retention: as the table. Class: none.';

CREATE TABLE dataset.item (
    "bit" smallint NOT NULL,
    length integer NOT NULL,
    since integer NOT NULL,
    dataset text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT item_bit_is_one CHECK ((("bit" >= 0) AND ("bit" <= 62)))
);

ALTER TABLE dataset.item OWNER TO atena_owner;

COMMENT ON TABLE dataset.item IS 'Items of published datasets with their bits, which are for ever: journal and records keep them. Source: Policies/datasets. Retention: for good. Class: none.';

COMMENT ON COLUMN dataset.item."bit" IS 'Bit in masks of the dataset. Source: place in the text. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.item.length IS 'Greatest length in characters. Source: the text. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.item.since IS 'Schema version that added it. Source: the text. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.item.dataset IS 'データセット名. Source: the text. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.item.name IS '項目名 in romaji. Source: the text. Retention: as the table. Class: none.';

COMMENT ON COLUMN dataset.item.kind IS 'データ型. Source: the text. Retention: as the table. Class: none.';

CREATE TABLE delivery.awaited (
    record_id bigint NOT NULL,
    addressee_id bigint NOT NULL,
    sequence bigint NOT NULL,
    accepted_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    history_number integer NOT NULL,
    is_removal boolean NOT NULL,
    is_overdue boolean DEFAULT false NOT NULL,
    is_superseded boolean DEFAULT false NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    receipt text NOT NULL COLLATE pg_catalog."C",
    record_key text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    place_of_protected boolean DEFAULT false NOT NULL
);

ALTER TABLE delivery.awaited OWNER TO atena_owner;

COMMENT ON TABLE delivery.awaited IS 'Entries that a receiver accepted and has not answered (回答待ち). Source: delivery. Retention: until the answer, or until they are sent again. Class: pseudonymous.';

COMMENT ON COLUMN delivery.awaited.record_id IS 'The record of the offer (provision.record). Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.awaited.addressee_id IS 'Of whom. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN delivery.awaited.sequence IS 'Number of the batch. Source: delivery.subscription. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.awaited.accepted_at IS 'When the receiver accepted it. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.awaited.history_number IS 'Version of the record that was given. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.awaited.is_removal IS 'Whether it was a removal. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.awaited.is_overdue IS 'Whether it is on record that no answer came in time. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.awaited.is_superseded IS 'Whether a newer state of the person was taken or accepted since: what becomes of this one is only recorded. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.awaited.system IS 'Receiving system. Source: policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.awaited.dataset IS 'Dataset. Source: policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.awaited.receipt IS 'The receiver''s receipt (受付番号). Source: receiver. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.awaited.record_key IS 'Record key of the entry; empty where there is one a person. Source: publisher. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.awaited.place_of_protected IS 'Whether the person is protected, and something of place is among what was accepted. Source: provision. Retention: as the table. Class: none.';

CREATE TABLE delivery.batch (
    sequence bigint NOT NULL,
    record_id bigint NOT NULL,
    offered_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    attempts integer DEFAULT 1 NOT NULL,
    may_have_arrived boolean DEFAULT true NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    next_position text NOT NULL COLLATE pg_catalog."C",
    again bigint[] NOT NULL,
    digest bytea NOT NULL
);

ALTER TABLE delivery.batch OWNER TO atena_owner;

COMMENT ON TABLE delivery.batch IS 'The batch that is offered to a receiver and not settled yet (提示中), at most one each; without its content, which is read again. Source: delivery. Retention: until it is settled or given up, which is on record. Class: pseudonymous.';

COMMENT ON COLUMN delivery.batch.sequence IS 'Its number, of which its key is made. Source: delivery.subscription. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.batch.record_id IS 'The record of the offer (provision.record). Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.batch.offered_at IS 'When it was offered first. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.batch.attempts IS 'How often it was offered, always under the same key. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.batch.may_have_arrived IS 'Whether the receiver may have it: true from before each attempt until it is known that none brought it. Source: connector. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.batch.system IS 'Receiving system. Source: policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.batch.dataset IS 'Dataset. Source: policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.batch.next_position IS 'Where the receiver stands once it is settled. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.batch.again IS 'Who is in it because they were to be sent again. Source: delivery.waiting. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN delivery.batch.digest IS 'Keyed digest of its entries: what is not the same any more is not offered again. Source: provision. Retention: as the table. Class: pseudonymous.';

CREATE TABLE delivery.dead_letter (
    dead_letter_id bigint NOT NULL,
    addressee_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    redelivered_at timestamp with time zone,
    history_number integer NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL
);

ALTER TABLE delivery.dead_letter OWNER TO atena_owner;

COMMENT ON TABLE delivery.dead_letter IS 'Entries a receiver rejected, or that failed too often; stored before the position moves, sent again by command. Source: delivery. Retention: 5 years. Class: pseudonymous.';

COMMENT ON COLUMN delivery.dead_letter.dead_letter_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.addressee_id IS 'Who. Source: delivery. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN delivery.dead_letter.recorded_at IS 'When it was rejected. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.redelivered_at IS 'When it was queued again; null while it lies here. Source: command. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.history_number IS 'Version that was rejected. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.system IS 'Receiving system. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.dataset IS 'Dataset. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.dead_letter.reason IS 'Reason, without personal data. Source: connector. Retention: as the table. Class: none.';

ALTER TABLE delivery.dead_letter ALTER COLUMN dead_letter_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME delivery.dead_letter_dead_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE delivery.endpoint_version
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE delivery.endpoint_version OWNER TO atena_owner;

COMMENT ON SEQUENCE delivery.endpoint_version IS 'Numbers of the versions of endpoints. Source: delivery. Retention: current state. Class: none.';

CREATE TABLE delivery.endpoint (
    version bigint DEFAULT nextval('delivery.endpoint_version'::regclass) NOT NULL,
    loaded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    due_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    began_at timestamp with time zone,
    last_run_at timestamp with time zone,
    paused_at timestamp with time zone,
    batch_size integer,
    hours_to_answer integer DEFAULT 24 NOT NULL,
    at_minute smallint,
    day_of_month smallint,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    gyomuid text COLLATE pg_catalog."C",
    connector text NOT NULL COLLATE pg_catalog."C",
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    content text DEFAULT 'delta'::text NOT NULL COLLATE pg_catalog."C",
    schedule text DEFAULT 'as-it-happens'::text NOT NULL COLLATE pg_catalog."C",
    described text,
    tls text DEFAULT '1.3'::text NOT NULL COLLATE pg_catalog."C",
    mac bytea,
    CONSTRAINT endpoint_batch_size_is_positive CHECK ((batch_size > 0)),
    CONSTRAINT endpoint_content_is_known CHECK ((content = ANY (ARRAY['delta'::text, 'full'::text]))),
    CONSTRAINT endpoint_hours_to_answer_are_positive CHECK ((hours_to_answer > 0)),
    CONSTRAINT endpoint_schedule_is_whole CHECK (
CASE schedule
    WHEN 'as-it-happens'::text THEN ((at_minute IS NULL) AND (day_of_month IS NULL) AND (content = 'delta'::text))
    WHEN 'on-demand'::text THEN ((at_minute IS NULL) AND (day_of_month IS NULL))
    WHEN 'daily'::text THEN (((at_minute >= 0) AND (at_minute <= 1439)) AND (day_of_month IS NULL))
    WHEN 'monthly'::text THEN (((at_minute >= 0) AND (at_minute <= 1439)) AND ((day_of_month >= 1) AND (day_of_month <= 31)))
    ELSE false
END),
    CONSTRAINT endpoint_tls_is_known CHECK ((tls = ANY (ARRAY['1.2'::text, '1.3'::text])))
);

ALTER TABLE delivery.endpoint OWNER TO atena_owner;

COMMENT ON TABLE delivery.endpoint IS 'How a receiver is reached (接続): connector, settings, schedule; what it may know is the policy''s. No row: nothing is delivered to it. Source: endpoint files, loaded with an event. Retention: current state, until it is removed. Class: none.';

COMMENT ON COLUMN delivery.endpoint.version IS 'Another one with every change: whoever works by an older one gets no lease. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.loaded_at IS 'When it was loaded or changed last. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.due_at IS 'Delivered from then on; in the past: now; -infinity: always; infinity: once somebody says so. Source: schedule. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.began_at IS 'When the run under way began; null where none is. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.last_run_at IS 'When the last run of a schedule ended, with everything delivered. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.paused_at IS 'Since when somebody has it paused (停止); null where nobody has. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.batch_size IS 'Entries at once at most; null: as the connector says. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.hours_to_answer IS 'Hours within which the receiver has to answer what it accepted. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.at_minute IS 'Minute of the day in Japan at which a daily or monthly run is due. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.day_of_month IS 'Day of a monthly run; the last of the month where it has no such day. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.system IS 'Receiving system. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.dataset IS 'Dataset. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.gyomuid IS 'National business id (業務ID) of the receiver, held against the policy''s. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.connector IS 'Kind of connector, such as module. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.settings IS 'What the connector is told; secrets by the name of their file only. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.content IS 'delta: what changed; full: everybody again. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.schedule IS 'as-it-happens, daily, monthly or on-demand. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.described IS 'What the connector last said of itself: name, version, datasets with their schema versions. Source: connector. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.tls IS 'Oldest TLS with which the system may ask: 1.3, or 1.2 where it can''t yet. Source: endpoint file. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.endpoint.mac IS '行の証印. HMAC-SHA-256 over the other columns, but for those that delivery itself moves (due_at, began_at, last_run_at, described), under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE delivery.followed (
    xact xid8 NOT NULL,
    "position" bigint NOT NULL,
    followed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    mac bytea
);

ALTER TABLE delivery.followed OWNER TO atena_owner;

COMMENT ON TABLE delivery.followed IS '取得の受領. How far a pulling receiver has applied what it was told, as the cursor says by which it asked for what follows; kept where the way there passes protection that was set. Source: provision. Retention: current state. Class: none.';

COMMENT ON COLUMN delivery.followed.xact IS 'Transaction of that place of the journal. Source: the cursor. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.followed."position" IS 'Position of that place of the journal. Source: the cursor. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.followed.followed_at IS 'When it asked. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.followed.system IS 'Receiving system. Source: the request. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.followed.dataset IS 'Dataset. Source: the request. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.followed.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; by a row without a true one nobody has followed. Source: program. Retention: as the table. Class: none.';

CREATE TABLE delivery.inventory (
    inventory_id bigint NOT NULL,
    begun_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    completed_at timestamp with time zone,
    persons bigint DEFAULT 0 NOT NULL,
    key_id integer NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    by_whom text NOT NULL,
    "position" text NOT NULL,
    key_sealed bytea NOT NULL,
    CONSTRAINT inventory_persons_are_counted CHECK ((persons >= 0))
);

ALTER TABLE delivery.inventory OWNER TO atena_owner;

COMMENT ON TABLE delivery.inventory IS 'One list of what a receiver that pulls says it holds (棚卸し). Source: the receiver. Retention: until the receiver''s next whole list; a list that broke off until the next begins. Class: none.';

COMMENT ON COLUMN delivery.inventory.inventory_id IS 'Number that it is called by. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.inventory.begun_at IS 'When its first line came. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.inventory.completed_at IS 'When it was whole; null while lines come, and of one that broke off. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.inventory.persons IS 'Persons in it. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.inventory.key_id IS 'Data key under which key_sealed is sealed. Source: key ring. Retention: as the table. Class: technical.';

COMMENT ON COLUMN delivery.inventory.system IS 'Receiving system. Source: the request. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.inventory.dataset IS 'Dataset. Source: the request. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.inventory.by_whom IS 'Who reported: the authenticated system. Source: identity. Retention: as the table. Class: system name.';

COMMENT ON COLUMN delivery.inventory."position" IS 'The cursor that the receiver had applied. Source: the request. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.inventory.key_sealed IS 'The key of the list''s digests, which the receiver chose; sealed, because digests under a known key would give individual numbers away. Source: the request. Retention: as the table. Class: secret.';

CREATE TABLE delivery.inventory_entry (
    inventory_id bigint NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    digest bytea NOT NULL,
    record_key text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT inventory_entry_digest_is_whole CHECK ((octet_length(digest) = 32))
);

ALTER TABLE delivery.inventory_entry OWNER TO atena_owner;

COMMENT ON TABLE delivery.inventory_entry IS 'What a receiver says it holds of one person. Source: the receiver. Retention: as its list. Class: pseudonymous.';

COMMENT ON COLUMN delivery.inventory_entry.inventory_id IS 'The list (delivery.inventory). Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.inventory_entry.atenabango IS 'Addressee number as reported; the register may not know it. Source: the request. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN delivery.inventory_entry.digest IS 'HMAC-SHA-256 of the canonical form of what is held, under the list''s key. Source: the request. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN delivery.inventory_entry.record_key IS 'レコードキー; empty where there is one record a person. Source: receiver. Retention: as the table. Class: none.';

ALTER TABLE delivery.inventory ALTER COLUMN inventory_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME delivery.inventory_inventory_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE delivery.protection_noted (
    xact xid8 NOT NULL,
    "position" bigint NOT NULL,
    is_only boolean DEFAULT true NOT NULL,
    CONSTRAINT protection_noted_is_only CHECK (is_only)
);

ALTER TABLE delivery.protection_noted OWNER TO atena_owner;

COMMENT ON TABLE delivery.protection_noted IS 'Up to which place of the journal sets of protection have notices. Source: delivery. Retention: current state. Class: none.';

COMMENT ON COLUMN delivery.protection_noted.xact IS 'Transaction of that place. Source: register.protection. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.protection_noted."position" IS 'Position of that place. Source: register.protection. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.protection_noted.is_only IS 'There is one row at most. Source: default. Retention: as the table. Class: none.';

CREATE TABLE delivery.protection_notice (
    addressee_id bigint NOT NULL,
    xact xid8 NOT NULL,
    "position" bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    acknowledged_at timestamp with time zone,
    alarmed_at timestamp with time zone,
    was_told boolean,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    acknowledged_by text,
    reason text,
    mac bytea
);

ALTER TABLE delivery.protection_notice OWNER TO atena_owner;

COMMENT ON TABLE delivery.protection_notice IS '支援措置の通知. For each set of protection and each receiver that may hold the person: whether it has followed. Source: delivery. Retention: 5 years. Class: pseudonymous.';

COMMENT ON COLUMN delivery.protection_notice.addressee_id IS 'Who was protected. Source: register.protection. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN delivery.protection_notice.xact IS 'Transaction that set it. Source: register.protection. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.protection_notice."position" IS 'Its place. Source: register.protection. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.protection_notice.set_at IS 'When it was set. Source: register.protection. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.protection_notice.acknowledged_at IS 'When the receiver had followed; null before. Source: delivery, cursor, staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.protection_notice.alarmed_at IS 'When the log was told that it has not followed within a day; null where it was not. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.protection_notice.was_told IS 'Whether the receiver was told of the person before; null where nobody had to know. Source: provision records. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.protection_notice.system IS 'Receiving system. Source: policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.protection_notice.dataset IS 'Dataset. Source: policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.protection_notice.acknowledged_by IS 'Who of the staff confirmed it with the receiver; null where the receiver said so itself. Source: sign-in. Retention: as the table. Class: staff.';

COMMENT ON COLUMN delivery.protection_notice.reason IS 'How it was confirmed, in words. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.protection_notice.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; what a row without a true one says of a receiver is not believed. Source: program. Retention: as the table. Class: none.';

CREATE TABLE delivery.sent_again (
    "position" bigint NOT NULL,
    addressee_id bigint NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE delivery.sent_again OWNER TO atena_owner;

COMMENT ON TABLE delivery.sent_again IS 'For whom an entry of the journal (kind r) was written so that one receiver is told the person''s state again. Source: atena reconcile --send-again. Retention: as the journal. Class: pseudonymous.';

COMMENT ON COLUMN delivery.sent_again."position" IS 'Position of that entry. Source: journal.position. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.sent_again.addressee_id IS 'Who. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN delivery.sent_again.system IS 'The receiver that is told. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.sent_again.dataset IS 'Dataset. Source: delivery. Retention: as the table. Class: none.';

CREATE TABLE delivery.subscription (
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    "position" text,
    sequence bigint DEFAULT 0 NOT NULL,
    delivered bigint DEFAULT 0 NOT NULL,
    lease_token bigint DEFAULT 0 NOT NULL,
    leased_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    last_failure text,
    starts_over boolean DEFAULT false NOT NULL,
    surplus_due boolean DEFAULT false NOT NULL,
    last_failed_at timestamp with time zone,
    starts_over_since timestamp with time zone
);

ALTER TABLE delivery.subscription OWNER TO atena_owner;

COMMENT ON TABLE delivery.subscription IS 'One row per system and dataset that is pushed to: its position and who works on it. Source: delivery. Retention: current state. Class: none.';

COMMENT ON COLUMN delivery.subscription.system IS 'Receiving system. Source: policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.dataset IS 'Dataset. Source: policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription."position" IS 'Last position acknowledged; null before the first delivery. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.sequence IS 'Number of the last batch handed over; receivers apply only what is newer. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.delivered IS 'Entries acknowledged so far. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.lease_token IS 'Raised with each lease, so that a worker that lost it can no longer write. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.leased_until IS 'Until when the lease holds. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.next_attempt_at IS 'Not before: back-off after a failure. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.failures IS 'Failures in a row. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.last_failure IS 'What the last failure was, without personal data. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.starts_over IS 'Everything is to be delivered again: the next worker goes through all persons, and takes back what the position says may be held. Source: command. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.surplus_due IS 'The receiver may hold what only a lost future gave: once everything was delivered again, it is asked what it holds, and what it should not is taken back. Source: the beginning of an incarnation. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.last_failed_at IS 'When a delivery last failed, also where it has gone well since; null where none ever did. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.subscription.starts_over_since IS 'When it was last decided that everything is delivered again; null where it never was. Source: delivery. Retention: as the table. Class: none.';

CREATE TABLE delivery.waiting (
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    addressee_id bigint NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    attempts integer NOT NULL,
    reason text NOT NULL
);

ALTER TABLE delivery.waiting OWNER TO atena_owner;

COMMENT ON TABLE delivery.waiting IS 'Persons a receiver asked to be sent again later; their state is read anew each time, so a later state replaces a waiting one. Source: delivery. Retention: until applied or dead-lettered. Class: pseudonymous.';

COMMENT ON COLUMN delivery.waiting.system IS 'Receiving system. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.waiting.dataset IS 'Dataset. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.waiting.addressee_id IS 'Who. Source: delivery. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN delivery.waiting.next_attempt_at IS 'Not before. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.waiting.attempts IS 'Attempts so far. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN delivery.waiting.reason IS 'Reason the receiver gave. Source: connector. Retention: as the table. Class: none.';

CREATE TABLE governance.act (
    act_id bigint NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    acted_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    acted_on date NOT NULL,
    step integer NOT NULL,
    after_step integer,
    policy_version text NOT NULL COLLATE pg_catalog."C",
    act text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    after_act text COLLATE pg_catalog."C",
    after_account text COLLATE pg_catalog."C",
    set_up_by text COLLATE pg_catalog."C",
    mac bytea,
    CONSTRAINT act_approved_by_another CHECK (((act <> 'approve'::text) OR (account <> after_account))),
    CONSTRAINT act_approver_not_set_up_by_proposer CHECK (((act <> 'approve'::text) OR (set_up_by IS DISTINCT FROM after_account))),
    CONSTRAINT act_follows_whole CHECK ((((step = 1) AND (after_step IS NULL) AND (after_act IS NULL) AND (after_account IS NULL)) OR ((step > 1) AND (after_step = (step - 1)) AND (after_act IS NOT NULL) AND (after_account IS NOT NULL)))),
    CONSTRAINT act_is_known CHECK ((act = ANY (ARRAY['propose'::text, 'approve'::text, 'reject'::text, 'enter'::text, 'supersede'::text, 'expire'::text, 'revoke'::text]))),
    CONSTRAINT act_may_follow CHECK (
CASE act
    WHEN 'propose'::text THEN ((after_act IS NULL) OR (after_act = ANY (ARRAY['reject'::text, 'supersede'::text, 'expire'::text, 'revoke'::text])))
    WHEN 'approve'::text THEN (NOT (after_act IS DISTINCT FROM 'propose'::text))
    WHEN 'reject'::text THEN (NOT (after_act IS DISTINCT FROM 'propose'::text))
    WHEN 'enter'::text THEN (NOT (after_act IS DISTINCT FROM 'approve'::text))
    ELSE COALESCE((after_act = ANY (ARRAY['approve'::text, 'enter'::text])), false)
END),
    CONSTRAINT act_reason_is_given CHECK (((length(reason) >= 1) AND (length(reason) <= 1000)))
);

ALTER TABLE governance.act OWNER TO atena_owner;

COMMENT ON TABLE governance.act IS 'Ledger of what was done to each version of a policy; the last act says where it stands. Source: atena policy, calendar. Retention: permanent. Class: staff.';

COMMENT ON COLUMN governance.act.act_id IS 'Internal id, in order. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.act.xact IS 'Transaction: the place in the journal from which it counts. Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.act.acted_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.act.acted_on IS 'The day in Japan, for the rule that proposer and approver are made on different days. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.act.step IS 'Number of the act for this version, from 1. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.act.after_step IS 'The act before it. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.act.policy_version IS 'Content hash. Source: governance.policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.act.act IS 'What was done. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.act.account IS 'Who did it: an account, or calendar. Source: sign-in. Retention: as the table. Class: staff.';

COMMENT ON COLUMN governance.act.reason IS 'Why, in the person''s words. Source: the person, calendar. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.act.after_act IS 'What was done before it. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.act.after_account IS 'Who did that. Source: governance. Retention: as the table. Class: staff.';

COMMENT ON COLUMN governance.act.set_up_by IS 'Who had handed the account its last set-up code when it acted; null where nobody did (the first administrator, and the second one whom nobody but the first could register), and for acts from before this was kept. Source: access.credential. Retention: as the table. Class: staff.';

COMMENT ON COLUMN governance.act.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE governance.act ALTER COLUMN act_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME governance.act_act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE governance.body (
    set_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    unnamed_until date,
    only_row boolean DEFAULT true NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT body_code_is_six_digits CHECK ((code ~ '^[0-9]{6}$'::text)),
    CONSTRAINT body_is_one_row CHECK (only_row)
);

ALTER TABLE governance.body OWNER TO atena_owner;

COMMENT ON TABLE governance.body IS 'The body (団体) whose hub this database is: one row, written once. Source: atena migrate, from ATENA_BODY. Retention: permanent. Class: none.';

COMMENT ON COLUMN governance.body.set_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.body.unnamed_until IS 'The last day in Japan on which certificates and cursors count that name no body; null where the hub knew its body before it gave any. Source: whoever upgraded. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.body.only_row IS 'Always true. Source: constant. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.body.code IS '全国地方公共団体コード, six digits with check digit. Source: ATENA_BODY. Retention: as the table. Class: none.';

CREATE TABLE governance.change (
    change_id bigint NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    due_at timestamp with time zone NOT NULL,
    takes_back boolean NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    from_version text COLLATE pg_catalog."C",
    to_version text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE governance.change OWNER TO atena_owner;

COMMENT ON TABLE governance.change IS 'Each time that what is in force for a system and dataset changed. Source: approval, revocation, calendar. Retention: permanent. Class: none.';

COMMENT ON COLUMN governance.change.change_id IS 'Internal id, in order. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.change.xact IS 'Transaction: the place in the journal. Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.change.decided_at IS 'When it was approved or revoked; for an end by date, when the hub''s day came to it. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.change.changed_at IS 'When it came into force. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.change.due_at IS 'Until when each receiver must have confirmed. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.change.takes_back IS 'Whether receivers may hold something they may keep no longer. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.change.system IS 'Receiving system. Source: the policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.change.dataset IS 'Dataset. Source: the policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.change.from_version IS 'Version in force before; null where there was none. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.change.to_version IS 'Version in force since. Source: governance. Retention: as the table. Class: none.';

ALTER TABLE governance.change ALTER COLUMN change_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME governance.change_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE governance.document (
    content_hash text NOT NULL COLLATE pg_catalog."C",
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    name text NOT NULL,
    body text NOT NULL
);

ALTER TABLE governance.document OWNER TO atena_owner;

COMMENT ON TABLE governance.document IS 'Text of datasets and legal bases as loaded. Source: Policies/. Retention: permanent. Class: none.';

COMMENT ON COLUMN governance.document.content_hash IS 'SHA-256 of name and body. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.document.loaded_at IS 'When it was loaded. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.document.name IS 'Path below Policies/. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.document.body IS 'The text. Source: load. Retention: as the table. Class: none.';

CREATE TABLE governance.in_force (
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    content_hash text NOT NULL COLLATE pg_catalog."C",
    since timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE governance.in_force OWNER TO atena_owner;

COMMENT ON TABLE governance.in_force IS 'The one policy in force for a system and dataset; no row, no data. Source: atena policy load. Retention: current state. Class: none.';

COMMENT ON COLUMN governance.in_force.system IS 'Receiving system. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.in_force.dataset IS 'Dataset. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.in_force.content_hash IS 'The policy''s version. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.in_force.since IS 'Since when. Source: clock. Retention: as the table. Class: none.';

CREATE TABLE governance.legal_basis (
    list_row integer NOT NULL,
    valid_from date,
    valid_to date,
    document text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    law text NOT NULL,
    article text NOT NULL,
    affair text NOT NULL,
    department text NOT NULL,
    CONSTRAINT legal_basis_days_in_order CHECK ((valid_to > valid_from)),
    CONSTRAINT legal_basis_kind_is_known CHECK ((kind = ANY (ARRAY['transfer'::text, 'provision'::text, 'use'::text])))
);

ALTER TABLE governance.legal_basis OWNER TO atena_owner;

COMMENT ON TABLE governance.legal_basis IS 'Legal bases (法的根拠) as proposed together with policies, row by row, for whoever looks: what counts is read from the document. Source: Policies/legal-bases.tsv. Retention: permanent. Class: none.';

COMMENT ON COLUMN governance.legal_basis.list_row IS '項番 in the source''s list. Source: the file. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.legal_basis.valid_from IS 'First day on which it holds; null: since before records. Source: the file. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.legal_basis.valid_to IS 'First day on which it no longer holds. Source: the file (repealed). Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.legal_basis.document IS 'The file it stood in. Source: governance.document. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.legal_basis.id IS 'Slug that policies cite. Source: the file. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.legal_basis.kind IS '移転 transfer, 提供 provision, 利用 use. Source: the file. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.legal_basis.law IS '法令. Source: the file. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.legal_basis.article IS '条項. Source: the file. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.legal_basis.affair IS '事務. Source: the file. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.legal_basis.department IS '担当課. Source: the file. Retention: as the table. Class: none.';

CREATE TABLE governance.policy (
    content_hash text NOT NULL COLLATE pg_catalog."C",
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    documents text[] NOT NULL,
    body text NOT NULL,
    closes text COLLATE pg_catalog."C",
    closing_cause text COLLATE pg_catalog."C",
    source text COLLATE pg_catalog."C",
    CONSTRAINT policy_closing_cause_is_known CHECK ((closing_cause = ANY (ARRAY['revoked'::text, 'expired'::text]))),
    CONSTRAINT policy_closing_has_cause CHECK (((closes IS NULL) = (closing_cause IS NULL))),
    CONSTRAINT policy_source_is_a_policy_file CHECK ((source ~~ 'systems/%'::text))
);

ALTER TABLE governance.policy OWNER TO atena_owner;

COMMENT ON TABLE governance.policy IS 'Every version of every policy ever loaded. Source: Policies/systems. Retention: permanent. Class: none.';

COMMENT ON COLUMN governance.policy.content_hash IS 'Hash of the policy''s meaning; the version that provisions cite. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.loaded_at IS 'When it was loaded. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.system IS 'Receiving system. Source: the policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.dataset IS 'Dataset. Source: the policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.documents IS 'Hashes of the datasets and legal bases it was checked against. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.body IS 'The YAML text. Source: load. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.closes IS 'Set where this version only takes back what that one gave; it follows from it without a file. Source: revocation, calendar. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.closing_cause IS 'Why that one gives nothing any more. Source: revocation, calendar. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.policy.source IS 'Name of the file it was proposed from, below the directory of policies; null for versions from before names were kept and for those that close another. Source: proposal. Retention: as the table. Class: none.';

CREATE TABLE governance.receipt (
    change_id bigint NOT NULL,
    acknowledged_at timestamp with time zone,
    can_confirm boolean NOT NULL,
    way text NOT NULL COLLATE pg_catalog."C",
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT receipt_way_is_known CHECK ((way = ANY (ARRAY['push'::text, 'pull'::text, 'medium'::text])))
);

ALTER TABLE governance.receipt OWNER TO atena_owner;

COMMENT ON TABLE governance.receipt IS 'Who has to follow a change, by way, and whether it has. A receiver that was never given anything has nothing to confirm. Source: governance. Retention: permanent. Class: none.';

COMMENT ON COLUMN governance.receipt.change_id IS 'The change. Source: governance.change. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.receipt.acknowledged_at IS 'When the receiver was known to hold nothing that the version takes back. Source: delivery, provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.receipt.can_confirm IS 'False for one that took whole extracts and never came for changes, for one that the version pushes to no longer, and for what was handed over on a medium. Source: provision records, the policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.receipt.way IS 'push: the hub delivers; pull: the receiver asks; medium: somebody handed over a file. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.receipt.system IS 'Receiving system. Source: the change. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.receipt.dataset IS 'Dataset. Source: the change. Retention: as the table. Class: none.';

CREATE TABLE governance.warning (
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ends_on date NOT NULL,
    days integer NOT NULL,
    policy_version text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    CONSTRAINT warning_days_is_known CHECK ((days = ANY (ARRAY[90, 30, 7])))
);

ALTER TABLE governance.warning OWNER TO atena_owner;

COMMENT ON TABLE governance.warning IS 'Warnings that a policy ends, each given once. Source: calendar. Retention: permanent. Class: none.';

COMMENT ON COLUMN governance.warning.recorded_at IS 'When it was given. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.warning.ends_on IS 'First day on which the policy no longer holds. Source: the policy, its legal bases. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.warning.days IS 'Which warning. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.warning.policy_version IS 'Content hash. Source: governance.policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN governance.warning.reason IS 'By what it ends. Source: governance. Retention: as the table. Class: none.';

CREATE TABLE intake.assigned (
    file_id bigint NOT NULL,
    line bigint NOT NULL,
    lane smallint NOT NULL,
    block integer NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE intake.assigned OWNER TO atena_owner;

COMMENT ON TABLE intake.assigned IS 'Addressee numbers given to rows that came without one, so that the asking system learns them. Source: register. Retention: 5 years. Class: identifier.';

COMMENT ON COLUMN intake.assigned.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.assigned.line IS 'Line where the row begins. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.assigned.lane IS 'Lane of the block. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.assigned.block IS 'Block in its lane. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.assigned.atenabango IS '宛名番号 assigned. Source: register.assigned_addressee_number. Retention: as the table. Class: identifier.';

CREATE TABLE intake.block (
    file_id bigint NOT NULL,
    lane smallint NOT NULL,
    number integer NOT NULL,
    accepted integer NOT NULL,
    unchanged integer NOT NULL,
    held integer NOT NULL,
    rejected integer NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    claimed integer DEFAULT 0 NOT NULL,
    digest bytea
);

ALTER TABLE intake.block OWNER TO atena_owner;

COMMENT ON TABLE intake.block IS 'Blocks of a file that are durably done, written in the transaction that did them. Source: intake. Retention: 5 years. Class: none.';

COMMENT ON COLUMN intake.block.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.lane IS 'Lane. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.number IS 'Number of the block in its lane, from 0. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.accepted IS 'Rows that became versions. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.unchanged IS 'Rows already held as they are. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.held IS 'Rows that wait for a clerk. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.rejected IS 'Rows refused with a reason. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.recorded_at IS 'When it was committed. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.claimed IS 'Of the rows that became versions: those registered without a number that another person has. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.block.digest IS 'SHA-256 of the block''s rows as they were taken in; null in files of block_form 1. Source: intake. Retention: as the table. Class: none.';

CREATE TABLE intake.decided_anew (
    file_id bigint NOT NULL,
    line bigint NOT NULL,
    decided_at timestamp with time zone DEFAULT now() NOT NULL,
    block integer NOT NULL,
    lane smallint NOT NULL,
    round smallint NOT NULL,
    ordinal smallint NOT NULL,
    outcome text NOT NULL,
    code text NOT NULL,
    item text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT decided_anew_outcome CHECK ((outcome = ANY (ARRAY['accepted'::text, 'unchanged'::text, 'held'::text, 'rejected'::text])))
);

ALTER TABLE intake.decided_anew OWNER TO atena_owner;

COMMENT ON TABLE intake.decided_anew IS 'What became of rows that were rejected for the state of the register, or held, when their file came again and something else became of them; the highest round of a line counts. Source: intake. Retention: 5 years. Class: none.';

COMMENT ON COLUMN intake.decided_anew.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.decided_anew.line IS 'Line in the file where the row begins. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.decided_anew.decided_at IS 'When it was decided. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.decided_anew.block IS 'Block in its lane. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.decided_anew.lane IS 'Lane of the block. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.decided_anew.round IS 'How often the row had been decided anew otherwise than before, from 1. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.decided_anew.ordinal IS 'Order among the faults of one decision. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.decided_anew.outcome IS 'accepted, unchanged, held or rejected. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.decided_anew.code IS 'Why it is held or rejected; empty otherwise. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.decided_anew.item IS 'Column at fault. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.decided_anew.reason IS 'Reason in Japanese, without the value. Source: intake. Retention: as the table. Class: none.';

CREATE TABLE intake.file (
    file_id bigint NOT NULL,
    rows_read bigint NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    lanes smallint NOT NULL,
    block_rows integer NOT NULL,
    digest bytea NOT NULL,
    layout text NOT NULL,
    source text NOT NULL,
    block_form smallint NOT NULL,
    encoding text NOT NULL,
    edition text NOT NULL,
    run integer NOT NULL,
    CONSTRAINT file_edition_is_known CHECK ((edition = ANY (ARRAY['2024'::text, 'legacy'::text]))),
    CONSTRAINT file_run_is_positive CHECK ((run >= 1))
);

ALTER TABLE intake.file OWNER TO atena_owner;

COMMENT ON TABLE intake.file IS 'One row per file taken in; the digest makes a second run of the same file go on where the first stopped. Source: intake. Retention: 5 years. Class: none.';

COMMENT ON COLUMN intake.file.file_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.rows_read IS 'Data rows in the file. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.started_at IS 'When the file was first opened. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.finished_at IS 'When its last block was committed; null while unfinished. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.lanes IS 'Lanes the rows were dealt to, by addressee number. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.block_rows IS 'Rows per block of a lane. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.digest IS 'SHA-256 of the file''s bytes, unpacked. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.layout IS 'Layout: residents or nonresidents. Source: command. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.source IS 'System that handed the file in. Source: command. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.block_form IS 'How its rows were cut into blocks: 1 named by lane and number alone, never looked at again; 2 named by digest, too. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.encoding IS 'How its characters are written: utf-8, shift_jis, cp932, utf-16, utf-16le, utf-16be. Source: command. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.edition IS '様式の版 of its codes: 2024 or legacy. The same bytes say something else in another. Source: command or ATENA_LAYOUT. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.file.run IS 'Which time it is taken from its beginning; 1 but for published files. Source: hub. Retention: as the table. Class: none.';

ALTER TABLE intake.file ALTER COLUMN file_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME intake.file_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE intake.held (
    held_id bigint NOT NULL,
    file_id bigint,
    line bigint,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    key_id integer NOT NULL,
    lane smallint,
    block integer,
    code text NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    other_atenabango text COLLATE pg_catalog."C",
    reason text NOT NULL,
    sealed_row bytea NOT NULL,
    kind "char" DEFAULT 'r'::"char" NOT NULL,
    state "char" DEFAULT 'w'::"char" NOT NULL,
    items bigint DEFAULT 0 NOT NULL,
    addressee_id bigint,
    other_addressee_id bigint,
    running_number bigint,
    source text COLLATE pg_catalog."C",
    layout text COLLATE pg_catalog."C",
    columns text[],
    row_digest bytea,
    edition text NOT NULL,
    mac bytea,
    CONSTRAINT held_edition_is_known CHECK ((edition = ANY (ARRAY['2024'::text, 'legacy'::text]))),
    CONSTRAINT held_kind_is_known CHECK ((kind = ANY (ARRAY['r'::"char", 'c'::"char"]))),
    CONSTRAINT held_row_is_readable CHECK (((source IS NOT NULL) AND (layout IS NOT NULL))),
    CONSTRAINT held_state_is_known CHECK ((state = ANY (ARRAY['w'::"char", 'p'::"char", 'd'::"char", 'q'::"char", 's'::"char"])))
);

ALTER TABLE intake.held OWNER TO atena_owner;

COMMENT ON TABLE intake.held IS 'Conflict queue: rows that a clerk must decide, and claims of registered persons on a number that another has. Source: intake. Retention: until decided, then 5 years. Class: personal, encrypted.';

COMMENT ON COLUMN intake.held.held_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.file_id IS 'File; null for a row that came by itself. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.line IS 'Line where the row begins. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.recorded_at IS 'When it was put here. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.key_id IS 'Data key under which the row was sealed. Source: key ring. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.lane IS 'Lane of the block. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.block IS 'Block in its lane. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.code IS 'Why it waits: H0001 … H0009 of ops/error-catalogue.md. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.atenabango IS '宛名番号 of the row. Source: the row. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN intake.held.other_atenabango IS '宛名番号 of the record it conflicts with. Source: register. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN intake.held.reason IS 'Reason in Japanese, without values. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.sealed_row IS 'The row as read, encrypted under the key ring. Source: the row. Retention: as the table. Class: personal, encrypted.';

COMMENT ON COLUMN intake.held.kind IS 'r the row waits and is not in the register, c the row is registered without the number, which is claimed. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.state IS 'w waits, p one person proposed a decision, d decided, q one person asked to take the decision back, s settled by a later row or decision. Source: intake.held_act. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.items IS 'Items claimed, a bit each by the order of the national item list; 0 where none is. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.addressee_id IS 'The registered person of the row; null where there is none yet. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN intake.held.other_addressee_id IS 'The person it conflicts with. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN intake.held.running_number IS 'The integrated number under which the row''s individual number is kept. Source: register. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN intake.held.source IS 'System that handed the row in. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.layout IS 'Layout of the row: residents or nonresidents. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.columns IS 'Names of the row''s columns in their order; null in rows from before this was kept, which stand in the layout''s. Source: the file''s header. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.row_digest IS 'Keyed digest of the row: the same row that comes again is the same entry. Source: intake. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN intake.held.edition IS '様式の版 of the codes of the row, which is kept as it was read: 2024 or legacy. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held.mac IS '行の証印. HMAC-SHA-256 over the other columns, but for the encrypted row and its key (key_id, sealed_row), which open for their entry alone, under the hub''s key ring; on a row without a true one nothing is decided. Source: program. Retention: as the table. Class: none.';

CREATE TABLE intake.held_act (
    held_act_id bigint NOT NULL,
    held_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    act "char" NOT NULL,
    decision text COLLATE pg_catalog."C",
    by_whom text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    mac bytea,
    CONSTRAINT held_act_decision_is_known CHECK ((decision = ANY (ARRAY['new'::text, 'link'::text, 'correct'::text, 'reject'::text, 'changed'::text, 'never-hers'::text]))),
    CONSTRAINT held_act_is_known CHECK ((act = ANY (ARRAY['p'::"char", 'w'::"char", 'c'::"char", 'a'::"char", 'b'::"char", 's'::"char"]))),
    CONSTRAINT held_act_proposal_decides CHECK (((act <> ALL (ARRAY['p'::"char", 'c'::"char"])) OR (decision IS NOT NULL)))
);

ALTER TABLE intake.held_act OWNER TO atena_owner;

COMMENT ON TABLE intake.held_act IS 'Every step of deciding on an entry of the queue: two people each time (CT-13). Source: the person who acts, or the intake that settled it. Retention: as intake.held. Class: may be personal.';

COMMENT ON COLUMN intake.held_act.held_act_id IS 'Internal id; gives the order. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held_act.held_id IS 'Entry of the queue. Source: intake.held. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held_act.recorded_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held_act.act IS 'p proposed, w the proposal withdrawn, c confirmed, a taking back asked for, b taken back, s settled. Source: the person who acts. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held_act.decision IS 'new another person, link the same person, correct back to the source, reject not applied, changed the number changed, never-hers the number never was the person''s. Source: the person who acts. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.held_act.by_whom IS 'Who acted. Source: identity. Retention: as the table. Class: staff name.';

COMMENT ON COLUMN intake.held_act.reason IS 'Why, in words. Source: the person who acts. Retention: as the table. Class: may be personal.';

COMMENT ON COLUMN intake.held_act.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; beside a row without a true one nothing is decided. Source: program. Retention: as the table. Class: none.';

ALTER TABLE intake.held_act ALTER COLUMN held_act_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME intake.held_act_held_act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE intake.held ALTER COLUMN held_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME intake.held_held_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE intake.missed_due (
    due_at timestamp with time zone NOT NULL,
    noted_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    layout text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL,
    CONSTRAINT missed_due_state_is_known CHECK ((state = ANY (ARRAY['absent'::text, 'empty'::text, 'rejected'::text, 'short'::text, 'same-content'::text, 'stalled'::text])))
);

ALTER TABLE intake.missed_due OWNER TO atena_owner;

COMMENT ON TABLE intake.missed_due IS '期限までに届かなかったファイル: a due moment of the schedule (ATENA_SOURCES) that passed without a file that could do, noted and told to the log once. Source: work. Retention: 5 years. Class: none.';

COMMENT ON COLUMN intake.missed_due.due_at IS 'When it was due. Source: schedule. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.missed_due.noted_at IS 'When that was noted. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.missed_due.source IS 'System that was to hand it in. Source: schedule. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.missed_due.layout IS 'residents, nonresidents, or the dataset. Source: schedule. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.missed_due.state IS 'What there was instead, when it was noted: absent nothing, empty a file without rows, rejected all rows were rejected, short fewer rows than expected, same-content a file taken before, stalled a file that was not taken to its end. Source: hub. Retention: as the table. Class: none.';

CREATE TABLE intake.rejected (
    file_id bigint NOT NULL,
    line bigint NOT NULL,
    lane smallint NOT NULL,
    block integer NOT NULL,
    ordinal smallint NOT NULL,
    code text NOT NULL,
    item text NOT NULL,
    reason text NOT NULL
);

ALTER TABLE intake.rejected OWNER TO atena_owner;

COMMENT ON TABLE intake.rejected IS 'Why a row was rejected; the row itself is only in FILE.rejected.csv. Source: intake. Retention: 5 years. Class: none.';

COMMENT ON COLUMN intake.rejected.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.line IS 'Line in the file where the row begins, the header being 1. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.lane IS 'Lane of the block. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.block IS 'Block in its lane. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.ordinal IS 'Order among the faults of one row. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.code IS 'Error code: E0001 … E0004, E01xx, E02xx, E03xx. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.item IS 'Column at fault. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected.reason IS 'Reason in Japanese, without the value. Source: intake. Retention: as the table. Class: none.';

CREATE VIEW intake.rejected_now AS
 SELECT r.file_id,
    r.line,
    r.code,
    r.item,
    r.reason
   FROM intake.rejected r
  WHERE (NOT (EXISTS ( SELECT
           FROM intake.decided_anew d
          WHERE ((d.file_id = r.file_id) AND (d.line = r.line)))))
UNION ALL
 SELECT d.file_id,
    d.line,
    d.code,
    d.item,
    d.reason
   FROM intake.decided_anew d
  WHERE ((d.outcome = 'rejected'::text) AND (d.round = ( SELECT max(l.round) AS max
           FROM intake.decided_anew l
          WHERE ((l.file_id = d.file_id) AND (l.line = d.line)))));

ALTER TABLE intake.rejected_now OWNER TO atena_owner;

COMMENT ON VIEW intake.rejected_now IS 'Faults of the rows that are rejected still: those of the last time each was decided. Source: intake.rejected, intake.decided_anew. Retention: as those. Class: none.';

COMMENT ON COLUMN intake.rejected_now.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected_now.line IS 'Line in the file where the row begins. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected_now.code IS 'Error code. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected_now.item IS 'Column at fault. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.rejected_now.reason IS 'Reason in Japanese, without the value. Source: intake. Retention: as the table. Class: none.';

CREATE TABLE intake.taking (
    taken_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    file_id bigint NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    layout text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE intake.taking OWNER TO atena_owner;

COMMENT ON TABLE intake.taking IS 'One row for each time that a file is taken, the same file again among them: tells whether what was due has come. Source: intake. Retention: 5 years. Class: none.';

COMMENT ON COLUMN intake.taking.taken_at IS 'When it was opened. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.taking.file_id IS 'File. Source: intake. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.taking.source IS 'System that handed the file in. Source: command. Retention: as the table. Class: none.';

COMMENT ON COLUMN intake.taking.layout IS 'residents, nonresidents, or the dataset that was published. Source: command. Retention: as the table. Class: none.';

CREATE TABLE journal.calendar (
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    "position" bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    day date NOT NULL,
    mac bytea
);

ALTER TABLE journal.calendar OWNER TO atena_owner;

COMMENT ON TABLE journal.calendar IS 'The days the hub has moved to, at their place in the journal: ages are counted on the hub''s day, so that the same journal always gives the same answer. Source: atena work --calendar. Retention: as the journal. Class: none.';

COMMENT ON COLUMN journal.calendar.xact IS 'As in journal.entry. Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.calendar."position" IS 'As in journal.entry. Source: journal.position. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.calendar.recorded_at IS 'When the day was set. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.calendar.day IS 'The hub''s day from here on (Japan time). Source: atena work. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.calendar.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring; a row without a true one is no day of the hub. Source: program. Retention: as the table. Class: none.';

CREATE TABLE journal.entry (
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    "position" bigint NOT NULL,
    addressee_id bigint NOT NULL,
    changed bigint NOT NULL,
    history_number integer NOT NULL,
    kind "char" NOT NULL,
    dataset text COLLATE pg_catalog."C",
    record_key text COLLATE pg_catalog."C",
    CONSTRAINT entry_kind_is_known CHECK ((kind = ANY (ARRAY['v'::"char", 'c'::"char", 'r'::"char", 'n'::"char", 'u'::"char", 'd'::"char", 'i'::"char"]))),
    CONSTRAINT entry_of_a_record_is_whole CHECK ((((kind = 'd'::"char") = (dataset IS NOT NULL)) AND ((kind = 'd'::"char") = (record_key IS NOT NULL))))
);

ALTER TABLE journal.entry OWNER TO atena_owner;

COMMENT ON TABLE journal.entry IS 'One row per change of an addressee, or of a record that a system published about one. Source: register, publications and calendar. Retention: as the register''s versions. Class: pseudonymous.';

COMMENT ON COLUMN journal.entry.xact IS 'Transaction that wrote the entry: readers stop below pg_snapshot_xmin(pg_current_snapshot()). Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.entry."position" IS 'Order inside the transaction. Source: journal.position. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.entry.addressee_id IS 'Who changed. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN journal.entry.changed IS 'Items that changed, a bit each: of a published record by its dataset''s bits (dataset.item), else by the order of the national item list. Source: register, publications. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.entry.history_number IS 'Version the entry tells of. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.entry.kind IS 'v a new version, or protection set beside it, c the calendar moved the person across an age, r told again: a withheld answer was released, for those it was withheld from, or what a receiver holds was found to differ (delivery.sent_again), for that one, n a number waits or was decided on, u codes were rewritten by an upgrade, d a published record changed, i a system began or ceased to count as having registered the person (dataset.interest). Source: writer. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.entry.dataset IS 'データセット of a published record; NULL for what is told of the person''s own record. Source: publications. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.entry.record_key IS 'レコードキー of a published record. Source: publications. Retention: as the table. Class: none.';

CREATE TABLE journal.incarnation (
    began_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    fork xid8 NOT NULL,
    first_sequence bigint NOT NULL,
    system_identifier bigint NOT NULL,
    timeline integer NOT NULL,
    number integer NOT NULL,
    incarnation uuid DEFAULT gen_random_uuid() NOT NULL,
    acceptance bytea,
    CONSTRAINT incarnation_number_is_positive CHECK ((number >= 1))
);

ALTER TABLE journal.incarnation OWNER TO atena_owner;

COMMENT ON TABLE journal.incarnation IS 'Incarnations of the journal: one row when the hub was made, and one for each time that its database was found to be a restored one. Source: the sealer, before it goes on. Retention: as the journal. Class: none.';

COMMENT ON COLUMN journal.incarnation.began_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.incarnation.fork IS 'Every transaction below it had ended before the restored moment, so that a cursor of an earlier incarnation that saw nothing above holds on; 0 in the first. Source: audit.seal_state and audit.checkpoint as restored. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.incarnation.first_sequence IS 'Batches of this incarnation have greater sequences, and so greater ones than any that a lost future gave. Source: clock (microseconds since 1970), deliveries. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.incarnation.system_identifier IS 'The database cluster that it began in. Source: pg_control_system(). Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.incarnation.timeline IS 'The timeline of that cluster''s WAL: archive recovery and a promoted standby begin another. Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.incarnation.number IS 'Their order; two restores of one backup may give the same. Source: the number before. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.incarnation.incarnation IS 'Its name, never given twice. Source: random. Retention: as the table. Class: none.';

COMMENT ON COLUMN journal.incarnation.acceptance IS 'Digest of the confirmation by which two people accepted that sealed events are lost (resumptions.jsonl); null where none was. Source: the sealer. Retention: as the table. Class: none.';

CREATE SEQUENCE journal."position"
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 100;

ALTER TABLE journal."position" OWNER TO atena_owner;

COMMENT ON SEQUENCE journal."position" IS 'Running id of journal entries; not commit order by itself.';

CREATE FOREIGN TABLE machine.disk (
    path text,
    kilobytes bigint,
    available bigint,
    mount text
)
SERVER machine
OPTIONS (
    delimiter '|',
    format 'csv',
    program E'for d in . ./pg_wal ./pg_tblspc/*/.; do if [ -d "$d" ]; then line=$(timeout 5 df -Pk "$d" | tail -n +2 | sed -nE "s/^.* ([0-9]+) +[0-9]+ +([0-9]+) +[0-9-]+%? +(.*)$/\\1|\\2|\\3/p"); if [ -n "$line" ]; then printf "%s|%s\\n" "$d" "$line"; fi; fi; done',
    quote ''
);

ALTER FOREIGN TABLE machine.disk OWNER TO postgres;

COMMENT ON FOREIGN TABLE machine.disk IS 'ファイルシステム. The file systems of data directory, write-ahead log and tablespaces, as df says when it is read. Source: the server. Retention: none. Class: none.';

COMMENT ON COLUMN machine.disk.path IS 'Below the data directory. Source: the server. Retention: none. Class: none.';

COMMENT ON COLUMN machine.disk.kilobytes IS 'Size. Source: df. Retention: none. Class: none.';

COMMENT ON COLUMN machine.disk.available IS 'Free for the server, in kilobytes. Source: df. Retention: none. Class: none.';

COMMENT ON COLUMN machine.disk.mount IS 'Where it is mounted. Source: df. Retention: none. Class: none.';

CREATE VIEW machine.place AS
 SELECT (COALESCE(t.spcname, (
        CASE d.path
            WHEN './pg_wal'::text THEN 'pg_wal'::text
            ELSE 'pg_default'::text
        END)::name))::text AS place,
    COALESCE(( SELECT string_agg((b.datname)::text, ' '::text ORDER BY ((b.datname)::text)) AS string_agg
           FROM pg_database b
          WHERE ((d.path <> './pg_wal'::text) AND (b.dattablespace = COALESCE(t.oid, ( SELECT pg_tablespace.oid
                   FROM pg_tablespace
                  WHERE (pg_tablespace.spcname = 'pg_default'::name)))) AND (NOT b.datistemplate))), ''::text) AS databases,
    d.mount,
    ((d.available)::double precision / (GREATEST(d.kilobytes, (1)::bigint))::double precision) AS free,
    (d.available * 1024) AS bytes
   FROM (machine.disk d
     LEFT JOIN pg_tablespace t ON ((d.path = (('./pg_tblspc/'::text || t.oid) || '/.'::text))));

ALTER TABLE machine.place OWNER TO postgres;

COMMENT ON VIEW machine.place IS '空き容量. Each place the server writes to, with the databases in it and what is free there. Source: machine.disk. Retention: none. Class: none.';

COMMENT ON COLUMN machine.place.place IS 'pg_default, pg_wal or a tablespace. Source: PostgreSQL. Retention: none. Class: none.';

COMMENT ON COLUMN machine.place.databases IS 'Names of the databases that lie there. Source: PostgreSQL. Retention: none. Class: none.';

COMMENT ON COLUMN machine.place.mount IS 'Where it is mounted. Source: df. Retention: none. Class: none.';

COMMENT ON COLUMN machine.place.free IS 'Free part of the whole, 0 to 1. Source: df. Retention: none. Class: none.';

COMMENT ON COLUMN machine.place.bytes IS 'Free bytes. Source: df. Retention: none. Class: none.';

CREATE TABLE migration.ledger (
    number integer NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    CONSTRAINT ledger_sha256_is_hex CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE migration.ledger OWNER TO atena_owner;

COMMENT ON TABLE migration.ledger IS 'Which migration files were applied, when, and what they held. Source: migrator. Retention: permanent. Class: none.';

COMMENT ON COLUMN migration.ledger.number IS 'Number that the file''s name begins with. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.applied_at IS 'When it was applied. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.name IS 'Name of the file. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.sha256 IS 'SHA-256 of its text: a file that landed never changes. Source: migrator. Retention: as the table. Class: none.';

CREATE TABLE provision.custody (
    custody_id bigint NOT NULL,
    medium_id bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    day date NOT NULL,
    step text NOT NULL,
    recorded_by text NOT NULL,
    counterpart text,
    note text,
    record_id bigint,
    mac bytea,
    CONSTRAINT custody_made_by_a_provision CHECK (((step = 'made'::text) = (record_id IS NOT NULL))),
    CONSTRAINT custody_step_is_known CHECK ((step = ANY (ARRAY['made'::text, 'handed'::text, 'received'::text, 'returned'::text, 'destroyed'::text])))
);

ALTER TABLE provision.custody OWNER TO atena_owner;

COMMENT ON TABLE provision.custody IS '媒体の受渡しの記録 (chain of custody): each step of a medium once, never changed. Source: staff. Retention: 7 years. Class: none.';

COMMENT ON COLUMN provision.custody.custody_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.custody.medium_id IS 'Which medium. Source: provision.medium. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.custody.recorded_at IS 'When it was recorded. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.custody.day IS 'On which day it happened. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.custody.step IS 'made 作成, handed 引渡し, received 受領, returned 返却, destroyed 廃棄. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.custody.recorded_by IS 'Account of who recorded it, and answers for it. Source: sign-in. Retention: as the table. Class: staff.';

COMMENT ON COLUMN provision.custody.counterpart IS '相手: who took or gave it, office and name. Source: staff. Retention: as the table. Class: staff of others.';

COMMENT ON COLUMN provision.custody.note IS '備考. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.custody.record_id IS 'The record of the provision, where it was made. Source: provision.record. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.custody.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE provision.custody ALTER COLUMN custody_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME provision.custody_custody_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE provision.encrypted_bytes (
    record_id bigint NOT NULL,
    file bytea NOT NULL
);

ALTER TABLE provision.encrypted_bytes OWNER TO atena_owner;

COMMENT ON TABLE provision.encrypted_bytes IS 'Bytes of such a file, which nobody here can open. Source: provision. Retention: till the medium is handed over, or never will be. Class: personal data, encrypted for the receiver.';

COMMENT ON COLUMN provision.encrypted_bytes.record_id IS 'Which file. Source: provision.encrypted_file. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.encrypted_bytes.file IS 'CMS message (RFC 5083) for the receivers'' certificates; its sum is the file''s digest. Source: provision. Retention: as the table. Class: personal data, encrypted for the receiver.';

CREATE TABLE provision.encrypted_file (
    record_id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    digest text NOT NULL COLLATE pg_catalog."C",
    source_digest text NOT NULL COLLATE pg_catalog."C",
    recipients text[] NOT NULL,
    mac bytea,
    CONSTRAINT encrypted_file_digest_form CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT encrypted_file_has_recipients CHECK ((cardinality(recipients) > 0)),
    CONSTRAINT encrypted_file_source_digest_form CHECK ((source_digest ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE provision.encrypted_file OWNER TO atena_owner;

COMMENT ON TABLE provision.encrypted_file IS '暗号化した媒体のファイル. What was made of a publisher''s file with individual numbers, for one offer once. Source: provision. Retention: 7 years. Class: none.';

COMMENT ON COLUMN provision.encrypted_file.record_id IS 'The record of the offer. Source: provision.record. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.encrypted_file.made_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.encrypted_file.made_by IS 'Account of who had it made. Source: sign-in. Retention: as the table. Class: staff.';

COMMENT ON COLUMN provision.encrypted_file.digest IS 'SHA-256 of the encrypted file: what is handed over. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.encrypted_file.source_digest IS 'SHA-256 of the publisher''s file, which has no individual number. Source: publisher. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.encrypted_file.recipients IS 'SHA-256 of each certificate that opens it. Source: certificates. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.encrypted_file.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE provision.medium (
    medium_id bigint NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    format text NOT NULL,
    policy_version text NOT NULL COLLATE pg_catalog."C",
    fingerprint text NOT NULL COLLATE pg_catalog."C",
    certificate text NOT NULL,
    proposed_by text NOT NULL,
    set_up_by text,
    reason text NOT NULL,
    mac bytea,
    CONSTRAINT medium_fingerprint_form CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT medium_format_is_known CHECK ((format = ANY (ARRAY['csv'::text, 'ndjson'::text])))
);

ALTER TABLE provision.medium OWNER TO atena_owner;

COMMENT ON TABLE provision.medium IS '媒体の申し出. A medium that one person proposes for one receiver''s certificate. Source: staff. Retention: 7 years. Class: none.';

COMMENT ON COLUMN provision.medium.medium_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium.proposed_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium.system IS 'Receiving system. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium.dataset IS 'Dataset. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium.format IS 'Form inside the envelope. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium.policy_version IS 'Content hash of the policy that names the certificate; under another one nothing is written. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium.fingerprint IS 'SHA-256 of the receiver''s certificate. Source: certificate. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium.certificate IS 'The receiver''s certificate, PEM. Source: receiver. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium.proposed_by IS 'Account of who proposed. Source: sign-in. Retention: as the table. Class: staff.';

COMMENT ON COLUMN provision.medium.set_up_by IS 'Who had handed that account its set-up code then; null where nobody did. Source: access.credential. Retention: as the table. Class: staff.';

COMMENT ON COLUMN provision.medium.reason IS 'Why. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE provision.medium_decision (
    medium_id bigint NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    released boolean NOT NULL,
    decided_by text NOT NULL,
    reason text NOT NULL,
    mac bytea
);

ALTER TABLE provision.medium_decision OWNER TO atena_owner;

COMMENT ON TABLE provision.medium_decision IS '媒体の承認, or its refusal, by another person. Source: staff. Retention: 7 years. Class: none.';

COMMENT ON COLUMN provision.medium_decision.medium_id IS 'Which medium. Source: provision.medium. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium_decision.decided_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium_decision.released IS 'Whether it may be written. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium_decision.decided_by IS 'Account of who decided. Source: sign-in. Retention: as the table. Class: staff.';

COMMENT ON COLUMN provision.medium_decision.reason IS 'Why. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.medium_decision.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE provision.medium ALTER COLUMN medium_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME provision.medium_medium_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE provision.record (
    record_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    items bigint NOT NULL,
    addressee_id bigint,
    started_by bigint,
    persons_count bigint NOT NULL,
    cut_xact xid8,
    calendar_day date,
    way "char" NOT NULL,
    result "char" NOT NULL,
    individual_number boolean NOT NULL,
    system text NOT NULL COLLATE pg_catalog."C",
    dataset text NOT NULL COLLATE pg_catalog."C",
    by_whom text NOT NULL,
    policy_version text COLLATE pg_catalog."C",
    refusal text COLLATE pg_catalog."C",
    batch_key text COLLATE pg_catalog."C",
    atenabango text COLLATE pg_catalog."C",
    persons bytea,
    digest bytea,
    event_id bigint,
    taken_back bytea,
    not_taken bytea,
    taken_back_count bigint DEFAULT 0 NOT NULL,
    not_taken_count bigint DEFAULT 0 NOT NULL,
    protected_count bigint DEFAULT 0 NOT NULL,
    CONSTRAINT record_refusal_has_code CHECK (((result = 'r'::"char") = (refusal IS NOT NULL))),
    CONSTRAINT record_way_is_known CHECK ((way = ANY (ARRAY['p'::"char", 'd'::"char", 'f'::"char", 'o'::"char", 'm'::"char", 'n'::"char"])))
);

ALTER TABLE provision.record OWNER TO atena_owner;

COMMENT ON TABLE provision.record IS 'One act of handing over, or its refusal; a batch is one record that names its persons in a compressed set. Source: provision. Retention: per policy, 7 years at least. Class: pseudonymous.';

COMMENT ON COLUMN provision.record.record_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.recorded_at IS 'When: the time of the event that says the same; of the first hubs'' records, the database''s own clock beside it. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.items IS 'Items provided, a bit each by the order of the national item list. Source: the policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.addressee_id IS 'The person of a single look-up. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN provision.record.started_by IS 'Of what ends a full extract, a medium or an offer: the record that opened it. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.persons_count IS 'Persons given something of; of an offer, whom it would give something of. Until migration 0032 those taken back by a push or a delta were among them. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.cut_xact IS 'Journal horizon the states were read at. Source: journal. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.calendar_day IS 'The hub''s day on which ages were counted. Source: journal.calendar. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.way IS 'p push, d delta pulled, f full pulled, o one person, m on a medium, n none (the request never reached a way). Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.result IS 's started (a full extract; a p or i record follows), p provided, i provided in part (the stream was broken off; persons names who had gone out), r refused, o offered (a pushed batch; some of a, p, x, u, n follow), a accepted (the receiver has it and says later what became of it; p or x follow), x rejected by the receiver as a whole, u unconfirmed (given up, and nobody knows whether it arrived), n never arrived (given up). Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.individual_number IS 'Whether individual numbers were included. Source: the policy. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.system IS 'Receiving system, as asked for. Source: the request. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.dataset IS 'Dataset asked for. Source: the request. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.by_whom IS 'Who asked: the authenticated system, or the worker or operator. Source: identity. Retention: as the table. Class: staff or system name.';

COMMENT ON COLUMN provision.record.policy_version IS 'Content hash of the policy applied; null where there was none. Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.refusal IS 'Refusal code (P0001 …). Source: governance. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.batch_key IS 'Idempotency key of a pushed batch: of the offer and of what became of it. Source: delivery. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.atenabango IS 'Addressee number of a single look-up; null where nobody has the number asked for, because then it may be anything. Source: the request. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN provision.record.persons IS 'Compressed set of addressee ids given something of, as persons_count. Source: provision. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN provision.record.digest IS 'Keyed digest of what was handed over, in order. Source: provision. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN provision.record.event_id IS 'The sealed event that says the same. Source: audit. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.taken_back IS 'Compressed set of addressee ids of whom only the removal was told (取戻し). Source: provision. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN provision.record.not_taken IS 'Compressed set of addressee ids of whom the receiver rejected or put off what it was given. Source: provision. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN provision.record.taken_back_count IS 'Persons in taken_back. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.not_taken_count IS 'Persons in not_taken. Source: provision. Retention: as the table. Class: none.';

COMMENT ON COLUMN provision.record.protected_count IS 'Protected persons (支援措置) among those given something of whom something of place was given; of an offer, whom it would give. Source: provision. Retention: as the table. Class: none.';

ALTER TABLE provision.record ALTER COLUMN record_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME provision.record_record_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE register.addressee (
    addressee_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT addressee_atenabango_is_x15 CHECK (((length(atenabango) >= 1) AND (length(atenabango) <= 15)))
);

ALTER TABLE register.addressee OWNER TO atena_owner;

COMMENT ON TABLE register.addressee IS 'One row per addressee (宛名). Source: intake. Retention: 150 years after the last version (CT-15). Class: identifier.';

COMMENT ON COLUMN register.addressee.addressee_id IS 'Internal id. Source: register.addressee_id. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.addressee.recorded_at IS 'When the addressee was first recorded. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.addressee.atenabango IS '宛名番号, never changed. Source: the row as taken in, or assigned here. Retention: as the table. Class: identifier.';

CREATE SEQUENCE register.addressee_id
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 100;

ALTER TABLE register.addressee_id OWNER TO atena_owner;

COMMENT ON SEQUENCE register.addressee_id IS 'Internal id of an addressee, for indexes and bitmaps; never leaves the hub.';

CREATE SEQUENCE register.assigned_addressee_number
    START WITH 90000000000000
    INCREMENT BY 1
    MINVALUE 90000000000000
    MAXVALUE 99999999999999
    CACHE 1;

ALTER TABLE register.assigned_addressee_number OWNER TO atena_owner;

COMMENT ON SEQUENCE register.assigned_addressee_number IS 'Body of addressee numbers that the hub gives to non-residents whose row has none; a range of its own, which the resident-record system does not use.';

CREATE TABLE register.awaiting (
    held_id bigint NOT NULL,
    addressee_id bigint,
    running_number bigint,
    items bigint NOT NULL,
    CONSTRAINT awaiting_names_one CHECK (((addressee_id IS NULL) <> (running_number IS NULL)))
);

ALTER TABLE register.awaiting OWNER TO atena_owner;

COMMENT ON TABLE register.awaiting IS '確認待ち: items that go out for nobody concerned until a person has decided on an entry of the queue; of a person, or of everybody tied to an integrated number. Source: register. Retention: current state. Class: pseudonymous.';

COMMENT ON COLUMN register.awaiting.held_id IS 'Entry of the queue. Source: intake.held. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.awaiting.addressee_id IS 'Whose items wait; null where everybody''s tied to the number do. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.awaiting.running_number IS 'The integrated number whose individual number waits. Source: register. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN register.awaiting.items IS 'What waits, a bit each by the order of the national item list. Source: register. Retention: as the table. Class: none.';

CREATE TABLE register.code_rewriting (
    is_only boolean DEFAULT true NOT NULL,
    rewritten_at timestamp with time zone DEFAULT now() NOT NULL,
    event_id bigint,
    versions bigint NOT NULL,
    persons bigint NOT NULL,
    kept bigint NOT NULL,
    CONSTRAINT code_rewriting_is_one CHECK (is_only)
);

ALTER TABLE register.code_rewriting OWNER TO atena_owner;

COMMENT ON TABLE register.code_rewriting IS 'That the codes of this register were rewritten to national ones, once; no row where nothing was there to rewrite. Source: migration. Retention: permanent. Class: none.';

COMMENT ON COLUMN register.code_rewriting.is_only IS 'True: there is one row at most. Source: migration. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.code_rewriting.rewritten_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.code_rewriting.event_id IS 'Event of the log that tells of it; null until atena migrate has written it. Source: atena migrate. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.code_rewriting.versions IS 'Versions of which a code was rewritten. Source: migration. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.code_rewriting.persons IS 'Persons whose current codes changed, each told of by an entry of the journal. Source: migration. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.code_rewriting.kept IS 'Versions whose movement reason has no national code and was kept. Source: migration. Retention: as the table. Class: none.';

CREATE TABLE register.end_decision (
    proposal_id bigint NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    approved boolean NOT NULL,
    decided_by text NOT NULL,
    reason text NOT NULL,
    mac bytea
);

ALTER TABLE register.end_decision OWNER TO atena_owner;

COMMENT ON TABLE register.end_decision IS '終了の申し出の決定, by another person. Source: staff. Retention: as register.version. Class: personal.';

COMMENT ON COLUMN register.end_decision.proposal_id IS 'Of which proposal. Source: register.end_proposal. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.end_decision.decided_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.end_decision.approved IS 'Whether it ends; otherwise the proposal was rejected or withdrawn. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.end_decision.decided_by IS 'Account of who decided. Source: sign-in. Retention: as the table. Class: staff.';

COMMENT ON COLUMN register.end_decision.reason IS 'Why. Source: staff. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.end_decision.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE register.end_proposal (
    proposal_id bigint NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    measure_id bigint,
    proposed_by text NOT NULL,
    set_up_by text,
    reason text NOT NULL,
    addressee_ids bigint[] NOT NULL,
    mac bytea,
    CONSTRAINT end_proposal_names_somebody CHECK ((cardinality(addressee_ids) > 0))
);

ALTER TABLE register.end_proposal OWNER TO atena_owner;

COMMENT ON TABLE register.end_proposal IS '支援措置の終了の申し出. One person of the staff proposes that protection ends; another decides. Source: staff. Retention: as register.version. Class: personal.';

COMMENT ON COLUMN register.end_proposal.proposal_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.end_proposal.proposed_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.end_proposal.measure_id IS 'Of which measure; null of what rows stated. Source: register.measure. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.end_proposal.proposed_by IS 'Account of who proposed. Source: sign-in. Retention: as the table. Class: staff.';

COMMENT ON COLUMN register.end_proposal.set_up_by IS 'Who had handed that account its set-up code then; null where nobody did. Source: access.credential. Retention: as the table. Class: staff.';

COMMENT ON COLUMN register.end_proposal.reason IS 'Why. Source: staff. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.end_proposal.addressee_ids IS 'Of whom. Source: register.addressee. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.end_proposal.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE register.end_proposal ALTER COLUMN proposal_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME register.end_proposal_proposal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE vault.individual_number (
    running_number bigint NOT NULL,
    established_by bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    key_id integer NOT NULL,
    ordinal smallint NOT NULL,
    keyed_hash bytea NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT individual_number_keyed_hash_is_32_bytes CHECK ((length(keyed_hash) = 32)),
    CONSTRAINT individual_number_ordinal_is_positive CHECK ((ordinal > 0)),
    CONSTRAINT individual_number_running_number_is_14_digits CHECK (((running_number >= 1) AND (running_number <= '99999999999999'::bigint)))
);

ALTER TABLE vault.individual_number OWNER TO atena_owner;

COMMENT ON TABLE vault.individual_number IS 'Individual numbers ever held under an integrated addressee number (a changed number gets the next ordinal; the old one is never given to another). Source: numbering (NL-2). Retention: 150 years, the dead included (CT-21). Class: individual number, encrypted.';

COMMENT ON COLUMN vault.individual_number.running_number IS 'Integrated addressee number without check digit. Source: numbering. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN vault.individual_number.established_by IS 'Addressee with whom the number was first seen; a later holder is compared with this record. Source: numbering. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN vault.individual_number.recorded_at IS 'When it was first seen. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN vault.individual_number.key_id IS 'Data key of the key ring under which sealed was made. Source: key ring. Retention: as the table. Class: none.';

COMMENT ON COLUMN vault.individual_number.ordinal IS '1 for the first number, then 2, 3 … Source: numbering. Retention: as the table. Class: none.';

COMMENT ON COLUMN vault.individual_number.keyed_hash IS 'HMAC-SHA-256 of the 12 digits under the hash key: equality without opening. Its unique index decides who gets a new number. Source: vault. Retention: as the table. Class: pseudonymous.';

COMMENT ON COLUMN vault.individual_number.sealed IS 'AES-256-GCM of the 12 digits: nonce, ciphertext, tag; bound to table, running_number, ordinal and keyed_hash. Source: vault. Retention: as the table. Class: individual number, encrypted.';

CREATE VIEW register.integrated_number AS
 SELECT individual_number.running_number,
    individual_number.established_by,
    individual_number.recorded_at AS assigned_at
   FROM vault.individual_number
  WHERE (individual_number.ordinal = 1);

ALTER TABLE register.integrated_number OWNER TO atena_owner;

COMMENT ON VIEW register.integrated_number IS '団体内統合宛名番号 assigned (NL-2): one per individual number, 1:1, never renumbered; departments never hold it. Printed form: register.with_check_digit(running_number). Source: numbering. Retention: 150 years. Class: identifier.';

COMMENT ON COLUMN register.integrated_number.running_number IS 'The number without its check digit. Source: register.running_number. Retention: as the view. Class: identifier.';

COMMENT ON COLUMN register.integrated_number.established_by IS 'Addressee with whom the individual number was first seen. Source: numbering. Retention: as the view. Class: internal identifier.';

COMMENT ON COLUMN register.integrated_number.assigned_at IS 'When it was assigned. Source: clock. Retention: as the view. Class: none.';

CREATE TABLE register.measure (
    measure_id bigint NOT NULL,
    opened_at timestamp with time zone NOT NULL
);

ALTER TABLE register.measure OWNER TO atena_owner;

COMMENT ON TABLE register.measure IS '支援措置. One measure, for one person or for a group protected together. Source: staff. Retention: as register.version. Class: none.';

COMMENT ON COLUMN register.measure.measure_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.measure.opened_at IS 'When it was set first. Source: clock. Retention: as the table. Class: none.';

ALTER TABLE register.measure ALTER COLUMN measure_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME register.measure_measure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE register.measure_person (
    measure_id bigint NOT NULL,
    addressee_id bigint NOT NULL,
    is_together boolean NOT NULL
);

ALTER TABLE register.measure_person OWNER TO atena_owner;

COMMENT ON TABLE register.measure_person IS '支援措置の対象者. Whom a measure protects, each under one addressee number; every other under the same integrated number is protected with it. Source: staff. Retention: as register.version. Class: personal.';

COMMENT ON COLUMN register.measure_person.measure_id IS 'Which measure. Source: register.measure. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.measure_person.addressee_id IS 'Who. Source: register.addressee. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.measure_person.is_together IS '併せて支援を求める者, not the applicant. Source: staff. Retention: as the table. Class: personal.';

CREATE TABLE register.measure_term (
    term_id bigint NOT NULL,
    measure_id bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    is_provisional boolean NOT NULL,
    ground text NOT NULL,
    source_office text NOT NULL,
    set_by text NOT NULL,
    note text,
    CONSTRAINT measure_term_in_order CHECK ((until_day > from_day))
);

ALTER TABLE register.measure_term OWNER TO atena_owner;

COMMENT ON TABLE register.measure_term IS '支援措置の期間. What a measure was set for, or extended to; the latest counts. Source: staff. Retention: as register.version. Class: personal.';

COMMENT ON COLUMN register.measure_term.term_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.measure_term.measure_id IS 'Of which measure. Source: register.measure. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.measure_term.set_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.measure_term.from_day IS '支援措置開始年月日. Source: staff. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.measure_term.until_day IS '支援措置終了年月日; what is protected goes on being so. Source: staff. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.measure_term.is_provisional IS '仮支援措置. Source: staff. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.measure_term.ground IS '根拠 in words. Source: staff. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.measure_term.source_office IS '申出を受けた機関. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.measure_term.set_by IS 'Who set it. Source: sign-in. Retention: as the table. Class: staff.';

COMMENT ON COLUMN register.measure_term.note IS '備考. Source: staff. Retention: as the table. Class: personal.';

ALTER TABLE register.measure_term ALTER COLUMN term_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME register.measure_term_term_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE register.number_binding (
    bound_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    is_only boolean DEFAULT true NOT NULL,
    CONSTRAINT number_binding_is_only CHECK (is_only)
);

ALTER TABLE register.number_binding OWNER TO atena_owner;

COMMENT ON TABLE register.number_binding IS '暗号化の束縛の開始. That what was encrypted before it was bound to its place has been encrypted again, once. Source: atena migrate. Retention: permanent. Class: none.';

COMMENT ON COLUMN register.number_binding.bound_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.number_binding.is_only IS 'There is one row at most. Source: default. Retention: as the table. Class: none.';

CREATE TABLE register.protected_household (
    addressee_id bigint NOT NULL,
    setaibango text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE register.protected_household OWNER TO atena_owner;

COMMENT ON TABLE register.protected_household IS '支援措置の対象者の世帯: households in which a person was while protected. Whether they still are, the versions say. Source: intake. Retention: as register.version. Class: personal.';

COMMENT ON COLUMN register.protected_household.addressee_id IS 'Who is or was protected. Source: register.addressee. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.protected_household.setaibango IS '世帯番号. Source: register.version. Retention: as the table. Class: personal.';

CREATE SEQUENCE register.protection_ordinal
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE register.protection_ordinal OWNER TO atena_owner;

COMMENT ON SEQUENCE register.protection_ordinal IS 'Order of sets and ends of protection.';

CREATE TABLE register.protection (
    addressee_id bigint NOT NULL,
    journal_position bigint NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    history_number integer NOT NULL,
    shiensochi_kaishi date,
    shiensochi_shuryo date,
    cause "char" NOT NULL,
    yokushifuragu text,
    kari_shiensochi text,
    ordinal bigint DEFAULT nextval('register.protection_ordinal'::regclass) NOT NULL,
    CONSTRAINT protection_cause_is_known CHECK ((cause = ANY (ARRAY['r'::"char", 'p'::"char", 'n'::"char", 'v'::"char", 'c'::"char", 'l'::"char"]))),
    CONSTRAINT protection_kari_shiensochi_is_set CHECK ((kari_shiensochi = '1'::text)),
    CONSTRAINT protection_says_something CHECK (((yokushifuragu IS NOT NULL) OR (kari_shiensochi IS NOT NULL) OR (shiensochi_kaishi IS NOT NULL))),
    CONSTRAINT protection_yokushifuragu_is_set CHECK ((yokushifuragu = '1'::text))
);

ALTER TABLE register.protection OWNER TO atena_owner;

COMMENT ON TABLE register.protection IS '抑止・支援措置 beside the versions: of each person the row with the greatest ordinal that no true end follows counts, and says all of it. Source: intake, staff. Retention: as register.version. Class: personal.';

COMMENT ON COLUMN register.protection.addressee_id IS 'Who is protected. Source: register.addressee. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.protection.journal_position IS 'Position of the journal entry that tells of it; of cause v, where the version''s own entry does, one that no entry has. Source: journal.position. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.protection.xact IS 'Transaction that wrote it; receivers whose place is past it were told. Source: PostgreSQL. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.protection.recorded_at IS 'When it was set. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.protection.history_number IS 'Newest version of the person then: days that a later version states count before these. Source: register.version. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.protection.shiensochi_kaishi IS '支援措置開始年月日. Source: the row that stated it. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.protection.shiensochi_shuryo IS '支援措置終了年月日; the protection goes on after it. Source: the row that stated it. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.protection.cause IS 'r a row that was rejected or held, p a provisional version, n another addressee number with the same individual number, v a version, c a clerk, l the log, which knows of a row that is gone. Source: intake, staff, log. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.protection.yokushifuragu IS '抑止フラグ, 1 or null. Source: the row that stated it. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.protection.kari_shiensochi IS '仮支援措置フラグ, 1 or null. Source: the row that stated it. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.protection.ordinal IS 'Its order among sets and ends of the person. Source: register.protection_ordinal. Retention: as the table. Class: none.';

CREATE TABLE register.protection_end (
    end_id bigint NOT NULL,
    addressee_id bigint NOT NULL,
    journal_position bigint NOT NULL,
    ordinal bigint DEFAULT nextval('register.protection_ordinal'::regclass) NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    proposal_id bigint NOT NULL,
    mac bytea
);

ALTER TABLE register.protection_end OWNER TO atena_owner;

COMMENT ON TABLE register.protection_end IS '支援措置の終了: what is beside the versions of a person with a lower ordinal protects no more. Only rows with a true MAC count, which readers are told by the program. Source: two of the staff. Retention: as register.version. Class: personal.';

COMMENT ON COLUMN register.protection_end.end_id IS 'Internal id. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.protection_end.addressee_id IS 'Of whom. Source: register.addressee. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.protection_end.journal_position IS 'Position of the journal entry that tells of it. Source: journal.position. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.protection_end.ordinal IS 'Its order among sets and ends of the person. Source: register.protection_ordinal. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.protection_end.ended_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.protection_end.proposal_id IS 'By which decision. Source: register.end_decision. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.protection_end.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE register.protection_end ALTER COLUMN end_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME register.protection_end_end_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE register.record_code (
    code bigint NOT NULL,
    addressee_id bigint NOT NULL
);

ALTER TABLE register.record_code OWNER TO atena_owner;

COMMENT ON TABLE register.record_code IS 'The resident with whom a resident record code (住民票コード) was last seen; whether it is theirs now says the current version. Source: register. Retention: as register.version. Class: personal, restricted: resident record code.';

COMMENT ON COLUMN register.record_code.code IS '住民票コード as a number. Source: register.version. Retention: as the table. Class: personal, restricted: resident record code.';

COMMENT ON COLUMN register.record_code.addressee_id IS 'Whose it is. Source: register.version. Retention: as the table. Class: internal identifier.';

CREATE TABLE register.release_decision (
    request_id bigint NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone,
    addressee_id bigint NOT NULL,
    account text NOT NULL,
    decided_by text NOT NULL,
    reason text NOT NULL,
    mac bytea
);

ALTER TABLE register.release_decision OWNER TO atena_owner;

COMMENT ON TABLE register.release_decision IS '一時解除, or its refusal, by another person. It returns by itself, and holds only with a true MAC. Source: staff. Retention: as register.version. Class: personal.';

COMMENT ON COLUMN register.release_decision.request_id IS 'Which request. Source: register.release_request. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.release_decision.decided_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.release_decision.until_at IS 'Until when the account may read; null where it was refused. Source: the request. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.release_decision.addressee_id IS 'Of whom. Source: the request. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.release_decision.account IS 'Who may read. Source: the request. Retention: as the table. Class: staff.';

COMMENT ON COLUMN register.release_decision.decided_by IS 'Account of who decided. Source: sign-in. Retention: as the table. Class: staff.';

COMMENT ON COLUMN register.release_decision.reason IS 'Why. Source: staff. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.release_decision.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

CREATE TABLE register.release_request (
    request_id bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    addressee_id bigint NOT NULL,
    minutes integer NOT NULL,
    account text NOT NULL,
    set_up_by text,
    reason text NOT NULL,
    mac bytea,
    CONSTRAINT release_request_is_bounded CHECK (((minutes >= 1) AND (minutes <= 1440)))
);

ALTER TABLE register.release_request OWNER TO atena_owner;

COMMENT ON TABLE register.release_request IS '一時解除の申し出. A person of the staff asks to read where one protected person is, for some minutes. Source: staff. Retention: as register.version. Class: personal.';

COMMENT ON COLUMN register.release_request.request_id IS 'Number that people call it by. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.release_request.asked_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.release_request.addressee_id IS 'Of whom. Source: register.addressee. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.release_request.minutes IS 'For how long. Source: staff. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.release_request.account IS 'Account of who asks, and is to read. Source: sign-in. Retention: as the table. Class: staff.';

COMMENT ON COLUMN register.release_request.set_up_by IS 'Who had handed that account its set-up code then; null where nobody did. Source: access.credential. Retention: as the table. Class: staff.';

COMMENT ON COLUMN register.release_request.reason IS 'Why. Source: staff. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.release_request.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: program. Retention: as the table. Class: none.';

ALTER TABLE register.release_request ALTER COLUMN request_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME register.release_request_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE register.running_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    MAXVALUE 99999999999999
    CACHE 1;

ALTER TABLE register.running_number OWNER TO atena_owner;

COMMENT ON SEQUENCE register.running_number IS 'Body of the integrated addressee number (NL-2). A numbering that is rolled back leaves a gap, never a repeat.';

CREATE TABLE register.search_key (
    addressee_id bigint NOT NULL,
    history_number integer NOT NULL,
    ordinal smallint NOT NULL,
    written text NOT NULL COLLATE pg_catalog."C",
    reading text NOT NULL COLLATE pg_catalog."C",
    address text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE register.search_key OWNER TO atena_owner;

COMMENT ON TABLE register.search_key IS 'Keys that a search finds a version by, one row for each name that it goes by (氏名, 通称, 外国人氏名, 旧氏). Source: register.version, folded by SearchKey. Retention: as register.version. Class: personal.';

COMMENT ON COLUMN register.search_key.addressee_id IS 'Whose version. Source: register.version. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.search_key.history_number IS 'Which version. Source: register.version. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.search_key.ordinal IS 'Which of its names, from 0. Source: SearchKey. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.search_key.written IS 'Key of the name as written. Source: names of the version. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.search_key.reading IS 'Key of the name as read, or in Roman letters; empty where there is none. Source: names of the version. Retention: as the table. Class: personal.';

COMMENT ON COLUMN register.search_key.address IS 'Keys of prefecture, municipality, ward, town with number, and 方書, divided by commas. Source: address of the version. Retention: as the table. Class: personal.';

CREATE TABLE register.search_keying (
    is_only boolean DEFAULT true NOT NULL,
    rules integer NOT NULL,
    completed_at timestamp with time zone,
    is_postponed boolean DEFAULT false NOT NULL,
    CONSTRAINT search_keying_is_one CHECK (is_only)
);

ALTER TABLE register.search_keying OWNER TO atena_owner;

COMMENT ON TABLE register.search_keying IS 'Whether every version has its search keys, by which rules; one row. Source: migration, atena migrate. Retention: permanent. Class: none.';

COMMENT ON COLUMN register.search_keying.is_only IS 'True: there is one row. Source: migration. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.search_keying.rules IS 'SearchKey.rules that the keys were made by; where the program has others, they are made anew. Source: atena migrate. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.search_keying.completed_at IS 'When the last version that lacked keys got them; null while some may lack them, and searches are refused. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.search_keying.is_postponed IS 'Whether blocks of files are written without keys just now, as those of the first file of a city; nobody makes keys meanwhile. Source: Intake. Retention: as the table. Class: none.';

CREATE TABLE register.shared_number (
    running_number bigint NOT NULL,
    addressee_id bigint NOT NULL
);

ALTER TABLE register.shared_number OWNER TO atena_owner;

COMMENT ON TABLE register.shared_number IS 'Addressees that were ever linked to an integrated addressee number beside the one who established it, to find who shares a number; the versions say who does now. Source: numbering. Retention: as register.version. Class: identifier.';

COMMENT ON COLUMN register.shared_number.running_number IS 'Integrated addressee number without check digit. Source: numbering. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN register.shared_number.addressee_id IS 'Who was linked to it. Source: register.addressee. Retention: as the table. Class: internal identifier.';

CREATE TABLE register.tie_act (
    tie_act_id bigint NOT NULL,
    held_id bigint NOT NULL,
    addressee_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    running_number bigint,
    before_running_number bigint,
    after_running_number bigint,
    history_number integer NOT NULL,
    before_ordinal smallint,
    after_ordinal smallint,
    act "char" NOT NULL,
    record_code text COLLATE pg_catalog."C",
    before_record_code text COLLATE pg_catalog."C",
    after_record_code text COLLATE pg_catalog."C",
    by_whom text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT tie_act_is_known CHECK ((act = ANY (ARRAY['t'::"char", 'e'::"char", 'd'::"char", 'b'::"char"])))
);

ALTER TABLE register.tie_act OWNER TO atena_owner;

COMMENT ON TABLE register.tie_act IS 'Decisions on whose a number is, each with the tie before and after. Source: two people. Retention: as register.version. Class: personal, restricted: resident record code.';

COMMENT ON COLUMN register.tie_act.tie_act_id IS 'Internal id; gives the order. Source: identity. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.tie_act.held_id IS 'Entry of the queue that was decided. Source: intake.held. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.tie_act.addressee_id IS 'About whom. Source: register. Retention: as the table. Class: internal identifier.';

COMMENT ON COLUMN register.tie_act.recorded_at IS 'When. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.tie_act.running_number IS 'The integrated number decided on; null where none was. Source: register. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN register.tie_act.before_running_number IS 'Tie of the current version before. Source: register. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN register.tie_act.after_running_number IS 'Tie of the current version after. Source: register. Retention: as the table. Class: identifier.';

COMMENT ON COLUMN register.tie_act.history_number IS 'The version. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.tie_act.before_ordinal IS 'Which of the individual numbers before. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.tie_act.after_ordinal IS 'Which of the individual numbers after. Source: register. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.tie_act.act IS 't tied, e ended because it never was the person''s, d a claim denied, b taken back. Source: the decision. Retention: as the table. Class: none.';

COMMENT ON COLUMN register.tie_act.record_code IS 'The resident record code decided on; null where none was. Source: the row. Retention: as the table. Class: personal, restricted: resident record code.';

COMMENT ON COLUMN register.tie_act.before_record_code IS 'Code of the current version before. Source: register. Retention: as the table. Class: personal, restricted: resident record code.';

COMMENT ON COLUMN register.tie_act.after_record_code IS 'Code of the current version after. Source: register. Retention: as the table. Class: personal, restricted: resident record code.';

COMMENT ON COLUMN register.tie_act.by_whom IS 'Who confirmed. Source: identity. Retention: as the table. Class: staff name.';

ALTER TABLE register.tie_act ALTER COLUMN tie_act_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME register.tie_act_tie_act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY access.application_decision
    ADD CONSTRAINT application_decision_pkey PRIMARY KEY (application_id);

ALTER TABLE ONLY access.application
    ADD CONSTRAINT application_parties_key UNIQUE (application_id, account, applied_by);

ALTER TABLE ONLY access.application
    ADD CONSTRAINT application_pkey PRIMARY KEY (application_id);

ALTER TABLE ONLY access.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (assignment_id);

ALTER TABLE ONLY access.attempt
    ADD CONSTRAINT attempt_pkey PRIMARY KEY (account_hash);

ALTER TABLE ONLY access.certificate_block
    ADD CONSTRAINT certificate_block_pkey PRIMARY KEY (fingerprint);

ALTER TABLE ONLY access.certificate_enrolment
    ADD CONSTRAINT certificate_enrolment_pkey PRIMARY KEY (enrolment_id);

ALTER TABLE ONLY access.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (account);

ALTER TABLE ONLY access.department
    ADD CONSTRAINT department_pkey PRIMARY KEY (department);

ALTER TABLE ONLY access.department_right
    ADD CONSTRAINT department_right_pkey PRIMARY KEY (department_right_id);

ALTER TABLE ONLY access.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (ledger_id);

ALTER TABLE ONLY access.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (account);

ALTER TABLE ONLY access.post
    ADD CONSTRAINT post_pkey PRIMARY KEY (post);

ALTER TABLE ONLY access.row_sealing
    ADD CONSTRAINT row_sealing_pkey PRIMARY KEY (generation);

ALTER TABLE ONLY access.service_account
    ADD CONSTRAINT service_account_pkey PRIMARY KEY (account);

ALTER TABLE ONLY access.system_certificate
    ADD CONSTRAINT system_certificate_pkey PRIMARY KEY (fingerprint);

ALTER TABLE ONLY access.token
    ADD CONSTRAINT token_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY access.transfer_file
    ADD CONSTRAINT transfer_file_pkey PRIMARY KEY (file_id);

ALTER TABLE ONLY access.transfer
    ADD CONSTRAINT transfer_pkey PRIMARY KEY (transfer_id);

ALTER TABLE ONLY access.transfer_rejected
    ADD CONSTRAINT transfer_rejected_pkey PRIMARY KEY (file_id, line, ordinal);

ALTER TABLE ONLY analysis.closing
    ADD CONSTRAINT closing_pkey PRIMARY KEY (finding_id);

ALTER TABLE ONLY analysis.finding
    ADD CONSTRAINT finding_once UNIQUE NULLS NOT DISTINCT (rule, subject, day, addressee_id);

ALTER TABLE ONLY analysis.finding
    ADD CONSTRAINT finding_pkey PRIMARY KEY (finding_id);

ALTER TABLE ONLY analysis.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (run_id);

ALTER TABLE ONLY answer.flag_act
    ADD CONSTRAINT flag_act_pkey PRIMARY KEY (flag_act_id);

ALTER TABLE ONLY answer.request
    ADD CONSTRAINT request_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY audit.checkpoint
    ADD CONSTRAINT checkpoint_pkey PRIMARY KEY (batch);

ALTER TABLE ONLY audit.checkpoint
    ADD CONSTRAINT checkpoint_tree_size_key UNIQUE (tree_size);

ALTER TABLE ONLY audit.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (event_id);

ALTER TABLE audit.event
    ADD CONSTRAINT event_says_what_its_body_says CHECK (audit.is_true_event(kind, by_whom, is_failure, addressee_id, recorded_at, body, salt, personal)) NOT VALID;

ALTER TABLE ONLY audit.seal_state
    ADD CONSTRAINT seal_state_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY audit.sealing_turn
    ADD CONSTRAINT sealing_turn_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY audit.tile
    ADD CONSTRAINT tile_pkey PRIMARY KEY (level, tile);

ALTER TABLE ONLY dataset.catalogue
    ADD CONSTRAINT catalogue_pkey PRIMARY KEY (dataset);

ALTER TABLE ONLY dataset.interest
    ADD CONSTRAINT interest_pkey PRIMARY KEY (addressee_id, system, journal_position);

ALTER TABLE ONLY dataset.item
    ADD CONSTRAINT item_name_is_its_own UNIQUE (dataset, name);

ALTER TABLE ONLY dataset.item
    ADD CONSTRAINT item_pkey PRIMARY KEY (dataset, "bit");

ALTER TABLE ONLY dataset.record
    ADD CONSTRAINT published_record_pkey PRIMARY KEY (addressee_id, dataset, record_key, history_number);

ALTER TABLE ONLY delivery.awaited
    ADD CONSTRAINT awaited_pkey PRIMARY KEY (system, dataset, receipt, addressee_id, record_key, sequence);

ALTER TABLE ONLY delivery.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (system, dataset);

ALTER TABLE ONLY delivery.dead_letter
    ADD CONSTRAINT dead_letter_pkey PRIMARY KEY (dead_letter_id);

ALTER TABLE ONLY delivery.endpoint
    ADD CONSTRAINT endpoint_pkey PRIMARY KEY (system, dataset);

ALTER TABLE ONLY delivery.followed
    ADD CONSTRAINT followed_pkey PRIMARY KEY (system, dataset);

ALTER TABLE ONLY delivery.inventory_entry
    ADD CONSTRAINT inventory_entry_pkey PRIMARY KEY (inventory_id, atenabango, record_key);

ALTER TABLE ONLY delivery.inventory
    ADD CONSTRAINT inventory_pkey PRIMARY KEY (inventory_id);

ALTER TABLE ONLY delivery.protection_noted
    ADD CONSTRAINT protection_noted_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY delivery.protection_notice
    ADD CONSTRAINT protection_notice_pkey PRIMARY KEY (addressee_id, xact, "position", system, dataset);

ALTER TABLE ONLY delivery.sent_again
    ADD CONSTRAINT sent_again_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY delivery.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (system, dataset);

ALTER TABLE ONLY delivery.waiting
    ADD CONSTRAINT waiting_pkey PRIMARY KEY (system, dataset, addressee_id);

ALTER TABLE ONLY governance.act
    ADD CONSTRAINT act_one_a_step UNIQUE (policy_version, step);

ALTER TABLE ONLY governance.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (act_id);

ALTER TABLE ONLY governance.act
    ADD CONSTRAINT act_step_as_done UNIQUE (policy_version, step, act, account);

ALTER TABLE ONLY governance.body
    ADD CONSTRAINT body_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY governance.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (change_id);

ALTER TABLE ONLY governance.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (content_hash);

ALTER TABLE ONLY governance.in_force
    ADD CONSTRAINT in_force_pkey PRIMARY KEY (system, dataset);

ALTER TABLE ONLY governance.legal_basis
    ADD CONSTRAINT legal_basis_pkey PRIMARY KEY (document, id);

ALTER TABLE ONLY governance.policy
    ADD CONSTRAINT policy_pkey PRIMARY KEY (content_hash);

ALTER TABLE ONLY governance.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (change_id, way);

ALTER TABLE ONLY governance.warning
    ADD CONSTRAINT warning_pkey PRIMARY KEY (policy_version, ends_on, days);

ALTER TABLE ONLY intake.assigned
    ADD CONSTRAINT assigned_pkey PRIMARY KEY (file_id, line);

ALTER TABLE ONLY intake.block
    ADD CONSTRAINT block_pkey PRIMARY KEY (file_id, lane, number);

ALTER TABLE ONLY intake.decided_anew
    ADD CONSTRAINT decided_anew_pkey PRIMARY KEY (file_id, line, round, ordinal);

ALTER TABLE ONLY intake.file
    ADD CONSTRAINT file_digest_key UNIQUE (digest, layout, edition, source, encoding, block_form, run);

ALTER TABLE ONLY intake.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (file_id);

ALTER TABLE ONLY intake.held_act
    ADD CONSTRAINT held_act_pkey PRIMARY KEY (held_act_id);

ALTER TABLE ONLY intake.held
    ADD CONSTRAINT held_pkey PRIMARY KEY (held_id);

ALTER TABLE ONLY intake.missed_due
    ADD CONSTRAINT missed_due_pkey PRIMARY KEY (source, layout, due_at);

ALTER TABLE ONLY intake.rejected
    ADD CONSTRAINT rejected_pkey PRIMARY KEY (file_id, line, ordinal);

ALTER TABLE ONLY intake.taking
    ADD CONSTRAINT taking_pkey PRIMARY KEY (source, layout, taken_at, file_id);

ALTER TABLE ONLY journal.calendar
    ADD CONSTRAINT calendar_pkey PRIMARY KEY (xact, "position");

ALTER TABLE ONLY journal.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (xact, "position");

ALTER TABLE ONLY journal.incarnation
    ADD CONSTRAINT incarnation_incarnation_key UNIQUE (incarnation);

ALTER TABLE ONLY journal.incarnation
    ADD CONSTRAINT incarnation_pkey PRIMARY KEY (number);

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_name_key UNIQUE (name);

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (number);

ALTER TABLE ONLY provision.custody
    ADD CONSTRAINT custody_once UNIQUE (medium_id, step);

ALTER TABLE ONLY provision.custody
    ADD CONSTRAINT custody_pkey PRIMARY KEY (custody_id);

ALTER TABLE ONLY provision.encrypted_bytes
    ADD CONSTRAINT encrypted_bytes_pkey PRIMARY KEY (record_id);

ALTER TABLE ONLY provision.encrypted_file
    ADD CONSTRAINT encrypted_file_pkey PRIMARY KEY (record_id);

ALTER TABLE ONLY provision.medium_decision
    ADD CONSTRAINT medium_decision_pkey PRIMARY KEY (medium_id);

ALTER TABLE ONLY provision.medium
    ADD CONSTRAINT medium_pkey PRIMARY KEY (medium_id);

ALTER TABLE ONLY provision.record
    ADD CONSTRAINT record_pkey PRIMARY KEY (record_id);

ALTER TABLE provision.record
    ADD CONSTRAINT record_result_is_known CHECK ((result = ANY (ARRAY['s'::"char", 'p'::"char", 'i'::"char", 'r'::"char", 'o'::"char", 'a'::"char", 'x'::"char", 'u'::"char", 'n'::"char"]))) NOT VALID;

ALTER TABLE ONLY register.addressee
    ADD CONSTRAINT addressee_atenabango_key UNIQUE (atenabango);

ALTER TABLE ONLY register.addressee
    ADD CONSTRAINT addressee_pkey PRIMARY KEY (addressee_id);

ALTER TABLE ONLY register.code_rewriting
    ADD CONSTRAINT code_rewriting_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY register.end_decision
    ADD CONSTRAINT end_decision_pkey PRIMARY KEY (proposal_id);

ALTER TABLE ONLY register.end_proposal
    ADD CONSTRAINT end_proposal_pkey PRIMARY KEY (proposal_id);

ALTER TABLE ONLY register.measure_person
    ADD CONSTRAINT measure_person_pkey PRIMARY KEY (measure_id, addressee_id);

ALTER TABLE ONLY register.measure
    ADD CONSTRAINT measure_pkey PRIMARY KEY (measure_id);

ALTER TABLE ONLY register.measure_term
    ADD CONSTRAINT measure_term_pkey PRIMARY KEY (term_id);

ALTER TABLE ONLY register.number_binding
    ADD CONSTRAINT number_binding_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY register.protected_household
    ADD CONSTRAINT protected_household_pkey PRIMARY KEY (setaibango, addressee_id);

ALTER TABLE ONLY register.protection_end
    ADD CONSTRAINT protection_end_pkey PRIMARY KEY (end_id);

ALTER TABLE ONLY register.protection
    ADD CONSTRAINT protection_pkey PRIMARY KEY (addressee_id, xact, journal_position);

ALTER TABLE ONLY register.record_code
    ADD CONSTRAINT record_code_pkey PRIMARY KEY (code);

ALTER TABLE ONLY register.release_decision
    ADD CONSTRAINT release_decision_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY register.release_request
    ADD CONSTRAINT release_request_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY register.search_key
    ADD CONSTRAINT search_key_pkey PRIMARY KEY (addressee_id, history_number, ordinal);

ALTER TABLE ONLY register.search_keying
    ADD CONSTRAINT search_keying_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY register.shared_number
    ADD CONSTRAINT shared_number_pkey PRIMARY KEY (running_number, addressee_id);

ALTER TABLE ONLY register.tie_act
    ADD CONSTRAINT tie_act_pkey PRIMARY KEY (tie_act_id);

ALTER TABLE ONLY register.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (addressee_id, history_number);

ALTER TABLE ONLY vault.individual_number
    ADD CONSTRAINT individual_number_keyed_hash_key UNIQUE (keyed_hash);

ALTER TABLE ONLY vault.individual_number
    ADD CONSTRAINT individual_number_pkey PRIMARY KEY (running_number, ordinal);

CREATE UNIQUE INDEX assignment_open ON access.assignment USING btree (account, department) WHERE (until_day IS NULL);

CREATE UNIQUE INDEX department_right_open ON access.department_right USING btree (department, task, right_name) WHERE (until_day IS NULL);

CREATE INDEX ledger_account ON access.ledger USING btree (account, right_name, ledger_id);

CREATE UNIQUE INDEX person_account_any_case ON access.person USING btree (lower(account));

CREATE INDEX system_certificate_system ON access.system_certificate USING btree (system, added_at);

CREATE INDEX token_account ON access.token USING btree (account) WHERE (ended_at IS NULL);

CREATE INDEX token_account_issued ON access.token USING btree (account, issued_at);

CREATE INDEX transfer_account ON access.transfer USING btree (account, day);

CREATE INDEX transfer_waiting ON access.transfer USING btree (account, day) WHERE (applied_at IS NULL);

CREATE INDEX flag_act_addressee ON answer.flag_act USING btree (addressee_id, flag_act_id);

CREATE INDEX request_addressee ON answer.request USING btree (addressee_id, system, dataset);

CREATE INDEX request_waiting ON answer.request USING btree (request_id) WHERE (outcome IS NULL);

CREATE UNIQUE INDEX request_waits_once ON answer.request USING btree (system, dataset, addressee_id, items) WHERE (outcome IS NULL);

CREATE INDEX checkpoint_last ON audit.checkpoint USING btree (last_xact, last_event_id);

CREATE INDEX event_addressee ON audit.event USING btree (addressee_id) WHERE (addressee_id IS NOT NULL);

CREATE INDEX event_order ON audit.event USING btree (xact, event_id);

CREATE INDEX event_protection_noted ON audit.event USING btree (addressee_id, ((((body)::jsonb #>> '{fields,ordinal}'::text[]))::bigint)) WHERE (kind = 'protection.noted'::text);

COMMENT ON INDEX audit.event_protection_noted IS 'Finds which sets of protection the log knows.';

CREATE INDEX event_recorded_at ON audit.event USING brin (recorded_at);

CREATE INDEX interest_turns ON dataset.interest USING btree (system, addressee_id, recorded_at);

COMMENT ON INDEX dataset.interest_turns IS 'Who counts as registered by a system, for its extracts; and of a person the last word.';

CREATE INDEX awaited_addressee ON delivery.awaited USING btree (addressee_id, system, dataset);

CREATE INDEX dead_letter_open ON delivery.dead_letter USING btree (system, dataset) WHERE (redelivered_at IS NULL);

CREATE INDEX inventory_of_receiver ON delivery.inventory USING btree (system, dataset, inventory_id);

CREATE INDEX protection_notice_open ON delivery.protection_notice USING btree (system, dataset) WHERE ((acknowledged_at IS NULL) AND (was_told IS NOT FALSE));

COMMENT ON INDEX delivery.protection_notice_open IS 'Finds what a receiver has yet to follow.';

CREATE INDEX change_by_receiver ON governance.change USING btree (system, dataset, to_version);

CREATE INDEX receipt_open ON governance.receipt USING btree (system, dataset) WHERE (acknowledged_at IS NULL);

CREATE INDEX decided_anew_block ON intake.decided_anew USING btree (file_id, lane, block);

CREATE INDEX held_act_held ON intake.held_act USING btree (held_id, held_act_id);

CREATE INDEX held_line ON intake.held USING btree (file_id, line);

CREATE INDEX held_open ON intake.held USING btree (atenabango) WHERE (state = ANY (ARRAY['w'::"char", 'p'::"char"]));

CREATE INDEX calendar_day ON journal.calendar USING btree (day);

CREATE INDEX record_by_time ON provision.record USING brin (recorded_at);

CREATE INDEX record_of_start ON provision.record USING btree (started_by) WHERE (started_by IS NOT NULL);

CREATE INDEX record_of_version ON provision.record USING btree (system, dataset, policy_version, record_id) WHERE (((addressee_id IS NULL) OR (event_id IS NULL)) AND (result <> 'r'::"char"));

CREATE INDEX record_pulled ON provision.record USING btree (system, dataset, way) WHERE (way = ANY (ARRAY['d'::"char", 'f'::"char", 'm'::"char"]));

CREATE INDEX addressee_short_digits ON register.addressee USING btree (ltrim(atenabango, '0'::text)) WHERE ((length(atenabango) < 15) AND (atenabango !~ '[^0-9]'::text));

CREATE INDEX awaiting_addressee ON register.awaiting USING btree (addressee_id) WHERE (addressee_id IS NOT NULL);

CREATE INDEX awaiting_held ON register.awaiting USING btree (held_id);

CREATE INDEX awaiting_running_number ON register.awaiting USING btree (running_number) WHERE (running_number IS NOT NULL);

CREATE INDEX end_proposal_of_measure ON register.end_proposal USING btree (measure_id) WHERE (measure_id IS NOT NULL);

COMMENT ON INDEX register.end_proposal_of_measure IS 'Finds what was proposed of a measure.';

CREATE INDEX measure_person_of ON register.measure_person USING btree (addressee_id);

COMMENT ON INDEX register.measure_person_of IS 'Finds the measures of a person.';

CREATE INDEX measure_term_of ON register.measure_term USING btree (measure_id);

COMMENT ON INDEX register.measure_term_of IS 'Finds the terms of a measure.';

CREATE INDEX protected_household_of ON register.protected_household USING btree (addressee_id);

COMMENT ON INDEX register.protected_household_of IS 'Finds the households of a person.';

CREATE INDEX protection_by_place ON register.protection USING btree (xact, journal_position);

COMMENT ON INDEX register.protection_by_place IS 'Finds what was set since a place of the journal.';

CREATE INDEX protection_end_of ON register.protection_end USING btree (addressee_id);

COMMENT ON INDEX register.protection_end_of IS 'Finds the ends of a person.';

CREATE INDEX protection_newest ON register.protection USING btree (addressee_id, ordinal);

CREATE INDEX release_decision_of ON register.release_decision USING btree (account, until_at) WHERE (until_at IS NOT NULL);

COMMENT ON INDEX register.release_decision_of IS 'Finds what an account may read now.';

CREATE INDEX search_key_reading ON register.search_key USING btree (reading) WITH (deduplicate_items=off) WHERE (reading <> ''::text);

CREATE INDEX search_key_written ON register.search_key USING btree (written) WITH (deduplicate_items=off);

CREATE INDEX tie_act_addressee ON register.tie_act USING btree (addressee_id, tie_act_id DESC);

CREATE INDEX tie_act_held ON register.tie_act USING btree (held_id);

CREATE INDEX tie_act_running_number ON register.tie_act USING btree (running_number, addressee_id, tie_act_id DESC);

CREATE INDEX version_birth ON register.version USING btree (seinengappi);

CREATE INDEX version_birth_uncertain ON register.version USING btree (addressee_id) WHERE ((birth_last_day IS NOT NULL) OR (birth_sort_day IS NULL));

COMMENT ON INDEX register.version_birth_uncertain IS 'Finds persons whose birth date is not known to the day.';

CREATE INDEX version_household ON register.version USING btree (setaibango COLLATE "C") WHERE (setaibango IS NOT NULL);

COMMENT ON INDEX register.version_household IS 'Finds who is or was in a household; compared as protected_household compares.';

CREATE TRIGGER interest_stands_behind_the_last BEFORE INSERT ON dataset.interest FOR EACH ROW EXECUTE FUNCTION dataset.stand_behind_the_last();

CREATE TRIGGER interest_stays BEFORE UPDATE ON dataset.interest FOR EACH ROW WHEN ((old.mac IS NOT NULL)) EXECUTE FUNCTION register.refuse_change();

CREATE TRIGGER subscription_starts_over BEFORE UPDATE OF starts_over ON delivery.subscription FOR EACH ROW WHEN ((new.starts_over AND (NOT old.starts_over))) EXECUTE FUNCTION delivery.note_start_over();

CREATE TRIGGER act_stays BEFORE UPDATE OF mac ON governance.act FOR EACH ROW WHEN ((old.mac IS NOT NULL)) EXECUTE FUNCTION register.refuse_change();

CREATE TRIGGER body_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON governance.body FOR EACH STATEMENT EXECUTE FUNCTION governance.keep_body();

CREATE TRIGGER measure_person_addressee_fkey AFTER INSERT ON register.measure_person REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'addressee_id');

CREATE TRIGGER protected_household_addressee_fkey AFTER INSERT ON register.protected_household REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'addressee_id');

CREATE TRIGGER protected_household_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON register.protected_household FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_change();

CREATE TRIGGER protection_addressee_fkey AFTER INSERT ON register.protection REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'addressee_id');

CREATE TRIGGER protection_end_addressee_fkey AFTER INSERT ON register.protection_end REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'addressee_id');

CREATE TRIGGER protection_end_household AFTER INSERT ON register.protection_end REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION register.note_end_of_protection();

CREATE TRIGGER protection_household AFTER INSERT ON register.protection REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION register.note_protection();

CREATE TRIGGER protection_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON register.protection FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_change();

CREATE TRIGGER version_addressee_fkey AFTER INSERT ON register.version REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'addressee_id');

CREATE TRIGGER version_noted AFTER INSERT ON register.version REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION register.note_versions();

CREATE TRIGGER individual_number_established_by_fkey AFTER INSERT ON vault.individual_number REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'established_by');

ALTER TABLE ONLY access.application_decision
    ADD CONSTRAINT application_decision_parties_fkey FOREIGN KEY (application_id, account, applied_by) REFERENCES access.application(application_id, account, applied_by);

ALTER TABLE ONLY access.application
    ADD CONSTRAINT application_person_fkey FOREIGN KEY (account) REFERENCES access.person(account);

ALTER TABLE ONLY access.assignment
    ADD CONSTRAINT assignment_department_fkey FOREIGN KEY (department) REFERENCES access.department(department);

ALTER TABLE ONLY access.assignment
    ADD CONSTRAINT assignment_person_fkey FOREIGN KEY (account) REFERENCES access.person(account);

ALTER TABLE ONLY access.assignment
    ADD CONSTRAINT assignment_post_fkey FOREIGN KEY (post) REFERENCES access.post(post);

ALTER TABLE ONLY access.credential
    ADD CONSTRAINT credential_person_fkey FOREIGN KEY (account) REFERENCES access.person(account);

ALTER TABLE ONLY access.department_right
    ADD CONSTRAINT department_right_department_fkey FOREIGN KEY (department) REFERENCES access.department(department);

ALTER TABLE ONLY access.ledger
    ADD CONSTRAINT ledger_application_fkey FOREIGN KEY (application_id) REFERENCES access.application(application_id);

ALTER TABLE ONLY access.ledger
    ADD CONSTRAINT ledger_person_fkey FOREIGN KEY (account) REFERENCES access.person(account);

ALTER TABLE ONLY access.token
    ADD CONSTRAINT token_person_fkey FOREIGN KEY (account) REFERENCES access.person(account);

ALTER TABLE ONLY access.transfer
    ADD CONSTRAINT transfer_file_fkey FOREIGN KEY (file_id) REFERENCES access.transfer_file(file_id);

ALTER TABLE ONLY access.transfer_rejected
    ADD CONSTRAINT transfer_rejected_file_fkey FOREIGN KEY (file_id) REFERENCES access.transfer_file(file_id);

ALTER TABLE ONLY analysis.closing
    ADD CONSTRAINT closing_finding_fkey FOREIGN KEY (finding_id) REFERENCES analysis.finding(finding_id);

ALTER TABLE ONLY dataset.interest
    ADD CONSTRAINT interest_is_in_an_addressee FOREIGN KEY (addressee_id) REFERENCES register.addressee(addressee_id);

ALTER TABLE ONLY dataset.item
    ADD CONSTRAINT item_is_of_a_dataset FOREIGN KEY (dataset) REFERENCES dataset.catalogue(dataset);

ALTER TABLE ONLY dataset.record
    ADD CONSTRAINT record_is_of_a_dataset FOREIGN KEY (dataset) REFERENCES dataset.catalogue(dataset);

ALTER TABLE ONLY dataset.record
    ADD CONSTRAINT record_is_of_an_addressee FOREIGN KEY (addressee_id) REFERENCES register.addressee(addressee_id);

ALTER TABLE ONLY governance.act
    ADD CONSTRAINT act_follows_fkey FOREIGN KEY (policy_version, after_step, after_act, after_account) REFERENCES governance.act(policy_version, step, act, account);

ALTER TABLE ONLY governance.act
    ADD CONSTRAINT act_policy_fkey FOREIGN KEY (policy_version) REFERENCES governance.policy(content_hash);

ALTER TABLE ONLY governance.change
    ADD CONSTRAINT change_from_fkey FOREIGN KEY (from_version) REFERENCES governance.policy(content_hash);

ALTER TABLE ONLY governance.change
    ADD CONSTRAINT change_to_fkey FOREIGN KEY (to_version) REFERENCES governance.policy(content_hash);

ALTER TABLE ONLY governance.in_force
    ADD CONSTRAINT in_force_policy_fkey FOREIGN KEY (content_hash) REFERENCES governance.policy(content_hash);

ALTER TABLE ONLY governance.legal_basis
    ADD CONSTRAINT legal_basis_document_fkey FOREIGN KEY (document) REFERENCES governance.document(content_hash);

ALTER TABLE ONLY governance.policy
    ADD CONSTRAINT policy_closes_fkey FOREIGN KEY (closes) REFERENCES governance.policy(content_hash);

ALTER TABLE ONLY governance.receipt
    ADD CONSTRAINT receipt_change_fkey FOREIGN KEY (change_id) REFERENCES governance.change(change_id);

ALTER TABLE ONLY governance.warning
    ADD CONSTRAINT warning_policy_fkey FOREIGN KEY (policy_version) REFERENCES governance.policy(content_hash);

ALTER TABLE ONLY intake.assigned
    ADD CONSTRAINT assigned_file_fkey FOREIGN KEY (file_id) REFERENCES intake.file(file_id);

ALTER TABLE ONLY intake.block
    ADD CONSTRAINT block_file_fkey FOREIGN KEY (file_id) REFERENCES intake.file(file_id);

ALTER TABLE ONLY intake.decided_anew
    ADD CONSTRAINT decided_anew_file_fkey FOREIGN KEY (file_id) REFERENCES intake.file(file_id);

ALTER TABLE ONLY intake.held_act
    ADD CONSTRAINT held_act_held_fkey FOREIGN KEY (held_id) REFERENCES intake.held(held_id);

ALTER TABLE ONLY intake.held
    ADD CONSTRAINT held_file_fkey FOREIGN KEY (file_id) REFERENCES intake.file(file_id);

ALTER TABLE ONLY intake.rejected
    ADD CONSTRAINT rejected_file_fkey FOREIGN KEY (file_id) REFERENCES intake.file(file_id);

ALTER TABLE ONLY intake.taking
    ADD CONSTRAINT taking_is_of_a_file FOREIGN KEY (file_id) REFERENCES intake.file(file_id);

ALTER TABLE ONLY provision.custody
    ADD CONSTRAINT custody_medium_fkey FOREIGN KEY (medium_id) REFERENCES provision.medium(medium_id);

ALTER TABLE ONLY provision.encrypted_bytes
    ADD CONSTRAINT encrypted_bytes_file_fkey FOREIGN KEY (record_id) REFERENCES provision.encrypted_file(record_id);

ALTER TABLE ONLY provision.medium_decision
    ADD CONSTRAINT medium_decision_medium_fkey FOREIGN KEY (medium_id) REFERENCES provision.medium(medium_id);

ALTER TABLE ONLY register.end_decision
    ADD CONSTRAINT end_decision_proposal_fkey FOREIGN KEY (proposal_id) REFERENCES register.end_proposal(proposal_id);

ALTER TABLE ONLY register.end_proposal
    ADD CONSTRAINT end_proposal_measure_fkey FOREIGN KEY (measure_id) REFERENCES register.measure(measure_id);

ALTER TABLE ONLY register.measure_person
    ADD CONSTRAINT measure_person_measure_fkey FOREIGN KEY (measure_id) REFERENCES register.measure(measure_id);

ALTER TABLE ONLY register.measure_term
    ADD CONSTRAINT measure_term_measure_fkey FOREIGN KEY (measure_id) REFERENCES register.measure(measure_id);

ALTER TABLE ONLY register.protection_end
    ADD CONSTRAINT protection_end_proposal_fkey FOREIGN KEY (proposal_id) REFERENCES register.end_proposal(proposal_id);

ALTER TABLE ONLY register.release_decision
    ADD CONSTRAINT release_decision_request_fkey FOREIGN KEY (request_id) REFERENCES register.release_request(request_id);

GRANT USAGE ON SCHEMA access TO atena_hub;
GRANT USAGE ON SCHEMA access TO atena_reads;

GRANT USAGE ON SCHEMA analysis TO atena_hub;
GRANT USAGE ON SCHEMA analysis TO atena_reads;

GRANT USAGE ON SCHEMA answer TO atena_hub;
GRANT USAGE ON SCHEMA answer TO atena_reads;

GRANT USAGE ON SCHEMA audit TO atena_hub;
GRANT USAGE ON SCHEMA audit TO atena_sealer;
GRANT USAGE ON SCHEMA audit TO atena_reads;

GRANT USAGE ON SCHEMA dataset TO atena_hub;
GRANT USAGE ON SCHEMA dataset TO atena_reads;

GRANT USAGE ON SCHEMA delivery TO atena_hub;
GRANT USAGE ON SCHEMA delivery TO atena_reads;

GRANT USAGE ON SCHEMA governance TO atena_hub;
GRANT USAGE ON SCHEMA governance TO atena_reads;

GRANT USAGE ON SCHEMA intake TO atena_hub;
GRANT USAGE ON SCHEMA intake TO atena_reads;

GRANT USAGE ON SCHEMA journal TO atena_hub;
GRANT USAGE ON SCHEMA journal TO atena_sealer;
GRANT USAGE ON SCHEMA journal TO atena_reads;

GRANT USAGE ON SCHEMA machine TO atena_reads;

GRANT USAGE ON SCHEMA migration TO atena_hub;
GRANT USAGE ON SCHEMA migration TO atena_reads;

GRANT USAGE ON SCHEMA provision TO atena_hub;
GRANT USAGE ON SCHEMA provision TO atena_reads;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA register TO atena_hub;
GRANT USAGE ON SCHEMA register TO atena_vault;
GRANT USAGE ON SCHEMA register TO atena_reads;
GRANT USAGE ON SCHEMA register TO atena_opens;

GRANT USAGE ON SCHEMA vault TO atena_vault;
GRANT USAGE ON SCHEMA vault TO atena_opens;

REVOKE ALL ON FUNCTION audit.erase_openings(kinds text[], before timestamp with time zone, after bigint, most integer, OUT erased bigint, OUT last bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.erase_openings(kinds text[], before timestamp with time zone, after bigint, most integer, OUT erased bigint, OUT last bigint) TO atena_hub;
GRANT ALL ON FUNCTION audit.erase_openings(kinds text[], before timestamp with time zone, after bigint, most integer, OUT erased bigint, OUT last bigint) TO atena_clerks;

GRANT SELECT,INSERT ON TABLE dataset.record TO atena_hub;
GRANT SELECT ON TABLE dataset.record TO atena_reads;
GRANT INSERT ON TABLE dataset.record TO atena_clerks;

GRANT ALL ON FUNCTION dataset.newest(addressee bigint, of_dataset text, of_key text) TO atena_hub;
GRANT ALL ON FUNCTION dataset.newest(addressee bigint, of_dataset text, of_key text) TO atena_reads;

GRANT ALL ON FUNCTION dataset.records_at(addressee bigint, of_dataset text, upto_xact xid8, upto_position bigint) TO atena_hub;
GRANT ALL ON FUNCTION dataset.records_at(addressee bigint, of_dataset text, upto_xact xid8, upto_position bigint) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_open(oid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_put(oid, bigint, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO atena_reads;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO atena_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO atena_reads;

REVOKE ALL ON FUNCTION register.decide_tie(held bigint, person bigint, what "char", about bigint, about_code text, new_running bigint, new_ordinal smallint, new_code text, whom text) FROM PUBLIC;
GRANT ALL ON FUNCTION register.decide_tie(held bigint, person bigint, what "char", about bigint, about_code text, new_running bigint, new_ordinal smallint, new_code text, whom text) TO atena_hub;
GRANT ALL ON FUNCTION register.decide_tie(held bigint, person bigint, what "char", about bigint, about_code text, new_running bigint, new_ordinal smallint, new_code text, whom text) TO atena_clerks;

GRANT ALL ON FUNCTION register.is_protected_in(addressee bigint, household text, at_xact xid8, at_position bigint, ends bigint[]) TO atena_hub;
GRANT ALL ON FUNCTION register.is_protected_in(addressee bigint, household text, at_xact xid8, at_position bigint, ends bigint[]) TO atena_reads;

REVOKE ALL ON FUNCTION register.missing_households() FROM PUBLIC;
GRANT ALL ON FUNCTION register.missing_households() TO atena_hub;
GRANT ALL ON FUNCTION register.missing_households() TO atena_reads;

GRANT SELECT,INSERT ON TABLE register.version TO atena_hub;
GRANT SELECT ON TABLE register.version TO atena_reads;
GRANT INSERT ON TABLE register.version TO atena_clerks;

GRANT SELECT(addressee_id) ON TABLE register.version TO atena_vault;

GRANT SELECT(running_number) ON TABLE register.version TO atena_vault;

GRANT SELECT(history_number) ON TABLE register.version TO atena_vault;

GRANT SELECT(number_ordinal) ON TABLE register.version TO atena_vault;

GRANT SELECT(karitorokufuragu) ON TABLE register.version TO atena_vault;

GRANT ALL ON FUNCTION register.newest(addressee bigint) TO atena_hub;
GRANT ALL ON FUNCTION register.newest(addressee bigint) TO atena_reads;

REVOKE ALL ON FUNCTION register.note_end_of_protection() FROM PUBLIC;

REVOKE ALL ON FUNCTION register.note_protection() FROM PUBLIC;

REVOKE ALL ON FUNCTION register.note_versions() FROM PUBLIC;

REVOKE ALL ON FUNCTION register.protect_again(numbers text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION register.protect_again(numbers text[]) TO atena_hub;
GRANT ALL ON FUNCTION register.protect_again(numbers text[]) TO atena_receivers;
GRANT ALL ON FUNCTION register.protect_again(numbers text[]) TO atena_delivers;
GRANT ALL ON FUNCTION register.protect_again(numbers text[]) TO atena_clerks;

GRANT ALL ON FUNCTION register.protection_now(addressee bigint) TO atena_hub;
GRANT ALL ON FUNCTION register.protection_now(addressee bigint) TO atena_reads;

GRANT ALL ON FUNCTION register.refuse_orphans() TO atena_hub;
GRANT ALL ON FUNCTION register.refuse_orphans() TO atena_vault;

REVOKE ALL ON FUNCTION register.set_apart(from_running bigint, from_ordinal smallint, to_running bigint, under_key integer, sealed_there bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION register.set_apart(from_running bigint, from_ordinal smallint, to_running bigint, under_key integer, sealed_there bytea) TO atena_hub;
GRANT ALL ON FUNCTION register.set_apart(from_running bigint, from_ordinal smallint, to_running bigint, under_key integer, sealed_there bytea) TO atena_clerks;

GRANT ALL ON FUNCTION register.set_protection(causes text[], numbers text[], suppressions boolean[], provisionals boolean[], firsts date[], lasts date[], newcomers bigint[], mask bigint) TO atena_hub;
GRANT ALL ON FUNCTION register.set_protection(causes text[], numbers text[], suppressions boolean[], provisionals boolean[], firsts date[], lasts date[], newcomers bigint[], mask bigint) TO atena_clerks;

GRANT ALL ON FUNCTION register.settled(addressee bigint) TO atena_hub;
GRANT ALL ON FUNCTION register.settled(addressee bigint) TO atena_reads;

GRANT ALL ON FUNCTION register.sharing_number(addressee bigint) TO atena_hub;
GRANT ALL ON FUNCTION register.sharing_number(addressee bigint) TO atena_reads;

REVOKE ALL ON FUNCTION register.tell_households(persons bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION register.tell_missing_households() FROM PUBLIC;
GRANT ALL ON FUNCTION register.tell_missing_households() TO atena_hub;
GRANT ALL ON FUNCTION register.tell_missing_households() TO atena_receivers;
GRANT ALL ON FUNCTION register.tell_missing_households() TO atena_delivers;
GRANT ALL ON FUNCTION register.tell_missing_households() TO atena_clerks;

GRANT ALL ON FUNCTION register.tied_to(running bigint[]) TO atena_hub;
GRANT ALL ON FUNCTION register.tied_to(running bigint[]) TO atena_reads;

GRANT ALL ON FUNCTION register.with_check_digit(running bigint) TO atena_reads;

GRANT SELECT ON TABLE access.application TO atena_hub;
GRANT SELECT ON TABLE access.application TO atena_reads;

GRANT INSERT(applied_at) ON TABLE access.application TO atena_hub;
GRANT INSERT(applied_at) ON TABLE access.application TO atena_clerks;

GRANT INSERT(from_day) ON TABLE access.application TO atena_hub;
GRANT INSERT(from_day) ON TABLE access.application TO atena_clerks;

GRANT INSERT(until_day) ON TABLE access.application TO atena_hub;
GRANT INSERT(until_day) ON TABLE access.application TO atena_clerks;

GRANT INSERT(account) ON TABLE access.application TO atena_hub;
GRANT INSERT(account) ON TABLE access.application TO atena_clerks;

GRANT INSERT(applied_by) ON TABLE access.application TO atena_hub;
GRANT INSERT(applied_by) ON TABLE access.application TO atena_clerks;

GRANT INSERT(right_name) ON TABLE access.application TO atena_hub;
GRANT INSERT(right_name) ON TABLE access.application TO atena_clerks;

GRANT INSERT(reason) ON TABLE access.application TO atena_hub;
GRANT INSERT(reason) ON TABLE access.application TO atena_clerks;

GRANT INSERT(set_up_by) ON TABLE access.application TO atena_hub;
GRANT INSERT(set_up_by) ON TABLE access.application TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.application TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.application TO atena_clerks;

GRANT SELECT,INSERT ON TABLE access.application_decision TO atena_hub;
GRANT SELECT ON TABLE access.application_decision TO atena_reads;
GRANT INSERT ON TABLE access.application_decision TO atena_clerks;

GRANT SELECT ON TABLE access.assignment TO atena_hub;
GRANT SELECT ON TABLE access.assignment TO atena_reads;

GRANT INSERT(entered_at) ON TABLE access.assignment TO atena_hub;
GRANT INSERT(entered_at) ON TABLE access.assignment TO atena_delivers;
GRANT INSERT(entered_at) ON TABLE access.assignment TO atena_clerks;

GRANT INSERT(from_day) ON TABLE access.assignment TO atena_hub;
GRANT INSERT(from_day) ON TABLE access.assignment TO atena_delivers;
GRANT INSERT(from_day) ON TABLE access.assignment TO atena_clerks;

GRANT UPDATE(until_day) ON TABLE access.assignment TO atena_hub;
GRANT UPDATE(until_day) ON TABLE access.assignment TO atena_delivers;
GRANT UPDATE(until_day) ON TABLE access.assignment TO atena_clerks;

GRANT INSERT(account) ON TABLE access.assignment TO atena_hub;
GRANT INSERT(account) ON TABLE access.assignment TO atena_delivers;
GRANT INSERT(account) ON TABLE access.assignment TO atena_clerks;

GRANT INSERT(department) ON TABLE access.assignment TO atena_hub;
GRANT INSERT(department) ON TABLE access.assignment TO atena_delivers;
GRANT INSERT(department) ON TABLE access.assignment TO atena_clerks;

GRANT INSERT(task) ON TABLE access.assignment TO atena_hub;
GRANT INSERT(task) ON TABLE access.assignment TO atena_delivers;
GRANT INSERT(task) ON TABLE access.assignment TO atena_clerks;

GRANT INSERT(post) ON TABLE access.assignment TO atena_hub;
GRANT INSERT(post) ON TABLE access.assignment TO atena_delivers;
GRANT INSERT(post) ON TABLE access.assignment TO atena_clerks;

GRANT INSERT(by_whom) ON TABLE access.assignment TO atena_hub;
GRANT INSERT(by_whom) ON TABLE access.assignment TO atena_delivers;
GRANT INSERT(by_whom) ON TABLE access.assignment TO atena_clerks;

GRANT INSERT(taken_in_by) ON TABLE access.assignment TO atena_hub;
GRANT INSERT(taken_in_by) ON TABLE access.assignment TO atena_delivers;
GRANT INSERT(taken_in_by) ON TABLE access.assignment TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.assignment TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.assignment TO atena_delivers;
GRANT UPDATE(mac) ON TABLE access.assignment TO atena_clerks;

GRANT SELECT,DELETE ON TABLE access.attempt TO atena_hub;
GRANT SELECT ON TABLE access.attempt TO atena_reads;
GRANT DELETE ON TABLE access.attempt TO atena_delivers;
GRANT DELETE ON TABLE access.attempt TO atena_clerks;

GRANT INSERT(account_hash) ON TABLE access.attempt TO atena_hub;
GRANT INSERT(account_hash) ON TABLE access.attempt TO atena_clerks;

GRANT INSERT(last_at),UPDATE(last_at) ON TABLE access.attempt TO atena_hub;
GRANT INSERT(last_at),UPDATE(last_at) ON TABLE access.attempt TO atena_clerks;

GRANT UPDATE(locked_until) ON TABLE access.attempt TO atena_hub;
GRANT UPDATE(locked_until) ON TABLE access.attempt TO atena_clerks;

GRANT INSERT(failed),UPDATE(failed) ON TABLE access.attempt TO atena_hub;
GRANT INSERT(failed),UPDATE(failed) ON TABLE access.attempt TO atena_clerks;

GRANT SELECT ON TABLE access.certificate_block TO atena_hub;
GRANT SELECT ON TABLE access.certificate_block TO atena_reads;

GRANT INSERT(fingerprint) ON TABLE access.certificate_block TO atena_hub;
GRANT INSERT(fingerprint) ON TABLE access.certificate_block TO atena_clerks;

GRANT INSERT(blocked_by) ON TABLE access.certificate_block TO atena_hub;
GRANT INSERT(blocked_by) ON TABLE access.certificate_block TO atena_clerks;

GRANT INSERT(reason) ON TABLE access.certificate_block TO atena_hub;
GRANT INSERT(reason) ON TABLE access.certificate_block TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.certificate_block TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.certificate_block TO atena_clerks;

GRANT SELECT ON TABLE access.certificate_enrolment TO atena_hub;
GRANT SELECT ON TABLE access.certificate_enrolment TO atena_reads;

GRANT INSERT(until_day) ON TABLE access.certificate_enrolment TO atena_hub;
GRANT INSERT(until_day) ON TABLE access.certificate_enrolment TO atena_clerks;

GRANT INSERT(set_by) ON TABLE access.certificate_enrolment TO atena_hub;
GRANT INSERT(set_by) ON TABLE access.certificate_enrolment TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.certificate_enrolment TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.certificate_enrolment TO atena_clerks;

GRANT SELECT ON TABLE access.credential TO atena_hub;
GRANT SELECT ON TABLE access.credential TO atena_reads;

GRANT INSERT(account) ON TABLE access.credential TO atena_hub;
GRANT INSERT(account) ON TABLE access.credential TO atena_delivers;
GRANT INSERT(account) ON TABLE access.credential TO atena_clerks;

GRANT UPDATE(password_set_at) ON TABLE access.credential TO atena_hub;
GRANT UPDATE(password_set_at) ON TABLE access.credential TO atena_delivers;
GRANT UPDATE(password_set_at) ON TABLE access.credential TO atena_clerks;

GRANT UPDATE(last_sign_in_at) ON TABLE access.credential TO atena_hub;
GRANT UPDATE(last_sign_in_at) ON TABLE access.credential TO atena_delivers;
GRANT UPDATE(last_sign_in_at) ON TABLE access.credential TO atena_clerks;

GRANT INSERT(set_up_until),UPDATE(set_up_until) ON TABLE access.credential TO atena_hub;
GRANT INSERT(set_up_until),UPDATE(set_up_until) ON TABLE access.credential TO atena_delivers;
GRANT INSERT(set_up_until),UPDATE(set_up_until) ON TABLE access.credential TO atena_clerks;

GRANT INSERT(set_up_on),UPDATE(set_up_on) ON TABLE access.credential TO atena_hub;
GRANT INSERT(set_up_on),UPDATE(set_up_on) ON TABLE access.credential TO atena_delivers;
GRANT INSERT(set_up_on),UPDATE(set_up_on) ON TABLE access.credential TO atena_clerks;

GRANT UPDATE(last_step) ON TABLE access.credential TO atena_hub;
GRANT UPDATE(last_step) ON TABLE access.credential TO atena_delivers;
GRANT UPDATE(last_step) ON TABLE access.credential TO atena_clerks;

GRANT UPDATE(scrypt_n) ON TABLE access.credential TO atena_hub;
GRANT UPDATE(scrypt_n) ON TABLE access.credential TO atena_delivers;
GRANT UPDATE(scrypt_n) ON TABLE access.credential TO atena_clerks;

GRANT UPDATE(scrypt_r) ON TABLE access.credential TO atena_hub;
GRANT UPDATE(scrypt_r) ON TABLE access.credential TO atena_delivers;
GRANT UPDATE(scrypt_r) ON TABLE access.credential TO atena_clerks;

GRANT UPDATE(scrypt_p) ON TABLE access.credential TO atena_hub;
GRANT UPDATE(scrypt_p) ON TABLE access.credential TO atena_delivers;
GRANT UPDATE(scrypt_p) ON TABLE access.credential TO atena_clerks;

GRANT UPDATE(totp_key_id) ON TABLE access.credential TO atena_hub;
GRANT UPDATE(totp_key_id) ON TABLE access.credential TO atena_delivers;
GRANT UPDATE(totp_key_id) ON TABLE access.credential TO atena_clerks;

GRANT INSERT(set_up_by),UPDATE(set_up_by) ON TABLE access.credential TO atena_hub;
GRANT INSERT(set_up_by),UPDATE(set_up_by) ON TABLE access.credential TO atena_delivers;
GRANT INSERT(set_up_by),UPDATE(set_up_by) ON TABLE access.credential TO atena_clerks;

GRANT UPDATE(salt) ON TABLE access.credential TO atena_hub;
GRANT UPDATE(salt) ON TABLE access.credential TO atena_delivers;
GRANT UPDATE(salt) ON TABLE access.credential TO atena_clerks;

GRANT UPDATE(password_hash) ON TABLE access.credential TO atena_hub;
GRANT UPDATE(password_hash) ON TABLE access.credential TO atena_delivers;
GRANT UPDATE(password_hash) ON TABLE access.credential TO atena_clerks;

GRANT UPDATE(totp_sealed) ON TABLE access.credential TO atena_hub;
GRANT UPDATE(totp_sealed) ON TABLE access.credential TO atena_delivers;
GRANT UPDATE(totp_sealed) ON TABLE access.credential TO atena_clerks;

GRANT INSERT(set_up_hash),UPDATE(set_up_hash) ON TABLE access.credential TO atena_hub;
GRANT INSERT(set_up_hash),UPDATE(set_up_hash) ON TABLE access.credential TO atena_delivers;
GRANT INSERT(set_up_hash),UPDATE(set_up_hash) ON TABLE access.credential TO atena_clerks;

GRANT INSERT(set_up_alone),UPDATE(set_up_alone) ON TABLE access.credential TO atena_hub;
GRANT INSERT(set_up_alone),UPDATE(set_up_alone) ON TABLE access.credential TO atena_delivers;
GRANT INSERT(set_up_alone),UPDATE(set_up_alone) ON TABLE access.credential TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.credential TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.credential TO atena_delivers;
GRANT UPDATE(mac) ON TABLE access.credential TO atena_clerks;

GRANT SELECT,INSERT ON TABLE access.department TO atena_hub;
GRANT SELECT ON TABLE access.department TO atena_reads;
GRANT INSERT ON TABLE access.department TO atena_clerks;

GRANT SELECT ON TABLE access.department_right TO atena_hub;
GRANT SELECT ON TABLE access.department_right TO atena_reads;

GRANT INSERT(entered_at) ON TABLE access.department_right TO atena_hub;
GRANT INSERT(entered_at) ON TABLE access.department_right TO atena_clerks;

GRANT INSERT(from_day) ON TABLE access.department_right TO atena_hub;
GRANT INSERT(from_day) ON TABLE access.department_right TO atena_clerks;

GRANT UPDATE(until_day) ON TABLE access.department_right TO atena_hub;
GRANT UPDATE(until_day) ON TABLE access.department_right TO atena_clerks;

GRANT INSERT(department) ON TABLE access.department_right TO atena_hub;
GRANT INSERT(department) ON TABLE access.department_right TO atena_clerks;

GRANT INSERT(task) ON TABLE access.department_right TO atena_hub;
GRANT INSERT(task) ON TABLE access.department_right TO atena_clerks;

GRANT INSERT(right_name) ON TABLE access.department_right TO atena_hub;
GRANT INSERT(right_name) ON TABLE access.department_right TO atena_clerks;

GRANT INSERT(by_whom) ON TABLE access.department_right TO atena_hub;
GRANT INSERT(by_whom) ON TABLE access.department_right TO atena_clerks;

GRANT UPDATE(ended_by) ON TABLE access.department_right TO atena_hub;
GRANT UPDATE(ended_by) ON TABLE access.department_right TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.department_right TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.department_right TO atena_clerks;

GRANT SELECT ON TABLE access.ledger TO atena_hub;
GRANT SELECT ON TABLE access.ledger TO atena_reads;

GRANT INSERT(recorded_at) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(recorded_at) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(recorded_at) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(application_id) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(application_id) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(application_id) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(from_day) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(from_day) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(from_day) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(until_day) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(until_day) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(until_day) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(recorded_on) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(recorded_on) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(recorded_on) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(account) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(account) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(account) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(act) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(act) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(act) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(basis) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(basis) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(basis) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(right_name) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(right_name) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(right_name) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(by_whom) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(by_whom) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(by_whom) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(approved_by) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(approved_by) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(approved_by) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(department) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(department) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(department) ON TABLE access.ledger TO atena_clerks;

GRANT INSERT(reason) ON TABLE access.ledger TO atena_hub;
GRANT INSERT(reason) ON TABLE access.ledger TO atena_delivers;
GRANT INSERT(reason) ON TABLE access.ledger TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.ledger TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.ledger TO atena_delivers;
GRANT UPDATE(mac) ON TABLE access.ledger TO atena_clerks;

GRANT SELECT ON TABLE access.person TO atena_hub;
GRANT SELECT ON TABLE access.person TO atena_reads;

GRANT INSERT(account) ON TABLE access.person TO atena_hub;
GRANT INSERT(account) ON TABLE access.person TO atena_delivers;
GRANT INSERT(account) ON TABLE access.person TO atena_clerks;

GRANT INSERT(opened_at),UPDATE(opened_at) ON TABLE access.person TO atena_hub;
GRANT INSERT(opened_at),UPDATE(opened_at) ON TABLE access.person TO atena_delivers;
GRANT INSERT(opened_at),UPDATE(opened_at) ON TABLE access.person TO atena_clerks;

GRANT UPDATE(closed_at) ON TABLE access.person TO atena_hub;
GRANT UPDATE(closed_at) ON TABLE access.person TO atena_delivers;
GRANT UPDATE(closed_at) ON TABLE access.person TO atena_clerks;

GRANT INSERT(name),UPDATE(name) ON TABLE access.person TO atena_hub;
GRANT INSERT(name),UPDATE(name) ON TABLE access.person TO atena_delivers;
GRANT INSERT(name),UPDATE(name) ON TABLE access.person TO atena_clerks;

GRANT INSERT(by_whom) ON TABLE access.person TO atena_hub;
GRANT INSERT(by_whom) ON TABLE access.person TO atena_delivers;
GRANT INSERT(by_whom) ON TABLE access.person TO atena_clerks;

GRANT UPDATE(closed_because) ON TABLE access.person TO atena_hub;
GRANT UPDATE(closed_because) ON TABLE access.person TO atena_delivers;
GRANT UPDATE(closed_because) ON TABLE access.person TO atena_clerks;

GRANT INSERT(atenabango),UPDATE(atenabango) ON TABLE access.person TO atena_hub;
GRANT INSERT(atenabango),UPDATE(atenabango) ON TABLE access.person TO atena_delivers;
GRANT INSERT(atenabango),UPDATE(atenabango) ON TABLE access.person TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.person TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.person TO atena_delivers;
GRANT UPDATE(mac) ON TABLE access.person TO atena_clerks;

GRANT SELECT,INSERT ON TABLE access.post TO atena_hub;
GRANT SELECT ON TABLE access.post TO atena_reads;
GRANT INSERT ON TABLE access.post TO atena_delivers;
GRANT INSERT ON TABLE access.post TO atena_clerks;

GRANT SELECT,INSERT ON TABLE access.row_sealing TO atena_hub;
GRANT SELECT ON TABLE access.row_sealing TO atena_reads;

GRANT SELECT ON TABLE access.service_account TO atena_hub;
GRANT SELECT ON TABLE access.service_account TO atena_reads;

GRANT INSERT(account) ON TABLE access.service_account TO atena_hub;
GRANT INSERT(account) ON TABLE access.service_account TO atena_clerks;

GRANT INSERT(added_at) ON TABLE access.service_account TO atena_hub;
GRANT INSERT(added_at) ON TABLE access.service_account TO atena_clerks;

GRANT UPDATE(closed_at) ON TABLE access.service_account TO atena_hub;
GRANT UPDATE(closed_at) ON TABLE access.service_account TO atena_clerks;

GRANT INSERT(added_on) ON TABLE access.service_account TO atena_hub;
GRANT INSERT(added_on) ON TABLE access.service_account TO atena_clerks;

GRANT INSERT(added_by) ON TABLE access.service_account TO atena_hub;
GRANT INSERT(added_by) ON TABLE access.service_account TO atena_clerks;

GRANT INSERT(rights) ON TABLE access.service_account TO atena_hub;
GRANT INSERT(rights) ON TABLE access.service_account TO atena_clerks;

GRANT INSERT(secret_hash) ON TABLE access.service_account TO atena_hub;
GRANT INSERT(secret_hash) ON TABLE access.service_account TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.service_account TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.service_account TO atena_clerks;

GRANT SELECT ON TABLE access.system_certificate TO atena_hub;
GRANT SELECT ON TABLE access.system_certificate TO atena_reads;

GRANT UPDATE(added_at) ON TABLE access.system_certificate TO atena_hub;
GRANT UPDATE(added_at) ON TABLE access.system_certificate TO atena_clerks;

GRANT INSERT(ends_at),UPDATE(ends_at) ON TABLE access.system_certificate TO atena_hub;
GRANT INSERT(ends_at) ON TABLE access.system_certificate TO atena_receivers;
GRANT INSERT(ends_at),UPDATE(ends_at) ON TABLE access.system_certificate TO atena_clerks;

GRANT INSERT(is_first_sight),UPDATE(is_first_sight) ON TABLE access.system_certificate TO atena_hub;
GRANT INSERT(is_first_sight) ON TABLE access.system_certificate TO atena_receivers;
GRANT INSERT(is_first_sight),UPDATE(is_first_sight) ON TABLE access.system_certificate TO atena_clerks;

GRANT INSERT(fingerprint) ON TABLE access.system_certificate TO atena_hub;
GRANT INSERT(fingerprint) ON TABLE access.system_certificate TO atena_receivers;
GRANT INSERT(fingerprint) ON TABLE access.system_certificate TO atena_clerks;

GRANT INSERT(system),UPDATE(system) ON TABLE access.system_certificate TO atena_hub;
GRANT INSERT(system) ON TABLE access.system_certificate TO atena_receivers;
GRANT INSERT(system),UPDATE(system) ON TABLE access.system_certificate TO atena_clerks;

GRANT INSERT(added_by),UPDATE(added_by) ON TABLE access.system_certificate TO atena_hub;
GRANT INSERT(added_by) ON TABLE access.system_certificate TO atena_receivers;
GRANT INSERT(added_by),UPDATE(added_by) ON TABLE access.system_certificate TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.system_certificate TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.system_certificate TO atena_receivers;
GRANT UPDATE(mac) ON TABLE access.system_certificate TO atena_clerks;

GRANT SELECT,DELETE ON TABLE access.token TO atena_hub;
GRANT SELECT ON TABLE access.token TO atena_reads;
GRANT DELETE ON TABLE access.token TO atena_delivers;

GRANT INSERT(token_hash) ON TABLE access.token TO atena_hub;
GRANT INSERT(token_hash) ON TABLE access.token TO atena_clerks;

GRANT INSERT(issued_at) ON TABLE access.token TO atena_hub;
GRANT INSERT(issued_at) ON TABLE access.token TO atena_clerks;

GRANT INSERT(used_at),UPDATE(used_at) ON TABLE access.token TO atena_hub;
GRANT UPDATE(used_at) ON TABLE access.token TO atena_delivers;
GRANT INSERT(used_at),UPDATE(used_at) ON TABLE access.token TO atena_clerks;

GRANT INSERT(expires_at) ON TABLE access.token TO atena_hub;
GRANT INSERT(expires_at) ON TABLE access.token TO atena_clerks;

GRANT UPDATE(ended_at) ON TABLE access.token TO atena_hub;
GRANT UPDATE(ended_at) ON TABLE access.token TO atena_delivers;
GRANT UPDATE(ended_at) ON TABLE access.token TO atena_clerks;

GRANT INSERT(account) ON TABLE access.token TO atena_hub;
GRANT INSERT(account) ON TABLE access.token TO atena_clerks;

GRANT INSERT(terminal) ON TABLE access.token TO atena_hub;
GRANT INSERT(terminal) ON TABLE access.token TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.token TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.token TO atena_delivers;
GRANT UPDATE(mac) ON TABLE access.token TO atena_clerks;

GRANT SELECT ON TABLE access.transfer TO atena_hub;
GRANT SELECT ON TABLE access.transfer TO atena_reads;

GRANT INSERT(file_id) ON TABLE access.transfer TO atena_hub;
GRANT INSERT(file_id) ON TABLE access.transfer TO atena_clerks;

GRANT INSERT(line) ON TABLE access.transfer TO atena_hub;
GRANT INSERT(line) ON TABLE access.transfer TO atena_clerks;

GRANT INSERT(day) ON TABLE access.transfer TO atena_hub;
GRANT INSERT(day) ON TABLE access.transfer TO atena_clerks;

GRANT UPDATE(applied_at) ON TABLE access.transfer TO atena_hub;
GRANT UPDATE(applied_at) ON TABLE access.transfer TO atena_delivers;
GRANT UPDATE(applied_at) ON TABLE access.transfer TO atena_clerks;

GRANT INSERT(account) ON TABLE access.transfer TO atena_hub;
GRANT INSERT(account) ON TABLE access.transfer TO atena_clerks;

GRANT INSERT(kind) ON TABLE access.transfer TO atena_hub;
GRANT INSERT(kind) ON TABLE access.transfer TO atena_clerks;

GRANT INSERT(name) ON TABLE access.transfer TO atena_hub;
GRANT INSERT(name) ON TABLE access.transfer TO atena_clerks;

GRANT INSERT(old_department) ON TABLE access.transfer TO atena_hub;
GRANT INSERT(old_department) ON TABLE access.transfer TO atena_clerks;

GRANT INSERT(new_department) ON TABLE access.transfer TO atena_hub;
GRANT INSERT(new_department) ON TABLE access.transfer TO atena_clerks;

GRANT INSERT(post) ON TABLE access.transfer TO atena_hub;
GRANT INSERT(post) ON TABLE access.transfer TO atena_clerks;

GRANT INSERT(task) ON TABLE access.transfer TO atena_hub;
GRANT INSERT(task) ON TABLE access.transfer TO atena_clerks;

GRANT UPDATE(refused_because) ON TABLE access.transfer TO atena_hub;
GRANT UPDATE(refused_because) ON TABLE access.transfer TO atena_delivers;
GRANT UPDATE(refused_because) ON TABLE access.transfer TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.transfer TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.transfer TO atena_delivers;
GRANT UPDATE(mac) ON TABLE access.transfer TO atena_clerks;

GRANT SELECT ON TABLE access.transfer_file TO atena_hub;
GRANT SELECT ON TABLE access.transfer_file TO atena_reads;

GRANT INSERT(taken_at) ON TABLE access.transfer_file TO atena_hub;
GRANT INSERT(taken_at) ON TABLE access.transfer_file TO atena_clerks;

GRANT INSERT(applied) ON TABLE access.transfer_file TO atena_hub;
GRANT INSERT(applied) ON TABLE access.transfer_file TO atena_clerks;

GRANT INSERT(waiting) ON TABLE access.transfer_file TO atena_hub;
GRANT INSERT(waiting) ON TABLE access.transfer_file TO atena_clerks;

GRANT INSERT(unchanged) ON TABLE access.transfer_file TO atena_hub;
GRANT INSERT(unchanged) ON TABLE access.transfer_file TO atena_clerks;

GRANT INSERT(rejected) ON TABLE access.transfer_file TO atena_hub;
GRANT INSERT(rejected) ON TABLE access.transfer_file TO atena_clerks;

GRANT INSERT(digest) ON TABLE access.transfer_file TO atena_hub;
GRANT INSERT(digest) ON TABLE access.transfer_file TO atena_clerks;

GRANT INSERT(by_whom) ON TABLE access.transfer_file TO atena_hub;
GRANT INSERT(by_whom) ON TABLE access.transfer_file TO atena_clerks;

GRANT UPDATE(mac) ON TABLE access.transfer_file TO atena_hub;
GRANT UPDATE(mac) ON TABLE access.transfer_file TO atena_clerks;

GRANT SELECT,INSERT ON TABLE access.transfer_rejected TO atena_hub;
GRANT SELECT ON TABLE access.transfer_rejected TO atena_reads;
GRANT INSERT ON TABLE access.transfer_rejected TO atena_clerks;

GRANT SELECT,INSERT ON TABLE analysis.closing TO atena_hub;
GRANT SELECT ON TABLE analysis.closing TO atena_reads;
GRANT INSERT ON TABLE analysis.closing TO atena_clerks;

GRANT SELECT,INSERT ON TABLE analysis.finding TO atena_hub;
GRANT SELECT ON TABLE analysis.finding TO atena_reads;
GRANT INSERT ON TABLE analysis.finding TO atena_delivers;
GRANT INSERT ON TABLE analysis.finding TO atena_clerks;

GRANT SELECT,INSERT ON TABLE analysis.run TO atena_hub;
GRANT SELECT ON TABLE analysis.run TO atena_reads;
GRANT INSERT ON TABLE analysis.run TO atena_delivers;
GRANT INSERT ON TABLE analysis.run TO atena_clerks;

GRANT SELECT,INSERT ON TABLE answer.flag_act TO atena_hub;
GRANT SELECT ON TABLE answer.flag_act TO atena_reads;
GRANT INSERT ON TABLE answer.flag_act TO atena_clerks;

GRANT UPDATE(mac) ON TABLE answer.flag_act TO atena_hub;
GRANT UPDATE(mac) ON TABLE answer.flag_act TO atena_clerks;

GRANT SELECT,INSERT ON TABLE answer.request TO atena_hub;
GRANT SELECT ON TABLE answer.request TO atena_reads;
GRANT INSERT ON TABLE answer.request TO atena_receivers;
GRANT INSERT ON TABLE answer.request TO atena_delivers;
GRANT INSERT ON TABLE answer.request TO atena_clerks;

GRANT UPDATE(decided_at) ON TABLE answer.request TO atena_hub;
GRANT UPDATE(decided_at) ON TABLE answer.request TO atena_delivers;
GRANT UPDATE(decided_at) ON TABLE answer.request TO atena_clerks;

GRANT UPDATE(stands_until) ON TABLE answer.request TO atena_hub;
GRANT UPDATE(stands_until) ON TABLE answer.request TO atena_delivers;
GRANT UPDATE(stands_until) ON TABLE answer.request TO atena_clerks;

GRANT UPDATE(outcome) ON TABLE answer.request TO atena_hub;
GRANT UPDATE(outcome) ON TABLE answer.request TO atena_delivers;
GRANT UPDATE(outcome) ON TABLE answer.request TO atena_clerks;

GRANT UPDATE(decided_by) ON TABLE answer.request TO atena_hub;
GRANT UPDATE(decided_by) ON TABLE answer.request TO atena_delivers;
GRANT UPDATE(decided_by) ON TABLE answer.request TO atena_clerks;

GRANT UPDATE(reason) ON TABLE answer.request TO atena_hub;
GRANT UPDATE(reason) ON TABLE answer.request TO atena_delivers;
GRANT UPDATE(reason) ON TABLE answer.request TO atena_clerks;

GRANT UPDATE(mac) ON TABLE answer.request TO atena_hub;
GRANT UPDATE(mac) ON TABLE answer.request TO atena_delivers;
GRANT UPDATE(mac) ON TABLE answer.request TO atena_clerks;
GRANT UPDATE(mac) ON TABLE answer.request TO atena_receivers;

GRANT SELECT ON TABLE audit.checkpoint TO atena_hub;
GRANT SELECT,INSERT ON TABLE audit.checkpoint TO atena_sealer;
GRANT SELECT ON TABLE audit.checkpoint TO atena_reads;

GRANT SELECT ON TABLE audit.event TO atena_hub;
GRANT SELECT ON TABLE audit.event TO atena_sealer;
GRANT SELECT ON TABLE audit.event TO atena_reads;

GRANT INSERT(recorded_at) ON TABLE audit.event TO atena_hub;
GRANT INSERT(recorded_at) ON TABLE audit.event TO atena_receivers;
GRANT INSERT(recorded_at) ON TABLE audit.event TO atena_delivers;
GRANT INSERT(recorded_at) ON TABLE audit.event TO atena_clerks;
GRANT INSERT(recorded_at) ON TABLE audit.event TO atena_begins;

GRANT INSERT(addressee_id) ON TABLE audit.event TO atena_hub;
GRANT INSERT(addressee_id) ON TABLE audit.event TO atena_receivers;
GRANT INSERT(addressee_id) ON TABLE audit.event TO atena_delivers;
GRANT INSERT(addressee_id) ON TABLE audit.event TO atena_clerks;
GRANT INSERT(addressee_id) ON TABLE audit.event TO atena_begins;

GRANT INSERT(is_failure) ON TABLE audit.event TO atena_hub;
GRANT INSERT(is_failure) ON TABLE audit.event TO atena_receivers;
GRANT INSERT(is_failure) ON TABLE audit.event TO atena_delivers;
GRANT INSERT(is_failure) ON TABLE audit.event TO atena_clerks;
GRANT INSERT(is_failure) ON TABLE audit.event TO atena_begins;

GRANT INSERT(kind) ON TABLE audit.event TO atena_hub;
GRANT INSERT(kind) ON TABLE audit.event TO atena_receivers;
GRANT INSERT(kind) ON TABLE audit.event TO atena_delivers;
GRANT INSERT(kind) ON TABLE audit.event TO atena_clerks;
GRANT INSERT(kind) ON TABLE audit.event TO atena_begins;

GRANT INSERT(by_whom) ON TABLE audit.event TO atena_hub;
GRANT INSERT(by_whom) ON TABLE audit.event TO atena_receivers;
GRANT INSERT(by_whom) ON TABLE audit.event TO atena_delivers;
GRANT INSERT(by_whom) ON TABLE audit.event TO atena_clerks;
GRANT INSERT(by_whom) ON TABLE audit.event TO atena_begins;

GRANT INSERT(body) ON TABLE audit.event TO atena_hub;
GRANT INSERT(body) ON TABLE audit.event TO atena_receivers;
GRANT INSERT(body) ON TABLE audit.event TO atena_delivers;
GRANT INSERT(body) ON TABLE audit.event TO atena_clerks;
GRANT INSERT(body) ON TABLE audit.event TO atena_begins;

GRANT INSERT(salt) ON TABLE audit.event TO atena_hub;
GRANT INSERT(salt) ON TABLE audit.event TO atena_receivers;
GRANT INSERT(salt) ON TABLE audit.event TO atena_delivers;
GRANT INSERT(salt) ON TABLE audit.event TO atena_clerks;
GRANT INSERT(salt) ON TABLE audit.event TO atena_begins;

GRANT INSERT(personal) ON TABLE audit.event TO atena_hub;
GRANT INSERT(personal) ON TABLE audit.event TO atena_receivers;
GRANT INSERT(personal) ON TABLE audit.event TO atena_delivers;
GRANT INSERT(personal) ON TABLE audit.event TO atena_clerks;
GRANT INSERT(personal) ON TABLE audit.event TO atena_begins;

GRANT SELECT ON TABLE audit.seal_state TO atena_hub;
GRANT SELECT ON TABLE audit.seal_state TO atena_sealer;
GRANT SELECT ON TABLE audit.seal_state TO atena_reads;

GRANT UPDATE(caught_up_at) ON TABLE audit.seal_state TO atena_sealer;

GRANT UPDATE(halted) ON TABLE audit.seal_state TO atena_sealer;

GRANT UPDATE(horizon) ON TABLE audit.seal_state TO atena_sealer;

GRANT UPDATE(server_started_at) ON TABLE audit.seal_state TO atena_sealer;

GRANT UPDATE ON TABLE audit.sealing_turn TO atena_sealer;

GRANT SELECT ON TABLE audit.tile TO atena_hub;
GRANT SELECT,INSERT ON TABLE audit.tile TO atena_sealer;
GRANT SELECT ON TABLE audit.tile TO atena_reads;

GRANT SELECT,INSERT,UPDATE ON TABLE dataset.catalogue TO atena_hub;
GRANT SELECT ON TABLE dataset.catalogue TO atena_reads;
GRANT INSERT,UPDATE ON TABLE dataset.catalogue TO atena_clerks;

GRANT SELECT ON TABLE dataset.interest TO atena_hub;
GRANT SELECT ON TABLE dataset.interest TO atena_reads;

GRANT INSERT(addressee_id) ON TABLE dataset.interest TO atena_hub;
GRANT INSERT(addressee_id) ON TABLE dataset.interest TO atena_clerks;

GRANT INSERT(journal_position) ON TABLE dataset.interest TO atena_hub;
GRANT INSERT(journal_position) ON TABLE dataset.interest TO atena_clerks;

GRANT INSERT(holds) ON TABLE dataset.interest TO atena_hub;
GRANT INSERT(holds) ON TABLE dataset.interest TO atena_clerks;

GRANT INSERT(cause) ON TABLE dataset.interest TO atena_hub;
GRANT INSERT(cause) ON TABLE dataset.interest TO atena_clerks;

GRANT INSERT(system) ON TABLE dataset.interest TO atena_hub;
GRANT INSERT(system) ON TABLE dataset.interest TO atena_clerks;

GRANT INSERT(by_whom) ON TABLE dataset.interest TO atena_hub;
GRANT INSERT(by_whom) ON TABLE dataset.interest TO atena_clerks;

GRANT INSERT(reason) ON TABLE dataset.interest TO atena_hub;
GRANT INSERT(reason) ON TABLE dataset.interest TO atena_clerks;

GRANT UPDATE(mac) ON TABLE dataset.interest TO atena_hub;
GRANT UPDATE(mac) ON TABLE dataset.interest TO atena_clerks;

GRANT SELECT,INSERT ON TABLE dataset.item TO atena_hub;
GRANT SELECT ON TABLE dataset.item TO atena_reads;
GRANT INSERT ON TABLE dataset.item TO atena_clerks;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE delivery.awaited TO atena_hub;
GRANT SELECT ON TABLE delivery.awaited TO atena_reads;
GRANT INSERT,DELETE,UPDATE ON TABLE delivery.awaited TO atena_delivers;
GRANT DELETE ON TABLE delivery.awaited TO atena_clerks;
GRANT DELETE ON TABLE delivery.awaited TO atena_begins;

GRANT SELECT,INSERT,DELETE ON TABLE delivery.batch TO atena_hub;
GRANT SELECT ON TABLE delivery.batch TO atena_reads;
GRANT INSERT,DELETE ON TABLE delivery.batch TO atena_delivers;

GRANT UPDATE(attempts) ON TABLE delivery.batch TO atena_hub;
GRANT UPDATE(attempts) ON TABLE delivery.batch TO atena_delivers;

GRANT UPDATE(may_have_arrived) ON TABLE delivery.batch TO atena_hub;
GRANT UPDATE(may_have_arrived) ON TABLE delivery.batch TO atena_delivers;
GRANT UPDATE(may_have_arrived) ON TABLE delivery.batch TO atena_begins;

GRANT SELECT,INSERT ON TABLE delivery.dead_letter TO atena_hub;
GRANT SELECT ON TABLE delivery.dead_letter TO atena_reads;
GRANT INSERT ON TABLE delivery.dead_letter TO atena_delivers;

GRANT UPDATE(redelivered_at) ON TABLE delivery.dead_letter TO atena_hub;
GRANT UPDATE(redelivered_at) ON TABLE delivery.dead_letter TO atena_delivers;
GRANT UPDATE(redelivered_at) ON TABLE delivery.dead_letter TO atena_clerks;

GRANT USAGE ON SEQUENCE delivery.endpoint_version TO atena_hub;
GRANT USAGE ON SEQUENCE delivery.endpoint_version TO atena_clerks;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE delivery.endpoint TO atena_hub;
GRANT SELECT ON TABLE delivery.endpoint TO atena_reads;
GRANT INSERT,DELETE,UPDATE ON TABLE delivery.endpoint TO atena_clerks;

GRANT UPDATE(due_at) ON TABLE delivery.endpoint TO atena_delivers;
GRANT UPDATE(due_at) ON TABLE delivery.endpoint TO atena_begins;

GRANT UPDATE(began_at) ON TABLE delivery.endpoint TO atena_delivers;

GRANT UPDATE(last_run_at) ON TABLE delivery.endpoint TO atena_delivers;

GRANT UPDATE(described) ON TABLE delivery.endpoint TO atena_delivers;

GRANT SELECT,INSERT ON TABLE delivery.followed TO atena_hub;
GRANT SELECT ON TABLE delivery.followed TO atena_reads;
GRANT INSERT ON TABLE delivery.followed TO atena_receivers;

GRANT UPDATE(xact) ON TABLE delivery.followed TO atena_hub;
GRANT UPDATE(xact) ON TABLE delivery.followed TO atena_receivers;

GRANT UPDATE("position") ON TABLE delivery.followed TO atena_hub;
GRANT UPDATE("position") ON TABLE delivery.followed TO atena_receivers;

GRANT UPDATE(followed_at) ON TABLE delivery.followed TO atena_hub;
GRANT UPDATE(followed_at) ON TABLE delivery.followed TO atena_receivers;

GRANT UPDATE(mac) ON TABLE delivery.followed TO atena_hub;
GRANT UPDATE(mac) ON TABLE delivery.followed TO atena_receivers;

GRANT SELECT,INSERT,DELETE ON TABLE delivery.inventory TO atena_hub;
GRANT SELECT ON TABLE delivery.inventory TO atena_reads;
GRANT INSERT,DELETE ON TABLE delivery.inventory TO atena_receivers;

GRANT UPDATE(completed_at) ON TABLE delivery.inventory TO atena_hub;
GRANT UPDATE(completed_at) ON TABLE delivery.inventory TO atena_receivers;

GRANT UPDATE(persons) ON TABLE delivery.inventory TO atena_hub;
GRANT UPDATE(persons) ON TABLE delivery.inventory TO atena_receivers;

GRANT SELECT,INSERT,DELETE ON TABLE delivery.inventory_entry TO atena_hub;
GRANT SELECT ON TABLE delivery.inventory_entry TO atena_reads;
GRANT INSERT,DELETE ON TABLE delivery.inventory_entry TO atena_receivers;

GRANT SELECT ON TABLE delivery.protection_noted TO atena_hub;
GRANT SELECT ON TABLE delivery.protection_noted TO atena_reads;

GRANT UPDATE(xact) ON TABLE delivery.protection_noted TO atena_hub;
GRANT UPDATE(xact) ON TABLE delivery.protection_noted TO atena_delivers;
GRANT UPDATE(xact) ON TABLE delivery.protection_noted TO atena_clerks;

GRANT UPDATE("position") ON TABLE delivery.protection_noted TO atena_hub;
GRANT UPDATE("position") ON TABLE delivery.protection_noted TO atena_delivers;
GRANT UPDATE("position") ON TABLE delivery.protection_noted TO atena_clerks;

GRANT SELECT,INSERT ON TABLE delivery.protection_notice TO atena_hub;
GRANT SELECT ON TABLE delivery.protection_notice TO atena_reads;
GRANT INSERT ON TABLE delivery.protection_notice TO atena_delivers;
GRANT INSERT ON TABLE delivery.protection_notice TO atena_clerks;

GRANT UPDATE(acknowledged_at) ON TABLE delivery.protection_notice TO atena_hub;
GRANT UPDATE(acknowledged_at) ON TABLE delivery.protection_notice TO atena_delivers;
GRANT UPDATE(acknowledged_at) ON TABLE delivery.protection_notice TO atena_clerks;

GRANT UPDATE(alarmed_at) ON TABLE delivery.protection_notice TO atena_hub;
GRANT UPDATE(alarmed_at) ON TABLE delivery.protection_notice TO atena_delivers;
GRANT UPDATE(alarmed_at) ON TABLE delivery.protection_notice TO atena_clerks;

GRANT UPDATE(was_told) ON TABLE delivery.protection_notice TO atena_hub;
GRANT UPDATE(was_told) ON TABLE delivery.protection_notice TO atena_delivers;
GRANT UPDATE(was_told) ON TABLE delivery.protection_notice TO atena_clerks;

GRANT UPDATE(acknowledged_by) ON TABLE delivery.protection_notice TO atena_hub;
GRANT UPDATE(acknowledged_by) ON TABLE delivery.protection_notice TO atena_delivers;
GRANT UPDATE(acknowledged_by) ON TABLE delivery.protection_notice TO atena_clerks;

GRANT UPDATE(reason) ON TABLE delivery.protection_notice TO atena_hub;
GRANT UPDATE(reason) ON TABLE delivery.protection_notice TO atena_delivers;
GRANT UPDATE(reason) ON TABLE delivery.protection_notice TO atena_clerks;

GRANT UPDATE(mac) ON TABLE delivery.protection_notice TO atena_hub;
GRANT UPDATE(mac) ON TABLE delivery.protection_notice TO atena_delivers;
GRANT UPDATE(mac) ON TABLE delivery.protection_notice TO atena_clerks;

GRANT SELECT,INSERT ON TABLE delivery.sent_again TO atena_hub;
GRANT SELECT ON TABLE delivery.sent_again TO atena_reads;
GRANT INSERT ON TABLE delivery.sent_again TO atena_clerks;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE delivery.subscription TO atena_hub;
GRANT SELECT ON TABLE delivery.subscription TO atena_reads;
GRANT INSERT,UPDATE ON TABLE delivery.subscription TO atena_delivers;
GRANT INSERT,UPDATE ON TABLE delivery.subscription TO atena_clerks;

GRANT UPDATE(sequence) ON TABLE delivery.subscription TO atena_begins;

GRANT UPDATE(lease_token) ON TABLE delivery.subscription TO atena_begins;

GRANT UPDATE(leased_until) ON TABLE delivery.subscription TO atena_begins;

GRANT UPDATE(next_attempt_at) ON TABLE delivery.subscription TO atena_begins;

GRANT UPDATE(starts_over) ON TABLE delivery.subscription TO atena_begins;

GRANT UPDATE(surplus_due) ON TABLE delivery.subscription TO atena_begins;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE delivery.waiting TO atena_hub;
GRANT SELECT ON TABLE delivery.waiting TO atena_reads;
GRANT INSERT,DELETE,UPDATE ON TABLE delivery.waiting TO atena_delivers;
GRANT INSERT,UPDATE ON TABLE delivery.waiting TO atena_clerks;

GRANT SELECT ON TABLE governance.act TO atena_hub;
GRANT SELECT ON TABLE governance.act TO atena_reads;

GRANT INSERT(acted_on) ON TABLE governance.act TO atena_hub;
GRANT INSERT(acted_on) ON TABLE governance.act TO atena_delivers;
GRANT INSERT(acted_on) ON TABLE governance.act TO atena_clerks;

GRANT INSERT(step) ON TABLE governance.act TO atena_hub;
GRANT INSERT(step) ON TABLE governance.act TO atena_delivers;
GRANT INSERT(step) ON TABLE governance.act TO atena_clerks;

GRANT INSERT(after_step) ON TABLE governance.act TO atena_hub;
GRANT INSERT(after_step) ON TABLE governance.act TO atena_delivers;
GRANT INSERT(after_step) ON TABLE governance.act TO atena_clerks;

GRANT INSERT(policy_version) ON TABLE governance.act TO atena_hub;
GRANT INSERT(policy_version) ON TABLE governance.act TO atena_delivers;
GRANT INSERT(policy_version) ON TABLE governance.act TO atena_clerks;

GRANT INSERT(act) ON TABLE governance.act TO atena_hub;
GRANT INSERT(act) ON TABLE governance.act TO atena_delivers;
GRANT INSERT(act) ON TABLE governance.act TO atena_clerks;

GRANT INSERT(account) ON TABLE governance.act TO atena_hub;
GRANT INSERT(account) ON TABLE governance.act TO atena_delivers;
GRANT INSERT(account) ON TABLE governance.act TO atena_clerks;

GRANT INSERT(reason) ON TABLE governance.act TO atena_hub;
GRANT INSERT(reason) ON TABLE governance.act TO atena_delivers;
GRANT INSERT(reason) ON TABLE governance.act TO atena_clerks;

GRANT INSERT(after_act) ON TABLE governance.act TO atena_hub;
GRANT INSERT(after_act) ON TABLE governance.act TO atena_delivers;
GRANT INSERT(after_act) ON TABLE governance.act TO atena_clerks;

GRANT INSERT(after_account) ON TABLE governance.act TO atena_hub;
GRANT INSERT(after_account) ON TABLE governance.act TO atena_delivers;
GRANT INSERT(after_account) ON TABLE governance.act TO atena_clerks;

GRANT INSERT(set_up_by) ON TABLE governance.act TO atena_hub;
GRANT INSERT(set_up_by) ON TABLE governance.act TO atena_delivers;
GRANT INSERT(set_up_by) ON TABLE governance.act TO atena_clerks;

GRANT UPDATE(mac) ON TABLE governance.act TO atena_hub;
GRANT UPDATE(mac) ON TABLE governance.act TO atena_delivers;
GRANT UPDATE(mac) ON TABLE governance.act TO atena_clerks;

GRANT SELECT ON TABLE governance.body TO atena_hub;
GRANT SELECT ON TABLE governance.body TO atena_reads;

GRANT SELECT ON TABLE governance.change TO atena_hub;
GRANT SELECT ON TABLE governance.change TO atena_reads;

GRANT INSERT(decided_at) ON TABLE governance.change TO atena_hub;
GRANT INSERT(decided_at) ON TABLE governance.change TO atena_delivers;
GRANT INSERT(decided_at) ON TABLE governance.change TO atena_clerks;

GRANT INSERT(due_at) ON TABLE governance.change TO atena_hub;
GRANT INSERT(due_at) ON TABLE governance.change TO atena_delivers;
GRANT INSERT(due_at) ON TABLE governance.change TO atena_clerks;

GRANT INSERT(takes_back) ON TABLE governance.change TO atena_hub;
GRANT INSERT(takes_back) ON TABLE governance.change TO atena_delivers;
GRANT INSERT(takes_back) ON TABLE governance.change TO atena_clerks;

GRANT INSERT(system) ON TABLE governance.change TO atena_hub;
GRANT INSERT(system) ON TABLE governance.change TO atena_delivers;
GRANT INSERT(system) ON TABLE governance.change TO atena_clerks;

GRANT INSERT(dataset) ON TABLE governance.change TO atena_hub;
GRANT INSERT(dataset) ON TABLE governance.change TO atena_delivers;
GRANT INSERT(dataset) ON TABLE governance.change TO atena_clerks;

GRANT INSERT(from_version) ON TABLE governance.change TO atena_hub;
GRANT INSERT(from_version) ON TABLE governance.change TO atena_delivers;
GRANT INSERT(from_version) ON TABLE governance.change TO atena_clerks;

GRANT INSERT(to_version) ON TABLE governance.change TO atena_hub;
GRANT INSERT(to_version) ON TABLE governance.change TO atena_delivers;
GRANT INSERT(to_version) ON TABLE governance.change TO atena_clerks;

GRANT SELECT ON TABLE governance.document TO atena_hub;
GRANT SELECT ON TABLE governance.document TO atena_reads;

GRANT INSERT(content_hash) ON TABLE governance.document TO atena_hub;
GRANT INSERT(content_hash) ON TABLE governance.document TO atena_clerks;

GRANT INSERT(name) ON TABLE governance.document TO atena_hub;
GRANT INSERT(name) ON TABLE governance.document TO atena_clerks;

GRANT INSERT(body) ON TABLE governance.document TO atena_hub;
GRANT INSERT(body) ON TABLE governance.document TO atena_clerks;

GRANT SELECT,DELETE ON TABLE governance.in_force TO atena_hub;
GRANT SELECT ON TABLE governance.in_force TO atena_reads;

GRANT INSERT(system) ON TABLE governance.in_force TO atena_hub;
GRANT INSERT(system) ON TABLE governance.in_force TO atena_delivers;
GRANT INSERT(system) ON TABLE governance.in_force TO atena_clerks;

GRANT INSERT(dataset) ON TABLE governance.in_force TO atena_hub;
GRANT INSERT(dataset) ON TABLE governance.in_force TO atena_delivers;
GRANT INSERT(dataset) ON TABLE governance.in_force TO atena_clerks;

GRANT INSERT(content_hash),UPDATE(content_hash) ON TABLE governance.in_force TO atena_hub;
GRANT INSERT(content_hash),UPDATE(content_hash) ON TABLE governance.in_force TO atena_delivers;
GRANT INSERT(content_hash),UPDATE(content_hash) ON TABLE governance.in_force TO atena_clerks;

GRANT UPDATE(since) ON TABLE governance.in_force TO atena_hub;
GRANT UPDATE(since) ON TABLE governance.in_force TO atena_delivers;
GRANT UPDATE(since) ON TABLE governance.in_force TO atena_clerks;

GRANT SELECT,INSERT ON TABLE governance.legal_basis TO atena_hub;
GRANT SELECT ON TABLE governance.legal_basis TO atena_reads;
GRANT INSERT ON TABLE governance.legal_basis TO atena_clerks;

GRANT SELECT ON TABLE governance.policy TO atena_hub;
GRANT SELECT ON TABLE governance.policy TO atena_reads;

GRANT INSERT(content_hash) ON TABLE governance.policy TO atena_hub;
GRANT INSERT(content_hash) ON TABLE governance.policy TO atena_delivers;
GRANT INSERT(content_hash) ON TABLE governance.policy TO atena_clerks;

GRANT INSERT(system) ON TABLE governance.policy TO atena_hub;
GRANT INSERT(system) ON TABLE governance.policy TO atena_delivers;
GRANT INSERT(system) ON TABLE governance.policy TO atena_clerks;

GRANT INSERT(dataset) ON TABLE governance.policy TO atena_hub;
GRANT INSERT(dataset) ON TABLE governance.policy TO atena_delivers;
GRANT INSERT(dataset) ON TABLE governance.policy TO atena_clerks;

GRANT INSERT(documents) ON TABLE governance.policy TO atena_hub;
GRANT INSERT(documents) ON TABLE governance.policy TO atena_delivers;
GRANT INSERT(documents) ON TABLE governance.policy TO atena_clerks;

GRANT INSERT(body) ON TABLE governance.policy TO atena_hub;
GRANT INSERT(body) ON TABLE governance.policy TO atena_delivers;
GRANT INSERT(body) ON TABLE governance.policy TO atena_clerks;

GRANT INSERT(closes) ON TABLE governance.policy TO atena_hub;
GRANT INSERT(closes) ON TABLE governance.policy TO atena_delivers;
GRANT INSERT(closes) ON TABLE governance.policy TO atena_clerks;

GRANT INSERT(closing_cause) ON TABLE governance.policy TO atena_hub;
GRANT INSERT(closing_cause) ON TABLE governance.policy TO atena_delivers;
GRANT INSERT(closing_cause) ON TABLE governance.policy TO atena_clerks;

GRANT INSERT(source) ON TABLE governance.policy TO atena_hub;
GRANT INSERT(source) ON TABLE governance.policy TO atena_delivers;
GRANT INSERT(source) ON TABLE governance.policy TO atena_clerks;

GRANT SELECT ON TABLE governance.receipt TO atena_hub;
GRANT SELECT ON TABLE governance.receipt TO atena_reads;

GRANT INSERT(change_id) ON TABLE governance.receipt TO atena_hub;
GRANT INSERT(change_id) ON TABLE governance.receipt TO atena_delivers;
GRANT INSERT(change_id) ON TABLE governance.receipt TO atena_clerks;

GRANT UPDATE(acknowledged_at) ON TABLE governance.receipt TO atena_hub;
GRANT UPDATE(acknowledged_at) ON TABLE governance.receipt TO atena_receivers;
GRANT UPDATE(acknowledged_at) ON TABLE governance.receipt TO atena_delivers;

GRANT INSERT(can_confirm) ON TABLE governance.receipt TO atena_hub;
GRANT INSERT(can_confirm) ON TABLE governance.receipt TO atena_delivers;
GRANT INSERT(can_confirm) ON TABLE governance.receipt TO atena_clerks;

GRANT INSERT(way) ON TABLE governance.receipt TO atena_hub;
GRANT INSERT(way) ON TABLE governance.receipt TO atena_delivers;
GRANT INSERT(way) ON TABLE governance.receipt TO atena_clerks;

GRANT INSERT(system) ON TABLE governance.receipt TO atena_hub;
GRANT INSERT(system) ON TABLE governance.receipt TO atena_delivers;
GRANT INSERT(system) ON TABLE governance.receipt TO atena_clerks;

GRANT INSERT(dataset) ON TABLE governance.receipt TO atena_hub;
GRANT INSERT(dataset) ON TABLE governance.receipt TO atena_delivers;
GRANT INSERT(dataset) ON TABLE governance.receipt TO atena_clerks;

GRANT SELECT ON TABLE governance.warning TO atena_hub;
GRANT SELECT ON TABLE governance.warning TO atena_reads;

GRANT INSERT(ends_on) ON TABLE governance.warning TO atena_hub;
GRANT INSERT(ends_on) ON TABLE governance.warning TO atena_delivers;
GRANT INSERT(ends_on) ON TABLE governance.warning TO atena_clerks;

GRANT INSERT(days) ON TABLE governance.warning TO atena_hub;
GRANT INSERT(days) ON TABLE governance.warning TO atena_delivers;
GRANT INSERT(days) ON TABLE governance.warning TO atena_clerks;

GRANT INSERT(policy_version) ON TABLE governance.warning TO atena_hub;
GRANT INSERT(policy_version) ON TABLE governance.warning TO atena_delivers;
GRANT INSERT(policy_version) ON TABLE governance.warning TO atena_clerks;

GRANT INSERT(reason) ON TABLE governance.warning TO atena_hub;
GRANT INSERT(reason) ON TABLE governance.warning TO atena_delivers;
GRANT INSERT(reason) ON TABLE governance.warning TO atena_clerks;

GRANT SELECT,INSERT ON TABLE intake.assigned TO atena_hub;
GRANT SELECT ON TABLE intake.assigned TO atena_reads;
GRANT INSERT ON TABLE intake.assigned TO atena_clerks;

GRANT SELECT,INSERT ON TABLE intake.block TO atena_hub;
GRANT SELECT ON TABLE intake.block TO atena_reads;
GRANT INSERT ON TABLE intake.block TO atena_clerks;

GRANT SELECT,INSERT ON TABLE intake.decided_anew TO atena_hub;
GRANT SELECT ON TABLE intake.decided_anew TO atena_reads;
GRANT INSERT ON TABLE intake.decided_anew TO atena_clerks;

GRANT SELECT,INSERT ON TABLE intake.file TO atena_hub;
GRANT SELECT ON TABLE intake.file TO atena_reads;
GRANT INSERT ON TABLE intake.file TO atena_clerks;

GRANT UPDATE(finished_at) ON TABLE intake.file TO atena_hub;
GRANT UPDATE(finished_at) ON TABLE intake.file TO atena_clerks;

GRANT SELECT,INSERT ON TABLE intake.held TO atena_hub;
GRANT SELECT ON TABLE intake.held TO atena_reads;
GRANT INSERT ON TABLE intake.held TO atena_clerks;

GRANT UPDATE(key_id) ON TABLE intake.held TO atena_hub;
GRANT UPDATE(key_id) ON TABLE intake.held TO atena_clerks;

GRANT UPDATE(sealed_row) ON TABLE intake.held TO atena_hub;
GRANT UPDATE(sealed_row) ON TABLE intake.held TO atena_clerks;

GRANT UPDATE(kind) ON TABLE intake.held TO atena_hub;
GRANT UPDATE(kind) ON TABLE intake.held TO atena_clerks;

GRANT UPDATE(state) ON TABLE intake.held TO atena_hub;
GRANT UPDATE(state) ON TABLE intake.held TO atena_clerks;

GRANT UPDATE(mac) ON TABLE intake.held TO atena_hub;
GRANT UPDATE(mac) ON TABLE intake.held TO atena_clerks;

GRANT SELECT,INSERT ON TABLE intake.held_act TO atena_hub;
GRANT SELECT ON TABLE intake.held_act TO atena_reads;
GRANT INSERT ON TABLE intake.held_act TO atena_clerks;

GRANT UPDATE(mac) ON TABLE intake.held_act TO atena_hub;
GRANT UPDATE(mac) ON TABLE intake.held_act TO atena_clerks;

GRANT USAGE ON SEQUENCE intake.held_held_id_seq TO atena_hub;
GRANT USAGE ON SEQUENCE intake.held_held_id_seq TO atena_clerks;

GRANT SELECT,INSERT ON TABLE intake.missed_due TO atena_hub;
GRANT SELECT ON TABLE intake.missed_due TO atena_reads;
GRANT INSERT ON TABLE intake.missed_due TO atena_delivers;

GRANT SELECT,INSERT ON TABLE intake.rejected TO atena_hub;
GRANT SELECT ON TABLE intake.rejected TO atena_reads;
GRANT INSERT ON TABLE intake.rejected TO atena_clerks;

GRANT SELECT ON TABLE intake.rejected_now TO atena_hub;
GRANT SELECT ON TABLE intake.rejected_now TO atena_reads;

GRANT SELECT,INSERT ON TABLE intake.taking TO atena_hub;
GRANT SELECT ON TABLE intake.taking TO atena_reads;
GRANT INSERT ON TABLE intake.taking TO atena_clerks;

GRANT SELECT ON TABLE journal.calendar TO atena_hub;
GRANT SELECT ON TABLE journal.calendar TO atena_reads;

GRANT INSERT("position") ON TABLE journal.calendar TO atena_hub;
GRANT INSERT("position") ON TABLE journal.calendar TO atena_delivers;

GRANT INSERT(day) ON TABLE journal.calendar TO atena_hub;
GRANT INSERT(day) ON TABLE journal.calendar TO atena_delivers;

GRANT UPDATE(mac) ON TABLE journal.calendar TO atena_hub;
GRANT UPDATE(mac) ON TABLE journal.calendar TO atena_delivers;

GRANT SELECT,INSERT ON TABLE journal.entry TO atena_hub;
GRANT SELECT ON TABLE journal.entry TO atena_reads;
GRANT INSERT ON TABLE journal.entry TO atena_delivers;
GRANT INSERT ON TABLE journal.entry TO atena_clerks;

GRANT SELECT,INSERT ON TABLE journal.incarnation TO atena_hub;
GRANT SELECT ON TABLE journal.incarnation TO atena_sealer;
GRANT SELECT ON TABLE journal.incarnation TO atena_reads;
GRANT INSERT ON TABLE journal.incarnation TO atena_begins;

GRANT USAGE ON SEQUENCE journal."position" TO atena_hub;
GRANT USAGE ON SEQUENCE journal."position" TO atena_delivers;
GRANT USAGE ON SEQUENCE journal."position" TO atena_clerks;

GRANT SELECT ON TABLE machine.place TO atena_reads;

GRANT SELECT ON TABLE migration.ledger TO atena_hub;
GRANT SELECT ON TABLE migration.ledger TO atena_reads;

GRANT SELECT,INSERT ON TABLE provision.custody TO atena_hub;
GRANT SELECT ON TABLE provision.custody TO atena_reads;
GRANT INSERT ON TABLE provision.custody TO atena_clerks;

GRANT UPDATE(mac) ON TABLE provision.custody TO atena_hub;
GRANT UPDATE(mac) ON TABLE provision.custody TO atena_clerks;

GRANT SELECT,INSERT,DELETE ON TABLE provision.encrypted_bytes TO atena_hub;
GRANT SELECT ON TABLE provision.encrypted_bytes TO atena_reads;
GRANT INSERT,DELETE ON TABLE provision.encrypted_bytes TO atena_clerks;

GRANT SELECT,INSERT ON TABLE provision.encrypted_file TO atena_hub;
GRANT SELECT ON TABLE provision.encrypted_file TO atena_reads;
GRANT INSERT ON TABLE provision.encrypted_file TO atena_clerks;

GRANT UPDATE(mac) ON TABLE provision.encrypted_file TO atena_hub;
GRANT UPDATE(mac) ON TABLE provision.encrypted_file TO atena_clerks;

GRANT SELECT,INSERT ON TABLE provision.medium TO atena_hub;
GRANT SELECT ON TABLE provision.medium TO atena_reads;
GRANT INSERT ON TABLE provision.medium TO atena_clerks;

GRANT UPDATE(mac) ON TABLE provision.medium TO atena_hub;
GRANT UPDATE(mac) ON TABLE provision.medium TO atena_clerks;

GRANT SELECT,INSERT ON TABLE provision.medium_decision TO atena_hub;
GRANT SELECT ON TABLE provision.medium_decision TO atena_reads;
GRANT INSERT ON TABLE provision.medium_decision TO atena_clerks;

GRANT UPDATE(mac) ON TABLE provision.medium_decision TO atena_hub;
GRANT UPDATE(mac) ON TABLE provision.medium_decision TO atena_clerks;

GRANT SELECT,INSERT ON TABLE provision.record TO atena_hub;
GRANT SELECT ON TABLE provision.record TO atena_reads;
GRANT INSERT ON TABLE provision.record TO atena_receivers;
GRANT INSERT ON TABLE provision.record TO atena_delivers;
GRANT INSERT ON TABLE provision.record TO atena_clerks;
GRANT INSERT ON TABLE provision.record TO atena_begins;

GRANT SELECT,INSERT ON TABLE register.addressee TO atena_hub;
GRANT SELECT ON TABLE register.addressee TO atena_reads;
GRANT INSERT ON TABLE register.addressee TO atena_clerks;

GRANT SELECT(addressee_id) ON TABLE register.addressee TO atena_vault;

GRANT UPDATE(recorded_at) ON TABLE register.addressee TO atena_hub;
GRANT UPDATE(recorded_at) ON TABLE register.addressee TO atena_receivers;
GRANT UPDATE(recorded_at) ON TABLE register.addressee TO atena_delivers;
GRANT UPDATE(recorded_at) ON TABLE register.addressee TO atena_clerks;

GRANT SELECT(atenabango) ON TABLE register.addressee TO atena_vault;

GRANT USAGE ON SEQUENCE register.addressee_id TO atena_hub;
GRANT USAGE ON SEQUENCE register.addressee_id TO atena_clerks;

GRANT USAGE ON SEQUENCE register.assigned_addressee_number TO atena_hub;
GRANT USAGE ON SEQUENCE register.assigned_addressee_number TO atena_clerks;

GRANT SELECT,INSERT,DELETE ON TABLE register.awaiting TO atena_hub;
GRANT SELECT ON TABLE register.awaiting TO atena_vault;
GRANT SELECT ON TABLE register.awaiting TO atena_reads;
GRANT INSERT,DELETE ON TABLE register.awaiting TO atena_clerks;
GRANT SELECT ON TABLE register.awaiting TO atena_opens;

GRANT SELECT ON TABLE register.code_rewriting TO atena_hub;
GRANT SELECT ON TABLE register.code_rewriting TO atena_reads;

GRANT UPDATE(event_id) ON TABLE register.code_rewriting TO atena_hub;

GRANT SELECT,INSERT ON TABLE register.end_decision TO atena_hub;
GRANT SELECT ON TABLE register.end_decision TO atena_reads;
GRANT INSERT ON TABLE register.end_decision TO atena_clerks;

GRANT UPDATE(mac) ON TABLE register.end_decision TO atena_hub;
GRANT UPDATE(mac) ON TABLE register.end_decision TO atena_clerks;

GRANT SELECT,INSERT ON TABLE register.end_proposal TO atena_hub;
GRANT SELECT ON TABLE register.end_proposal TO atena_reads;
GRANT INSERT ON TABLE register.end_proposal TO atena_clerks;

GRANT UPDATE(mac) ON TABLE register.end_proposal TO atena_hub;
GRANT UPDATE(mac) ON TABLE register.end_proposal TO atena_clerks;

GRANT SELECT,INSERT ON TABLE vault.individual_number TO atena_vault;
GRANT SELECT ON TABLE vault.individual_number TO atena_opens;

GRANT UPDATE(key_id) ON TABLE vault.individual_number TO atena_vault;

GRANT UPDATE(sealed) ON TABLE vault.individual_number TO atena_vault;

GRANT SELECT ON TABLE register.integrated_number TO atena_hub;
GRANT SELECT ON TABLE register.integrated_number TO atena_reads;

GRANT SELECT,INSERT ON TABLE register.measure TO atena_hub;
GRANT SELECT ON TABLE register.measure TO atena_reads;
GRANT INSERT ON TABLE register.measure TO atena_clerks;

GRANT SELECT,INSERT ON TABLE register.measure_person TO atena_hub;
GRANT SELECT ON TABLE register.measure_person TO atena_reads;
GRANT INSERT ON TABLE register.measure_person TO atena_clerks;

GRANT SELECT,INSERT ON TABLE register.measure_term TO atena_hub;
GRANT SELECT ON TABLE register.measure_term TO atena_reads;
GRANT INSERT ON TABLE register.measure_term TO atena_clerks;

GRANT SELECT,INSERT ON TABLE register.number_binding TO atena_hub;
GRANT SELECT ON TABLE register.number_binding TO atena_reads;

GRANT SELECT ON TABLE register.protected_household TO atena_hub;
GRANT SELECT ON TABLE register.protected_household TO atena_reads;

GRANT USAGE ON SEQUENCE register.protection_ordinal TO atena_hub;
GRANT USAGE ON SEQUENCE register.protection_ordinal TO atena_clerks;

GRANT SELECT,INSERT ON TABLE register.protection TO atena_hub;
GRANT SELECT ON TABLE register.protection TO atena_reads;
GRANT INSERT ON TABLE register.protection TO atena_clerks;

GRANT SELECT,INSERT ON TABLE register.protection_end TO atena_hub;
GRANT SELECT ON TABLE register.protection_end TO atena_reads;
GRANT INSERT ON TABLE register.protection_end TO atena_clerks;

GRANT UPDATE(mac) ON TABLE register.protection_end TO atena_hub;
GRANT UPDATE(mac) ON TABLE register.protection_end TO atena_clerks;

GRANT SELECT ON TABLE register.record_code TO atena_hub;
GRANT SELECT ON TABLE register.record_code TO atena_reads;

GRANT SELECT,INSERT ON TABLE register.release_decision TO atena_hub;
GRANT SELECT ON TABLE register.release_decision TO atena_reads;
GRANT INSERT ON TABLE register.release_decision TO atena_clerks;

GRANT UPDATE(mac) ON TABLE register.release_decision TO atena_hub;
GRANT UPDATE(mac) ON TABLE register.release_decision TO atena_clerks;

GRANT SELECT,INSERT ON TABLE register.release_request TO atena_hub;
GRANT SELECT ON TABLE register.release_request TO atena_reads;
GRANT INSERT ON TABLE register.release_request TO atena_clerks;

GRANT UPDATE(mac) ON TABLE register.release_request TO atena_hub;
GRANT UPDATE(mac) ON TABLE register.release_request TO atena_clerks;

GRANT USAGE ON SEQUENCE register.running_number TO atena_hub;
GRANT USAGE ON SEQUENCE register.running_number TO atena_clerks;

GRANT SELECT,INSERT ON TABLE register.search_key TO atena_hub;
GRANT SELECT ON TABLE register.search_key TO atena_reads;
GRANT INSERT ON TABLE register.search_key TO atena_clerks;

GRANT SELECT ON TABLE register.search_keying TO atena_hub;
GRANT SELECT ON TABLE register.search_keying TO atena_reads;

GRANT UPDATE(completed_at) ON TABLE register.search_keying TO atena_hub;
GRANT UPDATE(completed_at) ON TABLE register.search_keying TO atena_clerks;

GRANT UPDATE(is_postponed) ON TABLE register.search_keying TO atena_hub;
GRANT UPDATE(is_postponed) ON TABLE register.search_keying TO atena_clerks;

GRANT SELECT,INSERT ON TABLE register.shared_number TO atena_hub;
GRANT SELECT ON TABLE register.shared_number TO atena_reads;
GRANT INSERT ON TABLE register.shared_number TO atena_clerks;

GRANT SELECT ON TABLE register.tie_act TO atena_hub;
GRANT SELECT ON TABLE register.tie_act TO atena_reads;


-- The database atena_care_insurance.

CREATE SCHEMA care_insurance;

ALTER SCHEMA care_insurance OWNER TO atena_care_insurance_owner;

COMMENT ON SCHEMA care_insurance IS 'Purpose: tables of the care-insurance module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';

CREATE SCHEMA migration;

ALTER SCHEMA migration OWNER TO atena_care_insurance_owner;

COMMENT ON SCHEMA migration IS 'Which migrations were applied.';

CREATE TABLE care_insurance.applied_batch (
    sequence bigint NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    entry_count integer NOT NULL,
    calendar_day date NOT NULL,
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT applied_batch_entry_count_positive CHECK ((entry_count > 0)),
    CONSTRAINT applied_batch_key_length CHECK (((octet_length(idempotency_key) >= 1) AND (octet_length(idempotency_key) <= 200)))
);

ALTER TABLE care_insurance.applied_batch OWNER TO atena_care_insurance_owner;

COMMENT ON TABLE care_insurance.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';

COMMENT ON COLUMN care_insurance.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE care_insurance.body (
    first_at timestamp with time zone DEFAULT now() NOT NULL,
    only_row boolean DEFAULT true NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT body_code_is_six_digits CHECK ((code ~ '^[0-9]{6}$'::text)),
    CONSTRAINT body_is_one_row CHECK (only_row)
);

ALTER TABLE care_insurance.body OWNER TO atena_care_insurance_owner;

COMMENT ON TABLE care_insurance.body IS 'Purpose: the body (団体) whose hub feeds the module; no other is taken anything from. Source: the first hub that came. Retention: permanent. Class: none.';

COMMENT ON COLUMN care_insurance.body.first_at IS 'Purpose: when it came first. Source: the database''s clock. Retention: as the row. Class: none.';

COMMENT ON COLUMN care_insurance.body.only_row IS 'Purpose: always true, so that there is one row. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN care_insurance.body.code IS 'Purpose: 全国地方公共団体コード. Source: the hub. Retention: as the row. Class: none.';

CREATE TABLE care_insurance.insured (
    qualified_from date,
    first_class_from date,
    lost_on date,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    loss_reason text,
    confirm text,
    first_class_possible_from date,
    CONSTRAINT insured_confirm_known CHECK ((confirm = ANY (ARRAY['birth-date-unknown'::text, 'birth-date-missing'::text, 'non-resident'::text]))),
    CONSTRAINT insured_day_or_confirm CHECK (
CASE
    WHEN (confirm IS NULL) THEN (qualified_from IS NOT NULL)
    ELSE ((qualified_from IS NULL) OR (confirm = 'birth-date-unknown'::text))
END),
    CONSTRAINT insured_days_together CHECK (((qualified_from IS NULL) = (first_class_from IS NULL))),
    CONSTRAINT insured_loss_has_reason CHECK (((lost_on IS NULL) = (loss_reason IS NULL)))
);

ALTER TABLE care_insurance.insured OWNER TO atena_care_insurance_owner;

COMMENT ON TABLE care_insurance.insured IS 'Purpose: insured persons: second class from 40, first class from 65 (介護保険法9条–11条). Source: derived from person. Retention: until the qualification has ended and been dealt with. Class: personal data.';

COMMENT ON COLUMN care_insurance.insured.qualified_from IS 'Purpose: first day in range by age and resident here; where a birth date known in part is to be confirmed, the first day on which that is certain; none where nothing is. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN care_insurance.insured.first_class_from IS 'Purpose: day on which 65 is attained, first day as 第1号被保険者; where a birth date known in part is to be confirmed, the first day on which that is certain. Source: seinengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN care_insurance.insured.lost_on IS 'Purpose: 資格喪失日: first day without the qualification. Source: idojiyu and idonengappi, or the age. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN care_insurance.insured.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN care_insurance.insured.loss_reason IS 'Purpose: 異動事由 of the loss, or age. Source: idojiyu. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN care_insurance.insured.confirm IS 'Purpose: what a clerk must find out: birth-date-unknown, birth-date-missing, non-resident. Source: seinengappi and juminjotai. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN care_insurance.insured.first_class_possible_from IS 'Purpose: first day on which 65 may be attained, where a birth date known in part is to be confirmed; else none. Source: seinengappi. Retention: as the row. Class: personal data.';

CREATE TABLE care_insurance.person (
    sequence bigint NOT NULL,
    rirekibango integer NOT NULL,
    kojinbango_key_id integer,
    removed boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kojinbango_sealed bytea,
    items json,
    waiting bigint DEFAULT 0 NOT NULL,
    CONSTRAINT person_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT person_removed_holds_nothing CHECK (((removed = (items IS NULL)) AND ((NOT removed) OR (kojinbango_sealed IS NULL)))),
    CONSTRAINT person_rirekibango_positive CHECK ((rirekibango > 0)),
    CONSTRAINT person_sealed_has_key CHECK (((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL))),
    CONSTRAINT person_sealed_length CHECK ((octet_length(kojinbango_sealed) = 40))
)
WITH (fillfactor='90');

ALTER TABLE care_insurance.person OWNER TO atena_care_insurance_owner;

COMMENT ON TABLE care_insurance.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';

COMMENT ON COLUMN care_insurance.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';

COMMENT ON COLUMN care_insurance.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN care_insurance.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN care_insurance.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';

COMMENT ON COLUMN care_insurance.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';

COMMENT ON COLUMN care_insurance.person.waiting IS 'Purpose: items that await a decision at the hub, a bit each by the order of the national item list; their values here are those from before. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE migration.ledger (
    number integer NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    CONSTRAINT ledger_sha256_is_hex CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE migration.ledger OWNER TO atena_care_insurance_owner;

COMMENT ON TABLE migration.ledger IS 'Which migration files were applied, when, and what they held. Source: migrator. Retention: permanent. Class: none.';

COMMENT ON COLUMN migration.ledger.number IS 'Number that the file''s name begins with. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.applied_at IS 'When it was applied. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.name IS 'Name of the file. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.sha256 IS 'SHA-256 of its text: a file that landed never changes. Source: migrator. Retention: as the table. Class: none.';

ALTER TABLE ONLY care_insurance.applied_batch
    ADD CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key);

ALTER TABLE ONLY care_insurance.body
    ADD CONSTRAINT body_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY care_insurance.insured
    ADD CONSTRAINT insured_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY care_insurance.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_name_key UNIQUE (name);

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (number);

CREATE INDEX person_kojinbango_key_id_idx ON care_insurance.person USING btree (kojinbango_key_id) WHERE (kojinbango_key_id IS NOT NULL);

COMMENT ON INDEX care_insurance.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

GRANT USAGE ON SCHEMA care_insurance TO atena_care_insurance;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_open(oid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_put(oid, bigint, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO atena_care_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO atena_care_insurance_owner;

GRANT SELECT,INSERT,DELETE ON TABLE care_insurance.applied_batch TO atena_care_insurance;

GRANT SELECT,INSERT ON TABLE care_insurance.body TO atena_care_insurance;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE care_insurance.insured TO atena_care_insurance;

GRANT SELECT,INSERT,UPDATE ON TABLE care_insurance.person TO atena_care_insurance;


-- The database atena_childcare.

CREATE SCHEMA childcare;

ALTER SCHEMA childcare OWNER TO atena_childcare_owner;

COMMENT ON SCHEMA childcare IS 'Purpose: tables of the childcare module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';

CREATE SCHEMA migration;

ALTER SCHEMA migration OWNER TO atena_childcare_owner;

COMMENT ON SCHEMA migration IS 'Which migrations were applied.';

CREATE TABLE childcare.applied_batch (
    sequence bigint NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    entry_count integer NOT NULL,
    calendar_day date NOT NULL,
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT applied_batch_entry_count_positive CHECK ((entry_count > 0)),
    CONSTRAINT applied_batch_key_length CHECK (((octet_length(idempotency_key) >= 1) AND (octet_length(idempotency_key) <= 200)))
);

ALTER TABLE childcare.applied_batch OWNER TO atena_childcare_owner;

COMMENT ON TABLE childcare.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';

COMMENT ON COLUMN childcare.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE childcare.body (
    first_at timestamp with time zone DEFAULT now() NOT NULL,
    only_row boolean DEFAULT true NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT body_code_is_six_digits CHECK ((code ~ '^[0-9]{6}$'::text)),
    CONSTRAINT body_is_one_row CHECK (only_row)
);

ALTER TABLE childcare.body OWNER TO atena_childcare_owner;

COMMENT ON TABLE childcare.body IS 'Purpose: the body (団体) whose hub feeds the module; no other is taken anything from. Source: the first hub that came. Retention: permanent. Class: none.';

COMMENT ON COLUMN childcare.body.first_at IS 'Purpose: when it came first. Source: the database''s clock. Retention: as the row. Class: none.';

COMMENT ON COLUMN childcare.body.only_row IS 'Purpose: always true, so that there is one row. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN childcare.body.code IS 'Purpose: 全国地方公共団体コード. Source: the hub. Retention: as the row. Class: none.';

CREATE TABLE childcare.child (
    qualified_from date,
    ages_out_on date,
    lost_on date,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    setaibango text COLLATE pg_catalog."C",
    loss_reason text,
    confirm text,
    CONSTRAINT child_confirm_known CHECK ((confirm = ANY (ARRAY['birth-date-unknown'::text, 'birth-date-missing'::text, 'non-resident'::text]))),
    CONSTRAINT child_day_or_confirm CHECK (
CASE
    WHEN (confirm IS NULL) THEN (qualified_from IS NOT NULL)
    ELSE ((qualified_from IS NULL) OR (confirm = 'birth-date-unknown'::text))
END),
    CONSTRAINT child_days_together CHECK (((qualified_from IS NULL) = (ages_out_on IS NULL))),
    CONSTRAINT child_loss_has_reason CHECK (((lost_on IS NULL) = (loss_reason IS NULL)))
);

ALTER TABLE childcare.child OWNER TO atena_childcare_owner;

COMMENT ON TABLE childcare.child IS 'Purpose: children up to the first 31 March after they attain 18 (児童手当法3条). Source: derived from person. Retention: until the qualification has ended and been dealt with. Class: personal data.';

COMMENT ON COLUMN childcare.child.qualified_from IS 'Purpose: first day in range by age and resident here; where a birth date known in part is to be confirmed, the first day on which that is certain; none where nothing is. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN childcare.child.ages_out_on IS 'Purpose: first day no longer in range by age; where a birth date known in part is to be confirmed, the first day on which that is possible. Source: seinengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN childcare.child.lost_on IS 'Purpose: 資格喪失日: first day without the qualification. Source: idojiyu and idonengappi, or the age. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN childcare.child.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN childcare.child.setaibango IS 'Purpose: 世帯番号, to find the householder. Source: the hub. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN childcare.child.loss_reason IS 'Purpose: 異動事由 of the loss, or age. Source: idojiyu. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN childcare.child.confirm IS 'Purpose: what a clerk must find out: birth-date-unknown, birth-date-missing, non-resident. Source: seinengappi and juminjotai. Retention: as the row. Class: personal data.';

CREATE TABLE childcare.householder (
    atenabango text NOT NULL COLLATE pg_catalog."C",
    setaibango text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE childcare.householder OWNER TO atena_childcare_owner;

COMMENT ON TABLE childcare.householder IS 'Purpose: householders (世帯主) among whom the recipient of the allowance is looked for. Source: derived from person. Retention: while the hub provides the person as a householder. Class: personal data.';

COMMENT ON COLUMN childcare.householder.atenabango IS 'Purpose: 宛名番号 of the householder. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN childcare.householder.setaibango IS 'Purpose: 世帯番号. Source: the hub. Retention: as the row. Class: personal data.';

CREATE TABLE childcare.person (
    sequence bigint NOT NULL,
    rirekibango integer NOT NULL,
    kojinbango_key_id integer,
    removed boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kojinbango_sealed bytea,
    items json,
    waiting bigint DEFAULT 0 NOT NULL,
    CONSTRAINT person_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT person_removed_holds_nothing CHECK (((removed = (items IS NULL)) AND ((NOT removed) OR (kojinbango_sealed IS NULL)))),
    CONSTRAINT person_rirekibango_positive CHECK ((rirekibango > 0)),
    CONSTRAINT person_sealed_has_key CHECK (((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL))),
    CONSTRAINT person_sealed_length CHECK ((octet_length(kojinbango_sealed) = 40))
)
WITH (fillfactor='90');

ALTER TABLE childcare.person OWNER TO atena_childcare_owner;

COMMENT ON TABLE childcare.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';

COMMENT ON COLUMN childcare.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';

COMMENT ON COLUMN childcare.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN childcare.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN childcare.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';

COMMENT ON COLUMN childcare.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';

COMMENT ON COLUMN childcare.person.waiting IS 'Purpose: items that await a decision at the hub, a bit each by the order of the national item list; their values here are those from before. Source: the hub. Retention: as the row. Class: technical.';

CREATE VIEW childcare.child_with_householder AS
 SELECT child.qualified_from,
    child.ages_out_on,
    child.lost_on,
    child.atenabango,
    child.setaibango,
    child.loss_reason,
    child.confirm,
    head.atenabango AS householder
   FROM (childcare.child child
     LEFT JOIN LATERAL ( SELECT householder.atenabango
           FROM (childcare.householder householder
             JOIN childcare.person person USING (atenabango))
          WHERE (householder.setaibango = child.setaibango)
          ORDER BY person.sequence DESC, householder.atenabango
         LIMIT 1) head ON (true));

ALTER TABLE childcare.child_with_householder OWNER TO atena_childcare_owner;

COMMENT ON VIEW childcare.child_with_householder IS 'Purpose: each child with the householder of its household. Source: child and householder. Retention: as these. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.qualified_from IS 'Purpose: qualified_from of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.ages_out_on IS 'Purpose: ages_out_on of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.lost_on IS 'Purpose: lost_on of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.atenabango IS 'Purpose: atenabango of the child. Source: child. Retention: as there. Class: personal identifier.';

COMMENT ON COLUMN childcare.child_with_householder.setaibango IS 'Purpose: setaibango of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.loss_reason IS 'Purpose: loss_reason of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.confirm IS 'Purpose: confirm of the child. Source: child. Retention: as there. Class: personal data.';

COMMENT ON COLUMN childcare.child_with_householder.householder IS 'Purpose: 宛名番号 of the householder; none where none is held. Source: householder. Retention: as there. Class: personal identifier.';

CREATE TABLE migration.ledger (
    number integer NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    CONSTRAINT ledger_sha256_is_hex CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE migration.ledger OWNER TO atena_childcare_owner;

COMMENT ON TABLE migration.ledger IS 'Which migration files were applied, when, and what they held. Source: migrator. Retention: permanent. Class: none.';

COMMENT ON COLUMN migration.ledger.number IS 'Number that the file''s name begins with. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.applied_at IS 'When it was applied. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.name IS 'Name of the file. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.sha256 IS 'SHA-256 of its text: a file that landed never changes. Source: migrator. Retention: as the table. Class: none.';

ALTER TABLE ONLY childcare.applied_batch
    ADD CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key);

ALTER TABLE ONLY childcare.body
    ADD CONSTRAINT body_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY childcare.child
    ADD CONSTRAINT child_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY childcare.householder
    ADD CONSTRAINT householder_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY childcare.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_name_key UNIQUE (name);

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (number);

CREATE INDEX child_setaibango_idx ON childcare.child USING btree (setaibango);

COMMENT ON INDEX childcare.child_setaibango_idx IS 'Finds the children of a household.';

CREATE INDEX householder_setaibango_idx ON childcare.householder USING btree (setaibango);

COMMENT ON INDEX childcare.householder_setaibango_idx IS 'Finds the householder of a child.';

CREATE INDEX person_kojinbango_key_id_idx ON childcare.person USING btree (kojinbango_key_id) WHERE (kojinbango_key_id IS NOT NULL);

COMMENT ON INDEX childcare.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

GRANT USAGE ON SCHEMA childcare TO atena_childcare;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_open(oid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_put(oid, bigint, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO atena_childcare_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO atena_childcare_owner;

GRANT SELECT,INSERT,DELETE ON TABLE childcare.applied_batch TO atena_childcare;

GRANT SELECT,INSERT ON TABLE childcare.body TO atena_childcare;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE childcare.child TO atena_childcare;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE childcare.householder TO atena_childcare;

GRANT SELECT,INSERT,UPDATE ON TABLE childcare.person TO atena_childcare;

GRANT SELECT ON TABLE childcare.child_with_householder TO atena_childcare;


-- The database atena_health_insurance.

CREATE SCHEMA health_insurance;

ALTER SCHEMA health_insurance OWNER TO atena_health_insurance_owner;

COMMENT ON SCHEMA health_insurance IS 'Purpose: tables of the health-insurance module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';

CREATE SCHEMA migration;

ALTER SCHEMA migration OWNER TO atena_health_insurance_owner;

COMMENT ON SCHEMA migration IS 'Which migrations were applied.';

CREATE TABLE health_insurance.applied_batch (
    sequence bigint NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    entry_count integer NOT NULL,
    calendar_day date NOT NULL,
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT applied_batch_entry_count_positive CHECK ((entry_count > 0)),
    CONSTRAINT applied_batch_key_length CHECK (((octet_length(idempotency_key) >= 1) AND (octet_length(idempotency_key) <= 200)))
);

ALTER TABLE health_insurance.applied_batch OWNER TO atena_health_insurance_owner;

COMMENT ON TABLE health_insurance.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';

COMMENT ON COLUMN health_insurance.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE health_insurance.body (
    first_at timestamp with time zone DEFAULT now() NOT NULL,
    only_row boolean DEFAULT true NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT body_code_is_six_digits CHECK ((code ~ '^[0-9]{6}$'::text)),
    CONSTRAINT body_is_one_row CHECK (only_row)
);

ALTER TABLE health_insurance.body OWNER TO atena_health_insurance_owner;

COMMENT ON TABLE health_insurance.body IS 'Purpose: the body (団体) whose hub feeds the module; no other is taken anything from. Source: the first hub that came. Retention: permanent. Class: none.';

COMMENT ON COLUMN health_insurance.body.first_at IS 'Purpose: when it came first. Source: the database''s clock. Retention: as the row. Class: none.';

COMMENT ON COLUMN health_insurance.body.only_row IS 'Purpose: always true, so that there is one row. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN health_insurance.body.code IS 'Purpose: 全国地方公共団体コード. Source: the hub. Retention: as the row. Class: none.';

CREATE TABLE health_insurance.insurable (
    qualified_from date,
    ages_out_on date,
    lost_on date,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    loss_reason text,
    confirm text,
    CONSTRAINT insurable_confirm_known CHECK ((confirm = ANY (ARRAY['birth-date-unknown'::text, 'birth-date-missing'::text, 'non-resident'::text]))),
    CONSTRAINT insurable_day_or_confirm CHECK (
CASE
    WHEN (confirm IS NULL) THEN (qualified_from IS NOT NULL)
    ELSE ((qualified_from IS NULL) OR (confirm = 'birth-date-unknown'::text))
END),
    CONSTRAINT insurable_days_together CHECK (((qualified_from IS NULL) = (ages_out_on IS NULL))),
    CONSTRAINT insurable_loss_has_reason CHECK (((lost_on IS NULL) = (loss_reason IS NULL)))
);

ALTER TABLE health_insurance.insurable OWNER TO atena_health_insurance_owner;

COMMENT ON TABLE health_insurance.insurable IS 'Purpose: residents who may be insured, until the 75th birthday (国民健康保険法5条, 6条, 8条). Source: derived from person. Retention: until the qualification has ended and been dealt with. Class: personal data.';

COMMENT ON COLUMN health_insurance.insurable.qualified_from IS 'Purpose: first day in range by age and resident here; where a birth date known in part is to be confirmed, the first day on which that is certain; none where nothing is. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN health_insurance.insurable.ages_out_on IS 'Purpose: first day no longer in range by age; where a birth date known in part is to be confirmed, the first day on which that is possible. Source: seinengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN health_insurance.insurable.lost_on IS 'Purpose: 資格喪失日: first day without the qualification. Source: idojiyu and idonengappi, or the age. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN health_insurance.insurable.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN health_insurance.insurable.loss_reason IS 'Purpose: 異動事由 of the loss, or age. Source: idojiyu. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN health_insurance.insurable.confirm IS 'Purpose: what a clerk must find out: birth-date-unknown, birth-date-missing, non-resident. Source: seinengappi and juminjotai. Retention: as the row. Class: personal data.';

CREATE TABLE health_insurance.person (
    sequence bigint NOT NULL,
    rirekibango integer NOT NULL,
    kojinbango_key_id integer,
    removed boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kojinbango_sealed bytea,
    items json,
    waiting bigint DEFAULT 0 NOT NULL,
    CONSTRAINT person_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT person_removed_holds_nothing CHECK (((removed = (items IS NULL)) AND ((NOT removed) OR (kojinbango_sealed IS NULL)))),
    CONSTRAINT person_rirekibango_positive CHECK ((rirekibango > 0)),
    CONSTRAINT person_sealed_has_key CHECK (((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL))),
    CONSTRAINT person_sealed_length CHECK ((octet_length(kojinbango_sealed) = 40))
)
WITH (fillfactor='90');

ALTER TABLE health_insurance.person OWNER TO atena_health_insurance_owner;

COMMENT ON TABLE health_insurance.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';

COMMENT ON COLUMN health_insurance.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';

COMMENT ON COLUMN health_insurance.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN health_insurance.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN health_insurance.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';

COMMENT ON COLUMN health_insurance.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';

COMMENT ON COLUMN health_insurance.person.waiting IS 'Purpose: items that await a decision at the hub, a bit each by the order of the national item list; their values here are those from before. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE migration.ledger (
    number integer NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    CONSTRAINT ledger_sha256_is_hex CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE migration.ledger OWNER TO atena_health_insurance_owner;

COMMENT ON TABLE migration.ledger IS 'Which migration files were applied, when, and what they held. Source: migrator. Retention: permanent. Class: none.';

COMMENT ON COLUMN migration.ledger.number IS 'Number that the file''s name begins with. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.applied_at IS 'When it was applied. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.name IS 'Name of the file. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.sha256 IS 'SHA-256 of its text: a file that landed never changes. Source: migrator. Retention: as the table. Class: none.';

ALTER TABLE ONLY health_insurance.applied_batch
    ADD CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key);

ALTER TABLE ONLY health_insurance.body
    ADD CONSTRAINT body_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY health_insurance.insurable
    ADD CONSTRAINT insurable_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY health_insurance.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_name_key UNIQUE (name);

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (number);

CREATE INDEX person_kojinbango_key_id_idx ON health_insurance.person USING btree (kojinbango_key_id) WHERE (kojinbango_key_id IS NOT NULL);

COMMENT ON INDEX health_insurance.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

GRANT USAGE ON SCHEMA health_insurance TO atena_health_insurance;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_open(oid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_put(oid, bigint, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO atena_health_insurance_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO atena_health_insurance_owner;

GRANT SELECT,INSERT,DELETE ON TABLE health_insurance.applied_batch TO atena_health_insurance;

GRANT SELECT,INSERT ON TABLE health_insurance.body TO atena_health_insurance;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE health_insurance.insurable TO atena_health_insurance;

GRANT SELECT,INSERT,UPDATE ON TABLE health_insurance.person TO atena_health_insurance;


-- The database atena_national_pension.

CREATE SCHEMA migration;

ALTER SCHEMA migration OWNER TO atena_national_pension_owner;

COMMENT ON SCHEMA migration IS 'Which migrations were applied.';

CREATE SCHEMA national_pension;

ALTER SCHEMA national_pension OWNER TO atena_national_pension_owner;

COMMENT ON SCHEMA national_pension IS 'Purpose: tables of the national-pension module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';

CREATE SCHEMA pension;

ALTER SCHEMA pension OWNER TO atena_national_pension_owner;

COMMENT ON SCHEMA pension IS 'Purpose: records and ledgers of the pension department. Source: notices that its staff enter and check. Retention: see the tables. Class: personal data, no individual numbers.';

CREATE FUNCTION pension.is_entered(words text, most integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((char_length(words) <= most) AND (words !~ '[\u0001-\u001F\u007F-\u009F\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]'::text));

ALTER FUNCTION pension.is_entered(words text, most integer) OWNER TO atena_national_pension_owner;

COMMENT ON FUNCTION pension.is_entered(words text, most integer) IS 'Whether words can stand in a row: one line of at most so many characters, without control characters. EnteredText of the program takes less: no byte order mark, no replacement character and no noncharacter either.';

CREATE FUNCTION pension.keep_income() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    -- Compared by the collation of the indexes, which is not that of the column.
    person CONSTANT text := OLD.atenabango;
    dropped text[];
    kept json := OLD.items;
BEGIN
    NEW.history_number := OLD.history_number + 1;
    NEW.given_at := now();
    IF OLD.removed THEN RETURN NEW; END IF;
    dropped := ARRAY(SELECT k FROM json_object_keys(OLD.items) k EXCEPT SELECT k FROM json_object_keys(NEW.items) k);
    -- Whom the department needs, by the rule by which an interest stands (PensionRecords.needs): whoever something was received of or by, or whom the household of an
    -- application names that was not returned, withdrawn or taken back, as it was entered last.
    IF (NEW.removed OR cardinality(dropped) > 0)
        AND NOT EXISTS (SELECT FROM pension.reception r WHERE r.atenabango = person)
        AND NOT EXISTS (SELECT FROM pension.reception r WHERE r.kind LIKE 'claim-%' AND r.content #>> '{claim,_0,claimant,number}' = person)
        AND NOT EXISTS (
            SELECT FROM pension.reception r WHERE r.kind = 'carried-over' AND r.content #>> '{carriedClaim,_0,claim,claimant,number}' = person)
        AND NOT EXISTS (
            SELECT FROM pension.household h
            WHERE (h.content #>> '{spouse,number}' = person OR h.content #>> '{householder,number}' = person)
                AND NOT EXISTS (
                    SELECT FROM pension.household l
                    WHERE l.fiscal_year = h.fiscal_year AND l.number = h.number AND l.household_version > h.household_version)
                AND NOT EXISTS (
                    SELECT FROM pension.decision d WHERE d.fiscal_year = h.fiscal_year AND d.number = h.number AND d.outcome <> 'accepted')
                AND NOT EXISTS (
                    SELECT FROM pension.take_back t WHERE t.fiscal_year = h.fiscal_year AND t.number = h.number AND t.step = 'confirmed'))
    THEN
        -- The department has nothing of the person: what the hub takes back is gone whole.
        IF NEW.removed THEN
            DELETE FROM pension.income_version v WHERE v.atenabango = person AND v.record_key = OLD.record_key;
            RETURN NEW;
        END IF;
        -- So are items that a narrower policy gives no more; where nothing else is another, it is no other state.
        UPDATE pension.income_version v SET items = (v.items::jsonb - dropped)::json WHERE v.atenabango = person AND v.record_key = OLD.record_key;
        kept := (OLD.items::jsonb - dropped)::json;
        IF (OLD.rirekibango, OLD.waiting) = (NEW.rirekibango, NEW.waiting) AND kept::jsonb = NEW.items::jsonb THEN
            NEW.history_number := OLD.history_number;
            NEW.given_at := OLD.given_at;
            RETURN NEW;
        END IF;
    END IF;
    INSERT INTO pension.income_version (sequence, waiting, history_number, rirekibango, given_at, taken_back, atenabango, record_key, items)
    VALUES (OLD.sequence, OLD.waiting, OLD.history_number, OLD.rirekibango, OLD.given_at, NEW.removed, OLD.atenabango, OLD.record_key, kept);
    RETURN NEW;
END
$$;

ALTER FUNCTION pension.keep_income() OWNER TO atena_national_pension_owner;

COMMENT ON FUNCTION pension.keep_income() IS 'Moves the state of an income that another takes the place of to the history, and counts the new one on.';

CREATE TABLE migration.ledger (
    number integer NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    CONSTRAINT ledger_sha256_is_hex CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE migration.ledger OWNER TO atena_national_pension_owner;

COMMENT ON TABLE migration.ledger IS 'Which migration files were applied, when, and what they held. Source: migrator. Retention: permanent. Class: none.';

COMMENT ON COLUMN migration.ledger.number IS 'Number that the file''s name begins with. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.applied_at IS 'When it was applied. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.name IS 'Name of the file. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.sha256 IS 'SHA-256 of its text: a file that landed never changes. Source: migrator. Retention: as the table. Class: none.';

CREATE TABLE national_pension.applied_batch (
    sequence bigint NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    entry_count integer NOT NULL,
    calendar_day date NOT NULL,
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT applied_batch_entry_count_positive CHECK ((entry_count > 0)),
    CONSTRAINT applied_batch_key_length CHECK (((octet_length(idempotency_key) >= 1) AND (octet_length(idempotency_key) <= 200)))
);

ALTER TABLE national_pension.applied_batch OWNER TO atena_national_pension_owner;

COMMENT ON TABLE national_pension.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';

COMMENT ON COLUMN national_pension.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE national_pension.body (
    first_at timestamp with time zone DEFAULT now() NOT NULL,
    only_row boolean DEFAULT true NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT body_code_is_six_digits CHECK ((code ~ '^[0-9]{6}$'::text)),
    CONSTRAINT body_is_one_row CHECK (only_row)
);

ALTER TABLE national_pension.body OWNER TO atena_national_pension_owner;

COMMENT ON TABLE national_pension.body IS 'Purpose: the body (団体) whose hub feeds the module; no other is taken anything from. Source: the first hub that came. Retention: permanent. Class: none.';

COMMENT ON COLUMN national_pension.body.first_at IS 'Purpose: when it came first. Source: the database''s clock. Retention: as the row. Class: none.';

COMMENT ON COLUMN national_pension.body.only_row IS 'Purpose: always true, so that there is one row. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN national_pension.body.code IS 'Purpose: 全国地方公共団体コード. Source: the hub. Retention: as the row. Class: none.';

CREATE TABLE national_pension.class1_candidate (
    qualified_from date,
    ages_out_on date,
    lost_on date,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    loss_reason text,
    confirm text,
    CONSTRAINT class1_candidate_confirm_known CHECK ((confirm = ANY (ARRAY['birth-date-unknown'::text, 'birth-date-missing'::text, 'non-resident'::text]))),
    CONSTRAINT class1_candidate_day_or_confirm CHECK (
CASE
    WHEN (confirm IS NULL) THEN (qualified_from IS NOT NULL)
    ELSE ((qualified_from IS NULL) OR (confirm = 'birth-date-unknown'::text))
END),
    CONSTRAINT class1_candidate_days_together CHECK (((qualified_from IS NULL) = (ages_out_on IS NULL))),
    CONSTRAINT class1_candidate_loss_has_reason CHECK (((lost_on IS NULL) = (loss_reason IS NULL)))
);

ALTER TABLE national_pension.class1_candidate OWNER TO atena_national_pension_owner;

COMMENT ON TABLE national_pension.class1_candidate IS 'Purpose: residents in the age range of 第1号被保険者 (国民年金法7条–9条). Source: derived from person. Retention: until the qualification has ended and been dealt with. Class: personal data.';

COMMENT ON COLUMN national_pension.class1_candidate.qualified_from IS 'Purpose: first day in range by age and resident here; where a birth date known in part is to be confirmed, the first day on which that is certain; none where nothing is. Source: seinengappi and juminnengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN national_pension.class1_candidate.ages_out_on IS 'Purpose: first day no longer in range by age; where a birth date known in part is to be confirmed, the first day on which that is possible. Source: seinengappi. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN national_pension.class1_candidate.lost_on IS 'Purpose: 資格喪失日: first day without the qualification. Source: idojiyu and idonengappi, or the age. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN national_pension.class1_candidate.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN national_pension.class1_candidate.loss_reason IS 'Purpose: 異動事由 of the loss, or age. Source: idojiyu. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN national_pension.class1_candidate.confirm IS 'Purpose: what a clerk must find out: birth-date-unknown, birth-date-missing, non-resident. Source: seinengappi and juminjotai. Retention: as the row. Class: personal data.';

CREATE TABLE national_pension.person (
    sequence bigint NOT NULL,
    rirekibango integer NOT NULL,
    kojinbango_key_id integer,
    removed boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kojinbango_sealed bytea,
    items json,
    waiting bigint DEFAULT 0 NOT NULL,
    CONSTRAINT person_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT person_removed_holds_nothing CHECK (((removed = (items IS NULL)) AND ((NOT removed) OR (kojinbango_sealed IS NULL)))),
    CONSTRAINT person_rirekibango_positive CHECK ((rirekibango > 0)),
    CONSTRAINT person_sealed_has_key CHECK (((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL))),
    CONSTRAINT person_sealed_length CHECK ((octet_length(kojinbango_sealed) = 40))
)
WITH (fillfactor='90');

ALTER TABLE national_pension.person OWNER TO atena_national_pension_owner;

COMMENT ON TABLE national_pension.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';

COMMENT ON COLUMN national_pension.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';

COMMENT ON COLUMN national_pension.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN national_pension.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';

COMMENT ON COLUMN national_pension.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';

COMMENT ON COLUMN national_pension.person.waiting IS 'Purpose: items that await a decision at the hub, a bit each by the order of the national item list; their values here are those from before. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE national_pension.tax_income (
    sequence bigint NOT NULL,
    waiting bigint DEFAULT 0 NOT NULL,
    rirekibango integer NOT NULL,
    kojinbango_key_id integer,
    removed boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    record_key text NOT NULL COLLATE pg_catalog."C",
    kojinbango_sealed bytea,
    items json,
    history_number integer DEFAULT 1 NOT NULL,
    given_at timestamp with time zone DEFAULT now(),
    CONSTRAINT tax_income_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT tax_income_history_number_positive CHECK ((history_number > 0)),
    CONSTRAINT tax_income_record_key_length CHECK (((octet_length(record_key) >= 1) AND (octet_length(record_key) <= 40))),
    CONSTRAINT tax_income_removed_holds_nothing CHECK (((removed = (items IS NULL)) AND ((NOT removed) OR (kojinbango_sealed IS NULL)))),
    CONSTRAINT tax_income_rirekibango_positive CHECK ((rirekibango > 0)),
    CONSTRAINT tax_income_sealed_has_key CHECK (((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL))),
    CONSTRAINT tax_income_sealed_length CHECK ((octet_length(kojinbango_sealed) = 40))
)
WITH (fillfactor='90');

ALTER TABLE national_pension.tax_income OWNER TO atena_national_pension_owner;

COMMENT ON TABLE national_pension.tax_income IS 'Purpose: incomes the module was given, one row for each person and 年度, and tombstones of those it may hold no longer; states of before are in pension.income_version. Source: the hub''s deliveries of tax-income. Retention: while the hub provides it; a tombstone stays. Class: personal data, individual number sealed.';

COMMENT ON COLUMN national_pension.tax_income.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.tax_income.waiting IS 'Purpose: items that await a decision at the hub, a bit each of the dataset; their values here are those from before. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.tax_income.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.tax_income.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';

COMMENT ON COLUMN national_pension.tax_income.removed IS 'Purpose: tombstone; the record was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.tax_income.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN national_pension.tax_income.record_key IS 'Purpose: 年度, names the record among the person''s. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.tax_income.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';

COMMENT ON COLUMN national_pension.tax_income.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';

COMMENT ON COLUMN national_pension.tax_income.history_number IS 'Purpose: its place among the states of the record here, from 1; tombstones count. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN national_pension.tax_income.given_at IS 'Purpose: since when the state stands; none of one that was given before this was kept. Source: the database''s clock. Retention: as the row. Class: technical.';

CREATE TABLE pension.act (
    act_id bigint NOT NULL,
    acted_at timestamp with time zone DEFAULT now() NOT NULL,
    told_at timestamp with time zone,
    fiscal_year integer,
    number integer,
    kind text NOT NULL COLLATE pg_catalog."C",
    section text NOT NULL,
    by_whom text NOT NULL COLLATE pg_catalog."C",
    terminal text NOT NULL,
    atenabango text COLLATE pg_catalog."C",
    reason text NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT act_by_whom_is_told CHECK ((by_whom <> ''::text)),
    CONSTRAINT act_kind_known CHECK ((kind = ANY (ARRAY['received'::text, 'accepted'::text, 'returned'::text, 'cancelled'::text, 'handed-on'::text, 'task-opened'::text, 'task-closed'::text, 'proposals-made'::text, 'household-entered'::text, 'income-asked'::text, 'income-declared'::text, 'examined'::text, 'paper-came'::text, 'lack-told'::text, 'claim-entered'::text, 'claim-reminded'::text, 'report-batch-made'::text, 'report-batch-closed'::text, 'report-batch-released'::text, 'report-batch-cancelled'::text, 'report-batch-written'::text, 'report-batch-handed'::text, 'report-batch-received'::text, 'report-batch-returned'::text, 'report-batch-destroyed'::text, 'report-batch-failed'::text, 'report-batch-recalled'::text, 'report-character-decided'::text, 'report-mended'::text, 'results-taken'::text, 'result-matched'::text, 'import-opened'::text, 'import-released'::text, 'import-withdrawn'::text, 'take-back-asked'::text, 'take-back-confirmed'::text, 'take-back-dismissed'::text, 'handover-made'::text, 'handover-confirmed'::text, 'handover-withdrawn'::text]))),
    CONSTRAINT act_reception_whole CHECK (((fiscal_year IS NULL) = (number IS NULL))),
    CONSTRAINT act_words_are_bounded CHECK ((pension.is_entered(reason, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(by_whom, 200) AND pension.is_entered(terminal, 1000) AND (octet_length(atenabango) <= 15)))
);

ALTER TABLE pension.act OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.act IS 'Purpose: the pension system''s own record of who did what and when, written with the act; whoever keeps the log tells it from here, so that no act is lost to it. Source: the staff service. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.act.act_id IS 'Purpose: names the act. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.act.acted_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.act.told_at IS 'Purpose: when the hub''s log was told of it; none while it is not. Source: the staff service. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.act.fiscal_year IS 'Purpose: of the reception concerned. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.act.number IS 'Purpose: of the reception concerned. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.act.kind IS 'Purpose: what was done. Source: the module. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.act.section IS 'Purpose: 所属 of whoever did it. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.act.by_whom IS 'Purpose: who, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.act.terminal IS 'Purpose: 端末. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.act.atenabango IS 'Purpose: 宛名番号 of whom it was about; none where it was about nobody in particular. Source: the request. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.act.reason IS 'Purpose: 理由, as stated; empty where none is asked for. Source: the staff. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.act.mac IS '行の証印. HMAC-SHA-256 over the other columns but told_at, under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.act ALTER COLUMN act_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.act_act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.addressee_version (
    history_number integer NOT NULL,
    moved_on date,
    kept_at timestamp with time zone DEFAULT now() NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    presence text NOT NULL COLLATE pg_catalog."C",
    seinengappi text COLLATE pg_catalog."C",
    seinengappi_fushohyoki text,
    items json NOT NULL,
    CONSTRAINT addressee_version_history_number_positive CHECK ((history_number > 0)),
    CONSTRAINT addressee_version_presence_known CHECK ((presence = ANY (ARRAY['resident'::text, 'moved-within-japan'::text, 'moved-abroad'::text, 'dead'::text, 'removed'::text, 'non-resident'::text]))),
    CONSTRAINT addressee_version_seinengappi_form CHECK ((seinengappi ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'::text))
);

ALTER TABLE pension.addressee_version OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.addressee_version IS 'Purpose: 宛名, whole rows as the module was given them, for ages, for names and addresses of before, and when the hub has taken the person back. Source: national_pension.person. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.addressee_version.history_number IS 'Purpose: 履歴番号, from 1 for each person. Source: the module. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.addressee_version.moved_on IS 'Purpose: 異動日; none where it is not told. Source: the hub. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.addressee_version.kept_at IS 'Purpose: when it was kept. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.addressee_version.atenabango IS 'Purpose: 宛名番号, whose it is. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.addressee_version.presence IS 'Purpose: 住民の状態, and of whoever was taken back what it became. Source: the hub. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.addressee_version.seinengappi IS 'Purpose: 生年月日 as given; none where it is not. Source: the hub. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.addressee_version.seinengappi_fushohyoki IS 'Purpose: 不詳表記, where the date is unknown in part. Source: the hub. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.addressee_version.items IS 'Purpose: items by national name, without 個人番号; of whoever was taken back those of the version before. Source: the hub. Retention: as the row. Class: personal data.';

CREATE TABLE pension.basic_number (
    since timestamp with time zone DEFAULT now() NOT NULL,
    basic_pension_number text NOT NULL COLLATE pg_catalog."C",
    atenabango text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT basic_number_form CHECK (((basic_pension_number ~ '^[0-9]{10}$'::text) AND (basic_pension_number <> '0000000000'::text)))
);

ALTER TABLE pension.basic_number OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.basic_number IS 'Purpose: whose a basic pension number is among the living: one person a number, one number a person. Source: basic_version. Retention: until the death is recorded; the versions stay. Class: personal data.';

COMMENT ON COLUMN pension.basic_number.since IS 'Purpose: since when it has been known here. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.basic_number.basic_pension_number IS 'Purpose: 基礎年金番号. Source: basic_version. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.basic_number.atenabango IS 'Purpose: 宛名番号 of the holder. Source: basic_version. Retention: as the row. Class: personal identifier.';

CREATE TABLE pension.basic_version (
    history_number integer NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    outcome text DEFAULT 'accepted'::text NOT NULL COLLATE pg_catalog."C",
    basic_pension_number text COLLATE pg_catalog."C",
    telephone text NOT NULL,
    remarks text NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT basic_version_history_number_bounded CHECK (((history_number >= 1) AND (history_number <= 1000000))),
    CONSTRAINT basic_version_number_form CHECK (((basic_pension_number ~ '^[0-9]{10}$'::text) AND (basic_pension_number <> '0000000000'::text))),
    CONSTRAINT basic_version_outcome_is_accepted CHECK ((outcome = 'accepted'::text)),
    CONSTRAINT basic_version_remarks_are_words CHECK (pension.is_entered(remarks, 1000)),
    CONSTRAINT basic_version_remarks_length CHECK ((char_length(remarks) <= 1000)),
    CONSTRAINT basic_version_telephone_form CHECK ((telephone ~ '^[0-9+()-]{0,20}$'::text))
);

ALTER TABLE pension.basic_version OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.basic_version IS 'Purpose: 年金基本, whole rows; the one with the highest history number is current. Source: accepted receptions. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.basic_version.history_number IS 'Purpose: 履歴番号, from 1 for each person. Source: the module. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.basic_version.fiscal_year IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.basic_version.number IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.basic_version.recorded_at IS 'Purpose: since when it has counted. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.basic_version.atenabango IS 'Purpose: 宛名番号, whose it is. Source: reception. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.basic_version.outcome IS 'Purpose: always accepted: the decision that let it count. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.basic_version.basic_pension_number IS 'Purpose: 基礎年金番号, ten digits; none while the person has none that is known. Source: the notice. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.basic_version.telephone IS 'Purpose: 電話番号; empty where none is known. Source: the person. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.basic_version.remarks IS 'Purpose: 備考. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.basic_version.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.claim_arrival (
    arrival_id bigint NOT NULL,
    entered_at timestamp with time zone DEFAULT now() NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    came_on date NOT NULL,
    has_come boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    paper text NOT NULL COLLATE pg_catalog."C",
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT claim_arrival_times_are_finite CHECK ((isfinite(entered_at) AND isfinite(came_on))),
    CONSTRAINT claim_arrival_words_are_bounded CHECK ((pension.is_entered(paper, 100) AND (paper <> ''::text) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.claim_arrival OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.claim_arrival IS 'Purpose: 届いた添付書類, one row each time that a paper of a claim came, or was recorded by mistake; the last of a paper counts. Source: the clerk. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.claim_arrival.arrival_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_arrival.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_arrival.fiscal_year IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_arrival.number IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_arrival.came_on IS 'Purpose: the day on which it came. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_arrival.has_come IS 'Purpose: whether it came; otherwise the row before was a mistake. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_arrival.atenabango IS 'Purpose: 宛名番号 of the insured person, or of whoever died. Source: reception. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.claim_arrival.paper IS 'Purpose: which paper, by its key in claim-attachments. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.claim_arrival.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_arrival.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.claim_arrival.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.claim_arrival.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.claim_arrival ALTER COLUMN arrival_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.claim_arrival_arrival_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.claim_lack (
    lack_id bigint NOT NULL,
    entered_at timestamp with time zone DEFAULT now() NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    keys text[] NOT NULL,
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    reason text NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT claim_lack_times_are_finite CHECK (isfinite(entered_at)),
    CONSTRAINT claim_lack_words_are_bounded CHECK ((((cardinality(keys) >= 1) AND (cardinality(keys) <= 100)) AND (octet_length((keys)::text) <= 10000) AND pension.is_entered(reason, 1000) AND (reason <> ''::text) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.claim_lack OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.claim_lack IS 'Purpose: 不備のまま進達する理由, what a claim lacks and why it goes to the Japan Pension Service all the same; the Service is told. Source: the clerk. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.claim_lack.lack_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_lack.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_lack.fiscal_year IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_lack.number IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_lack.atenabango IS 'Purpose: 宛名番号 of the insured person, or of whoever died. Source: reception. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.claim_lack.keys IS 'Purpose: what lacked: papers by their keys in claim-attachments, limit, or hold- with the kind of the gap. Source: the rules. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.claim_lack.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_lack.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.claim_lack.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.claim_lack.reason IS 'Purpose: why it goes. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.claim_lack.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.claim_lack ALTER COLUMN lack_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.claim_lack_lack_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.claim_reminder (
    reminder_id bigint NOT NULL,
    entered_at timestamp with time zone DEFAULT now() NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    reminded_on date NOT NULL,
    reminded text NOT NULL COLLATE pg_catalog."C",
    means text NOT NULL COLLATE pg_catalog."C",
    keys text[] NOT NULL,
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT claim_reminder_means_known CHECK ((means = ANY (ARRAY['letter'::text, 'telephone'::text, 'counter'::text, 'visit'::text]))),
    CONSTRAINT claim_reminder_times_are_finite CHECK ((isfinite(entered_at) AND isfinite(reminded_on))),
    CONSTRAINT claim_reminder_words_are_bounded CHECK ((((cardinality(keys) >= 1) AND (cardinality(keys) <= 100)) AND (octet_length((keys)::text) <= 10000) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND (octet_length(reminded) <= 15)))
);

ALTER TABLE pension.claim_reminder OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.claim_reminder IS 'Purpose: 催促, that a claimant was reminded of what a claim lacks; of one claimant once a day. Source: the clerk. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.claim_reminder.reminder_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_reminder.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_reminder.fiscal_year IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_reminder.number IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_reminder.reminded_on IS 'Purpose: the day. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_reminder.reminded IS 'Purpose: 宛名番号 of the claimant; of a claimant without any, 受付番号 of their first claim after that death. Source: the claim. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.claim_reminder.means IS 'Purpose: letter 郵便, telephone 電話, counter 窓口, visit 訪問. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_reminder.keys IS 'Purpose: what lacked, as claim_lack.keys. Source: the rules. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.claim_reminder.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_reminder.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.claim_reminder.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.claim_reminder ALTER COLUMN reminder_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.claim_reminder_reminder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.claim_version (
    version_id bigint NOT NULL,
    entered_at timestamp with time zone DEFAULT now() NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    content json NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT claim_version_times_are_finite CHECK (isfinite(entered_at)),
    CONSTRAINT claim_version_words_are_bounded CHECK ((pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200) AND (octet_length((content)::text) <= 65536)))
);

ALTER TABLE pension.claim_version OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.claim_version IS 'Purpose: 裁定請求の記載の版, all that a claim says once something of its claimant or its medical certificates was entered or corrected; the last counts. Source: the clerk. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.claim_version.version_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_version.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_version.fiscal_year IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_version.number IS 'Purpose: of the claim. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.claim_version.atenabango IS 'Purpose: 宛名番号 of the insured person, or of whoever died. Source: reception. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.claim_version.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.claim_version.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.claim_version.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.claim_version.content IS 'Purpose: the claim: what is claimed, by whom (relation, name, address, telephone), what was asked for, and of each medical certificate its form, days and hospital. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.claim_version.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.claim_version ALTER COLUMN version_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.claim_version_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW pension.current_basic AS
 SELECT DISTINCT ON (basic_version.atenabango) basic_version.history_number,
    basic_version.atenabango,
    basic_version.basic_pension_number,
    basic_version.telephone,
    basic_version.remarks
   FROM pension.basic_version
  ORDER BY basic_version.atenabango, basic_version.history_number DESC;

ALTER TABLE pension.current_basic OWNER TO atena_national_pension_owner;

COMMENT ON VIEW pension.current_basic IS 'Purpose: 年金基本 as it counts, the version with the highest history number of each person. Source: basic_version. Retention: as these. Class: personal data.';

COMMENT ON COLUMN pension.current_basic.history_number IS 'As basic_version.history_number.';

COMMENT ON COLUMN pension.current_basic.atenabango IS 'As basic_version.atenabango.';

COMMENT ON COLUMN pension.current_basic.basic_pension_number IS 'As basic_version.basic_pension_number.';

COMMENT ON COLUMN pension.current_basic.telephone IS 'As basic_version.telephone.';

COMMENT ON COLUMN pension.current_basic.remarks IS 'As basic_version.remarks.';

CREATE TABLE pension.decision (
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    decided_at timestamp with time zone DEFAULT now() NOT NULL,
    outcome text NOT NULL COLLATE pg_catalog."C",
    entered_by text NOT NULL COLLATE pg_catalog."C",
    decided_by text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    mac bytea NOT NULL,
    alone boolean DEFAULT false NOT NULL,
    CONSTRAINT decision_by_another CHECK ((((decided_by <> entered_by) OR (alone AND (outcome = 'cancelled'::text))) AND (decided_by <> ''::text))),
    CONSTRAINT decision_other_has_reason CHECK (((outcome = 'accepted'::text) OR (reason <> ''::text))),
    CONSTRAINT decision_outcome_known CHECK ((outcome = ANY (ARRAY['accepted'::text, 'returned'::text, 'cancelled'::text, 'handed-on'::text]))),
    CONSTRAINT decision_time_is_finite CHECK (isfinite(decided_at)),
    CONSTRAINT decision_words_are_bounded CHECK ((pension.is_entered(reason, 1000) AND pension.is_entered(decided_by, 200)))
);

ALTER TABLE pension.decision OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.decision IS 'Purpose: 確認, what became of a reception, by the hand of another person than entered it (CT-13). Source: the staff. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.decision.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.decision.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.decision.decided_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.decision.outcome IS 'Purpose: accepted 確定, returned 返戻 to whoever filed it, cancelled 取下げ of what was entered by mistake, or handed-on 引継ぎ to the municipality that somebody moved to. Source: the staff. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.decision.entered_by IS 'Purpose: who entered the reception; somebody else than decided. Source: reception. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.decision.decided_by IS 'Purpose: 確認者, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.decision.reason IS 'Purpose: 理由; of an acceptance none is needed. Source: the staff. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.decision.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.decision.alone IS 'Purpose: of a withdrawal from before another had to decide it: that whoever entered the reception withdrew it; false of all others, and of all since. Source: migration 0127. Retention: as the row. Class: none.';

CREATE TABLE pension.declared_income (
    declaration_id bigint NOT NULL,
    entered_at timestamp with time zone DEFAULT now() NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    household_version integer NOT NULL,
    income_year integer NOT NULL,
    person text NOT NULL COLLATE pg_catalog."C",
    atenabango text COLLATE pg_catalog."C",
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    items json NOT NULL,
    remarks text NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT declared_income_person_known CHECK ((person = ANY (ARRAY['self'::text, 'spouse'::text, 'householder'::text]))),
    CONSTRAINT declared_income_time_is_finite CHECK (isfinite(entered_at)),
    CONSTRAINT declared_income_words_are_bounded CHECK ((pension.is_entered(remarks, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200) AND (octet_length(atenabango) <= 15) AND (octet_length((items)::text) <= 65536)))
);

ALTER TABLE pension.declared_income OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.declared_income IS 'Purpose: 所得の申立て, an income as somebody declared it; the tax record goes before it once it tells one. The last of a person and year counts. Source: the clerk. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.declared_income.declaration_id IS 'Purpose: names the declaration. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.declared_income.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.declared_income.fiscal_year IS 'Purpose: of the application for which it was declared. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.declared_income.number IS 'Purpose: of the application for which it was declared. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.declared_income.household_version IS 'Purpose: version of the household that names the person; 0 before any was entered. Source: household. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.declared_income.income_year IS 'Purpose: 所得の年. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.declared_income.person IS 'Purpose: self 本人, spouse 配偶者, householder 世帯主. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.declared_income.atenabango IS 'Purpose: 宛名番号 of whose income it is; none of somebody whom the hub does not know. Source: household. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.declared_income.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.declared_income.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.declared_income.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.declared_income.items IS 'Purpose: items by the names of the dataset tax-income. Source: the declaration. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.declared_income.remarks IS 'Purpose: by what it was declared. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.declared_income.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.declared_income ALTER COLUMN declaration_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.declared_income_declaration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.event (
    event_id bigint NOT NULL,
    target bigint,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    received_on date NOT NULL,
    happened_on date,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    act text NOT NULL COLLATE pg_catalog."C",
    fact text COLLATE pg_catalog."C",
    outcome text DEFAULT 'accepted'::text NOT NULL COLLATE pg_catalog."C",
    content json NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT event_act_known CHECK ((act = ANY (ARRAY['fact'::text, 'correction'::text, 'cancellation'::text]))),
    CONSTRAINT event_content_is_bounded CHECK ((octet_length((content)::text) <= 65536)),
    CONSTRAINT event_days_are_in_the_calendar CHECK ((((received_on >= '0001-01-01'::date) AND (received_on <= '9999-12-31'::date)) AND isfinite(recorded_at))),
    CONSTRAINT event_fact_of_all_but_cancellation CHECK (((act = 'cancellation'::text) = (fact IS NULL))),
    CONSTRAINT event_outcome_is_accepted CHECK ((outcome = 'accepted'::text)),
    CONSTRAINT event_target_of_correction CHECK (((act = 'fact'::text) = (target IS NULL)))
);

ALTER TABLE pension.event OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.event IS 'Purpose: a person''s record as a set of events (decision 0049): facts, corrections and cancellations that were checked. Source: accepted receptions. Retention: permanent, also when the hub takes the person back. Class: personal data.';

COMMENT ON COLUMN pension.event.event_id IS 'Purpose: names the event; not without gaps. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.event.target IS 'Purpose: the event that is corrected or cancelled. Source: the notice. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.event.recorded_at IS 'Purpose: since when it has counted. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.event.fiscal_year IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.event.number IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.event.received_on IS 'Purpose: 受付日. Source: reception. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.event.happened_on IS 'Purpose: day of the fact, for searching; none where it is about months. Source: content. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.event.atenabango IS 'Purpose: 宛名番号, whose record it belongs to. Source: reception. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.event.act IS 'Purpose: fact 事実, correction 訂正, cancellation 取消し. Source: content. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.event.fact IS 'Purpose: which fact it says, by its name in notices.tsv, for searching; none of a cancellation. Source: content. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.event.outcome IS 'Purpose: always accepted: the decision that let it count. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.event.content IS 'Purpose: what it says, as the rules read it (PensionEvent.Content). Source: reception. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.event.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.event ALTER COLUMN event_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.event_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.examination (
    examination_id bigint NOT NULL,
    examined_at timestamp with time zone DEFAULT now() NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    section text NOT NULL,
    examined_by text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    basis json NOT NULL,
    proposal json NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT examination_state_known CHECK ((state = ANY (ARRAY['to-ask'::text, 'waiting'::text, 'held'::text, 'decided'::text]))),
    CONSTRAINT examination_time_is_finite CHECK (isfinite(examined_at)),
    CONSTRAINT examination_words_are_bounded CHECK ((pension.is_entered(section, 200) AND pension.is_entered(examined_by, 200) AND (examined_by <> ''::text) AND (octet_length((basis)::text) <= 262144) AND (octet_length((proposal)::text) <= 1048576)))
);

ALTER TABLE pension.examination OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.examination IS 'Purpose: 審査, what the rules make of an application, and all that it stood on; where anything of that changes, another row. Source: the rules. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.examination.examination_id IS 'Purpose: names the examination. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.examination.examined_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.examination.fiscal_year IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.examination.number IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.examination.atenabango IS 'Purpose: 宛名番号 of the applicant. Source: reception. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.examination.section IS 'Purpose: 所属 of whoever had it examined. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.examination.examined_by IS 'Purpose: by whose act it was examined, account; the staff service itself where an income arrived. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.examination.state IS 'Purpose: to-ask 照会が要る, waiting 所得を待つ, held 確認を待つ, decided 審査済み. Source: proposal. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.examination.basis IS 'Purpose: application, household, incomes and insured months that it stood on (ExaminationBasis). Source: the module. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.examination.proposal IS 'Purpose: 審査結果の案 with its arithmetic and articles (ExemptionProposal). Source: the rules. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.examination.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.examination ALTER COLUMN examination_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.examination_examination_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.examined_until (
    looked_at timestamp with time zone DEFAULT now() NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    mark bytea NOT NULL,
    program text NOT NULL,
    CONSTRAINT examined_until_words_are_bounded CHECK ((pension.is_entered(program, 200) AND (octet_length(mark) <= 64)))
);

ALTER TABLE pension.examined_until OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.examined_until IS 'Purpose: up to which state of what it stands on an application that waits was examined last; whatever stands here, nobody accepts what was not examined by the state of now. Source: the module. Retention: as the application. Class: technical.';

COMMENT ON COLUMN pension.examined_until.looked_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.examined_until.fiscal_year IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.examined_until.number IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.examined_until.mark IS 'Purpose: the state, as waiting_application.mark told it. Source: waiting_application. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.examined_until.program IS 'Purpose: version of the program that looked: another may know other rules. Source: the program. Retention: as the row. Class: technical.';

CREATE TABLE pension.handover (
    handover_id bigint NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    moved_on date,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    destination text NOT NULL,
    content json NOT NULL,
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT handover_content_is_bounded CHECK ((octet_length((content)::text) <= 1048576)),
    CONSTRAINT handover_time_is_finite CHECK (isfinite(made_at)),
    CONSTRAINT handover_words_are_bounded CHECK ((pension.is_entered(destination, 1000) AND (destination <> ''::text) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.handover OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.handover IS 'Purpose: 引継ぎ, what was open of somebody who moved to another municipality, as it was when the list was made. Source: the module, at the clerk''s order. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.handover.handover_id IS 'Purpose: 引継ぎの番号. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.handover.made_at IS 'Purpose: when the list was made. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.handover.moved_on IS 'Purpose: 異動日, as the hub told it; none where it did not. Source: addressee_version. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.handover.atenabango IS 'Purpose: 宛名番号, of whom. Source: the clerk. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.handover.destination IS 'Purpose: 引継ぎ先, the municipality that goes on with it. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.handover.content IS 'Purpose: what was open (HandoverList). Source: reception, task, proposal, report_item. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.handover.section IS 'Purpose: 所属 of whoever made it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.handover.entered_by IS 'Purpose: who made it, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.handover.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.handover.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.handover_end (
    handover_id bigint NOT NULL,
    ended_at timestamp with time zone DEFAULT now() NOT NULL,
    step text NOT NULL COLLATE pg_catalog."C",
    made_by text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT handover_end_by_another CHECK (((step = 'withdrawn'::text) OR (made_by <> entered_by))),
    CONSTRAINT handover_end_reason_is_told CHECK (((step = 'confirmed'::text) OR (reason <> ''::text))),
    CONSTRAINT handover_end_step_known CHECK ((step = ANY (ARRAY['confirmed'::text, 'withdrawn'::text]))),
    CONSTRAINT handover_end_time_is_finite CHECK (isfinite(ended_at)),
    CONSTRAINT handover_end_words_are_bounded CHECK ((pension.is_entered(reason, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.handover_end OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.handover_end IS 'Purpose: 引継ぎの確認・取下げ, that another person confirmed a list, or that it was withdrawn; once. Source: the clerk. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.handover_end.handover_id IS 'Purpose: of the list. Source: handover. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.handover_end.ended_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.handover_end.step IS 'Purpose: confirmed 確認, withdrawn 取下げ. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.handover_end.made_by IS 'Purpose: who made the list, account. Source: handover. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.handover_end.reason IS 'Purpose: why it was withdrawn; empty of confirmed. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.handover_end.section IS 'Purpose: 所属 of whoever did it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.handover_end.entered_by IS 'Purpose: who did it, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.handover_end.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.handover_end.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.handover ALTER COLUMN handover_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.handover_handover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.household (
    household_version integer NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    entered_at timestamp with time zone DEFAULT now() NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    content json NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT household_time_is_finite CHECK (isfinite(entered_at)),
    CONSTRAINT household_version_bounded CHECK (((household_version >= 1) AND (household_version <= 10000))),
    CONSTRAINT household_words_are_bounded CHECK ((pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200) AND (octet_length((content)::text) <= 65536)))
);

ALTER TABLE pension.household OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.household IS 'Purpose: 審査の世帯, spouse and householder of an applicant on the day that the law looks at, whole versions; the highest counts. Source: the clerk. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.household.household_version IS 'Purpose: which version, from 1 for each application. Source: the module. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.household.fiscal_year IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.household.number IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.household.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.household.atenabango IS 'Purpose: 宛名番号 of the applicant. Source: reception. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.household.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.household.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.household.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.household.content IS 'Purpose: the day, spouse and householder, by addressee number or as declared (HouseholdEntry). Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.household.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.import_file (
    import_id bigint NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    lines bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    digest bytea NOT NULL,
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT import_file_digest_length CHECK ((octet_length(digest) = 32)),
    CONSTRAINT import_file_kind_known CHECK ((kind = ANY (ARRAY['basic'::text, 'qualification'::text, 'exemption'::text, 'additional'::text, 'legal-exemption'::text, 'maternity'::text, 'childcare'::text, 'fund'::text, 'claim-old-age'::text, 'claim-disability'::text, 'claim-survivor'::text, 'claim-old-age-welfare'::text]))),
    CONSTRAINT import_file_lines_not_negative CHECK ((lines >= 0)),
    CONSTRAINT import_file_time_is_finite CHECK (isfinite(opened_at)),
    CONSTRAINT import_file_words_are_bounded CHECK ((pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.import_file OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.import_file IS 'Purpose: 移行のファイル, files of an existing city''s records that were taken in; the same bytes once for each kind. Source: the staff. Retention: permanent. Class: none.';

COMMENT ON COLUMN pension.import_file.import_id IS 'Purpose: 移行の番号. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.import_file.opened_at IS 'Purpose: when it was first taken in. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.import_file.lines IS 'Purpose: rows of the file, without its heading. Source: the file. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.import_file.kind IS 'Purpose: basic 年金基本, qualification 資格, exemption 免除・猶予, additional 付加保険料, legal-exemption 法定免除, maternity 産前産後, childcare 育児, fund 国民年金基金, claim-old-age 老齢裁定, claim-disability 障害裁定, claim-survivor 遺族裁定, claim-old-age-welfare 老齢福祉裁定. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.import_file.digest IS 'Purpose: SHA-256 of the file, unpacked. Source: the staff service. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.import_file.section IS 'Purpose: 所属 of whoever took it in first. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.import_file.entered_by IS 'Purpose: who took it in first, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.import_file.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.import_file.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.import_file ALTER COLUMN import_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.import_file_import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.import_row (
    import_id bigint NOT NULL,
    line bigint NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT import_row_line_positive CHECK ((line > 0))
);

ALTER TABLE pension.import_row OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.import_row IS 'Purpose: 移行の行, of which row of which file a reception is. Rows that belong together, such as the periods of one person, have the line of the first. Source: the file. Retention: permanent. Class: none.';

COMMENT ON COLUMN pension.import_row.import_id IS 'Purpose: of the file. Source: import_file. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.import_row.line IS 'Purpose: line of the file, the heading being line 1. Source: the file. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.import_row.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.import_row.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.import_row.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.income_question (
    question_id bigint NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    household_version integer NOT NULL,
    income_year integer NOT NULL,
    is_unfiled boolean NOT NULL,
    person text NOT NULL COLLATE pg_catalog."C",
    atenabango text COLLATE pg_catalog."C",
    section text NOT NULL,
    asked_by text NOT NULL COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT income_question_person_known CHECK ((person = ANY (ARRAY['self'::text, 'spouse'::text, 'householder'::text]))),
    CONSTRAINT income_question_time_is_finite CHECK (isfinite(asked_at)),
    CONSTRAINT income_question_words_are_bounded CHECK ((pension.is_entered(section, 200) AND pension.is_entered(asked_by, 200) AND (asked_by <> ''::text) AND (octet_length(atenabango) <= 15)))
);

ALTER TABLE pension.income_question OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.income_question IS 'Purpose: 所得の照会, whose income of which year was asked for, when and by whom; of one person and year once. Source: the clerk. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.income_question.question_id IS 'Purpose: names the question. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_question.asked_at IS 'Purpose: when it was asked. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_question.fiscal_year IS 'Purpose: of the application for which it was asked. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.income_question.number IS 'Purpose: of the application for which it was asked. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_question.household_version IS 'Purpose: version of the household that names the person; 0 before any was entered. Source: household. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_question.income_year IS 'Purpose: 所得の年. Source: the rules. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.income_question.is_unfiled IS 'Purpose: the tax record had the person without a return (未申告). Source: the rules. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.income_question.person IS 'Purpose: self 本人, spouse 配偶者, householder 世帯主. Source: the rules. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.income_question.atenabango IS 'Purpose: 宛名番号 of whose income it is; none of somebody whom the hub does not know. Source: household. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.income_question.section IS 'Purpose: 所属 of whoever asked. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.income_question.asked_by IS 'Purpose: who asked, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.income_question.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.income_question ALTER COLUMN question_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.income_question_question_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.income_version (
    sequence bigint NOT NULL,
    waiting bigint NOT NULL,
    history_number integer NOT NULL,
    rirekibango integer NOT NULL,
    given_at timestamp with time zone,
    superseded_at timestamp with time zone DEFAULT now() NOT NULL,
    taken_back boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    record_key text NOT NULL COLLATE pg_catalog."C",
    items json NOT NULL,
    CONSTRAINT income_version_history_number_positive CHECK ((history_number > 0))
);

ALTER TABLE pension.income_version OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.income_version IS 'Purpose: 所得の履歴, whole states of incomes as the module was given them, once another state took their place. Source: national_pension.tax_income. Retention: permanent of whom the department has received something, or whose income an application needs; of others until the hub takes the income back, and only items that it still gives. Class: personal data.';

COMMENT ON COLUMN pension.income_version.sequence IS 'Purpose: sequence of the batch that had given it. Source: tax_income. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_version.waiting IS 'Purpose: items that awaited a decision at the hub, a bit each of the dataset. Source: tax_income. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_version.history_number IS 'Purpose: its place among the states of the record here. Source: tax_income. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_version.rirekibango IS 'Purpose: 履歴番号, version of the record at the hub, by which an examination names it. Source: tax_income. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_version.given_at IS 'Purpose: since when it stood; none where that is not known. Source: tax_income. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_version.superseded_at IS 'Purpose: until when it stood. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_version.taken_back IS 'Purpose: whether the hub took it back, instead of giving another. Source: tax_income. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_version.atenabango IS 'Purpose: 宛名番号, whose it is. Source: tax_income. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.income_version.record_key IS 'Purpose: 年度. Source: tax_income. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.income_version.items IS 'Purpose: items by national name, without 個人番号. Source: tax_income. Retention: as the row. Class: personal data.';

CREATE TABLE pension.reception (
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    received_on date NOT NULL,
    happened_on date,
    due_on date,
    entered_at timestamp with time zone DEFAULT now() NOT NULL,
    proposal_id bigint,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    content json NOT NULL,
    remarks text NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT reception_days_are_in_the_calendar CHECK ((((received_on >= '0001-01-01'::date) AND (received_on <= '9999-12-31'::date)) AND ((happened_on >= '0001-01-01'::date) AND (happened_on <= '9999-12-31'::date)) AND ((due_on >= '0001-01-01'::date) AND (due_on <= '9999-12-31'::date)) AND isfinite(entered_at))),
    CONSTRAINT reception_due_after_receipt CHECK ((due_on >= received_on)),
    CONSTRAINT reception_entered_by_is_told CHECK ((entered_by <> ''::text)),
    CONSTRAINT reception_number_positive CHECK ((number > 0)),
    CONSTRAINT reception_remarks_length CHECK ((char_length(remarks) <= 1000)),
    CONSTRAINT reception_words_are_bounded CHECK ((pension.is_entered(remarks, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200) AND pension.is_entered(kind, 100) AND (octet_length((content)::text) <= 65536)))
);

ALTER TABLE pension.reception OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.reception IS 'Purpose: 国民年金関係書類受付処理簿, everything that was received, with what it would record. Source: the staff. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.reception.fiscal_year IS 'Purpose: 年度 of the day of receipt, by the year of its April. Source: received_on. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.reception.number IS 'Purpose: 受付番号 in the fiscal year, from 1 and without gaps. Source: reception_count. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.reception.received_on IS 'Purpose: 受付日. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.reception.happened_on IS 'Purpose: 事実のあった日; none where it is about months. Source: the notice. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.reception.due_on IS 'Purpose: last day for the report to the Japan Pension Service (施行規則第9条); none where nothing is reported. Source: received_on and the rules. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.reception.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.reception.proposal_id IS 'Purpose: the proposal that it carries out, or dismisses; none of what somebody filed. Source: the clerk. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.reception.atenabango IS 'Purpose: 宛名番号, whom it is about. Source: the notice. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.reception.kind IS 'Purpose: 届出の種類, of notices.tsv. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.reception.section IS 'Purpose: 受付した課. Source: the department of whoever entered it. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.reception.entered_by IS 'Purpose: 入力者, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.reception.entered_set_up_by IS 'Purpose: who had handed the enterer the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.reception.content IS 'Purpose: what is recorded once it is accepted: event, basic data, or nothing. Source: the notice. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.reception.remarks IS 'Purpose: 備考 of the ledger. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.reception.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.take_back (
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    ordinal integer NOT NULL,
    confirms_ordinal integer,
    batch_year integer,
    batch_number integer,
    entered_at timestamp with time zone DEFAULT now() NOT NULL,
    outcome text DEFAULT 'accepted'::text NOT NULL COLLATE pg_catalog."C",
    step text NOT NULL COLLATE pg_catalog."C",
    confirms_step text COLLATE pg_catalog."C",
    confirms_by text COLLATE pg_catalog."C",
    reason text NOT NULL,
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT take_back_batch_whole CHECK ((((batch_year IS NULL) = (batch_number IS NULL)) AND ((batch_year IS NULL) OR (step = 'confirmed'::text)))),
    CONSTRAINT take_back_confirmed_by_another CHECK (
CASE step
    WHEN 'asked'::text THEN ((confirms_ordinal IS NULL) AND (confirms_step IS NULL) AND (confirms_by IS NULL))
    ELSE ((confirms_ordinal IS NOT NULL) AND (NOT (confirms_step IS DISTINCT FROM 'asked'::text)) AND (confirms_by IS NOT NULL) AND ((step = 'dismissed'::text) OR (confirms_by <> entered_by)))
END),
    CONSTRAINT take_back_ordinal_bounded CHECK (((ordinal >= 1) AND (ordinal <= 100))),
    CONSTRAINT take_back_outcome_is_accepted CHECK ((outcome = 'accepted'::text)),
    CONSTRAINT take_back_reason_is_told CHECK (((step = 'confirmed'::text) OR (reason <> ''::text))),
    CONSTRAINT take_back_step_known CHECK ((step = ANY (ARRAY['asked'::text, 'confirmed'::text, 'dismissed'::text]))),
    CONSTRAINT take_back_time_is_finite CHECK (isfinite(entered_at)),
    CONSTRAINT take_back_words_are_bounded CHECK ((pension.is_entered(reason, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.take_back OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.take_back IS 'Purpose: 確定取消し, that an accepted reception is to be taken back: one asks for it, another confirms it, or it is dismissed; the last row counts. Source: the clerk. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.take_back.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.take_back.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.take_back.ordinal IS 'Purpose: its place among the rows of the reception, from 1: of two that come at once one is refused. Source: the module. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.take_back.confirms_ordinal IS 'Purpose: of confirmed and dismissed: the row that asked. Source: take_back. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.take_back.batch_year IS 'Purpose: of the batch, only made by then, that its report leaves by the confirmation; none where it was in none. Source: report_item. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.take_back.batch_number IS 'Purpose: of that batch. Source: report_item. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.take_back.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.take_back.outcome IS 'Purpose: always accepted: what was never accepted is returned or withdrawn. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.take_back.step IS 'Purpose: asked 確定取消しの求め, confirmed 確定取消し, dismissed 求めの却下. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.take_back.confirms_step IS 'Purpose: of confirmed and dismissed: asked. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.take_back.confirms_by IS 'Purpose: of confirmed and dismissed: who asked, account. Source: take_back. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.take_back.reason IS 'Purpose: why it is to be taken back, or why not; empty of confirmed. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.take_back.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.take_back.entered_by IS 'Purpose: who entered it, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.take_back.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.take_back.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.task (
    task_id bigint NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    fiscal_year integer,
    number integer,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    other text COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    words text NOT NULL,
    opened_by text NOT NULL COLLATE pg_catalog."C",
    closed_by text COLLATE pg_catalog."C",
    outcome text,
    CONSTRAINT task_closing_whole CHECK ((((closed_at IS NULL) = (closed_by IS NULL)) AND ((closed_at IS NULL) = (outcome IS NULL)))),
    CONSTRAINT task_kind_known CHECK ((kind = ANY (ARRAY['held'::text, 'second-number'::text, 'number-of-another'::text, 'report-returned'::text, 'result-unclear'::text, 'take-back'::text]))),
    CONSTRAINT task_number_has_other CHECK (((kind = 'number-of-another'::text) = (other IS NOT NULL))),
    CONSTRAINT task_outcome_is_told CHECK ((outcome <> ''::text)),
    CONSTRAINT task_reception_whole CHECK (((fiscal_year IS NULL) = (number IS NULL))),
    CONSTRAINT task_words_are_bounded CHECK ((pension.is_entered(words, 4000) AND pension.is_entered(COALESCE(outcome, ''::text), 1000) AND pension.is_entered(opened_by, 200) AND pension.is_entered(COALESCE(closed_by, ''::text), 200)))
);

ALTER TABLE pension.task OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.task IS 'Purpose: 保留・照会, what a clerk has to find out before a record can go on. Source: rules and staff. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.task.task_id IS 'Purpose: names the task. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.task.opened_at IS 'Purpose: when it was opened. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.task.closed_at IS 'Purpose: when it was closed; none while it is open. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.task.fiscal_year IS 'Purpose: of the reception that waits for it. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.task.number IS 'Purpose: of the reception that waits for it. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.task.atenabango IS 'Purpose: 宛名番号, whom it is about. Source: reception. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.task.other IS 'Purpose: 宛名番号 of the other person, where a number is of both. Source: basic_number. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.task.kind IS 'Purpose: held 保留, second-number 二つ目の番号, number-of-another 別の人の番号, report-returned 返戻された報告, result-unclear 処理結果の確認. Source: the module. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.task.words IS 'Purpose: what has to be found out; no name and no number. Source: rules and staff. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.task.opened_by IS 'Purpose: by whose act it was opened, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.task.closed_by IS 'Purpose: who closed it, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.task.outcome IS 'Purpose: what was found out. Source: the clerk. Retention: as the row. Class: personal data.';

CREATE VIEW pension.ledger AS
 SELECT r.fiscal_year,
    r.number,
    r.received_on,
    r.happened_on,
    r.due_on,
    r.entered_at,
    r.atenabango,
    r.kind,
    r.section,
    r.entered_by,
    r.entered_set_up_by,
    r.remarks,
    r.proposal_id,
    d.decided_by,
    d.decided_at,
    d.reason AS decision_reason,
    COALESCE(
        CASE
            WHEN (b.number IS NOT NULL) THEN 'taken-back'::text
            ELSE NULL::text
        END, d.outcome,
        CASE
            WHEN (EXISTS ( SELECT
               FROM pension.task t
              WHERE ((t.fiscal_year = r.fiscal_year) AND (t.number = r.number) AND (t.closed_at IS NULL)))) THEN 'held'::text
            ELSE 'received'::text
        END) AS state
   FROM ((pension.reception r
     LEFT JOIN pension.decision d ON (((d.fiscal_year = r.fiscal_year) AND (d.number = r.number))))
     LEFT JOIN pension.take_back b ON (((b.fiscal_year = r.fiscal_year) AND (b.number = r.number) AND (b.step = 'confirmed'::text))));

ALTER TABLE pension.ledger OWNER TO atena_national_pension_owner;

COMMENT ON VIEW pension.ledger IS 'Purpose: receptions with their state: received 確認待ち, held 保留, accepted 確定, returned 返戻, cancelled 取下げ, handed-on 引継ぎ, taken-back 確定取消し; of a claim that lacks papers the program says 不備. Source: reception, decision, take_back, task. Retention: as these. Class: personal data.';

COMMENT ON COLUMN pension.ledger.fiscal_year IS 'As reception.fiscal_year.';

COMMENT ON COLUMN pension.ledger.number IS 'As reception.number.';

COMMENT ON COLUMN pension.ledger.received_on IS 'As reception.received_on.';

COMMENT ON COLUMN pension.ledger.happened_on IS 'As reception.happened_on.';

COMMENT ON COLUMN pension.ledger.due_on IS 'As reception.due_on.';

COMMENT ON COLUMN pension.ledger.entered_at IS 'As reception.entered_at.';

COMMENT ON COLUMN pension.ledger.atenabango IS 'As reception.atenabango.';

COMMENT ON COLUMN pension.ledger.kind IS 'As reception.kind.';

COMMENT ON COLUMN pension.ledger.section IS 'As reception.section.';

COMMENT ON COLUMN pension.ledger.entered_by IS 'As reception.entered_by.';

COMMENT ON COLUMN pension.ledger.entered_set_up_by IS 'As reception.entered_set_up_by.';

COMMENT ON COLUMN pension.ledger.remarks IS 'As reception.remarks.';

COMMENT ON COLUMN pension.ledger.proposal_id IS 'As reception.proposal_id.';

COMMENT ON COLUMN pension.ledger.decided_by IS 'As decision.decided_by.';

COMMENT ON COLUMN pension.ledger.decided_at IS 'As decision.decided_at.';

COMMENT ON COLUMN pension.ledger.decision_reason IS 'As decision.reason.';

COMMENT ON COLUMN pension.ledger.state IS 'received, held, accepted, returned, cancelled, handed-on or taken-back; by decision, what took it back, and open tasks.';

CREATE TABLE pension.opinion (
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    household_version integer NOT NULL,
    examination_id bigint NOT NULL,
    given_at timestamp with time zone DEFAULT now() NOT NULL,
    outcome text DEFAULT 'accepted'::text NOT NULL COLLATE pg_catalog."C",
    household_entered_by text COLLATE pg_catalog."C",
    given_by text NOT NULL COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT opinion_by_another CHECK (((given_by <> household_entered_by) AND (given_by <> ''::text))),
    CONSTRAINT opinion_household_whole CHECK (((household_version = 0) = (household_entered_by IS NULL))),
    CONSTRAINT opinion_outcome_is_accepted CHECK ((outcome = 'accepted'::text)),
    CONSTRAINT opinion_time_is_finite CHECK (isfinite(given_at))
);

ALTER TABLE pension.opinion OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.opinion IS 'Purpose: 進達する意見, the examination with which an application was accepted and goes to the Japan Pension Service, which decides; nobody is exempt by it. Source: the staff. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.opinion.fiscal_year IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.opinion.number IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.opinion.household_version IS 'Purpose: version of the household that it stands on; 0 where none was needed. Source: household. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.opinion.examination_id IS 'Purpose: the examination. Source: examination. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.opinion.given_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.opinion.outcome IS 'Purpose: always accepted: the decision by which it goes. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.opinion.household_entered_by IS 'Purpose: who entered the household, account; somebody else than checked it. Source: household. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.opinion.given_by IS 'Purpose: 確認者, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.opinion.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.person (
    sequence bigint DEFAULT 0 NOT NULL,
    history_number integer DEFAULT 0 NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT person_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT person_history_number_not_negative CHECK ((history_number >= 0))
);

ALTER TABLE pension.person OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.person IS 'Purpose: whom the module knows, and up to which state of national_pension.person their movements were looked at. Source: national_pension.person. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.person.sequence IS 'Purpose: sequence of the state that was looked at last. Source: national_pension.person. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.person.history_number IS 'Purpose: 履歴番号 of the last addressee_version; 0 where there is none. Source: the module. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.person.atenabango IS 'Purpose: 宛名番号. Source: the hub. Retention: as the row. Class: personal identifier.';

CREATE TABLE pension.proposal (
    proposal_id bigint NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    effective_on date,
    due_on date,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    cause text NOT NULL COLLATE pg_catalog."C",
    content json NOT NULL
);

ALTER TABLE pension.proposal OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.proposal IS 'Purpose: 処理の案, what a movement or a birthday calls for. Nobody''s record changes by it: it is received like a notice, or dismissed the same way, and another person checks that. Source: the rules. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.proposal.proposal_id IS 'Purpose: names the proposal. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.proposal.made_at IS 'Purpose: when it was made. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.proposal.effective_on IS 'Purpose: 取得日・喪失日・変更日; none where it is held. Source: the rules. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.proposal.due_on IS 'Purpose: 届出の期限; none where it is held. Source: the rules. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.proposal.atenabango IS 'Purpose: 宛名番号, whom it is about. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.proposal.kind IS 'Purpose: 届出・異動の種類, of notifications.tsv. Source: the rules. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.proposal.cause IS 'Purpose: age- and the birth date that the age was counted from; version- and the history number of the addressee_version that it came by; or handover (of a mended row handover: and which it is of the work, from 2) and whose hand-over and which piece of work. Source: the module. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.proposal.content IS 'Purpose: fact, reasons with their articles, and what has to be found out first (PensionProposal). Source: the rules. Retention: as the row. Class: personal data.';

ALTER TABLE pension.proposal ALTER COLUMN proposal_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.proposal_proposal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.proposal_superseded (
    proposal_id bigint NOT NULL,
    superseded_by bigint NOT NULL,
    ended_at timestamp with time zone DEFAULT now() NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT proposal_superseded_by_later CHECK ((superseded_by > proposal_id)),
    CONSTRAINT proposal_superseded_time_is_finite CHECK (isfinite(ended_at)),
    CONSTRAINT proposal_superseded_words_are_bounded CHECK ((pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.proposal_superseded OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.proposal_superseded IS 'Purpose: 処理の案の置換え, that the row that made a proposal came again mended, and which proposal stands in its place; what was received for the first stays received. Source: the module, as a clerk takes the file in. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.proposal_superseded.proposal_id IS 'Purpose: the proposal that was replaced. Source: proposal. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.proposal_superseded.superseded_by IS 'Purpose: the proposal that stands in its place. Source: proposal. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.proposal_superseded.ended_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.proposal_superseded.atenabango IS 'Purpose: 宛名番号, whom both are about. Source: proposal. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.proposal_superseded.section IS 'Purpose: 所属 of whoever took the file in. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.proposal_superseded.entered_by IS 'Purpose: who took the file in, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.proposal_superseded.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.proposal_superseded.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.reception_count (
    fiscal_year integer NOT NULL,
    last integer NOT NULL,
    CONSTRAINT reception_count_last_positive CHECK ((last > 0))
);

ALTER TABLE pension.reception_count OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.reception_count IS 'Purpose: the last number of the reception ledger in each fiscal year; counted up in the transaction that writes the row, so that no number is missing. Source: the module. Retention: permanent. Class: none.';

COMMENT ON COLUMN pension.reception_count.fiscal_year IS 'Purpose: 年度 of the day of receipt, by the year of its April. Source: received_on. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.reception_count.last IS 'Purpose: the number given last. Source: the module. Retention: as the row. Class: none.';

CREATE TABLE pension.report_batch (
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    made_on date NOT NULL,
    items integer NOT NULL,
    body text NOT NULL COLLATE pg_catalog."C",
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT report_batch_body_form CHECK ((body ~ '^[0-9]{6}$'::text)),
    CONSTRAINT report_batch_items_bounded CHECK (((items >= 1) AND (items <= 10000))),
    CONSTRAINT report_batch_number_positive CHECK ((number > 0)),
    CONSTRAINT report_batch_times_are_finite CHECK ((isfinite(made_at) AND isfinite(made_on))),
    CONSTRAINT report_batch_words_are_bounded CHECK ((pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.report_batch OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.report_batch IS 'Purpose: 報告の束, what goes to the Japan Pension Service together: by its number the medium has its serial number, too. Source: the clerk. Retention: permanent. Class: none.';

COMMENT ON COLUMN pension.report_batch.fiscal_year IS 'Purpose: 年度 of the day on which it was made, by the year of its April. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_batch.number IS 'Purpose: 束の番号 in the fiscal year, from 1 and without gaps; 媒体の通番 as well. Source: report_batch_count. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_batch.made_at IS 'Purpose: when it was made. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_batch.made_on IS 'Purpose: the day in Japan on which it was made; stands in the file. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_batch.items IS 'Purpose: 件数: how many reports are in it. Source: the module. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_batch.body IS 'Purpose: 全国地方公共団体コード; stands in the file. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_batch.section IS 'Purpose: 所属 of whoever made it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_batch.entered_by IS 'Purpose: who made it, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.report_batch.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.report_batch.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.report_batch_count (
    fiscal_year integer NOT NULL,
    last integer NOT NULL,
    CONSTRAINT report_batch_count_last_positive CHECK ((last > 0))
);

ALTER TABLE pension.report_batch_count OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.report_batch_count IS 'Purpose: the last number of a batch in each fiscal year; counted up in the transaction that makes the batch: no number is missing, and those who make batches take turns. Source: the module. Retention: permanent. Class: none.';

COMMENT ON COLUMN pension.report_batch_count.fiscal_year IS 'Purpose: 年度 of the day on which batches were made, by the year of its April. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_batch_count.last IS 'Purpose: the number given last. Source: the module. Retention: as the row. Class: none.';

CREATE TABLE pension.report_character (
    character_id bigint NOT NULL,
    entered_at timestamp with time zone DEFAULT now() NOT NULL,
    original text NOT NULL COLLATE pg_catalog."C",
    replacement text NOT NULL COLLATE pg_catalog."C",
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT report_character_time_is_finite CHECK (isfinite(entered_at)),
    CONSTRAINT report_character_words_are_bounded CHECK ((((octet_length(original) >= 1) AND (octet_length(original) <= 64)) AND pension.is_entered(replacement, 10) AND (replacement <> ''::text) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.report_character OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.report_character IS 'Purpose: 代替文字, what stands in a file for a character that has no code in Shift_JIS; the last row of a character counts. Source: the clerk. Retention: permanent. Class: none.';

COMMENT ON COLUMN pension.report_character.character_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_character.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_character.original IS 'Purpose: the character, with its variation selector where it has one. Source: names and addresses. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_character.replacement IS 'Purpose: what stands for it. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_character.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_character.entered_by IS 'Purpose: who entered it, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.report_character.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.report_character.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.report_character ALTER COLUMN character_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.report_character_character_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.report_content (
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    attempt integer NOT NULL,
    content json NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT report_content_is_bounded CHECK ((octet_length((content)::text) <= 65536))
);

ALTER TABLE pension.report_content OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.report_content IS 'Purpose: 報告の内容, what a report says, as it was when its batch was made: the file is made of this and nothing else, so that it can be made again byte for byte. No individual number. Source: the module. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.report_content.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_content.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_content.attempt IS 'Purpose: 進達の回. Source: report_item. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_content.content IS 'Purpose: the items of the report (ReportContent). Source: records of the person. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.report_content.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.report_item (
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    attempt integer NOT NULL,
    batch_year integer NOT NULL,
    batch_number integer NOT NULL,
    line integer NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    outcome text NOT NULL COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT report_item_attempt_bounded CHECK (((attempt >= 1) AND (attempt <= 10000))),
    CONSTRAINT report_item_line_positive CHECK ((line > 0)),
    CONSTRAINT report_item_outcome_is_accepted CHECK ((outcome = 'accepted'::text))
);

ALTER TABLE pension.report_item OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.report_item IS 'Purpose: 報告の一件, that a reception is reported in a batch: each time it goes is another attempt, and an attempt is in one batch only. Source: the clerk who made the batch. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.report_item.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_item.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_item.attempt IS 'Purpose: 進達の回, from 1; the report id is the reception number and this. Source: the module. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_item.batch_year IS 'Purpose: of the batch. Source: report_batch. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_item.batch_number IS 'Purpose: of the batch. Source: report_batch. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_item.line IS 'Purpose: its place in the batch, from 1. Source: the module. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_item.atenabango IS 'Purpose: 宛名番号, whom it is about. Source: reception. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.report_item.outcome IS 'Purpose: always accepted: only what was checked is reported. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_item.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.report_mending (
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    attempt integer NOT NULL,
    entered_at timestamp with time zone DEFAULT now() NOT NULL,
    goes_again boolean NOT NULL,
    reason text NOT NULL,
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT report_mending_time_is_finite CHECK (isfinite(entered_at)),
    CONSTRAINT report_mending_words_are_bounded CHECK ((pension.is_entered(reason, 1000) AND (reason <> ''::text) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.report_mending OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.report_mending IS 'Purpose: 返戻の処理, what a clerk did about a report that the Service gave back: it goes again, or it ends here. Source: the clerk. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.report_mending.fiscal_year IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_mending.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_mending.attempt IS 'Purpose: 進達の回 that came back. Source: report_item. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_mending.entered_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_mending.goes_again IS 'Purpose: whether it is due again; otherwise it ends here. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_mending.reason IS 'Purpose: what was mended, or why it ends. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.report_mending.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_mending.entered_by IS 'Purpose: who entered it, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.report_mending.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.report_mending.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.report_step (
    batch_year integer NOT NULL,
    batch_number integer NOT NULL,
    ordinal integer NOT NULL,
    stepped_at timestamp with time zone DEFAULT now() NOT NULL,
    stepped_on date NOT NULL,
    step text NOT NULL COLLATE pg_catalog."C",
    confirms_step text COLLATE pg_catalog."C",
    confirms_by text COLLATE pg_catalog."C",
    counterpart text NOT NULL,
    reason text NOT NULL,
    content json,
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT report_step_confirmed_by_another CHECK (
CASE step
    WHEN 'released'::text THEN ((NOT (confirms_step IS DISTINCT FROM 'closed'::text)) AND (confirms_by IS NOT NULL) AND (confirms_by <> entered_by))
    WHEN 'recalled'::text THEN ((NOT (confirms_step IS DISTINCT FROM 'failed'::text)) AND (confirms_by IS NOT NULL) AND (confirms_by <> entered_by))
    ELSE ((confirms_step IS NULL) AND (confirms_by IS NULL))
END),
    CONSTRAINT report_step_content_of_closed CHECK (((step = 'closed'::text) = (content IS NOT NULL))),
    CONSTRAINT report_step_known CHECK ((step = ANY (ARRAY['closed'::text, 'released'::text, 'cancelled'::text, 'written'::text, 'handed'::text, 'received'::text, 'returned'::text, 'destroyed'::text, 'failed'::text, 'recalled'::text]))),
    CONSTRAINT report_step_ordinal_positive CHECK (((ordinal >= 1) AND (ordinal <= 100))),
    CONSTRAINT report_step_reason_is_told CHECK (((step <> ALL (ARRAY['cancelled'::text, 'failed'::text])) OR (reason <> ''::text))),
    CONSTRAINT report_step_times_are_finite CHECK ((isfinite(stepped_at) AND isfinite(stepped_on))),
    CONSTRAINT report_step_words_are_bounded CHECK ((pension.is_entered(counterpart, 1000) AND pension.is_entered(reason, 1000) AND (octet_length(COALESCE((content)::text, ''::text)) <= 65536) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.report_step OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.report_step IS 'Purpose: 束の経過, one row for each thing that was done with a batch or with the medium it is on; together they say how its reports stand, and where the medium is. Source: the staff. Retention: permanent. Class: none.';

COMMENT ON COLUMN pension.report_step.batch_year IS 'Purpose: of the batch. Source: report_batch. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_step.batch_number IS 'Purpose: of the batch. Source: report_batch. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_step.ordinal IS 'Purpose: its place among the steps, from 1: of two that come at once one is refused. Source: the module. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_step.stepped_at IS 'Purpose: when it was entered. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.report_step.stepped_on IS 'Purpose: the day on which it was done. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_step.step IS 'Purpose: closed 締め, released 承認, cancelled 取消し, written 媒体の作成, handed 引渡し, received 受領, returned 返却, destroyed 廃棄, failed 不達, recalled 再報告. Source: the clerk. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_step.confirms_step IS 'Purpose: of released: closed, of recalled: failed; the step that another person took before. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_step.confirms_by IS 'Purpose: of released and recalled: who took that step, account. Source: report_step. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.report_step.counterpart IS 'Purpose: 相手, who took or gave the medium; empty where nobody did. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.report_step.reason IS 'Purpose: 理由 of a cancellation and of what failed, 備考 of others. Source: the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.report_step.content IS 'Purpose: of closed: layout, encoding, count, digest and the characters that were replaced (ClosedReport); none of others. Source: the module. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.report_step.section IS 'Purpose: 所属 of whoever entered it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.report_step.entered_by IS 'Purpose: who entered it, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.report_step.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.report_step.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.result_answer (
    list_id bigint NOT NULL,
    line integer NOT NULL,
    answered_at timestamp with time zone DEFAULT now() NOT NULL,
    fiscal_year integer,
    number integer,
    attempt integer,
    outcome text NOT NULL COLLATE pg_catalog."C",
    by_rule boolean NOT NULL,
    result_year integer,
    result_number integer,
    reason text NOT NULL,
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT result_answer_clerk_has_reason CHECK ((by_rule OR (reason <> ''::text))),
    CONSTRAINT result_answer_outcome_known CHECK ((outcome = ANY (ARRAY['processed'::text, 'returned'::text, 'dismissed'::text]))),
    CONSTRAINT result_answer_report_whole CHECK ((((outcome = 'dismissed'::text) = (fiscal_year IS NULL)) AND ((fiscal_year IS NULL) = (number IS NULL)) AND ((fiscal_year IS NULL) = (attempt IS NULL)))),
    CONSTRAINT result_answer_result_whole CHECK (((result_year IS NULL) = (result_number IS NULL))),
    CONSTRAINT result_answer_time_is_finite CHECK (isfinite(answered_at)),
    CONSTRAINT result_answer_words_are_bounded CHECK ((pension.is_entered(reason, 1000) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.result_answer OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.result_answer IS 'Purpose: 結果の突合, which report a row of a list answers, or that it answers none; a report is answered once. Source: the rules, or a clerk. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.result_answer.list_id IS 'Purpose: of the list. Source: result_list. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_answer.line IS 'Purpose: of the row. Source: result_row. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_answer.answered_at IS 'Purpose: when it was matched. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_answer.fiscal_year IS 'Purpose: of the reception that was reported; none where the row answers no report. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.result_answer.number IS 'Purpose: of the reception. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_answer.attempt IS 'Purpose: 進達の回. Source: report_item. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_answer.outcome IS 'Purpose: processed 処理済, returned 返戻; dismissed where a clerk found that it answers no report of here. Source: the row. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.result_answer.by_rule IS 'Purpose: whether number, addressee number and report id said it; otherwise a clerk did. Source: the module. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.result_answer.result_year IS 'Purpose: of the reception that the result made (承認, 却下); none where it made none. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.result_answer.result_number IS 'Purpose: of that reception. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_answer.reason IS 'Purpose: 返戻の理由 as the list has it; otherwise, of a clerk''s match or dismissal, their reason. A clerk''s reason is in the act, too. Source: the row, the clerk. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.result_answer.section IS 'Purpose: 所属 of whoever matched it: took a list in, recorded a hand-over, tried again, or decided. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.result_answer.entered_by IS 'Purpose: who matched it, account; with whoever took the list in, of two people the first. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.result_answer.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.result_answer.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.result_list (
    list_id bigint NOT NULL,
    taken_at timestamp with time zone DEFAULT now() NOT NULL,
    batch_year integer,
    batch_number integer,
    lines integer NOT NULL,
    digest bytea NOT NULL,
    layout text NOT NULL COLLATE pg_catalog."C",
    section text NOT NULL,
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_set_up_by text COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT result_list_batch_whole CHECK (((batch_year IS NULL) = (batch_number IS NULL))),
    CONSTRAINT result_list_digest_length CHECK ((octet_length(digest) = 32)),
    CONSTRAINT result_list_lines_bounded CHECK (((lines >= 1) AND (lines <= 50000))),
    CONSTRAINT result_list_time_is_finite CHECK (isfinite(taken_at)),
    CONSTRAINT result_list_words_are_bounded CHECK ((pension.is_entered(layout, 100) AND pension.is_entered(section, 200) AND pension.is_entered(entered_by, 200) AND (entered_by <> ''::text) AND pension.is_entered(COALESCE(entered_set_up_by, ''::text), 200)))
);

ALTER TABLE pension.result_list OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.result_list IS 'Purpose: 処理結果一覧表, a list of results that the Service sent and that was taken in; the same transmittal and rows once. Source: the Japan Pension Service. Retention: permanent. Class: none.';

COMMENT ON COLUMN pension.result_list.list_id IS 'Purpose: names the list. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_list.taken_at IS 'Purpose: when it was taken in. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_list.batch_year IS 'Purpose: of the batch (送付書) that it answers; none where it names none. Source: the list. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.result_list.batch_number IS 'Purpose: of the batch that it answers. Source: the list. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_list.lines IS 'Purpose: 件数: how many results are in it. Source: the list. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.result_list.digest IS 'Purpose: SHA-256 of transmittal and rows as they were read, of lists from before that of the file. Source: the module. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_list.layout IS 'Purpose: 様式 and its version, by which it was read. Source: the module. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.result_list.section IS 'Purpose: 所属 of whoever took it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.result_list.entered_by IS 'Purpose: who took it, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.result_list.entered_set_up_by IS 'Purpose: who had handed that person the set-up code by then; none where nobody did. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.result_list.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.result_list ALTER COLUMN list_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.result_list_list_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.result_row (
    list_id bigint NOT NULL,
    line integer NOT NULL,
    content json NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT result_row_content_is_bounded CHECK ((octet_length((content)::text) <= 16384)),
    CONSTRAINT result_row_line_positive CHECK ((line > 0))
);

ALTER TABLE pension.result_row OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.result_row IS 'Purpose: 処理結果の一行, as it stands in the list. Source: the Japan Pension Service. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.result_row.list_id IS 'Purpose: of the list. Source: result_list. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_row.line IS 'Purpose: its place in the list, from 1. Source: the list. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.result_row.content IS 'Purpose: what it says (ResultRow). Source: the list. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.result_row.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

CREATE TABLE pension.run (
    run_id bigint NOT NULL,
    ran_at timestamp with time zone DEFAULT now() NOT NULL,
    persons integer NOT NULL,
    proposals integer NOT NULL,
    day date NOT NULL,
    by_whom text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT run_by_whom_is_bounded CHECK (pension.is_entered(by_whom, 200)),
    CONSTRAINT run_counts_not_negative CHECK (((persons >= 0) AND (proposals >= 0)))
);

ALTER TABLE pension.run OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.run IS 'Purpose: when all movements and birthdays were looked at; the first one begins, and makes no proposal of what was before. Source: the module. Retention: permanent. Class: none.';

COMMENT ON COLUMN pension.run.run_id IS 'Purpose: names the run. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.run.ran_at IS 'Purpose: when it was over. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.run.persons IS 'Purpose: persons of whom something new was looked at. Source: the module. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.run.proposals IS 'Purpose: proposals made. Source: the module. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.run.day IS 'Purpose: the day in Japan up to which birthdays were looked at. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.run.by_whom IS 'Purpose: who had it run, account. Source: the staff service. Retention: as the row. Class: staff.';

ALTER TABLE pension.run ALTER COLUMN run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.run_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE pension.task ALTER COLUMN task_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.task_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pension.told_interest (
    interest_id bigint NOT NULL,
    told_at timestamp with time zone DEFAULT now() NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    holds boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    section text NOT NULL,
    told_by text NOT NULL COLLATE pg_catalog."C",
    mac bytea NOT NULL,
    CONSTRAINT told_interest_time_is_finite CHECK (isfinite(told_at)),
    CONSTRAINT told_interest_words_are_bounded CHECK ((pension.is_entered(section, 200) AND pension.is_entered(told_by, 200) AND (told_by <> ''::text) AND (octet_length(atenabango) <= 15)))
);

ALTER TABLE pension.told_interest OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.told_interest IS 'Purpose: 関心の登録の控え, in whom the hub is told an interest for an application, and that it was ended; the last row of a person counts. Source: the staff service. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.told_interest.interest_id IS 'Purpose: names the row. Source: the database. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.told_interest.told_at IS 'Purpose: when. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.told_interest.fiscal_year IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.told_interest.number IS 'Purpose: of the application. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.told_interest.holds IS 'Purpose: whether it begins. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.told_interest.atenabango IS 'Purpose: 宛名番号 of whom it is in. Source: household. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.told_interest.section IS 'Purpose: 所属 of whoever told it. Source: the staff service. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.told_interest.told_by IS 'Purpose: who told it, account. Source: the staff service. Retention: as the row. Class: staff.';

COMMENT ON COLUMN pension.told_interest.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE pension.told_interest ALTER COLUMN interest_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pension.told_interest_interest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW pension.waiting_application AS
 SELECT r.fiscal_year,
    r.number,
    sha256(convert_to(concat_ws('|'::text, ( SELECT ((count(*) || ' '::text) || COALESCE(max(h.household_version), 0))
           FROM pension.household h
          WHERE ((h.fiscal_year = r.fiscal_year) AND (h.number = r.number))), ( SELECT string_agg(concat_ws(' '::text, t.atenabango, t.record_key, t.sequence, t.waiting, t.rirekibango, t.removed), ';'::text ORDER BY t.atenabango, t.record_key) AS string_agg
           FROM national_pension.tax_income t
          WHERE (t.atenabango = ANY (p.persons))), ( SELECT ((count(*) || ' '::text) || COALESCE(max(e.event_id), (0)::bigint))
           FROM pension.event e
          WHERE (e.atenabango = r.atenabango)), ( SELECT ((n.sequence || ' '::text) || n.removed)
           FROM national_pension.person n
          WHERE (n.atenabango = r.atenabango)), ( SELECT ((((((count(*) || ' '::text) || COALESCE(max(i.declaration_id), (0)::bigint)) || ' '::text) || count(d.decided_at)) || ' '::text) || count(b.number))
           FROM ((pension.declared_income i
             LEFT JOIN pension.decision d ON (((d.fiscal_year = i.fiscal_year) AND (d.number = i.number))))
             LEFT JOIN pension.take_back b ON (((b.fiscal_year = i.fiscal_year) AND (b.number = i.number) AND (b.step = 'confirmed'::text))))
          WHERE (i.atenabango = ANY (p.persons))), ( SELECT count(*) AS count
           FROM pension.declared_income i
          WHERE ((i.fiscal_year = r.fiscal_year) AND (i.number = r.number))), ( SELECT count(*) AS count
           FROM pension.income_question q
          WHERE (q.atenabango = ANY (p.persons))), ( SELECT count(*) AS count
           FROM pension.income_question q
          WHERE ((q.fiscal_year = r.fiscal_year) AND (q.number = r.number)))), 'UTF8'::name)) AS mark
   FROM (pension.reception r
     CROSS JOIN LATERAL ( SELECT array_agg(DISTINCT named.number) AS persons
           FROM ( SELECT r.atenabango
                UNION
                 SELECT (h.content #>> '{spouse,number}'::text[])
                   FROM pension.household h
                  WHERE ((h.fiscal_year = r.fiscal_year) AND (h.number = r.number))
                UNION
                 SELECT (h.content #>> '{householder,number}'::text[])
                   FROM pension.household h
                  WHERE ((h.fiscal_year = r.fiscal_year) AND (h.number = r.number))) named(number)
          WHERE (named.number IS NOT NULL)) p)
  WHERE ((r.kind = ANY (ARRAY['exemption-applied'::text, 'student-applied'::text])) AND (NOT (EXISTS ( SELECT
           FROM pension.decision d
          WHERE ((d.fiscal_year = r.fiscal_year) AND (d.number = r.number))))));

ALTER TABLE pension.waiting_application OWNER TO atena_national_pension_owner;

COMMENT ON VIEW pension.waiting_application IS 'Purpose: applications on which nothing was decided, and the state of what they are examined by: households, incomes, events, birth, declarations and questions. Source: reception, household, tax_income, event, person, declared_income, income_question, decision, take_back. Retention: as these. Class: technical.';

COMMENT ON COLUMN pension.waiting_application.fiscal_year IS 'As reception.fiscal_year.';

COMMENT ON COLUMN pension.waiting_application.number IS 'As reception.number.';

COMMENT ON COLUMN pension.waiting_application.mark IS 'Another one after whatever change of what the application is examined by.';

CREATE TABLE pension.welfare_version (
    history_number integer NOT NULL,
    fiscal_year integer NOT NULL,
    number integer NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    is_registered boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    outcome text DEFAULT 'accepted'::text NOT NULL COLLATE pg_catalog."C",
    symbol text NOT NULL,
    certificate_number text NOT NULL,
    payment_class text NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT welfare_version_history_number_bounded CHECK (((history_number >= 1) AND (history_number <= 1000000))),
    CONSTRAINT welfare_version_outcome_is_accepted CHECK ((outcome = 'accepted'::text)),
    CONSTRAINT welfare_version_registered_has_number CHECK (
CASE
    WHEN is_registered THEN (certificate_number <> ''::text)
    ELSE (((symbol || certificate_number) || payment_class) = ''::text)
END),
    CONSTRAINT welfare_version_time_is_finite CHECK (isfinite(recorded_at)),
    CONSTRAINT welfare_version_words_are_bounded CHECK ((pension.is_entered(symbol, 40) AND pension.is_entered(certificate_number, 40) AND pension.is_entered(payment_class, 40)))
);

ALTER TABLE pension.welfare_version OWNER TO atena_national_pension_owner;

COMMENT ON TABLE pension.welfare_version IS 'Purpose: 老齢福祉年金の証書, whole rows; the one with the highest history number is current. Source: accepted receptions. Retention: permanent. Class: personal data.';

COMMENT ON COLUMN pension.welfare_version.history_number IS 'Purpose: 履歴番号, from 1 for each person. Source: the module. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.welfare_version.fiscal_year IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.welfare_version.number IS 'Purpose: of the reception that it came by. Source: reception. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.welfare_version.recorded_at IS 'Purpose: since when it has counted. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN pension.welfare_version.is_registered IS 'Purpose: whether a certificate is registered; false: the registration has ended. Source: reception. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.welfare_version.atenabango IS 'Purpose: 宛名番号, whose it is. Source: reception. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.welfare_version.outcome IS 'Purpose: always accepted: the decision that let it count. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN pension.welfare_version.symbol IS 'Purpose: 証書記号, as on the certificate; empty where none is known, or none is registered. Source: the certificate. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.welfare_version.certificate_number IS 'Purpose: 証書番号, as on the certificate; empty where none is registered. Source: the certificate. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN pension.welfare_version.payment_class IS 'Purpose: 支給区分, as on the certificate; empty where none is known, or none is registered. Source: the certificate. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN pension.welfare_version.mac IS '行の証印. HMAC-SHA-256 over the other columns under the hub''s key ring. Source: the staff service. Retention: as the row. Class: none.';

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_name_key UNIQUE (name);

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (number);

ALTER TABLE ONLY national_pension.applied_batch
    ADD CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key);

ALTER TABLE ONLY national_pension.body
    ADD CONSTRAINT body_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY national_pension.class1_candidate
    ADD CONSTRAINT class1_candidate_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY national_pension.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY national_pension.tax_income
    ADD CONSTRAINT tax_income_pkey PRIMARY KEY (atenabango, record_key);

ALTER TABLE ONLY pension.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (act_id);

ALTER TABLE ONLY pension.addressee_version
    ADD CONSTRAINT addressee_version_pkey PRIMARY KEY (atenabango, history_number);

ALTER TABLE ONLY pension.basic_number
    ADD CONSTRAINT basic_number_atenabango_unique UNIQUE (atenabango);

ALTER TABLE ONLY pension.basic_number
    ADD CONSTRAINT basic_number_pkey PRIMARY KEY (basic_pension_number);

ALTER TABLE ONLY pension.basic_version
    ADD CONSTRAINT basic_version_pkey PRIMARY KEY (atenabango, history_number);

ALTER TABLE ONLY pension.basic_version
    ADD CONSTRAINT basic_version_reception_unique UNIQUE (fiscal_year, number);

ALTER TABLE ONLY pension.claim_arrival
    ADD CONSTRAINT claim_arrival_pkey PRIMARY KEY (arrival_id);

ALTER TABLE ONLY pension.claim_lack
    ADD CONSTRAINT claim_lack_pkey PRIMARY KEY (lack_id);

ALTER TABLE ONLY pension.claim_reminder
    ADD CONSTRAINT claim_reminder_pkey PRIMARY KEY (reminder_id);

ALTER TABLE ONLY pension.claim_version
    ADD CONSTRAINT claim_version_pkey PRIMARY KEY (version_id);

ALTER TABLE ONLY pension.decision
    ADD CONSTRAINT decision_outcome_unique UNIQUE (fiscal_year, number, outcome);

ALTER TABLE ONLY pension.decision
    ADD CONSTRAINT decision_pkey PRIMARY KEY (fiscal_year, number);

ALTER TABLE ONLY pension.declared_income
    ADD CONSTRAINT declared_income_pkey PRIMARY KEY (declaration_id);

ALTER TABLE ONLY pension.event
    ADD CONSTRAINT event_atenabango_unique UNIQUE (event_id, atenabango);

ALTER TABLE ONLY pension.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (event_id);

ALTER TABLE ONLY pension.event
    ADD CONSTRAINT event_reception_unique UNIQUE (fiscal_year, number);

ALTER TABLE ONLY pension.examination
    ADD CONSTRAINT examination_pkey PRIMARY KEY (examination_id);

ALTER TABLE ONLY pension.examination
    ADD CONSTRAINT examination_reception_unique UNIQUE (fiscal_year, number, examination_id);

ALTER TABLE ONLY pension.examined_until
    ADD CONSTRAINT examined_until_pkey PRIMARY KEY (fiscal_year, number);

ALTER TABLE ONLY pension.handover_end
    ADD CONSTRAINT handover_end_pkey PRIMARY KEY (handover_id);

ALTER TABLE ONLY pension.handover
    ADD CONSTRAINT handover_entered_by_unique UNIQUE (handover_id, entered_by);

ALTER TABLE ONLY pension.handover
    ADD CONSTRAINT handover_pkey PRIMARY KEY (handover_id);

ALTER TABLE ONLY pension.household
    ADD CONSTRAINT household_entered_by_unique UNIQUE (fiscal_year, number, household_version, entered_by);

ALTER TABLE ONLY pension.household
    ADD CONSTRAINT household_pkey PRIMARY KEY (fiscal_year, number, household_version);

ALTER TABLE ONLY pension.import_file
    ADD CONSTRAINT import_file_digest_unique UNIQUE (digest, kind);

ALTER TABLE ONLY pension.import_file
    ADD CONSTRAINT import_file_pkey PRIMARY KEY (import_id);

ALTER TABLE ONLY pension.import_row
    ADD CONSTRAINT import_row_pkey PRIMARY KEY (fiscal_year, number);

ALTER TABLE ONLY pension.income_question
    ADD CONSTRAINT income_question_pkey PRIMARY KEY (question_id);

ALTER TABLE ONLY pension.income_version
    ADD CONSTRAINT income_version_pkey PRIMARY KEY (atenabango, record_key, history_number);

ALTER TABLE ONLY pension.opinion
    ADD CONSTRAINT opinion_pkey PRIMARY KEY (fiscal_year, number);

ALTER TABLE ONLY pension.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY pension.proposal
    ADD CONSTRAINT proposal_atenabango_unique UNIQUE (proposal_id, atenabango);

ALTER TABLE ONLY pension.proposal
    ADD CONSTRAINT proposal_cause_unique UNIQUE (atenabango, kind, cause);

ALTER TABLE ONLY pension.proposal
    ADD CONSTRAINT proposal_pkey PRIMARY KEY (proposal_id);

ALTER TABLE ONLY pension.proposal_superseded
    ADD CONSTRAINT proposal_superseded_pkey PRIMARY KEY (proposal_id);

ALTER TABLE ONLY pension.reception
    ADD CONSTRAINT reception_atenabango_unique UNIQUE (fiscal_year, number, atenabango);

ALTER TABLE ONLY pension.reception_count
    ADD CONSTRAINT reception_count_pkey PRIMARY KEY (fiscal_year);

ALTER TABLE ONLY pension.reception
    ADD CONSTRAINT reception_entered_by_unique UNIQUE (fiscal_year, number, entered_by);

ALTER TABLE ONLY pension.reception
    ADD CONSTRAINT reception_pkey PRIMARY KEY (fiscal_year, number);

ALTER TABLE ONLY pension.report_batch_count
    ADD CONSTRAINT report_batch_count_pkey PRIMARY KEY (fiscal_year);

ALTER TABLE ONLY pension.report_batch
    ADD CONSTRAINT report_batch_pkey PRIMARY KEY (fiscal_year, number);

ALTER TABLE ONLY pension.report_character
    ADD CONSTRAINT report_character_pkey PRIMARY KEY (character_id);

ALTER TABLE ONLY pension.report_content
    ADD CONSTRAINT report_content_pkey PRIMARY KEY (fiscal_year, number, attempt);

ALTER TABLE ONLY pension.report_item
    ADD CONSTRAINT report_item_batch_unique UNIQUE (batch_year, batch_number, fiscal_year, number);

ALTER TABLE ONLY pension.report_item
    ADD CONSTRAINT report_item_line_unique UNIQUE (batch_year, batch_number, line);

ALTER TABLE ONLY pension.report_item
    ADD CONSTRAINT report_item_pkey PRIMARY KEY (fiscal_year, number, attempt);

ALTER TABLE ONLY pension.report_mending
    ADD CONSTRAINT report_mending_pkey PRIMARY KEY (fiscal_year, number, attempt);

ALTER TABLE ONLY pension.report_step
    ADD CONSTRAINT report_step_entered_by_unique UNIQUE (batch_year, batch_number, step, entered_by);

ALTER TABLE ONLY pension.report_step
    ADD CONSTRAINT report_step_once UNIQUE (batch_year, batch_number, step);

ALTER TABLE ONLY pension.report_step
    ADD CONSTRAINT report_step_pkey PRIMARY KEY (batch_year, batch_number, ordinal);

ALTER TABLE ONLY pension.result_answer
    ADD CONSTRAINT result_answer_pkey PRIMARY KEY (list_id, line);

ALTER TABLE ONLY pension.result_answer
    ADD CONSTRAINT result_answer_report_unique UNIQUE (fiscal_year, number, attempt);

ALTER TABLE ONLY pension.result_list
    ADD CONSTRAINT result_list_digest_unique UNIQUE (digest);

ALTER TABLE ONLY pension.result_list
    ADD CONSTRAINT result_list_pkey PRIMARY KEY (list_id);

ALTER TABLE ONLY pension.result_row
    ADD CONSTRAINT result_row_pkey PRIMARY KEY (list_id, line);

ALTER TABLE ONLY pension.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (run_id);

ALTER TABLE ONLY pension.take_back
    ADD CONSTRAINT take_back_entered_by_unique UNIQUE (fiscal_year, number, ordinal, step, entered_by);

ALTER TABLE ONLY pension.take_back
    ADD CONSTRAINT take_back_pkey PRIMARY KEY (fiscal_year, number, ordinal);

ALTER TABLE ONLY pension.task
    ADD CONSTRAINT task_pkey PRIMARY KEY (task_id);

ALTER TABLE ONLY pension.told_interest
    ADD CONSTRAINT told_interest_pkey PRIMARY KEY (interest_id);

ALTER TABLE ONLY pension.welfare_version
    ADD CONSTRAINT welfare_version_pkey PRIMARY KEY (atenabango, history_number);

ALTER TABLE ONLY pension.welfare_version
    ADD CONSTRAINT welfare_version_reception_unique UNIQUE (fiscal_year, number);

CREATE INDEX person_kojinbango_key_id_idx ON national_pension.person USING btree (kojinbango_key_id) WHERE (kojinbango_key_id IS NOT NULL);

COMMENT ON INDEX national_pension.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

CREATE INDEX tax_income_kojinbango_key_id_idx ON national_pension.tax_income USING btree (kojinbango_key_id) WHERE (kojinbango_key_id IS NOT NULL);

COMMENT ON INDEX national_pension.tax_income_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

CREATE INDEX act_atenabango_idx ON pension.act USING btree (atenabango) WHERE (atenabango IS NOT NULL);

COMMENT ON INDEX pension.act_atenabango_idx IS 'Finds who did what about a person.';

CREATE INDEX act_untold_idx ON pension.act USING btree (act_id) WHERE (told_at IS NULL);

COMMENT ON INDEX pension.act_untold_idx IS 'Finds what the log has not been told.';

CREATE INDEX addressee_version_seinengappi_idx ON pension.addressee_version USING btree (seinengappi);

COMMENT ON INDEX pension.addressee_version_seinengappi_idx IS 'Finds who attains an age.';

CREATE INDEX addressee_version_setaibango_idx ON pension.addressee_version USING btree (((items ->> 'setaibango'::text))) WHERE ((items ->> 'setaibango'::text) <> ''::text);

COMMENT ON INDEX pension.addressee_version_setaibango_idx IS 'Finds who was given in one household.';

CREATE INDEX claim_arrival_reception_idx ON pension.claim_arrival USING btree (fiscal_year, number, paper, arrival_id);

COMMENT ON INDEX pension.claim_arrival_reception_idx IS 'Finds what came to a claim, and whether a paper is there.';

CREATE INDEX claim_lack_reception_idx ON pension.claim_lack USING btree (fiscal_year, number);

COMMENT ON INDEX pension.claim_lack_reception_idx IS 'Finds what was told of a claim''s lacks.';

CREATE INDEX claim_reminder_reception_idx ON pension.claim_reminder USING btree (fiscal_year, number);

COMMENT ON INDEX pension.claim_reminder_reception_idx IS 'Finds the reminders of a claim.';

CREATE INDEX claim_reminder_reminded_idx ON pension.claim_reminder USING btree (reminded, reminded_on);

COMMENT ON INDEX pension.claim_reminder_reminded_idx IS 'Finds when a claimant was reminded, of whatever claim.';

CREATE INDEX claim_version_reception_idx ON pension.claim_version USING btree (fiscal_year, number, version_id);

COMMENT ON INDEX pension.claim_version_reception_idx IS 'Finds what a claim says now, and what it said before.';

CREATE INDEX declared_income_atenabango_idx ON pension.declared_income USING btree (atenabango, income_year) WHERE (atenabango IS NOT NULL);

COMMENT ON INDEX pension.declared_income_atenabango_idx IS 'Finds what a person declared of a year, under whatever application.';

CREATE INDEX declared_income_reception_idx ON pension.declared_income USING btree (fiscal_year, number);

COMMENT ON INDEX pension.declared_income_reception_idx IS 'Finds what was declared for an application.';

CREATE INDEX event_atenabango_idx ON pension.event USING btree (atenabango);

COMMENT ON INDEX pension.event_atenabango_idx IS 'Finds the events of a person.';

CREATE INDEX handover_person_idx ON pension.handover USING btree (atenabango);

COMMENT ON INDEX pension.handover_person_idx IS 'Finds what was handed on of a person.';

CREATE INDEX household_householder_idx ON pension.household USING btree (((content #>> '{householder,number}'::text[])));

COMMENT ON INDEX pension.household_householder_idx IS 'Finds the applications that need a householder''s income.';

CREATE INDEX household_spouse_idx ON pension.household USING btree (((content #>> '{spouse,number}'::text[])));

COMMENT ON INDEX pension.household_spouse_idx IS 'Finds the applications that need a spouse''s income.';

CREATE INDEX import_row_import_idx ON pension.import_row USING btree (import_id, line);

COMMENT ON INDEX pension.import_row_import_idx IS 'Finds the receptions of a file, in its order.';

CREATE INDEX income_question_atenabango_idx ON pension.income_question USING btree (atenabango, income_year) WHERE (atenabango IS NOT NULL);

COMMENT ON INDEX pension.income_question_atenabango_idx IS 'Finds whether a person''s income of a year was asked for, under whatever application.';

CREATE INDEX income_question_reception_idx ON pension.income_question USING btree (fiscal_year, number);

COMMENT ON INDEX pension.income_question_reception_idx IS 'Finds what was asked for an application.';

CREATE INDEX reception_application_idx ON pension.reception USING btree (fiscal_year, number) WHERE (kind = ANY (ARRAY['exemption-applied'::text, 'student-applied'::text]));

COMMENT ON INDEX pension.reception_application_idx IS 'Finds the applications.';

CREATE INDEX reception_atenabango_idx ON pension.reception USING btree (atenabango);

COMMENT ON INDEX pension.reception_atenabango_idx IS 'Finds what was received of a person.';

CREATE INDEX reception_carried_claimant_idx ON pension.reception USING btree (((content #>> '{carriedClaim,_0,claim,claimant,number}'::text[]))) WHERE ((kind = 'carried-over'::text) AND ((content #>> '{carriedClaim,_0,claim,claimant,number}'::text[]) IS NOT NULL));

COMMENT ON INDEX pension.reception_carried_claimant_idx IS 'Finds what a person claimed after another''s death, of the system before.';

CREATE INDEX reception_claimant_idx ON pension.reception USING btree (((content #>> '{claim,_0,claimant,number}'::text[]))) WHERE (kind ~~ 'claim-%'::text);

COMMENT ON INDEX pension.reception_claimant_idx IS 'Finds what a person claims after another''s death.';

CREATE INDEX reception_kind_idx ON pension.reception USING btree (kind, fiscal_year, number);

COMMENT ON INDEX pension.reception_kind_idx IS 'Finds what is reported, by its kinds.';

CREATE INDEX reception_proposal_id_idx ON pension.reception USING btree (proposal_id) WHERE (proposal_id IS NOT NULL);

COMMENT ON INDEX pension.reception_proposal_id_idx IS 'Finds what became of a proposal.';

CREATE INDEX report_item_person_idx ON pension.report_item USING btree (atenabango, fiscal_year, number, attempt);

COMMENT ON INDEX pension.report_item_person_idx IS 'Finds the reports of a person.';

CREATE INDEX result_answer_result_idx ON pension.result_answer USING btree (result_year, result_number) WHERE (result_year IS NOT NULL);

COMMENT ON INDEX pension.result_answer_result_idx IS 'Finds the result that made a reception: who took it in and who matched it do not accept it.';

CREATE INDEX result_answer_returned_idx ON pension.result_answer USING btree (fiscal_year, number, attempt) WHERE (outcome = 'returned'::text);

COMMENT ON INDEX pension.result_answer_returned_idx IS 'Finds the reports that came back.';

CREATE INDEX take_back_batch_idx ON pension.take_back USING btree (batch_year, batch_number) WHERE (batch_year IS NOT NULL);

COMMENT ON INDEX pension.take_back_batch_idx IS 'Finds the reports that left a batch.';

CREATE UNIQUE INDEX take_back_once ON pension.take_back USING btree (fiscal_year, number) WHERE (step = 'confirmed'::text);

COMMENT ON INDEX pension.take_back_once IS 'A reception is taken back once, and for good.';

CREATE INDEX task_atenabango_open_idx ON pension.task USING btree (atenabango) WHERE (closed_at IS NULL);

COMMENT ON INDEX pension.task_atenabango_open_idx IS 'Finds the open tasks of a person.';

CREATE INDEX task_reception_open_idx ON pension.task USING btree (fiscal_year, number) WHERE (closed_at IS NULL);

COMMENT ON INDEX pension.task_reception_open_idx IS 'Finds the open tasks of a reception.';

CREATE INDEX told_interest_atenabango_idx ON pension.told_interest USING btree (atenabango, interest_id);

COMMENT ON INDEX pension.told_interest_atenabango_idx IS 'Finds whether an interest was told in a person.';

CREATE TRIGGER tax_income_is_kept BEFORE UPDATE ON national_pension.tax_income FOR EACH ROW WHEN (((((old.rirekibango IS DISTINCT FROM new.rirekibango) OR (old.waiting IS DISTINCT FROM new.waiting)) OR (old.removed IS DISTINCT FROM new.removed)) OR ((old.items)::text IS DISTINCT FROM (new.items)::text))) EXECUTE FUNCTION pension.keep_income();

ALTER TABLE ONLY pension.addressee_version
    ADD CONSTRAINT addressee_version_person_fkey FOREIGN KEY (atenabango) REFERENCES pension.person(atenabango);

ALTER TABLE ONLY pension.basic_version
    ADD CONSTRAINT basic_version_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision(fiscal_year, number, outcome);

ALTER TABLE ONLY pension.basic_version
    ADD CONSTRAINT basic_version_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception(fiscal_year, number, atenabango);

ALTER TABLE ONLY pension.claim_arrival
    ADD CONSTRAINT claim_arrival_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception(fiscal_year, number, atenabango);

ALTER TABLE ONLY pension.claim_lack
    ADD CONSTRAINT claim_lack_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception(fiscal_year, number, atenabango);

ALTER TABLE ONLY pension.claim_reminder
    ADD CONSTRAINT claim_reminder_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception(fiscal_year, number);

ALTER TABLE ONLY pension.claim_version
    ADD CONSTRAINT claim_version_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception(fiscal_year, number, atenabango);

ALTER TABLE ONLY pension.decision
    ADD CONSTRAINT decision_reception_fkey FOREIGN KEY (fiscal_year, number, entered_by) REFERENCES pension.reception(fiscal_year, number, entered_by);

ALTER TABLE ONLY pension.declared_income
    ADD CONSTRAINT declared_income_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception(fiscal_year, number);

ALTER TABLE ONLY pension.event
    ADD CONSTRAINT event_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision(fiscal_year, number, outcome);

ALTER TABLE ONLY pension.event
    ADD CONSTRAINT event_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception(fiscal_year, number, atenabango);

ALTER TABLE ONLY pension.event
    ADD CONSTRAINT event_target_fkey FOREIGN KEY (target, atenabango) REFERENCES pension.event(event_id, atenabango);

ALTER TABLE ONLY pension.examination
    ADD CONSTRAINT examination_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception(fiscal_year, number, atenabango);

ALTER TABLE ONLY pension.examined_until
    ADD CONSTRAINT examined_until_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception(fiscal_year, number) ON DELETE CASCADE;

ALTER TABLE ONLY pension.handover_end
    ADD CONSTRAINT handover_end_handover_fkey FOREIGN KEY (handover_id, made_by) REFERENCES pension.handover(handover_id, entered_by);

ALTER TABLE ONLY pension.household
    ADD CONSTRAINT household_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception(fiscal_year, number, atenabango);

ALTER TABLE ONLY pension.import_row
    ADD CONSTRAINT import_row_file_fkey FOREIGN KEY (import_id) REFERENCES pension.import_file(import_id);

ALTER TABLE ONLY pension.import_row
    ADD CONSTRAINT import_row_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception(fiscal_year, number);

ALTER TABLE ONLY pension.income_question
    ADD CONSTRAINT income_question_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception(fiscal_year, number);

ALTER TABLE ONLY pension.opinion
    ADD CONSTRAINT opinion_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision(fiscal_year, number, outcome);

ALTER TABLE ONLY pension.opinion
    ADD CONSTRAINT opinion_examination_fkey FOREIGN KEY (fiscal_year, number, examination_id) REFERENCES pension.examination(fiscal_year, number, examination_id);

ALTER TABLE ONLY pension.opinion
    ADD CONSTRAINT opinion_household_fkey FOREIGN KEY (fiscal_year, number, household_version, household_entered_by) REFERENCES pension.household(fiscal_year, number, household_version, entered_by);

ALTER TABLE ONLY pension.proposal
    ADD CONSTRAINT proposal_person_fkey FOREIGN KEY (atenabango) REFERENCES pension.person(atenabango);

ALTER TABLE ONLY pension.proposal_superseded
    ADD CONSTRAINT proposal_superseded_by_fkey FOREIGN KEY (superseded_by, atenabango) REFERENCES pension.proposal(proposal_id, atenabango);

ALTER TABLE ONLY pension.proposal_superseded
    ADD CONSTRAINT proposal_superseded_proposal_fkey FOREIGN KEY (proposal_id, atenabango) REFERENCES pension.proposal(proposal_id, atenabango);

ALTER TABLE ONLY pension.reception
    ADD CONSTRAINT reception_person_fkey FOREIGN KEY (atenabango) REFERENCES pension.person(atenabango);

ALTER TABLE ONLY pension.reception
    ADD CONSTRAINT reception_proposal_fkey FOREIGN KEY (proposal_id, atenabango) REFERENCES pension.proposal(proposal_id, atenabango);

ALTER TABLE ONLY pension.report_content
    ADD CONSTRAINT report_content_item_fkey FOREIGN KEY (fiscal_year, number, attempt) REFERENCES pension.report_item(fiscal_year, number, attempt);

ALTER TABLE ONLY pension.report_item
    ADD CONSTRAINT report_item_batch_fkey FOREIGN KEY (batch_year, batch_number) REFERENCES pension.report_batch(fiscal_year, number);

ALTER TABLE ONLY pension.report_item
    ADD CONSTRAINT report_item_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision(fiscal_year, number, outcome);

ALTER TABLE ONLY pension.report_item
    ADD CONSTRAINT report_item_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception(fiscal_year, number, atenabango);

ALTER TABLE ONLY pension.report_mending
    ADD CONSTRAINT report_mending_item_fkey FOREIGN KEY (fiscal_year, number, attempt) REFERENCES pension.report_item(fiscal_year, number, attempt);

ALTER TABLE ONLY pension.report_step
    ADD CONSTRAINT report_step_batch_fkey FOREIGN KEY (batch_year, batch_number) REFERENCES pension.report_batch(fiscal_year, number);

ALTER TABLE ONLY pension.report_step
    ADD CONSTRAINT report_step_confirms_fkey FOREIGN KEY (batch_year, batch_number, confirms_step, confirms_by) REFERENCES pension.report_step(batch_year, batch_number, step, entered_by);

ALTER TABLE ONLY pension.result_answer
    ADD CONSTRAINT result_answer_item_fkey FOREIGN KEY (fiscal_year, number, attempt) REFERENCES pension.report_item(fiscal_year, number, attempt);

ALTER TABLE ONLY pension.result_answer
    ADD CONSTRAINT result_answer_result_fkey FOREIGN KEY (result_year, result_number) REFERENCES pension.reception(fiscal_year, number);

ALTER TABLE ONLY pension.result_answer
    ADD CONSTRAINT result_answer_row_fkey FOREIGN KEY (list_id, line) REFERENCES pension.result_row(list_id, line);

ALTER TABLE ONLY pension.result_list
    ADD CONSTRAINT result_list_batch_fkey FOREIGN KEY (batch_year, batch_number) REFERENCES pension.report_batch(fiscal_year, number);

ALTER TABLE ONLY pension.result_row
    ADD CONSTRAINT result_row_list_fkey FOREIGN KEY (list_id) REFERENCES pension.result_list(list_id);

ALTER TABLE ONLY pension.take_back
    ADD CONSTRAINT take_back_confirms_step_fkey FOREIGN KEY (fiscal_year, number, confirms_ordinal, confirms_step, confirms_by) REFERENCES pension.take_back(fiscal_year, number, ordinal, step, entered_by);

ALTER TABLE ONLY pension.take_back
    ADD CONSTRAINT take_back_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision(fiscal_year, number, outcome);

ALTER TABLE ONLY pension.take_back
    ADD CONSTRAINT take_back_item_fkey FOREIGN KEY (batch_year, batch_number, fiscal_year, number) REFERENCES pension.report_item(batch_year, batch_number, fiscal_year, number);

ALTER TABLE ONLY pension.task
    ADD CONSTRAINT task_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception(fiscal_year, number);

ALTER TABLE ONLY pension.told_interest
    ADD CONSTRAINT told_interest_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception(fiscal_year, number);

ALTER TABLE ONLY pension.welfare_version
    ADD CONSTRAINT welfare_version_decision_fkey FOREIGN KEY (fiscal_year, number, outcome) REFERENCES pension.decision(fiscal_year, number, outcome);

ALTER TABLE ONLY pension.welfare_version
    ADD CONSTRAINT welfare_version_reception_fkey FOREIGN KEY (fiscal_year, number, atenabango) REFERENCES pension.reception(fiscal_year, number, atenabango);

GRANT USAGE ON SCHEMA national_pension TO atena_national_pension;

GRANT USAGE ON SCHEMA pension TO atena_national_pension;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

REVOKE ALL ON FUNCTION pension.is_entered(words text, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pension.is_entered(words text, most integer) TO atena_national_pension;

REVOKE ALL ON FUNCTION pension.keep_income() FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_open(oid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_put(oid, bigint, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO atena_national_pension_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO atena_national_pension_owner;

GRANT SELECT,INSERT,DELETE ON TABLE national_pension.applied_batch TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE national_pension.body TO atena_national_pension;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE national_pension.class1_candidate TO atena_national_pension;

GRANT SELECT,INSERT,UPDATE ON TABLE national_pension.person TO atena_national_pension;

GRANT SELECT,INSERT,UPDATE ON TABLE national_pension.tax_income TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.act TO atena_national_pension;

GRANT UPDATE(told_at) ON TABLE pension.act TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.act_act_id_seq TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.addressee_version TO atena_national_pension;

GRANT SELECT,INSERT,DELETE ON TABLE pension.basic_number TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.basic_version TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.claim_arrival TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.claim_arrival_arrival_id_seq TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.claim_lack TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.claim_lack_lack_id_seq TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.claim_reminder TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.claim_reminder_reminder_id_seq TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.claim_version TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.claim_version_version_id_seq TO atena_national_pension;

GRANT SELECT ON TABLE pension.current_basic TO atena_national_pension;

GRANT SELECT ON TABLE pension.decision TO atena_national_pension;

GRANT INSERT(fiscal_year) ON TABLE pension.decision TO atena_national_pension;

GRANT INSERT(number) ON TABLE pension.decision TO atena_national_pension;

GRANT INSERT(decided_at) ON TABLE pension.decision TO atena_national_pension;

GRANT INSERT(outcome) ON TABLE pension.decision TO atena_national_pension;

GRANT INSERT(entered_by) ON TABLE pension.decision TO atena_national_pension;

GRANT INSERT(decided_by) ON TABLE pension.decision TO atena_national_pension;

GRANT INSERT(reason) ON TABLE pension.decision TO atena_national_pension;

GRANT INSERT(mac) ON TABLE pension.decision TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.declared_income TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.declared_income_declaration_id_seq TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.event TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.event_event_id_seq TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.examination TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.examination_examination_id_seq TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.examined_until TO atena_national_pension;

GRANT UPDATE(looked_at) ON TABLE pension.examined_until TO atena_national_pension;

GRANT UPDATE(mark) ON TABLE pension.examined_until TO atena_national_pension;

GRANT UPDATE(program) ON TABLE pension.examined_until TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.handover TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.handover_end TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.handover_handover_id_seq TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.household TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.import_file TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.import_file_import_id_seq TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.import_row TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.income_question TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.income_question_question_id_seq TO atena_national_pension;

GRANT SELECT ON TABLE pension.income_version TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.reception TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.take_back TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.task TO atena_national_pension;

GRANT UPDATE(closed_at) ON TABLE pension.task TO atena_national_pension;

GRANT UPDATE(closed_by) ON TABLE pension.task TO atena_national_pension;

GRANT UPDATE(outcome) ON TABLE pension.task TO atena_national_pension;

GRANT SELECT ON TABLE pension.ledger TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.opinion TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.person TO atena_national_pension;

GRANT UPDATE(sequence) ON TABLE pension.person TO atena_national_pension;

GRANT UPDATE(history_number) ON TABLE pension.person TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.proposal TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.proposal_superseded TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.reception_count TO atena_national_pension;

GRANT UPDATE(last) ON TABLE pension.reception_count TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.report_batch TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.report_batch_count TO atena_national_pension;

GRANT UPDATE(last) ON TABLE pension.report_batch_count TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.report_character TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.report_character_character_id_seq TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.report_content TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.report_item TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.report_mending TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.report_step TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.result_answer TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.result_list TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.result_list_list_id_seq TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.result_row TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.run TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.told_interest TO atena_national_pension;

GRANT USAGE ON SEQUENCE pension.told_interest_interest_id_seq TO atena_national_pension;

GRANT SELECT ON TABLE pension.waiting_application TO atena_national_pension;

GRANT SELECT,INSERT ON TABLE pension.welfare_version TO atena_national_pension;


-- The database atena_tax.

CREATE SCHEMA migration;

ALTER SCHEMA migration OWNER TO atena_tax_owner;

COMMENT ON SCHEMA migration IS 'Which migrations were applied.';

CREATE SCHEMA tax;

ALTER SCHEMA tax OWNER TO atena_tax_owner;

COMMENT ON SCHEMA tax IS 'Purpose: tables of the tax module. Source: the hub''s deliveries. Retention: see the tables. Class: personal data, individual numbers sealed.';

CREATE TABLE migration.ledger (
    number integer NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    CONSTRAINT ledger_sha256_is_hex CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE migration.ledger OWNER TO atena_tax_owner;

COMMENT ON TABLE migration.ledger IS 'Which migration files were applied, when, and what they held. Source: migrator. Retention: permanent. Class: none.';

COMMENT ON COLUMN migration.ledger.number IS 'Number that the file''s name begins with. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.applied_at IS 'When it was applied. Source: clock. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.name IS 'Name of the file. Source: migrator. Retention: as the table. Class: none.';

COMMENT ON COLUMN migration.ledger.sha256 IS 'SHA-256 of its text: a file that landed never changes. Source: migrator. Retention: as the table. Class: none.';

CREATE TABLE tax.applied_batch (
    sequence bigint NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    entry_count integer NOT NULL,
    calendar_day date NOT NULL,
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT applied_batch_entry_count_positive CHECK ((entry_count > 0)),
    CONSTRAINT applied_batch_key_length CHECK (((octet_length(idempotency_key) >= 1) AND (octet_length(idempotency_key) <= 200)))
);

ALTER TABLE tax.applied_batch OWNER TO atena_tax_owner;

COMMENT ON TABLE tax.applied_batch IS 'Purpose: batches applied, so that one delivered again is known. Source: the module. Retention: 400 days; what is older is harmless, because persons keep their sequence. Class: technical.';

COMMENT ON COLUMN tax.applied_batch.sequence IS 'Purpose: the batch''s place in the subscription. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.applied_batch.applied_at IS 'Purpose: when it was applied. Source: the database''s clock. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.applied_batch.entry_count IS 'Purpose: entries in the batch, to see a key used for another batch. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.applied_batch.calendar_day IS 'Purpose: the hub''s day of the batch. Source: Batch.calendarDay. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.applied_batch.idempotency_key IS 'Purpose: the batch''s key. Source: the hub. Retention: as the row. Class: technical.';

CREATE TABLE tax.assessment_date (
    tax_year integer NOT NULL,
    reference_day date NOT NULL,
    CONSTRAINT assessment_date_is_1_january CHECK ((reference_day = make_date(tax_year, 1, 1)))
);

ALTER TABLE tax.assessment_date OWNER TO atena_tax_owner;

COMMENT ON TABLE tax.assessment_date IS 'Purpose: 賦課期日 that have come, as the hub''s calendar goes. Source: the module. Retention: permanent. Class: none.';

COMMENT ON COLUMN tax.assessment_date.tax_year IS 'Purpose: year of assessment. Source: Batch.calendarDay. Retention: as the row. Class: none.';

COMMENT ON COLUMN tax.assessment_date.reference_day IS 'Purpose: 1 January of the year (地方税法39条, 318条). Source: the year. Retention: as the row. Class: none.';

CREATE TABLE tax.residence (
    resident_from date NOT NULL,
    resident_until date,
    start_known boolean DEFAULT true NOT NULL,
    end_known boolean DEFAULT true NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    end_reason text,
    CONSTRAINT residence_order CHECK ((resident_until > resident_from)),
    CONSTRAINT residence_reason_of_end CHECK (((end_reason IS NULL) OR (resident_until IS NOT NULL)))
);

ALTER TABLE tax.residence OWNER TO atena_tax_owner;

COMMENT ON TABLE tax.residence IS 'Purpose: periods of residence, of which the roll of each 賦課期日 is made. Source: derived from person. Retention: until no assessment of the years can be decided any more (地方税法17条の5). Class: personal data.';

COMMENT ON COLUMN tax.residence.resident_from IS 'Purpose: first day of residence. Source: juminnengappi; where it is not given, jushoteinengappi or the day of delivery. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN tax.residence.resident_until IS 'Purpose: first day without residence; none while it lasts. Source: idonengappi of the movement that ended it. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN tax.residence.start_known IS 'Purpose: whether the first day was given; otherwise it may be earlier. Source: the module. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN tax.residence.end_known IS 'Purpose: whether the day of the end was given; otherwise it may be earlier. Source: the module. Retention: as the row. Class: personal data.';

COMMENT ON COLUMN tax.residence.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN tax.residence.end_reason IS 'Purpose: 異動事由 that ended residence. Source: idojiyu. Retention: as the row. Class: personal data.';

CREATE VIEW tax.assessment_roll AS
 SELECT date.tax_year,
    held.atenabango,
    (held.start_known AND held.end_known) AS is_certain
   FROM (tax.assessment_date date
     JOIN tax.residence held ON (((held.resident_from <= date.reference_day) AND ((held.resident_until IS NULL) OR (held.resident_until > date.reference_day)))));

ALTER TABLE tax.assessment_roll OWNER TO atena_tax_owner;

COMMENT ON VIEW tax.assessment_roll IS 'Purpose: who was resident on each 賦課期日. Source: assessment_date and residence. Retention: as these. Class: personal data.';

COMMENT ON COLUMN tax.assessment_roll.tax_year IS 'Purpose: year of assessment. Source: assessment_date. Retention: as there. Class: none.';

COMMENT ON COLUMN tax.assessment_roll.atenabango IS 'Purpose: 宛名番号. Source: residence. Retention: as there. Class: personal identifier.';

COMMENT ON COLUMN tax.assessment_roll.is_certain IS 'Purpose: whether both days of the period were given; otherwise a clerk confirms. Source: residence. Retention: as there. Class: personal data.';

CREATE TABLE tax.body (
    first_at timestamp with time zone DEFAULT now() NOT NULL,
    only_row boolean DEFAULT true NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT body_code_is_six_digits CHECK ((code ~ '^[0-9]{6}$'::text)),
    CONSTRAINT body_is_one_row CHECK (only_row)
);

ALTER TABLE tax.body OWNER TO atena_tax_owner;

COMMENT ON TABLE tax.body IS 'Purpose: the body (団体) whose hub feeds the module; no other is taken anything from. Source: the first hub that came. Retention: permanent. Class: none.';

COMMENT ON COLUMN tax.body.first_at IS 'Purpose: when it came first. Source: the database''s clock. Retention: as the row. Class: none.';

COMMENT ON COLUMN tax.body.only_row IS 'Purpose: always true, so that there is one row. Source: constant. Retention: as the row. Class: none.';

COMMENT ON COLUMN tax.body.code IS 'Purpose: 全国地方公共団体コード. Source: the hub. Retention: as the row. Class: none.';

CREATE TABLE tax.person (
    sequence bigint NOT NULL,
    rirekibango integer NOT NULL,
    kojinbango_key_id integer,
    removed boolean NOT NULL,
    atenabango text NOT NULL COLLATE pg_catalog."C",
    kojinbango_sealed bytea,
    items json,
    waiting bigint DEFAULT 0 NOT NULL,
    CONSTRAINT person_atenabango_length CHECK (((octet_length(atenabango) >= 1) AND (octet_length(atenabango) <= 15))),
    CONSTRAINT person_removed_holds_nothing CHECK (((removed = (items IS NULL)) AND ((NOT removed) OR (kojinbango_sealed IS NULL)))),
    CONSTRAINT person_rirekibango_positive CHECK ((rirekibango > 0)),
    CONSTRAINT person_sealed_has_key CHECK (((kojinbango_sealed IS NULL) = (kojinbango_key_id IS NULL))),
    CONSTRAINT person_sealed_length CHECK ((octet_length(kojinbango_sealed) = 40))
)
WITH (fillfactor='90');

ALTER TABLE tax.person OWNER TO atena_tax_owner;

COMMENT ON TABLE tax.person IS 'Purpose: persons the module was given, one row each, and tombstones of those it may hold no longer. Source: the hub''s deliveries. Retention: while the hub provides the person; a tombstone stays. Class: personal data, individual number sealed.';

COMMENT ON COLUMN tax.person.sequence IS 'Purpose: sequence of the batch that wrote the row; only a greater one may replace it. Source: Batch.sequence. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.person.rirekibango IS 'Purpose: 履歴番号, version of the record. Source: the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.person.kojinbango_key_id IS 'Purpose: data key that sealed the individual number. Source: the module''s key ring. Retention: until sealed anew. Class: technical.';

COMMENT ON COLUMN tax.person.removed IS 'Purpose: tombstone; the person was withdrawn. Source: a removal by the hub. Retention: as the row. Class: technical.';

COMMENT ON COLUMN tax.person.atenabango IS 'Purpose: 宛名番号, names the person. Source: the hub. Retention: as the row. Class: personal identifier.';

COMMENT ON COLUMN tax.person.kojinbango_sealed IS 'Purpose: 個人番号, AES-256-GCM under the module''s own key (nonce, ciphertext, tag). Source: the hub, where the policy includes it. Retention: until removal. Class: 特定個人情報, sealed.';

COMMENT ON COLUMN tax.person.items IS 'Purpose: permitted items by national name in romaji, without 個人番号, byte for byte as digests are made of them. Source: the hub. Retention: until removal. Class: personal data.';

COMMENT ON COLUMN tax.person.waiting IS 'Purpose: items that await a decision at the hub, a bit each by the order of the national item list; their values here are those from before. Source: the hub. Retention: as the row. Class: technical.';

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_name_key UNIQUE (name);

ALTER TABLE ONLY migration.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (number);

ALTER TABLE ONLY tax.applied_batch
    ADD CONSTRAINT applied_batch_pkey PRIMARY KEY (idempotency_key);

ALTER TABLE ONLY tax.assessment_date
    ADD CONSTRAINT assessment_date_pkey PRIMARY KEY (tax_year);

ALTER TABLE ONLY tax.body
    ADD CONSTRAINT body_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY tax.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (atenabango);

ALTER TABLE ONLY tax.residence
    ADD CONSTRAINT residence_pkey PRIMARY KEY (atenabango, resident_from);

CREATE INDEX person_kojinbango_key_id_idx ON tax.person USING btree (kojinbango_key_id) WHERE (kojinbango_key_id IS NOT NULL);

COMMENT ON INDEX tax.person_kojinbango_key_id_idx IS 'Finds what an older key sealed, after a rotation.';

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA tax TO atena_tax;

REVOKE ALL ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_open(oid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_put(oid, bigint, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO atena_tax_owner;

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO atena_tax_owner;

GRANT SELECT,INSERT,DELETE ON TABLE tax.applied_batch TO atena_tax;

GRANT SELECT,INSERT ON TABLE tax.assessment_date TO atena_tax;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tax.residence TO atena_tax;

GRANT SELECT ON TABLE tax.assessment_roll TO atena_tax;

GRANT SELECT,INSERT ON TABLE tax.body TO atena_tax;

GRANT SELECT,INSERT,UPDATE ON TABLE tax.person TO atena_tax;

