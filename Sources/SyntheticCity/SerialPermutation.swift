/// A seeded one-to-one map of 0 ..< limit onto itself, so that numbers look drawn at random and yet never collide without any being remembered.
struct SerialPermutation: Sendable {
    private let limit: UInt64
    private let mask: UInt64
    private let shift: UInt64
    private let multipliers: [UInt64]
    private let offsets: [UInt64]

    init(limit: UInt64, seed: UInt64) {
        self.limit = limit
        let bits = UInt64(64 - (limit - 1).leadingZeroBitCount)
        mask = (1 << bits) - 1
        shift = bits / 2
        var random = SplitMix64(seed: seed, stream: limit)
        // Odd multipliers have an inverse modulo a power of two; so has a right-shift xor: each round is one to one.
        multipliers = (0..<3).map { _ in random.next() | 1 }
        offsets = (0..<3).map { _ in random.next() }
    }

    func callAsFunction(_ serial: Int64) -> Int64 {
        var value = UInt64(bitPattern: serial)
        // Cycle walking: values between the limit and the power of two go round again.
        repeat {
            for round in 0..<3 {
                value = (value &* multipliers[round] &+ offsets[round]) & mask
                value ^= value >> shift
            }
        } while value >= limit
        return Int64(bitPattern: value)
    }
}
