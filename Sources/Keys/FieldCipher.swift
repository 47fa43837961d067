package import Crypto

/// Encrypts single fields with AES-256-GCM and makes their keyed hashes: a snapshot of a key ring, cheap to copy and to share.
///
/// An encrypted field is nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). The nonce is random: one data key must not encrypt more than
/// 2³² fields (NIST SP 800-38D, 8.3), which rotation sees to. The context is authenticated, not stored: name the table and the row in it,
/// so that an encrypted field moved to another row does not open.
public struct FieldCipher: Sendable {
    /// Bytes that encryption adds.
    public static let overhead = 28

    /// Id of the data key that `encrypt` uses; store it beside the encrypted field.
    public let currentKeyID: Int32
    private let current: SymmetricKey
    private let dataKeys: [Int32: SymmetricKey]
    private let hash: KeyedHash

    /// A snapshot of the ring as it is now; a later rotation doesn't reach it.
    public init(_ ring: KeyRing) {
        currentKeyID = ring.currentKeyID
        current = ring.currentKey
        dataKeys = ring.dataKeys
        hash = KeyedHash(ring.hashKey)
    }

    /// For test vectors.
    package init(key: [UInt8], hashKey: [UInt8]) {
        currentKeyID = 1
        current = SymmetricKey(data: key)
        dataKeys = [1: current]
        hash = KeyedHash(key: hashKey)
    }

    /// Encrypts a field under the current data key.
    public func encrypt(_ plain: some Collection<UInt8>, context: some Collection<UInt8>) throws(KeyError) -> [UInt8] {
        try encrypt(plain, context: context, nonce: NonceSource.shared.next())
    }

    /// Decrypts a field that a data key of that id encrypted in that context.
    /// - Throws: `KeyError.unknownKey`, `KeyError.notAuthentic`.
    public func decrypt(
        _ encrypted: some Collection<UInt8>, keyID: Int32, context: some Collection<UInt8>
    ) throws(KeyError) -> [UInt8] {
        guard let key = keyID == currentKeyID ? current : dataKeys[keyID] else { throw .unknownKey(keyID) }
        guard encrypted.count >= Self.overhead else { throw .notAuthentic }
        do {
            let box = try AES.GCM.SealedBox(combined: Array(encrypted))
            return Array(try AES.GCM.open(box, using: key, authenticating: Array(context)))
        } catch {
            throw .notAuthentic
        }
    }

    /// HMAC-SHA-256 under the ring's hash key, for equality without opening: 32 bytes.
    public func keyedHash(_ bytes: some Collection<UInt8>) -> [UInt8] { hash.hash(bytes) }

    package func encrypt(
        _ plain: some Collection<UInt8>, context: some Collection<UInt8>, nonce: AES.GCM.Nonce
    ) throws(KeyError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(Array(plain), using: current, nonce: nonce, authenticating: Array(context))
            guard let combined = box.combined else { throw KeyError.cryptography }
            return Array(combined)
        } catch {
            throw .cryptography
        }
    }
}

extension FieldCipher: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// For people; no key, no personal data.
    public var description: String { "FieldCipher(****)" }
    /// As `description`.
    public var debugDescription: String { description }
    /// Nothing that `dump` could show.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
