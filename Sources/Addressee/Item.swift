/// 項目. One item of an addressee's record, by its national item name in romaji.
///
/// The raw value is the name everywhere: in files, datasets, policies, SQL columns and the API.
/// Source: 住登外者宛名番号管理 データ項目定義, 住登外者宛名番号付番API仕様 v2.0; the rest follow the same romanisation.
public enum Item: String, CaseIterable, Sendable, Hashable, Codable {
    /// 宛名番号
    case atenabango
    /// 履歴番号
    case rirekibango
    /// 個人番号
    case kojinbango
    /// 住民票コード
    case juminhyokodo
    /// 世帯番号
    case setaibango
    /// 続柄
    case zokugara
    /// 氏名
    case shimei
    /// 氏名フリガナ
    case shimeiFurigana = "shimei_furigana"
    /// 旧氏
    case kyuuji
    /// 旧氏フリガナ
    case kyuujiFurigana = "kyuuji_furigana"
    /// 通称
    case tsusho
    /// 通称フリガナ
    case tsushoFurigana = "tsusho_furigana"
    /// 氏名_外国人ローマ字
    case shimeiGaikokujinromaji = "shimei_gaikokujinromaji"
    /// 氏名_外国人漢字
    case shimeiGaikokujinkanji = "shimei_gaikokujinkanji"
    /// 性別
    case seibetsu
    /// 生年月日
    case seinengappi
    /// 生年月日_不詳フラグ
    case seinengappiFushofuragu = "seinengappi_fushofuragu"
    /// 生年月日_不詳表記
    case seinengappiFushohyoki = "seinengappi_fushohyoki"
    /// 住所_市区町村コード
    case jushoShikuchosonkodo = "jusho_shikuchosonkodo"
    /// 住所_町字コード
    case jushoChoazakodo = "jusho_choazakodo"
    /// 住所_都道府県
    case jushoTodofuken = "jusho_todofuken"
    /// 住所_市区郡町村名
    case jushoShikugunchosonmei = "jusho_shikugunchosonmei"
    /// 住所_町字
    case jushoChoaza = "jusho_choaza"
    /// 住所_番地号表記
    case jushoBanchigohyoki = "jusho_banchigohyoki"
    /// 住所_方書
    case jushoKatagaki = "jusho_katagaki"
    /// 住所_郵便番号
    case jushoYubinbango = "jusho_yubinbango"
    /// 住民種別
    case juminshubetsu
    /// 住民状態
    case juminjotai
    /// 異動事由
    case idojiyu
    /// 異動年月日
    case idonengappi
    /// 届出年月日
    case todokedenengappi
    /// 住民となった年月日
    case juminnengappi
    /// 住所を定めた年月日
    case jushoteinengappi
    /// 転入前住所
    case tennyumaeJusho = "tennyumae_jusho"
    /// 転出先住所
    case tenshutsusakiJusho = "tenshutsusaki_jusho"
    /// 国籍・地域コード
    case kokuseki
    /// 抑止フラグ
    case yokushifuragu
    /// 支援措置開始年月日
    case shiensochiKaishi = "shiensochi_kaishi"
    /// 支援措置終了年月日
    case shiensochiShuryo = "shiensochi_shuryo"
    /// 仮支援措置フラグ
    case kariShiensochi = "kari_shiensochi"
    /// 仮登録フラグ
    case karitorokufuragu
    /// 氏_日本人
    case ujiNihonjin = "uji_nihonjin"
    /// 名_日本人
    case naNihonjin = "na_nihonjin"
    /// 氏_日本人_フリガナ
    case ujiNihonjinFurigana = "uji_nihonjin_furigana"
    /// 名_日本人_フリガナ
    case naNihonjinFurigana = "na_nihonjin_furigana"
    /// 通称_フリガナ確認状況
    case tsushoFuriganakakuninjokyo = "tsusho_furiganakakuninjokyo"
    /// 指定都市_行政区等コード
    case shiteitoshiGyoseikutokodo = "shiteitoshi_gyoseikutokodo"
    /// 住所_方書_フリガナ
    case jushoKatagakiFurigana = "jusho_katagaki_furigana"
    /// 住所_国名コード
    case jushoKokumeikodo = "jusho_kokumeikodo"
    /// 住所_国名等
    case jushoKokumeito = "jusho_kokumeito"
    /// 住所_国外住所
    case jushoKokugaijusho = "jusho_kokugaijusho"
    /// 業務ID
    case gyomuid
    /// 独自施策システム等ID
    case dokujishisakushisutemutoid
    /// 名寄せ元フラグ
    case nayosemotofuragu
    /// 名寄せ先宛名番号
    case nayosesakiatenabango
    /// 他業務参照不可フラグ
    case tagyomusanshofukafuragu
}

extension Item {
    /// Bit of the item in a change mask or a projection; stable, because journals keep it: append cases, never reorder.
    public var bit: Int {
        switch self {
        case .atenabango: 0
        case .rirekibango: 1
        case .kojinbango: 2
        case .juminhyokodo: 3
        case .setaibango: 4
        case .zokugara: 5
        case .shimei: 6
        case .shimeiFurigana: 7
        case .kyuuji: 8
        case .kyuujiFurigana: 9
        case .tsusho: 10
        case .tsushoFurigana: 11
        case .shimeiGaikokujinromaji: 12
        case .shimeiGaikokujinkanji: 13
        case .seibetsu: 14
        case .seinengappi: 15
        case .seinengappiFushofuragu: 16
        case .seinengappiFushohyoki: 17
        case .jushoShikuchosonkodo: 18
        case .jushoChoazakodo: 19
        case .jushoTodofuken: 20
        case .jushoShikugunchosonmei: 21
        case .jushoChoaza: 22
        case .jushoBanchigohyoki: 23
        case .jushoKatagaki: 24
        case .jushoYubinbango: 25
        case .juminshubetsu: 26
        case .juminjotai: 27
        case .idojiyu: 28
        case .idonengappi: 29
        case .todokedenengappi: 30
        case .juminnengappi: 31
        case .jushoteinengappi: 32
        case .tennyumaeJusho: 33
        case .tenshutsusakiJusho: 34
        case .kokuseki: 35
        case .yokushifuragu: 36
        case .shiensochiKaishi: 37
        case .shiensochiShuryo: 38
        case .kariShiensochi: 39
        case .karitorokufuragu: 40
        case .ujiNihonjin: 41
        case .naNihonjin: 42
        case .ujiNihonjinFurigana: 43
        case .naNihonjinFurigana: 44
        case .tsushoFuriganakakuninjokyo: 45
        case .shiteitoshiGyoseikutokodo: 46
        case .jushoKatagakiFurigana: 47
        case .jushoKokumeikodo: 48
        case .jushoKokumeito: 49
        case .jushoKokugaijusho: 50
        case .gyomuid: 51
        case .dokujishisakushisutemutoid: 52
        case .nayosemotofuragu: 53
        case .nayosesakiatenabango: 54
        case .tagyomusanshofukafuragu: 55
        }
    }

    /// The Japanese item name, for people.
    public var label: String { definition.label }

    /// Data type as the national layouts write it.
    public var kind: ItemKind { definition.kind }

    /// Greatest length in characters (a variation selector does not count).
    public var length: Int { definition.length }

    private var definition: (label: String, kind: ItemKind, length: Int) {
        switch self {
        case .atenabango: ("宛名番号", .halfWidth, 15)
        case .rirekibango: ("履歴番号", .integer, 5)
        case .kojinbango: ("個人番号", .halfWidth, 12)
        case .juminhyokodo: ("住民票コード", .halfWidth, 11)
        case .setaibango: ("世帯番号", .halfWidth, 15)
        case .zokugara: ("続柄", .fullWidth, 50)
        case .shimei: ("氏名", .fullWidth, 100)
        case .shimeiFurigana: ("氏名フリガナ", .fullWidth, 100)
        case .kyuuji: ("旧氏", .fullWidth, 50)
        case .kyuujiFurigana: ("旧氏フリガナ", .fullWidth, 50)
        case .tsusho: ("通称", .fullWidth, 100)
        case .tsushoFurigana: ("通称フリガナ", .fullWidth, 100)
        case .shimeiGaikokujinromaji: ("氏名_外国人ローマ字", .fullWidth, 100)
        case .shimeiGaikokujinkanji: ("氏名_外国人漢字", .fullWidth, 100)
        case .seibetsu: ("性別", .halfWidth, 1)
        case .seinengappi: ("生年月日", .date, 10)
        case .seinengappiFushofuragu: ("生年月日_不詳フラグ", .halfWidth, 1)
        case .seinengappiFushohyoki: ("生年月日_不詳表記", .fullWidth, 72)
        case .jushoShikuchosonkodo: ("住所_市区町村コード", .halfWidth, 6)
        case .jushoChoazakodo: ("住所_町字コード", .halfWidth, 7)
        case .jushoTodofuken: ("住所_都道府県", .fullWidth, 4)
        case .jushoShikugunchosonmei: ("住所_市区郡町村名", .fullWidth, 12)
        case .jushoChoaza: ("住所_町字", .fullWidth, 120)
        case .jushoBanchigohyoki: ("住所_番地号表記", .fullWidth, 50)
        case .jushoKatagaki: ("住所_方書", .fullWidth, 300)
        case .jushoYubinbango: ("住所_郵便番号", .halfWidth, 7)
        case .juminshubetsu: ("住民種別", .halfWidth, 1)
        case .juminjotai: ("住民状態", .halfWidth, 1)
        case .idojiyu: ("異動事由", .halfWidth, 2)
        case .idonengappi: ("異動年月日", .date, 10)
        case .todokedenengappi: ("届出年月日", .date, 10)
        case .juminnengappi: ("住民となった年月日", .date, 10)
        case .jushoteinengappi: ("住所を定めた年月日", .date, 10)
        case .tennyumaeJusho: ("転入前住所", .fullWidth, 300)
        case .tenshutsusakiJusho: ("転出先住所", .fullWidth, 300)
        case .kokuseki: ("国籍・地域コード", .halfWidth, 3)
        case .yokushifuragu: ("抑止フラグ", .halfWidth, 1)
        case .shiensochiKaishi: ("支援措置開始年月日", .date, 10)
        case .shiensochiShuryo: ("支援措置終了年月日", .date, 10)
        case .kariShiensochi: ("仮支援措置フラグ", .halfWidth, 1)
        case .karitorokufuragu: ("仮登録フラグ", .halfWidth, 1)
        case .ujiNihonjin: ("氏_日本人", .fullWidth, 50)
        case .naNihonjin: ("名_日本人", .fullWidth, 50)
        case .ujiNihonjinFurigana: ("氏_日本人_フリガナ", .fullWidth, 50)
        case .naNihonjinFurigana: ("名_日本人_フリガナ", .fullWidth, 50)
        case .tsushoFuriganakakuninjokyo: ("通称_フリガナ確認状況", .halfWidth, 1)
        case .shiteitoshiGyoseikutokodo: ("指定都市_行政区等コード", .halfWidth, 3)
        case .jushoKatagakiFurigana: ("住所_方書_フリガナ", .fullWidth, 300)
        case .jushoKokumeikodo: ("住所_国名コード", .halfWidth, 3)
        case .jushoKokumeito: ("住所_国名等", .fullWidth, 100)
        case .jushoKokugaijusho: ("住所_国外住所", .fullWidth, 300)
        case .gyomuid: ("業務ID", .halfWidth, 3)
        case .dokujishisakushisutemutoid: ("独自施策システム等ID", .halfWidth, 3)
        case .nayosemotofuragu: ("名寄せ元フラグ", .halfWidth, 1)
        case .nayosesakiatenabango: ("名寄せ先宛名番号", .halfWidth, 15)
        case .tagyomusanshofukafuragu: ("他業務参照不可フラグ", .halfWidth, 1)
        }
    }
}

/// データ型. Type of an item in the national layouts.
public enum ItemKind: Sendable, Hashable {
    /// X 半角文字列
    case halfWidth
    /// Ｎ 全角文字列 (half-width allowed at our door)
    case fullWidth
    /// 9 整数
    case integer
    /// DATE `YYYY-MM-DD`
    case date
}

/// A set of items as a 64-bit mask, bit by `Item.bit`.
public struct ItemSet: OptionSet, Sendable, Hashable {
    /// The mask; the bit of an item is 1 << `Item.bit`.
    public let rawValue: Int64
    /// The set of a mask, as the database keeps it; bits that belong to no item are kept too.
    public init(rawValue: Int64) { self.rawValue = rawValue }
    /// The set of one item.
    public init(_ item: Item) { self.init(rawValue: 1 << Int64(item.bit)) }
    /// The set of these items; one that comes twice counts once.
    public init(_ items: some Sequence<Item>) {
        self.init(rawValue: items.reduce(0) { $0 | (1 << Int64($1.bit)) })
    }

    /// The mask as hexadecimal digits, lower case, without leading zeros, as the log writes it.
    public var hex: String { String(rawValue, radix: 16) }
    /// The set that `hex` writes; nil for anything else.
    public init?(hex: some StringProtocol) {
        guard let mask = Int64(hex, radix: 16), mask >= 0 else { return nil }
        self.init(rawValue: mask)
    }

    /// Its items in the national order.
    public var items: [Item] { Item.allCases.filter(contains) }

    /// Whether the item is in the set.
    public func contains(_ item: Item) -> Bool { rawValue & (1 << Int64(item.bit)) != 0 }
}
