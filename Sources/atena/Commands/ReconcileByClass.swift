import AccessControl
import Addressee
import ArgumentParser
import Installation
import Settings
import Sharing
import StaffCommands

extension ReconcileCommand {
    /// Sent, accepted and applied by kind of person and ward.
    func runByClass() async throws {
        let (reports, unasked) = try await explained {
            let settings = Settings()
            let hub = try await OpenedHub.open(settings, for: .operateDeliveries)
            let reconciliation = Reconciliation(provisioning: hub.provisioning)
            var (reports, unasked) = try await asked(hub) { try await reconciliation.compareByClass(by: hub.acting, $0, $1, with: $2) }
            for (name, dataset) in try await reconciliation.pulling() where system.isEmpty || system.contains(name.rawValue) {
                reports.append(try await reconciliation.compareReportedByClass(by: hub.acting, name, dataset))
            }
            return (reports, unasked)
        }
        if json {
            try printJSON(reports)
        } else {
            print("業務システム\t種別\t区\t送るべき人\t受領の記録\t持つ人\t記録なし\t記録だけ\t持っていない\t余分\t待ち・不達\t確認待ち\t判定")
            for report in reports { for line in ClassLines.lines(report) { print(line) } }
            for report in reports { for line in ClassLines.advice(report) { print(line) } }
        }
        for line in unasked { tell(line) }
        if !unasked.isEmpty || reports.contains(where: { $0.means != .notReported && !$0.agrees }) { throw ExitCode(1) }
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
                ? "atena redeliver \(report.system) --everything で配信し直します。" : "atena reconcile --system \(report.system) --send-again で次の変更にもう一度入れます。"
            let waiting = report.classes.reduce(0) { $0 + $1.waiting }
            lines.append(
                "\(name): 不一致の区分があります。" + (waiting > 0 ? "待ち・不達の\(waiting)人は atena redeliver \(report.system) で送り直せます。" : "")
                    + "原因を確かめてから、\(again)")
        }
        return lines
    }
}
