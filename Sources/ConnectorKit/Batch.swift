public import Addressee

/// What is delivered at once, and is acknowledged entry by entry.
public struct Batch: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The same for every attempt to deliver this batch, and for no other batch.
    public var idempotencyKey: String
    /// 団体. The body whose hub delivers it.
    public var body: LocalGovernmentCode
    /// The receiving system.
    public var system: SystemName
    /// Name of the dataset, such as `addressee`.
    public var dataset: String
    /// Version of the dataset's set of items.
    public var schemaVersion: Int
    /// Grows with every batch of a subscription. A receiver applies an entry only if this is greater than what it holds for the person: the history number
    /// alone can't say so, since a person may leave and come back by calendar at the same version.
    public var sequence: Int64
    /// The hub's day: what is derived from "today" is derived from this.
    public var calendarDay: CalendarDay
    /// At most one for a record; of several, the last counts.
    public var entries: [Entry]

    /// A batch as it is delivered.
    public init(
        idempotencyKey: String, body: LocalGovernmentCode, system: SystemName, dataset: String, schemaVersion: Int, sequence: Int64,
        calendarDay: CalendarDay, entries: [Entry]
    ) {
        self.idempotencyKey = idempotencyKey
        self.body = body
        self.system = system
        self.dataset = dataset
        self.schemaVersion = schemaVersion
        self.sequence = sequence
        self.calendarDay = calendarDay
        self.entries = entries
    }

    /// For people; no key, no personal data.
    public var description: String {
        "Batch(\(idempotencyKey), \(body)/\(system)/\(dataset) v\(schemaVersion), sequence \(sequence), \(entries.count) entries)"
    }
    /// As `description`.
    public var debugDescription: String { description }
    /// Nothing that `dump` could show.
    public var customMirror: Mirror { Mirror(self, children: ["batch": description]) }
}

/// What became of one entry.
public enum EntryResult: Sendable, Hashable {
    /// Held, or something newer was held already.
    case applied
    /// 受領. Taken in, and what becomes of it is said later under the receipt (受付番号): 1 to 200 characters, no personal data. Several entries may have the
    /// same; the same entry delivered again has the same.
    case accepted(receipt: String)
    /// Not now; the same entry may be applied later. The reason holds no personal data.
    case retryLater(reason: String)
    /// Never in this form. The reason names field and rule, not the value.
    case rejected(reason: String)
}

extension EntryResult {
    /// Whether it says that the answer follows.
    public var isAccepted: Bool { if case .accepted = self { true } else { false } }
}
