package import Addressee

/// 裁定請求の受付. What has to be attached to a claim, what is missing, when it is asked for, and until when the claim may be made.
package struct ClaimCheck: Sendable, Hashable, Codable {
    /// 添付書類.
    package struct Paper: Sendable, Hashable, Codable {
        /// Key of the paper.
        package let key: String
        /// Such as 診断書（所定の様式）.
        package let label: String
        /// 根拠条文.
        package let article: LawArticle
        /// Whether it has come.
        package let hasCome: Bool
    }

    /// 請求の期限.
    package struct Limit: Sendable, Hashable, Codable {
        /// The last day in time.
        package let last: CalendarDay
        /// Whether the claim was made in time.
        package let isInTime: Bool
        /// What passing it does.
        package let effect: ClaimTables.LimitEffect
        /// Why.
        package let reason: Reason
    }

    /// Which claim.
    package let kind: ClaimKind
    /// What has to be attached, in the order of the table.
    package let papers: [Paper]
    /// Papers that came and are not asked for: they are given back, or the claim is of another kind.
    package let notAskedFor: [String]
    /// 請求の期限; `nil` where there is none.
    package let limit: Limit?
    /// 督促する日; none where nothing is missing.
    package let reminders: [CalendarDay]
    /// What a clerk has to find out.
    package let holds: [Hold]
    /// Why, with the article.
    package let reasons: [Reason]

    /// 不足する書類.
    package var missing: [Paper] { papers.filter { !$0.hasCome } }

    /// Whether the claim may be sent on: all there, nothing held, and not refused for being late.
    package var isComplete: Bool { missing.isEmpty && holds.isEmpty && !(limit.map { !$0.isInTime && $0.effect == .refusal } ?? false) }

    /// The reminders that are due on a day and after which nobody was reminded yet.
    ///
    /// - Parameter sent: days on which somebody was.
    package func remindersDue(on day: CalendarDay, sent: [CalendarDay]) -> [CalendarDay] {
        reminders.filter { due in due <= day && !sent.contains { $0 >= due } }
    }

    /// Looks a claim through.
    ///
    /// - Parameters:
    ///   - claimedOn: 請求日 (the day of receipt).
    ///   - groundOn: the day of the ground: 死亡日, 受給権発生日; asked for where the limit counts years.
    ///   - birth: 請求者の生年月日; asked for where the limit is an age.
    ///   - circumstances: what asks for papers of its own.
    ///   - came: keys of the papers that came.
    ///   - kept: what was asked for when the claim was received; `nil`: what the tables ask for on 請求日.
    ///   - unknown: days that the kind needs and nobody knows, by their labels.
    package static func check(
        _ kind: ClaimKind, claimedOn: CalendarDay, groundOn: CalendarDay?, born birth: BirthDate?, circumstances: Set<ClaimCircumstance>, came: Set<String>,
        asked kept: [ClaimTables.Attachment]? = nil, unknown: [String] = [], using tables: RuleTables
    ) -> ClaimCheck {
        let row = tables.claims.row(kind, on: claimedOn)
        let asked = kept ?? tables.claims.attachments(kind, on: claimedOn).filter { $0.circumstance.map(circumstances.contains) ?? true }
        let papers = asked.map { Paper(key: $0.key, label: $0.label, article: $0.article, hasCome: came.contains($0.key)) }
        var holds: [Hold] = []
        let limit = limit(row, claimedOn: claimedOn, groundOn: groundOn, birth, tables: tables, holds: &holds)
        if !unknown.isEmpty, !holds.contains(where: { $0.kind == .dayUnknown }) {
            holds.append(Hold(.dayUnknown, Reason("\(row.label)の\(unknown.joined(separator: "、"))が分かりません。確かめてください。", row.article)))
        }
        let isMissing = papers.contains { !$0.hasCome }
        var reasons: [Reason] = []
        if isMissing {
            let labels = papers.filter { !$0.hasCome }.map(\.label).joined(separator: "、")
            reasons.append(Reason("\(row.label)の請求に次の書類が不足しています: \(labels)", row.article))
        } else {
            reasons.append(Reason("\(row.label)の請求に必要な書類がそろっています。", row.article))
        }
        if let limit { reasons.append(limit.reason) }
        return ClaimCheck(
            kind: kind, papers: papers, notAskedFor: came.subtracting(asked.map(\.key)).sorted(), limit: limit,
            reminders: isMissing ? row.remindAfter.map { claimedOn.adding(days: $0) } : [], holds: holds, reasons: reasons)
    }

    private static func limit(
        _ row: ClaimTables.Row, claimedOn: CalendarDay, groundOn: CalendarDay?, _ birth: BirthDate?, tables: RuleTables, holds: inout [Hold]
    ) -> Limit? {
        guard let effect = row.effect else { return nil }
        func made(_ last: CalendarDay, _ words: String) -> Limit {
            let isInTime = claimedOn <= last
            let late = effect == .refusal ? "期限を過ぎているため、請求できません。" : "期限より前の分は時効により支払われません。"
            return Limit(
                last: last, isInTime: isInTime, effect: effect,
                reason: Reason("\(row.label)は\(words)（\(EraDate.display(last))）までに請求します。\(isInTime ? "期限内です。" : late)", row.article))
        }
        switch row.limit {
        case .none: return nil
        case .years(let years):
            guard let groundOn else {
                holds.append(Hold(.dayUnknown, Reason("\(row.label)の事由の生じた日が分かりません。確かめてください。", row.article)))
                return nil
            }
            // The first day is not counted (民法第140条), and the last is the one before that which answers to the first that is (同法第143条第2項).
            let last = groundOn.adding(days: 1).anniversary(years: years).adding(days: -1)
            return made(last, "事由の生じた日から\(years)年")
        case .beforeAge(let key):
            // By the law of 請求日.
            let years = tables.ages.inForce(key, on: claimedOn).years
            guard let possible = birth?.possible else {
                holds.append(Hold(.birthDateUnknown, Reason("生年月日が不詳のため、\(years)歳に達する日が分かりません。", row.article)))
                return nil
            }
            let last = [possible.lowerBound, possible.upperBound].map { LegalAge.attained(years, born: $0).adding(days: -1) }
            if (claimedOn <= last[0]) != (claimedOn <= last[1]) {
                holds.append(Hold(.birthDateUnknown, Reason("生年月日の一部が不詳のため、\(years)歳に達する前の請求であるか分かりません。", row.article), possible: last[0]...last[1]))
                return nil
            }
            return made(claimedOn <= last[0] ? last[0] : last[1], "\(years)歳に達する日の前日")
        }
    }

    /// 年金コードの確認: the form, and whether it is one that goes with the kind; a code that the table has not is accepted with a remark.
    package static func remark(on code: String, of kind: ClaimKind, claimedOn: CalendarDay, using tables: RuleTables) -> Reason? {
        let row = tables.claims.row(kind, on: claimedOn)
        guard PensionCodes.isCode(code) else { return Reason("年金コードは半角数字4桁で設定してください。", row.article) }
        guard let label = tables.pensionCodes.label(code) else { return Reason("年金コードが一覧にありません。年金証書で確かめてください。", row.article) }
        let goes = row.codes.contains { $0.prefix(3) == code.prefix(3) }
        return goes || row.codes.isEmpty ? nil : Reason("年金コードは\(label)のもので、\(row.label)と合いません。確かめてください。", row.article)
    }
}
