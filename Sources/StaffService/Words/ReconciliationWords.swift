internal import Addressee
internal import Sharing
internal import StaffAPI

/// 突合の結果, line by line.
enum ReconciliationWords {
    static func sheet(_ reports: [ReconciliationReport], unasked: [String]) throws -> Sheet {
        let heading = "業務システム\tあるべき人数\t持つ人数\t不足\t余分\t相違\t確認待ち\t番号の決定待ち\t判定\t確かめ方"
        let differs = !unasked.isEmpty || reports.contains { $0.means != .notReported && !$0.agrees }
        return try Sheet(lines: [heading] + reports.map(line) + reports.compactMap(advice), of: reports, remarks: unasked, status: differs ? 1 : 0)
    }

    static func sheet(_ reports: [ClassReport], unasked: [String]) throws -> Sheet {
        let heading = "業務システム\t種別\t区\t送るべき人\t受領の記録\t持つ人\t記録なし\t記録だけ\t持っていない\t余分\t待ち・不達\t確認待ち\t判定"
        let differs = !unasked.isEmpty || reports.contains { $0.means != .notReported && !$0.agrees }
        return try Sheet(
            lines: [heading] + reports.flatMap(ClassLines.lines) + reports.flatMap(ClassLines.advice), of: reports, remarks: unasked,
            status: differs ? 1 : 0)
    }

    private static func line(_ report: ReconciliationReport) -> String {
        guard report.means != .notReported else { return "\(ShownReceiver.name(report.system, report.dataset))\t-\t-\t-\t-\t-\t-\t-\t未報告\t報告がないので確かめていません" }
        let verdict = report.agrees ? "一致" : report.isSettled ? "不一致" : report.means == .asked ? "配信中" : "ポリシーの改定に追従中"
        let counts = [report.expected, report.held, report.missing, report.surplus, report.differing, report.withheld, report.undecided].map(String.init)
        let means = report.reportedAt.map { "\($0)の報告" } ?? "接続先にたずねました"
        return ([ShownReceiver.name(report.system, report.dataset)] + counts + [verdict, means]).joined(separator: "\t")
    }

    private static func advice(_ report: ReconciliationReport) -> String? {
        switch report.means {
        case .notReported:
            return "\(report.system): 持つ内容を POST /v1/systems/\(report.system)/datasets/\(report.dataset)/inventory で報告するよう依頼してください。"
        case .reported where report.differs:
            if let sent = report.sentAgain {
                let unknown = report.missing + report.surplus + report.differing - sent
                return "\(report.system): \(sent)人を次の変更でもう一度伝えます。"
                    + (unknown > 0 ? "登録のない宛名番号が\(unknown)件あります。業務システムの担当者に連絡してください。" : "")
            }
            return "\(report.system): 違う宛名番号（10件まで） \(report.examples.joined(separator: " "))。--send-again で次の変更にもう一度入れます。"
        case .asked where report.differs && report.isSettled:
            return
                "\(report.system): 違う宛名番号（10件まで） \(report.examples.joined(separator: " "))。atena redeliver \(report.system) --dataset \(report.dataset) --everything で配信し直します。"
        default: return nil
        }
    }
}

/// What a comparison by class tells people.
private enum ClassLines {
    static func lines(_ report: ClassReport) -> [String] {
        let name = ShownReceiver.name(report.system, report.dataset)
        guard report.means != .notReported else { return [([name] + Array(repeating: "-", count: 11) + ["未報告"]).joined(separator: "\t")] }
        var lines = report.classes.map { count in
            ([name, count.of.kind.label, count.of.ward ?? "市外"] + cells(count, report) + [verdict(count, report)]).joined(separator: "\t")
        }
        if report.unregistered > 0 {
            let counts = ["-", "-", "\(report.unregistered)", "-", "-", "-", "\(report.unregistered)", "-", "-"]
            lines.append(([name, "登録なし", "-"] + counts + [report.isSettled ? "不一致" : "配信中"]).joined(separator: "\t"))
        }
        if lines.isEmpty { lines.append(([name, "-", "-"] + Array(repeating: "0", count: 9) + [report.isSettled ? "一致" : "配信中"]).joined(separator: "\t")) }
        return lines
    }

    private static func cells(_ count: ClassCount, _ report: ClassReport) -> [String] {
        let over = report.recordsTakeBack ? "\(count.overRecorded)" : "-"
        return [
            "\(count.expected)", "\(count.recorded)", "\(count.held)", "\(count.unrecorded)", over, "\(count.missing)", "\(count.surplus)",
            "\(count.waiting)", "\(count.withheld)",
        ]
    }

    private static func verdict(_ count: ClassCount, _ report: ClassReport) -> String {
        guard report.differs(count) else { return "一致" }
        guard report.isSettled else { return report.means == .asked ? "配信中" : "ポリシーの改定に追従中" }
        return count.expected > 0 && count.held == 0 ? "不一致（この区分は1人も届いていない）" : "不一致"
    }

    static func advice(_ report: ClassReport) -> [String] {
        let name = ShownReceiver.name(report.system, report.dataset)
        switch report.means {
        case .notReported: return ["\(name): 持つ内容を POST /v1/systems/\(report.system)/datasets/\(report.dataset)/inventory で報告するよう依頼してください。"]
        case .asked, .reported: break
        }
        var lines: [String] = []
        if report.erasedRecords > 0 {
            lines.append("\(name): 保存期間が過ぎて個人の欄を消去した記録が\(report.erasedRecords)件あり、受領の記録の列は確かめられません。持つ人の列だけで判定しました。")
        }
        if report.isSettled, report.differs {
            let again =
                report.means == .asked
                ? "atena redeliver \(report.system) --dataset \(report.dataset) --everything で配信し直します。"
                : "atena reconcile --system \(report.system) --send-again で次の変更にもう一度入れます。"
            let waiting = report.classes.reduce(0) { $0 + $1.waiting }
            lines.append(
                "\(name): 不一致の区分があります。" + (waiting > 0 ? "待ち・不達の\(waiting)人は atena redeliver \(report.system) --dataset \(report.dataset) で送り直せます。" : "")
                    + "原因を確かめてから、\(again)")
        }
        return lines
    }
}
