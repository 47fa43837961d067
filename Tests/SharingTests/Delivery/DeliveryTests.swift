import AccessControlStand
import Addressee
import ConnectorKit
import Logging
import Postgres
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import AccessControl
@testable import Sharing

/// What a worker does with a receiver that is slow, broken, or says no.
@Suite(.timeLimit(.minutes(10))) struct DeliveryTests {
    private func withResidents(_ count: Int = 5, _ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take((1...count).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }

    private struct Strange: Error {}

    /// Makes everything that waits due at once, in place of the clock.
    private func makeDue(_ hub: TestHub) async throws {
        _ = try await hub.admin.execute("UPDATE delivery.waiting SET next_attempt_at = '-infinity'")
        _ = try await hub.admin.execute("UPDATE delivery.subscription SET next_attempt_at = '-infinity'")
    }

    @Test func everybodyInScopeArrivesInBatchesOfRisingSequence() async throws {
        try await withResidents(2300) { hub in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 2300)
            #expect(receiver.batches.map(\.sequence) == [1, 2, 3])
            #expect(receiver.batches.map(\.entries.count) == [1000, 1000, 300])
            #expect(Set(receiver.batches.map(\.idempotencyKey)).count == 3)
            #expect(try await hub.count("SELECT delivered FROM delivery.subscription") == 2300)
            let report = try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: receiver)
            #expect(report.agrees && report.isSettled && report.expected == 2300)
        }
    }

    /// Whether at once, after a retry or of somebody who moved: what a receiver says in its own words is no copy of the record.
    @Test(arguments: [
        (reason: "shimei: E0002", isKept: true), ("外字 U+E000 は登録できません", true), ("HTTP 503", true), ("ＤＢ応答なし", true),
        ("試験 二 様は登録済みです", false), ("ｼｹﾝ: 読み仮名が違います", false), ("ｷﾀﾏﾁ、北　町は地区外", false), ("旧住所 南本町 との不一致", false),
        ("S2 は別世帯", true), ("生年月日 昭和55年1月2日", false), ("birth 1980/1/2", false), ("\(Numbers.individual(2)) は登録済み", false),
        ("１２３４−５６７８−９０１２", false),
    ])
    func whatTellsSomethingOfThePersonIsKeptInNoReason(reason: String, isKept: Bool) async throws {
        try await withResidents(2) { hub in
            try await hub.take([ResidentRow(2).next("42") { $0[.jushoChoaza] = "北町" }])
            try await hub.settle()
            let receiver = Receiver()
            let kept = [isKept ? reason : DeliveryWorker.reasonLeftOut]
            receiver.set { $0.addresseeNumber.value == ResidentRow.number(2) ? .retryLater(reason: reason) : .applied }
            let work = Task { try await hub.worker(receiver).run() }
            while try await reasons(hub, "waiting").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try await reasons(hub, "waiting") == kept)
            receiver.set { _ in .rejected(reason: reason) }
            try await makeDue(hub)
            while try await reasons(hub, "dead_letter").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            work.cancel()
            _ = try await work.value
            #expect(try await reasons(hub, "dead_letter") == kept)
        }
    }

    private func reasons(_ hub: TestHub, _ table: String) async throws -> [String] {
        try await hub.rows(Query(unsafeSQL: "SELECT reason FROM delivery.\(table)")).map { try $0.decode(String.self) }
    }

    @Test func rejectedEntriesAreStoredAndTheOthersGoOn() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            receiver.set { $0.addresseeNumber.value == ResidentRow.number(3) ? .rejected(reason: "shimei: E0002") : .applied }
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 4)
            let dead = try #require(
                try await hub.rows(
                    "SELECT a.atenabango, d.history_number, d.reason FROM delivery.dead_letter d JOIN register.addressee a USING (addressee_id)"
                ).first)
            #expect(try dead.decode("atenabango", as: String.self) == ResidentRow.number(3))
            #expect(try dead.decode("history_number", as: Int32.self) == 1)
            #expect(try dead.decode("reason", as: String.self) == "shimei: E0002")
        }
    }

    @Test func onlyWhoOperatesDeliveriesSendsAgainAndARefusalIsRecorded() async throws {
        try await TestHub.with { hub in
            let (letters, clerk) = (DeadLetters(pool: hub.staffed), Staff.without(.operateDeliveries))
            await #expect(throws: AccessRefused.self) { try await letters.redeliver(by: clerk, .tax, id: nil) }
            await #expect(throws: AccessRefused.self) { try await letters.startOver(by: clerk, .tax) }
            let rows = try await hub.rows(
                "SELECT kind, body::jsonb #>> '{fields,refusal}' AS refusal, body::jsonb #>> '{fields,system}' AS system FROM audit.event WHERE is_failure ORDER BY event_id"
            )
            #expect(try rows.map { try $0.decode("kind", as: String.self) } == ["delivery.redelivered", "delivery.started-over"])
            #expect(try rows.map { try $0.decode("refusal", as: String.self) } == ["A0001", "A0001"])
            #expect(try rows.map { try $0.decode("system", as: String.self) } == ["tax", "tax"])
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind LIKE 'delivery.%' AND NOT is_failure") == 0)
        }
    }

    @Test func redeliveredTheyArriveInTheStateOfThatMoment() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            receiver.set { $0.addresseeNumber.value == ResidentRow.number(3) ? .rejected(reason: "no") : .applied }
            try await hub.worker(receiver).run(untilIdle: true)
            try await hub.take([ResidentRow(3).next("42") { $0[.shimei] = "試験　別名" }])
            try await hub.worker(receiver).run(untilIdle: true)
            receiver.set { _ in .applied }
            #expect(try await DeadLetters(pool: hub.staffed).redeliver(by: Staff.with(.operateDeliveries), .tax, id: nil) == 1)
            #expect(try await DeadLetters(pool: hub.staffed).redeliver(by: Staff.with(.operateDeliveries), .tax, id: nil) == 0)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held[ResidentRow.number(3)]?.items[.shimei] == "試験　別名")
            #expect(try await hub.count("SELECT count(*) FROM delivery.waiting") == 0)
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter WHERE redelivered_at IS NULL") == 0)
        }
    }

    @Test func whatWasNotTakenIsOverOnceANewerStateIsTaken() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            receiver.set { [2, 3].map(ResidentRow.number).contains($0.addresseeNumber.value) ? .rejected(reason: "no") : .applied }
            try await hub.worker(receiver).run(untilIdle: true)
            let open: Query = "SELECT count(*) FROM delivery.dead_letter WHERE redelivered_at IS NULL"
            #expect(try await hub.count(open) == 2)
            receiver.set { $0.addresseeNumber.value == ResidentRow.number(2) ? .rejected(reason: "no") : .applied }
            let second = [2, 3].map { ResidentRow($0).next("42") { $0[.shimei] = "試験　別名" } }
            try await hub.take(second)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await hub.count("SELECT count(DISTINCT addressee_id) FROM delivery.dead_letter WHERE redelivered_at IS NULL") == 1)
            #expect(try await hub.count(open) == 2, "the one twice")
            receiver.set { _ in .applied }
            try await hub.take([second[0].next("42") { $0[.shimei] = "試験　三つ目" }])
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await hub.count(open) == 0)
        }
    }

    @Test func whatFailedIsOverOnceTheReceiverIsThereThoughThereIsNothingForIt() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            try await hub.admin.execute("UPDATE delivery.subscription SET failures = 7, last_failure = 'P0010', last_failed_at = now()")
            let work = Task { try await hub.worker(receiver).run() }
            #expect(try await eventually { try await hub.count("SELECT count(*) FROM delivery.subscription WHERE failures = 0 AND last_failure IS NULL") == 1 })
            work.cancel()
            _ = try await work.value
            #expect(receiver.batches.count == 1)
        }
    }

    @Test func whoLeftTheScopeMeanwhileIsRedeliveredAsARemoval() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            receiver.set { $0.operation == .remove ? .rejected(reason: "no") : .applied }
            try await hub.take([ResidentRow(3).next("21")])
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 5)
            receiver.set { _ in .applied }
            _ = try await DeadLetters(pool: hub.staffed).redeliver(by: Staff.with(.operateDeliveries), .tax, id: nil)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 4)
        }
    }

    @Test func whoIsToBeSentLaterIsSentLaterAndOthersAreNotHeldUp() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            let refusals = Mutex(2)
            receiver.set { entry in
                guard entry.addresseeNumber.value == ResidentRow.number(2) else { return .applied }
                let left = refusals.withLock { left in
                    left -= 1
                    return left
                }
                return left >= 0 ? .retryLater(reason: "busy") : .applied
            }
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 5)
            #expect(receiver.batches.first?.entries.count == 5)
            #expect(receiver.batches.count == 3)
            #expect(try await hub.count("SELECT count(*) FROM delivery.waiting") == 0)
        }
    }

    @Test func aLaterStateReplacesOneThatWaits() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            let isBusy = Mutex(true)
            receiver.set { entry in isBusy.withLock { $0 } && entry.addresseeNumber.value == ResidentRow.number(2) ? .retryLater(reason: "busy") : .applied }
            let work = Task { try await hub.worker(receiver).run() }
            while receiver.batches.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            try await hub.take([ResidentRow(2).next("42") { $0[.shimei] = "試験　別名" }])
            try await hub.settle()
            // One batch may have been read before that.
            let before = receiver.batches.count
            while receiver.batches.count < before + 2 { try await Task.sleep(for: .milliseconds(20)) }
            isBusy.withLock { $0 = false }
            while receiver.held[ResidentRow.number(2)] == nil { try await Task.sleep(for: .milliseconds(20)) }
            work.cancel()
            _ = try await work.value
            #expect(receiver.held[ResidentRow.number(2)]?.historyNumber == 2)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held[ResidentRow.number(2)]?.historyNumber == 2)
        }
    }

    @Test func whoIsNeverTakenEndsAsADeadLetter() async throws {
        try await withResidents(1) { hub in
            let receiver = Receiver()
            receiver.set { _ in .retryLater(reason: "busy") }
            let work = Task { try await hub.worker(receiver).run() }
            for _ in 0..<400 where try await hub.count("SELECT count(*) FROM delivery.dead_letter") == 0 {
                try await makeDue(hub)
                try await Task.sleep(for: .milliseconds(25))
            }
            work.cancel()
            _ = try await work.value
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter") == 1)
            #expect(try await hub.count("SELECT count(*) FROM delivery.waiting") == 0)
            #expect(receiver.batches.count == DeliveryWorker.attemptsMaximum)
        }
    }

    @Test func aReceiverThatFailsIsTriedAgainAfterAPauseAndNothingIsLost() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            receiver.set { _, _ in throw ConnectorError.badConfiguration("test") }
            try await hub.worker(receiver).run(untilIdle: true)
            let row = try #require(
                try await hub.rows(
                    "SELECT failures, last_failure, delivered = 0 AS at_start, next_attempt_at > clock_timestamp() AS pauses, leased_until < clock_timestamp() AS is_free FROM delivery.subscription"
                ).first)
            #expect(try row.decode("failures", as: Int32.self) == 1)
            #expect(try row.decode("last_failure", as: String?.self) == "bad-configuration: test", "what is wrong is named where the words are our own")
            #expect(try row.decode("at_start", as: Bool.self), "the position is where it began")
            #expect(try row.decode("pauses", as: Bool.self), "there is a pause")
            #expect(try row.decode("is_free", as: Bool.self), "others may take the lease")
            receiver.set { _, _ in }
            try await makeDue(hub)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 5)
            #expect(try await hub.count("SELECT failures::bigint FROM delivery.subscription") == 0)
        }
    }

    @Test(arguments: [true, false]) func aReceiverThatFailsInAWayOfItsOwnGetsEverythingOnceItWorksAgain(byItsDatabase: Bool) async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            let pool = hub.anotherPool(maximum: 1)
            let (hasFailed, isMended) = (Flag(), Flag())
            receiver.set { _, _ in
                if isMended.isRaised { return }
                hasFailed.raise()
                if byItsDatabase { _ = try await pool.query("SELECT 1 / 0") }
                throw Strange()
            }
            let work = Task { try await hub.worker(receiver).run(untilIdle: true) }
            #expect(try await eventually { hasFailed.isRaised })
            isMended.raise()
            for _ in 0..<400 where receiver.held.count < 5 {
                try await makeDue(hub)
                try await Task.sleep(for: .milliseconds(25))
            }
            work.cancel()
            _ = try await work.value
            #expect(receiver.held.count == 5)
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter") == 0)
            await pool.shutdown(grace: .seconds(1))
        }
    }

    @Test func oneEntryThatBreaksTheReceiverHoldsUpNobodyElse() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            receiver.set { batch, _ in
                if batch.entries.contains(where: { $0.addresseeNumber.value == ResidentRow.number(3) }) { throw Strange() }
            }
            let work = Task { try await hub.worker(receiver).run() }
            for _ in 0..<400 where try await hub.count("SELECT count(*) FROM delivery.dead_letter") == 0 {
                try await makeDue(hub)
                try await Task.sleep(for: .milliseconds(25))
            }
            work.cancel()
            _ = try await work.value
            #expect(receiver.held.count == 4)
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter") == 1)
        }
    }

    @Test func aBatchOfWhichNobodyKnowsWhetherItArrivedComesAgainUnderTheSameKey() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            let seen = Mutex<[String]>([])
            receiver.set { batch, _ in
                let attempt = seen.withLock { seen in
                    seen.append(batch.idempotencyKey)
                    return seen.count
                }
                if attempt == 1 { throw ConnectorError.interrupted("test") }
            }
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 5)
            let keys = seen.withLock { $0 }
            #expect(keys.count == 2 && Set(keys).count == 1)
            #expect(try await hub.text("SELECT string_agg(result::text, '' ORDER BY record_id) FROM provision.record WHERE way = 'p'") == "op")
        }
    }

    @Test func twoWorkersAtOnceDeliverEachStateInOrderAndOnce() async throws {
        try await withResidents(40) { hub in
            let receiver = Receiver()
            let other = hub.anotherPool()
            let second = DeliveryWorker(
                system: .tax, dataset: "addressee", connector: receiver,
                provisioning: Provisioning(
                    pool: other, vault: hub.vault, body: hub.body, store: PolicyStore(seal: RowSeal(keys: hub.keys)), listener: hub.listener,
                    monitor: hub.monitor,
                    today: { TestHub.intakeDay }),
                name: "second",
                logger: .init(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
            let works = [Task { try await hub.worker(receiver).run() }, Task { try await second.run() }]
            var rows = (1...40).map { ResidentRow($0) }
            for round in 0..<8 {
                rows = rows.map { row in row.next("42") { $0[.shimei] = "試験　\(ResidentRow.name(round + 1))" } }
                try await hub.take(rows)
            }
            try await hub.settle()
            for _ in 0..<400 where receiver.held.values.contains(where: { $0.historyNumber < 9 }) || receiver.held.isEmpty {
                try await Task.sleep(for: .milliseconds(25))
            }
            for work in works {
                work.cancel()
                _ = try await work.value
            }
            var last: [AddresseeNumber: Int] = [:]
            for batch in receiver.batches {
                for entry in batch.entries {
                    #expect(entry.historyNumber >= last[entry.addresseeNumber] ?? 0)
                    last[entry.addresseeNumber] = entry.historyNumber
                }
            }
            #expect(receiver.held.count == 40 && receiver.held.values.allSatisfy { $0.historyNumber == 9 })
            #expect(receiver.batches.map(\.sequence) == receiver.batches.map(\.sequence).sorted())
            await other.shutdown(grace: .seconds(1))
        }
    }

    @Test func besideAWorkerThatStaysOneUntilIdleEndsOnceEverythingIsThere() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            let staying = Task { try await hub.worker(receiver).run() }
            // Whoever has the lease delivers: the one that stays has it first.
            while try await hub.count("SELECT count(*) FROM delivery.subscription WHERE leased_until > clock_timestamp()") == 0 {
                try await Task.sleep(for: .milliseconds(5))
            }
            for count in [5, 6, 7] {
                if count > 5 { try await hub.take([ResidentRow(count)]) }
                try await hub.settle()
                let ended = Task { try await hub.worker(Receiver()).run(untilIdle: true) }
                let limit = Task {
                    try await Task.sleep(for: .seconds(60))
                    ended.cancel()
                }
                #expect(try await ended.value)
                limit.cancel()
                #expect(receiver.held.count == count)
            }
            staying.cancel()
            _ = try await staying.value
        }
    }

    @Test func aWorkerThatLostItsLeaseCanNoLongerMoveThePosition() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            let admin = hub.admin
            receiver.set { _, attempt in
                guard attempt == 0 else { return }
                // While it delivers, its lease runs out and somebody else takes it.
                _ = try await admin.execute("UPDATE delivery.subscription SET lease_token = lease_token + 1, leased_until = '-infinity'")
            }
            let work = Task { try await hub.worker(receiver).run(untilIdle: true) }
            _ = try await work.value
            #expect(receiver.held.count == 5)
            #expect(receiver.batches.map(\.sequence) == [1, 1], "the whole page came again, under its key")
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'p' AND result = 'p'") == 1)
            #expect(try await hub.count("SELECT delivered FROM delivery.subscription") == 5)
        }
    }

    @Test func aWorkerThatIsCancelledLeavesTheLeaseToOthers() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            receiver.set { _, _ in try await Task.sleep(for: .seconds(60)) }
            let work = Task { try await hub.worker(receiver).run() }
            while try await hub.count("SELECT sequence FROM delivery.subscription") == 0 { try await Task.sleep(for: .milliseconds(20)) }
            work.cancel()
            _ = try await work.value
            #expect(try await hub.count("SELECT count(*) FROM delivery.subscription WHERE leased_until < clock_timestamp()") == 1)
            #expect(receiver.state.withLock { $0.opened == $0.closed })
        }
    }

    @Test func deadLettersAreThereBeforeThePositionIs() async throws {
        try await withResidents { hub in
            let receiver = Receiver()
            receiver.set { _ in .rejected(reason: "no") }
            // Storing them fails; then the position must not have moved either.
            try await hub.admin.script(unsafeSQL: "REVOKE INSERT ON delivery.dead_letter FROM atena_delivers")
            let work = Task { try await hub.worker(receiver).run() }
            while receiver.batches.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            let began = try await hub.text("SELECT position FROM delivery.subscription")
            // Nothing happens: the position stays.
            try await Task.sleep(for: .milliseconds(200))
            work.cancel()
            _ = try await work.value
            #expect(try await hub.text("SELECT position FROM delivery.subscription") == began)
            try await hub.admin.script(unsafeSQL: "GRANT INSERT ON delivery.dead_letter TO atena_delivers")
            try await makeDue(hub)
            _ = try await hub.admin.execute("UPDATE delivery.subscription SET leased_until = '-infinity'")
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter") == 5)
        }
    }

    @Test func withNobodyInTheRegisterAWorkerIsIdleEvenAfterThePolicyChanged() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.settle()
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            try await hub.load(TestPolicy(items: [.shimei]))
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.batches.isEmpty)
        }
    }

    @Test(arguments: 1...12) func theBackOffGrowsAndHasAnEnd(failures: Int) {
        let longest = BackOff.delay(after: failures, jitter: 1)
        #expect(longest == .seconds(min(300, 0.5 * Double(1 << (failures - 1)))))
        let drawn = BackOff.delay(after: failures)
        #expect(drawn >= longest / 2 && drawn <= longest)
    }

    /// Little that came is followed soon; the more there was, the more goes together next, and never so much that somebody waits long for it.
    @Test(arguments: [(0, 40), (8, 44), (100, 90), (220, 150), (100_000, 150)]) func whatComesGoesTogetherTheLongerTheMoreThereIs(read: Int, milliseconds: Int)
    {
        #expect(DeliveryWorker.pace(after: read) == .milliseconds(milliseconds))
    }
}
