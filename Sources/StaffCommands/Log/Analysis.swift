internal import Addressee
package import ArgumentParser
internal import StaffAPI

/// Runs the checks of the log.
package struct AnalyseCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "analyse", abstract: "証跡を分析し、見つかったものを所見として記録します。",
        discussion: "閾値は、ハブの環境変数 ATENA_ANALYSIS の示すファイル（製品に付いている ops/analysis.yaml など）から読みます。同じ日を何度分析しても、所見は増えません。")

    package init() {}

    package func run() async throws {
        let found = try await StaffSession.with { try await $0.ask(AnalyseLog(), showing: "分析") }.findings
        print("新しい所見 \(found)件。次は: atena audit report --from YYYY-MM-DD --to YYYY-MM-DD")
    }
}

/// Shows what was found.
package struct AnalysisReportCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "report", abstract: "分析の所見を、件数と一覧で示します。")

    @Option(help: "この日から YYYY-MM-DD")
    var from: String
    @Option(help: "この日まで YYYY-MM-DD")
    var to: String
    @OptionGroup var options: SheetOptions

    package init() {}

    package func run() async throws { try await options.show(StaffSession.with { try await $0.ask(ListFindings(from: from, to: to)) }) }
}

/// Findings, one by one.
package struct FindingCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "finding", abstract: "所見を処理します。", subcommands: [Close.self])

    package init() {}

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "close", abstract: "所見を、調べた結果を添えて処理済みにします。取り消せません。")

        @Argument(help: "所見の番号")
        var finding: Int64
        @OptionGroup var reason: ReasonFileOptions

        func run() async throws {
            let reason = try reason.text("調べた結果（\(LookupReason.shortest)文字以上）")
            _ = try await StaffSession.with { try await $0.ask(CloseFinding(finding: finding, reason: reason)) }
            print("所見 \(finding) を処理済みにしました。")
        }
    }
}
