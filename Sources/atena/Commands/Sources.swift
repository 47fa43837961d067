import AccessControl
import ArgumentParser
import AuditTrail
import Foundation
import Governance
import Installation
import Register
import Settings
import StaffCommands

/// Which files are due, and whether they have come.
struct SourcesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sources", abstract: "届くべきファイルと、届いたかどうかを示します。",
        discussion: """
            どの業務システムから、どのファイルが、いつまでに届くべきかは、環境変数 ATENA_SOURCES のファイルに書きます（見本と書き方は製品の ops/sources.yaml）。
            期限を過ぎて届かないもの、空のもの、すべての行が却下されたもの、行が少なすぎるもの、前と同じ内容のもの、途中で止まったものを不足として示します。
            atena status、/metrics（atena_source_missing）にも出ます。atena work は、期限ごとに一度、証跡に記録します（intake.source-missed）。
            取込中のものは不足ではありません。1件ずつの随時の取込（atena submit）はファイルではないので、数えません。

            終了コード: 0 不足なし、1 不足あり、または予定がない・読めない。
            """)

    @Flag(help: "JSONで表示します")
    var json = false

    func run() async throws {
        let standings = try await explained {
            let settings = Settings()
            let reading = settings.sourceSchedule()
            guard case .known(let schedule) = reading else { throw SettingsRefused(problems: [reading.problem ?? ""]) }
            let hub = try await OpenedHub.open(settings)
            return try await SourcesDue(pool: hub.pool).standings(by: hub.acting, schedule)
        }
        if json {
            try printJSON(standings)
        } else {
            if standings.isEmpty { print("予定では、届くべきものはありません。") }
            if !standings.isEmpty { print("業務システム\t種類\t周期\t期限\t状態\t届いた行\t取り込めた行\t最低の行\t最後の取込\t次の期限") }
            for standing in standings {
                let cells = [
                    standing.source, standing.data, standing.rhythm, standing.dueAt, standing.state.label, String(standing.rows), String(standing.taken),
                    String(standing.expected), standing.lastTakenAt ?? "なし", standing.nextDueAt,
                ]
                print(cells.joined(separator: "\t"))
            }
            for standing in standings where standing.state.isMissing || standing.state == .underway {
                print("\(standing.source) の \(standing.data): \(standing.words)")
            }
        }
        if standings.contains(where: \.state.isMissing) { throw ExitCode(1) }
    }
}
