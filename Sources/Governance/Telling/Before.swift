package import Addressee

/// 前の状態. What a receiver may hold of a person already.
///
/// It is taken widely: a page that was handed over but not acknowledged is read again up to a later place, and whoever was in scope at any state since the
/// receiver's place may be held. A removal too many does no harm, one too few does.
package enum Before: Sendable {
    /// Nothing, or what is replaced as a whole.
    case nothing
    /// Something, whatever the register says.
    case something
    /// What these policies let it see.
    case under([Held])

    /// A policy that the holdings may follow, and the day on which they do.
    package struct Held: Sendable {
        let asks: AskedFacts
        private let then: ScopeDecision
        private let today: ScopeDecision
        private let isOpen: Bool

        /// - Parameters:
        ///   - way: on which the receiver was given what it holds.
        ///   - today: the hub's day, on which it is told something.
        package init(_ policy: Policy, _ way: Way, on day: CalendarDay, today: CalendarDay) {
            asks = policy.scope.asks
            (then, self.today) = (ScopeDecision(policy, on: day), ScopeDecision(policy, on: today))
            isOpen = policy.closed(to: way) == nil
        }

        /// Whether it let the receiver see a version on its day. Dates are no part of it: what was given was given while the policy held.
        func showed(_ facts: PersonFacts) -> Bool { isOpen && then.includes(facts) }

        /// Whether it would today.
        func shows(_ facts: PersonFacts) -> Bool { isOpen && today.includes(facts) }
    }

    /// What it depends on, of that which costs to fetch.
    package var asks: AskedFacts {
        guard case .under(let held) = self else { return [] }
        return held.reduce(into: []) { $0.formUnion($1.asks) }
    }

    /// Whether something may have come to the receiver of a person who is so, and was so.
    func mayHold(_ facts: PersonFacts?, _ states: States) -> Bool {
        switch self {
        case .nothing: return false
        case .something: return true
        case .under(let held):
            func mayShow(_ facts: PersonFacts) -> Bool { held.contains { $0.showed(facts) || $0.shows(facts) } }
            return facts.map(mayShow) ?? false || states.earlier.contains(where: mayShow)
        }
    }

    /// Whether the person was in scope before the range and at every version since, whatever of it the receiver follows.
    func neverLeft(_ facts: PersonFacts?, _ states: States) -> Bool {
        guard case .under(let held) = self, let facts, !states.areNew else { return false }
        func show(_ facts: PersonFacts) -> Bool { held.allSatisfy { $0.showed(facts) && $0.shows(facts) } }
        return show(facts) && states.earlier.allSatisfy(show)
    }

    /// Whether a policy that the holdings may follow would still show this version today.
    func shows(_ facts: PersonFacts) -> Bool {
        guard case .under(let held) = self else { return false }
        return held.contains { $0.shows(facts) }
    }
}
