package import ArgumentParser
internal import Foundation
package import StaffAPI
internal import TextFiles

/// The log as the hub has it. What needs no hub (`--export`, `--verify`) is beside these, in the program itself.
package enum LogCommands {
    /// Asks the hub to verify.
    package static func verify(from: Int?, to: Int?, key: String?, checkpoints: String?) async throws -> Sheet {
        let request = VerifyLog(from: from, to: to, key: try key.map(text), checkpoints: try checkpoints.map(text))
        return try await StaffSession.with { try await $0.ask(request, showing: "検証") }
    }

    /// A proof as JSON; nil where there is none.
    package static func prove(_ what: ProveLog.What) async throws -> String? {
        try await StaffSession.with { try await $0.ask(ProveLog(what: what)) }.proof
    }

    private static func text(_ path: String) throws -> String {
        guard let bytes = FileManager.default.contents(atPath: path) else { throw CommandFailure("\(path) を読めません。") }
        guard bytes.count <= 6 << 20 else {
            throw CommandFailure("\(path) は大きすぎます（6MBまで）。大きなものとの突き合わせは、atena audit export で書き出し、atena audit verify --export で行ってください。")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    package struct Export: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            commandName: "export", abstract: "証跡をファイルに書き出します（JSON Lines。所有者だけが読めるファイルで、書き終えたときにだけその名前で現れます）。")

        @Option(help: "書き出すファイル") var out: String
        @Option(help: "この位置（0から）より後だけ") var from: Int?
        @Option(help: "この位置まで") var to: Int?
        @Flag(help: "個人を示す項目を除きます（検証はそのままできます）") var withoutPersonal = false

        package init() {}

        package func run() async throws {
            let files = try ReceivedFiles.one("log.jsonl", to: out)
            let request = ExportLog(from: from, to: to, withoutPersonal: withoutPersonal)
            let answer = try await StaffSession.with { try await $0.ask(request, showing: "書出し", files: files) }
            if !answer.isStated {
                print("封印が進まないため、個人を示す項目の有無についての言明を、この書き出しに入れられませんでした。後から除かれても、わかりません。封印が進んでから（atena status）、もう一度書き出してください。")
            }
            print("\(answer.events)件を書き出しました。確かめるには: atena audit verify --export \(out) --key 検証鍵（atena audit key）")
        }
    }

    package struct Key: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            commandName: "key", abstract: "検証鍵をファイルに書き出します。", discussion: "検証鍵は、運用管理者から別の経路でも受け取り、同じであることを確かめてください。")

        @Option(help: "書き出すファイル") var out: String

        package init() {}

        package func run() async throws {
            let answer = try await StaffSession.with { try await $0.ask(ReadLogKey()) }
            try BlockingWholeFile.write(Array(answer.key.utf8), to: out)
            print("書きました: \(out)")
        }
    }

    package struct Erase: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            commandName: "erase", abstract: "保存年限の過ぎた証跡の、個人を示す項目を消去します。",
            discussion: """
                証跡そのものと封印は残り、検証（atena audit verify）も証明もそのままできます。消去した項目は戻せません。7年に満たないものは、日付をどう指定しても消去されません。
                「利用者・権限の管理」の権限が要ります。消去は証跡に記録されます。
                """)

        @Option(help: "この日（YYYY-MM-DD、日本の日付）より前のもの") var before: String

        package init() {}

        package func run() async throws {
            let answer = try await StaffSession.with { try await $0.ask(EraseOpenings(before: before), showing: "消去") }
            print("\(answer.events)件の証跡の、個人を示す項目を消去しました。確かめるには: atena audit verify")
        }
    }

    /// Lets a halted sealer go on: one person proposes, another confirms.
    package struct Resume: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
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

        package init() {}

        struct Propose: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "propose", abstract: "失われた記録を書き直すこと、または失われたイベントの後から封印を続けることを提案します。")

            @OptionGroup var reason: ReasonFileOptions

            func run() async throws {
                let reason = try reason.text("失われた経緯と、調べたこと")
                let answer = try await StaffSession.with { try await $0.ask(ResumeSealing(confirms: false, reason: reason)) }
                for line in answer.lines { print(line) }
                print("次に、24時間以内に、別の人が atena audit verify の結果と控えを確かめ、atena audit resume confirm を行います。")
            }
        }

        struct Confirm: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "confirm", abstract: "別の人の提案を承認します。封印は数秒で再開します。")

            @OptionGroup var reason: ReasonFileOptions

            func run() async throws {
                let reason = try reason.text("確かめたこと")
                let answer = try await StaffSession.with { try await $0.ask(ResumeSealing(confirms: true, reason: reason)) }
                for line in answer.lines { print(line) }
                print("確かめるには: atena audit verify")
            }
        }
    }
}
