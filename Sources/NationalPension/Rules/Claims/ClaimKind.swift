internal import Addressee

/// 裁定請求の種類. Claims that a municipality accepts (国民年金法施行令第1条の2).
package enum ClaimKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// 老齢基礎年金
    case oldAge = "old-age"
    /// 障害基礎年金
    case disability
    /// 遺族基礎年金
    case survivor
    /// 老齢福祉年金
    case oldAgeWelfare = "old-age-welfare"
    /// 寡婦年金
    case widow
    /// 死亡一時金
    case deathLumpSum = "death-lump-sum"
    /// 未支給年金
    case unpaid
    /// 特別障害給付金
    case specialDisability = "special-disability"
    /// 特別一時金
    case specialLumpSum = "special-lump-sum"

    /// Whether somebody may have several, for grounds of their own: injuries and illnesses (法第30条, 第31条). The others are had once, or once of a death.
    var hasGroundsOfTheirOwn: Bool { self == .disability }
}

/// 請求の事情. Circumstances that ask for papers of their own.
package enum ClaimCircumstance: String, Sendable, Hashable, Codable, CodedTerm {
    /// 住民票コード等と紐付いていない
    case notLinked = "not-linked"
    /// 配偶者が年金を受けている
    case spousePensioner = "spouse-pensioner"
    /// 請求者が年金を受けている
    case pensioner
    /// 初診の医療機関が診断書の医療機関と違う
    case otherFirstHospital = "other-first-hospital"
    /// 20歳前の傷病
    case before20 = "before-20"
    /// 加算の対象となる子がいる
    case children
    /// 第三者の行為による
    case thirdParty = "third-party"
    /// 死亡者と別の世帯にいた
    case separateHousehold = "separate-household"
    /// 当時学生であった
    case studentThen = "student-then"
    /// 当時被用者の配偶者であった
    case spouseThen = "spouse-then"

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .notLinked: "住民票コード等と紐付いていない"
        case .spousePensioner: "配偶者が年金を受けている"
        case .pensioner: "請求者が年金を受けている"
        case .otherFirstHospital: "初診の医療機関が診断書の医療機関と違う"
        case .before20: "20歳前の傷病"
        case .children: "加算の対象となる子がいる"
        case .thirdParty: "第三者の行為による"
        case .separateHousehold: "死亡者と別の世帯にいた"
        case .studentThen: "当時学生であった"
        case .spouseThen: "当時被用者の配偶者であった"
        }
    }
}
