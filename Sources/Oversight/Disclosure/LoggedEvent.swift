internal import AuditTrail
internal import Crypto
internal import Foundation
internal import Postgres
internal import Sharing
internal import TextForms

/// An event as it stands in the log, read back: its sealed body, and its personal fields where they have not been erased.
package struct LoggedEvent: Sendable {
    /// What is sealed.
    package struct Body: Sendable, Decodable {
        var by: String
        var event: String
        var fields: [String: String]
        var outcome: String
        /// Commitment to the personal fields, lower-case hexadecimal.
        var personal: String?
    }

    let id: Int64
    let at: JapanTime
    let body: Body
    private(set) var personal: [String: String]
    /// Whether the personal fields are those that were committed to, and no name stands twice, so that everybody reads the same.
    let isGenuine: Bool

    /// Select list of `audit.event e`.
    static let columns = "e.event_id, e.recorded_at, e.body, e.salt, e.personal"

    init(_ row: Row) throws {
        id = try row.decode("event_id")
        at = JapanTime(try row.decode("recorded_at"))
        let sealed = try row.decode("body", as: String.self)
        body = try JSONDecoder().decode(Body.self, from: Data(sealed.utf8))
        let isPlain = RepeatedName.first(in: sealed.utf8) == nil
        guard let salt = try row.decode("salt", as: [UInt8]?.self), let text = try row.decode("personal", as: String?.self) else {
            personal = [:]
            isGenuine = body.personal == nil && isPlain
            return
        }
        personal = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        isGenuine = isPlain && RepeatedName.first(in: text.utf8) == nil && body.personal == SHA256.hash(data: salt + Array(text.utf8)).hex
    }

    /// How an event names a person among others.
    package enum Naming: String, CaseIterable, Sendable {
        /// Of whom it gave, offered or showed something.
        case given = "persons"
        /// Of whom it told the removal only.
        case takenBack = "taken_back"
        /// Whose entry the receiver did not take.
        case notTaken = "not_taken"
    }

    /// Keys of the person's records in each of its sets, once it was asked for one person; empty where it names none.
    private(set) var named: [Naming: [String]] = [:]

    /// How its compressed sets name one person; nil where none of them does.
    func naming(_ addressee: Int64) -> Naming? {
        Naming.allCases.first { naming in
            guard let set = personal[naming.rawValue].flatMap({ Data(base64Encoded: $0) }) else { return false }
            return PersonSet.contains(addressee, in: set)
        }
    }

    /// Whether it names this addressee number among others, or as the only one.
    func lists(_ number: String) -> Bool {
        personal["atenabango"]?.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.contains { $0 == number } ?? false
    }

    /// What it says of one person, without its sets, which may be of a whole city.
    func about(_ addressee: Int64) -> LoggedEvent {
        var event = self
        if let sets = personal[RecordSets.field].flatMap({ Data(base64Encoded: $0) }) {
            let keys = RecordSets.keys(of: addressee, in: Array(sets))
            for naming in Naming.allCases { event.named[naming] = RecordSets.Part(rawValue: naming.rawValue).flatMap { keys[$0] } }
        }
        for naming in Naming.allCases { event.personal[naming.rawValue] = nil }
        for field in [RecordSets.field, "atenabango"] { event.personal[field] = nil }
        return event
    }

    /// The same without records of the person that something else was said of since.
    func without(_ keys: Set<String>) -> LoggedEvent {
        var event = self
        event.named = named.mapValues { $0.filter { !keys.contains($0) } }.filter { !$0.value.isEmpty }
        return event
    }

    /// Keys of the person's records that it names in a set. Before each person's were named, events named those of everybody in the first set that had anybody,
    /// where they were the same of all.
    func recordKeys(as naming: Naming) -> String? {
        if let keys = named[naming] { return keys.joined(separator: "、") }
        func isNone(_ field: String) -> Bool { body.fields[field].flatMap { Int($0) } ?? 0 == 0 }
        let first: Naming = !isNone("persons_count") ? .given : !isNone("taken_back_count") ? .takenBack : .notTaken
        return naming == first ? personal["record_keys"] : nil
    }

    /// Of an offered batch and of what became of it: what both are about.
    var batch: OfferedKey? {
        guard let system = body.fields["system"], let dataset = body.fields["dataset"], let batch = body.fields["batch"] else { return nil }
        return OfferedKey(system: system, dataset: dataset, batch: batch)
    }

    /// A batch, as events name it.
    struct OfferedKey: Hashable, Sendable {
        var system: String
        var dataset: String
        var batch: String
    }

    /// Whether it only offers; what became of it stands in a later event.
    var isOffer: Bool { body.fields["result"] == ProvisionRecord.Result.offered.name }

    /// Whether the receiver accepted it; what became of those whom it names stands in later events.
    var isAcceptance: Bool { body.fields["result"] == ProvisionRecord.Result.accepted.name }

    /// Whether it gives up a medium that was handed over.
    var isUnconfirmedMedium: Bool {
        body.fields["result"] == ProvisionRecord.Result.unconfirmed.name && body.fields["way"] == ProvisionRecord.Way.medium.name
    }
}
