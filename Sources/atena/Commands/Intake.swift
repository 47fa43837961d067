import Addressee
import ArgumentParser
import Foundation
import Hub

/// Takes a file in.
struct IntakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake", abstract: "住民・住登外者のファイルを取り込みます。",
        discussion: """
            止まっても同じファイルでもう一度実行すると、続きから取り込みます（二重には取り込みません）。
            取り込めない行は FILE.rejected.csv に理由を付けて書き出します。
            """)

    enum Layout: String, ExpressibleByArgument, CaseIterable {
        case residents
        case nonresidents
    }

    @Argument(help: "residents（住登者）か nonresidents（住登外者）")
    var layout: Layout
    @Argument(help: "CSVファイル（.csv または .csv.gz）")
    var file: String
    @Option(help: "ファイルを作った業務システム（residents は resident-record）")
    var source: String?
    @Flag(help: "結果をJSONで表示します")
    var json = false

    func run() async throws {
        try await explained {
            let name = source ?? (layout == .residents ? SystemName.residentRecord.rawValue : "")
            guard let system = SystemName(rawValue: name) else { throw CommandFailure("--source に業務システムの名前を指定してください（例 tax）。") }
            let hub = try await HubComposition.open(ProcessInfo.processInfo.environment, for: .operateDeliveries)
            let progress = ProgressLine("取込")
            let report = try await Intake(pool: hub.pool, vault: hub.vault).take(
                file, layout: layout == .residents ? .residents : .nonResidents, source: system, progress: { progress.show($0, $1) })
            if json {
                try printJSON(report)
            } else {
                show(report)
            }
        }
    }

    private func show(_ report: IntakeReport) {
        print("読込 \(report.rowsRead) = 登録 \(report.accepted) + 変更なし \(report.unchanged) + 保留 \(report.held) + 却下 \(report.rejected)")
        for (code, count) in report.rejectedByCode.sorted(by: { $0.key < $1.key }) { print("  \(code)\t\(count)件") }
        if let path = report.rejectedFile { print("却下した行: \(path)") }
        if let path = report.assignedFile { print("付番した宛名番号: \(path)") }
    }
}
