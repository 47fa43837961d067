public import Addressee

/// 法的根拠. One row of `legal-bases.tsv`: by which law a department may receive, for which affair.
public struct LegalBasis: Sendable, Hashable {
    /// What the row rests on.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// 移転: to another department of the same body.
        case transfer
        /// 提供: to another organ, here the education board.
        case provision
        /// 利用: the department's own use of the individual number.
        case use
    }

    /// Slug that policies cite, such as `transfer-16`.
    public let id: String
    /// Short name of the law, such as 地方税法.
    public let law: String
    /// Article as the source names it.
    public let article: String
    /// 事務. The body's affair.
    public let affair: String
    /// Receiving department, or organ outside the body, as the source's list names it.
    public let department: String
    /// 移転, 提供 or 利用.
    public let kind: Kind
    /// 項番 in the source's list.
    public let row: Int
    /// First day on which the basis holds; nil: since before records were kept.
    public let validFrom: CalendarDay?
    /// First day on which the basis no longer holds; nil while no end is known.
    public let repealed: CalendarDay?

    /// One row as the parser has checked it; nothing is checked here.
    public init(
        id: String, law: String, article: String, affair: String, department: String, kind: Kind, row: Int,
        validFrom: CalendarDay? = nil, repealed: CalendarDay? = nil
    ) {
        self.id = id
        self.law = law
        self.article = article
        self.affair = affair
        self.department = department
        self.kind = kind
        self.row = row
        self.validFrom = validFrom
        self.repealed = repealed
    }
}
