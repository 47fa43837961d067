internal import Addressee
internal import AuditTrail
internal import Governance
internal import Postgres

/// 自動応答不可: who is kept back from a system until a person of the staff decides, and the queue of what waits (CT-18).
enum Withheld {
    /// Somebody who was passed over.
    struct Person: Sendable {
        var id: Int64
        var number: String
    }

    /// What stands for a flagged person: a release, a refusal, that nobody decided in time, or nothing yet.
    static func confirmation(_ standing: String) -> Confirmation {
        switch standing {
        case "r": .notNeeded
        case "n": .refused
        case "x": .lapsed
        default: .awaited
        }
    }

    /// All who are flagged and not released to a system.
    static func ids(_ system: String, _ dataset: String, on connection: Connection) async throws -> Set<Int64> {
        let rows = try await connection.query(
            """
            SELECT f.addressee_id FROM answer.flagged f
            WHERE (SELECT outcome FROM answer.standing(f.addressee_id, \(system), \(dataset))) <> 'r'
            """)
        return Set(try rows.map { try $0.decode(Int64.self) })
    }

    /// Puts persons into the queue, once for a system and a person, unless somebody decided against it, or nobody did in time, and that still stands;
    /// returns who is new.
    ///
    /// - Parameter items: what waits of each; none is everything, as it is for flagged persons.
    static func queued(
        _ persons: [Int64], items: ItemSet = [], _ system: String, _ dataset: String, _ way: ProvisionRecord.Way, by whom: String
    ) -> Query {
        """
        INSERT INTO answer.request (addressee_id, items, way, system, dataset, asked_by)
        SELECT w.id, \(items.rawValue), \(way.rawValue)::text::"char", \(system), \(dataset), \(whom) FROM unnest(\(persons)) AS w (id)
        WHERE NOT EXISTS (
            SELECT FROM answer.request q
            WHERE q.addressee_id = w.id AND q.system = \(system) AND q.dataset = \(dataset) AND q.items = \(items.rawValue)
                AND q.outcome IN ('n', 'x') AND q.stands_until > now())
        ORDER BY w.id
        ON CONFLICT (system, dataset, addressee_id, items) WHERE outcome IS NULL DO NOTHING
        RETURNING addressee_id
        """
    }

    /// The same for a batch, in its transaction; that they were withheld is an event for each who is new.
    static func queue(
        _ persons: [Person], _ system: String, _ dataset: String, _ way: ProvisionRecord.Way, by whom: String, on connection: Connection
    ) async throws {
        guard !persons.isEmpty else { return }
        for row in try await connection.query(queued(persons.map(\.id), system, dataset, way, by: whom)) {
            let id = try row.decode(Int64.self)
            try await AuditEvent(
                .answerWithheld, by: whom, fields: ["dataset": dataset, "system": system, "way": way.name], personal: ["addressee_id": String(id)],
                addresseeID: id
            ).record(on: connection)
        }
    }
}
