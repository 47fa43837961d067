package import Addressee
internal import Crypto
internal import Foundation
package import Keys

/// What the cursors of a hub are written and read with: its keys, and the body that stands in each.
package struct CursorForm: Sendable {
    let keys: LiveCipher
    let body: HubBody

    /// Of a hub's own keys and body.
    package init(keys: LiveCipher, body: HubBody) {
        self.keys = keys
        self.body = body
    }
}

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
    package func encrypted(_ form: CursorForm) throws -> String { try encrypted(form, body: form.body.code.value) }

    func encrypted(_ form: CursorForm, body: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let content = try encoder.encode(CursorContent(body: body, cursor: self))
        let keys = CursorKeys(form.keys.cipher)
        let box = try AES.GCM.seal(content, using: keys.content, nonce: keys.nonce(of: content), authenticating: [Self.version])
        return Self.base64url([Self.version] + Array(box.nonce) + box.ciphertext + box.tag)
    }

    /// - Throws: `CursorRefused` for what this body's hub did not write for this system and dataset.
    package init(_ text: String, system: String, dataset: String, form: CursorForm) throws(CursorRefused) {
        let cipher = form.keys.cipher
        guard text.utf8.count <= Self.longest, let content = Self.decrypted(text, cipher) ?? Self.authenticatedBeforeVersions(text, cipher),
            let written = try? JSONDecoder().decode(CursorContent.self, from: content)
        else { throw .malformed }
        // Also under the same keys, as where one body's hub was made of a copy of another's.
        if written.body.isEmpty {
            // Of before the hub knew its body, and authentic: it has no day on which it ends, as a receiver may come back after years.
            guard form.body.unnamedUntil != nil else { throw .anotherBody }
        } else if written.body != form.body.code.value {
            throw .anotherBody
        }
        guard written.cursor.system == system, written.cursor.dataset == dataset else { throw .foreign }
        self = written.cursor
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
        let digits = Data(bytes).base64EncodedData().lazy.filter { $0 != UInt8(ascii: "=") }
        return String(
            decoding: digits.map { digit in
                switch digit {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                default: digit
                }
            }, as: UTF8.self)
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        var digits = text.utf8.map { digit in
            switch digit {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: digit
            }
        }
        digits += [UInt8](repeating: UInt8(ascii: "="), count: (4 - digits.count % 4) % 4)
        return Data(base64Encoded: Data(digits)).map(Array.init)
    }
}

/// What is inside: the cursor, and the body whose hub wrote it; empty in those of before a hub knew its body.
private struct CursorContent: Codable {
    let body: String
    let cursor: Cursor

    private enum CodingKeys: CodingKey { case body }

    init(body: String, cursor: Cursor) {
        self.body = body
        self.cursor = cursor
    }

    init(from decoder: any Decoder) throws {
        body = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .body) ?? ""
        cursor = try Cursor(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try cursor.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(body, forKey: .body)
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
