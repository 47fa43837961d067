/// 意見と決定の相違. Months of which the Service decided otherwise than the municipality proposed, or decided nothing though they were applied for. Nothing follows from it:
/// the decision counts; the clerk who accepts it, and who tells the applicant, has to see it.
package struct RulingDifference: Sendable, Hashable, Codable {
    /// What was proposed or decided of a month.
    package enum Outcome: Sendable, Hashable, Codable {
        /// 承認
        case granted(ExemptionKind)
        /// 却下
        case refused
        /// 審査の対象外
        case inadmissible
        /// 申請していない月
        case notApplied
        /// 意見または決定のない月
        case untold
    }

    /// 期間: months in a row that differ in the same way.
    package let months: MonthSpan
    /// 市の意見.
    package let proposed: Outcome
    /// 日本年金機構の決定.
    package let decided: Outcome

    /// - Parameters:
    ///   - decision: `nil`: 却下 as a whole.
    ///   - requested: 申請期間.
    ///   - opinion: with which the application was forwarded; `nil` where it is not known.
    package static func of(_ decision: ExemptionDecision?, requested: MonthSpan, opinion: [ExemptionProposal.Part]?) -> [RulingDifference] {
        let months = Set(requested.months).union(decision?.parts.flatMap(\.months.months) ?? []).sorted()
        var found: [RulingDifference] = []
        for month in months {
            let proposed = proposed(month, requested, opinion)
            let decided = decided(month, decision)
            guard differ(proposed, decided) else { continue }
            if let last = found.last, last.proposed == proposed, last.decided == decided, last.months.last.adding(1) == month,
                let longer = MonthSpan(first: last.months.first, last: month)
            {
                found[found.count - 1] = RulingDifference(months: longer, proposed: proposed, decided: decided)
            } else {
                found.append(RulingDifference(months: MonthSpan(month), proposed: proposed, decided: decided))
            }
        }
        return found
    }

    private static func proposed(_ month: CalendarMonth, _ requested: MonthSpan, _ opinion: [ExemptionProposal.Part]?) -> Outcome {
        guard requested.contains(month) else { return .notApplied }
        switch opinion?.first(where: { $0.months.contains(month) })?.outcome {
        case .granted(let kind)?: return .granted(kind)
        case .refused?: return .refused
        case .inadmissible?: return .inadmissible
        case .waiting?, .held?, nil: return .untold
        }
    }

    private static func decided(_ month: CalendarMonth, _ decision: ExemptionDecision?) -> Outcome {
        guard let decision else { return .refused }
        guard let part = decision.part(of: month) else { return .untold }
        guard let kind = part.kind else { return .refused }
        return .granted(kind)
    }

    private static func differ(_ proposed: Outcome, _ decided: Outcome) -> Bool {
        switch (proposed, decided) {
        case (.granted(let one), .granted(let other)): one != other
        case (.granted, _): true
        case (.refused, .granted), (.inadmissible, .granted), (.notApplied, .granted): true
        case (.untold, .untold): true
        // Without an opinion there is nothing to hold against it; and what was not to be granted may be passed over in silence.
        case (.untold, _), (.refused, _), (.inadmissible, _), (.notApplied, _): false
        }
    }
}

extension RulingDifference.Outcome {
    /// In Japanese, for people.
    package func label(using tables: RuleTables) -> String {
        switch self {
        case .granted(let kind): tables.kinds[kind].label
        case .refused: "却下"
        case .inadmissible: "審査の対象外"
        case .notApplied: "申請なし"
        case .untold: "なし"
        }
    }
}
