-- The register (DESIGN §4): who is addressed by which number, and every state of their record, whole row by whole row.
CREATE SCHEMA register;
COMMENT ON SCHEMA register IS 'Addressees, their integrated addressee numbers, and the versions of their records. Nothing is updated in place, nothing renumbered.';
GRANT USAGE ON SCHEMA register TO atena_hub, atena_vault;

-- 検査数字: modulus 11, weights 2 to 7 from the right, remainder 0 and 1 give 0 (common-function standard §2.4.3).
CREATE FUNCTION register.with_check_digit(running bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lpad(running::text, 14, '0') || (
    CASE (  running % 10 * 2 + running / 10 % 10 * 3 + running / 100 % 10 * 4 + running / 1000 % 10 * 5
          + running / 10000 % 10 * 6 + running / 100000 % 10 * 7 + running / 1000000 % 10 * 2 + running / 10000000 % 10 * 3
          + running / 100000000 % 10 * 4 + running / 1000000000 % 10 * 5 + running / 10000000000 % 10 * 6
          + running / 100000000000 % 10 * 7 + running / 1000000000000 % 10 * 2 + running / 10000000000000 % 10 * 3) % 11
        WHEN 0 THEN 0 WHEN 1 THEN 0
        ELSE 11 - (  running % 10 * 2 + running / 10 % 10 * 3 + running / 100 % 10 * 4 + running / 1000 % 10 * 5
          + running / 10000 % 10 * 6 + running / 100000 % 10 * 7 + running / 1000000 % 10 * 2 + running / 10000000 % 10 * 3
          + running / 100000000 % 10 * 4 + running / 1000000000 % 10 * 5 + running / 10000000000 % 10 * 6
          + running / 100000000000 % 10 * 7 + running / 1000000000000 % 10 * 2 + running / 10000000000000 % 10 * 3) % 11
    END)::text;
COMMENT ON FUNCTION register.with_check_digit(bigint) IS '15 digits: a running number of up to 14 digits and its check digit (M11W2-7).';

CREATE SEQUENCE register.addressee_id AS bigint;
COMMENT ON SEQUENCE register.addressee_id IS 'Internal id of an addressee, for indexes and bitmaps; never leaves the hub.';
CREATE SEQUENCE register.running_number AS bigint MAXVALUE 99999999999999;
COMMENT ON SEQUENCE register.running_number IS 'Body of the integrated addressee number (NL-2). A numbering that is rolled back leaves a gap, never a repeat.';
CREATE SEQUENCE register.assigned_addressee_number AS bigint MINVALUE 90000000000000 MAXVALUE 99999999999999 START 90000000000000;
COMMENT ON SEQUENCE register.assigned_addressee_number IS 'Body of addressee numbers that the hub gives to non-residents whose row has none; a range of its own, which the resident-record system does not use.';

CREATE TABLE register.addressee (
    addressee_id bigint NOT NULL CONSTRAINT addressee_pkey PRIMARY KEY,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    atenabango text COLLATE "C" NOT NULL CONSTRAINT addressee_atenabango_key UNIQUE
        CONSTRAINT addressee_atenabango_is_x15 CHECK (length(atenabango) BETWEEN 1 AND 15)
);
COMMENT ON TABLE register.addressee IS 'One row per addressee (宛名). Source: intake. Retention: 150 years after the last version (CT-15). Class: identifier.';
COMMENT ON COLUMN register.addressee.addressee_id IS 'Internal id. Source: register.addressee_id. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.addressee.recorded_at IS 'When the addressee was first recorded. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.addressee.atenabango IS '宛名番号, never changed. Source: the row as taken in, or assigned here. Retention: as the table. Class: identifier.';

-- Column order: fixed-width columns first, then the record's items in the national order.
CREATE TABLE register.version (
    addressee_id bigint NOT NULL,
    journal_position bigint NOT NULL,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    running_number bigint,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    history_number integer NOT NULL CONSTRAINT version_history_number_is_positive CHECK (history_number > 0),
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
    seibetsu text CONSTRAINT version_seibetsu_is_a_code CHECK (seibetsu IN ('0', '1', '2')),
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
    juminshubetsu text CONSTRAINT version_juminshubetsu_is_a_code CHECK (juminshubetsu IN ('1', '2', '3', '4')),
    juminjotai text NOT NULL CONSTRAINT version_juminjotai_is_a_code CHECK (juminjotai IN ('1', '2', '3', '4', '9')),
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
    CONSTRAINT version_pkey PRIMARY KEY (addressee_id, history_number),
    CONSTRAINT version_number_is_whole CHECK ((running_number IS NULL) = (number_ordinal IS NULL))
);
COMMENT ON TABLE register.version IS 'Every state of an addressee''s record, whole row per version (履歴), the greatest history number being the current one. Valid date: idonengappi; recorded time: recorded_at. Source: intake. Retention: 150 years, access restricted after 5 (CT-15). Class: personal.';
COMMENT ON COLUMN register.version.addressee_id IS 'Whose record. Source: register.addressee. Retention: as the table. Class: internal identifier.';
COMMENT ON COLUMN register.version.journal_position IS 'Position of the journal entry that tells of this version. Source: journal.position. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.version.xact IS 'Transaction that wrote it; with journal_position the order in which readers see versions. Source: PostgreSQL. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.version.running_number IS 'Integrated addressee number the addressee is linked to, without check digit; null while no individual number is known. Source: numbering. Retention: as the table. Class: identifier.';
COMMENT ON COLUMN register.version.recorded_at IS 'When the version was recorded. Source: clock. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.version.history_number IS '履歴番号. Source: the row as taken in; for non-residents assigned here. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.version.birth_sort_day IS 'Internal day for age and order where the birth date is no calendar day or unknown in part; never shown. Source: seinengappi. Retention: as the table. Class: personal.';
COMMENT ON COLUMN register.version.number_ordinal IS 'Which of the individual numbers held in the vault under running_number applied in this version. Source: numbering. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.version.registered_by IS 'Systems that registered this addressee up to this version. Source: intake. Retention: as the table. Class: none.';
COMMENT ON COLUMN register.version.row_digest IS 'Keyed digest of the row as taken in, individual number included, to tell an unchanged row. Source: intake. Retention: as the table. Class: pseudonymous.';
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
COMMENT ON COLUMN register.version.juminjotai IS '住民状態. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';
COMMENT ON COLUMN register.version.idojiyu IS '異動事由. Source: the row as taken in (住民記録・住登外者の項目). Retention: 150 years (CT-15). Class: personal.';
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

-- Parents are checked once per statement, over all its rows: a foreign key asks row by row, and doubled the time of a city's load.
-- No role may delete or change a parent, so the children need no second look (decision 0005).
CREATE FUNCTION register.refuse_orphans() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    orphans boolean;
BEGIN
    -- A scalar subquery is looked up by the parent's index, row by row; an anti-join would hash the whole parent for every block.
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM written w WHERE (SELECT true FROM %s p WHERE p.%I = w.%I) IS NULL)', TG_ARGV[0], TG_ARGV[1], TG_ARGV[2])
        INTO orphans;
    IF orphans THEN
        RAISE EXCEPTION 'a row of % has no parent in %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION register.refuse_orphans() IS 'Foreign key by statement. Arguments: parent table, its column, the child''s column.';
GRANT EXECUTE ON FUNCTION register.refuse_orphans() TO atena_hub, atena_vault;
CREATE TRIGGER version_addressee_fkey AFTER INSERT ON register.version REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION register.refuse_orphans('register.addressee', 'addressee_id', 'addressee_id');

GRANT SELECT, INSERT ON register.addressee, register.version TO atena_hub;
GRANT USAGE ON SEQUENCE register.addressee_id, register.running_number, register.assigned_addressee_number TO atena_hub;
-- PostgreSQL lets only a role with some UPDATE right lock rows; writers of one person take turns on its row here. No code updates it.
GRANT UPDATE (recorded_at) ON register.addressee TO atena_hub;
-- The service refuses to start on another schema version than its own.
GRANT USAGE ON SCHEMA migration TO atena_hub;
GRANT SELECT ON migration.ledger TO atena_hub;
