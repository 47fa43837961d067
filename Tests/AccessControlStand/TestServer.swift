package import Addressee
import AuditTrail
import Foundation
package import Postgres

/// The server that the tests may use: found by libpq's environment, local only, with the hub's roles and a migrated template in it.
package actor TestServer {
    package static let shared = TestServer()

    /// The body of a test's hub, さいたま市; it knew itself from the beginning.
    package static let body = HubBody(code: code("111007"), unnamedUntil: nil)

    /// The same, whose hub was at work before it knew.
    package static let bodyOfBefore = HubBody(code: body.code, unnamedUntil: CalendarDay("2027-03-31"))

    /// A code that holds.
    package static func code(_ text: String) -> LocalGovernmentCode {
        guard let code = try? LocalGovernmentCode(text) else { preconditionFailure("no local government code: \(text)") }
        return code
    }

    package enum Problem: Error { case notALocalServer }

    package struct Prepared: Sendable {
        /// Name of a migrated, empty database that nobody connects to.
        package var template: String
        /// Password of every login role of the hub, for this run.
        package var password: String
    }

    private var preparing: Task<Prepared, any Error>?

    /// Roles and template, made once per run.
    package func prepared() async throws -> Prepared {
        if let preparing { return try await preparing.value }
        let task = Task { try await Self.prepare() }
        preparing = task
        return try await task.value
    }

    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// As superuser.
    package static func open(_ database: String = "postgres") async throws -> Connection {
        let environment = ProcessInfo.processInfo.environment
        guard let host = environment["PGHOST"], host == "localhost" || host == "127.0.0.1" || host == "::1" || host.hasPrefix("/")
        else { throw Problem.notALocalServer }
        return try await Connection.open(ConnectionSettings(["dbname": database]))
    }

    private static func prepare() async throws -> Prepared {
        let server = try await open()
        // The same lock as other targets' tests take that make roles.
        try await server.script(unsafeSQL: "SELECT pg_advisory_lock(4202)")
        try await server.script(unsafeSQL: try String(contentsOfFile: root + "/sql/roles.sql", encoding: .utf8))
        let password = UUID().uuidString
        for role in ["service", "serve", "work", "staff", "seal", "tax", "childcare", "care_insurance", "health_insurance", "national_pension"] {
            try await server.script(unsafeSQL: "ALTER ROLE atena_\(role) PASSWORD '\(password)'")
        }
        let migrator = try Migrator(directory: root + "/sql/migrations")
        let template = "atena_template_\(UUID().uuidString.prefix(8).lowercased())"
        try await server.script(unsafeSQL: "CREATE DATABASE \(template) OWNER atena_owner STRATEGY wal_log")
        try await migrate(template, migrator)
        await server.close()
        return Prepared(template: template, password: password)
    }

    /// - Parameter role: that begins; nil: the superuser, who can go on where another has left off.
    package static func migrate(_ database: String, _ migrator: Migrator, as role: String? = "atena_owner") async throws {
        var settings = ConnectionSettings(["dbname": database])
        settings.role = role
        let owner = try await Connection.open(settings)
        _ = try await migrator.migrate(owner)
        if try await HubBody.hasPlace(on: owner) { _ = try await HubBody.set(body.code, unnamedUntil: .todayInJapan(), on: owner) }
        await owner.close()
    }
}

/// Lets a few tests at a time have a hub: each holds connections, and the server's are counted.
package actor ConcurrencyLimiter {
    package static let hubs = ConcurrencyLimiter(4)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init(_ count: Int) { free = count }

    package func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    package func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
