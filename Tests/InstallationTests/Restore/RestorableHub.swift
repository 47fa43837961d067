import AccessControlStand
import Addressee
import Foundation
import LogSealingStand
import Postgres
import RegisterStand
import Testing

@testable import AccessControl
@testable import LogSealing
@testable import Register

/// A hub whose database can be put back to a copy of it, while files outside, receivers and the server's count of transactions are as they have become:
/// ids go on from beyond the future that is lost.
actor RestorableHub {
    private(set) var hub: TestHub
    private let first: TestHub
    private var kept: Set<String> = []

    private init(_ made: TestHub) {
        var hub = made
        hub.body = TestServer.bodyOfBefore
        (self.hub, first) = (hub, hub)
    }

    static func with(_ body: (RestorableHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            let restorable = RestorableHub(hub)
            let result: Result<Void, any Error>
            do { result = .success(try await body(restorable)) } catch { result = .failure(error) }
            try await restorable.end()
            try result.get()
        }
    }

    /// Keeps the database as it is.
    func backUp(_ name: String = "kept") async throws {
        try await copied(from: hub.database, to: "\(hub.database)_\(name)")
        kept.insert("\(hub.database)_\(name)")
    }

    /// Puts it back as it was kept; nothing has looked at it yet.
    func restore(_ name: String = "kept") async throws {
        let server = try await TestServer.open()
        await leave()
        try await server.script(unsafeSQL: "DROP DATABASE \(hub.database) WITH (FORCE)")
        await server.close()
        try await copied(from: "\(hub.database)_\(name)", to: hub.database)
    }

    /// Two people accept that sealed events are lost, and the log goes on.
    func accept() async throws {
        func auditor(_ account: String) -> Principal { Staff.person(account, "1030", [.readLog]) }
        let resumption = SealingResumption(pool: hub.pool, key: try hub.checkpointKey(), files: hub.batchFiles, today: { TestHub.intakeDay })
        _ = try await resumption.propose(by: auditor("1"), reason: "試験")
        _ = try await resumption.confirm(by: auditor("2"), reason: "試験")
        try await hub.seal()
    }

    /// Seals until the database knows by itself that everything begun by now is over.
    func sealThrough() async throws {
        let now = try await hub.count("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        for _ in 0..<1200 {
            try await hub.seal()
            if try await hub.count("SELECT horizon::text::bigint FROM audit.seal_state") >= now { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        Issue.record("the horizon does not rise")
    }

    private func copied(from: String, to: String) async throws {
        await leave()
        let server = try await TestServer.open()
        for _ in 0..<50 {
            if try await server.query("SELECT 1 FROM pg_stat_activity WHERE datname = \(from)").first == nil { break }
            try await server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(from)")
            try await Task.sleep(for: .milliseconds(20))
        }
        try await server.script(unsafeSQL: "CREATE DATABASE \(to) OWNER atena_owner TEMPLATE \(from) STRATEGY wal_log")
        await server.close()
        hub = TestHub(
            database: hub.database, directory: hub.directory, password: hub.password, pool: first.anotherPool(maximum: 6), keys: hub.keys,
            monitor: hub.monitor, admin: try await TestServer.open(hub.database))
        hub.body = first.body
    }

    private func leave() async {
        await hub.admin.close()
        await hub.pool.shutdown(grace: .seconds(1))
    }

    private func end() async throws {
        await leave()
        let server = try await TestServer.open()
        for name in kept { try await server.script(unsafeSQL: "DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }
        await server.close()
    }
}
