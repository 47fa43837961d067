internal import Addressee
internal import Governance
internal import Postgres

extension PolicyStore {
    // Texts are kept so that a version can be read again for as long as provisions cite it.

    /// Keeps datasets and legal bases, these row by row too.
    static func keep(_ library: PolicyLibrary, on connection: Connection) async throws {
        for document in Self.shared(library) {
            let hash = document.contentHash
            try await connection.execute(
                """
                INSERT INTO governance.document (content_hash, name, body) VALUES (\(hash), \(document.name), \(document.text))
                ON CONFLICT (content_hash) DO NOTHING
                """)
            // A list that was loaded before its rows were kept has none yet.
            guard document.name == "legal-bases.tsv",
                try await connection.query("SELECT FROM governance.legal_basis WHERE document = \(hash) LIMIT 1").isEmpty
            else { continue }
            for basis in library.legalBases.values.sorted(by: { $0.id < $1.id }) {
                try await connection.execute(
                    """
                    INSERT INTO governance.legal_basis (list_row, valid_from, valid_to, document, id, kind, law, article, affair, department)
                    VALUES (\(Int32(clamping: basis.row)), \(basis.validFrom), \(basis.repealed), \(hash), \(basis.id), \(basis.kind.rawValue), \(basis.law),
                        \(basis.article), \(basis.affair), \(basis.department))
                    """)
            }
        }
    }

    /// Keeps one version, with what it was checked against. What it was proposed with first stays.
    static func keep(_ policy: Policy, of library: PolicyLibrary, on connection: Connection) async throws {
        guard let body = library.documents.first(where: { $0.name == policy.source })?.text else { return }
        try await connection.execute(
            """
            INSERT INTO governance.policy (content_hash, system, dataset, documents, body, source)
            VALUES (\(policy.contentHash), \(policy.system.rawValue), \(policy.dataset.rawValue), \(Self.shared(library).map(\.contentHash)), \(body),
                \(policy.source))
            ON CONFLICT (content_hash) DO NOTHING
            """)
    }

    /// Keeps the version that closes another.
    static func keep(closing policy: Policy, on connection: Connection) async throws {
        guard let closing = policy.closing else { return }
        try await connection.execute(
            """
            INSERT INTO governance.policy (content_hash, system, dataset, documents, body, closes, closing_cause)
            VALUES (\(policy.contentHash), \(policy.system.rawValue), \(policy.dataset.rawValue), \([String]()), \(policy.canonicalForm),
                \(closing.version), \(closing.cause.rawValue))
            ON CONFLICT (content_hash) DO NOTHING
            """)
    }

    private static func shared(_ library: PolicyLibrary) -> [PolicyDocument] { library.documents.filter { !$0.name.hasPrefix("systems/") } }
}
