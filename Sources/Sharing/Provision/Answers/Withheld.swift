internal import AccessControl
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

    /// Puts persons into the queue, once for a system and a person, unless somebody decided against it, or nobody did in time, and that still stands; for
    /// `RowSeal`, which is told who is new.
    ///
    /// - Parameter items: what waits of each; none is everything, as it is for flagged persons.
    private static func queued(
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
        """
    }

    /// The same of one person, to be sent with other statements of a transaction; ``RowSeal/seal(_:_:on:)`` seals what it answers.
    static func queuing(
        _ person: Int64, items: ItemSet, _ system: String, _ dataset: String, _ way: ProvisionRecord.Way, by whom: String
    ) -> Query {
        RowSeal.writing(.answerRequest, queued([person], items: items, system, dataset, way, by: whom))
    }

    /// The same for a batch, in its transaction; that they were withheld is an event for each who is new.
    static func queue(
        _ persons: [Person], _ system: String, _ dataset: String, _ way: ProvisionRecord.Way, by whom: String, _ seal: RowSeal, on connection: Connection
    ) async throws {
        guard !persons.isEmpty else { return }
        let new = try await seal.returning(
            .answerRequest, column: "addressee_id", queued(persons.map(\.id), system, dataset, way, by: whom), on: connection)
        for id in new {
            try await AuditEvent(
                .answerWithheld, by: whom, fields: ["dataset": dataset, "system": system, "way": way.name], personal: ["addressee_id": id],
                addresseeID: Int64(id)
            ).record(on: connection)
        }
    }
}
