import AccessControlStand
import Addressee
import Foundation
import Governance
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import Oversight
@testable import Sharing

/// Each line of a disclosure says what the event says, no more and no less.
@Suite(.timeLimit(.minutes(10))) struct DisclosureLinesTests {
    private static let auditor = Staff.with(.readLog, account: "3001")
    private static let why = "本人からの開示請求"

    /// Three residents; the second version of the policy gives no individual number, for another purpose.
    private func withHub(_ policy: TestPolicy = TestPolicy(purpose: "賦課"), _ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(policy)
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }

    private func number(_ n: Int) throws -> AddresseeNumber { try AddresseeNumber(ResidentRow.number(n)) }

    private func report(_ hub: TestHub, _ n: Int = 1, from: CalendarDay? = nil, until: CalendarDay? = nil) async throws -> DisclosureReport {
        try await DisclosureReporting(provisioning: hub.provisioning).report(by: Self.auditor, on: number(n), from: from, until: until, because: Self.why)
    }

    /// As if the events had said something else.
    private func rewrite(_ hub: TestHub, _ old: String, _ new: String) async throws {
        _ = try await hub.admin.execute("UPDATE audit.event SET body = replace(body, \(old), \(new))")
    }

    @Test func eachProvisionCitesItsOwnVersionAndSaysWhetherTheNumberWent() async throws {
        try await withHub { (hub) async throws in
            _ = try await hub.person(ResidentRow.number(1))
            try await hub.load(TestPolicy(items: [.shimei], purpose: "還付"))
            _ = try await hub.person(ResidentRow.number(1))
            let report = try await report(hub)
            let lines = report.lines(of: .provided)
            #expect(lines.map(\.purpose) == ["賦課", "還付"] && Set(lines.map(\.policy)).count == 2)
            #expect(lines.map(\.includesIndividualNumber) == [true, false])
            #expect(lines.map(\.items.count) == [5, 1])
            #expect(lines.allSatisfy { $0.who == "試験 tax" && $0.terminal == "test tax" && $0.department.isEmpty })
            #expect(report.page.components(separatedBy: "<strong>あり</strong>").count == 2)
            #expect(report.csv.contains(",あり,") && report.csv.contains(",なし,"))
        }
    }

    /// Of a dataset with several records a person it says which of them.
    @Test func aPublishedDatasetAndItsRecordAreNamed() async throws {
        try await TestHub.with { hub in
            typealias Name = PublishedIncomes.Name
            try await hub.load(try PublishedIncomes.policy(items: ["nendo", "gokeishotokukingaku"]))
            try await hub.advance("2026-11-20")
            try await hub.take((1...2).map { ResidentRow($0) })
            func publish(_ names: (Int, String)..., income: String = "7") async throws {
                try await hub.publish(names.map { (Name(number: ResidentRow.number($0.0), year: $0.1), ["gokeishotokukingaku": income]) })
                try await hub.settle()
            }
            func lines(_ part: DisclosureReport.Line.Part = .provided) async throws -> [String] {
                try await report(hub).lines(of: part).map { "\($0.way) \($0.dataset) \($0.records)" }
            }
            let worker = hub.incomeWorker(Receiver())
            // Also where two persons with different years are in one batch.
            try await publish((1, "2025"), (2, "2026"))
            var page = try await hub.incomes(after: nil)
            try await publish((1, "2026"), (2, "2026"), income: "8")
            page = try await hub.incomes(after: page.cursor)
            try await publish((1, "2025"), (1, "2026"), income: "9")
            page = try await hub.incomes(after: page.cursor)
            try await worker.run(untilIdle: true)
            try await publish((1, "2025"), income: "10")
            try await worker.run(untilIdle: true)
            _ = try await hub.provisioning.person(hub.caller(PublishedIncomes.pension), dataset: PublishedIncomes.dataset, addresseeNumber: number(1))
            #expect(
                try await lines() == [
                    "変更分の照会 所得情報 年度 2025", "変更分の照会 所得情報 年度 2026", "変更分の照会 所得情報 年度 2025、2026", "配信 所得情報 年度 2025、2026",
                    "配信 所得情報 年度 2025",
                    "1件の照会 所得情報 年度 2025、2026",
                ])
            try await hub.publish([(Name(number: ResidentRow.number(1), year: "2025"), ["torikeshi": "1"])])
            try await hub.settle()
            try await worker.run(untilIdle: true)
            #expect(try await lines(.takenBack) == ["配信 所得情報 年度 2025"])
            let whole = try await report(hub)
            #expect(whole.csv.contains(",所得情報,年度 2025,") && whole.page.contains("所得情報（年度 2025、2026）"))
        }
    }

    @Test func whatBrokeOffAndWhatWentOnAMediumIsToldSo() async throws {
        try await withHub { (hub) async throws in
            _ = try await hub.person(ResidentRow.number(1))
            try await rewrite(hub, #""result":"provided""#, #""result":"interrupted""#)
            try await rewrite(hub, #""way":"one""#, #""way":"medium""#)
            let line = try #require(try await report(hub).lines(of: .provided).first)
            #expect(line.what == "提供（途中まで）" && line.way == "電子記録媒体")
        }
    }

    @Test func aRefusalSaysWhyAndNothingOfItems() async throws {
        try await withHub(TestPolicy(scope: "ward: [\"111023\"]")) { (hub) async throws in
            await #expect(throws: ProvisionRefused.self) { try await hub.person(ResidentRow.number(1)) }
            try await rewrite(hub, #""refusal":"P0003""#, #""items":"shimei","refusal":"P0003""#)
            let lines = try await report(hub).lines
            #expect(lines.map(\.part) == [.refused])
            let line = try #require(lines.first)
            #expect(line.what == "提供を拒否" && line.items.isEmpty && line.includesIndividualNumber == nil && line.reason.hasPrefix("P0003 "))
        }
    }

    @Test func aNumberThatWasShownIsToldAndOneThatWasNotIsNot() async throws {
        try await withHub { (hub) async throws in
            let provisioning = PersonLookup(provisioning: hub.provisioning)
            let reason = LookupReason(.request, "税務署からの照会")
            _ = try await provisioning.individualNumber(by: Staff.with(.seePerson, .seeIndividualNumber), of: number(1), reason: reason)
            await #expect(throws: AccessRefused.self) {
                try await provisioning.individualNumber(by: Staff.with(.seePerson), of: number(1), reason: reason)
            }
            _ = try await provisioning.person(by: Staff.with(.seePerson), number(1), reason: reason)
            let lines = try await report(hub).lines(of: .looked)
            #expect(lines.map(\.includesIndividualNumber) == [true, false, nil])
            #expect(lines.map(\.what) == ["職員への個人番号の表示", "職員への個人番号の表示（拒否）", "職員による照会"])
            #expect(lines[1].reason == "他機関からの照会への回答 税務署からの照会 権限なし")
        }
    }

    @Test func otherActsAreToldWithSystemAndOutcome() async throws {
        try await withHub { (hub) async throws in
            let provisioning = ManualConfirmation(provisioning: hub.provisioning)
            try await provisioning.flag(by: Staff.with(.correct), number(1), because: "本人の申し出による")
            _ = try await hub.changes()
            var lines = try await report(hub).lines
            #expect(lines.map(\.part) == [.handled, .handled])
            #expect(lines.map(\.what) == ["自動応答不可の設定", "自動応答不可による保留"] && lines.map(\.way) == ["", "tax"])
            #expect(lines.map(\.department) == ["市民課", ""] && lines.map(\.terminal) == ["window-1", ""])
            try await rewrite(hub, #""outcome":"success""#, #""outcome":"failure""#)
            lines = try await report(hub).lines(of: .handled)
            #expect(lines.first?.what == "自動応答不可の設定（拒否）")
        }
    }

    /// The first and the last instant of a day in Japan, and those beside them.
    private static let instants = [
        ("2026-11-19T14:59:59.999999Z", 0), ("2026-11-19T15:00:00Z", 1), ("2026-11-20T14:59:59.999999Z", 1), ("2026-11-20T15:00:00Z", 0),
    ]

    @Test func theDaysAreWholeForBatchesSearchesAndWhatWasErasedToo() async throws {
        try await withHub { (hub) async throws in
            _ = try await hub.changes()
            let staff = PersonLookup(provisioning: hub.provisioning)
            _ = try await staff.search(by: Staff.with(.seePerson), .init(name: "試験", birth: "1980-01-02"), reason: .init(.inquiry, "電話での問い合わせ"))
            let asked = day("2026-11-20")
            for (at, expected) in Self.instants {
                _ = try await hub.admin.execute(
                    "UPDATE audit.event SET recorded_at = \(at)::text::timestamptz WHERE kind IN ('provision.answered', 'person.searched')")
                let report = try await report(hub, from: asked, until: asked)
                #expect(report.lines(of: .provided).count == expected && report.lines(of: .looked).count == expected, "\(at)")
            }
            _ = try await hub.admin.execute("UPDATE audit.event SET personal = NULL, salt = NULL WHERE kind IN ('provision.answered', 'person.searched')")
            for (at, expected) in Self.instants {
                _ = try await hub.admin.execute(
                    "UPDATE audit.event SET recorded_at = \(at)::text::timestamptz WHERE kind IN ('provision.answered', 'person.searched')")
                let erased = try await report(hub, from: asked, until: asked).erased
                #expect(erased == 2 * expected, "\(at)")
            }
        }
    }

    @Test func withoutDaysItBeginsWithTheLog() async throws {
        try await withHub { (hub) async throws in
            _ = try await hub.person(ResidentRow.number(1))
            _ = try await hub.admin.execute("UPDATE audit.event SET recorded_at = '2016-01-01' WHERE kind = 'provision.answered'")
            let lines = try await report(hub).lines(of: .provided)
            #expect(lines.count == 1)
        }
    }

    @Test func whatNeverHadPersonalFieldsIsNotErased() async throws {
        try await withHub { (hub) async throws in
            try await hub.provisioning.refuse(system: "tax", dataset: "addressee", refusal: .anotherSystem, by: "test")
            let report = try await report(hub)
            #expect(report.erased == 0 && !report.page.contains("消去した記録"))
        }
    }

    @Test func whatWasErasedOrAlteredIsSaidOnThePage() async throws {
        try await withHub { (hub) async throws in
            _ = try await hub.changes()
            _ = try await hub.admin.execute("UPDATE audit.event SET personal = NULL, salt = NULL WHERE kind = 'provision.answered'")
            _ = try await hub.person(ResidentRow.number(1))
            _ = try await hub.admin.execute("UPDATE audit.event SET personal = replace(personal, 'R', 'r') WHERE kind = 'provision.answered'")
            let report = try await report(hub)
            #expect(report.erased == 1 && report.page.contains("消去した記録が1件"))
            #expect(report.lines.map(\.isGenuine) == [false] && report.page.contains("証跡と一致しない記録があります"))
            #expect(report.csv.contains("不一致"))
            let event = try await hub.rows(
                """
                SELECT body::jsonb #>> '{fields,count}', body::jsonb #>> '{fields,erased}', addressee_id IS NOT NULL FROM audit.event
                WHERE kind = 'disclosure.made'
                """)
            let told = try #require(event.first).decode((String, String, Bool).self)
            #expect(told == ("1", "1", true))
        }
    }

    @Test func personalFieldsThatAreGoneAreNotTakenForGenuine() async throws {
        try await withHub { (hub) async throws in
            _ = try await hub.person(ResidentRow.number(1))
            _ = try await hub.admin.execute("UPDATE audit.event SET personal = NULL, salt = NULL WHERE kind = 'provision.answered'")
            #expect(try await report(hub).lines.map(\.isGenuine) == [false])
        }
    }

    @Test func aFieldThatASpreadsheetWouldTakeForAFormulaIsText() async throws {
        try await withHub(TestPolicy(purpose: "=1+1")) { (hub) async throws in
            _ = try await hub.person(ResidentRow.number(1))
            let csv = try await report(hub).csv
            #expect(csv.contains(",'=1+1,") && !csv.contains(",=1+1"))
        }
    }

    @Test func whatIsNotSealedYetIsNamedSo() async throws {
        try await withHub { (hub) async throws in
            _ = try await hub.person(ResidentRow.number(1))
            try await hub.seal()
            _ = try await hub.person(ResidentRow.number(1))
            let report = try await report(hub)
            let last = try #require(report.lines.last).event
            let proofs = try await DisclosureReporting(provisioning: hub.provisioning).prove(report.proven, key: try hub.batchFiles.key()) { _, _ in }
            #expect(proofs.proven == 1 && proofs.unsealed == [last] && proofs.altered.isEmpty)
        }
    }
}
