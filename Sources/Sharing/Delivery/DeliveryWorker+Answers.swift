internal import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
internal import Logging
internal import Postgres
internal import Register

/// 受領後の回答. What a receiver says later of entries that it accepted: on record like what it says at once, in whatever order and however often it comes.
extension DeliveryWorker {
    /// Between its times, a receiver's answers are collected all the same: for as long as some are awaited, but not so long that it would miss its time.
    func collectAnswers(_ lease: Lease, _ description: ConnectorDescription, untilIdle: Bool) async throws {
        guard description.capabilities.contains(.answersLater) else { throw ConnectorError.notCapable(.answersLater) }
        let until = ContinuousClock.now + .seconds(Lease.seconds / 3)
        while !Task.isCancelled, ContinuousClock.now < until {
            if try await collect(lease) { continue }
            if untilIdle { return }
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// The same beside deliveries, which a receiver that has no usable answers does not hold up.
    ///
    /// - Returns: whether there were some.
    func collects(_ lease: Lease) async throws -> Bool {
        do {
            return try await collect(lease)
        } catch let error as ConnectorError {
            logger.warning("answers", metadata: ["system": "\(system)", "error": "\(error.known)"])
            // Where it is gone, its turn ends with it.
            if error.mayHaveArrived { throw error }
            return false
        }
    }

    /// Takes down what the receiver has to say by now.
    ///
    /// - Returns: whether something of it was awaited.
    /// - Throws: `ConnectorError`, `LeaseLost`, `PostgresError`; they come again then.
    private func collect(_ lease: Lease) async throws -> Bool {
        let answers = try await renewing(lease) { try await connector.answers() }.filter { !$0.result.isAccepted }
        guard !answers.isEmpty else {
            try await follow(lease)
            return false
        }
        let matched = try await pool.transaction(retries: 3) { connection in
            try await lease.renew(on: connection)
            return try await settle(answers, lease, on: connection)
        }
        // Those that came twice are among them; whoever answers what nobody asked should be looked at all the same.
        if matched < answers.count { logger.info("answers to what is not awaited", metadata: ["system": "\(system)", "count": "\(answers.count - matched)"]) }
        try await renewing(lease) { try await connector.answersKept(answers) }
        try await follow(lease)
        return matched > 0
    }

    /// Once nothing is awaited any more, the receiver follows what it was told: what it may keep of nobody it is told again, as it may have derived it anew from
    /// states that it worked off since.
    private func follow(_ lease: Lease) async throws {
        guard let place = try? place(of: lease), place.moving == nil, let change = place.change else { return }
        let isDue = try await pool.query(
            """
            SELECT FROM governance.receipt r WHERE r.system = \(system.rawValue) AND r.dataset = \(dataset) AND r.way = 'push' AND r.acknowledged_at IS NULL
                AND r.change_id <= \(change) AND NOT EXISTS (SELECT FROM delivery.awaited w WHERE w.system = r.system AND w.dataset = r.dataset) LIMIT 1
            """)
        guard !isDue.isEmpty else { return }
        let policy = try await pool.withConnection { try await store.inForce(system, dataset, on: $0) }
        let withdrawn = policy.map { $0.closing == nil && $0.ways.push ? Self.everythingBut($0) : ItemSet.everything } ?? .everything
        try await renewing(lease) { try await connector.withdraw(withdrawn) }
        try await pool.transaction(retries: 3) { connection in
            try await lease.renew(on: connection)
            try await ChangeAcknowledgements.acknowledge(.push, system: system.rawValue, dataset: dataset, change: change, on: connection)
        }
    }

    /// - Returns: how many of the answers speak of something that was awaited.
    private func settle(_ answers: [LateAnswer], _ lease: Lease, on connection: Connection) async throws -> Int {
        let told = answers.map {
            LateAnswer(receipt: $0.receipt.kept, addresseeNumber: $0.addresseeNumber, recordKey: $0.recordKey?.kept, result: $0.result.kept)
        }
        let rows = try await connection.query(
            """
            WITH answer AS MATERIALIZED (
                SELECT * FROM unnest(\(told.map(\.receipt)), \(told.map(\.addresseeNumber?.value)), \(told.map(\.recordKey))) WITH ORDINALITY
                    AS t (receipt, number, record_key, place)
            ), spoken AS (
                -- What names the record, or the person, counts before what speaks of all under the receipt.
                SELECT DISTINCT ON (w.receipt, w.addressee_id, w.record_key, w.sequence) w.receipt, w.addressee_id, w.record_key, w.sequence, t.place
                FROM answer t JOIN delivery.awaited w ON w.system = \(system.rawValue) AND w.dataset = \(dataset) AND w.receipt = t.receipt
                    JOIN register.addressee a USING (addressee_id)
                WHERE (t.number IS NULL OR t.number = a.atenabango) AND (t.record_key IS NULL OR t.record_key = w.record_key)
                ORDER BY w.receipt, w.addressee_id, w.record_key, w.sequence, (t.record_key IS NULL), (t.number IS NULL), t.place
            ), gone AS (
                DELETE FROM delivery.awaited w USING spoken s
                WHERE w.system = \(system.rawValue) AND w.dataset = \(dataset) AND w.receipt = s.receipt AND w.addressee_id = s.addressee_id
                    AND w.record_key = s.record_key AND w.sequence = s.sequence
                RETURNING w.record_id, w.addressee_id, w.history_number, w.is_removal, s.place, w.is_superseded, w.place_of_protected, w.record_key
            )
            SELECT record_id, addressee_id, history_number, is_removal, place, is_superseded, place_of_protected, record_key FROM gone ORDER BY record_id, addressee_id
            """)
        var outcomes: [Int64: ProvisionRecord.Persons] = [:]
        var applied: Set<Int64> = []
        var spoken: Set<Int64> = []
        var (took, refused): (Set<Int64>, Set<Int64>) = ([], [])
        var count = 0
        for row in rows {
            let (record, person, history, isRemoval, place, isSuperseded, isPlaceOfProtected, key) = try row.decode(
                (Int64, Int64, Int32, Bool, Int64, Bool, Bool, String).self)
            spoken.insert(place)
            var persons = outcomes[record] ?? ProvisionRecord.Persons()
            defer { outcomes[record] = persons }
            switch told[Int(place) - 1].result {
            case .applied:
                count += 1
                applied.insert(record)
                persons.insert(person, isRemoval ? .takenBack : .given, record: key)
                if isPlaceOfProtected { persons.placeOfProtected.insert(person) }
                if key.isEmpty, !isSuperseded { took.insert(person) }
            case .rejected(let reason):
                persons.insert(person, .notTaken, record: key)
                refused.insert(person)
                // Where a newer state of the person was accepted since, what became of that one counts.
                if !isSuperseded { try await bury(person, history, reason, on: connection) }
            case .retryLater(let reason):
                persons.insert(person, .notTaken, record: key)
                refused.insert(person)
                guard !isSuperseded, try await wait(person, reason, on: connection) >= Self.attemptsMaximum else { continue }
                try await connection.execute(
                    "DELETE FROM delivery.waiting WHERE system = \(system.rawValue) AND dataset = \(dataset) AND addressee_id = \(person)")
                try await bury(person, history, reason, on: connection)
            case .accepted: continue
            }
        }
        try await record(outcomes, applied: applied, on: connection)
        took.subtract(refused)
        if !took.isEmpty { try await connection.execute(DeadLetters.overtaken(system, dataset, took)) }
        try await connection.execute(
            """
            UPDATE delivery.subscription SET delivered = delivered + \(Int64(count))
            WHERE system = \(system.rawValue) AND dataset = \(dataset) AND lease_token = \(lease.token)
            """)
        return spoken.count
    }

    /// One record for each offer that was answered.
    private func record(_ outcomes: [Int64: ProvisionRecord.Persons], applied: Set<Int64>, on connection: Connection) async throws {
        guard !outcomes.isEmpty else { return }
        let offers = try await connection.query(
            "SELECT record_id, items, policy_version, batch_key, calendar_day, cut_xact FROM provision.record WHERE record_id = ANY (\(outcomes.keys.sorted())) ORDER BY 1"
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
            record.cut = try offer.decode("cut_xact", as: UInt64?.self).map { Position(xact: $0, position: .max) }
            record.startedBy = id
            records.append(record)
        }
        try await connection.query(ProvisionRecord.statement(of: records)).written(records.count)
    }

    /// The statements that keep what the receiver accepted until it says what became of it, and let older states of the same records be: the answer to those
    /// is only recorded. A mark that somebody awaits confirmation is nothing to be answered.
    func awaited(of batch: Batch, _ offer: OfferedBatch, _ answer: Answer, _ prepared: PreparedStep) -> [Query] {
        let addressees = prepared.addressees
        var taken: (persons: [Int64], keys: [String]) = ([], [])
        var receipts: [String] = []
        var entries: [Entry] = []
        var persons: [Int64] = []
        for (index, result) in answer.results.enumerated() where batch.entries[index].operation != .awaitingConfirmation {
            switch result {
            case .rejected, .retryLater: continue
            case .applied: break
            case .accepted(let receipt):
                receipts.append(receipt)
                entries.append(batch.entries[index])
                persons.append(addressees[index])
            }
            taken.persons.append(addressees[index])
            taken.keys.append(batch.entries[index].recordKey ?? "")
        }
        guard !taken.persons.isEmpty else { return [] }
        let superseding: Query = """
            UPDATE delivery.awaited w SET is_superseded = true FROM unnest(\(taken.persons), \(taken.keys)) AS t (addressee_id, record_key)
            WHERE w.system = \(system.rawValue) AND w.dataset = \(dataset) AND w.addressee_id = t.addressee_id AND w.record_key = t.record_key
                AND w.sequence < \(offer.sequence) AND NOT w.is_superseded
            """
        guard !receipts.isEmpty else { return [superseding] }
        return [
            superseding,
            """
            INSERT INTO delivery.awaited (record_id, addressee_id, sequence, history_number, is_removal, system, dataset, receipt, record_key, place_of_protected)
            SELECT DISTINCT ON (receipt, addressee_id, record_key) \(offer.record), addressee_id, \(offer.sequence), history_number, is_removal,
                \(system.rawValue), \(dataset), receipt, record_key, NOT is_removal AND addressee_id = ANY (\(prepared.placeOfProtected.sorted()))
            FROM unnest(\(receipts), \(persons), \(entries.map { Int32($0.historyNumber) }), \(entries.map { $0.operation == .remove }),
                \(entries.map { $0.recordKey ?? "" })) WITH ORDINALITY AS t (receipt, addressee_id, history_number, is_removal, record_key, place)
            ORDER BY receipt, addressee_id, record_key, place DESC
            """,
        ]
    }
}

extension String {
    /// As the hub keeps what a receiver wrote: no control characters, and no more than 200 bytes.
    var kept: String {
        var text = ""
        for scalar in unicodeScalars {
            let next = scalar.properties.generalCategory == .control ? " " : scalar
            guard text.utf8.count + UTF8.width(next) <= 200 else { break }
            text.unicodeScalars.append(next)
        }
        return text
    }
}

extension EntryResult {
    /// As the hub can keep it: what was accepted under no receipt, or one that is none, could never be answered, and comes again.
    var kept: EntryResult {
        switch self {
        case .applied: .applied
        case .accepted(let receipt): receipt.isEmpty || receipt.kept != receipt ? .retryLater(reason: "accepted without a receipt that can be kept") : self
        case .retryLater(let reason): .retryLater(reason: reason.kept)
        case .rejected(let reason): .rejected(reason: reason.kept)
        }
    }
}

/// How often a receiver that answers later is asked while it is delivered to: at once again where it had some, otherwise once a second.
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
