/// 計測値. One family of what `/metrics` tells of the hub: a name, what it means, and its values.
public struct HealthMetric: Sendable {
    /// What a reader may do with the values.
    public enum Kind: String, Sendable {
        /// Only grows while the hub's database stays the same.
        case counter
        /// Goes up and down.
        case gauge
    }

    /// One value and what tells it from the family's others.
    public struct Sample: Sendable {
        /// Names and values, such as `system` and `tax`; never personal data.
        public let labels: [(String, String)]
        /// In the unit that the family's name ends with.
        public let value: Double
    }

    /// Prometheus name; a counter's ends with `_total`.
    public let name: String
    /// Counter or gauge.
    public let kind: Kind
    /// What it means and when it is no cause for alarm, in a sentence.
    public let help: String
    /// None where there is nothing to tell at present.
    public private(set) var samples: [Sample] = []

    /// A family without values.
    public init(_ name: String, _ kind: Kind = .gauge, help: String) { (self.name, self.kind, self.help) = (name, kind, help) }

    /// A family with the one value; none where that is not known.
    public init(_ name: String, _ kind: Kind = .gauge, help: String, value: Double?) {
        self.init(name, kind, help: help)
        if let value { add(value) }
    }

    /// Adds a value.
    public mutating func add(_ value: Double, _ labels: [(String, String)] = []) { samples.append(Sample(labels: labels, value: value)) }
}
