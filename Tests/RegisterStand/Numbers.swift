/// Numbers made and checked by rules written down here a second time, from the ordinances and the standard, not from the product.
package enum Numbers {
    /// 個人番号 of a serial: eleven digits that are no row of neighbours, and the check digit of 番号法施行令等の総務省令 第五条.
    package static func individual(_ serial: Int) -> String {
        let body = String(10_000_000_000 + (serial * 7_368_787 + 123_457) % 89_999_999_999)
        return body + String(individualCheckDigit(body))
    }

    /// Σ P(n)·Q(n), n = 1…11 from the lowest digit; Q(n) = n + 1 up to 6, n − 5 from 7.
    package static func individualCheckDigit(_ body: String) -> Int {
        var sum = 0
        for (offset, digit) in body.reversed().enumerated() {
            let n = offset + 1
            sum += (digit.wholeNumberValue ?? 0) * (n <= 6 ? n + 1 : n - 5)
        }
        let remainder = sum % 11
        return remainder <= 1 ? 0 : 11 - remainder
    }

    /// 団体内統合宛名番号: fourteen digits and a check digit, modulus 11, weights 2…7 from the right again and again, remainder 0 and 1 give 0.
    package static func integrated(_ running: Int64) -> String {
        let digits = String(running)
        let body = String(repeating: "0", count: 14 - digits.count) + digits
        let weights = [2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6, 7, 2, 3]
        let sum = zip(body.reversed(), weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        let checkDigit = sum % 11 == 0 || sum % 11 == 1 ? 0 : 11 - sum % 11
        return body + String(checkDigit)
    }
}

/// SplitMix64: the same seed gives the same test again.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    package init(_ seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Seeds that are always run, and one that no run has seen; Swift Testing names the one that failed.
    package static let seeds: [UInt64] = [1, 2, 3, .random(in: 1000...UInt64(UInt32.max))]
}
