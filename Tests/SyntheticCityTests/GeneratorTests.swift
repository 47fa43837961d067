import Testing

@testable import SyntheticCity

@Suite("Random numbers")
struct GeneratorTests {
    @Test("The stream is SplitMix64's")
    func reference() {
        // First outputs for seed 1234567 of the reference implementation (Vigna, splitmix64.c).
        var random = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        #expect(expected.map { _ in random.next() } == expected)
    }

    @Test("A permutation meets every number once", arguments: [1_000, 1_024, 12_345])
    func permutation(limit: UInt64) {
        let permutation = SerialPermutation(limit: limit, seed: 9)
        #expect(Set((0..<Int64(limit)).map { permutation($0) }) == Set(0..<Int64(limit)))
    }

    @Test("Weights are kept")
    func weights() {
        var random = SplitMix64(seed: 3)
        let weights = Weights([1, 0, 3])
        var counts = [0, 0, 0]
        for _ in 0..<40_000 { counts[weights.pick(&random)] += 1 }
        #expect(counts[1] == 0)
        #expect((9_500...10_500).contains(counts[0]))
    }
}
