/// 処理理由. Why somebody of the staff looks at a person: one of a list, and in their own words (CT-7).
public struct LookupReason: Sendable, CustomStringConvertible, CustomReflectable {
    /// The list.
    public enum Kind: String, Sendable, CaseIterable {
        /// 届出・申請の処理
        case application
        /// 窓口・電話の問い合わせへの回答
        case inquiry
        /// 証明書の交付
        case certificate
        /// 賦課・給付などの処分
        case assessment
        /// 他機関からの照会への回答
        case request
        /// 記録の確認・訂正
        case correction
        /// 提供・配信の確認
        case delivery
        /// 監査・点検
        case audit

        /// As it stands on screens.
        public var label: String {
            switch self {
            case .application: "届出・申請の処理"
            case .inquiry: "窓口・電話の問い合わせへの回答"
            case .certificate: "証明書の交付"
            case .assessment: "賦課・給付などの処分"
            case .request: "他機関からの照会への回答"
            case .correction: "記録の確認・訂正"
            case .delivery: "提供・配信の確認"
            case .audit: "監査・点検"
            }
        }
    }

    /// 一覧の番号, from 1, with the reason in Japanese: what a person may write in place of the name that programs use.
    public static var list: [(number: Int, kind: Kind)] { Kind.allCases.enumerated().map { ($0.offset + 1, $0.element) } }

    /// The reason that somebody means: by its number in the list, by its Japanese words or their beginning, or by its name; nil where it is none, or several.
    public static func kind(named text: String) -> Kind? {
        if let kind = Kind(rawValue: text) { return kind }
        if let number = Int(text) { return list.first { $0.number == number }?.kind }
        let meant = text.isEmpty ? [] : Kind.allCases.filter { $0.label.hasPrefix(text) }
        return meant.count == 1 ? meant[0] : nil
    }

    /// Characters that the words must have at least, white space left out.
    public static let shortest = 5

    /// Which of the list.
    public let kind: Kind
    /// In words; may name a person, so it is kept as a personal field.
    public let text: String

    /// Nothing is checked here; whoever looks up checks it, and records what it refuses.
    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// Whether the words say something.
    package var isTold: Bool { text.count(where: { !$0.isWhitespace }) >= Self.shortest }

    /// The kind; the words are not shown.
    public var description: String { "\(kind.label)(****)" }
    /// Without children, so that `dump` finds no words.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
