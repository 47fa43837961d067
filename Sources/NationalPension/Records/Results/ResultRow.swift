package import Addressee

/// 処理結果の一行. What the Service says became of one report, whatever layout it came in.
package struct ResultRow: Sendable, Hashable, Codable, Unprinted {
    /// 処理結果.
    package enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
        /// 処理済
        case processed
        /// 返戻
        case returned

        /// In Japanese.
        package var label: String {
            switch self {
            case .processed: "処理済"
            case .returned: "返戻"
            }
        }
    }

    /// 免除等の決定.
    package enum Ruling: Sendable, Hashable, Codable {
        /// 承認
        case granted(ExemptionKind, MonthSpan)
        /// 承認, in several parts: of classes, or of months only some of which are granted.
        case decided(ExemptionDecision)
        /// 却下
        case refused

        /// 決定, by months; `nil`: 却下 as a whole.
        package var decision: ExemptionDecision? {
            switch self {
            case .granted(let kind, let months): ExemptionDecision(ExemptionDecision.Part(months, kind))
            case .decided(let decision): decision
            case .refused: nil
            }
        }
    }

    /// 報告番号 as it stands in the list; it may be none.
    package let report: String
    /// 宛名番号.
    package let number: String
    /// 基礎年金番号, ten digits; empty where it tells none.
    package let basicPensionNumber: String
    /// 氏名カナ.
    package let kana: String
    /// 生年月日, `YYYY-MM-DD`.
    package let birth: String
    /// 処理結果.
    package let outcome: Outcome
    /// 返戻の理由; empty otherwise.
    package let reason: String
    /// 処理日・決定日.
    package let decidedOn: CalendarDay
    /// 免除等の決定; `nil` where it tells none.
    package let ruling: Ruling?

    package init(
        report: String, number: String, basicPensionNumber: String, kana: String, birth: String, outcome: Outcome, reason: String, decidedOn: CalendarDay,
        ruling: Ruling?
    ) {
        (self.report, self.number, self.basicPensionNumber, self.kana, self.birth) = (report, number, basicPensionNumber, kana, birth)
        (self.outcome, self.reason, self.decidedOn, self.ruling) = (outcome, reason, decidedOn, ruling)
    }
}
