package import Addressee
internal import AuditTrail
internal import Foundation
package import Governance
package import Postgres
package import Register

/// The record of one act of handing over, or of its refusal (CT-9), written in the transaction that reads what is handed over.
package struct ProvisionRecord: Sendable {
    package enum Way: String, Sendable, CaseIterable {
        case push = "p"
        case delta = "d"
        case full = "f"
        case one = "o"
        case medium = "m"
        case none = "n"

        /// As the log writes it.
        package var name: String {
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

    /// How far it went. What was pushed is offered first, and ends as one of those that follow an offer.
    package enum Result: String, Sendable, CaseIterable {
        case started = "s"
        case provided = "p"
        case interrupted = "i"
        case refused = "r"
        /// 提示. A batch is on its way to a receiver; what became of it stands in a record that names this one as `startedBy`.
        case offered = "o"
        /// 受領. The receiver has it, and says later what became of it; that stands in a record of the same start.
        case accepted = "a"
        /// 受取り拒否. The receiver took nobody of the batch.
        case rejected = "x"
        /// 結果不明. The batch is not offered again, and nobody knows whether it arrived.
        case unconfirmed = "u"
        /// 不達. The batch is not offered again, and never arrived.
        case neverArrived = "n"

        /// As the log writes it.
        package var name: String {
            switch self {
            case .started: "started"
            case .provided: "provided"
            case .interrupted: "interrupted"
            case .refused: "refused"
            case .offered: "offered"
            case .accepted: "accepted"
            case .rejected: "rejected"
            case .unconfirmed: "unconfirmed"
            case .neverArrived: "never-arrived"
            }
        }
    }

    /// Whom a batch is about, each in one of three sets.
    package struct Persons: Sendable {
        /// 提供. Who was given, or is offered, something of.
        package var given = PersonSet()
        /// 取戻し. Of whom only the removal is told.
        package var takenBack = PersonSet()
        /// 所在を提供した支援措置の対象者. Which of those given something are protected, and were given something of place all the same.
        package var placeOfProtected = PersonSet()
        /// 受け取られなかった人. Of whom the receiver rejected or put off what it was given.
        package var notTaken = PersonSet()
        /// レコード. Which of their records, where the dataset has several a person.
        package var records = RecordSets()

        /// Adds a person to one of the sets; persons come in rising order.
        ///
        /// - Parameter key: of the record that it is about; nil or empty where the person has one.
        package mutating func insert(_ person: Int64, _ part: RecordSets.Part, record key: String?) {
            switch part {
            case .given: given.insert(person)
            case .takenBack: takenBack.insert(person)
            case .notTaken: notTaken.insert(person)
            }
            records.insert(person, key, part)
        }
    }

    package var system: String
    package var dataset: String
    package var way: Way
    package var result: Result
    package var byWhom: String
    /// Content hash of the policy; nil where there was none.
    var policyVersion: String?
    private let catalogue: ItemCatalogue?
    /// What was given: where nothing else is said, what the policy gives without confirmation.
    package var given: ItemSet
    /// What of the policy's items waited for a person's confirmation, or was declined by one (CT-18).
    package var withheld: ItemSet = []
    package var refusal: Refusal?
    /// Code of a refusal that is no policy's, such as a cursor of somebody else.
    var refusalCode: String?
    package var addresseeID: Int64?
    package var addresseeNumber: String?
    /// Of a batch.
    package var persons: Persons?
    /// Given to: of a single answer, one.
    var personsCount = 0
    /// 所在を提供した支援措置の対象者の数
    package var protectedCount = 0
    package var cut: Position?
    package var day: CalendarDay?
    var batchKey: String?
    package var digest: [UInt8]?
    var startedBy: Int64?
    /// レコードキー. Which records of the one person a single answer gave; what a batch gave stands in `persons`.
    private(set) var recordKeys: [String] = []

    package init(_ result: Result, _ way: Way, system: String, dataset: String, byWhom: String, policy: Policy?) {
        (self.system, self.dataset, self.way, self.result, self.byWhom) = (system, dataset, way, result, byWhom)
        (policyVersion, catalogue, given) = (policy?.contentHash, policy?.catalogue, policy?.items ?? [])
    }

    /// Names the persons of a batch; where it holds something of nobody, no item goes out with it.
    package mutating func name(_ persons: Persons) {
        self.persons = persons
        (personsCount, protectedCount) = (persons.given.count, persons.placeOfProtected.count)
        if persons.given.count + persons.notTaken.count == 0 { given = [] }
    }

    /// Names the records of one person; one without a key is the only one.
    mutating func name(recordKeys keys: [String]) { recordKeys = keys.filter { !$0.isEmpty } }

    /// The items that left the hub with it.
    private var handedOver: ItemSet { result == .refused ? [] : given }

    /// The statement that writes it, and the event that is sealed, at once; it returns `record_id`.
    package func statement() -> Query { Self.statement(of: [self]) }

    /// The same for several, a record and an event each; it returns as many `record_id`s.
    package static func statement(of records: [ProvisionRecord]) -> Query {
        let persons = records.map { NamedPersons($0.persons) }
        let events = zip(records, persons).map { $0.event($1) }
        let texts = AuditEvent.texts(of: events)
        let items = records.map(\.handedOver)
        // What answers about single persons, which come by the hundred thousand, never have, or have in common, is not sent with each.
        if let first = records.first, records.allSatisfy({ $0.isAnswer(alike: first) }) {
            return """
                WITH given AS MATERIALIZED (
                    SELECT * FROM unnest(\(events.map(\.at)), \(texts.map(\.body)), \(texts.map(\.salt)), \(texts.map(\.personal)), \(items.map(\.rawValue)),
                        \(records.map(\.addresseeID)), \(records.map { Int64($0.personsCount) }), \(records.map(\.result.rawValue)), \(records.map(\.byWhom)),
                        \(records.map { $0.refusal?.code ?? $0.refusalCode }), \(records.map(\.addresseeNumber)), \(records.map { Int64($0.protectedCount) })
                    ) WITH ORDINALITY AS g (at, body, salt, personal, items, addressee_id, persons_count, result, by_whom, refusal, atenabango, protected_count, place)
                ), \(unsafeSQL: eventsOfGiven)
                INSERT INTO provision.record (recorded_at, items, addressee_id, persons_count, calendar_day, way, result, individual_number, system, dataset,
                    by_whom, policy_version, refusal, atenabango, protected_count, event_id)
                SELECT at, items, addressee_id, persons_count, \(first.day.map { PostgresDay(daysSince2000: $0.daysSince2000) }), \(unsafeSQL: "'\(Way.one.rawValue)'::\"char\""),
                    result::"char", \(unsafeSQL: givesNumber), \(first.system), \(first.dataset),
                    by_whom, \(first.policyVersion), refusal, atenabango, protected_count, ids[place]
                FROM given, written WHERE cardinality(ids) = \(Int32(records.count))
                RETURNING record_id
                """
        }
        return """
            WITH given AS MATERIALIZED (
                SELECT * FROM unnest(\(events.map(\.at)), \(texts.map(\.body)), \(texts.map(\.salt)),
                    \(texts.map(\.personal)), \(items.map(\.rawValue)),
                    \(records.map(\.addresseeID)), \(records.map(\.startedBy)), \(records.map { Int64($0.personsCount) }),
                    \(records.map(\.cut?.xact)), \(records.map { $0.day.map { PostgresDay(daysSince2000: $0.daysSince2000) } }), \(records.map(\.way.rawValue)), \(records.map(\.result.rawValue)),
                    \(records.map(\.system)),
                    \(records.map(\.dataset)), \(records.map(\.byWhom)), \(records.map(\.policyVersion)),
                    \(records.map { $0.refusal?.code ?? $0.refusalCode }), \(records.map(\.batchKey)), \(records.map(\.addresseeNumber)),
                    \(persons.map(\.given)), \(records.map(\.digest)), \(persons.map(\.takenBack)), \(persons.map(\.notTaken)),
                    \(records.map { Int64($0.persons?.takenBack.count ?? 0) }), \(records.map { Int64($0.persons?.notTaken.count ?? 0) }),
                    \(records.map { Int64($0.protectedCount) })
                ) WITH ORDINALITY AS g (at, body, salt, personal, items, addressee_id, started_by, persons_count, cut_xact, day, way, result,
                    system, dataset, by_whom, policy_version, refusal, batch_key, atenabango, persons, digest, taken_back, not_taken,
                    taken_back_count, not_taken_count, protected_count, place)
            ), \(unsafeSQL: eventsOfGiven)
            INSERT INTO provision.record (recorded_at, items, addressee_id, started_by, persons_count, cut_xact, calendar_day, way, result,
                individual_number, system, dataset, by_whom, policy_version, refusal, batch_key, atenabango, persons, digest, taken_back, not_taken,
                taken_back_count, not_taken_count, protected_count, event_id)
            SELECT at, items, addressee_id, started_by, persons_count, cut_xact, day, way::"char", result::"char",
                \(unsafeSQL: givesNumber), system, dataset, by_whom, policy_version, refusal, batch_key, atenabango, persons, digest, taken_back, not_taken,
                taken_back_count, not_taken_count, protected_count, ids[place]
            FROM given, written WHERE cardinality(ids) = \(Int32(records.count))
            RETURNING record_id
            """
    }

    /// The events of rows that are `given`, and their identities, which are given in the order of the rows. Where one was not written, none of them stands for a record.
    private static let eventsOfGiven = """
        event AS (
            \(AuditEvent.insertion)
            SELECT at, addressee_id, result = '\(Result.refused.rawValue)', '\(EventKind.provision.name)', by_whom, body, salt, personal FROM given ORDER BY place
            RETURNING event_id
        ), written AS (SELECT array_agg(event_id ORDER BY event_id) AS ids FROM event)
        """

    /// Whether the individual number is among the `items` that were handed over.
    private static let givesNumber = "items & \(ItemSet(Item.kojinbango).rawValue) <> 0"

    /// Whether it is the record of an answer about one person, under the same policy on the same day as another.
    private func isAnswer(alike other: ProvisionRecord) -> Bool {
        way == .one && startedBy == nil && cut == nil && batchKey == nil && digest == nil && persons == nil
            && (system, dataset, policyVersion, day) == (other.system, other.dataset, other.policyVersion, other.day)
    }

    /// The same, as the log tells it.
    private func event(_ named: NamedPersons) -> AuditEvent {
        var fields = ["dataset": dataset, "system": system, "way": way.name]
        fields["day"] = day?.description
        fields["policy"] = policyVersion
        if result == .refused {
            fields["refusal"] = refusal?.code ?? refusalCode
        } else {
            fields["result"] = result.name
            fields["item_bits"] = policyVersion.map { _ in handedOver.hex }
            fields["individual_number"] = handedOver.contains(Item.kojinbango) ? "yes" : "no"
            if !withheld.isEmpty { fields["withheld"] = catalogue?.items(of: withheld).named }
            fields["persons_count"] = String(personsCount)
            if let persons, persons.takenBack.count > 0 { fields["taken_back_count"] = String(persons.takenBack.count) }
            if let persons, persons.notTaken.count > 0 { fields["not_taken_count"] = String(persons.notTaken.count) }
            if protectedCount > 0 { fields["protected_count"] = String(protectedCount) }
            fields["batch"] = batchKey
            fields["started_by"] = startedBy.map(String.init)
            fields["cut"] = cut.map { String($0.xact) }
            fields["digest"] = digest.map { Data($0).base64EncodedString() }
        }
        var personal: [String: String] = [:]
        if !recordKeys.isEmpty { personal["record_keys"] = recordKeys.joined(separator: "、") }
        personal[RecordSets.field] = persons?.records.bytes.map { Data($0).base64EncodedString() }
        personal["addressee_id"] = addresseeID.map(String.init)
        personal["atenabango"] = addresseeNumber
        personal["persons"] = named.given.map { Data($0).base64EncodedString() }
        personal["taken_back"] = named.takenBack.map { Data($0).base64EncodedString() }
        personal["not_taken"] = named.notTaken.map { Data($0).base64EncodedString() }
        return AuditEvent(.provision, isFailure: result == .refused, by: byWhom, fields: fields, personal: personal, addresseeID: addresseeID)
    }
}

/// The compressed forms; nil for a set of nobody, but for those given to by a batch.
private struct NamedPersons {
    var given: [UInt8]?
    var takenBack: [UInt8]?
    var notTaken: [UInt8]?

    init(_ persons: ProvisionRecord.Persons?) {
        guard var persons else { return }
        given = persons.given.finish()
        if persons.takenBack.count > 0 { takenBack = persons.takenBack.finish() }
        if persons.notTaken.count > 0 { notTaken = persons.notTaken.finish() }
    }
}
