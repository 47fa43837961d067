import AccessControlStand
import Addressee
import Departments
import Foundation
import Governance
import Postgres
import RegisterStand
import SharingStand
import SyntheticCity
import Testing

@testable import Register
@testable import Sharing

/// No individual number in clear in any table, dump, error or reason, but in the files that hold them on purpose.
@Suite struct RedactionTests {
    @Test func noGeneratedNumberIsInADump() async throws {
        try await TestHub.with { hub in
            let city = try await SmallCity.generate(persons: 600, days: 2, movementsPerDay: 60, plant: [.numberOfAnother, .missingSex], into: hub.path("city"))
            let numbers = try city.individualNumbers()
            #expect(numbers.count > 500)
            _ = try await hub.load(.init(directory: TestServer.root + "/Policies"))
            try await hub.advance("2026-11-20")
            for file in city.files { _ = try await hub.take(file) }
            try await hub.settle()
            for kind in DepartmentKind.all { try await hub.worker(hub.module(kind), system: kind.systemName).run(untilIdle: true) }
            let dump = try await Program.run("/usr/bin/pg_dump", ["--inserts", hub.database])
            #expect(dump.status == 0, "\(dump.error)")
            #expect(dump.output.count > 1_000_000)
            #expect(Self.found(numbers, in: Array(dump.output)) == 0)
            // The test can fail: put one in, and it is found, as text and as bytes.
            let one = try #require(numbers.first)
            #expect(Self.found(numbers, in: Array("x\(one)y".utf8)) == 1)
            #expect(Self.found(numbers, in: Array(one.utf8.map { "3" + String($0 - 48) }.joined().utf8)) == 1)
        }
    }

    /// Numbers that stand anywhere in the bytes: as digits, or as the hexadecimal form of digits (a bytea in a dump).
    private static func found(_ numbers: Set<String>, in bytes: [UInt8]) -> Int {
        let wanted = Set(numbers.compactMap { UInt64($0) })
        var hits = 0
        var plain: UInt64 = 0
        var plainRun = 0
        var hex: [UInt64] = [0, 0]
        var hexRun = [0, 0]
        for (index, byte) in bytes.enumerated() {
            let isDigit = byte &- 0x30 < 10
            plainRun = isDigit ? plainRun + 1 : 0
            plain = isDigit ? (plain * 10 + UInt64(byte &- 0x30)) % 1_000_000_000_000 : 0
            if plainRun >= 12, wanted.contains(plain) { hits += 1 }
            // Pairs "3d", at even and at odd places.
            guard index > 0 else { continue }
            let lane = index % 2
            let isPair = bytes[index - 1] == 0x33 && isDigit
            hexRun[lane] = isPair ? hexRun[lane] + 1 : 0
            hex[lane] = isPair ? (hex[lane] * 10 + UInt64(byte &- 0x30)) % 1_000_000_000_000 : 0
            if hexRun[lane] >= 12, wanted.contains(hex[lane]) { hits += 1 }
        }
        return hits
    }

    @Test func whatTheStagesPassAroundPrintsNothing() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            let page = try await hub.changes()
            let secret = Numbers.individual(1)
            let name = ResidentRow(1)[.shimei]
            var text = "\(page) \(String(reflecting: page))"
            dump(page, to: &text)
            let query: Query = "SELECT \(secret)"
            text += "\(query) \(String(reflecting: query))"
            dump(Identity(name: name, kana: name, birthDate: "1980-01-02", sex: "1"), to: &text)
            #expect(!text.contains(secret) && !text.contains(name) && !text.contains("1980-01-02"))
        }
    }
}
