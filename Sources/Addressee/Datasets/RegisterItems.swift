/// 宛名の項目. The items of the register's own record, as the program knows them: their columns stand in the database.
///
/// Source: 住登外者宛名番号管理 データ項目定義, 住登外者宛名番号付番API仕様 v2.0; the rest follow the same romanisation. A bit is stable, because journals keep it:
/// append items, never give a bit anew.
extension Item {
    /// 宛名番号
    public static let atenabango = Item("atenabango", bit: 0, .halfWidth, 15, "宛名番号", .identifier)
    /// 履歴番号
    public static let rirekibango = Item("rirekibango", bit: 1, .integer, 5, "履歴番号", .affair)
    /// 個人番号
    public static let kojinbango = Item("kojinbango", bit: 2, .halfWidth, 12, "個人番号", .identifier)
    /// 住民票コード
    public static let juminhyokodo = Item("juminhyokodo", bit: 3, .halfWidth, 11, "住民票コード", .identifier)
    /// 世帯番号
    public static let setaibango = Item("setaibango", bit: 4, .halfWidth, 15, "世帯番号", .place)
    /// 続柄
    public static let zokugara = Item("zokugara", bit: 5, .fullWidth, 50, "続柄", .basic)
    /// 氏名
    public static let shimei = Item("shimei", bit: 6, .fullWidth, 100, "氏名", .basic)
    /// 氏名フリガナ
    public static let shimeiFurigana = Item("shimei_furigana", bit: 7, .fullWidth, 100, "氏名フリガナ", .basic)
    /// 旧氏
    public static let kyuuji = Item("kyuuji", bit: 8, .fullWidth, 50, "旧氏", .basic)
    /// 旧氏フリガナ
    public static let kyuujiFurigana = Item("kyuuji_furigana", bit: 9, .fullWidth, 50, "旧氏フリガナ", .basic)
    /// 通称
    public static let tsusho = Item("tsusho", bit: 10, .fullWidth, 100, "通称", .basic)
    /// 通称フリガナ
    public static let tsushoFurigana = Item("tsusho_furigana", bit: 11, .fullWidth, 100, "通称フリガナ", .basic)
    /// 氏名_外国人ローマ字
    public static let shimeiGaikokujinromaji = Item("shimei_gaikokujinromaji", bit: 12, .fullWidth, 100, "氏名_外国人ローマ字", .basic)
    /// 氏名_外国人漢字
    public static let shimeiGaikokujinkanji = Item("shimei_gaikokujinkanji", bit: 13, .fullWidth, 100, "氏名_外国人漢字", .basic)
    /// 性別
    public static let seibetsu = Item("seibetsu", bit: 14, .halfWidth, 1, "性別", .basic)
    /// 生年月日
    public static let seinengappi = Item("seinengappi", bit: 15, .date, 10, "生年月日", .basic)
    /// 生年月日_不詳フラグ
    public static let seinengappiFushofuragu = Item("seinengappi_fushofuragu", bit: 16, .halfWidth, 1, "生年月日_不詳フラグ", .basic)
    /// 生年月日_不詳表記
    public static let seinengappiFushohyoki = Item("seinengappi_fushohyoki", bit: 17, .fullWidth, 72, "生年月日_不詳表記", .basic)
    /// 住所_市区町村コード
    public static let jushoShikuchosonkodo = Item("jusho_shikuchosonkodo", bit: 18, .halfWidth, 6, "住所_市区町村コード", .place)
    /// 住所_町字コード
    public static let jushoChoazakodo = Item("jusho_choazakodo", bit: 19, .halfWidth, 7, "住所_町字コード", .place)
    /// 住所_都道府県
    public static let jushoTodofuken = Item("jusho_todofuken", bit: 20, .fullWidth, 4, "住所_都道府県", .place)
    /// 住所_市区郡町村名
    public static let jushoShikugunchosonmei = Item("jusho_shikugunchosonmei", bit: 21, .fullWidth, 12, "住所_市区郡町村名", .place)
    /// 住所_町字
    public static let jushoChoaza = Item("jusho_choaza", bit: 22, .fullWidth, 120, "住所_町字", .place)
    /// 住所_番地号表記
    public static let jushoBanchigohyoki = Item("jusho_banchigohyoki", bit: 23, .fullWidth, 50, "住所_番地号表記", .place)
    /// 住所_方書
    public static let jushoKatagaki = Item("jusho_katagaki", bit: 24, .fullWidth, 300, "住所_方書", .place)
    /// 住所_郵便番号
    public static let jushoYubinbango = Item("jusho_yubinbango", bit: 25, .halfWidth, 7, "住所_郵便番号", .place)
    /// 住民種別
    public static let juminshubetsu = Item("juminshubetsu", bit: 26, .halfWidth, 1, "住民種別", .basic)
    /// 住民状態
    public static let juminjotai = Item("juminjotai", bit: 27, .halfWidth, 1, "住民状態", .basic)
    /// 異動事由
    public static let idojiyu = Item("idojiyu", bit: 28, .halfWidth, 2, "異動事由", .place)
    /// 異動年月日
    public static let idonengappi = Item("idonengappi", bit: 29, .date, 10, "異動年月日", .place)
    /// 届出年月日
    public static let todokedenengappi = Item("todokedenengappi", bit: 30, .date, 10, "届出年月日", .place)
    /// 住民となった年月日
    public static let juminnengappi = Item("juminnengappi", bit: 31, .date, 10, "住民となった年月日", .place)
    /// 住所を定めた年月日
    public static let jushoteinengappi = Item("jushoteinengappi", bit: 32, .date, 10, "住所を定めた年月日", .place)
    /// 転入前住所
    public static let tennyumaeJusho = Item("tennyumae_jusho", bit: 33, .fullWidth, 300, "転入前住所", .place)
    /// 転出先住所
    public static let tenshutsusakiJusho = Item("tenshutsusaki_jusho", bit: 34, .fullWidth, 300, "転出先住所", .place)
    /// 国籍・地域コード
    public static let kokuseki = Item("kokuseki", bit: 35, .halfWidth, 3, "国籍・地域コード", .basic)
    /// 抑止フラグ
    public static let yokushifuragu = Item("yokushifuragu", bit: 36, .halfWidth, 1, "抑止フラグ", .protection)
    /// 支援措置開始年月日
    public static let shiensochiKaishi = Item("shiensochi_kaishi", bit: 37, .date, 10, "支援措置開始年月日", .protection)
    /// 支援措置終了年月日
    public static let shiensochiShuryo = Item("shiensochi_shuryo", bit: 38, .date, 10, "支援措置終了年月日", .protection)
    /// 仮支援措置フラグ
    public static let kariShiensochi = Item("kari_shiensochi", bit: 39, .halfWidth, 1, "仮支援措置フラグ", .protection)
    /// 仮登録フラグ
    public static let karitorokufuragu = Item("karitorokufuragu", bit: 40, .halfWidth, 1, "仮登録フラグ", .affair)
    /// 氏_日本人
    public static let ujiNihonjin = Item("uji_nihonjin", bit: 41, .fullWidth, 50, "氏_日本人", .basic)
    /// 名_日本人
    public static let naNihonjin = Item("na_nihonjin", bit: 42, .fullWidth, 50, "名_日本人", .basic)
    /// 氏_日本人_フリガナ
    public static let ujiNihonjinFurigana = Item("uji_nihonjin_furigana", bit: 43, .fullWidth, 50, "氏_日本人_フリガナ", .basic)
    /// 名_日本人_フリガナ
    public static let naNihonjinFurigana = Item("na_nihonjin_furigana", bit: 44, .fullWidth, 50, "名_日本人_フリガナ", .basic)
    /// 通称_フリガナ確認状況
    public static let tsushoFuriganakakuninjokyo = Item("tsusho_furiganakakuninjokyo", bit: 45, .halfWidth, 1, "通称_フリガナ確認状況", .affair)
    /// 指定都市_行政区等コード
    public static let shiteitoshiGyoseikutokodo = Item("shiteitoshi_gyoseikutokodo", bit: 46, .halfWidth, 3, "指定都市_行政区等コード", .place)
    /// 住所_方書_フリガナ
    public static let jushoKatagakiFurigana = Item("jusho_katagaki_furigana", bit: 47, .fullWidth, 300, "住所_方書_フリガナ", .place)
    /// 住所_国名コード
    public static let jushoKokumeikodo = Item("jusho_kokumeikodo", bit: 48, .halfWidth, 3, "住所_国名コード", .place)
    /// 住所_国名等
    public static let jushoKokumeito = Item("jusho_kokumeito", bit: 49, .fullWidth, 100, "住所_国名等", .place)
    /// 住所_国外住所
    public static let jushoKokugaijusho = Item("jusho_kokugaijusho", bit: 50, .fullWidth, 300, "住所_国外住所", .place)
    /// 業務ID
    public static let gyomuid = Item("gyomuid", bit: 51, .halfWidth, 3, "業務ID", .affair)
    /// 独自施策システム等ID
    public static let dokujishisakushisutemutoid = Item("dokujishisakushisutemutoid", bit: 52, .halfWidth, 3, "独自施策システム等ID", .affair)
    /// 名寄せ元フラグ
    public static let nayosemotofuragu = Item("nayosemotofuragu", bit: 53, .halfWidth, 1, "名寄せ元フラグ", .affair)
    /// 名寄せ先宛名番号
    public static let nayosesakiatenabango = Item("nayosesakiatenabango", bit: 54, .halfWidth, 15, "名寄せ先宛名番号", .identifier)
    /// 他業務参照不可フラグ
    public static let tagyomusanshofukafuragu = Item("tagyomusanshofukafuragu", bit: 55, .halfWidth, 1, "他業務参照不可フラグ", .affair)
    /// 住登外者の状態
    public static let jutogaijotai = Item("jutogaijotai", bit: 56, .halfWidth, 1, "住登外者の状態", .basic)
    /// 履歴番号の枝番号
    public static let rirekiEdabango = Item("rireki_edabango", bit: 57, .halfWidth, 5, "履歴番号の枝番号", .affair)
}

extension ItemCatalogue {
    /// Every item of the register's record, in the national order. What of it receivers may be given is told by `Policies/datasets/addressee.yaml`.
    public static let register = ItemCatalogue(
        dataset: .addressee, label: "宛名", schemaVersion: 2, source: .register, recordKey: nil,
        items: [
            .atenabango, .rirekibango, .kojinbango, .juminhyokodo, .setaibango, .zokugara, .shimei, .shimeiFurigana, .kyuuji, .kyuujiFurigana,
            .tsusho, .tsushoFurigana, .shimeiGaikokujinromaji, .shimeiGaikokujinkanji, .seibetsu, .seinengappi, .seinengappiFushofuragu,
            .seinengappiFushohyoki, .jushoShikuchosonkodo, .jushoChoazakodo, .jushoTodofuken, .jushoShikugunchosonmei, .jushoChoaza,
            .jushoBanchigohyoki, .jushoKatagaki, .jushoYubinbango, .juminshubetsu, .juminjotai, .idojiyu, .idonengappi, .todokedenengappi,
            .juminnengappi, .jushoteinengappi, .tennyumaeJusho, .tenshutsusakiJusho, .kokuseki, .yokushifuragu, .shiensochiKaishi, .shiensochiShuryo,
            .kariShiensochi, .karitorokufuragu, .ujiNihonjin, .naNihonjin, .ujiNihonjinFurigana, .naNihonjinFurigana, .tsushoFuriganakakuninjokyo,
            .shiteitoshiGyoseikutokodo, .jushoKatagakiFurigana, .jushoKokumeikodo, .jushoKokumeito, .jushoKokugaijusho, .gyomuid,
            .dokujishisakushisutemutoid, .nayosemotofuragu, .nayosesakiatenabango, .tagyomusanshofukafuragu,
            .jutogaijotai, .rirekiEdabango,
        ])
}
