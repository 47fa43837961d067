/// 提供の利用状況. What was made of a policy in force within a period: what went out on which way, and what of it was never used.
public struct PolicyUse: Sendable, Codable, Hashable {
    /// What can be said of it.
    public enum Verdict: String, Sendable, Codable {
        /// Something went out on every way, and every item did.
        case used
        /// Something went out, and a way or an item was never used.
        case partlyUsed = "partly-used"
        /// Nothing went out in the whole period.
        case unused
        /// Nothing went out, but it was not in force for the whole period.
        case tooNew = "too-new"
        /// Its text is not what was approved: what it allows is not known.
        case unreadable

        /// For people, in Japanese.
        public var label: String {
            switch self {
            case .used: "使われている"
            case .partlyUsed: "一部使われていない"
            case .unused: "使われていない"
            case .tooNew: "施行から日が浅く判定しない"
            case .unreadable: "内容が承認されたものと異なり判定できない"
            }
        }
    }

    /// What went out on one way of the records.
    public struct WayUse: Sendable, Codable, Hashable {
        /// `push`, `delta`, `full`, `one` or `medium`; `none` for requests that were refused before they reached a way.
        public let way: String
        /// Acts that gave something of somebody, within the period.
        public let provisions: Int64
        /// Persons given something of in them, as often as they were.
        public let persons: Int64
        /// 所在を提供した支援措置の対象者. Protected persons among them of whom something of place was given.
        public let protected: Int64
        /// Refusals within the period.
        public let refused: Int64
        /// Batches offered within the period that the receiver did not take, or of which that is not known.
        public let untaken: Int64
        /// When something was last given, whenever that was, ISO 8601 in Japan's time.
        public let lastAt: String?
        /// When it was last tried, with whatever end.
        public let lastTriedAt: String?
    }

    /// The receiver's slug.
    public let system: String
    /// データセット名.
    public let dataset: String
    /// Japanese name of the receiving system; empty where the text can't be read.
    public internal(set) var label = ""
    /// Content hash of the version in force.
    public let version: String
    /// 施行. Since when the receiver has had a policy in force without a break, ISO 8601 in Japan's time.
    public internal(set) var inForceSince: String
    /// Since when this version of it is in force.
    public internal(set) var versionSince: String
    /// Whether it was in force during the whole period.
    public internal(set) var isObserved = false
    /// By way; what nobody ever tried is not there.
    public internal(set) var ways: [WayUse] = []
    /// Ways that were allowed during the whole period and gave nothing: `push`, `pull`, `medium`.
    public internal(set) var unusedWays: [String] = []
    /// Ways that gave nothing, but were not allowed during the whole period.
    public internal(set) var newWays: [String] = []
    /// Items that were allowed during the whole period and left the hub with no provision, in romaji.
    public internal(set) var unusedItems: [String] = []
    /// Items that left the hub with none, but were not allowed during the whole period.
    public internal(set) var newItems: [String] = []
    /// Of the other items, those that were allowed during the whole period and for which no record of the dataset has, or ever had, a value: none can have been given.
    public internal(set) var emptyItems: [String] = []
    /// Whether it may pull, during the whole period, and neither a provision nor a refusal was ever recorded of its doing so.
    public internal(set) var neverPulled = false
    /// What can be said of it.
    public internal(set) var verdict = Verdict.unreadable

    /// Acts within the period that gave something.
    public var provisions: Int64 { ways.reduce(0) { $0 + $1.provisions } }
    /// When something was last given on any way.
    public var lastAt: String? { ways.compactMap(\.lastAt).max() }
}

/// 利用状況の報告. Every policy in force, with what was made of it.
public struct PolicyUseReport: Sendable, Codable {
    /// First day of the period, Japan time.
    public let since: String
    /// When it was made, ISO 8601 in Japan's time: the end of the period.
    public let until: String
    /// By system and dataset.
    public let policies: [PolicyUse]
}
