package import Addressee

/// 処理の案. What a change in the resident register calls for. Nothing is done by it: a clerk confirms, another checks.
package struct PensionProposal: Sendable, Hashable, Codable {
    /// 届出の要否.
    package enum Filing: String, Sendable, Hashable, Codable, CaseIterable {
        /// 届出が要る
        case needed
        /// 届出は要らない: the network confirms, or the law asks for none.
        case notNeeded = "not-needed"
        /// 届出が要る, but of whoever is linked to the resident network (機構保存本人確認情報との紐付け): who that is only the Service knows.
        case neededUnlessLinked = "needed-unless-linked"
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
    /// By which notice it is carried out; `nil`: by that of its kind.
    package var notice: NoticeKind?
    /// What was filed with another municipality, and is handed on; `nil` of what nobody has filed yet.
    package var filed: FiledElsewhere?
    /// What was received for the row before it was mended: while that stands it is put right by correcting it, and nothing more is received for this; `nil` where nothing was.
    package var corrects: ReceptionNumber?

    /// 前の市区町村での届出.
    package struct FiledElsewhere: Sendable, Hashable, Codable {
        /// 受付日 there, which stays that of the notice.
        package let receivedOn: CalendarDay
        /// 事実の日; `nil` where it says none.
        package let happenedOn: CalendarDay?
    }

    /// Whether a clerk has to find out first that it is of the person at all; no day answers that.
    var asksWhose: Bool { holds.contains { $0.kind == .identityUnknown } || (kind == .handedOn && !holds.isEmpty) }
}
