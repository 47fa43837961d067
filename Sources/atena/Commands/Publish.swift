import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Governance
import Installation
import Register
import Settings
import SourceFiles
import StaffCommands

/// Publishes a file of records about persons.
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "業務システムが公開する記録（所得情報など）のファイルを取り込みます。",
        discussion: """
            1行が1つの記録です。列は atenabango（宛名番号）、データセットの項目（Policies/datasets/DATASET.yaml）、torikeshi（1で記録の取消し）です。
            記録は行ごとに全部を置き換えます。空欄の項目は、値がないものとして扱います。個人番号の列はありません。
            公開できるのは、データセットの source の業務システムだけです。
            止まっても同じファイルでもう一度実行すると、続きから取り込みます。最後まで取り込んだファイルをもう一度公開すると、その内容が新しい内容になります
            （後に公開した内容が有効です）。取り込めない行は FILE.rejected.csv に理由を付けて書き出します。宛名番号が登録されていない行（E0214）は、
            登録された後に、そのファイルを公開してください。

            届くべきファイルの予定（ATENA_SOURCES）があれば、期限を過ぎてまだ不足しているものを最後に示します（atena sources）。

            例: atena publish tax-income shotoku-2026.csv --source tax

            終了コード: atena intake と同じです（0 すべて、3 却下あり、65 受け付けない、75 途中で止まった）。
            """)

    @Argument(help: "データセット（例 tax-income）")
    var dataset: String
    @OptionGroup var handed: HandedFile
    @Option(help: "公開する業務システム（例 tax）")
    var source: String

    func run() async throws {
        try await handed.taken(showing: "公開") { settings, reports, progress in
            guard let system = SystemName(rawValue: source) else { throw CommandFailure("--source に業務システムの名前を指定してください（例 tax）。") }
            let library = try PolicyLibrary(directory: settings.required(.policies))
            guard let name = DatasetName(rawValue: dataset), let catalogue = library.datasets[name], name != .addressee else {
                let known = library.datasets.keys.sorted().filter { $0 != .addressee }.map(\.rawValue).joined(separator: ", ")
                throw CommandFailure("公開できるデータセットではありません: \(dataset)（\(known)）")
            }
            let hub = try await OpenedHub.open(settings, for: .operateDeliveries)
            let report = try await Intake(pool: hub.pool, vault: hub.vault).publish(
                hub.acting, handed.file, catalogue, source: system, encoding: handed.encoding, reports: reports, rejects: handed.rejects,
                progress: progress)
            return (report, await DueLines.afterTaking(by: hub.acting, hub, settings))
        }
    }
}
