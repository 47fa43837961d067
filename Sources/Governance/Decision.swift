public import Addressee

/// 提供の可否.
public enum Decision: Sendable, Hashable {
    case provide
    case refuse(Refusal)
}

/// Whether anything at all may go to `system` on this way and day, before any person is looked at. Every way out asks this, once for all persons, and then
/// ``tell(_:before:states:now:standing:cause:)`` of each.
///
/// - Parameters:
///   - system: who asks or is to be served, as authenticated.
///   - day: the hub's calendar day, from which a policy holds.
///   - end: what the real calendar ends, where the hub's day is behind it; nil where it isn't.
public func admit(policy: Policy?, system: SystemName, way: Way, on day: CalendarDay, end: EndOfPolicies? = nil) -> Decision {
    guard let policy else { return .refuse(.noPolicy) }
    guard policy.system == system else { return .refuse(.anotherSystem) }
    if let closing = policy.closing { return .refuse(closing.cause.refusal) }
    guard policy.isValid(on: day), end?.hasCome(to: policy) != true else { return .refuse(.outsideDates) }
    guard policy.ways.allows(way) else { return .refuse(.wayNotAllowed) }
    return .provide
}

/// 対象者か. Whether a policy speaks of persons, whatever its dates and ways: what was given under it while it was in force, and what is to be taken back. Pure,
/// and closed by default: every condition must be met. Made once, and then asked of everybody.
public struct ScopeDecision: Sendable {
    private let scope: ScopeOnDay

    /// - Parameter day: the hub's calendar day.
    public init(_ policy: Policy, on day: CalendarDay) { scope = ScopeOnDay(policy.scope, for: policy.system, on: day) }

    /// - Parameter facts: of the person; nil if there is none.
    public func decide(_ facts: PersonFacts?) -> Decision {
        guard let facts else { return .refuse(.unknownPerson) }
        return obstacle(to: facts).map { Decision.refuse($0.refusal) } ?? .provide
    }

    /// The same for those who are there, where it does not matter why. Allocates nothing.
    public func includes(_ facts: PersonFacts) -> Bool { obstacle(to: facts) == nil }

    private func obstacle(to facts: PersonFacts) -> Obstacle? {
        if facts.provisional { return .provisional }
        if facts.closedToOtherAffairs, !scope.isAmong(facts.registeredBy) { return .closedToOtherAffairs }
        return scope.contains(facts) ? nil : .notInScope
    }

    /// A refusal without its words.
    private enum Obstacle {
        case provisional
        case closedToOtherAffairs
        case notInScope

        var refusal: Refusal {
            switch self {
            case .provisional: .provisional
            case .closedToOtherAffairs: .closedToOtherAffairs
            case .notInScope: .notInScope
            }
        }
    }
}
