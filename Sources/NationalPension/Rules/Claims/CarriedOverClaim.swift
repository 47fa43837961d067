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

    /// Nothing is checked here.
    package init(_ claim: Claim, receivedOn: CalendarDay, sentOn: CalendarDay) { (self.claim, self.receivedOn, self.sentOn) = (claim, receivedOn, sentOn) }

    private enum CodingKeys: String, CodingKey { case claim, receivedOn, sentOn, certificateOn }

    /// Of what was taken in before certificates were part of a claim, the day of the one certificate stands beside it.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let claim = try container.decode(Claim.self, forKey: .claim)
        receivedOn = try container.decode(CalendarDay.self, forKey: .receivedOn)
        sentOn = try container.decode(CalendarDay.self, forKey: .sentOn)
        let madeOn = try container.decodeIfPresent(CalendarDay.self, forKey: .certificateOn)
        self.claim = madeOn.map { claim.certified(by: CertificateFacts([MedicalCertificate(madeOn: $0)])) } ?? claim
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(claim, forKey: .claim)
        try container.encode(receivedOn, forKey: .receivedOn)
        try container.encode(sentOn, forKey: .sentOn)
    }

    /// The same without what tells where somebody is.
    package var withoutPlace: CarriedOverClaim { CarriedOverClaim(claim.withoutPlace, receivedOn: receivedOn, sentOn: sentOn) }

    /// Each day that it tells, by its name, in the order in which they are told; the claimant's birth is none of them.
    package func days(using tables: RuleTables) -> [(label: String, day: CalendarDay)] {
        let ground = tables.claims.row(claim.kind, on: receivedOn).ground
        let told: [(String, CalendarDay?)] = [(ground.isEmpty ? "事由の日" : ground, claim.groundOn), ("初診日", claim.firstVisitOn)]
        let sent = [(label: "前のシステムの受付日", day: receivedOn), (label: "前のシステムの進達日", day: sentOn)]
        return told.compactMap { label, day in day.map { (label: label, day: $0) } } + (claim.certificates?.days ?? []) + sent
    }
}
