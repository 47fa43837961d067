import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Register
@testable import Sharing

/// Two current residents with one individual number or one resident record code are never one person by themselves: the second is registered without it, and
/// until a person decides it goes out for neither (INCIDENTS 7, 9, 15, 26).
@Suite(.timeLimit(.minutes(10))) struct NumberClaimTests {
    @Test func theRightNumberEndsTheClaim() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .shimei]))
            try await hub.advance("2026-11-20")
            let second = NumberClaims.second()
            try await hub.take([ResidentRow(1), second])
            #expect(try await hub.take([second.next("47") { $0[.kojinbango] = Numbers.individual(2) }]).claimed == 0)
            #expect(try await hub.text("SELECT state::text FROM intake.held") == "s")
            #expect(try await hub.count("SELECT count(*) FROM register.awaiting") == 0)
            try await hub.settle()
            for n in 1...2 {
                let entry = try await hub.person(ResidentRow.number(n))
                #expect(entry.individualNumber == (try IndividualNumber(Numbers.individual(n))) && entry.waiting == [])
            }
        }
    }

    @Test(arguments: ["one block", "two files"]) func aCodeOfAnotherResidentIsLeftOutAndWaits(way: String) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.juminhyokodo, .shimei]))
            try await hub.advance("2026-11-20")
            let rows = (1...2).map { ResidentRow($0).with { $0[.juminhyokodo] = NumberClaims.code(1) } }
            var claimed = 0
            if way == "one block" { claimed = try await hub.take(rows).claimed } else { for row in rows { claimed += try await hub.take([row]).claimed } }
            #expect(claimed == 1)
            #expect(try await hub.text("SELECT code FROM intake.held") == "H0005")
            try await NumberClaims.expectNobodyDoubled(hub)
            try await hub.settle()
            for n in 1...2 {
                let entry = try await hub.person(ResidentRow.number(n))
                #expect(entry.items[.juminhyokodo] == nil && entry.waiting == [.juminhyokodo] && entry.items[.shimei] != nil)
            }
            let (bytes, _) = try await hub.full()
            #expect(!String(decoding: bytes, as: UTF8.self).contains(NumberClaims.code(1)))
            #expect(!String(decoding: try await hub.full(.tax, .csv).bytes, as: UTF8.self).contains(NumberClaims.code(1)))
            // Who left the code, or the city, leaves it free.
            try await hub.take([rows[0].next("21")])
            #expect(try await hub.take([ResidentRow(3).with { $0[.juminhyokodo] = NumberClaims.code(1) }]).claimed == 0)
        }
    }

    @Test func whileAClaimWaitsTheNumberGoesOutForNeitherOnNoWay() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .shimei], scope: NumberClaims.everyone, ways: "[push, pull, medium]"))
            try await hub.advance("2026-11-20")
            // A department knows the first one, too.
            try await hub.take([ResidentRow(1), ResidentRow(5)])
            try await hub.take([NonResidentRow(1, number: "T1")], from: .tax)
            try await hub.settle()
            var pulled = HeldState()
            try await pulled.catchUp(hub)
            let numbers = [ResidentRow.number(1), "T1"]
            for number in numbers { #expect(pulled.held[number]?.individualNumber != nil) }
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)

            try await hub.take([NumberClaims.second()])
            try await hub.settle()
            let told = try await hub.changes(after: pulled.cursor)
            pulled.apply(told)
            #expect(Set(told.entries.map(\.addresseeNumber.value)) == Set(numbers + [ResidentRow.number(2)]), "and nobody else is told")
            try await hub.worker(receiver).run(untilIdle: true)
            let full = try HeldState.of(ndjson: try await hub.full().bytes)
            for number in numbers + [ResidentRow.number(2)] {
                for entry in [pulled.held[number], receiver.held[number], full[number], try await hub.person(number)] {
                    #expect(entry?.individualNumber == nil && entry?.waiting == [.kojinbango], "\(number)")
                    #expect(entry?.items[.shimei] != nil)
                }
            }
            #expect(full[ResidentRow.number(5)]?.individualNumber != nil && full[ResidentRow.number(5)]?.waiting == [])
            let csv = String(decoding: try await hub.full(.tax, .csv).bytes, as: UTF8.self)
            #expect(!csv.contains(NumberClaims.one))
            #expect(csv.split(separator: "\n").count { $0.hasSuffix(",upsert,kojinbango") } == 3)
            var again = HeldState()
            try await again.catchUp(hub)
            #expect(!again.held.values.contains { $0.individualNumber == (try? IndividualNumber(NumberClaims.one)) })
            let clerk = Staff.with(.seePerson, .seeIndividualNumber)
            let refusal = await #expect(throws: LookupRefused.self) {
                _ = try await PersonLookup(provisioning: hub.provisioning).individualNumber(
                    by: clerk, of: AddresseeNumber(ResidentRow.number(1)), reason: .init(.audit, "番号の確認のため"))
            }
            #expect(refusal == .undecidedNumber)
        }
    }

    @Test(arguments: SeededRandom.seeds) func noOrderOfRowsTiesTwoResidentsToOneNumber(seed: UInt64) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .juminhyokodo, .shimei], scope: NumberClaims.everyone))
            try await hub.advance("2026-11-20")
            var random = SeededRandom(seed)
            var known: [Int: ResidentRow] = [:]
            let reasons = ["01", "21", "23", "26", "42", "45", "46", "47", "09", "41"]
            for step in 0..<12 {
                var rows: [ResidentRow] = []
                for _ in 0..<4 {
                    let n = Int.random(in: 1...4, using: &random)
                    let number = Int.random(in: 0...3, using: &random)
                    let code = Int.random(in: 0...3, using: &random)
                    func numbered(_ row: ResidentRow) -> ResidentRow {
                        row.with {
                            $0[.kojinbango] = number == 0 ? "" : Numbers.individual(number)
                            $0[.juminhyokodo] = code == 0 ? "" : NumberClaims.code(code)
                        }
                    }
                    let row =
                        known[n].map { last in
                            numbered(last.next(reasons.randomElement(using: &random) ?? "42")).with { row in
                                if MovementReason(code: row[.idojiyu])?.stateAfter == nil { row[.juminjotai] = last[.juminjotai] }
                            }
                        } ?? numbered(ResidentRow(n))
                    rows.append(row)
                    known[n] = row
                }
                let report = try await hub.take(rows)
                #expect(report.addsUp)
                try await NumberClaims.expectNobodyDoubled(hub, "step \(step)")
                // What was not taken is not known.
                for n in known.keys {
                    let history = try await hub.count(
                        "SELECT coalesce(max(history_number), 0)::bigint FROM register.version JOIN register.addressee USING (addressee_id) WHERE atenabango = \(ResidentRow.number(n))"
                    )
                    let tried = known[n].flatMap { Int($0[.rirekibango]) } ?? 0
                    if history == 0 { known[n] = nil } else { known[n]?[.rirekibango] = String(max(history, tried)) }
                    if let state = try await hub.text(
                        "SELECT juminjotai FROM register.version JOIN register.addressee USING (addressee_id) WHERE atenabango = \(ResidentRow.number(n)) ORDER BY history_number DESC LIMIT 1"
                    ) {
                        known[n]?[.juminjotai] = state
                    }
                }
            }
            // What waits goes out for nobody who is concerned.
            try await hub.settle()
            let waiting = try await hub.count("SELECT count(*) FROM register.awaiting WHERE items & 4 <> 0")
            let full = try HeldState.of(ndjson: try await hub.full().bytes)
            var pulled = HeldState()
            try await pulled.catchUp(hub)
            #expect(pulled.differences(from: full) == [])
            let given = full.values.compactMap(\.individualNumber)
            #expect(Set(given).count == given.count || waiting == 0)
        }
    }
}
