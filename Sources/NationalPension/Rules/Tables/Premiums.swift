/// 保険料. The monthly premium, by fiscal year (4月から3月).
package struct Premiums: Sendable {
    private let yen: [Int: Int]

    init(_ table: RuleTable) throws(RuleTableError) {
        var yen: [Int: Int] = [:]
        for row in table.rows {
            _ = try row.article()
            let amount = try row.integer("yen")
            guard amount > 0 else { throw row.fault("yenは1以上で書いてください。") }
            guard yen.updateValue(amount, forKey: try row.integer("fiscal-year")) == nil else { throw row.fault("同じ年度が二つあります。") }
        }
        self.yen = yen
    }

    /// Yen a month; `nil` where the table has no such year.
    package func monthly(_ month: CalendarMonth) -> Int? { yen[month.fiscalYear] }
}
