public import Addressee

/// 接続の種類. A kind of connector that an installation has: its name, what it is to be told, and how one is made.
public struct ConnectorKind: Sendable {
    /// As endpoint files name it, such as `module`.
    public let name: String
    /// For people, in Japanese.
    public let label: String
    /// What an endpoint tells it, in the order in which people read it.
    public let settings: [ConnectorSetting]
    private let make: @Sendable (_ receiver: Receiver, _ settings: [String: String]) throws(ConnectorError) -> any Connector

    /// 提供先. A system for one dataset.
    public struct Receiver: Sendable, Hashable {
        /// The receiving system.
        public let system: SystemName
        /// What it is given.
        public let dataset: DatasetName

        /// A system for one dataset.
        public init(system: SystemName, dataset: DatasetName) { (self.system, self.dataset) = (system, dataset) }
    }

    /// `make` gives a connector to a receiver, from settings that were checked; it reaches nobody yet.
    public init(
        name: String, label: String, settings: [ConnectorSetting] = [],
        make: @escaping @Sendable (_ receiver: Receiver, _ settings: [String: String]) throws(ConnectorError) -> any Connector
    ) {
        (self.name, self.label, self.settings, self.make) = (name, label, settings, make)
    }

    /// A connector to that receiver.
    ///
    /// - Throws: `ConnectorError.badConfiguration` naming each setting that is missing, unknown or wrong.
    public func connector(to receiver: Receiver, _ given: [String: String]) throws(ConnectorError) -> any Connector {
        let faults = faults(given)
        guard faults.isEmpty else { throw .badConfiguration(faults.map { "\($0.setting): \($0.rule)" }.joined(separator: "、")) }
        return try make(receiver, given)
    }

    /// What is wrong with settings, by setting, in Japanese; empty where nothing is.
    public func faults(_ given: [String: String]) -> [(setting: String, rule: String)] {
        var faults: [(setting: String, rule: String)] = []
        for setting in settings {
            guard let value = given[setting.name] else {
                if setting.isRequired { faults.append((setting.name, "接続 \(name) に必要です（\(setting.meaning)）")) }
                continue
            }
            if let rule = setting.fault(value) { faults.append((setting.name, rule)) }
        }
        let known = Set(settings.map(\.name))
        for name in given.keys.sorted() where !known.contains(name) {
            let names = known.isEmpty ? "設定はありません" : "使える設定: \(settings.map(\.name).joined(separator: ", "))"
            faults.append((name, "接続 \(self.name) にない設定です（\(names)）"))
        }
        return faults
    }
}

/// 接続の設定. One thing that a kind of connector is told. A secret is told by the name of a file that only its owner reads, never by its value.
public struct ConnectorSetting: Sendable {
    /// As endpoint files name it.
    public let name: String
    /// What it means, in Japanese.
    public let meaning: String
    /// Whether nothing goes without it.
    public let isRequired: Bool
    /// nil where the value holds; otherwise the rule that it breaks, in Japanese.
    let fault: @Sendable (_ value: String) -> String?

    /// `fault` says which rule a value breaks, in Japanese; nil where it holds.
    public init(_ name: String, _ meaning: String, isRequired: Bool = false, fault: @escaping @Sendable (_ value: String) -> String? = { _ in nil }) {
        (self.name, self.meaning, self.isRequired, self.fault) = (name, meaning, isRequired, fault)
    }

    /// A whole number within a range.
    public static func number(_ name: String, _ meaning: String, _ range: ClosedRange<Int>) -> ConnectorSetting {
        ConnectorSetting(name, meaning) { value in
            Int(value).map(range.contains) == true ? nil : "\(range.lowerBound)から\(range.upperBound)までの整数です"
        }
    }
}

/// 接続の一覧. The kinds of connectors that an installation has, by name.
public struct ConnectorRegistry: Sendable {
    /// In the order in which people read them.
    public let kinds: [ConnectorKind]

    /// Those, and no others.
    public init(_ kinds: [ConnectorKind]) { self.kinds = kinds }

    /// The kind of a name; nil where there is none.
    public subscript(_ name: String) -> ConnectorKind? { kinds.first { $0.name == name } }
}
