package import ArgumentParser
internal import Foundation
internal import Settings
internal import StaffAPI

/// How receivers are reached: loaded from files, paused, resumed, removed, told to run.
package struct EndpointCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "endpoint", abstract: "業務システムへの接続を取り込み、停止・再開し、取り外します。",
        discussion: """
            提供ポリシーは何を渡すかを決め、接続はどう届けるかを決めます。接続のファイルは、ATENA_ENDPOINTS の 業務システム-データセット.yaml です。

                system: tax
                dataset: addressee
                gyomuid: "010"            # 提供ポリシーの業務IDと照らし合わせます（省略できます）
                connector: module         # module: ハブに組み込まれたモジュール、process: 接続プログラム
                schedule: as-it-happens   # または on-demand、{ daily: "02:30" }、
                                          # { monthly: { day: 1, at: "02:30" } }
                content: delta            # または full（全件。随時のときは使えません）
                batch-size: 500           # 一度に渡す件数の上限（省略すると接続の言う値）
                hours-to-answer: 24       # 受領した業務システムが結果を答えるまでの時間
                settings: {}              # 接続の種類ごとの設定
                body: "111007"            # どの団体の接続か（省略できます）。別の団体のものは取り込みません

            動いている atena work は、止めずに従います。push のある提供ポリシーに接続がないときは、atena status が名前を示します。
            """,
        subcommands: [Load.self, List.self, Pause.self, Resume.self, Remove.self, Run.self])

    package init() {}

    /// Which endpoint, and why.
    struct Asked: ParsableArguments {
        @Argument(help: "業務システム（例 tax）")
        var system: String
        @Argument(help: "データセット（例 addressee）")
        var dataset: String
        @OptionGroup var reason: ReasonFileOptions

        /// Does it, and says that it is done.
        func act(_ act: ActOnEndpoint.Act, _ done: String) async throws {
            let reason = try reason.text("理由（証跡に残ります）")
            _ = try await StaffSession.with { try await $0.ask(ActOnEndpoint(system: system, dataset: dataset, act: act, reason: reason)) }
            print(done)
        }
    }

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "load", abstract: "ディレクトリの接続ファイルを取り込みます。",
            discussion: """
                新しい接続と変わった接続は、先に相手につながるか、相手がその業務システムか、データセットの版を扱えるかを確かめます。一つでも誤りがあれば、どれも取り込みません。
                接続の種類か設定が変わったときは、相手が何も持たないものとして、全件を最初から配信し直します。
                """)

        @Argument(help: "ディレクトリ（省略時は ATENA_ENDPOINTS）")
        var directory: String?

        func run() async throws {
            let settings = Settings()
            guard let directory = directory ?? settings.value(.endpoints) else { throw CommandFailure("ディレクトリを指定してください。") }
            let files = try EndpointFiles.read(directory)
            let sheet = try await StaffSession.with(settings) { try await $0.ask(LoadEndpoints(files: files)) }
            for line in sheet.lines { print(line) }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "接続を一覧します。")
        @OptionGroup var options: SheetOptions

        func run() async throws { try await options.show(StaffSession.with { try await $0.ask(ListEndpoints()) }) }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "pause", abstract: "配信を止めます。その間の変更は、再開すると届きます。")
        @OptionGroup var asked: Asked

        func run() async throws { try await asked.act(.pause, "停止しました。") }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "resume", abstract: "止めた配信を再開します。")
        @OptionGroup var asked: Asked

        func run() async throws { try await asked.act(.resume, "再開しました。") }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "接続を取り外します。配信した位置は残り、もう一度取り込むと全件を最初から配信し直します。",
            discussion: "業務システムが持つ内容は取り戻されません。取り戻すには、先に提供ポリシーを取り消し（atena policy revoke）、配信が済んでから取り外してください。受領したまま結果が答えられていない提供は、結果不明として記録します。")
        @OptionGroup var asked: Asked

        func run() async throws { try await asked.act(.remove, "取り外しました。") }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "run", abstract: "時期の決まった接続に、いま配信します。")
        @OptionGroup var asked: Asked

        func run() async throws { try await asked.act(.run, "配信を始めます（atena work が配信します）。") }
    }
}

/// Files of endpoints, as they are handed over.
private enum EndpointFiles {
    private static let most = 1 << 20

    /// - Throws: ``CommandFailure`` naming the file.
    static func read(_ directory: String) throws -> [TextFile] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw CommandFailure("\(directory): フォルダを読めません。接続ファイルのあるディレクトリを指定するか、環境変数 ATENA_ENDPOINTS を確かめてください。")
        }
        return try names.filter { !$0.hasPrefix(".") && $0 != "README.md" }.sorted().map { name in
            guard name.hasSuffix(".yaml") else {
                throw CommandFailure("\(name): 読まれることのないファイルです。業務システム-データセット.yaml という名前にするか、別の場所に移してください。")
            }
            guard let bytes = FileManager.default.contents(atPath: "\(directory)/\(name)"), bytes.count <= most,
                let text = String(validating: bytes, as: UTF8.self)
            else { throw CommandFailure("\(name): UTF-8のファイルとして読めません。文字コードと大きさ（1MBまで）を確かめてください。") }
            return TextFile(name: name, text: text)
        }
    }
}
