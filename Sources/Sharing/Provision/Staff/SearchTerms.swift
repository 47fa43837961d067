public import Addressee

/// 検索条件 (CT-10). At least two of name, address and birth date; sex narrows, but does not count.
///
/// Name and address are compared by their search keys: kana of any kind, variant kanji, hyphens and numbers as anybody types them.
public struct SearchTerms: Redacted {
    /// 一致の方法
    public typealias Match = SearchMatch

    /// The name, its kana, the common name, the former name, or the name in Roman letters; white space does not count.
    public let name: String?
    /// The address.
    public let address: String?
    /// A birth date as `BirthTerm` takes it, in whole or in part.
    public let birth: String?
    /// 性別: 1 male, 2 female, 0 unknown.
    public let sex: String?
    /// How much of name and address is given.
    public let match: Match
    /// Whether names and addresses of old are searched too (common-function standard §2.3).
    public let includesPast: Bool
    /// The name with its spaces, which tell the parts of one in Roman letters apart.
    let nameAsTyped: String?

    /// Printed with `****` in place of what is searched for.
    public static var redactedName: String { "検索条件" }

    /// Empty texts are none.
    public init(
        name: String? = nil, address: String? = nil, birth: String? = nil, sex: String? = nil, match: Match = .beginning, includesPast: Bool = false
    ) {
        func told(_ text: String?) -> String? {
            let bare = text.map { $0.filter { !$0.isWhitespace } }
            return bare?.isEmpty == false ? bare : nil
        }
        (self.name, self.address, self.birth, self.sex) = (told(name), told(address), told(birth), told(sex))
        (self.match, self.includesPast) = (match, includesPast)
        nameAsTyped = told(name) == nil ? nil : name
    }

    /// Names of what is given and counts, for the log.
    package var told: [String] { [name.map { _ in "name" }, address.map { _ in "address" }, birth.map { _ in "birth" }].compactMap { $0 } }
}

/// What a search found.
public struct SearchResult: Sendable {
    /// At most `PersonLookup.most`: first those spelled as it was typed, then by kana.
    public let persons: [PersonSheet]
    /// Whether there were more, which are not shown.
    public let hasMore: Bool
    /// Those of them whom a name or an address of old matched.
    public let foundByPast: Set<AddresseeNumber>
}
