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

/// The queue of what waits for a person's answer is read by pages, and what nobody decides in time is refused and recorded (CT-18).
@Suite(.timeLimit(.minutes(10))) struct WaitingAnswersTests {
    private static let clerk = Staff.with(.operateDeliveries, .correct, account: "2002")
    private static let why = "本人の申し出による"

    /// Six residents, all flagged but the last, and asked about by both systems.
    private func withHub(_ body: (TestHub, ManualConfirmation) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(), TestPolicy(system: .childcare))
            try await hub.advance("2026-11-20")
            try await hub.take((1...6).map { ResidentRow($0) })
            try await hub.settle()
            let confirmation = ManualConfirmation(provisioning: hub.clerking)
            for n in 1...5 { try await confirmation.flag(by: Self.clerk, try AddresseeNumber(ResidentRow.number(n)), because: Self.why) }
            for system in [SystemName.tax, .childcare] {
                for n in 1...5 {
                    let code = await refusal(hub, n, system)
                    #expect(code == "P0011")
                }
            }
            try await body(hub, confirmation)
        }
    }

    private func refusal(_ hub: TestHub, _ n: Int, _ system: SystemName = .tax) async -> String? {
        do {
            _ = try await hub.person(ResidentRow.number(n), system)
            return nil
        } catch {
            return (error as? ProvisionRefused)?.refusal.told.code ?? "\(error)"
        }
    }

    /// As if the questions of a person had been asked so many days ago.
    private func age(_ hub: TestHub, _ n: Int, days: Int) async throws {
        try await hub.rewrite(
            .answerRequest,
            """
            UPDATE answer.request SET asked_at = now() - \(Int64(days)) * interval '1 day' - interval '1 minute'
            WHERE addressee_id = (SELECT addressee_id FROM register.addressee WHERE atenabango = \(ResidentRow.number(n)))
            """)
    }

    @Test func pagesFollowOneAnotherWithoutGapOrOverlap() async throws {
        try await withHub { hub, confirmation in
            var (seen, after): ([Int64], Int64?) = ([], nil)
            var sizes: [Int] = []
            while true {
                let page = try await confirmation.waiting(by: Self.clerk, after: after, limit: 4)
                seen += page.answers.map(\.id)
                sizes.append(page.answers.count)
                guard page.more else { break }
                after = page.answers.last?.id
            }
            #expect(sizes == [4, 4, 2] && seen == seen.sorted() && Set(seen).count == 10)
            #expect(try await confirmation.waiting(by: Self.clerk, limit: 10).more == false)
            let told = try await hub.text(
                "SELECT body::jsonb ->> 'fields' FROM audit.event WHERE kind = 'answer.listed' AND body LIKE '%after%' ORDER BY event_id DESC LIMIT 1")
            #expect(told?.contains(#""count": "2""#) == true)
        }
    }

    @Test func onlyTheAskedSystemsQuestionsAreShown() async throws {
        try await withHub { _, confirmation in
            let page = try await confirmation.waiting(by: Self.clerk, of: .childcare, limit: 5)
            #expect(page.answers.map(\.system) == Array(repeating: "childcare", count: 5) && !page.more)
            #expect(try await confirmation.waiting(by: Self.clerk, of: .careInsurance).answers.isEmpty)
        }
    }

    @Test func theAgeIsShownInWholeDays() async throws {
        try await withHub { hub, confirmation in
            try await age(hub, 2, days: 12)
            let days = try await confirmation.waiting(by: Self.clerk, of: .tax).answers.map(\.days)
            #expect(days.sorted() == [0, 0, 0, 0, 12])
        }
    }

    @Test(arguments: [0, -1, 1001]) func aPageOfNothingOrOfTooMuchIsRefusedAndRecorded(limit: Int) async throws {
        try await withHub { hub, confirmation in
            await #expect(throws: AnswerRefused.wrongLimit) { try await confirmation.waiting(by: Self.clerk, limit: limit) }
            let refusals = try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'answer.listed' AND is_failure")
            #expect(refusals == 1)
        }
    }

    @Test func whatNobodyDecidedInTimeIsRefusedAndTheReceiverIsTold() async throws {
        try await withHub { hub, confirmation in
            try await age(hub, 1, days: 30)
            try await age(hub, 2, days: 29)
            #expect(try await confirmation.lapse(after: 30, byWhom: "service calendar") == 2)
            #expect(try await confirmation.lapse(after: 30, byWhom: "service calendar") == 0)
            for system in [SystemName.tax, .childcare] {
                #expect(await refusal(hub, 1, system) == "P0013")
                #expect(await refusal(hub, 2, system) == "P0011")
            }
            // It does not wait again while that stands, on no way.
            _ = try await hub.full()
            _ = try await hub.changes()
            let waiting = try await confirmation.waiting(by: Self.clerk, limit: 100).answers
            #expect(waiting.count == 8 && !waiting.contains { $0.addresseeNumber == ResidentRow.number(1) })
            let events = try await hub.rows(
                """
                SELECT body::jsonb #>> '{fields,reason}', body::jsonb #>> '{fields,days}', by_whom, addressee_id IS NOT NULL FROM audit.event
                WHERE kind = 'answer.lapsed'
                """)
            #expect(events.count == 2)
            for event in events {
                let told = try event.decode((String, String, String, Bool).self)
                #expect(told == ("期限切れ", "30", "service calendar", true))
            }
            #expect(try await hub.count("SELECT count(*) FROM answer.request WHERE outcome = 'x' AND reason = '期限切れ'") == 2)
        }
    }

    @Test func afterTheRefusalsDaysTheQuestionMayBeAskedAgain() async throws {
        try await withHub { hub, confirmation in
            try await age(hub, 1, days: 30)
            try await confirmation.lapse(byWhom: "service calendar")
            #expect(await refusal(hub, 1) == "P0013")
            try await hub.rewrite(.answerRequest, "UPDATE answer.request SET stands_until = now() - interval '1 second' WHERE outcome = 'x'")
            #expect(await refusal(hub, 1) == "P0011")
            #expect(try await confirmation.waiting(by: Self.clerk, of: .tax).answers.count == 5)
        }
    }

    @Test func whoLapsedCanStillBeReleasedButNotBesideANewQuestion() async throws {
        try await withHub { hub, confirmation in
            try await age(hub, 1, days: 30)
            try await confirmation.lapse(byWhom: "service calendar")
            let lapsed = try await confirmation.waiting(by: Self.clerk, of: .tax, isLapsed: true).answers
            #expect(lapsed.map(\.addresseeNumber) == [ResidentRow.number(1)])
            let request = try #require(lapsed.first).id
            try await confirmation.decide(by: Self.clerk, request, isReleased: true, because: Self.why)
            #expect(await refusal(hub, 1) == nil)
            #expect(try await confirmation.waiting(by: Self.clerk, of: .tax, isLapsed: true).answers.isEmpty)
            // The other system's lapsed, and was asked again since: the new one is the one to decide.
            let other = try #require(try await confirmation.waiting(by: Self.clerk, of: .childcare, isLapsed: true).answers.first).id
            try await hub.rewrite(.answerRequest, "UPDATE answer.request SET stands_until = now() - interval '1 second' WHERE outcome = 'x'")
            #expect(await refusal(hub, 1, .childcare) == "P0011")
            #expect(try await confirmation.waiting(by: Self.clerk, of: .childcare, isLapsed: true).answers.isEmpty)
            await #expect(throws: AnswerRefused.unknownRequest) {
                try await confirmation.decide(by: Self.clerk, other, isReleased: true, because: Self.why)
            }
        }
    }

    @Test func itemsThatNobodyReleasedInTimeAreToldAsDeclined() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(more: "confirm-items: [jusho_choaza]"))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            let confirmation = ManualConfirmation(provisioning: hub.clerking)
            #expect(try await hub.person(ResidentRow.number(1)).waiting == [.jushoChoaza])
            try await age(hub, 1, days: 30)
            #expect(try await confirmation.lapse(byWhom: "service calendar") == 1)
            let entry = try await hub.person(ResidentRow.number(1))
            #expect(entry.items[.shimei] != nil && entry.items[.jushoChoaza] == nil && entry.waiting.isEmpty && entry.declined == [.jushoChoaza])
            #expect(try await confirmation.waiting(by: Self.clerk).answers.isEmpty)
            #expect(try await hub.text("SELECT body::jsonb #>> '{fields,items}' FROM audit.event WHERE kind = 'answer.lapsed'") == "jusho_choaza")
        }
    }

    @Test func moreThanOneTransactionsWorthLapsesAtOnce() async throws {
        try await withHub { hub, confirmation in
            try await hub.rewrite(
                .answerRequest,
                """
                INSERT INTO answer.request (addressee_id, asked_at, way, system, dataset, asked_by)
                SELECT 1000000 + n, now() - interval '40 days', 'o', 'tax', 'addressee', 'test' FROM generate_series(1, 1203) AS n
                """)
            #expect(try await confirmation.lapse(byWhom: "service calendar") == 1203)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'answer.lapsed'") == 1203)
        }
    }
}
