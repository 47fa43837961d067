import AccessControlStand
import Addressee
import ConnectorKit
import Departments
import Foundation
import Governance
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AuditTrail
@testable import Keys
@testable import LogSealing
@testable import Register
@testable import Sharing

/// After the database was restored to an earlier state every receiver ends equal to the register under its policy, whatever it held of the future that is lost.
@Suite(.timeLimit(.minutes(10))) struct LostFutureTests {
    private static let refusedAsLost: @Sendable (any Error) -> Bool = { ($0 as? CursorRefused)?.code == "C0003" }

    private static func inWard(_ row: ResidentRow, _ ward: String) -> ResidentRow { row.with { $0[.jushoShikuchosonkodo] = ward } }

    /// Six residents; the policy is about those in 111023, who are the even ones.
    private func withCity(_ body: (RestorableHub) async throws -> Void) async throws {
        try await RestorableHub.with { city in
            let hub = await city.hub
            try await hub.load(TestPolicy(items: [.kojinbango, .shimei, .jushoChoaza], scope: "ward: [\"111023\"]"))
            try await hub.advance("2026-11-20")
            try await hub.take((1...6).map { Self.inWard(ResidentRow($0), $0 % 2 == 0 ? "111023" : "111082") })
            try await hub.settle()
            try await body(city)
        }
    }

    /// What only the future knew: one moves in, one leaves, one is renamed, one is new; a batch of events is sealed.
    private func live(_ hub: TestHub) async throws {
        try await hub.take([
            ResidentRow(1).next("42") { $0[.jushoShikuchosonkodo] = "111023" },
            Self.inWard(ResidentRow(2), "111023").next("42") { $0[.jushoShikuchosonkodo] = "111082" },
            Self.inWard(ResidentRow(4), "111023").next("42") { $0[.shimei] = "試験　失われた名" },
            Self.inWard(ResidentRow(8), "111023"),
        ])
        try await hub.settle()
    }

    private func held(_ hub: TestHub) async throws -> [String: Entry] { try HeldState.of(ndjson: await hub.full().bytes) }

    @Test func aCursorOfALostFutureIsRefusedByNameAndOneFromBeforeGoesOnWithoutLoss() async throws {
        try await withCity { city in
            var before = HeldState()
            try await before.catchUp(city.hub)
            try await city.sealThrough()
            try await city.backUp()
            try await live(city.hub)
            var after = before
            try await after.catchUp(city.hub)
            let full = try await city.hub.full().cursor
            #expect(after.held.keys.sorted() == [1, 4, 6, 8].map(ResidentRow.number))
            try await city.hub.seal()
            try await city.restore()
            // Halted until two people say so, and closed meanwhile.
            await #expect(throws: SealingHalted.self) { try await city.hub.sealer().catchUp() }
            await #expect { try await city.hub.changes(after: after.cursor) } throws: { ($0 as? ProvisionRefused)?.refusal == .sealingBehind }
            try await city.accept()
            let hub = await city.hub
            // New events have passed the places of the old ones: transaction ids only rise here.
            try await hub.take([Self.inWard(ResidentRow(6), "111023").next("42") { $0[.shimei] = "試験　新しい名" }, ResidentRow(9)])
            try await hub.settle()
            for cursor in [after.cursor, full] {
                await #expect(performing: { try await hub.changes(after: cursor) }, throws: Self.refusedAsLost)
            }
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE result = 'r' AND refusal = 'C0003' AND way = 'd'") == 2)
            // Nor is what it holds compared with anything.
            let nothing = AsyncThrowingStream<[UInt8], any Error> { $0.finish() }
            await #expect(
                performing: {
                    try await hub.provisioning.takeInventory(
                        hub.caller(), dataset: "addressee", after: full, key: InventoryKey(hex: String(repeating: "0a", count: 32)), body: nothing)
                }, throws: Self.refusedAsLost)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'journal.incarnation-began'") == 1)
            try await before.catchUp(hub)
            #expect(before.differences(from: try await held(hub)).isEmpty)
            #expect(before.held[ResidentRow.number(6)]?.items[.shimei] == "試験　新しい名")
            // And is of the new incarnation from then on.
            #expect(try await hub.changes(after: before.cursor).entries.isEmpty)
        }
    }

    @Test func aCursorInTheFormOfBeforeCountsAsOfTheFirstIncarnation() async throws {
        try await withCity { city in
            func old(_ text: String) async throws -> String {
                let (keys, form) = await (city.hub.vault.keys, city.hub.provisioning.cursors)
                var cursor = try Cursor(text, system: "tax", dataset: "addressee", form: form)
                cursor.origin = nil
                let content = Array(try JSONEncoder().encode(cursor))
                let signature = Array(keys.cipher.keyedHash(Array("cursor\u{0}".utf8) + content).prefix(16))
                return [content, signature].map {
                    Data($0).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
                }.joined(separator: ".")
            }
            let before = try await old(city.hub.changes().cursor)
            #expect(try await city.hub.changes(after: before).entries.isEmpty)
            try await city.sealThrough()
            try await city.backUp()
            try await live(city.hub)
            let after = try await old(city.hub.changes(after: before).cursor)
            #expect(try await city.hub.changes(after: after).entries.isEmpty)
            try await city.hub.seal()
            try await city.restore()
            try await city.accept()
            await #expect(performing: { try await city.hub.changes(after: after) }, throws: Self.refusedAsLost)
            #expect(try await city.hub.changes(after: before).entries.isEmpty)
        }
    }

    @Test func twoRestoresOfOneBackupAreTwoIncarnations() async throws {
        try await withCity { city in
            let before = try await city.hub.changes().cursor
            try await city.sealThrough()
            try await city.backUp()
            try await live(city.hub)
            try await city.hub.seal()
            try await city.restore()
            try await city.accept()
            let second = try await city.hub.changes(after: before).cursor
            try await city.hub.events(1)
            try await city.hub.seal()
            try await city.restore()
            try await city.accept()
            #expect(try await city.hub.count("SELECT max(number) FROM journal.incarnation") == 2)
            await #expect(performing: { try await city.hub.changes(after: second) }, throws: Self.refusedAsLost)
            #expect(try await city.hub.changes(after: before).entries.isEmpty)
        }
    }

    @Test(arguments: [false, true]) func aPushedReceiverEndsEqualToTheRegisterWhateverItHeldOfTheLostFuture(isFirst: Bool) async throws {
        try await withCity { city in
            let receiver = Receiver()
            // Either it stood somewhere by the backup, or it was first given anything in the future that is lost.
            if !isFirst { try await city.hub.worker(receiver).run(untilIdle: true) }
            try await city.sealThrough()
            try await city.backUp()
            for n in 0..<4 {
                if n == 1 { try await live(city.hub) }
                if n > 1 { try await city.hub.take([Self.inWard(ResidentRow(20 + n), "111023")]) }
                try await city.hub.settle()
                try await city.hub.worker(receiver).run(untilIdle: true)
            }
            #expect(receiver.held.keys.sorted() == [1, 4, 6, 8, 22, 23].map(ResidentRow.number))
            try await city.hub.seal()
            let lastSequence = try #require(receiver.batches.last?.sequence)
            try await city.restore()
            try await city.accept()
            let hub = await city.hub
            let count = receiver.batches.count
            try await hub.worker(receiver).run(untilIdle: true)
            let again = receiver.batches.dropFirst(count)
            #expect(again.allSatisfy { $0.sequence > lastSequence })
            #expect(receiver.held.keys.sorted() == [2, 4, 6].map(ResidentRow.number))
            #expect(receiver.held[ResidentRow.number(4)]?.items[.shimei] == ResidentRow(4)[.shimei])
            #expect(try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: receiver).agrees)
            // Nobody is named to it whom it did not hold, and items that a lost policy may have given are told of.
            let removed = Set(again.flatMap(\.entries).filter { $0.operation == .remove }.map(\.addresseeNumber.value))
            #expect(removed == Set([1, 8, 22, 23].map(ResidentRow.number)))
            #expect(receiver.withdrawn.last?.items.contains(.juminjotai) == true && receiver.withdrawn.last?.items.contains(.shimei) == false)
            #expect(try await hub.text("SELECT body::jsonb #>> '{fields,count}' FROM audit.event WHERE kind = 'delivery.surplus-taken-back'") == "4")
            // Once, not for ever.
            let done = receiver.batches.count
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.batches.count == done)
        }
    }

    @Test func aModuleThatKeptWhatTheHubLostEndsEqualToTheRegister() async throws {
        try await TestHub.with { vendor in
            try await withCity { city in
                let module = vendor.module(.tax)
                try await city.hub.worker(module).run(untilIdle: true)
                try await city.sealThrough()
                try await city.backUp()
                try await live(city.hub)
                try await city.hub.worker(module).run(untilIdle: true)
                try await city.hub.seal()
                try await city.restore()
                try await city.accept()
                let hub = await city.hub
                #expect(try await !Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: module).agrees)
                try await hub.worker(module).run(untilIdle: true)
                let report = try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: module)
                #expect(report.agrees && report.held == 3)
            }
        }
    }

    @Test func ofWhomNothingIsToldBeforeSomebodyDecidesNothingIsTakenBack() async throws {
        try await withCity { city in
            let receiver = Receiver()
            try await city.hub.worker(receiver).run(untilIdle: true)
            try await city.hub.take([Self.inWard(ResidentRow(4), "111023").next("42") { $0[.tagyomusanshofukafuragu] = "1" }])
            try await city.hub.settle()
            try await city.hub.worker(receiver).run(untilIdle: true)
            try await city.sealThrough()
            try await city.backUp()
            try await live(city.hub)
            try await city.hub.seal()
            try await city.restore()
            try await city.accept()
            try await city.hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.keys.contains(ResidentRow.number(4)))
        }
    }

    @Test func aReceiverThatIsFirstGivenItsPolicyAfterTheRestoreIsPushedToUnderGreaterSequences() async throws {
        try await withCity { city in
            let receiver = Receiver()
            try await city.sealThrough()
            try await city.backUp()
            let childcare = TestPolicy(system: .childcare, items: [.shimei])
            let tax = TestPolicy(items: [.kojinbango, .shimei, .jushoChoaza], scope: "ward: [\"111023\"]")
            try await city.hub.load(tax, childcare)
            try await city.hub.worker(receiver, system: .childcare).run(untilIdle: true)
            try await city.hub.take([ResidentRow(30)])
            try await city.hub.settle()
            try await city.hub.worker(receiver, system: .childcare).run(untilIdle: true)
            #expect(receiver.held.count == 7)
            try await city.hub.seal()
            try await city.restore()
            try await city.accept()
            try await city.hub.load(tax, childcare)
            try await city.hub.worker(receiver, system: .childcare).run(untilIdle: true)
            #expect(receiver.held.count == 6)
            #expect(try await Reconciliation(provisioning: city.hub.provisioning).compare(.childcare, "addressee", with: receiver).agrees)
        }
    }

    @Test func whatWasPromotedOrRecoveredOnAnotherTimelineBeginsAnIncarnationByItself() async throws {
        try await withCity { city in
            let hub = await city.hub
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            let before = try await hub.changes().cursor
            try await city.sealThrough()
            let later = try await hub.changes(after: before).cursor
            // As the server would say after archive recovery.
            try await hub.admin.execute("UPDATE journal.incarnation SET timeline = timeline - 1")
            try await hub.seal()
            #expect(try await hub.count("SELECT max(number) FROM journal.incarnation") == 2)
            #expect(try await hub.count("SELECT count(*) FROM delivery.subscription WHERE starts_over AND surplus_due") == 1)
            #expect(try await hub.changes(after: before).entries.isEmpty)
            let fork = try await hub.count("SELECT fork::text::bigint FROM journal.incarnation WHERE number = 2")
            let seen = try Cursor(later, system: "tax", dataset: "addressee", form: hub.provisioning.cursors).seen
            if seen > UInt64(fork) { await #expect(performing: { try await hub.changes(after: later) }, throws: Self.refusedAsLost) }
            // Once.
            try await hub.events(1)
            try await hub.seal()
            #expect(try await hub.count("SELECT max(number) FROM journal.incarnation") == 2)
            let count = receiver.batches.count
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.batches.count > count && receiver.held.count == 3)
        }
    }

    @Test func afterTheServerStartedAnewNothingIsProvidedBeforeTheSealerHasLooked() async throws {
        try await withCity { city in
            let hub = await city.hub
            try await hub.seal()
            try await hub.admin.execute("UPDATE audit.seal_state SET server_started_at = '2026-01-01'")
            await #expect { try await hub.changes() } throws: { ($0 as? ProvisionRefused)?.refusal == .sealingBehind }
            await #expect { try await hub.person(ResidentRow.number(2)) } throws: { ($0 as? ProvisionRefused)?.refusal == .sealingBehind }
            #expect(try await hub.pool.withConnection { try await SealingDelay.read(on: $0, hub.monitor) }.stopsProvisions)
            try await hub.sealer().catchUp()
            #expect(try await hub.changes().entries.count == 3)
            #expect(try await hub.count("SELECT max(number) FROM journal.incarnation") == 1)
        }
    }

    @Test func aLostCursorAcknowledgesNoChangeOfAPolicy() async throws {
        try await withCity { city in
            let before = try await city.hub.changes().cursor
            try await city.sealThrough()
            try await city.backUp()
            try await city.hub.load(TestPolicy(items: [.shimei], scope: "ward: [\"111023\"]"))
            let lost = try await city.hub.changes(after: before).cursor
            try await city.hub.seal()
            try await city.restore()
            try await city.accept()
            // Another change gets the number of the one that is lost.
            try await city.hub.load(TestPolicy(items: [.jushoChoaza], scope: "ward: [\"111023\"]", ways: "[pull]"))
            let pending = try await city.hub.lifecycle.changes(isPending: true).count
            #expect(pending > 0)
            await #expect(performing: { try await city.hub.changes(after: lost) }, throws: Self.refusedAsLost)
            #expect(try await city.hub.lifecycle.changes(isPending: true).count == pending)
        }
    }
}
