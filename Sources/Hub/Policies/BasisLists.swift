internal import Addressee
internal import Governance
internal import Postgres

/// 法的根拠の一覧. Which list of legal bases counts for all policies, and what another would change, on a connection with a transaction open.
///
/// The newest list that an approved version was proposed with counts for all policies. So approving a version may move the end of others; whoever approves
/// then has to name the list, too (decision 0017).
struct BasisLists {
    let connection: Connection
    let shelf: PolicyShelf

    private var ledger: PolicyLedger { PolicyLedger(connection: connection) }

    /// The list that a version was proposed with, by its content hash; nil where that can't be read.
    func list(of version: String) async throws -> String? {
        try await connection.query(
            """
            SELECT d.content_hash FROM governance.policy p JOIN governance.document d ON d.content_hash = ANY (p.documents) AND d.name = 'legal-bases.tsv'
            WHERE p.content_hash = \(version) LIMIT 1
            """
        ).first?.decode(0, as: String.self)
    }

    /// Ends of legal bases as a stored list has them, by id.
    func ends(in list: String) async throws -> [String: CalendarDay] {
        let rows = try await connection.query("SELECT id, valid_to FROM governance.legal_basis WHERE document = \(list) AND valid_to IS NOT NULL")
        return Dictionary(try rows.map { try $0.decode((String, CalendarDay).self) }) { first, _ in first }
    }

    /// Whether a list would count in the place of the one in force, once a version that came with it is approved: an older one does not come back.
    func wouldCount(_ list: String) async throws -> Bool {
        try await connection.query(
            """
            SELECT FROM governance.act a JOIN governance.policy p ON p.content_hash = a.policy_version
            JOIN governance.document d ON d.content_hash = ANY (p.documents) AND d.name = 'legal-bases.tsv'
            WHERE a.act = 'approve' AND d.loaded_at >= (SELECT loaded_at FROM governance.document WHERE content_hash = \(list)) LIMIT 1
            """
        ).isEmpty
    }

    /// Policies in force or approved whose end a list would move; those of the receivers that bring it apart, for they are approved with it.
    ///
    /// - Parameters:
    ///   - ends: of the list.
    ///   - old: of the list in force.
    ///   - receivers: written `system/dataset`, that bring the list; of several each brings it to the others.
    func effects(of ends: [String: CalendarDay], insteadOf old: [String: CalendarDay], broughtBy receivers: Set<String>) async throws -> [BasisEffect] {
        let versions = try await ledger.versions(in: .inForce) + ledger.versions(in: .approved)
        let others = try await shelf.readable(versions, on: connection).policies.filter { !receivers.subtracting(["\($0.system)/\($0.dataset)"]).isEmpty }
        return BasisEffect.of(ends, insteadOf: old, on: others)
    }
}
