import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import LogSealing
@testable import Oversight
@testable import Register
@testable import Sharing

/// A push is a provision once the receiver has it, and once: offered on record, offered again under the same key, settled or given up (CT-9, INCIDENTS).
@Suite(.timeLimit(.minutes(10))) struct OfferTests {
    private static let auditor = Staff.with(.readLog, account: "3001")

    private func report(_ hub: TestHub, _ n: Int) async throws -> DisclosureReport {
        try await DisclosureReporting(provisioning: hub.provisioning).report(by: Self.auditor, on: AddresseeNumber(ResidentRow.number(n)), because: "本人からの開示請求")
    }

    private func isEveryRecordSealed(_ hub: TestHub) async throws -> Bool {
        try await ProvisionRecordCheck(connection: hub.admin).run().faults.isEmpty
    }

    /// It takes a batch, and dies before anybody hears of it; then it times out; then it rejects every tenth.
    @Test func aReceiverThatTimesOutAfterItTookRejectsEveryTenthAndIsKilledHasOneProvisionAPersonAndVersion() async throws {
        try await TestHub.withResidentsToPush { hub in
            let receiver = Receiver()
            let keys = Mutex<[String]>([])
            let attempts = Mutex(0)
            receiver.set { Int($0.addresseeNumber.value.suffix(3)).map { $0 % 10 == 0 } ?? false ? .rejected(reason: "every tenth") : .applied }
            receiver.set(after: { batch in
                keys.withLock { $0.append(batch.idempotencyKey) }
                let attempt = attempts.withLock { attempts in
                    attempts += 1
                    return attempts
                }
                if attempt == 1 { try await Task.sleep(for: .seconds(600)) }
                if attempt < 5 { throw ConnectorError.interrupted("timed out") }
            })
            // Killed: nothing of it runs on.
            let killed = Task { try await hub.worker(receiver).run() }
            while receiver.batches.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            killed.cancel()
            _ = try await killed.value
            for _ in 0..<10 where try await hub.count("SELECT count(*) FROM provision.record WHERE result = 'p'") == 0 {
                try await hub.makeDue()
                try await hub.worker(receiver).run(untilIdle: true)
            }
            #expect(keys.withLock { Set($0).count == 1 && $0.count == 5 })
            #expect(try await hub.pushResults() == "offered provided")
            try await hub.take([ResidentRow(3).next("21"), ResidentRow(4).next("42") { $0[.shimei] = "試験　別名" }])
            try await hub.settle()
            try await hub.worker(receiver).run(untilIdle: true)

            for (n, provided, takenBack, notTaken) in [(1, 1, 0, 0), (3, 1, 1, 0), (4, 2, 0, 0), (10, 0, 0, 1), (20, 0, 0, 1)] {
                let report = try await report(hub, n)
                #expect(report.lines(of: .provided).count == provided, "person \(n)")
                #expect(report.lines(of: .takenBack).count == takenBack, "person \(n)")
                #expect(report.lines(of: .notTaken).count == notTaken, "person \(n)")
                #expect(report.lines(of: .unconfirmed).isEmpty)
                #expect(report.lines(of: .takenBack).allSatisfy { $0.items.isEmpty && $0.includesIndividualNumber == nil })
            }
            // What was rejected is a provision once it is taken.
            receiver.set { _ in .applied }
            _ = try await DeadLetters(pool: hub.pool).redeliver(by: Staff.with(.operateDeliveries), .tax, id: nil)
            try await hub.worker(receiver).run(untilIdle: true)
            let again = try await report(hub, 10)
            #expect(again.lines(of: .provided).count == 1 && again.lines(of: .notTaken).count == 1)
            #expect(try await isEveryRecordSealed(hub))
            #expect(try await hub.count("SELECT count(*) FROM delivery.batch") == 0)
        }
    }

    /// Who was accepted was not provided before the answer; what the receiver says then is what is disclosed, once.
    @Test func whatWasAcceptedIsDisclosedAsItWasAnswered() async throws {
        try await TestHub.withResidentsToPush(4) { hub in
            let receiver = Receiver()
            receiver.state.withLock { _ = $0.description.capabilities.insert(.answersLater) }
            receiver.set { $0.addresseeNumber.value == ResidentRow.number(4) ? .applied : .accepted(receipt: $0.addresseeNumber.value) }
            try await hub.worker(receiver).run(untilIdle: true)
            for n in 1...3 {
                let report = try await report(hub, n)
                #expect(report.lines(of: .provided).isEmpty && report.lines(of: .notTaken).isEmpty, "person \(n)")
                #expect(report.lines(of: .unconfirmed).map(\.what) == ["配信（受領済み、処理の結果待ち）"], "person \(n)")
            }
            #expect(try await report(hub, 4).lines(of: .provided).count == 1)
            receiver.answer(ResidentRow.number(1), .applied)
            try await hub.worker(receiver).run(untilIdle: true)
            receiver.answer(ResidentRow.number(2), .rejected(reason: "shimei: E0002"))
            try await hub.worker(receiver).run(untilIdle: true)
            for (n, provided, notTaken, unconfirmed) in [(1, 1, 0, 0), (2, 0, 1, 0), (3, 0, 0, 1), (4, 1, 0, 0)] {
                let report = try await report(hub, n)
                #expect(report.lines(of: .provided).count == provided, "person \(n)")
                #expect(report.lines(of: .notTaken).count == notTaken, "person \(n)")
                #expect(report.lines(of: .unconfirmed).count == unconfirmed, "person \(n)")
            }
            #expect(try await isEveryRecordSealed(hub))
        }
    }

    @Test func whatNeverArrivedIsNoProvisionAndWaitsUnderItsKey() async throws {
        try await TestHub.withResidentsToPush { hub in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            receiver.set { _, _ in throw ConnectorError.notAuthenticated("test") }
            let second = ResidentRow(1).next("42") { $0[.shimei] = "試験　一" }
            try await hub.take([second])
            try await hub.settle()
            for _ in 1...3 {
                try await hub.worker(receiver).run(untilIdle: true)
                try await hub.makeDue()
            }
            #expect(try await hub.pushResults() == "offered provided offered")
            #expect(try await hub.count("SELECT attempts::bigint FROM delivery.batch WHERE NOT may_have_arrived") == 3)
            let waiting = try await report(hub, 1)
            #expect(waiting.lines(of: .provided).count == 1 && waiting.lines(of: .unconfirmed).map(\.what) == ["配信（結果待ち）"])
            // What has changed since is told as it is now, and the offer never was one.
            try await hub.take([second.next("42") { $0[.shimei] = "試験　別名" }])
            try await hub.settle()
            receiver.set { _, _ in }
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await hub.pushResults() == "offered provided offered never-arrived offered provided")
            #expect(receiver.batches.map(\.sequence) == [1, 3])
            #expect(receiver.held[ResidentRow.number(1)]?.items[.shimei] == "試験　別名")
            let report = try await report(hub, 1)
            #expect(report.lines(of: .provided).count == 2 && report.lines(of: .unconfirmed).isEmpty)
            #expect(report.lines(of: .handled).contains { $0.what == "配信の取りやめ（届いていない）" })
            #expect(try await isEveryRecordSealed(hub))
        }
    }

    /// What makes an offered batch one that must not go out any more.
    enum Since: String, CaseIterable, Sendable {
        case protected, movedOut, anotherPolicy, closed, startedOver
    }

    /// Nobody knows whether the first attempt arrived; before the second one, somebody in the batch is told differently.
    @Test(arguments: Since.allCases) func anOfferThatWouldBeToldDifferentlyIsGivenUpOnRecord(since: Since) async throws {
        try await TestHub.withResidentsToPush(5) { hub in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            let fails = Mutex(true)
            receiver.set(after: { _ in if fails.withLock({ $0 }) { throw ConnectorError.interrupted("timed out") } })
            let moved = ResidentRow(2).next("42") { $0[.jushoChoaza] = "秘密の町" }
            try await hub.take([moved])
            try await hub.settle()
            try await hub.worker(receiver).run(untilIdle: true)
            let first = receiver.batches.count
            #expect(try await hub.pushResults() == "offered provided offered")
            switch since {
            case .protected:
                try await hub.take([
                    moved.next("42") {
                        $0[.yokushifuragu] = "1"
                        $0[.shiensochiKaishi] = "2026-11-20"
                    }
                ])
            case .movedOut: try await hub.take([moved.next("21")])
            case .anotherPolicy: try await hub.load(TestPolicy(items: [.shimei]))
            case .closed: try await hub.load(TestPolicy(ways: "[pull]"))
            case .startedOver: _ = try await DeadLetters(pool: hub.pool).startOver(by: Staff.with(.operateDeliveries), .tax)
            }
            try await hub.settle()
            fails.withLock { $0 = false }
            try await hub.makeDue()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await hub.pushResults().hasPrefix("offered provided offered unconfirmed"))
            let keys = receiver.batches.map(\.idempotencyKey)
            #expect(Set(keys.prefix(first)).isDisjoint(with: keys.dropFirst(first)), "nothing of it goes out again")
            let report = try await report(hub, 2)
            #expect(report.lines(of: .unconfirmed).map(\.what) == ["配信（結果不明のまま取りやめ）"])
            #expect(report.lines(of: .unconfirmed).first?.includesIndividualNumber == true, "the receiver may have it")
            #expect(try await hub.count("SELECT count(*) FROM delivery.batch") == 0)
            #expect(try await isEveryRecordSealed(hub))
            let later = receiver.batches.dropFirst(first).flatMap(\.entries)
            #expect(since == .startedOver || !later.contains { $0.items.values.contains("秘密の町") })
            if since == .movedOut || since == .closed { #expect(receiver.held[ResidentRow.number(2)] == nil) }
        }
    }

    @Test func removalsByPageAreToldAsRemovals() async throws {
        try await TestHub.withResidentsToPush(5) { hub in
            let page = try await hub.changes()
            try await hub.take([ResidentRow(2).next("21")])
            try await hub.settle()
            #expect(try await hub.changes(after: page.cursor).entries.map(\.operation) == [.remove])
            let row = try #require(
                try await hub.rows(
                    "SELECT items, individual_number, persons_count, taken_back_count, taken_back FROM provision.record WHERE way = 'd' ORDER BY record_id DESC LIMIT 1"
                ).first)
            #expect(try row.decode("items", as: Int64.self) == 0 && row.decode("individual_number", as: Bool.self) == false)
            #expect(try row.decode("persons_count", as: Int64.self) == 0 && row.decode("taken_back_count", as: Int64.self) == 1)
            #expect(PersonSet.ids(try row.decode("taken_back", as: [UInt8].self)).count == 1)
            let report = try await report(hub, 2)
            #expect(report.lines(of: .provided).count == 1 && report.lines(of: .takenBack).count == 1)
            #expect(try await isEveryRecordSealed(hub))
        }
    }

    /// While everybody is gone through, the next page would be the same: it keeps its key, however often nobody hears of it, and what happened since follows.
    @Test func aPageWhoseEndIsFixedKeepsItsKeyThoughSomebodyInItChanged() async throws {
        try await TestHub.withResidentsToPush(5) { hub in
            let receiver = Receiver()
            let fails = Mutex(true)
            receiver.set(after: { _ in if fails.withLock({ $0 }) { throw ConnectorError.interrupted("timed out") } })
            try await hub.worker(receiver).run(untilIdle: true)
            try await hub.take([ResidentRow(2).next("42") { $0[.jushoChoaza] = "北本町" }])
            try await hub.settle()
            for _ in 1...2 {
                try await hub.makeDue()
                try await hub.worker(receiver).run(untilIdle: true)
            }
            fails.withLock { $0 = false }
            try await hub.makeDue()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await hub.pushResults() == "offered provided offered provided")
            #expect(Set(receiver.batches.map(\.sequence)) == [1, 2])
            #expect(receiver.held[ResidentRow.number(2)]?.items[.jushoChoaza] == "北本町")
            let report = try await report(hub, 2)
            #expect(report.lines(of: .provided).count == 2 && report.lines(of: .unconfirmed).isEmpty)
        }
    }

    private struct Strange: Error {}

    /// A receiver that fails on one entry in a way of its own has told nobody whether it took it.
    @Test func whatFailsInAWayOfItsOwnIsUnconfirmedAndNotRejected() async throws {
        try await TestHub.withResidentsToPush(5) { hub in
            let receiver = Receiver()
            let isMended = Mutex(false)
            receiver.set { batch, _ in
                if !isMended.withLock({ $0 }), batch.entries.contains(where: { $0.addresseeNumber.value == ResidentRow.number(3) }) { throw Strange() }
            }
            let work = Task { try await hub.worker(receiver).run() }
            while try await hub.count("SELECT count(*) FROM provision.record WHERE result = 'p'") == 0 { try await Task.sleep(for: .milliseconds(20)) }
            work.cancel()
            _ = try await work.value
            let failing = try await report(hub, 3)
            #expect(failing.lines(of: .provided).isEmpty && failing.lines(of: .notTaken).isEmpty && !failing.lines(of: .unconfirmed).isEmpty)
            #expect(try await report(hub, 1).lines(of: .provided).count == 1)
            isMended.withLock { $0 = true }
            try await hub.makeDue()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await report(hub, 3).lines(of: .provided).count == 1)
            #expect(try await isEveryRecordSealed(hub))
        }
    }

    /// Whoever asks up to the day on which a receiver took something is told of it, though it was confirmed the day after.
    @Test func whatWasConfirmedAfterTheLastDayOfTheReportIsToldInTheOffersPlace() async throws {
        try await TestHub.withResidentsToPush(3) { hub in
            try await hub.worker(Receiver()).run(untilIdle: true)
            _ = try await hub.admin.execute(
                """
                UPDATE audit.event SET recorded_at = recorded_at - interval '40 days'
                WHERE kind = 'provision.answered' AND body LIKE '%"result":"offered"%'
                """)
            // Written past the program, and no event of ours.
            _ = try await hub.admin.execute(
                "INSERT INTO audit.event (recorded_at, is_failure, kind, by_whom, body) VALUES (now(), false, 'provision.answered', 'somebody', 'no json \"batch\":\"tax/addressee/1\"')"
            )
            let number = try AddresseeNumber(ResidentRow.number(1))
            let report = try await DisclosureReporting(provisioning: hub.provisioning).report(
                by: Self.auditor, on: number, until: CalendarDay.todayInJapan().adding(days: -30), because: "本人からの開示請求")
            #expect(report.lines(of: .provided).count == 1 && report.lines(of: .unconfirmed).isEmpty)
        }
    }
}
