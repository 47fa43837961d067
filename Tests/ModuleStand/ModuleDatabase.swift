import Foundation
package import Postgres

/// Databases with the modules' schemas on the server of libpq's environment (`pg_virtualenv` sets it): each a copy of one that was migrated once for the run.
package actor ModuleDatabase {
    package static let shared = ModuleDatabase()

    package enum Problem: Error { case notALocalServer }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private var preparing: Task<String, any Error>?

    /// Makes a database whose name begins with `prefix`; whoever asked for it drops it.
    package func create(_ prefix: String) async throws -> String {
        let task = preparing ?? Task { try await Self.prepare() }
        preparing = task
        let template = try await task.value
        let name = Self.name(prefix)
        try await Self.onServer { try await $0.script(unsafeSQL: "CREATE DATABASE \(name) OWNER atena_owner TEMPLATE \(template) STRATEGY wal_log") }
        return name
    }

    package static func drop(_ name: String) async throws {
        try await onServer { try await $0.script(unsafeSQL: "DROP DATABASE \(name) WITH (FORCE)") }
    }

    /// Connects to a database of `create`.
    ///
    /// - Parameter role: nil: as superuser, for what must not depend on the module's rights.
    package static func settings(_ database: String, as role: String?) -> ConnectionSettings {
        var settings = ConnectionSettings(["dbname": database])
        settings.role = role
        return settings
    }

    private static func name(_ prefix: String) -> String { "\(prefix)_\(UUID().uuidString.prefix(8).lowercased())" }

    /// Roles, and a database that nobody connects to.
    private static func prepare() async throws -> String {
        // These tests make and drop databases: never on a server that somebody uses.
        guard let host = ProcessInfo.processInfo.environment["PGHOST"], host == "localhost" || host == "127.0.0.1" || host.hasPrefix("/") else {
            throw Problem.notALocalServer
        }
        let template = name("modules_template")
        try await onServer { server in
            // The same lock as other targets' tests take that make roles.
            try await server.script(unsafeSQL: "SELECT pg_advisory_lock(4202)")
            try await server.script(unsafeSQL: try String(contentsOfFile: root + "/sql/roles.sql", encoding: .utf8))
            try await server.script(unsafeSQL: "CREATE DATABASE \(template) OWNER atena_owner STRATEGY wal_log")
        }
        let owner = try await Connection.open(settings(template, as: "atena_owner"))
        let folder = root + "/sql/migrations"
        // The modules' have numbers of their own, above 100.
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where Int(file.prefix(4)).map({ $0 > 100 }) == true {
            try await owner.script(unsafeSQL: try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8))
        }
        await owner.close()
        return template
    }

    private static func onServer(_ body: (Connection) async throws -> Void) async throws {
        let server = try await Connection.open(ConnectionSettings(["dbname": "postgres"]))
        let result: Result<Void, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        await server.close()
        try result.get()
    }
}
