/// 改ざん. The first thing in a log that is not as it was sealed.
public struct LogFault: Error, Sendable, Codable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: String, Sendable, Codable {
        /// The event's text is not the sealed one.
        case altered
        /// An event is no longer there.
        case missing
        /// An event that was never sealed stands among the sealed ones.
        case inserted
        /// Events stand in another order.
        case reordered
        /// The personal fields are not those committed to.
        case personal
        /// A column beside the sealed text, or a record that repeats it, says otherwise.
        case disagrees
        /// A checkpoint is not signed by the key, or not the one that belongs here.
        case checkpoint
        /// An event waits to be sealed for longer than it may.
        case unsealed
        /// Checkpoints of one log say different things of the same place.
        case fork
    }

    /// What is wrong.
    public var kind: Kind
    /// The leaf it is about; nil where only a batch can be named.
    public var index: Int?
    /// The event's id, where it is known.
    public var eventID: Int64?
    /// The batch.
    public var batch: Int?
    /// In words, for people; no value of an event.
    public var detail: String

    /// A finding.
    public init(_ kind: Kind, index: Int? = nil, eventID: Int64? = nil, batch: Int?, _ detail: String) {
        (self.kind, self.index, self.eventID, self.batch, self.detail) = (kind, index, eventID, batch, detail)
    }

    /// Place and words.
    public var description: String {
        var places: [String] = []
        if let eventID { places.append("イベント \(eventID)") }
        if let index { places.append("位置 \(index)") }
        if let batch { places.append("バッチ \(batch)") }
        return "\(places.joined(separator: "、")): \(detail)（\(kind.rawValue)）"
    }
}
