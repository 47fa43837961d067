internal import Addressee

/// 催促の方法. How somebody was reminded of what their claim lacks.
package enum ReminderMeans: String, Sendable, Hashable, Codable, CodedTerm {
    /// 郵便
    case letter
    /// 電話
    case telephone
    /// 窓口
    case counter
    /// 訪問
    case visit

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .letter: "郵便"
        case .telephone: "電話"
        case .counter: "窓口"
        case .visit: "訪問"
        }
    }
}
