/// 審査結果の案. What the Service may be told about an application: it decides, its decision comes back with the results.
package struct ExemptionProposal: Sendable, Hashable, Codable, Unprinted {
    /// The result for some months.
    package enum Outcome: Sendable, Hashable, Codable {
        /// 承認相当
        case granted(ExemptionKind)
        /// 却下相当
        case refused
        /// 所得を待つ: asked once, decided when the answers are there.
        case waiting([IncomeQuestion])
        /// 職員の確認を待つ
        case held([Hold])
        /// 審査の対象とならない月
        case inadmissible([Reason])
    }

    /// Months in a row with one result.
    package struct Part: Sendable, Hashable, Codable, Unprinted {
        /// 期間.
        package let months: MonthSpan
        /// The result.
        package let outcome: Outcome
        /// The kinds in the order in which they were examined, until one was granted or could not be decided.
        package let kinds: [KindAssessment]
        /// What is left to pay, by fiscal year; none where the outcome grants nothing.
        package let payable: [PayableMonths]
    }

    /// 納付する額. Yen a month, for months in a row.
    package struct PayableMonths: Sendable, Hashable, Codable {
        /// 期間.
        package let months: MonthSpan
        /// Yen a month; `nil` where the premium of the year is not in the table.
        package let yen: Int?

        /// Months in a row with one amount.
        package init(months: MonthSpan, yen: Int?) {
            self.months = months
            self.yen = yen
        }
    }

    /// 継続審査.
    package struct Continuation: Sendable, Hashable, Codable {
        /// Whether next year may be examined without a new application.
        package let isAllowed: Bool
        /// Why.
        package let reason: Reason
    }

    /// The results, in order of months; together all months asked for.
    package let parts: [Part]
    /// 照会する所得: not asked yet.
    package let toAsk: [IncomeQuestion]
    /// Asked already, and not answered: not to be asked again.
    package let waitingFor: [IncomeQuestion]
    /// 継続審査.
    package let continuation: Continuation
    /// What the clerk should know beside.
    package let remarks: [Reason]
}
