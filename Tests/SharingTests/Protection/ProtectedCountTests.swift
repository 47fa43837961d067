import AccessControlStand
import Addressee
import AuditTrail
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import Register
@testable import Sharing

/// 提供記録 counts the protected who were given where they are all the same, on every way.
@Suite(.timeLimit(.minutes(10))) struct ProtectedCountTests {
    private func counts(_ hub: TestHub, _ way: String, _ system: SystemName = .tax) async throws -> [String] {
        try await hub.rows(
            """
            SELECT r.result::text || ' ' || r.persons_count || ' ' || r.protected_count || ' ' || coalesce(e.body::jsonb #>> '{fields,protected_count}', '-')
            FROM provision.record r JOIN audit.event e USING (event_id)
            WHERE r.way = \(way)::text::"char" AND r.system = \(system.rawValue) ORDER BY r.record_id
            """
        ).map { try $0.decode(String.self) }
    }

    @Test func everyWayCountsThem() async throws {
        try await ProtectedResidents.with { hub in
            try await hub.take([1, 2].map { ResidentRow($0).next("43") { ($0[.yokushifuragu], $0[.shiensochiKaishi]) = ("1", "2026-11-02") } })
            try await hub.settle()
            _ = try await hub.person(ResidentRow.number(1))
            _ = try await hub.person(ResidentRow.number(3))
            #expect(try await counts(hub, "o") == ["p 1 1 1", "p 1 0 -"])
            _ = try await hub.full()
            #expect(try await counts(hub, "f") == ["s 0 0 -", "p 4 2 2"])
            _ = try await hub.changes()
            #expect(try await counts(hub, "d") == ["p 4 2 2"])
            let receiver = Receiver()
            receiver.set { $0.addresseeNumber.value == ResidentRow.number(2) ? .rejected(reason: "no") : .applied }
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await counts(hub, "p") == ["o 4 2 2", "p 3 1 1"])
            // Of whom nothing of place is given, nobody is counted.
            _ = try await hub.full(.educationBoard)
            _ = try await hub.changes(.educationBoard)
            _ = try await hub.person(ResidentRow.number(1), .educationBoard)
            for way in ["f", "d", "o"] { #expect(try await counts(hub, way, .educationBoard).allSatisfy { $0.hasSuffix(" 0 -") }, "\(way)") }
            let report = try await hub.lifecycle.use(by: .proposer, since: .todayInJapan())
            let use = try #require(report.policies.first { $0.system == "tax" })
            #expect(use.ways.reduce(into: [:]) { $0[$1.way] = $1.protected } == ["one": 1, "full": 2, "delta": 2, "push": 1])
        }
    }

    @Test func whatIsAnsweredLaterCountsThemOnceItIsThere() async throws {
        try await ProtectedResidents.with { hub in
            try await hub.take([ResidentRow(1).next("43") { ($0[.yokushifuragu], $0[.shiensochiKaishi]) = ("1", "2026-11-02") }])
            try await hub.settle()
            let receiver = Receiver()
            receiver.state.withLock { $0.description.capabilities = [.inventory, .answersLater] }
            receiver.set { .accepted(receipt: $0.addresseeNumber.value) }
            let stand = EndpointStand(hub, ["memory": receiver])
            try await stand.load("memory")
            try await stand.drain()
            #expect(try await counts(hub, "p") == ["o 4 1 1", "a 4 1 1"])
            for n in [1, 3] { receiver.answer(ResidentRow.number(n), .applied) }
            try await stand.drain()
            #expect(try await counts(hub, "p").last == "p 2 1 1")
        }
    }
}
