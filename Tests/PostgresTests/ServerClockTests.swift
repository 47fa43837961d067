import Foundation
import Synchronization
import Testing

@testable import Postgres

/// The server's clock is the one that counts, whatever this machine's says.
@Suite struct ServerClockTests {
    /// A machine whose clock people set.
    private final class Machine: Sendable {
        private let state = Mutex((steady: ContinuousClock.now, ahead: Int64(0)))
        var ahead: Int64 {
            get { state.withLock { $0.ahead } }
            set { state.withLock { $0.ahead = newValue } }
        }

        func pass(_ duration: Duration) { state.withLock { $0.steady += duration } }
        func clock() -> ServerClock {
            let start = state.withLock { $0.steady }
            return ServerClock(
                steady: { self.state.withLock { $0.steady } },
                system: {
                    self.state.withLock { state in
                        let (seconds, attoseconds) = (state.steady - start).components
                        return PostgresInstant(microsecondsSince2000: (seconds + state.ahead) * 1_000_000 + attoseconds / 1_000_000_000_000)
                    }
                })
        }
    }

    /// Of a machine that is so many seconds ahead of this one.
    private static func clock(_ ahead: Double) -> ServerClock {
        ServerClock(
            steady: { .now },
            system: { PostgresInstant(microsecondsSince2000: PostgresInstant.bySystem().microsecondsSince2000 + Int64(ahead * 1_000_000)) })
    }

    private func second(_ n: Int64) -> PostgresInstant { PostgresInstant(microsecondsSince2000: n * 1_000_000) }

    @Test func beforeTheFirstReadingItIsTheMachinesAndThenTheServers() {
        let machine = Machine()
        let clock = machine.clock()
        #expect(clock.now() == second(0) && clock.skew == nil && clock.isDue)
        clock.take(second(1000), sentAt: clock.sending())
        #expect(clock.now() == second(1000) && clock.skew == -1000 && !clock.isDue)
        machine.pass(.seconds(5))
        #expect(clock.now() == second(1005) && clock.skew == -1000)
        // Somebody sets this machine's clock: only the difference changes.
        machine.ahead = 1180
        #expect(clock.now() == second(1005) && clock.skew == 180 && clock.differs(by: 30) && !clock.differs(by: 180))
        machine.pass(.seconds(60))
        #expect(clock.isDue)
    }

    @Test func aSlowAnswerThatAgreesDoesNotReplaceAQuickOneAndOneThatDoesNotAgreeDoes() {
        let machine = Machine()
        let clock = machine.clock()
        clock.take(second(1000), sentAt: clock.sending())
        // Ten seconds on the way: it was looked at somewhere between.
        var sent = clock.sending()
        machine.pass(.seconds(10))
        clock.take(second(1004), sentAt: sent)
        #expect(clock.now() == second(1010))
        // The server's clock was put forward an hour.
        sent = clock.sending()
        machine.pass(.seconds(2))
        clock.take(second(4612), sentAt: sent)
        #expect(clock.now() == second(4613), "the middle of what it may be")
    }

    @Test(arguments: [180.0, -180, 40, -86_400, 5e9]) func aConnectionWhoseClocksDifferIsNotOpenedAndSaysWhy(ahead: Double) async throws {
        var settings = Server.settings
        settings.clock = Self.clock(ahead)
        settings.clockTolerance = 30
        let refused = try await postgresError { try await Connection.open(settings) }
        #expect(refused.label == "clock-differs" && abs((refused.clockDifference ?? 0) - ahead) < 5, "\(refused)")
        // Through a pool the cause is the same, and comes at once.
        let pool = Pool(settings: settings, waitTimeout: .seconds(60))
        let pooled = try await postgresError { try await pool.query("SELECT 1") }
        #expect(pooled.clockDifference != nil, "\(pooled)")
        await pool.shutdown()
    }

    @Test(arguments: [20.0, -20, 0]) func withinTheBoundTheServersClockCountsAndTheDifferenceIsKnown(ahead: Double) async throws {
        var settings = Server.settings
        let clock = Self.clock(ahead)
        (settings.clock, settings.clockTolerance) = (clock, 30)
        let connection = try await Connection.open(settings)
        let before = try await connection.query("SELECT clock_timestamp()")[0].decode(PostgresInstant.self)
        let here = clock.now()
        let after = try await connection.query("SELECT clock_timestamp()")[0].decode(PostgresInstant.self)
        await connection.close()
        // As exact as the reading was quick; on a busy machine that may take long.
        #expect(here.microsecondsSince2000 > before.microsecondsSince2000 - 5_000_000 && here.microsecondsSince2000 < after.microsecondsSince2000 + 5_000_000)
        #expect(clock.skew.map { abs($0 - ahead) < 5 } == true)
    }
}
