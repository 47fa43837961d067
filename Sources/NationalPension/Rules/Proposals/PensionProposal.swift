package import Addressee

/// 処理の案. What a change in the resident register calls for. Nothing is done by it: a clerk confirms, another checks.
package struct PensionProposal: Sendable, Hashable, Codable {
    /// 届出の要否.
    package enum Filing: String, Sendable, Hashable, Codable, CaseIterable {
        /// 届出が要る
        case needed
        /// 届出は要らない: the network confirms, or the law asks for none.
        case notNeeded = "not-needed"
        /// 届出があったものとみなす: the resident's own notice has the annotation (法第12条第3項).
        case deemedFiled = "deemed-filed"
        /// 職員の確認を待つ
        case undecided
    }

    /// What it is.
    package let kind: NotificationKind
    /// The fact that would be recorded; `nil` where nothing of insured periods changes, or where it is held.
    package let fact: PensionFact?
    /// 取得日・喪失日・変更日; `nil` where it is held.
    package let effectiveOn: CalendarDay?
    /// 届出の要否.
    package let filing: Filing
    /// 届出の期限; `nil` where it is held.
    package let due: CalendarDay?
    /// 様式, a key of the form table; empty where there is none.
    package let form: String
    /// Why, with articles; at least one.
    package let reasons: [Reason]
    /// What a clerk has to find out before.
    package let holds: [Hold]

    /// The same where the resident's own notice has the annotation: the pension notice counts as filed (法第12条第3項). Notices that rest on another law,
    /// and those that nobody needs, stay as they are.
    var deemedFiled: PensionProposal {
        guard filing == .needed, [.acquireFromAbroad, .loseAbroad, .moveWithinJapan, .changeAddress].contains(kind) else { return self }
        return PensionProposal(
            kind: kind, fact: fact, effectiveOn: effectiveOn, filing: .deemedFiled, due: due, form: form,
            reasons: reasons + [Reason("住民異動届に国民年金の付記があるため、届出があったものとみなします。", "国民年金法第12条第3項")], holds: holds)
    }
}
