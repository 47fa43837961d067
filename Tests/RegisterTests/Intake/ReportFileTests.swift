import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import AccessControl
@testable import Register
@testable import SourceFiles

/// The files beside a file: opened before a row goes in, put where somebody wants them, and taken back as they are.
@Suite struct ReportFileTests {
    private static let wrong = ResidentRow(2).with {
        $0[.seibetsu] = "9"
        $0[.juminjotai] = "7"
    }

    @Test func aRejectedFileMendedGoesInAsItIs() async throws {
        try await TestHub.with { hub in
            let quoted = ResidentRow(3).with {
                $0[.jushoKatagaki] = "甲,乙\"丙"
                $0[.seibetsu] = "9"
            }
            let path = try hub.write(ResidentRow.csv([ResidentRow(1), Self.wrong, quoted]), to: "r.csv")
            let first = try await hub.take(file: path)
            #expect((first.accepted, first.rejected) == (1, 2))
            let rejected = try #require(first.rejectedFile)
            // One line for a row, however many faults it has.
            #expect(try String(decoding: Data(contentsOf: URL(filePath: rejected)), as: UTF8.self).split(separator: "\n").count == 3)
            // Not mended it is rejected again, in a file that is taken in as well.
            let again = try await hub.take(file: rejected)
            #expect((again.accepted, again.rejected) == (0, 2))
            for file in [rejected, try #require(again.rejectedFile)] {
                let mended = try String(decoding: Data(contentsOf: URL(filePath: file)), as: UTF8.self)
                    .replacing("シケン,,,,,,,9,", with: "シケン,,,,,,,1,").replacing(",1,7,01,", with: ",1,1,01,")
                let report = try await hub.take(file: hub.write(mended.utf8, to: "mended.csv"))
                #expect(report.accepted + report.unchanged == 2, "\(report)")
            }
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 3)
        }
    }

    @Test func aRejectedRowThatAsksForANumberGetsOne() async throws {
        try await TestHub.with { hub in
            // Two faults of one row that asks for a number: two lines would make two persons of it.
            let wrong = NonResidentRow(1, number: nil).with {
                $0[.seibetsu] = "9"
                $0[.shimei] = String(repeating: "試", count: 101)
            }
            let first = try await hub.take([wrong], from: .tax)
            let text = try String(decoding: Data(contentsOf: URL(filePath: #require(first.rejectedFile))), as: UTF8.self)
            let mended = text.replacing(",9,1980-01-02", with: ",1,1980-01-02")
                .replacing(String(repeating: "試", count: 101), with: "試験")
            let report = try await hub.take(file: hub.write(mended.utf8, to: "mended.csv"), layout: .nonResidents, source: .tax)
            #expect((report.rowsRead, report.accepted) == (1, 1), "\(report) \(first)")
        }
    }

    @Test func reportsGoWhereTheyAreWanted() async throws {
        try await TestHub.with { hub in
            let path = try hub.write(ResidentRow.csv([ResidentRow(1), Self.wrong]), to: "r.csv")
            try FileManager.default.createDirectory(atPath: hub.path("out"), withIntermediateDirectories: true)
            let report = try await Intake(pool: hub.staffed, vault: hub.vault).take(
                Staff.service(.operateDeliveries), path, layout: .residents, source: .residentRecord, reports: ReportPlace(directory: hub.path("out")))
            #expect(report.rejectedFile == hub.path("out") + "/r.csv.rejected.csv")
            #expect(try FileManager.default.contentsOfDirectory(atPath: hub.path("out")) == ["r.csv.rejected.csv"])
            #expect(!FileManager.default.fileExists(atPath: path + ".rejected.csv"))
        }
    }

    /// A directory in which nobody can make a file, not even the superuser: that of the descriptors of this process.
    private func unwritable(_ bytes: [UInt8], _ hub: TestHub, _ body: (String) async throws -> Void) async throws {
        let file = try FileHandle(forReadingFrom: URL(filePath: hub.write(bytes, to: "in.csv")))
        try await body("/proc/self/fd/\(file.fileDescriptor)")
        try file.close()
    }

    @Test func withoutAPlaceForReportsNothingGoesIn() async throws {
        try await TestHub.with { hub in
            try await unwritable(ResidentRow.csv([ResidentRow(1), Self.wrong]), hub) { (path: String) async throws in
                let intake = Intake(pool: hub.staffed, vault: hub.vault)
                for place in [ReportPlace(), ReportPlace(directory: hub.path("in.csv")), ReportPlace(directory: "/proc", spare: hub.path("spare"))] {
                    await #expect {
                        try await intake.take(Staff.service(.operateDeliveries), path, layout: .residents, source: .residentRecord, reports: place)
                    } throws: {
                        ($0 as? FileRefused)?.code == "F0020" && ($0 as? FileRefused)?.reason.contains("--reports") == true
                    }
                }
                #expect(try await hub.rowsWritten() == 0)
            }
        }
    }

    @Test func whatCannotLieBesideTheFileLiesInTheSparePlace() async throws {
        try await TestHub.with { hub in
            try await unwritable(ResidentRow.csv([ResidentRow(1), Self.wrong]), hub) { (path: String) async throws in
                let report = try await Intake(pool: hub.staffed, vault: hub.vault).take(
                    Staff.service(.operateDeliveries), path, layout: .residents, source: .residentRecord, reports: ReportPlace(spare: hub.path("home/reports")))
                #expect((report.accepted, report.rejected) == (1, 1))
                let rejected = try #require(report.rejectedFile)
                #expect(rejected.hasPrefix(hub.path("home/reports") + "/"))
                #expect(try Data(contentsOf: URL(filePath: rejected)).split(separator: 0x0A).count == 2)
            }
            try await unwritable(ResidentRow.csv([ResidentRow(3)]), hub) { (path: String) async throws in
                let report = try await Intake(pool: hub.staffed, vault: hub.vault).take(
                    Staff.service(.operateDeliveries), path, layout: .residents, source: .residentRecord, reports: ReportPlace(spare: hub.path("home/reports")))
                #expect(report.isAllIn && report.rejectedFile == nil)
            }
        }
    }

    @Test func whatAKilledRunLeftIsRemovedAndWhatALivingOneWritesIsNot() async throws {
        try await TestHub.with { hub in
            let path = try hub.write(ResidentRow.csv([ResidentRow(1)]), to: "r.csv")
            let forsaken = try hub.write([1], to: "r.csv.rejected.csv.4000000.partial")
            let living = try hub.write([1], to: "r.csv.rejected.csv.1.partial")
            let another = try hub.write([1], to: "other.csv.rejected.csv.4000000.partial")
            try await hub.take(file: path)
            #expect(!FileManager.default.fileExists(atPath: forsaken))
            #expect(FileManager.default.fileExists(atPath: living) && FileManager.default.fileExists(atPath: another))
        }
    }
}
