import Postgres
import Testing

/// The closures of pool and connection run where the caller runs: they need not be `@Sendable` and may touch the caller's state.
@Suite struct IsolationTests {
    actor Counter {
        var total = 0
        let pool: Pool

        init(pool: Pool) { self.pool = pool }

        func count() async throws -> Int {
            try await pool.withConnection { connection in
                total += try await connection.query("SELECT 1 AS n")[0].decode("n", as: Int.self)
                total += 1
            }
            return try await pool.transaction { connection in
                total += try await connection.query("SELECT 5 AS n")[0].decode("n", as: Int.self)
                return total
            }
        }
    }

    final class Box {
        var value = 0
    }

    @Test func anActorsStateInTheClosure() async throws {
        let counter = Counter(pool: Pool(settings: ConnectionSettings(), maximum: 1))
        #expect(try await counter.count() == 7)
    }

    @Test func aValueThatIsNotSendable() async throws {
        let box = Box()
        let pool = Pool(settings: ConnectionSettings(), maximum: 1)
        let same = try await pool.transaction { connection in
            box.value = try await connection.query("SELECT 3 AS n")[0].decode("n")
            return box
        }
        #expect(same.value == 3)
        await pool.shutdown()
    }

    @MainActor @Test func theMainActor() async throws {
        let box = Box()
        let pool = Pool(settings: ConnectionSettings(), maximum: 1)
        try await pool.withConnection { connection in
            box.value = try await connection.query("SELECT 4 AS n")[0].decode("n")
            MainActor.assertIsolated()
        }
        #expect(box.value == 4)
    }
}
