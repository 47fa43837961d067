import AccessControl
import AccessControlStand
import Addressee
import AuditTrail
import ConnectorKit
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// Every receiver that was told of a person has to have followed within a day of the protection, or it is an alarm (INCIDENTS 5).
@Suite(.timeLimit(.minutes(10))) struct AcknowledgementTests {
    private static let clerk = Staff.with(.protectPersons, account: "3001")
    private static let deliveries = Staff.with(.operateDeliveries, account: "3020")
    private static let why = "電話で反映を確認した"

    private func protect(_ hub: TestHub, _ n: Int) async throws {
        _ = try await ProtectionMeasures(pool: hub.staffed, vault: hub.vault).set(
            by: Self.clerk, [.addressee(try AddresseeNumber(ResidentRow.number(n)))],
            .init(ground: "配偶者暴力防止法による", sourceOffice: "警察署", until: .todayInJapan().adding(days: 300)))
        try await hub.settle()
    }

    /// What is listed of a person: `tax acknowledged`.
    private func states(_ hub: TestHub, _ n: Int, at now: @escaping @Sendable () -> PostgresInstant = { .now() }) async throws -> [String] {
        try await ProtectionAcknowledgements(provisioning: hub.clerking, now: now).list(by: Self.clerk, of: AddresseeNumber(ResidentRow.number(n))).map {
            "\($0.system) \($0.state.rawValue)"
        }
    }

    /// What status says tomorrow: `education-board 1`.
    private func alarms(_ hub: TestHub) async throws -> [String] {
        try await hub.pool.withConnection { try await UnacknowledgedProtection.all(at: Self.tomorrow(), RowSeal(keys: hub.vault.keys), on: $0) }.map {
            "\($0.system) \($0.count)"
        }
    }

    private static let tomorrow: @Sendable () -> PostgresInstant = { PostgresInstant.now().adding(seconds: 86_401) }

    @Test func aPushedReceiverHasFollowedOnceItsPlaceIsPast() async throws {
        try await ProtectedResidents.with { hub in
            let receiver = Receiver()
            try await hub.worker(receiver, system: .educationBoard).run(untilIdle: true)
            try await protect(hub, 1)
            #expect(try await states(hub, 1) == ["education-board waiting"])
            // It takes everything but the protected person: of that one it has not followed.
            receiver.set { $0.addresseeNumber.value == ResidentRow.number(1) ? .retryLater(reason: "busy") : .applied }
            let worker = hub.worker(receiver, system: .educationBoard)
            let working = Task { try await worker.run() }
            for _ in 0..<400 where try await hub.count("SELECT count(*) FROM delivery.waiting") == 0 { try await Task.sleep(for: .milliseconds(25)) }
            working.cancel()
            _ = try await working.value
            #expect(try await states(hub, 1) == ["education-board waiting"])
            receiver.set { _ in .applied }
            try await hub.makeDue()
            try await hub.worker(receiver, system: .educationBoard).run(untilIdle: true)
            #expect(try await states(hub, 1) == ["education-board acknowledged"])
            #expect(try await ProtectionNotices(provisioning: hub.delivering, now: Self.tomorrow).keep(by: "test") == 0)
        }
    }

    @Test func aPullingReceiverHasFollowedOnceItAsksForWhatFollows() async throws {
        try await ProtectedResidents.with { hub in
            var held = HeldState()
            try await held.catchUp(hub, .educationBoard)
            try await protect(hub, 1)
            #expect(try await states(hub, 1) == ["education-board waiting"])
            held.apply(try await hub.changes(.educationBoard, after: held.cursor))
            // It was told, and nobody knows whether it has applied it.
            #expect(try await states(hub, 1) == ["education-board waiting"])
            held.apply(try await hub.changes(.educationBoard, after: held.cursor))
            #expect(try await states(hub, 1) == ["education-board acknowledged"])
        }
    }

    @Test func whoTookAWholeExtractHasFollowedByTheNextOne() async throws {
        try await ProtectedResidents.with { hub in
            _ = try await hub.full(.educationBoard)
            try await protect(hub, 1)
            #expect(try await states(hub, 1) == ["education-board waiting"])
            _ = try await hub.full(.educationBoard)
            #expect(try await states(hub, 1) == ["education-board acknowledged"])
        }
    }

    @Test func whoWasNeverToldOfThePersonIsNoAlarm() async throws {
        try await ProtectedResidents.with { hub in
            // Tax was told of the third person only, and of nobody by a batch; the board of nobody.
            _ = try await hub.person(ResidentRow.number(3))
            try await protect(hub, 1)
            try await protect(hub, 3)
            #expect(try await states(hub, 1).isEmpty)
            #expect(try await states(hub, 3) == ["tax waiting"])
            _ = try await hub.person(ResidentRow.number(3))
            #expect(try await states(hub, 3) == ["tax acknowledged"])
        }
    }

    @Test func whoHasNotWithinADayIsAnAlarmOnceUntilSomebodyConfirmsIt() async throws {
        try await ProtectedResidents.with { hub in
            var held = HeldState()
            try await held.catchUp(hub, .educationBoard)
            try await protect(hub, 1)
            let today = ProtectionNotices(provisioning: hub.delivering)
            let tomorrow = ProtectionNotices(provisioning: hub.delivering, now: Self.tomorrow)
            #expect(try await today.keep(by: "test") == 0)
            #expect(try await tomorrow.keep(by: "test") == 1)
            #expect(try await tomorrow.keep(by: "test") == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'protection.unacknowledged' AND addressee_id IS NOT NULL") == 1)
            #expect(try await alarms(hub) == ["education-board 1"])
            #expect(try await states(hub, 1, at: Self.tomorrow) == ["education-board overdue"])
            let acknowledgements = ProtectionAcknowledgements(provisioning: hub.clerking, now: Self.tomorrow)
            let number = try AddresseeNumber(ResidentRow.number(1))
            await #expect(throws: ProtectionRefused.unknownReceiver) {
                try await acknowledgements.confirm(by: Self.deliveries, number, at: .childcare, dataset: "addressee", because: Self.why)
            }
            await #expect(throws: AccessRefused.self) {
                try await acknowledgements.confirm(by: Self.clerk, number, at: .educationBoard, dataset: "addressee", because: Self.why)
            }
            try await acknowledgements.confirm(by: Self.deliveries, number, at: .educationBoard, dataset: "addressee", because: Self.why)
            #expect(try await alarms(hub).isEmpty)
            #expect(try await states(hub, 1, at: Self.tomorrow) == ["education-board confirmed"])
            #expect(try await hub.untrueRows().isEmpty)
        }
    }

    /// What a password of the database writes into a notice keeps nobody from being told, and somebody of the staff ends it all the same.
    @Test(arguments: ["acknowledged_at = now()", "was_told = false", "alarmed_at = now()", "acknowledged_at = now(), acknowledged_by = '3020'", "mac = NULL"])
    func noAlarmIsSilencedBySQL(change: String) async throws {
        try await ProtectedResidents.with { hub in
            var held = HeldState()
            try await held.catchUp(hub, .educationBoard)
            try await protect(hub, 1)
            #expect(try await states(hub, 1) == ["education-board waiting"])
            try await hub.admin.script(unsafeSQL: "BEGIN; SET LOCAL ROLE atena_hub; UPDATE delivery.protection_notice SET \(change); COMMIT")
            let tomorrow = ProtectionNotices(provisioning: hub.delivering, now: Self.tomorrow)
            #expect(try await tomorrow.keep(by: "test") == 1)
            #expect(try await tomorrow.keep(by: "test") == 0)
            #expect(try await alarms(hub) == ["education-board 1"])
            #expect(try await states(hub, 1, at: Self.tomorrow) == ["education-board overdue"])
            try await ProtectionAcknowledgements(provisioning: hub.clerking, now: Self.tomorrow).confirm(
                by: Self.deliveries, AddresseeNumber(ResidentRow.number(1)), at: .educationBoard, dataset: "addressee", because: Self.why)
            #expect(try await alarms(hub).isEmpty)
            #expect(try await states(hub, 1, at: Self.tomorrow) == ["education-board confirmed"])
            #expect(try await tomorrow.keep(by: "test") == 0)
            #expect(try await hub.untrueRows().isEmpty)
        }
    }

    /// A password of the database makes nobody have followed (decision 0084).
    @Test func anAcknowledgementBySQLIsNone() async throws {
        try await ProtectedResidents.with { hub in
            var held = HeldState()
            try await held.catchUp(hub, .educationBoard)
            try await protect(hub, 1)
            let tomorrow = ProtectionNotices(provisioning: hub.delivering, now: Self.tomorrow)
            func forge(_ statement: String) async throws {
                try await hub.admin.script(unsafeSQL: "BEGIN; SET LOCAL ROLE atena_hub; \(statement); COMMIT")
            }
            #expect(try await states(hub, 1) == ["education-board waiting"])
            // That it asked for what follows.
            try await forge(
                """
                INSERT INTO delivery.followed (system, dataset, xact, position) SELECT 'education-board', 'addressee', pg_current_xact_id(), 9223372036854775807
                ON CONFLICT (system, dataset) DO UPDATE SET xact = excluded.xact, position = excluded.position
                """)
            #expect(try await tomorrow.keep(by: "test") == 1)
            #expect(try await states(hub, 1, at: Self.tomorrow) == ["education-board overdue"])
            // That it has followed, or never was told, or that somebody of the staff confirmed it.
            for change in ["acknowledged_at = now()", "was_told = false", "acknowledged_at = now(), acknowledged_by = '3020', reason = '電話で反映を確認した'"] {
                try await forge("UPDATE delivery.protection_notice SET \(change)")
                #expect(try await states(hub, 1, at: Self.tomorrow) == ["education-board overdue"], "\(change)")
            }
            #expect(try await hub.untrueRows() == ["delivery.followed": 1, "delivery.protection_notice": 1])
        }
    }
}
