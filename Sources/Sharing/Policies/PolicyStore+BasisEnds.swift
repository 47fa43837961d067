internal import Addressee
internal import Governance
internal import Postgres
internal import Synchronization

/// 法的根拠の一覧. What the lists of legal bases say is read from their texts, whose hash names them, and only of lists that came with a version which two people
/// approved through the hub (decision 0093); the rows of `governance.legal_basis` are for whoever looks, and decide nothing.
extension PolicyStore {
    /// Legal bases that have an end, as the newest list says that an approved version was checked against: going back to an older version of a policy
    /// does not bring an older list back.
    ///
    /// - Throws: `PolicyStoreError.altered` where that list can't be read: nobody knows then what has ended.
    func basisEnds(on connection: Connection) async throws -> [String: CalendarDay] {
        try await bases(in: newestList(on: connection), on: connection).compactMapValues(\.repealed)
    }

    /// The same for whoever only looks, or goes on with what else is due; none where the list can't be read.
    func readableBasisEnds(on connection: Connection) async throws -> [String: CalendarDay] {
        try await readableBases(on: connection).compactMapValues(\.repealed)
    }

    /// The rows of that list, by id; none where it can't be read.
    func readableBases(on connection: Connection) async throws -> [String: LegalBasis] {
        do { return try await bases(in: newestList(on: connection), on: connection) } catch PolicyStoreError.altered { return [:] }
    }

    /// The list that counts: the newest that an approved version came with, by its content hash; nil before the first.
    func newestList(on connection: Connection) async throws -> String? {
        if let newest = try await firstApproved(Self.approvedLists(atMost: 1), on: connection) { return newest }
        // None yet, or its approval is not the hub's own.
        return try await firstApproved(Self.approvedLists(atMost: nil), on: connection)
    }

    /// Whether a list would count in the place of the newest, once a version that came with it is approved: an older one does not come back.
    func wouldCount(_ list: String, on connection: Connection) async throws -> Bool {
        try await firstApproved(Self.approvedLists(atMost: nil, notOlderThan: list), on: connection) == nil
    }

    /// A stored list's rows, by id; none where there is no such list.
    ///
    /// - Throws: `PolicyStoreError.altered` where its text is not what its hash names.
    func bases(in list: String?, on connection: Connection) async throws -> [String: LegalBasis] {
        guard let list else { return [:] }
        if let known = lists.withLock({ $0[list] }) { return known }
        let rows = try await connection.query("SELECT name, body FROM governance.document WHERE content_hash = \(list)")
        guard let (name, body) = try rows.first?.decode((String, String).self) else { return [:] }
        let document = PolicyDocument(name: name, text: body)
        guard document.contentHash == list, name == "legal-bases.tsv" else { throw PolicyStoreError.altered(list) }
        let bases: [String: LegalBasis]
        do { bases = try PolicyLibrary(documents: [document], isStored: true).legalBases } catch { throw PolicyStoreError.altered(list) }
        lists.withLock { $0[list] = bases }
        return bases
    }

    /// Lists with the approvals of the versions that came with them, the newest list first.
    ///
    /// - Parameter list: those loaded no earlier than this one; nil, or one that is not stored: all, or none.
    private static func approvedLists(atMost limit: Int64?, notOlderThan list: String? = nil) -> Query {
        """
        SELECT d.content_hash, a.policy_version, a.act_id FROM governance.act a JOIN governance.policy p ON p.content_hash = a.policy_version
        JOIN governance.document d ON d.content_hash = ANY (p.documents) AND d.name = 'legal-bases.tsv'
        WHERE a.act = 'approve'
            AND (\(list)::text IS NULL OR d.loaded_at >= (SELECT n.loaded_at FROM governance.document n WHERE n.content_hash = \(list)))
        ORDER BY d.loaded_at DESC, d.content_hash, a.act_id LIMIT \(limit)::bigint
        """
    }

    /// The first of these lists whose approval is of two people, through the hub; each is proven once.
    private func firstApproved(_ asking: Query, on connection: Connection) async throws -> String? {
        let found = try await connection.query(asking).map { try $0.decode((String, String, Int64).self) }
        guard let first = found.first else { return nil }
        // Who has no key proves nothing, and gives nothing: it looks at what stands there.
        guard let seal else { return first.0 }
        func isKnown(_ version: String, _ act: Int64) -> Bool { approvals.withLock { $0.contains(Standing(version: version, act: act)) } }
        if isKnown(first.1, first.2) { return first.0 }
        let rows = try await connection.query(
            """
            SELECT \(unsafeSQL: ProvenActs.columns("t")) FROM governance.act AS t
            WHERE t.policy_version = ANY (\(Array(Set(found.map { $0.1 })))) ORDER BY t.policy_version, t.step
            """)
        let acts = try ProvenActs.all(rows, seal)
        for (list, version, act) in found where acts[version]?.approvals.contains(act) == true {
            approvals.withLock { _ = $0.insert(Standing(version: version, act: act)) }
            return list
        }
        return nil
    }
}
