package import AccessControl
package import Addressee
package import AuditTrail
import Foundation
package import Keys
package import Postgres
import Testing
import TransparencyLog

/// A hub of a test's own: a database cloned from the template, keys, files of the sealer, and a login. What each stage does with them is told by the stands above.
package struct TestHub: Sendable {
    package let database: String
    /// For files of the test; removed with the hub.
    package let directory: String
    package let password: String
    package let pool: Pool
    package let keys: LiveCipher
    package let monitor: HeartbeatMonitor
    /// As superuser: what tests look at must not depend on the hub's rights.
    package let admin: Connection
    /// What this process has in memory of the hub; a new one is a process that has read nothing yet.
    package var memory = ProcessMemory()

    package init(database: String, directory: String, password: String, pool: Pool, keys: LiveCipher, monitor: HeartbeatMonitor, admin: Connection) {
        self.database = database
        self.directory = directory
        self.password = password
        self.pool = pool
        self.keys = keys
        self.monitor = monitor
        self.admin = admin
    }

    /// Whose hub it is.
    package var body = TestServer.body

    package func settings(user: String = "atena_service", role: String? = "atena_hub") -> ConnectionSettings {
        var settings = ConnectionSettings(["dbname": database, "user": user, "password": password])
        settings.role = role
        settings.lockTimeout = .seconds(60)
        return settings
    }

    package func anotherPool(maximum: Int = 4) -> Pool { Pool(settings: settings(), maximum: maximum) }

    // MARK: looking

    package func rows(_ query: Query) async throws -> Rows { try await admin.query(query) }

    package func count(_ query: Query) async throws -> Int {
        Int(try #require(try await admin.query(query).first).decode(Int64.self))
    }

    /// As if the program had written so: rows that say something else from here on, and are true.
    package func rewrite(_ table: SealedTable, _ statement: Query) async throws { try await RowSeal(keys: keys).write(table, statement, on: admin) }

    package func text(_ query: Query) async throws -> String? { try await admin.query(query).first?.decode(String?.self) }

    package func path(_ name: String) -> String { "\(directory)/\(name)" }

    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: path(name)))
        return path(name)
    }

    /// Runs `body` with a hub whose database is dropped afterwards.
    package static func with<R>(_ body: (TestHub) async throws -> R) async throws -> R {
        await ConcurrencyLimiter.hubs.enter()
        do {
            let result = try await run(body)
            await ConcurrencyLimiter.hubs.leave()
            return result
        } catch {
            await ConcurrencyLimiter.hubs.leave()
            throw error
        }
    }

    /// The same with a hub that was at an older version first, with what `old` put into it as superuser, and then migrated to the newest.
    package static func upgraded<R>(
        from number: Int, old: @escaping (Connection) async throws -> Void, _ body: (TestHub) async throws -> R
    ) async throws -> R {
        await ConcurrencyLimiter.hubs.enter()
        do {
            let result = try await run(
                prepare: { name in
                    let migrations = try Migrator(directory: TestServer.root + "/sql/migrations").migrations
                    // Those of the modules have numbers of their own.
                    try await TestServer.migrate(name, Migrator(migrations.filter { $0.number <= number || $0.number > 100 }), as: nil)
                    let admin = try await TestServer.open(name)
                    try await old(admin)
                    await admin.close()
                    try await TestServer.migrate(name, Migrator(migrations), as: nil)
                },
                { hub in
                    // As `atena migrate` does.
                    _ = try await AccessControl(pool: hub.pool, keys: hub.keys).sealStanding(by: "test")
                    return try await body(hub)
                })
            await ConcurrencyLimiter.hubs.leave()
            return result
        } catch {
            await ConcurrencyLimiter.hubs.leave()
            throw error
        }
    }

    private static func run<R>(prepare: ((String) async throws -> Void)? = nil, _ body: (TestHub) async throws -> R) async throws -> R {
        let prepared = try await TestServer.shared.prepared()
        let name = "atena_test_\(UUID().uuidString.prefix(8).lowercased())"
        let server = try await TestServer.open()
        let template = prepare == nil ? prepared.template : "template1"
        try await server.script(unsafeSQL: "CREATE DATABASE \(name) OWNER atena_owner TEMPLATE \(template) STRATEGY wal_log")
        let directory = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let result: Result<R, any Error>
        do {
            try await prepare?(name)
            let hub = try await make(name, directory, prepared)
            // The template is as old as the run, and a hub begins sealed.
            if prepare == nil {
                try await hub.admin.execute("UPDATE audit.seal_state SET caught_up_at = now()")
                // What `atena keys init` seals.
                _ = try await RowSeal(keys: hub.keys).sealStanding(at: .now(), on: hub.admin)
            }
            do { result = .success(try await body(hub)) } catch { result = .failure(error) }
            await hub.admin.close()
            await hub.pool.shutdown(grace: .seconds(1))
            await hub.endProcesses()
        } catch {
            result = .failure(error)
        }
        try? FileManager.default.removeItem(atPath: directory)
        try await server.script(unsafeSQL: "DROP DATABASE \(name) WITH (FORCE)")
        await server.close()
        return try result.get()
    }

    private static func make(_ name: String, _ directory: String, _ prepared: TestServer.Prepared) async throws -> TestHub {
        var settings = ConnectionSettings(["dbname": name, "user": "atena_service", "password": prepared.password])
        settings.role = "atena_hub"
        settings.lockTimeout = .seconds(60)
        let keys = directory + "/keys"
        _ = try KeyRing.create(directory: keys)
        let files = SealedBatchFiles(directory: directory + "/seal")
        let key = try TestSigning.made.get().begin(keys: keys, files)
        return TestHub(
            database: name, directory: directory, password: prepared.password, pool: Pool(settings: settings, maximum: 6),
            keys: try LiveCipher(directory: keys), monitor: HeartbeatMonitor(files: files, key: key.verifier), admin: try await TestServer.open(name))
    }
}
