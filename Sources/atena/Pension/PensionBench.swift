import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import Glibc
import Installation
import Logging
import NationalPension
import Postgres
import Settings
import StaffCommands
import StaffService

extension BenchCommand {
    /// Insured persons whose records an earlier system kept: of those whom the hub has given the module.
    struct PensionCarriedOver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "pension-city")

        @Option(help: "被保険者の人数") var insured = 100_000

        func run() async throws {
            let settings = Settings()
            try await explained {
                let hub = try await OpenedHub.open(settings, for: .operateDeliveries)
                let (_, records, city) = try await Self.opened(hub, settings)
                try await city.requireNobodyElses()
                let today = CalendarDay.todayInJapan()
                // As the module takes in whatever it was given.
                let began = ContinuousClock.now
                let run = try await records.lookAtMovements(by: PensionClerks.first, today: today)
                let looked = (ContinuousClock.now - began).seconds
                let persons = try await city.insurable(on: today, limit: insured)
                guard persons.count == insured else {
                    throw CommandFailure("22歳から59歳の者が\(persons.count)人しか提供されていません。--insured を減らすか、住民を増やしてください。")
                }
                try await city.carryOver(persons, before: today)
                await city.connection.close()
                try printJSON(["given": Double(run.persons), "insured": Double(persons.count), "firstLookSeconds": looked])
            }
        }

        fileprivate static func opened(_ hub: OpenedHub, _ settings: Settings) async throws -> (PensionModule, PensionRecords, PensionCity) {
            let module = try PensionModule(settings, of: hub.installation)
            guard let records = module.records else { throw PensionRefused.notHere }
            let login = try Installation.connection(settings, user: "atena_national_pension", role: nil, in: .pension)
            let installation = hub.installation
            return (
                module, records,
                PensionCity(
                    connection: try await Connection.open(login), seal: PensionSeal { installation.seal($0, of: $1) }, tables: records.tables)
            )
        }
    }

    /// A year of the pension department, and whether it adds up.
    struct PensionYearRun: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "pension-year")

        @Option(help: "週の数") var weeks = 52
        @Option(help: "一週に届け出る件数") var weekly = 500
        @Option(help: "最後に、引き渡さずに残す紙の束の件数") var paper = 0
        @Option(help: "毎月の異動情報を受け取るシステム") var receiver: String?
        @Option(help: "媒体と結果の一覧表を置くところ") var media: String

        private struct Result: Encodable {
            let seconds: Double
            let memoryMegabytes: Double
            let children: Double
            let growth: Double
            let times: PensionYearTimes
            let counts: PensionYearCounts
            let reckoning: PensionReckoning
            let paperBatch: String?
            let paperClosingSeconds: Double?
        }

        func run() async throws {
            LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
            let settings = Settings()
            try await explained {
                let hub = try await OpenedHub.open(settings, for: .operateDeliveries)
                let (module, records, city) = try await PensionCarriedOver.opened(hub, settings)
                try await city.requireNobodyElses()
                let start = CalendarDay.todayInJapan()
                let filings = PensionFilings(
                    insured: try await city.carriedOver(), newcomers: try await city.newcomers(on: start, limit: weekly * (weeks + 2) / 10))
                await city.connection.close()
                let receiver = try receiver.map { name in
                    guard let system = SystemName(rawValue: name) else { throw CommandFailure("--receiver を確かめてください。") }
                    return system
                }
                let logger = Logger(label: "atena.bench")
                let year = PensionYear(
                    PensionClerks(hub, records), publisher: PensionPublisher(module, of: hub.installation, logger: logger), media: media, receiver: receiver,
                    start: start, filings: filings)
                let began = ContinuousClock.now
                try await year.run(weeks: weeks, weekly: weekly)
                let seconds = (ContinuousClock.now - began).seconds
                let (own, children) = (Self.peakMegabytes, Self.childrenMegabytes)
                let end = start.adding(days: 7 * weeks)
                let onPaper = paper > 0 ? try await year.paper(paper, on: end) : nil
                let years = CalendarMonth(of: start).fiscalYear...CalendarMonth(of: end).fiscalYear
                let reckoning = try await PensionReckoning(records, years: years.map { Int32($0) }, counts: year.counts)
                try printJSON(
                    Result(
                        seconds: seconds, memoryMegabytes: own + children, children: children, growth: year.times.growth, times: year.times,
                        counts: year.counts, reckoning: reckoning, paperBatch: onPaper.map { "\($0.batch)" }, paperClosingSeconds: onPaper?.seconds))
                guard reckoning.faults.isEmpty else { throw CommandFailure(reckoning.faults.joined(separator: "\n")) }
            }
        }

        /// Highest resident memory of this process so far.
        private static var peakMegabytes: Double {
            let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            return (line.flatMap { Double($0.filter(\.isNumber)) } ?? 0) / 1024
        }

        /// Highest resident memory of any child process that has ended.
        private static var childrenMegabytes: Double {
            var usage = rusage()
            guard getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage) == 0 else { return 0 }
            return Double(usage.ru_maxrss) / 1024
        }
    }
}
