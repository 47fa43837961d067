import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// About a flagged person (自動応答不可) nothing goes out before a person of the staff released it, on no way (CT-18).
@Suite(.timeLimit(.minutes(10))) struct AnswerTests {
    private static let corrector = Staff.with(.correct, account: "2001")
    private static let clerk = Staff.with(.operateDeliveries, account: "2002")
    private static let lifter = Staff.with(.liftSuppression, account: "2003")
    private static let other = Staff.with(.liftSuppression, account: "2004")
    private static let why = "本人の申し出による"

    /// Five residents, the third flagged.
    private func withHub(_ body: (TestHub, ManualConfirmation) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(ways: "[push, pull, medium]"))
            try await hub.advance("2026-11-20")
            try await hub.take((1...5).map { ResidentRow($0) })
            let confirmation = ManualConfirmation(provisioning: hub.clerking)
            try await confirmation.flag(by: Self.corrector, number(3), because: Self.why)
            try await hub.settle()
            try await body(hub, confirmation)
        }
    }

    private func number(_ n: Int) throws -> AddresseeNumber { try AddresseeNumber(ResidentRow.number(n)) }

    private func numbers(_ all: Int...) -> [String] { all.map(ResidentRow.number) }

    private func refusal(_ hub: TestHub, _ n: Int = 3) async throws -> String? {
        do {
            _ = try await hub.person(ResidentRow.number(n))
            return nil
        } catch let refused as ProvisionRefused {
            return refused.refusal.told.code
        }
    }

    private func onlyRequest(_ confirmation: ManualConfirmation) async throws -> Int64 {
        let waiting = try await confirmation.waiting(by: Self.clerk).answers
        #expect(waiting.map(\.addresseeNumber) == [ResidentRow.number(3)])
        return try #require(waiting.first).id
    }

    @Test func aQuestionAboutAFlaggedPersonWaitsOnceAndIsRecordedAsRefused() async throws {
        try await withHub { hub, confirmation in
            for _ in 1...3 {
                let code = try await refusal(hub)
                #expect(code == "P0011")
            }
            let unflagged = try await refusal(hub, 2)
            #expect(unflagged == nil)
            #expect(try await confirmation.waiting(by: Self.clerk).answers.count == 1)
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE refusal = 'P0011' AND addressee_id IS NOT NULL") == 3)
        }
    }

    @Test func aReleasedAnswerIsGivenToTheSameQuestionUntilItsTimeIsOver() async throws {
        try await withHub { hub, confirmation in
            _ = try await refusal(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            let given = try await hub.person(ResidentRow.number(3))
            #expect(given.items[.shimei] == "試験　\(ResidentRow.name(3))")
            #expect(try await confirmation.waiting(by: Self.clerk).answers.isEmpty)
            try await hub.rewrite(.answerRequest, "UPDATE answer.request SET stands_until = now() - interval '1 second'")
            let again = try await refusal(hub)
            #expect(again == "P0011")
            #expect(try await confirmation.waiting(by: Self.clerk).answers.count == 1)
        }
    }

    @Test func aReleaseForOneSystemIsNoneForAnother() async throws {
        try await withHub { hub, confirmation in
            try await hub.load(TestPolicy(ways: "[push, pull, medium]"), TestPolicy(system: .childcare))
            _ = try await refusal(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            await #expect {
                try await hub.person(ResidentRow.number(3), .childcare)
            } throws: { ($0 as? ProvisionRefused)?.refusal.code == "P0011" }
        }
    }

    @Test func aReleaseForOneSystemOpensNoWayOfAnother() async throws {
        try await withHub { hub, confirmation in
            try await hub.load(TestPolicy(ways: "[push, pull, medium]"), TestPolicy(system: .childcare))
            _ = try await refusal(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            try await hub.settle()
            for format in ExtractFormat.allCases {
                let text = String(decoding: try await hub.full(.childcare, format).bytes, as: UTF8.self)
                #expect(!text.contains(Numbers.individual(3)) && !text.contains("試験　\(ResidentRow.name(3))") && text.contains(ResidentRow.number(2)))
            }
            var state = HeldState()
            try await state.catchUp(hub, .childcare)
            #expect(state.held.keys.sorted() == numbers(1, 2, 4, 5))
            let receiver = Receiver()
            try await hub.worker(receiver, system: .childcare).run(untilIdle: true)
            #expect(receiver.held.keys.sorted() == numbers(1, 2, 4, 5))
        }
    }

    @Test func aReleaseWhoseTimeIsOverOpensNoWay() async throws {
        try await withHub { hub, confirmation in
            _ = try await refusal(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.count == 5)
            try await hub.rewrite(.answerRequest, "UPDATE answer.request SET stands_until = now() - interval '1 second'")
            try await hub.take([ResidentRow(3).next("42") { $0[.shimei] = "試験　別名" }])
            try await hub.settle()
            try await state.catchUp(hub)
            #expect(state.names[ResidentRow.number(3)] == "試験　\(ResidentRow.name(3))", "what was given stays, nothing new is told")
            #expect(!String(decoding: try await hub.full().bytes, as: UTF8.self).contains(Numbers.individual(3)))
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.keys.sorted() == numbers(1, 2, 4, 5))
        }
    }

    @Test func aDecisionStandsForOneToThirtyDaysAndIsMadeOnce() async throws {
        try await withHub { hub, confirmation in
            _ = try await refusal(hub)
            let request = try await onlyRequest(confirmation)
            for days in [-1, 0, 31, 10_000] {
                await #expect(throws: AnswerRefused.wrongDays) {
                    try await confirmation.decide(by: Self.clerk, request, isReleased: true, because: Self.why, days: days)
                }
            }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'answer.decided' AND is_failure") == 4)
            try await confirmation.decide(by: Self.clerk, request, isReleased: false, because: Self.why, days: 30)
            #expect(try await hub.count("SELECT count(*) FROM answer.request WHERE stands_until - decided_at BETWEEN '29 days' AND '31 days'") == 1)
            // What one person refused nobody releases by deciding again.
            await #expect(throws: AnswerRefused.unknownRequest) {
                try await confirmation.decide(by: Staff.with(.operateDeliveries, account: "2009"), request, isReleased: true, because: Self.why)
            }
            let code = try await refusal(hub)
            #expect(code == "P0012")
        }
    }

    @Test func aRefusedAnswerStaysRefusedAndDoesNotWaitAgain() async throws {
        try await withHub { hub, confirmation in
            _ = try await refusal(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: false, because: Self.why)
            let code = try await refusal(hub)
            #expect(code == "P0012")
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.keys.sorted() == numbers(1, 2, 4, 5))
            #expect(try await confirmation.waiting(by: Self.clerk).answers.isEmpty)
        }
    }

    @Test func pulledPagesPassTheFlaggedPersonOverAndCarryThemOnceReleased() async throws {
        try await withHub { hub, confirmation in
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.keys.sorted() == numbers(1, 2, 4, 5))
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            try await hub.settle()
            try await state.catchUp(hub)
            #expect(state.held.keys.sorted() == numbers(1, 2, 3, 4, 5))
        }
    }

    @Test func whatChangesWhileWithheldComesAsOneStateARemovalToo() async throws {
        try await withHub { hub, confirmation in
            try await confirmation.askToLift(by: Self.lifter, number(3), because: Self.why)
            try await confirmation.confirmLifting(by: Self.other, number(3), because: Self.why)
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.count == 5)
            try await confirmation.flag(by: Self.corrector, number(3), because: Self.why)
            try await hub.take([ResidentRow(3).next("21")])
            try await hub.settle()
            try await state.catchUp(hub)
            #expect(state.held.count == 5, "neither upsert nor removal while nobody has decided")
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            try await hub.settle()
            try await state.catchUp(hub)
            #expect(state.held.keys.sorted() == numbers(1, 2, 4, 5))
        }
    }

    @Test func aReleaseForOneSystemTellsAnotherNothing() async throws {
        try await withHub { hub, confirmation in
            try await hub.load(TestPolicy(ways: "[push, pull, medium]"), TestPolicy(system: .childcare, scope: "ward: [\"111023\"]"))
            var childcare = HeldState()
            try await childcare.catchUp(hub, .childcare)
            var tax = HeldState()
            try await tax.catchUp(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            try await hub.settle()
            #expect(try await hub.changes(.childcare, after: childcare.cursor).entries.isEmpty)
            #expect(try await confirmation.waiting(by: Self.clerk).answers.isEmpty)
        }
    }

    @Test func pushedBatchesPassTheFlaggedPersonOverAndReconciliationCountsThemApart() async throws {
        try await withHub { hub, confirmation in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.keys.sorted() == numbers(1, 2, 4, 5))
            let report = try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: receiver)
            #expect(report.agrees && report.withheld == 1 && report.expected == 4)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            try await hub.settle()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.keys.sorted() == numbers(1, 2, 3, 4, 5))
            let after = try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: receiver)
            #expect(after.agrees && after.withheld == 0)
        }
    }

    @Test func whatAReceiverStillHoldsOfAWithheldPersonIsNoDifference() async throws {
        try await withHub { hub, confirmation in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            try await confirmation.flag(by: Self.corrector, number(1), because: Self.why)
            try await hub.take([ResidentRow(1).next("21")])
            try await hub.settle()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.keys.sorted() == numbers(1, 2, 4, 5))
            let report = try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: receiver)
            #expect(report.agrees && report.withheld == 2)
        }
    }

    @Test func aPersonThatTheReceiverAskedForAgainLeavesItsQueueWhenFlagged() async throws {
        try await withHub { hub, confirmation in
            let receiver = Receiver()
            receiver.set(verdict: { $0.addresseeNumber.value == ResidentRow.number(1) ? .retryLater(reason: "busy") : .applied })
            let worker = hub.worker(receiver)
            let run = Task { try await worker.run(untilIdle: true) }
            for _ in 0..<200 where try await hub.count("SELECT count(*) FROM delivery.waiting") == 0 { try await Task.sleep(for: .milliseconds(25)) }
            try await confirmation.flag(by: Self.corrector, number(1), because: Self.why)
            _ = try await run.value
            #expect(try await hub.count("SELECT count(*) FROM delivery.waiting") == 0)
            #expect(receiver.held[ResidentRow.number(1)] == nil)
        }
    }

    @Test(arguments: ExtractFormat.allCases) func fullExtractsGiveNothingOfTheFlaggedPerson(format: ExtractFormat) async throws {
        try await withHub { hub, confirmation in
            let text = String(decoding: try await hub.full(.tax, format).bytes, as: UTF8.self)
            for n in [1, 2, 4, 5] { #expect(text.contains(ResidentRow.number(n))) }
            #expect(!text.contains("試験　\(ResidentRow.name(3))") && !text.contains(Numbers.individual(3)))
            #expect(try await hub.count("SELECT persons_count FROM provision.record WHERE way = 'f' AND result = 'p'") == 4)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            let after = String(decoding: try await hub.full(.tax, format).bytes, as: UTF8.self)
            #expect(after.contains("試験　\(ResidentRow.name(3))"))
        }
    }

    @Test func aPolicyThatIsNarrowedTakesBackWhatIsHeldOfAFlaggedPerson() async throws {
        try await withHub { hub, confirmation in
            var state = HeldState()
            try await state.catchUp(hub)
            try await confirmation.flag(by: Self.corrector, number(1), because: Self.why)
            try await hub.load(TestPolicy(items: [.shimei]))
            try await state.catchUp(hub)
            #expect(state.held.keys.sorted() == numbers(2, 4, 5))
        }
    }

    @Test func aFlagIsLiftedByTwoPeopleOnly() async throws {
        try await withHub { hub, confirmation in
            await #expect(throws: AnswerRefused.notAsked) { try await confirmation.confirmLifting(by: Self.other, number(3), because: Self.why) }
            try await confirmation.askToLift(by: Self.lifter, number(3), because: Self.why)
            await #expect(throws: AnswerRefused.samePerson) { try await confirmation.confirmLifting(by: Self.lifter, number(3), because: Self.why) }
            let before = try await refusal(hub)
            #expect(before == "P0011")
            try await confirmation.confirmLifting(by: Self.other, number(3), because: Self.why)
            let after = try await refusal(hub)
            #expect(after == nil)
            #expect(try await confirmation.waiting(by: Self.clerk).answers.isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'answer.flag-lifted' AND is_failure") == 2)
        }
    }

    /// 2003 has the set-up code from 2004, 2005 from 9, and 2002, 2006 both from 8.
    private func setUp(_ hub: TestHub) async throws {
        for (account, by) in [("2003", "2004"), ("2005", "9"), ("2002", "8"), ("2006", "8")] {
            _ = try await hub.admin.execute("INSERT INTO access.person (account, opened_at, name, by_whom) VALUES (\(account), now(), '試験', \(by))")
            _ = try await hub.admin.execute("INSERT INTO access.credential (account, set_up_by, set_up_on) VALUES (\(account), \(by), '2026-11-01')")
        }
    }

    @Test func whoeverSetTheAskerUpIsNoSecondPersonToLiftTheFlag() async throws {
        try await withHub { hub, confirmation in
            try await setUp(hub)
            try await confirmation.askToLift(by: Self.lifter, number(3), because: Self.why)
            await #expect(throws: AnswerRefused.notTwoPeople) { try await confirmation.confirmLifting(by: Self.other, number(3), because: Self.why) }
            #expect(try await refusal(hub) == "P0011")
            try await confirmation.confirmLifting(by: Staff.with(.liftSuppression, account: "2005"), number(3), because: Self.why)
            #expect(try await refusal(hub) == nil)
        }
    }

    @Test func whoeverAskedReleasesNothingToThemselves() async throws {
        try await withHub { hub, confirmation in
            try await setUp(hub)
            _ = try await refusal(hub)
            let request = try await onlyRequest(confirmation)
            // As an export does, which a person of the staff asks for.
            try await hub.rewrite(.answerRequest, "UPDATE answer.request SET asked_by = 'staff 2002'")
            await #expect(throws: AnswerRefused.ownQuestion) { try await confirmation.decide(by: Self.clerk, request, isReleased: true, because: Self.why) }
            await #expect(throws: AnswerRefused.notTwoPeople) {
                try await confirmation.decide(by: Staff.with(.operateDeliveries, account: "2006"), request, isReleased: true, because: Self.why)
            }
            #expect(try await refusal(hub) == "P0011")
            // Refusing gives nobody anything.
            try await confirmation.decide(by: Self.clerk, request, isReleased: false, because: Self.why)
        }
    }

    @Test func twoWhoConfirmAtOnceLiftItOnce() async throws {
        try await withHub { hub, confirmation in
            try await confirmation.askToLift(by: Self.lifter, number(3), because: Self.why)
            let third = try number(3)
            let lifted = await withTaskGroup(of: Bool.self) { group in
                for account in ["2004", "2005"] {
                    group.addTask {
                        do {
                            try await confirmation.confirmLifting(by: Staff.with(.liftSuppression, account: account), third, because: Self.why)
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(lifted == 1)
            #expect(try await hub.count("SELECT count(*) FROM answer.flag_act WHERE act = 'l'") == 1)
        }
    }

    @Test func onlyPersonsWithTheRightAndAReasonDecide() async throws {
        try await withHub { hub, confirmation in
            _ = try await refusal(hub)
            let request = try await onlyRequest(confirmation)
            await #expect(throws: AccessRefused.self) {
                try await confirmation.decide(by: Staff.without(.operateDeliveries), request, isReleased: true, because: Self.why)
            }
            await #expect(throws: AnswerRefused.onlyPersons) {
                try await confirmation.decide(by: Staff.service(.operateDeliveries), request, isReleased: true, because: Self.why)
            }
            await #expect(throws: AnswerRefused.noReason) { try await confirmation.decide(by: Self.clerk, request, isReleased: true, because: " ") }
            await #expect(throws: AnswerRefused.unknownRequest) {
                try await confirmation.decide(by: Self.clerk, request + 1, isReleased: true, because: Self.why)
            }
            await #expect(throws: AccessRefused.self) { try await confirmation.flag(by: Staff.without(.correct), number(1), because: Self.why) }
            await #expect(throws: AccessRefused.self) { try await confirmation.askToLift(by: Staff.without(.liftSuppression), number(3), because: Self.why) }
            await #expect(throws: AccessRefused.self) { try await confirmation.waiting(by: Staff.without(.operateDeliveries)) }
            let code = try await refusal(hub)
            #expect(code == "P0011")
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind LIKE 'answer.%' AND is_failure") == 7)
        }
    }
}
