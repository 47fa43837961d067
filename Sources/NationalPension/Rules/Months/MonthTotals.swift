/// 月数. How many months count, by class and kind.
package struct MonthTotals: Sendable, Hashable, Codable {
    /// 第1号.
    package internal(set) var class1 = 0
    /// 第2号, at whatever age.
    package internal(set) var class2 = 0
    /// 第3号.
    package internal(set) var class3 = 0
    /// 任意加入.
    package internal(set) var voluntary = 0
    /// 特例任意加入.
    package internal(set) var specialVoluntary = 0
    /// 付加保険料.
    package internal(set) var additional = 0
    /// 免除, by kind; a kind without months is not in it.
    package internal(set) var exempt: [ExemptionKind: Int] = [:]

    /// Nothing.
    package init() {}

    /// All months.
    package var all: Int { class1 + class2 + class3 + voluntary + specialVoluntary }

    /// Months of one kind of exemption.
    package func exempt(_ kind: ExemptionKind) -> Int { exempt[kind] ?? 0 }

    /// Of runs.
    package init(_ runs: [MonthRun]) {
        for run in runs {
            let count = run.months.count
            switch run.insuredClass {
            case .class1: class1 += count
            case .class2: class2 += count
            case .class3: class3 += count
            case .voluntary: voluntary += count
            case .specialVoluntary: specialVoluntary += count
            }
            if run.hasAdditionalPremium { additional += count }
            if let exemption = run.exemption { exempt[exemption, default: 0] += count }
        }
    }
}
