/// 受け付けた内容. What a reception records once another person has checked it.
package enum FiledContent: Sendable, Hashable, Codable, Unprinted {
    /// A fact, a correction or a cancellation.
    case event(PensionEvent.Content)
    /// 年金基本, written over the version of that number.
    case basic(BasicData, over: Int32)
    /// 老齢福祉年金の証書, written over the version of that number; `nil`: the registration ends.
    case welfare(WelfareCertificate?, over: Int32)
    /// 免除等の申請: goes to the Service, which decides; nobody's months change by it.
    case application(ExemptionApplication)
    /// 日本年金機構への申請: goes to the Service as it is, which decides.
    case request(PensionRequest)
    /// 裁定請求: goes to the Service, which decides.
    case claim(Claim)
    /// 移行した裁定請求: what the system before received and sent. It is on record as it was, and is reported by nobody.
    case carriedClaim(CarriedOverClaim)
    /// Nothing that the record has: it is received, and reported where its kind is.
    case nothing
}

extension FiledContent {
    /// What is claimed; `nil` of anything else.
    private var claimed: Claim? {
        switch self {
        case .claim(let claim): claim
        case .carriedClaim(let carried): carried.claim
        default: nil
        }
    }

    /// 宛名番号 of whoever claims, where it is another than whom the reception is of.
    package var claimant: String? { claimed?.claimant?.number }

    /// The same without what a claim says of where somebody is.
    package var withoutPlace: FiledContent {
        switch self {
        case .claim(let claim): .claim(claim.withoutPlace)
        case .carriedClaim(let carried): .carriedClaim(carried.withoutPlace)
        default: self
        }
    }
}
