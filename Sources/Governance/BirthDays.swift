public import Addressee

/// The births whose membership of some age rule of `policies` differs between two days: those persons, and no others, can
/// enter or leave a scope because the calendar moved. Ascending, disjoint, not adjacent; empty if nothing differs.
///
/// Speaks of ages only. A policy whose validity begins or ends between the days changes everybody in its scope.
public func birthDays(
    changing policies: [Policy], from old: CalendarDay, to new: CalendarDay
) -> [ClosedRange<CalendarDay>] {
    birthDays(changing: policies, along: [old, new])
}

/// The same for each step along several days: who was in a scope on one of them only is among them, too.
public func birthDays(changing policies: [Policy], along days: [CalendarDay]) -> [ClosedRange<CalendarDay>] {
    let rules = policies.reduce(into: Set<AgeRule>()) { $0.formUnion($1.scope.ageRules) }
    return merged(zip(days, days.dropFirst()).flatMap { old, new in rules.flatMap { difference($0.birthDays(on: old), $0.birthDays(on: new)) } })
}

/// Days in exactly one of the two ranges.
private func difference(
    _ first: ClosedRange<CalendarDay>?, _ second: ClosedRange<CalendarDay>?
) -> [ClosedRange<CalendarDay>] {
    guard let first else { return second.map { [$0] } ?? [] }
    guard let second else { return [first] }
    guard first.overlaps(second) else { return [first, second] }
    var parts: [ClosedRange<CalendarDay>] = []
    if first.lowerBound != second.lowerBound {
        let (low, high) = (min(first.lowerBound, second.lowerBound), max(first.lowerBound, second.lowerBound))
        parts.append(low...high.adding(days: -1))
    }
    if first.upperBound != second.upperBound {
        let (low, high) = (min(first.upperBound, second.upperBound), max(first.upperBound, second.upperBound))
        parts.append(low.adding(days: 1)...high)
    }
    return parts
}

private func merged(_ ranges: [ClosedRange<CalendarDay>]) -> [ClosedRange<CalendarDay>] {
    var out: [ClosedRange<CalendarDay>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
        if let last = out.last, range.lowerBound <= last.upperBound.adding(days: 1) {
            out[out.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        } else {
            out.append(range)
        }
    }
    return out
}
