import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// 他業務参照不可: whoever is closed to other affairs goes to the systems that registered them and to no other, on no way.
@Suite(.timeLimit(.minutes(10))) struct ClosedPersonTests {
    private static let everybody = "state: [resident, non-resident]"

    /// A landowner whom tax registered and closed to others, and one whom it did not close.
    private func withHub(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: Self.everybody), TestPolicy(system: .childcare, scope: Self.everybody))
            try await hub.advance("2026-11-20")
            try await hub.take([NonResidentRow(1, number: "T1").with { $0[.tagyomusanshofukafuragu] = "1" }, NonResidentRow(2, number: "T2")], from: .tax)
            try await hub.settle()
            try await body(hub)
        }
    }

    @Test(arguments: [(SystemName.tax, ["T1", "T2"]), (.childcare, ["T2"])]) func everyWayOutAgrees(system: SystemName, expected: [String]) async throws {
        try await withHub { hub in
            var state = HeldState()
            try await state.catchUp(hub, system)
            #expect(state.held.keys.sorted() == expected)
            #expect(try HeldState.of(ndjson: try await hub.full(system).bytes).keys.sorted() == expected)
            let csv = String(decoding: try await hub.full(system, .csv).bytes, as: UTF8.self)
            #expect(csv.contains("T1") == expected.contains("T1"))
            let receiver = Receiver()
            try await hub.worker(receiver, system: system).run(untilIdle: true)
            #expect(receiver.held.keys.sorted() == expected)
            for number in ["T1", "T2"] {
                var given = false
                do {
                    given = try await hub.person(number, system).addresseeNumber.value == number
                } catch let refused as ProvisionRefused {
                    // The receiver can't tell whether there is such a person; the record can.
                    #expect(refused.refusal.told.code == "P0003" && refused.refusal.code == "P0008")
                }
                #expect(given == expected.contains(number))
            }
            let closed = try await hub.count("SELECT count(*) FROM provision.record WHERE refusal = 'P0008' AND addressee_id IS NOT NULL")
            #expect(closed == 2 - expected.count)
        }
    }

    @Test func aPlanCountsThemForWhoRegisteredThemOnly() async throws {
        try await withHub { hub in
            let planner = Principal.person("A0002", .approvePolicies)
            let plan = try await hub.lifecycle.plan(by: planner, .revocation([.tax, .childcare]))
            #expect(plan.systems.map { "\($0.system) \($0.lost)" }.sorted() == ["childcare 1", "tax 2"])
        }
    }

    @Test func whoIsClosedLaterIsTakenBackFromOthers() async throws {
        try await withHub { hub in
            var (tax, childcare) = (HeldState(), HeldState())
            try await tax.catchUp(hub)
            try await childcare.catchUp(hub, .childcare)
            try await hub.take([NonResidentRow(2, number: "T2").with { $0[.tagyomusanshofukafuragu] = "1" }], from: .tax)
            try await hub.settle()
            try await tax.catchUp(hub)
            try await childcare.catchUp(hub, .childcare)
            #expect(tax.held.keys.sorted() == ["T1", "T2"])
            #expect(childcare.held.isEmpty)
        }
    }
}
