package import ArgumentParser
internal import StaffAPI

/// Which files are due, and whether they have come.
package struct SourcesCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sources", abstract: "届くべきファイルと、届いたかどうかを示します。",
        discussion: """
            どの業務システムから、どのファイルが、いつまでに届くべきかは、環境変数 ATENA_SOURCES のファイルに書きます（見本と書き方は製品の ops/sources.yaml）。
            期限を過ぎて届かないもの、空のもの、すべての行が却下されたもの、行が少なすぎるもの、前と同じ内容のもの、途中で止まったものを不足として示します。
            atena status、/metrics（atena_source_missing）にも出ます。atena work は、期限ごとに一度、証跡に記録します（intake.source-missed）。
            取込中のものは不足ではありません。1件ずつの随時の取込（atena submit）はファイルではないので、数えません。

            終了コード: 0 不足なし、1 不足あり、または予定がない・読めない。
            """)

    @OptionGroup var options: SheetOptions

    package init() {}

    package func run() async throws { try await options.show(StaffSession.with { try await $0.ask(ListSources()) }) }
}
