package import Governance
package import Postgres

extension PolicyStore {
    /// The legal bases that a version cites, as they stood when it was loaded.
    package func legalBases(of policy: Policy, on connection: Connection) async throws -> [LegalBasis] {
        let rows = try await connection.query(
            """
            SELECT d.name, d.body FROM governance.policy p JOIN governance.document d ON d.content_hash = ANY(p.documents)
            WHERE p.content_hash = \(policy.contentHash) AND d.name = 'legal-bases.tsv'
            """)
        let documents = try rows.map { PolicyDocument(name: try $0.decode("name"), text: try $0.decode("body")) }
        guard !documents.isEmpty else { throw PolicyStoreError.altered(policy.contentHash) }
        let known = try PolicyLibrary(documents: documents, isStored: true).legalBases
        return policy.legalBases.compactMap { known[$0] }
    }
}
