internal import Crypto
internal import Foundation
package import Keys

/// The form of a cursor that is handed out: base64url of a version byte, a nonce, and the content under AES-256-GCM. Nothing inside can be read, nor altered.
///
/// The key follows from the ring's hash key, which no rotation exchanges: a receiver may come back after years. The nonce follows from key and content
/// (as in SIV, RFC 5297): two contents have two nonces, and the same cursor has the same text.
extension Cursor {
    /// First byte of the form; the form before it had a dot and no version.
    private static let version: UInt8 = 2

    /// Longest text that is looked at: room for more than `Moving.mostHeld` policies, as cursors had that were handed out before there was a bound.
    package static let longest = 6144

    /// The form handed out.
    package func encrypted(_ keys: LiveCipher) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let content = try encoder.encode(self)
        let keys = CursorKeys(keys.cipher)
        let box = try AES.GCM.seal(content, using: keys.content, nonce: keys.nonce(of: content), authenticating: [Self.version])
        return Self.base64url([Self.version] + Array(box.nonce) + box.ciphertext + box.tag)
    }

    /// - Throws: `CursorRefused` for what this hub did not write for this system and dataset.
    package init(_ text: String, system: String, dataset: String, keys: LiveCipher) throws(CursorRefused) {
        guard text.utf8.count <= Self.longest, let content = Self.decrypted(text, keys.cipher) ?? Self.authenticatedBeforeVersions(text, keys.cipher),
            let cursor = try? JSONDecoder().decode(Cursor.self, from: content)
        else { throw .malformed }
        guard cursor.body.isEmpty, cursor.system == system, cursor.dataset == dataset else { throw .foreign }
        self = cursor
    }

    private static func decrypted(_ text: String, _ cipher: FieldCipher) -> Data? {
        guard let bytes = bytes(text[...]), bytes.first == version, let box = try? AES.GCM.SealedBox(combined: bytes.dropFirst()) else { return nil }
        return try? AES.GCM.open(box, using: CursorKeys(cipher).content, authenticating: [version])
    }

    /// The content in clear, a dot, and its keyed hash: what was handed out before there were versions, and counts as of the first incarnation.
    private static func authenticatedBeforeVersions(_ text: String, _ cipher: FieldCipher) -> Data? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let content = bytes(parts[0]), let signature = bytes(parts[1]) else { return nil }
        let own = cipher.keyedHash(Array("cursor\u{0}".utf8) + content).prefix(16)
        // Every byte is looked at, whatever the first of them are.
        guard signature.count == own.count, zip(signature, own).reduce(UInt8(0), { $0 | ($1.0 ^ $1.1) }) == 0 else { return nil }
        return Data(content)
    }

    private static func base64url(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let padded = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: padded + String(repeating: "=", count: (4 - padded.count % 4) % 4)).map(Array.init)
    }
}

/// What cursors are encrypted with.
private struct CursorKeys {
    let content: SymmetricKey
    private let nonces: SymmetricKey

    init(_ cipher: FieldCipher) {
        content = SymmetricKey(data: cipher.keyedHash(Array("cursor content v2".utf8)))
        nonces = SymmetricKey(data: cipher.keyedHash(Array("cursor nonce v2".utf8)))
    }

    func nonce(of content: Data) throws -> AES.GCM.Nonce {
        try AES.GCM.Nonce(data: Array(HMAC<SHA256>.authenticationCode(for: content, using: nonces)).prefix(12))
    }
}
