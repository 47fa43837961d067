internal import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
package import Postgres

/// What a receiver answered to a batch.
package struct Answer: Sendable {
    /// Entry by entry.
    var results: [EntryResult] = []
    /// Entries, by place, of which it failed to say what became of them: put off, and nobody knows whether they arrived.
    package var unknown: Set<Int> = []

    /// Whether the answer to whatever was accepted can come: the receiver says answers later.
    func canBeAnswered(by description: ConnectorDescription) -> Bool {
        description.capabilities.contains(.answersLater) || !results.contains(where: \.isAccepted)
    }
}

/// 決着. What became of a batch, entry by entry: on record in the transaction that moves the position.
extension DeliveryWorker {
    /// Of whom it is known what became of a batch, of whom it is not, and of whom the receiver will say it later.
    private struct Outcome {
        var known = ProvisionRecord.Persons()
        var unknown = ProvisionRecord.Persons()
        var accepted = ProvisionRecord.Persons()
    }

    /// Whom the receiver took, whom it removed, and of whom it did not take what it was given. A mark that somebody awaits confirmation is none of these, nor is
    /// a removal that it rejected: that comes again as a dead letter.
    private static func outcome(of batch: Batch, _ answer: Answer, _ prepared: PreparedStep) -> Outcome {
        var outcome = Outcome()
        let addressees = prepared.addressees
        for (id, index) in zip(addressees, addressees.indices).sorted(by: { $0.0 < $1.0 }) {
            if batch.entries[index].operation == .upsert, prepared.placeOfProtected.contains(id) {
                switch answer.results[index] {
                case _ where answer.unknown.contains(index): outcome.unknown.placeOfProtected.insert(id)
                case .applied: outcome.known.placeOfProtected.insert(id)
                case .accepted: outcome.accepted.placeOfProtected.insert(id)
                case .rejected, .retryLater: break
                }
            }
            let key = batch.entries[index].recordKey
            switch (batch.entries[index].operation, answer.results[index]) {
            case (.upsert, _) where answer.unknown.contains(index): outcome.unknown.insert(id, .given, record: key)
            case (.upsert, .applied): outcome.known.insert(id, .given, record: key)
            case (.remove, .applied): outcome.known.insert(id, .takenBack, record: key)
            case (.upsert, .accepted): outcome.accepted.insert(id, .given, record: key)
            case (.remove, .accepted): outcome.accepted.insert(id, .takenBack, record: key)
            case (.upsert, .rejected), (.upsert, .retryLater): outcome.known.insert(id, .notTaken, record: key)
            case (.remove, _), (.awaitingConfirmation, _): continue
            }
        }
        return outcome
    }

    private func records(of prepared: PreparedStep, _ offer: OfferedBatch, _ batch: Batch, _ answer: Answer) -> [ProvisionRecord] {
        let outcome = Self.outcome(of: batch, answer, prepared)
        func record(_ result: ProvisionRecord.Result, _ persons: ProvisionRecord.Persons) -> ProvisionRecord {
            var record = ProvisionRecord(result, .push, system: system.rawValue, dataset: dataset, byWhom: name, policy: prepared.policy)
            record.name(persons)
            record.cut = prepared.next.at
            record.day = batch.calendarDay
            record.batchKey = batch.idempotencyKey
            record.startedBy = offer.record
            return record
        }
        var records: [ProvisionRecord] = []
        let isAccepted = outcome.accepted.given.count + outcome.accepted.takenBack.count > 0
        if isAccepted { records.append(record(.accepted, outcome.accepted)) }
        // An offer always has its end, also where it names nobody.
        if !isAccepted || answer.results.contains(where: { !$0.isAccepted }) {
            records.append(record(answer.results.contains(.applied) ? .provided : .rejected, outcome.known))
        }
        if outcome.unknown.given.count > 0 { records.append(record(.unconfirmed, outcome.unknown)) }
        return records
    }

    /// Stores what was not taken, and records what was delivered, together with the move of the position.
    package func settle(
        _ prepared: PreparedStep, _ answer: Answer, _ lease: Lease, at position: String, answersLater: Bool = false, on connection: Connection
    ) async throws {
        var settled: Set<Int64> = []
        // A person of whom several records were put off waits once, whatever became of the others.
        var putOff: [Int64: (history: Int32, reason: String)] = [:]
        var (took, refused): (Set<Int64>, Set<Int64>) = ([], [])
        for (index, result) in answer.results.enumerated() {
            let addressee = prepared.addressees[index]
            let history = Int32(prepared.batch?.entries[index].historyNumber ?? 0)
            switch result {
            case .applied:
                settled.insert(addressee)
                // A mark says nothing of the state before, nor one record of the others.
                if let entry = prepared.batch?.entries[index], entry.operation != .awaitingConfirmation, entry.recordKey == nil { took.insert(addressee) }
            case .rejected(let reason):
                settled.insert(addressee)
                refused.insert(addressee)
                try await bury(addressee, history, reason, on: connection)
            // What becomes of it is said later; until then nothing of it has to come again.
            case .accepted: settled.insert(addressee)
            // Whether it took the mark or not, the receiver keeps what it holds: nothing has to come again.
            case .retryLater where prepared.batch?.entries[index].operation == .awaitingConfirmation: settled.insert(addressee)
            case .retryLater(let reason):
                putOff[addressee] = (history, reason)
                refused.insert(addressee)
            }
        }
        for (addressee, (history, reason)) in putOff.sorted(by: { $0.key < $1.key }) {
            settled.remove(addressee)
            guard try await wait(addressee, reason, on: connection) >= Self.attemptsMaximum else { continue }
            settled.insert(addressee)
            try await bury(addressee, history, reason, on: connection)
        }
        var statements: [Query] = []
        var records: [ProvisionRecord] = []
        if let offer = prepared.offer, let batch = prepared.batch {
            records = self.records(of: prepared, offer, batch, answer)
            statements += [ProvisionRecord.statement(of: records), offer.closed(lease)]
        }
        if answersLater, let offer = prepared.offer, let batch = prepared.batch {
            statements += awaited(of: batch, offer, answer, prepared)
        }
        if !settled.isEmpty {
            statements.append(
                "DELETE FROM delivery.waiting WHERE system = \(system.rawValue) AND dataset = \(dataset) AND addressee_id = ANY(\(settled.sorted()))")
        }
        took.subtract(refused)
        if !took.isEmpty { statements.append(DeadLetters.overtaken(system, dataset, took)) }
        let moved = statements.count
        statements.append(lease.acknowledgement(position, delivered: answer.results.count { $0 == .applied }))
        // Once everybody was gone through, the receiver follows what is in force; where it has left versions behind, not before what they left is queued.
        let isThrough = prepared.next.moving == nil
        if isThrough, prepared.left.isEmpty, let change = prepared.next.change {
            statements.append(ChangeAcknowledgements.acknowledging(.push, system: system.rawValue, dataset: dataset, change: change))
        }
        let written = try await connection.pipeline(statements)
        if !records.isEmpty { try written[0].written(records.count) }
        try lease.acknowledged(written[moved])
        for acknowledged in written.dropFirst(moved + 1) {
            try await ChangeAcknowledgements.tell(acknowledged, .push, system: system.rawValue, dataset: dataset, on: connection)
        }
        guard isThrough, !prepared.left.isEmpty else { return }
        // What it would not take lies under rules that are over: it is told of these persons once more.
        try await DeadLetters.queue(system, dataset, id: nil, reason: "policy changed", on: connection)
        try await ChangeAcknowledgements.acknowledge(.push, system: system.rawValue, dataset: dataset, change: prepared.next.change, on: connection)
    }

    func wait(_ addressee: Int64, _ reason: String, on connection: Connection) async throws -> Int {
        let reason = try await tellingNothing(reason, of: addressee, on: connection)
        let rows = try await connection.query(
            """
            INSERT INTO delivery.waiting AS w (system, dataset, addressee_id, next_attempt_at, attempts, reason)
            VALUES (\(system.rawValue), \(dataset), \(addressee), clock_timestamp() + interval '0.5 second', 1, \(reason))
            ON CONFLICT (system, dataset, addressee_id) DO UPDATE SET attempts = w.attempts + 1, reason = excluded.reason,
                next_attempt_at = clock_timestamp() + least(interval '5 minutes', interval '0.5 second' * power(2, w.attempts)) * (0.5 + random() / 2)
            RETURNING attempts
            """)
        return Int(try rows.first?.decode(Int32.self) ?? 0)
    }

    func bury(_ addressee: Int64, _ history: Int32, _ reason: String, on connection: Connection) async throws {
        let reason = try await tellingNothing(reason, of: addressee, on: connection)
        _ = try await connection.execute(
            """
            INSERT INTO delivery.dead_letter (system, dataset, addressee_id, history_number, reason)
            VALUES (\(system.rawValue), \(dataset), \(addressee), \(history), \(reason))
            """)
    }
}
