import AccessControlStand
import Addressee
import AuditTrail
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// Whoever has a password of the database lifts no flag and releases nothing (自動応答不可, DESIGN §8).
@Suite(.timeLimit(.minutes(10))) struct TrueAnswersTests {
    private static let corrector = Staff.with(.correct, account: "2001")
    private static let clerk = Staff.with(.operateDeliveries, account: "2002")
    private static let lifter = Staff.with(.liftSuppression, account: "2003")
    private static let other = Staff.with(.liftSuppression, account: "2004")
    private static let why = "本人の申し出による"

    /// Three residents, the third flagged; the second's address waits for somebody.
    private func withHub(confirming: String = "", _ body: (TestHub, ManualConfirmation) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(ways: "[push, pull, medium]", more: confirming))
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            let confirmation = ManualConfirmation(provisioning: hub.clerking)
            try await confirmation.flag(by: Self.corrector, AddresseeNumber(ResidentRow.number(3)), because: Self.why)
            try await hub.settle()
            try await body(hub, confirmation)
        }
    }

    /// As the login of the service could.
    private func forge(_ hub: TestHub, _ sql: Query) async throws { _ = try await hub.admin.execute(sql) }

    private func refusal(_ hub: TestHub) async throws -> String? {
        do {
            _ = try await hub.person(ResidentRow.number(3))
            return nil
        } catch let refused as ProvisionRefused {
            return refused.refusal.told.code
        }
    }

    private func waiting(_ confirmation: ManualConfirmation) async throws -> Int64 {
        try #require(try await confirmation.waiting(by: Self.clerk).answers.first).id
    }

    /// Nothing about the flagged person goes out, whoever asks on whatever way.
    private func expectKeptBack(_ hub: TestHub) async throws {
        #expect(try await refusal(hub) == "P0011")
        try await hub.settle()
        for format in ExtractFormat.allCases {
            let text = String(decoding: try await hub.full(.tax, format).bytes, as: UTF8.self)
            #expect(text.contains(ResidentRow.number(1)) && !text.contains("試験　\(ResidentRow.name(3))"))
        }
        var state = HeldState()
        try await state.catchUp(hub)
        #expect(state.held.keys.sorted() == [1, 2].map(ResidentRow.number))
        let receiver = Receiver()
        try await hub.worker(receiver).run(untilIdle: true)
        #expect(receiver.held.keys.sorted() == [1, 2].map(ResidentRow.number))
    }

    private func untrue(_ hub: TestHub) async throws -> [String: Int] {
        let rows = try await hub.pool.withConnection { try await UntrueRows.all(hub.keys, on: $0) }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.table, $0.count) })
    }

    @Test func whatTheHubWritesIsTrue() async throws {
        try await withHub(confirming: "confirm-items: [jusho_choaza]") { hub, confirmation in
            let third = try AddresseeNumber(ResidentRow.number(3))
            _ = try await hub.person(ResidentRow.number(2))
            #expect(try await refusal(hub) == "P0011")
            _ = try await hub.full()
            _ = try await hub.changes()
            for answer in try await confirmation.waiting(by: Self.clerk).answers {
                try await confirmation.decide(by: Self.clerk, answer.id, isReleased: answer.items.isEmpty, because: Self.why)
            }
            #expect(try await refusal(hub) == nil)
            _ = try await hub.person(ResidentRow.number(1))
            try await hub.rewrite(.answerRequest, "UPDATE answer.request SET asked_at = now() - interval '31 days' WHERE outcome IS NULL")
            #expect(try await confirmation.lapse(byWhom: "service calendar") > 0)
            try await confirmation.askToLift(by: Self.lifter, third, because: Self.why)
            try await confirmation.confirmLifting(by: Self.other, third, because: Self.why)
            try await hub.load(TestPolicy(items: [.shimei, .jushoChoaza], more: "confirm-items: [jusho_choaza]"))
            #expect(try await hub.count("SELECT count(DISTINCT outcome) FROM answer.request") == 3)
            #expect(try await untrue(hub).isEmpty)
        }
    }

    @Test func aFlagIsNotLiftedBySQL() async throws {
        try await withHub { hub, confirmation in
            let third = try AddresseeNumber(ResidentRow.number(3))
            try await forge(
                hub,
                """
                INSERT INTO answer.flag_act (addressee_id, act, by_whom, reason)
                SELECT f.addressee_id, forged.act::"char", forged.by_whom, f.reason FROM answer.flag_act f
                    CROSS JOIN (VALUES ('a', 'staff 2003'), ('l', 'staff 2004')) AS forged (act, by_whom)
                """)
            try await expectKeptBack(hub)
            #expect(try await untrue(hub) == ["answer.flag_act": 2])
            // Nor with the MAC of a true one.
            try await forge(hub, "UPDATE answer.flag_act SET mac = (SELECT mac FROM answer.flag_act WHERE act = 's')")
            #expect(try await refusal(hub) == "P0011")
            // Two people lift nothing either, while nobody knows what it says.
            await #expect(throws: AnswerRefused.untrueRow) { try await confirmation.askToLift(by: Self.lifter, third, because: Self.why) }
            await #expect(throws: AnswerRefused.untrueRow) { try await confirmation.confirmLifting(by: Self.other, third, because: Self.why) }
            try await forge(hub, "DELETE FROM answer.flag_act WHERE act <> 's'")
            try await confirmation.askToLift(by: Self.lifter, third, because: Self.why)
            try await confirmation.confirmLifting(by: Self.other, third, because: Self.why)
            #expect(try await refusal(hub) == nil)
        }
    }

    @Test(arguments: ["act = 'l'", "act = 'a'", "flag_act_id = DEFAULT", "mac = NULL"]) func aFlagThatWasAlteredStillFlags(_ change: String) async throws {
        try await withHub { hub, _ in
            try await forge(hub, "UPDATE answer.flag_act SET \(unsafeSQL: change)")
            #expect(try await refusal(hub) == "P0011")
            #expect(try await untrue(hub) == ["answer.flag_act": 1])
        }
    }

    @Test func aFlagMovedBehindALiftingStillFlags() async throws {
        try await withHub { hub, confirmation in
            let third = try AddresseeNumber(ResidentRow.number(3))
            try await confirmation.askToLift(by: Self.lifter, third, because: Self.why)
            try await confirmation.confirmLifting(by: Self.other, third, because: Self.why)
            #expect(try await refusal(hub) == nil)
            try await confirmation.flag(by: Self.corrector, third, because: Self.why)
            // As only the tables' owner could.
            try await forge(hub, "ALTER TABLE answer.flag_act ALTER COLUMN flag_act_id SET GENERATED BY DEFAULT")
            try await forge(hub, "UPDATE answer.flag_act SET flag_act_id = -1 WHERE flag_act_id = (SELECT max(flag_act_id) FROM answer.flag_act)")
            #expect(try await refusal(hub) == "P0011")
        }
    }

    @Test func anAnswerIsNotReleasedBySQL() async throws {
        try await withHub { hub, confirmation in
            #expect(try await refusal(hub) == "P0011")
            let request = try await waiting(confirmation)
            try await forge(
                hub,
                """
                UPDATE answer.request SET outcome = 'r', decided_at = now(), decided_by = 'staff 2002', reason = '本人の申し出', stands_until = now() + interval '7 days'
                """)
            try await expectKeptBack(hub)
            // Nor with the MAC of a true release, nor by a row of its own.
            try await hub.rewrite(
                .answerRequest,
                """
                INSERT INTO answer.request (addressee_id, way, system, dataset, asked_by, outcome, decided_at, decided_by, reason, stands_until)
                SELECT addressee_id, way, 'childcare', dataset, asked_by, outcome, decided_at, decided_by, reason, stands_until FROM answer.request WHERE request_id = \(request)
                """)
            try await forge(hub, "UPDATE answer.request SET mac = (SELECT mac FROM answer.request WHERE system = 'childcare')")
            #expect(try await refusal(hub) == "P0011")
            try await forge(hub, "DELETE FROM answer.request WHERE system = 'tax'")
            try await forge(hub, "UPDATE answer.request SET system = 'tax'")
            #expect(try await refusal(hub) == "P0011")
            #expect(try await untrue(hub) == ["answer.request": 1])
        }
    }

    @Test func aReleaseIsNotProlongedBySQL() async throws {
        try await withHub { hub, confirmation in
            #expect(try await refusal(hub) == "P0011")
            try await confirmation.decide(by: Self.clerk, waiting(confirmation), isReleased: true, because: Self.why)
            #expect(try await refusal(hub) == nil)
            try await forge(hub, "UPDATE answer.request SET stands_until = now() + interval '10 years'")
            #expect(try await refusal(hub) == "P0011")
        }
    }

    @Test func nobodyReleasesAQuestionThatWasAltered() async throws {
        try await withHub { hub, confirmation in
            #expect(try await refusal(hub) == "P0011")
            let request = try await waiting(confirmation)
            try await forge(hub, "UPDATE answer.request SET asked_by = 'system tax', addressee_id = addressee_id - 1")
            await #expect(throws: AnswerRefused.untrueRow) {
                try await confirmation.decide(by: Self.clerk, request, isReleased: true, because: Self.why)
            }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'answer.decided' AND is_failure AND body LIKE '%K0014%'") == 1)
            #expect(try await hub.count("SELECT count(*) FROM answer.request WHERE outcome IS NOT NULL") == 0)
        }
    }

    @Test func itemsAreNotReleasedBySQL() async throws {
        try await withHub(confirming: "confirm-items: [jusho_choaza]") { hub, confirmation in
            #expect(try await hub.person(ResidentRow.number(2)).waiting == [.jushoChoaza])
            try await forge(
                hub,
                """
                UPDATE answer.request SET outcome = 'r', decided_at = now(), decided_by = 'staff 2002', reason = '本人の申し出', stands_until = now() + interval '7 days'
                """)
            let entry = try await hub.person(ResidentRow.number(2))
            #expect(entry.items[.shimei] != nil && entry.items[.jushoChoaza] == nil && entry.waiting == [.jushoChoaza])
        }
    }

    /// What was refused is not given by an older release, once somebody altered the refusal.
    @Test func aRefusalThatWasAlteredReleasesNothingBesideIt() async throws {
        try await withHub(confirming: "confirm-items: [jusho_choaza]") { hub, confirmation in
            #expect(try await hub.person(ResidentRow.number(2)).waiting == [.jushoChoaza])
            try await confirmation.decide(by: Self.clerk, waiting(confirmation), isReleased: true, because: Self.why)
            #expect(try await hub.person(ResidentRow.number(2)).items[.jushoChoaza] != nil)
            // Under a version before, that waited together with something else.
            try await hub.rewrite(
                .answerRequest,
                """
                INSERT INTO answer.request (addressee_id, items, way, system, dataset, asked_by, outcome, decided_at, decided_by, reason, stands_until)
                SELECT addressee_id, items | 1, way, system, dataset, asked_by, 'n', decided_at, decided_by, reason, stands_until FROM answer.request
                """)
            #expect(try await hub.person(ResidentRow.number(2)).declined == [.jushoChoaza])
            try await forge(hub, "UPDATE answer.request SET outcome = 'r' WHERE outcome = 'n'")
            #expect(try await hub.person(ResidentRow.number(2)).items[.jushoChoaza] == nil)
        }
    }

    /// What an upgrade finds is sealed once, and nothing opens before.
    @Test func whatStoodBeforeIsSealedOnce() async throws {
        try await withHub { hub, confirmation in
            #expect(try await refusal(hub) == "P0011")
            try await confirmation.decide(by: Self.clerk, waiting(confirmation), isReleased: true, because: Self.why)
            for table in ["answer.flag_act", "answer.request"] { try await forge(hub, "UPDATE \(unsafeSQL: table) SET mac = NULL") }
            try await forge(hub, "DELETE FROM access.row_sealing WHERE generation = 4")
            #expect(try await refusal(hub) == "P0011")
            await #expect(throws: RowsUnsealed.self) { try await RowSeal.require(hub.pool) }
            #expect(try await RowSeal(keys: hub.keys).sealStanding(at: .now(), on: hub.admin) == 2)
            #expect(try await RowSeal(keys: hub.keys).sealStanding(at: .now(), on: hub.admin) == nil)
            try await RowSeal.require(hub.pool)
            #expect(try await refusal(hub) == nil)
        }
    }
}
