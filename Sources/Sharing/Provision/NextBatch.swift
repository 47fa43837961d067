internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
internal import Keys
internal import Postgres
internal import Register

/// 次の内容. What a receiver is to learn next: decided and projected, and where the receiver stands after it.
struct NextBatch {
    /// What is offered to a receiver already, without its content.
    struct Offered {
        /// Where the receiver stands after it: an encrypted cursor.
        let next: String
        /// Persons in it that came again.
        let again: [Int64]
        /// Keyed digest of its entries.
        let digest: [UInt8]
    }

    /// The policy that it follows.
    let policy: Policy
    /// Where it begins.
    let from: Cursor
    /// Whether the receiver had nothing before.
    let isFirst: Bool
    /// What is told, and of whom.
    var page: Page
    /// Keyed digest of its entries.
    var digest: [UInt8] = []
    /// Persons in it that came again, beside those that the way from cursor to cursor gives.
    var again: [Int64] = []
    /// Of these, whom nothing is told about until a person of the staff decides.
    var withheldAgain: [Int64] = []
    /// Whether it is what is offered already, and still what would be told today.
    var isOffered = false

    /// Whether the receiver comes further by it, be it told something or not.
    var isStep: Bool { !page.entries.isEmpty || page.read > 0 || from.moving != nil || from.change != page.next.change || isFirst || isLongWay }

    /// Whether so much lies behind it of what is nothing to the receiver, entries of other datasets among it, that it is not to be gone through again.
    private var isLongWay: Bool { page.next.at.xact > from.at.xact &+ 10_000 }
}

extension Provisioning {
    /// Reads what a receiver is to learn next: the one door for pulls and pushes. Whom nothing is told about before a person of the staff decides is queued.
    ///
    /// - Parameters:
    ///   - cursor: where the receiver stands; nil where it has nothing yet.
    ///   - limit: journal entries or persons gone through at most.
    ///   - whom: as whom the record names who asks.
    ///   - offered: what it is offered already.
    ///   - due: of whom the receiver is to be told again, but for these; asked once everybody was gone through.
    /// - Returns: nil where there is nothing to give and nothing to take back.
    /// - Throws: `ProvisionRefused`, `CursorRefused`, `PostgresError`.
    func nextBatch(
        for system: SystemName, _ dataset: String, from cursor: Cursor?, way: Way, limit: Int, by whom: String, offered: NextBatch.Offered? = nil,
        due: (Set<Int64>) async throws -> [Int64] = { _ in [] }, on connection: Connection
    ) async throws -> NextBatch? {
        let followed =
            way == .push
            ? try await pushed(system, dataset, from: cursor, due: due, on: connection)
            : try await followed(system, dataset, way: way, from: cursor, on: connection)
        guard let policy = followed else { return nil }
        let reader = PageReader(vault: vault, store: store, policy: policy, way: way, connection: connection)
        if let cursor, let offered, let page = try await self.page(offered, from: cursor, limit, reader) {
            return NextBatch(policy: policy, from: cursor, isFirst: false, page: page, digest: offered.digest, again: offered.again, isOffered: true)
        }
        var start = cursor
        var end = way == .pull ? try await monthlyEnd(of: policy, on: connection) : nil
        if start == nil {
            let first = try await first(system, dataset, policy, upTo: end, on: connection)
            (start, end) = (first.0, first.1)
        }
        guard let start else { return nil }
        var batch = NextBatch(
            policy: policy, from: start, isFirst: cursor == nil, page: try await reader.page(after: start, limit: limit, upTo: end))
        if batch.page.next.moving == nil {
            batch.again = try await due(Set(batch.page.addressees))
            batch.withheldAgain = try await batch.page.add(batch.again, reader)
        }
        try await Withheld.queue(
            batch.page.withheld, system.rawValue, dataset, way == .push ? .push : .delta, by: whom,
            RowSeal(keys: vault.keys), on: connection)
        try await Vault.altered(batch.page.altered, system.rawValue, dataset, way: way == .push ? "push" : "delta", by: whom)?.record(on: connection)
        batch.digest = digest(of: batch.page.entries)
        return batch
    }

    /// The record of a batch that tells something; not written yet.
    func record(of batch: NextBatch, _ result: ProvisionRecord.Result, _ way: ProvisionRecord.Way, by whom: String) -> ProvisionRecord? {
        guard !batch.page.entries.isEmpty else { return nil }
        let policy = batch.policy
        var record = ProvisionRecord(result, way, system: policy.system.rawValue, dataset: policy.dataset.rawValue, byWhom: whom, policy: policy)
        record.name(batch.page.persons)
        record.cut = batch.page.next.at
        record.day = batch.page.day
        record.digest = batch.digest
        return record
    }

    /// Keyed digest of what is told.
    func digest(of entries: [Entry]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * 1_024)
        for entry in entries { entry.appendJSON(to: &bytes) }
        return vault.keys.cipher.keyedHash(bytes)
    }

    /// The state of persons as the policy at a receiver's place lets it see them, whether or not it changed: what it should hold of them, and, where
    /// `removals` asks for it, that it should not hold the others.
    func states(
        of persons: [Int64], for policy: Policy, at place: Cursor, way: Way, removals: Bool, on connection: Connection
    ) async throws -> Page {
        try await PageReader(vault: vault, store: store, policy: policy, way: way, connection: connection)
            .page(of: persons, at: place, removals: removals)
    }

    /// The policy to go by where the hub keeps a receiver up by itself; nil where there is nothing to give and nothing to take back.
    func pushed(
        _ system: SystemName, _ dataset: String, from place: Cursor?, due: (Set<Int64>) async throws -> [Int64], on connection: Connection
    ) async throws -> Policy? {
        do {
            return try await followed(system, dataset, way: .push, from: place, on: connection)
        } catch let refused as ProvisionRefused where !refused.refusal.liesInTheHub {
            // What waits under a policy that is closed meanwhile, or no longer open on this way, waits for its removal.
            guard let policy = try await inForce(system, dataset, on: connection) else { throw refused }
            if policy.closing != nil { return place == nil ? nil : policy }
            guard !policy.ways.push else { throw refused }
            // The hub pushes no longer, and has taken back what it pushed: the end, but for what waits.
            guard place != nil, try await !due([]).isEmpty else { return nil }
            return policy
        }
    }

    /// The page that is offered, read again; nil where it is not what would be told today: another policy, other content, a cursor that can't be read, or
    /// something was journalled since of somebody in it that the next page would tell. A page whose end is fixed (while everybody is gone through, or more
    /// than a page is waiting) would be the same under another key, so it keeps its own; what happened since follows it.
    private func page(_ offered: NextBatch.Offered, from cursor: Cursor, _ limit: Int, _ reader: PageReader) async throws -> Page? {
        guard let next = try? Cursor(offered.next, system: cursor.system, dataset: cursor.dataset, form: cursors),
            next.policy == reader.policy.contentHash, let origin = next.origin
        else { return nil }
        let end = next.moving?.to ?? next.at
        var page = try await reader.page(
            after: cursor, limit: limit, upTo: JournalEnd(horizon: end, origin: origin, movesAhead: next.ages?.since == end))
        guard page.next == next else { return nil }
        let isFixed = cursor.moving != nil || page.read == limit
        try await page.add(offered.again, reader)
        guard digest(of: page.entries) == offered.digest else { return nil }
        if isFixed { return page }
        let since = try await reader.connection.query(
            """
            SELECT EXISTS (
                SELECT FROM journal.entry WHERE (xact, position) > (\(end.xact), \(end.position)) AND addressee_id = ANY (\(page.addressees))
                    AND (dataset IS NULL OR dataset = \(cursor.dataset)))
            """)
        return try since.first?.decode(Bool.self) == false ? page : nil
    }
}

extension Page {
    /// Adds the state of persons who are due again.
    ///
    /// - Returns: whom of them nothing is told about until somebody decides.
    @discardableResult
    fileprivate mutating func add(_ due: [Int64], _ reader: PageReader) async throws -> [Int64] {
        guard !due.isEmpty else { return [] }
        let again = try await reader.page(of: due, at: next, removals: true)
        entries += again.entries
        addressees += again.addressees
        withheld += again.withheld
        altered.formUnion(again.altered)
        return again.withheld.map(\.id)
    }
}
