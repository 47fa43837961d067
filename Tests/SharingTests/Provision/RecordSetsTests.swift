import RegisterStand
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
}
