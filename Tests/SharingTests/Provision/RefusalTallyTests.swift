import AccessControlStand
import Addressee
import Governance
import Postgres
import SharingStand
import Testing

@testable import AuditTrail
@testable import Sharing

/// A flood of refusals writes one record and one event a minute, and the count is the true one.
@Suite struct RefusalTallyTests {
    @Test func aFloodIsOneRecordAndOneEventWithTheTrueCount() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let provisioning = hub.provisioning
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<1000 {
                    group.addTask {
                        switch number % 10 {
                        case 0:
                            // A dataset without a policy, refused behind the door.
                            await #expect(throws: ProvisionRefused.self) {
                                try await provisioning.changes(hub.caller(), dataset: "addressee", after: nil, limit: 1, wait: .zero)
                            }
                        case 1:
                            await #expect(throws: CursorRefused.self) {
                                try await provisioning.changes(hub.caller(), dataset: "addressee", after: "made up", limit: 1, wait: .zero)
                            }
                        default: try await provisioning.refuse(system: "tax", dataset: "addressee", refusal: .anotherSystem, by: "care")
                        }
                    }
                }
                try await group.waitForAll()
            }
            func records() async throws -> [String] {
                try await hub.rows("SELECT refusal FROM provision.record WHERE result = 'r' ORDER BY refusal").map { try $0.decode(String.self) }
            }
            func counted() async throws -> [String] {
                try await hub.rows(
                    """
                    SELECT concat_ws(' ', by_whom, e.f ->> 'system', e.f ->> 'dataset', e.f ->> 'way', e.f ->> 'refusal', e.f ->> 'count')
                    FROM (SELECT by_whom, event_id, body::jsonb -> 'fields' AS f FROM audit.event WHERE kind = 'provision.refusals-counted' AND is_failure) AS e
                    ORDER BY e.f ->> 'refusal', event_id
                    """
                ).map { try $0.decode(String.self) }
            }
            #expect(try await records() == ["C0001", "P0001", "P0006"])
            // Within the minute nothing more is written.
            try await provisioning.recordCountedRefusals()
            #expect(try await counted() == [])
            try await provisioning.recordCountedRefusals(all: true)
            let told = ["test tax tax addressee delta C0001 99", "test tax tax addressee delta P0001 99", "care tax addressee none P0006 799"]
            #expect(try await counted() == told)
            // It goes on: what follows is counted into the next event, and no record is written.
            for _ in 1...5 { try await provisioning.refuse(system: "tax", dataset: "addressee", refusal: .anotherSystem, by: "care") }
            try await provisioning.recordCountedRefusals(all: true)
            #expect(try await counted() == told + ["care tax addressee none P0006 5"])
            #expect(try await records() == ["C0001", "P0001", "P0006"])
        }
    }

    @Test func aMinuteIsOneEventAndAKindThatStopsIsForgotten() {
        let tally = RefusalTally()
        let kind = RefusalTally.Kind(system: "tax", dataset: "addressee", way: .none, byWhom: "care", code: "P0006")
        let start = ContinuousClock.now
        #expect(tally.first(kind, now: start) == kind)
        for second in 1...150 {
            #expect(tally.first(kind, now: start + .seconds(second)) == nil)
            let due = tally.due(all: false, now: start + .seconds(second))
            #expect(due.map(\.count) == (second % 60 == 0 ? [60] : []), "\(second)")
        }
        #expect(tally.due(all: false, now: start + .seconds(200)).map(\.count) == [30])
        #expect(tally.due(all: false, now: start + .seconds(300)).isEmpty)
        #expect(tally.first(kind, now: start + .seconds(301)) == kind)
    }

    @Test func madeUpNamesAreOneKindBeyondSoMany() {
        let tally = RefusalTally()
        for number in 0..<1000 { _ = tally.first(.init(system: "s\(number)", dataset: "d", way: .none, byWhom: "care", code: "P0006")) }
        let counted = tally.due(all: true)
        #expect(counted.map(\.kind.system) == ["?"] && counted.first?.count == 1000 - 17)
        // Another is not mixed with it.
        let other = RefusalTally.Kind(system: "tax", dataset: "d", way: .none, byWhom: "tax", code: "P0006")
        #expect(tally.first(other) == other)
    }

    @Test func whatCanNotBeWrittenStaysCounted() async throws {
        try await TestHub.with { hub in
            let provisioning = hub.provisioning
            for _ in 1...3 { try await provisioning.refuse(system: "tax", dataset: "addressee", refusal: .anotherSystem, by: "care") }
            try await hub.admin.execute("REVOKE INSERT ON audit.event FROM atena_hub")
            await #expect(throws: PostgresError.self) { try await provisioning.recordCountedRefusals(all: true) }
            // The first of a kind that can't be recorded is an error, and the next one is recorded in its place.
            await #expect(throws: PostgresError.self) {
                try await provisioning.refuse(system: "tax", dataset: "addressee", refusal: .tooManyAtOnce, by: "tax")
            }
            try await hub.admin.execute("GRANT INSERT ON audit.event TO atena_hub")
            try await provisioning.refuse(system: "tax", dataset: "addressee", refusal: .tooManyAtOnce, by: "tax")
            try await provisioning.recordCountedRefusals(all: true)
            #expect(try await hub.text("SELECT body::jsonb -> 'fields' ->> 'count' FROM audit.event WHERE kind = 'provision.refusals-counted'") == "2")
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE refusal = 'P0014'") == 1)
        }
    }
}
