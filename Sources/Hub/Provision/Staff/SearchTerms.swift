public import Addressee

/// 検索条件 (CT-10). At least two of name, address and birth date; sex narrows, but does not count.
public struct SearchTerms: Redacted {
    /// Beginning of the name, of its kana, of the common name or of the name in roman letters; white space does not count.
    public let name: String?
    /// Beginning of the address, with or without prefecture and municipality.
    public let address: String?
    /// `YYYY-MM-DD` as the register writes it.
    public let birth: String?
    /// 性別: 1 male, 2 female, 0 unknown.
    public let sex: String?

    /// Printed with `****` in place of what is searched for.
    public static var redactedName: String { "検索条件" }

    /// Empty texts are none.
    public init(name: String? = nil, address: String? = nil, birth: String? = nil, sex: String? = nil) {
        func told(_ text: String?) -> String? {
            let bare = text.map { $0.filter { !$0.isWhitespace } }
            return bare?.isEmpty == false ? bare : nil
        }
        (self.name, self.address, self.birth, self.sex) = (told(name), told(address), told(birth), told(sex))
    }

    /// Names of what is given and counts, for the log.
    var told: [String] { [name.map { _ in "name" }, address.map { _ in "address" }, birth.map { _ in "birth" }].compactMap { $0 } }
}

/// What a search found.
public struct SearchResult: Sendable {
    /// At most `StaffDesk.most`, by kana.
    public let persons: [PersonSheet]
    /// Whether there were more, which are not shown.
    public let hasMore: Bool
}
