import AccessControl
import AccessControlStand
import Addressee
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// A version that somebody put in force past the program gives nothing, whatever the tables say (DESIGN §8).
@Suite(.timeLimit(.minutes(10))) struct ProvenPolicyTests {
    /// A hub whose tax policy is in force, and a wider version that was proposed and that nobody approved.
    private func withProposal(_ body: (TestHub, _ approved: String, _ proposed: String) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei]))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            let approved = try #require(try await hub.text("SELECT content_hash FROM governance.in_force"))
            let wider = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy(items: [.shimei, .seibetsu])]))
            _ = try await hub.lifecycle.propose(by: .proposer, wider, reason: "試験")
            try await body(hub, approved, try await hub.proposed())
        }
    }

    private func expectNothing(_ hub: TestHub) async throws {
        let refused = ProvisionRefused(refusal: .policyNotAsApproved)
        await #expect(throws: refused) { _ = try await hub.person(ResidentRow.number(1)) }
        await #expect(throws: refused) { _ = try await hub.changes() }
        await #expect(throws: refused) { _ = try await hub.full() }
        let receiver = Receiver()
        try await hub.worker(receiver).run(untilIdle: true)
        #expect(receiver.held.isEmpty)
        // Each is on record.
        let told = try await hub.rows("SELECT way::text FROM provision.record WHERE result = 'r' AND refusal = 'P0023' ORDER BY way::text")
        #expect(try told.map { try $0.decode(String.self) } == ["d", "f", "o", "p"])
        // Nor does a process that has not known the policy before.
        let fresh = PolicyStore(seal: hub.store.seal)
        await #expect(throws: PolicyStoreError.self) {
            _ = try await hub.pool.withConnection { try await fresh.inForce(.tax, "addressee", on: $0) }
        }
    }

    private func act(_ hub: TestHub, _ version: String, _ step: Int32, _ act: String, _ account: String, after: String, by: String) async throws {
        try await hub.admin.execute(
            """
            INSERT INTO governance.act (acted_on, step, after_step, policy_version, act, account, reason, after_act, after_account)
            VALUES ('2026-11-20', \(step), \(step - 1), \(version), \(act), \(account), '試験', \(after), \(by))
            """)
    }

    @Test func anApprovalBySQLIsNone() async throws {
        try await withProposal { hub, _, proposed in
            _ = try await hub.person(ResidentRow.number(1))
            try await act(hub, proposed, 2, "approve", "approver", after: "propose", by: Principal.proposer.account)
            try await act(hub, proposed, 3, "enter", "approver", after: "approve", by: "approver")
            try await hub.admin.execute("UPDATE governance.in_force SET content_hash = \(proposed)")
            try await expectNothing(hub)
            let untrue = try await hub.pool.withConnection { try await RowSeal(keys: hub.keys).untrue(on: $0) }
            #expect(untrue.map(\.table) == ["governance.act"] && untrue.first?.count == 2)
        }
    }

    @Test func aVersionThatWasReplacedIsNotBroughtBackBySQL() async throws {
        try await withProposal { hub, approved, proposed in
            _ = try await hub.lifecycle.approve(by: .approver, proposed, bases: PolicyLibrary(documents: TestPolicy.documents([])).bases, reason: "試験")
            _ = try await hub.person(ResidentRow.number(1))
            try await hub.admin.execute("UPDATE governance.in_force SET content_hash = \(approved)")
            try await expectNothing(hub)
        }
    }

    @Test func anApproverWhoseNameIsAlteredApprovedNothing() async throws {
        try await withProposal { hub, approved, _ in
            try await hub.admin.execute("UPDATE governance.act SET reason = '別の理由' WHERE policy_version = \(approved) AND act = 'approve'")
            let fresh = PolicyStore(seal: hub.store.seal)
            await #expect(throws: PolicyStoreError.self) {
                _ = try await hub.pool.withConnection { try await fresh.inForce(.tax, "addressee", on: $0) }
            }
        }
    }

    @Test func aPolicyInForceForAnotherReceiverIsNone() async throws {
        try await withProposal { hub, approved, _ in
            try await hub.admin.execute("INSERT INTO governance.in_force (system, dataset, content_hash) VALUES ('childcare', 'addressee', \(approved))")
            await #expect(throws: ProvisionRefused(refusal: .policyNotAsApproved)) { _ = try await hub.person(ResidentRow.number(1), .childcare) }
        }
    }
}
