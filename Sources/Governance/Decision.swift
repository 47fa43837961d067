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

/// Whether a policy speaks of a person, whatever its dates and ways: what was given under it while it was in force, and what is to be taken back. Pure, and
/// closed by default: every condition must be met.
///
/// - Parameters:
///   - facts: of the person; nil if there is none.
///   - day: the hub's calendar day.
public func concerns(policy: Policy, facts: PersonFacts?, on day: CalendarDay) -> Decision {
    let system = policy.system
    guard let facts else { return .refuse(.unknownPerson) }
    guard !facts.provisional else { return .refuse(.provisional) }
    guard !facts.closedToOtherAffairs || facts.registeredBy.contains(system) else { return .refuse(.closedToOtherAffairs) }
    guard policy.scope.contains(facts, system: system, on: day) else { return .refuse(.notInScope) }
    return .provide
}
