import Addressee

/// A period of residence, from its first day until the first day without it.
struct Residence: Sendable, Hashable {
    var from: CalendarDay
    /// `nil` while it lasts.
    var until: CalendarDay?
    /// Code of the movement that ended it.
    var endReason: String?
    /// The first day was given; otherwise residence began on `from` or before.
    var startKnown = true
    /// The last day was given; otherwise residence ended on `until` or before.
    var endKnown = true

    /// 賦課期日: whether the resident tax of the day's year falls on the person (地方税法39条, 318条).
    func isOn(_ day: CalendarDay) -> Bool {
        from <= day && until.map { day < $0 } ?? true
    }
}

/// What a person's state says of residence. Residence is kept as periods, so that the roll of a 1 January to come needs no rewriting.
enum ResidenceDecision: Sendable, Hashable {
    /// A period whose first day is known; it replaces what overlaps it.
    case period(Residence)
    /// Resident now, from an unknown day; stands only where no open period is held.
    case open(Residence)
    /// The period that is held open ended.
    case ended(ResidenceEnd)
    /// The period never was.
    case cancelled(from: CalendarDay?)
    /// The department may no longer know of the person.
    case withdrawn
    /// Nothing about residence.
    case unchanged

    /// - Parameter day: the hub's day.
    init(_ person: CheckedEntry, on day: CalendarDay) {
        switch person.state {
        case nil:
            switch person.end {
            case nil: self = .withdrawn
            case .some(let end): self = end.isCancellation ? .cancelled(from: nil) : .ended(end)
            }
        case .nonResident, .nonResidentDead, .nonResidentRemoved:
            self = .unchanged
        case .resident:
            if let since = person.residentSince {
                self = .period(Residence(from: since))
            } else {
                self = .open(Residence(from: person.addressSince ?? day, startKnown: false))
            }
        case .movedOut, .dead, .removed:
            self = Self.over(person)
        }
    }

    private static func over(_ person: CheckedEntry) -> ResidenceDecision {
        guard let since = person.residentSince else { return person.end.map { $0.isCancellation ? .cancelled(from: nil) : .ended($0) } ?? .unchanged }
        if let end = person.end {
            // Who came and went on one day was resident on no 1 January.
            if end.isCancellation || end.day <= since { return .cancelled(from: since) }
            return .period(Residence(from: since, until: end.day, endReason: end.reason))
        }
        // A correction after the end doesn't say when the end was: on its own day or before.
        guard let moved = person.movedOn, moved > since else { return .unchanged }
        return .period(Residence(from: since, until: moved, endKnown: false))
    }
}
