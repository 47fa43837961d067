internal import Crypto
internal import Dispatch
internal import Foundation
internal import Keys
internal import OneTimeCodes
internal import Threads

/// How dear a guess is: parameters of scrypt (RFC 7914).
public struct PasswordCost: Sendable, Hashable {
    package let n: Int32
    package let r: Int32
    package let p: Int32

    package init(n: Int32, r: Int32, p: Int32) { (self.n, self.r, self.p) = (n, r, p) }

    /// 64 MiB and some tenths of a second a guess (OWASP's second row for scrypt: N = 2¹⁶, r = 8, p = 2).
    public static let standard = PasswordCost(n: 65_536, r: 8, p: 2)
}

/// scrypt of a password, with what is needed to compute it again.
package struct PasswordHash: Sendable, Hashable {
    let cost: PasswordCost
    let salt: [UInt8]
    let hash: [UInt8]

    /// Off the cooperative pool and one at a time, so that a rush of sign-ins takes neither its threads nor the machine's memory.
    private static let queue = DispatchQueue(label: "atena.scrypt")

    init(cost: PasswordCost, salt: [UInt8], hash: [UInt8]) { (self.cost, self.salt, self.hash) = (cost, salt, hash) }

    /// With a fresh salt.
    static func make(_ password: String, cost: PasswordCost) async throws -> PasswordHash {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
        return PasswordHash(cost: cost, salt: salt, hash: try await derive(normalised(password), salt: salt, cost: cost))
    }

    func matches(_ password: String) async throws -> Bool {
        ConstantTime.equal(try await Self.derive(Self.normalised(password), salt: salt, cost: cost), hash)
    }

    static func derive(_ password: [UInt8], salt: [UInt8], cost: PasswordCost, count: Int = 32) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                // libcrypto keeps state for each thread that used it: one that is joined before the process ends (decision 0020).
                let isOver = DispatchSemaphore(value: 0)
                JoinedThread.start {
                    continuation.resume(with: Result { try Scrypt.derive(password, salt: salt, n: cost.n, r: cost.r, p: cost.p, count: count) })
                    isOver.signal()
                }
                isOver.wait()
            }
        }
    }

    /// The same password typed on different keyboards (NIST SP 800-63B 5.1.1.2: NFKC).
    private static func normalised(_ password: String) -> [UInt8] { Array(password.precomposedStringWithCompatibilityMapping.utf8) }
}

/// What a password must be: long, and not what anybody would try first.
enum PasswordRule {
    static let minimumLength = 12
    static let maximumLength = 256

    private static let obvious = [
        "password", "passw0rd", "pasuwado", "qwerty", "asdfgh", "zxcvbn", "letmein", "welcome", "administrator", "atenahub", "kanrisha", "saitama",
        "shiyakusho",
        "abcdefgh", "12345678", "87654321", "11111111", "00000000",
    ]

    /// - Throws: `AccessRefused` A0008 with the rule.
    static func check(_ password: String, account: String) throws(AccessRefused) {
        guard password.count >= minimumLength else { throw .weakPassword("\(minimumLength)文字以上にしてください。") }
        guard password.count <= maximumLength else { throw .weakPassword("\(maximumLength)文字以下にしてください。") }
        let lower = password.lowercased()
        guard !lower.contains(account.lowercased()) else { throw .weakPassword("職員番号を含めないでください。") }
        guard Set(lower).count >= 5 else { throw .weakPassword("同じ文字の繰り返しです。") }
        // What is left of an obvious word decides: it may stand in a longer phrase.
        var rest = lower
        for word in obvious { rest = rest.replacing(word, with: "") }
        guard rest.filter({ $0.isLetter }).count + rest.filter({ $0.isNumber }).count >= 6 || rest == lower else {
            throw .weakPassword("推測されやすい語や並びです。")
        }
    }
}
