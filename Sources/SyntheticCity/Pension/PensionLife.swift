internal import Addressee

/// 資格の来歴. The insured periods of one person up to a day, such as an earlier system kept them; they follow from the person's life: 20 and 60, entry into Japan, departure, death,
/// work and marriage.
struct PensionLife: Sendable, Equatable {
    /// 被保険者種別; the raw value as files have it.
    enum Class: String, Sendable {
        case class1 = "1"
        case class2 = "2"
        case class3 = "3"
    }

    /// 取得・変更・喪失の事由, as files have it.
    enum Reason: String, Sendable {
        /// The record begins within a period, and says no reason.
        case none = ""
        case reached20 = "acquire-20"
        case reached20Student = "acquire-20-student"
        case enteredJapan = "acquire-entered-japan"
        case employment = "acquire-employment"
        case changedByEmployment = "change-employment"
        case changedByLeaving = "change-left-employment"
        case changedByDependency = "change-dependency"
        case reached60 = "lose-60"
        case leftJapan = "lose-left-japan"
        case died = "lose-death"
        case retired = "lose-employment"
    }

    /// From a day on somebody is of a class.
    struct Step: Sendable, Equatable {
        let insuredClass: Class
        let from: CalendarDay
        let reason: Reason
    }

    /// In their order; never empty.
    private(set) var steps: [Step]
    /// 喪失日; `nil` while it goes on.
    let lost: CalendarDay?
    let lostBy: Reason

    /// The class that goes on; `nil` where it was lost.
    var current: Class? { lost == nil ? steps.last?.insuredClass : nil }

    /// The class of a month: that of its last day; `nil` where it was lost by then, or had not begun.
    func insuredClass(in month: MonthNumber) -> Class? {
        let next = month + 1
        guard let end = CalendarDay(year: next.year, month: next.month, day: 1)?.adding(days: -1), lost.map({ end < $0 }) ?? true else { return nil }
        return steps.last { $0.from <= end }?.insuredClass
    }

    /// What stood through a day.
    ///
    /// - Returns: `nil` of whoever was not insured, whose record went along with them to another municipality, and whose birth nobody knows.
    init?(of person: Person, through: CalendarDay, _ random: inout SplitMix64) {
        guard !person.isProvisional, person.unknownBirth == nil, let born = person.born else { return nil }
        let (from, until) = (LegalAge.attained(20, born: born), LegalAge.attained(60, born: born))
        guard let first = Self.first(person, from: from) else { return nil }
        var end: (day: CalendarDay, by: Reason)? = until <= through ? (until, .reached60) : nil
        switch person.state {
        case .resident: break
        // A loss counts from the day after.
        case .dead: end = Self.earlier(end, (person.movedOn.adding(days: 1), .died))
        case .movedOut:
            guard case .abroad = person.wentTo else { return nil }
            end = Self.earlier(end, (person.movedOn.adding(days: 1), .leftJapan))
        case .removed: return nil
        }
        let limit = end?.day ?? through.adding(days: 1)
        guard limit <= through.adding(days: 1), end.map({ $0.day <= through }) ?? true, first.from < limit else { return nil }
        steps = Self.work(first, born: born, before: limit, &random)
        // 第2号 ends neither at 60 nor by leaving Japan, but with the work.
        let works = steps.last?.insuredClass == .class2
        if works, end?.by == .reached60, LegalAge.attained(65, born: born) > through { end = nil }
        if works, end.map({ $0.by != .died }) == true { end?.by = .retired }
        (lost, lostBy) = (end?.day, end?.by ?? .none)
    }

    private static func earlier(_ a: (day: CalendarDay, by: Reason)?, _ b: (day: CalendarDay, by: Reason)) -> (day: CalendarDay, by: Reason) {
        guard let a, a.day <= b.day else { return b }
        return a
    }

    /// 第1号 from 20, from entry into Japan, or from the day on which the classes began (国民年金法 昭和60年改正).
    private static func first(_ person: Person, from attained: CalendarDay) -> Step? {
        guard let classes = CalendarDay(year: 1986, month: 4, day: 1) else { return nil }
        if person.foreigner != nil, person.residentSince > attained {
            return person.residentSince < classes ? nil : Step(insuredClass: .class1, from: person.residentSince, reason: .enteredJapan)
        }
        return attained < classes
            ? Step(insuredClass: .class1, from: classes, reason: .none) : Step(insuredClass: .class1, from: attained, reason: .reached20)
    }

    /// School, work, leaving it and work again.
    private static func work(_ first: Step, born: CalendarDay, before limit: CalendarDay, _ random: inout SplitMix64) -> [Step] {
        // After school: 1 April after 18, and four years later.
        let school = LegalAge.schoolYearEnd(after: 18, born: born).adding(days: 1)
        if first.reason == .reached20, random.chance(1_500) {
            return later([Step(insuredClass: .class2, from: school, reason: .employment)], from: first.from, before: limit, &random)
        }
        guard first.reason == .reached20, random.chance(5_500) else {
            let day = first.from.adding(days: random.within(30...2_500))
            guard day < limit, random.chance(6_000) else { return [first] }
            return later([first, Step(insuredClass: .class2, from: day, reason: .changedByEmployment)], from: first.from, before: limit, &random)
        }
        let student = Step(insuredClass: .class1, from: first.from, reason: .reached20Student)
        let graduation = school.anniversary(years: 4)
        guard graduation < limit, random.chance(8_000) else { return [student] }
        return later([student, Step(insuredClass: .class2, from: graduation, reason: .changedByEmployment)], from: first.from, before: limit, &random)
    }

    /// - Parameter attained: of no other class than the second is anybody before 20.
    private static func later(_ begun: [Step], from attained: CalendarDay, before limit: CalendarDay, _ random: inout SplitMix64) -> [Step] {
        var steps = begun
        while let last = steps.last, steps.count < 8 {
            let works = last.insuredClass == .class2
            guard random.chance(works ? 4_500 : 6_500) else { break }
            let day = max(last.from, attained).adding(days: random.within(works ? 200...5_000 : 20...700))
            guard day < limit else { break }
            steps.append(
                works ? Step(insuredClass: .class1, from: day, reason: .changedByLeaving) : Step(insuredClass: .class2, from: day, reason: .changedByEmployment)
            )
        }
        return steps
    }

    /// Makes a dependent spouse (第3号) of whoever is married to somebody of the second class, from a day on which both are what they are.
    mutating func depend(on spouse: PensionLife, of person: Person, through: CalendarDay, _ random: inout SplitMix64) {
        guard lost == nil, spouse.current == .class2, let works = spouse.steps.last?.from, let born = person.born else { return }
        let earliest = max(works, person.residentSince, steps[0].from.adding(days: 1), LegalAge.attained(20, born: born))
        let days = Int(through.daysSince2000 - earliest.daysSince2000)
        guard days > 0 else { return }
        let day = earliest.adding(days: random.below(days))
        steps.removeAll { $0.from >= day }
        steps.append(Step(insuredClass: .class3, from: day, reason: .changedByDependency))
    }
}

extension Person {
    /// 生年月日; `nil` where it is no day of the calendar.
    var born: CalendarDay? { CalendarDay(year: Int(birth.year), month: Int(birth.month), day: Int(birth.day)) }
}
