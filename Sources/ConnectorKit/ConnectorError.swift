public import Addressee

/// Why a connector could not do what it was asked, and whether trying again can help. Holds no personal data.
public struct ConnectorError: Error, Sendable, Equatable, CustomStringConvertible {
    private enum Code: String {
        case badConfiguration = "bad-configuration"
        case unreachable
        case notAuthenticated = "not-authenticated"
        case notOpen = "not-open"
        case unknownDataset = "unknown-dataset"
        case unknownSchemaVersion = "unknown-schema-version"
        case anotherSystem = "another-system"
        case anotherBody = "another-body"
        case keyReused = "idempotency-key-reused"
        case notCapable = "not-capable"
        case interrupted
    }

    private let code: Code
    /// What a person who operates the connector should know.
    public let detail: String

    private init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// What another process told by its label; nil where there is no such.
    public init?(label: String, _ detail: String) {
        guard let code = Code(rawValue: label) else { return nil }
        self.init(code, detail)
        isTold = true
    }

    /// Whether another process told it: its words are its own, and may hold anything.
    private var isTold = false

    /// For records: the label, and what a person who operates the connector should know where it is this process's own words and says what to mend.
    public var known: String { isTold || isRetryable || detail.isEmpty ? label : description }

    /// By what it says, whoever told it.
    public static func == (a: Self, b: Self) -> Bool { a.code == b.code && a.detail == b.detail }

    /// The configuration can't work; a person must correct it.
    public static func badConfiguration(_ detail: String) -> Self { Self(.badConfiguration, detail) }
    /// The peer doesn't answer; later it may. What was sent before may have been applied.
    public static func unreachable(_ detail: String) -> Self { Self(.unreachable, detail) }
    /// One of the two sides could not be authenticated; nothing was sent.
    public static func notAuthenticated(_ detail: String) -> Self { Self(.notAuthenticated, detail) }
    /// `open` has not been called, or `close` has.
    public static let notOpen = Self(.notOpen, "open first")
    /// The receiver doesn't understand the dataset; nothing was applied.
    public static func unknownDataset(_ name: String) -> Self { Self(.unknownDataset, name) }
    /// The receiver doesn't understand this version of the dataset; nothing was applied.
    public static func unknownSchemaVersion(_ version: Int, dataset: String) -> Self {
        Self(.unknownSchemaVersion, "\(dataset) v\(version)")
    }
    /// The batch is for another system; nothing was applied.
    public static func anotherSystem(_ name: String) -> Self { Self(.anotherSystem, name) }
    /// 他団体. The receiver is fed by another body's hub; nothing was applied.
    public static func anotherBody(_ body: LocalGovernmentCode) -> Self { Self(.anotherBody, body.value) }
    /// The idempotency key stands for another batch; nothing was applied.
    public static func keyReused(_ key: String) -> Self { Self(.keyReused, key) }
    /// The connector lacks the capability.
    public static func notCapable(_ capability: Capability) -> Self { Self(.notCapable, capability.rawValue) }
    /// Broken off; whether the batch was applied is not known.
    public static func interrupted(_ detail: String) -> Self { Self(.interrupted, detail) }

    /// The same call may succeed later without anybody changing anything.
    public var isRetryable: Bool { code == .unreachable || code == .interrupted }

    /// Whether the batch may have reached the receiver all the same. Every other error says that nothing was applied.
    public var mayHaveArrived: Bool { isRetryable }

    /// Short and from a bounded set, for metrics.
    public var label: String { code.rawValue }

    /// For people; no key, no personal data.
    public var description: String { "\(label): \(detail)" }
}
