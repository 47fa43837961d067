internal import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
internal import Logging
internal import Postgres

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
        if let offer = lease.offered {
            let current = lease
            try await pool.transaction(retries: 3) { connection in
                try await current.renew(on: connection)
                try await offer.giveUp(current, by: name, on: connection)
            }
            lease.offered = nil
        }
        let knows = try await connector.describe().capabilities.contains(.inventory)
        var count = 0
        if knows {
            for try await held in try await connector.inventory(key: DigestKey((0..<32).map { _ in UInt8.random(in: 0...255) })) {
                var rest = held[...]
                while !rest.isEmpty {
                    count += try await takeBack(Array(rest.prefix(Self.portion)), &lease)
                    rest = rest.dropFirst(Self.portion)
                }
            }
        } else {
            logger.warning("what a lost future gave can't be taken back: the receiver tells nobody what it holds", metadata: ["system": "\(system)"])
        }
        let policy = try await pool.withConnection { try await store.inForce(system, dataset, on: $0) }
        let withdrawn = policy.map { $0.closing == nil && $0.ways.push ? Self.everythingBut($0) : ItemSet.everything }
        try await connector.withdraw(withdrawn ?? .everything)
        let current = lease
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
    private func takeBack(_ held: [HeldEntry], _ lease: inout Lease) async throws -> Int {
        let current = lease
        try await current.renew(pool: pool)
        guard let taken = try await PolicyActivation.awaited({ try await pool.transaction(retries: 3) { try await removals(of: held, current, on: $0) } })
        else { return 0 }
        (lease.sequence, lease.offered) = (taken.batch.sequence, taken.offer)
        let answer = try await renewing(current) { try await hand(taken.batch) }
        guard answer.results.count == taken.batch.entries.count else { throw ConnectorError.interrupted("results do not match the entries") }
        let answers = zip(taken.batch.entries, answer.results).map { (entry: $0, result: $1, known: taken.known[$0.addresseeNumber.value]) }
        // Nobody keeps a letter to a person whom the register does not know: all of it comes again.
        let isDone = answers.allSatisfy { answer in
            if case .rejected = answer.result { answer.known != nil } else { answer.result == .applied }
        }
        try await pool.transaction(retries: 3) { connection in
            try await current.renew(on: connection)
            var record = taken.record
            (record.result, record.startedBy, record.digest) = (answer.results.contains(.applied) ? .provided : .rejected, taken.offer.record, nil)
            var persons = ProvisionRecord.Persons()
            let applied = answers.compactMap { answer in answer.result == .applied ? answer.known.map { (id: $0, key: answer.entry.recordKey) } : nil }
            for (id, key) in applied.sorted(by: { $0.id < $1.id }) { persons.insert(id, .takenBack, record: key) }
            record.name(persons)
            try await connection.pipeline([record.statement(), taken.offer.closed(current)])[0].written()
            for case (let entry, .rejected(let reason), let id?) in answers where isDone {
                try await bury(id, Int32(clamping: entry.historyNumber), reason, on: connection)
            }
        }
        lease.offered = nil
        guard isDone else { throw ConnectorError.interrupted("not taken back") }
        return taken.batch.entries.count
    }

    private struct Taken: Sendable {
        var batch: Batch
        /// The record of the offer.
        var record: ProvisionRecord
        var offer: OfferedBatch
        /// Internal ids of those whom the register knows, by addressee number.
        var known: [String: Int64]
    }

    private func removals(of held: [HeldEntry], _ lease: Lease, on connection: Connection) async throws -> Taken? {
        guard let cursor = try place(of: lease) else { throw ConnectorError.interrupted("no place") }
        let surplus = try await provisioning.surplus(
            among: held, of: system, dataset, at: cursor, due: { try await dueAgain(except: $0, on: connection) }, on: connection)
        guard !surplus.entries.isEmpty else { return nil }
        var record = ProvisionRecord(.offered, .push, system: system.rawValue, dataset: dataset, byWhom: name, policy: surplus.policy)
        record.name(surplus.persons)
        record.cut = cursor.at
        record.day = surplus.day
        // Where nobody settles it, whoever comes next gives it up on record and asks the receiver anew.
        let offer = try await offer(&record, provisioning.digest(of: surplus.entries), upTo: cursor, lease, on: connection)
        return Taken(batch: batch(offer, surplus.entries, of: surplus.policy.catalogue, on: surplus.day), record: record, offer: offer, known: surplus.known)
    }
}
