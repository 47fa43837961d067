import Addressee
import ArgumentParser
import Foundation
import Installation
import Sharing
import StaffCommands

/// Sends dead letters again.
struct RedeliverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "redeliver", abstract: "受け取られなかった人を、いまの内容でもう一度配信します。")

    @Argument(help: "業務システム")
    var system: String
    @Option(help: "この番号の不達だけ（省略時はすべて）")
    var deadLetter: Int64?

    @Flag(help: "全件を最初から配信し直します（業務システムがデータを失ったとき、配信の位置が読めなくなったとき）")
    var everything = false

    @Flag(help: "受領したまま、期限までに結果を答えていない人だけ")
    var unanswered = false

    func run() async throws {
        try await explained {
            guard let name = SystemName(rawValue: system) else { throw CommandFailure("業務システムの名前が正しくありません。") }
            let hub = try await OpenedHub.open()
            let letters = DeadLetters(pool: hub.pool)
            if everything {
                guard try await letters.startOver(by: hub.acting, name) else {
                    throw CommandFailure("配信先ではない業務システムです。")
                }
                print("全件を配信し直します（atena work が配信します）。")
                return
            }
            let count =
                unanswered
                ? try await letters.redeliverUnanswered(by: hub.acting, name)
                : try await letters.redeliver(by: hub.acting, name, id: deadLetter)
            print("\(count)人を配信待ちにしました。")
        }
    }
}
