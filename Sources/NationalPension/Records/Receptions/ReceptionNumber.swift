/// 受付番号. Fiscal year and number in the reception ledger, written `2026-000123`.
package struct ReceptionNumber: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// 年度, by the year of its April.
    package let fiscalYear: Int32
    /// From 1, without gaps.
    package let number: Int32

    package init(fiscalYear: Int32, number: Int32) {
        self.fiscalYear = fiscalYear
        self.number = number
    }

    /// `nil` where the text is no year and number, such as `2026-123`.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), parts[0].count == 4,
            let year = Int32(parts[0]), let number = Int32(parts[1]), number > 0
        else { return nil }
        self.init(fiscalYear: year, number: number)
    }

    /// Such as `2026-000123`.
    package var description: String {
        let digits = String(number)
        return "\(fiscalYear)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
    }

    /// The earlier year first, then the lower number.
    package static func < (a: Self, b: Self) -> Bool { (a.fiscalYear, a.number) < (b.fiscalYear, b.number) }
}
