import AccessControl
import Addressee
import ArgumentParser
import ConnectorKit
import Departments
import Foundation
import Governance
import Installation
import LogSealing
import Logging
import Settings
import Sharing
import StaffCommands
import SyntheticCity
import TextFiles

/// What ops/bench measures inside the process; not for daily use.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "ops/bench が使う計測です。", shouldDisplay: false,
        subcommands: [
            Extract.self, Movements.self, PensionCarriedOver.self, PensionYearRun.self, Plan.self, Read.self, Ready.self, Provisions.self, Search.self,
        ])

    /// A full extract to a file, recorded as any other.
    struct Extract: AsyncParsableCommand {
        @Argument var system: String
        @Option var out: String
        @Option var format = "csv"

        func run() async throws {
            try await explained {
                let hub = try await OpenedHub.open(for: .operateDeliveries)
                guard let name = SystemName(rawValue: system), let format = ExtractFormat(rawValue: format) else {
                    throw CommandFailure("SYSTEM と --format を確かめてください。")
                }
                try await hub.sealing.catchUp()
                let started = ContinuousClock.now
                let extract = try await hub.provisioning.full(
                    Caller(system: name, byWhom: "\(hub.acting.name) bench"), dataset: DatasetName.addressee.rawValue, format: format)
                // Until it is written, as what it is held against: neither waits until the disk has it.
                let (lines, taken) = try await WholeFile.with(path: out) { file in
                    var lines = 0
                    for try await piece in extract {
                        lines += piece.count { $0 == 0x0A }
                        try await file.append(piece)
                    }
                    return (lines, ContinuousClock.now - started)
                }
                try printJSON(["seconds": taken.seconds, "lines": Double(lines)])
            }
        }
    }

    /// Searches of the list of hard names; with `--residents` the file of the persons on it.
    struct Search: AsyncParsableCommand {
        @Option(help: "一覧の者の住民ファイルを書いて終わります") var residents: String?
        @Option(help: "異動日とする日") var from: String = "2020-04-01"
        @Option(help: "繰り返す回数") var rounds = 3

        func run() async throws {
            try await explained {
                let list = try HardNames()
                if let residents {
                    guard let day = CalendarDay(from) else { throw CommandFailure("--from は YYYY-MM-DD で指定してください。") }
                    try BlockingWholeFile.write(Array(list.residents(on: day).utf8), to: residents, readers: .everybody)
                    return
                }
                let hub = try await OpenedHub.open(for: .operateDeliveries)
                try await hub.sealing.catchUp()
                try printJSON(try await SearchBench(hub: hub, list: list).run(rounds: rounds))
            }
        }
    }

    /// What the policies of a directory would change; counts only.
    struct Plan: AsyncParsableCommand {
        @Argument var directory: String

        func run() async throws {
            try await explained {
                let hub = try await OpenedHub.open(for: .operateDeliveries)
                // A program may not plan; this one counts for a measurement, names nobody, and says who it is.
                let measuring = Principal(
                    account: hub.acting.account, isService: true, department: nil, terminal: "bench",
                    grants: [.proposePolicies: .init(by: "ops/bench", on: .today())])
                try printJSON(try await hub.policies.plan(by: measuring, .files(PolicyLibrary(directory: directory))))
            }
        }
    }

    /// One-person reads over HTTPS against a running `atena serve` (ATENA_URL).
    struct Read: AsyncParsableCommand {
        @Argument var system: String
        @Option(help: "宛名番号を1行に1つ書いたファイル") var numbers: String
        @Option var clients = 16
        @Option var seconds = 10.0

        func run() async throws {
            let list = try String(contentsOfFile: numbers, encoding: .utf8).split(separator: "\n")
            let bench = try BenchCommand.asking(list.map { "/v1/systems/\(system)/datasets/addressee/persons/\($0)" }, as: system)
            try printJSON(try await bench.run(clients: clients, seconds: seconds))
        }
    }

    /// Whether it is ready, asked of a running `atena serve` (ATENA_URL) again and again.
    struct Ready: AsyncParsableCommand {
        @Argument var system: String
        @Option var clients = 4
        @Option var seconds = 10.0

        func run() async throws {
            try printJSON(try await BenchCommand.asking(["/health/ready"], as: system).run(clients: clients, seconds: seconds))
        }
    }

    private static func asking(_ paths: [String], as system: String) throws -> ReadBench {
        let settings = Settings()
        guard let url = URL(string: try settings.required(.url)), let host = url.host, let port = url.port else {
            throw CommandFailure("ATENA_URL を確かめてください。")
        }
        return ReadBench(host: host, port: port, system: system, pki: try settings.required(.pki), paths: paths)
    }

    /// One-person provisions of this process.
    struct Provisions: AsyncParsableCommand {
        @Argument var system: String
        @Option(help: "宛名番号を1行に1つ書いたファイル") var numbers: String
        @Option(help: "件数") var count = 100_000
        @Option(help: "同時に尋ねる数") var clients = 32
        @Option(help: "1秒あたりの件数の上限（0は制限なし）") var rate = 0
        @Flag(help: "このプロセスでは封印しません") var unsealed = false

        func run() async throws {
            try await explained {
                guard let name = SystemName(rawValue: system) else { throw CommandFailure("SYSTEM を確かめてください。") }
                let hub = try await OpenedHub.open()
                let list = try String(contentsOfFile: numbers, encoding: .utf8).split(separator: "\n").map(String.init)
                if !unsealed { try await hub.sealing.catchUp() }
                let bench = ProvisionBench(hub: hub, system: name, numbers: list)
                try printJSON(try await bench.run(count: count, clients: clients, rate: rate, seals: !unsealed))
            }
        }
    }

    /// Movements at a steady rate, each timed from its submission until a module holds it.
    struct Movements: AsyncParsableCommand {
        @Option(help: "生成したときの人数") var persons = 10_000
        @Option(help: "生成したときの種") var seed: UInt64 = 1
        @Option(help: "生成したときの基準日") var from: String
        @Option(help: "1秒あたりの件数") var rate = 200
        @Option(help: "秒数") var seconds = 10
        @Option(help: "同時に受け入れる数") var clients = 8
        @Option(help: "先頭からとばす件数（前の計測で使った分）") var skip = 0

        func run() async throws {
            LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
            let settings = Settings()
            try await explained {
                guard let day = CalendarDay(from) else { throw CommandFailure("--from は YYYY-MM-DD で指定してください。") }
                let hub = try await OpenedHub.open(settings, for: .operateDeliveries)
                let bench = MovementBench(hub: hub, modules: try Installation.modules(settings))
                try printJSON(
                    try await bench.run(
                        try MovementStream(persons: persons, seed: seed, from: day), skip: skip, count: rate * seconds, rate: rate, clients: clients))
            }
        }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
