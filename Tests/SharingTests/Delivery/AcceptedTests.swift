import AccessControlStand
import Addressee
import ConnectorKit
import Postgres
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import AccessControl
@testable import Sharing

/// 受領. A receiver that accepts and answers later: late, in another order, twice, never. Only what it applied is a provision.
@Suite(.timeLimit(.minutes(10))) struct AcceptedTests {
    private func receipt(_ person: Int, _ version: Int = 1) -> String { "\(ResidentRow.number(person))/\(version)" }

    private func withAccepted(_ count: Int = 3, _ body: (EndpointStand, Receiver) async throws -> Void) async throws {
        try await TestHub.withResidentsToPush(count) { hub in
            let receiver = Receiver()
            receiver.state.withLock { _ = $0.description.capabilities.insert(.answersLater) }
            receiver.set { .accepted(receipt: "\($0.addresseeNumber)/\($0.historyNumber)") }
            let stand = EndpointStand(hub, ["memory": receiver])
            try await stand.load("memory")
            try await stand.drain()
            #expect(try await hub.pushResults() == "offered accepted")
            #expect(try await hub.count("SELECT delivered FROM delivery.subscription") == 0)
            #expect(try await hub.count("SELECT count(*) FROM delivery.awaited") == count)
            try await body(stand, receiver)
        }
    }

    @Test func answersThatComeLateTwiceAndInAnotherOrderCountOnce() async throws {
        try await withAccepted { stand, receiver in
            let hub = stand.hub
            receiver.answer(receipt(3), .applied)
            receiver.answer(receipt(3), .applied)
            receiver.answer(receipt(1), .rejected(reason: "shimei: E0002"))
            receiver.answer("nobody asked", .applied)
            try await stand.drain()
            #expect(try await hub.pushResults() == "offered accepted provided")
            #expect(try await hub.count("SELECT delivered FROM delivery.subscription") == 1)
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter") == 1)
            #expect(try await hub.count("SELECT count(*) FROM delivery.awaited") == 1)
            receiver.answer(receipt(3), .rejected(reason: "shimei: E0002"))
            try await stand.drain()
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter") == 1, "what was answered is answered")
            receiver.answer(receipt(2), .retryLater(reason: "busy"))
            receiver.set { _ in .applied }
            try await stand.drain()
            try await hub.makeDue()
            try await stand.drain()
            #expect(receiver.held.keys.sorted() == [ResidentRow.number(2), ResidentRow.number(3)])
            #expect(try await hub.count("SELECT count(*) FROM delivery.awaited") == 0)
        }
    }

    /// A newer state travels while the answer to the older one is awaited; that the older was rejected says nothing then.
    @Test func aNewerStateGoesOnAndTheOlderAnswerComesAfterIt() async throws {
        try await withAccepted(1) { stand, receiver in
            let hub = stand.hub
            try await stand.change(1, to: "北町")
            try await stand.drain()
            #expect(try await hub.count("SELECT count(*) FROM delivery.awaited") == 2)
            receiver.answer(receipt(1, 1), .rejected(reason: "jusho_choaza: E0002"))
            try await stand.drain()
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter") == 0)
            receiver.answer(receipt(1, 2), .applied)
            try await stand.drain()
            #expect(receiver.held[ResidentRow.number(1)]?.items[.jushoChoaza] == "北町")
            #expect(try await hub.pushResults() == "offered accepted offered accepted rejected provided")
        }
    }

    /// A change of the policy is followed once it is applied, not once it is accepted.
    @Test func whatIsTakenBackIsFollowedOnceItIsAnswered() async throws {
        try await withAccepted { stand, receiver in
            let hub = stand.hub
            for person in 1...3 { receiver.answer(receipt(person), .applied) }
            try await stand.drain()
            _ = try await hub.lifecycle.revoke(by: .approver, "tax/addressee", reason: "試験")
            receiver.set { .accepted(receipt: "\($0.addresseeNumber)/gone") }
            try await stand.drain()
            #expect(receiver.held.count == 3)
            #expect(try await hub.count("SELECT count(*) FROM governance.receipt WHERE acknowledged_at IS NULL") == 1)
            for person in 1...3 { receiver.answer("\(ResidentRow.number(person))/gone", .applied) }
            try await stand.drain()
            #expect(receiver.held.isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM governance.receipt WHERE acknowledged_at IS NULL") == 0)
        }
    }

    @Test func whoNeverAnswersIsNamedAndCanBeSentToAgain() async throws {
        try await withAccepted { stand, receiver in
            let hub = stand.hub
            func gaps() async throws -> [EndpointGap] { try await hub.pool.withConnection { try await EndpointGap.all(hub.store, on: $0) } }
            try await AwaitedAnswers.tellOverdue(by: "test", pool: hub.pool)
            #expect(try await gaps().isEmpty)
            _ = try await hub.admin.execute("UPDATE delivery.awaited SET accepted_at = accepted_at - interval '25 hours'")
            for _ in 1...2 { try await AwaitedAnswers.tellOverdue(by: "test", pool: hub.pool) }
            #expect(try await gaps() == [EndpointGap(system: "tax", dataset: "addressee", kind: .unanswered, count: 3)])
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'delivery.answers-overdue'") == 1)
            let report = try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: receiver)
            #expect(!report.isSettled)
            #expect(try await DeadLetters(pool: hub.staffed).redeliverUnanswered(by: .operations, .tax) == 3)
            receiver.set { _ in .applied }
            try await stand.drain()
            #expect(receiver.held.count == 3)
            #expect(try await gaps().isEmpty)
        }
    }

    /// Without the capability, or without a receipt, nothing could ever be answered.
    @Test func whatCouldNotBeAnsweredIsNotAccepted() async throws {
        try await TestHub.withResidentsToPush(1) { hub in
            let receiver = Receiver()
            let stand = EndpointStand(hub, ["memory": receiver])
            try await stand.load("memory")
            receiver.set { _ in .accepted(receipt: "1") }
            try await stand.drain()
            #expect(try await hub.count("SELECT count(*) FROM delivery.awaited") == 0)
            #expect(try await hub.pushResults() == "offered", "offered, and what became of it is not known")
        }
    }

    /// What a receiver writes is kept as far as it can be; a receipt that can't be would never find its answer.
    @Test func whatReceiversWriteIsBounded() {
        for receipt in ["", "a\u{0}b", String(repeating: "長", count: 67)] { #expect(EntryResult.accepted(receipt: receipt).kept.isAccepted == false) }
        #expect(EntryResult.accepted(receipt: "R-1").kept == .accepted(receipt: "R-1"))
        #expect(
            EntryResult.rejected(reason: "shimei:\u{0} \n" + String(repeating: "長", count: 100)).kept
                == .rejected(reason: "shimei:   " + String(repeating: "長", count: 63)))
    }

    /// Killed between the receiver's acceptance and the settlement: its answer is there before anybody waits for it, and is not lost.
    @Test func anAnswerThatIsThereBeforeTheSettlementIsTaken() async throws {
        try await TestHub.withResidentsToPush(2) { hub in
            let receiver = Receiver()
            receiver.state.withLock { _ = $0.description.capabilities.insert(.answersLater) }
            receiver.set { .accepted(receipt: $0.addresseeNumber.value) }
            let stand = EndpointStand(hub, ["memory": receiver])
            try await stand.load("memory")
            receiver.set(after: { _ in throw ConnectorError.interrupted("killed") })
            try await stand.drain()
            #expect(try await hub.count("SELECT count(*) FROM delivery.awaited") == 0)
            for person in 1...2 { receiver.answer(ResidentRow.number(person), .applied) }
            receiver.set(after: { _ in })
            try await hub.makeDue()
            try await stand.drain()
            try await hub.makeDue()
            try await stand.drain()
            #expect(try await hub.count("SELECT count(*) FROM delivery.awaited") == 0)
            #expect(try await hub.pushResults() == "offered accepted provided")
            #expect(receiver.held.count == 2)
        }
    }

    /// The newer state was answered first: that the older one was rejected is nothing that anybody has to look at.
    @Test func anOlderRejectionAfterANewerAnswerIsNoDeadLetter() async throws {
        try await withAccepted(1) { stand, receiver in
            let hub = stand.hub
            try await stand.change(1, to: "北町")
            try await stand.drain()
            receiver.answer(receipt(1, 2), .applied)
            try await stand.drain()
            receiver.answer(receipt(1, 1), .rejected(reason: "jusho_choaza: E0002"))
            try await stand.drain()
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter") == 0)
            #expect(try await hub.count("SELECT count(*) FROM delivery.awaited") == 0)
        }
    }

    /// Whoever is asked no more leaves no acceptance without an end.
    @Test func whatIsWaitedForNoLongerEndsAsUnconfirmed() async throws {
        try await withAccepted { stand, receiver in
            #expect(try await DeadLetters(pool: stand.hub.pool).startOver(by: .operations, .tax))
            #expect(try await stand.hub.pushResults() == "offered accepted unconfirmed")
            receiver.set { _ in .applied }
            try await stand.drain()
            #expect(try await stand.hub.pushResults() == "offered accepted unconfirmed offered provided")
        }
    }

    /// One answer speaks of all under a receipt, another of one person: that one counts for the person.
    @Test func whatNamesThePersonCountsBeforeWhatSpeaksOfAll() async throws {
        try await TestHub.withResidentsToPush(3) { hub in
            let receiver = Receiver()
            receiver.state.withLock { _ = $0.description.capabilities.insert(.answersLater) }
            receiver.set { _ in .accepted(receipt: "F-1") }
            let stand = EndpointStand(hub, ["memory": receiver])
            try await stand.load("memory")
            try await stand.drain()
            let number = try AddresseeNumber(ResidentRow.number(2))
            receiver.answer("F-1", .applied)
            receiver.state.withLock { $0.answers.append(LateAnswer(receipt: "F-1", addresseeNumber: number, result: .rejected(reason: "shimei: E0002"))) }
            try await stand.drain()
            #expect(try await hub.count("SELECT delivered FROM delivery.subscription") == 2)
            let dead = try await hub.text("SELECT a.atenabango FROM delivery.dead_letter JOIN register.addressee a USING (addressee_id)")
            #expect(dead == number.value)
        }
    }

    /// What was answered later is on record, class by class, like what was answered at once; what is awaited is said to be.
    @Test func answersCountInTheComparisonByClass() async throws {
        try await withAccepted { stand, receiver in
            let reconciliation = Reconciliation(provisioning: stand.hub.provisioning)
            let before = try await reconciliation.compareByClass(by: .operations, .tax, "addressee", with: receiver)
            #expect(before.classes.map(\.waiting).reduce(0, +) == 3 && !before.isSettled)
            for person in 1...3 { receiver.answer(receipt(person), .applied) }
            try await stand.drain()
            let after = try await reconciliation.compareByClass(by: .operations, .tax, "addressee", with: receiver)
            #expect(after.agrees, "\(after)")
            #expect(after.classes.map(\.recorded).reduce(0, +) == 3 && after.classes.map(\.waiting).reduce(0, +) == 0)
        }
    }

    /// What became of an offer counts in the place of the offer: a removal that was answered first, or at once, is not undone by the answer to what came before it.
    @Test(arguments: [true, false]) func anOlderAnswerUndoesNoRemovalInTheComparisonByClass(isRemovalAnsweredLater: Bool) async throws {
        try await withAccepted(1) { stand, receiver in
            receiver.set(verdict: { isRemovalAnsweredLater ? .accepted(receipt: "\($0.addresseeNumber)/gone") : .applied })
            try await stand.hub.take([ResidentRow(1).next("21")])
            try await stand.hub.settle()
            try await stand.drain()
            if isRemovalAnsweredLater {
                receiver.answer("\(ResidentRow.number(1))/gone", .applied)
                try await stand.drain()
            }
            receiver.answer(receipt(1), .applied)
            try await stand.drain()
            let answered = isRemovalAnsweredLater ? "accepted provided provided" : "provided provided"
            #expect(try await stand.hub.pushResults() == "offered accepted offered \(answered)")
            let report = try await Reconciliation(provisioning: stand.hub.provisioning).compareByClass(
                by: .operations, .tax, "addressee", with: receiver)
            #expect(report.agrees && report.classes.map(\.overRecorded).reduce(0, +) == 0, "\(report)")
        }
    }

    /// Nobody asks a receiver that is reached no more: what it accepted ends on record, and is told again where it is reached again.
    @Test func aRemovedEndpointLeavesNothingAwaited() async throws {
        try await withAccepted { stand, receiver in
            try await stand.endpoints.remove(by: .operations, .tax, .addressee, reason: "廃止")
            #expect(try await stand.hub.count("SELECT count(*) FROM delivery.awaited") == 0)
            #expect(try await stand.hub.pushResults() == "offered accepted unconfirmed")
            receiver.set { _ in .applied }
            try await stand.load("memory")
            try await stand.drain()
            #expect(receiver.held.count == 3)
            #expect(try await stand.hub.pushResults() == "offered accepted unconfirmed offered provided")
        }
    }

    /// Left by an endpoint that was removed before its answers ended with it.
    @Test func whatIsAwaitedWithoutAnEndpointIsNamedAndCanBeSentAgain() async throws {
        try await withAccepted { stand, receiver in
            let hub = stand.hub
            try await hub.admin.execute("DELETE FROM delivery.endpoint")
            try await AwaitedAnswers.tellOverdue(by: "test", pool: hub.pool)
            let gaps = try await hub.pool.withConnection { try await EndpointGap.all(hub.store, on: $0) }
            #expect(gaps.map(\.kind) == [.unanswered, .missing] && gaps.first?.count == 3)
            #expect(try await DeadLetters(pool: hub.staffed).redeliverUnanswered(by: .operations, .tax) == 3)
            #expect(try await hub.count("SELECT count(*) FROM delivery.awaited") == 0)
        }
    }
}
