import Foundation
import Testing

@testable import Postgres

/// The server of libpq's environment (`pg_virtualenv` sets it), with a schema of the test's own.
enum Server {
    static let settings = ConnectionSettings()

    static func connect(_ settings: ConnectionSettings = settings) async throws -> Connection {
        try await Connection.open(settings)
    }

    /// Settings whose search path is a fresh schema.
    static func schema(_ name: String) async throws -> ConnectionSettings {
        let connection = try await connect()
        try await connection.script(
            unsafeSQL: """
                SET client_min_messages = warning;
                DROP SCHEMA IF EXISTS "\(name)" CASCADE;
                CREATE SCHEMA "\(name)"
                """)
        await connection.close()
        var settings = settings
        settings.searchPath = name
        return settings
    }

    /// Whether `holds` becomes true. Looks are counted, not seconds: where every test wants the machine, a task may wait for its turn longer than any deadline.
    static func eventually(_ holds: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<3000 {
            if try await holds() { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    /// How many other sessions run a statement that holds `marker`.
    static func running(_ marker: String) async throws -> Int {
        let connection = try await connect()
        let rows = try await connection.query(
            """
            SELECT count(*) AS n FROM pg_stat_activity
            WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%' || \(marker) || '%'
            """)
        await connection.close()
        return try rows[0].decode("n")
    }
}

/// The `PostgresError` that `body` throws; anything else fails the test.
func postgresError<R>(_ body: () async throws -> R) async throws -> PostgresError {
    do {
        _ = try await body()
    } catch let error as PostgresError {
        return error
    }
    throw NoError()
}

struct NoError: Error {}
