internal import Addressee
package import ArgumentParser
internal import StaffAPI

/// Publishes a file of records about persons.
package struct PublishCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "業務システムが公開する記録（所得情報など）のファイルを取り込みます。",
        discussion: """
            1行が1つの記録です。列は atenabango（宛名番号）、データセットの項目（Policies/datasets/DATASET.yaml）、torikeshi（1で記録の取消し）です。
            どの団体のファイルかを示す列 shikuchosonkodo（市区町村コード6桁）を加えることができます。すべての行が別の団体なら受け付けず（F0048）、一部の行なら
            その行を却下します（E0234）。列がないか空欄なら、--source の業務システムのものとして扱います。
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

    package init() {}

    package func run() async throws {
        guard SystemName(rawValue: source) != nil else { throw CommandFailure("--source に業務システムの名前を指定してください（例 tax）。") }
        try await handed.taken(showing: "公開") { PublishFile(fileName: $0, dataset: dataset, source: source, terms: $1) }
    }
}
