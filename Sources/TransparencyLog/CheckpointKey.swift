internal import Crypto
internal import Foundation
public import Keys
internal import TextForms

/// The key that signs checkpoints (Ed25519); its file is readable by its owner only. No form of printing shows it.
public struct CheckpointKey: Sendable {
    /// Name of the file beside the key ring: C2SP's `PRIVATE+KEY+name+keyid+base64`.
    public static let fileName = "checkpoint-signing.key"

    private let key: Curve25519.Signing.PrivateKey
    /// The public half.
    public let verifier: VerifierKey

    /// A fresh key of a log called `name`.
    public init(name: String) {
        self.init(Curve25519.Signing.PrivateKey(), name: name)
    }

    /// 団体. A fresh key of a body's log, whose name has the body's local government code in it and is made from the key.
    public init(body: String) {
        let key = Curve25519.Signing.PrivateKey()
        let own = TreeHash.digest(Array(key.publicKey.rawRepresentation)).description.prefix(16)
        self.init(key, name: "\(VerifierKey.product)/\(body)/\(own)")
    }

    private init(_ key: Curve25519.Signing.PrivateKey, name: String) {
        self.key = key
        verifier = VerifierKey(name: name, key: Array(key.publicKey.rawRepresentation))
    }

    /// Opens the key in the directory of a key ring; makes it where there is none yet. One that is there keeps its name, whatever it is.
    ///
    /// - Parameter body: whose log is begun, by its local government code.
    /// - Throws: `KeyError`: `exposed`, `damagedRing`, or what the file system says.
    public static func open(directory: String, body: String) throws(KeyError) -> CheckpointKey {
        let path = directory + "/" + fileName
        return try OwnerOnlyFile.locked(directory) { () throws(KeyError) -> CheckpointKey in
            if access(path, F_OK) != 0 {
                let fresh = CheckpointKey(body: body)
                try OwnerOnlyFile.create(path, Array((fresh.text + "\n").utf8))
                return fresh
            }
            let text = String(decoding: try OwnerOnlyFile.read(path), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY", let bytes = Data(base64Encoded: parts[4]), bytes.count == 33,
                bytes.first == VerifierKey.ed25519, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.dropFirst())
            else { throw .damagedRing(path) }
            let opened = CheckpointKey(key, name: parts[2])
            guard opened.text == text else { throw .damagedRing(path) }
            return opened
        }
    }

    var text: String {
        let id = verifier.id.hex
        return "PRIVATE+KEY+\(verifier.name)+\(id)+\(Data([VerifierKey.ed25519] + Array(key.rawRepresentation)).base64EncodedString())"
    }

    func sign(_ message: [UInt8]) throws(KeyError) -> [UInt8] {
        do { return Array(try key.signature(for: message)) } catch { throw .cryptography }
    }
}

extension CheckpointKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// For people; no key.
    public var description: String { "CheckpointKey(****)" }
    /// As `description`.
    public var debugDescription: String { description }
    /// Nothing that `dump` could show.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
