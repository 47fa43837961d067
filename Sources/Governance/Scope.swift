public import Addressee

/// 対象者の範囲. About whom a policy speaks.
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

    /// Whether the person is in scope for `system` on `day`.
    ///
    /// What is not known never opens: of whose birth date the known part does not decide an age rule, is neither inside it nor inside its negation.
    /// Called for millions of persons; allocates nothing.
    public func contains(_ facts: PersonFacts, system: SystemName, on day: CalendarDay) -> Bool {
        isCertain(facts, system, day, wanted: true)
    }

    /// The same where it is decided; nil where what is known of the person does not decide it: they stay outside, and on a list for somebody to find out.
    public func decides(_ facts: PersonFacts, system: SystemName, on day: CalendarDay) -> Bool? {
        if isCertain(facts, system, day, wanted: true) { return true }
        return isCertain(facts, system, day, wanted: false) ? false : nil
    }

    /// The age rules anywhere in it.
    public var ageRules: Set<AgeRule> {
        switch self {
        case .age(let rule): [rule]
        case .all(let scopes), .any(let scopes): scopes.reduce(into: []) { $0.formUnion($1.ageRules) }
        case .not(let scope): scope.ageRules
        case .state, .ward, .registeredBySystem, .householder: []
        }
    }

    /// Whether membership is known to equal `wanted`.
    private func isCertain(_ facts: PersonFacts, _ system: SystemName, _ day: CalendarDay, wanted: Bool) -> Bool {
        switch self {
        case .state(let states):
            // A comparison or two is quicker than the hash of a code.
            return states.contains { $0 == facts.state } == wanted
        case .age(let rule):
            guard let births = facts.births else { return false }
            return rule.contains(births: births, on: day) == wanted
        case .ward(let codes):
            guard let code = facts.wardCode else { return false }
            return codes.contains(code) == wanted
        case .registeredBySystem:
            return (facts.registeredBy.contains(system) || facts.interested.contains(system)) == wanted
        case .householder:
            return facts.householder == wanted
        case .all(let scopes):
            return Self.isCertain(scopes, facts, system, day, wanted: wanted, ofEach: wanted)
        case .any(let scopes):
            return Self.isCertain(scopes, facts, system, day, wanted: wanted, ofEach: !wanted)
        case .not(let scope):
            return scope.isCertain(facts, system, day, wanted: !wanted)
        }
    }

    private static func isCertain(
        _ scopes: [Scope], _ facts: PersonFacts, _ system: SystemName, _ day: CalendarDay, wanted: Bool, ofEach: Bool
    ) -> Bool {
        for scope in scopes where scope.isCertain(facts, system, day, wanted: wanted) != ofEach { return !ofEach }
        return ofEach
    }
}
