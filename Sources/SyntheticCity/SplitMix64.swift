/// Seeded generator (Steele, Lea, Flood 2014): small, fast and the same on every machine, which `SystemRandomNumberGenerator` is not.
struct SplitMix64: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A stream of its own for one household, day or system. The index is mixed, because neighbouring seeds give the same stream shifted by one.
    init(seed: UInt64, stream: UInt64) { state = Self.mix(Self.mix(seed) ^ Self.mix(stream &+ 0x632B_E59B_D9B4_E019)) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// 0 ..< bound; 0 for a bound of 0.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(bound, 0))).high)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True in so many of 10,000 cases.
    mutating func chance(_ ofTenThousand: Int) -> Bool { below(10_000) < ofTenThousand }

    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
