import Testing

@testable import Postgres

/// No server, no clock: times are handed in.
@Suite struct PoolStateMachineTests {
    typealias Machine = PoolStateMachine

    private func machine(minimum: Int = 0, maximum: Int = 2, waiters: Int = 3) -> Machine {
        Machine(
            Machine.Limits(
                minimum: minimum, maximum: maximum, waitersMaximum: waiters, idleTimeout: .seconds(60), ageMaximum: .seconds(600)))
    }

    @Test func opensOnDemandUpToTheMaximum() {
        var pool = machine()
        #expect(pool.request() == .wait(1, [.open(1, after: .zero)]))
        #expect(pool.request() == .wait(2, [.open(2, after: .zero)]))
        #expect(pool.request() == .wait(3, []))
        #expect(pool.opened(2, now: .zero) == [.resume(1, 2)])
        #expect(pool.opened(1, now: .zero) == [.resume(2, 1)])
        #expect(pool.returned(2, isUsable: true, now: .zero) == [.resume(3, 2)])
        #expect(pool.total == 2 && pool.waiterCount == 0)
    }

    @Test func theLastReturnedIsTheFirstUsed() {
        var pool = machine()
        _ = pool.request()
        _ = pool.request()
        _ = pool.opened(1, now: .zero)
        _ = pool.opened(2, now: .zero)
        #expect(pool.takeIdle() == nil)
        _ = pool.returned(1, isUsable: true, now: .zero)
        _ = pool.returned(2, isUsable: true, now: .zero)
        #expect(pool.takeIdle() == 2)
        #expect(pool.request() == .lease(1))
    }

    @Test func waitersAreBoundedFirstComeFirstServedAndTimeOut() {
        var pool = machine(maximum: 1)
        _ = pool.request()
        _ = pool.opened(1, now: .zero)
        #expect(pool.request() == .wait(2, []))
        #expect(pool.request() == .wait(3, []))
        #expect(pool.request() == .wait(4, []))
        #expect(pool.request() == .refuse(.full))
        #expect(pool.expire(2) == [.fail(2, .timeout)])
        #expect(pool.expire(2) == [])
        #expect(pool.withdraw(3) == true)
        #expect(pool.withdraw(3) == false)
        #expect(pool.returned(1, isUsable: true, now: .zero) == [.resume(4, 1)])
        #expect(pool.expire(4) == [])
    }

    @Test func aBrokenConnectionIsReplacedWhenSomebodyWaits() {
        var pool = machine(maximum: 1)
        _ = pool.request()
        _ = pool.opened(1, now: .zero)
        _ = pool.request()
        #expect(pool.returned(1, isUsable: false, now: .zero) == [.close(1), .open(2, after: .zero)])
        #expect(pool.opened(2, now: .zero) == [.resume(2, 2)])
        #expect(pool.returned(2, isUsable: false, now: .zero) == [.close(2)])
        #expect(pool.total == 0)
    }

    @Test func nobodyIsReturnedTwice() {
        var pool = machine()
        _ = pool.request()
        _ = pool.opened(1, now: .zero)
        _ = pool.returned(1, isUsable: true, now: .zero)
        #expect(pool.returned(1, isUsable: true, now: .zero) == [])
        #expect(pool.idleCount == 1 && pool.total == 1)
    }

    @Test func failedOpeningsAreTriedAgainMoreAndMoreSlowly() {
        var pool = machine()
        _ = pool.request()
        var id = 1
        var delays: [Duration] = []
        for _ in 0..<8 {
            guard case .open(let next, after: let delay)? = pool.openFailed(id, isPermanent: false).first else {
                Issue.record("no further attempt")
                return
            }
            id = next
            delays.append(delay)
        }
        #expect(delays == [50, 100, 200, 400, 800, 1600, 2000, 2000].map { .milliseconds($0) })
        // Meanwhile others just wait.
        #expect(pool.request() == .wait(2, []))
        #expect(pool.opened(id, now: .zero) == [.resume(1, id)])
        #expect(pool.returned(id, isUsable: true, now: .zero) == [.resume(2, id)])
    }

    @Test func whatWaitingDoesNotCureFailsAtTheSecondTime() {
        var pool = machine()
        _ = pool.request()
        _ = pool.request()
        #expect(pool.openFailed(1, isPermanent: true) == [])
        #expect(pool.openFailed(2, isPermanent: true) == [.fail(1, .cannotConnect), .fail(2, .cannotConnect)])
        #expect(pool.request() == .wait(3, [.open(3, after: .zero)]))
        #expect(pool.openFailed(3, isPermanent: true) == [.open(4, after: .milliseconds(50))])
        #expect(pool.openFailed(4, isPermanent: true) == [.fail(3, .cannotConnect)])
    }

    @Test func whatNoRetryCuresFailsWhoWaitsAtOnce() {
        var pool = machine()
        _ = pool.request()
        _ = pool.request()
        #expect(pool.openFailed(1, isPermanent: true, isFinal: true) == [.fail(1, .cannotConnect), .fail(2, .cannotConnect)])
    }

    @Test func anOpeningThatNobodyWaitsForAnyMoreBecomesIdle() {
        var pool = machine()
        _ = pool.request()
        #expect(pool.withdraw(1) == true)
        #expect(pool.opened(1, now: .zero) == [])
        #expect(pool.idleCount == 1)
        // And a failed one is not repeated.
        _ = pool.takeIdle()
        _ = pool.request()
        #expect(pool.withdraw(2) == true)
        #expect(pool.openFailed(2, isPermanent: false) == [])
        #expect(pool.total == 1)
    }

    @Test func housekeeping() {
        var pool = machine(minimum: 1)
        #expect(pool.tick(now: .zero) == [.open(1, after: .zero)])
        #expect(pool.tick(now: .zero) == [])
        _ = pool.opened(1, now: .zero)
        _ = pool.takeIdle()
        _ = pool.request()
        _ = pool.opened(2, now: .zero)
        _ = pool.returned(1, isUsable: true, now: .seconds(10))
        _ = pool.returned(2, isUsable: true, now: .seconds(20))
        #expect(pool.tick(now: .seconds(70)) == [])
        #expect(pool.tick(now: .seconds(71)) == [.close(1)])
        #expect(pool.tick(now: .seconds(500)) == [])
        _ = pool.takeIdle()
        #expect(pool.returned(2, isUsable: true, now: .seconds(601)) == [.close(2)])
        #expect(pool.tick(now: .seconds(602)) == [.open(3, after: .zero)])
        #expect(pool.openFailed(3, isPermanent: false) == [])
        #expect(pool.tick(now: .seconds(603)) == [.open(4, after: .zero)])
    }

    @Test func shutDown() {
        var pool = machine(maximum: 3)
        for _ in 0..<3 { _ = pool.request() }
        _ = pool.opened(1, now: .zero)
        _ = pool.opened(2, now: .zero)
        _ = pool.returned(1, isUsable: true, now: .zero)
        _ = pool.returned(2, isUsable: true, now: .zero)
        _ = pool.takeIdle()
        #expect(pool.leasedCount == 2)
        #expect(pool.shutDown() == [])
        #expect(pool.request() == .refuse(.shutDown))
        #expect(pool.opened(3, now: .zero) == [.close(3)])
        #expect(!pool.isDrained)
        #expect(pool.returned(2, isUsable: true, now: .zero) == [.close(2)])
        #expect(pool.returned(1, isUsable: true, now: .zero) == [.close(1)])
        #expect(pool.isDrained)
    }

    /// Any order of events: never above the maximum, no connection with two users, no waiter forgotten.
    @Test(arguments: 0..<20) func invariantsHoldInAnyOrder(seed: UInt64) {
        var random = SplitMix(state: seed)
        var pool = machine(minimum: 1, maximum: 3, waiters: 5)
        var leased: Set<Int> = []
        var opening: Set<Int> = []
        var waiting: Set<Int> = []
        var now = Duration.zero
        func apply(_ actions: [Machine.Action]) {
            for action in actions {
                switch action {
                case .resume(let waiter, let id):
                    #expect(waiting.remove(waiter) != nil)
                    #expect(leased.insert(id).inserted)
                case .fail(let waiter, _): #expect(waiting.remove(waiter) != nil)
                case .open(let id, _): #expect(opening.insert(id).inserted)
                case .close(let id): #expect(!leased.contains(id))
                }
            }
        }
        for _ in 0..<2000 {
            now += .milliseconds(Int.random(in: 0...2000, using: &random))
            switch Int.random(in: 0..<8, using: &random) {
            case 0, 1, 2:
                switch pool.request() {
                case .lease(let id): #expect(leased.insert(id).inserted)
                case .wait(let waiter, let actions):
                    waiting.insert(waiter)
                    apply(actions)
                case .refuse: #expect(waiting.count == 5)
                }
            case 3, 4:
                guard let id = leased.randomElement(using: &random) else { continue }
                leased.remove(id)
                apply(pool.returned(id, isUsable: Bool.random(using: &random), now: now))
            case 5:
                guard let id = opening.randomElement(using: &random) else { continue }
                opening.remove(id)
                apply(
                    Bool.random(using: &random)
                        ? pool.opened(id, now: now) : pool.openFailed(id, isPermanent: Bool.random(using: &random)))
            case 6: apply(pool.tick(now: now))
            default:
                guard let waiter = waiting.randomElement(using: &random) else { continue }
                apply(pool.expire(waiter))
            }
            #expect(pool.total <= 3 && pool.leasedCount == leased.count && pool.waiterCount == waiting.count)
            // Somebody waits only while everything is in use or on the way.
            #expect(waiting.isEmpty || (pool.idleCount == 0 && !(leased.isEmpty && opening.isEmpty)))
        }
    }

    struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
