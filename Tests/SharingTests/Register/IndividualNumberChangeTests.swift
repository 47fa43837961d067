import AccessControlStand
import Addressee
import ConnectorKit
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// 個人番号の変更 (C5, C6): the integrated addressee number stays.
@Suite struct IndividualNumberChangeTests {
    @Test func onlyReceiversWithTheIndividualNumberAreTold() async throws {
        try await TestHub.with { hub in
            try await hub.load(
                TestPolicy(items: [.kojinbango, .shimei]), TestPolicy(system: .childcare, items: [.shimei]))
            try await hub.advance("2026-11-20")
            let first = ResidentRow(1)
            try await hub.take([first])
            try await hub.settle()
            var told = HeldState()
            var untold = HeldState()
            try await told.catchUp(hub)
            try await untold.catchUp(hub, .childcare)
            try await hub.take([first.next("45") { $0[.kojinbango] = Numbers.individual(77) }])
            try await hub.settle()
            let changed = try await hub.changes(after: told.cursor)
            #expect(changed.entries.map(\.individualNumber) == [try IndividualNumber(Numbers.individual(77))])
            #expect(try await hub.changes(.childcare, after: untold.cursor).entries.isEmpty)
        }
    }

    /// C6 does not say whether the number changed or never was hers.
    @Test func aCorrectionWaitsForAClerkAndThePersonIsServedWithWhatWasThere() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .shimei, .jushoChoaza]))
            try await hub.advance("2026-11-20")
            let first = ResidentRow(1)
            try await hub.take([first])
            let corrected = first.next("46") { $0[.kojinbango] = Numbers.individual(77) }
            let report = try await hub.take([corrected])
            #expect(report.held == 1 && report.accepted == 0)
            #expect(try await hub.text("SELECT code FROM intake.held") == "H0003")
            // What comes later of her is not held up by the question.
            let moved = corrected.next("41") { $0[.jushoChoaza] = "北本町" }
            #expect(try await hub.take([moved]).accepted == 1)
            try await hub.settle()
            let entry = try await hub.person(ResidentRow.number(1))
            #expect(entry.items[.jushoChoaza] == "北本町" && entry.waiting == [])
            #expect(entry.individualNumber == (try IndividualNumber(Numbers.individual(1))))
        }
    }
}
