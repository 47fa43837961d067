internal import Addressee
internal import ConnectorKit
internal import Postgres

/// 決着. What became of a batch, entry by entry: on record in the transaction that moves the position.
extension DeliveryWorker {
    /// Whom the receiver took, whom it removed, and of whom it did not take what it was given. A mark that somebody awaits confirmation is none of these, nor is
    /// a removal that it rejected: that comes again as a dead letter.
    static func outcome(of batch: Batch, _ results: [EntryResult], _ addressees: [Int64]) -> ProvisionRecord.Persons {
        var outcome = ProvisionRecord.Persons()
        for (id, index) in zip(addressees, addressees.indices).sorted(by: { $0.0 < $1.0 }) {
            switch (batch.entries[index].operation, results[index]) {
            case (.upsert, .applied): outcome.given.insert(id)
            case (.remove, .applied): outcome.takenBack.insert(id)
            case (.upsert, .rejected), (.upsert, .retryLater): outcome.notTaken.insert(id)
            case (.remove, _), (.awaitingConfirmation, _): continue
            }
        }
        return outcome
    }

    /// Stores what was not taken, and records what was delivered, before the position moves.
    func settle(_ prepared: PreparedStep, _ results: [EntryResult], _ lease: Lease, on connection: Connection) async throws {
        if let offer = prepared.offer, let batch = prepared.batch {
            var record = ProvisionRecord(
                results.contains(.applied) ? .provided : .rejected, .push, system: system.rawValue, dataset: dataset, byWhom: name, policy: prepared.policy)
            record.name(Self.outcome(of: batch, results, prepared.addressees))
            record.cut = prepared.next.at
            record.day = batch.calendarDay
            record.batchKey = batch.idempotencyKey
            record.startedBy = offer.record
            try await connection.pipeline([record.statement(), offer.closed(lease)])[0].written()
        }
        var settled: [Int64] = []
        for (index, result) in results.enumerated() {
            let addressee = prepared.addressees[index]
            let history = Int32(prepared.batch?.entries[index].historyNumber ?? 0)
            switch result {
            case .applied: settled.append(addressee)
            case .rejected(let reason):
                settled.append(addressee)
                try await bury(addressee, history, reason, on: connection)
            // Whether it took the mark or not, the receiver keeps what it holds: nothing has to come again.
            case .retryLater where prepared.batch?.entries[index].operation == .awaitingConfirmation: settled.append(addressee)
            case .retryLater(let reason):
                let attempts = try await wait(addressee, reason, on: connection)
                if attempts >= Self.attemptsMaximum {
                    settled.append(addressee)
                    try await bury(addressee, history, reason, on: connection)
                }
            }
        }
        guard !settled.isEmpty else { return }
        _ = try await connection.execute(
            "DELETE FROM delivery.waiting WHERE system = \(system.rawValue) AND dataset = \(dataset) AND addressee_id = ANY(\(settled))")
    }

    private func wait(_ addressee: Int64, _ reason: String, on connection: Connection) async throws -> Int {
        let rows = try await connection.query(
            """
            INSERT INTO delivery.waiting AS w (system, dataset, addressee_id, next_attempt_at, attempts, reason)
            VALUES (\(system.rawValue), \(dataset), \(addressee), clock_timestamp() + interval '0.5 second', 1, \(reason))
            ON CONFLICT (system, dataset, addressee_id) DO UPDATE SET attempts = w.attempts + 1, reason = excluded.reason,
                next_attempt_at = clock_timestamp() + least(interval '5 minutes', interval '0.5 second' * power(2, w.attempts)) * (0.5 + random() / 2)
            RETURNING attempts
            """)
        return Int(try rows.first?.decode(0, as: Int32.self) ?? 0)
    }

    func bury(_ addressee: Int64, _ history: Int32, _ reason: String, on connection: Connection) async throws {
        _ = try await connection.execute(
            """
            INSERT INTO delivery.dead_letter (system, dataset, addressee_id, history_number, reason)
            VALUES (\(system.rawValue), \(dataset), \(addressee), \(history), \(reason))
            """)
    }
}
