import ConnectorKit
import Departments
import Foundation
import Postgres

@testable import Keys

/// A database of a test's own on the server of libpq's environment (`pg_virtualenv` sets it), with the modules' schemas in it.
struct TestDatabase: Sendable {
    let name: String
    let keys: FieldCipher

    enum Problem: Error { case notALocalServer }

    static func make() async throws -> TestDatabase {
        // These tests make and drop databases: never on a server that somebody uses.
        guard let host = ProcessInfo.processInfo.environment["PGHOST"],
            host == "localhost" || host == "127.0.0.1" || host.hasPrefix("/")
        else { throw Problem.notALocalServer }
        let name = "departments_\(UUID().uuidString.prefix(8).lowercased())"
        let server = try await Connection.open(ConnectionSettings(["dbname": "postgres"]))
        try await server.script(unsafeSQL: "SELECT pg_advisory_lock(4202)")
        for role in ["atena_owner"] + DepartmentKind.all.map(\.role) {
            try await server.script(
                unsafeSQL: """
                    DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(role)') THEN CREATE ROLE \(role) LOGIN; END IF; END $$
                    """)
        }
        try await server.script(unsafeSQL: "CREATE DATABASE \(name) OWNER atena_owner STRATEGY wal_log")
        await server.close()
        var settings = ConnectionSettings(["dbname": name])
        settings.role = "atena_owner"
        let owner = try await Connection.open(settings)
        for file in try migrations() { try await owner.script(unsafeSQL: String(contentsOfFile: file, encoding: .utf8)) }
        await owner.close()
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-keys-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        return TestDatabase(name: name, keys: FieldCipher(try KeyRing.create(directory: directory)))
    }

    private static func migrations() throws -> [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "sql/migrations").path
        // The modules' have numbers of their own, above 100.
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.hasSuffix(".sql") && Int($0.prefix(4)).map { $0 > 100 } == true }
            .map { "\(folder)/\($0)" }
    }

    func pool(as role: String?) -> Pool {
        var settings = ConnectionSettings(["dbname": name])
        settings.role = role
        return Pool(settings: settings, maximum: 3)
    }

    func module(_ kind: DepartmentKind, keys: LiveCipher? = nil) -> DepartmentModule {
        DepartmentModule(kind: kind, pool: pool(as: kind.role), keys: keys ?? LiveCipher(self.keys))
    }

    /// As superuser: what the tests look at must not depend on the module's rights.
    func query(_ query: Query) async throws -> Rows {
        let connection = try await Connection.open(ConnectionSettings(["dbname": name]))
        let rows = try await connection.query(query)
        await connection.close()
        return rows
    }

    func drop() async {
        guard let server = try? await Connection.open(ConnectionSettings(["dbname": "postgres"])) else { return }
        try? await server.script(unsafeSQL: "DROP DATABASE \(name) WITH (FORCE)")
        await server.close()
    }
}

/// Runs `body` with a database that is dropped afterwards.
func withDatabase<R>(_ body: (TestDatabase) async throws -> R) async throws -> R {
    let database = try await TestDatabase.make()
    do {
        let result = try await body(database)
        await database.drop()
        return result
    } catch {
        await database.drop()
        throw error
    }
}
