public import Addressee

/// 見本の処理結果. What the Japan Pension Service answers to a batch, in our layout `atena-result-1`: of every fifty reports one comes back, and one of every two hundred is answered
/// so that it finds no report by rule.
public struct ServiceAnswers: Sendable {
    /// A report of a batch, as its medium has it.
    public struct Report: Sendable {
        /// 報告番号
        public var id: String
        /// 宛名番号
        public var number: String
        /// 基礎年金番号; empty where there is none.
        public var basicPensionNumber: String
        /// 氏名カナ
        public var kana: String
        /// 生年月日, `YYYY-MM-DD`.
        public var birth: String
        /// What an application for an exemption is granted where it is: 免除の種類, 始月, 終月 (`YYYY-MM`); `nil` of anything else.
        public var granted: (kind: String, first: String, last: String)?

        /// Nothing is checked here.
        public init(
            id: String, number: String, basicPensionNumber: String, kana: String, birth: String, granted: (kind: String, first: String, last: String)?
        ) {
            (self.id, self.number, self.basicPensionNumber, self.kana, self.birth, self.granted) = (id, number, basicPensionNumber, kana, birth, granted)
        }
    }

    /// What is wrong with an answer; the raw value is stable: command line and list of what was planted use it.
    public enum Fault: String, Sendable, CaseIterable, Encodable {
        /// 返戻
        case returned
        /// 該当する報告なし
        case noReport = "no-report"
        /// 番号相違
        case numberDiffers = "number-differs"
        /// 生年月日相違
        case birthDiffers = "birth-differs"
        /// 候補が複数: two rows, each with the number of the one and the name of the other
        case several

        /// Those that find no report by rule: each is the name of the work list that its row is on.
        static let mismatches: [Fault] = [.numberDiffers, .birthDiffers, .noReport, .several]
    }

    /// A faulty answer, and where it stands.
    public struct Planted: Sendable, Encodable {
        /// What is wrong with it.
        public let fault: Fault
        /// Of the list's rows, from 1: as `atena pension result list` names it.
        public let line: Int
        /// The report that it should have answered.
        public let report: String
    }

    /// Answers so far, over all lists.
    public private(set) var answers = 0
    /// Of these, rows that come back.
    public private(set) var returned = 0
    /// Of these, rows that find no report by rule.
    public private(set) var mismatched = 0
    /// Of these, rows that name no report, so that one of the transmittal is missing.
    public private(set) var unnamed = 0

    private let seed: UInt64

    /// - Parameter seed: another seed answers others of the reports wrongly.
    public init(seed: UInt64 = 0) { self.seed = seed }

    /// The list that answers a batch, in UTF-8, and what is wrong with it.
    ///
    /// - Parameters:
    ///   - batch: 送付書の番号.
    ///   - day: 処理日.
    ///   - planting: put in beside, from the last report backwards, as far as there are reports that it can be put in.
    public mutating func list(for reports: [Report], of batch: String, on day: CalendarDay, planting: [Fault] = []) -> (bytes: [UInt8], planted: [Planted]) {
        let faults = faults(of: reports, planting: planting)
        var rows: [[String]] = []
        var planted: [Planted] = []
        for (index, report) in reports.enumerated() {
            let other = faults[index].map { reports[$0.other] } ?? report
            rows.append(row(report, isRefused: (answers + index) % 10 == 4, faults[index]?.fault, with: other, on: day))
            if let fault = faults[index]?.fault { planted.append(Planted(fault: fault, line: rows.count, report: report.id)) }
        }
        answers += reports.count
        let lines = [["atena-result-1", batch, "\(rows.count)"], Self.columns] + rows
        return (Array(lines.map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined().utf8), planted)
    }

    private static let columns = ["報告番号", "宛名番号", "基礎年金番号", "氏名カナ", "生年月日", "結果", "返戻の理由", "処理日", "決定", "免除の種類", "始月", "終月"]

    /// By place; and of several candidates, the other.
    private func faults(of reports: [Report], planting: [Fault]) -> [Int: (fault: Fault, other: Int)] {
        var faults: [Int: (fault: Fault, other: Int)] = [:]
        func put(_ fault: Fault, at index: Int) -> Bool {
            guard reports.indices.contains(index), faults[index] == nil else { return false }
            if fault == .several {
                let other = index + 1
                guard other < reports.count, faults[other] == nil, reports[index].number != reports[other].number else { return false }
                guard [index, other].allSatisfy({ !reports[$0].basicPensionNumber.isEmpty && !reports[$0].kana.isEmpty }),
                    reports[index].kana != reports[other].kana
                else { return false }
                faults[other] = (fault, index)
                faults[index] = (fault, other)
            } else {
                faults[index] = (fault, index)
            }
            return true
        }
        for fault in planting { _ = reports.indices.reversed().first { put(fault, at: $0) } }
        for index in reports.indices {
            let place = answers + index + Int(seed % 200)
            let mismatches = Fault.mismatches
            if place % 200 == 77 {
                let fault = mismatches[place / 200 % mismatches.count]
                if !put(fault, at: index) { _ = put(.numberDiffers, at: index) }
            } else if place % 50 == 13 {
                _ = put(.returned, at: index)
            }
        }
        return faults
    }

    private mutating func row(_ report: Report, isRefused: Bool, _ fault: Fault?, with other: Report, on day: CalendarDay) -> [String] {
        var (said, outcome, reason, ruling) = (report, "処理済", "", ["", "", "", ""])
        if let granted = report.granted { ruling = isRefused ? ["却下", "", "", ""] : ["承認", granted.kind, granted.first, granted.last] }
        switch fault {
        case nil: break
        case .returned: (outcome, reason, ruling, returned) = ("返戻", "添付書類が足りません", ["", "", "", ""], returned + 1)
        case .noReport:
            (said.id, said.number, said.basicPensionNumber, said.kana, said.birth) = ("", "", "", "ガイトウ　ナシ", "1900-01-01")
        case .numberDiffers: said.number = "X" + said.number.dropFirst()
        case .birthDiffers: said.birth = "1900-01-01"
        case .several: (said.id, said.number, said.kana, said.birth) = ("", "", other.kana, "")
        }
        if let fault, fault != .returned {
            mismatched += 1
            if said.id.isEmpty { unnamed += 1 }
        }
        return [said.id, said.number, said.basicPensionNumber, said.kana, said.birth, outcome, reason, "\(day)"] + ruling
    }

    private static func quoted(_ value: String) -> String {
        value.contains(",") || value.contains("\"") ? "\"\(value.replacing("\"", with: "\"\""))\"" : value
    }
}
