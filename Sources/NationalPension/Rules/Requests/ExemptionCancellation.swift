package import Addressee

/// 免除・納付猶予の取消しの申請 (国民年金法第90条第3項, 第90条の2第4項, 平成16年法律第104号附則第19条第3項). The Service may cancel what it has granted for the months from the one before that of the
/// application on; which months it cancels it says, and that comes back as a reception of its own.
package struct ExemptionCancellation: Sendable, Hashable, Codable {
    /// 免除の種類, that was granted.
    package let kind: ExemptionKind
    /// 申請のあった日: the day of receipt.
    package let appliedOn: CalendarDay

    /// Nothing is checked here.
    package init(_ kind: ExemptionKind, appliedOn: CalendarDay) { (self.kind, self.appliedOn) = (kind, appliedOn) }

    /// 取り消すことのできる最初の月.
    package var firstMonth: CalendarMonth { CalendarMonth(of: appliedOn).adding(-1) }

    /// The article by which the kind is cancelled on application.
    package var article: LawArticle {
        switch kind {
        case .full: "国民年金法第90条第3項"
        case .threeQuarters, .half, .quarter: "国民年金法第90条の2第4項"
        case .deferral: "平成16年法律第104号附則第19条第3項"
        case .student: "国民年金法施行規則第77条の9第3項"
        case .maternity, .childcare, .legal: "国民年金法第90条第3項"
        }
    }

    /// Months that may be cancelled, from the first to the last of which the kind holds by the record; `nil` where there is none.
    package func months(_ facts: Set<PensionFact>, using tables: RuleTables) -> MonthSpan? {
        let granted = PremiumFacts(facts, until: appliedOn, tables: tables).exemptions.filter { $0.value == kind && $0.key >= firstMonth }.keys
        guard let first = granted.min(), let last = granted.max() else { return nil }
        return MonthSpan(first: first, last: last)
    }

    /// Whether it may be accepted: the form is that of exemptions and deferrals, and something is left to cancel.
    package func judge(_ facts: Set<PensionFact>, using tables: RuleTables) -> PensionRequest.Verdict {
        let label = tables.kinds[kind].label
        guard kind.isOnApplication else {
            return .init(isAccepted: false, reasons: [Reason("\(label)は申請による処分ではないため、取消しの申請はできません。", article)])
        }
        guard kind != .student else {
            return .init(isAccepted: false, reasons: [Reason("学生納付特例の取消しは、免除・納付猶予の取消申請書によりません。年金事務所に確かめてください。", article)])
        }
        guard let months = months(facts, using: tables) else {
            let reason = "\(label)の承認を受けている月が、申請した月の前月（\(firstMonth.display)）以後にありません。承認の記録を確かめてください。"
            return .init(isAccepted: false, reasons: [Reason(reason, article)])
        }
        return .init(
            isAccepted: true,
            reasons: [Reason("取り消すことができるのは、申請した月の前月以後の\(months.displayWithCount)です。取り消す月は、日本年金機構が決めます。", article)])
    }

    /// Whether what the Service tells is a cancellation that this may lead to: of the kind, and of no month before the first.
    package func allows(_ kind: ExemptionKind, _ months: MonthSpan) -> Bool { kind == self.kind && months.first >= firstMonth }
}
