internal import Addressee
internal import Governance
internal import Postgres

/// The record of one act of handing over, or of its refusal (CT-9), written in the transaction that reads what is handed over.
struct ProvisionRecord: Sendable {
    enum Way: String, Sendable { case push = "p", delta = "d", full = "f", one = "o", none = "n" }
    enum Result: String, Sendable { case started = "s", provided = "p", interrupted = "i", refused = "r" }

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

    /// The statement that writes it; it returns `record_id`.
    func statement() -> Query {
        var persons = persons
        let provides = result != .refused
        return """
            INSERT INTO provision.record (items, addressee_id, started_by, persons_count, cut_xact, calendar_day, way, result,
                individual_number, system, dataset, by_whom, policy_version, refusal, batch_key, atenabango, persons, digest)
            VALUES (\(provides ? policy?.items.rawValue ?? 0 : 0), \(addresseeID), \(startedBy), \(Int64(personsCount)), \(cut?.xact),
                \(day), \(way.rawValue)::text::"char", \(result.rawValue)::text::"char",
                \(provides && (policy?.includesIndividualNumber ?? false)), \(system), \(dataset), \(byWhom),
                \(policy?.contentHash), \(refusal?.code ?? refusalCode), \(batchKey), \(addresseeNumber), \(persons?.finish()), \(digest))
            RETURNING record_id
            """
    }
}
