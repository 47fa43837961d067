import AccessControlStand
import Addressee
import AuditTrail
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Register

/// Whoever has a password of the database makes no second clerk (保留の決定, CT-13, DESIGN §8).
@Suite(.timeLimit(.minutes(10))) struct TrueHeldRowsTests {
    private static let first = Staff.with(.correct, .seePerson, account: "2001")
    private static let other = Staff.with(.correct, .seePerson, account: "2002")
    private static let why = "届書と突き合わせた"

    /// Two residents, the second with the number of the first, which waits.
    private func withClaim(_ body: (TestHub, HeldDecisions) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            try await hub.take([NumberClaims.second()])
            try await body(hub, hub.heldDecisions)
        }
    }

    /// As the login of the service could.
    private func forge(_ hub: TestHub, _ sql: Query) async throws { _ = try await hub.admin.execute(sql) }

    private func refusal<R>(_ body: () async throws -> R) async -> String? {
        do {
            _ = try await body()
            return nil
        } catch { return (error as? HeldRefused)?.code ?? "\(error)" }
    }

    private func untrue(_ hub: TestHub) async throws -> [String: Int] {
        let rows = try await hub.pool.withConnection { try await UntrueRows.all(hub.keys, on: $0) }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.table, $0.count) })
    }

    /// Nothing was decided: no tie was set, and the number waits as before.
    private func expectUndecided(_ hub: TestHub) async throws {
        #expect(try await hub.count("SELECT count(*) FROM register.tie_act") == 0)
        #expect(try await hub.count("SELECT count(*) FROM register.awaiting") > 0)
    }

    @Test func whatTheHubWritesIsTrue() async throws {
        try await withClaim { hub, decisions in
            #expect(try await hub.take([ResidentRow(1).next("46") { $0[.kojinbango] = Numbers.individual(9) }]).held == 1)
            try await decisions.decide(by: Self.first, 1, as: .link, because: Self.why)
            try await decisions.undo(by: Self.first, 1, because: Self.why)
            try await decisions.decide(by: Self.first, 1, as: .link, because: Self.why)
            try await decisions.confirm(by: Self.other, 1, because: Self.why)
            try await decisions.undo(by: Self.other, 1, because: Self.why)
            try await decisions.confirm(by: Self.first, 1, because: Self.why)
            // The number that is left is its only claimant's, and the entry of the claim is settled.
            try await decisions.decide(by: Self.first, 2, as: .neverHers, because: Self.why)
            try await decisions.confirm(by: Self.other, 2, because: Self.why)
            #expect(try await hub.text("SELECT state::text FROM intake.held WHERE held_id = 1") == "s")
            #expect(try await hub.vault.reencryptHeld(limit: 10, pool: hub.pool).altered == 0)
            #expect(try await untrue(hub).isEmpty)
        }
    }

    @Test func whatALaterRowSettlesIsTrue() async throws {
        try await withClaim { hub, decisions in
            try await hub.take([NumberClaims.second().next("47") { $0[.kojinbango] = Numbers.individual(2) }])
            #expect(try await hub.count("SELECT count(*) FROM intake.held WHERE state = 's'") == 1)
            #expect(try await untrue(hub).isEmpty)
        }
    }

    @Test func aProposalBySQLIsNobodys() async throws {
        try await withClaim { hub, decisions in
            try await forge(hub, "UPDATE intake.held SET state = 'p'")
            try await forge(
                hub, "INSERT INTO intake.held_act (held_id, act, decision, by_whom, reason) VALUES (1, 'p', 'never-hers', 'staff 2001', \(Self.why))")
            #expect(await refusal { try await decisions.confirm(by: Self.other, 1, because: Self.why) } == "H0022")
            try await expectUndecided(hub)
            #expect(try await untrue(hub) == ["intake.held": 1, "intake.held_act": 1])
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'held.decided' AND is_failure AND body LIKE '%H0022%'") == 1)
        }
    }

    /// Nor with the MAC of a true one, which another person wrote in the open.
    @Test func aTrueMACIsOfNoOtherStep() async throws {
        try await withClaim { hub, decisions in
            try await decisions.decide(by: Self.first, 1, as: .reject, because: Self.why)
            try await forge(
                hub,
                """
                INSERT INTO intake.held_act (held_id, act, decision, by_whom, reason, mac)
                SELECT held_id, act, 'never-hers', by_whom, reason, mac FROM intake.held_act
                """)
            #expect(await refusal { try await decisions.confirm(by: Self.other, 1, because: Self.why) } == "H0022")
            try await expectUndecided(hub)
        }
    }

    @Test(arguments: ["decision = 'never-hers'", "by_whom = 'staff 2009'", "held_id = 2", "act = 'w'"])
    func aProposalThatWasAlteredIsConfirmedByNobody(_ change: String) async throws {
        try await withClaim { hub, decisions in
            #expect(try await hub.take([ResidentRow(1).next("46") { $0[.kojinbango] = Numbers.individual(9) }]).held == 1)
            try await decisions.decide(by: Self.first, 1, as: .reject, because: Self.why)
            try await forge(hub, "UPDATE intake.held_act SET \(unsafeSQL: change)")
            let code = await refusal { try await decisions.confirm(by: Self.other, 1, because: Self.why) }
            // Moved to another entry, it is missing here, and keeps that one from being decided.
            #expect(code == (change == "held_id = 2" ? "H0018" : "H0022"))
            if change == "held_id = 2" {
                #expect(await refusal { try await decisions.decide(by: Self.first, 2, as: .changed, because: Self.why) } == "H0022")
            }
            try await expectUndecided(hub)
        }
    }

    @Test(arguments: ["addressee_id = other_addressee_id", "items = 0", "kind = 'r'", "code = 'H0001'", "running_number = NULL"])
    func nothingIsDecidedOnAnEntryThatWasAltered(_ change: String) async throws {
        try await withClaim { hub, decisions in
            try await forge(hub, "UPDATE intake.held SET \(unsafeSQL: change)")
            #expect(await refusal { try await decisions.decide(by: Self.first, 1, as: .link, because: Self.why) } == "H0022")
            try await expectUndecided(hub)
        }
    }

    /// The row of before is true when it is put back, but the last step says that the proposal was withdrawn.
    @Test func aProposalThatWasWithdrawnIsNotConfirmed() async throws {
        try await withClaim { hub, decisions in
            try await decisions.decide(by: Self.first, 1, as: .neverHers, because: Self.why)
            let mac = try #require(try await hub.rows("SELECT mac FROM intake.held").first).decode([UInt8].self)
            try await decisions.undo(by: Self.first, 1, because: Self.why)
            try await forge(hub, "UPDATE intake.held SET state = 'p', mac = \(mac)")
            #expect(try await untrue(hub).isEmpty)
            #expect(await refusal { try await decisions.confirm(by: Self.other, 1, because: Self.why) } == "H0018")
            try await expectUndecided(hub)
        }
    }

    /// A number that is left by somebody is given by itself to its only claimant: to none that was put in or altered.
    @Test func aClaimThatWasAlteredIsGivenNoNumber() async throws {
        try await withClaim { hub, decisions in
            #expect(try await hub.take([ResidentRow(1).next("46") { $0[.kojinbango] = Numbers.individual(9) }]).held == 1)
            try await forge(hub, "UPDATE intake.held SET reason = '別の理由' WHERE held_id = 1")
            try await decisions.decide(by: Self.first, 2, as: .neverHers, because: Self.why)
            try await decisions.confirm(by: Self.other, 2, because: Self.why)
            #expect(try await hub.text("SELECT state::text FROM intake.held WHERE held_id = 1") == "w")
            #expect(try await hub.count("SELECT count(*) FROM register.tie_act WHERE held_id = 1") == 0)
        }
    }

    @Test func whatStoodBeforeIsSealedOnce() async throws {
        try await withClaim { hub, decisions in
            try await decisions.decide(by: Self.first, 1, as: .reject, because: Self.why)
            for table in ["intake.held", "intake.held_act"] { try await forge(hub, "UPDATE \(unsafeSQL: table) SET mac = NULL") }
            try await forge(hub, "DELETE FROM access.row_sealing WHERE generation = 5")
            #expect(await refusal { try await decisions.confirm(by: Self.other, 1, because: Self.why) } == "H0022")
            await #expect(throws: RowsUnsealed.self) { try await RowSeal.require(hub.pool) }
            #expect(try await RowSeal(keys: hub.keys).sealStanding(at: .now(), on: hub.admin) == 2)
            try await decisions.confirm(by: Self.other, 1, because: Self.why)
        }
    }
}
