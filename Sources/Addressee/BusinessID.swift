/// 業務ID (three digits, e.g. `031`) or 独自施策システム等ID (three half-width letters or digits of the body's own).
public struct BusinessID: Sendable, Hashable, CustomStringConvertible {
    /// Three characters.
    public let value: String

    /// - Throws: E0002 other characters than half-width letters and digits, E0003 not three of them.
    public init(_ text: some StringProtocol) throws(ValueError) {
        guard text.utf8.allSatisfy(HalfWidth.isAlphanumeric) else {
            throw ValueError(code: FaultCode.characters, rule: "業務IDは半角英数字で設定してください。")
        }
        guard text.utf8.count == 3 else {
            throw ValueError(code: FaultCode.length, rule: "業務IDは3桁で設定してください。")
        }
        value = String(text)
    }

    /// 業務IDの一覧. The national ids, each with what is called so (地方公共団体情報システムの統一・標準化における各種IDの管理方針).
    public static let national: [(id: String, name: String)] = [
        ("001", "住民基本台帳"), ("002", "印鑑登録"), ("003", "戸籍"), ("004", "戸籍の附票"), ("005", "選挙(共通)"), ("006", "選挙人名簿管理"),
        ("007", "期日前・不在者投票管理"), ("008", "当日投票管理"), ("009", "在外選挙管理"), ("010", "個人住民税"), ("011", "法人住民税"), ("012", "固定資産税"),
        ("013", "軽自動車税"), ("014", "収納管理(税)"), ("015", "滞納管理(税)"), ("016", "地方税(共通)"), ("017", "学齢簿編製"), ("018", "就学援助"),
        ("019", "健康管理"), ("020", "児童扶養手当"), ("021", "生活保護"), ("022", "障害者福祉"), ("023", "介護保険"), ("024", "国民健康保険"),
        ("025", "後期高齢者医療"), ("026", "国民年金"), ("027", "児童手当"), ("028", "子ども・子育て支援"), ("029", "申請管理"), ("030", "庁内データ連携"),
        ("031", "住登外者宛名番号管理"), ("032", "団体内統合宛名"), ("033", "職員認証"), ("034", "EUC"), ("035", "レセプト管理(生活保護)"), ("036", "統合収納管理"),
        ("037", "統合滞納管理"),
    ]

    /// 業務IDのないことを表す値. What a request of the numbering API has where there is none.
    public static let none = "000"

    /// 業務の名前; nil of a body's own id, and of one that the national list does not have.
    public var name: String? { Self.name(of: value) }

    /// The same of an id as it is written; nil of anything else.
    static func name(of id: String) -> String? { names[id] }

    /// With its name, as people are told it: `026 国民年金`.
    public var named: String { name.map { "\(value) \($0)" } ?? value }

    private static let names = Dictionary(uniqueKeysWithValues: national.map { ($0.id, $0.name) })

    /// Whether this is a national 業務ID (digits only) and not one of the body's own.
    public var isNational: Bool { value.utf8.allSatisfy(HalfWidth.isDigit) }
    /// The three characters.
    public var description: String { value }
}
