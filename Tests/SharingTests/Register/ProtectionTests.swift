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

/// 抑止・支援措置 (CT-22) never fails open: what a row newly states holds at once, whatever else becomes of the row, and follows the person.
@Suite(.timeLimit(.minutes(10))) struct ProtectionTests {
    private static let suppression: [Item] = [.yokushifuragu, .shiensochiKaishi, .shiensochiShuryo, .kariShiensochi]
    /// Told of protection, and not: as the departments, and as the education board.
    private static let department = TestPolicy(
        items: [.kojinbango, .shimei, .jushoChoaza, .idojiyu, .idonengappi] + suppression, scope: "any: [{ state: [resident] }, registered-by-system]")
    private static let board = TestPolicy(
        system: .educationBoard,
        items: [
            .kojinbango, .shimei, .seinengappi, .jushoTodofuken, .jushoShikugunchosonmei, .jushoChoaza, .jushoBanchigohyoki, .jushoKatagaki, .idojiyu,
            .idonengappi,
        ],
        ways: "[push, pull, medium]")
    private static let place: Set<Item> = [.jushoTodofuken, .jushoShikugunchosonmei, .jushoChoaza, .jushoBanchigohyoki, .jushoKatagaki, .idojiyu, .idonengappi]

    private static func protected(_ row: inout ResidentRow) {
        (row[.yokushifuragu], row[.shiensochiKaishi], row[.shiensochiShuryo]) = ("1", "2026-11-02", "2027-11-01")
    }

    private func withHub(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(Self.department, Self.board)
            try await hub.advance("2026-11-20")
            try await hub.take((1...4).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }

    private func sheet(_ hub: TestHub, _ number: String = ResidentRow.number(1)) async throws -> PersonSheet {
        try await PersonLookup(provisioning: hub.provisioning).person(
            by: Staff.with(.seePerson), AddresseeNumber(number), reason: LookupReason(.inquiry, "窓口での問い合わせ"))
    }

    /// By which rule the row is refused, and the row that comes after person 1's first.
    enum Refusal: String, CaseIterable, Sendable {
        case e0001, e0002, e0003, e0101, e0110, e0201, e0202, e0203, e0204, e0206, e0208, e0210, e0211, h0002, h0003

        var row: ResidentRow {
            let first = ResidentRow(1)
            switch self {
            case .e0001: return first.next("43") { $0[.seibetsu] = "" }
            case .e0002: return first.next("43") { $0[.todokedenengappi] = "2026-02-30" }
            case .e0003: return first.next("43") { $0[.shimei] = String(repeating: "長", count: 101) }
            case .e0101: return first.next("43") { $0[.kojinbango] = String($0[.kojinbango].dropLast()) + ($0[.kojinbango].last == "1" ? "2" : "1") }
            case .e0110: return first.next("43") { $0[.kojinbango] = "000000000000" }
            case .e0201: return first.next("01")
            case .e0202: return first.next("41") { $0[.jushoChoaza] = "別所" }
            case .e0203: return first.next("42").with { $0[.rirekibango] = "1" }
            case .e0204: return first.with { $0[.shimeiFurigana] = "ベツ" }
            case .e0206: return first.next("43") { $0[.seinengappi] = "2026-11-21" }
            case .e0208: return first.next("23") { $0[.juminjotai] = "2" }
            case .e0210: return first.next("24")
            case .e0211: return first.next("43", on: "9999-12-31")
            case .h0002: return first.next("42") { $0[.kojinbango] = Numbers.individual(77) }
            case .h0003: return first.next("46") { $0[.kojinbango] = Numbers.individual(77) }
            }
        }
    }

    @Test(arguments: Refusal.allCases) func aRowThatIsNotTakenInProtectsAllTheSame(refusal: Refusal) async throws {
        try await withHub { hub in
            if refusal == .e0203 { try await hub.take([ResidentRow(1).next("42")]) }
            try await hub.settle()
            var (told, board) = (HeldState(), HeldState())
            try await told.catchUp(hub)
            try await board.catchUp(hub, .educationBoard)
            #expect(board.held[ResidentRow.number(1)]?.items[.jushoChoaza] == "南本町")
            let versions = try await hub.count("SELECT count(*) FROM register.version")
            let report = try await hub.take([refusal.row.with(Self.protected)])
            #expect(report.accepted == 0 && report.rejected + report.held == 1)
            #expect(try await hub.count("SELECT count(*) FROM register.version") == versions)
            try await hub.settle()

            // Shown to whoever looks.
            let seen = try await sheet(hub)
            #expect(seen.protection.isSuppressed && seen.protection.from == day("2026-11-02") && seen.protection.until == day("2027-11-01"))
            #expect(seen.address == nil && seen.isAddressWithheld)
            // Told to whoever is told of protection, by every way.
            let expected: [Item: String] = [.yokushifuragu: "1", .shiensochiKaishi: "2026-11-02", .shiensochiShuryo: "2027-11-01"]
            func isTold(_ entry: Entry?) -> Bool { entry?.items.filter { Self.suppression.contains($0.key) } == expected }
            try await told.catchUp(hub)
            #expect(isTold(told.held[ResidentRow.number(1)]))
            #expect(told.held[ResidentRow.number(1)]?.items[.jushoChoaza] == "南本町")
            let full = try HeldState.of(ndjson: try await hub.full().bytes)
            #expect(told.differences(from: full) == [])
            #expect(isTold(try await hub.person(ResidentRow.number(1))))
            // And the others have nothing of it.
            #expect(full.values.filter { $0.items[.yokushifuragu] == "1" }.count == 1)
            // Of the address, the board keeps nothing.
            try await board.catchUp(hub, .educationBoard)
            #expect(board.held[ResidentRow.number(1)].map { Set($0.items.keys).isDisjoint(with: Self.place) } == true)
            // On record, with the person among the personal fields only.
            let event = try #require(try await hub.rows("SELECT body, personal FROM audit.event WHERE kind = 'register.protection-set'").first)
            #expect(try event.decode("personal", as: String.self).contains(ResidentRow.number(1)))
            #expect(try !event.decode("body", as: String.self).contains(ResidentRow.number(1)))
            // Once: the same file again states nothing new.
            try await hub.take([refusal.row.with(Self.protected)])
            #expect(try await hub.count("SELECT count(*) FROM register.protection") == 1)
        }
    }

    @Test func aSingleRowThatIsRefusedProtectsToo() async throws {
        try await withHub { hub in
            let door = try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).door(
                Staff.service(.operateDeliveries), header: Array(ResidentRow.columns.joined(separator: ",").utf8), layout: .residents, source: .residentRecord)
            func line(_ row: ResidentRow) -> [UInt8] { Array(ResidentRow.csv([row]).split(separator: 0x0A)[1]) }
            let refused = try await door.submit(line(ResidentRow(1).next("43") { $0[.seibetsu] = "" }.with(Self.protected)))
            #expect(refused == .rejected(codes: ["E0001"]))
            let moved = try await door.submit(line(ResidentRow(2).next("41").with(Self.protected)))
            #expect(moved == .rejected(codes: ["E0202"]))
            for n in [1, 2] { #expect(try await sheet(hub, ResidentRow.number(n)).protection.holds) }
            #expect(try await sheet(hub, ResidentRow.number(3)).protection.holds == false)
        }
    }

    /// A start that can't be read is no day, and protects.
    @Test(arguments: ["0000-12-31", "2026/11/02", "令和8年11月2日", "9999-99-99", "\u{7}"]) func anUnreadableStartProtects(start: String) async throws {
        try await withHub { hub in
            #expect(try await hub.take([ResidentRow(1).next("43") { $0[.shiensochiKaishi] = start }]).rejected == 1)
            let protection = try await sheet(hub).protection
            #expect(protection.holds && protection.from == nil)
        }
    }

    @Test func whatIsNotStatedProtectsNobody() async throws {
        try await withHub { hub in
            try await hub.take([ResidentRow(1).next("41") { ($0[.shimei], $0[.yokushifuragu], $0[.kariShiensochi]) = ("別名", "0", "0") }])
            try await hub.take([ResidentRow(2).next("43") { $0[.yokushifuragu] = "2" }])
            try await hub.take([ResidentRow(3).next("43") { $0[.shiensochiShuryo] = "2027-03-31" }.with { $0[.seibetsu] = "" }])
            #expect(try await hub.count("SELECT count(*) FROM register.protection") == 0)
            // Of somebody who comes with it, what the version states is all there is.
            #expect(try await hub.take([ResidentRow(50).next("41").with(Self.protected)]).accepted == 1)
            #expect(try await hub.count("SELECT count(*) FROM register.protection WHERE cause = 'v'") == 1)
            #expect(try await hub.count("SELECT count(*) FROM register.protection") == 1)
        }
    }

    /// What a file does not say any more does not end it; what a version says of its days counts where it is newer.
    @Test func noFileEndsIt() async throws {
        try await withHub { hub in
            let moved = ResidentRow(1).next("41") { $0[.jushoChoaza] = "別所" }
            #expect(try await hub.take([moved.with(Self.protected)]).rejected == 1)
            #expect(try await hub.take([moved]).accepted == 1)
            #expect(try await sheet(hub).protection.from == day("2026-11-02"))
            #expect(try await hub.take([moved.next("43") { ($0[.shiensochiKaishi], $0[.shiensochiShuryo]) = ("2027-11-02", "2028-11-01") }]).accepted == 1)
            let renewed = try await sheet(hub).protection
            #expect(renewed.isSuppressed && renewed.from == day("2027-11-02") && renewed.until == day("2028-11-01"))
            // An old row narrows nothing.
            let old = ResidentRow(1).with(Self.protected)
            #expect(try await hub.take([old]).rejected == 1)
            #expect(try await sheet(hub).protection == renewed)
        }
    }

    @Test func aProvisionalVersionProtectsAtOnceAndShowsNothingElse() async throws {
        try await withHub { hub in
            var board = HeldState()
            try await board.catchUp(hub, .educationBoard)
            let provisional = ResidentRow(1).next("43") { ($0[.karitorokufuragu], $0[.shimei], $0[.kariShiensochi]) = ("1", "仮の名", "1") }
            #expect(try await hub.take([provisional]).accepted == 1)
            try await hub.settle()
            #expect(try await sheet(hub).protection.isProvisional)
            let entry = try await hub.person(ResidentRow.number(1))
            #expect(entry.items[.kariShiensochi] == "1" && entry.items[.shimei] == "試験　\(ResidentRow.name(1))")
            try await board.catchUp(hub, .educationBoard)
            #expect(board.held[ResidentRow.number(1)]?.items[.jushoChoaza] == nil)
        }
    }

    /// Nobody else of the same number makes up for it.
    @Test func aProvisionalVersionOfSomebodyWithoutANumberProtectsToo() async throws {
        try await withHub { hub in
            let known = ResidentRow(5).with { $0[.kojinbango] = "" }
            let provisional = known.next("43") { ($0[.karitorokufuragu], $0[.kariShiensochi]) = ("1", "1") }
            let taken = (try await hub.take([known]).accepted, try await hub.take([provisional]).accepted)
            #expect(taken == (1, 1))
            #expect(try await sheet(hub, ResidentRow.number(5)).protection.isProvisional)
        }
    }

    /// INCIDENTS 26: every addressee number with the same individual number.
    @Test func itFollowsThePersonUnderEveryNumber() async throws {
        try await withHub { hub in
            // Linked before, and after; rejected, and accepted.
            let first = NonResidentRow(1, number: "N1").with { $0[.shimei] = ResidentRow(1)[.shimei] }
            let second = NonResidentRow(2, number: "N2").with { $0[.shimei] = ResidentRow(2)[.shimei] }
            #expect(try await hub.take([first], from: .tax).accepted == 1)
            #expect(try await hub.take([ResidentRow(1).next("41").with(Self.protected)]).rejected == 1)
            #expect(try await sheet(hub, "N1").protection.isSuppressed)
            #expect(try await hub.take([ResidentRow(2).next("43").with(Self.protected)]).accepted == 1)
            #expect(try await hub.take([second], from: .tax).accepted == 1)
            #expect(try await sheet(hub, "N2").protection.from == day("2026-11-02"))
            // Accepted, with one who was linked before.
            let third = NonResidentRow(3, number: "N3").with { $0[.shimei] = ResidentRow(3)[.shimei] }
            #expect(try await hub.take([third], from: .tax).accepted == 1)
            #expect(try await sheet(hub, "N3").protection.holds == false)
            #expect(try await hub.take([ResidentRow(3).next("43").with(Self.protected)]).accepted == 1)
            #expect(try await sheet(hub, "N3").protection.holds)
            #expect(try await sheet(hub, ResidentRow.number(4)).protection.holds == false)
            try await hub.settle()
            #expect(try await hub.person("N3").items[.yokushifuragu] == "1")
        }
    }

    /// The education board's document allows it no suppression item, so it has no address of whoever is protected, by every way.
    @Test func theBoardHasNoAddressOfTheProtected() async throws {
        try await withHub { hub in
            var board = HeldState()
            try await board.catchUp(hub, .educationBoard)
            let receiver = Receiver()
            try await hub.worker(receiver, system: .educationBoard).run(untilIdle: true)
            #expect(board.held.values.allSatisfy { $0.items[.jushoChoaza] != nil } && receiver.held.values.allSatisfy { $0.items[.jushoChoaza] != nil })
            try await hub.take([
                ResidentRow(1).next("43").with(Self.protected), ResidentRow(2).next("43") { $0[.kariShiensochi] = "1" },
                ResidentRow(3).next("43") { $0[.shiensochiKaishi] = "2020-01-01" },
            ])
            try await hub.settle()
            // Who had it erases it.
            try await board.catchUp(hub, .educationBoard)
            try await hub.worker(receiver, system: .educationBoard).run(untilIdle: true)
            let full = try HeldState.of(ndjson: try await hub.full(.educationBoard).bytes)
            for held in [board.held, receiver.held, full] {
                for n in 1...3 {
                    let entry = try #require(held[ResidentRow.number(n)])
                    #expect(Set(entry.items.keys).isDisjoint(with: Self.place) && entry.reasons.isEmpty, "\(n)")
                    #expect(Set(entry.withheld) == Self.place, "\(n)")
                    #expect(entry.items[.shimei] != nil && entry.individualNumber != nil)
                }
                #expect(held[ResidentRow.number(4)]?.items[.jushoChoaza] == "南本町" && held[ResidentRow.number(4)]?.withheld == [])
            }
            #expect(board.differences(from: full) == [])
            let csv = String(decoding: try await hub.full(.educationBoard, .csv).bytes, as: UTF8.self).split(separator: "\n")
            #expect(csv.filter { $0.contains("南本町") }.count == 1)
            let one = try await hub.person(ResidentRow.number(1), .educationBoard)
            #expect(Set(one.items.keys).isDisjoint(with: Self.place) && Set(one.withheld) == Self.place)
            // What was given and what was not is on record.
            let record = try #require(
                try await hub.rows("SELECT items FROM provision.record WHERE way = 'o' AND system = 'education-board' ORDER BY record_id DESC LIMIT 1").first)
            #expect(ItemSet(rawValue: try record.decode(Int64.self)).isDisjoint(with: ItemSet(Self.place)))
            // The department, which is told of the protection, keeps it.
            #expect(try await hub.person(ResidentRow.number(1)).items[.jushoChoaza] == "南本町")
        }
    }

    /// Who lives with a protected person lives where that person does: what tells it is withheld of them, too, from the moment on and as long as it holds.
    @Test func nobodyOfTheHouseholdGivesAProtectedPersonAway() async throws {
        try await TestHub.with { hub in
            try await hub.load(Self.department, Self.board)
            try await hub.advance("2026-11-20")
            func row(_ n: Int, in household: String) -> ResidentRow {
                ResidentRow(n).with { ($0[.setaibango], $0[.zokugara]) = (household, n % 2 == 1 ? "世帯主" : "子") }
            }
            try await hub.take([row(1, in: "S1"), row(2, in: "S1"), row(3, in: "S3"), row(4, in: "S3"), row(5, in: "S5")])
            try await hub.settle()
            func take(_ row: ResidentRow) async throws { #expect(try await hub.take([row]).accepted == 1) }
            var (board, told) = (HeldState(), HeldState())
            let receiver = Receiver()
            /// Whose place is withheld, on every way the same; and from nobody who is told of the protection.
            func expectWithheld(_ expected: [Int], _ why: String) async throws {
                try await hub.settle()
                try await board.catchUp(hub, .educationBoard)
                try await told.catchUp(hub)
                try await hub.worker(receiver, system: .educationBoard).run(untilIdle: true)
                let full = try HeldState.of(ndjson: try await hub.full(.educationBoard).bytes)
                #expect(board.differences(from: full) == [], "\(why)")
                var one: [String: Entry] = [:]
                for n in 1...5 { one[ResidentRow.number(n)] = try await hub.person(ResidentRow.number(n), .educationBoard) }
                for held in [board.held, receiver.held, full, one] {
                    let withheld = (1...5).filter { n in
                        held[ResidentRow.number(n)].map { Set($0.withheld) == Self.place && Set($0.items.keys).isDisjoint(with: Self.place) } == true
                    }
                    let given = (1...5).filter { n in held[ResidentRow.number(n)].map { $0.withheld == [] && $0.items[.jushoChoaza] != nil } == true }
                    #expect(withheld == expected, "\(why)")
                    #expect(given == (1...5).filter { !expected.contains($0) }, "\(why)")
                }
                let csv = String(decoding: try await hub.full(.educationBoard, .csv).bytes, as: UTF8.self).split(separator: "\n").dropFirst()
                #expect(csv.filter { $0.contains("さいたま市") }.count == 5 - expected.count && csv.count == 5, "\(why)")
                #expect(told.held.values.allSatisfy { $0.withheld == [] && $0.items[.jushoChoaza] != nil } && told.held.count == 5, "\(why)")
            }
            try await expectWithheld([], "nobody is protected")
            var first = row(1, in: "S1").next("43").with(Self.protected)
            try await take(first)
            try await expectWithheld([1, 2], "a version states it")

            // The counter says no more than the ways out.
            let clerk = Staff.with(.seePerson)
            let reason = LookupReason(.inquiry, "窓口での問い合わせ")
            let seen = try await sheet(hub, ResidentRow.number(2))
            #expect(seen.isAddressWithheld && seen.livesWithProtected && seen.address == nil && !seen.protection.holds && !seen.warnings.isEmpty)
            #expect(Set(seen.items.keys).isDisjoint(with: ItemCatalogue.register.items(of: .ofPlace)))
            let lookup = PersonLookup(provisioning: hub.provisioning)
            let terms = SearchTerms(name: "試験", address: "南本町")
            #expect(try await lookup.search(by: clerk, terms, reason: reason).persons.map(\.addresseeNumber.value).sorted() == (3...5).map(ResidentRow.number))
            let chief = try await hub.releasing(
                AddresseeNumber(ResidentRow.number(1)), AddresseeNumber(ResidentRow.number(2)), to: Staff.with(.seePerson, account: "1002"))
            #expect(try await lookup.search(by: chief, terms, reason: reason).persons.count == 5)
            #expect(try await lookup.person(by: chief, AddresseeNumber(ResidentRow.number(2)), reason: reason).address?.contains("南本町") == true)

            // Into another household: who is left there is given again, who is found there no longer.
            first = first.next("43") { ($0[.setaibango], $0[.jushoChoaza], $0[.zokugara]) = ("S3", "別所", "同居人") }
            try await take(first)
            try await expectWithheld([1, 3, 4], "the protected person moved")
            // Somebody comes to live with them, and goes.
            let fifth = row(5, in: "S5").next("43") { ($0[.setaibango], $0[.zokugara]) = ("S3", "同居人") }
            try await take(fifth)
            try await expectWithheld([1, 3, 4, 5], "somebody moved in")
            try await take(fifth.next("43") { ($0[.setaibango], $0[.zokugara]) = ("S5", "世帯主") })
            try await expectWithheld([1, 3, 4], "and out again")
            // What stands beside the versions counts the same, and a version that states none doesn't end it.
            #expect(try await hub.take([row(2, in: "S1").next("43") { $0[.seibetsu] = "" }.with(Self.protected)]).rejected == 1)
            try await expectWithheld([1, 2, 3, 4], "a row that is refused states it")
            first = first.next("43") { ($0[.yokushifuragu], $0[.shiensochiKaishi], $0[.shiensochiShuryo]) = ("0", "", "") }
            try await take(first)
            try await expectWithheld([1, 2, 3, 4], "a version that does not state it any more ends nothing")
            let measures = ProtectionMeasures(pool: hub.staffed, vault: hub.vault)
            let proposal = try await measures.proposeEnd(
                by: Staff.with(.liftSuppression, account: "3002"), of: [.addressee(AddresseeNumber(ResidentRow.number(1)))], because: "危険がなくなったため")
            try await measures.approveEnd(by: Staff.with(.liftSuppression, account: "3003"), proposal, because: "危険がなくなったため")
            try await expectWithheld([2], "two people ended the protection")
            try await take(row(2, in: "S1").next("43") { ($0[.setaibango], $0[.zokugara]) = ("S5", "同居人") })
            try await expectWithheld([2, 5], "what stands beside the versions goes with the person")
        }
    }

    @Test func aMediumForTheBoardCarriesNoAddressOfTheProtected() async throws {
        try await withHub { hub in
            try await hub.take([ResidentRow(1).next("41").with(Self.protected), ResidentRow(2).next("43").with(Self.protected)])
            try await hub.settle()
            let key = hub.path("board.key")
            let made = try await Program.run(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=board", "-keyout", key,
                    "-out",
                    hub.path("board.pem"), "-addext", "basicConstraints=critical,CA:FALSE", "-addext", "keyUsage=critical,keyAgreement",
                ])
            try #require(made.status == 0, "\(made.error)")
            let medium = try await hub.medium(
                [Self.department, Self.board], .educationBoard, to: String(contentsOfFile: hub.path("board.pem"), encoding: .utf8), format: .ndjson)
            _ = try await MediaHandOver(provisioning: hub.provisioning, authority: nil).write(
                by: Staff.with(.operateDeliveries), medium, into: hub.path("medium.p7m"))
            let opened = try await Program.run(
                "/usr/bin/openssl",
                ["cms", "-decrypt", "-binary", "-inform", "DER", "-in", hub.path("medium.p7m"), "-recip", hub.path("board.pem"), "-inkey", key])
            let held = try HeldState.of(ndjson: Array(opened.output))
            #expect(held.count == 4)
            for n in 1...2 {
                let entry = held[ResidentRow.number(n)]
                #expect(entry.map { Set($0.items.keys).isDisjoint(with: Self.place) && Set($0.withheld) == Self.place } == true)
            }
            #expect(held[ResidentRow.number(3)]?.items[.jushoChoaza] == "南本町")
        }
    }

    /// Persons protected by what stands beside their versions are found by address by nobody who may not see it.
    @Test func theProtectedAreNotFoundByAddress() async throws {
        try await withHub { hub in
            try await hub.take([ResidentRow(1).next("41").with(Self.protected)])
            let terms = SearchTerms(name: "試験", address: "南本町")
            let found = try await PersonLookup(provisioning: hub.provisioning).search(by: Staff.with(.seePerson), terms, reason: .init(.inquiry, "窓口での問い合わせ"))
            #expect(found.persons.map(\.addresseeNumber.value).sorted() == (2...4).map(ResidentRow.number))
        }
    }

    /// The way of an older hub: what its register holds protects from the upgrade on, and who holds an address erases it.
    @Test func whatAnOlderHubHeldProtectsFromTheUpgradeOn() async throws {
        func version(_ id: Int, _ history: Int, _ items: [String: String], on connection: Connection) async throws {
            let names = items.keys.sorted()
            let sql = """
                INSERT INTO register.version (addressee_id, journal_position, history_number, registered_by, row_digest, juminjotai\(names.map { ", " + $0 }.joined()))
                VALUES (\(id), nextval('journal.position'), \(history), '{resident-record}', '\\x00', '1'\(names.map { ", '\(items[$0] ?? "")'" }.joined()))
                """
            try await connection.execute("\(unsafeSQL: sql)")
        }
        let old: (Connection) async throws -> Void = { connection in
            try await connection.execute("INSERT INTO register.addressee (addressee_id, atenabango) VALUES (1, 'A1'), (2, 'A2'), (3, 'A3'), (4, 'A4')")
            try await version(1, 1, ["seinengappi": "1950-00-00", "birth_sort_day": "1950-01-01", "seinengappi_fushofuragu": "1"], on: connection)
            try await version(1, 2, ["kari_shiensochi": "1", "karitorokufuragu": "1", "seinengappi": "1950-02-01"], on: connection)
            try await version(2, 1, ["shiensochi_kaishi": "2026-01-01", "seinengappi": "1950-02-00", "seinengappi_fushofuragu": "1"], on: connection)
            try await version(
                3, 1, ["seinengappi": "1950-02-03", "birth_sort_day": "1950-02-03", "seinengappi_fushofuragu": "1", "seinengappi_fushohyoki": "昭和２５年頃"],
                on: connection)
            try await version(4, 1, ["seinengappi": "1950-02-29", "birth_sort_day": "1950-03-01"], on: connection)
        }
        try await TestHub.upgraded(from: 22, old: old) { hub in
            #expect(try await hub.count("SELECT count(*) FROM register.protection WHERE kari_shiensochi = '1' AND addressee_id = 1 AND cause = 'p'") == 1)
            // What a current version states goes on beside it.
            #expect(
                try await hub.count("SELECT count(*) FROM register.protection WHERE shiensochi_kaishi = '2026-01-01' AND addressee_id = 2 AND cause = 'v'") == 1
            )
            #expect(try await hub.count("SELECT count(*) FROM register.protection") == 2)
            #expect(try await hub.count("SELECT count(*) FROM journal.entry WHERE addressee_id = 2 AND changed <> 0") == 1)
            let births = try await hub.rows(
                "SELECT birth_sort_day || '/' || coalesce(birth_last_day::text, '') FROM register.version ORDER BY addressee_id, history_number")
            let days = try births.map { try $0.decode(String?.self) }
            #expect(days == ["1950-01-01/1950-12-31", nil, "1950-02-01/1950-02-28", "1950-01-01/1950-12-31", "1950-03-01/"])
        }
    }
}
