/// 検証の指摘. Something in a log that is not as it was sealed, or not as the program writes it.
public struct LogFault: Error, Sendable, Codable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: String, Sendable, Codable {
        /// The event's text is not the sealed one.
        case altered
        /// An event, a batch or what repeats an event is no longer there.
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
        /// Written past the program by somebody with a login of the database; it was so when it was sealed, or never belonged to the log.
        case foreign

        /// How grave it is.
        public var gravity: Gravity {
            switch self {
            case .altered, .inserted, .reordered, .personal, .disagrees, .checkpoint, .fork: .altered
            case .missing: .missing
            case .foreign: .foreign
            case .unsealed: .late
            }
        }
    }

    /// 重さ. Classes of what verification finds, the least grave first. `atena audit verify` ends with the exit status of the gravest; the numbers are stable.
    public enum Gravity: String, Sendable, Codable, CaseIterable, Comparable {
        /// 遅れ: sealed later than five minutes after it happened, or not yet.
        case late
        /// 説明のない空白: a stretch in which nobody sealed, and nobody had ordered it.
        case gap
        /// プログラムの外で書かれたもの.
        case foreign
        /// 欠落.
        case missing
        /// 改ざん.
        case altered

        /// Exit status of the command.
        public var exitStatus: Int32 {
            switch self {
            case .altered: 1
            case .missing: 2
            case .foreign: 3
            case .gap: 4
            case .late: 5
            }
        }

        /// In Japanese.
        public var label: String {
            switch self {
            case .altered: "改ざん"
            case .missing: "欠落"
            case .foreign: "プログラムの外で書かれたもの"
            case .gap: "説明のない封印の空白"
            case .late: "封印の遅れ"
            }
        }

        /// The less grave first.
        public static func < (left: Gravity, right: Gravity) -> Bool { left.exitStatus > right.exitStatus }
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
    /// Columns that say otherwise than what was sealed, and no others; empty where it is about none.
    public var columns: [String]

    /// A finding.
    public init(_ kind: Kind, index: Int? = nil, eventID: Int64? = nil, batch: Int?, columns: [String] = [], _ detail: String) {
        (self.kind, self.index, self.eventID, self.batch, self.columns, self.detail) = (kind, index, eventID, batch, columns, detail)
    }

    /// Place and words.
    public var description: String {
        var places: [String] = []
        if let eventID { places.append("イベント \(eventID)") }
        if let index { places.append("位置 \(index)") }
        if let batch { places.append("バッチ \(batch)") }
        return "\(places.isEmpty ? "" : places.joined(separator: "、") + ": ")\(detail)（\(kind.rawValue)）"
    }
}

/// What verification found, bounded: the first of each gravity, and how many there are in all.
public struct LogFaults: Sendable, Codable, Hashable {
    /// Of one gravity at most.
    public static let most = 100

    /// The first ones of each gravity, in the order in which they were found.
    public private(set) var list: [LogFault] = []
    /// How many there are of each gravity.
    public private(set) var counts: [String: Int] = [:]

    /// None.
    public init() {}

    /// How many of a gravity.
    public func count(of gravity: LogFault.Gravity) -> Int { counts[gravity.rawValue] ?? 0 }

    /// The gravest; nil where there is none.
    public var gravest: LogFault.Gravity? { LogFault.Gravity.allCases.last { count(of: $0) > 0 } }

    /// The first of the gravest.
    public var first: LogFault? { gravest.flatMap { gravity in list.first { $0.kind.gravity == gravity } } }

    /// How many are not in the list.
    public var more: Int { counts.values.reduce(0, +) - list.count }

    /// Adds one.
    public mutating func add(_ fault: LogFault) {
        let gravity = fault.kind.gravity
        counts[gravity.rawValue, default: 0] += 1
        if count(of: gravity) <= Self.most { list.append(fault) }
    }

    /// Adds several.
    public mutating func add(contentsOf faults: [LogFault]) { for fault in faults { add(fault) } }

    /// Counts more of a kind that are not told one by one.
    public mutating func add(uncounted count: Int, of kind: LogFault.Kind) { if count > 0 { counts[kind.gravity.rawValue, default: 0] += count } }
}
