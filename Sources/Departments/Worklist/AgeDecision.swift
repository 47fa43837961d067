import Addressee

/// The days on which a person's age matters to a department.
struct AgeRange: Sendable, Hashable {
    /// First day in range.
    var from: CalendarDay
    /// First day of the later of two classes, where there are two.
    var laterClassFrom: CalendarDay?
    /// First day no longer in range; `nil` where age never ends it.
    var until: CalendarDay?
}

/// One person on an age worklist. Every change to come by age is a date, so a later day needs no rewriting.
struct AgeRow: Sendable, Hashable {
    /// In range by age and resident.
    var qualifiedFrom: CalendarDay?
    var laterClassFrom: CalendarDay?
    /// First day on which the later class is possible, where the birth date is known in part.
    var laterClassPossibleFrom: CalendarDay?
    var agesOutOn: CalendarDay?
    /// 世帯番号.
    var household: String?
    /// What a clerk must find out; then no day is given, because none is invented. Beside a birth date known in part the days are bounds, within which the
    /// person is in range whichever day it is.
    var confirm: ClerkQuestion?
}

/// Why a clerk must look.
enum ClerkQuestion: String, Sendable, Hashable, CaseIterable {
    /// 生年月日不詳
    case birthDateUnknown = "birth-date-unknown"
    /// The birth date was not given.
    case birthDateMissing = "birth-date-missing"
    /// 住登外: registered by the department itself, so it knows why (住所地特例 and the like).
    case nonResident = "non-resident"
}

/// What becomes of a person on an age worklist.
enum AgeDecision: Sendable, Hashable {
    /// On the list.
    case listed(AgeRow)
    /// On the list, as one who lost it on a day.
    case lost(AgeRow, on: CalendarDay, reason: String)
    /// Residence ended; the person's dates are as they are held.
    case left(on: CalendarDay, reason: String)
    /// Never was in range, or was withdrawn: off the list.
    case withdrawn
    /// No longer, and by age if the age is reached: who aged out stays to be seen, others go.
    case outOfScope
    /// Nothing new.
    case unchanged

    /// - Parameters:
    ///   - day: the hub's day.
    ///   - range: the department's days for a day of birth.
    init(_ person: CheckedEntry, on day: CalendarDay, range: (CalendarDay) -> AgeRange) {
        guard let state = person.state else {
            self =
                switch person.end {
                case nil: .outOfScope
                case .some(let end) where end.isCancellation: .withdrawn
                case .some(let end): .left(on: end.lossDay, reason: end.reason)
                }
            return
        }
        switch state {
        case .nonResident:
            self = .listed(AgeRow(household: person.household, confirm: .nonResident))
        case .nonResidentDead, .nonResidentRemoved:
            // The department registered the person itself, and never was in range by residence here.
            self = .withdrawn
        case .resident:
            let row = Self.row(person, range)
            // Whose birth date is known in part is past the age once the last day it can be is.
            let until = row.confirm == nil ? row.agesOutOn : Self.latestEnd(person, range)
            if let until, until <= day { self = .outOfScope } else { self = .listed(row) }
        case .movedOut, .dead, .removed:
            guard let end = person.end else {
                // A correction after the end: the day of the end is not in it, but is held.
                self = .unchanged
                return
            }
            let row = Self.row(person, range)
            if end.isCancellation || row.confirm == nil && row.qualifiedFrom.map({ end.lossDay <= $0 }) == true {
                self = .withdrawn
            } else if let until = row.confirm == nil ? row.agesOutOn : Self.latestEnd(person, range), until <= end.lossDay {
                self = .outOfScope
            } else {
                self = .lost(row, on: end.lossDay, reason: end.reason)
            }
        }
    }

    private static func row(_ person: CheckedEntry, _ range: (CalendarDay) -> AgeRange) -> AgeRow {
        guard let birth = person.birth else {
            return AgeRow(household: person.household, confirm: .birthDateMissing)
        }
        guard let possible = birth.possible else { return AgeRow(household: person.household, confirm: .birthDateUnknown) }
        guard let born = birth.known else { return certain(range(possible.lowerBound), range(possible.upperBound), person) }
        let days = range(born)
        return AgeRow(
            qualifiedFrom: max(days.from, person.residentSince ?? days.from), laterClassFrom: days.laterClassFrom,
            agesOutOn: days.until, household: person.household)
    }

    /// The days on which a person is in range whether born on the first or on the last day that the birth date can mean; none where there is no such day.
    private static func certain(_ first: AgeRange, _ last: AgeRange, _ person: CheckedEntry) -> AgeRow {
        let from = max(last.from, person.residentSince ?? last.from)
        guard first.until.map({ from < $0 }) ?? true else { return AgeRow(household: person.household, confirm: .birthDateUnknown) }
        return AgeRow(
            qualifiedFrom: from, laterClassFrom: last.laterClassFrom, laterClassPossibleFrom: first.laterClassFrom, agesOutOn: first.until,
            household: person.household, confirm: .birthDateUnknown)
    }

    /// First day on which nobody born on a day that the birth date can mean is in range.
    private static func latestEnd(_ person: CheckedEntry, _ range: (CalendarDay) -> AgeRange) -> CalendarDay? {
        person.birth?.possible.flatMap { range($0.upperBound).until }
    }
}
