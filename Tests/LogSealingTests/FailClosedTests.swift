import AccessControlStand
import Addressee
import Foundation
import Governance
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import LogSealing
@testable import Register
@testable import Sharing

/// Where sealing is more than five minutes behind, nothing is provided, and that is on record.
@Suite struct FailClosedTests {
    private func isSealingBehind(_ error: any Error) -> Bool { (error as? ProvisionRefused)?.refusal == .sealingBehind }

    /// The clerk at the counter still finds the person, and sees that they are protected; numbers, and where the protected live, nobody sees.
    @Test func atTheCounterTheGraveIsClosedAndTheRestGoesOn() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(2).with { $0[.yokushifuragu] = "1" }, ResidentRow(4)])
            // A protected person's row that waits: it claims the number of another.
            let waiting = ResidentRow(3).with {
                $0[.kojinbango] = ResidentRow(4)[.kojinbango]
                $0[.yokushifuragu] = "1"
                $0[.jushoBanchigohyoki] = "９９番地の９"
            }
            #expect(try await hub.take([waiting]).claimed == 1)
            try await hub.seal()
            let lookup = PersonLookup(provisioning: hub.provisioning)
            let chief = Staff.with(.seePerson, .seeIndividualNumber, .liftSuppression, .correct)
            func showsHeldAddress() async throws -> Bool {
                try await lookup.held(by: chief, 1, reason: .init(.correction, "番号の競合の確認")).lines.contains { "\($0)".contains("９９番地の９") }
            }
            #expect(try await !showsHeldAddress())
            try await hub.releasing(AddresseeNumber(ResidentRow.number(2)), AddresseeNumber(ResidentRow.number(3)), to: chief)
            #expect(try await showsHeldAddress())
            let reason = LookupReason(.inquiry, "窓口での照会")
            let numbers = try (1...2).map { try AddresseeNumber(ResidentRow.number($0)) }
            let terms = SearchTerms(name: "試験", birth: ResidentRow(2)[.seinengappi])
            #expect(try await !lookup.person(by: chief, numbers[1], reason: reason).isAddressWithheld)
            let found = try await lookup.search(by: chief, terms, reason: reason).persons.map(\.isAddressWithheld)
            #expect(!found.isEmpty && !found.contains(true))
            _ = try await lookup.individualNumber(by: chief, of: numbers[0], reason: reason)
            for halt in ["UPDATE audit.seal_state SET caught_up_at = now() - interval '5 minutes 1 second'", "DELETE FROM audit.seal_state"] {
                try await hub.admin.script(unsafeSQL: halt)
                #expect(try await !showsHeldAddress())
                let sheet = try await lookup.person(by: chief, numbers[1], reason: reason)
                #expect(sheet.isAddressWithheld && sheet.protection.holds)
                #expect(try await !lookup.person(by: chief, numbers[0], reason: reason).isAddressWithheld)
                #expect(try await lookup.search(by: chief, terms, reason: reason).persons.contains { $0.addresseeNumber == numbers[1] && $0.isAddressWithheld })
                await #expect(throws: LookupRefused.sealingBehind) { try await lookup.individualNumber(by: chief, of: numbers[0], reason: reason) }
            }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'person.number-shown' AND is_failure AND body LIKE '%N0010%'") == 2)
        }
    }

    @Test func aLagWithinFiveMinutesStopsNothing() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.admin.execute("UPDATE audit.seal_state SET caught_up_at = now() - interval '4 minutes 30 seconds'")
            _ = try await hub.changes()
            try await hub.admin.execute("DELETE FROM audit.seal_state")
            await #expect { try await hub.changes() } throws: { isSealingBehind($0) }
        }
    }

    @Test func theLagIsThatOfTheOldestEventThatWaits() async throws {
        try await TestHub.with { hub in
            try await hub.seal()
            let open = try await Connection.open(hub.settings())
            try await open.script(unsafeSQL: "BEGIN; SELECT pg_current_xact_id()")
            try await hub.admin.execute(
                """
                INSERT INTO audit.event (recorded_at, is_failure, kind, by_whom, body) VALUES (now() - interval '6 minutes', false, 'sample', 'test', '{}')
                """)
            try await hub.sealer().catchUp()
            let delay = try await hub.pool.withConnection { try await SealingDelay.read(on: $0, hub.monitor) }
            #expect((delay.seconds ?? 0) > 350 && delay.stopsProvisions)
            try await open.script(unsafeSQL: "COMMIT")
            await open.close()
            try await hub.seal()
            #expect(try await hub.pool.withConnection { try await SealingDelay.read(on: $0, hub.monitor) }.stopsProvisions == false)
        }
    }
}
