internal import Crypto
internal import Foundation
internal import TextForms

/// 検証鍵. The public half of the key that signs checkpoints (C2SP signed-note: Ed25519); may be known to everybody.
public struct VerifierKey: Sendable, Hashable {
    /// The log's name, its `origin`.
    public let name: String
    package let id: [UInt8]
    package let key: [UInt8]

    package init(name: String, key: [UInt8]) {
        self.name = name
        self.key = key
        id = Self.id(name, key)
    }

    /// What the names of our logs begin with.
    static let product = "atena-hub"

    /// 団体. The local government code in the name; nil in the names of logs that began before a hub knew its body.
    public var body: String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == Self.product, parts[1].count == 6, parts[1].allSatisfy(\.isWholeNumber) else { return nil }
        return String(parts[1])
    }

    /// From `name+keyid+base64`.
    ///
    /// - Throws: `LogError` where the text is of another form, or the key id is not that of name and key.
    public init(_ text: String) throws(LogError) {
        let parts = text.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Data(base64Encoded: String(parts[2])), bytes.count == 33, bytes.first == Self.ed25519 else {
            throw .malformed("検証鍵は「名前+鍵ID+base64」の形です")
        }
        self.init(name: String(parts[0]), key: Array(bytes.dropFirst()))
        guard hexID == parts[1].lowercased() else { throw .malformed("検証鍵の鍵IDが名前と鍵に合いません") }
    }

    /// `name+keyid+base64`.
    public var text: String { "\(name)+\(hexID)+\(Data([Self.ed25519] + key).base64EncodedString())" }

    static let ed25519: UInt8 = 1

    private var hexID: String { id.hex }

    /// The first four bytes of SHA-256 of name, newline, 0x01 and key.
    package static func id(_ name: String, _ key: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array(name.utf8) + [0x0A, ed25519] + key).prefix(4))
    }

    func verifies(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
        // A key that is no point of the curve verifies nothing.
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
