import Addressee
import ConnectorKit
import Governance
import Postgres
import Testing

@testable import Hub

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
            let acts = try await hub.office.history(of: "tax").map { "\($0.act) \($0.account)" }
            #expect(acts == ["propose installation", "approve initial", "enter installation"])
            #expect(try await hub.office.history(of: "tax").allSatisfy { $0.reason.contains("2026-04-01") })
            #expect(try await hub.office.versions(in: .inForce).count == 2)
            // Revised by two people …
            try await hub.load(TestPolicy(items: [.shimei]), TestPolicy(system: .childcare))
            #expect(try await hub.office.history(of: "tax").map(\.act).contains("supersede"))
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.values.allSatisfy { $0.items.count == 1 })
            // … and revoked, followed and confirmed.
            _ = try await hub.office.revoke("tax", reason: "誤り", by: .approver)
            _ = try await hub.office.revoke("childcare", reason: "誤り", by: .approver)
            try await hub.worker(receiver).run(untilIdle: true)
            try await state.catchUp(hub)
            #expect(receiver.held.isEmpty && state.held.isEmpty)
            await #expect(throws: ProvisionRefused.self) { try await hub.changes(after: state.cursor) }
            #expect(try await hub.office.changes(of: "tax").flatMap(\.receipts).map(\.way).sorted() == ["pull", "pull", "push", "push"])
            #expect(try await hub.office.changes(isPending: true).isEmpty)
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
            _ = try await hub.office.propose(library, reason: "試験", by: .proposer)
            #expect(try await hub.count("SELECT count(*) FROM governance.legal_basis") == 1)
        }
    }
}
