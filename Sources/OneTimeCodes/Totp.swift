internal import Crypto

/// 時刻による確認コード (RFC 6238: HMAC-SHA-1, steps of 30 seconds, 6 digits), as every authenticator app computes it.
package struct Totp: Sendable {
    package static let period: Int64 = 30
    package static let digits = 6
    /// Steps before and after the present one that are taken, for clocks that differ.
    package static let tolerance: Int64 = 1

    private let key: SymmetricKey

    package init(secret: [UInt8]) { key = SymmetricKey(data: secret) }

    /// The step that an instant falls into.
    package static func step(at unixSeconds: Int64) -> Int64 { unixSeconds / period }

    /// RFC 4226 5.3, for the step as counter.
    package func code(step: Int64, digits: Int = Totp.digits) -> String {
        let counter = Swift.withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: key))
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(UInt64(number) % (0..<digits).reduce(1) { power, _ in power * 10 })
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step that the code belongs to, near `unixSeconds` and after `last`; nil where there is none. All candidates are compared.
    package func match(_ code: String, at unixSeconds: Int64, after last: Int64) -> Int64? {
        let now = Self.step(at: unixSeconds)
        var found: Int64?
        for step in max(0, now - Self.tolerance)...max(0, now + Self.tolerance) where ConstantTime.equal(Array(self.code(step: step).utf8), Array(code.utf8)) {
            if step > last { found = step }
        }
        return found
    }
}

/// Comparisons whose time doesn't tell where two secrets differ.
package enum ConstantTime {
    package static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
