internal import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
internal import Logging
internal import Postgres

/// 受領後の回答. What a receiver says later of entries that it accepted: on record like what it says at once, in whatever order and however often it comes.
extension DeliveryWorker {
    /// Answers taken down in one transaction.
    private static let portion = 1_000

    /// Between its times, a receiver's answers are collected all the same: for as long as some are awaited, but not so long that it would miss its time.
    func collectAnswers(_ lease: Lease, _ description: ConnectorDescription, untilIdle: Bool) async throws {
        guard description.capabilities.contains(.answersLater) else { return }
        let until = ContinuousClock.now + .seconds(Lease.seconds / 3)
        while !Task.isCancelled, ContinuousClock.now < until {
            if try await collect(lease) == 0 {
                if untilIdle { return }
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Takes down what the receiver has to say by now.
    ///
    /// - Returns: how many answers it had.
    /// - Throws: `ConnectorError`, `LeaseLost`, `PostgresError`; they come again then.
    func collect(_ lease: Lease) async throws -> Int {
        let answers = Array(try await connector.answers().prefix(Self.portion))
        guard !answers.isEmpty else { return 0 }
        let unknown = try await pool.transaction(retries: 3) { connection in
            try await lease.renew(on: connection)
            return try await settle(answers, lease, on: connection)
        }
        // Those that came twice are among them; whoever answers what nobody asked should be looked at all the same.
        if unknown > 0 { logger.info("answers to what is not awaited", metadata: ["system": "\(system)", "count": "\(unknown)"]) }
        try await connector.answersKept(answers)
        return answers.count
    }

    /// - Returns: how many of the answers speak of nothing that is awaited.
    private func settle(_ answers: [LateAnswer], _ lease: Lease, on connection: Connection) async throws -> Int {
        let told = answers.filter { !$0.result.isAccepted }
        let rows = try await connection.query(
            """
            WITH answer AS MATERIALIZED (
                SELECT * FROM unnest(\(told.map(\.receipt)), \(told.map(\.addresseeNumber?.value)), \(told.map(\.recordKey))) WITH ORDINALITY
                    AS t (receipt, number, record_key, place)
            ), spoken AS (
                -- What names the person counts before what speaks of all under the receipt.
                SELECT DISTINCT ON (w.receipt, w.addressee_id, w.record_key) w.receipt, w.addressee_id, w.record_key, t.place
                FROM answer t JOIN delivery.awaited w ON w.system = \(system.rawValue) AND w.dataset = \(dataset) AND w.receipt = t.receipt
                    JOIN register.addressee a USING (addressee_id)
                WHERE (t.number IS NULL OR t.number = a.atenabango) AND (t.record_key IS NULL OR t.record_key = w.record_key)
                ORDER BY w.receipt, w.addressee_id, w.record_key, (t.number IS NULL), t.place
            ), gone AS (
                DELETE FROM delivery.awaited w USING spoken s
                WHERE w.system = \(system.rawValue) AND w.dataset = \(dataset) AND w.receipt = s.receipt AND w.addressee_id = s.addressee_id
                    AND w.record_key = s.record_key
                RETURNING w.record_id, w.addressee_id, w.history_number, w.is_removal, w.record_key, w.sequence, s.place
            )
            SELECT g.record_id, g.addressee_id, g.history_number, g.is_removal, g.place, EXISTS (
                    SELECT FROM delivery.awaited n WHERE n.system = \(system.rawValue) AND n.dataset = \(dataset) AND n.addressee_id = g.addressee_id
                        AND n.record_key = g.record_key AND n.sequence > g.sequence
                        AND NOT EXISTS (SELECT FROM gone o WHERE o.addressee_id = n.addressee_id AND o.record_key = n.record_key AND o.sequence = n.sequence)
                ) AS is_superseded
            FROM gone g ORDER BY g.record_id, g.addressee_id
            """)
        var outcomes: [Int64: ProvisionRecord.Persons] = [:]
        var applied: Set<Int64> = []
        var spoken: Set<Int64> = []
        var count = 0
        for row in rows {
            let (record, person, history, isRemoval, place, isSuperseded) = try row.decode((Int64, Int64, Int32, Bool, Int64, Bool).self)
            spoken.insert(place)
            var persons = outcomes[record] ?? ProvisionRecord.Persons()
            defer { outcomes[record] = persons }
            switch told[Int(place) - 1].result {
            case .applied:
                count += 1
                applied.insert(record)
                if isRemoval { persons.takenBack.insert(person) } else { persons.given.insert(person) }
            case .rejected(let reason):
                if !isRemoval { persons.notTaken.insert(person) }
                // Where a newer state of the person was accepted since, what became of that one counts.
                if !isSuperseded { try await bury(person, history, reason, on: connection) }
            case .retryLater(let reason):
                if !isRemoval { persons.notTaken.insert(person) }
                guard !isSuperseded, try await wait(person, reason, on: connection) >= Self.attemptsMaximum else { continue }
                try await connection.execute(
                    "DELETE FROM delivery.waiting WHERE system = \(system.rawValue) AND dataset = \(dataset) AND addressee_id = \(person)")
                try await bury(person, history, reason, on: connection)
            case .accepted: continue
            }
        }
        try await record(outcomes, applied: applied, on: connection)
        try await connection.execute(
            """
            UPDATE delivery.subscription SET delivered = delivered + \(Int64(count))
            WHERE system = \(system.rawValue) AND dataset = \(dataset) AND lease_token = \(lease.token)
            """)
        // Only once nothing is awaited any more, the receiver follows what it was told.
        if let place = try? place(of: lease), place.moving == nil {
            try await ChangeAcknowledgements.acknowledge(.push, system: system.rawValue, dataset: dataset, change: place.change, on: connection)
        }
        return told.count - spoken.count
    }

    /// One record for each offer that was answered.
    private func record(_ outcomes: [Int64: ProvisionRecord.Persons], applied: Set<Int64>, on connection: Connection) async throws {
        guard !outcomes.isEmpty else { return }
        let offers = try await connection.query(
            "SELECT record_id, items, policy_version, batch_key, calendar_day FROM provision.record WHERE record_id = ANY (\(outcomes.keys.sorted())) ORDER BY 1"
        )
        var records: [ProvisionRecord] = []
        for offer in offers {
            let id = try offer.decode("record_id", as: Int64.self)
            guard let persons = outcomes[id] else { continue }
            var record = ProvisionRecord(
                applied.contains(id) ? .provided : .rejected, .push, system: system.rawValue, dataset: dataset, byWhom: name, policy: nil)
            record.given = ItemSet(rawValue: try offer.decode("items", as: Int64.self))
            record.name(persons)
            record.policyVersion = try offer.decode("policy_version", as: String?.self)
            record.batchKey = try offer.decode("batch_key", as: String?.self)
            record.day = try offer.decode("calendar_day", as: CalendarDay?.self)
            record.startedBy = id
            records.append(record)
        }
        try await connection.query(ProvisionRecord.statement(of: records)).written(records.count)
    }

    /// The statement that keeps what the receiver accepted until it says what became of it; nil where it accepted nothing. A mark that somebody awaits
    /// confirmation is nothing to be answered.
    func awaited(of batch: Batch, _ offer: OfferedBatch, _ answer: Answer, _ addressees: [Int64]) -> Query? {
        var receipts: [String] = []
        var entries: [Entry] = []
        var persons: [Int64] = []
        for (index, result) in answer.results.enumerated() {
            guard case .accepted(let receipt) = result, batch.entries[index].operation != .awaitingConfirmation else { continue }
            receipts.append(receipt)
            entries.append(batch.entries[index])
            persons.append(addressees[index])
        }
        guard !receipts.isEmpty else { return nil }
        return """
            INSERT INTO delivery.awaited (record_id, addressee_id, sequence, history_number, is_removal, system, dataset, receipt, record_key)
            SELECT DISTINCT ON (receipt, addressee_id, record_key) \(offer.record), addressee_id, \(offer.sequence), history_number, is_removal,
                \(system.rawValue), \(dataset), receipt, record_key
            FROM unnest(\(receipts), \(persons), \(entries.map { Int32($0.historyNumber) }), \(entries.map { $0.operation == .remove }),
                \(entries.map { $0.recordKey ?? "" })) WITH ORDINALITY AS t (receipt, addressee_id, history_number, is_removal, record_key, place)
            ORDER BY receipt, addressee_id, record_key, place DESC
            ON CONFLICT (system, dataset, receipt, addressee_id, record_key) DO UPDATE SET record_id = excluded.record_id, sequence = excluded.sequence,
                accepted_at = clock_timestamp(), history_number = excluded.history_number, is_removal = excluded.is_removal, is_overdue = false
            """
    }
}

/// How often a receiver is asked for answers while it is delivered to: at once again where it had some, otherwise once a second.
struct AnswerPace {
    private var last: ContinuousClock.Instant?

    mutating func isDue(_ description: ConnectorDescription) -> Bool {
        guard description.capabilities.contains(.answersLater) else { return false }
        if let last, ContinuousClock.now - last < .seconds(1) { return false }
        last = .now
        return true
    }

    mutating func more() { last = nil }
}
