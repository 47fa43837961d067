import AccessControlStand
import Addressee
import ConnectorKit
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
@testable import TransparencyLog

/// Who received what about a person, and who looked, as the log tells it, single answers and batches alike.
@Suite(.timeLimit(.minutes(10))) struct DisclosureTests {
    private static let auditor = Staff.with(.readLog, account: "3001")
    private static let why = "本人からの開示請求"

    private func number(_ n: Int) throws -> AddresseeNumber { try AddresseeNumber(ResidentRow.number(n)) }

    /// Ten residents; 1 to 5 in the ward that the tax policy speaks of.
    private func withHub(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: "ward: [\"111082\"]", purpose: "地方税の<賦課>"))
            try await hub.advance("2026-11-20")
            try await hub.take((1...10).map { n in ResidentRow(n).with { if n > 5 { $0[.jushoShikuchosonkodo] = "111023" } } })
            try await hub.settle()
            try await body(hub)
        }
    }

    private func report(_ hub: TestHub, _ n: Int, until: CalendarDay? = nil) async throws -> DisclosureReport {
        try await DisclosureReporting(provisioning: hub.provisioning).report(by: Self.auditor, on: number(n), until: until, because: Self.why)
    }

    @Test func batchesAndSingleAnswersAreToldWithPolicyAndBasis() async throws {
        try await withHub { hub in
            _ = try await hub.changes()
            _ = try await hub.full()
            _ = try await hub.person(ResidentRow.number(3))
            try await hub.worker(Receiver()).run(untilIdle: true)
            let provided = try await report(hub, 3).lines(of: .provided)
            #expect(provided.map(\.way) == ["変更分の照会", "全件の照会", "1件の照会", "配信"])
            for line in provided {
                #expect(line.who.hasSuffix("tax") && line.purpose == "地方税の<賦課>" && line.includesIndividualNumber == true && line.isGenuine)
                #expect(line.bases.map(\.law) == ["地方税法"] && line.bases.map(\.affair) == ["個人市民税賦課事務"])
                #expect(line.items.contains("氏名") && line.policy.count == 64)
            }
        }
    }

    @Test func whoWasNotHandedOverIsNotNamed() async throws {
        try await withHub { hub in
            _ = try await hub.changes()
            _ = try await hub.full()
            let lines = try await report(hub, 7).lines
            #expect(lines.isEmpty)
        }
    }

    @Test func refusalsAndLooksAreTold() async throws {
        try await withHub { hub in
            await #expect(throws: ProvisionRefused.self) { try await hub.person(ResidentRow.number(7)) }
            let staff = PersonLookup(provisioning: hub.provisioning)
            _ = try await staff.person(by: Staff.with(.seePerson), number(7), reason: .init(.inquiry, "電話での問い合わせ"))
            _ = try await staff.search(
                by: Staff.with(.seePerson), .init(name: "試験　\(ResidentRow.name(7))", birth: "1980-01-02"), reason: .init(.certificate, "証明書の交付申請"))
            await #expect(throws: AccessRefused.self) {
                try await staff.person(by: Staff.without(.seePerson), number(7), reason: .init(.inquiry, "興味本位の照会"))
            }
            let report = try await report(hub, 7)
            #expect(report.lines(of: .refused).map(\.reason).first?.contains("P0003") == true)
            let looked = report.lines(of: .looked)
            #expect(looked.map(\.what) == ["職員による照会", "職員による検索", "職員による照会（拒否）"])
            #expect(looked.first?.reason == "窓口・電話の問い合わせへの回答 電話での問い合わせ")
            #expect(looked.first?.department == "市民課" && looked.first?.terminal == "window-1" && looked.first?.who == "staff 1001")
        }
    }

    @Test func noneOfManyBatchesIsLeftOut() async throws {
        try await withHub { hub in
            // More than are looked into at a time, and each names the person among others.
            for _ in 0..<70 { _ = try await hub.changes() }
            _ = try await hub.person(ResidentRow.number(3))
            let lines = try await report(hub, 3).lines(of: .provided)
            #expect(lines.count == 71)
            #expect(lines.map(\.event) == lines.map(\.event).sorted() && Set(lines.map(\.event)).count == 71)
            #expect(try await report(hub, 7).lines(of: .provided).isEmpty)
        }
    }

    @Test func theFirstAndTheLastDayAreWhole() async throws {
        try await withHub { hub in
            _ = try await hub.person(ResidentRow.number(3))
            func told(from: CalendarDay, until: CalendarDay) async throws -> Int {
                try await DisclosureReporting(provisioning: hub.provisioning).report(
                    by: Self.auditor, on: number(3), from: from, until: until, because: Self.why
                )
                .lines(of: .provided).count
            }
            // The log of a day in Japan: its first and its last instant, and those beside them.
            let asked = day("2026-11-20")
            for (at, expected) in [
                ("2026-11-19T14:59:59.999999Z", 0), ("2026-11-19T15:00:00Z", 1), ("2026-11-20T14:59:59.999999Z", 1), ("2026-11-20T15:00:00Z", 0),
            ] {
                _ = try await hub.admin.execute(
                    "UPDATE audit.event SET recorded_at = \(at)::text::timestamptz WHERE kind = 'provision.answered' AND addressee_id IS NOT NULL")
                let found = try await told(from: asked, until: asked)
                #expect(found == expected, "\(at)")
            }
        }
    }

    @Test func onlyTheAskedDaysAreTold() async throws {
        try await withHub { hub in
            _ = try await hub.changes()
            let none = try await report(hub, 3, until: CalendarDay.today().adding(days: -1)).lines
            #expect(none.isEmpty)
            let today = try await report(hub, 3).lines
            #expect(today.count(where: { $0.part == .provided }) == 1)
        }
    }

    @Test func makingItIsAnEventAndNeedsRightAndReason() async throws {
        try await withHub { hub in
            let reporting = DisclosureReporting(provisioning: hub.provisioning)
            await #expect(throws: AccessRefused.self) { try await reporting.report(by: Staff.without(.readLog), on: number(3), because: Self.why) }
            await #expect(throws: LookupRefused.noReason) { try await reporting.report(by: Self.auditor, on: number(3), because: "") }
            await #expect(throws: LookupRefused.unknown) { try await reporting.report(by: Self.auditor, on: AddresseeNumber("R99999999"), because: Self.why) }
            _ = try await report(hub, 3)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'disclosure.made' AND is_failure") == 3)
            let again = try await report(hub, 3).lines(of: .handled)
            #expect(again.map(\.what) == ["開示記録の作成"])
        }
    }

    @Test func aRowWhosePersonalFieldsWereAlteredIsMarked() async throws {
        try await withHub { hub in
            _ = try await hub.person(ResidentRow.number(3))
            _ = try await hub.rows("UPDATE audit.event SET personal = replace(personal, 'R', 'r') WHERE kind = 'provision.answered'")
            let report = try await report(hub, 3)
            #expect(report.lines.map(\.isGenuine) == [false])
            #expect(report.page.contains("証跡と不一致"))
        }
    }

    @Test func batchesWhosePersonsWereErasedAreCounted() async throws {
        try await withHub { hub in
            _ = try await hub.changes()
            _ = try await hub.rows("UPDATE audit.event SET personal = NULL, salt = NULL WHERE kind = 'provision.answered'")
            let report = try await report(hub, 3)
            #expect(report.lines.isEmpty && report.erased == 1)
            #expect(report.page.contains("消去した記録が1件"))
        }
    }

    @Test func thePageEscapesAndTheTableForSpreadsheetsHoldsNoFormula() async throws {
        try await withHub { hub in
            _ = try await hub.person(ResidentRow.number(3))
            let staff = PersonLookup(provisioning: hub.provisioning)
            _ = try await staff.person(by: Staff.with(.seePerson), number(3), reason: .init(.inquiry, "<script>alert(1)</script>"))
            let report = try await report(hub, 3)
            #expect(!report.page.contains("<script") && report.page.contains("&lt;script&gt;") && report.page.contains("地方税の&lt;賦課&gt;"))
            #expect(report.page.contains(#"<th scope="col">"#) && report.page.contains("令和"))
            #expect(report.csv.hasPrefix("\u{FEFF}記録番号,"))
            #expect(report.csv.split(separator: "\r\n").count == 3)
        }
    }

    @Test func everyLineIsProvenOfflineAndABatchTellsNothingOfOthers() async throws {
        try await withHub { hub in
            _ = try await hub.changes()
            _ = try await hub.person(ResidentRow.number(3))
            try await hub.seal()
            let report = try await report(hub, 3)
            let key = try hub.batchFiles.key()
            var given: [Int64: InclusionProof] = [:]
            let proofs = try await DisclosureReporting(provisioning: hub.provisioning).prove(report.proven, key: key) { given[$0] = $1 }
            #expect(proofs.proven == 2 && proofs.unsealed.isEmpty && proofs.altered.isEmpty)
            for (event, proof) in given {
                try proof.verify(key)
                #expect(proof.event.id == event)
                #expect(proof.event.personal?.contains("persons") != true)
            }
            _ = try await hub.rows("UPDATE audit.event SET body = replace(body, 'one', 'two') WHERE body LIKE '%\"way\":\"one\"%'")
            let after = try await DisclosureReporting(provisioning: hub.provisioning).prove(report.proven, key: key) { _, _ in }
            #expect(after.proven == 1 && after.altered.count == 1)
        }
    }

    @Test(arguments: SeededRandom.seeds) func aSetContainsExactlyItsIds(seed: UInt64) {
        var random = SeededRandom(seed)
        var ids: Set<Int64> = []
        for _ in 0..<300 { ids.insert(.random(in: 1...1000, using: &random)) }
        var set = PersonSet()
        for id in ids.sorted() { set.insert(id) }
        let bytes = set.finish()
        for id in 0...1002 as ClosedRange<Int64> { #expect(PersonSet.contains(id, in: bytes) == ids.contains(id)) }
    }
}
