import AccessControl
import Addressee
import ArgumentParser
import Foundation
import Governance
import Installation
import Oversight
import Settings
import StaffCommands

/// Runs the checks of the log.
struct AnalyseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyse", abstract: "証跡を分析し、見つかったものを所見として記録します。",
        discussion: "閾値は、環境変数 ATENA_ANALYSIS の示すファイル（製品に付いている ops/analysis.yaml など）から読みます。同じ日を何度分析しても、所見は増えません。")

    func run() async throws {
        try await explained {
            let settings = Settings()
            let (rules, text) = try settings.analysisRules()
            let hub = try await OpenedHub.open(settings)
            let found = try await LogAnalysis(pool: hub.pool).analyse(by: try await hub.person(), rules, text: text)
            print("新しい所見 \(found)件。次は: atena audit report --from YYYY-MM-DD --to YYYY-MM-DD")
        }
    }
}

/// Shows what was found.
struct AnalysisReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "report", abstract: "分析の所見を、件数と一覧で示します。")

    @Option(help: "この日から YYYY-MM-DD")
    var from: String
    @Option(help: "この日まで YYYY-MM-DD")
    var to: String
    @Flag(help: "JSONで表示します")
    var json = false

    func run() async throws {
        try await explained {
            guard let from = CalendarDay(from), let until = CalendarDay(to) else { throw CommandFailure("日付は YYYY-MM-DD で指定してください。") }
            let settings = Settings()
            let hub = try await OpenedHub.open(settings)
            let report = try await LogAnalysis(pool: hub.pool).report(by: try await hub.person(), from: from, until: until)
            if json {
                try printJSON(report)
                return
            }
            print("対象期間 \(report.from)から\(report.until)まで（分析済み: \(report.analysedUntil ?? "なし")）")
            print("所見\t未処理\t処理済み")
            for count in report.counts { print("\(count.label)\t\(count.open)\t\(count.closed)") }
            print("")
            print("番号\t日\t所見\t行った者\t宛名番号\t件数\t処理")
            for finding in report.findings {
                let closing = finding.closedBy.map { "\($0) \(finding.closedAt ?? "") \(finding.reason ?? "")" } ?? "未処理"
                let person = finding.addresseeNumber ?? "-"
                print("\(finding.id)\t\(finding.day)\t\(finding.label)\t\(finding.subject)\t\(person)\t\(finding.count)\t\(closing)")
            }
            if report.findings.contains(where: { $0.closedBy == nil }) { print("次は: atena audit finding close 番号 --reason 調べた結果") }
        }
    }
}

/// Findings, one by one.
struct FindingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "finding", abstract: "所見を処理します。", subcommands: [Close.self])

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "所見を、調べた結果を添えて処理済みにします。取り消せません。")

        @Argument(help: "所見の番号")
        var finding: Int64
        @Option(help: "調べた結果（\(LookupReason.shortest)文字以上）")
        var reason: String

        func run() async throws {
            try await explained {
                let settings = Settings()
                let hub = try await OpenedHub.open(settings)
                try await LogAnalysis(pool: hub.pool).close(by: try await hub.person(), finding, because: reason)
                print("所見 \(finding) を処理済みにしました。")
            }
        }
    }
}
