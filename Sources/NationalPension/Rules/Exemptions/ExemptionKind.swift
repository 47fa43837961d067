internal import Addressee

/// 免除の種類. What premiums of a month need not be paid, in whole or part.
package enum ExemptionKind: String, Sendable, Hashable, Codable, CodedTerm {
    /// 産前産後免除
    case maternity
    /// 育児免除
    case childcare
    /// 法定免除
    case legal
    /// 全額免除
    case full
    /// 4分の3免除
    case threeQuarters = "three-quarters"
    /// 半額免除
    case half
    /// 4分の1免除
    case quarter
    /// 学生納付特例
    case student
    /// 納付猶予
    case deferral

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .maternity: "産前産後免除"
        case .childcare: "育児免除"
        case .legal: "法定免除"
        case .full: "全額免除"
        case .threeQuarters: "4分の3免除"
        case .half: "半額免除"
        case .quarter: "4分の1免除"
        case .student: "学生納付特例"
        case .deferral: "納付猶予"
        }
    }

    /// Whether it is granted on application, after the incomes were looked at (法第90条から第90条の3まで、納付猶予).
    package var isOnApplication: Bool {
        switch self {
        case .maternity, .childcare, .legal: false
        case .full, .threeQuarters, .half, .quarter, .student, .deferral: true
        }
    }
}

extension ExemptionKind: CodingKeyRepresentable {}
