internal import Departments
internal import Postgres
internal import Settings

extension Installation {
    /// How a department's module comes to its tables: in a database of its own, or in the hub's.
    ///
    /// - Throws: `SettingsRefused`.
    static func connection(_ settings: Settings, module kind: DepartmentKind) throws -> ConnectionSettings {
        guard settings[.modules] != nil else { return try connection(settings, user: kind.role, role: nil) }
        return try connection(settings, user: kind.role, role: nil, in: .modules, suffix: kind.schema)
    }
}
