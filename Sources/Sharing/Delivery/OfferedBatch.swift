internal import Addressee
internal import AuditTrail
internal import Governance
internal import Postgres

/// 提示中のバッチ. What is offered to a receiver and not settled yet.
///
/// It is durable before the batch is handed over, and names the batch without its content: whoever comes next reads the same again and offers it under the
/// same key, or gives it up on record. A receiver has at most one.
package struct OfferedBatch: Sendable {
    /// Number of the batch, of which its key is made.
    let sequence: Int64
    /// Record of the offer (`provision.record`).
    let record: Int64
    /// Where the receiver stands once it is settled: an encrypted cursor.
    let next: String
    /// Persons in it that came again, beside those that the way from cursor to cursor gives.
    let again: [Int64]
    /// Keyed digest of its entries: what is not the same any more is no longer offered.
    let digest: [UInt8]
    /// Whether an attempt so far may have brought it to the receiver: every attempt counts as one from before it is made until it is known that it did not.
    let mayHaveArrived: Bool

    /// What of it tells whether it is still what would be told.
    var content: NextBatch.Offered { .init(next: next, again: again, digest: digest) }

    /// What is open for a receiver; nil where nothing is.
    static func open(_ system: String, _ dataset: String, on connection: Connection) async throws -> OfferedBatch? {
        let rows = try await connection.query(
            """
            SELECT sequence, record_id, next_position, again, digest, may_have_arrived FROM delivery.batch
            WHERE system = \(system) AND dataset = \(dataset)
            """)
        guard let row = rows.first else { return nil }
        return OfferedBatch(
            sequence: try row.decode("sequence", as: Int64.self), record: try row.decode("record_id", as: Int64.self),
            next: try row.decode("next_position", as: String.self), again: try row.decode("again", as: [Int64].self),
            digest: try row.decode("digest", as: [UInt8].self), mayHaveArrived: try row.decode("may_have_arrived", as: Bool.self))
    }

    /// Makes it durable, in the transaction of its record.
    func store(_ system: String, _ dataset: String, on connection: Connection) async throws {
        try await connection.execute(
            """
            INSERT INTO delivery.batch (sequence, record_id, system, dataset, next_position, again, digest)
            VALUES (\(sequence), \(record), \(system), \(dataset), \(next), \(again), \(digest))
            """)
    }

    /// Before it is handed over once more. Only while the lease is held.
    func countAttempt(_ lease: Lease, on connection: Connection) async throws {
        try await connection.execute(
            """
            UPDATE delivery.batch SET attempts = attempts + 1, may_have_arrived = true
            WHERE system = \(lease.system) AND dataset = \(lease.dataset) AND sequence = \(sequence)
            """)
    }

    /// It is known that this attempt brought nothing to the receiver.
    func didNotArrive(_ lease: Lease, on connection: Connection) async throws {
        try await connection.execute(
            """
            UPDATE delivery.batch b SET may_have_arrived = false FROM delivery.subscription s
            WHERE b.system = \(lease.system) AND b.dataset = \(lease.dataset) AND b.sequence = \(sequence)
                AND s.system = b.system AND s.dataset = b.dataset AND s.lease_token = \(lease.token)
            """)
    }

    /// The statement that ends it; what became of it is on record in the same transaction.
    func closed(_ lease: Lease) -> Query {
        "DELETE FROM delivery.batch WHERE system = \(lease.system) AND dataset = \(lease.dataset) AND sequence = \(sequence)"
    }

    /// Ends it without an answer: the record says that it never arrived, or that nobody knows.
    func giveUp(_ lease: Lease, by whom: String, on connection: Connection) async throws {
        let rows = try await connection.query(
            """
            SELECT r.items, r.policy_version, r.batch_key, r.calendar_day, r.persons, r.taken_back, r.protected_count, e.personal
            FROM provision.record r LEFT JOIN audit.event e USING (event_id) WHERE r.record_id = \(record)
            """)
        var outcome = ProvisionRecord(
            mayHaveArrived ? .unconfirmed : .neverArrived, .push, system: lease.system, dataset: lease.dataset, byWhom: whom, policy: nil)
        outcome.startedBy = record
        if let offer = rows.first {
            outcome.name(
                ProvisionRecord.Persons(
                    given: try PersonSet(offer.decode("persons", as: [UInt8]?.self) ?? []),
                    takenBack: try PersonSet(offer.decode("taken_back", as: [UInt8]?.self) ?? []),
                    records: RecordSets(personal: try offer.decode("personal"))))
            // Of what never arrived nothing went out.
            outcome.protectedCount = mayHaveArrived ? Int(try offer.decode("protected_count", as: Int64.self)) : 0
            outcome.given = mayHaveArrived ? ItemSet(rawValue: try offer.decode("items", as: Int64.self)) : []
            outcome.policyVersion = try offer.decode("policy_version", as: String?.self)
            outcome.batchKey = try offer.decode("batch_key", as: String?.self)
            outcome.day = try offer.decode("calendar_day", as: CalendarDay?.self)
        }
        try await connection.query(outcome.statement()).written()
        _ = try await connection.execute(closed(lease))
    }
}
