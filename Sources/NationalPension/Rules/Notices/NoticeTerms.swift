package import Addressee

/// 届出の内容. What a notice says beside its kind; which of it a kind takes, the kind says.
package struct NoticeTerms: Sendable, Hashable, Codable, Unprinted {
    /// 事実のあった日.
    package var day: CalendarDay?
    /// The last day, of what ends.
    package var until: CalendarDay?
    /// 始月・終月.
    package var months: MonthSpan?
    /// 要件・事由・免除の種類, by its code.
    package var ground: String?
    /// 納付月数.
    package var paidMonths: Int?
    /// 特例: 国内居住要件の特例, 多胎, 出産した本人, by the kind.
    package var isSpecial: Bool

    /// Nothing is checked here.
    package init(
        day: CalendarDay? = nil, until: CalendarDay? = nil, months: MonthSpan? = nil, ground: String? = nil, paidMonths: Int? = nil, isSpecial: Bool = false
    ) {
        (self.day, self.until, self.months, self.ground) = (day, until, months, ground)
        (self.paidMonths, self.isSpecial) = (paidMonths, isSpecial)
    }
}

/// What a notice lacks, or has too much. Names the term, not its value.
package struct NoticeFault: Error, Sendable, Hashable {
    /// What is wrong and what was expected, in Japanese.
    package let what: String
}

extension NoticeKind {
    /// The fact that a notice of this kind says; `nil` where it says none that a rule counts with.
    ///
    /// - Parameters:
    ///   - born: 生年月日, where it is known: 20歳到達 without a day speaks of an address since birth.
    ///   - tables: which say how many months anybody has at most.
    /// - Throws: `NoticeFault` where the terms are not those of the kind.
    package func fact(_ terms: NoticeTerms, born: CalendarDay?, using tables: RuleTables) throws(NoticeFault) -> PensionFact? {
        var terms = terms
        if self == .reached20, terms.day == nil { terms.day = born }
        let rest = Rest(terms, using: tables)
        let fact = try fact(rest)
        try rest.end()
        return fact
    }

    /// The request that a notice of this kind makes; `nil` where it makes none.
    ///
    /// - Parameter receivedOn: 受付日, the day on which it is made.
    /// - Throws: `NoticeFault` where the terms are not those of the kind.
    package func request(_ terms: NoticeTerms, receivedOn: CalendarDay, using tables: RuleTables) throws(NoticeFault) -> PensionRequest? {
        let rest = Rest(terms, using: tables)
        let request: PensionRequest
        switch self {
        case .exemptionCancelApplied: request = .exemptionCancellation(ExemptionCancellation(try rest.exemption(), appliedOn: receivedOn))
        case .numberNoticeRequested: request = .numberNotice(try rest.ground())
        default: return nil
        }
        try rest.end()
        return request
    }

    private func fact(_ terms: Rest) throws(NoticeFault) -> PensionFact? {
        switch self {
        case .reached20, .enteredJapan, .addressGained: .addressGained(on: try terms.day())
        case .leftJapan, .addressLost: .addressLost(on: try terms.day())
        case .movedWithinJapan: .movedWithinJapan(on: try terms.day())
        case .died: .died(on: try terms.day())
        case .employmentBegan: .employmentBegan(on: try terms.day())
        case .employmentEnded: .employmentEnded(on: try terms.day())
        case .dependencyBegan: .dependencyBegan(on: try terms.day(), isExemptFromResidence: terms.isSpecial())
        case .dependencyEnded: .dependencyEnded(on: try terms.day())
        case .spouseEmploymentEnded: .spouseEmploymentEnded(on: try terms.day())
        case .spouseReached65: .spouse65thBirthday(on: try terms.day())
        case .oldAgeBenefitBegan: .oldAgeBenefitBegan(on: try terms.day())
        case .oldAgeBenefitEnded: .oldAgeBenefitEnded(on: try terms.day())
        case .exclusionBegan: .exclusionBegan(on: try terms.day())
        case .exclusionEnded: .exclusionEnded(on: try terms.day())
        case .voluntaryApplied: .voluntaryApplied(on: try terms.day(), ground: try terms.ground(), paidMonths: try terms.paidMonths())
        case .voluntaryWithdrawn: .voluntaryWithdrawn(on: try terms.day())
        case .voluntaryLapsed: .voluntaryLapsed(on: try terms.day())
        case .fullMonthsReached: .fullMonthsReached(on: try terms.day())
        case .nationalityLost: .nationalityLost(on: try terms.day())
        case .oldAgePensionAcquired: .oldAgePensionAcquired(on: try terms.day())
        case .additionalApplied: .additionalApplied(on: try terms.day())
        case .additionalWithdrawn: .additionalWithdrawn(on: try terms.day())
        case .farmersPensionBegan: .farmersPensionBegan(on: try terms.day())
        case .farmersPensionEnded: .farmersPensionEnded(on: try terms.day())
        case .fundJoined: .fundJoined(on: try terms.day())
        case .fundLeft: .fundLeft(on: try terms.day())
        case .exemptionGranted: .exemptionGranted(kind: try terms.exemption(), months: try terms.months())
        case .exemptionRevoked: .exemptionRevoked(kind: try terms.exemption(), months: try terms.months())
        case .legalExemptionBegan: .legalExemptionBegan(on: try terms.day(), ground: try terms.ground())
        case .legalExemptionEnded: .legalExemptionEnded(on: try terms.day(), ground: try terms.ground())
        case .paymentElected: .paymentElected(months: try terms.months())
        case .maternity: .maternity(month: CalendarMonth(of: try terms.day()), isMultiple: terms.isSpecial())
        case .childcare:
            .childcare(childBorn: try terms.day(), from: try terms.from(), until: terms.until(), isBirthMother: terms.isSpecial())
        case .reached60, .nameChanged, .birthCorrected, .householderChanged, .exemptionRefused: try terms.nothing()
        case .exemptionCancelApplied, .numberNoticeRequested, .carriedOver, .basicData, .welfareCertificate, .cancellation, .proposalDismissed,
            .exemptionApplied, .studentApplied, .oldAgeClaimed,
            .disabilityClaimed, .survivorClaimed, .oldAgeWelfareClaimed, .widowClaimed, .deathLumpSumClaimed, .unpaidClaimed, .specialDisabilityClaimed,
            .specialLumpSumClaimed:
            throw NoticeFault(what: "この種類は、届出としては入力できません。")
        }
    }
}

/// The terms that a kind has not taken yet.
private final class Rest {
    private let given: NoticeTerms
    /// 満額の月数.
    private let mostMonths: Int
    private var left: Set<String>

    init(_ given: NoticeTerms, using tables: RuleTables) {
        self.given = given
        mostMonths = tables.amounts.mostMonths
        left = []
        if given.day != nil { left.insert("事実の日") }
        if given.until != nil { left.insert("終わりの日") }
        if given.months != nil { left.insert("期間") }
        if given.ground != nil { left.insert("事由") }
        if given.paidMonths != nil { left.insert("納付月数") }
        if given.isSpecial { left.insert("特例") }
    }

    func day() throws(NoticeFault) -> CalendarDay {
        left.remove("事実の日")
        guard let day = given.day else { throw NoticeFault(what: "事実の日を「事実の日: 2026-04-01」の形で書いてください。") }
        return day
    }

    /// The first month of those given begins it; without them the day itself.
    func from() throws(NoticeFault) -> CalendarDay {
        guard given.months != nil else { return try day() }
        return try months().first.firstDay
    }

    func until() -> CalendarDay? {
        left.remove("終わりの日")
        return given.until
    }

    func months() throws(NoticeFault) -> MonthSpan {
        left.remove("期間")
        guard let months = given.months else { throw NoticeFault(what: "期間を「期間: 2026-07..2027-06」の形で書いてください。") }
        guard months.count <= mostMonths else { throw NoticeFault(what: "期間が\(mostMonths)月を超えています。") }
        return months
    }

    func isSpecial() -> Bool {
        left.remove("特例")
        return given.isSpecial
    }

    func paidMonths() throws(NoticeFault) -> Int? {
        left.remove("納付月数")
        guard given.paidMonths.map({ (0...mostMonths).contains($0) }) ?? true else { throw NoticeFault(what: "納付月数は0から\(mostMonths)までです。") }
        return given.paidMonths
    }

    func ground<Ground: CodedTerm>(_: Ground.Type = Ground.self) throws(NoticeFault) -> Ground {
        left.remove("事由")
        guard let ground = given.ground.flatMap({ Ground(rawValue: $0) }) else {
            throw NoticeFault(what: "事由は \(Ground.choices) のいずれかです。")
        }
        return ground
    }

    /// 免除の種類 that the Service grants on application; the others follow from facts.
    func exemption() throws(NoticeFault) -> ExemptionKind {
        let kind: ExemptionKind = try ground()
        guard kind.isOnApplication else { throw NoticeFault(what: "この免除は承認によりません。事由の届出として入力してください。") }
        return kind
    }

    func nothing() throws(NoticeFault) -> PensionFact? {
        _ = try day()
        return nil
    }

    func end() throws(NoticeFault) {
        guard left.isEmpty else { throw NoticeFault(what: "この届出には \(left.sorted().joined(separator: "、")) は書けません。") }
    }
}
