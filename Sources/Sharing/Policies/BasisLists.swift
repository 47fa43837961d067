internal import Addressee
internal import Governance
internal import Postgres

/// 法的根拠の一覧. Which list of legal bases counts for all policies, and what another would change, on a connection with a transaction open.
///
/// The newest list that an approved version was proposed with counts for all policies. So approving a version may move the end of others; whoever approves
/// then has to name the list, too (decision 0017).
struct BasisLists {
    let connection: Connection
    let store: PolicyStore

    private var ledger: PolicyLedger { PolicyLedger(connection: connection, seal: store.seal) }

    /// The list that a version was proposed with, by its content hash; nil where that can't be read.
    func list(of version: String) async throws -> String? {
        try await connection.query(
            """
            SELECT d.content_hash FROM governance.policy p JOIN governance.document d ON d.content_hash = ANY (p.documents) AND d.name = 'legal-bases.tsv'
            WHERE p.content_hash = \(version) LIMIT 1
            """
        ).first?.decode(String.self)
    }

    /// Policies in force or approved whose end a list would move; the versions that bring it apart, for they are approved with it, and what ends with
    /// their approval anyway.
    ///
    /// What a receiver has in force while its next version waits for a later day goes on until then, so the list may move its end like anybody's.
    ///
    /// - Parameters:
    ///   - ends: of the list.
    ///   - old: of the list in force.
    ///   - policies: that bring the list; of several each brings it to the others.
    ///   - day: the hub's.
    func effects(
        of ends: [String: CalendarDay], insteadOf old: [String: CalendarDay], broughtBy policies: [Policy], on day: CalendarDay
    ) async throws -> [BasisEffect] {
        let inForce = try await store.readable(ledger.versions(in: .inForce), on: connection).policies.filter { version in
            policies.contains { $0.contentHash != version.contentHash && (!Self.isOneReceivers($0, version) || $0.validFrom > day) }
        }
        // Of one receiver one version waits: the one approved last.
        let approved = try await store.readable(ledger.versions(in: .approved), on: connection).policies.filter { version in
            policies.contains { !Self.isOneReceivers($0, version) }
        }
        return BasisEffect.of(ends, insteadOf: old, on: inForce + approved)
    }

    private static func isOneReceivers(_ a: Policy, _ b: Policy) -> Bool { a.system == b.system && a.dataset == b.dataset }
}
