import AccessControlStand
import Addressee
import Foundation
import Governance
import Installation
import Postgres
import RegisterStand
import Settings
import Testing

/// What people are told of files that were due: by the command, by status, at the end of an intake, and on record by whoever looks each day.
@Suite(.timeLimit(.minutes(10))) struct SourcesCommandTests {
    /// A hub with this schedule, and commands that ask its staff service.
    private func withSchedule(_ schedule: String?, _ body: (TestHub, [String: String]) async throws -> Void) async throws {
        try await TestHub.withOperations { hub in
            try schedule.map { ["ATENA_SOURCES": try hub.write(Array($0.utf8), to: "sources.yaml")] } ?? [:]
        } _: {
            try await body($0, $1)
        }
    }

    private func run(_ arguments: [String], _ environment: [String: String]) async throws -> (status: Int32, output: String, error: String) {
        let outcome = try await Program.run(try #require(Program.atena, "build the product atena first"), arguments, environment: environment)
        return (outcome.status, String(decoding: outcome.output, as: UTF8.self), outcome.error)
    }

    /// The register's file and tax's incomes, due since yesterday's midnight.
    private var schedule: String {
        let from = CalendarDay.today().adding(days: -1)
        return """
            sources:
              - {source: resident-record, data: residents, every: daily, by: "00:00", from: \(from), opens-hours: 24}
              - {source: tax, data: tax-income, every: daily, by: "00:00", from: \(from), opens-hours: 24}
            """
    }

    @Test func theCommandAndStatusNameWhatLacks() async throws {
        try await withSchedule(schedule) { hub, environment in
            let told = try await run(["sources"], environment)
            #expect(told.status == 1 && told.output.contains("tax\ttax-income\t毎日 00:00まで") && told.output.contains("届いていない"), "\(told)")
            let json = try await run(["sources", "--json"], environment)
            #expect(json.status == 1)
            let standings = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
            #expect(standings.compactMap { $0["state"] as? String } == ["absent", "absent"])
            let status = try await run(["status"], environment)
            #expect(status.output.contains("届くべきファイル: 2件のうち2件が不足しています"), "\(status)")
        }
    }

    @Test func anIntakeEndsWithWhatElseLacks() async throws {
        try await withSchedule(schedule) { hub, environment in
            let file = try hub.write(ResidentRow.csv([ResidentRow(1)]), to: "r.csv")
            let taken = try await run(["intake", "residents", file], environment)
            #expect(taken.status == 0, "\(taken)")
            let last = taken.output.split(separator: "\n").suffix(3)
            #expect(last.first == "まだ不足している、届くべきファイル: 2件" && last.last?.contains("tax の tax-income") == true, "\(taken.output)")
            // A program that reads JSON is told beside it.
            let json = try await run(["intake", "residents", file, "--json"], environment)
            #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
            #expect(json.error.contains("まだ不足している"))
            // As of yesterday it was in time, and is named no longer.
            try await hub.admin.execute("UPDATE intake.taking SET taken_at = taken_at - interval '1 day'")
            try await hub.admin.execute("UPDATE intake.file SET started_at = started_at - interval '1 day'")
            let again = try await run(["sources"], environment)
            #expect(again.status == 1 && again.output.contains("\t到着\t") && !again.output.contains("resident-record の residents:"), "\(again.output)")
        }
    }

    @Test func aScheduleThatCannotBeReadIsNamedAndNothingIsCalledWell() async throws {
        for schedule in ["sources:\n  - source: tax\n", nil] {
            try await withSchedule(schedule) { _, environment in
                let told = try await run(["sources"], environment)
                #expect(told.status == 1 && told.error.contains("X0015") || told.error.contains("届くべきファイルの予定"), "\(told)")
                let status = try await run(["status"], environment)
                #expect(status.status == 0 && status.output.contains("届かないファイルがあっても分かりません"), "\(status)")
                #expect(!status.output.contains("不足はありません"))
                #expect(status.output.contains(schedule == nil ? "ATENA_SOURCES" : "sources.yaml:2:"))
            }
        }
        try await withSchedule("sources: []\n") { _, environment in
            let empty = try await run(["sources"], environment)
            #expect(empty.status == 0 && empty.output.contains("届くべきものはありません"))
        }
    }

    @Test func aScheduleOfAnotherBodyIsNotTakenForOurs() async throws {
        try await withSchedule("body: \"112011\"\nsources: []\n") { _, environment in
            let told = try await run(["sources"], environment)
            #expect(told.status != 0 && told.error.contains("F0048") && told.error.contains("112011"), "\(told)")
            let status = try await run(["status"], environment)
            #expect(status.output.contains("F0048") && !status.output.contains("不足はありません"), "\(status)")
        }
        try await withSchedule("body: 111007\nsources: []\n") { _, environment in
            let told = try await run(["sources"], environment)
            #expect(told.status == 0, "\(told)")
        }
    }

    @Test func theDailyRoundPutsItOnRecordOnceAndReadsTheScheduleAnew() async throws {
        try await TestHub.with { hub in
            let settings = Settings(hub.commandEnvironment.merging(["ATENA_SOURCES": try hub.write(Array(schedule.utf8), to: "sources.yaml")]) { $1 })
            let installation = try await Installation.open(settings)
            let duties = DailyDuties(installation, modules: [])
            let first = try await duties.sources(by: "test")
            #expect(first.missed == 4 && first.problem == nil, "two days of two sources")
            #expect(try await duties.sources(by: "test").missed == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'intake.source-missed' AND is_failure AND by_whom = 'test'") == 4)
            _ = try hub.write(Array("nothing".utf8), to: "sources.yaml")
            let unreadable = try await duties.sources(by: "test")
            #expect(unreadable.missed == 0 && unreadable.problem?.contains("sources.yaml:1:1") == true)
            await installation.pool.shutdown(grace: .seconds(1))
        }
    }

    /// What the product brings along can be read, and says that nothing is due before a body says otherwise.
    @Test func theFileThatComesWithTheProductIsRead() throws {
        let path = TestServer.root + "/ops/sources.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(try SourceSchedule(file: path, text: text).sources.isEmpty)
        // Its example is one that can be used as it stands.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).drop { $0 != "# 例:" }.dropFirst()
        let example = lines.prefix { $0.hasPrefix("# ") }.map { $0.dropFirst(2) }.joined(separator: "\n")
        #expect(try SourceSchedule(file: path, text: example).sources.count == 3)
    }
}
