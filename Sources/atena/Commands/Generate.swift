import Addressee
import ArgumentParser
import Foundation
import Settings
import StaffCommands
import SyntheticCity

/// Generated files, for trials and benches: no real person is in them.
struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "架空の市のファイルを作ります（同じ指定なら同じ内容）。",
        discussion: """
            例: atena generate --persons 10000 --seed 1 --out data --days 3 --pension
            指定できるものは atena generate city --help に出ます（city は省略できます）。
            """, subcommands: [GenerateCityCommand.self, GeneratePensionResultsCommand.self], defaultSubcommand: GenerateCityCommand.self)
}

/// A generated city.
struct GenerateCityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "city", abstract: "架空の市の住民・異動・住登外者のファイルを作ります。--pension で、国民年金のファイルも作ります。",
        discussion: """
            国民年金のファイルは、異動の前の日までの記録です。異動を取り込む前に取り込みます。
              pension-KIND.csv      atena pension import KIND に渡すファイル。
                                    KIND は basic（年金基本）、qualification（資格）、
                                    exemption（免除）、additional（付加）、
                                    legal-exemption（法定免除）、maternity（産前産後）、
                                    childcare（育児）、fund（基金）、claim-old-age、
                                    claim-disability、claim-survivor、
                                    claim-old-age-welfare（裁定受付）。
                                    この順に取り込みます
              shotoku-YEAR.csv      atena publish tax-income --source tax に渡す所得
              pension-filings.txt   窓口に届く届出と申請。1行が一件で、atena pension の
                                    命令、宛名番号、記載をタブで区切ります
              pension-interest.txt  60歳に達した、亡くなった、国外へ転出したが、
                                    記録または裁定の請求のある人。1行が
                                    atena interest add national-pension に渡す宛名番号です
            住民は --body の団体に住み、住登外者とCSVの各行も、その市区町村コード（shikuchosonkodo）を持ちます。別の団体のハブは受け付けません。
            年金事務所の処理結果は、atena generate pension-results が、書き出した媒体から作ります。
            """)

    @Option(help: "団体コード（省略時は環境変数 ATENA_BODY。それもないときは 111007、さいたま市）")
    var body: String?
    @Option(help: "住民の人数")
    var persons = 10_000
    @Option(help: "乱数の種")
    var seed: UInt64 = 1
    @Option(help: "書き出すディレクトリ")
    var out: String
    @Option(help: "異動ファイルの日数")
    var days = 0
    @Option(help: "基準日 YYYY-MM-DD。異動の初日（省略時は、最後の異動が昨日になる日）")
    var from: String?
    @Option(help: "1日の異動件数（省略時は人口の約0.1%）")
    var movementsPerDay: Int?
    @Option(name: .customLong("layout"), help: LayoutEdition.help)
    var edition: LayoutEdition?
    @Option(help: "混ぜる誤りの名前（コンマ区切り、all ですべて、list で一覧）")
    var plant: String?
    @Flag(help: "国民年金のこれまでの記録、所得、届出も作ります")
    var pension = false
    @Option(help: "国民年金の記録のある人の人数（省略時は全員。異動のある世帯の人は、これに加えます）")
    var pensionPersons: Int?

    func run() async throws {
        if plant == "list" {
            for fault in Fault.allCases { print("\(fault.rawValue)\t\(fault.japanese)") }
            for fault in PensionFault.allCases { print("\(fault.rawValue)\t\(fault.japanese)（--pension のとき）") }
            return
        }
        guard let day = from.map({ CalendarDay($0) }) ?? CityRequest.firstDay(of: days, before: .today()) else {
            throw ValidationError("--from は YYYY-MM-DD で指定してください。")
        }
        if days > 0, day.adding(days: days) > .today() {
            FileHandle.standardError.write(Data("注意: 異動が今日以後の日付になります。出生などの行は、その日まで取り込めません。\n".utf8))
        }
        var (faults, pensionFaults): ([Fault], [PensionFault]) = ([], [])
        if plant == "all" {
            (faults, pensionFaults) = (Fault.allCases, pension ? PensionFault.allCases : [])
        } else {
            for name in plant?.split(separator: ",").map(String.init) ?? [] {
                if let fault = Fault(rawValue: name) {
                    faults.append(fault)
                } else if let fault = PensionFault(rawValue: name) {
                    guard pension else { throw ValidationError("\(name) は --pension のときの誤りです。") }
                    pensionFaults.append(fault)
                } else {
                    throw ValidationError("知らない誤りです: \(name)（--plant list で一覧）")
                }
            }
        }
        let settings = Settings()
        let request = CityRequest(
            persons: persons, seed: seed, directory: out, from: day, days: days, movementsPerDay: movementsPerDay,
            systems: CityRequest.standardSystems, plant: faults, pension: pension, pensionPersons: pensionPersons, plantPension: pensionFaults,
            edition: try edition ?? settings.layoutEdition(),
            of: try body.map { try LocalGovernmentCode($0) } ?? (settings[.body] == nil ? nil : settings.body()))
        let progress = ProgressLine("生成")
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: CitySummary.self)
        // Writing files blocks, so it has a thread of its own.
        Thread.detachNewThread {
            do {
                continuation.yield(try generate(request, progress: progress.show))
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        for try await summary in stream {
            for file in summary.files { print("\(file.name)\t\(file.rows)行\t\(file.bytes)バイト") }
        }
    }
}
