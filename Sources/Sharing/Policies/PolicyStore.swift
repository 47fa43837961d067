package import AccessControl
public import Addressee
internal import Crypto
package import Governance
package import Postgres
internal import Synchronization
internal import TextForms

/// The policies in force, as the database holds them; parsed once per version.
///
/// Which version is in force is asked anew for every provision; a version itself never changes, so it is kept.
public final class PolicyStore: Sendable {
    private let parsed = Mutex<[String: Policy]>([:])
    private let last = Mutex<[String: Policy]>([:])

    private let proven = Mutex<Set<Standing>>([])
    /// Approvals that are the hub's own, each with its version.
    let approvals = Mutex<Set<Standing>>([])
    /// Lists of legal bases that were read, by content hash.
    let lists = Mutex<[String: [String: LegalBasis]]>([:])
    /// Tells whether acts are the hub's own; without one nothing is proven, and nothing given.
    package let seal: RowSeal?

    /// Empty; fills as provisions ask.
    package init(seal: RowSeal?) { self.seal = seal }

    /// A version, and the act that it stands on; of one that closes another the last on any version of its receiver.
    struct Standing: Hashable {
        var version: String
        var act: Int64?
    }

    /// The policy in force for a system and dataset; nil means closed.
    package func inForce(_ system: SystemName, _ dataset: String, on connection: Connection) async throws -> Policy? {
        try await inForce(system, dataset, try await connection.query(Self.askingInForce(system, dataset)), on: connection)
    }

    /// Asks which version is in force; ``inForce(_:_:_:on:)`` reads what it returns.
    static func askingInForce(_ system: SystemName, _ dataset: String) -> Query {
        """
        SELECT f.content_hash, coalesce(
            (SELECT a.act_id FROM governance.act AS a WHERE a.policy_version = f.content_hash ORDER BY a.step DESC LIMIT 1),
            (SELECT max(a.act_id) FROM governance.act AS a JOIN governance.policy AS p ON p.content_hash = a.policy_version
                WHERE p.system = f.system AND p.dataset = f.dataset))
        FROM governance.in_force AS f WHERE f.system = \(system.rawValue) AND f.dataset = \(dataset)
        """
    }

    /// The policy whose hash `rows` gave.
    func inForce(_ system: SystemName, _ dataset: String, _ rows: Rows, on connection: Connection) async throws -> Policy? {
        var policy: Policy?
        if let row = rows.first {
            let (hash, act) = try row.decode((String, Int64?).self)
            policy = try await version(hash, on: connection)
            if let policy { try await prove(policy, Standing(version: hash, act: act), for: system, dataset, on: connection) }
        }
        // Only what exists is remembered: names come from outside.
        last.withLock { $0["\(system.rawValue)/\(dataset)"] = policy }
        return policy
    }

    /// Nothing is given under a version that two people did not bring into force through the hub: its acts are the hub's own, one proposed and another approved, and
    /// what was done last left it in force. Nor is anything taken back under one that closes another, unless the hub has closed that one, and nothing came into
    /// force since.
    ///
    /// - Throws: `PolicyStoreError.unproven`.
    private func prove(_ policy: Policy, _ standing: Standing, for system: SystemName, _ dataset: String, on connection: Connection) async throws {
        // Whose it is is not kept with what was proven of it.
        guard policy.system == system, policy.dataset.rawValue == dataset else { throw PolicyStoreError.unproven(standing.version) }
        if proven.withLock({ $0.contains(standing) }) { return }
        if let closing = policy.closing {
            let receiver = try await ProvenStanding.of(system.rawValue, dataset, seal, on: connection)
            guard receiver.ends(in: closing, by: standing.version) else { throw PolicyStoreError.unproven(standing.version) }
            // Where something was done since it was asked for, it is proven anew the next time.
            guard receiver.newest == standing.act else { return }
        } else {
            let rows = try await connection.query(
                "SELECT \(unsafeSQL: ProvenActs.columns("t")) FROM governance.act AS t WHERE t.policy_version = \(standing.version) ORDER BY t.step")
            guard let acts = try ProvenActs.all(rows, seal)[standing.version], acts.stands(.inForce), acts.newest == standing.act else {
                throw PolicyStoreError.unproven(standing.version)
            }
        }
        proven.withLock { _ = $0.insert(standing) }
    }

    /// The policy this process saw in force last; whoever uses it checks in the same breath that it still is.
    func lastKnown(_ system: SystemName, _ dataset: String, on connection: Connection) async throws -> Policy? {
        if let known = last.withLock({ $0["\(system.rawValue)/\(dataset)"] }) { return known }
        return try await inForce(system, dataset, on: connection)
    }

    /// 改定. The changes of what is in force for a receiver after one of them, up to the last that brought this version; by number, the oldest first.
    package func changes(
        of system: String, _ dataset: String, after change: Int64?, upTo version: String, on connection: Connection
    ) async throws -> [(number: Int64, version: String)] {
        let rows = try await connection.query(
            """
            SELECT change_id, to_version FROM governance.change
            WHERE system = \(system) AND dataset = \(dataset) AND change_id > \(change ?? 0) ORDER BY change_id
            """)
        let changes: [(number: Int64, version: String)] = try rows.map { try $0.decode((Int64, String).self) }
        // What came into force since the version was read is for the next page.
        guard let last = changes.lastIndex(where: { $0.version == version }) else { return [] }
        return Array(changes[...last])
    }

    /// Hashes of all versions that may ever have been in force for a receiver, the one that is included; of its closings, too.
    ///
    /// Rather all that were ever stored for it than one too few: what was loaded before changes were kept has no other trace.
    func everInForce(_ system: String, _ dataset: String, on connection: Connection) async throws -> [String] {
        let rows = try await connection.query(
            """
            SELECT to_version FROM governance.change WHERE system = \(system) AND dataset = \(dataset)
            UNION SELECT from_version FROM governance.change WHERE system = \(system) AND dataset = \(dataset) AND from_version IS NOT NULL
            UNION SELECT content_hash FROM governance.in_force WHERE system = \(system) AND dataset = \(dataset)
            UNION SELECT content_hash FROM governance.policy WHERE system = \(system) AND dataset = \(dataset)
            ORDER BY 1
            """)
        return try rows.map { try $0.decode(String.self) }
    }

    /// 手元に残してよい項目. What a receiver that is given everything anew may keep, under a policy, of those about whom nothing is told now: no item that an
    /// earlier version gave it and this one doesn't, or not so precisely.
    func keepable(under policy: Policy, on connection: Connection) async throws -> ItemSet {
        var withdrawn: ItemSet = []
        for hash in try await everInForce(policy.system.rawValue, policy.dataset.rawValue, on: connection) where hash != policy.contentHash {
            // One whose text can't be read any more may have given everything whole.
            let old = try await named(hash, on: connection)?.policy
            withdrawn.formUnion(old.map { PolicyDifference(from: $0, to: policy).withdrawn } ?? ItemSet(policy.reductions.items.keys))
        }
        return policy.keepable.subtracting(withdrawn)
    }

    /// Every version ever proposed that can be read.
    package func all(on connection: Connection) async throws -> [Policy] {
        let rows = try await connection.query("SELECT content_hash FROM governance.policy WHERE closes IS NULL ORDER BY content_hash")
        return try await readable(rows.map { try $0.decode(String.self) }, on: connection).policies
    }

    /// Those of these versions that can be read, and the hashes of those whose stored text is no longer what was approved: one that was altered gives
    /// nothing, and holds nobody else up.
    func readable(_ versions: [String], on connection: Connection) async throws -> (policies: [Policy], altered: [String]) {
        var (policies, altered): ([Policy], [String]) = ([], [])
        for hash in versions {
            do {
                if let policy = try await version(hash, on: connection) { policies.append(policy) }
            } catch is PolicyStoreError {
                altered.append(hash)
            }
        }
        return (policies, altered)
    }

    /// A version by its hash, also one no longer in force.
    package func version(_ hash: String, on connection: Connection) async throws -> Policy? {
        if let known = parsed.withLock({ $0[hash] }) { return known }
        var found = try await closing(hash, on: connection)
        if found == nil { found = try await proposed(hash, on: connection) }
        guard let policy = found else { return nil }
        guard policy.contentHash == hash else { throw PolicyStoreError.altered(hash) }
        parsed.withLock { $0[hash] = policy }
        return policy
    }

    /// A version as the ledger names it, whether or not its text can be read; nil where there is none.
    ///
    /// Of one that can't be read, the receiver is the one it is in force for, or else that of its row.
    package func named(_ hash: String, on connection: Connection) async throws -> PolicyVersion? {
        do {
            guard let policy = try await version(hash, on: connection) else { return nil }
            return PolicyVersion(policy)
        } catch is PolicyStoreError {
            let rows = try await connection.query(
                """
                SELECT coalesce(f.system, p.system), coalesce(f.dataset, p.dataset)
                FROM governance.policy p LEFT JOIN governance.in_force f ON f.content_hash = p.content_hash WHERE p.content_hash = \(hash)
                """)
            guard let (system, dataset) = try rows.first?.decode((String, String).self) else { return nil }
            guard let system = SystemName(rawValue: system), let dataset = DatasetName(rawValue: dataset) else { return nil }
            return PolicyVersion(contentHash: hash, system: system, dataset: dataset, policy: nil)
        }
    }

    /// A version that closes another is read from its own row, or follows from that other one.
    private func closing(_ hash: String, on connection: Connection) async throws -> Policy? {
        let rows = try await connection.query(
            "SELECT closes, closing_cause, system, dataset, body FROM governance.policy WHERE content_hash = \(hash) AND closes IS NOT NULL")
        guard let (closed, name, system, dataset, body) = try rows.first?.decode((String, String, String, String, String).self),
            let cause = Closing.Cause(rawValue: name)
        else { return nil }
        var read = Policy(closingForm: body)
        if read?.contentHash != hash { read = try await proposed(closed, on: connection)?.closed(cause) }
        // What its columns say of it is what it says itself.
        guard let found = read, found.closing?.version == closed, found.closing?.cause == cause, found.system.rawValue == system,
            found.dataset.rawValue == dataset
        else {
            throw PolicyStoreError.altered(hash)
        }
        return found
    }

    private func proposed(_ hash: String, on connection: Connection) async throws -> Policy? {
        let rows = try await connection.query(
            """
            SELECT coalesce(source, 'systems/' || system || '-' || dataset || '.yaml') AS name, body, content_hash, system, dataset, 0 AS n
            FROM governance.policy WHERE content_hash = \(hash)
            UNION ALL
            SELECT d.name, d.body, d.content_hash, NULL, NULL, 1 FROM governance.policy p JOIN governance.document d ON d.content_hash = ANY(p.documents)
            WHERE p.content_hash = \(hash) ORDER BY n
            """)
        guard let (system, dataset) = try rows.first.map({ (try $0.decode("system", as: String?.self), try $0.decode("dataset", as: String?.self)) }) else {
            return nil
        }
        var documents: [PolicyDocument] = []
        for row in rows {
            let document = PolicyDocument(name: try row.decode("name"), text: try row.decode("body"))
            documents.append(document)
            // The first is the policy itself, whose hash is that of what it means.
            guard try documents.count == 1 || document.contentHash == row.decode("content_hash", as: String.self) else {
                throw PolicyStoreError.altered(hash)
            }
        }
        do {
            guard let policy = try PolicyLibrary(documents: documents, isStored: true).policies.first, policy.contentHash == hash,
                policy.system.rawValue == system, policy.dataset.rawValue == dataset
            else { throw PolicyStoreError.altered(hash) }
            return policy
        } catch is PolicyFileErrors {
            // It was read once: a text that is no policy any more was altered, too.
            throw PolicyStoreError.altered(hash)
        }
    }
}

/// A policy whose stored text no longer has the hash it is cited by.
public enum PolicyStoreError: Error, Sendable {
    case altered(String)
    /// In force, or on its way, without acts of two people that the hub has written.
    case unproven(String)

    /// Content hash that it is cited by.
    var version: String {
        switch self {
        case .altered(let version), .unproven(let version): version
        }
    }
}

extension PolicyDocument {
    /// SHA-256 of name and text, in hex.
    package var contentHash: String {
        let digest = SHA256.hash(data: Array(name.utf8) + [0] + Array(text.utf8))
        return digest.hex
    }
}

extension PolicyStoreError: Explained {
    /// X0019, X0031.
    public var code: String {
        switch self {
        case .altered: "X0019"
        case .unproven: "X0031"
        }
    }
    /// Which version.
    public var rule: String {
        switch self {
        case .altered(let version): "提供ポリシーの版\(version.prefix(12))の保存された内容が、承認されたものと異なります"
        case .unproven(let version): "提供ポリシーの版\(version.prefix(12))の起案と承認の記録が、ハブの書いたものではありません"
        }
    }
}
