internal import Addressee
internal import Governance
package import Postgres

/// 証明のない版. A version that the tables say is in force or on its way, and that acts of two people which the hub has written did not bring there.
public struct UnprovenPolicy: Sendable, Codable, Hashable {
    /// The receiving system's slug.
    public let system: String
    /// データセット名.
    public let dataset: String
    /// Content hash.
    public let version: String
    /// Where the tables say that it stands, as `PolicyState` writes it.
    public let state: String
}

extension PolicyStore {
    /// All of them, by how far they are; none where there is no key that could prove anything.
    package func unproven(on connection: Connection) async throws -> [UnprovenPolicy] {
        guard seal != nil else { return [] }
        let ledger = PolicyLedger(connection: connection, seal: seal)
        var found: [UnprovenPolicy] = []
        func note(_ version: String, _ system: String, _ dataset: String, _ state: PolicyState) {
            guard !found.contains(where: { $0.version == version && $0.system == system && $0.dataset == dataset }) else { return }
            found.append(UnprovenPolicy(system: system, dataset: dataset, version: version, state: state.rawValue))
        }
        for state in [PolicyState.proposed, .approved, .inForce] {
            let versions = try await ledger.standing(in: state).unproven
            guard !versions.isEmpty else { continue }
            let rows = try await connection.query(
                "SELECT content_hash, system, dataset FROM governance.policy WHERE content_hash = ANY (\(versions)) ORDER BY system, dataset, content_hash")
            for row in rows {
                let (version, system, dataset) = try row.decode((String, String, String).self)
                note(version, system, dataset, state)
            }
        }
        for row in try await connection.query("SELECT system, dataset FROM governance.in_force ORDER BY system, dataset") {
            let (system, dataset) = try row.decode((String, String).self)
            guard let name = SystemName(rawValue: system) else { continue }
            do {
                _ = try await inForce(name, dataset, on: connection)
            } catch PolicyStoreError.unproven(let version) {
                note(version, system, dataset, .inForce)
            } catch is PolicyStoreError {
                // What was altered is named by itself.
            }
        }
        return found
    }
}
