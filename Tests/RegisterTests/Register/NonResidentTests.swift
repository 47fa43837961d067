import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import Register

/// 住登外者宛名番号の付番, and several departments that know one person.
@Suite struct NonResidentTests {
    @Test func aRowWithoutAddresseeNumberGetsOneOfFifteenDigits() async throws {
        try await TestHub.with { hub in
            let file = try hub.write(NonResidentRow.csv((1...3).map { NonResidentRow($0, number: nil) }), to: "n.csv")
            let report = try await hub.take(file: file, layout: .nonResidents, source: .tax)
            #expect(report.assignedFile == file + ".assigned.csv")
            let lines = try String(contentsOfFile: file + ".assigned.csv", encoding: .utf8).split(separator: "\n")
            #expect(lines.first == "gyobango,atenabango" && lines.count == 4)
            for (index, line) in lines.dropFirst().enumerated() {
                let parts = line.split(separator: ",").map(String.init)
                #expect(parts[0] == String(index + 2))
                let running = try #require(Int64(parts[1].dropLast()))
                #expect(parts[1].count == 15 && parts[1] == Numbers.integrated(running))
                #expect(try await hub.count("SELECT count(*) FROM register.addressee WHERE atenabango = \(parts[1])") == 1)
            }
        }
    }

    @Test func theSameFileAgainAssignsNothingAndSaysTheSameNumbers() async throws {
        try await TestHub.with { hub in
            let file = try hub.write(NonResidentRow.csv((1...3).map { NonResidentRow($0, number: nil) }), to: "n.csv")
            _ = try await hub.take(file: file, layout: .nonResidents, source: .tax)
            let first = try String(contentsOfFile: file + ".assigned.csv", encoding: .utf8)
            _ = try await hub.take(file: file, layout: .nonResidents, source: .tax)
            #expect(try String(contentsOfFile: file + ".assigned.csv", encoding: .utf8) == first)
            #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 3)
        }
    }

    @Test func theHistoryIsCountedByTheHub() async throws {
        try await TestHub.with { hub in
            let first = NonResidentRow(1, number: "T1")
            try await hub.take([first], from: .tax)
            try await hub.take([first.with { $0[.shimei] = "試験　別名" }], from: .tax)
            #expect(try await hub.take([first.with { $0[.shimei] = "試験　別名" }, NonResidentRow(2, number: "T2")], from: .tax).unchanged == 1)
            #expect(try await hub.count("SELECT max(history_number)::bigint FROM register.version") == 2)
        }
    }
}
