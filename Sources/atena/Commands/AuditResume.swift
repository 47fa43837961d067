import ArgumentParser
import Foundation
import Hub

/// Lets a halted sealer go on: one person proposes, another confirms.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "封印の記録を失って止まった封印を、二人の職員の判断で再開します。",
        discussion: """
            封印の記録のディレクトリ（ATENA_SEAL）が空か、データベースより遅れているとき、封印は止まり、提供も止まります。だれかが記録を消して過去を書き換えたのか、
            ディスクの故障かは、プログラムにはわからないためです。まず ATENA_SEAL を確かめ、控えがあれば戻してください（戻せば自動で再開します）。
            控えがないときは、一人が propose、別の人が confirm を行います。どちらにも「証跡の閲覧」の権限が要ります。だれが何を承認したかは署名して
            ディレクトリに残し、atena audit verify が以後も表示します。データベースが古い時点に戻った場合は、この方法では再開できません。
            """,
        subcommands: [Propose.self, Confirm.self])

    struct Propose: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "失われた封印の記録を、データベースの署名済みの記録から書き直すことを提案します。")

        @Option(help: "失われた経緯と、調べたこと") var reason: String

        func run() async throws {
            try await explained {
                let hub = try await HubComposition.open(ProcessInfo.processInfo.environment)
                let loss = try await hub.resumption.propose(reason: reason, by: hub.acting)
                print("バッチ \(loss.outside + 1)–\(loss.database)（\(loss.size)件まで）をデータベースから書き直すことを提案しました。")
                print("次に、別の人が atena audit verify の結果と控えを確かめ、atena audit resume confirm --reason … を行います。")
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "別の人の提案を承認します。封印は数秒で再開します。")

        @Option(help: "確かめたこと") var reason: String

        func run() async throws {
            try await explained {
                let hub = try await HubComposition.open(ProcessInfo.processInfo.environment)
                let loss = try await hub.resumption.confirm(reason: reason, by: hub.acting)
                print("承認しました。バッチ \(loss.outside + 1)–\(loss.database) が書き直され、封印が再開します（atena serve か atena work が動いているとき）。")
                print("確かめるには: atena audit verify")
            }
        }
    }
}
