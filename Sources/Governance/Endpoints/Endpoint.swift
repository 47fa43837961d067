public import Addressee

/// 接続. How a receiver is reached: by which connector, with which settings, when and how much at once. What it may know is the policy's, and stands apart.
public struct Endpoint: Sendable, Hashable {
    /// 業務システム. The receiver.
    public let system: SystemName
    /// What it is given by this endpoint.
    public let dataset: DatasetName
    /// 業務ID, held against the policy's; nil where the national id is not known.
    public let businessID: BusinessID?
    /// Kind of connector, such as `module`.
    public let connector: String
    /// What that kind is told.
    public let settings: [String: String]
    /// Entries at once at most; nil: as the connector says.
    public let batchSize: Int?
    /// When it is delivered.
    public let schedule: DeliverySchedule
    /// How much each time.
    public let content: Content
    /// Hours within which a receiver that accepts entries has to say what became of them.
    public let hoursToAnswer: Int
    /// With which TLS the system may ask the hub.
    public let tls: TLS

    /// Oldest TLS with which a system may ask.
    public enum TLS: String, Sendable, Hashable, CaseIterable {
        /// TLS 1.3.
        case v13 = "1.3"
        /// TLS 1.2, where the system can't do better yet.
        case v12 = "1.2"
    }

    /// 取得. The kind of connector of a receiver that asks by itself: nothing is delivered to it.
    public static let pull = "pull"

    /// 差分・全件. How much a run delivers.
    public enum Content: String, Sendable, Hashable, CaseIterable {
        /// 差分: what changed since the last run.
        case delta
        /// 全件: everybody again, changed or not.
        case full

        /// Japanese name.
        public var label: String {
            switch self {
            case .delta: "差分"
            case .full: "全件"
            }
        }
    }

    /// Entries at once where neither endpoint nor connector says.
    public static let usualBatchSize = 1000
    /// Hours to answer where the endpoint does not say.
    public static let usualHoursToAnswer = 24

    /// An endpoint as the parser, or the database, holds it.
    public init(
        system: SystemName, dataset: DatasetName, businessID: BusinessID? = nil, connector: String, settings: [String: String] = [:], batchSize: Int? = nil,
        schedule: DeliverySchedule = .asItHappens, content: Content = .delta, hoursToAnswer: Int = Endpoint.usualHoursToAnswer, tls: TLS = .v13
    ) {
        self.system = system
        self.dataset = dataset
        self.businessID = businessID
        self.connector = connector
        self.settings = settings
        self.batchSize = batchSize
        self.schedule = schedule
        self.content = content
        self.hoursToAnswer = hoursToAnswer
        self.tls = tls
    }

    /// `tax/addressee`.
    public var name: String { "\(system)/\(dataset)" }
}
