/// 法の定める額と月数.
package struct FixedAmounts: Sendable {
    private enum Key: String, CaseIterable {
        case additionalPremium = "additional-premium"
        case fullMonths = "full-months"
        case roundingStep = "rounding-step"
    }

    /// 付加保険料. Yen a month.
    package let additionalPremium: Int
    /// 満額の月数. Months.
    package let fullMonths: Int
    /// 端数処理の単位. Yen.
    package let roundingStep: Int

    init(_ table: RuleTable) throws(RuleTableError) {
        var amounts: [Key: Int] = [:]
        for row in table.rows {
            _ = try row.article()
            _ = try row.day("valid-from")
            let key: Key = try row.code("key")
            let amount = try row.integer("amount")
            guard amount > 0 else { throw row.fault("amountは1以上で書いてください。") }
            guard amounts.updateValue(amount, forKey: key) == nil else { throw row.fault("\(key.rawValue)が二つあります。") }
        }
        guard let additional = amounts[.additionalPremium], let full = amounts[.fullMonths], let step = amounts[.roundingStep] else {
            throw RuleTableError(file: table.file, "\(Key.allCases.map(\.rawValue).joined(separator: ", "))の行をすべて書いてください。")
        }
        additionalPremium = additional
        fullMonths = full
        roundingStep = step
    }
}
