internal import Addressee
public import Governance
internal import Postgres

/// A policy as whoever approves it reads it: in sentences, with what is doubtful about it.
public struct PolicyReading: Sendable, Codable {
    /// The receiver's slug.
    public let system: String
    /// データセット名.
    public let dataset: String
    /// Content hash.
    public let version: String
    /// To whom, why, on what ground, about whom, what, how, from when; Japanese.
    public let sentences: [String]
    /// What is seldom meant, for a second look.
    public let doubts: [PolicyDoubt]
}

extension PolicyLifecycle {
    /// Reads versions in sentences, with their doubts.
    ///
    /// - Parameters:
    ///   - bases: the list of legal bases that comes with them; nil: each with the one it was proposed with.
    ///   - around: what the caller knows; the wards of the body are looked up here.
    /// - Throws: `PostgresError`.
    package func reading(
        _ policies: [Policy], bases: [String: LegalBasis]? = nil, around: PolicyDoubt.Surroundings = .init()
    ) async throws -> [PolicyReading] {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let lists = BasisLists(connection: connection, store: store)
            var around = around
            around.wards = try await Self.wards(policies.reduce(into: []) { $0.formUnion($1.scope.wards) }, connection)
            var readings: [PolicyReading] = []
            for policy in policies {
                var own = bases
                if own == nil { own = try await store.bases(in: try await lists.list(of: policy.closing?.version ?? policy.contentHash), on: connection) }
                readings.append(
                    PolicyReading(
                        system: policy.system.rawValue, dataset: policy.dataset.rawValue, version: policy.contentHash,
                        sentences: policy.sentences(bases: own ?? [:]), doubts: PolicyDoubt.all(policy, bases: own ?? [:], around: around)))
            }
            return readings
        }
    }

    /// Those of the codes under which residents are registered; nil where nobody is registered at all, or none is asked for.
    private static func wards(_ codes: Set<String>, _ connection: Connection) async throws -> Set<String>? {
        guard !codes.isEmpty else { return nil }
        guard try await !connection.query("SELECT FROM register.version WHERE juminjotai = '1' LIMIT 1").isEmpty else { return nil }
        let rows = try await connection.query(
            "SELECT DISTINCT jusho_shikuchosonkodo FROM register.version WHERE juminjotai = '1' AND jusho_shikuchosonkodo = ANY (\(codes.sorted()))")
        return Set(try rows.map { try $0.decode(String.self) })
    }
}
