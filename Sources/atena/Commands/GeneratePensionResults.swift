import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import NationalPension
import StaffCommands
import SyntheticCity
import TextFiles

/// What the Japan Pension Service would answer to a medium, for trials.
struct GeneratePensionResultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pension-results", abstract: "年金事務所の架空の処理結果一覧表を、書き出した媒体のファイルから作ります。",
        discussion: """
            例: atena generate pension-results --medium report-2026-0001.csv --out result.csv
                atena pension result import result.csv
            50件に1件は返戻、200件に1件は突合できない結果です。--plant の誤りは、これとは別に、最後の報告から順に混ぜます。
            混ざった誤りは OUT.planted.json に、一覧表の行、誤りの名前、答えるはずだった報告番号で書き出します。
            誤りの名前: returned（返戻）、no-report、number-differs、birth-differs、several（候補が複数。2行）
            """)

    @Option(help: "媒体のファイル（report-束の番号.csv）")
    var medium: String
    @Option(help: "媒体の文字コード: utf-8、shift_jis")
    var encoding = "utf-8"
    @Option(help: "書き出す処理結果一覧表")
    var out: String
    @Option(help: "乱数の種")
    var seed: UInt64 = 0
    @Option(help: "混ぜる誤りの名前（コンマ区切り、all ですべて）")
    var plant: String?

    func run() async throws {
        guard let encoding = ReportEncoding(rawValue: encoding) else { throw ValidationError("--encoding は utf-8 か shift_jis です。") }
        var faults: [ServiceAnswers.Fault] = []
        if plant == "all" {
            faults = ServiceAnswers.Fault.allCases
        } else {
            for name in plant?.split(separator: ",").map(String.init) ?? [] {
                guard let fault = ServiceAnswers.Fault(rawValue: name) else { throw ValidationError("知らない誤りです: \(name)") }
                faults.append(fault)
            }
        }
        try await explained {
            guard let bytes = FileManager.default.contents(atPath: medium) else { throw CommandFailure("\(medium) を読めません。場所と権限を確かめてください。") }
            guard let read = try ReportCSV().read([UInt8](bytes), in: encoding) else {
                throw CommandFailure("\(medium) は、atena pension report write の書き出した媒体のファイルではありません。文字コードを確かめてください。")
            }
            var answers = ServiceAnswers(seed: seed)
            let list = answers.list(for: read.reports.map(ServiceAnswers.Report.init), of: read.batch, on: .todayInJapan(), planting: faults)
            try BlockingWholeFile.write(list.bytes, to: out, readers: .owner)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try BlockingWholeFile.write([UInt8](try encoder.encode(list.planted)), to: out + ".planted.json", readers: .owner)
            let wrong = answers.returned + answers.mismatched
            print("\(out)\t\(read.reports.count)行（返戻 \(answers.returned)、突合できないもの \(answers.mismatched)）")
            if wrong > 0 { print("\(out).planted.json\t\(list.planted.count)行") }
        }
    }
}

extension ServiceAnswers.Report {
    /// As a medium has it, by its headings.
    fileprivate init(_ values: [String: String]) {
        func value(_ column: String) -> String { values[column] ?? "" }
        let kind = NoticeKind(rawValue: value("届出の種類"))
        self.init(
            id: value("報告番号"), number: value("宛名番号"), basicPensionNumber: value("基礎年金番号"), kana: value("氏名カナ"), birth: value("生年月日"),
            granted: kind.flatMap(Self.granted).map { ($0, value("始月"), value("終月")) })
    }

    /// As a batch has it.
    init(_ report: ReportContent) {
        self.init(
            id: "\(report.id)", number: report.number, basicPensionNumber: report.basicPensionNumber, kana: report.kana, birth: report.birth,
            granted: report.months.flatMap { months in Self.granted(report.kind).map { ($0, "\(months.first)", "\(months.last)") } })
    }

    /// 免除の種類 that is granted on an application.
    private static func granted(_ kind: NoticeKind) -> String? {
        kind.isApplication ? (kind == .studentApplied ? ExemptionKind.student : .full).rawValue : nil
    }
}
