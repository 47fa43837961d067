internal import Addressee
public import ConnectorKit
internal import Connectors
internal import Departments
public import Settings

extension ConnectorRegistry {
    /// The kinds of connectors that an installation has: departments' modules in this process, and programs of the body's own.
    public static func installed(_ settings: Settings) -> ConnectorRegistry {
        ConnectorRegistry([.module(settings), .process(in: settings[.connectors], environment: settings.environment)])
    }
}

extension ConnectorKind {
    /// モジュール. A department's module in this process, under its own role and its own keys.
    static func module(_ settings: Settings) -> ConnectorKind {
        let departments = DepartmentParts(settings: settings)
        return ConnectorKind(name: "module", label: "ハブに組み込まれたモジュール") { (receiver, _) throws(ConnectorError) in
            guard let kind = DepartmentKind(receiver.system) else { throw .badConfiguration("業務システム \(receiver.system) のモジュールはありません") }
            guard let dataset = kind.datasets.first(where: { $0.name == receiver.dataset }) else { throw .unknownDataset(receiver.dataset.rawValue) }
            do { return try departments.module(kind, dataset) } catch { throw .badConfiguration("モジュールの鍵か、データベースの設定を使えません") }
        }
    }
}
