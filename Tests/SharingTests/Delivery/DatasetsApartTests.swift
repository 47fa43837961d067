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

/// データセットごとの配信. What is done to one dataset of a system leaves what another has open as it is.
@Suite(.timeLimit(.minutes(10))) struct DatasetsApartTests {
    /// What a dataset has open.
    private struct Open: Equatable {
        var dead = 0
        var waiting = 0
        var awaited = 0
        var startsOver = 0

        static let one = Open(dead: 1, waiting: 1, awaited: 1)
    }

    private func standing(_ hub: TestHub, _ dataset: String) async throws -> Open {
        Open(
            dead: try await hub.count(
                "SELECT count(*) FROM delivery.dead_letter WHERE system = 'tax' AND dataset = \(dataset) AND redelivered_at IS NULL"),
            waiting: try await hub.count("SELECT count(*) FROM delivery.waiting WHERE system = 'tax' AND dataset = \(dataset) AND attempts > 0"),
            awaited: try await hub.count("SELECT count(*) FROM delivery.awaited WHERE system = 'tax' AND dataset = \(dataset)"),
            startsOver: try await hub.count("SELECT count(*) FROM delivery.subscription WHERE system = 'tax' AND dataset = \(dataset) AND starts_over"))
    }

    /// Three residents, of whom tax has not taken the second; and of what it is told of incomes a letter lies dead, a person waits, and an answer is overdue.
    private func withTwoDatasets(_ body: (TestHub, Receiver) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei, .jushoChoaza]))
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.settle()
            let receiver = Receiver()
            receiver.set(verdict: { $0.addresseeNumber.value == ResidentRow.number(2) ? .rejected(reason: "E0002") : .applied })
            try await hub.worker(receiver).run(untilIdle: true)
            receiver.set(verdict: { _ in .applied })
            try await hub.admin.execute("INSERT INTO delivery.subscription (system, dataset, position) VALUES ('tax', 'tax-income', 'somewhere')")
            try await hub.admin.execute(
                """
                INSERT INTO delivery.dead_letter (addressee_id, history_number, system, dataset, reason)
                SELECT addressee_id, 1, 'tax', 'tax-income', 'E0002' FROM register.addressee WHERE atenabango = \(ResidentRow.number(1))
                """)
            try await hub.admin.execute(
                """
                INSERT INTO delivery.waiting (addressee_id, next_attempt_at, attempts, system, dataset, reason)
                SELECT addressee_id, 'infinity', 3, 'tax', 'tax-income', 'busy' FROM register.addressee WHERE atenabango = \(ResidentRow.number(1))
                """)
            try await hub.admin.execute(
                """
                INSERT INTO delivery.awaited (record_id, addressee_id, sequence, history_number, is_removal, is_overdue, system, dataset, receipt)
                SELECT (SELECT min(record_id) FROM provision.record), addressee_id, 1, 1, false, true, 'tax', 'tax-income', 'R-1'
                FROM register.addressee WHERE atenabango = \(ResidentRow.number(1))
                """)
            #expect(try await standing(hub, "addressee") == Open(dead: 1))
            #expect(try await standing(hub, "tax-income") == .one)
            try await body(hub, receiver)
        }
    }

    @Test func aChangeOfOnePolicySendsNothingOfAnotherDatasetAgain() async throws {
        try await withTwoDatasets { hub, receiver in
            try await hub.load(TestPolicy(items: [.shimei]))
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 3, "what lay dead was told under the new rules")
            #expect(try await standing(hub, "addressee") == Open())
            #expect(try await standing(hub, "tax-income") == .one)
        }
    }

    @Test func whatSomebodySendsAgainIsOfTheDatasetThatTheyName() async throws {
        try await withTwoDatasets { hub, receiver in
            let (letters, clerk) = (DeadLetters(pool: hub.staffed), Staff.with(.operateDeliveries))
            let incomes = try #require(DatasetName(rawValue: "tax-income"))
            #expect(try await letters.redeliver(by: clerk, .tax, .addressee, id: nil) == 1)
            #expect(try await letters.redeliverUnanswered(by: clerk, .tax, .addressee) == 0)
            #expect(try await letters.startOver(by: clerk, .tax, .addressee))
            #expect(try await standing(hub, "tax-income") == .one)
            #expect(try await standing(hub, "addressee") == Open(startsOver: 1))
            #expect(
                try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind LIKE 'delivery.%' AND body::jsonb #>> '{fields,dataset}' = 'addressee' AND NOT is_failure")
                    == 3)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 3)
            #expect(try await letters.redeliver(by: clerk, .tax, incomes, id: nil) == 1)
            // Without one, all of them.
            #expect(try await letters.redeliverUnanswered(by: clerk, .tax) == 1)
            #expect(try await letters.startOver(by: clerk, .tax))
            #expect(try await standing(hub, "tax-income") == Open(startsOver: 1))
            #expect(try await standing(hub, "addressee") == Open(startsOver: 1))
            #expect(try await letters.startOver(by: clerk, .tax, DatasetName(rawValue: "nothing")) == false)
        }
    }
}
