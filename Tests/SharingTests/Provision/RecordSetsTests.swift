import AccessControlStand
import Addressee
import AuditTrail
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// The compressed form of which records of which persons went gives back what was put in.
@Suite struct RecordSetsTests {
    private func anything(_ random: inout SeededRandom) -> Set<RecordSets.Named> {
        let keys = ["2024", "2025", "2026", "2026000123T1", "2026000124T1", "報告1", "a,b"]
        return Set(
            (0..<Int.random(in: 0...60, using: &random)).map { _ in
                RecordSets.Named(
                    part: RecordSets.Part.allCases.randomElement(using: &random) ?? .given, person: .random(in: 1...30, using: &random),
                    key: keys.randomElement(using: &random) ?? "2024")
            })
    }

    @Test(arguments: SeededRandom.seeds) func whatGoesInComesOut(seed: UInt64) {
        var random = SeededRandom(seed)
        for _ in 0..<50 {
            let named = anything(&random)
            let bytes = RecordSets(named).bytes ?? []
            #expect(Set(RecordSets(bytes).named) == named)
            for person in 0...31 as ClosedRange<Int64> {
                let keys = RecordSets.keys(of: person, in: bytes)
                for part in RecordSets.Part.allCases {
                    #expect(Set(keys[part] ?? []) == Set(named.filter { $0.person == person && $0.part == part }.map(\.key)), "\(part)")
                }
            }
        }
    }

    @Test func nothingIsNamedWhereAPersonHasOneRecord() {
        var sets = RecordSets()
        sets.insert(1, nil, .given)
        sets.insert(2, "", .takenBack)
        #expect(sets.bytes == nil && sets.named.isEmpty)
    }

    /// Reports of a city, each with a number of its own.
    @Test func keysOfTheirOwnAreAFewBytesEach() throws {
        var sets = RecordSets()
        for n in 1...20_000 as ClosedRange<Int64> { sets.insert(n * 7, "2026\(100_000 + n)T1", .given) }
        let bytes = try #require(sets.bytes)
        #expect(bytes.count < 20_000 * 12, "\(bytes.count)")
        #expect(RecordSets.keys(of: 7 * 123, in: bytes) == [.given: ["2026100123T1"]])
    }

    /// Whatever somebody writes past the program stops the reading, and nothing else.
    @Test func whatIsCutOrIsNoneEndsIt() {
        let bytes = RecordSets([RecordSets.Named(part: .given, person: 1, key: "2025"), RecordSets.Named(part: .notTaken, person: 9, key: "2026")]).bytes ?? []
        for count in bytes.indices { #expect(RecordSets(Array(bytes.prefix(count))).named.count < 2) }
        for wrong in [[9, 0, 0, 0], [0, 5, 1, 1], [0, 0, 200, 1], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 1, 65, 90]] as [[UInt8]] {
            #expect(RecordSets(wrong).named.isEmpty && RecordSets.keys(of: 1, in: wrong).isEmpty)
        }
    }

    /// Of a medium that was answered in part those records are named that the receiver has not answered: others on it have records of the same key.
    @Test func ofAMediumTheRecordsOfEachAreNamedThatAreMeant() async throws {
        try await TestHub.with { hub in
            try await hub.load(try PublishedIncomes.policy(items: ["nendo", "gokeishotokukingaku"]))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(2)])
            let (one, two) = (try AddresseeNumber(ResidentRow.number(1)), try AddresseeNumber(ResidentRow.number(2)))
            let medium = NamedMedium("1", of: try #require(DatasetName(rawValue: "tax-income")), to: .nationalPension)
            func id(_ number: AddresseeNumber) async throws -> Int64 {
                try await hub.rows("SELECT addressee_id FROM register.addressee WHERE atenabango = \(number.value)").first?.decode(Int64.self) ?? 0
            }
            let (first, second) = (try await id(one), try await id(two))
            var persons = ProvisionRecord.Persons()
            for (person, key) in [(first, "2025"), (first, "2026"), (second, "2026")].sorted(by: { $0.0 < $1.0 }) {
                persons.insert(person, .given, record: key)
            }
            var offered = ProvisionRecord(.offered, .medium, system: "national-pension", dataset: "tax-income", byWhom: "staff 1", policy: nil)
            offered.name(persons)
            offered.batchKey = "1"
            try await hub.pool.query(offered.statement()).written()
            try await hub.pool.transaction { connection in
                try await medium.settle(as: .unconfirmed, by: "staff 1", on: connection) { [(number: one, key: "2025"), (number: two, key: "2026")] }
            }
            let told = try await hub.rows(
                """
                SELECT e.personal FROM provision.record r JOIN audit.event e USING (event_id) WHERE r.result = 'u'
                """)
            let named = RecordSets(personal: try told.first?.decode(String?.self) ?? nil).named
            #expect(
                Set(named) == [RecordSets.Named(part: .given, person: first, key: "2025"), RecordSets.Named(part: .given, person: second, key: "2026")])
        }
    }
}
