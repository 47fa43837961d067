import AccessControlStand
import Addressee
import AuditTrail
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Register
@testable import Sharing

/// Protection that is taken out of the tables is seen, and protects all the same until two people end it (decision 0084).
@Suite(.timeLimit(.minutes(10))) struct ProtectionTrailTests {
    private func trail(_ hub: TestHub) -> ProtectionTrail { ProtectionTrail(pool: hub.worked, vault: hub.vault) }

    private func measures(_ hub: TestHub) -> ProtectionMeasures { ProtectionMeasures(pool: hub.staffed, vault: hub.vault) }

    private func protect(_ hub: TestHub, _ numbers: Int...) async throws -> Int64 {
        try await measures(hub).set(
            by: MeasureTests.clerk, numbers.map { .addressee(try AddresseeNumber(ResidentRow.number($0))) },
            .init(ground: "配偶者暴力防止法による", sourceOffice: "警察署", until: .todayInJapan().adding(days: 300))
        ).measure
    }

    private func missing(_ hub: TestHub) async throws -> Int {
        try await hub.pool.withConnection { try await ProtectionTrail.missingPersons(hub.keys, on: $0) }
    }

    /// As the owner of the tables could, who turns off what refuses it.
    private func takeOut(_ hub: TestHub, _ condition: String = "true") async throws {
        try await hub.admin.script(
            unsafeSQL: """
                SET ROLE atena_owner;
                ALTER TABLE register.protection DISABLE TRIGGER protection_stays; DELETE FROM register.protection WHERE \(condition);
                ALTER TABLE register.protection ENABLE TRIGGER protection_stays;
                RESET ROLE
                """)
    }

    private func withheld(_ hub: TestHub, _ n: Int) async throws -> Bool {
        try await hub.person(ResidentRow.number(n), .educationBoard).withheld.contains(.jushoChoaza)
    }

    private func noted(_ hub: TestHub) async throws -> Int {
        try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'protection.noted'")
    }

    @Test func everyRowThatProtectsIsInTheLogOnce() async throws {
        try await ProtectedResidents.with { hub in
            _ = try await protect(hub, 1, 2)
            #expect(try await noted(hub) == 2)
            let stated = ResidentRow(3).next("43") { ($0[.yokushifuragu], $0[.shiensochiKaishi]) = ("1", "2026-11-02") }
            #expect(try await hub.take([stated]).accepted == 1)
            for _ in 0..<2 { #expect(try await trail(hub).keep(by: "test") == 0) }
            #expect(try await noted(hub) == 3)
            #expect(
                try await hub.count(
                    """
                    SELECT count(*) FROM register.protection p JOIN audit.event e ON e.addressee_id = p.addressee_id AND e.kind = 'protection.noted'
                    WHERE e.body::jsonb #>> '{fields,ordinal}' = p.ordinal::text
                    """) == 3)
            #expect(try await missing(hub) == 0)
        }
    }

    @Test func noStatementChangesOrTakesOutWhatProtects() async throws {
        try await ProtectedResidents.with { hub in
            _ = try await protect(hub, 1)
            for role in ["atena_hub", "atena_owner"] {
                for statement in [
                    "DELETE FROM register.protection", "TRUNCATE register.protection", "UPDATE register.protection SET addressee_id = 2",
                    "DELETE FROM register.protected_household", "UPDATE register.protected_household SET setaibango = 'X'",
                ] {
                    await #expect(throws: PostgresError.self, "\(role): \(statement)") {
                        try await hub.admin.script(unsafeSQL: "BEGIN; SET LOCAL ROLE \(role); \(statement); COMMIT")
                    }
                    try await hub.admin.script(unsafeSQL: "ROLLBACK")
                }
            }
            #expect(try await withheld(hub, 1))
        }
    }

    @Test func whoseProtectionIsTakenOutIsProtectedAgainUntilTwoPeopleEndIt() async throws {
        try await ProtectedResidents.with { hub in
            let measure = try await protect(hub, 1)
            try await takeOut(hub)
            #expect(try await missing(hub) == 1)
            #expect(try await trail(hub).keep(by: "test") == 1)
            #expect(try await withheld(hub, 1))
            #expect(try await hub.sheet(ResidentRow.number(1)).isAddressWithheld)
            #expect(
                try await hub.count(
                    """
                    SELECT count(*) FROM audit.event
                    WHERE kind = 'protection.missing' AND is_failure AND addressee_id IS NOT NULL AND body LIKE '%"restored":"yes"%'
                    """) == 1)
            try await hub.settle()
            let full = try HeldState.of(ndjson: try await hub.full(.educationBoard).bytes)
            #expect(hub.withheld(full) == [1])
            // It goes on being named, and the log is told once.
            #expect(try await trail(hub).keep(by: "test") == 0)
            #expect(try await missing(hub) == 1)
            // What was put back is known to the log as well.
            try await takeOut(hub)
            #expect(try await trail(hub).keep(by: "test") == 1)
            #expect(try await withheld(hub, 1))
            let proposal = try await measures(hub).proposeEnd(by: MeasureTests.lifter, of: [], measure: measure, because: MeasureTests.why)
            #expect(try await withheld(hub, 1))
            try await measures(hub).approveEnd(by: MeasureTests.other, proposal, because: MeasureTests.why)
            #expect(try await trail(hub).keep(by: "test") == 0)
            #expect(try await missing(hub) == 0)
            #expect(try await !withheld(hub, 1))
            // Rows of what was ended are missed by nobody.
            try await takeOut(hub)
            #expect(try await trail(hub).keep(by: "test") == 0)
            #expect(try await !withheld(hub, 1))
        }
    }

    @Test func anEndBySQLBesideTheRowThatIsGoneEndsNothing() async throws {
        try await ProtectedResidents.with { hub in
            let measure = try await protect(hub, 1)
            try await hub.admin.script(
                unsafeSQL: """
                    INSERT INTO register.end_proposal (proposed_at, measure_id, proposed_by, reason, addressee_ids)
                    SELECT now(), \(measure), '3002', '自作', ARRAY[addressee_id] FROM register.protection;
                    INSERT INTO register.protection_end (addressee_id, journal_position, ended_at, proposal_id)
                    SELECT p.addressee_id, nextval('journal.position'), now(), e.proposal_id FROM register.protection p, register.end_proposal e
                    """)
            try await takeOut(hub)
            #expect(try await trail(hub).keep(by: "test") == 1)
            #expect(try await withheld(hub, 1))
        }
    }

    @Test func anExtractThatIsAskedForAtOnceTellsNobodysPlace() async throws {
        try await ProtectedResidents.with { hub in
            _ = try await protect(hub, 2)
            try await hub.settle()
            try await takeOut(hub)
            let full = try HeldState.of(ndjson: try await hub.full(.educationBoard).bytes)
            #expect(hub.withheld(full) == [2])
            // The receiver that asked did not put it back.
            #expect(try await hub.text("SELECT by_whom FROM audit.event WHERE kind = 'protection.missing'") == ProtectionTrail.name)
            // What was put back is known to the log with it: taken out again at once, it is missed again.
            try await takeOut(hub)
            #expect(hub.withheld(try HeldState.of(ndjson: try await hub.full(.educationBoard).bytes)) == [2])
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'protection.missing' AND is_failure") == 2)
        }
    }

    /// Whoever takes over the process that receivers reach protects nobody by it who was not protected, and says of nobody that they are.
    @Test func onlyWhoseProtectionIsGoneIsProtectedAgain() async throws {
        try await ProtectedResidents.with { hub in
            func again() async throws -> [String] {
                let numbers = [1, 2, 3].map(ResidentRow.number)
                return try await hub.served.withConnection { connection in
                    try await connection.query("SELECT register.protect_again(\(numbers))").map { try $0.decode(String.self) }
                }
            }
            _ = try await protect(hub, 1, 2)
            #expect(try await again() == [])
            #expect(try await hub.count("SELECT count(*) FROM register.protection") == 2)
            try await takeOut(hub, "addressee_id = (SELECT addressee_id FROM register.addressee WHERE atenabango = '\(ResidentRow.number(1))')")
            #expect(try await again() == [ResidentRow.number(1)])
            #expect(try await withheld(hub, 1))
            #expect(try await !withheld(hub, 3))
            #expect(
                try await hub.count(
                    """
                    SELECT count(*) FROM register.protection p JOIN journal.entry e ON e.addressee_id = p.addressee_id AND e.position = p.journal_position
                    WHERE p.cause = 'l' AND e.changed = \(ItemSet.ofProtection.rawValue)
                    """) == 1)
            #expect(try await again() == [])
        }
    }

    @Test func whoIsInAHouseholdWithSomebodyProtectedIsKnownAgain() async throws {
        try await ProtectedResidents.with { hub in
            _ = try await protect(hub, 1)
            let households = try await hub.count("SELECT count(*) FROM register.protected_household")
            #expect(households > 0)
            try await hub.admin.script(
                unsafeSQL: """
                    ALTER TABLE register.protected_household DISABLE TRIGGER protected_household_stays; DELETE FROM register.protected_household;
                    ALTER TABLE register.protected_household ENABLE TRIGGER protected_household_stays
                    """)
            #expect(try await trail(hub).keep(by: "test") == 1)
            #expect(try await hub.count("SELECT count(*) FROM register.protected_household") == households)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'protection.households-missing' AND is_failure") == 1)
            #expect(try await trail(hub).keep(by: "test") == 0)
        }
    }
}
