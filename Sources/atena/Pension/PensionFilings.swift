import Addressee
import NationalPension

/// 見本の届出. What people file in a week: notices of which some are reported and some are not, and applications; each person files once, but for those who
/// went to work and leave it again.
struct PensionFilings: Sendable {
    /// One thing that is filed.
    enum Filed: Sendable {
        case notice(Filing, NoticeTerms)
        case application(ExemptionApplication, of: AddresseeNumber)

        var kind: NoticeKind {
            switch self {
            case .notice(let filing, _): filing.kind
            case .application: .studentApplied
            }
        }

        var number: AddresseeNumber {
            switch self {
            case .notice(let filing, _): filing.number
            case .application(_, let number): number
            }
        }
    }

    private var insured: ArraySlice<PensionCity.Person>
    private var newcomers: ArraySlice<PensionCity.Person>
    private var employed: [AddresseeNumber] = []
    private let notPlain: Set<AddresseeNumber>

    init(insured: [PensionCity.Person], newcomers: [PensionCity.Person]) {
        (self.insured, self.newcomers) = (insured[...], newcomers[...])
        notPlain = Set(insured.filter { !$0.isPlain }.map(\.number))
    }

    /// From now on nobody files of whom a form may not be printable: a clerk would have to mend the name first.
    mutating func leaveOutUnprintable() {
        (insured, newcomers) = (insured.filter(\.isPlain)[...], newcomers.filter(\.isPlain)[...])
        employed.removeAll(where: notPlain.contains)
    }

    /// What is filed on a day; less where there are not persons enough.
    mutating func week(_ count: Int, on day: CalendarDay) -> [Filed] {
        var filed: [Filed] = []
        // Who went to work in an earlier week leaves it now.
        var leaving = employed[...]
        for place in 0..<count { if let next = next(place % 20, on: day, &leaving) { filed.append(next) } }
        employed = Array(leaving) + filed.filter { $0.kind == .employmentBegan }.map(\.number)
        return filed
    }

    private mutating func next(_ place: Int, on day: CalendarDay, _ leaving: inout ArraySlice<AddresseeNumber>) -> Filed? {
        func notice(_ kind: NoticeKind, _ number: AddresseeNumber?, _ happenedOn: CalendarDay? = nil) -> Filed? {
            number.map { .notice(Filing(number: $0, kind: kind, receivedOn: day), NoticeTerms(day: happenedOn)) }
        }
        switch place {
        case 0..<4: return notice(.employmentBegan, insured.popFirst()?.number, day.adding(days: -5))
        case 4..<7:
            if let number = leaving.popFirst() { return notice(.employmentEnded, number, day.adding(days: -3)) }
            return notice(.nameChanged, insured.popFirst()?.number, day.adding(days: -3))
        case 7..<9: return notice(.nameChanged, insured.popFirst()?.number, day.adding(days: -3))
        case 9..<11: return notice(.movedWithinJapan, insured.popFirst()?.number, day.adding(days: -2))
        case 11..<13: return notice(.additionalApplied, insured.popFirst()?.number, day)
        case 13: return notice(.maternity, insured.popFirst()?.number, day.adding(days: 20))
        case 14..<17: return insured.popFirst().map { Self.application(of: $0.number, on: day) }
        case 17: return notice(.leftJapan, insured.popFirst()?.number, day.adding(days: -1))
        default:
            if let person = newcomers.popFirst() { return notice(.reached20, person.number) }
            return notice(.nameChanged, insured.popFirst()?.number, day.adding(days: -3))
        }
    }

    /// A student's, from the month in which it is filed to the end of the school year.
    private static func application(of number: AddresseeNumber, on day: CalendarDay) -> Filed {
        let month = CalendarMonth(of: day)
        let months = MonthSpan(first: month, last: month.adding(11 - (month.month + 8) % 12)) ?? MonthSpan(month)
        return .application(ExemptionApplication(.student, months: months, filedOn: day, studentMonths: [months]), of: number)
    }
}
