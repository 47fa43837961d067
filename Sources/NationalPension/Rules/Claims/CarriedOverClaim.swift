package import Addressee

/// 移行した裁定請求. A claim that the system before received and sent to the Service (特定個人情報ファイル記録項目 別添2 ＜老齢裁定受付情報＞から＜老齢福祉裁定受付情報＞まで). It is on record as it was:
/// no paper is asked for, and nothing is reported.
package struct CarriedOverClaim: Sendable, Hashable, Codable, Unprinted {
    /// What it says.
    package let claim: Claim
    /// 受付日 of the system before.
    package let receivedOn: CalendarDay
    /// 進達日 of the system before.
    package let sentOn: CalendarDay
    /// 診断書の作成日; `nil` where none is told.
    package let certificateOn: CalendarDay?

    /// Nothing is checked here.
    package init(_ claim: Claim, receivedOn: CalendarDay, sentOn: CalendarDay, certificateOn: CalendarDay? = nil) {
        (self.claim, self.receivedOn, self.sentOn, self.certificateOn) = (claim, receivedOn, sentOn, certificateOn)
    }

    /// Each day that it tells, by its name, in the order in which they are told; the claimant's birth is none of them.
    package func days(using tables: RuleTables) -> [(label: String, day: CalendarDay)] {
        let ground = tables.claims.row(claim.kind, on: receivedOn).ground
        let told: [(String, CalendarDay?)] = [
            (ground.isEmpty ? "事由の日" : ground, claim.groundOn), ("初診日", claim.firstVisitOn), ("診断書の作成日", certificateOn), ("前のシステムの受付日", receivedOn),
            ("前のシステムの進達日", sentOn),
        ]
        return told.compactMap { label, day in day.map { (label: label, day: $0) } }
    }
}
