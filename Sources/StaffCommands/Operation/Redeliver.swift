package import ArgumentParser
internal import StaffAPI

/// Sends dead letters again.
package struct RedeliverCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "redeliver", abstract: "受け取られなかった人を、いまの内容でもう一度配信します。")

    @Argument(help: "業務システム")
    var system: String
    @Option(help: "このデータセットだけ（省略時は、その業務システムに配信しているすべてのデータセット）")
    var dataset: String?
    @Option(help: "この番号の不達だけ（省略時はすべて）")
    var deadLetter: Int64?
    @Flag(help: "全件を最初から配信し直します（業務システムがデータを失ったとき、配信の位置が読めなくなったとき）")
    var everything = false
    @Flag(help: "受領したまま、期限までに結果を答えていない人だけ")
    var unanswered = false

    package init() {}

    package func run() async throws {
        let what: Redeliver.What = everything ? .everything : unanswered ? .unanswered : .deadLetters(deadLetter)
        let answer = try await StaffSession.with { try await $0.ask(Redeliver(system: system, dataset: dataset, what: what)) }
        let receiver = "\(system)（データセット: \(dataset ?? "すべて")）"
        print(answer.persons.map { "\(receiver): \($0)人を配信待ちにしました。" } ?? "\(receiver): 全件を配信し直します（atena work が配信します）。")
    }
}
