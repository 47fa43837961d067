internal import Addressee

/// 報告のCSV, version 1: a record of the medium, a heading, a record for each report, and a record of the end with the count.
package struct ReportCSV: ReportLayout {
    /// Names it, with its version.
    package static let name = "atena-report-1"

    /// 見出し, in the order of the values.
    package static let columns = [
        "報告番号", "届出の種類", "届出", "様式", "受付番号", "受付日", "報告の期限", "宛名番号", "基礎年金番号", "氏名カナ", "氏名", "生年月日", "生年月日_不詳表記", "性別", "郵便番号", "住所", "住所の抑止",
        "事実の日", "始月", "終月", "対象の受付番号", "内容", "返戻の理由", "補正の内容",
    ]

    /// The layout.
    package init() {}

    /// The values of the file's records: of the same batch always the same.
    package func records(_ head: ReportHead, _ reports: [ReportContent]) -> [[String]] {
        [[Self.name, head.body, head.batch.description, head.madeOn.description, String(head.count)], Self.columns] + reports.map(values) + [
            ["end", String(reports.count)]
        ]
    }

    /// The file's text: of the same records always the same.
    package func text(of records: [[String]]) -> String { records.map(CSVText.record).joined() }

    /// The record of the medium, and that of the end.
    package var frame: (before: Int, after: Int) { (1, 1) }

    /// What a file says: the batch, and its reports by heading.
    ///
    /// - Returns: `nil` where it is no file of this layout, or not whole.
    /// - Throws: `PensionRefused` J0017 where the machine has no table of the encoding.
    package func read(_ bytes: [UInt8], in encoding: ReportEncoding) throws(PensionRefused) -> (batch: String, reports: [[String: String]])? {
        guard let text = try ReportCharacters.text(bytes, in: encoding), let records = CSVText.records(of: text)?.map(\.values), records.count >= 3,
            records[0].count == 5, records[0][0] == Self.name, records[1] == Self.columns, records.last == ["end", "\(records.count - 3)"]
        else { return nil }
        let reports = records[2..<(records.count - 1)]
        guard reports.allSatisfy({ $0.count == Self.columns.count }) else { return nil }
        return (records[0][2], reports.map { Dictionary(uniqueKeysWithValues: zip(Self.columns, $0)) })
    }

    private func values(of report: ReportContent) -> [String] {
        [
            "\(report.id)", report.kind.rawValue, report.label, report.form, "\(report.id.reception)", "\(report.receivedOn)",
            report.dueOn?.description ?? "", report.number, report.basicPensionNumber, report.kana, report.name, report.birth, report.birthNotation,
            report.sex, report.postalCode, report.address, report.isProtected ? "1" : "0", report.happenedOn?.description ?? "",
            report.months?.first.description ?? "", report.months?.last.description ?? "", report.target?.description ?? "",
            report.termsText, report.returnReason, report.mended,
        ]
    }
}
