import Foundation
import HubServer
import MutualTLS
import ServiceLifecycle
import Synchronization
import Testing

@Suite struct LongPollTests {
    @Test func aLongPollEndsAtOnceWhenTheServerStops() async throws {
        try await ServerStand.with { (stand) async throws in
            let start = ContinuousClock.now
            async let answer = stand.curl(stand.dataset("quiet/changes?after=c7&wait=60"))
            #expect(try await eventually { stand.provisioning.book.waiting == 1 })
            await stand.group.triggerGracefulShutdown()
            let ended = try await answer
            #expect(ended.status == 200)
            #expect(ended.json?["cursor"] as? String == "c7")
            #expect(ended.text.lowercased().contains("connection: close"))
            // Waiting to the end would take 60.
            #expect(ContinuousClock.now - start < .seconds(50))
        }
    }

    @Test func aClientThatHangsUpWaitsNoLonger() async throws {
        try await ServerStand.with { (stand) async throws in
            let poll = Task { try await stand.curl(stand.dataset("quiet/changes?wait=60")) }
            #expect(try await eventually { stand.provisioning.book.waiting == 1 })
            poll.cancel()
            #expect(try await eventually { stand.provisioning.book.waiting == 0 })
            _ = try? await poll.value
            // It is counted as what it is, and nobody is called for it.
            #expect(try await eventually { stand.log.text.contains("status: 499") || stand.log.text.contains("\"status\": 499") })
            #expect(!stand.log.lines.contains { $0.hasPrefix("error") || $0.hasPrefix("warning") }, "\(stand.log.text)")
            let metrics = try await stand.curl("/metrics").body
            #expect(metrics.contains(#"datasets/{dataset}/changes",status="499"} 1"#))
            #expect(!metrics.contains(#"status="503""#))
        }
    }

    @Test func longPollsAtOnceAreBoundedForEachSystem() async throws {
        try await ServerStand.with {
            $0.longPollsPerSystem = 2
        } _: { (stand) async throws in
            async let first = stand.curl(stand.dataset("quiet/changes?wait=4"))
            async let second = stand.curl(stand.dataset("quiet/changes?wait=4"))
            #expect(try await eventually { stand.provisioning.book.waiting == 2 })
            let third = try await stand.curl(stand.dataset("quiet/changes?wait=1"))
            #expect(third.status == 429)
            #expect(third.text.contains("Retry-After:"))
            // Who doesn't wait, and who is another, is served.
            #expect(try await stand.curl(stand.dataset("quiet/changes")).status == 200)
            #expect(try await stand.curl(stand.dataset("quiet/changes?wait=1", of: "tax"), with: "tax").status == 200)
            #expect(try await [first.status, second.status] == [200, 200])
            #expect(try await stand.curl(stand.dataset("quiet/changes?wait=1")).status == 200)
        }
    }

    @Test func pagesAtOnceAreBoundedForEachSystemAndTheRefusalIsRecorded() async throws {
        try await ServerStand.with {
            $0.pagesPerSystem = 2
        } _: { (stand) async throws in
            async let first = stand.curl(stand.dataset("held/changes"))
            async let second = stand.curl(stand.dataset("held/changes"))
            #expect(try await eventually { stand.provisioning.book.waiting == 2 })
            for _ in 1...3 {
                let refused = try await stand.curl(stand.dataset("addressee/changes"))
                #expect(refused.status == 429)
                #expect(refused.text.contains("Retry-After:") && refused.json?["code"] as? String == "W0429")
            }
            let records = stand.provisioning.book.refused
            #expect(records.map(\.code) == ["P0014", "P0014", "P0014"] && records.first?.system == "care-insurance" && records.first?.dataset == "addressee")
            // Who waits, asks about one person or is another has places of their own.
            #expect(try await stand.curl(stand.dataset("quiet/changes?wait=1")).status == 200)
            #expect(try await stand.curl(stand.dataset("addressee/persons/000000000000042")).status == 200)
            #expect(try await stand.curl(stand.dataset("addressee/changes", of: "tax"), with: "tax").status == 200)
            let metrics = try await stand.curl("/metrics").body
            #expect(metrics.contains(#"atena_http_requests_turned_away_total{body="111007",system="care-insurance",limit="pages"} 3"#))
            #expect(!metrics.contains(#"turned_away_total{body="111007",system="tax""#))
            stand.provisioning.book.letGo()
            #expect(try await [first.status, second.status] == [200, 200])
            #expect(try await stand.curl(stand.dataset("addressee/changes")).status == 200)
        }
    }

    @Test func whatCanNotBeRecordedIsAnsweredAsThatAndTheNextOneIsRecorded() async throws {
        try await ServerStand.with {
            $0.pagesPerSystem = 1
        } _: { (stand) async throws in
            async let first = stand.curl(stand.dataset("held/changes"))
            #expect(try await eventually { stand.provisioning.book.waiting == 1 })
            stand.provisioning.book.state.withLock { $0.canRecord = false }
            #expect(try await stand.curl(stand.dataset("addressee/changes")).status == 503)
            stand.provisioning.book.state.withLock { $0.canRecord = true }
            #expect(try await stand.curl(stand.dataset("addressee/changes")).status == 429)
            #expect(stand.provisioning.book.refused.map(\.code) == ["P0014"])
            stand.provisioning.book.letGo()
            #expect(try await first.status == 200)
        }
    }

    @Test func aRequestThatNeverEndsIsCutOffAtTheEndOfTheDrain() async throws {
        let start = Mutex(ContinuousClock.now)
        let slow = Mutex<Task<Void, any Error>?>(nil)
        try await ServerStand.with {
            $0.drain = .seconds(1)
        } _: { (stand) async throws in
            start.withLock { $0 = .now }
            slow.withLock {
                $0 = Task {
                    _ = try await stand.curl(
                        stand.dataset("huge/full"), with: "care-insurance", from: nil, "--limit-rate", "1k", "-o",
                        "/dev/null")
                }
            }
            #expect(try await eventually { stand.provisioning.book.chunks > 0 })
            await stand.group.triggerGracefulShutdown()
            #expect(try await eventually { stand.log.text.contains("cut off") })
        }
        // Without the cut the server would wait until curl gives up after thirty.
        #expect(start.withLock { ContinuousClock.now - $0 } < .seconds(25))
        slow.withLock { $0?.cancel() }
    }
}
