package import Governance
package import Postgres

extension PolicyStore {
    /// The legal bases that a version cites, as they stood when it was loaded.
    package func legalBases(of policy: Policy, on connection: Connection) async throws -> [LegalBasis] {
        let rows = try await connection.query(
            """
            SELECT d.name, d.body, d.content_hash FROM governance.policy p JOIN governance.document d ON d.content_hash = ANY(p.documents)
            WHERE p.content_hash = \(policy.contentHash) AND d.name = 'legal-bases.tsv'
            """)
        let documents = try rows.map { row in
            let document = PolicyDocument(name: try row.decode("name"), text: try row.decode("body"))
            guard try document.contentHash == row.decode("content_hash", as: String.self) else { throw PolicyStoreError.altered(policy.contentHash) }
            return document
        }
        guard !documents.isEmpty else { throw PolicyStoreError.altered(policy.contentHash) }
        let known = try PolicyLibrary(documents: documents, isStored: true).legalBases
        return policy.legalBases.compactMap { known[$0] }
    }
}
