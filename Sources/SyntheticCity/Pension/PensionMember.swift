internal import Addressee

/// 年金の市の一人. What the pension department and the tax department of an earlier time know of one person of a household.
struct PensionMember: Sendable {
    let person: Person
    /// `nil` of whoever the pension department has no record of.
    var life: PensionLife?
    /// 基礎年金番号, ten digits; `nil` where none was given yet.
    var basicPensionNumber: Int64?
    var hasTelephone = false
    var exemptions: [Exemption] = []
    var additional: Additional?
    /// 合計所得金額 of the year, yen; `nil` of a child.
    var income: Int?
    /// Whether a return was filed; where none was, nobody knows the income.
    var isFiled = true
    var filing: Filing?
    var legal: Legal?
    /// 産前産後: the births of a mother of the first class.
    var births: [CalendarDay] = []
    /// 育児: the days on which children were born whom the person raises.
    var raised: [CalendarDay] = []
    var fund: Fund?
    var claim: Claim?

    /// Kinds of exemption, as files have them.
    enum ExemptionKind: String, Sendable {
        case full, half, quarter, student, deferral
        case threeQuarters = "three-quarters"

        /// 合計所得金額 up to which one person alone is granted it, yen; of more nothing is invented.
        var most: Int {
            switch self {
            case .full, .deferral: 670_000
            case .threeQuarters: 880_000
            case .half, .student: 1_280_000
            case .quarter: 1_680_000
            }
        }
    }

    /// 免除・猶予の承認, of one form.
    struct Exemption: Sendable, Equatable {
        let kind: ExemptionKind
        let first: MonthNumber
        let last: MonthNumber
    }

    /// 付加保険料の申出.
    struct Additional: Sendable, Equatable {
        let applied: CalendarDay
        let withdrawn: CalendarDay?
    }

    /// 届出・申請 that are still to be filed.
    enum Filing: Sendable, Equatable {
        case exemption(MonthNumber, MonthNumber)
        case employmentBegan(CalendarDay)
        case employmentEnded(CalendarDay)
        case additional(CalendarDay)
    }

    /// 法定免除.
    struct Legal: Sendable, Equatable {
        /// 事由, as files have it.
        enum Ground: String, Sendable {
            case disability = "disability-grade-1-2"
            case livelihoodProtection = "livelihood-protection"
            case facility
        }

        let ground: Ground
        let began: CalendarDay
        let ended: CalendarDay?
        /// 納付申出の期間.
        let paid: Months?
    }

    /// From a month to another.
    struct Months: Sendable, Equatable {
        let first: MonthNumber
        let last: MonthNumber
    }

    /// 国民年金基金の加入.
    struct Fund: Sendable, Equatable {
        let joined: CalendarDay
        let left: CalendarDay?
    }

    /// 裁定請求, as the earlier system received it and sent it to the Service.
    struct Claim: Sendable, Equatable {
        /// What is claimed.
        enum Ground: Sendable, Equatable {
            case oldAge(right: CalendarDay)
            case disability(firstVisit: CalendarDay, certain: CalendarDay)
            case survivor(died: CalendarDay)
            case oldAgeWelfare
        }

        let ground: Ground
        let received: CalendarDay
        /// A week later.
        var sent: CalendarDay { received.adding(days: 7) }
    }

    /// Whether the department has anything of them but the periods and the number.
    var isPlain: Bool {
        exemptions.isEmpty && additional == nil && filing == nil && legal == nil && births.isEmpty && raised.isEmpty && fund == nil && claim == nil
    }

    /// Whether the hub gives the pension system the person without being asked: residents from 20 to 60.
    func isGiven(on day: CalendarDay) -> Bool {
        guard person.state == .resident, let born = person.born else { return false }
        return LegalAge.attained(20, born: born) <= day && day < LegalAge.attained(60, born: born)
    }
}

/// 年金の市の世帯. Invented with its persons: who works, who is whose dependant, whose income is how much.
struct PensionHousehold: Sendable {
    var members: [PensionMember]

    /// Of 10,000 whose records the department keeps though the hub no longer gives them.
    private static let kept = 100
    /// 学生納付特例 began in April 2000.
    private static let studentsFrom = MonthNumber(2000, 4)
    /// Those who have attained 20 so lately have filed nothing yet.
    static let newcomerDays = 60

    /// - Parameter through: 基準日, the day before the first movement.
    init(_ persons: [Person], household: Int, of city: City, through: CalendarDay) {
        var random = SplitMix64(seed: city.seed ^ 0x6E6B, stream: UInt64(household))
        members = persons.map { PensionMember(person: $0, life: PensionLife(of: $0, through: through, &random)) }
        for index in members.indices where isNewcomer(members[index], through) { members[index].life = nil }
        marry(through, &random)
        for index in members.indices {
            if !members[index].isGiven(on: through), !random.chance(Self.kept) { members[index].life = nil }
            guard let life = members[index].life else { continue }
            if !random.chance(200) { members[index].basicPensionNumber = Int64(members[index].person.number) }
            members[index].hasTelephone = random.chance(3_000)
            exempt(index, life, through, &random)
        }
        earn(through, &random)
        for index in members.indices { file(index, through, &random) }
        // By numbers of its own: what was invented before stays as it was.
        var more = SplitMix64(seed: city.seed ^ 0x6E6C, stream: UInt64(household))
        record(through, &more)
    }

    private func isNewcomer(_ member: PensionMember, _ through: CalendarDay) -> Bool {
        member.life?.steps.count == 1 && member.life.map { $0.steps[0].from > through.adding(days: -Self.newcomerDays) } == true
            && member.life?.current == .class1
    }

    private mutating func marry(_ through: CalendarDay, _ random: inout SplitMix64) {
        guard let partner = members.firstIndex(where: { $0.person.relation.isPartner }), members[0].person.relation == .householder else { return }
        for (index, spouse) in [(partner, 0), (0, partner)] {
            guard members[index].isGiven(on: through), random.chance(members[index].person.isMale ? 300 : 4_000), let other = members[spouse].life,
                members[spouse].isGiven(on: through)
            else { continue }
            let person = members[index].person
            members[index].life?.depend(on: other, of: person, through: through, &random)
            if members[index].life?.current == .class3 { return }
        }
    }

    /// Whether nobody else's income counts.
    private var isAlone: Bool { members.count == 1 }

    private mutating func exempt(_ index: Int, _ life: PensionLife, _ through: CalendarDay, _ random: inout SplitMix64) {
        var granted: [PensionMember.Exemption] = []
        if life.steps[0].reason == .reached20Student, MonthNumber(of: life.steps[0].from) >= Self.studentsFrom, random.chance(7_000) {
            granted = Self.asStudent(life, members[index].person, through)
        }
        guard let last = life.steps.last, life.current == .class1, members[index].isGiven(on: through) else {
            members[index].exemptions = granted
            return
        }
        let person = members[index].person
        let begun = max(MonthNumber(of: last.from), granted.last.map { $0.last + 1 } ?? MonthNumber(0))
        if isAlone, random.chance(2_500) {
            let kinds: [PensionMember.ExemptionKind] = [.full, .full, .full, .full, .full, .threeQuarters, .half, .quarter, .deferral, .deferral]
            let kind = kinds[random.below(kinds.count)]
            granted += Self.onApplication(kind, person, from: begun, through, years: 1 + random.below(3))
        } else if person.relation == .child, person.age(on: through) < 48, random.chance(1_500) {
            granted += Self.onApplication(.deferral, person, from: begun, through, years: 1 + random.below(2))
        } else if random.chance(1_000) {
            let days = Int(through.daysSince2000 - last.from.daysSince2000)
            let applied = last.from.adding(days: random.below(days + 1))
            let withdrawn = applied.adding(days: 200 + random.below(600))
            // 学生納付特例 bars it; so early nothing else is granted.
            if MonthNumber(of: applied) >= begun {
                members[index].additional = .init(applied: applied, withdrawn: withdrawn <= through && random.chance(3_000) ? withdrawn : nil)
            }
        }
        members[index].exemptions = granted
    }

    /// School year by school year, from the month of 20 until school or the class ends.
    private static func asStudent(_ life: PensionLife, _ person: Person, _ through: CalendarDay) -> [PensionMember.Exemption] {
        guard let born = person.born else { return [] }
        let first = MonthNumber(of: life.steps[0].from)
        // School ends four years after 18; the month of a change is of the new class.
        let graduation = LegalAge.schoolYearEnd(after: 18, born: born).anniversary(years: 4)
        var end = min(MonthNumber(of: graduation), MonthNumber(of: through).schoolYearEnd)
        if life.steps.count > 1 { end = min(end, MonthNumber(of: life.steps[1].from) + -1) }
        if let lost = life.lost { end = min(end, MonthNumber(of: lost) + -1) }
        var granted: [PensionMember.Exemption] = []
        var month = first
        while month <= end {
            granted.append(.init(kind: .student, first: month, last: min(month.schoolYearEnd, end)))
            month = month.schoolYearEnd + 1
        }
        return granted
    }

    /// Year by year, July to June, as far as the person is of the first class and not yet 60.
    private static func onApplication(
        _ kind: PensionMember.ExemptionKind, _ person: Person, from begun: MonthNumber, _ through: CalendarDay, years: Int
    ) -> [PensionMember.Exemption] {
        guard let born = person.born else { return [] }
        let attained = MonthNumber(of: LegalAge.attained(60, born: born))
        let current = MonthNumber(of: through).exemptionYearStart
        // 納付猶予 is for those under 50.
        guard kind != .deferral || LegalAge.attained(50, born: born) > through.adding(days: 366) else { return [] }
        return (0..<years).reversed().compactMap { back in
            let start = current + -12 * back
            let (first, last) = (max(start, begun), min(start + 11, attained + -1))
            return first <= last && start.year >= 2006 ? .init(kind: kind, first: first, last: last) : nil
        }
    }

    private mutating func earn(_ through: CalendarDay, _ random: inout SplitMix64) {
        for index in members.indices {
            let member = members[index]
            let age = member.person.age(on: through)
            guard member.person.state == .resident, !member.person.isProvisional else { continue }
            let most: (from: Int, below: Int)? =
                if let kind = member.exemptions.last?.kind {
                    (0, kind.most)
                } else {
                    switch member.life?.current {
                    case .class1: (0, 4_000_000)
                    case .class2: (1_000_000, 7_000_000)
                    case .class3: (0, 480_000)
                    case nil: age < 20 ? nil : (0, 2_500_000)
                    }
                }
            guard let most else { continue }
            members[index].income = most.from + random.below(most.below) / 1_000 * 1_000
            members[index].isFiled = !member.exemptions.isEmpty || !random.chance(300)
        }
    }

    private mutating func file(_ index: Int, _ through: CalendarDay, _ random: inout SplitMix64) {
        let member = members[index]
        guard let life = member.life, let last = life.steps.last, member.isGiven(on: through), member.exemptions.isEmpty, member.additional == nil else {
            return
        }
        let day = through.adding(days: -random.below(10))
        guard day > last.from.adding(days: 31), let born = member.person.born, LegalAge.attained(59, born: born) > through else { return }
        switch life.current {
        case .class1 where isAlone && (member.income ?? .max) <= PensionMember.ExemptionKind.full.most && random.chance(5_000):
            let start = MonthNumber(of: through).exemptionYearStart
            members[index].filing = .exemption(max(start, MonthNumber(of: last.from) + 1), start + 11)
        case .class1 where random.chance(600): members[index].filing = random.chance(5_000) ? .additional(day) : .employmentBegan(day)
        case .class2 where random.chance(600): members[index].filing = .employmentEnded(day)
        default: break
        }
    }
}
