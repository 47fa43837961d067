internal import AuditTrail
internal import Departments
package import Postgres
package import Settings

/// モジュールのデータベース. Each department's module in a database of its own (decision 0070): brought to this program's version, and filled once with what the hub's
/// database held of it before.
package struct ModuleDatabases: Sendable {
    private let files: SchemaFiles
    private let owner: @Sendable (DepartmentKind) throws -> ConnectionSettings

    /// Of an installation, as whoever owns them.
    ///
    /// - Throws: `SettingsRefused` where the department's records are looked for in another database than its module's.
    package init(_ settings: Settings, files: SchemaFiles) throws {
        if settings[.modules] != nil, settings[.pension] != nil {
            let module = try Installation.connection(settings, module: .nationalPension).keywords["dbname"] ?? ""
            let records = try Installation.connection(settings, user: DepartmentKind.nationalPension.role, role: nil, in: .pension).keywords["dbname"] ?? ""
            guard module == records else {
                throw SettingsRefused(problems: ["\(Setting.pension.rawValue): dbname に、国民年金のモジュールのデータベース \(module) を設定してください（\(records) になっています）"])
            }
        }
        self.init(files: files) { kind in
            var owner = try Installation.connection(settings, user: "atena_owner", role: kind.owner, in: .modules, suffix: kind.schema)
            owner.lockTimeout = nil
            return owner
        }
    }

    /// - Parameter owner: how whoever owns a module's database connects to it.
    init(files: SchemaFiles, owner: @escaping @Sendable (DepartmentKind) throws -> ConnectionSettings) { (self.files, self.owner) = (files, owner) }

    /// Brings what is to be migrated to this program's version: the modules' databases before the hub's, so that no process of this version starts beside a module of
    /// an older one, and the tables of modules that are still in the hub's database over into theirs.
    ///
    /// - Parameters:
    ///   - hub: the hub's database, as its owner.
    ///   - whom: who does it, as the log is to name it.
    ///   - progress: told of each table that was copied, and its rows.
    /// - Returns: the files that were applied, and how many rows were moved; nil where none were to be.
    /// - Throws: `MigrationError`; `ModulesRefused`; `PostgresError`.
    package func migrate(
        hub: Connection, by whom: String, progress: @escaping @Sendable (String, Int) -> Void = { _, _ in }
    ) async throws -> (applied: [String], moved: Int?) {
        // One at a time, from asking what is due to the end of it: whoever waited finds it done.
        try await hub.execute("SELECT pg_advisory_lock(\(Self.turn))")
        let done: (applied: [String], moved: Int?)
        do { done = try await migrateInTurn(hub: hub, by: whom, progress: progress) } catch {
            // The connection may be what failed, and then nobody holds it any more.
            _ = try? await hub.execute("SELECT pg_advisory_unlock(\(Self.turn))")
            throw error
        }
        try await hub.execute("SELECT pg_advisory_unlock(\(Self.turn))")
        return done
    }

    /// Of the advisory lock in the hub's database.
    private static let turn: Int64 = 0x6174_656E_616D_6F64

    private func migrateInTurn(
        hub: Connection, by whom: String, progress: @escaping @Sendable (String, Int) -> Void
    ) async throws -> (applied: [String], moved: Int?) {
        guard files.areApart else {
            guard try await !SchemaFiles.areElsewhere(on: hub) else { throw ModulesRefused.elsewhere }
            return (try await files.together().migrate(hub), nil)
        }
        let isDue = try await SchemaFiles.areTogether(on: hub)
        // Both sides of the move are of the same version.
        var applied = isDue ? try await files.together().migrate(hub) : []
        for kind in DepartmentKind.all {
            let connection = try await Connection.open(owner(kind))
            do {
                applied += try await files.module(kind).migrate(connection).map { "\(kind.schema)/\($0)" }
                if !isDue { try await ModuleCopy.settle(connection) }
                await connection.close()
            } catch {
                await connection.close()
                throw error
            }
        }
        let moved = isDue ? try await move(from: hub, by: whom, progress: progress) : nil
        if isDue {
            // Ended in between, it is done by the next one.
            for kind in DepartmentKind.all {
                let connection = try await Connection.open(owner(kind))
                do {
                    try await ModuleCopy.settle(connection)
                    await connection.close()
                } catch {
                    await connection.close()
                    throw error
                }
            }
        }
        applied += try await files.hub().migrate(hub)
        return (applied, moved)
    }

    /// In one transaction of the hub's database, which gives its tables up last: whenever it ends before, it has all of them, and what was copied is copied anew.
    private func move(from hub: Connection, by whom: String, progress: @escaping @Sendable (String, Int) -> Void) async throws -> Int {
        let schemas = DepartmentKind.all.flatMap(\.schemas)
        return try await hub.transaction { hub in
            try await hub.script(unsafeSQL: ModuleCopy.patient)
            // Nobody writes to them, and nobody reads from them, until they are gone.
            let tables = try await ModuleCopy.tables(of: schemas, on: hub)
            for table in tables { try await hub.script(unsafeSQL: "LOCK TABLE \(table.name) IN ACCESS EXCLUSIVE MODE") }
            var rows = 0
            for kind in DepartmentKind.all {
                let target = try await Connection.open(owner(kind))
                do {
                    rows += try await ModuleCopy(kind: kind, hub: hub, target: target, progress: progress).run()
                    await target.close()
                } catch {
                    await target.close()
                    throw error
                }
            }
            for schema in schemas { try await hub.script(unsafeSQL: "DROP SCHEMA \(schema) CASCADE") }
            try await SchemaFiles.release(on: hub)
            let name = try await hub.query("SELECT quote_ident(current_database())").first?.decode(String.self) ?? ""
            for kind in DepartmentKind.all { try await hub.script(unsafeSQL: "REVOKE CONNECT ON DATABASE \(name) FROM \(kind.role)") }
            try await AuditEvent(
                .modulesMoved, by: whom, fields: ["modules": DepartmentKind.all.map(\.schema).joined(separator: " "), "rows": String(rows)]
            ).record(on: hub)
            return rows
        }
    }
}
