internal import Addressee
internal import ArgumentParser
internal import StaffAPI

/// Which receivers have followed.
struct ProtectionAcknowledgementsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledgements", abstract: "支援措置の設定を、どの業務システムが受領したかを表示します。1日を過ぎた未受領は警告になります。")

    @Argument(help: "宛名番号")
    var number: String

    func run() async throws {
        try await StaffSession.with { session in
            let lines = try await session.ask(ListAcknowledgements(number: number))
            print("宛名番号\t業務システム\tデータセット\t状態\t設定\t受領\t確認した者")
            for line in lines {
                let columns = [
                    line.addresseeNumber, line.system, line.dataset, line.state, line.setAt, line.acknowledgedAt ?? "－", line.confirmedBy ?? "－",
                ]
                print(columns.joined(separator: "\t"))
            }
            let overdue = lines.count { $0.isOverdue }
            print("\(lines.count)件\(overdue > 0 ? "、うち期限を過ぎた未受領 \(overdue)件。業務システムに直接確かめ、次を実行してください: atena protection acknowledge 宛名番号 業務システム" : "")")
        }
    }
}

/// Notes what somebody confirmed with a receiver.
struct ProtectionAcknowledgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge", abstract: "業務システムが支援措置を反映したことを直接確かめた、と記録します（媒体など、受領が自動では分からないとき）。")

    @Argument(help: "宛名番号")
    var number: String
    @Argument(help: "業務システム")
    var system: String
    @Option(help: "データセット")
    var dataset = DatasetName.addressee.rawValue
    @OptionGroup var reason: ReasonFileOptions

    func run() async throws {
        let reason = try reason.text("確かめた相手と方法")
        try await StaffSession.with { session in
            _ = try await session.ask(ConfirmAcknowledgement(number: number, system: system, dataset: dataset, reason: reason))
            print("受領を記録しました。")
        }
    }
}
