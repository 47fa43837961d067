/// 所得情報の項目の意味. What an item of the tax record says to an examination.
package enum IncomeMeaning: String, Sendable, Hashable, CaseIterable {
    /// 合計所得金額
    case total
    /// 純損失の繰越控除
    case carriedLoss = "carried-loss"
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
    /// 一般扶養数, those of 16 to 18 among them.
    case general
    /// 控除対象扶養親族（16歳から18歳）
    case aged16To18 = "aged-16-to-18"
    /// 老人扶養数
    case elderly
    /// 特定扶養数
    case specific
    /// 年少扶養数
    case under16 = "under-16"
    /// 控除対象配偶者
    case spouse
    /// 老人控除対象配偶者
    case elderlySpouse = "elderly-spouse"
    /// 障害者扶養数
    case disabledDependants = "disabled-dependants"
    /// 特別障害者扶養数
    case speciallyDisabledDependants = "specially-disabled-dependants"
    /// 本人が障害者
    case disabled
    /// 本人が特別障害者
    case speciallyDisabled = "specially-disabled"
    /// 本人が寡婦
    case widow
    /// 本人がひとり親
    case singleParent = "single-parent"
    /// 本人が勤労学生
    case workingStudent = "working-student"
    /// 申告あり
    case filed
    /// 未申告
    case unfiled

    /// Whether a code says it; the others are amounts of yen, or counts of persons.
    package var isCode: Bool {
        switch self {
        case .spouse, .elderlySpouse, .disabled, .speciallyDisabled, .widow, .singleParent, .workingStudent, .filed, .unfiled: true
        default: false
        }
    }

    /// 控除 whose amount it is.
    var deduction: DeductionKind? {
        switch self {
        case .casualty: .casualty
        case .medical: .medical
        case .socialInsurance: .socialInsurance
        case .smallEnterprise: .smallEnterprise
        case .specialSpouse: .specialSpouse
        case .specialRelative: .specialRelative
        default: nil
        }
    }

    /// Whether it counts persons: 0 to 99.
    var isCount: Bool {
        switch self {
        case .general, .aged16To18, .elderly, .specific, .under16, .disabledDependants, .speciallyDisabledDependants: true
        default: false
        }
    }
}
