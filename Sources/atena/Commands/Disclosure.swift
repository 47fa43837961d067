import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import Installation
import Oversight
import Settings
import StaffCommands
import TextFiles

/// Who received what about one person, and who looked.
struct DisclosureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
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
    @Option(help: "作成する理由（\(LookupReason.shortest)文字以上）")
    var reason: String
    @Option(help: "書き出すディレクトリ")
    var out: String

    func run() async throws {
        try await explained {
            guard let number = try? AddresseeNumber(number) else { throw CommandFailure("宛名番号の形が正しくありません。") }
            let settings = Settings()
            let hub = try await OpenedHub.open(settings)
            let clerk = try await hub.person()
            let reporting = DisclosureReporting(provisioning: hub.provisioning)
            let report = try await reporting.report(by: clerk, on: number, from: try day(from), until: try day(to), because: reason)
            let key = try Installation.batchFiles(settings).key()
            try FileManager.default.createDirectory(
                atPath: out + "/proofs", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            func write(_ name: String, _ data: Data) throws {
                try BlockingWholeFile.write(Array(data), to: "\(out)/\(name)")
            }
            for (name, text) in [("disclosure.csv", report.csv), ("disclosure.html", report.page)] {
                try write(name, Data(text.utf8))
                print("書きました: \(out)/\(name)")
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let proofs = try await reporting.prove(report, key: key) { try write("proofs/\($0).json", try encoder.encode($1)) }
            print("書きました: \(out)/proofs 証明 \(proofs.proven)件、封印を待つもの \(proofs.unsealed.count)件")
            if !proofs.altered.isEmpty {
                print("封印された内容と異なる記録があります: \(proofs.altered.map(String.init).joined(separator: "、"))。次は: atena audit verify")
            }
            for part in DisclosureReport.Line.Part.allCases { print("\(part.label)\t\(report.lines(of: part).count)件") }
        }
    }

    private func day(_ text: String?) throws -> CalendarDay? {
        guard let text else { return nil }
        guard let day = CalendarDay(text) else { throw CommandFailure("日付は YYYY-MM-DD で指定してください。") }
        return day
    }
}
