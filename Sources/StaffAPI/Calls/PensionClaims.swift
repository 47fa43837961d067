package import Addressee

/// 裁定請求等の受付.
package struct ReceivePensionClaim: StaffRequest {
    package static let name = "pension/claim/receive"
    package typealias Answer = Sheet
    /// 宛名番号 of the insured person, or of whoever died.
    package var number: String
    /// By name, or by its Japanese words or their beginning.
    package var kind: String
    /// 死亡日, 障害認定日 …, by the kind.
    package var day: String?
    /// 初診日
    package var firstVisit: String?
    /// Whether a day that the kind asks for is left out because nobody knows it.
    package var isDayUnknown: Bool
    package var circumstances: [String]
    /// 年金コード
    package var pensionCode: String?
    /// 請求者, 診断書
    package var items: PensionClaimItems
    /// Papers that came with it, by name or by label.
    package var papers: [String]
    /// nil: today.
    package var receivedOn: String?
    package var remarks: String
    /// 所属コード of the section that received it; nil: that of the person.
    package var office: String?

    package init(
        number: String, kind: String, day: String?, firstVisit: String?, isDayUnknown: Bool, circumstances: [String],
        pensionCode: String?, items: PensionClaimItems, papers: [String], receivedOn: String?, remarks: String, office: String? = nil
    ) {
        (self.number, self.kind, self.day, self.firstVisit, self.isDayUnknown) = (number, kind, day, firstVisit, isDayUnknown)
        (self.circumstances, self.pensionCode, self.items, self.papers) = (circumstances, pensionCode, items, papers)
        (self.receivedOn, self.remarks, self.office) = (receivedOn, remarks, office)
    }
}

/// 裁定請求の記載事項: what a claim says of whoever claims and of medical certificates.
package struct PensionClaimItems: Veiled {
    /// As it is written, by the item's code (`PensionClaimItem`).
    package var written: [String: String]

    package init(_ written: [PensionClaimItem: String]) {
        self.written = Dictionary(written.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
    }

    /// By item; a code that is none is left out.
    package var byItem: [PensionClaimItem: String] {
        Dictionary(written.compactMap { code, text in PensionClaimItem(rawValue: code).map { ($0, text) } }) { first, _ in first }
    }
}

/// 裁定請求の記載事項の入力.
package struct EnterPensionClaim: StaffRequest {
    package static let name = "pension/claim/enter"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String
    /// What is entered or corrected; the rest stays.
    package var items: PensionClaimItems

    package init(reception: String, items: PensionClaimItems) { (self.reception, self.items) = (reception, items) }
}

/// 添付書類の受領.
package struct AttachToPensionClaim: StaffRequest {
    package static let name = "pension/claim/attach"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String
    /// By name or by label.
    package var papers: [String]
    /// nil: today.
    package var cameOn: String?
    /// They were recorded by mistake, and did not come.
    package var isMistake: Bool

    package init(reception: String, papers: [String], cameOn: String?, isMistake: Bool) {
        (self.reception, self.papers, self.cameOn, self.isMistake) = (reception, papers, cameOn, isMistake)
    }
}

/// 不備のまま進達する理由の入力.
package struct TellPensionClaimLacks: StaffRequest {
    package static let name = "pension/claim/lack"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String
    package var reason: String

    package init(reception: String, reason: String) { (self.reception, self.reason) = (reception, reason) }
}

/// 催促の記録.
package struct RemindPensionClaimant: StaffRequest {
    package static let name = "pension/claim/remind"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String
    /// `letter`, `telephone`, `counter` or `visit`.
    package var means: String
    /// nil: today.
    package var remindedOn: String?

    package init(reception: String, means: String, remindedOn: String?) { (self.reception, self.means, self.remindedOn) = (reception, means, remindedOn) }
}

/// 請求の照会.
package struct ShowPensionClaim: StaffRequest {
    package static let name = "pension/claim/show"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String

    package init(reception: String) { self.reception = reception }
}

/// 請求の一覧.
package struct ListPensionClaims: StaffRequest {
    package static let name = "pension/claim/list"
    package typealias Answer = Sheet
    /// Also what is decided.
    package var all: Bool
    /// Only what waits for something that lacks.
    package var waiting: Bool
    /// 宛名番号
    package var number: String?
    package var limit: Int?
    /// Needed where a person is named.
    package var reason: StatedReason?

    package init(all: Bool, waiting: Bool, number: String?, limit: Int?, reason: StatedReason?) {
        (self.all, self.waiting, self.number, self.limit, self.reason) = (all, waiting, number, limit, reason)
    }
}

/// 請求の種類、事情、添付書類の一覧.
package struct ListPensionClaimKinds: StaffRequest {
    package static let name = "pension/claim/kinds"
    package typealias Answer = Sheet
    /// By name, or by its Japanese words or their beginning; nil: all, without their papers.
    package var kind: String?

    package init(kind: String?) { self.kind = kind }
}
