internal import Addressee

/// 審査の対象者. Whose income an exemption looks at.
package enum ExemptionPerson: String, Sendable, Hashable, Codable, CodedTerm {
    /// 本人
    case applicant = "self"
    /// 配偶者
    case spouse
    /// 世帯主
    case householder

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .applicant: "本人"
        case .spouse: "配偶者"
        case .householder: "世帯主"
        }
    }
}
