import Synchronization
import Testing

@testable import Postgres

@Suite struct PoolTests {
    @Test func manyTasksShareFewConnections() async throws {
        let pool = Pool(settings: Server.settings, maximum: 4, waitersMaximum: 1000)
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for n in 0..<500 {
                group.addTask { try await pool.query("SELECT \(n) AS n")[0].decode("n") }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 500 * 499 / 2)
        #expect(pool.load == (open: 4, leased: 0, waiting: 0))
        await pool.shutdown()
        #expect(pool.load.open == 0)
        #expect(try await postgresError { _ = try await pool.query("SELECT 1") }.label == "pool-shut-down")
    }

    @Test func whoWaitsTooLongOrIsOneTooManyGetsAnError() async throws {
        let pool = Pool(settings: Server.settings, maximum: 1, waitersMaximum: 1, waitTimeout: .milliseconds(200))
        // On a busy machine connecting alone may take longer.
        while (try? await pool.query("SELECT 1")) == nil {}
        try await pool.withConnection { _ in
            let waiter = Task { try await pool.query("SELECT 1") }
            #expect(try await Server.eventually { pool.load.waiting == 1 })
            let full = try await postgresError { _ = try await pool.query("SELECT 1") }
            #expect(full.label == "pool-full" && full.isPoolExhausted)
            let late = try await postgresError { _ = try await waiter.value }
            #expect(late.label == "pool-timeout" && late.isPoolExhausted)
        }
        #expect(try await pool.query("SELECT 1 AS n")[0].decode("n") == 1)
    }

    @Test func aCancelledWaiterLeavesTheQueue() async throws {
        let pool = Pool(settings: Server.settings, maximum: 1)
        try await pool.withConnection { _ in
            let waiter = Task { try await pool.query("SELECT 1") }
            let isWaiting = try await Server.eventually { pool.load.waiting == 1 }
            #expect(isWaiting)
            waiter.cancel()
            await #expect(throws: CancellationError.self) { _ = try await waiter.value }
            #expect(pool.load.waiting == 0)
        }
        #expect(pool.load == (open: 1, leased: 0, waiting: 0))
    }

    @Test func whatIsNotIdleIsDiscarded() async throws {
        let pool = Pool(settings: Server.settings, maximum: 1)
        func pid() async throws -> Int32 { try await pool.query("SELECT pg_backend_pid() AS pid")[0].decode("pid") }
        let first = try await pid()
        #expect(try await pid() == first)
        try await pool.withConnection { try await $0.script(unsafeSQL: "BEGIN") }
        #expect(try await pid() != first)
    }

    @Test func whatWaitingDoesNotCureIsSaidAtOnce() async throws {
        let pool = Pool(settings: ConnectionSettings(["dbname": "no-such-database"]), maximum: 2, waitTimeout: .seconds(60))
        let start = ContinuousClock.now
        let error = try await postgresError { _ = try await pool.query("SELECT 1") }
        #expect(error.label == "connection-failed" && error.message?.contains("no-such-database") == true)
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func runKeepsTheMinimumAndClosesAllInTheEnd() async throws {
        let pool = Pool(settings: Server.settings, minimum: 2, maximum: 4)
        let running = Task { try await pool.run() }
        #expect(try await Server.eventually { pool.load.open == 2 })
        running.cancel()
        try await running.value
        #expect(pool.load.open == 0)
    }

    @Test(.timeLimit(.minutes(15))) func aRestartOfTheServer() async throws {
        let cluster = try await OwnCluster.start()
        let outcome: Result<Void, any Error>
        do {
            try await restart(cluster)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        try await cluster.end()
        try outcome.get()
    }

    private func restart(_ cluster: OwnCluster) async throws {
        let pool = Pool(settings: cluster.settings, maximum: 4, waitTimeout: .seconds(600))
        try await pool.withConnection { try await $0.script(unsafeSQL: "CREATE TABLE t (n bigint PRIMARY KEY)") }
        for n in 0..<4 { try await pool.execute("INSERT INTO t VALUES (\(-1 - n))") }

        // Idle connections: nobody sees the restart.
        try await cluster.control("restart -m fast")
        #expect(try await pool.query("SELECT count(*) AS n FROM t")[0].decode("n") == 4)

        // Under load: errors are typed, what was acknowledged is there, and the pool recovers by itself.
        let done = Mutex(0)
        let load = Task {
            var acknowledged: Set<Int> = []
            var losses = 0
            var n = 0
            while !Task.isCancelled {
                do {
                    try await pool.execute("INSERT INTO t VALUES (\(n))")
                    acknowledged.insert(n)
                    done.withLock { $0 += 1 }
                } catch let error as PostgresError where error.isConnectionLoss {
                    losses += 1
                } catch is CancellationError {
                    break
                }
                n += 1
            }
            return (acknowledged, losses)
        }
        // Each restart meets the load at work, and the load goes on after it.
        for restart in ["restart -m immediate", "restart -m fast", nil] {
            let before = done.withLock { $0 }
            #expect(try await Server.eventually { done.withLock { $0 } >= before + 20 })
            if let restart { try await cluster.control(restart) }
        }
        load.cancel()
        let (acknowledged, losses) = try await load.value
        let rows = try await pool.query("SELECT n FROM t WHERE n >= 0")
        let stored = Set(try rows.map { row throws(PostgresError) in try row.decode("n", as: Int.self) })
        #expect(acknowledged.count > 20)
        #expect(losses <= 10)
        #expect(acknowledged.subtracting(stored).isEmpty)

        // Away for a while: users wait for it.
        try await cluster.control("stop -m fast")
        let waiter = Task { try await pool.query("SELECT 7 AS n")[0].decode("n", as: Int.self) }
        // Nothing happens while the server is away: neither an answer nor an error.
        try await Task.sleep(for: .milliseconds(300))
        try await cluster.control("start")
        #expect(try await waiter.value == 7)
        await pool.shutdown()
    }
}
