internal import Addressee

/// 任意加入の要件. As who somebody joins by their own application (国民年金法附則第5条第1項, 平成16年法律第104号附則第23条).
package enum VoluntaryGround: String, Sendable, Hashable, Codable, CodedTerm {
    /// 国内居住の60歳以上65歳未満
    case resident
    /// 老齢給付等を受けることができる20歳以上60歳未満
    case pensioner
    /// 日本国籍を有し国内に住所のない20歳以上65歳未満
    case abroad
    /// 特例任意加入（国内居住の65歳以上70歳未満）
    case specialResident = "special-resident"
    /// 特例任意加入（在外の65歳以上70歳未満）
    case specialAbroad = "special-abroad"

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .resident: "国内居住の60歳以上65歳未満"
        case .pensioner: "老齢給付等を受けることができる20歳以上60歳未満"
        case .abroad: "日本国籍を有し国内に住所のない20歳以上65歳未満"
        case .specialResident: "特例任意加入（国内居住の65歳以上70歳未満）"
        case .specialAbroad: "特例任意加入（在外の65歳以上70歳未満）"
        }
    }

    /// The class it gives.
    package var insuredClass: InsuredClass {
        switch self {
        case .resident, .pensioner, .abroad: .voluntary
        case .specialResident, .specialAbroad: .specialVoluntary
        }
    }

    /// Whether the person must live in Japan; if not, they must not.
    package var livesInJapan: Bool {
        switch self {
        case .resident, .pensioner, .specialResident: true
        case .abroad, .specialAbroad: false
        }
    }

    /// The reason of acquisition.
    package var reason: QualificationReason {
        switch self {
        case .resident: .voluntaryResident
        case .pensioner: .voluntaryPensioner
        case .abroad: .voluntaryAbroad
        case .specialResident: .specialResident
        case .specialAbroad: .specialAbroad
        }
    }
}
