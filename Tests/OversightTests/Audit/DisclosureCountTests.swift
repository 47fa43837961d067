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
@testable import TransparencyLog

/// 回数. However often somebody looked, a report stays one that can be read; what it counts, the log has.
@Suite(.timeLimit(.minutes(10))) struct DisclosureCountTests {
    private static let auditor = Staff.with(.readLog, account: "3001")
    private static let months = [day("2026-09-30"), day("2026-10-01")]

    private func withHub(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }

    private func report(_ hub: TestHub, every: ((DisclosureReport.Line) throws -> Void)? = nil) async throws -> DisclosureReport {
        try await DisclosureReporting(provisioning: hub.provisioning).report(
            by: Self.auditor, on: AddresseeNumber(ResidentRow.number(1)), because: "本人からの開示請求", every: every)
    }

    /// Look-ups of one person as the program writes them, by four clerks, on two grounds, in two months, each with words of its own.
    private func lookUps(_ hub: TestHub, _ count: Int) async throws {
        let id = try await hub.rows("SELECT addressee_id FROM register.addressee WHERE atenabango = \(ResidentRow.number(1))")[0].decode(Int64.self)
        for start in stride(from: 0, to: count, by: 2_000) {
            let events = (start..<min(count, start + 2_000)).map { n in
                AuditEvent(
                    .personLookedUp, by: "staff 100\(n % 4)",
                    fields: ["department": "市民課", "reason": (n / 4 % 2 == 0 ? LookupReason.Kind.inquiry : .certificate).rawValue, "terminal": "window-1"],
                    personal: ["addressee_id": String(id), "atenabango": ResidentRow.number(1), "reason_text": "窓口での問い合わせ\(n)", "rirekibango": "1"],
                    addresseeID: id, at: JapanTime.start(of: Self.months[n * 2 / count]))
            }
            let rows = AuditEvent.texts(of: events)
            let (times, people, bodies) = (events.map(\.at), events.map(\.byWhom), rows.map(\.body))
            let (salts, openings) = (rows.map { Data($0.salt ?? []).base64EncodedString() }, rows.map { $0.personal ?? "" })
            try await hub.pool.transaction { connection in
                try await connection.execute(
                    """
                    \(unsafeSQL: AuditEvent.insertion)
                    SELECT at, \(id), false, \(EventKind.personLookedUp.name), by_whom, body, decode(salt, 'base64'), personal
                    FROM unnest(\(times), \(people), \(bodies), \(salts), \(openings)) AS e (at, by_whom, body, salt, personal)
                    """)
            }
        }
    }

    @Test func aHundredThousandLookUpsAreAFewLinesWhoseCountsAddUp() async throws {
        try await withHub { hub in
            let before = try await report(hub)
            try await lookUps(hub, 100_000)
            let report = try await report(hub)
            let lines = report.lines(of: .looked)
            // Four clerks, two grounds, two months.
            #expect(lines.count == 16 && lines.allSatisfy { $0.count == 6_250 && $0.isGenuine }, "\(lines.map(\.count))")
            #expect(Set(lines.map { "\($0.who) \($0.ground) \($0.at.prefix(7))" }).count == 16 && lines.allSatisfy { $0.reason == $0.ground })
            let logged = try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'person.looked-up'")
            #expect(report.count(of: .looked) == logged && logged == 100_000)
            #expect(lines.allSatisfy { $0.lastEvent > $0.event } && lines.map(\.event) == lines.map(\.event).sorted())
            #expect(report.page.utf8.count < before.page.utf8.count + 20_000 && report.csv.utf8.count < before.csv.utf8.count + 10_000)
            #expect(report.page.contains("<dd>100000件</dd>") && report.page.contains("6250件") && report.csv.contains(",6250,2026-09-30 00:00:00,"))
            let told = try await hub.rows(
                "SELECT body::jsonb #>> '{fields,count}' FROM audit.event WHERE kind = 'disclosure.made' ORDER BY event_id DESC LIMIT 1")
            #expect(try told[0].decode(String.self) == "100001", "with the report before")
            // Its proofs are of the first and the last of each line.
            #expect(report.proven.count == 2 * 16 + 1)
        }
    }

    @Test func eachIsThereForWhoeverAsksInTheOrderOfTheLogAndProvenWithWhatItSays() async throws {
        try await withHub { hub in
            try await lookUps(hub, 1_200)
            let staff = PersonLookup(provisioning: hub.provisioning)
            _ = try await staff.search(
                by: Staff.with(.seePerson), .init(name: "試験　\(ResidentRow.name(1))", birth: "1980-01-02"), reason: .init(.inquiry, "電話での問い合わせ"))
            try await hub.worker(Receiver()).run(untilIdle: true)
            _ = try await hub.person(ResidentRow.number(1))
            try await lookUps(hub, 10)
            try await hub.seal()
            var every: [DisclosureReport.Line] = []
            let report = try await report(hub) { every.append($0) }
            let logged = try await hub.rows(
                "SELECT event_id FROM audit.event WHERE addressee_id IS NOT NULL AND kind IN ('person.looked-up', 'provision.answered') ORDER BY event_id"
            ).map { try $0.decode(Int64.self) }
            #expect(every.map(\.event) == every.map(\.event).sorted() && Set(every.map(\.event)).count == every.count)
            #expect(Set(logged).isSubset(of: every.map(\.event)) && every.count == logged.count + 2, "a search and a batch beside them")
            #expect(every.allSatisfy { $0.count == 1 } && every.count == report.count)
            #expect(every.filter { $0.what == "職員による照会" }.allSatisfy { $0.reason.contains("窓口での問い合わせ") })
            for part in DisclosureReport.Line.Part.allCases { #expect(every.count { $0.part == part } == report.count(of: part)) }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'disclosure.made' AND body::jsonb #>> '{fields,every}' = 'yes'") == 1)
            let key = try hub.batchFiles.key()
            let some = [every[0].event, every[600].event, every[every.count - 1].event]
            let proofs = try await DisclosureReporting(provisioning: hub.provisioning).prove(some, key: key) { event, proof in
                #expect(proof.event.id == event && !proof.event.isErased)
                try proof.verify(key)
            }
            #expect(proofs.proven == 3)
        }
    }

    @Test func oneLookUpKeepsItsWordsAndWhatWasAlteredIsCountedApart() async throws {
        try await withHub { hub in
            try await lookUps(hub, 8)
            let single = try await report(hub).lines(of: .looked)
            #expect(single.count == 8 && single.allSatisfy { $0.count == 1 && $0.reason.contains("窓口での問い合わせ") })
            try await lookUps(hub, 8)
            #expect(try await report(hub).lines(of: .looked).map(\.count) == [Int](repeating: 2, count: 8))
            try await hub.admin.execute("UPDATE audit.event SET personal = replace(personal, '問い合わせ7', '問い合わせ8') WHERE kind = 'person.looked-up'")
            let report = try await report(hub)
            let altered = report.lines.filter { !$0.isGenuine }
            #expect(altered.map(\.count) == [2] && report.count(of: .looked) == 16 && report.page.contains("証跡と不一致"))
        }
    }

    @Test func whatLeftTheHouseStandsLineByLineUntilThereIsVeryMuchOfIt() async throws {
        try await withHub { hub in
            let most = DisclosureTally.mostSingle
            for _ in 0..<most { _ = try await hub.person(ResidentRow.number(1)) }
            var lines = try await report(hub).lines(of: .provided)
            #expect(lines.count == most && lines.allSatisfy { $0.count == 1 })
            for _ in 0..<2 { _ = try await hub.person(ResidentRow.number(1)) }
            lines = try await report(hub).lines(of: .provided)
            #expect(lines.map(\.count) == [most + 2] && lines[0].items.contains("氏名") && lines[0].includesIndividualNumber == true)
            // Of another version it is another kind.
            try await hub.load(TestPolicy(items: [.shimei]))
            _ = try await hub.person(ResidentRow.number(1))
            #expect(try await report(hub).lines(of: .provided).map(\.count) == [most + 2, 1])
        }
    }
}
