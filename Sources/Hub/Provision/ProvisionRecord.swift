internal import Addressee
internal import Foundation
internal import Governance
internal import Postgres

/// The record of one act of handing over, or of its refusal (CT-9), written in the transaction that reads what is handed over.
struct ProvisionRecord: Sendable {
    enum Way: String, Sendable {
        case push = "p"
        case delta = "d"
        case full = "f"
        case one = "o"
        case medium = "m"
        case none = "n"

        /// As the log writes it.
        var name: String {
            switch self {
            case .push: "push"
            case .delta: "delta"
            case .full: "full"
            case .one: "one"
            case .medium: "medium"
            case .none: "none"
            }
        }
    }

    enum Result: String, Sendable {
        case started = "s"
        case provided = "p"
        case interrupted = "i"
        case refused = "r"

        /// As the log writes it.
        var name: String {
            switch self {
            case .started: "started"
            case .provided: "provided"
            case .interrupted: "interrupted"
            case .refused: "refused"
            }
        }
    }

    var system: String
    var dataset: String
    var way: Way
    var result: Result
    var byWhom: String
    var policy: Policy?
    /// What was given, where that is not what the policy gives without confirmation.
    var given: ItemSet?
    /// What of the policy's items waited for a person's confirmation, or was declined by one (CT-18).
    var withheld: ItemSet = []
    var refusal: Refusal?
    /// Code of a refusal that is no policy's, such as a cursor of somebody else.
    var refusalCode: String?
    var addresseeID: Int64?
    var addresseeNumber: String?
    var persons: PersonSet?
    var personsCount = 0
    var cut: Position?
    var day: CalendarDay?
    var batchKey: String?
    var digest: [UInt8]?
    var startedBy: Int64?

    init(_ result: Result, _ way: Way, system: String, dataset: String, byWhom: String, policy: Policy?) {
        (self.system, self.dataset, self.way, self.result, self.byWhom, self.policy) = (system, dataset, way, result, byWhom, policy)
    }

    /// The items that left the hub with it.
    private var handedOver: ItemSet { result == .refused ? [] : given ?? policy?.items ?? [] }

    /// The statement that writes it, and the event that is sealed, at once; it returns `record_id`.
    func statement() -> Query { Self.statement(of: [self]) }

    /// The same for several, a record and an event each; it returns as many `record_id`s.
    static func statement(of records: [ProvisionRecord]) -> Query {
        let persons = records.map { record in
            var set = record.persons
            return set?.finish()
        }
        let events = zip(records, persons).map { $0.event($1) }
        let sealed = events.map { $0.row() }
        let items = records.map(\.handedOver)
        // Identities are given in the order of the rows.
        return """
            WITH given AS MATERIALIZED (
                SELECT * FROM unnest(\(events.map(\.at)), \(events.map(\.isFailure)), \(sealed.map(\.body)), \(sealed.map(\.salt)),
                    \(sealed.map(\.personal)), \(items.map(\.rawValue)),
                    \(records.map(\.addresseeID)), \(records.map(\.startedBy)), \(records.map { Int64($0.personsCount) }),
                    \(records.map(\.cut?.xact)), \(records.map { $0.day.map { PostgresDay(daysSince2000: $0.daysSince2000) } }), \(records.map(\.way.rawValue)), \(records.map(\.result.rawValue)),
                    \(items.map { $0.contains(Item.kojinbango) }), \(records.map(\.system)),
                    \(records.map(\.dataset)), \(records.map(\.byWhom)), \(records.map(\.policy?.contentHash)),
                    \(records.map { $0.refusal?.code ?? $0.refusalCode }), \(records.map(\.batchKey)), \(records.map(\.addresseeNumber)),
                    \(persons), \(records.map(\.digest))
                ) WITH ORDINALITY AS g (at, is_failure, body, salt, personal, items, addressee_id, started_by, persons_count, cut_xact, day, way, result,
                    individual_number, system, dataset, by_whom, policy_version, refusal, batch_key, atenabango, persons, digest, place)
            ), event AS (
                INSERT INTO audit.event (recorded_at, addressee_id, is_failure, kind, by_whom, body, salt, personal)
                SELECT at, addressee_id, is_failure, \(EventKind.provision.name), by_whom, body, salt, personal FROM given ORDER BY place
                RETURNING event_id
            )
            INSERT INTO provision.record (recorded_at, items, addressee_id, started_by, persons_count, cut_xact, calendar_day, way, result,
                individual_number, system, dataset, by_whom, policy_version, refusal, batch_key, atenabango, persons, digest, event_id)
            SELECT at, items, addressee_id, started_by, persons_count, cut_xact, day, way::"char", result::"char",
                individual_number, system, dataset, by_whom, policy_version, refusal, batch_key, atenabango, persons, digest, event_id
            FROM given JOIN (SELECT event_id, row_number() OVER (ORDER BY event_id) AS place FROM event) AS e USING (place)
            RETURNING record_id
            """
    }

    /// The same, as the log tells it.
    private func event(_ persons: [UInt8]?) -> AuditEvent {
        var fields = ["dataset": dataset, "system": system, "way": way.name]
        fields["day"] = day?.description
        fields["policy"] = policy?.contentHash
        if result == .refused {
            fields["refusal"] = refusal?.code ?? refusalCode
        } else {
            fields["result"] = result.name
            fields["item_bits"] = policy.map { _ in handedOver.hex }
            fields["individual_number"] = handedOver.contains(Item.kojinbango) ? "yes" : "no"
            if !withheld.isEmpty { fields["withheld"] = withheld.items.map(\.rawValue).joined(separator: " ") }
            fields["persons_count"] = String(personsCount)
            fields["batch"] = batchKey
            fields["started_by"] = startedBy.map(String.init)
            fields["cut"] = cut.map { String($0.xact) }
            fields["digest"] = digest.map { Data($0).base64EncodedString() }
        }
        var personal: [String: String] = [:]
        personal["addressee_id"] = addresseeID.map(String.init)
        personal["atenabango"] = addresseeNumber
        personal["persons"] = persons.map { Data($0).base64EncodedString() }
        return AuditEvent(.provision, isFailure: result == .refused, by: byWhom, fields: fields, personal: personal, addresseeID: addresseeID)
    }
}
