import Addressee
import ArgumentParser
import Foundation
import Settings
import StaffCommands
import SyntheticCity

/// A generated city, for trials and benches: no real person is in it.
struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "架空の市の住民・異動・住登外者のファイルを作ります（同じ指定なら同じ内容）。")

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

    func run() async throws {
        if plant == "list" {
            for fault in Fault.allCases { print("\(fault.rawValue)\t\(fault.japanese)") }
            return
        }
        guard let day = from.map({ CalendarDay($0) }) ?? CityRequest.firstDay(of: days, before: .today()) else {
            throw ValidationError("--from は YYYY-MM-DD で指定してください。")
        }
        if days > 0, day.adding(days: days) > .today() {
            FileHandle.standardError.write(Data("注意: 異動が今日以後の日付になります。出生などの行は、その日まで取り込めません。\n".utf8))
        }
        var faults: [Fault] = []
        if plant == "all" {
            faults = Fault.allCases
        } else {
            for name in plant?.split(separator: ",") ?? [] {
                guard let fault = Fault(rawValue: String(name)) else { throw ValidationError("知らない誤りです: \(name)（--plant list で一覧）") }
                faults.append(fault)
            }
        }
        let request = CityRequest(
            persons: persons, seed: seed, directory: out, from: day, days: days, movementsPerDay: movementsPerDay,
            systems: CityRequest.standardSystems, plant: faults, edition: try edition ?? Settings().layoutEdition())
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
