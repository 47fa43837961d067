/// 所得情報. What the tax record tells of one person's income of one year (特定個人情報ファイル記録項目 別添2 ＜所得情報＞). Yen; counts of persons.
package struct IncomeStatement: Sendable, Hashable, Codable, Unprinted {
    /// 本人障害者区分.
    package enum Disability: String, Sendable, Hashable, Codable, CaseIterable {
        /// なし
        case none
        /// 障害者
        case disabled
        /// 特別障害者
        case special
    }

    /// 所得の年. The calendar year of the income, one before its 年度 of assessment.
    package var year: Int
    /// 合計所得金額.
    package var totalIncome: Int
    /// 純損失の繰越控除.
    package var carriedLoss: Int
    /// 控除 whose amount the record tells.
    package var deductions: [DeductionKind: Int]
    /// 扶養親族等 by kind. Of 一般扶養数, which counts those of 16 to 18 too, `general` holds the others.
    package var dependants: [DependantKind: Int]
    /// 障害者である扶養親族等（特別障害者を除く）.
    package var disabledDependants: Int
    /// 特別障害者である扶養親族等.
    package var speciallyDisabledDependants: Int
    /// 本人障害者区分.
    package var disability: Disability
    /// 寡婦.
    package var isWidow: Bool
    /// ひとり親.
    package var isSingleParent: Bool
    /// 勤労学生.
    package var isWorkingStudent: Bool
    /// 示されていない項目. Labels of items that could lower the income or raise the limit, and of which nothing is told: not none, but not known; `nil` where all
    /// are told.
    package var unstated: [String]?

    /// All that is not given is none.
    package init(
        year: Int, totalIncome: Int, carriedLoss: Int = 0, deductions: [DeductionKind: Int] = [:], dependants: [DependantKind: Int] = [:],
        disabledDependants: Int = 0, speciallyDisabledDependants: Int = 0, disability: Disability = .none, isWidow: Bool = false, isSingleParent: Bool = false,
        isWorkingStudent: Bool = false
    ) {
        self.year = year
        self.totalIncome = totalIncome
        self.carriedLoss = carriedLoss
        self.deductions = deductions
        self.dependants = dependants
        self.disabledDependants = disabledDependants
        self.speciallyDisabledDependants = speciallyDisabledDependants
        self.disability = disability
        self.isWidow = isWidow
        self.isSingleParent = isSingleParent
        self.isWorkingStudent = isWorkingStudent
    }

    /// 扶養親族等の数, of whatever kind.
    package var dependantCount: Int { dependants.values.reduce(0, +) }

    /// Whether one of the fixed grounds is the person's.
    package func has(_ ground: FixedGround) -> Bool {
        switch ground {
        case .disabled: disability != .none
        case .widow: isWidow
        case .singleParent: isSingleParent
        }
    }
}

extension DeductionKind: CodingKeyRepresentable {}
extension DependantKind: CodingKeyRepresentable {}
