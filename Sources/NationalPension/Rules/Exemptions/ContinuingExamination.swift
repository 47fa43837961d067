package import Addressee

/// 継続審査の対象 (国民年金法施行規則第77条第3項). Whether somebody is due for an examination at the start of an exemption year without a new application, by the decision on the year before. Pure.
package struct ContinuingExamination: Sendable, Hashable, Codable {
    /// How it stands.
    package enum Standing: String, Sendable, Hashable, Codable, CaseIterable {
        /// 対象
        case due
        /// 要確認: not known here
        case unknown
        /// 対象外
        case no

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .due: "対象"
            case .unknown: "要確認"
            case .no: "対象外"
            }
        }
    }

    /// 前年度の申請, as far as it is on record here.
    package struct Earlier: Sendable, Hashable {
        let wantsContinuation: Bool
        let continuation: ExemptionProposal.Continuation?

        /// - Parameter continuation: what the examination said with which it was forwarded; `nil` where that can't be read.
        package init(wantsContinuation: Bool, continuation: ExemptionProposal.Continuation?) {
            (self.wantsContinuation, self.continuation) = (wantsContinuation, continuation)
        }
    }

    /// The months of the year that begins.
    package let months: MonthSpan
    /// 前年度の終わりの免除の種類.
    package let kind: ExemptionKind
    /// How it stands.
    package let standing: Standing
    /// Why.
    package let reason: Reason

    private static let article: LawArticle = "国民年金法施行規則第77条第3項"

    /// - Parameters:
    ///   - year: the exemption year, by the year in which it begins.
    ///   - history: as it stands on the first day of that year.
    ///   - earlier: `nil` where no application of the year before is on record.
    ///   - hasApplied: whether an application for the year that begins waits or was accepted.
    /// - Returns: `nil` of whoever had no exemption on application at the end of the year before, students apart.
    package static func decide(
        _ year: Int, _ history: InsuredHistory, born: CalendarDay?, isResident: Bool, earlier: Earlier?, hasApplied: Bool, using tables: RuleTables
    ) -> ContinuingExamination? {
        guard let months = tables.years.months(of: year, .general), let run = history.runs.run(of: months.first.adding(-1)), let kind = run.exemption,
            kind.isOnApplication, kind != .student
        else { return nil }
        func say(_ standing: Standing, _ text: String, _ article: LawArticle = Self.article) -> ContinuingExamination {
            ContinuingExamination(months: months, kind: kind, standing: standing, reason: Reason(text, article))
        }
        let label = tables.kinds[kind].label
        guard tables.kinds[kind].mayContinue else { return say(.no, "\(label)は、継続審査の対象となりません。申請が要ります。") }
        guard isResident else { return say(.no, "住民記録では、この市区町村の住民ではありません。", "国民年金法施行令第2条") }
        let first = months.first.firstDay
        guard history.insuredClass(on: first) == .class1 else {
            return say(.no, "\(EraDate.display(first))に第1号被保険者ではありません。", "国民年金法第90条第1項")
        }
        guard !hasApplied else { return say(.no, "\(months.display)の申請を受け付けています。", "国民年金法第90条第1項") }
        let limit = tables.ages.inForce(.deferralBelow, on: first)
        let attained = born.map { LegalAge.attained(limit.years, born: $0) }
        if kind == .deferral, let attained, CalendarMonth(of: attained) <= months.first {
            return say(.no, "\(EraDate.display(attained))に\(limit.years)歳に達し、その月以後は対象とならないため、納付猶予は続きません。", limit.article)
        }
        guard let earlier else { return say(.unknown, "前年度の申請がこのシステムにないため、継続審査の希望が分かりません。年金事務所に確かめてください。") }
        guard earlier.wantsContinuation else { return say(.no, "前年度の申請で、継続審査を希望していません。") }
        guard let continuation = earlier.continuation else { return say(.unknown, "前年度の申請の審査を読めません。年金事務所に確かめてください。") }
        guard continuation.isAllowed else { return say(.no, continuation.reason.text, continuation.reason.article) }
        guard kind != .deferral || attained != nil else {
            return say(.unknown, "生年月日の一部が不詳のため、\(limit.years)歳に達する月が分かりません。年金事務所に確かめてください。", limit.article)
        }
        if kind == .deferral, let attained, attained <= months.last.lastDay {
            return say(.due, "前年度に\(label)の承認を受け、継続審査を希望しています。\(EraDate.display(attained))に\(limit.years)歳に達します。")
        }
        return say(.due, "前年度に\(label)の承認を受け、継続審査を希望しています。")
    }

    /// 要確認, of somebody whose record can't be told: whoever would be on the list stays on it, with what has to be found out.
    ///
    /// - Parameters:
    ///   - year: the exemption year, by the year in which it begins.
    ///   - facts: of the person, whatever became of them.
    ///   - held: why the record can't be told.
    /// - Returns: `nil` of whom no fact grants an exemption on application at the end of the year before, students apart.
    package static func held(
        _ year: Int, _ facts: [PensionFact], because held: HeldForClerk, isResident: Bool, using tables: RuleTables
    ) -> ContinuingExamination? {
        guard let months = tables.years.months(of: year, .general), let reason = held.holds.first?.reason else { return nil }
        let before = months.first.adding(-1)
        let kinds = facts.compactMap { fact -> ExemptionKind? in
            switch fact {
            case .exemptionGranted(let kind, let granted): granted.contains(before) ? kind : nil
            case .exemptionDecided(let decision): decision.part(of: before)?.kind
            default: nil
            }
        }
        guard let kind = kinds.first(where: { $0.isOnApplication && $0 != .student }) else { return nil }
        guard isResident else {
            return ContinuingExamination(
                months: months, kind: kind, standing: .no, reason: Reason("住民記録では、この市区町村の住民ではありません。", "国民年金法施行令第2条"))
        }
        return ContinuingExamination(months: months, kind: kind, standing: .unknown, reason: reason)
    }
}
