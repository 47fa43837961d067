/// 日本年金機構への申請. What somebody asks of the Service through the municipality: it is received and reported, and nobody's record changes by it.
///
/// 免除等の申請, which is examined here, and 裁定請求, which need papers, come by ways of their own.
package enum PensionRequest: Sendable, Hashable, Codable {
    /// 免除・納付猶予の取消しの申請
    case exemptionCancellation(ExemptionCancellation)
    /// 基礎年金番号通知書の再交付の申請
    case numberNotice(ReissueGround)

    /// 審査. What a person may be told at the counter.
    package struct Verdict: Sendable, Hashable, Codable {
        /// Whether the request may be accepted as it stands.
        package let isAccepted: Bool
        /// Why.
        package let reasons: [Reason]
    }

    /// What the rules say of it.
    ///
    /// - Parameters:
    ///   - facts: that hold of the person; `nil` where events contradict each other.
    ///   - insuredClass: 種別 of the day of receipt; `nil` where the person is not insured, or it can't be told.
    package func judge(_ facts: Set<PensionFact>?, insuredClass: InsuredClass?, using tables: RuleTables) -> Verdict {
        switch self {
        case .exemptionCancellation(let cancellation): cancellation.judge(facts ?? [], using: tables)
        case .numberNotice(let ground): ground.judge(insuredClass)
        }
    }
}
