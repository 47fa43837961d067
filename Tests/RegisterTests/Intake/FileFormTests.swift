import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import AccessControl
@testable import Register

/// What a sound file may look like, and that it counts once.
@Suite(.timeLimit(.minutes(10))) struct FileFormTests {
    @Test func theOrderOfColumnsIsFree() async throws {
        try await TestHub.with { hub in
            let row = ResidentRow(1).with { $0[.jushoKatagaki] = "甲,乙\"丙" }
            try await hub.take(file: hub.write(ResidentRow.csv([row], columns: ResidentRow.columns.reversed()), to: "r.csv"))
            #expect(try await hub.text("SELECT jusho_katagaki FROM register.version") == "甲,乙\"丙")
            // The same row in another order of columns is the same row.
            #expect(try await hub.take([row]).unchanged == 1)
        }
    }

    @Test func statesOfOnePersonStayInOrderWhateverStandsBeforeTheirNumber() async throws {
        try await TestHub.with { hub in
            // A comma inside quotes before the addressee number, in every other state.
            let columns = ["jusho_katagaki"] + ResidentRow.columns.filter { $0 != "jusho_katagaki" }
            var rows: [ResidentRow] = []
            for person in 1...40 {
                var row = ResidentRow(person)
                rows.append(row)
                for state in 0..<5 {
                    row = row.next("42") { $0[.jushoKatagaki] = state % 2 == 0 ? "甲,乙" : "甲" }
                    rows.append(row)
                }
            }
            let report = try await hub.take(file: hub.write(ResidentRow.csv(rows, columns: columns), to: "r.csv"))
            #expect(report.accepted == rows.count)
        }
    }

    @Test func carriageReturnsAndQuotesAreNoPartOfAValue() async throws {
        try await TestHub.with { hub in
            let text = String(decoding: ResidentRow.csv([ResidentRow(1)]), as: UTF8.self).replacing("\n", with: "\r\n")
                .replacing("シケン", with: "\"シケン\"")
            try await hub.take(file: hub.write(text.utf8, to: "crlf.csv"))
            #expect(try await hub.text("SELECT shimei_furigana FROM register.version") == "シケン")
            #expect(try await hub.text("SELECT karitorokufuragu FROM register.version") == "0")
        }
    }

    @Test func gzipIsUnpacked() async throws {
        try await TestHub.with { hub in
            let path = try hub.write(ResidentRow.csv((1...5000).map { ResidentRow($0) }), to: "r.csv")
            #expect(try await Program.run("/usr/bin/gzip", [path]).status == 0)
            #expect(try await hub.take(file: path + ".gz").accepted == 5000)
        }
    }

    @Test func twoGzipMembersInOneFileAreOneFile() async throws {
        try await TestHub.with { hub in
            let all = ResidentRow.csv((1...4).map { ResidentRow($0) })
            let middle = all.count / 2
            var joined = Data()
            for (index, part) in [all[..<middle], all[middle...]].enumerated() {
                let path = try hub.write(part, to: "part\(index)")
                #expect(try await Program.run("/usr/bin/gzip", [path]).status == 0)
                joined += try Data(contentsOf: URL(filePath: path + ".gz"))
            }
            #expect(try await hub.take(file: hub.write(joined, to: "r.csv.gz")).accepted == 4)
        }
    }

    @Test func zerosBehindAGzipAreNoPartOfIt() async throws {
        try await TestHub.with { hub in
            let path = try hub.write(ResidentRow.csv((1...4).map { ResidentRow($0) }), to: "r.csv")
            #expect(try await Program.run("/usr/bin/gzip", [path]).status == 0)
            let packed = try Data(contentsOf: URL(filePath: path + ".gz"))
            #expect(try await hub.take(file: hub.write(packed + Data(count: 3_000_000), to: "padded.csv.gz")).accepted == 4)
        }
    }

    @Test func aByteOrderMarkIsNoPartOfTheHeader() async throws {
        try await TestHub.with { hub in
            let report = try await hub.take(file: hub.write([0xEF, 0xBB, 0xBF] + ResidentRow.csv([ResidentRow(1)]), to: "bom.csv"))
            #expect(report.accepted == 1)
        }
    }

    @Test func aLastLineWithoutAnEndIsALine() async throws {
        try await TestHub.with { hub in
            let report = try await hub.take(file: hub.write(ResidentRow.csv((1...3).map { ResidentRow($0) }).dropLast(), to: "r.csv"))
            #expect(report.rowsRead == 3 && report.accepted == 3)
        }
    }

    @Test func emptyLinesAreNoRows() async throws {
        try await TestHub.with { hub in
            let lines = ResidentRow.csv((1...2).map { ResidentRow($0) }).split(separator: 0x0A)
            let report = try await hub.take(file: hub.write(lines.joined(separator: [0x0A, 0x0D, 0x0A, 0x0A]) + [0x0A, 0x0A], to: "r.csv"))
            #expect(report.rowsRead == 2 && report.accepted == 2)
        }
    }

    @Test func theSameFileTwiceChangesNothing() async throws {
        try await TestHub.with { hub in
            let rows = (1...50).map { ResidentRow($0) } + [ResidentRow(51).with { $0[.seibetsu] = "9" }]
            let path = try hub.write(ResidentRow.csv(rows), to: "r.csv")
            let first = try await hub.take(file: path)
            let written = try await hub.rowsWritten()
            let rejected = try Data(contentsOf: URL(filePath: path + ".rejected.csv"))
            let second = try await hub.take(file: path)
            #expect(try await hub.rowsWritten() == written)
            #expect(second.accepted == first.accepted && second.rejected == 1)
            #expect(second.takenBefore == 51 && second.decidedAnew == 0)
            #expect(try Data(contentsOf: URL(filePath: path + ".rejected.csv")) == rejected)
        }
    }

    @Test func theSameRowsInAnotherFileAreUnchanged() async throws {
        try await TestHub.with { hub in
            try await hub.take((1...50).map { ResidentRow($0) })
            let report = try await hub.take((1...50).reversed().map { ResidentRow($0) })
            #expect(report.unchanged == 50)
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 50)
            #expect(try await hub.count("SELECT count(*) FROM journal.entry") == 50)
        }
    }

    @Test func theRejectedFileIsForItsOwnerOnlyAndGoesWhenNothingIsRejected() async throws {
        try await TestHub.with { hub in
            let path = hub.path("r.csv")
            _ = try hub.write(ResidentRow.csv([ResidentRow(1).with { $0[.seibetsu] = "9" }]), to: "r.csv")
            _ = try await hub.take(file: path)
            let mode = try FileManager.default.attributesOfItem(atPath: path + ".rejected.csv")[.posixPermissions] as? Int
            #expect(mode == 0o600)
            _ = try hub.write(ResidentRow.csv([ResidentRow(1)]), to: "r.csv")
            #expect(try await hub.take(file: path).rejectedFile == nil)
            #expect(!FileManager.default.fileExists(atPath: path + ".rejected.csv"))
        }
    }

    @Test func rowsOneByOneGoThroughTheSameDoor() async throws {
        try await TestHub.with { hub in
            let csv = ResidentRow.csv([ResidentRow(1), ResidentRow(2).with { $0[.seibetsu] = "9" }]).split(separator: 0x0A).map(Array.init)
            let door = try await Intake(pool: hub.staffed, vault: hub.vault).door(
                Staff.service(.operateDeliveries), header: csv[0], layout: .residents, source: .residentRecord)
            #expect(try await door.submit(csv[1]) == .accepted)
            #expect(try await door.submit(csv[1]) == .unchanged)
            #expect(try await door.submit(csv[2]) == .rejected(codes: ["E0002"]))
            #expect(try await door.submit(Array("a,b".utf8)) == .rejected(codes: ["E0300"]))
        }
    }

    @Test func afterACancelledRunTheSameFileGoesOnWhereItStopped() async throws {
        try await TestHub.with { hub in
            let persons = 20_000
            let path = try hub.write(ResidentRow.csv((1...persons).map { ResidentRow($0) }), to: "r.csv")
            let run = Task { [intake = Intake(pool: hub.staffed, vault: hub.vault)] in
                try await intake.take(Staff.service(.operateDeliveries), path, layout: .residents, source: .residentRecord)
            }
            while try await hub.count("SELECT count(*) FROM intake.block") == 0 { try await Task.sleep(for: .milliseconds(10)) }
            run.cancel()
            _ = try? await run.value
            let before = try await hub.count("SELECT count(*) FROM register.version")
            #expect(before > 0)
            #expect(!FileManager.default.fileExists(atPath: path + ".rejected.csv.partial"))
            let report = try await hub.take(file: path)
            #expect(report.accepted == persons)
            #expect(try await hub.count("SELECT count(*) FROM register.version") == persons)
            #expect(try await hub.count("SELECT count(*) FROM journal.entry") == persons)
        }
    }
}
