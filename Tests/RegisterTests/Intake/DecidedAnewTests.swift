import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import AccessControl
@testable import Register

/// A row that was rejected for the state of the register, or held, is decided anew when its file comes again.
@Suite struct DecidedAnewTests {
    private func file(_ hub: TestHub, _ name: String, _ rows: [ResidentRow]) throws -> String { try hub.write(ResidentRow.csv(rows), to: name) }

    @Test func aRowRejectedForTheStateGoesInOnceTheCauseIsMended() async throws {
        try await TestHub.with { hub in
            let person = ResidentRow(1)
            try await hub.take([person])
            let out = person.next("21", on: "2026-11-01") { $0[.setaibango] = "" }
            let back = out.next("01", on: "2026-11-10") { $0[.setaibango] = "S1" }
            // The return came before the departure; a stranger is with it, and a row that is wrong in itself.
            let path = try file(hub, "back.csv", [back, ResidentRow(2), ResidentRow(3).with { $0[.seibetsu] = "9" }])
            let first = try await hub.take(file: path)
            #expect((first.accepted, first.rejected) == (1, 2))
            try await hub.take([out])
            let second = try await hub.take(file: path)
            #expect((second.accepted, second.unchanged, second.held, second.rejected) == (2, 0, 0, 1))
            #expect((second.takenBefore, second.decidedAnew) == (2, 1))
            #expect(second.rejectedByCode == ["E0002": 1])
            #expect(
                try await hub.count(
                    "SELECT count(*) FROM register.version v JOIN register.addressee USING (addressee_id) WHERE atenabango = \(person[.atenabango])") == 3)
            // And once more: nothing is left to decide.
            let versions = try await hub.count("SELECT count(*) FROM register.version")
            let third = try await hub.take(file: path)
            #expect((third.accepted, third.rejected, third.takenBefore, third.decidedAnew) == (2, 1, 3, 0))
            #expect(try await hub.count("SELECT count(*) FROM register.version") == versions)
            #expect(try await hub.count("SELECT count(*) FROM intake.rejected_now") == 1)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'intake.decided-anew'") == 1)
        }
    }

    @Test func aRowThatIsRejectedAgainStandsAsItStoodAndWritesNothing() async throws {
        try await TestHub.with { hub in
            let path = try file(hub, "r.csv", [ResidentRow(1, reason: "21").with { $0[.juminjotai] = "2" }, ResidentRow(2)])
            let first = try await hub.take(file: path)
            #expect((first.accepted, first.rejected) == (1, 1))
            let written = try await hub.rowsWritten()
            let second = try await hub.take(file: path)
            #expect((second.accepted, second.rejected, second.takenBefore, second.decidedAnew) == (1, 1, 1, 1))
            #expect(try await hub.rowsWritten() == written)
            #expect(try await hub.count("SELECT count(*) FROM intake.decided_anew") == 0)
        }
    }

    @Test func aRowMayBeRejectedForSomethingElseTheSecondTime() async throws {
        try await TestHub.with { hub in
            let path = try file(hub, "r.csv", [ResidentRow(1, reason: "21").with { $0[.juminjotai] = "2" }])
            #expect(try await hub.take(file: path).rejectedByCode == ["E0201": 1])
            try await hub.take([ResidentRow(1), ResidentRow(1).next("42") { $0[.jushoChoaza] = "別所" }])
            #expect(try await hub.take(file: path).rejectedByCode == ["E0203": 1])
            #expect(try await hub.take(file: path).rejectedByCode == ["E0203": 1])
            #expect(try await hub.text("SELECT code FROM intake.rejected_now") == "E0203")
            #expect(try String(decoding: Data(contentsOf: URL(filePath: path + ".rejected.csv")), as: UTF8.self).contains(",2,E0203,rirekibango,"))
        }
    }

    @Test func aHeldRowThatIsHeldAgainWaitsOnce() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            let path = try file(hub, "r.csv", [ResidentRow(1).next("46") { $0[.kojinbango] = Numbers.individual(2) }])
            #expect(try await hub.take(file: path).held == 1)
            let again = try await hub.take(file: path)
            #expect((again.held, again.takenBefore, again.decidedAnew) == (1, 0, 1))
            #expect(try await hub.count("SELECT count(*) FROM intake.held") == 1)
        }
    }

    @Test func twoRunsAtOnceDecideARowAnewOnce() async throws {
        try await TestHub.with { hub in
            let people = (1...300).map { ResidentRow($0) }
            let out = people.map { $0.next("21", on: "2026-11-01") }
            let back = out.map { $0.next("01", on: "2026-11-02") }
            let bytes = ResidentRow.csv(back.map { $0.next("41", on: "2026-11-03") { $0[.jushoChoaza] = "別所" } })
            let paths = try (0..<2).map { n in
                try FileManager.default.createDirectory(atPath: hub.path("\(n)"), withIntermediateDirectories: true)
                return try hub.write(bytes, to: "\(n)/r.csv")
            }
            try await hub.take(people)
            try await hub.take(out)
            #expect(try await hub.take(file: paths[0]).rejectedByCode == ["E0201": 300])
            try await hub.take(back)
            let reports = try await withThrowingTaskGroup(of: IntakeReport.self) { group in
                for path in paths { group.addTask { try await hub.take(file: path) } }
                return try await group.reduce(into: [IntakeReport]()) { $0.append($1) }
            }
            #expect(reports.allSatisfy { $0.accepted == 300 && $0.rejected == 0 }, "\(reports)")
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 1200)
        }
    }

    @Test func aNumberThatIsGivenAtTheSecondTryIsToldThen() async throws {
        try await TestHub.with { hub in
            // A birth in the future is the day's fault, not the row's.
            let rows = [NonResidentRow(1, number: nil).with { $0[.seinengappi] = "2026-11-25" }, NonResidentRow(2, number: nil)]
            let path = try hub.write(NonResidentRow.csv(rows), to: "n.csv")
            let first = try await hub.take(file: path, layout: .nonResidents, source: .tax)
            #expect((first.accepted, first.rejected) == (1, 1))
            let later = Intake(pool: hub.staffed, vault: hub.vault, today: { day("2026-11-26") })
            let second = try await later.take(Staff.service(.operateDeliveries), path, layout: .nonResidents, source: .tax)
            #expect((second.accepted, second.rejected, second.decidedAnew) == (2, 0, 1))
            let assigned = try String(decoding: Data(contentsOf: URL(filePath: path + ".assigned.csv")), as: UTF8.self)
            #expect(assigned.split(separator: "\n").count == 3)
            let third = try await later.take(Staff.service(.operateDeliveries), path, layout: .nonResidents, source: .tax)
            #expect((third.accepted, third.decidedAnew) == (2, 0))
            #expect(try String(decoding: Data(contentsOf: URL(filePath: path + ".assigned.csv")), as: UTF8.self) == assigned)
            #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 2)
        }
    }
}
