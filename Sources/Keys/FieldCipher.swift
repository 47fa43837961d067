internal import Crypto

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
    private let current: FieldKey
    private let dataKeys: [Int32: FieldKey]
    private let hash: KeyedHash

    /// A snapshot of the ring as it is now; a later rotation doesn't reach it.
    public init(_ ring: KeyRing) {
        currentKeyID = ring.currentKeyID
        current = FieldKey(ring.currentKey)
        dataKeys = ring.dataKeys.filter { $0.key != ring.currentKeyID }.mapValues(FieldKey.init)
        hash = KeyedHash(ring.hashKey)
    }

    /// For test vectors.
    package init(key: [UInt8], hashKey: [UInt8]) {
        currentKeyID = 1
        current = FieldKey(SymmetricKey(data: key))
        dataKeys = [:]
        hash = KeyedHash(key: hashKey)
    }

    /// Encrypts a field under the current data key.
    public func encrypt(_ plain: some Collection<UInt8>, context: some Collection<UInt8>) throws(KeyError) -> [UInt8] {
        try encrypt(plain, context: context, nonce: NonceSource.shared.next())
    }

    /// The same of arrays, as most fields are: a million of them are encrypted without a look at their types for each.
    public func encrypt(_ plain: [UInt8], context: [UInt8]) throws(KeyError) -> [UInt8] {
        let nonce = try NonceSource.shared.next()
        return try Self.withBytes(plain, context) { plain, context throws(KeyError) in try current.seal(plain, nonce: nonce, authenticating: context) }
    }

    /// Decrypts a field that a data key of that id encrypted in that context.
    /// - Throws: `KeyError.unknownKey`, `KeyError.notAuthentic`.
    public func decrypt(
        _ encrypted: some Collection<UInt8>, keyID: Int32, context: some Collection<UInt8>
    ) throws(KeyError) -> [UInt8] {
        guard let key = keyID == currentKeyID ? current : dataKeys[keyID] else { throw .unknownKey(keyID) }
        return try Self.withBytes(of: encrypted) { encrypted throws(KeyError) in
            try Self.withBytes(of: context) { context throws(KeyError) in try key.open(encrypted, authenticating: context) }
        }
    }

    /// The same of arrays.
    public func decrypt(_ encrypted: [UInt8], keyID: Int32, context: [UInt8]) throws(KeyError) -> [UInt8] {
        guard let key = keyID == currentKeyID ? current : dataKeys[keyID] else { throw .unknownKey(keyID) }
        return try Self.withBytes(encrypted, context) { encrypted, context throws(KeyError) in try key.open(encrypted, authenticating: context) }
    }

    /// HMAC-SHA-256 under the ring's hash key, for equality without opening: 32 bytes.
    public func keyedHash(_ bytes: some Collection<UInt8>) -> [UInt8] { hash.hash(bytes) }

    /// The same of an array.
    public func keyedHash(_ bytes: [UInt8]) -> [UInt8] { hash.hash(bytes) }

    package func encrypt(_ plain: some Collection<UInt8>, context: some Collection<UInt8>, nonce: [UInt8]) throws(KeyError) -> [UInt8] {
        try Self.withBytes(of: plain) { plain throws(KeyError) in
            try Self.withBytes(of: context) { context throws(KeyError) in try current.seal(plain, nonce: nonce, authenticating: context) }
        }
    }

    private static func withBytes<R>(
        _ bytes: [UInt8], _ context: [UInt8], _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(KeyError) -> R
    ) throws(KeyError) -> R {
        try bytes.withUnsafeBufferPointer { bytes throws(KeyError) in
            try context.withUnsafeBufferPointer { context throws(KeyError) in
                try body(UnsafeRawBufferPointer(bytes), UnsafeRawBufferPointer(context))
            }
        }
    }

    private static func withBytes<R>(
        of bytes: some Collection<UInt8>, _ body: (UnsafeRawBufferPointer) throws(KeyError) -> R
    ) throws(KeyError) -> R {
        var result: Result<R, KeyError>?
        func keep(_ bytes: UnsafeRawBufferPointer) {
            result = Result { () throws(KeyError) in try body(bytes) }
        }
        if bytes.withContiguousStorageIfAvailable({ keep(UnsafeRawBufferPointer($0)) }) == nil { Array(bytes).withUnsafeBytes(keep) }
        guard let result else { throw .cryptography }
        return try result.get()
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
