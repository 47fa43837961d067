import Addressee
import ArgumentParser
import Foundation
import Hub

/// Sends dead letters again.
struct RedeliverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "redeliver", abstract: "受け取られなかった人を、いまの内容でもう一度配信します。")

    @Argument(help: "業務システム")
    var system: String
    @Option(help: "この番号の不達だけ（省略時はすべて）")
    var deadLetter: Int64?

    func run() async throws {
        try await explained {
            guard let name = SystemName(rawValue: system) else { throw CommandFailure("業務システムの名前が正しくありません。") }
            let hub = try await HubComposition.open(ProcessInfo.processInfo.environment)
            let count = try await DeadLetters(pool: hub.pool).redeliver(name, id: deadLetter)
            print("\(count)人を配信待ちにしました。")
        }
    }
}
