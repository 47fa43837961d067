/// 報告番号. Names a report to the Japan Pension Service: the reception that it reports, and the how-manieth time it goes; written `2026-000123-1`.
package struct ReportID: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// 受付番号.
    package let reception: ReceptionNumber
    /// 進達の回, from 1.
    package let attempt: Int32

    package init(reception: ReceptionNumber, attempt: Int32) {
        self.reception = reception
        self.attempt = attempt
    }

    /// A text such as `2026-000123-1`; `2026-123-1` is the same. `nil` of anything else.
    package init?(_ text: String) {
        guard let hyphen = text.lastIndex(of: "-"), let reception = ReceptionNumber(String(text[..<hyphen])) else { return nil }
        let digits = text[text.index(after: hyphen)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let attempt = Int32(digits), attempt > 0 else { return nil }
        self.init(reception: reception, attempt: attempt)
    }

    /// Such as `2026-000123-1`.
    package var description: String { "\(reception)-\(attempt)" }

    /// By reception, then by attempt.
    package static func < (a: Self, b: Self) -> Bool { (a.reception, a.attempt) < (b.reception, b.attempt) }
}

/// 束の番号. Fiscal year and number of a batch of reports, which is the serial number of its medium as well (媒体の通番); written `2026-0007`.
package struct ReportBatchNumber: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// 年度, by the year of its April.
    package let fiscalYear: Int32
    /// From 1, without gaps.
    package let number: Int32

    package init(fiscalYear: Int32, number: Int32) {
        self.fiscalYear = fiscalYear
        self.number = number
    }

    /// A text such as `2026-0007`; `2026-7` is the same. `nil` of anything else.
    package init?(_ text: String) {
        guard let read = ReceptionNumber(text) else { return nil }
        self.init(fiscalYear: read.fiscalYear, number: read.number)
    }

    /// Such as `2026-0007`.
    package var description: String {
        let digits = String(number)
        return "\(fiscalYear)-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
    }

    /// The earlier year first, then the lower number.
    package static func < (a: Self, b: Self) -> Bool { (a.fiscalYear, a.number) < (b.fiscalYear, b.number) }
}
