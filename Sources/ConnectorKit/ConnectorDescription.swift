public import Addressee

/// What a connector says of itself.
public struct ConnectorDescription: Sendable, Hashable {
    /// The connector's name, such as `department-tax`.
    public var name: String
    /// The connector's own version.
    public var version: String
    /// 提供先. Whose system it speaks to: nothing is delivered where that is another than the hub means.
    public var receiver: SystemName
    /// Datasets understood, each with its schema versions.
    public var datasets: [String: ClosedRange<Int>]
    /// What it can do beyond delivering.
    public var capabilities: Set<Capability>
    /// How many entries it takes at once at most; nil where it has no limit of its own.
    public var batchSize: Int?

    /// What `describe` gives.
    public init(
        name: String, version: String, receiver: SystemName, datasets: [String: ClosedRange<Int>], capabilities: Set<Capability>, batchSize: Int? = nil
    ) {
        self.name = name
        self.version = version
        self.receiver = receiver
        self.datasets = datasets
        self.capabilities = capabilities
        self.batchSize = batchSize
    }

    /// For people: name, version, and each dataset with what is understood of it.
    public var summary: String {
        let understood = datasets.sorted { $0.key < $1.key }.map { name, versions in
            versions.count == 1 ? "\(name) v\(versions.lowerBound)" : "\(name) v\(versions.lowerBound)–v\(versions.upperBound)"
        }
        return "\(name) \(version) (\(understood.joined(separator: ", ")))"
    }
}

/// What not every connector can do.
public enum Capability: String, Sendable, Hashable, CaseIterable {
    /// The receiver can say what it holds.
    case inventory
    /// 受領後の回答. The receiver may accept an entry, and say later what became of it.
    case answersLater = "answers-later"
}
