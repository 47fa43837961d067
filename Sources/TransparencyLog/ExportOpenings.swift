internal import Foundation

/// 個人を示す項目の有無. Which events of an export have what opens their commitment to persons, batch by batch, and a digest of it that the log can seal.
///
/// What an event's own text commits to stands under the signature; whether an export that lacks it was written without it, nobody could say.
public struct ExportOpenings: Sendable, Hashable {
    /// Batches closed.
    public private(set) var batches = 0
    /// Events in them.
    public private(set) var events = 0
    /// Of those, the ones with their opening.
    public private(set) var given = 0
    /// Those that commit to persons and stand without.
    public private(set) var absent = 0
    /// Of every batch and its marks so far; hexadecimal.
    public var digest: String { chain.description }

    private var chain = TreeHash.empty

    /// Of no batch yet.
    public init() {}

    /// What an event of an export has.
    public enum Mark: Character, Sendable {
        /// It commits to nobody.
        case nobody = "-"
        /// Its opening stands with it.
        case given = "1"
        /// It commits to persons, and what opens that is not there.
        case absent = "0"

        /// Of an event as it stands.
        public init(_ event: LogEvent) { self = event.personal != nil ? .given : event.isErased ? .absent : .nobody }
    }

    /// Adds a batch by the marks of its events, in the order of their lines.
    public mutating func close(_ batch: Int, _ marks: String) {
        batches += 1
        events += marks.count
        given += marks.count { $0 == Mark.given.rawValue }
        absent += marks.count { $0 == Mark.absent.rawValue }
        chain = .digest(chain.bytes + Array("\(batch) \(marks)\n".utf8))
    }
}

/// 書き出しの言明. What the log itself says of an export that was made of it: an event, sealed like every other, whose proof stands in the export.
public struct ExportStatement: Sendable, Hashable {
    /// Name of the event.
    public static let kind = "log.exported"
    /// Names of its fields; none is called as an event's commitment is, by which others tell that it has one.
    public static let fieldNames = ["absent", "act", "batches", "digest", "events", "from", "given", "to"]

    private static let withoutPersonal = "export-without-personal"

    /// First leaf.
    public var from: Int
    /// The leaf after the last one.
    public var to: Int
    /// Whether it was asked for without what names persons.
    public var isWithoutPersonal: Bool
    /// Batches.
    public var batches: Int
    /// Events.
    public var events: Int
    /// Events with what opens their commitment.
    public var given: Int
    /// Events that commit to persons, without it.
    public var absent: Int
    /// Digest of which ones.
    public var digest: String

    /// Of what was written.
    public init(_ leaves: Range<Int>, isWithoutPersonal: Bool, _ openings: ExportOpenings) {
        (from, to, self.isWithoutPersonal) = (leaves.lowerBound, leaves.upperBound, isWithoutPersonal)
        (batches, events, given, absent, digest) = (openings.batches, openings.events, openings.given, openings.absent, openings.digest)
    }

    /// As the event tells it.
    public var fields: [String: String] {
        [
            "absent": String(absent), "act": isWithoutPersonal ? Self.withoutPersonal : "export", "batches": String(batches), "digest": digest,
            "events": String(events), "from": String(from), "given": String(given), "to": String(to),
        ]
    }

    /// Reads an event; nil for one that is none.
    init?(_ text: LogEventText) {
        func number(_ name: String) -> Int? { text.fields[name].flatMap(Int.init).flatMap { $0 >= 0 ? $0 : nil } }
        guard text.kind == Self.kind, !text.isFailure, let from = number("from"), let to = number("to"), let batches = number("batches"),
            let events = number("events"), let given = number("given"), let absent = number("absent"), let digest = text.fields["digest"]
        else { return nil }
        (self.from, self.to, self.batches, self.events, self.given, self.absent, self.digest) = (from, to, batches, events, given, absent, digest)
        isWithoutPersonal = text.fields["act"] == Self.withoutPersonal
        guard text.fields == fields else { return nil }
    }
}
