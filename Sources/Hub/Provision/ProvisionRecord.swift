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

    /// The statement that writes it, and the event that is sealed, at once; it returns `record_id`.
    func statement() -> Query {
        var set = persons
        let persons = set?.finish()
        let provides = result != .refused
        let event = event(persons)
        let sealed = event.row()
        return """
            WITH event AS (
                INSERT INTO audit.event (recorded_at, addressee_id, is_failure, kind, by_whom, body, salt, personal)
                VALUES (\(event.at), \(addresseeID), \(event.isFailure), \(event.kind.name), \(byWhom), \(sealed.body), \(sealed.salt), \(sealed.personal))
                RETURNING event_id
            )
            INSERT INTO provision.record (items, addressee_id, started_by, persons_count, cut_xact, calendar_day, way, result,
                individual_number, system, dataset, by_whom, policy_version, refusal, batch_key, atenabango, persons, digest, event_id)
            SELECT \(provides ? policy?.items.rawValue ?? 0 : 0), \(addresseeID), \(startedBy), \(Int64(personsCount)), \(cut?.xact),
                \(day), \(way.rawValue)::text::"char", \(result.rawValue)::text::"char",
                \(provides && (policy?.includesIndividualNumber ?? false)), \(system), \(dataset), \(byWhom),
                \(policy?.contentHash), \(refusal?.code ?? refusalCode), \(batchKey), \(addresseeNumber), \(persons), \(digest), event_id
            FROM event
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
            fields["items"] = policy?.items.items.map(\.rawValue).joined(separator: " ")
            fields["individual_number"] = policy?.includesIndividualNumber == true ? "yes" : "no"
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
