internal import Addressee
package import Governance
internal import Postgres

/// 差異. Where the files under `Policies/` and what is in force are not the same.
public struct PolicyDrift: Sendable, Codable {
    /// The receiving system's slug.
    public let system: String
    /// データセット名.
    public let dataset: String
    /// Hash of the file; nil where there is none.
    public let file: String?
    /// Hash of what is in force; nil where there is nothing, or nothing but a closed one.
    public let inForce: String?
    /// Where the file's version stands, as `PolicyState` writes it; nil where there is no file.
    public let fileState: String?

    /// What it means, in Japanese.
    public var label: String {
        switch (file, inForce, fileState.flatMap(PolicyState.init(rawValue:))) {
        case (nil, _, _): "施行中ですがファイルがありません"
        case (_, _, .proposed?): "ファイルの版は起案済みで、承認を待っています"
        case (_, _, .approved?): "ファイルの版は承認済みで、施行日を待っています"
        case (_, nil, let state?): "ファイルはありますが施行されていません(\(state.label))"
        case (_, _, let state?): "ファイルの内容が施行中の版と異なります(\(state.label))"
        case (_, _, nil): "ファイルの内容が施行中の版と異なります"
        }
    }
}

extension PolicyLifecycle {
    /// Compares a library with what is in force; empty where they agree.
    package func drift(from library: PolicyLibrary) async throws -> [PolicyDrift] {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let ledger = PolicyLedger(connection: connection, seal: store.seal)
            var inForce: [String: String] = [:]
            for row in try await connection.query(
                """
                SELECT f.system || '/' || f.dataset, f.content_hash FROM governance.in_force f
                JOIN governance.policy p ON p.content_hash = f.content_hash WHERE p.closes IS NULL
                """)
            {
                let (receiver, version) = try row.decode((String, String).self)
                inForce[receiver] = version
            }
            var drift: [PolicyDrift] = []
            for policy in library.policies {
                let current = inForce.removeValue(forKey: "\(policy.system)/\(policy.dataset)")
                guard current != policy.contentHash else { continue }
                drift.append(
                    PolicyDrift(
                        system: policy.system.rawValue, dataset: policy.dataset.rawValue, file: policy.contentHash, inForce: current,
                        fileState: try await ledger.lastAct(on: policy.contentHash).state.rawValue))
            }
            for (receiver, version) in inForce {
                let parts = receiver.split(separator: "/").map(String.init)
                drift.append(PolicyDrift(system: parts[0], dataset: parts.last ?? "", file: nil, inForce: version, fileState: nil))
            }
            return drift.sorted { ($0.system, $0.dataset) < ($1.system, $1.dataset) }
        }
    }
}
