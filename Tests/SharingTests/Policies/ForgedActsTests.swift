import AccessControl
import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// What somebody writes into the tables of policies with a password of the hub's processes ends nothing, displaces nothing and takes nothing back, also once the day
/// moves (decision 0093).
@Suite(.timeLimit(.minutes(10))) struct ForgedActsTests {
    private func library(ends: String, _ policies: TestPolicy...) throws -> PolicyLibrary {
        try PolicyLibrary(
            documents: TestPolicy.documents(policies).map { document in
                guard document.name == "legal-bases.tsv" else { return document }
                return PolicyDocument(name: document.name, text: document.text.replacing("\t16\t", with: "\t16\t\(ends)"))
            })
    }

    /// Puts in what these policies are stored as, with their list of legal bases in text and rows.
    private func keep(_ library: PolicyLibrary, _ pool: Pool) async throws -> String {
        for document in library.documents where !document.name.hasPrefix("systems/") {
            _ = try await pool.execute(
                """
                INSERT INTO governance.document (content_hash, name, body) VALUES (\(document.contentHash), \(document.name), \(document.text))
                ON CONFLICT DO NOTHING
                """)
        }
        let bases = try #require(library.bases)
        for basis in library.legalBases.values {
            _ = try await pool.execute(
                """
                INSERT INTO governance.legal_basis (list_row, valid_to, document, id, kind, law, article, affair, department)
                VALUES (\(Int32(basis.row)), \(basis.repealed), \(bases), \(basis.id), \(basis.kind.rawValue), \(basis.law), \(basis.article), \(basis.affair),
                    \(basis.department))
                ON CONFLICT DO NOTHING
                """)
        }
        let policy = try #require(library.policies.first)
        let body = try #require(library.documents.first { $0.name == policy.source }).text
        let documents = library.documents.filter { !$0.name.hasPrefix("systems/") }.map(\.contentHash)
        _ = try await pool.execute(
            """
            INSERT INTO governance.policy (content_hash, system, dataset, documents, body, source)
            VALUES (\(policy.contentHash), \(policy.system.rawValue), 'addressee', \(documents), \(body), \(policy.source))
            """)
        return policy.contentHash
    }

    /// Enters acts on a version as if the program had, from a step on.
    private func act(_ acts: String..., on version: String, from first: Int32 = 1, _ pool: Pool) async throws {
        var before: (act: String, account: String)? = first == 1 ? nil : (act: "propose", account: Principal.proposer.account)
        for (index, act) in acts.enumerated() {
            let step = first + Int32(index)
            let account = act == "propose" ? Principal.proposer.account : Principal.approver.account
            _ = try await pool.execute(
                """
                INSERT INTO governance.act (acted_on, step, after_step, policy_version, act, account, reason, after_act, after_account)
                VALUES ('2026-11-20', \(step), \(before == nil ? nil : step - 1), \(version), \(act), \(account), '自作', \(before?.act), \(before?.account))
                """)
            before = (act: act, account: account)
        }
    }

    /// A hub whose tax policy, or these, are in force, and give persons 1 to 3.
    private func with(_ library: PolicyLibrary? = nil, _ body: (TestHub, _ inForce: String) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            if let library { try await hub.load(library) } else { try await hub.load(TestPolicy()) }
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub, try #require(try await hub.text("SELECT content_hash FROM governance.in_force WHERE system = 'tax'")))
        }
    }

    /// Everybody is given as before, on every way, to whom knows the policy and to whom doesn't.
    private func expectGiven(_ hub: TestHub, _ systems: SystemName...) async throws {
        for system in systems {
            #expect(try await hub.person(ResidentRow.number(1), system).historyNumber == 1)
            let page = try await hub.changes(system)
            #expect(page.entries.count == 3 && page.entries.allSatisfy { $0.operation == .upsert })
        }
        _ = try await hub.full()
        let receiver = Receiver()
        try await hub.worker(receiver).run(untilIdle: true)
        #expect(receiver.held.count == 3)
    }

    private func named(_ hub: TestHub) async throws -> [String] { try await hub.lifecycle.unproven().map { "\($0.system) \($0.state)" } }
    private func told(_ hub: TestHub) async throws -> [String] {
        let rows = try await hub.rows("SELECT DISTINCT body::jsonb #>> '{fields,policy}' FROM audit.event WHERE kind = 'policy.unproven' AND is_failure")
        return try rows.map { try $0.decode(String.self) }
    }

    @Test func aListOfLegalBasesBySQLEndsNothing() async throws {
        try await with(library(ends: "", TestPolicy(), TestPolicy(system: .childcare))) { hub, _ in
            let forged = try await keep(library(ends: "2026-11-19", TestPolicy(purpose: "自作")), hub.staffed)
            try await act("propose", "approve", on: forged, hub.staffed)
            #expect(try await hub.person(ResidentRow.number(1), .childcare).historyNumber == 1)
            try await hub.advance("2026-11-21")
            try await expectGiven(hub, .tax, .childcare)
            #expect(try await hub.entriesAndEnds() == ["childcare enter", "tax enter"])
            #expect(try await named(hub) == ["tax approved"])
            #expect(try await told(hub) == [forged])
            #expect(try await hub.lifecycle.overdue().isEmpty)
        }
    }

    @Test func rowsOfATrueListBySQLEndNothing() async throws {
        try await with(library(ends: "", TestPolicy(), TestPolicy(system: .childcare))) { hub, _ in
            _ = try await hub.staffed.execute(
                """
                INSERT INTO governance.legal_basis (list_row, valid_to, document, id, kind, law, article, affair, department)
                SELECT list_row, '2026-11-19', document, 'transfer-17', kind, law, article, affair, department FROM governance.legal_basis
                """)
            _ = try await hub.admin.execute("UPDATE governance.legal_basis SET valid_to = '2026-11-19'")
            try await hub.advance("2026-11-21")
            try await expectGiven(hub, .tax, .childcare)
            #expect(try await hub.entriesAndEnds() == ["childcare enter", "tax enter"])
        }
    }

    @Test func aListOfLegalBasesBySQLLetsNoRepealBeForgotten() async throws {
        try await with(library(ends: "", TestPolicy(), TestPolicy(system: .childcare))) { hub, _ in
            let ending = try library(ends: "2027-04-01", TestPolicy(), TestPolicy(system: .childcare))
            _ = try await hub.lifecycle.propose(by: .proposer, ending, systems: [.tax], reason: "廃止法の公布")
            _ = try await hub.lifecycle.approve(by: .approver, hub.proposed(), bases: ending.bases, reason: "廃止法の公布")
            let forged = try await keep(library(ends: "2050-01-01", TestPolicy(purpose: "自作")), hub.staffed)
            try await act("propose", "approve", on: forged, hub.staffed)
            await #expect(throws: ProvisionRefused(refusal: .outsideDates)) {
                _ = try await hub.provisioning(on: "2027-04-01").person(
                    hub.caller(.childcare), dataset: "addressee", addresseeNumber: AddresseeNumber(ResidentRow.number(1)))
            }
            try await hub.advance("2027-04-01")
            #expect(try await hub.entriesAndEnds().filter { $0.hasSuffix("expire") } == ["childcare expire", "tax expire"])
            await #expect(throws: ProvisionRefused(refusal: .outsideDates)) { _ = try await hub.changes(.childcare) }
        }
    }

    @Test func theSealOfAnActStays() async throws {
        try await with { hub, _ in
            for pool in [hub.worked, hub.staffed] {
                await #expect(throws: PostgresError.self) { _ = try await pool.execute("UPDATE governance.act SET mac = NULL WHERE act = 'approve'") }
            }
            let unsealed = try await hub.count("SELECT count(*) FROM governance.act WHERE mac IS NULL")
            #expect(unsealed == 0)
        }
    }

    @Test func aListWhoseTextWasAlteredIsReadByNobody() async throws {
        try await with(library(ends: "2027-04-01", TestPolicy(), TestPolicy(system: .childcare))) { hub, _ in
            _ = try await hub.admin.execute("UPDATE governance.document SET body = replace(body, '2027', '2050') WHERE name = 'legal-bases.tsv'")
            var restarted = hub
            restarted.memory = ProcessMemory()
            await #expect(throws: ProvisionRefused(refusal: .policyNotAsApproved)) { _ = try await restarted.changes(.childcare) }
            try await restarted.advance("2026-11-21")
            #expect(try await restarted.lifecycle.altered().map(\.system).sorted() == ["*", "childcare", "tax"])
        }
    }

    /// Puts the version in force that closes this one.
    private func close(_ version: String, _ hub: TestHub) async throws -> String {
        let policy = try #require(try await hub.pool.withConnection { try await hub.store.version(version, on: $0) })
        let closing = policy.closed(.revoked)
        _ = try await hub.worked.execute(
            """
            INSERT INTO governance.policy (content_hash, system, dataset, documents, body, closes, closing_cause)
            VALUES (\(closing.contentHash), 'tax', 'addressee', '{}', \(closing.canonicalForm), \(version), 'revoked') ON CONFLICT DO NOTHING
            """)
        _ = try await hub.worked.execute("UPDATE governance.in_force SET content_hash = \(closing.contentHash) WHERE system = 'tax'")
        return closing.contentHash
    }

    private func expectNothingTakenBack(_ hub: TestHub, _ state: HeldState, _ receiver: Receiver) async throws {
        let refused = ProvisionRefused(refusal: .policyNotAsApproved)
        await #expect(throws: refused) { _ = try await hub.changes(after: state.cursor) }
        await #expect(throws: refused) { _ = try await hub.person(ResidentRow.number(1)) }
        await #expect(throws: refused) { _ = try await hub.full() }
        try await hub.worker(receiver).run(untilIdle: true)
        #expect(receiver.held.count == 3)
    }

    @Test func aClosingBySQLTakesNothingBack() async throws {
        try await with { hub, inForce in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            var state = HeldState()
            try await state.catchUp(hub)
            let closing = try await close(inForce, hub)
            try await expectNothingTakenBack(hub, state, receiver)
            try await hub.advance("2026-11-21")
            #expect(try await named(hub) == ["tax in-force"])
            #expect(try await told(hub) == [closing])
            #expect(try await hub.lifecycle.history().map(\.act) == ["propose", "approve", "enter"])
            _ = try await hub.admin.execute("UPDATE governance.in_force SET content_hash = \(inForce)")
            #expect(try await hub.changes(after: state.cursor).entries.isEmpty)
            #expect(try await hub.person(ResidentRow.number(1)).historyNumber == 1)
            // Whoever revokes it takes it back all the same.
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            #expect(try await hub.changes(after: state.cursor).entries.count == 3)
            #expect(try await named(hub).isEmpty)
        }
    }

    @Test func aClosingThatIsOverDoesNotComeBack() async throws {
        try await with { hub, first in
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            await #expect(throws: ProvisionRefused(refusal: .revoked)) { _ = try await hub.changes() }
            try await hub.load(TestPolicy(items: [.shimei]))
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            var state = HeldState()
            try await state.catchUp(hub)
            _ = try await close(first, hub)
            try await expectNothingTakenBack(hub, state, receiver)
            // Nor where the owner of the tables wipes the seal of what says that something else came into force since.
            try await hub.admin.script(unsafeSQL: "ALTER TABLE governance.act DISABLE TRIGGER act_stays")
            _ = try await hub.admin.execute("UPDATE governance.act SET mac = NULL WHERE act = 'enter' AND policy_version <> \(first)")
            var restarted = hub
            restarted.memory = ProcessMemory()
            await #expect(throws: ProvisionRefused(refusal: .policyNotAsApproved)) { _ = try await restarted.changes(after: state.cursor) }
        }
    }

    @Test func anApprovalBySQLDisplacesNothing() async throws {
        try await with { hub, inForce in
            let wider = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy(items: [.shimei, .seibetsu])]))
            _ = try await hub.lifecycle.propose(by: .proposer, wider, reason: "試験")
            let proposed = try await hub.proposed()
            try await act("approve", on: proposed, from: 2, hub.worked)
            try await hub.advance("2026-11-21")
            #expect(try await hub.lifecycle.history().map(\.act) == ["propose", "approve", "enter", "propose", "approve"])
            #expect(try await hub.text("SELECT content_hash FROM governance.in_force") == inForce)
            try await expectGiven(hub, .tax)
            #expect(try await named(hub) == ["tax approved"])
            #expect(try await told(hub) == [proposed])
            #expect(try await hub.lifecycle.overdue().isEmpty)
        }
    }

    @Test func aProposalBySQLIsApprovedByNobody() async throws {
        try await with { hub, inForce in
            let forged = try await keep(library(ends: "", TestPolicy(items: [.shimei, .seibetsu])), hub.staffed)
            try await act("propose", on: forged, hub.staffed)
            await #expect {
                _ = try await hub.lifecycle.approve(by: .approver, forged, reason: "試験")
            } throws: { ($0 as? PolicyActRefused)?.code == "X0031" }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE is_failure AND body::jsonb #>> '{fields,refusal}' = 'X0031'") == 1)
            #expect(try await hub.text("SELECT content_hash FROM governance.in_force") == inForce)
            #expect(try await named(hub) == ["tax proposed"])
            // It can be rejected, and stands on nothing all the same.
            _ = try await hub.lifecycle.reject(by: .approver, forged, reason: "自作の起案")
            #expect(try await named(hub).isEmpty)
        }
    }

    @Test func aVersionThatIsInForceBySQLEndsNothing() async throws {
        try await with { hub, inForce in
            let forged = try await keep(library(ends: "", TestPolicy(until: "2026-11-21", purpose: "自作")), hub.staffed)
            try await act("propose", "approve", "enter", on: forged, hub.staffed)
            try await hub.advance("2026-11-21")
            #expect(try await hub.entriesAndEnds() == ["tax enter", "tax enter"])
            #expect(try await hub.text("SELECT content_hash FROM governance.in_force") == inForce)
            try await expectGiven(hub, .tax)
            #expect(try await named(hub) == ["tax in-force"])
            // By its receiver's name what is truly in force is meant.
            #expect(try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り").contentHash == inForce)
        }
    }

    @Test func nothingTakesThePlaceOfWhatIsInForceBySQL() async throws {
        try await with { hub, inForce in
            let next = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy(items: [.shimei], from: "2026-11-21")]))
            _ = try await hub.lifecycle.propose(by: .proposer, next, reason: "改定")
            let version = try await hub.proposed()
            _ = try await hub.lifecycle.approve(by: .approver, version, reason: "改定")
            let forged = try await keep(library(ends: "", TestPolicy(purpose: "自作")), hub.staffed)
            try await act("propose", "approve", "enter", on: forged, hub.staffed)
            _ = try await hub.worked.execute("UPDATE governance.in_force SET content_hash = \(forged)")
            try await hub.advance("2026-11-21")
            #expect(try await hub.text("SELECT body::jsonb #>> '{fields,because}' FROM audit.event WHERE kind = 'policy.not-moved'") == "X0031")
            #expect(try await hub.lifecycle.overdue().map(\.version) == [version])
            _ = try await hub.admin.execute("UPDATE governance.in_force SET content_hash = \(inForce)")
            try await hub.calendar.catchUpPolicies()
            #expect(try await hub.lifecycle.history().suffix(2).map(\.act) == ["enter", "supersede"])
            #expect(try await hub.lifecycle.history().last?.version == inForce)
        }
    }
}
