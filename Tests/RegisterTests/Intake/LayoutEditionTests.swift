import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SyntheticCity
import Testing

@testable import AccessControl
@testable import Register

/// 様式の版: whatever the edition, the register holds national codes, and nothing of one edition is read as of another.
@Suite(.timeLimit(.minutes(10))) struct LayoutEditionTests {
    private static let dead = ResidentRow(1).next("23")
    private static let legacyColumns = FileLayout.legacyResidents.columns.map(\.name)

    /// A row as a source of the legacy edition writes it.
    private static func legacy(_ row: ResidentRow) -> ResidentRow {
        row.with { row in
            for item in [Item.juminjotai, .idojiyu] { row[item] = LegacyCodes.legacy(item, row[item]) ?? row[item] }
        }
    }

    private func take(_ hub: TestHub, _ rows: [ResidentRow], _ layout: FileLayout) async throws -> IntakeReport {
        try await hub.take(file: hub.write(ResidentRow.csv(rows, columns: layout.columns.map(\.name)), to: "\(UUID()).csv"), layout: layout)
    }

    @Test func theDeadOfANationalFileStayDead() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            #expect(try await take(hub, [ResidentRow(1), Self.dead], .residents).accepted == 2)
            #expect(try await hub.registeredCodes() == ["\(ResidentRow.number(1)) 1 1 - 01", "\(ResidentRow.number(1)) 2 3 - 23"])
            // Who moved out could move in again.
            #expect(try await take(hub, [Self.dead.next("01")], .residents).rejectedByCode == ["E0201": 1])
        }
    }

    @Test func theCodesOfALegacyFileAreTranslatedAtTheDoor() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            let movedOut = ResidentRow(2).next("21")
            let rows = [ResidentRow(1), Self.dead, ResidentRow(2), movedOut, ResidentRow(3), ResidentRow(3).next("59")].map(Self.legacy)
            #expect(rows.map { $0[.juminjotai] + $0[.idojiyu] } == ["1A1", "4B3", "1A1", "3B1", "1A1", "1DA"])
            #expect(try await take(hub, rows, .legacyResidents).accepted == 6)
            #expect(
                try await hub.registeredCodes().map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
                    == ["1 1 - 01", "2 3 - 23", "1 1 - 01", "2 2 - 21", "1 1 - 01", "2 1 - 59"])
            // The same persons in the national edition say nothing new.
            let again = try await take(hub, [ResidentRow(3).next("59"), Self.dead, movedOut], .residents)
            #expect(again.unchanged == 3 && again.accepted == 0, "\(again)")
        }
    }

    @Test func aCodeOfTheOtherEditionIsRefused() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            #expect(try await take(hub, [Self.legacy(ResidentRow(1))], .residents).rejectedByCode == ["E0002": 1])
            #expect(try await take(hub, [ResidentRow(1)], .legacyResidents).rejectedByCode == ["E0002": 1])
            let rejected = try await hub.rows("SELECT item, reason FROM intake.rejected ORDER BY file_id").map { try $0.decode((String, String).self) }
            #expect(rejected.map(\.0) == ["idojiyu", "idojiyu"])
            #expect(rejected[0].1.contains("2024版") && rejected[1].1.contains("旧版"))
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 0)
        }
    }

    /// A rejected row is in the report as it was read, so that it goes in again as it is, mended.
    @Test func aRejectedRowIsGivenBackInItsEdition() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            let path = try hub.write(ResidentRow.csv([Self.legacy(ResidentRow(1, reason: "41"))], columns: Self.legacyColumns), to: "r.csv")
            #expect(try await hub.take(file: path, layout: .legacyResidents).rejectedByCode == ["E0201": 1])
            let given = try String(contentsOfFile: path + ".rejected.csv", encoding: .utf8)
            #expect(given.contains(",1,C1,2020-04-01") && !given.contains(",41,"), "\(given)")
        }
    }

    @Test func whatHasNoNationalCodeIsRefusedOrKept() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            let restored = ResidentRow(1).next("42").with { $0[.idojiyu] = "B8" }
            #expect(try await take(hub, [ResidentRow(1), restored], .residents).rejectedByCode == ["E0002": 1])
            #expect(try await hub.text("SELECT reason FROM intake.rejected")?.contains("消除_再製") == true)
            let legacy = [Self.legacy(ResidentRow(1)), restored]
            let report = try await take(hub, legacy, .legacyResidents)
            #expect(report.accepted == 1 && report.unchanged == 1)
            #expect(try await hub.registeredCodes().last == "\(ResidentRow.number(1)) 2 1 - B8")
            #expect(try await take(hub, [restored], .legacyResidents).unchanged == 1)
        }
    }

    /// The same bytes are another file in another edition: what was done under one is not taken for done under the other.
    @Test func aFileIsDoneOnlyInItsEdition() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            let columns = FileLayout.legacyNonResidents.columns.map(\.name)
            let path = try hub.write(NonResidentRow.csv([NonResidentRow(1, number: "T1"), NonResidentRow(2, number: "T2")], columns: columns), to: "n.csv")
            #expect(try await hub.take(file: path, layout: .nonResidents, source: .tax).accepted == 2)
            let legacy = try await hub.take(file: path, layout: .legacyNonResidents, source: .tax)
            #expect(legacy.unchanged == 2 && legacy.takenBefore == 0, "\(legacy)")
            #expect(try await hub.take(file: path, layout: .nonResidents, source: .tax).takenBefore == 2)
            #expect(try await hub.count("SELECT count(DISTINCT edition) FROM intake.file") == 2)
            #expect(try await hub.registeredCodes() == ["T1 1 - 4 -", "T2 1 - 4 -"])
        }
    }

    @Test func theDeadAmongNonResidentsComeToLifeByTheirStateOnly() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            let person = NonResidentRow(1, number: "T1")
            let dead = person.with { $0[.jutogaijotai] = "5" }
            #expect(try await hub.take([person, dead], from: .tax).accepted == 2)
            #expect(try await hub.registeredCodes() == ["T1 1 - 4 -", "T1 2 - 5 -"])
            #expect(
                try await hub.count("SELECT changed FROM journal.entry ORDER BY position DESC LIMIT 1") == Int(ItemSet([.rirekibango, .jutogaijotai]).rawValue))
            #expect(try await hub.take([dead], from: .tax).unchanged == 1)
            #expect(try await hub.take([person], from: .tax).rejectedByCode == ["E0213": 1])
            #expect(try await hub.take([person.with { $0[.jutogaijotai] = "4" }], from: .tax).accepted == 1)
            #expect(try await hub.registeredCodes().last == "T1 3 - 4 -")
            #expect(try await hub.take([person.with { $0[.jutogaijotai] = "1" }], from: .tax).rejectedByCode == ["E0002": 1])
        }
    }

    /// Who moves in is no 住登外者 any more.
    @Test func aNonResidentWhoMovesInHasOneState() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            try await hub.take([NonResidentRow(1, number: "T1")], from: .tax)
            #expect(try await hub.take([ResidentRow(1, history: 2).with { $0[.atenabango] = "T1" }]).accepted == 1)
            #expect(try await hub.registeredCodes() == ["T1 1 - 4 -", "T1 2 1 - 01"])
            let changed = ItemSet(rawValue: Int64(try await hub.count("SELECT changed FROM journal.entry ORDER BY position DESC LIMIT 1")))
            #expect(changed.contains(Item.juminjotai) && changed.contains(Item.jutogaijotai))
        }
    }

    /// 枝番号: corrections within one history number of the source follow each other, and the register counts on.
    @Test func aBranchNumberIsALaterVersionOfItsHistoryNumber() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            func versions() async throws -> [String] {
                try await hub.rows(
                    "SELECT history_number || ' ' || coalesce(source_history_number::text, '-') || ' ' || coalesce(rireki_edabango, '-') || ' ' || zokugara FROM register.version WHERE addressee_id = 1 ORDER BY 1"
                ).map { try $0.decode(String.self) }
            }
            func row(_ number: String, _ branch: String, _ relation: String, _ reason: String = "44") -> ResidentRow {
                ResidentRow(1).with { row in
                    (row[.rirekibango], row[.rirekiEdabango], row[.zokugara], row[.idojiyu]) = (number, branch, relation, reason)
                }
            }
            try await hub.take([row("1", "", "世帯主", "01")])
            // The same without a branch, and as branch 0, says nothing new.
            #expect(try await take(hub, [row("1", "0", "世帯主", "01")], .residents).unchanged == 1)
            #expect(try await take(hub, [row("1", "1", "妻"), row("1", "2", "子")], .residents).accepted == 2)
            #expect(try await versions() == ["1 - - 世帯主", "2 1 1 妻", "3 1 2 子"])
            #expect(try await take(hub, [row("1", "2", "子")], .residents).unchanged == 1)
            #expect(try await take(hub, [row("1", "1", "夫")], .residents).rejectedByCode == ["E0203": 1])
            #expect(try await take(hub, [row("1", "2", "夫")], .residents).rejectedByCode == ["E0204": 1])
            // The source's next history number is a later one, whatever the register's is.
            #expect(try await take(hub, [row("2", "", "父", "42")], .residents).accepted == 1)
            #expect(try await take(hub, [row("2", "", "父", "42"), ResidentRow(2)], .residents).unchanged == 1)
            #expect(try await versions() == ["1 - - 世帯主", "2 1 1 妻", "3 1 2 子", "4 2 - 父"])
            // Where the source is ahead again, the numbers are one again.
            #expect(try await take(hub, [row("9", "", "母", "42")], .residents).accepted == 1)
            #expect(try await versions().last == "9 - - 母")
        }
    }

    /// A row that waits is kept as it was sent, and read in its edition when somebody decides.
    @Test func aHeldRowIsReadInItsEdition() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            _ = try await take(hub, [ResidentRow(1)], .residents)
            let other = ResidentRow(1).next("42") { $0[.kojinbango] = Numbers.individual(9) }
            let report = try await take(hub, [Self.legacy(other)], .legacyResidents)
            #expect(report.held == 1, "\(report)")
            #expect(try await hub.text("SELECT edition FROM intake.held") == "legacy")
            let row = try #require(try await hub.rows("SELECT \(unsafeSQL: QueueEntry.columnsSQL) FROM intake.held h").first)
            let opened = try OpenedRow(try QueueEntry(row), vault: hub.vault, today: TestHub.intakeDay)
            #expect(opened.items[.idojiyu] == "42" && opened.items[.juminjotai] == "1" && opened.submission.reason?.code == "42")
            // Sent again, in whichever edition, it waits once.
            #expect(try await take(hub, [other], .residents).held == 1)
            #expect(try await hub.count("SELECT count(*) FROM intake.held") == 1)
        }
    }

    @Test func rowsThatComeByThemselvesAreTranslatedToo() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            let intake = Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay })
            let lines = ResidentRow.csv([ResidentRow(1), Self.dead].map(Self.legacy), columns: Self.legacyColumns).split(separator: 0x0A).map(Array.init)
            let door = try await intake.door(Staff.service(.operateDeliveries), header: lines[0], layout: .legacyResidents, source: .residentRecord)
            for line in lines.dropFirst() { #expect(try await door.submit(line) == .accepted) }
            #expect(try await hub.registeredCodes().last == "\(ResidentRow.number(1)) 2 3 - 23")
        }
    }

    /// One city, written in either edition, is one register: row for row, 消除_再製 apart, and which of the numbers that the hub itself assigns somebody without
    /// one gets: lanes take them from one sequence as they come.
    @Test func aLegacyCityAndANationalOneAreTheSameRegister() async throws {
        func register(_ edition: LayoutEdition) async throws -> (rows: [[String?]], restored: Int) {
            try await TestHub.with { hub in
                let city = try await SmallCity.generate(
                    CityRequest(
                        persons: 1_500, seed: 11, directory: hub.path("city"), from: TestHub.intakeDay.adding(days: -3), days: 3, movementsPerDay: 900,
                        edition: edition))
                for file in city.files {
                    let report = try await hub.take(file: file.path, layout: file.layout.written(in: edition), source: file.source)
                    #expect(report.rejected == 0, "\(edition) \(file.name) \(report)")
                    #expect(report.accepted + report.unchanged + report.held == report.rowsRead, "\(edition) \(file.name) \(report)")
                }
                let items = VersionColumns.items.map { $0 == .idojiyu ? "CASE v.idojiyu WHEN 'B8' THEN '27' ELSE v.idojiyu END" : "v.\($0.rawValue)::text" }
                let rows = try await hub.rows(
                    """
                    SELECT ARRAY[CASE WHEN a.atenabango LIKE '9%' THEN 'assigned' ELSE a.atenabango END, v.history_number::text, (v.running_number IS NULL)::text, v.registered_by::text, \(unsafeSQL: items.joined(separator: ", "))]
                    FROM register.version v JOIN register.addressee a USING (addressee_id) ORDER BY 1
                    """)
                let restored = try await hub.count("SELECT count(*) FROM register.version WHERE idojiyu = 'B8'")
                return (try rows.map { try $0.decode([String?].self) }, restored)
            }
        }
        let national = try await register(.national)
        let legacy = try await register(.legacy)
        #expect(national.rows.count > 1_000 && national.rows.contains { $0[0] == "assigned" })
        let differing = Set(national.rows).symmetricDifference(legacy.rows).map { $0.prefix(4).map { $0 ?? "-" }.joined(separator: " ") }.sorted()
        let isSame = national.rows == legacy.rows
        #expect(isSame, "\(national.rows.count) and \(legacy.rows.count) rows, \(differing.count) differ: \(differing.prefix(6))")
        #expect(national.restored == 0 && legacy.restored > 0)
        let state = try #require(VersionColumns.items.firstIndex(of: .juminjotai)) + 4
        #expect(Set(national.rows.map { $0[state] }).isSuperset(of: ["1", "2", "3", nil]))
    }
}
