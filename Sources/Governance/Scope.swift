public import Addressee

/// 対象者の範囲. About whom a policy speaks; ``ScopeOnDay`` asks it of persons.
public indirect enum Scope: Sendable, Hashable {
    /// 住民状態 is one of these.
    case state(Set<ResidentState>)
    case age(AgeRule)
    /// 住所_市区町村コード is one of these.
    case ward(Set<String>)
    /// Persons that the receiving system itself registered.
    case registeredBySystem
    /// 世帯主
    case householder
    case all([Scope])
    case any([Scope])
    case not(Scope)

    /// The age rules anywhere in it.
    public var ageRules: Set<AgeRule> {
        switch self {
        case .age(let rule): [rule]
        case .all(let scopes), .any(let scopes): scopes.reduce(into: []) { $0.formUnion($1.ageRules) }
        case .not(let scope): scope.ageRules
        case .state, .ward, .registeredBySystem, .householder: []
        }
    }
}
