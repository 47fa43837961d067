import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// A full extract is the fold of the deltas: from any earlier extract on, pages lead to the state that a full extract gives now.
@Suite(.timeLimit(.minutes(10))) struct FullEqualsDeltasTests {
    private static let systems: [SystemName] = [.tax, .childcare, .careInsurance]

    private static func policies(_ variant: Int) -> [TestPolicy] {
        [
            TestPolicy(),
            TestPolicy(
                system: .childcare, items: [.shimei, .seinengappi],
                scope: variant == 0
                    ? "all: [{ state: [resident] }, { age: { until: school-year-end 18 } }]" : "all: [{ state: [resident] }, { age: { until: birthday 20 } }]"),
            TestPolicy(
                system: .careInsurance, items: [.kojinbango, .shimei, .jushoChoaza],
                scope: variant == 0
                    ? "any: [{ all: [{ state: [resident] }, { age: { from: reached 40 } }] }, registered-by-system]"
                    : "all: [{ state: [resident, dead] }, { age: { from: reached 65 } }, { not: { ward: [\"111023\"] } }]"),
        ]
    }

    /// The last three left a person behind, or out, whom a day between two concerned while a version came into force above the horizon.
    @Test(arguments: SeededRandom.seeds + [2_636_432_955, 2_636_432_972, 2_636_432_976]) func forEveryPolicyWhateverHappens(seed: UInt64) async throws {
        try await TestHub.with { hub in
            let others = Task { try await Self.holdBack(hub) }
            defer { others.cancel() }
            var random = SeededRandom(seed)
            var variant = 0
            var today = day("2026-11-20")
            try await load(hub, variant)
            _ = try await hub.calendar.advance(to: today)
            var people = (1...30).map { n in
                ResidentRow(n).with { row in
                    row[.seinengappi] = day("1940-01-01").adding(days: Int.random(in: 0..<31_000, using: &random)).description
                    row[.jushoShikuchosonkodo] = Bool.random(using: &random) ? "111023" : "111082"
                }
            }
            try await hub.take(people)
            var readers: [(system: SystemName, state: HeldState)] = Self.systems.map { ($0, HeldState()) }
            for _ in 0..<28 {
                switch Int.random(in: 0..<12, using: &random) {
                case 0...5: try await move(&people, hub, &random)
                case 6, 7:
                    today = today.adding(days: Int.random(in: 1...2000, using: &random))
                    _ = try await hub.calendar.advance(to: today)
                case 8:
                    variant = 1 - variant
                    try await load(hub, variant)
                case 9:
                    // Another reader begins with a full extract.
                    let system = Self.systems.randomElement(using: &random) ?? .tax
                    let full = try await hub.full(system)
                    readers.append((system, HeldState(cursor: full.cursor, held: try HeldState.of(ndjson: full.bytes))))
                default:
                    let index = readers.indices.randomElement(using: &random) ?? 0
                    let page = try await hub.changes(
                        readers[index].system, after: readers[index].state.cursor, limit: Int.random(in: 1...7, using: &random))
                    readers[index].state.apply(page)
                }
            }
            try await hub.settle()
            for system in Self.systems {
                let now = try HeldState.of(ndjson: try await hub.full(system).bytes)
                for index in readers.indices where readers[index].system == system {
                    try await readers[index].state.catchUp(hub, system, limit: Int.random(in: 1...9, using: &random))
                    let differences = readers[index].state.differences(from: now)
                    #expect(differences == [], "\(system), reader \(index)")
                }
            }
        }
    }

    /// Somebody else's transactions hold the horizon back, a while each: readers then stand below the day, and below the policy that is in force.
    private static func holdBack(_ hub: TestHub) async throws {
        let connection = try await TestServer.open(hub.database)
        while !Task.isCancelled {
            try await connection.script(unsafeSQL: "BEGIN; SELECT pg_current_xact_id()")
            try? await Task.sleep(for: .milliseconds(Bool.random() ? .random(in: 1...150) : .random(in: 300...4000)))
            try await connection.script(unsafeSQL: "COMMIT")
        }
        await connection.close()
    }

    private func load(_ hub: TestHub, _ variant: Int) async throws {
        _ = try await hub.load(.init(documents: TestPolicy.documents(Self.policies(variant))))
    }

    /// Some persons' next states, each sound.
    private func move(_ people: inout [ResidentRow], _ hub: TestHub, _ random: inout SeededRandom) async throws {
        var rows: [ResidentRow] = []
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            let index = people.indices.randomElement(using: &random) ?? 0
            let row = people[index]
            let next: ResidentRow
            switch (row[.juminjotai], Int.random(in: 0..<5, using: &random)) {
            case ("1", 0): next = row.next("21")
            case ("1", 1): next = row.next("23")
            case ("1", 2):
                next = row.next("41") { $0[.jushoShikuchosonkodo] = $0[.jushoShikuchosonkodo] == "111023" ? "111082" : "111023" }
            case ("1", 3): next = row.next("45") { $0[.kojinbango] = Numbers.individual(10_000 + people.count * (Int($0[.rirekibango]) ?? 0) + index) }
            case ("2", _): next = row.next("01")
            case ("3", _): next = row.next("09")
            default:
                // Nobody is born after the day on which the row is taken in.
                next = row.next("43") { row in
                    let later = day(row[.seinengappi]).adding(days: 400)
                    row[.seinengappi] = (later > day("2026-11-01") ? day("1950-05-05") : later).description
                }
            }
            people[index] = next
            rows.append(next)
        }
        let report = try await hub.take(rows)
        #expect(report.accepted == rows.count, "\(report)")
    }

    @Test func csvAndNDJSONSayTheSame() async throws {
        try await TestHub.with { hub in
            let items: [Item] = [.kojinbango, .shimei, .jushoKatagaki, .seinengappi, .idonengappi, .juminnengappi]
            try await hub.load(TestPolicy(items: items))
            try await hub.advance("2026-11-20")
            try await hub.take([
                ResidentRow(1).with { $0[.jushoKatagaki] = "甲,乙\"丙\\.\t".replacing("\t", with: " ") }, ResidentRow(2),
                ResidentRow(3).with { $0[.kojinbango] = "" }, ResidentRow(4).with { $0[.jushoKatagaki] = "\\." },
                ResidentRow(5).with { $0[.juminnengappi] = "2020-04-01" },
            ])
            try await hub.settle()
            let json = try HeldState.of(ndjson: try await hub.full(.tax, .ndjson).bytes)
            let csv = CSVText.records(try await hub.full(.tax, .csv).bytes)
            let header = try #require(csv.first)
            #expect(header.prefix(3) == ["kojinbango", "atenabango", "rirekibango"])
            var read: [String: Entry] = [:]
            for record in csv.dropFirst() {
                let values = Dictionary(zip(header, record).filter { !$1.isEmpty }) { first, _ in first }
                let number = try #require(values["atenabango"])
                read[number] = Entry(
                    addresseeNumber: try AddresseeNumber(number), historyNumber: Int(values["rirekibango"] ?? "") ?? 0, operation: .upsert,
                    items: Dictionary(
                        uniqueKeysWithValues: values.compactMap { name, value in
                            ItemCatalogue.register[name].flatMap { [.atenabango, .rirekibango, .kojinbango].contains($0) ? nil : ($0, value) }
                        }),
                    individualNumber: try values["kojinbango"].map { try IndividualNumber($0) })
            }
            #expect(read == json && read.count == 5)
        }
    }
}

/// RFC 4180, for a test: whole, and in no hurry.
private enum CSVText {
    static func records(_ bytes: [UInt8]) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if isQuoted, byte == 0x22, index + 1 < bytes.count, bytes[index + 1] == 0x22 {
                field.append(byte)
                index += 1
            } else if byte == 0x22 {
                isQuoted.toggle()
            } else if !isQuoted, byte == 0x2C || byte == 0x0A {
                record.append(String(decoding: field, as: UTF8.self))
                field = []
                if byte == 0x0A {
                    records.append(record)
                    record = []
                }
            } else {
                field.append(byte)
            }
            index += 1
        }
        return records
    }
}
