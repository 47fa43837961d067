import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import AccessControl
@testable import Register

/// Two current residents with one individual number or one resident record code are never one person by themselves: the second is registered without it, and
/// until a person decides it goes out for neither (INCIDENTS 7, 9, 15, 26).
@Suite(.timeLimit(.minutes(10))) struct NumberClaimTests {
    // MARK: who is registered how

    @Test(arguments: [true, false], ["one block", "two files", "single row"])
    func theSecondResidentIsRegisteredWithoutTheNumber(isTwin: Bool, way: String) async throws {
        try await TestHub.with { hub in
            let rows = [ResidentRow(1), NumberClaims.second(isTwin: isTwin)]
            var claimed = 0
            switch way {
            case "one block": claimed = try await hub.take(rows).claimed
            case "two files": for row in rows { claimed += try await hub.take([row]).claimed }
            default:
                let door = try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).door(
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
            try await NumberClaims.expectNobodyDoubled(hub)
            // The same rows again say nothing new, and wait once.
            #expect(try await hub.take(rows.reversed()).unchanged == 2)
            #expect(try await hub.count("SELECT count(*) FROM intake.held") == 1)
        }
    }

    /// State of the one who had the number first, and what becomes of a resident who comes with it and agrees in everything.
    @Test(arguments: ["21", "23", "26", ""]) func whoIsResidentNoMoreOrNeverWasIsLinkedWhereTheyAgree(ended: String) async throws {
        try await TestHub.with { hub in
            if ended.isEmpty {
                try await hub.take([NonResidentRow(1, number: "T1")], from: .tax)
            } else {
                try await hub.take([ResidentRow(1), ResidentRow(1).next(ended)])
            }
            let report = try await hub.take([NumberClaims.second()])
            #expect(report.accepted == 1 && report.claimed == 0)
            #expect(try await hub.count("SELECT count(DISTINCT running_number) FROM register.version") == 1)
            // Who agrees in nothing is registered without.
            let stranger = NumberClaims.second(3, isTwin: false).with { $0[.seinengappi] = "2001-02-03" }
            #expect(try await hub.take([stranger]).claimed == 1)
            try await NumberClaims.expectNobodyDoubled(hub)
        }
    }

    @Test func whoComesBackToANumberThatAnotherResidentHasMeanwhileIsRegisteredWithoutIt() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            let gone = first.next("21")
            try await hub.take([first, gone, NumberClaims.second()])
            let report = try await hub.take([gone.next("01", on: "2026-11-10")])
            #expect(report.accepted == 1 && report.claimed == 1)
            try await NumberClaims.expectNobodyDoubled(hub)
        }
    }

    @Test(arguments: ["47", "07", "42", "45"]) func aCorrectionThatBringsAnothersNumberIsRegisteredWithoutIt(reason: String) async throws {
        try await TestHub.with { hub in
            let second = ResidentRow(2).with { $0[.kojinbango] = reason == "45" ? $0[.kojinbango] : "" }
            try await hub.take([ResidentRow(1), second])
            let report = try await hub.take([
                second.next(reason) {
                    $0[.kojinbango] = NumberClaims.one
                    $0[.jushoChoaza] = "北本町"
                }
            ])
            #expect(report.accepted == 1 && report.claimed == 1)
            #expect(try await hub.text("SELECT jusho_choaza FROM register.version WHERE history_number = 2") == "北本町")
            try await NumberClaims.expectNobodyDoubled(hub)
        }
    }

    /// The new number lies under an integrated number that nobody in the block asked about.
    @Test(arguments: [true, false]) func aNumberThatSomebodyChangesToIsNobodyElsesByItselfInTheSameBlock(isTwin: Bool) async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            let number = Numbers.individual(9)
            let rows = [ResidentRow(1).next("45") { $0[.kojinbango] = number }, NumberClaims.second(isTwin: isTwin).with { $0[.kojinbango] = number }]
            let report = try await hub.take(rows)
            #expect(report.accepted == 2 && report.claimed == 1)
            try await NumberClaims.expectNobodyDoubled(hub)
        }
    }

    // MARK: resident record codes

    /// A block long enough to be laid down at once, in which one code was left by who had it, and one is another's.
    @Test(arguments: [false, true]) func codesOfALongBlockAreLookedAtOneByOneWhereSomeAreKnown(isKnown: Bool) async throws {
        try await TestHub.with { hub in
            let earlier = (1...2).map { n in ResidentRow(n).with { $0[.juminhyokodo] = NumberClaims.code(n) } }
            if isKnown { try await hub.take(earlier) }
            if isKnown { try await hub.take([earlier[0].next("21")]) }
            let rows = (11...710).map { n in ResidentRow(n).with { $0[.juminhyokodo] = NumberClaims.code(n < 13 ? n - 10 : n) } }
            let report = try await hub.take(rows)
            #expect(report.accepted == 700 && report.claimed == (isKnown ? 1 : 0))
            try await NumberClaims.expectNobodyDoubled(hub)
            #expect(try await hub.count("SELECT count(*) FROM register.record_code") == 700)
            // Every one of them is theirs from here on.
            for code in [1, 710] { #expect(try await hub.take([ResidentRow(1000 + code).with { $0[.juminhyokodo] = NumberClaims.code(code) }]).claimed == 1) }
            try await NumberClaims.expectNobodyDoubled(hub)
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
                        $0[.juminhyokodo] = NumberClaims.code(n)
                    }
                }
                return try hub.write(ResidentRow.csv(rows), to: "\(half).csv")
            }
            let other = hub.anotherPool()
            async let first = Intake(pool: hub.staffed, vault: hub.vault).take(
                Staff.service(.operateDeliveries), files[0], layout: .residents, source: .residentRecord)
            async let second = Intake(pool: other, vault: hub.vault).take(
                Staff.service(.operateDeliveries), files[1], layout: .residents, source: .residentRecord)
            let reports = try await [first, second]
            #expect(reports.allSatisfy { $0.accepted == persons && $0.addsUp })
            #expect(reports.reduce(0) { $0 + $1.claimed } == persons)
            try await NumberClaims.expectNobodyDoubled(hub)
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
                try await hub.take([base, base.next("21")])
                let files = try (0..<2).map { half in
                    try hub.write(
                        ResidentRow.csv([
                            ResidentRow(1000 + round * 2 + half).with { row in
                                for item in [Item.kojinbango, .shimei, .shimeiFurigana, .seinengappi, .seibetsu] { row[item] = base[item] }
                            }
                        ]), to: "r\(round)-\(half).csv")
                }
                async let a = Intake(pool: hub.staffed, vault: hub.vault).take(
                    Staff.service(.operateDeliveries), files[0], layout: .residents, source: .residentRecord)
                async let b = Intake(pool: other, vault: hub.vault).take(
                    Staff.service(.operateDeliveries), files[1], layout: .residents, source: .residentRecord)
                let reports = try await [a, b]
                #expect(reports.reduce(0) { $0 + $1.claimed } == 1)
            }
            _ = first
            try await NumberClaims.expectNobodyDoubled(hub)
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
}
