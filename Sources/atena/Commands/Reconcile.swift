import AccessControl
import Addressee
import ArgumentParser
import ConnectorKit
import Foundation
import Governance
import Installation
import Settings
import Sharing
import StaffCommands

/// Compares what the receivers hold with what the policies say of the register.
struct ReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "業務システムが持つ内容を、ポリシーと登録内容に1件ずつ突き合わせます。",
        discussion: """
            配信先のモジュールには持つ内容をたずね、引き出す業務システムは報告された棚卸し (POST …/inventory) と突き合わせます。
            1人に何件もあるデータセット（tax-income など）では、人数ではなく記録の件数です。
            報告のない業務システムは「未報告」と表示します。何を持つか分からないので、一致とも不一致とも判定しません。

            不一致のとき: 配信先は atena redeliver SYSTEM --everything、引き出す業務システムは --send-again で、
            違う人が次の変更 (changes) でもう一度伝わります。登録のない宛名番号は伝えられないので、業務システムの担当者に連絡してください。

            --by-class は、住民の種別と区ごとに、ポリシーが渡す人（送るべき人）、受領の記録のある人、業務システムが持つ人の3つが同じかを確かめます。
            ある区分だけが漏れていると、その行に出ます。人を数え、内容は比べません（内容は --by-class なしで比べます）。
              記録なし    渡すべきなのに、受け取ったという記録がない
              記録だけ    受け取ったという記録があるのに、もう渡す人ではない
              持っていない  渡すべきなのに、業務システムが持っていない
              余分      渡す人でないのに、業務システムが持っている
            待ち・不達は、そのうち再送を待つ人と、業務システムが受け取らなかった人です。確認待ち（自動応答不可）の人は、どの列にも数えません。
            区は住所の市区町村コードです。住民のいないコードの住所は「市外」にまとめます。

            終了コード: 0 違いなし (未報告だけのときも0)、1 違いあり。
            """)

    @Option(help: "この業務システムだけを突き合わせます")
    var system: [String] = []
    @Flag(help: "報告と違う人を、引き出す業務システムにもう一度伝えます")
    var sendAgain = false
    @Flag(help: "住民の種別と区ごとに、送るべき人・受領の記録・持つ人を突き合わせます")
    var byClass = false
    @Flag(help: "JSONで表示します")
    var json = false

    func validate() throws {
        if byClass, sendAgain { throw ValidationError("--by-class と --send-again は、どちらか一方を指定してください。") }
    }

    func run() async throws {
        if byClass {
            try await runByClass()
            return
        }
        let (reports, unasked) = try await explained {
            let settings = Settings()
            let hub = try await OpenedHub.open(settings, for: .operateDeliveries)
            let reconciliation = Reconciliation(provisioning: hub.provisioning)
            var (reports, unasked) = try await asked(hub) { try await reconciliation.compare($0, $1, with: $2) }
            for (name, dataset) in try await reconciliation.pulling() where system.isEmpty || system.contains(name.rawValue) {
                reports.append(try await reconciliation.compareReported(by: hub.acting, name, dataset, sendsAgain: sendAgain))
            }
            return (reports, unasked)
        }
        if json {
            try printJSON(reports)
        } else {
            print("業務システム\tあるべき人数\t持つ人数\t不足\t余分\t相違\t確認待ち\t番号の決定待ち\t判定\t確かめ方")
            for report in reports { print(Self.line(report)) }
            for report in reports { if let advice = Self.advice(report) { print(advice) } }
        }
        for line in unasked { tell(line) }
        if !unasked.isEmpty || reports.contains(where: { $0.means != .notReported && !$0.agrees }) { throw ExitCode(1) }
    }

    /// Asks every receiver that has an endpoint. One that can't be asked keeps nobody from asking the others: a line says why.
    func asked<Report>(
        _ hub: OpenedHub, _ compare: (SystemName, String, any Connector) async throws -> Report
    ) async throws -> (reports: [Report], unasked: [String]) {
        var reports: [Report] = []
        var unasked: [String] = []
        let endpoints = hub.installation.endpoints
        for standing in try await endpoints.standing(by: hub.acting) where system.isEmpty || system.contains(standing.endpoint.system.rawValue) {
            let (receiver, dataset) = (standing.endpoint.system, standing.endpoint.dataset.rawValue)
            guard try await hub.provisioning.isKnown(receiver, dataset) else { continue }
            do {
                let connector = try endpoints.connector(standing)
                do {
                    reports.append(try await compare(receiver, dataset, connector))
                    await connector.disconnect()
                } catch {
                    await connector.disconnect()
                    throw error
                }
            } catch let error as ConnectorError {
                unasked.append("\(ShownReceiver.name(receiver.rawValue, dataset)): 持つ内容をたずねられません（\(error)）。接続を確かめてください（atena endpoint list）。")
            }
        }
        return (reports, unasked)
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
            return "\(report.system): 違う宛名番号（10件まで） \(report.examples.joined(separator: " "))。atena redeliver \(report.system) --everything で配信し直します。"
        default: return nil
        }
    }
}
