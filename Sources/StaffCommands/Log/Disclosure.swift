internal import Addressee
package import ArgumentParser
internal import Foundation
internal import StaffAPI
internal import TextFiles

/// Who received what about one person, and who looked.
package struct DisclosureCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "disclosure", abstract: "宛名番号の者について、誰に何を提供し、誰が照会したかの開示記録を作ります。",
        discussion: """
            DIR に disclosure.csv（表計算ソフト用）、disclosure.html（閲覧・印刷用）と、記録ごとの証明 proofs/番号.json を、所有者だけが読める形で書きます。
            証明は atena audit prove --verify FILE --key KEY で、データベースなしに確かめられます。

            同じ者が同じ月に同じ理由で行った照会は、一行にまとめて件数と最初・最後の日時を示します（ほかの記録も、同じ種類のものが一月に100件を超えるとき）。まとめた行の証明は、最初と
            最後のものです。--every を付けると、一件ずつの記録 every.csv と、その証明 proofs.jsonl（1行に1件）も書きます。件数が多いときは --from と --to で期間を絞ってください。
            """)

    @Argument(help: "宛名番号")
    var number: String
    @Option(help: "この日から YYYY-MM-DD（省略時は最初から）")
    var from: String?
    @Option(help: "この日まで YYYY-MM-DD（省略時は今日まで）")
    var to: String?
    @OptionGroup var reason: ReasonFileOptions
    @Flag(help: "一件ずつの記録と証明も書きます")
    var every = false
    @Option(help: "書き出すディレクトリ")
    var out: String

    package init() {}

    package func run() async throws {
        let out = out
        let files = ReceivedFiles { name in
            // Names that the service gives lead nowhere else.
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }), parts.count == 1 || parts[0] == "proofs" else {
                throw CommandFailure("ハブが、求めていないファイルを送りました: \(name)")
            }
            try FileManager.default.createDirectory(atPath: out + "/proofs", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            return try BlockingWholeFile(path: "\(out)/\(name)")
        }
        let request = DiscloseRecords(
            number: number, from: from, to: to, reason: try reason.text("作成する理由（\(LookupReason.shortest)文字以上）"), every: every)
        let sheet = try await StaffSession.with { try await $0.ask(request, showing: "作成", files: files) }
        print("書きました: \(out)/disclosure.csv、\(out)/disclosure.html、\(out)/proofs\(every ? "、\(out)/every.csv、\(out)/proofs.jsonl" : "")")
        for line in sheet.lines { print(line) }
    }
}
