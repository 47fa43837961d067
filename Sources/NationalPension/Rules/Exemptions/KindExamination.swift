internal import Addressee

/// 一つの区分の、一つの月の審査.
struct KindExamination {
    let kind: ExemptionKind
    let month: CalendarMonth
    let application: ExemptionApplication
    let birth: BirthDate
    let household: ExemptionHousehold
    let incomes: KnownIncomes
    let tables: RuleTables

    func assessment() -> KindAssessment {
        let row = tables.kinds[kind]
        if application.struck.contains(kind) { return result(.struck, reasons: [Reason("\(row.label)の審査を希望していません。", row.article)]) }
        if month < row.firstMonth { return result(.refused, reasons: [Reason("この月には\(row.label)がまだありません。", row.article)]) }
        guard let rule = tables.thresholds.row(kind, month) else {
            let hold = Hold(.noRule, Reason("この月の\(row.label)の基準が規則表にありません。", row.article))
            return result(.held, holds: [hold])
        }
        if kind == .deferral, let refusal = deferralAge() { return refusal }
        var persons: [PersonAssessment] = []
        var holds: [Hold] = []
        for person in rule.persons {
            switch place(person) {
            case .counts: persons.append(assess(person, rule))
            case .none: break
            case .unknown(let hold): holds.append(hold)
            }
        }
        if persons.contains(where: { $0.verdict == .exceeds }) { return result(.refused, persons) }
        if !holds.isEmpty { return result(.held, persons, holds: holds) }
        if persons.contains(where: { $0.question != nil }) { return result(.waiting, persons) }
        let unstated = persons.filter { $0.verdict == .unknown }
        if !unstated.isEmpty { return result(.held, persons, holds: unstated.map { Hold(.incomeUnstated, $0.reason) }) }
        return result(.granted, persons)
    }

    private func result(_ verdict: KindAssessment.Verdict, _ persons: [PersonAssessment] = [], reasons: [Reason] = [], holds: [Hold] = []) -> KindAssessment {
        KindAssessment(kind: kind, verdict: verdict, persons: persons, reasons: reasons, holds: holds)
    }

    private enum Place {
        case counts, none
        case unknown(Hold)
    }

    /// Whether there is such a person beside those already looked at.
    private func place(_ person: ExemptionPerson) -> Place {
        func unknown(_ text: String) -> Place { .unknown(Hold(.householdUnknown, Reason(text, "国民年金法第90条第1項"))) }
        switch (person, household.spouse, household.householder) {
        case (.applicant, _, _): return .counts
        case (.spouse, .exists, _): return .counts
        case (.spouse, .none, _): return .none
        case (.spouse, .unknown, _): return unknown("配偶者の有無が分かりません。確かめてください。")
        case (.householder, _, .applicant): return .none
        // As the spouse they were looked at; the law looks at a spouse wherever they live.
        case (.householder, .exists, .spouse): return .none
        case (.householder, _, .spouse): return unknown("世帯主が配偶者とされていますが、配偶者がありません。確かめてください。")
        case (.householder, _, .other): return .counts
        case (.householder, _, .unknown): return unknown("世帯主が分かりません。確かめてください。")
        }
    }

    /// 納付猶予の年齢: until the month before that in which the age is attained. Undecided where the date of birth leaves it open.
    private func deferralAge() -> KindAssessment? {
        guard let limit = tables.ages.limit(.deferralBelow, on: month.firstDay) else {
            return result(.refused, reasons: [Reason("この月には納付猶予がまだありません。", tables.kinds[kind].article)])
        }
        guard let possible = birth.possible else {
            let reason = Reason("生年月日が不詳のため、\(limit.years)歳未満であるか分かりません。", limit.article)
            return result(.held, holds: [Hold(.birthDateUnknown, reason)])
        }
        let attained = [possible.lowerBound, possible.upperBound].map { LegalAge.attained(limit.years, born: $0) }
        let isBelow = attained.map { month < CalendarMonth(of: $0) }
        if isBelow[0] { return nil }
        if !isBelow[1] { return result(.refused, reasons: [Reason("\(limit.years)歳に達した月以後のため、納付猶予の対象となりません。", limit.article)]) }
        let reason = Reason("生年月日の一部が不詳のため、この月に\(limit.years)歳未満であるか分かりません。", limit.article)
        return result(.held, holds: [Hold(.birthDateUnknown, reason, possible: attained[0]...attained[1])])
    }

    private func assess(_ person: ExemptionPerson, _ rule: ExemptionThresholds.Row) -> PersonAssessment {
        func result(
            _ verdict: PersonAssessment.Verdict, _ reason: Reason, special: SpecialGround? = nil, fixed: FixedGround? = nil, isUnconfirmed: Bool = false,
            lines: [ArithmeticLine] = [], question: IncomeQuestion? = nil
        ) -> PersonAssessment {
            PersonAssessment(
                person: person, verdict: verdict, special: special, fixed: fixed, isUnconfirmed: isUnconfirmed, lines: lines, question: question, reason: reason
            )
        }
        if let ground = specialGround(of: person) {
            let row = tables.specialGrounds.row(ground, in: month)
            switch row.effect {
            case .passes: return result(.meets, Reason("\(person.label)は\(row.label)の特例により、所得の要件に該当するものとして扱います。", row.article), special: ground)
            case .excluded: return result(.excluded, Reason("\(row.label)の特例により、\(person.label)の所得は審査しません。", row.article), special: ground)
            }
        }
        let year = tables.years.incomeYear(for: month, application.group)
        let label = tables.kinds[kind].label
        switch incomes.answer(person, year: year) {
        case nil:
            let question = IncomeQuestion(person, year: year)
            return result(.unknown, question.reason, question: question)
        case .unfiled:
            let question = IncomeQuestion(person, year: year, isUnfiled: true)
            return result(.unknown, question.reason, question: question)
        case .told(let statement):
            let compared = ExemptionArithmetic.compare(statement, rule, tables: tables)
            if compared.isWithin {
                return result(.meets, Reason("\(person.label)の\(year)年分の所得は\(label)の基準額以下です。", rule.article), lines: compared.lines)
            }
            for ground in tables.fixedGrounds.rows(incomeYear: year) where statement.has(ground.ground) {
                guard let status = ground.status(for: kind) else { continue }
                let fixed = ExemptionArithmetic.compare(statement, ground)
                guard fixed.isWithin else { continue }
                let doubt = status == .unconfirmed ? "（現行の附則による適用は未確認です。日本年金機構に確かめてください）" : ""
                return result(
                    .meets, Reason("\(person.label)は\(ground.ground.label)で、所得が\(ground.yen)円以下です\(doubt)。", ground.article), fixed: ground.ground,
                    isUnconfirmed: status == .unconfirmed, lines: fixed.lines)
            }
            if let unstated = statement.unstated {
                let words =
                    "\(person.label)の\(year)年分の所得のうち、示されていない項目があります（\(unstated.joined(separator: "、"))）。"
                    + "\(label)の基準額を超えるかは、それによります。なしとは数えません。確かめて入力してください。"
                return result(.unknown, Reason(words, rule.article), lines: compared.lines)
            }
            return result(.exceeds, Reason("\(person.label)の\(year)年分の所得は\(label)の基準額を超えています。", rule.article), lines: compared.lines)
        }
    }

    /// The first ground, in the order of the code, that covers the month and serves the kind.
    private func specialGround(of person: ExemptionPerson) -> SpecialGround? {
        SpecialGround.allCases.first { ground in
            let row = tables.specialGrounds.row(ground, in: month)
            // Violence keeps the spouse out, and nobody else.
            guard row.serves(kind), row.effect == .passes || person == .spouse else { return false }
            return application.special.contains { $0.person == person && $0.ground == ground && $0.isProven && row.covers(month, of: kind, from: $0.day) }
        }
    }
}
