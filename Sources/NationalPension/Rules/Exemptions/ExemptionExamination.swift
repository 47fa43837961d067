package import Addressee

/// 免除・納付猶予・学生納付特例の審査 (国民年金法第90条から第90条の3まで). Pure: application, household and incomes in, a proposal with its arithmetic out.
package struct ExemptionExamination: Sendable {
    private let application: ExemptionApplication
    private let birth: BirthDate
    private let household: ExemptionHousehold
    private let incomes: KnownIncomes
    private let history: InsuredHistory?
    private let order: ExemptionOrder
    private let tables: RuleTables

    /// - Parameters:
    ///   - household: on the day that `ExemptionHousehold.referenceDay` gives; of another day it is held.
    ///   - history: the applicant's, derived for the last day of the months asked for; without it, months are not held against the insured periods.
    ///   - order: in which kinds are examined; that of the table where `nil`.
    package init(
        _ application: ExemptionApplication, born birth: BirthDate, household: ExemptionHousehold, incomes: KnownIncomes, history: InsuredHistory?,
        order: ExemptionOrder? = nil, using tables: RuleTables
    ) {
        self.application = application
        self.birth = birth
        self.household = household
        self.incomes = incomes
        self.history = history
        self.order = order ?? tables.order(on: application.filedOn)
        self.tables = tables
    }

    /// The proposal.
    package func proposal() -> ExemptionProposal {
        var parts: [ExemptionProposal.Part] = []
        for month in application.months.months {
            let (outcome, kinds) = examine(month)
            if let last = parts.last, last.outcome == outcome, last.kinds == kinds, let longer = MonthSpan(first: last.months.first, last: month) {
                parts[parts.count - 1] = part(longer, outcome, kinds)
            } else {
                parts.append(part(MonthSpan(month), outcome, kinds))
            }
        }
        let questions = Set(parts.flatMap { if case .waiting(let questions) = $0.outcome { questions } else { [IncomeQuestion]() } }).sorted()
        return ExemptionProposal(
            parts: parts, toAsk: questions.filter { !incomes.wasAsked($0) }, waitingFor: questions.filter { incomes.wasAsked($0) },
            continuation: ContinuationRule.decide(application, parts, tables: tables), remarks: remarks())
    }

    private func part(_ months: MonthSpan, _ outcome: ExemptionProposal.Outcome, _ kinds: [KindAssessment]) -> ExemptionProposal.Part {
        var payable: [ExemptionProposal.PayableMonths] = []
        if case .granted(let kind) = outcome { payable = PartialPremium.payable(kind, months, using: tables) }
        return ExemptionProposal.Part(months: months, outcome: outcome, kinds: kinds, payable: payable)
    }

    private func examine(_ month: CalendarMonth) -> (ExemptionProposal.Outcome, [KindAssessment]) {
        let inadmissible = ExemptionAdmission.reasons(month, application, history, tables: tables)
        if !inadmissible.isEmpty { return (.inadmissible(inadmissible), []) }
        let needed = ExemptionHousehold.referenceDay(for: application.months, application.group, filedOn: application.filedOn, using: tables)
        guard household.asOf == needed else {
            let reason = Reason("世帯と配偶者は\(EraDate.display(needed))現在で確かめてください。", "国民年金法施行規則第77条")
            return (.held([Hold(.householdUnknown, reason, possible: needed...needed)]), [])
        }
        var kinds: [KindAssessment] = []
        for kind in order.kinds(application.group) {
            let assessment = KindExamination(
                kind: kind, month: month, application: application, birth: birth, household: household, incomes: incomes, tables: tables
            ).assessment()
            kinds.append(assessment)
            switch assessment.verdict {
            case .granted: return (.granted(kind), kinds)
            // A kind that comes later can't be decided before this one is.
            case .waiting: return (.waiting(assessment.persons.compactMap(\.question).sorted()), kinds)
            case .held: return (.held(assessment.holds), kinds)
            case .refused, .struck: break
            }
        }
        return (.refused, kinds)
    }

    private func remarks() -> [Reason] {
        application.special.filter { !$0.isProven }.map { claim in
            let row = tables.specialGrounds.row(claim.ground, in: application.months.first)
            return Reason("\(claim.person.label)の特例（\(row.label)）は、確認できる書類がないため使っていません。", row.article)
        }
    }
}
