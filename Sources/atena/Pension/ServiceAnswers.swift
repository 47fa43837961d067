import Addressee
import NationalPension

/// 見本の処理結果. What the Japan Pension Service answers to a batch, in our layout: of every fifty reports one comes back, and one of every two hundred is
/// answered so that it finds no report by rule.
struct ServiceAnswers: Sendable {
    /// Answers so far, over all batches.
    private(set) var answers = 0
    /// Of these, rows that come back.
    private(set) var returned = 0
    /// Of these, rows that name another person, or a report that there is not.
    private(set) var mismatched = 0

    /// The list that answers a batch, in UTF-8.
    mutating func list(for reports: [ReportContent], of batch: ReportBatchNumber, on day: CalendarDay) -> [UInt8] {
        let rows = reports.map { row($0, on: day) }
        return Array(([[ResultCSV.name, "\(batch)", "\(rows.count)"], ResultCSV.columns] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    private mutating func row(_ report: ReportContent, on day: CalendarDay) -> [String] {
        defer { answers += 1 }
        var (id, number, outcome, reason, ruling) = ("\(report.id)", report.number, "処理済", "", ["", "", "", ""])
        if answers % 50 == 13 {
            (outcome, reason) = ("返戻", "添付書類が足りません")
            returned += 1
        } else if report.kind.isApplication, let months = report.months {
            ruling = answers % 10 == 4 ? ["却下", "", "", ""] : ["承認", ExemptionKind.student.rawValue, "\(months.first)", "\(months.last)"]
        }
        if answers % 200 == 77 {
            if answers % 400 == 77 { number = "X" + number.dropFirst() } else { id = "2099-\(String(1_000_000 + answers).dropFirst())-1" }
            mismatched += 1
        }
        return [id, number, report.basicPensionNumber, report.kana, report.birth, outcome, reason, "\(day)"] + ruling
    }
}
