import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import AccessControl
@testable import Sharing

/// A hub whose policies were loaded before there were acts lives on: they can be revised and revoked like any other.
@Suite(.timeLimit(.minutes(10))) struct UpgradeTests {
    /// What `atena policy load` wrote then.
    private static func load(_ library: PolicyLibrary, _ connection: Connection) async throws {
        let shared = library.documents.filter { !$0.name.hasPrefix("systems/") }
        for document in shared {
            try await connection.execute(
                "INSERT INTO governance.document (content_hash, name, body) VALUES (\(document.contentHash), \(document.name), \(document.text))")
        }
        for policy in library.policies {
            let body = library.documents.first { $0.name == policy.source }?.text
            try await connection.execute(
                """
                INSERT INTO governance.policy (content_hash, system, dataset, documents, body)
                VALUES (\(policy.contentHash), \(policy.system.rawValue), \(policy.dataset.rawValue), \(shared.map(\.contentHash)), \(body))
                """)
            try await connection.execute(
                """
                INSERT INTO governance.in_force (system, dataset, content_hash, since)
                VALUES (\(policy.system.rawValue), \(policy.dataset.rawValue), \(policy.contentHash), '2026-04-01 00:30+09')
                """)
            try await connection.execute(
                "INSERT INTO delivery.subscription (system, dataset) VALUES (\(policy.system.rawValue), \(policy.dataset.rawValue))")
        }
    }

    /// The same, and a batch went out, and the hub ended before the receiver's answer.
    private func handingOver(_ library: PolicyLibrary) -> (Connection) async throws -> Void {
        { connection in
            try await Self.load(library, connection)
            try await connection.execute("UPDATE delivery.subscription SET sequence = 1")
        }
    }

    private func loading(_ library: PolicyLibrary) -> (Connection) async throws -> Void { { try await Self.load(library, $0) } }

    @Test(arguments: [7, 9, 10, 13]) func whatWasLoadedBeforeThereWereActsIsRevisedAndRevoked(_ number: Int) async throws {
        let library = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy(), TestPolicy(system: .childcare)]))
        try await TestHub.upgraded(from: number, old: loading(library)) { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 1)
            var state = HeldState()
            try await state.catchUp(hub)
            let acts = try await hub.lifecycle.history(of: "tax").map { "\($0.act) \($0.account)" }
            #expect(acts == ["propose installation", "approve initial", "enter installation"])
            #expect(try await hub.lifecycle.history(of: "tax").allSatisfy { $0.reason.contains("2026-04-01") })
            #expect(try await hub.lifecycle.versions(in: .inForce).count == 2)
            // Revised by two people …
            try await hub.load(TestPolicy(items: [.shimei]), TestPolicy(system: .childcare))
            #expect(try await hub.lifecycle.history(of: "tax").map(\.act).contains("supersede"))
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.values.allSatisfy { $0.items.count == 1 })
            // … and revoked, followed and confirmed.
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            _ = try await hub.lifecycle.revoke(by: .approver, "childcare", reason: "誤り")
            try await hub.worker(receiver).run(untilIdle: true)
            try await state.catchUp(hub)
            #expect(receiver.held.isEmpty && state.held.isEmpty)
            await #expect(throws: ProvisionRefused.self) { try await hub.changes(after: state.cursor) }
            #expect(try await hub.lifecycle.changes(of: "tax").flatMap(\.receipts).map(\.way).sorted() == ["pull", "pull", "push", "push"])
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
        }
    }

    /// What people did between 0010 and 0014 to a version that was in force without acts, as the code of then wrote it.
    static let drifts: [[(act: String, account: String)]] = [
        [("propose", "P0001")], [("propose", "P0001"), ("reject", "A0001")], [("propose", "P0001"), ("approve", "A0001")],
        [("propose", "P0001"), ("approve", "A0001"), ("enter", "A0001"), ("supersede", "A0001")],
        [("propose", "P0001"), ("approve", "A0001"), ("revoke", "A0001")],
    ]

    @Test(arguments: drifts.indices, [10, 14]) func whatWasProposedAnewWhileInForceIsRevisedAndRevoked(_ drift: Int, _ number: Int) async throws {
        let library = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy(), TestPolicy(system: .childcare)]))
        let acts = Self.drifts[drift]
        let old: (Connection) async throws -> Void = { connection in
            try await Self.load(library, connection)
            for (index, act) in acts.enumerated() {
                try await connection.execute(
                    """
                    INSERT INTO governance.act (acted_on, step, after_step, policy_version, act, account, reason, after_act, after_account)
                    SELECT '2026-11-01', \(Int32(index + 1)), \(index == 0 ? nil : Int32(index)), content_hash, \(act.act), \(act.account), '当時',
                        \(index == 0 ? nil : acts[index - 1].act), \(index == 0 ? nil : acts[index - 1].account)
                    FROM governance.policy
                    """)
            }
        }
        try await TestHub.upgraded(from: number, old: old) { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.count == 1)
            let history = try await hub.lifecycle.history(of: "tax")
            #expect(history.prefix(acts.count).map(\.act) == acts.map(\.act), "what people did stands")
            #expect(history.dropFirst(acts.count).allSatisfy { ["installation", "initial"].contains($0.account) && $0.reason.contains("引継ぎ") })
            #expect(try await hub.lifecycle.versions(in: .inForce).count == 2)
            // Revised by two people, or revoked at once.
            _ = try await hub.lifecycle.revoke(by: .approver, "childcare", reason: "誤り")
            try await hub.load(TestPolicy(items: [.shimei]))
            #expect(try await hub.lifecycle.history(of: "tax").map(\.act).suffix(4) == ["propose", "approve", "enter", "supersede"])
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            try await state.catchUp(hub)
            #expect(state.held.isEmpty)
        }
    }

    @Test func aVersionThatComesIntoForceAgainTakesNothingsPlace() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(TestPolicy())
            // As it stood between 0010 and 0014: in force, and nobody's act.
            _ = try await hub.admin.execute("DELETE FROM governance.act")
            try await hub.load(TestPolicy())
            #expect(try await hub.lifecycle.history(of: "tax").map(\.act) == ["propose", "approve", "enter"])
            #expect(try await hub.lifecycle.versions(in: .inForce).count == 1)
            #expect(try await hub.lifecycle.changes().count == 1, "nothing changed for its receiver")
        }
    }

    @Test(arguments: [9, 13, 14], [false, true])
    func whatWasHandedOverBeforePlacesWereWrittenFirstIsTakenBack(_ number: Int, isRevoked: Bool) async throws {
        let library = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy()]))
        try await TestHub.upgraded(from: number, old: handingOver(library)) { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(2), ResidentRow(3)])
            try await hub.take([ResidentRow(2).next("21")])
            try await hub.settle()
            let receiver = Receiver()
            let gone = Entry(
                addresseeNumber: try AddresseeNumber(ResidentRow.number(2)), historyNumber: 1, operation: .upsert, items: [.shimei: "試験"],
                individualNumber: nil, reasons: [])
            receiver.state.withLock { $0.held[gone.addresseeNumber] = (gone, 1) }
            if isRevoked {
                _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
                #expect(try await hub.lifecycle.changes(isPending: true).flatMap(\.receipts).map(\.way) == ["push"])
            }
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.keys.sorted() == (isRevoked ? [] : [ResidentRow.number(1), ResidentRow.number(3)]))
            let reasons = receiver.batches.flatMap(\.entries).flatMap(\.reasons)
            #expect(reasons.isEmpty, "a state, not a life")
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
            #expect(try await hub.text("SELECT body::jsonb #>> '{fields,cause}' FROM audit.event WHERE kind = 'delivery.place-lost'") == "none")
        }
    }

    @Test(arguments: [9, 13, 14]) func whereNothingWasHandedOverAnUpgradedReceiverSimplyBegins(_ number: Int) async throws {
        let library = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy()]))
        try await TestHub.upgraded(from: number, old: loading(library)) { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            // Before the first batch there is nothing to start over from.
            #expect(try await DeadLetters(pool: hub.staffed).startOver(by: Staff.with(.operateDeliveries), .tax))
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 1)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'delivery.place-lost'") == 0)
        }
    }

    @Test func whatHasActsGetsNone() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            #expect(try await hub.count("SELECT count(*) FROM governance.act WHERE account IN ('installation', 'initial')") == 0)
        }
    }

    @Test func aListOfLegalBasesThatWasThereBeforeItsRowsGetsThem() async throws {
        let library = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy()]))
        try await TestHub.upgraded(from: 9, old: loading(library)) { hub in
            #expect(try await hub.count("SELECT count(*) FROM governance.legal_basis") == 0)
            _ = try await hub.lifecycle.propose(by: .proposer, library, reason: "試験")
            #expect(try await hub.count("SELECT count(*) FROM governance.legal_basis") == 1)
        }
    }
}
