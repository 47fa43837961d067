import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// Without a policy that says so, nothing goes out, and the attempt is recorded (CT-9).
@Suite struct ClosedByDefaultTests {
    /// Every way to the door, each of which must be refused with the code, and recorded so.
    private func expectEverythingRefused(_ code: String, _ hub: TestHub) async throws {
        let before = try await hub.count("SELECT count(*) FROM provision.record")
        let number = ResidentRow.number(1)
        for ask: () async throws -> Void in [
            { _ = try await hub.changes() }, { _ = try await hub.full() }, { _ = try await hub.person(number) },
        ] {
            await #expect {
                try await ask()
            } throws: { error in (error as? ProvisionRefused)?.refusal.code == code }
        }
        let records = try await hub.rows(
            """
            SELECT refusal, way::text, persons_count, individual_number, items, system, by_whom FROM provision.record
            ORDER BY record_id OFFSET \(Int64(before))
            """)
        #expect(try records.map { try $0.decode("refusal", as: String.self) } == [code, code, code])
        #expect(try records.map { try $0.decode("way", as: String.self) } == ["d", "f", "o"])
        for record in records {
            #expect(try record.decode("persons_count", as: Int64.self) == 0)
            #expect(try record.decode("individual_number", as: Bool.self) == false)
            #expect(try record.decode("items", as: Int64.self) == 0)
            #expect(try record.decode("system", as: String.self) == "tax")
            #expect(try record.decode("by_whom", as: String.self) == "test tax")
        }
    }

    @Test func withoutAPolicy() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(system: .childcare))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            try await expectEverythingRefused("P0001", hub)
        }
    }

    @Test(arguments: [("2026-11-21", "", "P0001"), ("2025-04-01", "2026-11-20", "P0002")])
    func outsideItsDates(from: String, until: String, code: String) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-19")
            try await hub.load(TestPolicy(from: from, until: until))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            try await expectEverythingRefused(code, hub)
        }
    }

    @Test func onTheFirstAndTheLastOfItsDaysItIsOpen() async throws {
        for (from, until) in [("2026-11-20", ""), ("2025-04-01", "2026-11-21")] {
            try await TestHub.with { hub in
                try await hub.load(TestPolicy(from: from, until: until))
                try await hub.advance("2026-11-20")
                try await hub.take([ResidentRow(1)])
                try await hub.settle()
                #expect(try await hub.changes().entries.count == 1)
            }
        }
    }

    @Test func onAWayThatThePolicyDoesNotAllow() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(ways: "[push]"))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            try await expectEverythingRefused("P0005", hub)
        }
    }

    @Test func aPolicyThatIsTakenAwayClosesAtOnce() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            #expect(try await hub.person(ResidentRow.number(1)).historyNumber == 1)
            try await hub.load(TestPolicy(system: .childcare))
            try await expectEverythingRefused("P0009", hub)
        }
    }

    @Test func aHubThatWasNeverToldADaySaysSo() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            await #expect(throws: HubHasNoDay.self) { try await hub.changes() }
        }
    }

    @Test(arguments: [ResidentRow.number(2), "R99999999"]) func whoIsOutOfScopeAndWhoDoesNotExistLookTheSame(number: String) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(2, history: 2, reason: "21").with { $0[.juminjotai] = "2" }])
            try await hub.settle()
            await #expect {
                try await hub.person(number)
            } throws: { error in (error as? ProvisionRefused)?.refusal.told.code == "P0003" }
        }
    }

    @Test func aPushedSystemWhosePolicyExpiredGivesBackWhatItHolds() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(until: "2026-11-21"))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 1)
            try await hub.advance("2026-11-21")
            try await hub.take([ResidentRow(2)])
            try await hub.settle()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.isEmpty)
            // Nobody asked, so nobody was refused; the receiver is done with.
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE result = 'r'") == 0)
            #expect(try await hub.text("SELECT last_failure FROM delivery.subscription") == nil)
        }
    }
}
