package import Addressee
internal import AuditTrail
package import ConnectorKit
internal import Governance
internal import Keys
internal import Postgres
internal import Register

/// What is handed over next, and where the receiver stands after it.
package struct PreparedStep: Sendable {
    /// nil where there is nothing to tell, but a step on the way all the same.
    var batch: Batch?
    /// The batch as it is offered.
    var offer: OfferedBatch?
    /// Internal ids, entry by entry.
    var addressees: [Int64]
    /// The policy that it follows.
    var policy: Policy
    var next: Cursor
    /// Whether another page follows at once.
    var more: Bool
    /// Versions that the receiver follows no longer after this.
    var left: Set<String> = []
    /// Items that the receiver may keep of nobody any more, once it follows a new version wholly.
    var withdrawn: ItemSet = []
}

/// 提示. A batch is read and offered on record in one transaction, before it is handed over.
extension DeliveryWorker {
    /// What is offered already, where it is still the same; otherwise the next page and the persons that are due again.
    package func prepare(_ lease: Lease) async throws -> PreparedStep? {
        let provisioning = Provisioning(pool: pool, vault: vault, store: store, listener: listener, monitor: monitor, today: today)
        return try await PolicyActivation.awaited { try await pool.transaction(retries: 3) { try await prepare(lease, provisioning, on: $0) } }
    }

    private func prepare(_ lease: Lease, _ provisioning: Provisioning, on connection: Connection) async throws -> PreparedStep? {
        let place = try place(of: lease)
        guard let policy = try await followed(place, provisioning, on: connection) else {
            if let offer = lease.offered {
                try await lease.renew(on: connection)
                try await offer.giveUp(lease, by: name, on: connection)
            }
            return nil
        }
        let cursor: Cursor
        if let place {
            cursor = place
        } else {
            cursor = try await provisioning.first(system, dataset, policy, on: connection).0
            try await lease.begin(cursor.sealed(vault.keys), on: connection)
        }
        let reader = PageReader(vault: vault, store: store, policy: policy, way: .push, connection: connection)
        if let offer = lease.offered {
            try await lease.renew(on: connection)
            if let again = try await offeredAgain(offer, from: cursor, reader) {
                try await offer.countAttempt(lease, on: connection)
                return try await prepared(again, policy, offer, on: connection)
            }
            try await offer.giveUp(lease, by: name, on: connection)
        }
        var page = try await reader.page(after: cursor, limit: Self.pageLimit)
        let due = page.next.moving == nil ? try await dueAgain(except: Set(page.addressees), on: connection) : []
        let repeated = try await page.add(due, reader)
        // They are told that it waits, and come again by the journal once released.
        if !repeated.isEmpty {
            _ = try await connection.execute(
                "DELETE FROM delivery.waiting WHERE system = \(system.rawValue) AND dataset = \(dataset) AND addressee_id = ANY(\(repeated.map(\.id)))")
        }
        try await Withheld.queue(page.withheld, system.rawValue, dataset, .push, by: name, on: connection)
        guard !page.entries.isEmpty else {
            let hasMoved = page.read > 0 || cursor.moving != nil || cursor.change != page.next.change || lease.position == nil
            return hasMoved ? try await prepared(page, policy, nil, on: connection) : nil
        }
        var record = ProvisionRecord(.offered, .push, system: system.rawValue, dataset: dataset, byWhom: name, policy: policy)
        record.name(page.persons)
        record.cut = page.next.at
        record.day = page.day
        let offer = try await self.offer(page.entries, &record, upTo: page.next, again: due, lease, on: connection)
        return try await prepared(page, policy, offer, on: connection)
    }

    /// Offers entries as the receiver's next batch: takes its number, records it and makes it durable. The record gets key and digest.
    ///
    /// - Parameters:
    ///   - next: where the receiver stands once it is settled.
    ///   - again: who is in it because they were to be sent again.
    func offer(
        _ entries: [Entry], _ record: inout ProvisionRecord, upTo next: Cursor, again: [Int64] = [], _ lease: Lease, on connection: Connection
    ) async throws -> OfferedBatch {
        let (sequence, digest) = (lease.sequence + 1, digest(of: entries))
        (record.batchKey, record.digest) = (key(sequence), digest)
        let written = try await connection.pipeline([lease.numbering, record.statement()])
        try lease.numbered(written[0])
        let offer = OfferedBatch(
            sequence: sequence, record: try written[1].written().decode(0, as: Int64.self), next: try next.sealed(vault.keys), again: again, digest: digest,
            mayHaveArrived: false)
        try await offer.store(system.rawValue, dataset, on: connection)
        return offer
    }

    /// The batch of an offer.
    package func batch(_ offer: OfferedBatch, _ entries: [Entry], on day: CalendarDay) -> Batch {
        Batch(
            idempotencyKey: key(offer.sequence), system: system, dataset: dataset, schemaVersion: 1, sequence: offer.sequence, calendarDay: day,
            entries: entries)
    }

    /// The page that is offered, read again; nil where it is not what would be told today: another policy, other content, a cursor that can't be read, or something was journalled since of
    /// somebody in it that the next page would tell. A page whose end is fixed (while everybody is gone through, or more than a page is waiting) would be the
    /// same under another key, so it keeps its own; what happened since follows it.
    private func offeredAgain(_ offer: OfferedBatch, from cursor: Cursor, _ reader: PageReader) async throws -> Page? {
        guard let next = try? Cursor(offer.next, system: system.rawValue, dataset: dataset, keys: vault.keys), next.policy == reader.policy.contentHash,
            let origin = next.origin
        else { return nil }
        let end = next.moving?.to ?? next.at
        var page = try await reader.page(
            after: cursor, limit: Self.pageLimit, upTo: JournalEnd(horizon: end, origin: origin, movesAhead: next.ages?.since == end))
        guard page.next == next else { return nil }
        let isFixed = cursor.moving != nil || page.read == Self.pageLimit
        try await page.add(offer.again, reader)
        guard digest(of: page.entries) == offer.digest else { return nil }
        if isFixed { return page }
        let since = try await reader.connection.query(
            """
            SELECT EXISTS (
                SELECT FROM journal.entry WHERE (xact, position) > (\(end.xact), \(end.position)) AND addressee_id = ANY (\(page.addressees)))
            """)
        return try since.first?.decode(0, as: Bool.self) == false ? page : nil
    }

    private func prepared(_ page: Page, _ policy: Policy, _ offer: OfferedBatch?, on connection: Connection) async throws -> PreparedStep {
        PreparedStep(
            batch: offer.map { batch($0, page.entries, on: page.day) }, offer: offer, addressees: page.addressees, policy: policy, next: page.next,
            more: page.more, left: page.left,
            withdrawn: try await withdrawn(policy, leaving: page.left, on: connection))
    }

    /// The idempotency key of a batch.
    private func key(_ sequence: Int64) -> String { "\(system.rawValue)/\(dataset)/\(sequence)" }

    private func digest(of entries: [Entry]) -> [UInt8] { vault.keys.cipher.keyedHash(entries.flatMap { $0.json() }) }

    private func dueAgain(except: Set<Int64>, on connection: Connection) async throws -> [Int64] {
        let rows = try await connection.query(
            """
            SELECT addressee_id FROM delivery.waiting
            WHERE system = \(system.rawValue) AND dataset = \(dataset) AND next_attempt_at <= clock_timestamp()
            ORDER BY next_attempt_at LIMIT 200
            """)
        return try rows.map { try $0.decode(0, as: Int64.self) }.filter { !except.contains($0) }
    }

    /// The policy to go by; nil where there is nothing to give and nothing to take back.
    func followed(_ place: Cursor?, _ provisioning: Provisioning, on connection: Connection) async throws -> Policy? {
        do {
            return try await provisioning.followed(system, dataset, way: .push, from: place, on: connection)
        } catch let refused as ProvisionRefused where refused.refusal != .sealingBehind {
            // What waits under a policy that is closed meanwhile, or no longer open on this way, waits for its removal.
            guard let policy = try await store.inForce(system, dataset, on: connection) else { throw refused }
            if policy.closing != nil { return place == nil ? nil : policy }
            guard !policy.delivery.push else { throw refused }
            // The hub pushes no longer, and has taken back what it pushed: the end, but for what waits.
            guard place != nil, try await !dueAgain(except: [], on: connection).isEmpty else { return nil }
            return policy
        }
    }

    /// All that a policy doesn't give whole.
    static func everythingBut(_ policy: Policy) -> ItemSet {
        ItemSet(Item.allCases).subtracting(policy.items.subtracting(ItemSet(policy.reductions.items.keys)))
    }

    private func withdrawn(_ policy: Policy, leaving left: Set<String>, on connection: Connection) async throws -> ItemSet {
        var withdrawn: ItemSet = []
        for hash in left where hash != policy.contentHash {
            guard let old = try await store.named(hash, on: connection)?.policy else {
                // What it gave can't be read any more: all that the new version doesn't give whole.
                withdrawn.formUnion(Self.everythingBut(policy))
                continue
            }
            withdrawn.formUnion(PolicyDifference(from: old, to: policy).withdrawn)
            if old.delivery.push, !policy.delivery.push { withdrawn.formUnion(old.items) }
        }
        return withdrawn
    }
}

extension Page {
    /// Adds the state of persons who are due again.
    ///
    /// - Returns: whom of them nothing is told about until somebody decides.
    @discardableResult
    fileprivate mutating func add(_ due: [Int64], _ reader: PageReader) async throws -> [Withheld.Person] {
        guard !due.isEmpty else { return [] }
        let again = try await reader.page(of: due, at: next, removals: true)
        entries += again.entries
        addressees += again.addressees
        withheld += again.withheld
        return again.withheld
    }
}
