internal import Addressee

/// 法定免除の事由 (国民年金法第89条第1項). Which of them exempt stands in `Resources/legal-exemption-grounds.tsv`.
package enum LegalGround: String, Sendable, Hashable, Codable, CodedTerm {
    /// 障害年金1級・2級
    case disabilityGrade1Or2 = "disability-grade-1-2"
    /// 障害厚生年金3級で、1級・2級に該当したことがある
    case disabilityWasGrade2 = "disability-was-grade-2"
    /// 障害厚生年金3級だけ
    case disabilityGrade3Only = "disability-grade-3-only"
    /// 生活扶助
    case livelihoodProtection = "livelihood-protection"
    /// 外国人に準用される生活扶助
    case foreignLivelihoodProtection = "foreign-livelihood-protection"
    /// 施設への入所
    case facility

    /// In Japanese, for people; what the law says of it stands in the table of grounds.
    package var label: String {
        switch self {
        case .disabilityGrade1Or2: "障害年金1級・2級"
        case .disabilityWasGrade2: "障害厚生年金3級で、1級・2級に該当したことがある"
        case .disabilityGrade3Only: "障害厚生年金3級だけ"
        case .livelihoodProtection: "生活扶助"
        case .foreignLivelihoodProtection: "外国人に準用される生活扶助"
        case .facility: "施設への入所"
        }
    }
}
