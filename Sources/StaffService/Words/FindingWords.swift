package import LogSealing
internal import Oversight
internal import StaffAPI
internal import TransparencyLog

/// 所見, line by line.
enum FindingWords {
    static func sheet(_ report: AnalysisReport) throws -> Sheet {
        var lines = ["対象期間 \(report.from)から\(report.until)まで（分析済み: \(report.analysedUntil ?? "なし")）", "所見\t未処理\t処理済み"]
        for count in report.counts { lines.append("\(count.label)\t\(count.open)\t\(count.closed)") }
        lines += ["", "番号\t日\t所見\t行った者\t宛名番号\t件数\t処理"]
        for finding in report.findings {
            let closing = finding.closedBy.map { "\($0) \(finding.closedAt ?? "") \(finding.reason ?? "")" } ?? "未処理"
            let person = finding.addresseeNumber ?? "-"
            lines.append("\(finding.id)\t\(finding.day)\t\(finding.label)\t\(finding.subject)\t\(person)\t\(finding.count)\t\(closing)")
        }
        if report.findings.contains(where: { $0.closedBy == nil }) { lines.append("次は: atena audit finding close 番号") }
        return try Sheet(lines: lines, of: report)
    }
}

/// What was lost of the log, in words.
package enum ResumptionWords {
    package static func lost(_ loss: SealingResumption.Loss) -> String {
        let span = "\(loss.after.map(LogTime.inJapan) ?? "最初") より後、\(loss.until.map(LogTime.inJapan) ?? "") までに封印"
        return "バッチ \(loss.database + 1)–\(loss.outside) のイベント \(loss.events)件（\(span)）を"
    }
}
