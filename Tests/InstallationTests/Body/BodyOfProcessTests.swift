import AccessControlStand
import Addressee
import Foundation
import Postgres
import Settings
import Testing

@testable import AuditTrail
@testable import Keys
@testable import TransparencyLog

/// A process is of one body, as is its database: where they differ, or one does not know, nothing begins (CT-19).
@Suite(.timeLimit(.minutes(10))) struct BodyOfProcessTests {
    private static let other = "111015"

    private func atena(_ hub: TestHub, _ arguments: [String], body: String?, also: [String: String] = [:]) async throws -> Program.Outcome {
        let atena = try #require(Program.atena, "build the product atena first")
        var environment = hub.commandEnvironment.merging(["ATENA_BODY": body ?? ""]) { $1 }
        environment.merge(also) { $1 }
        // What should not start and does would run for ever.
        return try await Program.run("/usr/bin/timeout", ["60", atena] + arguments, environment: environment)
    }

    @Test(arguments: [
        ["staff"], ["work", "--until-idle"], ["work", "--calendar", "2026-11-20"], ["access", "daily"], ["keys", "init"], ["serve"],
        // A database that was restored from another body's backup.
        ["restore", "prepare"],
    ])
    func aProcessOfAnotherBodyThanItsDatabaseDoesNotStart(arguments: [String]) async throws {
        try await TestHub.with { hub in
            let also = try await [
                "ATENA_ACCOUNT": hub.accountFile(), "ATENA_PKI": hub.pki(), "ATENA_LISTEN": "127.0.0.1:0", "ATENA_STAFF_LISTEN": "127.0.0.1:0",
                "ATENA_HOME": hub.path("home"),
            ]
            let before = try await hub.count("SELECT count(*) FROM audit.event")
            for (body, code) in [(Self.other, "X0022"), (nil, "X0015"), ("111008", "X0015"), ("11100", "X0015")] {
                let outcome = try await atena(hub, arguments, body: body, also: also)
                #expect(outcome.status != 0 && outcome.error.contains(code == "X0015" ? "ATENA_BODY" : code), "\(body ?? "none"): \(outcome.error)")
                #expect(outcome.output.isEmpty)
            }
            #expect(try await hub.count("SELECT count(*) FROM audit.event") == before)
            try await hub.become(nil)
            let outcome = try await atena(hub, arguments, body: "111007", also: also)
            #expect(outcome.status != 0 && outcome.error.contains("X0023"), "\(outcome.error)")
        }
    }

    @Test func aProcessWithTheKeyOfAnotherBodysLogDoesNotStart() async throws {
        try await TestHub.with { hub in
            let account = try await hub.accountFile()
            #expect(try await atena(hub, ["access", "daily"], body: "111007", also: ["ATENA_ACCOUNT": account]).status == 0)
            try FileManager.default.removeItem(atPath: hub.path("keys/" + CheckpointKey.fileName))
            _ = try CheckpointKey.open(directory: hub.path("keys"), body: Self.other)
            let outcome = try await atena(hub, ["access", "daily"], body: "111007", also: ["ATENA_ACCOUNT": account])
            #expect(outcome.status != 0 && outcome.error.contains("X0024"), "\(outcome.error)")
        }
    }

    @Test func aLogThatBeganBeforeKeepsItsName() async throws {
        try await TestHub.with { hub in
            let old = CheckpointKey(name: "atena-hub/0123456789abcdef")
            #expect(old.verifier.body == nil)
            // The name is part of the key's file: another would be another log.
            try FileManager.default.removeItem(atPath: hub.path("keys/" + CheckpointKey.fileName))
            try OwnerOnlyFile.create(hub.path("keys/" + CheckpointKey.fileName), Array((old.text + "\n").utf8))
            #expect(try CheckpointKey.open(directory: hub.path("keys"), body: "111007").verifier == old.verifier)
        }
    }

    @Test func aDatabaseIsOneBodysForGood() async throws {
        try await TestHub.with { hub in
            #expect(try await HubBody.read(on: hub.admin) == hub.body)
            await #expect(throws: BodyRefused.self) { try await HubBody.of(LocalGovernmentCode(Self.other), on: hub.admin) }
            await #expect(throws: BodyRefused.self) { try await HubBody.set(LocalGovernmentCode(Self.other), unnamedUntil: .todayInJapan(), on: hub.admin) }
            let again = try await HubBody.set(hub.body.code, unnamedUntil: .todayInJapan(), on: hub.admin)
            #expect(again.body == hub.body && !again.isNew)
            // Nor by whoever owns it.
            for statement in ["UPDATE governance.body SET code = '111015'", "DELETE FROM governance.body", "TRUNCATE governance.body"] {
                let error = try await #require(throws: PostgresError.self) { try await hub.admin.execute("\(unsafeSQL: statement)") }
                #expect(error.constraint == "body_is_kept", "\(statement)")
            }
            // Nor does the service write it at all.
            try await hub.become(nil)
            let error = try await #require(throws: PostgresError.self) {
                try await hub.pool.execute("INSERT INTO governance.body (code) VALUES ('111015')")
            }
            #expect(error.sqlState == "42501")
        }
    }

    @Test func whatWasThereBeforeCountsOnlyWhereAHubWasAtWorkBefore() async throws {
        let last = try #require(CalendarDay("2027-03-31"))
        try await TestHub.with { hub in
            try await hub.become(nil)
            let fresh = try await HubBody.set(hub.body.code, unnamedUntil: last, on: hub.admin)
            #expect(fresh.isNew && fresh.body.unnamedUntil == nil)
            try await hub.become(nil)
            try await OperationLog(pool: hub.pool, byWhom: "test").migrated(["0034"])
            let upgraded = try await HubBody.set(hub.body.code, unnamedUntil: last, on: hub.admin)
            #expect(upgraded.isNew && upgraded.body.unnamedUntil == last)
            try await OperationLog(pool: hub.pool, byWhom: "test").bodySet(upgraded.body)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'operation.body-set' AND body LIKE '%2027-03-31%'") == 1)
        }
    }
}

extension TestHub {
    /// A directory with what a server needs to begin.
    fileprivate func pki() async throws -> String {
        let directory = path("pki")
        let atena = try #require(Program.atena, "build the product atena first")
        for arguments in [["init"], ["issue", "server", "--server"], ["issue", "staff", "--server"]] {
            let outcome = try await Program.run(atena, ["pki"] + arguments + ["--dir", directory], environment: commandEnvironment)
            try #require(outcome.status == 0, "\(outcome.error)")
        }
        return directory
    }
}
