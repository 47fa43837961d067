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
    /// 所在を提供した支援措置の対象者. Which of them.
    var placeOfProtected: Set<Int64> = []
    /// The policy that it follows.
    var policy: Policy
    var next: Cursor
    /// Whether another page follows at once.
    var more: Bool
    /// Journal entries or persons gone through for it.
    var read = 0
    /// Versions that the receiver follows no longer after this.
    var left: Set<String> = []
    /// Items that the receiver may keep of nobody any more, once it follows a new version wholly.
    var withdrawn: ItemSet = []
}

/// 提示. A batch is read and offered on record in one transaction, before it is handed over.
extension DeliveryWorker {
    /// What is offered already, where it is still the same; otherwise the next page and the persons that are due again.
    ///
    /// - Parameter description: what the connector said of itself; nil: it was not asked.
    /// - Throws: `ConnectorError.unknownSchemaVersion` before anything is offered that the receiver doesn't understand, and whatever reading throws.
    package func prepare(_ lease: Lease, for description: ConnectorDescription? = nil) async throws -> PreparedStep? {
        try await PolicyActivation.awaited {
            try await pool.transaction(opening: [Connection.keepingPlans], retries: 3) { try await prepare(lease, for: description, on: $0) }
        }
    }

    private func prepare(_ lease: Lease, for description: ConnectorDescription?, on connection: Connection) async throws -> PreparedStep? {
        let place = try place(of: lease)
        if lease.offered != nil { try await lease.renew(on: connection) }
        let batch = try await provisioning.nextBatch(
            for: system, dataset, from: place, way: .push, limit: limit(description), by: name, offered: lease.offered?.content,
            due: { try await dueAgain(except: $0, on: connection) }, on: connection)
        if let versions = description?.datasets[dataset], let told = batch?.policy.catalogue.versionTold, !versions.contains(told) {
            throw ConnectorError.unknownSchemaVersion(told, dataset: dataset)
        }
        if let batch, batch.isOffered, let offer = lease.offered {
            try await offer.countAttempt(lease, on: connection)
            return try await prepared(batch, offer, on: connection)
        }
        try await lease.offered?.giveUp(lease, by: name, on: connection)
        guard let batch else { return nil }
        if batch.isFirst { try await lease.begin(batch.from.encrypted(provisioning.cursors), on: connection) }
        // They are told that it waits, and come again by the journal once released.
        if !batch.withheldAgain.isEmpty {
            _ = try await connection.execute(
                "DELETE FROM delivery.waiting WHERE system = \(system.rawValue) AND dataset = \(dataset) AND addressee_id = ANY(\(batch.withheldAgain))")
        }
        guard var record = provisioning.record(of: batch, .offered, .push, by: name) else {
            return batch.isStep ? try await prepared(batch, nil, on: connection) : nil
        }
        let offer = try await self.offer(&record, batch.digest, upTo: batch.page.next, again: batch.again, lease, on: connection)
        return try await prepared(batch, offer, on: connection)
    }

    /// Offers what a record tells of as the receiver's next batch: takes its number, records it and makes it durable. The record gets key and digest.
    ///
    /// - Parameters:
    ///   - digest: of the entries.
    ///   - next: where the receiver stands once it is settled.
    ///   - again: who is in it because they were to be sent again.
    func offer(
        _ record: inout ProvisionRecord, _ digest: [UInt8], upTo next: Cursor, again: [Int64] = [], _ lease: Lease, on connection: Connection
    ) async throws -> OfferedBatch {
        let sequence = lease.sequence + 1
        (record.batchKey, record.digest) = (key(sequence), digest)
        let written = try await connection.pipeline([lease.numbering, record.statement()])
        try lease.numbered(written[0])
        let offer = OfferedBatch(
            sequence: sequence, record: try written[1].written().decode("record_id"), next: try next.encrypted(provisioning.cursors), again: again,
            digest: digest,
            mayHaveArrived: false)
        try await offer.store(system.rawValue, dataset, on: connection)
        return offer
    }

    /// The batch of an offer.
    package func batch(_ offer: OfferedBatch, _ entries: [Entry], of catalogue: ItemCatalogue, on day: CalendarDay) -> Batch {
        Batch(
            idempotencyKey: key(offer.sequence), body: provisioning.body.code, system: system, dataset: dataset,
            schemaVersion: catalogue.versionTold, sequence: offer.sequence, calendarDay: day, entries: entries)
    }

    private func prepared(_ next: NextBatch, _ offer: OfferedBatch?, on connection: Connection) async throws -> PreparedStep {
        let (page, policy) = (next.page, next.policy)
        return PreparedStep(
            batch: offer.map { batch($0, page.entries, of: policy.catalogue, on: page.day) }, offer: offer, addressees: page.addressees,
            placeOfProtected: page.placeOfProtected, policy: policy, next: page.next,
            more: page.more, read: page.read, left: page.left,
            withdrawn: try await withdrawn(policy, leaving: page.left, on: connection))
    }

    /// Entries, or persons gone through, at once: as the endpoint says, but no more than the connector takes.
    private func limit(_ description: ConnectorDescription?) -> Int {
        let most = description?.batchSize ?? .max
        return max(1, min(standing?.endpoint.batchSize ?? Endpoint.usualBatchSize, most))
    }

    /// The idempotency key of a batch.
    private func key(_ sequence: Int64) -> String { "\(system.rawValue)/\(dataset)/\(sequence)" }

    func dueAgain(except: Set<Int64>, on connection: Connection) async throws -> [Int64] {
        let rows = try await connection.query(
            """
            SELECT addressee_id FROM delivery.waiting
            WHERE system = \(system.rawValue) AND dataset = \(dataset) AND next_attempt_at <= clock_timestamp()
            ORDER BY next_attempt_at LIMIT 200
            """)
        return try rows.map { try $0.decode(Int64.self) }.filter { !except.contains($0) }
    }

    /// All that a policy doesn't give whole.
    static func everythingBut(_ policy: Policy) -> ItemSet {
        ItemSet.everything.subtracting(policy.items.subtracting(ItemSet(policy.reductions.items.keys)))
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
            if old.ways.push, !policy.ways.push { withdrawn.formUnion(old.items) }
        }
        return withdrawn
    }
}
