import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import Register

/// What the stages tell the log, in the transaction of what they do.
@Suite struct StageEventTests {
    private func fields(_ hub: TestHub, _ kind: EventKind) async throws -> [[String: String]] {
        struct Body: Decodable { var fields: [String: String] }
        return try await hub.rows("SELECT body FROM audit.event WHERE kind = \(kind.name) ORDER BY event_id").map { row in
            try JSONDecoder().decode(Body.self, from: Data(row.decode(String.self).utf8)).fields
        }
    }

    @Test func aBlockOfAFileIsOneEventWithItsCountsAndTheFilesDigest() async throws {
        try await TestHub.with { hub in
            let report = try await hub.take([ResidentRow(1), ResidentRow(2), ResidentRow(3).with { $0[.seibetsu] = "8" }])
            let events = try await fields(hub, .blockTaken)
            #expect(events.compactMap { Int($0["accepted"] ?? "") }.reduce(0, +) == report.accepted)
            #expect(events.compactMap { Int($0["rejected"] ?? "") }.reduce(0, +) == 1)
            #expect(events.allSatisfy { $0["file"]?.count == 64 && $0["source"] == "resident-record" })
        }
    }

    /// Before, an event said which system a file came from, and nobody's record who had taken it in.
    @Test func whoTookAFileInIsOnRecordEachTimeAndNobodyDoesWithoutTheRight() async throws {
        try await TestHub.with { hub in
            let file = hub.path("residents.csv")
            try Data(ResidentRow.csv([ResidentRow(1)])).write(to: URL(filePath: file))
            let intake = Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay })
            let clerk = Staff.without(.operateDeliveries)
            await #expect(throws: AccessRefused.self) { try await intake.take(clerk, file, layout: .residents, source: .residentRecord) }
            await #expect(throws: AccessRefused.self) {
                try await intake.door(clerk, header: Array(ResidentRow.csv([]).dropLast()), layout: .residents, source: .residentRecord)
            }
            #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 0)
            for account in ["2001", "2002"] {
                _ = try await intake.take(Staff.with(.operateDeliveries, account: account), file, layout: .residents, source: .residentRecord)
            }
            let rows = try await hub.rows(
                "SELECT kind || ' ' || by_whom || CASE WHEN is_failure THEN ' refused' ELSE '' END FROM audit.event WHERE kind LIKE 'intake.%' ORDER BY event_id"
            )
            #expect(
                try rows.map { try $0.decode(String.self) } == [
                    "intake.file staff 1009 refused", "intake.rows-refused staff 1009 refused", "intake.file staff 2001", "intake.block staff 2001",
                    "intake.file staff 2002",
                ])
            let told = try await fields(hub, .fileTaken)
            #expect(told.last?["file"]?.count == 64 && told.last?["rows"] == "1" && told.last?["department"] == "市民課" && told.last?["terminal"] == "window-1")
        }
    }

    @Test func rowsThatShareATransactionAreOneEventThatCommitsToTheirPersons() async throws {
        try await TestHub.with { hub in
            let door = try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).door(
                Staff.service(.operateDeliveries), header: Array(ResidentRow.csv([]).dropLast()), layout: .residents, source: .residentRecord)
            func row(_ row: ResidentRow) -> [UInt8] { Array(ResidentRow.csv([row]).split(separator: 0x0A)[1]) }
            #expect(try await door.submit(row(ResidentRow(1))) == .accepted)
            let events = try await fields(hub, .rowsTaken)
            #expect(events == [["accepted": "1", "claimed": "0", "held": "0", "rejected": "0", "rows": "1", "source": "resident-record", "unchanged": "0"]])
            let personal = try await hub.text("SELECT personal FROM audit.event WHERE kind = 'intake.rows'")
            #expect(personal == #"{"atenabango":"\#(ResidentRow.number(1))"}"#)
            _ = try await door.submit(row(ResidentRow(2).with { $0[.seibetsu] = "8" }))
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'intake.rows' AND is_failure") == 1)
        }
    }

    /// A row that is rejected beside one that goes in is not told of by a count alone.
    @Test func whyARowIsRejectedIsOnRecordBesideOneThatGoesIn() async throws {
        try await TestHub.with { hub in
            let rows = [
                ResidentRow(1), ResidentRow(2).with { $0[.seibetsu] = "8" },
                ResidentRow(3).with { $0[.idonengappi] = TestHub.intakeDay.adding(days: 400).description },
            ]
            let lines = ResidentRow.csv(rows).split(separator: 0x0A).map(Array.init)
            let door = try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).door(
                Staff.service(.operateDeliveries), header: lines[0], layout: .residents, source: .residentRecord)
            let outcomes = try await door.take(Array(lines.dropFirst()))
            let codes = Set(outcomes.flatMap { outcome in if case .rejected(let codes) = outcome { codes } else { [String]() } })
            #expect(outcomes.first == .accepted && codes.count == 2 && codes.contains("E0211"), "\(outcomes)")
            let told = try #require(try await fields(hub, .rowsTaken).first)
            #expect(told["codes"] == codes.sorted().joined(separator: " ") && told["rejected"] == "2" && told["rows"] == "3", "\(told)")
        }
    }

    @Test func aChangedIndividualNumberIsToldWithoutIt() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            try await hub.take([ResidentRow(1).next("45") { $0[.kojinbango] = Numbers.individual(900) }])
            #expect(try await fields(hub, .numberChanged).first?["count"] == "1")
            let bodies = try await hub.rows("SELECT body || coalesce(personal, '') FROM audit.event").map { try $0.decode(String.self) }
            #expect(!bodies.contains { $0.contains(Numbers.individual(1)) || $0.contains(Numbers.individual(900)) })
        }
    }

    @Test func operationTellsKeysAndStartsButNoSetting() async throws {
        try await TestHub.with { hub in
            let log = OperationLog(pool: hub.pool, byWhom: "test")
            try await log.keysMade(holders: ["hub", "tax"], verifier: "v")
            try await log.keysRotated(holder: "hub", key: 2)
            try await log.keysReencrypted(holder: "hub", key: 2, count: 5)
            try await log.migrated(["0001_create_register"])
            try await log.serviceStarted("serve", configuration: ["ATENA_KEYS": "/secret/place"])
            #expect(try await fields(hub, .serviceStarted).first?["configuration"]?.count == 64)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE body LIKE '%/secret/place%'") == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE by_whom = 'test'") == 5)
        }
    }
}
