/// 被保険者種別.
package enum InsuredClass: String, Sendable, Hashable, Codable, CaseIterable {
    /// 第1号被保険者
    case class1 = "1"
    /// 第2号被保険者
    case class2 = "2"
    /// 第3号被保険者
    case class3 = "3"
    /// 任意加入被保険者
    case voluntary = "voluntary"
    /// 特例任意加入被保険者
    case specialVoluntary = "special-voluntary"

    /// Whether it comes by law alone, so that going from one to another is a change of class (種別変更) and no loss.
    package var isCompulsory: Bool {
        switch self {
        case .class1, .class2, .class3: true
        case .voluntary, .specialVoluntary: false
        }
    }

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .class1: "第1号被保険者"
        case .class2: "第2号被保険者"
        case .class3: "第3号被保険者"
        case .voluntary: "任意加入被保険者"
        case .specialVoluntary: "特例任意加入被保険者"
        }
    }
}
