internal import AuditTrail
internal import LogSealing
package import StaffAPI
package import TransparencyLog

/// 証跡の検証の結果, line by line.
package enum LogWords {
    /// - Throws: `EncodingError`.
    package static func sheet(_ report: LogExport.Report) throws -> Sheet {
        try Sheet(lines: said(report) + remarks(report), of: report, status: report.gravest?.exitStatus ?? 0)
    }

    private static func said(_ report: LogExport.Report) -> [String] {
        var lines: [String] = []
        func print(_ line: String) { lines.append(line) }
        let checked = "イベント \(report.events)件、バッチ \(report.batches)、木の大きさ \(report.size)、最後の封印 \(report.time.map(LogTime.inJapan) ?? "なし")"
        let isWhole = report.from == 0 && report.to == nil && report.isEndWitnessed
        let what = isWhole ? "すべて" : "位置 \(report.from)–\(max(report.from, report.to ?? report.size) - 1) は"
        if report.faults.list.isEmpty {
            print("\(what)封印されたとおりです: \(checked)")
        } else {
            let isSealed = report.faults.gravest.map { $0 < .missing } ?? true
            print(isSealed ? "\(what)封印されたとおりですが、次のものがあります: \(checked)" : "封印されたとおりではありません: \(checked)")
            for gravity in LogFault.Gravity.allCases.reversed() where report.faults.count(of: gravity) > 0 {
                let told = report.faults.list.filter { $0.kind.gravity == gravity }.prefix(20)
                print("\(gravity.label) \(report.faults.count(of: gravity))件")
                for fault in told { print("  \(fault)") }
                let more = report.faults.count(of: gravity) - told.count
                if more > 0 { print("  ほか \(more)件（--json で\(LogFaults.most)件まで示します）") }
            }
        }
        if report.isAdrift { print("葉のハッシュが失われたため、それより後は、署名とつながり、各イベントとその葉だけを確かめました。") }
        if !report.isEndWitnessed { print("末尾が失われていないことは、確かめていません。別に保管したチェックポイントを --checkpoints で示してください。") }
        lines += openings(report)
        if report.uncheckable > 0 { print("この範囲より前の控え \(report.uncheckable)件は、この書き出しでは確かめられません。") }
        if report.waiting > 0 { print("まだ封印されていないイベント: \(report.waiting)件（約1秒ごとに封印されます）") }
        if report.erased > 0 { print("個人を示す項目が消去されたイベント: \(report.erased)件（その項目は確かめられません）") }
        return lines
    }

    /// What the log itself says of what an export holds of persons.
    private static func openings(_ report: LogExport.Report) -> [String] {
        if report.isUnstated {
            return ["この書き出しには、個人を示す項目の有無についての、封印された言明がありません。書き出した後で除かれていても、わかりません。"]
        }
        guard let statement = report.statement else { return [] }
        let written = "（\(LogTime.inJapan(statement.time)) に \(statement.byWhom) が書き出しました。言明は封印されています）"
        var named = statement.places.prefix(10).map { $0.from == $0.to ? "\($0.from)" : "\($0.from)–\($0.to)" }.joined(separator: "、")
        if statement.places.count > 10 || statement.more > 0 { named += " ほか" }
        if statement.isWithoutPersonal { return ["個人を示す項目を除いて書き出したものです: 除いたイベント \(statement.absent)件\(named.isEmpty ? "" : "、位置 \(named)")\(written)"] }
        let erased = statement.absent > 0 ? "書き出す前に消去されていたもの \(statement.absent)件、位置 \(named)" : ""
        return ["個人を示す項目を付けて書き出したものです: 付けたイベント \(statement.given)件\(erased.isEmpty ? "" : "、\(erased)")\(written)"]
    }

    /// What somebody should look into though nothing that was sealed is altered.
    private static func remarks(_ report: LogExport.Report) -> [String] {
        var lines = report.accepted.map {
            "失われた封印の記録（バッチ \($0.outside + 1)–\($0.database)）は、\($0.proposedBy) の提案と \($0.confirmedBy) の承認（\(LogTime.inJapan($0.time))）でデータベースから書き直されたものです。理由: \($0.reason)"
        }
        for lost in report.lost {
            var what = "封印されていますが、データベースにないイベント: \(lost.events)件（バッチ \(lost.firstBatch)–\(lost.lastBatch)"
            if let first = lost.firstEventID, let last = lost.lastEventID { what += "、当時の番号 \(first)–\(last)" }
            what += "。\(lost.after.map(LogTime.inJapan) ?? "最初") より後、\(lost.until.map(LogTime.inJapan) ?? "") までに封印）。"
            if let accepted = lost.accepted {
                what += "\(accepted.proposedBy) の提案と \(accepted.confirmedBy) の承認（\(LogTime.inJapan(accepted.time))）で、失われたものとされました。理由: \(accepted.reason)"
            } else {
                what += "だれが承認したかの記録（resumptions.jsonl）は失われています"
            }
            lines.append(what)
        }
        if report.heartbeats == 0 {
            lines.append("心拍の記録が一つもありません。封印が働いていた間を確かめられません。記録が失われたか、除かれたおそれがあります")
        }
        if let first = report.heartbeatsMissingBefore {
            lines.append("最初の心拍（\(first)）より前の心拍がありません。古い日の記録を移したのでなければ、失われたか、除かれたものです")
        }
        for gap in report.gaps {
            let why =
                gap.isBroken
                ? "心拍の記録の一部が失われています"
                : gap.isAfterStop
                    ? "封印を停止していた間です"
                    : gap.isOfHubClock
                        ? "停止の記録がありません。停電・強制終了か、封印の妨害です。この間の作業を調べてください" : "時計が一つでなかったころの記録です。時計のずれか、停止の記録のない停止です"
            lines.append("心拍のない間: \(gap.from) から \(gap.to) まで（\(why)）")
        }
        if report.lateCount > 0 {
            let named = report.late.prefix(10).map { "\($0.eventID)（\(Int($0.seconds))秒）" }.joined(separator: "、")
            let why = report.lateUnexplained > 0 ? "うち、封印を停止していた間のものでないもの: \(report.lateUnexplained)件。" : ""
            lines.append("発生から5分を超えて封印されたイベント: \(report.lateCount)件。\(why)\(named)\(report.lateCount > 10 ? " ほか" : "")")
        }
        if report.recordsByAnotherClock > 0 {
            lines.append("時刻が証跡と2分を超えて違う提供の記録: \(report.recordsByAnotherClock)件。時計が一つでなかったころのもので、プログラムとデータベースの時計がずれていました")
        }
        return lines
    }
}
