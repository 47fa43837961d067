import AccessControl
import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SourceFiles
import Testing

@testable import Register

/// 別の団体のファイル. What names another body is refused by name before a row of it goes in; what names none is its source's (CT-19).
@Suite struct AnotherBodyTests {
    /// A city beside ours, of the same prefecture.
    private static let other = "112011"

    private func resident(_ n: Int, in code: String) -> ResidentRow { ResidentRow(n).with { $0[.jushoShikuchosonkodo] = code } }

    private func dead(_ n: Int, in code: String) -> ResidentRow { resident(n, in: code).next("23") }

    /// A row as the layout's edition writes it.
    private func written(_ row: ResidentRow, in layout: FileLayout) -> ResidentRow {
        guard layout.edition == .legacy else { return row }
        return row.with { row in
            for item in [Item.juminjotai, .idojiyu] { row[item] = LegacyCodes.legacy(item, row[item]) ?? row[item] }
        }
    }

    private func expectRefused(_ hub: TestHub, _ column: String, _ take: () async throws -> IntakeReport) async throws {
        let refused = try await #require(throws: FileRefused.self) { try await take() }
        #expect(refused.code == "F0048")
        for words in [column, Self.other, "111007", "1行も取り込んでいません"] { #expect(refused.reason.contains(words), "\(refused.reason)") }
        #expect(try await hub.count("SELECT count(*) FROM register.version") == 0)
        #expect(try await hub.count("SELECT count(*) FROM intake.file") == 0)
        #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'intake.file' AND is_failure AND body LIKE '%\"refusal\":\"F0048\"%'") == 1)
    }

    @Test func aFileOfAnotherBodysResidentsIsRefused() async throws {
        try await TestHub.with { hub in
            // Who left is told with the code of where they went: it says nothing of whose file it is. Who died is asked only where no resident is.
            let gone = ResidentRow(9).next("21") { $0[.jushoShikuchosonkodo] = "111082" }
            try await expectRefused(hub, "jusho_shikuchosonkodo") {
                try await hub.take([resident(1, in: Self.other), resident(2, in: "131016"), gone, dead(3, in: "111082")])
            }
        }
    }

    /// 住所 of the dead is the last one in the body whose register they were taken out of.
    @Test(arguments: [FileLayout.residents, .legacyResidents]) func aFileOfAnotherBodysDeadIsRefused(layout: FileLayout) async throws {
        try await TestHub.with { (hub) async throws in
            func take(_ rows: [ResidentRow]) async throws -> IntakeReport {
                let columns = layout.columns.map(\.name)
                return try await hub.take(
                    file: hub.write(ResidentRow.csv(rows.map { written($0, in: layout) }, columns: columns), to: "\(UUID()).csv"), layout: layout)
            }
            func left(_ n: Int) -> ResidentRow { ResidentRow(n).next("21") { $0[.jushoShikuchosonkodo] = Self.other } }
            try await expectRefused(hub, "jusho_shikuchosonkodo") { try await take([left(1), dead(2, in: Self.other), dead(3, in: "131016")]) }
            #expect(try await take([dead(4, in: Self.other), dead(5, in: "111023"), left(6)]).accepted == 3, "one of ours is among them")
            #expect(try await take([dead(7, in: Self.other), resident(8, in: "111082")]).accepted == 2)
        }
    }

    @Test(arguments: [FileLayout.residents, .legacyResidents]) func aSingleRowOfAnotherBodysResidentIsRefused(layout: FileLayout) async throws {
        try await TestHub.with { hub in
            let rows = [
                resident(1, in: Self.other), dead(2, in: Self.other), resident(3, in: "111082"), resident(4, in: "111007"), dead(5, in: "111023"),
                ResidentRow(6).next("21") { $0[.jushoShikuchosonkodo] = Self.other },
            ]
            let csv = ResidentRow.csv(rows.map { written($0, in: layout) }, columns: layout.columns.map(\.name))
            let lines = csv.split(separator: 0x0A).map(Array.init)
            let door = try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).door(
                Staff.service(.operateDeliveries), header: lines[0], layout: layout, source: .residentRecord)
            var outcomes: [Intake.RowOutcome] = []
            for line in lines.dropFirst() { outcomes.append(try await door.submit(line)) }
            let refused = Intake.RowOutcome.rejected(codes: ["E0234"])
            #expect(outcomes == [refused, refused, .accepted, .accepted, .accepted, .accepted])
            #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 4)
            #expect(
                try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'intake.rows' AND is_failure AND body LIKE '%\"codes\":\"E0234\"%'") == 2)
        }
    }

    @Test func aFileOfOursIsTakenWhereverThoseLiveWhoLeft() async throws {
        try await TestHub.with { (hub) async throws in
            func left(_ n: Int) -> ResidentRow { ResidentRow(n).next("21") { $0[.jushoShikuchosonkodo] = Self.other } }
            #expect(try await hub.take([left(1)]).accepted == 1, "no resident is in it")
            #expect(try await hub.take([left(2), resident(3, in: "111023"), resident(4, in: "111007")]).accepted == 3)
            // Where the code lacks, the file names none.
            #expect(try await hub.take([resident(5, in: "")]).rowsRead == 1)
        }
    }

    @Test func whoSendsNonResidentsIsNamedByEachRow() async throws {
        try await TestHub.with { hub in
            func row(_ n: Int, _ code: String) -> NonResidentRow { NonResidentRow(n, number: "N\(n)").sent(by: code) }
            try await expectRefused(hub, "shikuchosonkodo") { try await hub.take([row(1, Self.other), row(2, "131016")], from: .tax) }
            // Among ours: a ward's code is the city's own, another body's costs its row.
            let report = try await hub.take([row(1, "111007"), row(2, "111023"), row(3, Self.other)], from: .tax)
            #expect(report.accepted == 2 && report.rejected == 1 && report.rejectedByCode == ["E0234": 1])
            #expect(try await hub.count("SELECT count(*) FROM register.addressee WHERE atenabango = 'N3'") == 0)
        }
    }

    /// Each kind of file whose rows the pension module keeps. A hand-over's other columns are another municipality's: it says whom it is for.
    @Test func aFileThatAModuleKeepsNamesItsBodyToo() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "body-\(UUID())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let rejects = try #require(RejectBound(accepting: 0))
        let untold: @Sendable (Int, Int) -> Void = { _, _ in }
        for layout in FileLayout.PensionFile.allCases.map({ FileLayout.pension($0) }) + [.pensionHandover] {
            let (columns, whose) = (layout.columns.map(\.name), try #require(layout.bodyColumn, "\(layout.name)"))
            let path = "\(directory)/\(layout.name).csv"
            let module = ModuleFile(layout: layout, encoding: .utf8, rejects: rejects, of: TestServer.body.code)
            /// Which rows are another body's.
            func taken(_ codes: [String]) async throws -> [Bool] {
                let rows = codes.enumerated().map { place, code in
                    columns.map { $0 == "atenabango" ? "A\(place)" : $0 == whose ? code : "" }.joined(separator: ",")
                }
                try Data((([columns.joined(separator: ",")] + rows).joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
                var found: [Bool] = []
                _ = try await module.take(path, progress: untold) { _, _ in
                } keep: { _, rows in
                    found += rows.map { row in row.faults.contains { $0.code == "E0234" && $0.column == whose } }
                    return rows.map { _ in .accepted }
                }
                return found
            }
            let refused = try await #require(throws: FileRefused.self, "\(layout.name)") { _ = try await taken([Self.other, "", "131016"]) }
            #expect(refused.code == "F0048" && refused.reason.contains(whose), "\(refused)")
            #expect(try await taken(["111007", "111023", Self.other, ""]) == [false, false, true, false], "\(layout.name)")
            #expect(try await taken(["", ""]) == [false, false], "\(layout.name)")
        }
    }

    @Test func aSingleRowOfAnotherBodyIsRefusedToo() async throws {
        try await TestHub.with { hub in
            let row = NonResidentRow(1, number: "N1")
            let lines = NonResidentRow.csv([row, row.sent(by: Self.other)]).split(separator: 0x0A).map(Array.init)
            let door = try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).door(
                Staff.service(.operateDeliveries), header: lines[0], layout: .nonResidents, source: .tax)
            #expect(try await door.submit(lines[2]) == .rejected(codes: ["E0234"]))
            #expect(try await door.submit(lines[1]) == .accepted)
        }
    }
}
