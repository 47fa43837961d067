package import Addressee

/// 法の定める額と月数.
package struct FixedAmounts: Sendable {
    private enum Key: String, CaseIterable {
        case additionalPremium = "additional-premium"
        case fullMonths = "full-months"
        case roundingStep = "rounding-step"
    }

    private let amounts: [Key: Dated<Int>]
    /// 満額の月数, the most that any of the rows counts: nothing is longer, whenever it was.
    package let mostMonths: Int

    init(_ table: RuleTable) throws(RuleTableError) {
        var amounts: [Key: Dated<Int>] = [:]
        var mostMonths = 0
        for row in table.rows {
            _ = try row.article()
            let key: Key = try row.code("key")
            let amount = try row.integer("amount")
            guard amount > 0 else { throw row.fault("amountは1以上で書いてください。") }
            guard amounts[key, default: Dated()].add(amount, from: try row.day("valid-from")) else {
                throw row.fault("\(key.rawValue)の同じ日からの行が二つあります。")
            }
            if key == .fullMonths { mostMonths = max(mostMonths, amount) }
        }
        guard Key.allCases.allSatisfy({ amounts[$0] != nil }) else {
            throw RuleTableError(file: table.file, "\(Key.allCases.map(\.rawValue).joined(separator: ", "))の行をすべて書いてください。")
        }
        (self.amounts, self.mostMonths) = (amounts, mostMonths)
    }

    /// 付加保険料. Yen a month, in one month.
    package func additionalPremium(in month: CalendarMonth) -> Int { amount(.additionalPremium, on: month.firstDay) }

    /// 満額の月数, on a day.
    package func fullMonths(on day: CalendarDay) -> Int { amount(.fullMonths, on: day) }

    /// 端数処理の単位. Yen, of the premium of a month.
    package func roundingStep(in month: CalendarMonth) -> Int { amount(.roundingStep, on: month.firstDay) }

    /// Before the first the first.
    private func amount(_ key: Key, on day: CalendarDay) -> Int { amounts[key]?.on(day) ?? amounts[key]?.first ?? 0 }
}
