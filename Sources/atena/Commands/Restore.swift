import AccessControl
import Addressee
import ArgumentParser
import Foundation
import Installation
import LogSealing
import StaffCommands
import StaffService

/// What is done once after the database was restored.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "控えから復元したデータベースで、ハブを続けられるようにします。",
        subcommands: [Prepare.self])

    struct Prepare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prepare", abstract: "復元したデータベースを外の記録と比べ、続けられるか、二人の承認が要るかを示します。",
            discussion: """
                データベースを復元した後、atena serve と atena work を動かす前に行います。何度行ってもかまいません。
                続けられるときは、データベースの新しい世代を始めます。配信先には全件を送り直し、失われた時点のカーソルで取りに来た業務システムには、全件からの取り直しを求めます（C0003）。
                封印されたイベントが失われているときは、atena audit resume propose と confirm を別の二人が行い、その後でもう一度このコマンドを行います。

                終了コード: 0 続けられます。3 二人の承認が要ります。そのほかは続けられません（理由を表示します）。
                """)

        @Flag(help: "JSONで出力します") var json = false

        func run() async throws {
            let report = try await explained {
                let hub = try await OpenedHub.open(for: .operateDeliveries, prefer: .service)
                return try await RestorePreparation(pool: hub.pool, sealing: hub.sealing, resumption: hub.resumption).run(by: hub.acting)
            }
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys]
                print(String(decoding: try encoder.encode(report), as: UTF8.self))
            } else {
                Self.tell(report)
            }
            if report.halted != nil { throw ExitCode(3) }
        }

        private static func tell(_ report: RestorePreparation.Report) {
            if let halted = report.halted {
                print("このままでは続けられません: \(halted)")
                guard let loss = report.loss else { return }
                if loss.isOfEvents {
                    print("失われるもの: \(ResumptionWords.lost(loss))。より新しい時点まで復元できる控えがあれば、先にそれを試してください。")
                }
                print("次の手順: 一人が atena audit resume propose、別の人が atena audit resume confirm、最後に atena restore prepare")
                return
            }
            print(report.isNew ? "復元されたデータベースです。新しい世代（\(report.incarnation)）を始めました。" : "続けられます（世代 \(report.incarnation)）。")
            if !report.startOver.isEmpty { print("全件を送り直す配信先: \(report.startOver.joined(separator: "、"))") }
            print("次の手順: atena audit verify で証跡を確かめ、atena serve と atena work を動かし、配信の後に atena reconcile で配信先を確かめます。")
        }
    }
}
