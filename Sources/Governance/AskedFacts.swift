/// What a scope asks of a person, of that which costs to fetch for a whole city; everything else is always there.
public struct AskedFacts: OptionSet, Sendable, Hashable {
    /// A bit per fact.
    public let rawValue: UInt8
    /// The facts of these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// 生年月日
    public static let birth = AskedFacts(rawValue: 1)
    /// 住所_市区町村コード
    public static let ward = AskedFacts(rawValue: 2)
    /// 世帯主
    public static let householder = AskedFacts(rawValue: 4)
    /// 登録した業務システム, beside those that the record itself names
    public static let interest = AskedFacts(rawValue: 8)
}

extension Scope {
    /// The facts that any part of it asks for; a decision does not depend on the others.
    public var asks: AskedFacts {
        switch self {
        case .age: .birth
        case .ward: .ward
        case .householder: .householder
        case .all(let scopes), .any(let scopes): scopes.reduce(into: []) { $0.formUnion($1.asks) }
        case .not(let scope): scope.asks
        case .registeredBySystem: .interest
        case .state: []
        }
    }
}
