internal import Addressee

/// 媒体に添える書類. What goes with the medium on paper, made of the batch and of nothing else.
struct ReportPapers {
    let head: ReportHead
    let closed: ClosedReport
    let reports: [ReportContent]
    /// What was made of the file; `nil`: it is handed over as it is.
    var encrypted: EncryptedReports?

    /// 媒体の名称.
    var fileName: String { "report-\(head.batch).csv" + (encrypted == nil ? "" : ".p7m") }

    /// 送付書. Its counts are those of the reports that it lists.
    var transmittal: String {
        var counts: [(label: String, count: Int)] = []
        for report in reports {
            if let place = counts.firstIndex(where: { $0.label == report.label }) { counts[place].count += 1 } else { counts.append((report.label, 1)) }
        }
        var lines = ["国民年金関係書類送付書", ""] + medium + ["", "届出の種類\t件数"]
        lines += counts.map { "\($0.label)\t\($0.count)" } + ["合計\t\(reports.count)", "", "番号\t報告番号\t届出\t基礎年金番号\t氏名カナ\t受付日"]
        lines += reports.enumerated().map { index, report in
            "\(index + 1)\t\(report.id)\t\(report.label)\t\(report.basicPensionNumber)\t\(report.kana)\t\(report.receivedOn)"
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// 受領書, to be signed by whoever takes the medium.
    var receiptSlip: String {
        (["電子記録媒体受領書", ""] + medium + ["", "上記の媒体を受領しました。", "受領日\t　　年　　月　　日", "受領者（機関・氏名）\t", "返却予定日\t　　年　　月　　日"]).joined(separator: "\n") + "\n"
    }

    /// 媒体の記録, as data.
    var mediumRecord: String {
        get throws {
            try KeptJSON.of(
                MediumRecord(
                    serial: head.batch.description, body: head.body, madeOn: head.madeOn.description, file: fileName, layout: closed.layout,
                    encoding: closed.encoding.rawValue, count: closed.count, sha256: encrypted?.digest ?? closed.digest,
                    sourceSHA256: encrypted.map { _ in closed.digest }, recipients: encrypted?.recipients)) + "\n"
        }
    }

    private var medium: [String] {
        let digests =
            encrypted.map { encrypted in
                ["SHA-256\t\(encrypted.digest)", "個人番号\t含む（最後の列）", "暗号化\tCMS、AES-256（受取人の証明書による）"]
                    + encrypted.recipients.map { "受取人の証明書の指紋\t\($0)" } + ["個人番号を加える前の控えのSHA-256\t\(closed.digest)"]
            } ?? ["SHA-256\t\(closed.digest)"]
        return [
            "団体\t\(head.body)", "媒体の通番\t\(head.batch)", "作成日\t\(head.madeOn)", "ファイル\t\(fileName)", "様式\t\(closed.layout)",
            "文字コード\t\(closed.encoding.rawValue)",
            "件数\t\(closed.count)",
        ] + digests
    }

    private struct MediumRecord: Encodable {
        let serial: String
        let body: String
        let madeOn: String
        let file: String
        let layout: String
        let encoding: String
        let count: Int
        let sha256: String
        let sourceSHA256: String?
        let recipients: [String]?
    }
}
