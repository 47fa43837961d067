import Addressee
import ArgumentParser
import ConnectorKit
import Departments
import Foundation
import Hub

/// Compares what the receivers hold with what the policies say of the register.
struct ReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "業務システムが持つ内容を、ポリシーと登録内容に1件ずつ突き合わせます。",
        discussion: "すべて一致すれば終了コード0、違いがあれば1です。")

    @Option(help: "この業務システムだけを突き合わせます")
    var system: [String] = []
    @Flag(help: "JSONで表示します")
    var json = false

    func run() async throws {
        let reports = try await explained {
            let environment = ProcessInfo.processInfo.environment
            let hub = try await HubComposition.open(environment, for: .operateDeliveries)
            var reports: [ReconciliationReport] = []
            for module in try HubComposition.modules(environment) where system.isEmpty || system.contains(module.kind.systemName.rawValue) {
                reports.append(try await Reconciliation(desk: hub.desk).compare(module.kind.systemName, "addressee", with: module))
            }
            return reports
        }
        if json {
            try printJSON(reports)
        } else {
            print("業務システム\tあるべき人数\t持つ人数\t不足\t余分\t相違\t確認待ち\t判定")
            for report in reports {
                let verdict = report.agrees ? "一致" : report.isSettled ? "不一致" : "配信中"
                print(
                    "\(report.system)\t\(report.expected)\t\(report.held)\t\(report.missing)\t\(report.surplus)\t\(report.differing)\t\(report.withheld)\t\(verdict)"
                )
            }
        }
        if reports.contains(where: { !$0.agrees }) { throw ExitCode(1) }
    }
}
