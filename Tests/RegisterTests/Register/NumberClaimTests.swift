import Addressee
import ConnectorKit
import Foundation
import Governance
import Postgres
import Testing

@testable import AccessControl
@testable import Register
@testable import Sharing

/// Two current residents with one individual number or one resident record code are never one person by themselves: the second is registered without it, and
/// until a person decides it goes out for neither (INCIDENTS 7, 9, 15, 26).
@Suite(.timeLimit(.minutes(10))) struct NumberClaimTests {
    static let one = Numbers.individual(1)
    static let everyone = "state: [resident, non-resident, moved-out, dead, removed]"

    /// A resident record code with its check digit.
    static func code(_ n: Int) -> String {
        let body = String(1_000_000_000 + n * 7_919)
        return (0...9).map { body + String($0) }.first { (try? ResidentRecordCode($0)) != nil } ?? body
    }

    /// Person 2 with the number of person 1, and as much else in common as the test wants.
    static func second(_ n: Int = 2, isTwin: Bool = true, reason: String = "A1") -> ResidentRow {
        ResidentRow(n, reason: reason).with { row in
            row[.kojinbango] = one
            guard isTwin else { return }
            for item in [Item.shimei, .shimeiFurigana, .seinengappi, .seibetsu] { row[item] = ResidentRow(1)[item] }
        }
    }

    /// No integrated number is that of two current residents.
    static func expectNobodyDoubled(_ hub: TestHub, _ comment: Comment? = nil) async throws {
        let doubled = try await hub.count(
            """
            SELECT count(*) FROM (
                SELECT running_number FROM (
                    SELECT DISTINCT ON (addressee_id) running_number, juminjotai FROM register.version ORDER BY addressee_id, history_number DESC
                ) AS v WHERE juminjotai = '1' AND running_number IS NOT NULL GROUP BY running_number HAVING count(*) > 1
            ) AS d
            """)
        #expect(doubled == 0, comment)
        let codes = try await hub.count(
            """
            SELECT count(*) FROM (
                SELECT juminhyokodo FROM (
                    SELECT DISTINCT ON (addressee_id) juminhyokodo, juminjotai FROM register.version ORDER BY addressee_id, history_number DESC
                ) AS v WHERE juminjotai = '1' AND juminhyokodo IS NOT NULL GROUP BY juminhyokodo HAVING count(*) > 1
            ) AS d
            """)
        #expect(codes == 0, comment)
    }

    // MARK: who is registered how

    @Test(arguments: [true, false], ["one block", "two files", "single row"])
    func theSecondResidentIsRegisteredWithoutTheNumber(isTwin: Bool, way: String) async throws {
        try await TestHub.with { hub in
            let rows = [ResidentRow(1), Self.second(isTwin: isTwin)]
            var claimed = 0
            switch way {
            case "one block": claimed = try await hub.take(rows).claimed
            case "two files": for row in rows { claimed += try await hub.take([row]).claimed }
            default:
                let door = try await Intake(pool: hub.pool, vault: hub.vault, today: { TestHub.intakeDay }).door(
                    Staff.service(.operateDeliveries), header: Array(ResidentRow.columns.joined(separator: ",").utf8), layout: .residents,
                    source: .residentRecord)
                for row in rows {
                    let bytes = ResidentRow.csv([row]).split(separator: 0x0A)[1]
                    if try await door.submit(Array(bytes)) == .claimed(code: "H0004") { claimed += 1 }
                }
            }
            #expect(claimed == 1)
            #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 2)
            #expect(try await hub.count("SELECT count(*) FROM register.version WHERE running_number IS NULL") == 1)
            #expect(try await hub.text("SELECT kind::text || state::text || code FROM intake.held") == "cwH0004")
            #expect(try await hub.text("SELECT other_atenabango FROM intake.held") == ResidentRow.number(1))
            try await Self.expectNobodyDoubled(hub)
            // The same rows again say nothing new, and wait once.
            #expect(try await hub.take(rows.reversed()).unchanged == 2)
            #expect(try await hub.count("SELECT count(*) FROM intake.held") == 1)
        }
    }

    /// State of the one who had the number first, and what becomes of a resident who comes with it and agrees in everything.
    @Test(arguments: ["B1", "B3", "B6", ""]) func whoIsResidentNoMoreOrNeverWasIsLinkedWhereTheyAgree(ended: String) async throws {
        try await TestHub.with { hub in
            if ended.isEmpty {
                try await hub.take([NonResidentRow(1, number: "T1")], from: .tax)
            } else {
                try await hub.take([ResidentRow(1), ResidentRow(1).next(ended)])
            }
            let report = try await hub.take([Self.second()])
            #expect(report.accepted == 1 && report.claimed == 0)
            #expect(try await hub.count("SELECT count(DISTINCT running_number) FROM register.version") == 1)
            // Who agrees in nothing is registered without.
            let stranger = Self.second(3, isTwin: false).with { $0[.seinengappi] = "2001-02-03" }
            #expect(try await hub.take([stranger]).claimed == 1)
            try await Self.expectNobodyDoubled(hub)
        }
    }

    @Test func whoComesBackToANumberThatAnotherResidentHasMeanwhileIsRegisteredWithoutIt() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            let gone = first.next("B1")
            try await hub.take([first, gone, Self.second()])
            let report = try await hub.take([gone.next("A1", on: "2026-11-10")])
            #expect(report.accepted == 1 && report.claimed == 1)
            try await Self.expectNobodyDoubled(hub)
        }
    }

    @Test(arguments: ["C7", "A7", "C2", "C5"]) func aCorrectionThatBringsAnothersNumberIsRegisteredWithoutIt(reason: String) async throws {
        try await TestHub.with { hub in
            let second = ResidentRow(2).with { $0[.kojinbango] = reason == "C5" ? $0[.kojinbango] : "" }
            try await hub.take([ResidentRow(1), second])
            let report = try await hub.take([
                second.next(reason) {
                    $0[.kojinbango] = Self.one
                    $0[.jushoChoaza] = "北本町"
                }
            ])
            #expect(report.accepted == 1 && report.claimed == 1)
            #expect(try await hub.text("SELECT jusho_choaza FROM register.version WHERE history_number = 2") == "北本町")
            try await Self.expectNobodyDoubled(hub)
        }
    }

    /// The new number lies under an integrated number that nobody in the block asked about.
    @Test(arguments: [true, false]) func aNumberThatSomebodyChangesToIsNobodyElsesByItselfInTheSameBlock(isTwin: Bool) async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            let number = Numbers.individual(9)
            let rows = [ResidentRow(1).next("C5") { $0[.kojinbango] = number }, Self.second(isTwin: isTwin).with { $0[.kojinbango] = number }]
            let report = try await hub.take(rows)
            #expect(report.accepted == 2 && report.claimed == 1)
            try await Self.expectNobodyDoubled(hub)
        }
    }

    @Test func theRightNumberEndsTheClaim() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .shimei]))
            try await hub.advance("2026-11-20")
            let second = Self.second()
            try await hub.take([ResidentRow(1), second])
            #expect(try await hub.take([second.next("C7") { $0[.kojinbango] = Numbers.individual(2) }]).claimed == 0)
            #expect(try await hub.text("SELECT state::text FROM intake.held") == "s")
            #expect(try await hub.count("SELECT count(*) FROM register.awaiting") == 0)
            try await hub.settle()
            for n in 1...2 {
                let entry = try await hub.person(ResidentRow.number(n))
                #expect(entry.individualNumber == (try IndividualNumber(Numbers.individual(n))) && entry.waiting == [])
            }
        }
    }

    // MARK: resident record codes

    @Test(arguments: ["one block", "two files"]) func aCodeOfAnotherResidentIsLeftOutAndWaits(way: String) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.juminhyokodo, .shimei]))
            try await hub.advance("2026-11-20")
            let rows = (1...2).map { ResidentRow($0).with { $0[.juminhyokodo] = Self.code(1) } }
            var claimed = 0
            if way == "one block" { claimed = try await hub.take(rows).claimed } else { for row in rows { claimed += try await hub.take([row]).claimed } }
            #expect(claimed == 1)
            #expect(try await hub.text("SELECT code FROM intake.held") == "H0005")
            try await Self.expectNobodyDoubled(hub)
            try await hub.settle()
            for n in 1...2 {
                let entry = try await hub.person(ResidentRow.number(n))
                #expect(entry.items[.juminhyokodo] == nil && entry.waiting == [.juminhyokodo] && entry.items[.shimei] != nil)
            }
            let (bytes, _) = try await hub.full()
            #expect(!String(decoding: bytes, as: UTF8.self).contains(Self.code(1)))
            #expect(!String(decoding: try await hub.full(.tax, .csv).bytes, as: UTF8.self).contains(Self.code(1)))
            // Who left the code, or the city, leaves it free.
            try await hub.take([rows[0].next("B1")])
            #expect(try await hub.take([ResidentRow(3).with { $0[.juminhyokodo] = Self.code(1) }]).claimed == 0)
        }
    }

    /// A block long enough to be laid down at once, in which one code was left by who had it, and one is another's.
    @Test(arguments: [false, true]) func codesOfALongBlockAreLookedAtOneByOneWhereSomeAreKnown(isKnown: Bool) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let earlier = (1...2).map { n in ResidentRow(n).with { $0[.juminhyokodo] = Self.code(n) } }
            if isKnown { try await hub.take(earlier) }
            if isKnown { try await hub.take([earlier[0].next("B1")]) }
            let rows = (11...710).map { n in ResidentRow(n).with { $0[.juminhyokodo] = Self.code(n < 13 ? n - 10 : n) } }
            let report = try await hub.take(rows)
            #expect(report.accepted == 700 && report.claimed == (isKnown ? 1 : 0))
            try await Self.expectNobodyDoubled(hub)
            #expect(try await hub.count("SELECT count(*) FROM register.record_code") == 700)
            // Every one of them is theirs from here on.
            for code in [1, 710] { #expect(try await hub.take([ResidentRow(1000 + code).with { $0[.juminhyokodo] = Self.code(code) }]).claimed == 1) }
            try await Self.expectNobodyDoubled(hub)
        }
    }

    // MARK: nothing goes out

    @Test func whileAClaimWaitsTheNumberGoesOutForNeitherOnNoWay() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .shimei], scope: Self.everyone, ways: "[push, pull, medium]"))
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

            try await hub.take([Self.second()])
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
            #expect(!csv.contains(Self.one))
            #expect(csv.split(separator: "\n").count { $0.hasSuffix(",upsert,kojinbango") } == 3)
            var again = HeldState()
            try await again.catchUp(hub)
            #expect(!again.held.values.contains { $0.individualNumber == (try? IndividualNumber(Self.one)) })
            let clerk = Staff.with(.seePerson, .seeIndividualNumber)
            let refusal = await #expect(throws: LookupRefused.self) {
                _ = try await PersonLookup(provisioning: hub.provisioning).individualNumber(
                    by: clerk, of: AddresseeNumber(ResidentRow.number(1)), reason: .init(.audit, "番号の確認のため"))
            }
            #expect(refusal == .undecidedNumber)
        }
    }

    // MARK: concurrency

    @Test func twoLoadsAtOnceWithTheSameNumbersTieEachToOneResident() async throws {
        try await TestHub.with { hub in
            let persons = 1500
            let files = try (0..<2).map { half in
                let rows = (1...persons).shuffled().map { n in
                    ResidentRow(half * 10_000 + n).with {
                        $0[.kojinbango] = Numbers.individual(n)
                        $0[.juminhyokodo] = Self.code(n)
                    }
                }
                return try hub.write(ResidentRow.csv(rows), to: "\(half).csv")
            }
            let other = hub.anotherPool()
            async let first = Intake(pool: hub.pool, vault: hub.vault).take(
                Staff.service(.operateDeliveries), files[0], layout: .residents, source: .residentRecord)
            async let second = Intake(pool: other, vault: hub.vault).take(
                Staff.service(.operateDeliveries), files[1], layout: .residents, source: .residentRecord)
            let reports = try await [first, second]
            #expect(reports.allSatisfy { $0.accepted == persons && $0.addsUp })
            #expect(reports.reduce(0) { $0 + $1.claimed } == persons)
            try await Self.expectNobodyDoubled(hub)
            #expect(try await hub.count("SELECT count(*) FROM register.version WHERE running_number IS NOT NULL") == persons)
            #expect(try await hub.count("SELECT count(*) FROM intake.held WHERE kind = 'c'") == persons)
            await other.shutdown(grace: .seconds(1))
        }
    }

    /// Two residents who agree with a moved-out person come with that person's number at one moment.
    @Test func ofTwoWhoComeAtOnceWithAFreeNumberOneIsTied() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            let other = hub.anotherPool()
            for round in 0..<8 {
                let base = ResidentRow(100 + round)
                try await hub.take([base, base.next("B1")])
                let files = try (0..<2).map { half in
                    try hub.write(
                        ResidentRow.csv([
                            ResidentRow(1000 + round * 2 + half).with { row in
                                for item in [Item.kojinbango, .shimei, .shimeiFurigana, .seinengappi, .seibetsu] { row[item] = base[item] }
                            }
                        ]), to: "r\(round)-\(half).csv")
                }
                async let a = Intake(pool: hub.pool, vault: hub.vault).take(
                    Staff.service(.operateDeliveries), files[0], layout: .residents, source: .residentRecord)
                async let b = Intake(pool: other, vault: hub.vault).take(
                    Staff.service(.operateDeliveries), files[1], layout: .residents, source: .residentRecord)
                let reports = try await [a, b]
                #expect(reports.reduce(0) { $0 + $1.claimed } == 1)
            }
            _ = first
            try await Self.expectNobodyDoubled(hub)
            await other.shutdown(grace: .seconds(1))
        }
    }

    // MARK: addressee numbers

    /// Who is registered, who comes, and whether the one who comes is held.
    static let forms: [(first: String, second: String, held: Bool)] = [
        ("000000000002501", "2501", true), ("2501", "000000000002501", true), ("02501", "2501", true), ("2501", "002501", true),
        ("000000000002501", "02501", true), ("000000000002501", "000000000002502", false), ("2501", "25010", false),
        ("R02501", "R2501", false), ("100000000002501", "2501", false),
    ]

    @Test(arguments: forms, [true, false]) func aNumberThatLostItsZerosIsHeld(form: (first: String, second: String, held: Bool), inOneBlock: Bool) async throws
    {
        try await TestHub.with { hub in
            let rows = [ResidentRow(1).with { $0[.atenabango] = form.first }, ResidentRow(2).with { $0[.atenabango] = form.second }]
            var held = 0
            if inOneBlock { held = try await hub.take(rows).held } else { for row in rows { held += try await hub.take([row]).held } }
            #expect(held == (form.held ? 1 : 0))
            #expect(try await hub.count("SELECT count(*) FROM register.addressee") == (form.held ? 1 : 2))
            if form.held { #expect(try await hub.text("SELECT code FROM intake.held") == "H0006") }
        }
    }

    // MARK: every order of rows

    @Test(arguments: SeededRandom.seeds) func noOrderOfRowsTiesTwoResidentsToOneNumber(seed: UInt64) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .juminhyokodo, .shimei], scope: Self.everyone))
            try await hub.advance("2026-11-20")
            var random = SeededRandom(seed)
            var known: [Int: ResidentRow] = [:]
            let reasons = ["A1", "B1", "B3", "B6", "C2", "C5", "C6", "C7", "A9", "C1"]
            for step in 0..<12 {
                var rows: [ResidentRow] = []
                for _ in 0..<4 {
                    let n = Int.random(in: 1...4, using: &random)
                    let number = Int.random(in: 0...3, using: &random)
                    let code = Int.random(in: 0...3, using: &random)
                    func numbered(_ row: ResidentRow) -> ResidentRow {
                        row.with {
                            $0[.kojinbango] = number == 0 ? "" : Numbers.individual(number)
                            $0[.juminhyokodo] = code == 0 ? "" : Self.code(code)
                        }
                    }
                    let row =
                        known[n].map { last in
                            numbered(last.next(reasons.randomElement(using: &random) ?? "C2")).with { row in
                                if MovementReason(code: row[.idojiyu])?.stateAfter == nil { row[.juminjotai] = last[.juminjotai] }
                            }
                        } ?? numbered(ResidentRow(n))
                    rows.append(row)
                    known[n] = row
                }
                let report = try await hub.take(rows)
                #expect(report.addsUp)
                try await Self.expectNobodyDoubled(hub, "step \(step)")
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
