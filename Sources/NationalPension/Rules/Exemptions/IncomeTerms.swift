internal import Addressee

/// 扶養親族等の区分. Kinds of dependant that add to a threshold.
package enum DependantKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// 一般の扶養親族（16歳から18歳を除く）
    case general
    /// 控除対象配偶者
    case spouse
    /// 老人控除対象配偶者
    case elderlySpouse = "elderly-spouse"
    /// 老人扶養親族
    case elderly
    /// 特定扶養親族
    case specific
    /// 控除対象扶養親族（16歳から18歳）
    case aged16To18 = "aged-16-to-18"
    /// 16歳未満の扶養親族
    case under16 = "under-16"
}

/// 所得からの控除.
package enum DeductionKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// 雑損控除
    case casualty
    /// 医療費控除
    case medical
    /// 社会保険料控除
    case socialInsurance = "social-insurance"
    /// 小規模企業共済等掛金控除
    case smallEnterprise = "small-enterprise"
    /// 配偶者特別控除
    case specialSpouse = "special-spouse"
    /// 特定親族特別控除
    case specialRelative = "special-relative"
    /// 障害者控除, a head
    case disabled
    /// 特別障害者控除, a head
    case specialDisabled = "special-disabled"
    /// 寡婦控除
    case widow
    /// ひとり親控除
    case singleParent = "single-parent"
    /// 勤労学生控除
    case workingStudent = "working-student"

    /// Whether the tax record tells the amount; the others are fixed.
    package var isActual: Bool {
        switch self {
        case .casualty, .medical, .socialInsurance, .smallEnterprise, .specialSpouse, .specialRelative: true
        case .disabled, .specialDisabled, .widow, .singleParent, .workingStudent: false
        }
    }
}

/// 定額の基準の対象者 (法第90条第1項第3号).
package enum FixedGround: String, Sendable, Hashable, Codable, CaseIterable {
    /// 障害者
    case disabled
    /// 寡婦
    case widow
    /// ひとり親
    case singleParent = "single-parent"

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .disabled: "障害者"
        case .widow: "寡婦"
        case .singleParent: "ひとり親"
        }
    }
}

/// 特例の事由 (施行規則第77条の7, 法第90条第1項第2号).
package enum SpecialGround: String, Sendable, Hashable, Codable, CodedTerm {
    /// 失業・廃業・休業
    case unemployment
    /// 天災等
    case disaster
    /// 配偶者からの暴力
    case violence
    /// 生活扶助以外の扶助
    case otherAid = "other-aid"
    /// 外国人の生活保護
    case foreignProtection = "foreign-protection"
    /// 特別障害給付金の受給
    case specialDisabilityBenefit = "special-disability-benefit"

    /// In Japanese, for people; what it covers stands in the table of grounds.
    package var label: String {
        switch self {
        case .unemployment: "失業・廃業・休業"
        case .disaster: "天災等"
        case .violence: "配偶者からの暴力"
        case .otherAid: "生活扶助以外の扶助"
        case .foreignProtection: "外国人の生活保護"
        case .specialDisabilityBenefit: "特別障害給付金の受給"
        }
    }
}
