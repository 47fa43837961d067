import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Synchronization
import Testing

@testable import AccessControl
@testable import Register
@testable import SourceFiles

/// A file is read twice, and anything may happen to it between and meanwhile: what is marked as done was read, and nothing else goes in.
@Suite(.timeLimit(.minutes(10))) struct ChangedFileTests {
    /// Takes a file in, and does something to it once the first reading is over.
    private func take(_ hub: TestHub, _ path: String, change: @escaping @Sendable () throws -> Void) async throws -> IntakeReport {
        let intake = Intake(
            pool: hub.pool, vault: hub.vault,
            today: {
                do { try change() } catch { Issue.record(error) }
                return TestHub.intakeDay
            })
        return try await intake.take(Staff.service(.operateDeliveries), path, layout: .residents, source: .residentRecord)
    }

    private static func overwrite(creating path: String, _ bytes: [UInt8]) throws {
        try #require(FileManager.default.createFile(atPath: path, contents: Data(bytes)))
    }

    private static func overwrite(_ path: String, _ bytes: [UInt8]) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.write(contentsOf: bytes)
        try file.truncate(atOffset: UInt64(bytes.count))
        try file.close()
    }

    private static func changed(_ first: [UInt8], _ what: String, _ rows: [ResidentRow]) -> [UInt8] {
        var second = first
        switch what {
        case "appended": second += ResidentRow.csv([ResidentRow(41)]).split(separator: 0x0A)[1] + [0x0A]
        case "cut": second = Array(first[...(first.dropLast().lastIndex(of: 0x0A) ?? 0)])
        case "cut in a row": second.removeLast(60)
        case "one byte": second[second.count - 4] ^= 1
        case "header": second = ResidentRow.csv(rows, columns: ResidentRow.columns.reversed())
        case "emptied": second = []
        default: second = [0x1F, 0x8B] + first
        }
        return second
    }

    /// With which code a file was refused, at once or half way.
    private func refusal(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch {
            return ((error as? IntakeInterrupted)?.cause as? FileRefused ?? error as? FileRefused)?.code
        }
    }

    private func persons(_ hub: TestHub) async throws -> Set<String> {
        Set(try await hub.rows("SELECT atenabango FROM register.addressee").map { try $0.decode(String.self) })
    }

    @Test func anotherContentUnderTheSameNameIsNotMarkedAsTheOneThatWasSurveyed() async throws {
        try await TestHub.with { hub in
            let (first, second) = (ResidentRow.csv((1...30).map { ResidentRow($0) }), ResidentRow.csv((31...60).map { ResidentRow($0) }))
            let path = try hub.write(first, to: "r.csv")
            await #expect { _ = try await take(hub, path) { try Self.overwrite(path, second) } } throws: { ($0 as? FileRefused)?.code == "F0007" }
            #expect(try await persons(hub).isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM intake.block") == 0)
            // Now the first, and then the second, come again: neither was taken in before.
            try Self.overwrite(path, first)
            let again = try await hub.take(file: path)
            #expect(again.accepted == 30 && again.takenBefore == 0)
            try Self.overwrite(path, second)
            #expect(try await hub.take(file: path).accepted == 30)
            #expect(try await persons(hub).count == 60)
        }
    }

    @Test(arguments: ["appended", "cut", "cut in a row", "one byte", "header", "emptied", "no csv any more"])
    func whateverChangesIsFoundAndTheSoundRestGoesInLater(what: String) async throws {
        try await TestHub.with { hub in
            let rows = (1...40).map { ResidentRow($0) }
            let first = ResidentRow.csv(rows)
            let second = Self.changed(first, what, rows)
            let path = try hub.write(first, to: "r.csv")
            let code = await refusal { _ = try await take(hub, path) { try Self.overwrite(path, second) } }
            #expect(code == "F0007")
            // Only what both readings had may have gone in.
            #expect(try await persons(hub).isSubset(of: Set(rows.map { $0[.atenabango] })))
            try Self.overwrite(path, first)
            #expect(try await hub.take(file: path).accepted == 40)
            #expect(try await persons(hub).count == 40)
        }
    }

    /// The same of a file whose rows a department's module keeps: its digest is told before the rows, and has to be theirs.
    @Test(arguments: ["appended", "cut", "one byte", "header"])
    func aModulesFileThatChangesHandsOnNothingOfAnotherContent(what: String) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "module-\(UUID()).csv").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (header, rows) = ("atenabango,kisonenkinbango,denwabango,biko\n", (1...30).map { "\(ResidentRow.number($0)),,0\($0),\n" })
        try Self.overwrite(creating: path, Array((header + rows.joined()).utf8))
        let second =
            switch what {
            case "appended": header + rows.joined() + "A99,,1,\n"
            case "cut": header + rows.dropLast().joined()
            case "one byte": header + rows.dropLast().joined() + "\(ResidentRow.number(30)),,031,\n"
            default: "atenabango,kisonenkinbango,biko,denwabango\n" + rows.joined()
            }
        let file = ModuleFile(layout: .pension(.basic), encoding: .utf8, rejects: try #require(RejectBound(accepting: 0)), of: TestServer.body.code)
        var handed = 0
        let code = await refusal {
            _ = try await file.take(path, progress: { _, _ in }) { _, _ in
                try Self.overwrite(path, Array(second.utf8))
            } keep: { _, rows in
                handed += rows.count
                return rows.map { _ in .accepted }
            }
        }
        #expect(code == "F0007" && handed == 0)
    }

    @Test func aFileThatTakesTheNameMeanwhileIsAnotherFile() async throws {
        try await TestHub.with { hub in
            let path = try hub.write(ResidentRow.csv((1...10).map { ResidentRow($0) }), to: "r.csv")
            let other = try hub.write(ResidentRow.csv((11...20).map { ResidentRow($0) }), to: "other.csv")
            let report = try await take(hub, path) { #expect(rename(other, path) == 0) }
            #expect(report.accepted == 10)
            #expect(try await persons(hub) == Set((1...10).map { ResidentRow.number($0) }))
        }
    }

    @Test func aFileThatChangesInTheMiddleSaysWhatWentIn() async throws {
        try await TestHub.with { hub in
            // Rows so long that the reader cannot be far ahead of what goes in.
            let rows = (1...50_000).map { n in ResidentRow(n).with { $0[.jushoKatagaki] = String(repeating: "長", count: 290) } }
            let bytes = ResidentRow.csv(rows)
            let path = try hub.write(bytes, to: "r.csv")
            let isCut = Mutex(false)
            var interrupted: IntakeInterrupted?
            do {
                _ = try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).take(
                    Staff.service(.operateDeliveries), path, layout: .residents, source: .residentRecord,
                    progress: { _, _ in
                        let first = isCut.withLock { isCut in
                            defer { isCut = true }
                            return !isCut
                        }
                        if first { truncate(path, off_t(bytes.count * 19 / 20)) }
                    })
            } catch let error as IntakeInterrupted {
                interrupted = error
            }
            let soFar = try #require(interrupted).soFar
            #expect((interrupted?.cause as? FileRefused)?.code == "F0007")
            #expect(soFar.rowsRead > 0 && soFar.rowsRead < rows.count && soFar.addsUp)
            #expect(try await hub.count("SELECT count(*) FROM register.version") == soFar.accepted)
            #expect(try await hub.count("SELECT sum(accepted + unchanged + held + rejected) FROM intake.block") == soFar.rowsRead)
            #expect(try await hub.count("SELECT count(*) FROM intake.file WHERE finished_at IS NOT NULL") == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'intake.file-ended' AND is_failure AND body LIKE '%F0007%'") == 1)
            // The whole file: what went in is known, the rest goes in.
            _ = try hub.write(bytes, to: "r.csv")
            let whole = try await hub.take(file: path)
            #expect(whole.accepted == rows.count && whole.takenBefore == soFar.rowsRead)
        }
    }

    @Test func twoRunsOfTheSameFileAtOnceSayTheSame() async throws {
        try await TestHub.with { hub in
            let rows = (1...9000).map { n in ResidentRow(n).with { if n % 1000 == 0 { $0[.seibetsu] = "9" } } } + [ResidentRow(1, history: 1, reason: "45")]
            let bytes = ResidentRow.csv(rows)
            let paths = try (0..<3).map { n in
                try FileManager.default.createDirectory(atPath: hub.path("\(n)"), withIntermediateDirectories: true)
                return try hub.write(bytes, to: "\(n)/r.csv")
            }
            let reports = try await withThrowingTaskGroup(of: IntakeReport.self) { group in
                for path in paths { group.addTask { try await hub.take(file: path) } }
                return try await group.reduce(into: [IntakeReport]()) { $0.append($1) }
            }
            for report in reports {
                #expect(report.rowsRead == 9001 && report.accepted == 8991 && report.rejected == 10, "\(report)")
            }
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 8991)
            // The same rows; which lane's come first is the lanes' affair.
            let written = try paths.map { try String(contentsOfFile: $0 + ".rejected.csv", encoding: .utf8).split(separator: "\n").sorted() }
            #expect(written.allSatisfy { $0.count == 11 } && Set(written).count == 1)
        }
    }

    @Test func blocksOfEarlierVersionsAreNotTrusted() async throws {
        let bytes = ResidentRow.csv((1...3).map { ResidentRow($0) })
        let digest = SmallCity.digest(bytes)
        try await TestHub.upgraded(from: 20) { admin in
            // Marked as done by the digest of a reading that was not the one taken in.
            try await admin.execute(
                """
                INSERT INTO intake.file (rows_read, finished_at, lanes, block_rows, digest, layout, source)
                VALUES (3, now(), 2, 4096, \(digest), 'residents', 'resident-record')
                """)
            try await admin.execute("INSERT INTO intake.block SELECT file_id, l, 0, 2 - l, 0, 0, 0, now() FROM intake.file, generate_series(0, 1) AS l")
        } _: { hub in
            let report = try await hub.take(file: hub.write(bytes, to: "r.csv"))
            #expect(report.accepted == 3 && report.takenBefore == 0)
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 3)
        }
    }
}
