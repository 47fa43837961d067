import ArgumentParser
import Foundation
import Installation
import LogSealing
import StaffCommands
import TransparencyLog

/// Lets a halted sealer go on: one person proposes, another confirms.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "封印の記録かイベントを失って止まった封印を、二人の職員の判断で再開します。",
        discussion: """
            封印の記録のディレクトリ（ATENA_SEAL）が空か、データベースより遅れているとき、封印は止まり、提供も止まります。だれかが記録を消して過去を書き換えたのか、
            ディスクの故障かは、プログラムにはわからないためです。まず ATENA_SEAL を確かめ、控えがあれば戻してください（戻せば自動で再開します）。
            控えがないときは、一人が propose、別の人が confirm を行います。どちらにも「証跡の閲覧」の権限が要ります。だれが何を承認したかは署名して
            ディレクトリに残し、atena audit verify が以後も表示します。提案も承認も、24時間で効力を失います。

            データベースを古い時点に復元したときも、封印は止まります。まず、外の記録に追いつく時点まで復元できないか（WALの控え）を確かめてください。できないときは、
            同じ手順で、失われたイベントを失われたものとして封印を続けます。失われたイベントの数と封印の時刻は、atena audit verify が以後いつまでも表示します。
            """,
        subcommands: [Propose.self, Confirm.self])

    static func lost(_ loss: SealingResumption.Loss) -> String {
        "バッチ \(loss.database + 1)–\(loss.outside) のイベント \(loss.events)件（\(loss.after.map(LogTime.inJapan) ?? "最初") より後、\(loss.until.map(LogTime.inJapan) ?? "") までに封印）を"
    }

    struct Propose: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "失われた記録を書き直すこと、または失われたイベントの後から封印を続けることを提案します。")

        @Option(help: "失われた経緯と、調べたこと") var reason: String

        func run() async throws {
            try await explained {
                let hub = try await OpenedHub.open()
                let loss = try await hub.resumption.propose(by: hub.acting, reason: reason)
                print(
                    loss.isOfEvents
                        ? "\(ResumeCommand.lost(loss))、失われたものとして封印を続けることを提案しました。"
                        : "バッチ \(loss.outside + 1)–\(loss.database)（\(loss.size)件まで）をデータベースから書き直すことを提案しました。")
                print("次に、24時間以内に、別の人が atena audit verify の結果と控えを確かめ、atena audit resume confirm --reason … を行います。")
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "別の人の提案を承認します。封印は数秒で再開します。")

        @Option(help: "確かめたこと") var reason: String

        func run() async throws {
            try await explained {
                let hub = try await OpenedHub.open()
                let loss = try await hub.resumption.confirm(by: hub.acting, reason: reason)
                let what = loss.isOfEvents ? "\(ResumeCommand.lost(loss))、失われたものとして示し続けます。" : "バッチ \(loss.outside + 1)–\(loss.database) を書き直します。"
                print("承認しました。\(what)封印は、atena serve か atena work が動いていれば、数秒で再開します。")
                print("確かめるには: atena audit verify")
            }
        }
    }
}
