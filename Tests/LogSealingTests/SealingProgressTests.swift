import Postgres
import RegisterStand
import Testing

@testable import AuditTrail
@testable import LogSealing
@testable import TransparencyLog

/// A moment is passed once every transaction that had begun by then is over and sealed, whatever the tables say.
@Suite struct SealingProgressTests {
    private func at(_ seconds: Int64) -> LogTime { LogTime(microseconds: seconds * 1_000_000) }

    @Test func aTransactionThatStaysOpenHoldsTheMomentOfItsBeginning() {
        var progress = SealingProgress()
        progress.began(at: at(0), before: 100)
        progress.reached(100)
        #expect(progress.through == at(0))
        // 100 begins and stays open; others come and go.
        for second in 1...600 { progress.began(at: at(Int64(second)), before: 101 + UInt64(second)) }
        progress.reached(100)
        #expect(progress.through == at(0))
        progress.reached(401)
        #expect(progress.through == at(300))
        progress.reached(100)
        #expect(progress.through == at(300) && progress.horizon == 401, "it never goes back")
    }

    @Test func nothingIsKnownBeforeTheFirstMomentButWhatAnEarlierSealerSaid() {
        var progress = SealingProgress()
        progress.reached(50)
        #expect(progress.through == nil && !progress.isDue(after: nil, now: at(0)))
        progress.take(
            up: .init(origin: "x", size: 0, batch: 0, note: nil, time: at(9), through: at(7), horizon: 40, previous: nil))
        #expect(progress.through == at(7))
        progress.began(at: at(8), before: 65)
        progress.reached(60)
        #expect(progress.through == at(7))
    }

    @Test func whatWasSaidWithAClockThatWasAheadCountsNoMoreOnceItIsPutBack() {
        var progress = SealingProgress()
        progress.began(at: at(32_400), before: 40)
        progress.began(at: at(32_401), before: 41)
        progress.reached(40)
        #expect(progress.through == at(32_400))
        progress.began(at: at(5), before: 45)
        #expect(progress.through == nil)
        progress.reached(60)
        #expect(progress.through == at(5))
    }

    @Test func aHeartbeatIsDueAfterFortyFiveSecondsOrWhenMuchMoreCanBeSaid() {
        func last(_ time: Int64, _ through: Int64, isStop: Bool = false) -> Heartbeat.Word {
            .init(origin: "x", size: 0, batch: 0, note: nil, time: at(time), through: at(through), horizon: 0, isStop: isStop, previous: nil)
        }
        var progress = SealingProgress()
        progress.began(at: at(100), before: 1)
        progress.reached(1)
        #expect(progress.isDue(after: nil, now: at(100)))
        #expect(!progress.isDue(after: last(90, 90), now: at(100)))
        #expect(progress.isDue(after: last(55, 99), now: at(100)))
        #expect(progress.isDue(after: last(99, 50), now: at(100)), "held up before, and no more")
        #expect(progress.isDue(after: last(99, 99, isStop: true), now: at(100)), "it goes on after a stop")
    }

    @Test(
        arguments: [
            (0, "2000-01-01T00:00:00.000000Z"), (-1, "1999-12-31T23:59:59.999999Z"), (Int64.max, "9999-12-31T23:59:59.999999Z"),
            (Int64.min, "0001-01-01T00:00:00.000000Z"),
        ] as [(Int64, String)])
    func everyMomentOfTheDatabaseCanBeWritten(microseconds: Int64, text: String) {
        #expect(PostgresInstant(microsecondsSince2000: microseconds).iso8601 == text)
    }
}
