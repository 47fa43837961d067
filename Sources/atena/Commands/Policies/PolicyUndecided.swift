import AccessControl
import Addressee
import ArgumentParser
import Foundation
import Installation
import Sharing
import StaffCommands

/// `atena policy undecided`: whom a policy may speak of, once somebody has found out what is not known.
struct PolicyUndecidedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undecided", abstract: "生年月日の不詳などで、対象者か決まらない者を示します。",
        discussion: "決まるまで提供しません。届出や照会で分かったことを住民記録に反映すると、一覧から消えます。閲覧は証跡に残ります。")

    @Argument(help: "業務システム")
    var system: String
    @Option(help: "データセット")
    var dataset = DatasetName.addressee.rawValue
    @Option(help: "処理理由（\(LookupReason.shortest)文字以上）")
    var reason: String
    @Option(help: "この宛名番号より後から（前の頁の最後の宛名番号）")
    var after: String?

    func run() async throws {
        try await explained {
            guard let name = SystemName(rawValue: system) else { throw CommandFailure("業務システムの名前が正しくありません。") }
            let hub = try await OpenedHub.open()
            let listed = try await UndecidedPersons(provisioning: hub.provisioning).list(by: hub.acting, name, dataset: dataset, after: after, because: reason)
            print("宛名番号\t分からないもの")
            for person in listed.persons { print("\(person.number)\t\(person.unknown.map(\.label).joined(separator: "、"))") }
            print("\(listed.persons.count)人。次は: 住民記録で確かめ、分かったことを異動として送ってください。")
            if listed.more, let last = listed.persons.last { print("続きがあります: atena policy undecided \(system) --reason 理由 --after \(last.number)") }
        }
    }
}
