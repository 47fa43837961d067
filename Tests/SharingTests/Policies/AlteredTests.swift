import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// A version whose stored text is not what was approved can still be closed, its receiver gives back what it was given, and nobody else is held up.
@Suite(.timeLimit(.minutes(10))) struct AlteredTests {
    static let alterations = ["replace(body, '試験課', '別の課')", "'nothing that could be read'"]
    /// Ward 111023 only: a person of another ward is nobody to the receiver.
    private static let policy = TestPolicy(scope: "ward: [\"111023\"]")

    /// Alters what is stored of these systems' versions, as only the database's owner could.
    private func alter(_ hub: TestHub, _ systems: String..., to text: String) async throws {
        for system in systems {
            _ = try await hub.admin.execute(Query(unsafeSQL: "UPDATE governance.policy SET body = \(text) WHERE closes IS NULL AND system = '\(system)'"))
        }
    }

    /// The same hub as a process that has read nothing yet sees it.
    private func fresh(_ hub: TestHub) -> TestHub {
        var other = hub
        other.memory = ProcessMemory()
        return other
    }

    /// Persons 1 to 3 are in scope, 4 is not.
    private func people() -> [ResidentRow] { (1...4).map { n in ResidentRow(n).with { $0[.jushoShikuchosonkodo] = n <= 3 ? "111023" : "111082" } } }

    private func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? PolicyActRefused)?.code ?? "\(error)"
        }
    }

    @Test(arguments: alterations) func whatWasAlteredIsRevokedAndTakenBackFromWhomItWasGiven(to text: String) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(Self.policy, TestPolicy(system: .childcare))
            try await hub.take(people())
            try await hub.settle()
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(receiver.held.count == 3 && state.held.count == 3)
            let version = try #require(try await hub.lifecycle.versions(in: .inForce).first { $0.system == .tax }).contentHash
            try await alter(hub, "tax", to: text)
            let other = fresh(hub)
            let revoked = try await other.lifecycle.revoke(by: .approver, "tax", reason: "改変されたため")
            #expect(revoked.contentHash == version && revoked.policy == nil && revoked.system == .tax)
            #expect(try await other.lifecycle.history(of: "tax").last?.act == "revoke")
            #expect(try await other.lifecycle.altered().isEmpty)
            await #expect { try await other.changes() } throws: { ($0 as? ProvisionRefused)?.refusal == .revoked }
            try await other.worker(receiver).run(untilIdle: true)
            try await state.catchUp(other)
            #expect(receiver.held.isEmpty && state.held.isEmpty)
            let named = Set(receiver.batches.flatMap(\.entries).map(\.addresseeNumber.value))
            #expect(named == Set((1...3).map(ResidentRow.number)), "whom it was never told of it is not told of now")
            await #expect(throws: ProvisionRefused.self) { try await other.changes(after: state.cursor) }
            #expect(try await other.lifecycle.changes(of: "tax").last?.receipts.map(\.way) == ["push", "pull"])
            #expect(try await other.lifecycle.changes(isPending: true).isEmpty)
            #expect(receiver.withdrawn.last?.items == ItemSet.everything)
            // The other system never noticed, and another text can be approved.
            #expect(try await other.person(ResidentRow.number(1), .childcare).historyNumber == 1)
            try await other.load(TestPolicy(items: [.shimei], purpose: "改めた目的"), TestPolicy(system: .childcare))
            try await other.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 4 && receiver.held.values.allSatisfy { $0.items.count == 1 })
        }
    }

    private static let unfinished = """
        INSERT INTO provision.record (items, persons_count, way, result, individual_number, system, dataset, by_whom, policy_version)
        SELECT 0, 0, 'f', 's', false, system, dataset, 'x', content_hash FROM governance.in_force WHERE system = 'tax'
        """

    /// What the records say, and whom the receiver is told of for it: persons 1 to 3 came in a page, an extract that ended, and number 1 in a look-up.
    @Test(arguments: [
        ("SELECT 1", [1, 2, 3]), (unfinished, [1, 2, 3, 4]), ("UPDATE provision.record SET persons = NULL WHERE persons IS NOT NULL", [1, 2, 3, 4]),
        ("UPDATE provision.record SET persons = '' WHERE persons IS NOT NULL", [1]),
    ]) func whomTheRecordsOfAnAlteredVersionMayHaveNamedIsTakenBack(_ change: String, _ told: [Int]) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(Self.policy)
            try await hub.take(people())
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            _ = try await hub.full()
            _ = try await hub.person(ResidentRow.number(1))
            _ = try await hub.admin.execute(Query(unsafeSQL: change))
            try await alter(hub, "tax", to: "'x'")
            let other = fresh(hub)
            _ = try await other.lifecycle.revoke(by: .approver, "tax", reason: "改変されたため")
            let page = try await other.changes(after: state.cursor)
            #expect(page.entries.map(\.addresseeNumber.value).sorted() == told.map { ResidentRow.number($0) }.sorted())
            #expect(page.entries.allSatisfy { $0.operation == .remove })
        }
    }

    @Test func whatIsAlteredAfterItWasRevokedStaysRevoked() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(Self.policy)
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            try await alter(hub, "tax", to: "'x'")
            await #expect { try await fresh(hub).changes() } throws: { ($0 as? ProvisionRefused)?.refusal == .revoked }
        }
    }

    @Test func whatWasAlteredBeforeItsApprovalIsRejectedAndNeverApproved() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let version = try #require(
                try await hub.lifecycle.propose(by: .proposer, PolicyLibrary(documents: TestPolicy.documents([TestPolicy()])), reason: "試験").first
            ).policy.contentHash
            try await alter(hub, "tax", to: "'x'")
            let lifecycle = fresh(hub).lifecycle
            #expect(await code { _ = try await lifecycle.approve(by: .approver, version, reason: "試験") } == "L0019")
            #expect(await code { _ = try await lifecycle.version(version) } == "L0019")
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE is_failure AND body::jsonb #>> '{fields,refusal}' = 'L0019'") == 1)
            #expect(try await lifecycle.reject(by: .approver, version, reason: "改変").policy == nil)
            #expect(try await lifecycle.history(of: "tax").map(\.act) == ["propose", "reject"])
        }
    }

    @Test func nothingTakesThePlaceOfWhatWasAlteredBeforeThatIsRevoked() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(TestPolicy())
            let altered = try #require(try await hub.lifecycle.versions(in: .inForce).first).contentHash
            try await alter(hub, "tax", to: "'x'")
            let other = fresh(hub)
            let next = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy(items: [.shimei])]))
            let version = try #require(try await other.lifecycle.propose(by: .proposer, next, reason: "改定").first).policy.contentHash
            #expect(await code { _ = try await other.lifecycle.approve(by: .approver, version, reason: "改定") } == "L0019")
            #expect(try await other.lifecycle.versions(in: .proposed).map(\.contentHash) == [version])
            _ = try await other.lifecycle.revoke(by: .approver, altered, reason: "改変されたため")
            #expect(try await other.lifecycle.approve(by: .approver, version, reason: "改定").isInForce)
        }
    }

    @Test(arguments: alterations) func aPlanNamesWhatWasAlteredAndCountsTheOthers(_ text: String) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(TestPolicy(), TestPolicy(system: .childcare), TestPolicy(system: .careInsurance))
            try await hub.take(people())
            let next = [TestPolicy(items: [.shimei]), Self.policy, TestPolicy(system: .careInsurance, items: [.seibetsu])]
            for policies in [[next[0]], [TestPolicy(system: .childcare, scope: "ward: [\"111023\"]")], [next[2]]] {
                _ = try await hub.lifecycle.propose(by: .proposer, PolicyLibrary(documents: TestPolicy.documents(policies)), reason: "試験")
            }
            // Of tax what is in force, of care insurance what is proposed.
            let inForce = try #require(try await hub.text("SELECT content_hash FROM governance.in_force WHERE system = 'tax'"))
            let proposed = try await hub.proposed(.careInsurance)
            for version in [inForce, proposed] {
                _ = try await hub.admin.execute(Query(unsafeSQL: "UPDATE governance.policy SET body = \(text) WHERE content_hash = '\(version)'"))
            }
            let plan = try await fresh(hub).lifecycle.plan(by: .approver, .proposed)
            #expect(plan.systems.map { "\($0.system) \($0.lost)" } == ["childcare 1"])
            let altered = plan.altered.map { "\($0.system) \($0.version) \($0.state)" }
            #expect(altered.sorted() == ["care-insurance \(proposed) proposed", "tax \(inForce) in-force"])
            let revocation = try await fresh(hub).lifecycle.plan(by: .approver, .revocation([.tax, .childcare]))
            #expect(revocation.systems.map(\.system) == ["childcare"] && revocation.altered.map(\.system) == ["tax"])
        }
    }

    @Test func aClosedVersionIsReadFromItsOwnRow() throws {
        let policy = try #require(try PolicyLibrary(documents: TestPolicy.documents([TestPolicy(purpose: "目的\\n ='")])).policies.first)
        for cause in Closing.Cause.allCases {
            let closed = policy.closed(cause)
            let read = try #require(Policy(closingForm: closed.canonicalForm))
            #expect(read.contentHash == closed.contentHash && read.closing == closed.closing && read.ways == closed.ways)
            let bare = Policy.closed(policy.contentHash, of: policy.system, policy.dataset, cause)
            #expect(Policy(closingForm: bare.canonicalForm)?.contentHash == bare.contentHash)
            #expect(Policy(closingForm: closed.canonicalForm + "items=shimei\n") == nil)
            #expect(Policy(closingForm: closed.canonicalForm.replacing("items=\n", with: "items=shimei\n")) == nil)
        }
        #expect(Policy(closingForm: policy.canonicalForm) == nil)
        #expect(Policy(closingForm: "") == nil)
    }
}
