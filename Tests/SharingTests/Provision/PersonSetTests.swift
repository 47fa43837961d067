import RegisterStand
import Testing

@testable import Sharing

/// The compressed set of persons gives back what was put in.
@Suite struct PersonSetTests {
    @Test(arguments: SeededRandom.seeds) func whatGoesInComesOut(seed: UInt64) {
        var random = SeededRandom(seed)
        for _ in 0..<200 {
            var ids: Set<Int64> = []
            let spread = [3, 1000, 1 << 40].randomElement(using: &random) ?? 3
            var at = Int64.random(in: 0..<Int64(spread), using: &random)
            for _ in 0..<Int.random(in: 0...80, using: &random) {
                ids.insert(at)
                at += Bool.random(using: &random) ? 1 : Int64.random(in: 1...Int64(spread), using: &random)
            }
            var set = PersonSet()
            for id in ids.sorted() {
                set.insert(id)
                if Bool.random(using: &random) { set.insert(id) }
            }
            #expect(set.count == ids.count)
            let bytes = set.finish()
            #expect(PersonSet.ids(bytes) == ids.sorted())
            // Some that are in it, and some that are not.
            let asked = Set(ids.filter { _ in Bool.random(using: &random) } + (0..<20).map { _ in Int64.random(in: 0...max(at, 1), using: &random) }).sorted()
            #expect(PersonSet.those(of: asked, in: bytes) == asked.filter(ids.contains))
        }
    }

    /// An extract names persons from the last to the first: nobody is left out for it.
    @Test(arguments: SeededRandom.seeds) func theOrderDoesNotMatter(seed: UInt64) {
        var random = SeededRandom(seed)
        for _ in 0..<100 {
            let ids = (0..<Int.random(in: 0...60, using: &random)).map { _ in Int64.random(in: 0..<90, using: &random) }
            for order in [Array(ids.sorted().reversed()), ids] {
                var set = PersonSet()
                for id in order { set.insert(id) }
                #expect(set.count == Set(ids).count)
                #expect(PersonSet.ids(set.finish()) == Set(ids).sorted())
            }
        }
    }

    @Test func aCityOfDenseIdsIsAFewBytes() {
        var set = PersonSet()
        for id in Int64(1)...100_000 { set.insert(id) }
        #expect(set.finish().count < 8)
    }

    @Test func zeroAndTheGreatestIdAreIdsLikeOthers() {
        var set = PersonSet()
        for id in [0, 1, Int64.max - 1] { set.insert(id) }
        #expect(PersonSet.ids(set.finish()) == [0, 1, Int64.max - 1])
    }
}
