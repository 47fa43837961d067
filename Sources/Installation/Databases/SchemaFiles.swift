internal import Addressee
internal import AuditTrail
package import Departments
package import Postgres
public import Settings

/// 移行のファイル. Which files of `sql/` bring which database to this program's version: the hub's and, where the departments' modules have databases of their own
/// (decision 0070), that of each module.
///
/// `sql/migrations` holds all of them, those of the modules with numbers above 100. Three of these are of several modules; `sql/modules/SCHEMA` has what each
/// of them is for one, under the same number and name.
public struct SchemaFiles: Sendable {
    private static let lastOfHub = 100
    private static let ofSeveral = 106...108

    /// モジュールのデータベースが別にあるか. Whether each module has a database of its own; otherwise its tables lie in the hub's.
    public let areApart: Bool
    private let directory: String
    private let all: [Migration]

    /// Reads them where the settings say they lie.
    ///
    /// - Throws: `MigrationError`.
    public init(_ settings: Settings) throws {
        areApart = settings[.modules] != nil
        directory = Installation.sqlDirectory(settings)
        all = try Migrator(directory: directory + "/migrations").migrations
    }

    /// What the hub's database is brought to, and held against when a process starts.
    ///
    /// - Throws: `MigrationError`.
    package func hub() throws -> Migrator { areApart ? try Migrator(all.filter { $0.number <= Self.lastOfHub }) : try together() }

    /// The hub's database with the tables of all modules in it.
    ///
    /// - Throws: `MigrationError`.
    package func together() throws -> Migrator { try Migrator(all) }

    /// A module's own database.
    ///
    /// - Throws: `MigrationError`.
    package func module(_ kind: DepartmentKind) throws -> Migrator {
        let parts = try Migrator(directory: "\(directory)/modules/\(kind.schema)").migrations
        return try Migrator(all.filter { Self.department(of: $0.number) == kind } + parts)
    }

    /// Whose file it is that has the number; nil of the hub's, and of those of several modules.
    private static func department(of number: Int) -> DepartmentKind? {
        switch number {
        case ...lastOfHub, ofSeveral: nil
        case 101: .tax
        case 102: .childcare
        case 103: .careInsurance
        case 104: .healthInsurance
        default: .nationalPension
        }
    }

    /// Whether the modules' tables are in the hub's database: its ledger says so.
    ///
    /// - Throws: `PostgresError`.
    static func areTogether(on hub: Connection) async throws -> Bool { try await numbers(on: hub).contains { $0 > lastOfHub } }

    /// Whether it is a hub's database whose modules' tables are elsewhere.
    ///
    /// - Throws: `PostgresError`.
    static func areElsewhere(on hub: Connection) async throws -> Bool {
        let numbers = try await numbers(on: hub)
        // One whose first migration ended early is nobody's yet, and goes on: its body is set behind it.
        guard !numbers.isEmpty, !numbers.contains(where: { $0 > lastOfHub }) else { return false }
        return try await HubBody.read(on: hub) != nil
    }

    private static func numbers(on hub: Connection) async throws -> [Int] {
        guard try await hub.query("SELECT to_regclass('migration.ledger') IS NOT NULL AS found").first?.decode("found", as: Bool.self) == true else {
            return []
        }
        return try await hub.query("SELECT number FROM migration.ledger ORDER BY number").map { Int(try $0.decode("number", as: Int32.self)) }
    }

    /// The hub's database is of this program's version, and the modules' tables are where the settings say.
    ///
    /// - Throws: `ModulesRefused`, `MigrationError`, `PostgresError`.
    package func check(_ hub: Connection) async throws {
        if areApart, try await Self.areTogether(on: hub) { throw ModulesRefused.notMoved }
        if !areApart, try await Self.areElsewhere(on: hub) { throw ModulesRefused.elsewhere }
        try await self.hub().check(hub)
    }

    /// Takes the modules' files out of the ledger of the hub's database: with the tables they went to where these are now.
    ///
    /// - Throws: `PostgresError`.
    static func release(on hub: Connection) async throws { try await Migrator.release(above: lastOfHub, on: hub) }
}
