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
            """)

    @Argument(help: "宛名番号")
    var number: String
    @Option(help: "この日から YYYY-MM-DD（省略時は最初から）")
    var from: String?
    @Option(help: "この日まで YYYY-MM-DD（省略時は今日まで）")
    var to: String?
    @OptionGroup var reason: ReasonFileOptions
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
            number: number, from: from, to: to, reason: try reason.text("作成する理由（\(LookupReason.shortest)文字以上）"))
        let sheet = try await StaffSession.with { try await $0.ask(request, showing: "作成", files: files) }
        print("書きました: \(out)/disclosure.csv、\(out)/disclosure.html、\(out)/proofs")
        for line in sheet.lines { print(line) }
    }
}
