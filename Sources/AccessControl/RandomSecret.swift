internal import Crypto
internal import Foundation
internal import Keys
internal import OneTimeCodes

/// Random secrets that are handed to their holder once; only SHA-256 of them is kept, which serves because they can't be guessed.
enum RandomSecret {
    /// 32 random bytes as base64url without padding.
    static func token() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// 20 random bytes (RFC 4226 R6 asks for 16 at least).
    static func totpSecret() -> SecretBytes {
        SecretBytes(capacity: 20) { memory in
            SymmetricKey(size: .init(bitCount: 160)).withUnsafeBytes { memory.copyMemory(from: $0) }
            return memory.count
        }
    }

    /// A code that a person types once: 100 bits in groups of five letters and digits.
    static func setUpCode() -> String {
        let text = totpSecret().withUnsafeBytes { Base32.encode($0) }.prefix(20)
        return stride(from: 0, to: 20, by: 5).map { text.dropFirst($0).prefix(5) }.joined(separator: "-")
    }

    static func digest(_ secret: some StringProtocol) -> [UInt8] { Array(SHA256.hash(data: Array(secret.utf8))) }

    /// As a set-up code is typed: case, spaces and hyphens don't count.
    static func digest(setUpCode: String) -> [UInt8] { digest(setUpCode.uppercased().filter { $0 != "-" && !$0.isWhitespace }) }
}
