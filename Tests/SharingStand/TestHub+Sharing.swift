import AccessControl
package import AccessControlStand
package import Addressee
package import ConnectorKit
package import Departments
package import Governance
import Logging
import Postgres
import Register
import RegisterStand
package import Sharing

/// What sharing adds to a hub: policies in force, the one door out, receivers.
extension TestHub {
    package var store: PolicyStore { memory.one { PolicyStore(seal: RowSeal(keys: keys)) } }
    package var provisioning: Provisioning { provisioning(on: "2026-11-20") }
    package var lifecycle: PolicyLifecycle { PolicyLifecycle(pool: staffed, store: store, today: { Self.intakeDay }) }
    package var calendar: CalendarAdvance { CalendarAdvance(pool: worked, store: store) }

    /// What receivers ask, as `atena serve` has it.
    package var serving: Provisioning { provisioning(on: "2026-11-20", served) }
    /// What delivers, as `atena work` has it.
    package var delivering: Provisioning { provisioning(on: "2026-11-20", worked) }
    /// What staff ask, as `atena staff` has it.
    package var clerking: Provisioning { provisioning(on: "2026-11-20", staffed) }

    /// Provisioning on a day in Japan, as an operator's commands have it.
    package func provisioning(on day: String) -> Provisioning { provisioning(on: day, pool) }

    private func provisioning(on day: String, _ pool: Pool) -> Provisioning {
        Provisioning(pool: pool, vault: vault, body: body, store: store, listener: listener, monitor: monitor, today: { AccessControlStand.day(day) })
    }

    package func module(_ kind: DepartmentKind) -> DepartmentModule {
        DepartmentModule(
            kind: kind, pool: Pool(settings: settings(user: kind.role, role: nil), maximum: 2), keys: vault.keys)
    }

    package func worker(_ connector: any Connector, system: SystemName = .tax, dataset: String = "addressee", name: String = "test") -> DeliveryWorker {
        (connector as? Receiver)?.set(name: system)
        return DeliveryWorker(
            system: system, dataset: dataset, connector: connector, provisioning: delivering, name: name,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @discardableResult
    package func load(_ policies: TestPolicy...) async throws -> [Policy] {
        try await load(PolicyLibrary(documents: TestPolicy.documents(policies)))
    }

    /// Two people put exactly these policies in force: one proposes, the other approves, and revokes what is no longer among them.
    @discardableResult
    package func load(_ library: PolicyLibrary) async throws -> [Policy] {
        for outcome in try await lifecycle.propose(by: .proposer, library, reason: "試験") {
            switch outcome {
            case .proposed(let policy), .unchanged(let policy, .proposed):
                _ = try await lifecycle.approve(by: .approver, policy.contentHash, bases: library.bases, reason: "試験")
            case .unchanged: break
            }
        }
        let kept = Set(library.policies.map { "\($0.system)/\($0.dataset)" })
        let receivers = try await rows(
            "SELECT f.system || '/' || f.dataset FROM governance.in_force f JOIN governance.policy p ON p.content_hash = f.content_hash WHERE p.closes IS NULL")
        for row in receivers {
            let receiver = try row.decode(String.self)
            if !kept.contains(receiver) { _ = try await lifecycle.revoke(by: .approver, receiver, reason: "試験") }
        }
        return library.policies
    }

    /// The content hash of the newest version that waits for approval, as `pending` shows it; nothing where none does.
    package func proposed(_ system: SystemName = .tax) async throws -> String {
        try await lifecycle.versions(in: .proposed).last { $0.system == system }?.contentHash ?? ""
    }

    @discardableResult
    package func advance(_ to: String) async throws -> Int? { try await calendar.advance(to: day(to)) }

    package func caller(_ system: SystemName = .tax) -> Caller { Caller(system: system, byWhom: "test \(system)") }

    package func changes(
        _ system: SystemName = .tax, after cursor: String? = nil, limit: Int = 1000
    ) async throws -> ChangePage {
        try await serving.changes(caller(system), dataset: "addressee", after: cursor, limit: limit, wait: .zero)
    }

    package func person(_ number: String, _ system: SystemName = .tax) async throws -> Entry {
        try await serving.person(caller(system), dataset: "addressee", addresseeNumber: AddresseeNumber(number))[0]
    }

    /// A whole extract, and the cursor to go on from.
    package func full(_ system: SystemName = .tax, _ format: ExtractFormat = .ndjson) async throws -> (bytes: [UInt8], cursor: String) {
        let extract = try await serving.full(caller(system), dataset: "addressee", format: format)
        var bytes: [UInt8] = []
        for try await piece in extract { bytes += piece }
        return (bytes, extract.cursor)
    }
}
