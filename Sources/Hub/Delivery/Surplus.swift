internal import Addressee
internal import ConnectorKit
internal import Governance
internal import Logging
internal import Postgres
internal import Seal

/// 余分の取戻し. What a receiver holds by a future that a restored database lost: the hub does not know whom it named there, so the receiver is asked.
///
/// Comes once everybody whom the register knows was delivered again, and before anything else is.
extension DeliveryWorker {
    /// Persons looked at in one transaction.
    private static let portion = 500

    /// Takes back everybody whom the receiver holds and should not, and every item that it may not keep of anybody.
    ///
    /// A receiver that can't say what it holds is named in the log: only `atena reconcile` with its own list could tell.
    /// - Throws: `ProvisionRefused`, `ConnectorError`, `LeaseLost`; it is done again then, from the start.
    func takeBackSurplus(_ lease: inout Lease) async throws {
        let current = lease
        let knows = try await connector.describe().capabilities.contains(.inventory)
        var count = 0
        if knows {
            for try await held in try await connector.inventory(key: DigestKey((0..<32).map { _ in UInt8.random(in: 0...255) })) {
                var rest = held[...]
                while !rest.isEmpty {
                    count += try await takeBack(Array(rest.prefix(Self.portion)), current)
                    rest = rest.dropFirst(Self.portion)
                }
            }
        } else {
            logger.warning("what a lost future gave can't be taken back: the receiver tells nobody what it holds", metadata: ["system": "\(system)"])
        }
        let policy = try await pool.withConnection { try await shelf.inForce(system, dataset, on: $0) }
        let withdrawn = policy.map { $0.closing == nil && $0.delivery.push ? Self.everythingBut($0) : ItemSet(Item.allCases) }
        try await connector.withdraw(withdrawn ?? ItemSet(Item.allCases))
        let fields = ["count": String(count), "dataset": dataset, "inventory": knows ? "asked" : "none", "system": system.rawValue]
        try await pool.transaction(retries: 3) { connection in
            try await current.surplusTaken(on: connection)
            try await AuditEvent(.surplusTakenBack, by: name, fields: fields).record(on: connection)
        }
        lease.surplusDue = false
    }

    /// Of these, takes back those whom the policy does not let the receiver hold at its place, or whom the register does not know at all.
    ///
    /// - Returns: how many.
    private func takeBack(_ held: [HeldEntry], _ lease: Lease) async throws -> Int {
        try await lease.renew(pool: pool)
        guard let taken = try await PolicyChange.awaited({ try await pool.transaction(retries: 3) { try await removals(of: held, lease, on: $0) } })
        else { return 0 }
        let results = try await handing(lease) { try await hand(taken.batch) }
        guard results.count == taken.batch.entries.count else { throw ConnectorError.interrupted("results do not match the entries") }
        try await pool.transaction(retries: 3) { connection in
            try await lease.renew(on: connection)
            var record = taken.record
            record.result = results.contains(.applied) ? .provided : .rejected
            record.startedBy = taken.offer
            record.digest = nil
            var persons = ProvisionRecord.Persons()
            for (id, result) in taken.identified(results) where result == .applied { persons.takenBack.insert(id) }
            record.name(persons)
            try await connection.query(record.statement()).written()
            for (entry, result) in zip(taken.batch.entries, results) {
                guard case .rejected(let reason) = result, let id = taken.known[entry.addresseeNumber.value] else { continue }
                try await bury(id, Int32(clamping: entry.historyNumber), reason, on: connection)
            }
        }
        // Nobody keeps a letter to a person whom the register does not know: all of it comes again.
        for (entry, result) in zip(taken.batch.entries, results) where result != .applied {
            guard case .rejected = result, taken.known[entry.addresseeNumber.value] != nil else { throw ConnectorError.interrupted("not taken back") }
        }
        return taken.batch.entries.count
    }

    private struct Taken: Sendable {
        var batch: Batch
        /// The record of the offer, and its number.
        var record: ProvisionRecord
        var offer: Int64
        /// Internal ids of those whom the register knows, by addressee number.
        var known: [String: Int64]

        /// What became of those whom the register knows, in the order of their ids.
        func identified(_ results: [EntryResult]) -> [(Int64, EntryResult)] {
            zip(batch.entries, results).compactMap { entry, result in known[entry.addresseeNumber.value].map { ($0, result) } }.sorted { $0.0 < $1.0 }
        }
    }

    private func removals(of held: [HeldEntry], _ lease: Lease, on connection: Connection) async throws -> Taken? {
        guard let cursor = try place(of: lease) else { throw ConnectorError.interrupted("no place") }
        let desk = ProvisionDesk(pool: pool, vault: vault, shelf: shelf, signal: signal, watch: watch, today: today)
        var followed = try await followed(cursor, desk, on: connection)
        if followed == nil { followed = try await shelf.inForce(system, dataset, on: connection) }
        guard let policy = followed else { throw ProvisionRefused(refusal: .noPolicy) }
        let rows = try await connection.query(
            "SELECT addressee_id, atenabango FROM register.addressee WHERE atenabango = ANY(\(held.map(\.addresseeNumber.value)))")
        var known: [String: Int64] = [:]
        for row in rows { known[try row.decode(1, as: String.self)] = try row.decode(0, as: Int64.self) }
        let reader = PageReader(vault: vault, shelf: shelf, policy: policy, way: .push, connection: connection)
        let page = try await reader.page(of: known.values.sorted(), at: cursor, removals: true)
        // Of whom nothing is told before somebody decides (自動応答不可), nothing is taken back either.
        var stays = Set(page.withheld.map(\.number))
        stays.formUnion(page.entries.filter { $0.operation != .remove }.map(\.addresseeNumber.value))
        let entries = held.filter { !stays.contains($0.addresseeNumber.value) }.map {
            Entry(addresseeNumber: $0.addresseeNumber, historyNumber: $0.historyNumber, operation: .remove)
        }
        guard !entries.isEmpty else { return nil }
        let sequence = try await lease.nextSequence(on: connection)
        let key = key(sequence)
        var record = ProvisionRecord(.offered, .push, system: system.rawValue, dataset: dataset, byWhom: name, policy: policy)
        var persons = ProvisionRecord.Persons()
        for id in entries.compactMap({ known[$0.addresseeNumber.value] }).sorted() { persons.takenBack.insert(id) }
        record.name(persons)
        record.cut = cursor.at
        record.day = page.day
        record.batchKey = key
        record.digest = vault.keys.cipher.keyedHash(entries.flatMap { $0.json() })
        let offer = try await connection.query(record.statement()).written().decode(0, as: Int64.self)
        let batch = Batch(
            idempotencyKey: key, system: system, dataset: dataset, schemaVersion: 1, sequence: sequence, calendarDay: page.day, entries: entries)
        return Taken(batch: batch, record: record, offer: offer, known: known)
    }
}
