internal import Addressee
internal import NationalPension
internal import StaffAPI

/// 継続審査の一覧の文面.
extension PensionWords {
    func sheet(_ list: ContinuingList, year: Int) throws -> Sheet {
        let months = tables.years.months(of: year, .general)
        var lines = ["継続審査\t\(months?.display ?? "")", "宛名番号\t氏名\t前年度の免除\t判定\t前年度の申請\t本人の所得\t理由"]
        lines += list.rows.map { row in
            [
                row.number.value, row.name, tables.kinds[row.examination.kind].label, row.examination.standing.label,
                row.application.map { "\($0)" } ?? "－", row.hasIncome ? "届いています" : "届いていません", "\(row.examination.reason)",
            ].joined(separator: "\t")
        }
        lines.append("\(list.rows.count)件")
        if let next = list.next { lines.append("続きは: --after \(next) で表示します。") }
        if let months, list.rows.contains(where: { $0.examination.standing == .due }) {
            lines.append(
                "次は: 対象の人は、atena pension exemption apply 宛名番号 で「申請期間: \(months)」「継続審査: はい」として審査し、意見を日本年金機構に進達します。備考に継続審査と書いてください。")
        }
        return try Sheet(lines: lines, of: list.rows.map(ToldContinuing.init))
    }
}

/// 継続審査の一覧の一行, as data.
private struct ToldContinuing: Encodable {
    let atenabango: String
    let kind: String
    let standing: String
    let months: String
    let application: String?
    let hasIncome: Bool
    let reason: Reason

    init(_ row: ContinuingRow) {
        (atenabango, kind, standing) = (row.number.value, row.examination.kind.rawValue, row.examination.standing.rawValue)
        (months, application) = (row.examination.months.description, row.application?.description)
        (hasIncome, reason) = (row.hasIncome, row.examination.reason)
    }
}
