import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// While a receiver's policy is being changed its requests wait, but hold nothing that other receivers need.
@Suite(.timeLimit(.minutes(10))) struct ChangeUnderWayTests {
    private func withHub(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(ways: "[push, pull, medium]"), TestPolicy(system: .childcare))
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }

    /// How many wait for an advisory lock in this hub's database; other tests' hubs on the same server have locks of their own.
    private static let waiting: Query = """
        SELECT count(*) FROM pg_locks
        WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """

    private func change(_ hub: TestHub, _ body: () async throws -> Void) async throws {
        try await hub.admin.transaction { connection in
            try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('governance.in_force'), hashtext('tax/addressee'))")
            try await body()
        }
    }

    @Test func manyRequestsThatWaitForAChangeLeaveOtherReceiversTheirConnections() async throws {
        try await withHub { hub in
            // More than the pool has connections.
            var waiting: [Task<Int, any Error>] = []
            try await change(hub) {
                waiting = (1...9).map { _ in Task { try await hub.changes().entries.count } }
                waiting += (1...9).map { _ in Task { try await hub.full().bytes.count } }
                for _ in 0..<20 {
                    let start = ContinuousClock.now
                    #expect(try await hub.changes(.childcare).entries.count == 3)
                    // Who waited behind them would wait for the change, and that for this; a busy machine makes an answer late by seconds.
                    #expect(ContinuousClock.now - start < .seconds(15))
                    try await Task.sleep(for: .milliseconds(20))
                }
                #expect(try await hub.count(Self.waiting) == 0)
            }
            for request in waiting { #expect(try await request.value > 0) }
        }
    }

    @Test func aWorkerWaitsForTheChangeWithoutFailing() async throws {
        try await withHub { hub in
            let receiver = Receiver()
            let worker = hub.worker(receiver)
            var run: Task<Bool, any Error>?
            try await change(hub) {
                run = Task { try await worker.run(untilIdle: true) }
                // Nothing happens while the change is under way.
                try await Task.sleep(for: .milliseconds(300))
                #expect(receiver.batches.isEmpty)
            }
            #expect(try await run?.value == true)
            #expect(receiver.held.count == 3)
            #expect(try await hub.count("SELECT count(*) FROM delivery.subscription WHERE last_failure IS NOT NULL") == 0)
        }
    }

    @Test func aChangeThatWaitsGoesBeforeThoseWhoComeAfterIt() async throws {
        try await withHub { hub in
            // A page is under way; the change waits for it; who comes then waits for the change.
            let page = try await TestServer.open(hub.database)
            try await page.execute("BEGIN")
            try await PolicyActivation.hold("tax", "addressee", on: page)
            let changing = Task { try await self.change(hub) {} }
            let watch = try await TestServer.open(hub.database)
            for _ in 0..<200 {
                let rows = try await watch.query(Self.waiting)
                if try rows.first?.decode(Int64.self) == 1 { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            await #expect(throws: PolicyChanging.self) {
                try await PolicyActivation.awaited(atMost: .milliseconds(100)) { try await PolicyActivation.hold("tax", "addressee", on: watch) }
            }
            try await page.execute("COMMIT")
            try await changing.value
            try await PolicyActivation.awaited { try await PolicyActivation.hold("tax", "addressee", on: watch) }
            await page.close()
            await watch.close()
        }
    }
}

extension PolicyActivation {
    /// Holds what is in force, as a page does.
    static func hold(_ system: String, _ dataset: String, on connection: Connection) async throws {
        try held(try await connection.query(holding(system, dataset)))
    }
}
